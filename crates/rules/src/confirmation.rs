//! The confirmation document and the changes a contractor asks for (NISC-2008 7.2, 7.4; §6.3 of the requirements; F19).
//!
//! A version binds from the later of both signatures, and a later version only when it follows from a change that was held
//! against contract, confirmation and criteria and then allowed. Until then the version before it binds.

use std::collections::BTreeSet;

use catalogue::MeasureId;
use domain::{
    Words,
    confirmation::{ChangeDecision, ChangeRequest, Confirmation, ConfirmationForm, ContactRole},
    engagement::Answer,
};
use jiff::civil::Date;

use crate::{
    act::{ActCondition, ActReport},
    reason::{Reason, ReasonCode, Value},
};

/// What a confirmation is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed<'a> {
    /// Every version there is.
    pub versions: &'a [Confirmation],
    /// Changes asked for.
    pub changes: &'a [ChangeRequest],
    /// Measures the contract asks for.
    pub measures: &'a [MeasureId],
    /// Whether named staff is asked for; unknown counts as yes (7.2(3)).
    pub staff: Answer,
}

const fn condition(id: &'static str, source: &'static str, ja: &'static str, en: &'static str) -> ActCondition {
    ActCondition { id, source, title: Words { ja, en } }
}

/// The conditions of a confirmation, in order.
pub const CONFIRMATION: &[ActCondition] = &[
    condition("CF-1", "N-7.2-1", "双方の責任を書いた版がある", "There is a version that states both sides' duties"),
    condition(
        "CF-2",
        "N-7.2-1",
        "双方が署名し、委託先は責任者が署名した",
        "Both sides signed, theirs by the responsible person",
    ),
    condition("CF-3", "N-7.2-1", "契約の対策すべてに受け持ちがある", "Every measure of the contract has an owner"),
    condition(
        "CF-4",
        "N-7.2-2",
        "双方の責任者と技術の窓口に連絡できる",
        "Responsible persons and technical contacts can be reached",
    ),
    condition("CF-5", "N-7.2-3", "求めるときは従事者が名前で挙がっている", "Where asked for, the staff is named"),
    condition(
        "CF-6",
        "N-7.4-1",
        "前の版からの変更が調べられ、認められている",
        "What changed since the version before was examined and allowed",
    ),
];

/// The conditions of a change, in order.
pub const CHANGE: &[ActCondition] = &[
    condition("CH-1", "N-7.4-1", "契約と照らした", "It was held against the contract"),
    condition("CH-2", "N-7.4-1", "確認書と照らした", "It was held against the confirmation"),
    condition("CH-3", "N-7.4-1", "選定の基準と照らした", "It was held against the criteria of the selection"),
    condition("CH-4", "N-7.4-1", "こちらが認めた", "We allowed it"),
];

/// The version that binds on a day.
#[must_use]
pub fn in_force<'a>(case: &Confirmed<'a>, today: Date) -> Option<&'a Confirmation> {
    case.versions
        .iter()
        .filter(|v| v.signed_on().is_some_and(|on| on <= today) && follows(v, case.changes, today).is_ok())
        .max_by_key(|v| v.version)
}

/// Judges the version that binds on a day, or else the newest, so that it is seen what it lacks.
#[must_use]
pub fn confirmation(case: &Confirmed<'_>, today: Date) -> ActReport {
    let newest = || case.versions.iter().max_by_key(|v| v.version);
    let Some(version) = in_force(case, today).or_else(newest) else {
        let missing = CONFIRMATION.iter().map(|c| (*c, Err(Reason::new(ReasonCode::ConfirmationMissing))));
        return ActReport::new(missing);
    };
    let found = [
        Ok(()),
        signed(version, today),
        owned(version, case.measures),
        reachable(version),
        staffed(version, case.staff),
        follows(version, case.changes, today),
    ];
    ActReport::new(CONFIRMATION.iter().copied().zip(found))
}

/// The binding version as a reason.
#[must_use]
pub fn binding(case: &Confirmed<'_>, today: Date) -> Option<Reason> {
    let version = in_force(case, today)?;
    let code = match version.form {
        ConfirmationForm::InContract => ReasonCode::ConfirmationInContract,
        ConfirmationForm::Document | ConfirmationForm::Annex => ReasonCode::ConfirmationInForce,
    };
    let count = Value::Count(usize::try_from(version.version).unwrap_or(usize::MAX));
    Some(Reason::new(code).with("count", count).on(version.signed_on()?))
}

fn signed(version: &Confirmation, today: Date) -> Result<(), Reason> {
    let by = |signature: &Option<domain::confirmation::Signed>, ja, en| match signature {
        Some(signed) if signed.on <= today => Ok(()),
        _ => Err(Reason::new(ReasonCode::ConfirmationUnsigned).with("side", Value::Words(Words { ja, en }))),
    };
    by(&version.client, "委託元", "the client")?;
    by(&version.contractor, "委託先", "the contractor")?;
    let responsible = version.contacts.iter().find(|c| c.role == ContactRole::ContractorResponsible);
    match (&version.contractor, responsible) {
        (Some(signed), Some(contact)) if signed.name != contact.name => {
            let name = Value::Text(signed.name.to_string());
            Err(Reason::new(ReasonCode::ConfirmationSignedByOther).with("name", name))
        }
        _ => Ok(()),
    }
}

fn owned(version: &Confirmation, measures: &[MeasureId]) -> Result<(), Reason> {
    let settled: BTreeSet<&str> =
        version.measures.iter().filter(|m| m.owner.is_some()).map(|m| m.measure.as_str()).collect();
    let open: Vec<String> =
        measures.iter().map(MeasureId::as_str).filter(|m| !settled.contains(m)).map(str::to_owned).collect();
    // a list nobody made shows nothing
    if open.is_empty() && !measures.is_empty() {
        return Ok(());
    }
    let reason = Reason::new(ReasonCode::ConfirmationMeasuresOpen).with("count", Value::Count(open.len()));
    Err(reason.with("measures", Value::Names(open)))
}

fn reachable(version: &Confirmation) -> Result<(), Reason> {
    let known = |role: ContactRole| version.contacts.iter().any(|c| c.role == role && !c.reach.as_str().is_empty());
    let open: Vec<Words> = ContactRole::ALL.iter().filter(|r| !known(**r)).map(|r| r.words()).collect();
    if open.is_empty() {
        return Ok(());
    }
    let ja = open.iter().map(|w| w.ja).collect::<Vec<_>>().join("、");
    let en = open.iter().map(|w| w.en).collect::<Vec<_>>().join(", ");
    Err(Reason::new(ReasonCode::ConfirmationContactsOpen).with("contacts", Value::Both(ja, en)))
}

fn staffed(version: &Confirmation, asked: Answer) -> Result<(), Reason> {
    if asked == Answer::No || !version.staff.is_empty() {
        return Ok(());
    }
    Err(Reason::new(ReasonCode::ConfirmationStaffOpen))
}

/// A later version follows from a change allowed by the day.
fn follows(version: &Confirmation, changes: &[ChangeRequest], today: Date) -> Result<(), Reason> {
    if version.version == 1 {
        return Ok(());
    }
    let of = |c: &&ChangeRequest| Some(c.id) == version.change && c.engagement == version.engagement;
    let Some(change) = changes.iter().find(of) else {
        let count = Value::Count(usize::try_from(version.version).unwrap_or(usize::MAX));
        return Err(Reason::new(ReasonCode::ConfirmationChangeMissing).with("count", count));
    };
    match examine(change, today).refusals().next() {
        Some((_, reason)) => Err(reason.clone()),
        None => Ok(()),
    }
}

/// Judges a change on a day. What nobody looked at is not examined; one that departs from the contract needs an amendment,
/// one with which the contractor would not have been chosen is no change but another procurement.
#[must_use]
pub fn examine(change: &ChangeRequest, today: Date) -> ActReport {
    let with = |code, ja, en| Reason::new(code).with("what", Value::Words(Words { ja, en }));
    let look = &change.look;
    let amended = matches!(&change.decision, ChangeDecision::Approved { amendment: Some(_), .. });
    let contract = match look.contract {
        Answer::Unknown => Err(with(ReasonCode::ChangeUnexamined, "契約", "the contract")),
        Answer::No if !amended => Err(with(ReasonCode::ChangeAgainst, "契約", "the contract")),
        Answer::No | Answer::Yes => Ok(()),
    };
    let confirmation = match look.confirmation {
        Answer::Unknown => Err(with(ReasonCode::ChangeUnexamined, "確認書", "the confirmation")),
        Answer::No | Answer::Yes => Ok(()),
    };
    let criteria = match look.criteria {
        Answer::Unknown => Err(with(ReasonCode::ChangeUnexamined, "選定の基準", "the criteria of the selection")),
        Answer::No => Err(with(ReasonCode::ChangeAgainst, "選定の基準", "the criteria of the selection")),
        Answer::Yes => Ok(()),
    };
    let allowed = match &change.decision {
        ChangeDecision::Approved { say, .. } if say.on <= today => Ok(()),
        ChangeDecision::Refused { say } => Err(Reason::new(ReasonCode::ChangeRefused).on(say.on)),
        // allowed on a later day is not allowed yet
        ChangeDecision::Approved { .. } | ChangeDecision::Open => Err(Reason::new(ReasonCode::ChangeOpen)),
    };
    ActReport::new(CHANGE.iter().copied().zip([contract, confirmation, criteria, allowed]))
}
