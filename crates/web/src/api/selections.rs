//! Selections: the formula, the candidates as it judges them, the decision.

mod answers;
mod bodies;

use app::selections::Verdict;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{FieldError, Problem, calendar::EngagementNumber, id::ContractorId, problem::Problems, text::Ground};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{
    answers::{SelectionView, shown},
    bodies::{CandidateBody, FormulaJson},
};
use super::{
    ApiCaller,
    common::{DONE, Made, MadeId},
    extract::{Body, Key, Params, checked, number as whole, under},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(show, begin))
        .routes(routes!(set_formula))
        .routes(routes!(publish))
        .routes(routes!(add))
        .routes(routes!(judge))
        .routes(routes!(remove))
        .routes(routes!(propose))
        .routes(routes!(withdraw))
        .routes(routes!(decide))
        .routes(routes!(end))
        .routes(routes!(comparison))
}

/// Which round.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RoundParams {
    /// Number of the round; the newest when it is not given.
    round: Option<String>,
}

impl RoundParams {
    fn read(&self) -> Result<Option<i64>> {
        let mut problems = Problems::new();
        let round = whole(&mut problems, "round", self.round.as_deref());
        checked(problems)?;
        Ok(round)
    }
}

/// Show the selection of an engagement.
///
/// The formula, and every candidate as it judges it. Of a decided round: as it was on the day of the decision.
#[utoipa::path(
    get, path = "/engagements/{number}/selection", operation_id = "showSelection", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`"), RoundParams),
    responses((status = 200, description = "The round", body = SelectionView)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<RoundParams>,
) -> Result<Json<SelectionView>> {
    let view = web.app.selections().show(&by.caller, number, params.read()?).await?;
    Ok(Json(shown(&web, &by, &view)))
}

/// Begin a selection.
///
/// A new round, once the one before was decided or given up. Nobody is taken over: all are judged anew.
#[utoipa::path(
    post, path = "/engagements/{number}/selection", operation_id = "beginSelection", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 201, description = "Begun", body = MadeId,
        headers(("Location" = String, description = "Address of the selection")))),
)]
async fn begin(by: ApiCaller, State(web): State<Web>, Key(number): Key<EngagementNumber>) -> Result<Made<MadeId>> {
    let one = web.app.selections().begin(&by.caller, number).await?;
    Ok(Made(format!("/engagements/{number}/selection"), MadeId { id: one.id.to_string() }))
}

/// A formula as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FormulaBody {
    /// The revision of the round that was seen.
    revision: i64,
    /// The whole formula.
    formula: FormulaJson,
}

/// Write the formula of a selection.
///
/// A draft may not add up yet. Refused once the formula was announced.
#[utoipa::path(
    put, path = "/engagements/{number}/selection/formula", operation_id = "changeSelectionFormula", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = FormulaBody,
    responses((status = 204, description = "Kept")),
)]
async fn set_formula(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<FormulaBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let formula = body.formula.read(&mut problems);
    checked(problems)?;
    let formula = formula.ok_or_else(|| app::Error::internal("a formula without its parts"))?;
    let kept = web.app.selections().set_formula(&by.caller, number, (body.revision, formula)).await;
    kept.map_err(|e| under("formula.", e, &|_| true))?;
    Ok(DONE)
}

/// The state that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SelectionSeen {
    /// The revision of the round that was seen.
    revision: i64,
}

/// Announce the formula of a selection.
///
/// From then on it cannot be changed; its SHA-256 stands in the ledger.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/publication", operation_id = "publishSelection", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SelectionSeen,
    responses((status = 204, description = "Announced")),
)]
async fn publish(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SelectionSeen>,
) -> Result<StatusCode> {
    let done = web.app.selections().publish(&by.caller, number, body.revision).await;
    done.map_err(|e| under("formula.", e, &|_| true))?;
    Ok(DONE)
}

/// Who takes part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCandidate {
    /// Id of a contractor of the register, `con_…`.
    contractor: String,
}

/// Add a candidate.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/candidates", operation_id = "addCandidate", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = NewCandidate,
    responses((status = 204, description = "Added")),
)]
async fn add(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<NewCandidate>,
) -> Result<StatusCode> {
    let id: ContractorId = body.contractor.parse().map_err(|p| app::Error::field("contractor", p))?;
    web.app.selections().add(&by.caller, number, id).await?;
    Ok(DONE)
}

/// Judge a candidate.
///
/// Its certificates are those of the register and are changed there.
#[utoipa::path(
    put, path = "/engagements/{number}/selection/candidates/{contractor}", operation_id = "judgeCandidate",
    tag = "selections",
    params(
        ("number" = String, Path, description = "Number, `R8-0012`"),
        ("contractor" = String, Path, description = "Id of the contractor, `con_…`"),
    ),
    request_body = CandidateBody,
    responses((status = 204, description = "Kept")),
)]
async fn judge(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, ContractorId)>,
    Body(body): Body<CandidateBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let record = body.record.read(&mut problems);
    checked(problems)?;
    let kept = web.app.selections().change_candidate(&by.caller, number, (id, body.revision, record)).await;
    kept.map_err(|e| under("record.", e, &|_| true))?;
    Ok(DONE)
}

/// Why, and the state that was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SelectionReason {
    /// The revision that was seen: of the candidate when one is taken off, else of the round.
    revision: i64,
    /// Why.
    reason: String,
}

impl SelectionReason {
    fn read(&self) -> Result<(i64, Ground)> {
        let mut problems = Problems::new();
        let reason: Option<Ground> = problems.required("reason", &self.reason);
        checked(problems)?;
        Ok((self.revision, reason.ok_or_else(|| app::Error::field("reason", Problem::Missing))?))
    }
}

/// Take a candidate off.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/candidates/{contractor}/removal", operation_id = "removeCandidate",
    tag = "selections",
    params(
        ("number" = String, Path, description = "Number, `R8-0012`"),
        ("contractor" = String, Path, description = "Id of the contractor, `con_…`"),
    ),
    request_body = SelectionReason,
    responses((status = 204, description = "Taken off")),
)]
async fn remove(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, ContractorId)>,
    Body(body): Body<SelectionReason>,
) -> Result<StatusCode> {
    let (revision, reason) = body.read()?;
    web.app.selections().remove_candidate(&by.caller, number, (id, revision, reason)).await?;
    Ok(DONE)
}

/// A proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProposalBody {
    /// The revision of the round that was seen.
    revision: i64,
    /// Id of the candidate, `con_…`.
    contractor: String,
    /// Why.
    reason: String,
}

/// Propose a candidate.
///
/// Refused with every reason when the formula does not let it through.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/proposal", operation_id = "proposeCandidate", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = ProposalBody,
    responses((status = 204, description = "Proposed")),
)]
async fn propose(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<ProposalBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let contractor: Option<ContractorId> = problems.required("contractor", &body.contractor);
    let reason: Option<Ground> = problems.required("reason", &body.reason);
    checked(problems)?;
    if let (Some(contractor), Some(reason)) = (contractor, reason) {
        web.app.selections().propose(&by.caller, number, (body.revision, contractor, reason)).await?;
    }
    Ok(DONE)
}

/// Take the proposal back.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/withdrawal", operation_id = "withdrawProposal", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SelectionSeen,
    responses((status = 204, description = "Taken back")),
)]
async fn withdraw(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SelectionSeen>,
) -> Result<StatusCode> {
    web.app.selections().withdraw(&by.caller, number, body.revision).await?;
    Ok(DONE)
}

/// What becomes of a proposal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SelectionDecisionBody {
    /// The revision of the round that was seen.
    revision: i64,
    /// choose or send_back.
    decision: String,
    /// Why.
    reason: String,
}

/// Decide the proposal.
///
/// Another person than the one who proposed. Choosing makes the proposed one the contractor of the engagement.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/decision", operation_id = "decideSelection", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SelectionDecisionBody,
    responses((status = 204, description = "Decided")),
)]
async fn decide(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SelectionDecisionBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let verdict = match body.decision.as_str() {
        "choose" => Some(Verdict::Choose),
        "send_back" => Some(Verdict::SendBack),
        other => {
            let value = domain::problem::shorten(other);
            let problem = Problem::NotOneOf { value, allowed: vec!["choose", "send_back"] };
            problems.add(FieldError::new("decision", problem));
            None
        }
    };
    let reason: Option<Ground> = problems.required("reason", &body.reason);
    checked(problems)?;
    if let (Some(verdict), Some(reason)) = (verdict, reason) {
        web.app.selections().decide(&by.caller, number, (body.revision, verdict, reason)).await?;
    }
    Ok(DONE)
}

/// Give a selection up.
#[utoipa::path(
    post, path = "/engagements/{number}/selection/end", operation_id = "endSelection", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SelectionReason,
    responses((status = 204, description = "Given up")),
)]
async fn end(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SelectionReason>,
) -> Result<StatusCode> {
    let said = body.read()?;
    web.app.selections().end(&by.caller, number, said).await?;
    Ok(DONE)
}

/// Download the comparison as an Excel file.
#[utoipa::path(
    get, path = "/engagements/{number}/selection/comparison", operation_id = "downloadComparison", tag = "selections",
    params(("number" = String, Path, description = "Number, `R8-0012`"), RoundParams),
    responses((status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream")))),
)]
async fn comparison(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<RoundParams>,
) -> Result<Response> {
    let file = web.app.selections().export(&by.caller, number, (params.read()?, by.lang)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, file.disposition),
    ];
    Ok((headers, file.bytes).into_response())
}
