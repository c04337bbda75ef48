//! The register of critical and non-critical work: any version, and making the next one.

use app::register::{EntryFields, RegisterPage, VersionsPage};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use domain::{
    FieldError, Problem,
    engagement::Activity,
    fold::fold,
    id::EntryId,
    problem::Problems,
    register::{Entry, RegisterChange, RegisterList},
    text::Ground,
};
use jiff::civil::Date;

use super::parts::{Pairs, again, day_if_any, id, refusal, value, values};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::Pager,
    views::register::{EntryForm, Line, Show, Version},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/register", get(current))
        .route("/register/versions/{version}", get(past))
        .route("/register/entries/new", get(blank).post(add))
        .route("/register/entries/{id}", get(edit).post(change))
}

async fn current(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let found = web.app.register().current(&page.caller).await?;
    show(&page, &web, &found, &pairs).await
}

async fn past(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let found = web.app.register().at(&page.caller, id(&text)?).await?;
    show(&page, &web, &found, &pairs).await
}

async fn show(page: &Page, web: &Web, found: &RegisterPage, pairs: &Pairs) -> Result<Rendered> {
    let before: Option<i64> = value(pairs, "before").parse().ok();
    let versions = web.app.register().versions(&page.caller, before).await?;
    let ui = page.shell(Nav::Register);
    let q = value(pairs, "q");
    let of = |list: RegisterList| {
        let wanted = found.register.entries.iter().filter(|e| e.list == list && is_found(e, q));
        wanted.map(|e| line(&ui, found, e)).collect::<Vec<_>>()
    };
    Rendered::ok(&Show {
        version: found.register.version,
        newest: found.newest,
        critical: of(RegisterList::Critical),
        non_critical: of(RegisterList::NonCritical),
        pager: pager(&ui, found, &versions, before),
        versions: versions
            .versions
            .iter()
            .map(|v| Version {
                version: v.version,
                made_on: v.made_on,
                made_by: v.made_by.map(|by| versions.names.of(by).to_owned()),
                reason: v.reason.to_string(),
            })
            .collect(),
        pending: u64::try_from(found.pending).unwrap_or_default(),
        may_update: found.may_update,
        q: q.to_owned(),
        ui,
    })
}

fn pager(ui: &Shell, found: &RegisterPage, versions: &VersionsPage, before: Option<i64>) -> Pager {
    let path = if found.register.version < found.newest {
        format!("/register/versions/{}", found.register.version)
    } else {
        "/register".to_owned()
    };
    Pager {
        shown: ui.tn("register-versions-shown", versions.versions.len()),
        newer: before.map(|_| path.clone()),
        older: versions.next.map(|version| format!("{path}?before={version}")),
    }
}

/// True for a line whose system or information holds what is searched for, however it is written.
fn is_found(entry: &Entry, q: &str) -> bool {
    let q = fold(q);
    q.is_empty() || fold(entry.system.as_str()).contains(&q) || fold(entry.information.as_str()).contains(&q)
}

fn line(ui: &Shell, found: &RegisterPage, entry: &Entry) -> Line {
    let activities: Vec<&str> = entry.activities.iter().map(|a| a.label(ui.lang)).collect();
    Line {
        id: entry.id.to_string(),
        system: entry.system.to_string(),
        activities: activities.join(if ui.lang == domain::Lang::Ja { "、" } else { ", " }),
        information: entry.information.to_string(),
        reason: entry.reason.to_string(),
        decided_by: entry.decided_by.map(|by| found.names.of(by).to_owned()),
        decided_on: entry.decided_on,
        review_on: entry.review_on,
        review_due: entry.review_on.is_some_and(|day| day <= found.today),
    }
}

async fn blank(page: Page, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&form_page(&page, &web, None, Form::new("entry")).await?)
}

async fn edit(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&form_page(&page, &web, Some(id(&text)?), Form::new("entry")).await?)
}

async fn form_page(page: &Page, web: &Web, id: Option<EntryId>, form: Form) -> Result<EntryForm> {
    let entry = web.app.register().to_edit(&page.caller, id).await?;
    let form = match &entry {
        Some(entry) if !form.is_refused() => fill(form, entry),
        _ => form,
    };
    Ok(EntryForm {
        ui: page.shell(Nav::Register),
        action: id.map_or_else(|| "/register/entries/new".to_owned(), |id| format!("/register/entries/{id}")),
        form,
        current: entry.map(|e| e.system.into()),
    })
}

fn fill(form: Form, entry: &Entry) -> Form {
    let form = entry.activities.iter().fold(form, |form, a| form.with("activities", a.code()));
    form.with("change", "save")
        .with("list", entry.list.code())
        .with("system", entry.system.as_str())
        .with("information", entry.information.as_str())
        .with("reason", entry.reason.as_str())
        .with("review_on", entry.review_on.map(|day: Date| day.to_string()).unwrap_or_default())
}

/// What the form says of the line, and why the register is changed.
fn read(pairs: &Pairs) -> app::Result<(EntryFields, Ground)> {
    let mut problems = Problems::new();
    let list = problems.required("list", value(pairs, "list"));
    let system = problems.required("system", value(pairs, "system"));
    let chosen = values(pairs, "activities");
    let activities = chosen.iter().filter_map(|a| problems.keep("activities", a.parse::<Activity>())).collect();
    if chosen.is_empty() {
        problems.add(FieldError::new("activities", Problem::Missing));
    }
    let information = problems.required("information", value(pairs, "information"));
    let reason = problems.required("reason", value(pairs, "reason"));
    let review_on = day_if_any(&mut problems, pairs, "review_on");
    let decision = problems.required("decision", value(pairs, "decision"));
    match (list, system, information, reason, decision) {
        (Some(list), Some(system), Some(information), Some(reason), Some(decision)) if problems.is_empty() => {
            Ok((EntryFields { list, system, activities, information, reason, review_on }, decision))
        }
        _ => Err(problems.into_vec().into()),
    }
}

async fn add(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let added = match read(&pairs) {
        Ok((fields, decision)) => web.app.register().add(&page.caller, fields, decision).await.map(drop),
        Err(error) => Err(error),
    };
    finish(&page, &web, (None, pairs), added).await
}

async fn change(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    let changed = match value(&pairs, "change") {
        "remove" => remove(&page, &web, id, &pairs).await,
        _ => match read(&pairs) {
            Ok((fields, decision)) => web.app.register().replace(&page.caller, id, fields, decision).await.map(drop),
            Err(error) => Err(error),
        },
    };
    finish(&page, &web, (Some(id), pairs), changed).await
}

async fn remove(page: &Page, web: &Web, entry: EntryId, pairs: &Pairs) -> app::Result<()> {
    let mut problems = Problems::new();
    match problems.required::<Ground>("decision", value(pairs, "decision")) {
        Some(decision) => {
            web.app.register().change(&page.caller, RegisterChange::Remove { entry }, decision).await.map(drop)
        }
        None => Err(problems.into_vec().into()),
    }
}

async fn finish(
    page: &Page,
    web: &Web,
    (id, pairs): (Option<EntryId>, Pairs),
    result: app::Result<()>,
) -> Result<Response> {
    match refusal(result)? {
        Ok(()) => Ok(done(web, "/register", "saved")),
        Err(errors) => again(&form_page(page, web, id, Form::new("entry").typed(pairs).refused(errors)).await?),
    }
}
