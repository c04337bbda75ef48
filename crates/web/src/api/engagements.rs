//! Engagements: entering, showing, changing, gates, requests.

mod acts;
mod list;
mod show;
mod split;

use app::engagements::NewEngagement;
use axum::{Json, extract::State};
use domain::{calendar::EngagementNumber, problem::Problems};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::show::EngagementJson;
pub(crate) use self::{acts::Seen, list::EngagementLine};
use super::{
    ApiCaller,
    assessment::AssessmentJson,
    common::Made,
    extract::{Body, Key, checked, under},
    facts::{FactsJson, is_fact},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list::list, create))
        .routes(routes!(list::export))
        .routes(routes!(preview))
        .routes(routes!(show))
        .routes(routes!(change_facts))
        .routes(routes!(acts::pass_gate))
        .routes(routes!(acts::end))
        .routes(routes!(acts::declare))
        .routes(routes!(acts::request))
        .routes(routes!(split::parts))
        .routes(routes!(split::split))
        .routes(routes!(super::ledger::history))
}

/// The engagement as it stands now, after something was done to it.
async fn shown(by: &ApiCaller, web: &Web, number: EngagementNumber) -> Result<EngagementJson> {
    let view = web.app.engagements().show(&by.caller, number).await?;
    Ok(EngagementJson::of(&view, by, web.app.catalogue()))
}

/// A new engagement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEngagementBody {
    /// Id of the unit it belongs to, `unt_…`.
    unit: String,
    /// What is known of the work.
    facts: FactsJson,
}

/// Enter an engagement.
///
/// It takes the next number of the fiscal year and the register version in force; the caller answers for it.
#[utoipa::path(
    post, path = "/engagements", operation_id = "createEngagement", tag = "engagements",
    request_body = NewEngagementBody,
    responses((status = 201, description = "Entered; its address is in Location", body = EngagementJson,
        headers(("Location" = String, description = "Address of the engagement")))),
)]
async fn create(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<NewEngagementBody>,
) -> Result<Made<EngagementJson>> {
    let mut problems = Problems::new();
    let unit = problems.required("unit", &body.unit);
    let facts = body.facts.read(&mut problems, "facts.");
    checked(problems)?;
    let (Some(unit), Some(facts)) = (unit, facts) else { return Err(app::Error::internal("no facts").into()) };
    let made = web.app.engagements().create(&by.caller, NewEngagement { unit, facts }).await;
    let made = made.map_err(|e| under("facts.", e, &is_fact))?;
    Ok(Made(format!("/engagements/{}", made.number), shown(&by, &web, made.number).await?))
}

/// Weigh facts that are not entered.
///
/// What the rules would say if the engagement were entered now, against the register in force. Nothing is kept.
#[utoipa::path(
    post, path = "/engagements/preview", operation_id = "previewEngagement", tag = "engagements",
    request_body = FactsJson,
    responses((status = 200, description = "The assessment", body = AssessmentJson)),
)]
async fn preview(by: ApiCaller, State(web): State<Web>, Body(body): Body<FactsJson>) -> Result<Json<AssessmentJson>> {
    let mut problems = Problems::new();
    let facts = body.read(&mut problems, "");
    checked(problems)?;
    let facts = facts.ok_or_else(|| app::Error::internal("no facts"))?;
    let assessment = web.app.engagements().preview(&by.caller, &facts).await?;
    Ok(Json(AssessmentJson::of(&assessment, web.app.catalogue(), by.lang)))
}

/// Show an engagement.
///
/// With its assessment and reasons, the gate ahead, requests, waivers, declarations and the gates passed.
#[utoipa::path(
    get, path = "/engagements/{number}", operation_id = "showEngagement", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The engagement", body = EngagementJson)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
) -> Result<Json<EngagementJson>> {
    Ok(Json(shown(&by, &web, number).await?))
}

/// Facts as they shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FactsBody {
    /// The revision that was seen.
    revision: i64,
    /// All facts; what is left out is taken back.
    facts: FactsJson,
}

/// Change the facts.
///
/// What was decided before is weighed anew against them.
#[utoipa::path(
    put, path = "/engagements/{number}/facts", operation_id = "changeFacts", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = FactsBody,
    responses((status = 200, description = "The engagement as it stands now", body = EngagementJson)),
)]
async fn change_facts(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<FactsBody>,
) -> Result<Json<EngagementJson>> {
    let mut problems = Problems::new();
    let facts = body.facts.read(&mut problems, "facts.");
    checked(problems)?;
    let facts = facts.ok_or_else(|| app::Error::internal("no facts"))?;
    let changed = web.app.engagements().change(&by.caller, number, (body.revision, facts.into())).await;
    changed.map_err(|e| under("facts.", e, &is_fact))?;
    Ok(Json(shown(&by, &web, number).await?))
}
