//! Home: what is mine to do next, what waits for me, what falls due, where everything stands.

use app::approvals::Listed;
use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, StageLabel},
    engagements::EngagementLine,
    requests::ApprovalJson,
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(home))
}

/// The home page as data.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Home)]
struct HomeJson {
    /// Today in Japan.
    today: Date,
    /// Own engagements that stand at a gate, nearest due date first.
    next: Vec<EngagementLine>,
    /// Requests waiting for the caller, longest first.
    waiting: Vec<ApprovalJson>,
    /// Own requests that came back.
    sent_back: Vec<ApprovalJson>,
    /// Everything in reach that falls due within a fortnight, overdue included.
    due: Vec<EngagementLine>,
    /// Open engagements by stage.
    stages: Vec<StageCount>,
}

/// Open engagements at a stage.
#[derive(Debug, Serialize, ToSchema)]
struct StageCount {
    /// The stage.
    stage: StageLabel,
    /// How many.
    open: i64,
    /// How many of them stand at a gate with unmet conditions.
    stopped: i64,
}

/// Show home.
///
/// The first rows of what concerns the caller.
#[utoipa::path(
    get, path = "/home", operation_id = "showHome", tag = "home",
    responses((status = 200, description = "What concerns the caller", body = HomeJson)),
)]
async fn home(by: ApiCaller, State(web): State<Web>) -> Result<Json<HomeJson>> {
    let found = web.app.engagements().home(&by.caller).await?;
    let line = |l| EngagementLine::of(l, &found.names, &by.caller, by.lang);
    let request = |l: &Listed| ApprovalJson::listed(l, &found.names, &by.caller, by.lang);
    let stages = found.stages.iter().map(|(stage, open, stopped)| StageCount {
        stage: Coded::new(*stage, by.lang),
        open: *open,
        stopped: *stopped,
    });
    Ok(Json(HomeJson {
        today: found.today,
        next: found.next.iter().map(line).collect(),
        waiting: found.waiting.iter().map(request).collect(),
        sent_back: found.sent_back.iter().map(request).collect(),
        due: found.due.iter().map(line).collect(),
        stages: stages.collect(),
    }))
}
