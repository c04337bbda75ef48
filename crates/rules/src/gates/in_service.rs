//! What the later gates see for themselves once work is in service: reports, findings, accesses, the ledger of hand-overs,
//! the acceptance sheet.
//!
//! Every fact is optional. Where one is silent the condition stands as before: a person declares it, or it is unmet. Where
//! one speaks, it comes before any declaration: nobody declares away what the record shows.

use domain::{
    calendar::BusinessDays,
    handover::{Carrier, GivenAccess, Handover, NamedHandler},
    id::ContractorId,
    oversight::{
        AcceptanceLine, DesignEvaluation, Finding as Found, OpenVulnerability, ReceivedReport, ReportSchedule,
        Shortfall,
    },
    text::Title,
};
use jiff::civil::Date;

use super::{Context, Finding, Settled};
use crate::{
    acceptance, chain, handover,
    reason::{Reason, ReasonCode, Value},
    watch::{self, AccessFlaw, Seen, Standing},
};

/// A certificate used in the selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What it is called.
    pub name: Title,
    /// Last day.
    pub until: Date,
}

/// Firms at work with their names.
#[derive(Debug, Clone, Copy)]
pub struct AtWork<'a> {
    /// As [`chain::parties`] finds them.
    pub parties: &'a [chain::Party],
    /// Names to show.
    pub names: &'a [(ContractorId, Title)],
}

/// Facts of an engagement in service; `None` where nothing is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct InService<'a> {
    /// Business days; by the rule when silent.
    pub days: Option<&'a BusinessDays>,
    /// Report schedules and what came.
    pub reports: Option<(&'a [ReportSchedule], &'a [ReceivedReport])>,
    /// Findings of checks and audits.
    pub findings: Option<&'a [Found]>,
    /// Cases of poor performance.
    pub shortfalls: Option<&'a [Shortfall]>,
    /// Certificates used in the selection.
    pub certificates: Option<&'a [Certificate]>,
    /// Firms at work.
    pub at_work: Option<AtWork<'a>>,
    /// The information ledger.
    pub handovers: Option<&'a [Handover]>,
    /// Named handlers.
    pub handlers: Option<&'a [NamedHandler]>,
    /// Accounts, connections, keys.
    pub accesses: Option<&'a [GivenAccess]>,
    /// The acceptance sheet.
    pub acceptance: Option<&'a [AcceptanceLine]>,
    /// Weak points reported at delivery.
    pub weak_points: Option<&'a [OpenVulnerability]>,
    /// The evaluation of the security design.
    pub design: Option<&'a DesignEvaluation>,
}

/// What a fact says of a condition: `None` when it is silent.
pub type Look = fn(&InService<'_>, Date) -> Option<Result<Reason, Vec<Reason>>>;

/// Conditions of the catalogue that these facts settle.
pub const IN_SERVICE: &[(&str, Look)] = &[
    ("G6-1", reports),
    ("G6-2", overdue_findings),
    ("G6-3", certificates),
    ("G6-4", subcontractors),
    ("G6-5", recorded),
    ("G7-1", accepted),
    ("G7-2", weak_points),
    ("G7-3", design),
    ("G7-4", settled_findings),
    ("G8-1", balance),
    ("G8-2", disposals),
    ("G8-3", accesses_withdrawn),
];

pub(super) fn look(context: &Context<'_>, service: &InService<'_>) -> Option<Finding> {
    let (_, look) = IN_SERVICE.iter().find(|(id, _)| *id == context.condition.id.as_str())?;
    let own: Vec<Handover>;
    let mut service = *service;
    if let Some(entries) = service.handovers {
        own = entries.iter().filter(|e| e.engagement == context.snap.engagement.id).cloned().collect();
        service.handovers = Some(&own);
    }
    Some(match look(&service, context.snap.today)? {
        Ok(reason) => Finding::met(reason),
        Err(because) => Finding { settled: Settled::Unmet, because, fix: None, shown_by: None },
    })
}

fn counted(code: ReasonCode, count: usize) -> Reason {
    Reason::new(code).with("count", Value::Count(count))
}

fn or_met(against: Vec<Reason>, met: impl FnOnce() -> Reason) -> Option<Result<Reason, Vec<Reason>>> {
    Some(if against.is_empty() { Ok(met()) } else { Err(against) })
}

fn reports(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let (schedules, received) = service.reports?;
    let by_rule = BusinessDays::by_rule();
    let found = watch::report_standing(schedules, received, service.days.unwrap_or(&by_rule), today);
    let late = |code, count| counted(code, count).on(found.oldest.unwrap_or(today));
    let mut against = Vec::new();
    match found.standing {
        Standing::Good => {}
        Standing::Amber => against.push(late(ReasonCode::ReportsOverdue, found.overdue)),
        Standing::Deficient => against.push(late(ReasonCode::ReportsDeficient, found.deficient)),
    }
    if found.incomplete > 0 {
        let words: Vec<_> = found.missing.iter().map(|s| s.words()).collect();
        let ja = words.iter().map(|w| w.ja).collect::<Vec<_>>().join("、");
        let en = words.iter().map(|w| w.en).collect::<Vec<_>>().join(", ");
        against.push(counted(ReasonCode::ReportsIncomplete, found.incomplete).with("sections", Value::Both(ja, en)));
    }
    if let Some(shortfalls) = service.shortfalls {
        let open = shortfalls.iter().filter(|s| s.closed.is_none()).count();
        against.extend((open > 0).then(|| counted(ReasonCode::ShortfallsOpen, open)));
    }
    // without any schedule the record says nothing: a person has to say that no reports are wanted
    if schedules.is_empty() && against.is_empty() {
        return None;
    }
    or_met(against, || counted(ReasonCode::ReportsOnTime, found.due))
}

fn overdue_findings(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let findings = service.findings?;
    let overdue: Vec<Date> = findings.iter().filter(|f| f.is_overdue(today)).map(Found::due).collect();
    let oldest = overdue.iter().min().copied();
    let against = oldest.map(|day| counted(ReasonCode::FindingsOverdue, overdue.len()).on(day));
    or_met(against.into_iter().collect(), || counted(ReasonCode::FindingsInTime, findings.len()))
}

fn settled_findings(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let findings = service.findings?;
    let open = findings.iter().filter(|f| !f.is_settled(today)).count();
    let against = (open > 0).then(|| counted(ReasonCode::FindingsOpen, open));
    or_met(against.into_iter().collect(), || counted(ReasonCode::FindingsSettled, findings.len()))
}

fn certificates(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let certificates = service.certificates.filter(|c| !c.is_empty())?;
    let over: Vec<&Certificate> = certificates.iter().filter(|c| c.until < today).collect();
    let against = over.iter().map(|c| c.until).min().map(|first| {
        let names = over.iter().map(|c| c.name.to_string()).collect();
        Reason::new(ReasonCode::CertificatesExpired).with("names", Value::Names(names)).on(first)
    });
    or_met(against.into_iter().collect(), || counted(ReasonCode::CertificatesValid, certificates.len()))
}

fn subcontractors(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let at_work = service.at_work?;
    let name = |firm: ContractorId| {
        at_work.names.iter().find(|(id, _)| *id == firm).map_or_else(|| firm.to_string(), |(_, name)| name.to_string())
    };
    let mut against: Vec<Reason> = chain::unapproved(at_work.parties, name).into_iter().collect();
    // someone whose employer is no approved party shows a firm nobody asked for
    let approved: Vec<ContractorId> =
        at_work.parties.iter().filter(|p| p.standing.is_approved()).map(|p| p.firm).collect();
    let strangers = service
        .handlers
        .unwrap_or_default()
        .iter()
        .filter(|h| h.until.is_none() && h.employer.is_some_and(|employer| !approved.contains(&employer)));
    against.extend(
        strangers.map(|h| Reason::new(ReasonCode::HandlerOfAnotherFirm).with("name", Value::Text(h.name.to_string()))),
    );
    or_met(against, || counted(ReasonCode::ChainApproved, at_work.parties.len()))
}

fn recorded(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let entries = service.handovers?;
    let handlers = service.handlers.unwrap_or_default();
    let released = || entries.iter().filter(|e| e.kind.is_release() && e.carrier != Carrier::Spoken);
    let open: Vec<String> =
        released().filter(|e| handover::receipt(e, handlers).is_err()).map(|e| e.item.to_string()).collect();
    let mut against = Vec::new();
    if !open.is_empty() {
        against.push(counted(ReasonCode::ReceiptsOpen, open.len()).with("items", Value::Names(open)));
    }
    let by_rule = BusinessDays::by_rule();
    let days = service.days.unwrap_or(&by_rule);
    against.extend(entries.iter().filter_map(|e| match handover::note_state(e, days, today) {
        handover::NoteState::Late(due) => {
            Some(Reason::new(ReasonCode::WrittenNoteLate).with("items", Value::Names(vec![e.item.to_string()])).on(due))
        }
        _ => None,
    }));
    let (_, refused) = handover::Balance::of(entries);
    against.extend(refused.iter().map(|(_, error)| error.reason()));
    or_met(against, || counted(ReasonCode::HandoversRecorded, entries.len()))
}

fn accepted(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    service.acceptance.map(acceptance::acceptance)
}

fn weak_points(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    service.weak_points.map(|found| acceptance::weak_points(found).map_err(|r| vec![r]))
}

fn design(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    service.design.map(|evaluation| acceptance::design(evaluation, today).map_err(|r| vec![r]))
}

fn balance(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let entries = service.handovers?;
    let (balance, refused) = handover::Balance::of(entries);
    let mut against: Vec<Reason> = refused.iter().map(|(_, error)| error.reason()).collect();
    let names = |claimed: bool| -> Vec<String> {
        balance.holdings().filter(|(_, h)| !claimed || h.claimed > 0).map(|(key, _)| key.item.to_string()).collect()
    };
    let named = |code, names: Vec<String>| {
        (!names.is_empty()).then(|| counted(code, names.len()).with("items", Value::Names(names)))
    };
    against.extend(named(ReasonCode::StillHeld, names(false)));
    against.extend(named(ReasonCode::ClaimsUnproven, names(true)));
    or_met(against, || counted(ReasonCode::BalanceZero, entries.len()))
}

fn disposals(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let entries = service.handovers?;
    let claimed = || entries.iter().filter(|e| e.kind.is_disposal());
    let against: Vec<Reason> = claimed().filter_map(handover::unproven).collect();
    or_met(against, || counted(ReasonCode::DisposalsComplete, claimed().count()))
}

fn accesses_withdrawn(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let accesses = service.accesses?;
    let left: Vec<String> =
        accesses.iter().filter(|a| a.revoked_on.is_none_or(|on| on > today)).map(|a| a.name.to_string()).collect();
    let against =
        (!left.is_empty()).then(|| counted(ReasonCode::AccessLeft, left.len()).with("names", Value::Names(left)));
    or_met(against.into_iter().collect(), || counted(ReasonCode::AccessWithdrawn, accesses.len()))
}

/// What stands in the way of an engagement while it runs, apart from gates: accesses without a second factor, accesses
/// that outlived their ground, accesses nobody looked at.
#[must_use]
pub fn warnings(service: &InService<'_>, contract_until: Option<Date>, today: Date) -> Vec<Reason> {
    let accesses = service.accesses.unwrap_or_default();
    let handlers = service.handlers.unwrap_or_default();
    let seen = Seen { contract_until, handlers, review_months: REVIEW_MONTHS, today };
    let flaws = watch::access_flaws(accesses, &seen);
    AccessFlaw::ALL.iter().filter_map(|flaw| watch::flaws_reason(accesses, &flaws, *flaw)).collect()
}

/// Months after which an access is looked at again, unless the organisation sets another number.
pub const REVIEW_MONTHS: u16 = 6;
