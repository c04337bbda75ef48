//! Settings: sample data, small-firm mode, version.

use askama::Template;
use domain::Lang;

use super::{Sample, sample_shell};
use crate::{
    page::{Nav, Shell},
    show::Kind,
};

/// `GET /settings`; posts to `/settings/sample/load` and `/settings/sample/remove`.
#[derive(Debug, Template)]
#[template(path = "settings/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Sample engagements loaded now.
    pub sample: u64,
    /// The requester may decide.
    pub small_firm: bool,
    /// Version of the program.
    pub version: String,
    /// Edition of the rules.
    pub edition: String,
    /// The database in words: `SQLite 3.50`.
    pub database: String,
    /// Name and value of further facts on the running system.
    pub facts: Vec<(String, String)>,
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let show = |sample, small_firm| Show {
        ui: sample_shell(lang, Nav::Settings, "/settings"),
        sample,
        small_firm,
        version: "0.1.0".to_owned(),
        edition: "2026-04".to_owned(),
        database: "SQLite 3.50".to_owned(),
        facts: vec![("uptime".to_owned(), "3 h".to_owned())],
    };
    vec![Sample::of("settings", &show(0, false)), Sample::of("settings-sample", &show(24, true))]
}
