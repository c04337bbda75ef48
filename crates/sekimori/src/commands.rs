//! What each command does.

mod approval;
mod backup;
mod demo;
mod doctor;
mod engagement;
mod init;
mod ledger;
mod sample;
mod serve;
mod user;

pub use doctor::migrations;
use serde_json::json;

use crate::{
    cli::{Cli, Command, ConfigCommand},
    config,
    context::Context,
    exit::Result,
    out,
};

/// Runs the command.
///
/// # Errors
/// Whatever it ends with.
pub async fn run(cli: Cli) -> Result {
    let context = Context::new(&cli.global)?;
    match cli.command {
        Command::Demo(args) => demo::run(&context, args).await,
        Command::Serve(args) => serve::run(context.listening(args.listen)).await,
        Command::Init(args) => init::run(&context, args).await,
        Command::User(command) => user::run(&context, command).await,
        Command::Engagement(command) => engagement::run(&context, command).await,
        Command::Gate(command) => engagement::gate(&context, command).await,
        Command::Approval(command) => approval::run(&context, command).await,
        Command::Ledger(command) => ledger::run(&context, command).await,
        Command::Backup(args) => backup::backup(&context, args).await,
        Command::Restore(args) => backup::restore(&context, args).await,
        Command::Doctor => doctor::run(&context).await,
        Command::Config(ConfigCommand::Print { defaults }) => print_config(&context, defaults),
        Command::Sample(args) => sample::run(&context, args).await,
        Command::Completions { shell } => completions(shell),
        Command::Openapi => out::json(web::api::openapi_document()),
    }
}

fn print_config(context: &Context, defaults: bool) -> Result {
    if defaults {
        return context.show(&json!({ "defaults": config::defaults() }), || config::defaults().to_owned());
    }
    let config = context.config()?;
    context.show(&config::json(&config), || config::print(&config, context.lang))
}

fn completions(shell: clap_complete::Shell) -> Result {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut crate::command(), "sekimori", &mut text);
    out::write(&String::from_utf8_lossy(&text))
}
