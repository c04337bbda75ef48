//! The log: lines of text on a terminal, one JSON object a line elsewhere, or as the configuration says.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts the log on standard error. A second start changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::new(format!("{level},sqlx=warn,hyper=warn", level = log.level));
    let json = match log.format {
        LogFormat::Json => true,
        LogFormat::Text => false,
        LogFormat::Auto => !std::io::stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    let started = if json {
        builder.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
    // only a second start fails, and then the log is there already
    drop(started);
}
