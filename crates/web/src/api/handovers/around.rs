//! Handlers and their links, the terms information goes out under.

use app::handovers::{RawHandler, RawTerms};
use axum::{Json, extract::State, http::StatusCode};
use domain::{calendar::EngagementNumber, handover::Promise, id::HandlerId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    api::{
        ApiCaller,
        common::{DONE, Made, MadeId},
        extract::{Body, Key},
    },
    failure::Result,
    server::Web,
};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(terms, set_terms))
        .routes(routes!(handlers, name_handler))
        .routes(routes!(change_handler))
        .routes(routes!(link))
}

/// An agreement that holds from one day to another.
#[derive(Debug, Serialize, ToSchema)]
struct PromiseJson {
    /// First day.
    from: Date,
    /// Last day; left out when it holds until it is ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Id of the signed paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
}

impl PromiseJson {
    fn of(promise: &Promise) -> Self {
        Self { from: promise.from, until: promise.until, paper: promise.paper.map(|id| id.to_string()) }
    }
}

/// Under what information goes out.
#[derive(Debug, Serialize, ToSchema)]
struct TermsJson {
    /// The promise of secrecy.
    #[serde(skip_serializing_if = "Option::is_none")]
    secrecy: Option<PromiseJson>,
    /// The contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<PromiseJson>,
    /// Version of the handling rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_version: Option<String>,
    /// When the contractor accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_accepted_on: Option<Date>,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_accepted_by: Option<String>,
    /// Remarks.
    note: String,
    /// Send it back with a change; 0 while nothing was entered.
    revision: i64,
}

/// Show the terms of release.
#[utoipa::path(
    get, path = "/engagements/{number}/handling-terms", operation_id = "showHandlingTerms", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The terms", body = TermsJson)),
)]
async fn terms(by: ApiCaller, State(web): State<Web>, Key(number): Key<EngagementNumber>) -> Result<Json<TermsJson>> {
    let book = web.app.handovers().show(&by.caller, number, (Some(0), None, 1)).await?;
    let t = &book.terms.value;
    Ok(Json(TermsJson {
        secrecy: t.secrecy.as_ref().map(PromiseJson::of),
        contract: t.contract.as_ref().map(PromiseJson::of),
        rule_version: t.rule.as_ref().map(|r| r.version.to_string()),
        rule_accepted_on: t.rule.as_ref().and_then(|r| r.accepted_on),
        rule_accepted_by: t.rule.as_ref().and_then(|r| r.accepted_by.as_ref()).map(ToString::to_string),
        note: t.note.to_string(),
        revision: book.terms.revision,
    }))
}

/// The terms as they shall be. What is left out is not agreed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TermsBody {
    /// Revision that was seen; 0 for the first.
    revision: i64,
    /// First day of the promise of secrecy.
    #[serde(default)]
    secrecy_from: String,
    /// Its last day.
    #[serde(default)]
    secrecy_until: String,
    /// Id of its signed paper.
    #[serde(default)]
    secrecy_paper: String,
    /// First day of the contract.
    #[serde(default)]
    contract_from: String,
    /// Its last day.
    #[serde(default)]
    contract_until: String,
    /// Id of its signed paper.
    #[serde(default)]
    contract_paper: String,
    /// Version of the handling rule.
    #[serde(default)]
    rule_version: String,
    /// When the contractor accepted it.
    #[serde(default)]
    rule_accepted_on: String,
    /// Who accepted it.
    #[serde(default)]
    rule_accepted_by: String,
    /// Id of the paper that shows it.
    #[serde(default)]
    rule_paper: String,
    /// Remarks.
    #[serde(default)]
    note: String,
}

/// Set the terms of release.
#[utoipa::path(
    put, path = "/engagements/{number}/handling-terms", operation_id = "setHandlingTerms", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = TermsBody,
    responses((status = 204, description = "Set")),
)]
async fn set_terms(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<TermsBody>,
) -> Result<StatusCode> {
    let raw = RawTerms {
        secrecy_from: body.secrecy_from,
        secrecy_until: body.secrecy_until,
        secrecy_paper: body.secrecy_paper,
        contract_from: body.contract_from,
        contract_until: body.contract_until,
        contract_paper: body.contract_paper,
        rule_version: body.rule_version,
        rule_accepted_on: body.rule_accepted_on,
        rule_accepted_by: body.rule_accepted_by,
        rule_paper: body.rule_paper,
        note: body.note,
    };
    web.app.handovers().set_terms(&by.caller, number, (body.revision, &raw)).await?;
    Ok(DONE)
}

/// A named handler.
#[derive(Debug, Serialize, ToSchema)]
struct HandlerJson {
    /// Id, `hdl_…`.
    id: String,
    /// Name.
    name: String,
    /// Id of the contractor that names them.
    works_for: String,
    /// Id of the firm that employs them; left out while nobody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    employer: Option<String>,
    /// When the client agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed_on: Option<Date>,
    /// When the pledge was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pledged_on: Option<Date>,
    /// When they were last trained.
    #[serde(skip_serializing_if = "Option::is_none")]
    trained_on: Option<Date>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Send it back with a change.
    revision: i64,
}

/// Handlers.
#[derive(Debug, Serialize, ToSchema)]
struct HandlerList {
    /// In the order they were named.
    items: Vec<HandlerJson>,
}

/// List the named handlers of an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/handlers", operation_id = "listHandlers", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The handlers", body = HandlerList)),
)]
async fn handlers(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
) -> Result<Json<HandlerList>> {
    let book = web.app.handovers().show(&by.caller, number, (Some(0), None, 1)).await?;
    let one = |h: &app::handovers::Kept<domain::handover::NamedHandler>| HandlerJson {
        id: h.value.id.to_string(),
        name: h.value.name.to_string(),
        works_for: h.value.works_for.to_string(),
        employer: h.value.employer.map(|id| id.to_string()),
        agreed_on: h.value.agreed_on,
        pledged_on: h.value.pledged_on,
        trained_on: h.value.trained_on,
        until: h.value.until,
        revision: h.revision,
    };
    Ok(Json(HandlerList { items: book.handlers.iter().map(one).collect() }))
}

/// A handler to be named or changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandlerBody {
    /// Name.
    name: String,
    /// own: the contractor; other: the firm of `firm`; left out while nobody said so.
    #[serde(default)]
    employer: String,
    /// Name of another employer, as it stands among the contractors.
    #[serde(default)]
    firm: String,
    /// When the client agreed.
    #[serde(default)]
    agreed_on: String,
    /// When the pledge was signed.
    #[serde(default)]
    pledged_on: String,
    /// When they were last trained.
    #[serde(default)]
    trained_on: String,
    /// Last day.
    #[serde(default)]
    until: String,
    /// Revision that was seen; only for a change.
    #[serde(default)]
    revision: i64,
}

impl HandlerBody {
    fn raw(self) -> RawHandler {
        RawHandler {
            name: self.name,
            employer: self.employer,
            firm: self.firm,
            agreed_on: self.agreed_on,
            pledged_on: self.pledged_on,
            trained_on: self.trained_on,
            until: self.until,
        }
    }
}

/// Name a handler.
#[utoipa::path(
    post, path = "/engagements/{number}/handlers", operation_id = "nameHandler", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = HandlerBody,
    responses((status = 201, description = "Named; its address is in Location", body = MadeId)),
)]
async fn name_handler(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<HandlerBody>,
) -> Result<Made<MadeId>> {
    let id = web.app.handovers().set_handler(&by.caller, number, (None, &body.raw())).await?;
    Ok(Made(format!("/engagements/{number}/handlers/{id}"), MadeId { id: id.to_string() }))
}

/// Change a handler.
#[utoipa::path(
    put, path = "/engagements/{number}/handlers/{id}", operation_id = "changeHandler", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hdl_…`")),
    request_body = HandlerBody,
    responses((status = 204, description = "Changed")),
)]
async fn change_handler(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, HandlerId)>,
    Body(body): Body<HandlerBody>,
) -> Result<StatusCode> {
    let revision = body.revision;
    web.app.handovers().set_handler(&by.caller, number, (Some((id, revision)), &body.raw())).await?;
    Ok(DONE)
}

/// A link that was made.
#[derive(Debug, Serialize, ToSchema)]
struct HandlerLinkJson {
    /// Path of the page to confirm receipts at, to be put behind the address of the installation. It is shown once.
    path: String,
}

/// Make a link to confirm receipts.
///
/// The one before ends. It opens the entries meant for this handler, once, and holds for 14 days.
#[utoipa::path(
    post, path = "/engagements/{number}/handlers/{id}/link", operation_id = "linkHandler", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hdl_…`")),
    responses((status = 200, description = "The link", body = HandlerLinkJson)),
)]
async fn link(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, HandlerId)>,
) -> Result<Json<HandlerLinkJson>> {
    let (_, token) = web.app.handovers().link(&by.caller, number, id).await?;
    Ok(Json(HandlerLinkJson { path: format!("/receive/{token}") }))
}
