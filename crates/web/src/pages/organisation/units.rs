//! Making, changing, closing and reopening units.

use app::organisation::{ChangeUnit, NewUnit, UnitFields};
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use domain::{
    FieldError, Problem, Words,
    id::UnitId,
    problem::{Problems, shorten},
    unit::Unit,
};

use super::choices;
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::parts::{Pairs, again, id, refusal, revision, value},
    server::Web,
    views::organisation::UnitForm,
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/organisation/units/new", get(blank).post(create))
        .route("/organisation/units/{id}", get(edit).post(change))
        .route("/organisation/units/{id}/close", post(close))
        .route("/organisation/units/{id}/reopen", post(reopen))
}

async fn blank(page: Page, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&new_page(&page, &web, Form::new("unit").with("position", "0"))?)
}

fn new_page(page: &Page, web: &Web, form: Form) -> Result<UnitForm> {
    let places = web.app.organisation().places(&page.caller)?;
    let ui = page.shell(Nav::Organisation);
    let parents = choices(&ui, &places);
    Ok(UnitForm { ui, action: "/organisation/units/new".to_owned(), current: None, form, closed: None, parents })
}

async fn edit(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&edit_page(&page, &web, id(&text)?, Form::new("unit")).await?)
}

async fn edit_page(page: &Page, web: &Web, id: UnitId, form: Form) -> Result<UnitForm> {
    let (unit, revision) = web.app.organisation().unit_to_edit(&page.caller, id).await?;
    let form = if form.is_refused() {
        form
    } else {
        form.with("name", unit.name.as_str())
            .with("name_en", unit.name_en.as_ref().map_or("", |n| n.as_str()))
            .with("parent", unit.parent.map(|p| p.to_string()).unwrap_or_default())
            .with("position", unit.position.to_string())
            .with("revision", revision.to_string())
    };
    let ui = page.shell(Nav::Organisation);
    let parents = match unit.parent {
        Some(parent) => choices(&ui, &parents(page, web, &unit, parent)?),
        None => Vec::new(),
    };
    Ok(UnitForm {
        action: format!("/organisation/units/{id}"),
        current: Some(unit.label(ui.lang).to_owned()),
        form,
        closed: unit.parent.map(|_| unit.closed),
        parents,
        ui,
    })
}

/// Where a unit may stand: not below itself; and where it stands now, even when that is out of reach.
fn parents(page: &Page, web: &Web, unit: &Unit, parent: UnitId) -> Result<Vec<(Unit, usize)>> {
    let below = page.caller.units.below(unit.id);
    let places = web.app.organisation().places(&page.caller)?;
    let mut out: Vec<(Unit, usize)> = places.into_iter().filter(|(u, _)| !below.contains(&u.id)).collect();
    if !out.iter().any(|(u, _)| u.id == parent) {
        let now = page.caller.units.iter().find(|(u, _)| u.id == parent);
        out.extend(now.map(|(u, depth)| (u.clone(), depth)));
    }
    Ok(out)
}

/// What the form says; the unit above where one was chosen.
fn read(pairs: &Pairs) -> (UnitFields, Option<UnitId>, Problems) {
    let mut problems = Problems::new();
    let typed = value(pairs, "position").trim();
    let whole = || Problem::form(typed, Words { ja: "整数で入力してください", en: "a whole number" });
    let position = if typed.is_empty() { Ok(0) } else { typed.parse::<i64>().map_err(|_| whole()) };
    let position = problems.keep("position", position).unwrap_or_default();
    let chosen = value(pairs, "parent");
    let unknown = |_| Problem::Unknown { value: shorten(chosen) };
    let parent =
        if chosen.is_empty() { None } else { problems.keep("parent", chosen.parse::<UnitId>().map_err(unknown)) };
    let text = |field| value(pairs, field).to_owned();
    (UnitFields { name: text("name"), name_en: text("name_en"), position }, parent, problems)
}

/// Adds what is wrong with the name, so that everything shows at once.
fn check(mut problems: Problems, fields: &UnitFields) -> Vec<FieldError> {
    let _: Option<domain::text::Title> = problems.required("name", &fields.name);
    let _: Option<domain::text::Title> = problems.optional("name_en", &fields.name_en);
    problems.into_vec()
}

async fn create(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let (fields, parent, mut problems) = read(&pairs);
    if parent.is_none() && value(&pairs, "parent").is_empty() {
        problems.add(FieldError::new("parent", Problem::Missing));
    }
    let made = match parent {
        Some(parent) if problems.is_empty() => {
            web.app.organisation().create_unit(&page.caller, &NewUnit { parent, fields }).await
        }
        _ => Err(check(problems, &fields).into()),
    };
    match refusal(made)? {
        Ok(_) => Ok(done(&web, "/organisation", "created")),
        Err(errors) => again(&new_page(&page, &web, Form::new("unit").typed(pairs).refused(errors))?),
    }
}

async fn change(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    let (fields, parent, problems) = read(&pairs);
    let changed = if problems.is_empty() {
        let change = ChangeUnit { parent, fields, revision: revision(&pairs) };
        web.app.organisation().change_unit(&page.caller, id, &change).await
    } else {
        Err(check(problems, &fields).into())
    };
    match refusal(changed)? {
        Ok(()) => Ok(done(&web, "/organisation", "saved")),
        Err(errors) => again(&edit_page(&page, &web, id, Form::new("unit").typed(pairs).refused(errors)).await?),
    }
}

async fn close(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    web.app.organisation().close_unit(&page.caller, id(&text)?, revision(&pairs)).await?;
    Ok(done(&web, "/organisation", "saved"))
}

async fn reopen(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    web.app.organisation().reopen_unit(&page.caller, id(&text)?, revision(&pairs)).await?;
    Ok(done(&web, "/organisation", "saved"))
}
