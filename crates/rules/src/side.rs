//! Side states of work in service (§2.1, G6 of the requirements): what sets it apart from plain running, and why.

use domain::{
    confirmation::ChangeRequest,
    id::EngagementId,
    oversight::{DesignEvaluation, Incident, SideState},
    subcontract::{SubcontractDecision, SubcontractRequest},
};
use jiff::{Timestamp, civil::Date};

use crate::{
    acceptance,
    gates::{IN_SERVICE, InService, Own},
    officer::day_in_japan,
    reason::{Reason, ReasonCode, Value},
    watch,
};

/// What the side states are read from.
#[derive(Debug, Clone, Copy)]
pub struct SideCase<'a> {
    /// The engagement; facts of others are passed over.
    pub engagement: EngagementId,
    /// The record of service.
    pub service: InService<'a>,
    /// Incidents.
    pub incidents: &'a [Incident],
    /// Changes asked for.
    pub changes: &'a [ChangeRequest],
    /// Requests to pass work on.
    pub requests: &'a [SubcontractRequest],
    /// Promises with figures, and the last days of the periods they are measured over.
    pub levels: (&'a [watch::Measured<'a>], &'a [Date]),
    /// Now.
    pub now: Timestamp,
}

/// Reasons of the gate G6 that make work deficient: a report that is a little late is amber and not among them, nor is what
/// only we have not done.
const DEFICIENT: &[ReasonCode] = &[
    ReasonCode::ReportsDeficient,
    ReasonCode::ShortfallsOpen,
    ReasonCode::FindingsOverdue,
    ReasonCode::CertificatesExpired,
    ReasonCode::ChainUnapproved,
    ReasonCode::HandlerOfAnotherFirm,
];

/// The side states of an engagement, each with its reasons; none when it simply runs.
#[must_use]
pub fn side_states(case: &SideCase<'_>) -> Vec<(SideState, Vec<Reason>)> {
    let today = day_in_japan(case.now);
    let incidents: Vec<&Incident> = case.incidents.iter().filter(|i| i.engagement == case.engagement).collect();
    let all = [
        (SideState::Incident, ongoing(&incidents, today).into_iter().collect()),
        (SideState::Deficient, deficient(case, &incidents, today)),
        (SideState::ChangeReview, reviewed(case, today).into_iter().collect()),
        (SideState::SubcontractReview, passed_on(case, today).into_iter().collect()),
        (SideState::DesignPending, pending(case.service.design, today).into_iter().collect()),
    ];
    all.into_iter().filter(|(_, because): &(_, Vec<Reason>)| !because.is_empty()).collect()
}

fn counted(code: ReasonCode, days: &[Date]) -> Option<Reason> {
    let first = days.iter().min()?;
    Some(Reason::new(code).with("count", Value::Count(days.len())).on(*first))
}

pub(crate) fn ongoing(incidents: &[&Incident], today: Date) -> Option<Reason> {
    let since: Vec<Date> = incidents
        .iter()
        .filter(|i| i.is_open(today))
        .map(|i| day_in_japan(i.noticed_at))
        .filter(|day| *day <= today)
        .collect();
    counted(ReasonCode::IncidentsOpen, &since)
}

/// First words of incidents that came too late (F24).
#[must_use]
pub fn late_words(incidents: &[&Incident], now: Timestamp) -> Option<Reason> {
    let late: Vec<String> = incidents.iter().filter(|i| i.is_word_late(now)).map(|i| i.name.to_string()).collect();
    (!late.is_empty()).then(|| {
        let count = Value::Count(late.len());
        Reason::new(ReasonCode::IncidentWordLate).with("count", count).with("names", Value::Names(late))
    })
}

fn deficient(case: &SideCase<'_>, incidents: &[&Incident], today: Date) -> Vec<Reason> {
    let own = Own::new(&case.service, case.engagement);
    let facts = own.facts();
    let gate = IN_SERVICE.iter().filter(|(id, _)| id.starts_with("G6-"));
    let mut out: Vec<Reason> = gate
        .filter_map(|(_, look)| look(&facts, today)?.err())
        .flatten()
        .filter(|reason| DEFICIENT.contains(&reason.code))
        .collect();
    out.extend(watch::grave(facts.findings.unwrap_or_default(), today));
    out.extend(late_words(incidents, case.now));
    let (levels, ends) = case.levels;
    if let Some(Err(broken)) = watch::levels_kept(levels, ends, today) {
        out.extend(broken.into_iter().filter(|r| r.code == ReasonCode::LevelsBroken));
    }
    out
}

fn reviewed(case: &SideCase<'_>, today: Date) -> Option<Reason> {
    let own = case.changes.iter().filter(|c| c.engagement == case.engagement && c.is_open(today));
    counted(ReasonCode::ChangesOpen, &own.map(|c| c.asked_on).collect::<Vec<_>>())
}

fn passed_on(case: &SideCase<'_>, today: Date) -> Option<Reason> {
    let own = case.requests.iter().filter(|r| r.engagement == case.engagement && r.asked_on <= today);
    let open = own.filter(|r| matches!(r.decision, SubcontractDecision::Open));
    counted(ReasonCode::SubRequestsOpen, &open.map(|r| r.asked_on).collect::<Vec<_>>())
}

fn pending(design: Option<&DesignEvaluation>, today: Date) -> Option<Reason> {
    acceptance::design(design?, today).ok().filter(|reason| reason.code == ReasonCode::DesignLateAgreed)
}
