//! Handing information over: the release gate G5, the receipt, spoken disclosures, the balance and the close
//! (NISC-2008 8.1; §6.1 and G5 of the requirements).

mod balance;
mod release;
mod rule;

use domain::{
    calendar::DueRule,
    engagement::{Criticality, InformationKind},
    handover::{Carrier, DisposalProof, Handover, HandoverKind, NamedHandler, Side},
};
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    officer::day_in_japan,
    reason::{Reason, ReasonCode, Value},
};

pub use balance::{Balance, BalanceError, Held, Holding};
pub use release::{End, InForce, RELEASE, ReleaseCase, release};
pub use rule::rule_accepted;

/// How much proof a disposal of an item asks for: a certificate with a witness for personal data, individual numbers and
/// critical information, a written report for the rest.
#[must_use]
pub fn proof_needed(entry: &Handover) -> DisposalProof {
    let personal = [InformationKind::Personal, InformationKind::MyNumber];
    if entry.criticality == Criticality::Critical || personal.iter().any(|k| entry.information.contains(k)) {
        DisposalProof::Certificate
    } else {
        DisposalProof::Report
    }
}

/// Why what an entry says is only a claim so far; `None` when it counts.
///
/// A disposal counts with a complete report, a return with the receipt of whoever took it back. Saying that something is
/// gone is not enough.
#[must_use]
pub fn unproven(entry: &Handover) -> Option<Reason> {
    let items = || Value::Names(vec![entry.item.to_string()]);
    match entry.kind {
        HandoverKind::Discard | HandoverKind::Erase => {
            let empty = domain::handover::Disposal::default();
            let missing = entry.disposal.as_ref().unwrap_or(&empty).missing(entry.carrier, proof_needed(entry));
            let fields: Vec<&str> = missing.iter().map(|f| f.words().ja).collect();
            let english: Vec<&str> = missing.iter().map(|f| f.words().en).collect();
            (!missing.is_empty()).then(|| {
                let fields = Value::Both(fields.join("、"), english.join(", "));
                Reason::new(ReasonCode::DisposalIncomplete).with("items", items()).with("fields", fields)
            })
        }
        HandoverKind::Return => {
            let taken = entry.receipt.as_ref().is_some_and(|r| {
                let by_someone = match entry.to {
                    Side::Client => r.person.is_some(),
                    Side::Contractor(_) => r.handler.is_some(),
                };
                by_someone && r.at >= entry.at
            });
            (!taken).then(|| Reason::new(ReasonCode::ReceiptMissing))
        }
        _ => None,
    }
}

/// Why the receipt of a release does not count: someone else took it, or before it was handed over. A release without a
/// receipt is open, not wrong.
///
/// # Errors
/// The reason.
pub fn receipt(entry: &Handover, handlers: &[NamedHandler]) -> Result<(), Reason> {
    let Some(receipt) = &entry.receipt else { return Err(Reason::new(ReasonCode::ReceiptMissing)) };
    if receipt.at < entry.at {
        return Err(Reason::new(ReasonCode::ReceiptBeforeRelease).on(day_in_japan(entry.at)));
    }
    if matches!(entry.to, Side::Contractor(_)) && (receipt.handler.is_none() || receipt.handler != entry.handler) {
        let named = handlers.iter().find(|h| Some(h.id) == entry.handler).map(|h| h.name.to_string());
        return Err(Reason::new(ReasonCode::ReceiptByOther).with("name", Value::Text(named.unwrap_or_default())));
    }
    Ok(())
}

/// Where the written note after a spoken disclosure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "day", rename_all = "snake_case")]
pub enum NoteState {
    /// Nothing was spoken, or no note is agreed.
    NotAsked,
    /// Due on the day.
    Waiting(Date),
    /// Given on the day, in time.
    Given(Date),
    /// Given on the day, too late.
    GivenLate(Date),
    /// Not given; it was due on the day.
    Late(Date),
}

/// Where the written note of an entry stands today. The day of the talk does not count (DL5), and a note that is to come
/// has not come.
#[must_use]
pub fn note_state(entry: &Handover, days: &domain::calendar::BusinessDays, today: Date) -> NoteState {
    let Some(note) = entry.note.filter(|_| entry.carrier == Carrier::Spoken) else { return NoteState::NotAsked };
    let rule = DueRule::Days { n: note.within_days, roll: domain::calendar::Roll::Stay };
    let due = rule.from_day(day_in_japan(entry.at), days);
    match note.given_on.filter(|on| *on <= today) {
        Some(on) if on <= due => NoteState::Given(on),
        Some(on) => NoteState::GivenLate(on),
        None if today <= due => NoteState::Waiting(due),
        None => NoteState::Late(due),
    }
}
