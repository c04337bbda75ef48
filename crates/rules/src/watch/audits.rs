//! Checks and audits from plan to follow-up (NISC-2008 6.3.3, 8.3(2); F26).

use domain::oversight::{Audit, Finding, Gravity};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;

use crate::reason::{Reason, ReasonCode, Value};

/// How a look stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "day", rename_all = "snake_case")]
pub enum AuditState {
    /// Called off, with a reason.
    CalledOff,
    /// To come; the contractor has to be told by the day.
    Planned(Date),
    /// To come, and the time of notice has begun without a word, or the word came too late.
    NoticeLate(Date),
    /// Its day has passed.
    Overdue(Date),
    /// Held on the day; report or working papers are missing.
    Held(Date),
    /// Reported on the day.
    Reported(Date),
}

/// How a look stands on a day.
#[must_use]
pub fn audit_state(audit: &Audit, today: Date) -> AuditState {
    let happened = |day: Option<Date>| day.filter(|on| *on <= today);
    if audit.called_off.is_some() {
        return AuditState::CalledOff;
    }
    if let Some(held) = happened(audit.held_on) {
        let papers = !audit.kind.is_audit() || !audit.papers.is_empty();
        return match happened(audit.reported_on) {
            Some(on) if papers => AuditState::Reported(on),
            _ => AuditState::Held(held),
        };
    }
    if audit.planned_by < today {
        return AuditState::Overdue(audit.planned_by);
    }
    let tell_by = audit.planned_by.checked_sub(i64::from(audit.notice_days).days()).unwrap_or(Date::MIN);
    match happened(audit.told_on) {
        Some(told) if told <= tell_by => AuditState::Planned(tell_by),
        None if today <= tell_by => AuditState::Planned(tell_by),
        _ => AuditState::NoticeLate(tell_by),
    }
}

/// Whether any look was held and reported by a day, so that an empty list of findings says something.
#[must_use]
pub fn looked(audits: &[Audit], today: Date) -> bool {
    audits.iter().any(|a| matches!(audit_state(a, today), AuditState::Reported(_)))
}

/// What is wrong with the looks of an engagement on a day.
#[must_use]
pub fn audit_flaws(audits: &[Audit], today: Date) -> Vec<Reason> {
    let states: Vec<(&Audit, AuditState)> = audits.iter().map(|a| (a, audit_state(a, today))).collect();
    let mut out = Vec::new();
    let overdue = states.iter().filter_map(|(_, s)| if let AuditState::Overdue(on) = s { Some(*on) } else { None });
    if let Some(first) = overdue.clone().min() {
        out.push(Reason::new(ReasonCode::AuditsOverdue).with("count", Value::Count(overdue.count())).on(first));
    }
    let late: Vec<(String, Date)> = states
        .iter()
        .filter_map(|(a, s)| if let AuditState::NoticeLate(by) = s { Some((a.name.to_string(), *by)) } else { None })
        .collect();
    if let Some(first) = late.iter().map(|(_, by)| *by).min() {
        let names = Value::Names(late.into_iter().map(|(name, _)| name).collect());
        out.push(Reason::new(ReasonCode::AuditNoticeLate).with("names", names).on(first));
    }
    let unfinished: Vec<String> =
        states.iter().filter(|(_, s)| matches!(s, AuditState::Held(_))).map(|(a, _)| a.name.to_string()).collect();
    if !unfinished.is_empty() {
        out.push(Reason::new(ReasonCode::AuditsUnreported).with("names", Value::Names(unfinished)));
    }
    out
}

/// Findings that reports name and that are not on record.
#[must_use]
pub fn unrecorded(audits: &[Audit], findings: &[Finding]) -> Option<Reason> {
    let missing = audits.iter().flat_map(|a| &a.findings).filter(|id| !findings.iter().any(|f| f.id == **id)).count();
    (missing > 0).then(|| Reason::new(ReasonCode::FindingsUnrecorded).with("count", Value::Count(missing)))
}

/// Findings of harm that is near and that nobody has settled, in time or not.
#[must_use]
pub fn grave(findings: &[Finding], today: Date) -> Option<Reason> {
    let open =
        || findings.iter().filter(|f| f.gravity == Gravity::Grave && f.found_on <= today && !f.is_settled(today));
    let first = open().map(Finding::due).min()?;
    Some(Reason::new(ReasonCode::FindingsGrave).with("count", Value::Count(open().count())).on(first))
}

/// Findings to follow up, the gravest and soonest first.
#[must_use]
pub fn follow_up(findings: &[Finding], today: Date) -> Vec<&Finding> {
    let mut open: Vec<&Finding> = findings.iter().filter(|f| !f.is_settled(today)).collect();
    open.sort_by_key(|f| (f.gravity, f.due(), f.id));
    open
}
