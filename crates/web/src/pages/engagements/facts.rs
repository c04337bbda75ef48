//! Facts and the list of information, as tables and as forms.

use app::engagements::View;
use axum::{
    Form as Body, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    engagement::{InformationItem, RawFacts, Standing},
    permission::Permission,
};

use super::{Pairs, number, revision, value, view};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::{common, facts_form},
    server::Web,
    views::engagement::tabs::{Facts, Information, Item},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/facts", get(facts).post(save_facts))
        .route("/engagements/{number}/information", get(information).post(save_information))
}

/// True while the person may change it; the use case checks again.
fn may_edit(page: &Page, view: &View) -> bool {
    let e = &view.case.engagement;
    e.standing == Standing::Open && page.caller.actor.may_at(Permission::EditEngagement, e.unit).is_ok()
}

async fn facts(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let form =
        may_edit(&page, &view).then(|| facts_form::fill(Form::new("facts"), &view.case.engagement.facts, page.lang()));
    Rendered::ok(&facts_page(&page, &web, &view, form).await?)
}

async fn facts_page(page: &Page, web: &Web, view: &View, form: Option<Form>) -> Result<Facts> {
    let ui = page.shell(Nav::Engagements);
    let contractors = if form.is_some() { contractors(page, web, view).await? } else { Vec::new() };
    Ok(Facts {
        head: common::head(page, view),
        answers: facts_form::answers(&ui, &view.case.engagement.facts, &view.case.projection.contractor_name),
        form,
        contractors,
        revision: view.case.engagement.revision,
        ui,
    })
}

/// Contractors to choose from: the first of the list, and the one chosen already.
async fn contractors(page: &Page, web: &Web, view: &View) -> Result<Vec<Opt>> {
    if !page.caller.actor.can(Permission::ViewContractor) {
        return Ok(Vec::new());
    }
    let found = web.app.contractors().list(&page.caller, &app::contractors::Filter::default(), None, 200).await?;
    let mut out: Vec<Opt> = found.contractors.iter().map(|c| Opt::new(c.id.to_string(), c.name.to_string())).collect();
    if let Some(id) = view.case.engagement.facts.contractor {
        let id = id.to_string();
        if !out.iter().any(|o| o.value == id) {
            out.insert(0, Opt::new(id, &view.case.projection.contractor_name));
        }
    }
    Ok(out)
}

async fn save_facts(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let view = view(&page, &web, &text).await?;
    let items = view.case.engagement.facts.items.clone();
    let errors = match facts_form::parse(&typed, items) {
        Ok(facts) => {
            match web.app.engagements().change(&page.caller, number(&text)?, (revision(&typed), facts)).await {
                Ok(e) => return Ok(done(&web, &format!("/engagements/{}", e.number), "saved")),
                Err(app::Error::Invalid(errors)) => errors,
                Err(error) => return Err(error.into()),
            }
        }
        Err(errors) => errors,
    };
    let form = Form::new("facts").typed(typed).refused(errors);
    Ok(Rendered::refused(&facts_page(&page, &web, &view, Some(form)).await?)?.into_response())
}

async fn information(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let form =
        may_edit(&page, &view).then(|| facts_form::fill(Form::new("items"), &view.case.engagement.facts, page.lang()));
    let rows = view.case.engagement.facts.items.len().saturating_add(2).max(4);
    Rendered::ok(&information_page(&page, &view, form, rows))
}

fn information_page(page: &Page, view: &View, form: Option<Form>, rows: usize) -> Information {
    let e = &view.case.engagement;
    let item = |i: &InformationItem| Item {
        name: i.name.to_string(),
        access: i.access,
        criticality: i.criticality,
        needed_for: i.needed_for,
    };
    Information {
        ui: page.shell(Nav::Engagements),
        head: common::head(page, view),
        items: e.facts.items.iter().map(item).collect(),
        form,
        rows: rows.min(RawFacts::MAX_ITEMS),
        revision: e.revision,
    }
}

async fn save_information(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    let view = view(&page, &web, &text).await?;
    let form = Form::new("items");
    if value(&typed, "go") == "add" {
        let form = form.typed(typed);
        let rows = form.rows("items").saturating_add(5);
        return Ok(Rendered::ok(&information_page(&page, &view, Some(form), rows))?.into_response());
    }
    let errors = match facts_form::parse_items(&typed) {
        Ok(items) => {
            let facts = RawFacts { items, ..RawFacts::from(view.case.engagement.facts.clone()) };
            let change = (revision(&typed), facts);
            match web.app.engagements().change(&page.caller, number(&text)?, change).await {
                Ok(e) => return Ok(done(&web, &format!("/engagements/{}", e.number), "saved")),
                Err(app::Error::Invalid(errors)) => errors,
                Err(error) => return Err(error.into()),
            }
        }
        Err(errors) => errors,
    };
    let form = form.typed(typed).refused(errors);
    let rows = form.rows("items").saturating_add(2).max(4);
    Ok(Rendered::refused(&information_page(&page, &view, Some(form), rows))?.into_response())
}
