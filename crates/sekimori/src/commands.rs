//! What each command does.

mod demo;
mod init;
mod serve;
mod user;

use crate::{
    cli::{Cli, Command},
    context::Context,
    exit::Result,
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
    }
}
