//! Approvals: what waits for the caller, what they asked, what they decided, and deciding.

use app::approvals::{Decision, Listed, Requests};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    FieldError, Problem,
    approval::{ApprovalState, Request},
    calendar::parse_date,
    id::ApprovalId,
    problem::Problems,
    register::{Entry, RegisterChange},
    risk::DirectedMeasure,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::in_query,
    common::DONE,
    extract::{Body, Key, Params, checked, limit, number, under},
    register::EntryBody,
    requests::{ApprovalJson, PartJson, RequestBody, not_one_of, reason},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(waiting))
        .routes(routes!(mine))
        .routes(routes!(decided))
        .routes(routes!(show))
        .routes(routes!(decide))
        .routes(routes!(resubmit))
        .routes(routes!(withdraw))
}

/// A page of requests.
#[derive(Debug, Serialize, ToSchema)]
struct ApprovalList {
    /// The rows.
    items: Vec<ApprovalJson>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl ApprovalList {
    fn of(found: &Requests, by: &ApiCaller, place: impl Fn(&Listed) -> i64) -> Self {
        Self {
            items: found.items.iter().map(|l| ApprovalJson::listed(l, &found.names, &by.caller, by.lang)).collect(),
            next: found.items.last().filter(|_| found.more).map(|l| place(l).to_string()),
        }
    }
}

fn asked(listed: &Listed) -> i64 {
    listed.approval.requested_at.as_microsecond()
}

/// Where a list goes on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AfterParams {
    /// `next` of the page before.
    after: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// Requests waiting for me.
///
/// What the caller may decide now, as themselves or as a substitute; longest first.
#[utoipa::path(
    get, path = "/approvals/waiting", operation_id = "listWaitingApprovals", tag = "approvals", params(AfterParams),
    responses((status = 200, description = "A page of requests", body = ApprovalList)),
)]
async fn waiting(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<AfterParams>,
) -> Result<Json<ApprovalList>> {
    let mut problems = Problems::new();
    let after = number(&mut problems, "after", params.after.as_deref()).unwrap_or(i64::MIN);
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let found = web.app.approvals().waiting(&by.caller, after, i64::from(limit)).await?;
    Ok(Json(ApprovalList::of(&found, &by, asked)))
}

/// Which of one's own requests.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MineParams {
    /// pending, sent_back, approved, refused or withdrawn.
    state: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// Requests I made.
///
/// Newest first.
#[utoipa::path(
    get, path = "/approvals/mine", operation_id = "listMyApprovals", tag = "approvals", params(MineParams),
    responses((status = 200, description = "A page of requests", body = ApprovalList)),
)]
async fn mine(by: ApiCaller, State(web): State<Web>, Params(params): Params<MineParams>) -> Result<Json<ApprovalList>> {
    let mut problems = Problems::new();
    let state: Option<ApprovalState> = in_query(&mut problems, "state", params.state.as_deref());
    let before = number(&mut problems, "before", params.before.as_deref()).unwrap_or(i64::MAX);
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let found = web.app.approvals().mine(&by.caller, state, (before, i64::from(limit))).await?;
    Ok(Json(ApprovalList::of(&found, &by, asked)))
}

/// Where a list that goes back in time goes on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BeforeParams {
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// Requests I decided.
///
/// Newest decision first.
#[utoipa::path(
    get, path = "/approvals/decided", operation_id = "listDecidedApprovals", tag = "approvals", params(BeforeParams),
    responses((status = 200, description = "A page of requests", body = ApprovalList)),
)]
async fn decided(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<BeforeParams>,
) -> Result<Json<ApprovalList>> {
    let mut problems = Problems::new();
    let before = number(&mut problems, "before", params.before.as_deref()).unwrap_or(i64::MAX);
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let found = web.app.approvals().decided(&by.caller, before, i64::from(limit)).await?;
    let at = |l: &Listed| l.approval.decided.as_ref().map_or(i64::MIN, |d| d.at.as_microsecond());
    Ok(Json(ApprovalList::of(&found, &by, at)))
}

/// A request with what the caller can do with it.
#[derive(Debug, Serialize, ToSchema)]
struct ApprovalShown {
    /// The request.
    approval: ApprovalJson,
    /// What the caller can do.
    mine: PartJson,
}

async fn shown(by: &ApiCaller, web: &Web, id: ApprovalId) -> Result<ApprovalShown> {
    let shown = web.app.approvals().show(&by.caller, id).await?;
    Ok(ApprovalShown {
        approval: ApprovalJson::listed(&shown.listed, &shown.names, &by.caller, by.lang),
        mine: PartJson::of(&shown.role, &shown.listed.approval, by.lang),
    })
}

/// Show a request.
///
/// With what the caller can do with it.
#[utoipa::path(
    get, path = "/approvals/{id}", operation_id = "showApproval", tag = "approvals",
    params(("id" = String, Path, description = "Id, `apr_…`")),
    responses((status = 200, description = "The request", body = ApprovalShown)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<ApprovalId>) -> Result<Json<ApprovalShown>> {
    Ok(Json(shown(&by, &web, id).await?))
}

/// An officer's decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionBody {
    /// The revision of the request that was seen.
    revision: i64,
    /// critical, not_critical, permit, update, no_update, waive, refuse or send_back; which of them answer a request is
    /// said by `mine.decisions`.
    decision: String,
    /// Why.
    reason: String,
    /// Measures directed; for `permit` at least one.
    #[serde(default)]
    measures: Vec<String>,
    /// Last day a permit holds; for `permit`.
    #[schema(format = Date)]
    until: Option<String>,
    /// The entry of the register as amended; for `update`. Left out, it is made as proposed.
    entry: Option<EntryBody>,
}

/// Decide a request.
///
/// A decision on unlisted work also asks the chief officer for the update of the register.
#[utoipa::path(
    post, path = "/approvals/{id}/decision", operation_id = "decideApproval", tag = "approvals",
    params(("id" = String, Path, description = "Id, `apr_…`")),
    request_body = DecisionBody,
    responses((status = 200, description = "The request as decided", body = ApprovalShown)),
)]
async fn decide(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ApprovalId>,
    Body(body): Body<DecisionBody>,
) -> Result<Json<ApprovalShown>> {
    let mut problems = Problems::new();
    let reason = reason(&mut problems, &body.reason);
    let decision = match body.decision.as_str() {
        "update" => update(&by, &web, id, (&body, &mut problems)).await?,
        _ => body.read(&mut problems),
    };
    checked(problems)?;
    let (Some(decision), Some(reason)) = (decision, reason) else {
        return Err(app::Error::field("decision", Problem::Missing).into());
    };
    let said = body.decision;
    let done = web.app.approvals().decide(&by.caller, id, (body.revision, decision, reason)).await;
    done.map_err(|e| named(under("entry.", e, &super::register::is_entry), &said))?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// The use case does not know the code that was sent; the answer names it.
fn named(error: app::Error, said: &str) -> app::Error {
    let app::Error::Invalid(errors) = error else { return error };
    let filled = errors.into_iter().map(|e| match e.problem {
        Problem::NotOneOf { allowed, .. } if e.field == "decision" => not_one_of("decision", said, allowed),
        problem => FieldError::new(e.field, problem),
    });
    app::Error::Invalid(filled.collect())
}

impl DecisionBody {
    /// Every decision but an update of the register.
    fn read(&self, problems: &mut Problems) -> Option<Decision> {
        match self.decision.as_str() {
            "critical" => Some(Decision::Critical),
            "not_critical" => Some(Decision::NotCritical),
            "permit" => self.permit(problems),
            "no_update" => Some(Decision::NoUpdate),
            "waive" => Some(Decision::Waive),
            "refuse" => Some(Decision::Refuse),
            "send_back" => Some(Decision::SendBack),
            other => {
                let allowed =
                    vec!["critical", "not_critical", "permit", "update", "no_update", "waive", "refuse", "send_back"];
                problems.add(not_one_of("decision", other, allowed));
                None
            }
        }
    }

    fn permit(&self, problems: &mut Problems) -> Option<Decision> {
        let measures = self.measures.iter().enumerate().filter_map(|(i, text)| {
            problems.required(&format!("measures[{i}]"), text).map(|text| DirectedMeasure { text })
        });
        let measures: Vec<DirectedMeasure> = measures.collect();
        let until = match self.until.as_deref() {
            Some(text) => problems.keep("until", parse_date(text)),
            None => problems.keep("until", Err(Problem::Missing)),
        };
        if self.measures.is_empty() {
            problems.add(FieldError::rule(
                "measures",
                "指示する対策を一つ以上書いてください。対策のない許可は出せません",
                "Direct at least one measure; a permit without measures cannot be issued",
            ));
        }
        Some(Decision::Permit { measures, until: until? })
    }
}

/// The update of the register as proposed, or as the officer amends it.
async fn update(
    by: &ApiCaller,
    web: &Web,
    id: ApprovalId,
    (body, problems): (&DecisionBody, &mut Problems),
) -> Result<Option<Decision>> {
    let asked = web.app.approvals().show(&by.caller, id).await?.listed.approval.request;
    let Request::RegisterUpdate { change, .. } = asked else {
        let allowed = Decision::codes(asked.kind());
        problems.add(not_one_of("decision", "update", allowed));
        return Ok(None);
    };
    let Some(amended) = &body.entry else { return Ok(Some(Decision::Update { change })) };
    let Some(fields) = amended.read(problems, "entry.") else { return Ok(None) };
    let with = |proposed: Box<Entry>| {
        Box::new(Entry {
            list: fields.list,
            system: fields.system.clone(),
            activities: fields.activities.clone(),
            information: fields.information.clone(),
            reason: fields.reason.clone(),
            review_on: fields.review_on,
            ..*proposed
        })
    };
    let change = match change {
        RegisterChange::Add(entry) => RegisterChange::Add(with(entry)),
        RegisterChange::Replace(entry) => RegisterChange::Replace(with(entry)),
        remove @ RegisterChange::Remove { .. } => remove,
    };
    Ok(Some(Decision::Update { change }))
}

/// Answer a request that was sent back.
///
/// Mended, it waits for the officer again; its kind cannot change.
#[utoipa::path(
    put, path = "/approvals/{id}/request", operation_id = "resubmitApproval", tag = "approvals",
    params(("id" = String, Path, description = "Id, `apr_…`")),
    request_body = RequestBody,
    responses((status = 200, description = "The request, waiting again", body = ApprovalShown)),
)]
async fn resubmit(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ApprovalId>,
    Body(body): Body<RequestBody>,
) -> Result<Json<ApprovalShown>> {
    web.app.approvals().resubmit(&by.caller, id, body.read()?).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// A reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonBody {
    /// Why.
    pub(super) reason: String,
}

/// Take a request back.
///
/// Only the person who asked can do this, while it is not decided.
#[utoipa::path(
    post, path = "/approvals/{id}/withdrawal", operation_id = "withdrawApproval", tag = "approvals",
    params(("id" = String, Path, description = "Id, `apr_…`")),
    request_body = ReasonBody,
    responses((status = 204, description = "Taken back")),
)]
async fn withdraw(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ApprovalId>,
    Body(body): Body<ReasonBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let reason = reason(&mut problems, &body.reason);
    checked(problems)?;
    if let Some(reason) = reason {
        web.app.approvals().withdraw(&by.caller, id, reason).await?;
    }
    Ok(DONE)
}
