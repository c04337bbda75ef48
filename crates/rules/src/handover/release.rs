//! The release gate G5: before information goes out, each time (§2.3).

use domain::{
    Words,
    handover::{Handover, NamedHandler, Side},
    id::ContractorId,
    text::Title,
};
use jiff::civil::Date;

use crate::{
    act::{ActCondition, ActReport, ensure},
    officer::day_in_japan,
    reason::{Reason, ReasonCode, Value},
};

/// Until when something holds. That nobody wrote an end down is not the same as having none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A last day.
    On(Date),
    /// None, as its text says: it holds until it is ended.
    Open,
    /// Nobody wrote it down: it holds on no day.
    Unknown,
}

/// From when until when something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// First day.
    pub from: Date,
    /// Its end.
    pub until: End,
}

impl InForce {
    /// True on a day within.
    #[must_use]
    pub fn covers(self, day: Date) -> bool {
        let before_end = match self.until {
            End::On(until) => day <= until,
            End::Open => true,
            End::Unknown => false,
        };
        self.from <= day && before_end
    }
}

/// A release with everything it is judged by. What is not known is `None` or empty and keeps the gate shut.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseCase<'a> {
    /// The entry about to be made.
    pub entry: &'a Handover,
    /// Names of the items on the engagement's list.
    pub listed: &'a [Title],
    /// Handlers named for the engagement.
    pub handlers: &'a [NamedHandler],
    /// Promises of secrecy with the receiving firm.
    pub secrecy: &'a [InForce],
    /// Contracts with the receiving firm.
    pub contracts: &'a [InForce],
    /// When the receiving firm accepted the handling rule now in force.
    pub rule_accepted_on: Option<Date>,
    /// The contractor and the subcontractors approved on the day of the release.
    pub approved: &'a [ContractorId],
}

const fn condition(id: &'static str, source: &'static str, ja: &'static str, en: &'static str) -> ActCondition {
    ActCondition { id, source, title: Words { ja, en } }
}

/// The conditions of G5, in order.
pub const RELEASE: &[ActCondition] = &[
    condition("G5-1", "N-5.2-1", "情報が案件の一覧に載っている", "The item is on the engagement's list"),
    condition("G5-2", "N-8.1-1", "仕事に要るものだと書かれている", "It is said why the work needs it"),
    condition("G5-3", "N-8.1-2", "受け取る人が名前で決まっている", "The person who receives it is named"),
    condition(
        "G5-4",
        "N-7.5-1",
        "受け取る人が、委託先か承認した再委託先に雇われている",
        "That person is employed by the contractor or an approved subcontractor",
    ),
    condition(
        "G5-5",
        "N-7.5-3",
        "受け取る会社が、委託先か承認した再委託先である",
        "The receiving firm is the contractor or an approved subcontractor",
    ),
    condition("G5-6", "CO-N1", "秘密保持の約束がその日に有効である", "A promise of secrecy is in force on that day"),
    condition("G5-7", "N-7.1-1", "契約がその日に有効である", "A contract is in force on that day"),
    condition(
        "G5-8",
        "N-8.1-6",
        "情報の取扱いの決まりを、渡す前に受け入れている",
        "The handling rule was accepted beforehand",
    ),
    condition("G5-9", "N-8.1-3", "安全な渡し方と、途中を守る手だてが決まっている", "Method and protection are settled"),
];

type Test = fn(&ReleaseCase<'_>, Date) -> Result<(), Reason>;

const TESTS: &[Test] =
    &[listed, needed, named, employed, approved, secrecy_in_force, contract_in_force, rule_accepted, safe_method];

/// Judges a release by the day it happens, not by today: one dated before the promise of secrecy is refused as well.
#[must_use]
pub fn release(case: &ReleaseCase<'_>) -> ActReport {
    let day = day_in_japan(case.entry.at);
    ActReport::new(RELEASE.iter().copied().zip(TESTS).map(|(condition, test)| (condition, test(case, day))))
}

fn listed(case: &ReleaseCase<'_>, _: Date) -> Result<(), Reason> {
    let item = &case.entry.item;
    ensure(
        || Some(case.listed.contains(item)),
        || Reason::new(ReasonCode::ItemNotListed).with("item", Value::Text(item.to_string())),
    )
}

fn needed(case: &ReleaseCase<'_>, _: Date) -> Result<(), Reason> {
    ensure(
        || Some(case.entry.necessity.is_some() && case.entry.purpose.is_some()),
        || Reason::new(ReasonCode::NeedMissing),
    )
}

fn handler<'a>(case: &ReleaseCase<'a>) -> Option<&'a NamedHandler> {
    let id = case.entry.handler?;
    case.handlers.iter().find(|h| h.id == id && h.engagement == case.entry.engagement)
}

fn receiver(case: &ReleaseCase<'_>) -> Option<ContractorId> {
    match case.entry.to {
        Side::Contractor(firm) => Some(firm),
        Side::Client => None,
    }
}

fn named(case: &ReleaseCase<'_>, day: Date) -> Result<(), Reason> {
    let Some(handler) = handler(case) else { return Err(Reason::new(ReasonCode::HandlerMissing)) };
    ensure(
        || {
            let agreed = handler.agreed_on? <= day && handler.is_at_work(day);
            Some(agreed && Some(handler.works_for) == receiver(case))
        },
        || Reason::new(ReasonCode::HandlerNotAgreed).with("name", Value::Text(handler.name.to_string())),
    )
}

fn employed(case: &ReleaseCase<'_>, _: Date) -> Result<(), Reason> {
    let Some(handler) = handler(case) else { return Err(Reason::new(ReasonCode::HandlerMissing)) };
    let name = || Value::Text(handler.name.to_string());
    match handler.employer {
        None => Err(Reason::new(ReasonCode::HandlerEmployerUnknown).with("name", name())),
        Some(firm) if case.approved.contains(&firm) => Ok(()),
        Some(_) => Err(Reason::new(ReasonCode::HandlerOfAnotherFirm).with("name", name())),
    }
}

fn approved(case: &ReleaseCase<'_>, _: Date) -> Result<(), Reason> {
    ensure(|| Some(case.approved.contains(&receiver(case)?)), || Reason::new(ReasonCode::ReceiverNotApproved))
}

fn secrecy_in_force(case: &ReleaseCase<'_>, day: Date) -> Result<(), Reason> {
    ensure(|| Some(case.secrecy.iter().any(|s| s.covers(day))), || Reason::new(ReasonCode::NdaNotInForce).on(day))
}

fn contract_in_force(case: &ReleaseCase<'_>, day: Date) -> Result<(), Reason> {
    ensure(
        || Some(case.contracts.iter().any(|c| c.covers(day))),
        || Reason::new(ReasonCode::ContractNotInForce).on(day),
    )
}

fn rule_accepted(case: &ReleaseCase<'_>, day: Date) -> Result<(), Reason> {
    ensure(|| Some(case.rule_accepted_on? <= day), || Reason::new(ReasonCode::RuleNotAccepted).on(day))
}

fn safe_method(case: &ReleaseCase<'_>, _: Date) -> Result<(), Reason> {
    ensure(
        || Some(case.entry.method.is_some() && case.entry.protection.is_some()),
        || Reason::new(ReasonCode::MethodMissing),
    )
}
