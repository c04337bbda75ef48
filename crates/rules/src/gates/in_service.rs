//! What the later gates see for themselves once work is in service: reports, findings, accesses, the ledger of hand-overs,
//! the acceptance sheet.
//!
//! Every fact is optional, and an empty list is no fact: that nothing is on record does not show that there was nothing.
//! Where a fact is silent the condition stands as before: a person declares it, or it is unmet. Where one speaks, it comes
//! before any declaration: nobody declares away what the record shows.

mod contract;

use std::borrow::Cow;

use domain::{
    Lang,
    calendar::BusinessDays,
    contractor::{Certificate, Validity},
    engagement::InformationKind,
    handover::{Carrier, GivenAccess, Handover, HandoverKind, NamedHandler},
    id::{ContractorId, EngagementId},
    oversight::{
        AcceptanceLine, Audit, DesignEvaluation, Finding as Found, OpenVulnerability, ReceivedReport, ReportSchedule,
        Shortfall,
    },
    text::Title,
};
use jiff::civil::Date;

pub use contract::Handling;

use super::{Context, Finding, Settled};
use crate::{
    acceptance, chain,
    confirmation::Confirmed,
    handover,
    reason::{Reason, ReasonCode, Value},
    watch::{self, AccessFlaw, Seen, Standing},
};

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
    /// The confirmation document and what it is held against.
    pub confirmations: Option<Confirmed<'a>>,
    /// The handling rule.
    pub handling: Option<Handling<'a>>,
    /// Checks and audits.
    pub audits: Option<&'a [Audit]>,
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

/// Facts with those of other engagements left out. Looked through once for a gate, not once for each condition.
#[derive(Debug, Clone)]
pub(crate) struct Own<'a> {
    service: InService<'a>,
    schedules: Option<Cow<'a, [ReportSchedule]>>,
    audits: Option<Cow<'a, [Audit]>>,
    findings: Option<Cow<'a, [Found]>>,
    shortfalls: Option<Cow<'a, [Shortfall]>>,
    handovers: Option<Cow<'a, [Handover]>>,
    handlers: Option<Cow<'a, [NamedHandler]>>,
    accesses: Option<Cow<'a, [GivenAccess]>>,
}

/// What belongs to an engagement; nothing is copied when all of it does.
fn own<T: Clone>(all: &[T], is_own: impl Fn(&T) -> bool) -> Cow<'_, [T]> {
    if all.iter().all(&is_own) {
        Cow::Borrowed(all)
    } else {
        Cow::Owned(all.iter().filter(|one| is_own(one)).cloned().collect())
    }
}

impl<'a> Own<'a> {
    pub(crate) fn new(service: &InService<'a>, engagement: EngagementId) -> Self {
        Self {
            service: *service,
            schedules: service.reports.map(|(all, _)| own(all, |s| s.engagement == engagement)),
            audits: service.audits.map(|all| own(all, |a| a.engagement == engagement)),
            findings: service.findings.map(|all| own(all, |f| f.engagement == engagement)),
            shortfalls: service.shortfalls.map(|all| own(all, |s| s.engagement == engagement)),
            handovers: service.handovers.map(|all| own(all, |e| e.engagement == engagement)),
            handlers: service.handlers.map(|all| own(all, |h| h.engagement == engagement)),
            accesses: service.accesses.map(|all| own(all, |a| a.engagement == engagement)),
        }
    }

    pub(crate) fn facts(&self) -> InService<'_> {
        let received = self.service.reports.map(|(_, received)| received);
        InService {
            reports: self.schedules.as_deref().zip(received),
            audits: self.audits.as_deref(),
            findings: self.findings.as_deref(),
            shortfalls: self.shortfalls.as_deref(),
            handovers: self.handovers.as_deref(),
            handlers: self.handlers.as_deref(),
            accesses: self.accesses.as_deref(),
            ..self.service
        }
    }
}

/// What a fact says of a condition: `None` when it is silent.
pub type Look = fn(&InService<'_>, Date) -> Option<Result<Reason, Vec<Reason>>>;

/// Conditions of the catalogue that these facts settle.
pub const IN_SERVICE: &[(&str, Look)] = &[
    ("G4-4", contract::confirmed),
    ("G4-5", contract::contacts),
    ("G4-6", contract::rule),
    ("G4-7", contract::design_day),
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
    ("G8-4", personal_erased),
];

pub(super) fn look(context: &Context<'_>, service: &InService<'_>) -> Option<Finding> {
    let (_, look) = IN_SERVICE.iter().find(|(id, _)| *id == context.condition.id.as_str())?;
    Some(match look(service, context.snap.today)? {
        Ok(reason) => Finding::met(reason),
        Err(because) => Finding { settled: Settled::Unmet, because, fix: None, shown_by: None },
    })
}

/// A list that says something.
fn spoken<T>(list: Option<&[T]>) -> Option<&[T]> {
    list.filter(|list| !list.is_empty())
}

fn counted(code: ReasonCode, count: usize) -> Reason {
    Reason::new(code).with("count", Value::Count(count))
}

fn or_met(against: Vec<Reason>, met: impl FnOnce() -> Reason) -> Option<Result<Reason, Vec<Reason>>> {
    Some(if against.is_empty() { Ok(met()) } else { Err(against) })
}

fn reports(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let (schedules, received) = service.reports.unwrap_or_default();
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
    let open = service.shortfalls.unwrap_or_default().iter().filter(|s| s.is_open(today)).count();
    against.extend((open > 0).then(|| counted(ReasonCode::ShortfallsOpen, open)));
    // without any schedule the record says nothing: a person has to say that no reports are wanted
    if schedules.is_empty() && against.is_empty() {
        return None;
    }
    or_met(against, || counted(ReasonCode::ReportsOnTime, found.due))
}

/// Findings where they say something: there are some, or a look was reported, or one is overdue.
fn looked_for<'a>(service: &InService<'a>, today: Date) -> Option<&'a [Found]> {
    let findings = service.findings?;
    let audits = service.audits.unwrap_or_default();
    let overdue = || audits.iter().any(|a| matches!(watch::audit_state(a, today), watch::AuditState::Overdue(_)));
    (!findings.is_empty() || watch::looked(audits, today) || overdue()).then_some(findings)
}

fn overdue_findings(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let findings = looked_for(service, today)?;
    let overdue: Vec<Date> = findings.iter().filter(|f| f.is_overdue(today)).map(Found::due).collect();
    let oldest = overdue.iter().min().copied();
    let mut against: Vec<Reason> =
        oldest.map(|day| counted(ReasonCode::FindingsOverdue, overdue.len()).on(day)).into_iter().collect();
    let flaws = watch::audit_flaws(service.audits.unwrap_or_default(), today);
    against.extend(flaws.into_iter().filter(|reason| reason.code == ReasonCode::AuditsOverdue));
    or_met(against, || counted(ReasonCode::FindingsInTime, findings.len()))
}

fn settled_findings(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let findings = looked_for(service, today)?;
    let open = findings.iter().filter(|f| !f.is_settled(today)).count();
    let mut against: Vec<Reason> = (open > 0).then(|| counted(ReasonCode::FindingsOpen, open)).into_iter().collect();
    let audits = service.audits.unwrap_or_default();
    against.extend(watch::unrecorded(audits, findings));
    against.extend(watch::audit_flaws(audits, today).into_iter().filter(|r| r.code != ReasonCode::AuditNoticeLate));
    or_met(against, || counted(ReasonCode::FindingsSettled, findings.len()))
}

/// What a certificate is called: its kind, with its number where it has one.
fn called(certificate: &Certificate, lang: Lang) -> String {
    let kind = certificate.kind.label(lang);
    if certificate.number.as_str().is_empty() { kind.to_owned() } else { format!("{kind} {}", certificate.number) }
}

fn certificates(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let certificates = spoken(service.certificates)?;
    let of = |wanted: fn(&Certificate, Date) -> bool| certificates.iter().filter(move |c| wanted(c, today));
    let names = |wanted| {
        let list = |lang, comma| of(wanted).map(|c| called(c, lang)).collect::<Vec<_>>().join(comma);
        Value::Both(list(Lang::Ja, "、"), list(Lang::En, ", "))
    };
    let over: fn(&Certificate, Date) -> bool = |c, today| c.validity(today) == Validity::Expired;
    let undated: fn(&Certificate, Date) -> bool = |c, today| c.validity(today) == Validity::Undated;
    let early: fn(&Certificate, Date) -> bool =
        |c, today| !c.is_in_force(today) && matches!(c.validity(today), Validity::Valid | Validity::EndsSoon);
    let against = [
        of(over)
            .filter_map(|c| c.expires)
            .min()
            .map(|first| Reason::new(ReasonCode::CertificatesExpired).with("names", names(over)).on(first)),
        of(undated).next().map(|_| Reason::new(ReasonCode::CertificatesUndated).with("names", names(undated))),
        of(early)
            .filter_map(|c| c.issued)
            .min()
            .map(|first| Reason::new(ReasonCode::CertificatesNotBegun).with("names", names(early)).on(first)),
    ];
    or_met(against.into_iter().flatten().collect(), || counted(ReasonCode::CertificatesValid, certificates.len()))
}

fn subcontractors(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let at_work = service.at_work?;
    let name = |firm: ContractorId| {
        at_work.names.iter().find(|(id, _)| *id == firm).map_or_else(|| firm.to_string(), |(_, name)| name.to_string())
    };
    let mut against: Vec<Reason> = chain::unapproved(at_work.parties, name).into_iter().collect();
    let approved: Vec<ContractorId> =
        at_work.parties.iter().filter(|p| p.standing.is_approved()).map(|p| p.firm).collect();
    let people = service.handlers.unwrap_or_default().iter().filter(|h| h.is_at_work(today));
    against.extend(people.filter_map(|h| stranger(h, &approved)));
    // a list with nobody below the contractor shows something only where it is known who does the work
    let known = at_work.parties.len() > 1 || (!at_work.parties.is_empty() && spoken(service.handlers).is_some());
    if !known && against.is_empty() {
        return None;
    }
    or_met(against, || counted(ReasonCode::ChainApproved, at_work.parties.len()))
}

/// Someone whose employer is no approved party shows a firm nobody asked for; whose employer nobody named, may.
fn stranger(handler: &NamedHandler, approved: &[ContractorId]) -> Option<Reason> {
    let code = match handler.employer {
        Some(employer) if approved.contains(&employer) => return None,
        Some(_) => ReasonCode::HandlerOfAnotherFirm,
        None => ReasonCode::HandlerEmployerUnknown,
    };
    Some(Reason::new(code).with("name", Value::Text(handler.name.to_string())))
}

fn recorded(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let entries = spoken(service.handovers)?;
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
    spoken(service.weak_points).map(|found| acceptance::weak_points(found).map_err(|r| vec![r]))
}

fn design(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    service.design.map(|evaluation| acceptance::design(evaluation, today).map_err(|r| vec![r]))
}

fn balance(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let entries = spoken(service.handovers)?;
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
    let entries = spoken(service.handovers)?;
    let claimed = entries.iter().filter(|e| e.kind.is_disposal()).count();
    let against: Vec<Reason> = entries.iter().filter(|e| e.kind.is_disposal()).filter_map(handover::unproven).collect();
    if claimed > 0 {
        return or_met(against, || counted(ReasonCode::DisposalsComplete, claimed));
    }
    // without any report, only that everything came back makes one needless
    let returned = entries.iter().filter(|e| e.kind == HandoverKind::Return).count();
    let (balance, refused) = handover::Balance::of(entries);
    let all_back = returned > 0 && refused.is_empty() && balance.holdings().next().is_none();
    all_back.then(|| Ok(counted(ReasonCode::AllReturned, returned)))
}

fn personal_erased(service: &InService<'_>, _: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let personal = [InformationKind::Personal, InformationKind::MyNumber];
    let gone: Vec<&Handover> = spoken(service.handovers)?
        .iter()
        .filter(|e| e.kind.is_disposal() && personal.iter().any(|kind| e.information.contains(kind)))
        .collect();
    let against: Vec<Reason> = gone.iter().filter_map(|e| handover::unproven(e)).collect();
    if gone.is_empty() {
        return None;
    }
    or_met(against, || counted(ReasonCode::DisposalsComplete, gone.len()))
}

fn accesses_withdrawn(service: &InService<'_>, today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let accesses = spoken(service.accesses)?;
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
