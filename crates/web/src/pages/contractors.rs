//! Contractors: list, one with its engagements, entering and changing.

use app::{
    contractors::ContractorFields,
    engagements::list::{Cursor, Filter, From, Query as Which},
};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use domain::{contractor::Contractor, id::ContractorId, permission::Permission};

use super::parts::{Pairs, Trail, again, id, refusal, revision, value};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::{Link, Pager},
    views::contractors::{Edit, List, Row, Show, Work},
    visit::{Page, Rendered, done},
};

/// Rows of a page.
const ROWS: u16 = 50;
/// Engagements shown with a contractor at a time.
const WORK: u16 = 25;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/contractors", get(list))
        .route("/contractors/new", get(blank).post(create))
        .route("/contractors/{id}", get(show))
        .route("/contractors/{id}/edit", get(edit).post(change))
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let (q, trail) = (value(&pairs, "q"), Trail::read(&pairs));
    let found = web.app.contractors().list(&page.caller, q, trail.at(), ROWS).await?;
    let ui = page.shell(Nav::Contractors);
    let shown = between(&ui, found.contractors.first(), found.contractors.last(), |c| c.name.to_string());
    let row = |c: &Contractor| Row {
        href: format!("/contractors/{}", c.id),
        name: c.name.to_string(),
        corporate_number: c.corporate_number.as_ref().map(ToString::to_string),
        engagements: found.under_way.get(&c.id).and_then(|n| u64::try_from(*n).ok()).unwrap_or_default(),
    };
    Rendered::ok(&List {
        q: q.to_owned(),
        count: u64::try_from(found.count).unwrap_or_default(),
        rows: found.contractors.iter().map(row).collect(),
        pager: trail.pager("/contractors", q, found.next.map(|id| id.to_string()), shown),
        ui,
    })
}

/// From the first to the last of what is shown.
pub(super) fn between<T>(ui: &Shell, first: Option<&T>, last: Option<&T>, name: impl Fn(&T) -> String) -> String {
    match (first, last) {
        (Some(first), Some(last)) => ui.words().t2("pager-shown", ("from", name(first)), ("to", name(last))),
        _ => String::new(),
    }
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let contractor = web.app.contractors().show(&page.caller, id(&text)?).await?;
    let filter = Filter { contractor: Some(contractor.id), ..Filter::default() };
    let place = |field: &str| value(&pairs, field).parse().ok().map(|seq: i64| Cursor { key: seq.to_string(), seq });
    let from = match (place("after"), place("before")) {
        (Some(cursor), _) => From::After(cursor),
        (None, Some(cursor)) => From::Before(cursor),
        (None, None) => From::Start,
    };
    let which = Which { filter, from, limit: WORK, ..Which::default() };
    let found = web.app.engagements().list(&page.caller, &which).await?;
    let ui = page.shell(Nav::Contractors);
    let base = format!("/contractors/{}", contractor.id);
    let go = |name: &str, cursor: &Cursor| format!("{base}?{name}={}", cursor.seq);
    let first = found.lines.first().filter(|_| found.has_before);
    let last = found.lines.last().filter(|_| found.has_after);
    let work = found.lines.iter().map(|line| Work {
        link: Link::new(format!("/engagements/{}", line.number), &line.title),
        number: line.number.to_string(),
        unit: page.caller.units.get(line.unit).map(|u| u.label(ui.lang).to_owned()).unwrap_or_default(),
        stage: line.stage,
    });
    Rendered::ok(&Show {
        id: contractor.id.to_string(),
        name: contractor.name.to_string(),
        corporate_number: contractor.corporate_number.as_ref().map(ToString::to_string),
        created_at: contractor.created_at,
        work: work.collect(),
        pager: Pager {
            shown: between(&ui, found.lines.first(), found.lines.last(), |l| l.number.to_string()),
            newer: first.map(|l| go("before", &l.cursor)),
            older: last.map(|l| go("after", &l.cursor)),
        },
        may_edit: page.caller.actor.can(Permission::EditContractor),
        ui,
    })
}

async fn blank(page: Page, State(web): State<Web>) -> Result<Rendered> {
    let form = Form::new("contractor");
    Rendered::ok(&edit_page(&page, &web, None, form).await?)
}

async fn edit(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&edit_page(&page, &web, Some(id(&text)?), Form::new("contractor")).await?)
}

/// The form of a new contractor or of one that is there; without values of its own it starts from what is stored.
async fn edit_page(page: &Page, web: &Web, id: Option<ContractorId>, form: Form) -> Result<Edit> {
    let current = web.app.contractors().to_edit(&page.caller, id).await?;
    let number = |c: &Contractor| c.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default();
    let form = match &current {
        Some(c) if !form.is_refused() => form.with("name", c.name.as_str()).with("corporate_number", number(c)),
        _ => form,
    };
    Ok(Edit {
        ui: page.shell(Nav::Contractors),
        action: id.map_or_else(|| "/contractors/new".to_owned(), |id| format!("/contractors/{id}/edit")),
        // a refused form keeps the revision it was made from, so that a change in between still shows
        revision: match form.value("revision").parse() {
            Ok(seen) if form.is_refused() => seen,
            _ => current.as_ref().map_or(0, |c| c.revision),
        },
        current: current.map(|c| c.name.into()),
        form,
    })
}

fn fields(pairs: &Pairs) -> ContractorFields {
    let text = |field| value(pairs, field).to_owned();
    ContractorFields { name: text("name"), corporate_number: text("corporate_number") }
}

async fn create(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    match refusal(web.app.contractors().create(&page.caller, &fields(&pairs)).await)? {
        Ok(one) => Ok(done(&web, &format!("/contractors/{}", one.id), "created")),
        Err(errors) => {
            let form = Form::new("contractor").typed(pairs).refused(errors);
            again(&edit_page(&page, &web, None, form).await?)
        }
    }
}

async fn change(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    match refusal(web.app.contractors().change(&page.caller, id, revision(&pairs), &fields(&pairs)).await)? {
        Ok(one) => Ok(done(&web, &format!("/contractors/{}", one.id), "saved")),
        Err(errors) => {
            let form = Form::new("contractor").typed(pairs).refused(errors);
            again(&edit_page(&page, &web, Some(id), form).await?)
        }
    }
}
