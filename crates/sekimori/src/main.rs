//! Sekimori: governs outsourcing security. This is the binary: configuration, wiring and the command line.

mod ask;
mod cli;
mod commands;
mod config;
mod context;
mod document;
#[cfg(test)]
mod documents;
mod exit;
mod facts;
mod log;
mod out;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let (lang, as_json) = (context::language(cli.global.lang), cli.global.format.is_json());
    let cli = match commands::offline(cli) {
        Ok(commands::Offline::Done(code)) => return code,
        Ok(commands::Offline::NotYet(cli)) => *cli,
        Err(failure) => {
            failure.print(lang, as_json);
            return failure.code.into();
        }
    };
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| {
            exit::Failure::new(exit::Code::Failed, format!("起動できません: {e}"), format!("Cannot start: {e}"))
        })
        .and_then(|runtime| {
            let ended = runtime.block_on(commands::run(cli));
            // what still runs after its time is not waited for
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            ended
        });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(lang, as_json);
            failure.code.into()
        }
    }
}

/// The whole command line, for completions and for the test of the documents.
fn command() -> clap::Command {
    cli::Cli::command()
}
