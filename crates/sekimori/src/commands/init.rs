//! `init`: the organisation and its first administrator.

use app::setup::FirstSteps;
use serde_json::json;

use crate::{
    ask,
    cli::InitArgs,
    context::{Context, open_any},
    exit::{Code, Failure, Item, Result, problem},
    log,
};

pub async fn run(context: &Context, args: InitArgs) -> Result {
    let config = context.config()?;
    log::start(&config.log);
    let app = open_any(&config).await?;
    if app.is_initialised().await? {
        return Err(Failure::new(
            Code::Refused,
            format!("{} は、すでに初期設定が済んでいます", config.database.masked()),
            format!("{} is initialised already", config.database.masked()),
        )
        .next("sekimori serve で動かせます", "Run sekimori serve"));
    }
    let steps = steps(context, args)?;
    let begun = app.initialise(&context.operator, &steps).await?;
    app.close().await;
    let value = json!({
        "organisation": steps.organisation_ja, "unit": begun.root, "login": steps.login,
        "person": begun.administrator, "database": config.database.masked(),
    });
    context.done(
        &value,
        &format!(
            "{} を初期設定しました。sekimori serve で動かし、{} でサインインしてください",
            steps.organisation_ja, steps.login
        ),
        &format!("{} is set up. Run sekimori serve and sign in as {}", steps.organisation_ja, steps.login),
    )
}

fn steps(context: &Context, args: InitArgs) -> Result<FirstSteps> {
    let asks = ask::is_terminal();
    let mut missing = Vec::new();
    let mut get = |given: Option<String>, option: &str, ja: &str, en: &str| match given {
        Some(text) => Ok(text),
        None if asks => ask::ask(context.words(ja, en)),
        None => {
            missing.push(Item { place: option.to_owned(), said: problem(&domain::Problem::Missing) });
            Ok(String::new())
        }
    };
    let organisation_ja = get(args.organisation, "--organisation", "組織の名前", "Name of the organisation")?;
    let organisation_en = match args.organisation_en {
        None if !asks => String::new(),
        given => {
            get(given, "--organisation-en", "英語の名前（なければ空のまま）", "Its name in English (may be empty)")?
        }
    };
    let login = get(args.login, "--login", "最初の管理者のログイン名", "Login name of the first administrator")?;
    let name = get(args.name, "--name", "その人の名前", "Their name")?;
    if !missing.is_empty() {
        return Err(Failure::invalid(missing));
    }
    let password = args.password.require(context.lang)?;
    Ok(FirstSteps { organisation_ja, organisation_en, login, name, password })
}
