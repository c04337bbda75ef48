//! The later gates over the record: silence leaves them as they were, facts come before declarations.

use std::collections::BTreeMap;

use domain::{
    approval::Approval,
    engagement::{Engagement, Facts},
    gate::{Declaration, Gate},
    handover::{AccessKind, HandoverKind, Receipt, SecondFactor, Side},
    oversight::{AcceptanceResult, DesignEvaluation, OpenVulnerability, ReportSection, VulnerabilityDecision},
    register::Register,
};
use jiff::civil::date;
use rules::{
    ReasonCode,
    chain::parties,
    gates::{
        AtWork, Certificate, Desk, IN_SERVICE, InService, Snapshot, Status, evaluate, evaluate_in_service, warnings,
    },
};

use super::{chain, ending, firm, handover, said, watch};
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
        let gates = [Gate::Run, Gate::Accept, Gate::Close];
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

#[test]
fn the_record() {
    run();
}

pub(super) fn run() {
    let world = World::new();
    good(&world);
    bad(&world);
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
    let service = InService {
        reports: Some((&[schedule], &received)),
        findings: Some(&[]),
        shortfalls: Some(&[]),
        certificates: Some(&[Certificate { name: "登録証".parse().unwrap(), until: date(2027, 1, 1) }]),
        at_work: Some(AtWork { parties: &found, names: &[] }),
        handovers: Some(&[given, gone]),
        accesses: Some(&[access]),
        acceptance: Some(&lines),
        weak_points: Some(&[]),
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
    let shortfall = domain::oversight::Shortfall {
        id: id("sfl", 1),
        engagement: id("eng", 1),
        suspicion: "件数が合わない".parse().unwrap(),
        opened_on: date(2026, 5, 1),
        minutes: vec![],
        action: None,
        proof: vec![],
        closed: None,
    };
    let service = InService {
        reports: Some((std::slice::from_ref(&schedule), &partial)),
        findings: Some(&[ending::finding(date(2026, 5, 31))]),
        shortfalls: Some(&[shortfall]),
        certificates: Some(&[Certificate { name: "登録証".parse().unwrap(), until: date(2026, 6, 10) }]),
        at_work: Some(AtWork { parties: &found, names: &[(firm(2), "西の印刷".parse().unwrap())] }),
        handovers: Some(&[given, claimed, spoken]),
        accesses: Some(&[watch::access(1, AccessKind::Account, SecondFactor::On)]),
        acceptance: Some(&lines),
        weak_points: Some(&[weak]),
        design: Some(&DesignEvaluation::Yes { delivery: date(2026, 6, 1), confirmed_on: None, late: None }),
        ..InService::default()
    };
    let all = world.all(world.declarations.len(), &service);
    for (id, _) in IN_SERVICE {
        assert_eq!(all[*id].0, Status::Unmet, "{id} was declared away: {:?}", all[*id].1);
    }
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
