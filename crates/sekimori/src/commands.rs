//! What each command does.

mod approval;
mod backup;
mod book;
mod catalogue;
mod contract;
mod contractor;
mod demo;
mod doctor;
mod engagement;
mod init;
mod ledger;
mod papers;
mod sample;
mod selection;
mod serve;
mod sheet;
mod user;

use std::process::ExitCode;

pub use catalogue::tailored;
pub use doctor::migrations;
pub use papers::template;
use serde_json::json;

use crate::{
    cli::{Cli, Command, ConfigCommand, EngagementCommand, Format},
    config,
    context::Context,
    exit::{Code, Failure, Result},
    out,
};

/// What became of a command line.
pub enum Offline {
    /// It needed no installation and has ended.
    Done(ExitCode),
    /// It needs one.
    NotYet(Box<Cli>),
}

/// Runs a command that needs no installation, or hands the command line back.
///
/// # Errors
/// Whatever it ends with.
pub fn offline(cli: Cli) -> Result<Offline> {
    let only_text = matches!(cli.global.format, Format::Text | Format::Json);
    if !only_text && !matches!(cli.command, Command::Contract(_)) {
        return Err(Failure::new(
            Code::Usage,
            "この形で出せるのは contract check だけです。text か json を使ってください",
            "Only contract check has this form; use text or json",
        ));
    }
    let context = Context::new(&cli.global)?;
    let done = |()| Offline::Done(ExitCode::SUCCESS);
    match cli.command {
        Command::Contract(command) => contract::run(&context, command).map(Offline::Done),
        Command::Sheet(command) => sheet::run(&context, command).map(done),
        Command::Book(command) => book::run(&context, command).map(done),
        Command::Catalogue(command) => catalogue::run(&context, command).map(done),
        Command::Engagement(EngagementCommand::Profile(args)) => papers::profile(&context, &args).map(done),
        Command::Engagement(EngagementCommand::Draft(args)) => papers::draft(&context, &args).map(done),
        _ => Ok(Offline::NotYet(Box::new(cli))),
    }
}

/// Runs the command.
///
/// # Errors
/// Whatever it ends with.
pub async fn run(cli: Cli) -> Result {
    let context = Context::new(&cli.global)?;
    match cli.command {
        Command::Contract(_) | Command::Sheet(_) | Command::Book(_) | Command::Catalogue(_) => {
            Err(Failure::new(Code::Usage, "このコマンドはここでは動きません", "This command does not run here"))
        }
        Command::Demo(args) => demo::run(&context, args).await,
        Command::Serve(args) => serve::run(context.listening(args.listen)).await,
        Command::Init(args) => init::run(&context, args).await,
        Command::User(command) => user::run(&context, command).await,
        Command::Engagement(command) => engagement::run(&context, command).await,
        Command::Contractor(command) => contractor::run(&context, command).await,
        Command::Selection(command) => selection::run(&context, command).await,
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
