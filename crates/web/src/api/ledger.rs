//! The ledger: reading within reach, verifying, exporting, vouching.

use std::ops::ControlFlow;

use app::ledgers::{Finding, Issued, LedgerPage, Search, Stored};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use axum_extra::body::AsyncReadBody;
use domain::{Lang, calendar::EngagementNumber, id::PersonId, problem::Problems};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::{Made, PersonRef},
    extract::{Body, Key, Params, checked, limit, number},
};
use crate::{failure::Result, server::Web};

/// Bytes of an export on their way at a time.
const CHUNK: usize = 64 * 1024;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(page))
        .routes(routes!(verify))
        .routes(routes!(export))
        .routes(routes!(checkpoints, checkpoint))
        .routes(routes!(issued))
        .routes(routes!(check))
        .routes(routes!(key))
}

/// An entry of the ledger, as it is stored, sound or not.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerEntry {
    /// Number, from 1 without gaps.
    seq: i64,
    /// When; missing when the stored time is no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    /// Who: id of a person, `system`, or `operator:` and a login.
    actor: String,
    /// The person, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<PersonRef>,
    /// The person it was done for.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<PersonRef>,
    /// The way in: web, api, cli or system.
    channel: String,
    /// What was done, such as `engagement.create`.
    action: String,
    /// Kind of what it was done to.
    subject_kind: String,
    /// Its id.
    subject_id: String,
    /// Id of the unit it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// SHA-256 of the subject before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// SHA-256 of the subject after.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// What else is worth reading; an object, or the stored text where it is none.
    #[schema(value_type = Object)]
    detail: Value,
    /// Number of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    /// Hash of the entry before.
    prev: String,
    /// Hash of this entry.
    hash: String,
}

impl LedgerEntry {
    fn of(row: &Stored, page: &LedgerPage) -> Self {
        let person = |text: &str| {
            let id: PersonId = text.parse().ok()?;
            Some(PersonRef::new(id, page.people.get(&id).map_or("–", |p| p.name.as_str())))
        };
        Self {
            seq: row.seq,
            at: Timestamp::from_microsecond(row.at).ok(),
            actor: row.actor.clone(),
            person: person(&row.actor),
            on_behalf_of: row.on_behalf_of.as_deref().and_then(person),
            channel: row.channel.clone(),
            action: row.action.clone(),
            subject_kind: row.subject_kind.clone(),
            subject_id: row.subject_id.clone(),
            unit: row.unit.clone(),
            before: row.before.clone(),
            after: row.after.clone(),
            detail: serde_json::from_str(&row.detail).unwrap_or_else(|_| Value::String(row.detail.clone())),
            request: row.request.clone(),
            prev: row.prev.clone(),
            hash: row.hash.clone(),
        }
    }
}

/// A page of the ledger.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerList {
    /// Newest first.
    items: Vec<LedgerEntry>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl From<LedgerPage> for LedgerList {
    fn from(page: LedgerPage) -> Self {
        let items = page.entries.iter().map(|row| LedgerEntry::of(row, &page)).collect();
        Self { items, next: page.next.map(|n| n.to_string()) }
    }
}

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PageParams {
    /// Beginning of an action, such as `engagement.`.
    action: Option<String>,
    /// What it was done to: an engagement's number, a login name, or an id.
    subject: Option<String>,
    /// Who did it: a login name, an id, `system`, or `operator:` and a login.
    person: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// Read the ledger.
///
/// Entries within reach, newest first.
#[utoipa::path(
    get, path = "/ledger", operation_id = "listLedger", tag = "ledger", params(PageParams),
    responses((status = 200, description = "A page of entries", body = LedgerList)),
)]
async fn page(by: ApiCaller, State(web): State<Web>, Params(params): Params<PageParams>) -> Result<Json<LedgerList>> {
    let mut problems = Problems::new();
    let before = number(&mut problems, "before", params.before.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let search = Search {
        action: params.action.unwrap_or_default(),
        subject: params.subject.unwrap_or_default(),
        person: params.person.unwrap_or_default(),
    };
    Ok(Json(web.app.ledger().find(&by.caller, &search, before, limit).await?.into()))
}

/// Where a history goes on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryParams {
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// Show the history of an engagement.
///
/// What happened to it, from the ledger, newest first; open to everyone who may see the engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/history", operation_id = "listEngagementHistory", tag = "engagements",
    params(("number" = String, Path, description = "Number, `R8-0012`"), HistoryParams),
    responses((status = 200, description = "A page of entries", body = LedgerList)),
)]
pub(super) async fn history(
    by: ApiCaller,
    State(web): State<Web>,
    Key(engagement): Key<EngagementNumber>,
    Params(params): Params<HistoryParams>,
) -> Result<Response> {
    let mut problems = Problems::new();
    let before = number(&mut problems, "before", params.before.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let found = web.app.engagements().history(&by.caller, engagement, (before, limit)).await?;
    Ok(Json(LedgerList::from(found)).into_response())
}

/// What a verification found.
#[derive(Debug, Serialize, ToSchema)]
struct Verification {
    /// True when everything is as it was written.
    intact: bool,
    /// One sentence on the whole.
    summary: String,
    /// Entries read.
    count: u64,
    /// What is wrong, by entry number; the first 1,000.
    findings: Vec<FindingJson>,
    /// How many findings there are in all.
    total: u64,
}

/// Something wrong with the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
struct FindingJson {
    /// Stable code, such as altered, missing, inserted, swapped.
    code: &'static str,
    /// What is wrong, where.
    text: String,
}

fn findings(found: &[Finding], lang: Lang) -> Vec<FindingJson> {
    found.iter().map(|f| FindingJson { code: f.code(), text: f.text(lang) }).collect()
}

/// Verify the ledger.
///
/// Reads the whole of it in one snapshot and says what is wrong; the result is remembered and recorded.
#[utoipa::path(
    post, path = "/ledger/verification", operation_id = "verifyLedger", tag = "ledger",
    responses((status = 200, description = "What was found", body = Verification)),
)]
async fn verify(by: ApiCaller, State(web): State<Web>) -> Result<Json<Verification>> {
    let mut on = |_| ControlFlow::Continue(());
    let report = web.app.ledger().verify(&by.caller, &mut on).await?;
    Ok(Json(Verification {
        intact: report.is_intact(),
        summary: report.summary(by.lang),
        count: report.count,
        findings: findings(&report.findings, by.lang),
        total: report.total,
    }))
}

/// Export the ledger.
///
/// As JSON Lines, entry by entry, the head at the end, from one snapshot. That it was exported is its last entry. An
/// export that breaks off lacks the head; a verification of the file says so.
#[utoipa::path(
    post, path = "/ledger/export", operation_id = "exportLedger", tag = "ledger",
    responses((status = 200, description = "The entries", content((String = "application/jsonl")))),
)]
async fn export(by: ApiCaller, State(web): State<Web>) -> Result<Response> {
    let (mut ours, mut theirs) = tokio::io::duplex(CHUNK);
    let (app, caller) = (web.app, by.caller);
    let writing = tokio::spawn(async move { app.ledger().export(&caller, &mut theirs).await });
    // the first bytes are waited for, so that a refusal is still a refusal and not an empty file
    let mut first = vec![0; CHUNK];
    let length = ours.read(&mut first).await.map_err(app::Error::internal)?;
    if length == 0 {
        writing.await.map_err(app::Error::internal)??;
    }
    first.truncate(length);
    let body = AsyncReadBody::new(std::io::Cursor::new(first).chain(ours));
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"ledger.jsonl\""),
    ];
    Ok((headers, body).into_response())
}

/// A checkpoint that was issued.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Checkpoint)]
struct CheckpointJson {
    /// The entry it vouches for.
    seq: i64,
    /// When it was issued.
    at: Timestamp,
    /// The signed text, to be kept elsewhere.
    text: String,
}

impl From<Issued> for CheckpointJson {
    fn from(one: Issued) -> Self {
        Self { seq: one.seq, at: one.at, text: one.body }
    }
}

/// Checkpoints.
#[derive(Debug, Serialize, ToSchema)]
struct CheckpointList {
    /// Newest first, at most 100.
    items: Vec<CheckpointJson>,
}

/// List checkpoints.
#[utoipa::path(
    get, path = "/ledger/checkpoints", operation_id = "listCheckpoints", tag = "ledger",
    responses((status = 200, description = "Checkpoints", body = CheckpointList)),
)]
async fn checkpoints(by: ApiCaller, State(web): State<Web>) -> Result<Json<CheckpointList>> {
    let found = web.app.ledger().checkpoints(&by.caller).await?;
    Ok(Json(CheckpointList { items: found.into_iter().map(CheckpointJson::from).collect() }))
}

/// The signed text.
#[derive(Debug, Serialize, ToSchema)]
struct CheckpointMade {
    /// The signed text, to be kept elsewhere.
    text: String,
}

/// Issue a checkpoint.
///
/// A signed statement on the ledger as it is now. Keep it elsewhere: it finds even a ledger rewritten from scratch.
#[utoipa::path(
    post, path = "/ledger/checkpoints", operation_id = "issueCheckpoint", tag = "ledger",
    responses((status = 201, description = "Issued", body = CheckpointMade)),
)]
async fn checkpoint(by: ApiCaller, State(web): State<Web>) -> Result<Made<CheckpointMade>> {
    let text = web.app.ledger().checkpoint(&by.caller).await?;
    Ok(Made("/ledger/checkpoints".to_owned(), CheckpointMade { text }))
}

/// Show a checkpoint.
#[utoipa::path(
    get, path = "/ledger/checkpoints/{seq}", operation_id = "showCheckpoint", tag = "ledger",
    params(("seq" = i64, Path, description = "The entry it vouches for")),
    responses((status = 200, description = "The checkpoint", body = CheckpointJson)),
)]
async fn issued(by: ApiCaller, State(web): State<Web>, Key(seq): Key<i64>) -> Result<Json<CheckpointJson>> {
    Ok(Json(web.app.ledger().issued(&by.caller, seq).await?.into()))
}

/// A checkpoint to be checked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckBody {
    /// Its whole text, as it was received.
    checkpoint: String,
    /// The public key kept with it, in PEM; left out, the installation's own is taken.
    public_key: Option<String>,
}

/// What a checkpoint says of the ledger as it is now.
#[derive(Debug, Serialize, ToSchema)]
struct CheckResult {
    /// True when everything up to the checkpoint, and everything since, is as it was written.
    sound: bool,
    /// What became of the entry it names.
    said: &'static str,
    /// The entry it vouches for.
    seq: u64,
    /// When it was issued.
    at: Timestamp,
    /// What is wrong with the ledger otherwise.
    ledger: Verification,
}

/// Check a checkpoint.
///
/// Against the ledger as it is now, and the ledger itself. Nothing is changed.
#[utoipa::path(
    post, path = "/ledger/checkpoints/check", operation_id = "checkCheckpoint", tag = "ledger",
    request_body = CheckBody,
    responses((status = 200, description = "What it says", body = CheckResult)),
)]
async fn check(by: ApiCaller, State(web): State<Web>, Body(body): Body<CheckBody>) -> Result<Json<CheckResult>> {
    let mut on = |_| ControlFlow::Continue(());
    let given = (body.checkpoint.as_str(), body.public_key.as_deref());
    let checked = web.app.ledger().check_checkpoint(&by.caller, given, &mut on).await?;
    Ok(Json(CheckResult {
        sound: checked.is_sound(),
        said: checked.held.text(by.lang),
        seq: checked.checkpoint.head().seq,
        at: checked.checkpoint.at(),
        ledger: Verification {
            intact: checked.report.is_intact(),
            summary: checked.report.summary(by.lang),
            count: checked.report.count,
            findings: findings(&checked.report.findings, by.lang),
            total: checked.report.total,
        },
    }))
}

/// The public key.
#[derive(Debug, Serialize, ToSchema)]
struct PublicKey {
    /// In PEM; keep it with the checkpoints.
    pem: String,
}

/// Show the public key.
///
/// With which checkpoints are checked.
#[utoipa::path(
    get, path = "/ledger/key", operation_id = "showLedgerKey", tag = "ledger",
    responses((status = 200, description = "The key", body = PublicKey)),
)]
async fn key(by: ApiCaller, State(web): State<Web>) -> Result<Json<PublicKey>> {
    Ok(Json(PublicKey { pem: web.app.ledger().public_key(&by.caller)? }))
}
