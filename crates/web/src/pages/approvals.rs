//! Pages of approvals: what waits, one request, and the answers to it.

mod decision;
mod look;
mod mend;

use app::approvals::{Decision, Requests, Shown};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    FieldError,
    approval::{Approval, ApprovalState, Request},
    id::ApprovalId,
    register::RegisterChange,
};
use serde::Deserialize;

use self::look::{Typed, look};
use super::facts_form::{Pairs, value};
use crate::{
    failure::Result,
    form::Form,
    page::{Nav, Shell},
    server::Web,
    show::Pager,
    views::approvals::{List, Row, Tray},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/approvals", get(list))
        .route("/approvals/{id}", get(show))
        .route("/approvals/{id}/decide", post(decide))
        .route("/approvals/{id}/send-back", post(send_back))
        .route("/approvals/{id}/refuse", post(refuse))
        .route("/approvals/{id}/withdraw", post(withdraw))
        .route("/approvals/{id}/mend", get(mend::form).post(mend::resubmit))
}

/// Requests on one page.
const PAGE: i64 = 50;

#[derive(Deserialize)]
struct Asked {
    #[serde(default, rename = "box")]
    which: String,
    /// Instant in microseconds after which, or before which, the page goes on.
    #[serde(default)]
    from: String,
}

async fn list(page: Page, State(web): State<Web>, Query(query): Query<Asked>) -> Result<Rendered> {
    let which = [Tray::Mine, Tray::Decided].into_iter().find(|t| t.code() == query.which).unwrap_or(Tray::Waiting);
    let (approvals, caller) = (web.app.approvals(), &page.caller);
    let from: Option<i64> = query.from.parse().ok();
    let before = from.unwrap_or(i64::MAX);
    let found = match which {
        Tray::Waiting => approvals.waiting(caller, from.unwrap_or(i64::MIN), PAGE).await?,
        Tray::Mine => approvals.mine(caller, None, (before, PAGE)).await?,
        Tray::Decided => approvals.decided(caller, before, PAGE).await?,
    };
    let open = |state| approvals.mine(caller, Some(state), (i64::MAX, 100));
    let (pending, back) = (open(ApprovalState::Pending).await?, open(ApprovalState::SentBack).await?);
    let count = |requests: &Requests| u64::try_from(requests.items.len()).unwrap_or_default();
    let ui = page.shell(Nav::Approvals);
    let shown = List {
        which,
        counts: (page.visitor.waiting, count(&pending).saturating_add(count(&back)), count(&back)),
        rows: found.items.iter().map(|one| row(&ui, &page, &found, one)).collect(),
        pager: pager(&ui, which, (&found, from.is_some())),
        substitute: substitute(&page, &web, &ui).await?,
        ui,
    };
    Rendered::ok(&shown)
}

fn row(ui: &Shell, page: &Page, found: &Requests, one: &app::approvals::Listed) -> Row {
    let approval = &one.approval;
    let day = app::clock::day_in_japan;
    let waited = day(approval.requested_at).until(day(ui.now)).map_or(0, |span| span.get_days());
    Row {
        href: format!("/approvals/{}", approval.id),
        kind: approval.request.kind(),
        about: match one.number {
            Some(number) => format!("{number} {}", one.title.as_deref().unwrap_or_default()),
            None => entry_about(approval),
        },
        unit: page.caller.units.get(approval.unit).map(|u| u.label(ui.lang).to_owned()).unwrap_or_default(),
        by: found.names.of(approval.requested_by).to_owned(),
        at: approval.requested_at,
        state: approval.state,
        days: (approval.state == ApprovalState::Pending).then(|| u32::try_from(waited).unwrap_or_default()),
        decided_by: approval.decided.as_ref().map(|decided| found.names.of(decided.by).to_owned()),
    }
}

/// A change of the register without an engagement is about the system it names.
fn entry_about(approval: &Approval) -> String {
    match &approval.request {
        Request::RegisterUpdate { change: RegisterChange::Add(entry) | RegisterChange::Replace(entry), .. } => {
            entry.system.to_string()
        }
        _ => String::new(),
    }
}

fn pager(ui: &Shell, which: Tray, (found, moved): (&Requests, bool)) -> Pager {
    let at = |one: &app::approvals::Listed| match (&one.approval.decided, which) {
        (Some(decided), Tray::Decided) => decided.at.as_microsecond(),
        _ => one.approval.requested_at.as_microsecond(),
    };
    let here = format!("/approvals?box={}", which.code());
    let next = found.items.last().filter(|_| found.more).map(|last| format!("{here}&from={}", at(last)));
    // what waits longest comes first, so that the page after it is the newer one
    let (newer, older) =
        if which == Tray::Waiting { (next, moved.then_some(here)) } else { (moved.then_some(here), next) };
    Pager { shown: ui.tn("approvals-shown", found.items.len()), newer, older }
}

/// For whom the person may decide today, and until when.
async fn substitute(page: &Page, web: &Web, ui: &Shell) -> Result<Option<String>> {
    if page.caller.actor.held().iter().all(|held| held.on_behalf_of.is_none()) {
        return Ok(None);
    }
    let me = web.app.organisation().person(&page.caller, page.caller.id()).await?;
    let today = web.app.clock().today();
    let now =
        me.substitutions.iter().filter(|s| s.substitute == page.caller.id() && s.from <= today && today <= s.until);
    let said: Vec<String> = now
        .map(|s| {
            let who = me.names.get(&s.absent).map_or("–", |p| p.name.as_str());
            let until = domain::calendar::short_date(s.until, ui.lang);
            ui.words().t2("approvals-substitute", ("who", who), ("until", until))
        })
        .collect();
    Ok((!said.is_empty()).then(|| said.join(if ui.lang == domain::Lang::Ja { "" } else { " " })))
}

fn id(text: &str) -> Result<ApprovalId> {
    text.parse().map_err(|_| app::Error::NotFound.into())
}

/// The request an address names.
async fn shown(page: &Page, web: &Web, text: &str) -> Result<Shown> {
    Ok(web.app.approvals().show(&page.caller, id(text)?).await?)
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let shown = shown(&page, &web, &text).await?;
    Rendered::ok(&look(&page, &web, &shown, Typed::default()).await?)
}

/// The revision a form was made from; an unreadable one is older than any.
fn revision(sent: &Pairs) -> i64 {
    value(sent, "revision").parse().unwrap_or(-1)
}

async fn decide(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    let shown = shown(&page, &web, &text).await?;
    let errors = match decision::parse(&shown.listed.approval.request, &sent) {
        Err(errors) => errors,
        Ok((decision, reason)) => {
            let approval = shown.listed.approval.id;
            match web.app.approvals().decide(&page.caller, approval, (revision(&sent), decision, reason)).await {
                Ok(()) => return Ok(done(&web, &format!("/approvals/{approval}"), "decided")),
                Err(app::Error::Invalid(errors)) => errors,
                Err(error) => return Err(error.into()),
            }
        }
    };
    shown.must_decide()?;
    let form = Form::new("decide").typed(sent.clone()).refused(in_form(errors));
    let typed = Typed { decide: Some(form), revision: Some(revision(&sent)), ..Typed::default() };
    Ok(Rendered::refused(&look(&page, &web, &shown, typed).await?)?.into_response())
}

/// What no field of the form stands for is said without one.
fn in_form(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    for error in &mut errors {
        if matches!(error.field.as_str(), "decision" | "decided_on") {
            error.field.clear();
        }
    }
    errors
}

async fn send_back(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    turn_down(&page, &web, (&text, sent), (Decision::SendBack, "sent-back")).await
}

async fn refuse(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    turn_down(&page, &web, (&text, sent), (Decision::Refuse, "refused")).await
}

/// A decision that needs only a reason.
async fn turn_down(
    page: &Page,
    web: &Web,
    (text, sent): (&str, Pairs),
    (decision, said): (Decision, &'static str),
) -> Result<Response> {
    let shown = shown(page, web, text).await?;
    let approval = shown.listed.approval.id;
    let errors = match decision::reason(&sent) {
        Err(errors) => errors,
        Ok(reason) => {
            match web.app.approvals().decide(&page.caller, approval, (revision(&sent), decision, reason)).await {
                Ok(()) => return Ok(done(web, &format!("/approvals/{approval}"), said)),
                Err(app::Error::Invalid(errors)) => errors,
                Err(error) => return Err(error.into()),
            }
        }
    };
    shown.must_decide()?;
    refused(page, web, &shown, (sent, errors)).await
}

async fn withdraw(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    let shown = shown(&page, &web, &text).await?;
    let approval = shown.listed.approval.id;
    let errors = match decision::reason(&sent) {
        Err(errors) => errors,
        Ok(reason) => match web.app.approvals().withdraw(&page.caller, approval, reason).await {
            Ok(()) => return Ok(done(&web, &format!("/approvals/{approval}"), "withdrawn")),
            Err(app::Error::Invalid(errors)) => errors,
            Err(error) => return Err(error.into()),
        },
    };
    shown.must_withdraw(&page.caller)?;
    refused(&page, &web, &shown, (sent, errors)).await
}

/// The page again with what is wrong with the second form.
async fn refused(page: &Page, web: &Web, shown: &Shown, (sent, errors): (Pairs, Vec<FieldError>)) -> Result<Response> {
    let revision = Some(revision(&sent));
    let answer = Some(Form::new("answer").typed(sent).refused(in_form(errors)));
    let page = look(page, web, shown, Typed { answer, revision, ..Typed::default() }).await?;
    Ok(Rendered::refused(&page)?.into_response())
}
