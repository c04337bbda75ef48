//! The information ledger of engagements: entries, receipts, proof of disposal, the ledger as a workbook.

mod around;

use app::handovers::{Book, Entry, RawDisposal, RawHandover, RawReceipt, Still};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Lang, calendar::EngagementNumber, engagement::Criticality, engagement::InformationKind, handover, id::HandoverId,
    problem::Problems,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{
        CarrierCode, CarrierLabel, Code, CopyPermissionCode, CopyPermissionLabel, CriticalityCode, CriticalityLabel,
        DisposalMethodCode, DisposalMethodLabel, HandoverKindCode, HandoverKindLabel, InformationKindCode,
        ReceiptWayLabel, SecrecyMarkCode, in_query,
    },
    common::{DONE, Made, MadeId, PersonRef},
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
}

/// A receipt.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverReceipt {
    /// When.
    at: Timestamp,
    /// How it came to be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<ReceiptWayLabel>,
    /// In what condition.
    condition: String,
    /// Id of the signed paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
}

/// What is known of a disposal.
#[derive(Debug, Serialize, ToSchema)]
struct DisposalReport {
    /// How.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<DisposalMethodLabel>,
    /// What carried it.
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<String>,
    /// The medium's serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    /// Program or machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    tool: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    performer: Option<String>,
    /// Who looked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    performed_on: Option<Date>,
    /// Number of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    report_number: Option<String>,
    /// When the report came.
    #[serde(skip_serializing_if = "Option::is_none")]
    report_received_on: Option<Date>,
    /// Id of the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
    /// Ids of what shows it.
    evidence: Vec<String>,
    /// Who confirmed it on the client's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_by: Option<PersonRef>,
}

/// An entry of the information ledger.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverEntry {
    /// Id, `hnd_…`.
    id: String,
    /// Number within the engagement.
    no: i64,
    /// What happened.
    kind: HandoverKindLabel,
    /// The item.
    item: String,
    /// How many.
    quantity: u32,
    /// In what form.
    carrier: CarrierLabel,
    /// Serial numbers of media.
    serials: Vec<String>,
    /// The mark to print on it, in the language asked for.
    mark: String,
    /// Judgement.
    criticality: CriticalityLabel,
    /// Codes of its kinds of information.
    information: Vec<String>,
    /// Id of the contractor that gave it; left out for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Id of the contractor that received it; left out for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Id of the handler it was meant for.
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<String>,
    /// When.
    at: Timestamp,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// Why the work needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    necessity: Option<String>,
    /// How it was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// What protected it on the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    protection: Option<String>,
    /// Where it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Whether copies may be made.
    copying: CopyPermissionLabel,
    /// When it is to come back.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_back: Option<Date>,
    /// Days agreed for a written note after what was spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    note_within_days: Option<u16>,
    /// When the note was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    note_given_on: Option<Date>,
    /// That it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<HandoverReceipt>,
    /// How it was destroyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    disposal: Option<DisposalReport>,
    /// What a disposal or return still lacks; while it is there the item stays in the balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    unproven: Option<String>,
    /// Something is still to be done about it.
    waits: bool,
    /// Who entered it.
    entered_by: PersonRef,
    /// When.
    entered_at: Timestamp,
    /// Grows by one with each change.
    revision: i64,
}

fn firm(side: handover::Side) -> Option<String> {
    match side {
        handover::Side::Client => None,
        handover::Side::Contractor(id) => Some(id.to_string()),
    }
}

impl HandoverEntry {
    fn of(web: &Web, book: &Book, (entry, lang): (&Entry, Lang)) -> Self {
        let h = &entry.handover;
        let text = |t: &Option<domain::text::Title>| t.as_ref().map(ToString::to_string);
        let ground = |t: &Option<domain::text::Ground>| t.as_ref().map(ToString::to_string);
        Self {
            id: h.id.to_string(),
            no: entry.no,
            kind: HandoverKindLabel::new(h.kind, lang),
            item: h.item.to_string(),
            quantity: h.quantity.get(),
            carrier: CarrierLabel::new(h.carrier, lang),
            serials: h.serials.iter().map(ToString::to_string).collect(),
            mark: h.marking.line(lang),
            criticality: CriticalityLabel::new(h.criticality, lang),
            information: h.information.iter().map(|k| k.code().to_owned()).collect(),
            from: firm(h.from),
            to: firm(h.to),
            handler: h.handler.map(|id| id.to_string()),
            at: h.at,
            purpose: ground(&h.purpose),
            necessity: ground(&h.necessity),
            method: text(&h.method),
            protection: text(&h.protection),
            place: text(&h.place),
            copying: CopyPermissionLabel::new(h.copying, lang),
            due_back: h.due_back,
            note_within_days: h.note.map(|n| n.within_days),
            note_given_on: h.note.and_then(|n| n.given_on),
            receipt: h.receipt.as_ref().map(|r| HandoverReceipt {
                at: r.at,
                way: entry.receipt_way.map(|w| ReceiptWayLabel::new(w, lang)),
                condition: r.condition.to_string(),
                paper: entry.receipt_paper.map(|id| id.to_string()),
            }),
            disposal: h.disposal.as_ref().map(|d| DisposalReport {
                method: d.method.map(|m| DisposalMethodLabel::new(m, lang)),
                media: text(&d.media),
                serial: text(&d.serial),
                tool: text(&d.tool),
                place: text(&d.place),
                performer: text(&d.performer),
                witness: text(&d.witness),
                performed_on: d.performed_on,
                report_number: text(&d.report_number),
                report_received_on: d.report_received_on,
                certificate: d.certificate.map(|id| id.to_string()),
                evidence: d.evidence.iter().map(ToString::to_string).collect(),
                confirmed_by: d.confirmed_by.map(|id| PersonRef::of(id, &book.names)),
            }),
            unproven: app::rules::handover::unproven(h).map(|r| r.text(web.app.catalogue(), lang)),
            waits: entry.waits,
            entered_by: PersonRef::of(entry.entered_by, &book.names),
            entered_at: entry.entered_at,
            revision: entry.revision,
        }
    }
}

/// What a contractor still holds of an item.
#[derive(Debug, Serialize, ToSchema)]
struct HeldItem {
    /// The item.
    item: String,
    /// Its form.
    carrier: CarrierLabel,
    /// Id of the holder.
    holder: String,
    /// Name of the holder.
    holder_name: String,
    /// How many.
    held: i64,
    /// Of these, said to be gone without proof.
    claimed: i64,
}

impl HeldItem {
    fn of(still: &Still, lang: Lang) -> Self {
        Self {
            item: still.item.to_string(),
            carrier: CarrierLabel::new(still.carrier, lang),
            holder: still.holder.to_string(),
            holder_name: still.holder_name.to_string(),
            held: still.held,
            claimed: still.claimed,
        }
    }
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

/// Enter that the written note after a spoken disclosure was given.
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
