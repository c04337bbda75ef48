//! Checks and audits, service levels, incidents and side states.

use std::collections::BTreeSet;

use domain::{
    oversight::{
        Audit, AuditKind, Better, DesignEvaluation, Finding, FindingState, Gravity, Incident, LateAgreement,
        ServiceLevel, ServiceValue, SideState,
    },
    subcontract::SubcontractDecision,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::prelude::*;
use rules::{
    ReasonCode,
    gates::InService,
    side::{SideCase, side_states},
    watch::{AuditState, Measured, audit_flaws, audit_state, follow_up, grave, levels_kept, looked, unrecorded},
};

use super::{chain, confirmation, ending, said};
use crate::support::{id, today};

pub(super) fn audit(n: u32) -> Audit {
    Audit {
        id: id("aud", n),
        engagement: id("eng", 1),
        name: format!("年次監査{n}").parse().unwrap(),
        kind: AuditKind::OwnAudit,
        planned_by: date(2026, 6, 11),
        notice_days: 14,
        told_on: Some(date(2026, 5, 28)),
        held_on: Some(date(2026, 6, 9)),
        auditor: Some("監査室".parse().unwrap()),
        papers: vec![id("att", 1)],
        reported_on: Some(date(2026, 6, 10)),
        findings: BTreeSet::new(),
        called_off: None,
    }
}

pub(super) fn incident(n: u32) -> Incident {
    Incident {
        id: id("inc", n),
        engagement: id("eng", 1),
        name: format!("不正な接続{n}").parse().unwrap(),
        what: "見慣れない接続元".parse().unwrap(),
        noticed_at: "2026-06-01T09:00:00+09:00".parse().unwrap(),
        within_hours: 24,
        told_at: Some("2026-06-02T09:00:00+09:00".parse().unwrap()),
        ended: Some((date(2026, 6, 5), id("per", 1))),
        proof: vec![id("att", 1)],
    }
}

fn now() -> Timestamp {
    "2026-06-11T10:00:00+09:00".parse().unwrap()
}

#[test]
fn the_looks() {
    run();
}

pub(super) fn run() {
    audits();
    gravest_first();
    levels();
    sides();
}

fn audits() {
    let on = |a: &Audit, day| audit_state(a, day);
    let told = date(2026, 5, 28);
    let done = audit(1);
    assert_eq!(on(&done, today()), AuditState::Reported(date(2026, 6, 10)));
    assert_eq!(on(&done, date(2026, 6, 9)), AuditState::Held(date(2026, 6, 9)));
    assert_eq!(on(&done, date(2026, 6, 8)), AuditState::Planned(told));
    let coming = Audit { held_on: None, reported_on: None, ..audit(2) };
    assert_eq!(on(&coming, date(2026, 6, 11)), AuditState::Planned(told));
    assert_eq!(on(&coming, date(2026, 6, 12)), AuditState::Overdue(date(2026, 6, 11)));
    let untold = Audit { told_on: None, ..coming.clone() };
    assert_eq!(on(&untold, told), AuditState::Planned(told), "there is still the day");
    assert_eq!(on(&untold, date(2026, 5, 29)), AuditState::NoticeLate(told));
    let late = Audit { told_on: Some(date(2026, 5, 29)), ..coming.clone() };
    assert_eq!(on(&late, today()), AuditState::NoticeLate(told), "two weeks were agreed");
    let bare = Audit { papers: vec![], ..audit(3) };
    assert_eq!(on(&bare, today()), AuditState::Held(date(2026, 6, 9)), "an audit without working papers");
    assert!(matches!(on(&Audit { kind: AuditKind::Check, ..bare.clone() }, today()), AuditState::Reported(_)));
    let off = Audit { called_off: Some("契約を変えた".parse().unwrap()), ..coming.clone() };
    assert_eq!(on(&off, date(2027, 1, 1)), AuditState::CalledOff);
    let codes = |all: &[Audit], day| audit_flaws(all, day).iter().map(|r| said(r).code()).collect::<Vec<_>>();
    assert!(codes(&[done.clone(), off], today()).is_empty());
    assert_eq!(
        codes(&[coming.clone(), late, bare], today()),
        ["audit_notice_late", "audits_unreported"],
        "the one that is to come is in order"
    );
    assert_eq!(codes(&[coming], date(2026, 6, 12)), ["audits_overdue"]);
    assert!(looked(std::slice::from_ref(&done), today()) && !looked(std::slice::from_ref(&done), date(2026, 6, 9)));
    let named = Audit { findings: BTreeSet::from([id("fnd", 1), id("fnd", 9)]), ..done };
    let found = unrecorded(&[named], &[ending::finding(date(2026, 6, 30))]).unwrap();
    assert_eq!((said(&found), found.params[0].1.clone()), (ReasonCode::FindingsUnrecorded, rules::Value::Count(1)));
}

fn finding(n: u32, gravity: Gravity, due: Date) -> Finding {
    Finding { id: id("fnd", n), gravity, ..ending::finding(due) }
}

fn gravest_first() {
    let all = [
        finding(1, Gravity::Slight, date(2026, 6, 1)),
        finding(2, Gravity::Grave, date(2026, 7, 1)),
        finding(3, Gravity::Grave, date(2026, 6, 20)),
        Finding {
            state: FindingState::Closed { proof: vec![id("att", 1)], by: id("per", 1), on: date(2026, 6, 1) },
            ..finding(4, Gravity::Grave, date(2026, 6, 1))
        },
    ];
    let order: Vec<_> = follow_up(&all, today()).iter().map(|f| f.id).collect();
    assert_eq!(order, [all[2].id, all[1].id, all[0].id]);
    let open = grave(&all, today()).unwrap();
    assert_eq!(said(&open), ReasonCode::FindingsGrave);
    assert!(grave(&all[..1], today()).is_none() && grave(&all[3..], today()).is_none());
}

fn level(name: &str, target: i64, better: Better) -> ServiceLevel {
    ServiceLevel { name: name.parse().unwrap(), unit: "%".parse().unwrap(), target, better }
}

fn value(covers_to: Date, value: Option<i64>) -> ServiceValue {
    ServiceValue { covers_to, value }
}

fn levels() {
    let up = level("稼働率", 99_900, Better::AtLeast);
    let slow = level("復旧の時間", 4_000, Better::AtMost);
    let (april, may, june) = (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30));
    let ends = [april, may, june];
    let codes = |up_values: &[ServiceValue], slow_values: &[ServiceValue]| {
        let all = [Measured { level: &up, values: up_values }, Measured { level: &slow, values: slow_values }];
        match levels_kept(&all, &ends, today()).unwrap() {
            Ok(reason) => vec![said(&reason).code()],
            Err(because) => because.iter().map(|r| said(r).code()).collect(),
        }
    };
    let good_up = [value(april, Some(99_900)), value(may, Some(100_000))];
    let good_slow = [value(april, Some(4_000)), value(may, Some(0))];
    assert_eq!(codes(&good_up, &good_slow), ["levels_kept"]);
    assert_eq!(codes(&[value(april, Some(99_899)), good_up[1]], &good_slow), ["levels_broken"]);
    assert_eq!(codes(&good_up, &[good_slow[0], value(may, Some(4_001))]), ["levels_broken"]);
    // not measured is not kept, whether somebody wrote that down or nobody wrote anything
    assert_eq!(codes(&good_up[..1], &good_slow), ["levels_unmeasured"]);
    assert_eq!(codes(&[good_up[0], value(may, None)], &good_slow), ["levels_unmeasured"]);
    // the worse of two values counts
    assert_eq!(codes(&[good_up[0], good_up[1], value(may, Some(90_000))], &good_slow), ["levels_broken"]);
    // June is not over, and without a promise there is nothing to say
    let all = [Measured { level: &up, values: &good_up }];
    assert!(levels_kept(&all, &ends[2..], today()).is_none() && levels_kept(&[], &ends, today()).is_none());
}

fn sides() {
    let base = SideCase {
        engagement: id("eng", 1),
        service: InService::default(),
        incidents: &[],
        changes: &[],
        requests: &[],
        levels: (&[], &[]),
        now: now(),
    };
    assert!(side_states(&base).is_empty());
    let states = |case: &SideCase<'_>| {
        let found = side_states(case);
        found.iter().map(|(s, because)| (*s, because.iter().map(|r| said(r).code()).collect::<Vec<_>>())).collect()
    };
    let only = |case: &SideCase<'_>, state: SideState, codes: &[&str]| {
        let found: Vec<(SideState, Vec<&str>)> = states(case);
        assert_eq!(found, [(state, codes.to_vec())]);
    };
    let over = [incident(1)];
    assert!(side_states(&SideCase { incidents: &over, ..base }).is_empty(), "it is over, and the word came in time");
    let open = [Incident { ended: None, ..incident(1) }];
    only(&SideCase { incidents: &open, ..base }, SideState::Incident, &["incidents_open"]);
    let unshown = [Incident { proof: vec![], ..incident(1) }];
    only(&SideCase { incidents: &unshown, ..base }, SideState::Incident, &["incidents_open"]);
    let foreign = [Incident { engagement: id("eng", 2), ..open[0].clone() }];
    assert!(side_states(&SideCase { incidents: &foreign, ..base }).is_empty());
    // F24: a second late is late, silence after the hour too
    let late = [Incident { told_at: Some("2026-06-02T09:00:01+09:00".parse().unwrap()), ..incident(1) }];
    only(&SideCase { incidents: &late, ..base }, SideState::Deficient, &["incident_word_late"]);
    let mute = [Incident { told_at: None, ..incident(1) }];
    only(&SideCase { incidents: &mute, ..base }, SideState::Deficient, &["incident_word_late"]);
    let early = SideCase { incidents: &mute, now: mute[0].word_due(), ..base };
    assert!(states(&early).iter().all(|(s, _): &(SideState, Vec<&str>)| *s != SideState::Deficient));

    let grave = [finding(1, Gravity::Grave, date(2026, 7, 1))];
    let service = InService { findings: Some(&grave), ..InService::default() };
    only(&SideCase { service, ..base }, SideState::Deficient, &["findings_grave"]);
    let overdue = [finding(1, Gravity::Slight, date(2026, 6, 10))];
    let service = InService { findings: Some(&overdue), ..InService::default() };
    only(&SideCase { service, ..base }, SideState::Deficient, &["findings_overdue"]);
    // a report that is only late is amber; one that is missing beyond patience is poor performance
    let amber = [super::watch::monthly(date(2026, 5, 1), date(2026, 5, 31))];
    let service = InService { reports: Some((&amber, &[])), ..InService::default() };
    assert!(side_states(&SideCase { service, ..base }).is_empty());
    let missing = SideCase { service, now: "2026-06-18T00:00:00+09:00".parse().unwrap(), ..base };
    only(&missing, SideState::Deficient, &["reports_deficient"]);

    let up = level("稼働率", 99_900, Better::AtLeast);
    let values = [value(date(2026, 5, 31), Some(90_000))];
    let (all, ends) = ([Measured { level: &up, values: &values }], [date(2026, 5, 31)]);
    only(&SideCase { levels: (&all, &ends), ..base }, SideState::Deficient, &["levels_broken"]);

    let change = [domain::confirmation::ChangeRequest {
        decision: domain::confirmation::ChangeDecision::Open,
        ..confirmation::change(2)
    }];
    only(&SideCase { changes: &change, ..base }, SideState::ChangeReview, &["changes_open"]);
    let mut request = chain::request(1, 1, 2);
    assert!(side_states(&SideCase { requests: std::slice::from_ref(&request), ..base }).is_empty());
    request.decision = SubcontractDecision::Open;
    let asked = [request];
    only(&SideCase { requests: &asked, ..base }, SideState::SubcontractReview, &["sub_requests_open"]);
    let later = DesignEvaluation::Yes {
        delivery: date(2026, 6, 10),
        confirmed_on: None,
        late: Some(LateAgreement { agreed_on: date(2026, 6, 1), until: date(2026, 9, 30), paper: id("att", 1) }),
    };
    let service = InService { design: Some(&later), ..InService::default() };
    only(&SideCase { service, ..base }, SideState::DesignPending, &["design_late_agreed"]);
}

proptest! {
    #[test]
    fn a_better_value_never_breaks_a_promise(values in proptest::collection::vec(0i64..200, 1..12), target in 0i64..200, i in 0usize..12, up in 1i64..50, most in any::<bool>()) {
        let better = if most { Better::AtMost } else { Better::AtLeast };
        let promise = level("水準", target, better);
        let ends: Vec<Date> = (0..values.len()).map(|n| date(2025, 1, 31).checked_add(jiff::Span::new().days(n as i64)).unwrap()).collect();
        let kept = |values: &[i64]| {
            let values: Vec<ServiceValue> = ends.iter().zip(values).map(|(end, v)| value(*end, Some(*v))).collect();
            levels_kept(&[Measured { level: &promise, values: &values }], &ends, today()).unwrap().is_ok()
        };
        let by_hand = values.iter().all(|v| if most { *v <= target } else { *v >= target });
        prop_assert_eq!(kept(&values), by_hand);
        let mut improved = values.clone();
        let i = i % values.len();
        improved[i] += if most { -up } else { up };
        prop_assert!(kept(&improved) || !kept(&values));
    }
}
