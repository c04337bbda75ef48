//! `user`: people and roles, by the operator of the machine.

use app::organisation::{Entered, Given, PeoplePage};
use domain::{person::Grant, unit::UnitTree};
use serde_json::{Value, json};

use crate::{
    cli::{UserAdd, UserCommand},
    context::Context,
    exit::{Code, Failure, Result},
    out,
};

pub async fn run(context: &Context, command: UserCommand) -> Result {
    match command {
        UserCommand::Add(args) => add(context, args).await,
        UserCommand::List { query } => list(context, &query).await,
        UserCommand::Disable { login } => switch(context, &login, Switch::Off).await,
        UserCommand::Enable { login } => switch(context, &login, Switch::On).await,
        UserCommand::Password { login, password } => {
            let (app, _) = context.open().await?;
            let password = password.require(context.lang)?;
            app.auth().set_password_as_operator(&context.operator, &login, &password).await.map_err(unknown)?;
            app.close().await;
            context.done(
                &json!({ "login": login, "password": "set" }),
                &format!("{login} のパスワードを設定し、開いていたセッションを終わらせました"),
                &format!("The password of {login} is set and all sessions have ended"),
            )
        }
        UserCommand::Grant { login, role, unit, until } => grant(context, Given { login, role, unit, until }).await,
    }
}

/// An unknown login name is not found, wherever it was looked for.
fn unknown(error: app::Error) -> Failure {
    let is_unknown = matches!(&error, app::Error::Invalid(all)
        if all.iter().any(|e| e.field == "login" && matches!(e.problem, domain::Problem::Unknown { .. })));
    let failure = Failure::from(error);
    if is_unknown { Failure { code: Code::NotFound, ..failure } } else { failure }
}

async fn add(context: &Context, args: UserAdd) -> Result {
    let (app, _) = context.open().await?;
    let password = if args.no_password { None } else { Some(args.password.require(context.lang)?) };
    let new = Entered { login: args.login, name: args.name, unit: args.unit, lang: args.person_lang, password };
    let by = app.operated(&context.operator);
    let person = by.create_person(&new).await?;
    let mut value = json!(person);
    if let Some(role) = args.role {
        let given = Given { login: person.login.to_string(), role, unit: new.unit, until: None };
        let grant = by.grant(&given).await?;
        if let Some(object) = value.as_object_mut() {
            object.insert("grant".to_owned(), json!(grant));
        }
    }
    app.close().await;
    context.done(
        &value,
        &format!("{}（{}）を加えました", person.name, person.login),
        &format!("{} ({}) is added", person.name, person.login),
    )
}

async fn grant(context: &Context, given: Given) -> Result {
    let (app, _) = context.open().await?;
    let grant = app.operated(&context.operator).grant(&given).await?;
    app.close().await;
    context.done(
        &json!(grant),
        &format!("{} に「{}」を付けました", given.login, grant.role.label(domain::Lang::Ja)),
        &format!("{} holds the role \"{}\" now", given.login, grant.role.label(domain::Lang::En)),
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Switch {
    On,
    Off,
}

async fn switch(context: &Context, login: &str, to: Switch) -> Result {
    let (app, _) = context.open().await?;
    let by = app.operated(&context.operator);
    let changed = if to == Switch::On { by.enable(login).await? } else { by.disable(login).await? };
    app.close().await;
    let value = json!({ "login": login, "disabled": to == Switch::Off, "changed": changed });
    match (to, changed) {
        (Switch::On, true) => {
            context.done(&value, &format!("{login} はまたサインインできます"), &format!("{login} can sign in again"))
        }
        (Switch::Off, true) => context.done(
            &value,
            &format!("{login} を無効にし、セッションを終わらせました"),
            &format!("{login} is disabled and all sessions have ended"),
        ),
        (_, false) => context.done(&value, &format!("{login} はもうその状態です"), &format!("{login} was so already")),
    }
}

async fn list(context: &Context, query: &str) -> Result {
    let (app, _) = context.open().await?;
    let by = app.operated(&context.operator);
    let units = by.units().await?;
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    let mut after: Option<String> = None;
    loop {
        let page = by.people(query, after.as_deref()).await?;
        for person in &page.people {
            let grants = page.grants.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            values.push(shown(person, grants));
            rows.push(row(context, &units, person, grants));
        }
        after = next(page);
        if after.is_none() {
            break;
        }
    }
    app.close().await;
    let head = if context.lang == domain::Lang::Ja {
        ["ログイン名", "名前", "組織単位", "役割", "状態"]
    } else {
        ["LOGIN", "NAME", "UNIT", "ROLES", "STATE"]
    };
    context.show(&json!({ "people": values }), || out::table(&head, &rows))
}

fn next(page: PeoplePage) -> Option<String> {
    page.next
}

fn shown(person: &domain::person::Person, grants: &[Grant]) -> Value {
    json!({
        "id": person.id, "login": person.login, "name": person.name, "unit": person.unit, "lang": person.lang,
        "disabled": person.disabled, "grants": grants,
    })
}

fn row(context: &Context, units: &UnitTree, person: &domain::person::Person, grants: &[Grant]) -> Vec<String> {
    let name = |id| units.get(id).map(|u| u.label(context.lang).to_owned()).unwrap_or_default();
    let comma = context.words("、", ", ");
    let roles: Vec<String> = grants
        .iter()
        .map(|g| format!("{}{}{}", g.role.label(context.lang), context.words("＠", " @ "), name(g.unit)))
        .collect();
    let state = if person.disabled { context.words("無効", "disabled") } else { context.words("有効", "enabled") };
    vec![person.login.to_string(), person.name.to_string(), name(person.unit), roles.join(comma), state.to_owned()]
}
