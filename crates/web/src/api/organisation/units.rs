//! The tree of units.

use app::organisation::{ChangeUnit, NewUnit, UnitFields};
use axum::{Json, extract::State};
use domain::{Problem, id::UnitId, problem::Problems, unit::Unit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{
        ApiCaller,
        common::Made,
        engagements::Seen,
        extract::{Body, Key, checked},
    },
    failure::Result,
    server::Web,
};

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub(super) struct UnitJson {
    /// Id, `unt_…`.
    id: String,
    /// Id of the unit above it; missing only for the organisation itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// Its name in Japanese.
    name: String,
    /// Its name in English, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name_en: Option<String>,
    /// Position among its neighbours.
    position: i64,
    /// Closed units keep their records and take no new ones.
    closed: bool,
    /// How deep it stands; 0 is the organisation itself.
    depth: usize,
}

impl UnitJson {
    pub(super) fn of(unit: &Unit, depth: usize) -> Self {
        Self {
            id: unit.id.to_string(),
            parent: unit.parent.map(|id| id.to_string()),
            name: unit.name.to_string(),
            name_en: unit.name_en.as_ref().map(ToString::to_string),
            position: unit.position,
            closed: unit.closed,
            depth,
        }
    }
}

/// Units.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitList {
    /// In the order of the tree, parents before children.
    items: Vec<UnitJson>,
}

/// List units.
///
/// All of them: the tree is small and whole.
#[utoipa::path(
    get, path = "/units", operation_id = "listUnits", tag = "organisation",
    responses((status = 200, description = "Units", body = UnitList)),
)]
pub(super) async fn list(by: ApiCaller, State(web): State<Web>) -> Result<Json<UnitList>> {
    let tree = web.app.organisation().units(&by.caller)?;
    Ok(Json(UnitList { items: tree.iter().map(|(unit, depth)| UnitJson::of(unit, depth)).collect() }))
}

/// A unit with its revision.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitShown {
    /// The unit.
    #[serde(flatten)]
    unit: UnitJson,
    /// Grows by one with each change; a change sends back the one it saw.
    revision: i64,
}

async fn shown(by: &ApiCaller, web: &Web, id: UnitId) -> Result<UnitShown> {
    // what was just changed is not in the tree the request began with
    let (unit, revision) = web.app.organisation().unit(&by.caller, id).await?;
    let above = unit.parent.map_or(0, |parent| by.caller.units.above(parent).len());
    Ok(UnitShown { unit: UnitJson::of(&unit, above), revision })
}

/// Show a unit.
#[utoipa::path(
    get, path = "/units/{id}", operation_id = "showUnit", tag = "organisation",
    params(("id" = String, Path, description = "Id, `unt_…`")),
    responses((status = 200, description = "The unit", body = UnitShown)),
)]
pub(super) async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<UnitId>) -> Result<Json<UnitShown>> {
    Ok(Json(shown(&by, &web, id).await?))
}

/// A new unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUnitBody {
    /// Id of the unit above it.
    parent: String,
    /// Its name in Japanese.
    name: String,
    /// Its name in English; may be left out.
    #[serde(default)]
    name_en: Option<String>,
    /// Position among its neighbours; 0 when left out.
    #[serde(default)]
    position: Option<i64>,
}

/// What a unit is called and where it stands, as the use case takes it.
fn fields(name: String, name_en: Option<String>, position: Option<i64>) -> UnitFields {
    UnitFields { name, name_en: name_en.unwrap_or_default(), position: position.unwrap_or_default() }
}

/// Make a unit.
#[utoipa::path(
    post, path = "/units", operation_id = "createUnit", tag = "organisation",
    request_body = NewUnitBody,
    responses((status = 201, description = "Made; its address is in Location", body = crate::api::common::MadeId)),
)]
pub(super) async fn create(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<NewUnitBody>,
) -> Result<Made<crate::api::common::MadeId>> {
    let mut problems = Problems::new();
    let parent = problems.required("parent", &body.parent);
    checked(problems)?;
    let parent = parent.ok_or_else(|| app::Error::field("parent", Problem::Missing))?;
    let new = NewUnit { parent, fields: fields(body.name, body.name_en, body.position) };
    let id = web.app.organisation().create_unit(&by.caller, &new).await?;
    Ok(Made(format!("/units/{id}"), crate::api::common::MadeId { id: id.to_string() }))
}

/// A unit as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeUnitBody {
    /// The revision that was seen.
    revision: i64,
    /// Id of the unit above it; left out only for the organisation itself.
    parent: Option<String>,
    /// Its name in Japanese.
    name: String,
    /// Its name in English; left out, it is taken back.
    #[serde(default)]
    name_en: Option<String>,
    /// Position among its neighbours; 0 when left out.
    #[serde(default)]
    position: Option<i64>,
}

/// Rename or move a unit.
#[utoipa::path(
    put, path = "/units/{id}", operation_id = "changeUnit", tag = "organisation",
    params(("id" = String, Path, description = "Id, `unt_…`")),
    request_body = ChangeUnitBody,
    responses((status = 200, description = "The unit as it stands now", body = UnitShown)),
)]
pub(super) async fn change(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<UnitId>,
    Body(body): Body<ChangeUnitBody>,
) -> Result<Json<UnitShown>> {
    let mut problems = Problems::new();
    let parent = body.parent.as_deref().and_then(|text| problems.required("parent", text));
    checked(problems)?;
    let fields = fields(body.name, body.name_en, body.position);
    web.app.organisation().change_unit(&by.caller, id, &ChangeUnit { parent, fields, revision: body.revision }).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// Close a unit.
///
/// It keeps its records and takes no new ones.
#[utoipa::path(
    post, path = "/units/{id}/close", operation_id = "closeUnit", tag = "organisation",
    params(("id" = String, Path, description = "Id, `unt_…`")),
    request_body = Seen,
    responses((status = 200, description = "The unit as it stands now", body = UnitShown)),
)]
pub(super) async fn close(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<UnitId>,
    Body(body): Body<Seen>,
) -> Result<Json<UnitShown>> {
    web.app.organisation().close_unit(&by.caller, id, body.revision).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// Open a closed unit again.
#[utoipa::path(
    post, path = "/units/{id}/reopen", operation_id = "reopenUnit", tag = "organisation",
    params(("id" = String, Path, description = "Id, `unt_…`")),
    request_body = Seen,
    responses((status = 200, description = "The unit as it stands now", body = UnitShown)),
)]
pub(super) async fn reopen(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<UnitId>,
    Body(body): Body<Seen>,
) -> Result<Json<UnitShown>> {
    web.app.organisation().reopen_unit(&by.caller, id, body.revision).await?;
    Ok(Json(shown(&by, &web, id).await?))
}
