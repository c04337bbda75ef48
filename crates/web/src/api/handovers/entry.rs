//! Entries of the information ledger, as answers show them.

use app::handovers::{Book, Entry, Still};
use domain::{Lang, handover};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{
        coded::{
            CarrierLabel, CopyPermissionLabel, CriticalityLabel, DisposalMethodLabel, HandoverKindLabel,
            ReceiptWayLabel,
        },
        common::PersonRef,
    },
    server::Web,
};

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
pub(super) struct HandoverEntry {
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
    pub(super) fn of(web: &Web, book: &Book, (entry, lang): (&Entry, Lang)) -> Self {
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
pub(super) struct HeldItem {
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
    pub(super) fn of(still: &Still, lang: Lang) -> Self {
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
