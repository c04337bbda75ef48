//! The installation: its settings, the running system, sample data.

use app::settings::{ChangeSettings, Settings};
use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, RoleLabel},
    common::DONE,
    extract::Body,
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(show, change)).routes(routes!(system)).routes(routes!(
        sample,
        load_sample,
        remove_sample
    ))
}

/// The installation's settings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settings)]
struct SettingsJson {
    /// Name of the organisation in Japanese.
    organisation_ja: String,
    /// Its name in English; may be empty.
    organisation_en: String,
    /// Requester and approver may be one person, which is recorded.
    small_firm: bool,
    /// Tells this database from others; stands on checkpoints.
    database_id: String,
    /// The last verification of the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger_verified: Option<LedgerVerifiedJson>,
}

/// The last verification of the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerVerified)]
struct LedgerVerifiedJson {
    /// When.
    at: Timestamp,
    /// Last entry it saw.
    seq: i64,
    /// Whether everything was as it was written.
    sound: bool,
}

impl From<Settings> for SettingsJson {
    fn from(s: Settings) -> Self {
        Self {
            organisation_ja: s.organisation_ja,
            organisation_en: s.organisation_en,
            small_firm: s.small_firm,
            database_id: s.database_id,
            ledger_verified: s.ledger_verified.map(|v| LedgerVerifiedJson { at: v.at, seq: v.seq, sound: v.sound }),
        }
    }
}

/// Show the settings.
#[utoipa::path(
    get, path = "/settings", operation_id = "showSettings", tag = "settings",
    responses((status = 200, description = "The settings", body = SettingsJson)),
)]
async fn show(_by: ApiCaller, State(web): State<Web>) -> Result<Json<SettingsJson>> {
    Ok(Json(web.app.settings().await?.into()))
}

/// Settings as they shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    /// Name of the organisation in Japanese; up to 120 characters.
    organisation_ja: String,
    /// Its name in English; may be left out.
    #[serde(default)]
    organisation_en: String,
    /// Requester and approver may be one person.
    small_firm: bool,
}

/// Change the settings.
///
/// For who manages the whole organisation.
#[utoipa::path(
    put, path = "/settings", operation_id = "changeSettings", tag = "settings",
    request_body = SettingsBody,
    responses((status = 200, description = "The settings as they stand now", body = SettingsJson)),
)]
async fn change(by: ApiCaller, State(web): State<Web>, Body(body): Body<SettingsBody>) -> Result<Json<SettingsJson>> {
    let SettingsBody { organisation_ja, organisation_en, small_firm } = body;
    let change = ChangeSettings { organisation_ja, organisation_en, small_firm };
    web.app.change_settings(&by.caller, &change).await?;
    Ok(Json(web.app.settings().await?.into()))
}

/// The running system.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = System)]
struct SystemJson {
    /// Kind of database: SQLite or PostgreSQL.
    database: &'static str,
    /// Version of the program.
    version: &'static str,
    /// Edition of the catalogue in force.
    edition: String,
    /// Statements run since the start.
    queries: u64,
    /// The caller may change the settings.
    may_change: bool,
}

/// Show the running system.
///
/// For who operates it.
#[utoipa::path(
    get, path = "/system", operation_id = "showSystem", tag = "settings",
    responses((status = 200, description = "Its state", body = SystemJson)),
)]
async fn system(by: ApiCaller, State(web): State<Web>) -> Result<Json<SystemJson>> {
    let found = web.app.system(&by.caller).await?;
    Ok(Json(SystemJson {
        database: found.database,
        version: env!("CARGO_PKG_VERSION"),
        edition: found.edition,
        queries: web.app.queries(),
        may_change: found.may_change,
    }))
}

/// Whether sample data is loaded, and whom to try it as.
#[derive(Debug, Serialize, ToSchema)]
struct SampleState {
    /// True while it is loaded.
    loaded: bool,
    /// Accounts worth trying while it is.
    accounts: Vec<SampleAccount>,
}

/// An account of the sample.
#[derive(Debug, Serialize, ToSchema)]
struct SampleAccount {
    /// Name to sign in with.
    login: String,
    /// Name as written.
    name: String,
    /// Its role, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<RoleLabel>,
    /// What to try with it.
    hint: String,
}

fn accounts(found: &[app::sample::Account], by: &ApiCaller) -> Vec<SampleAccount> {
    let one = |a: &app::sample::Account| SampleAccount {
        login: a.login.clone(),
        name: a.name.clone(),
        role: a.role.map(|role| Coded::new(role, by.lang)),
        hint: a.hint.get(by.lang).to_owned(),
    };
    found.iter().map(one).collect()
}

/// Show whether sample data is loaded.
#[utoipa::path(
    get, path = "/system/sample", operation_id = "showSample", tag = "settings",
    responses((status = 200, description = "Whether it is", body = SampleState)),
)]
async fn sample(by: ApiCaller, State(web): State<Web>) -> Result<Json<SampleState>> {
    web.app.system(&by.caller).await?;
    let loaded = web.app.sample().is_loaded().await?;
    let found = if loaded { web.app.sample().accounts()? } else { Vec::new() };
    Ok(Json(SampleState { loaded, accounts: accounts(&found, &by) }))
}

/// Sample data that was loaded.
#[derive(Debug, Serialize, ToSchema)]
struct SampleLoaded {
    /// The one password of all sample accounts; it is shown here once.
    password: String,
    /// Accounts worth trying.
    accounts: Vec<SampleAccount>,
    /// Engagements loaded.
    engagements: usize,
    /// Contractors loaded.
    contractors: usize,
}

/// Load sample data.
///
/// An invented organisation to try the program with. Refused while there are engagements.
#[utoipa::path(
    post, path = "/system/sample", operation_id = "loadSample", tag = "settings",
    responses((status = 200, description = "Loaded", body = SampleLoaded)),
)]
async fn load_sample(by: ApiCaller, State(web): State<Web>) -> Result<Json<SampleLoaded>> {
    let found = web.app.sample().load(&by.caller).await?;
    Ok(Json(SampleLoaded {
        accounts: accounts(&found.accounts, &by),
        password: found.password,
        engagements: found.engagements,
        contractors: found.contractors,
    }))
}

/// Remove sample data.
///
/// Everything of it in one step; what the ledger says of it stays.
#[utoipa::path(
    delete, path = "/system/sample", operation_id = "removeSample", tag = "settings",
    responses((status = 204, description = "Gone")),
)]
async fn remove_sample(by: ApiCaller, State(web): State<Web>) -> Result<StatusCode> {
    web.app.sample().remove(&by.caller).await?;
    Ok(DONE)
}
