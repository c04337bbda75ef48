//! The register of critical and non-critical work: any version, its history, and the chief officer's own updates.

use app::{
    engagements::Names,
    register::{EntryFields, RegisterPage},
};
use axum::{Json, extract::State};
use domain::{
    Lang, Problem,
    id::EntryId,
    problem::Problems,
    register::{Entry, RegisterChange, RegisterVersion},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    approvals::ReasonBody,
    coded::{ActivityCode, RegisterListCode, several},
    common::{Made, PersonRef},
    extract::{Body, Key, Params, checked, day, number, under},
    requests::{EntryJson, reason},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(current))
        .routes(routes!(versions))
        .routes(routes!(version))
        .routes(routes!(add))
        .routes(routes!(entry, replace))
        .routes(routes!(remove))
        .routes(routes!(systems))
        .routes(routes!(reviews))
}

/// What an entry shall say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EntryFields)]
pub(super) struct EntryBody {
    /// Which list.
    list: RegisterListCode,
    /// The system or body of data.
    system: String,
    /// What is done to it; at least one.
    activities: Vec<ActivityCode>,
    /// The information concerned, in words.
    information: String,
    /// Why it stands on this list.
    reason: String,
    /// When it should be looked at again; after today.
    #[schema(format = Date)]
    review_on: Option<String>,
}

impl EntryBody {
    pub(super) fn read(&self, problems: &mut Problems, prefix: &str) -> Option<EntryFields> {
        let at = |name: &str| format!("{prefix}{name}");
        let list = self.list.read(problems, &at("list"));
        let system = problems.required(&at("system"), &self.system);
        let activities = several(problems, &at("activities"), &self.activities);
        if self.activities.is_empty() {
            problems.keep::<()>(&at("activities"), Err(Problem::Missing));
        }
        let information = problems.required(&at("information"), &self.information);
        let reason = problems.required(&at("reason"), &self.reason);
        let review_on = self.review_on.as_deref().and_then(|text| day(problems, &at("review_on"), text));
        Some(EntryFields {
            list: list?,
            system: system?,
            activities,
            information: information?,
            reason: reason?,
            review_on,
        })
    }
}

/// True for members of an entry.
pub(super) fn is_entry(field: &str) -> bool {
    ["list", "system", "activities", "information", "review_on", "decided_on"].contains(&field)
}

/// An entry of the register.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
struct EntryShown {
    /// Id, `ent_…`; the same through all versions.
    id: String,
    /// What it says.
    #[serde(flatten)]
    says: EntryJson,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<PersonRef>,
}

impl EntryShown {
    fn of(entry: &Entry, names: &Names, lang: Lang) -> Self {
        Self {
            id: entry.id.to_string(),
            says: EntryJson::of(entry, lang),
            decided_by: entry.decided_by.map(|id| PersonRef::of(id, names)),
        }
    }
}

/// A version of the register.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RegisterVersion)]
struct VersionJson {
    /// The version, counted from 1.
    version: i64,
    /// Day it was made.
    made_on: Date,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<PersonRef>,
    /// Why.
    reason: String,
}

impl VersionJson {
    fn of(version: &RegisterVersion, names: &Names) -> Self {
        Self {
            version: version.version,
            made_on: version.made_on,
            made_by: version.made_by.map(|id| PersonRef::of(id, names)),
            reason: version.reason.to_string(),
        }
    }
}

/// The register as it stood in one version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Register)]
struct RegisterJson {
    /// The version; 0 is the empty register before the first.
    version: i64,
    /// The newest version.
    newest: i64,
    /// Who made it, when and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<VersionJson>,
    /// Its entries.
    items: Vec<EntryShown>,
    /// Requests for an update that wait for a decision.
    pending: i64,
    /// The caller may update the register.
    may_update: bool,
}

impl RegisterJson {
    fn of(page: &RegisterPage, lang: Lang) -> Self {
        Self {
            version: page.register.version,
            newest: page.newest,
            made: page.made.as_ref().map(|v| VersionJson::of(v, &page.names)),
            items: page.register.entries.iter().map(|e| EntryShown::of(e, &page.names, lang)).collect(),
            pending: page.pending,
            may_update: page.may_update,
        }
    }
}

/// Show the register.
///
/// As it stands now.
#[utoipa::path(
    get, path = "/register", operation_id = "showRegister", tag = "register",
    responses((status = 200, description = "The newest version", body = RegisterJson)),
)]
async fn current(by: ApiCaller, State(web): State<Web>) -> Result<Json<RegisterJson>> {
    Ok(Json(RegisterJson::of(&web.app.register().current(&by.caller).await?, by.lang)))
}

/// Show a version of the register.
///
/// As it stood then.
#[utoipa::path(
    get, path = "/register/versions/{version}", operation_id = "showRegisterVersion", tag = "register",
    params(("version" = i64, Path, description = "The version; 0 is the empty register")),
    responses((status = 200, description = "The version", body = RegisterJson)),
)]
async fn version(by: ApiCaller, State(web): State<Web>, Key(version): Key<i64>) -> Result<Json<RegisterJson>> {
    Ok(Json(RegisterJson::of(&web.app.register().at(&by.caller, version).await?, by.lang)))
}

/// Where the versions go on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct VersionsParams {
    /// `next` of the page before.
    before: Option<String>,
}

/// Versions of the register.
#[derive(Debug, Serialize, ToSchema)]
struct VersionList {
    /// Newest first, 50 a page.
    items: Vec<VersionJson>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// List versions of the register.
///
/// Who made which, when and why; newest first.
#[utoipa::path(
    get, path = "/register/versions", operation_id = "listRegisterVersions", tag = "register", params(VersionsParams),
    responses((status = 200, description = "A page of versions", body = VersionList)),
)]
async fn versions(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<VersionsParams>,
) -> Result<Json<VersionList>> {
    let mut problems = Problems::new();
    let before = number(&mut problems, "before", params.before.as_deref());
    checked(problems)?;
    let page = web.app.register().versions(&by.caller, before).await?;
    Ok(Json(VersionList {
        items: page.versions.iter().map(|v| VersionJson::of(v, &page.names)).collect(),
        next: page.next.map(|n| n.to_string()),
    }))
}

/// An entry with all forms it has had.
#[derive(Debug, Serialize, ToSchema)]
struct EntryHistory {
    /// True while it stands.
    standing: bool,
    /// The forms, the newest first.
    items: Vec<EntryForm>,
}

/// One form of an entry.
#[derive(Debug, Serialize, ToSchema)]
struct EntryForm {
    /// What it said.
    entry: EntryShown,
    /// The version that made it.
    made: VersionJson,
    /// The version that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<VersionJson>,
}

/// Show an entry of the register.
///
/// With all forms it has had, the newest first.
#[utoipa::path(
    get, path = "/register/entries/{id}", operation_id = "showRegisterEntry", tag = "register",
    params(("id" = String, Path, description = "Id, `ent_…`")),
    responses((status = 200, description = "The entry and its history", body = EntryHistory)),
)]
async fn entry(by: ApiCaller, State(web): State<Web>, Key(id): Key<EntryId>) -> Result<Json<EntryHistory>> {
    let page = web.app.register().entry(&by.caller, id).await?;
    let items = page.forms.iter().map(|form| EntryForm {
        entry: EntryShown::of(&form.entry, &page.names, by.lang),
        made: VersionJson::of(&form.made, &page.names),
        ended: form.ended.as_ref().map(|v| VersionJson::of(v, &page.names)),
    });
    Ok(Json(EntryHistory { standing: page.standing().is_some(), items: items.collect() }))
}

/// An entry and why the register changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryChange {
    /// What it shall say.
    entry: EntryBody,
    /// Why the register changes; kept with the version.
    reason: String,
}

/// The version made.
#[derive(Debug, Serialize, ToSchema)]
struct VersionMade {
    /// The version.
    version: i64,
    /// Id of the entry.
    entry: String,
}

impl EntryChange {
    fn read(&self) -> Result<(EntryFields, domain::text::Ground)> {
        let mut problems = Problems::new();
        let fields = self.entry.read(&mut problems, "entry.");
        let reason = reason(&mut problems, &self.reason);
        checked(problems)?;
        fields.zip(reason).ok_or_else(|| app::Error::field("entry", Problem::Missing).into())
    }
}

/// Add an entry to the register.
///
/// Decided by the chief officer; makes the next version.
#[utoipa::path(
    post, path = "/register/entries", operation_id = "addRegisterEntry", tag = "register",
    request_body = EntryChange,
    responses((status = 201, description = "Added", body = VersionMade)),
)]
async fn add(by: ApiCaller, State(web): State<Web>, Body(body): Body<EntryChange>) -> Result<Made<VersionMade>> {
    let (fields, reason) = body.read()?;
    let made = web.app.register().add(&by.caller, fields, reason).await;
    let (version, id) = made.map_err(|e| under("entry.", e, &is_entry))?;
    Ok(Made(format!("/register/entries/{id}"), VersionMade { version, entry: id.to_string() }))
}

/// Replace an entry of the register.
///
/// Decided by the chief officer; makes the next version.
#[utoipa::path(
    put, path = "/register/entries/{id}", operation_id = "replaceRegisterEntry", tag = "register",
    params(("id" = String, Path, description = "Id, `ent_…`")),
    request_body = EntryChange,
    responses((status = 200, description = "Replaced", body = VersionMade)),
)]
async fn replace(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<EntryId>,
    Body(body): Body<EntryChange>,
) -> Result<Json<VersionMade>> {
    let (fields, reason) = body.read()?;
    let made = web.app.register().replace(&by.caller, id, fields, reason).await;
    let version = made.map_err(|e| under("entry.", e, &is_entry))?;
    Ok(Json(VersionMade { version, entry: id.to_string() }))
}

/// Remove an entry from the register.
///
/// Decided by the chief officer; makes the next version. Older versions keep it.
#[utoipa::path(
    post, path = "/register/entries/{id}/removal", operation_id = "removeRegisterEntry", tag = "register",
    params(("id" = String, Path, description = "Id, `ent_…`")),
    request_body = ReasonBody,
    responses((status = 200, description = "Removed", body = VersionMade)),
)]
async fn remove(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<EntryId>,
    Body(body): Body<ReasonBody>,
) -> Result<Json<VersionMade>> {
    let mut problems = Problems::new();
    let reason = reason(&mut problems, &body.reason);
    checked(problems)?;
    let reason = reason.ok_or_else(|| app::Error::field("reason", Problem::Missing))?;
    let version = web.app.register().change(&by.caller, RegisterChange::Remove { entry: id }, reason).await?;
    Ok(Json(VersionMade { version, entry: id.to_string() }))
}

/// What a system is called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SystemsParams {
    /// Part of its name.
    q: Option<String>,
}

/// Names of systems.
#[derive(Debug, Serialize, ToSchema)]
struct SystemList {
    /// The likest first, at most 10.
    items: Vec<String>,
}

/// Find systems of the register.
///
/// Names of listed systems that are like what is given.
#[utoipa::path(
    get, path = "/register/systems", operation_id = "findSystems", tag = "register", params(SystemsParams),
    responses((status = 200, description = "Names", body = SystemList)),
)]
async fn systems(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<SystemsParams>,
) -> Result<Json<SystemList>> {
    let found = web.app.register().systems(&by.caller, params.q.as_deref().unwrap_or_default()).await?;
    Ok(Json(SystemList { items: found.into_iter().map(String::from).collect() }))
}

/// Up to which day.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReviewsParams {
    /// Day; today when left out.
    by: Option<String>,
}

/// Entries to be looked at again.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewList {
    /// At most 200.
    items: Vec<ReviewEntry>,
}

/// An entry whose day of review has come.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewEntry {
    /// Id, `ent_…`.
    id: String,
    /// What it says.
    #[serde(flatten)]
    says: EntryJson,
}

/// List entries due for review.
///
/// Those whose day of review has come by a day.
#[utoipa::path(
    get, path = "/register/reviews", operation_id = "listRegisterReviews", tag = "register", params(ReviewsParams),
    responses((status = 200, description = "Entries", body = ReviewList)),
)]
async fn reviews(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ReviewsParams>,
) -> Result<Json<ReviewList>> {
    let mut problems = Problems::new();
    let last = params.by.as_deref().and_then(|text| day(&mut problems, "by", text));
    checked(problems)?;
    let found = web.app.register().reviews(&by.caller, last.unwrap_or_else(|| web.app.clock().today())).await?;
    let items = found.iter().map(|e| ReviewEntry { id: e.id.to_string(), says: EntryJson::of(e, by.lang) });
    Ok(Json(ReviewList { items: items.collect() }))
}
