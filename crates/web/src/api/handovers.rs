//! The information ledger of engagements: entries, receipts, proof of disposal, the ledger as a workbook.

mod accesses;
mod around;
mod entry;

use app::handovers::{RawDisposal, RawHandover, RawReceipt};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    calendar::EngagementNumber, engagement::Criticality, engagement::InformationKind, handover, id::HandoverId,
    problem::Problems,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::entry::{HandoverEntry, HeldItem};
use super::{
    ApiCaller,
    coded::{
        CarrierCode, Code, CopyPermissionCode, CriticalityCode, DisposalMethodCode, HandoverKindCode,
        InformationKindCode, SecrecyMarkCode, in_query,
    },
    common::{DONE, Made, MadeId},
    extract::{Body, Key, Params, checked, limit, number},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, record))
        .routes(routes!(show))
        .routes(routes!(receive))
        .routes(routes!(note))
        .routes(routes!(prove))
        .routes(routes!(export))
        .routes(routes!(import))
        .merge(around::routes())
        .merge(accesses::routes())
}

/// A page of the ledger with its balance.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverList {
    /// Entries, the newest first.
    items: Vec<HandoverEntry>,
    /// Where to go on: the parameter `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
    /// Entries in all.
    count: i64,
    /// What is still held.
    held: Vec<HeldItem>,
    /// Numbers of the entries about which something is still to be done.
    waiting: Vec<i64>,
}

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HandoverParams {
    /// Only entries before this number.
    before: Option<String>,
    /// Only entries of a kind.
    kind: Option<String>,
    /// Entries of the page, 1 to 200; 50 when it is not given.
    limit: Option<String>,
}

/// List the information ledger of an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/handovers", operation_id = "listHandovers", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), HandoverParams),
    responses((status = 200, description = "Entries and balance", body = HandoverList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Key(engagement): Key<EngagementNumber>,
    Params(params): Params<HandoverParams>,
) -> Result<Json<HandoverList>> {
    let mut problems = Problems::new();
    let before = number(&mut problems, "before", params.before.as_deref());
    let kind: Option<handover::HandoverKind> = in_query(&mut problems, "kind", params.kind.as_deref());
    let rows = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let book = web.app.handovers().show(&by.caller, engagement, (before, kind, rows)).await?;
    Ok(Json(HandoverList {
        items: book.entries.iter().map(|e| HandoverEntry::of(&web, &book, (e, by.lang))).collect(),
        next: book.next,
        count: book.count,
        held: book.held.iter().map(|s| HeldItem::of(s, by.lang)).collect(),
        waiting: book.waiting.iter().map(|e| e.no).collect(),
    }))
}

/// An entry to be recorded. What is left out follows from the engagement, or is not known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandoverBody {
    /// What happened.
    kind: HandoverKindCode,
    /// The item, by its name on the engagement's list.
    item: String,
    /// In what form.
    carrier: CarrierCode,
    /// Day, in Japan.
    on: String,
    /// Time of day in Japan, `14:30`.
    #[serde(default)]
    time: String,
    /// How many; one when left out.
    #[serde(default)]
    quantity: Option<u32>,
    /// Serial numbers of media.
    #[serde(default)]
    serials: Vec<String>,
    /// Id of the handler who receives it; needed when something is provided or made accessible.
    #[serde(default)]
    handler: String,
    /// What it is for.
    #[serde(default)]
    purpose: String,
    /// Why the work needs it.
    #[serde(default)]
    necessity: String,
    /// How it was handed over.
    #[serde(default)]
    method: String,
    /// What protects it on the way.
    #[serde(default)]
    protection: String,
    /// Secrecy mark; the one that follows from the item when left out.
    #[serde(default)]
    mark: Option<SecrecyMarkCode>,
    /// Class of one's own scheme.
    #[serde(default)]
    class: String,
    /// Who may see it; the handler when left out.
    #[serde(default)]
    audience: String,
    /// Judgement; that of the engagement's list when left out.
    #[serde(default)]
    criticality: Option<CriticalityCode>,
    /// Kinds of information; those of the engagement when left out.
    #[serde(default)]
    information: Vec<InformationKindCode>,
    /// Where it may be used.
    #[serde(default)]
    place: String,
    /// Whether copies may be made; by permission when left out.
    #[serde(default)]
    copying: Option<CopyPermissionCode>,
    /// When it is to come back.
    #[serde(default)]
    due_back: String,
    /// Days within which a written note follows; only for what is spoken.
    #[serde(default)]
    note_days: Option<u32>,
}

fn code<T: super::coded::CodeList>(code: Option<&Code<T>>) -> String {
    code.map(|c| c.text().to_owned()).unwrap_or_default()
}

impl HandoverBody {
    fn raw(self) -> RawHandover {
        RawHandover {
            kind: self.kind.text().to_owned(),
            item: self.item,
            quantity: self.quantity.map(|n| n.to_string()).unwrap_or_default(),
            serials: self.serials.join("\n"),
            mark: code::<handover::SecrecyMark>(self.mark.as_ref()),
            class: self.class,
            audience: self.audience,
            criticality: code::<Criticality>(self.criticality.as_ref()),
            information: self.information.iter().map(|k: &Code<InformationKind>| k.text().to_owned()).collect(),
            carrier: self.carrier.text().to_owned(),
            purpose: self.purpose,
            necessity: self.necessity,
            handler: self.handler,
            on: self.on,
            time: self.time,
            method: self.method,
            protection: self.protection,
            place: self.place,
            copying: code::<handover::CopyPermission>(self.copying.as_ref()),
            due_back: self.due_back,
            note_days: self.note_days.map(|n| n.to_string()).unwrap_or_default(),
        }
    }
}

/// Record a hand-over.
///
/// What is provided or made accessible passes the release gate G5 first; each condition that does not hold is named with its
/// source. What leaves more than is held is refused.
#[utoipa::path(
    post, path = "/engagements/{number}/handovers", operation_id = "recordHandover", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = HandoverBody,
    responses((status = 201, description = "Recorded; its address is in Location", body = MadeId)),
)]
async fn record(
    by: ApiCaller,
    State(web): State<Web>,
    Key(engagement): Key<EngagementNumber>,
    Body(body): Body<HandoverBody>,
) -> Result<Made<MadeId>> {
    let id = web.app.handovers().record(&by.caller, engagement, &body.raw()).await?;
    Ok(Made(format!("/engagements/{engagement}/handovers/{id}"), MadeId { id: id.to_string() }))
}

/// Show an entry.
#[utoipa::path(
    get, path = "/engagements/{number}/handovers/{id}", operation_id = "showHandover", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hnd_…`")),
    responses((status = 200, description = "The entry", body = HandoverEntry)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key((engagement, id)): Key<(EngagementNumber, HandoverId)>,
) -> Result<Json<HandoverEntry>> {
    let single = web.app.handovers().entry(&by.caller, engagement, id).await?;
    Ok(Json(HandoverEntry::of(&web, &single.book, (&single.entry, by.lang))))
}

/// A receipt to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptBody {
    /// Day, in Japan.
    on: String,
    /// Time of day in Japan.
    #[serde(default)]
    time: String,
    /// In what condition.
    #[serde(default)]
    condition: String,
    /// Id of the signed receipt among the engagement's files; needed for what a contractor received.
    #[serde(default)]
    paper: String,
}

/// Enter a receipt.
///
/// From the signed paper for what a contractor received; our own for what came back.
#[utoipa::path(
    post, path = "/engagements/{number}/handovers/{id}/receipt", operation_id = "receiveHandover", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hnd_…`")),
    request_body = ReceiptBody,
    responses((status = 204, description = "Entered")),
)]
async fn receive(
    by: ApiCaller,
    State(web): State<Web>,
    Key(at): Key<(EngagementNumber, HandoverId)>,
    Body(body): Body<ReceiptBody>,
) -> Result<StatusCode> {
    let raw = RawReceipt { on: body.on, time: body.time, condition: body.condition, paper: body.paper };
    web.app.handovers().receive(&by.caller, at, &raw).await?;
    Ok(DONE)
}

/// A day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteBody {
    /// Day, in Japan.
    on: String,
}

/// Enter that a written note was given.
///
/// The one agreed after a spoken disclosure.
#[utoipa::path(
    post, path = "/engagements/{number}/handovers/{id}/note", operation_id = "giveHandoverNote", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hnd_…`")),
    request_body = NoteBody,
    responses((status = 204, description = "Entered")),
)]
async fn note(
    by: ApiCaller,
    State(web): State<Web>,
    Key(at): Key<(EngagementNumber, HandoverId)>,
    Body(body): Body<NoteBody>,
) -> Result<StatusCode> {
    web.app.handovers().note_given(&by.caller, at, &body.on).await?;
    Ok(DONE)
}

/// The report of a disposal. What is left out is not known yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DisposalBody {
    /// How.
    #[serde(default)]
    method: Option<DisposalMethodCode>,
    /// What carried it.
    #[serde(default)]
    media: String,
    /// The medium's serial number.
    #[serde(default)]
    serial: String,
    /// Program or machine.
    #[serde(default)]
    tool: String,
    /// Where.
    #[serde(default)]
    place: String,
    /// By whom.
    #[serde(default)]
    performer: String,
    /// Who looked on; another person.
    #[serde(default)]
    witness: String,
    /// When.
    #[serde(default)]
    performed_on: String,
    /// Number of the report.
    #[serde(default)]
    report_number: String,
    /// When the report came.
    #[serde(default)]
    report_received_on: String,
    /// Id of the certificate among the engagement's files.
    #[serde(default)]
    certificate: String,
    /// Ids of what shows it.
    #[serde(default)]
    evidence: Vec<String>,
    /// The caller has looked at report and proof and confirms them.
    #[serde(default)]
    confirmed: bool,
}

/// Enter the report of a disposal.
///
/// It takes the place of what was known before. While anything is missing the item stays in the balance.
#[utoipa::path(
    put, path = "/engagements/{number}/handovers/{id}/disposal", operation_id = "proveDisposal", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `hnd_…`")),
    request_body = DisposalBody,
    responses((status = 204, description = "Entered")),
)]
async fn prove(
    by: ApiCaller,
    State(web): State<Web>,
    Key(at): Key<(EngagementNumber, HandoverId)>,
    Body(body): Body<DisposalBody>,
) -> Result<StatusCode> {
    let raw = RawDisposal {
        method: code::<handover::DisposalMethod>(body.method.as_ref()),
        media: body.media,
        serial: body.serial,
        tool: body.tool,
        place: body.place,
        performer: body.performer,
        witness: body.witness,
        performed_on: body.performed_on,
        report_number: body.report_number,
        report_received_on: body.report_received_on,
        certificate: body.certificate,
        evidence: body.evidence,
        confirm: if body.confirmed { "yes".to_owned() } else { String::new() },
    };
    web.app.handovers().prove(&by.caller, at, &raw).await?;
    Ok(DONE)
}

/// Download the ledger as a workbook.
///
/// Rows can be added to it and sent to `importHandovers`.
#[utoipa::path(
    get, path = "/engagements/{number}/handover-workbook", operation_id = "exportHandovers", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The workbook",
        content((Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
)]
async fn export(by: ApiCaller, State(web): State<Web>, Key(engagement): Key<EngagementNumber>) -> Result<Response> {
    let file = web.app.handovers().export(&by.caller, engagement, by.lang).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    Ok((headers, file.bytes).into_response())
}

/// A cell that is wrong.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverSlip {
    /// `C12`
    cell: String,
    /// Head of its column.
    head: String,
    /// What stands there.
    value: String,
    /// What is wrong and what is allowed.
    detail: String,
}

/// What a workbook did.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverImport {
    /// Rows that became entries; none of them while anything is wrong.
    recorded: usize,
    /// Rows that were on record already.
    known: usize,
    /// What is wrong.
    wrong: Vec<HandoverSlip>,
}

/// Take in a workbook.
///
/// Its bytes as the body. All rows without a number become entries, or none when anything is wrong; then the answer is 200
/// with `recorded` 0 and every cell that is wrong.
#[utoipa::path(
    post, path = "/engagements/{number}/handover-workbook", operation_id = "importHandovers", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body(description = "The workbook", content((Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "Taken in, or what is wrong", body = HandoverImport)),
)]
async fn import(
    by: ApiCaller,
    State(web): State<Web>,
    Key(engagement): Key<EngagementNumber>,
    body: Bytes,
) -> Result<Json<HandoverImport>> {
    let found = web.app.handovers().import(&by.caller, engagement, ("workbook", body.to_vec())).await?;
    let fresh = found.fresh();
    Ok(Json(HandoverImport {
        recorded: if found.wrong.is_empty() { fresh } else { 0 },
        known: found.lines.len().saturating_sub(fresh),
        wrong: found
            .wrong
            .iter()
            .map(|w| HandoverSlip {
                cell: w.cell.clone(),
                head: w.head.clone(),
                value: w.value.clone(),
                detail: w.problem.text(by.lang),
            })
            .collect(),
    }))
}
