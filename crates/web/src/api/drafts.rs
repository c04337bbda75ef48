//! Unfinished questionnaires and saved views: a person's own notes, seen by nobody else.

use app::drafts::{Content, Shown};
use axum::{Json, extract::State, http::StatusCode};
use domain::id::{DraftId, ViewId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::{DONE, Made},
    extract::{Body, Key},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, save, delete))
        .routes(routes!(views, save_view))
        .routes(routes!(delete_view))
}

/// An unfinished questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
struct DraftJson {
    /// Id, `dft_…`.
    id: String,
    /// What the person calls it.
    title: Option<String>,
    /// The step to go on with.
    step: String,
    /// Answers so far, as the questionnaire names them.
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
    /// When it was begun.
    created_at: Timestamp,
    /// When it was last saved.
    updated_at: Timestamp,
    /// Last day it can be opened, unless it is saved again.
    expires_on: Date,
}

impl From<Shown> for DraftJson {
    fn from(shown: Shown) -> Self {
        let Shown { draft, expires_on } = shown;
        Self {
            id: draft.id.to_string(),
            title: draft.title.map(String::from),
            step: draft.step,
            answers: draft.answers,
            created_at: draft.created_at,
            updated_at: draft.updated_at,
            expires_on,
        }
    }
}

/// Drafts.
#[derive(Debug, Serialize, ToSchema)]
struct DraftList {
    /// The one saved last first; a person has at most 50.
    items: Vec<DraftJson>,
}

/// List my drafts.
#[utoipa::path(
    get, path = "/drafts", operation_id = "listDrafts", tag = "drafts",
    responses((status = 200, description = "Drafts", body = DraftList)),
)]
async fn list(by: ApiCaller, State(web): State<Web>) -> Result<Json<DraftList>> {
    let found = web.app.drafts().list(&by.caller).await?;
    Ok(Json(DraftList { items: found.into_iter().map(DraftJson::from).collect() }))
}

/// Begin a draft.
#[utoipa::path(
    post, path = "/drafts", operation_id = "createDraft", tag = "drafts",
    responses((status = 201, description = "Begun; its address is in Location", body = DraftJson)),
)]
async fn create(by: ApiCaller, State(web): State<Web>) -> Result<Made<DraftJson>> {
    let made = web.app.drafts().create(&by.caller).await?;
    Ok(Made(format!("/drafts/{}", made.draft.id), made.into()))
}

/// Show a draft.
#[utoipa::path(
    get, path = "/drafts/{id}", operation_id = "showDraft", tag = "drafts",
    params(("id" = String, Path, description = "Id, `dft_…`")),
    responses((status = 200, description = "The draft", body = DraftJson)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<DraftId>) -> Result<Json<DraftJson>> {
    Ok(Json(web.app.drafts().get(&by.caller, id).await?.into()))
}

/// What is saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftBody {
    /// What the person calls it; may be empty.
    #[serde(default)]
    title: String,
    /// The step to go on with: up to 40 of `a-z 0-9 _ -`, or empty.
    #[serde(default)]
    step: String,
    /// Answers so far; up to 64 KiB.
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
}

/// Save a draft.
///
/// What was saved last stands.
#[utoipa::path(
    put, path = "/drafts/{id}", operation_id = "saveDraft", tag = "drafts",
    params(("id" = String, Path, description = "Id, `dft_…`")),
    request_body = DraftBody,
    responses((status = 200, description = "The draft as saved", body = DraftJson)),
)]
async fn save(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<DraftId>,
    Body(body): Body<DraftBody>,
) -> Result<Json<DraftJson>> {
    let content = Content { title: body.title, step: body.step, answers: body.answers };
    Ok(Json(web.app.drafts().save(&by.caller, id, content).await?.into()))
}

/// Delete a draft.
#[utoipa::path(
    delete, path = "/drafts/{id}", operation_id = "deleteDraft", tag = "drafts",
    params(("id" = String, Path, description = "Id, `dft_…`")),
    responses((status = 204, description = "Gone")),
)]
async fn delete(by: ApiCaller, State(web): State<Web>, Key(id): Key<DraftId>) -> Result<StatusCode> {
    web.app.drafts().delete(&by.caller, id).await?;
    Ok(DONE)
}

/// A saved view of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = View)]
struct ViewJson {
    /// Id, `viw_…`.
    id: String,
    /// Its name.
    name: String,
    /// Path and query of the page it leads to.
    query: String,
    /// When it was saved.
    created_at: Timestamp,
}

impl From<app::views::View> for ViewJson {
    fn from(view: app::views::View) -> Self {
        Self { id: view.id.to_string(), name: view.name.into(), query: view.query, created_at: view.created_at }
    }
}

/// Saved views.
#[derive(Debug, Serialize, ToSchema)]
struct ViewList {
    /// The oldest first; a person has at most 30.
    items: Vec<ViewJson>,
}

/// List my saved views.
#[utoipa::path(
    get, path = "/views", operation_id = "listViews", tag = "views",
    responses((status = 200, description = "Views", body = ViewList)),
)]
async fn views(by: ApiCaller, State(web): State<Web>) -> Result<Json<ViewList>> {
    let found = web.app.views().list(&by.caller).await?;
    Ok(Json(ViewList { items: found.into_iter().map(ViewJson::from).collect() }))
}

/// A view to be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ViewBody {
    /// Its name; up to 120 characters.
    name: String,
    /// Path and query of a list page, such as `/engagements?stage=decide`.
    query: String,
}

/// Save a view.
#[utoipa::path(
    post, path = "/views", operation_id = "saveView", tag = "views",
    request_body = ViewBody,
    responses((status = 201, description = "Saved", body = ViewJson)),
)]
async fn save_view(by: ApiCaller, State(web): State<Web>, Body(body): Body<ViewBody>) -> Result<Made<ViewJson>> {
    let made = web.app.views().save(&by.caller, &body.name, &body.query).await?;
    Ok(Made("/views".to_owned(), made.into()))
}

/// Delete a saved view.
#[utoipa::path(
    delete, path = "/views/{id}", operation_id = "deleteView", tag = "views",
    params(("id" = String, Path, description = "Id, `viw_…`")),
    responses((status = 204, description = "Gone")),
)]
async fn delete_view(by: ApiCaller, State(web): State<Web>, Key(id): Key<ViewId>) -> Result<StatusCode> {
    web.app.views().delete(&by.caller, id).await?;
    Ok(DONE)
}
