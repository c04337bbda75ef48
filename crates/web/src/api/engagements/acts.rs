//! What is done to an engagement: passing a gate, ending, declaring, asking an officer.

use app::engagements::Ending;
use axum::{Json, extract::State};
use domain::{calendar::EngagementNumber, problem::Problems};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{EngagementJson, shown};
use crate::{
    api::{
        ApiCaller,
        common::{Made, MadeId},
        extract::{Body, Key, checked},
        requests::{RequestBody, not_one_of, reason},
    },
    failure::Result,
    server::Web,
};

/// The revision a change is based on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seen {
    /// The revision that was seen.
    pub(crate) revision: i64,
}

/// Pass the gate ahead.
///
/// How every condition stands is kept. Refused with 409, naming the conditions, while one is unmet.
#[utoipa::path(
    post, path = "/engagements/{number}/gate", operation_id = "passGate", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = Seen,
    responses((status = 200, description = "The engagement at its next stage", body = EngagementJson)),
)]
pub(super) async fn pass_gate(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<Seen>,
) -> Result<Json<EngagementJson>> {
    web.app.engagements().pass_gate(&by.caller, number, body.revision).await?;
    Ok(Json(shown(&by, &web, number).await?))
}

/// How an engagement ends before its last stage.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndBody {
    /// in_house: the organisation does the work itself; withdrawn: it is no longer wanted.
    ending: String,
    /// Why.
    reason: String,
}

/// End an engagement.
///
/// Its open requests are withdrawn.
#[utoipa::path(
    post, path = "/engagements/{number}/end", operation_id = "endEngagement", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = EndBody,
    responses((status = 200, description = "The engagement as it ended", body = EngagementJson)),
)]
pub(super) async fn end(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<EndBody>,
) -> Result<Json<EngagementJson>> {
    let mut problems = Problems::new();
    let ending = match body.ending.as_str() {
        "in_house" => Some(Ending::InHouse),
        "withdrawn" => Some(Ending::Withdrawn),
        other => {
            problems.add(not_one_of("ending", other, vec!["in_house", "withdrawn"]));
            None
        }
    };
    let reason = reason(&mut problems, &body.reason);
    checked(problems)?;
    if let (Some(ending), Some(reason)) = (ending, reason) {
        web.app.engagements().end(&by.caller, number, (ending, reason)).await?;
    }
    Ok(Json(shown(&by, &web, number).await?))
}

/// A statement that a condition is met.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclareBody {
    /// The condition, `G1-8`: one of the gate ahead whose fix is `declare`.
    condition: String,
    /// What shows it.
    note: String,
    /// Id of an attached file that shows it, `att_…`.
    attachment: Option<String>,
}

/// Declare that a condition is met.
///
/// For conditions the program cannot see for itself; the declaration names who made it.
#[utoipa::path(
    post, path = "/engagements/{number}/declarations", operation_id = "declareCondition", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = DeclareBody,
    responses((status = 200, description = "The engagement as it stands now", body = EngagementJson)),
)]
pub(super) async fn declare(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<DeclareBody>,
) -> Result<Json<EngagementJson>> {
    let mut problems = Problems::new();
    let condition = problems.required("condition", &body.condition);
    let note = problems.required("note", &body.note);
    let attachment = body.attachment.as_deref().and_then(|id| problems.keep("attachment", id.parse()));
    checked(problems)?;
    if let (Some(condition), Some(note)) = (condition, note) {
        web.app.engagements().declare(&by.caller, number, (condition, note, attachment)).await?;
    }
    Ok(Json(shown(&by, &web, number).await?))
}

/// Ask an officer.
///
/// Whether unlisted work is critical, for an exception for critical work, or for a waiver of a condition.
#[utoipa::path(
    post, path = "/engagements/{number}/approvals", operation_id = "requestApproval", tag = "approvals",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = RequestBody,
    responses((status = 201, description = "Asked; the address of the request is in Location", body = MadeId,
        headers(("Location" = String, description = "Address of the request")))),
)]
pub(super) async fn request(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<RequestBody>,
) -> Result<Made<MadeId>> {
    let id = web.app.approvals().request(&by.caller, number, body.read()?).await?;
    Ok(Made(format!("/approvals/{id}"), MadeId { id: id.to_string() }))
}
