//! Duplicates and merging.

use axum::{Json, extract::State};
use domain::{id::ContractorId, problem::Problems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        ApiCaller,
        extract::{Body, Key, Params, checked},
    },
    ContractorJson,
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(alike)).routes(routes!(merge))
}

/// Where to go on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AlikeParams {
    /// `next` of the page before.
    after: Option<String>,
}

/// Groups of entries that look alike.
#[derive(Debug, Serialize, ToSchema)]
struct AlikeList {
    /// Each group has two or more.
    groups: Vec<Vec<ContractorJson>>,
    /// Send as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// List duplicates.
///
/// Entries whose names differ in nothing but spelling and company form.
#[utoipa::path(
    get, path = "/contractor-duplicates", operation_id = "listContractorDuplicates", tag = "contractors",
    params(AlikeParams),
    responses((status = 200, description = "Groups of entries", body = AlikeList)),
)]
async fn alike(by: ApiCaller, State(web): State<Web>, Params(params): Params<AlikeParams>) -> Result<Json<AlikeList>> {
    let found = web.app.contractors().alike(&by.caller, params.after.as_deref().unwrap_or_default()).await?;
    let groups = found.groups.iter().map(|group| group.iter().map(Into::into).collect()).collect();
    Ok(Json(AlikeList { groups, next: found.next }))
}

/// Which entry is merged, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MergeContractor {
    /// Revision of the entry that stays.
    revision: i64,
    /// Id of the entry that is merged into it.
    other: String,
    /// Its revision.
    other_revision: i64,
    /// Why they are the same firm.
    reason: String,
}

/// Merge an entry into this one.
///
/// Engagements, questionnaires and kept answers go over; the other entry is closed and its id leads here.
#[utoipa::path(
    post, path = "/contractors/{id}/merge", operation_id = "mergeContractor", tag = "contractors",
    params(("id" = String, Path, description = "Id of the entry that stays, `con_…`")),
    request_body = MergeContractor,
    responses((status = 200, description = "The contractor as it stands now", body = ContractorJson)),
)]
async fn merge(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractorId>,
    Body(body): Body<MergeContractor>,
) -> Result<Json<ContractorJson>> {
    let mut problems = Problems::new();
    let other = problems.keep::<ContractorId>("other", body.other.parse());
    checked(problems)?;
    let gone = (other.ok_or(app::Error::NotFound)?, body.other_revision);
    let one = web.app.contractors().merge(&by.caller, (id, body.revision), gone, &body.reason).await?;
    Ok(Json((&one).into()))
}
