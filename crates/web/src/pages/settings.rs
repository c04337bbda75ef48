//! Settings of the installation and sample data.

use app::{sample::Loaded, settings::ChangeSettings};
use axum::{
    Form as Body, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::{get, post},
};

use super::parts::{Pairs, again, refusal, value};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::{Moment, Style},
    views::settings::{Accounts, Show},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/settings", get(show).post(change))
        .route("/settings/sample/load", post(load))
        .route("/settings/sample/remove", post(remove))
}

async fn show(page: Page, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&settings_page(&page, &web, Form::new("settings")).await?)
}

async fn settings_page(page: &Page, web: &Web, form: Form) -> Result<Show> {
    let system = web.app.system(&page.caller).await?;
    let sample = web.app.sample().is_loaded().await?;
    let ui = page.shell(Nav::Settings);
    let settings = &system.settings;
    let form = if form.is_refused() {
        form
    } else {
        form.with("organisation_ja", &settings.organisation_ja)
            .with("organisation_en", &settings.organisation_en)
            .with("small_firm", if settings.small_firm { "yes" } else { "no" })
    };
    let verified = settings
        .ledger_verified
        .map_or_else(|| ui.t("settings-verified-none").into_owned(), |v| Moment(v.at, ui.lang, Style::Long).text());
    Ok(Show {
        sample,
        accounts: None,
        small_firm: settings.small_firm,
        form: system.may_change.then_some(form),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        edition: system.edition,
        database: system.database.to_owned(),
        facts: vec![
            (ui.t("settings-database-id").into_owned(), settings.database_id.clone()),
            (ui.t("settings-verified").into_owned(), verified),
        ],
        ui,
    })
}

async fn change(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let text = |field| value(&pairs, field).to_owned();
    let change = ChangeSettings {
        organisation_ja: text("organisation_ja"),
        organisation_en: text("organisation_en"),
        small_firm: value(&pairs, "small_firm") == "yes",
    };
    match refusal(web.app.change_settings(&page.caller, &change).await)? {
        Ok(()) => Ok(done(&web, "/settings", "saved")),
        Err(errors) => again(&settings_page(&page, &web, Form::new("settings").typed(pairs).refused(errors)).await?),
    }
}

/// Loads the sample. Its password is kept nowhere, so the answer itself shows it.
async fn load(page: Page, State(web): State<Web>) -> Result<Response> {
    let loaded = web.app.sample().load(&page.caller).await?;
    let mut shown = settings_page(&page, &web, Form::new("settings")).await?;
    shown.accounts = Some(accounts(&shown.ui, loaded));
    Ok(Rendered::ok(&shown)?.into_response())
}

fn accounts(ui: &Shell, loaded: Loaded) -> Accounts {
    let lang = ui.lang;
    let row = |a: app::sample::Account| {
        let who = [a.role.map(|r| r.label(lang)).unwrap_or_default(), a.unit.get(lang), &a.name];
        let who: Vec<&str> = who.into_iter().filter(|part| !part.is_empty()).collect();
        [a.login, who.join(" "), a.hint.get(lang).to_owned()]
    };
    Accounts { password: loaded.password, rows: loaded.accounts.into_iter().map(row).collect() }
}

async fn remove(page: Page, State(web): State<Web>) -> Result<Response> {
    web.app.sample().remove(&page.caller).await?;
    Ok(done(&web, "/settings", "sample-removed"))
}
