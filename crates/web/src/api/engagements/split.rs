//! The scope cut: one engagement becomes two.

use std::collections::BTreeSet;

use app::engagements::Chosen;
use axum::{Json, extract::State};
use domain::{
    Problem,
    calendar::EngagementNumber,
    engagement::{Activity, RawFacts},
    problem::Problems,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{
        ApiCaller,
        coded::{ActivityCode, Coded, VerdictLabel, several},
        common::Made,
        extract::{Body, Key, Params, checked},
        facts::FactsJson,
    },
    failure::Result,
    server::Web,
};

/// What would be split off.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PartsParams {
    /// Codes of activities to split off, with commas between; left out, the rules choose.
    activities: Option<String>,
}

/// The two parts an engagement would become.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Parts {
    /// What may go on by itself.
    rest: Part,
    /// What is split off because it touches critical information.
    spared: Part,
}

/// One part.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SplitPart)]
pub(super) struct Part {
    /// Its facts.
    facts: FactsJson,
    /// What the rules would say to it; missing where the facts would contradict themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictLabel>,
}

/// Preview a split.
///
/// What each part would hold and what the rules would say to it. Nothing is kept.
#[utoipa::path(
    get, path = "/engagements/{number}/parts", operation_id = "previewSplit", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`"), PartsParams),
    responses(
        (status = 200, description = "The two parts", body = Parts),
        (status = 409, description = "There is no such split", body = crate::failure::ProblemBody,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn parts(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<PartsParams>,
) -> Result<Json<Parts>> {
    let mut problems = Problems::new();
    let mut chosen: Chosen = None;
    if let Some(text) = params.activities.as_deref() {
        let codes = text.split(',').map(str::trim).filter(|code| !code.is_empty());
        let read: BTreeSet<Activity> =
            codes.filter_map(|code| problems.keep("activities", code.parse::<Activity>())).collect();
        chosen = Some(read);
    }
    checked(problems)?;
    let found = web.app.engagements().parts(&by.caller, number, &chosen).await?;
    let part = |facts: &RawFacts, verdict: Option<app::rules::decide::Verdict>| Part {
        facts: FactsJson::of(facts),
        verdict: verdict.map(|v| Coded::new(v, by.lang)),
    };
    Ok(Json(Parts { rest: part(&found.rest, found.verdicts.0), spared: part(&found.spared, found.verdicts.1) }))
}

/// How to split.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SplitBody {
    /// The revision that was seen.
    revision: i64,
    /// Activities to split off; left out, the rules choose.
    activities: Option<Vec<ActivityCode>>,
    /// Title of the part that goes on by itself.
    rest_title: String,
    /// Title of the part that is split off.
    spared_title: String,
}

/// Numbers of the two engagements made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SplitMade {
    /// The part that goes on by itself.
    rest: String,
    /// The part that was split off.
    spared: String,
}

/// Split an engagement.
///
/// The two parts are entered as engagements of their own; this one ends.
#[utoipa::path(
    post, path = "/engagements/{number}/split", operation_id = "splitEngagement", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SplitBody,
    responses((status = 201, description = "Split; Location is the part that goes on", body = SplitMade)),
)]
pub(super) async fn split(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SplitBody>,
) -> Result<Made<SplitMade>> {
    let mut problems = Problems::new();
    let rest = problems.required("rest_title", &body.rest_title);
    let spared = problems.required("spared_title", &body.spared_title);
    let chosen: Chosen = body.activities.as_ref().map(|codes| several(&mut problems, "activities", codes));
    checked(problems)?;
    let (Some(rest), Some(spared)) = (rest, spared) else {
        return Err(app::Error::field("rest_title", Problem::Missing).into());
    };
    let made = web.app.engagements().split(&by.caller, number, (body.revision, chosen), (rest, spared)).await?;
    let (rest, spared) = (made.0.number.to_string(), made.1.number.to_string());
    Ok(Made(format!("/engagements/{rest}"), SplitMade { rest, spared }))
}
