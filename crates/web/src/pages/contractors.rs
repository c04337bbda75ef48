//! Contractors: list, one with its engagements, entering and changing, duplicates.

mod chain;
mod form;
mod import;
mod look;
mod merge;

use app::{
    contractors::Filter,
    engagements::list::{Cursor, Filter as WorkFilter, From, Query as Which},
};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{contractor::Contractor, id::ContractorId, permission::Permission};
use jiff::civil::Date;

use super::parts::{Pairs, Trail, again, id, refusal, revision, value};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::{Link, Pager},
    views::contractors::{Edit, List, Show, Work},
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
        .merge(merge::routes())
        .merge(import::routes())
        .merge(chain::routes())
}

/// What an address narrows the list down by; a value that is none narrows nothing.
fn filter(today: Date, pairs: &Pairs) -> Filter {
    let ends_by = value(pairs, "ends").parse::<i64>().ok().and_then(|days| {
        let span = jiff::Span::new().try_days(days.clamp(0, 3650)).ok()?;
        today.checked_add(span).ok()
    });
    Filter {
        query: value(pairs, "q").to_owned(),
        standing: value(pairs, "standing").parse().ok(),
        certificate: value(pairs, "certificate").parse().ok(),
        ends_by,
    }
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let (q, trail) = (value(&pairs, "q"), Trail::read(&pairs));
    let today = web.app.clock().today();
    let found = web.app.contractors().list(&page.caller, &filter(today, &pairs), trail.at(), ROWS).await?;
    let ui = page.shell(Nav::Contractors);
    let shown = between(&ui, found.contractors.first(), found.contractors.last(), |c| c.name.to_string());
    let mut pager = trail.pager("/contractors", q, found.next.map(|id| id.to_string()), shown);
    let mut kept = vec![("q".to_owned(), q.to_owned())];
    for name in ["standing", "certificate", "ends"] {
        pager = pager.with(name, value(&pairs, name));
        kept.push((name.to_owned(), value(&pairs, name).to_owned()));
    }
    kept.retain(|(_, value)| !value.is_empty());
    Rendered::ok(&List {
        q: q.to_owned(),
        narrowed: !kept.is_empty(),
        query: crate::link::query(&kept),
        form: Form::new("contractors").typed(pairs.clone()),
        count: u64::try_from(found.count).unwrap_or_default(),
        rows: found.contractors.iter().map(|c| look::row(&ui, c, &found.under_way, today)).collect(),
        pager,
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

/// Engagements of a contractor: the rows and the ways on.
async fn work(page: &Page, web: &Web, ui: &Shell, (id, pairs): (ContractorId, &Pairs)) -> Result<(Vec<Work>, Pager)> {
    if !page.caller.actor.can(Permission::ViewEngagement) {
        return Ok((Vec::new(), Pager::default()));
    }
    let filter = WorkFilter { contractor: Some(id), ..WorkFilter::default() };
    let place = |field: &str| value(pairs, field).parse().ok().map(|seq: i64| Cursor { key: seq.to_string(), seq });
    let from = match (place("after"), place("before")) {
        (Some(cursor), _) => From::After(cursor),
        (None, Some(cursor)) => From::Before(cursor),
        (None, None) => From::Start,
    };
    let which = Which { filter, from, limit: WORK, ..Which::default() };
    let found = web.app.engagements().list(&page.caller, &which).await?;
    let base = format!("/contractors/{id}");
    let go = |name: &str, cursor: &Cursor| format!("{base}?{name}={}", cursor.seq);
    let first = found.lines.first().filter(|_| found.has_before);
    let last = found.lines.last().filter(|_| found.has_after);
    let rows = found.lines.iter().map(|line| Work {
        link: Link::new(format!("/engagements/{}", line.number), &line.title),
        number: line.number.to_string(),
        unit: page.caller.units.get(line.unit).map(|u| u.label(ui.lang).to_owned()).unwrap_or_default(),
        stage: line.stage,
    });
    let pager = Pager {
        shown: between(ui, found.lines.first(), found.lines.last(), |l| l.number.to_string()),
        newer: first.map(|l| go("before", &l.cursor)),
        older: last.map(|l| go("after", &l.cursor)),
    };
    Ok((rows.collect(), pager))
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response> {
    let asked: ContractorId = id(&text)?;
    let detail = web.app.contractors().detail(&page.caller, asked).await?;
    let contractor = &detail.contractor;
    if contractor.id != asked {
        // it was merged: its address leads on
        return Ok(Redirect::to(&format!("/contractors/{}", contractor.id)).into_response());
    }
    let ui = page.shell(Nav::Contractors);
    let (work, pager) = work(&page, &web, &ui, (contractor.id, &pairs)).await?;
    let may_edit = page.caller.actor.can(Permission::EditContractor);
    let today = web.app.clock().today();
    let (held, accesses) = match web.app.handovers().of_contractor(&page.caller, contractor.id).await {
        Ok(found) => (Some(look::held(&ui, &found)), look::accesses(&ui, &found)),
        // who sees no engagements sees nothing of what was handed out for them
        Err(app::Error::Forbidden(_)) => (None, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let shown = Show {
        id: contractor.id.to_string(),
        name: contractor.name.to_string(),
        standing: look::standing(&ui, contractor),
        facts: look::facts(&ui, contractor),
        created_at: contractor.created_at,
        certificates: contractor.details.certificates.iter().map(|c| look::certificate(&ui, c, today)).collect(),
        contacts: look::contacts(contractor),
        addresses: look::addresses(contractor),
        connections: look::connections(&ui, contractor, today),
        held,
        accesses,
        work,
        pager,
        alike: detail.alike.iter().map(|other| merge::twin(other, may_edit.then_some(contractor.id))).collect(),
        merged: detail.merged.iter().map(|m| m.name.to_string()).collect(),
        entries: detail.history.entries.iter().map(|e| super::actions::entry(&ui, &detail.history, e)).collect(),
        may_edit,
        ui,
    };
    Ok(Rendered::ok(&shown)?.into_response())
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
    let form = match &current {
        Some(c) if !form.is_refused() => form::filled(form, c),
        _ => form,
    };
    Ok(Edit {
        ui: page.shell(Nav::Contractors),
        action: id.map_or_else(|| "/contractors/new".to_owned(), |id| format!("/contractors/{id}/edit")),
        // a refused form keeps the revision it was made from, so that a change in between still shows
        revision: match form.value("revision").parse() {
            Ok(seen) if form.is_refused() => seen,
            _ => current.as_ref().map_or(0, |c: &Contractor| c.revision),
        },
        current: current.map(|c| c.name.into()),
        form,
    })
}

async fn create(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    match refusal(web.app.contractors().create(&page.caller, &form::fields(&pairs)).await)? {
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
    match refusal(web.app.contractors().change(&page.caller, id, revision(&pairs), &form::fields(&pairs)).await)? {
        Ok(one) => Ok(done(&web, &format!("/contractors/{}", one.id), "saved")),
        Err(errors) => {
            let form = Form::new("contractor").typed(pairs).refused(errors);
            again(&edit_page(&page, &web, Some(id), form).await?)
        }
    }
}
