//! Asking officers: is it critical, may it go out all the same, may a condition be waived.

use app::engagements::View;
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    FieldError,
    approval::{ApprovalKind, Request},
    permission::Permission,
};

use super::{Pairs, number, value, view, view_for};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::{common, request_forms},
    server::Web,
    show::{Kind, Mark},
    views::requests::{CriticalityRequest, ExceptionRequest, WaiverRequest},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/criticality", get(criticality_form).post(criticality))
        .route("/engagements/{number}/exception", get(exception_form).post(exception))
        .route("/engagements/{number}/waiver", get(waiver_form).post(waiver))
}

/// Sends a request, or gives what is wrong with it.
async fn send(
    page: &Page,
    web: &Web,
    text: &str,
    parsed: Result<Request, Vec<FieldError>>,
) -> Result<Result<Response, Vec<FieldError>>> {
    let request = match parsed {
        Ok(request) => request,
        Err(errors) => return Ok(Err(errors)),
    };
    let number = number(text)?;
    match web.app.approvals().request(&page.caller, number, request).await {
        Ok(_) => Ok(Ok(done(web, &format!("/engagements/{number}"), "requested"))),
        Err(app::Error::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::pages) fn criticality_page(page: &Page, web: &Web, view: &View, form: Form) -> CriticalityRequest {
    let lang = page.lang();
    let number = view.case.engagement.number;
    CriticalityRequest {
        ui: page.shell(Nav::Engagements),
        head: common::head(page, view),
        action: format!("/engagements/{number}/criticality"),
        form,
        assessment: common::assessment(web.app.catalogue(), lang, &view.assessment),
        items: items(view, lang),
        decider: common::decider(&page.caller, ApprovalKind::Criticality.decided_with(), lang),
        sent_back: None,
    }
}

/// Information items with their judgement.
pub(in crate::pages) fn items(view: &View, lang: domain::Lang) -> Vec<(String, Mark)> {
    use domain::engagement::Criticality;
    let kind = |c| match c {
        Criticality::Unjudged => Kind::None,
        Criticality::Critical => Kind::Over,
        Criticality::NotCritical => Kind::Met,
    };
    let facts = &view.case.engagement.facts;
    facts
        .items
        .iter()
        .map(|i| (i.name.to_string(), Mark::new(kind(i.criticality), i.criticality.label(lang))))
        .collect()
}

async fn criticality_form(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::RequestDecision).await?;
    let summary = view.case.engagement.facts.summary.to_string();
    let form = Form::new("criticality").with("explanation", summary);
    Rendered::ok(&criticality_page(&page, &web, &view, form))
}

async fn criticality(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    match send(&page, &web, &text, request_forms::parse_criticality(&typed)).await? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let view = view(&page, &web, &text).await?;
            let form = Form::new("criticality").typed(typed).refused(errors);
            Ok(Rendered::refused(&criticality_page(&page, &web, &view, form))?.into_response())
        }
    }
}

/// Rows of the risk analysis that a fresh form shows.
const ROWS: usize = 5;

pub(in crate::pages) fn exception_page(
    page: &Page,
    web: &Web,
    view: &View,
    (form, rows): (Form, usize),
) -> ExceptionRequest {
    let lang = page.lang();
    ExceptionRequest {
        ui: page.shell(Nav::Engagements),
        head: common::head(page, view),
        action: format!("/engagements/{}/exception", view.case.engagement.number),
        form,
        rows,
        threats: request_forms::threats(web.app.catalogue(), lang),
        decider: common::decider(&page.caller, ApprovalKind::Exception.decided_with(), lang),
        sent_back: None,
    }
}

async fn exception_form(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::RequestDecision).await?;
    Rendered::ok(&exception_page(&page, &web, &view, (Form::new("exception"), ROWS)))
}

async fn exception(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    if value(&typed, "go") == "add" {
        let view = view(&page, &web, &text).await?;
        let form = Form::new("exception").typed(typed);
        let rows = form.rows("lines").max(ROWS).saturating_add(3);
        return Ok(Rendered::ok(&exception_page(&page, &web, &view, (form, rows)))?.into_response());
    }
    match send(&page, &web, &text, request_forms::parse_exception(&typed)).await? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let view = view(&page, &web, &text).await?;
            let form = Form::new("exception").typed(typed).refused(errors);
            let rows = form.rows("lines").max(ROWS);
            Ok(Rendered::refused(&exception_page(&page, &web, &view, (form, rows)))?.into_response())
        }
    }
}

pub(in crate::pages) fn waiver_page(page: &Page, web: &Web, view: &View, form: Form) -> WaiverRequest {
    let lang = page.lang();
    WaiverRequest {
        ui: page.shell(Nav::Engagements),
        head: common::head(page, view),
        action: format!("/engagements/{}/waiver", view.case.engagement.number),
        form,
        conditions: request_forms::waivable(web.app.catalogue(), view, lang),
        decider: common::decider(&page.caller, ApprovalKind::Waiver.decided_with(), lang),
        sent_back: None,
    }
}

async fn waiver_form(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::RequestDecision).await?;
    let form = Form::new("waiver").with("condition", value(&pairs, "condition"));
    Rendered::ok(&waiver_page(&page, &web, &view, form))
}

async fn waiver(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    match send(&page, &web, &text, request_forms::parse_waiver(&typed)).await? {
        Ok(response) => Ok(response),
        Err(errors) => {
            let view = view(&page, &web, &text).await?;
            let form = Form::new("waiver").typed(typed).refused(errors);
            Ok(Rendered::refused(&waiver_page(&page, &web, &view, form))?.into_response())
        }
    }
}
