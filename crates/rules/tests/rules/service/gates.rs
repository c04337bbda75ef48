//! The later gates over the record: silence leaves them as they were, facts come before declarations.

use std::collections::BTreeMap;

use domain::{
    approval::Approval,
    contractor::{Certificate, CertificateKind},
    engagement::{Answer, Engagement, Facts},
    gate::{Declaration, Gate},
    handover::{AccessKind, HandoverKind, Receipt, SecondFactor, Side},
    oversight::{
        AcceptanceResult, DesignEvaluation, FindingState, OpenVulnerability, ReportSection, VulnerabilityDecision,
    },
    register::Register,
};
use jiff::civil::date;
use rules::{
    ReasonCode,
    chain::parties,
    confirmation::Confirmed,
    gates::{AtWork, Desk, Handling, IN_SERVICE, InService, Snapshot, Status, evaluate, evaluate_in_service, warnings},
};

use super::{chain, confirmation, ending, firm, handover, looks, said, watch};
use crate::support::{self, Base, catalogue, id};

struct World {
    engagement: Engagement,
    register: Register,
    declarations: Vec<Declaration>,
}

impl World {
    fn new() -> Self {
        let base = Base::read();
        let mut change = toml::Table::new();
        change.insert("subcontracting".into(), "yes".into());
        change.insert("information".into(), vec!["personal"].into());
        let facts: Facts = base.facts("bosai", &change);
        let declarations =
            catalogue().conditions().iter().filter(|c| IN_SERVICE.iter().any(|(id, _)| *id == c.id.as_str()));
        let declarations = (1..).zip(declarations).map(|(n, c)| Declaration {
            id: id("dcl", n),
            engagement: id("eng", 1),
            condition: c.id.clone(),
            declared_by: id("per", 1),
            declared_at: support::morning(date(2026, 6, 1)),
            note: "問題なし".parse().unwrap(),
            attachment: None,
        });
        Self {
            engagement: support::engagement(facts, None),
            register: base.register("city", &[]),
            declarations: declarations.collect(),
        }
    }

    fn snap(&self, declared: usize) -> Snapshot<'_> {
        let none: &[Approval] = &[];
        Snapshot {
            engagement: &self.engagement,
            register: &self.register,
            approvals: none,
            waivers: &[],
            declarations: &self.declarations[..declared],
            desk: Desk::default(),
            today: support::today(),
        }
    }

    /// Status and reasons of every condition of the later gates.
    fn all(&self, declared: usize, service: &InService<'_>) -> BTreeMap<String, (Status, Vec<ReasonCode>)> {
        let gates = [Gate::Contract, Gate::Run, Gate::Accept, Gate::Close];
        let reports = gates.map(|g| evaluate_in_service(catalogue(), g, &self.snap(declared), service));
        let all = reports.into_iter().flat_map(|r| r.conditions);
        all.map(|c| {
            let codes = c.because.iter().map(said).collect();
            assert!(c.because.iter().all(|r| !r.rule.is_empty()), "{} names no source", c.id);
            (c.id.to_string(), (c.status, codes))
        })
        .collect()
    }
}

#[test]
fn each_listed_condition_is_in_the_catalogue_once() {
    let mut ids: Vec<&str> = IN_SERVICE.iter().map(|(id, _)| *id).collect();
    assert!(ids.iter().all(|id| catalogue().conditions().iter().any(|c| c.id.as_str() == *id)));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), IN_SERVICE.len());
}

#[test]
fn silence_changes_nothing() {
    let world = World::new();
    for declared in [0, world.declarations.len()] {
        for gate in Gate::ALL {
            let snap = world.snap(declared);
            assert_eq!(
                evaluate(catalogue(), *gate, &snap),
                evaluate_in_service(catalogue(), *gate, &snap, &InService::default())
            );
        }
    }
    let silent = world.all(0, &InService::default());
    assert!(IN_SERVICE.iter().all(|(id, _)| silent[*id].0 == Status::Unmet), "silence is unmet");
}

fn certificate(expires: Option<jiff::civil::Date>) -> Certificate {
    Certificate {
        kind: CertificateKind::Isms,
        number: "IS 1".parse().unwrap(),
        scope: Default::default(),
        sites: vec![],
        assessor: Default::default(),
        issued: None,
        expires,
        note: Default::default(),
    }
}

#[test]
fn empty_lists_meet_nothing() {
    let world = World::new();
    let empty = InService {
        days: None,
        confirmations: Some(Confirmed { versions: &[], changes: &[], measures: &[], staff: Answer::Unknown }),
        handling: Some(Handling { contractor: firm(1), versions: &[], acceptances: &[] }),
        audits: Some(&[]),
        reports: Some((&[], &[])),
        findings: Some(&[]),
        shortfalls: Some(&[]),
        certificates: Some(&[]),
        at_work: Some(AtWork { parties: &[], names: &[] }),
        handovers: Some(&[]),
        handlers: Some(&[]),
        accesses: Some(&[]),
        acceptance: Some(&[]),
        weak_points: Some(&[]),
        design: None,
    };
    let all = world.all(0, &empty);
    for (id, _) in IN_SERVICE {
        assert_eq!(all[*id].0, Status::Unmet, "{id}: {:?}", all[*id].1);
    }
    // nor does a chain of the contractor alone while nobody says who does the work
    let alone = parties(firm(1), &[], &[], &chain::setting(), support::today());
    let service = InService { at_work: Some(AtWork { parties: &alone, names: &[] }), ..empty };
    assert_eq!(world.all(0, &service)["G6-4"].0, Status::Unmet);
}

#[test]
fn what_belongs_to_another_engagement_is_left_out() {
    let world = World::new();
    let holder = Side::Contractor(firm(1));
    let mut foreign = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 2);
    foreign.engagement = id("eng", 2);
    let mut finding = ending::finding(date(2026, 5, 31));
    finding.engagement = id("eng", 2);
    let mut access = watch::access(1, AccessKind::Account, SecondFactor::On);
    access.engagement = id("eng", 2);
    let mut schedule = watch::monthly(date(2026, 4, 1), date(2027, 3, 31));
    schedule.engagement = id("eng", 2);
    let service = InService {
        reports: Some((std::slice::from_ref(&schedule), &[])),
        findings: Some(std::slice::from_ref(&finding)),
        handovers: Some(std::slice::from_ref(&foreign)),
        accesses: Some(std::slice::from_ref(&access)),
        ..InService::default()
    };
    let n = world.declarations.len();
    let all = world.all(n, &service);
    let silent = world.all(n, &InService::default());
    for id in ["G6-1", "G6-2", "G6-5", "G7-4", "G8-1", "G8-3"] {
        assert_eq!(all[id], silent[id], "{id}");
    }
    // beside an own entry the foreign one still does not count
    let mut back = handover::entry(3, HandoverKind::Return, (holder, Side::Client), 1);
    back.receipt =
        Some(Receipt { handler: None, person: Some(id("per", 1)), at: back.at, condition: Default::default() });
    let entries = [foreign, handover::entry(2, HandoverKind::Provide, (Side::Client, holder), 1), back];
    let service = InService { handovers: Some(&entries), ..InService::default() };
    let all = world.all(0, &service);
    assert_eq!(all["G8-1"], (Status::Met, vec![ReasonCode::BalanceZero]));
    assert_eq!(all["G8-2"], (Status::Met, vec![ReasonCode::AllReturned]), "nothing to destroy");
    let service = InService { handovers: Some(&entries[..2]), ..InService::default() };
    assert_eq!(world.all(0, &service)["G8-2"].0, Status::Unmet, "no report, and something is left");
}

#[test]
fn certificates_without_a_last_day_do_not_count() {
    let world = World::new();
    let codes = |all: &[Certificate]| {
        let (status, codes) =
            world.all(0, &InService { certificates: Some(all), ..InService::default() }).remove("G6-3").unwrap();
        assert_eq!(status == Status::Met, codes == [ReasonCode::CertificatesValid]);
        codes
    };
    let good = certificate(Some(support::today()));
    assert_eq!(codes(std::slice::from_ref(&good)), [ReasonCode::CertificatesValid]);
    assert_eq!(codes(&[good.clone(), certificate(None)]), [ReasonCode::CertificatesUndated]);
    let early = Certificate { issued: Some(date(2026, 6, 12)), expires: Some(date(2029, 6, 11)), ..good };
    assert_eq!(codes(&[early]), [ReasonCode::CertificatesNotBegun]);
}

#[test]
fn a_look_that_found_nothing_speaks_and_one_that_was_not_held_does_not() {
    let world = World::new();
    let codes = |audits: &[domain::oversight::Audit], findings: &[domain::oversight::Finding]| {
        let service = InService { audits: Some(audits), findings: Some(findings), ..InService::default() };
        let all = world.all(0, &service);
        [all["G6-2"].clone(), all["G7-4"].clone()]
    };
    let held = looks::audit(1);
    let [time, settled] = codes(std::slice::from_ref(&held), &[]);
    assert_eq!(time, (Status::Met, vec![ReasonCode::FindingsInTime]));
    assert_eq!(settled, (Status::Met, vec![ReasonCode::FindingsSettled]));
    let coming = domain::oversight::Audit { held_on: None, reported_on: None, ..held.clone() };
    let [time, settled] = codes(std::slice::from_ref(&coming), &[]);
    assert_eq!((time.1, settled.1), (vec![ReasonCode::NotDeclared], vec![ReasonCode::NotDeclared]));
    let overdue = domain::oversight::Audit { planned_by: date(2026, 6, 10), ..coming };
    let [time, settled] = codes(&[overdue], &[]);
    assert_eq!((time.1, settled.1), (vec![ReasonCode::AuditsOverdue], vec![ReasonCode::AuditsOverdue]));
    let named = domain::oversight::Audit { findings: [id("fnd", 9)].into(), ..held };
    assert_eq!(codes(&[named], &[])[1].1, [ReasonCode::FindingsUnrecorded], "its report speaks of a finding");
}

#[test]
fn poor_performance_shows_without_any_schedule() {
    let world = World::new();
    let mut open = shortfall();
    let code = |s: &domain::oversight::Shortfall| {
        let service = InService { shortfalls: Some(std::slice::from_ref(s)), ..InService::default() };
        world.all(world.declarations.len(), &service).remove("G6-1").unwrap()
    };
    assert_eq!(code(&open), (Status::Unmet, vec![ReasonCode::ShortfallsOpen]));
    open.closed = Some((date(2026, 6, 12), id("per", 1)));
    assert_eq!(code(&open).0, Status::Unmet, "it closes only tomorrow");
    open.closed = Some((date(2026, 6, 11), id("per", 1)));
    assert_eq!(code(&open).0, Status::Met, "then the declaration stands");
}

pub(super) fn shortfall() -> domain::oversight::Shortfall {
    domain::oversight::Shortfall {
        id: id("sfl", 1),
        engagement: id("eng", 1),
        suspicion: "件数が合わない".parse().unwrap(),
        opened_on: date(2026, 5, 1),
        minutes: vec![],
        action: None,
        proof: vec![],
        closed: None,
    }
}

#[test]
fn the_record() {
    run();
}

pub(super) fn run() {
    let world = World::new();
    good(&world);
    bad(&world);
    certificates_without_a_last_day_do_not_count();
    what_belongs_to_another_engagement_is_left_out();
}

/// Everything in order, nothing declared.
fn good(world: &World) {
    let schedule = watch::monthly(date(2026, 4, 1), date(2027, 3, 31));
    let full = [ReportSection::Access, ReportSection::Patches];
    let received = [
        watch::came(date(2026, 4, 30), date(2026, 5, 7), &full),
        watch::came(date(2026, 5, 31), date(2026, 6, 9), &full),
    ];
    let found =
        parties(firm(1), &[(firm(1), firm(2))], &[chain::request(1, 1, 2)], &chain::setting(), support::today());
    let holder = Side::Contractor(firm(1));
    let mut given = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 2);
    given.handler = Some(id("hdl", 1));
    given.receipt = Some(Receipt { handler: given.handler, person: None, at: given.at, condition: Default::default() });
    let mut gone = handover::entry(2, HandoverKind::Erase, (holder, holder), 2);
    gone.disposal = Some(handover::proven());
    let mut access = watch::access(1, AccessKind::Account, SecondFactor::On);
    access.revoked_on = Some(date(2026, 6, 1));
    let lines = [ending::line("CM-AC-01", ending::yes(Some(AcceptanceResult::Pass), true))];
    let mut settled = ending::finding(date(2026, 5, 31));
    settled.state = FindingState::Closed { proof: vec![id("att", 1)], by: id("per", 1), on: support::today() };
    let mended = OpenVulnerability {
        name: "既定の合言葉".parse().unwrap(),
        decision: VulnerabilityDecision::Fixed,
        reason: None,
        substitute: None,
        effect: None,
    };
    let asked = confirmation::measures();
    let (versions, rule) = ([confirmation::version(1)], confirmation::rule_versions());
    let service = InService {
        confirmations: Some(Confirmed { versions: &versions, changes: &[], measures: &asked, staff: Answer::Yes }),
        handling: Some(Handling {
            contractor: firm(1),
            versions: &rule,
            acceptances: &[confirmation::rule_acceptance(2, date(2026, 6, 5))],
        }),
        audits: Some(&[looks::audit(1)]),
        reports: Some((&[schedule], &received)),
        findings: Some(&[settled]),
        shortfalls: Some(&[]),
        certificates: Some(&[certificate(Some(date(2027, 1, 1)))]),
        at_work: Some(AtWork { parties: &found, names: &[] }),
        handovers: Some(&[given, gone]),
        accesses: Some(&[access]),
        acceptance: Some(&lines),
        weak_points: Some(&[mended]),
        design: Some(&DesignEvaluation::No { reason: "小さな変更".parse().unwrap() }),
        ..InService::default()
    };
    let all = world.all(0, &service);
    for (id, _) in IN_SERVICE {
        assert_eq!(all[*id].0, Status::Met, "{id}: {:?}", all[*id].1);
    }
    assert!(warnings(&service, Some(date(2027, 3, 31)), support::today()).is_empty());
}

/// Everything declared, and the record says otherwise.
fn bad(world: &World) {
    let schedule = watch::monthly(date(2026, 4, 1), date(2027, 3, 31));
    let partial = [watch::came(date(2026, 4, 30), date(2026, 5, 7), &[ReportSection::Access])];
    let found = parties(firm(1), &[(firm(1), firm(2))], &[], &chain::setting(), support::today());
    let holder = Side::Contractor(firm(1));
    let given = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 2);
    let claimed = handover::entry(2, HandoverKind::Erase, (holder, holder), 1);
    let mut spoken = handover::entry(3, HandoverKind::Provide, (Side::Client, holder), 1);
    spoken.carrier = domain::handover::Carrier::Spoken;
    spoken.note = Some(domain::handover::WrittenNote { within_days: 1, given_on: None });
    let weak = OpenVulnerability {
        name: "既定の合言葉".parse().unwrap(),
        decision: VulnerabilityDecision::Undecided,
        reason: None,
        substitute: None,
        effect: None,
    };
    let lines = [ending::line("CM-AC-01", ending::yes(Some(AcceptanceResult::Fail), true))];
    let mut unsigned = [confirmation::version(1)];
    unsigned[0].contractor = None;
    unsigned[0].contacts.clear();
    let rule = confirmation::rule_versions();
    let service = InService {
        confirmations: Some(Confirmed { versions: &unsigned, changes: &[], measures: &[], staff: Answer::Yes }),
        handling: Some(Handling {
            contractor: firm(1),
            versions: &rule,
            acceptances: &[confirmation::rule_acceptance(1, date(2026, 4, 5))],
        }),
        reports: Some((std::slice::from_ref(&schedule), &partial)),
        findings: Some(&[ending::finding(date(2026, 5, 31))]),
        shortfalls: Some(&[shortfall()]),
        certificates: Some(&[certificate(Some(date(2026, 6, 10)))]),
        at_work: Some(AtWork { parties: &found, names: &[(firm(2), "西の印刷".parse().unwrap())] }),
        handovers: Some(&[given, claimed, spoken]),
        accesses: Some(&[watch::access(1, AccessKind::Account, SecondFactor::On)]),
        acceptance: Some(&lines),
        weak_points: Some(&[weak]),
        design: Some(&DesignEvaluation::Yes { delivery: date(2026, 6, 1), confirmed_on: None, late: None }),
        ..InService::default()
    };
    let all = world.all(world.declarations.len(), &service);
    for (id, _) in IN_SERVICE.iter().filter(|(id, _)| *id != "G4-7") {
        assert_eq!(all[*id].0, Status::Unmet, "{id} was declared away: {:?}", all[*id].1);
    }
    assert_eq!(all["G4-7"], (Status::Met, vec![ReasonCode::DesignDaySet]), "the day is set, though it passed");
    assert!(all["G8-1"].1.contains(&ReasonCode::ClaimsUnproven) && all["G8-1"].1.contains(&ReasonCode::StillHeld));
    assert!(
        all["G6-1"].1.contains(&ReasonCode::ReportsDeficient) && all["G6-1"].1.contains(&ReasonCode::ReportsIncomplete)
    );
    assert!(all["G6-5"].1.contains(&ReasonCode::WrittenNoteLate));
    // a day late is amber, not yet poor performance
    let april = [watch::monthly(date(2026, 5, 1), date(2026, 5, 31))];
    let amber = world.all(0, &InService { reports: Some((&april, &[])), ..InService::default() });
    assert_eq!(amber["G6-1"].1, [ReasonCode::ReportsOverdue]);
}
