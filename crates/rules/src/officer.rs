//! What officers decided, read from the approvals of an engagement (NISC-2008 5.1(3) to 5.1(5)).

use domain::{
    approval::{Approval, ApprovalKind, ApprovalState, Decided, Outcome},
    engagement::Criticality,
    id::ApprovalId,
    risk::Permit,
};
use jiff::{Timestamp, civil::Date, tz::Offset};
use serde::Serialize;

use crate::{
    fix::Fix,
    reason::{Reason, ReasonCode},
};

/// An officer's decision whether the work is critical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The approval it stands in.
    pub approval: ApprovalId,
    /// What was decided; never `Unjudged`.
    pub criticality: Criticality,
    /// The day, in Japan.
    pub on: Date,
}

/// The last permit and whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitState<'a> {
    /// None was ever given.
    Missing,
    /// It holds today.
    InForce(&'a Permit),
    /// Its last day is past.
    Expired(&'a Permit),
    /// Its first day is still to come.
    NotBegun(&'a Permit),
}

/// The civil day of an instant in Japan.
#[must_use]
pub fn day_in_japan(at: Timestamp) -> Date {
    Offset::constant(9).to_datetime(at).date()
}

/// Approved decisions of one kind, with their approvals.
fn approved(approvals: &[Approval], kind: ApprovalKind) -> impl Iterator<Item = (&Approval, &Decided)> {
    approvals
        .iter()
        .filter(move |a| a.request.kind() == kind && a.state == ApprovalState::Approved)
        .filter_map(|a| a.decided.as_ref().map(|d| (a, d)))
}

/// The last decision on the work, if any. The register's version is of no account: the officer decided on this
/// engagement.
#[must_use]
pub fn judgement(approvals: &[Approval]) -> Option<Judgement> {
    approved(approvals, ApprovalKind::Criticality)
        .filter_map(|(approval, decided)| {
            let criticality = match decided.outcome {
                Outcome::Critical => Criticality::Critical,
                Outcome::NotCritical => Criticality::NotCritical,
                _ => return None,
            };
            Some((decided.at, approval.id, criticality))
        })
        .max_by_key(|(at, id, _)| (*at, *id))
        .map(|(at, approval, criticality)| Judgement { approval, criticality, on: day_in_japan(at) })
}

/// The last permit that holds today, or else the last one.
#[must_use]
pub fn permit(approvals: &[Approval], today: Date) -> PermitState<'_> {
    approved(approvals, ApprovalKind::Exception)
        .filter_map(|(approval, decided)| match &decided.outcome {
            Outcome::Permitted { permit } => Some((decided.at, approval.id, permit.as_ref())),
            _ => None,
        })
        .max_by_key(|(at, id, permit)| (holds(permit, today), *at, *id))
        .map_or(PermitState::Missing, |(_, _, permit)| {
            if holds(permit, today) {
                PermitState::InForce(permit)
            } else if permit.until < today {
                PermitState::Expired(permit)
            } else {
                PermitState::NotBegun(permit)
            }
        })
}

fn holds(permit: &Permit, today: Date) -> bool {
    permit.granted_on <= today && today <= permit.until
}

/// A request that is not settled in the requester's favour: waiting, sent back, or refused.
pub(crate) struct Open<'a> {
    approval: &'a Approval,
}

/// The request of a kind that a person should know of: one that waits, or else the last one when it was sent back or
/// refused.
pub(crate) fn open(approvals: &[Approval], wanted: impl Fn(&Approval) -> bool) -> Option<Open<'_>> {
    approvals
        .iter()
        .filter(|a| wanted(a) && a.state != ApprovalState::Withdrawn)
        .max_by_key(|a| (a.state == ApprovalState::Pending, a.requested_at, a.id))
        .filter(|a| a.state != ApprovalState::Approved)
        .map(|approval| Open { approval })
}

impl Open<'_> {
    pub(crate) fn is_pending(&self) -> bool {
        self.approval.state == ApprovalState::Pending
    }

    /// The reason, given the codes for waiting, sent back and refused.
    pub(crate) fn reason(&self, [waiting, sent_back, refused]: [ReasonCode; 3]) -> Reason {
        let (code, at) = match self.approval.state {
            ApprovalState::Pending => (waiting, self.approval.requested_at),
            ApprovalState::SentBack => (sent_back, self.decided_at()),
            _ => (refused, self.decided_at()),
        };
        Reason::new(code).on(day_in_japan(at))
    }

    /// What follows: wait, mend, or ask anew.
    pub(crate) fn fix(&self, anew: Fix) -> Fix {
        match self.approval.state {
            ApprovalState::Pending => Fix::AwaitApproval(self.approval.id),
            ApprovalState::SentBack => Fix::MendSentBack(self.approval.id),
            _ => anew,
        }
    }

    fn decided_at(&self) -> Timestamp {
        self.approval.decided.as_ref().map_or(self.approval.requested_at, |d| d.at)
    }
}

/// Whether a decision still has to reach the chief officer (NISC-2008 5.1(4)): the reason and the next step.
pub(crate) fn report(approvals: &[Approval], judgement: Option<Judgement>) -> Option<(Reason, Option<Fix>)> {
    let judgement = judgement?;
    let updates: Vec<&Approval> = approvals
        .iter()
        .filter(|a| a.request.kind() == ApprovalKind::RegisterUpdate && day_in_japan(a.requested_at) >= judgement.on)
        .collect();
    if updates.iter().any(|a| matches!(a.state, ApprovalState::Approved | ApprovalState::Refused)) {
        return None;
    }
    let since = updates.iter().filter(|a| a.state == ApprovalState::Pending).map(|a| a.requested_at).max();
    Some(match since {
        Some(since) => (Reason::new(ReasonCode::RegisterReportWaiting).on(day_in_japan(since)), None),
        None => (Reason::new(ReasonCode::RegisterReportDue), Some(Fix::ReportToChief(judgement.approval))),
    })
}
