//! Acceptance, design evaluation, continuation and renewal; findings and poor performance.

use std::collections::BTreeSet;

use domain::{
    engagement::{Activity, Category},
    oversight::{
        AcceptanceLine, AcceptanceResult, Correction, DesignEvaluation, Finding, FindingError, FindingState, Gravity,
        LateAgreement, OpenVulnerability, Picked, Shortfall, ShortfallError, Step, VulnerabilityDecision,
    },
};
use jiff::civil::date;
use rules::{
    acceptance::{acceptance, design, weak_points},
    renewal::{Continuation, RenewalCase, SourceOfOffers, Supervision, Work, continuation, renewal},
};

use super::{refused, said};
use crate::support::id;

pub(super) fn line(measure: &str, picked: Picked) -> AcceptanceLine {
    AcceptanceLine { measure: measure.parse().unwrap(), picked }
}

pub(super) fn yes(result: Option<AcceptanceResult>, proof: bool) -> Picked {
    Picked::Yes { reason: "重い".parse().unwrap(), result, proof: proof.then(|| id("att", 1)).into_iter().collect() }
}

#[test]
fn the_end() {
    run();
}

pub(super) fn run() {
    let no = |reason: Option<&str>| Picked::No { reason: reason.map(|r| r.parse().unwrap()) };
    let codes = |lines: &[AcceptanceLine]| match acceptance(lines) {
        Ok(reason) => vec![said(&reason).code()],
        Err(reasons) => reasons.iter().map(|r| said(r).code()).collect(),
    };
    let pass = line("CM-AC-01", yes(Some(AcceptanceResult::Pass), false));
    assert_eq!(codes(&[]), ["acceptance_nothing"]);
    assert_eq!(codes(&[pass.clone(), line("CM-AC-02", no(Some("軽い")))]), ["acceptance_passed"]);
    assert_eq!(codes(&[pass.clone(), line("CM-AC-02", no(None))]), ["acceptance_unreasoned"]);
    assert_eq!(codes(&[pass.clone(), line("CM-AC-02", Picked::Open)]), ["acceptance_unreasoned"]);
    assert_eq!(codes(&[pass.clone(), line("CM-AC-02", yes(None, false))]), ["acceptance_open"]);
    assert_eq!(
        codes(&[pass.clone(), line("CM-AC-02", yes(Some(AcceptanceResult::Fail), true))]),
        ["acceptance_failed"]
    );
    let mended = |proof| line("CM-AC-02", yes(Some(AcceptanceResult::Corrected), proof));
    assert_eq!(codes(&[pass.clone(), mended(false)]), ["acceptance_unproven"]);
    assert_eq!(codes(&[pass, mended(true)]), ["acceptance_passed"]);
    vulnerabilities();
    designs();
    renewals();
}

fn vulnerabilities() {
    let mut left = OpenVulnerability {
        name: "古い暗号方式".parse().unwrap(),
        decision: VulnerabilityDecision::Left,
        reason: "装置が対応しない".parse().ok(),
        substitute: "回線を閉じる".parse().ok(),
        effect: None,
    };
    said(&weak_points(&[left.clone()]).unwrap_err());
    left.effect = "盗み聞きのおそれは小さい".parse().ok();
    said(&weak_points(&[left]).unwrap());
}

fn designs() {
    let wanted = |confirmed_on, agreed: Option<(i8, i8)>| DesignEvaluation::Yes {
        delivery: date(2026, 6, 30),
        confirmed_on,
        late: agreed.map(|(month, day)| LateAgreement {
            agreed_on: date(2026, month, day),
            until: date(2026, 9, 30),
            paper: id("att", 1),
        }),
    };
    let today = date(2026, 7, 1);
    let code = |e: &DesignEvaluation, today| match design(e, today) {
        Ok(reason) | Err(reason) => said(&reason).code(),
    };
    assert_eq!(code(&DesignEvaluation::No { reason: "小さな変更".parse().unwrap() }, today), "design_not_wanted");
    assert_eq!(code(&wanted(Some(date(2026, 6, 20)), None), today), "design_confirmed");
    assert_eq!(code(&wanted(None, None), today), "design_open");
    assert_eq!(code(&wanted(None, Some((6, 30))), today), "design_late_agreed");
    assert_eq!(code(&wanted(None, Some((6, 30))), date(2026, 6, 29)), "design_open", "not agreed yet");
    assert_eq!(code(&wanted(Some(date(2026, 7, 2)), None), today), "design_open", "not confirmed yet");
    assert_eq!(code(&wanted(None, Some((7, 1))), today), "design_agreement_late");
    assert_eq!(code(&wanted(None, Some((6, 1))), date(2026, 10, 1)), "design_agreement_over");
}

fn renewals() {
    let good = RenewalCase {
        former_from: date(2025, 4, 1),
        evaluated_on: Some(date(2026, 2, 10)),
        source: Some(SourceOfOffers::Competition),
        cloud: Some(Supervision { approved_on: Some(date(2026, 1, 15)) }),
        today: date(2026, 3, 1),
    };
    let list = |case: &RenewalCase| refused(&renewal(case)).into_values().collect::<Vec<_>>();
    assert!(list(&good).is_empty());
    assert_eq!(list(&RenewalCase { evaluated_on: None, ..good }), ["renewal_not_evaluated"]);
    assert_eq!(list(&RenewalCase { evaluated_on: Some(date(2026, 3, 2)), ..good }), ["renewal_not_evaluated"]);
    assert_eq!(list(&RenewalCase { evaluated_on: Some(date(2025, 2, 1)), ..good }), ["renewal_evaluation_old"]);
    assert_eq!(list(&RenewalCase { source: Some(SourceOfOffers::Single), ..good }), ["renewal_single_source"]);
    assert_eq!(list(&RenewalCase { source: None, ..good }), ["renewal_single_source"]);
    assert!(list(&RenewalCase { source: Some(SourceOfOffers::SingleReasoned), cloud: None, ..good }).is_empty());
    let old = Some(Supervision { approved_on: Some(date(2025, 2, 28)) });
    assert_eq!(list(&RenewalCase { cloud: old, ..good }), ["renewal_yearly_missing"]);
    let to_come = Some(Supervision { approved_on: Some(date(2026, 3, 2)) });
    assert_eq!(list(&RenewalCase { cloud: to_come, ..good }), ["renewal_yearly_missing"]);
    let today = Some(Supervision { approved_on: Some(good.today) });
    assert!(list(&RenewalCase { cloud: today, ..good }).is_empty());
}

#[test]
fn three_cases_of_continuation() {
    use Activity as A;
    let set = |all: &[A]| all.iter().copied().collect::<BTreeSet<A>>();
    let found = |(c1, a1): (Category, &[A]), (c2, a2): (Category, &[A])| {
        let (a1, a2) = (set(a1), set(a2));
        continuation(&Work { category: c1, activities: &a1 }, &Work { category: c2, activities: &a2 })
    };
    let build = Category::Build;
    assert_eq!(found((build, &[A::Design]), (build, &[A::Build])), Some(Continuation::DesignToBuild));
    assert_eq!(
        found((build, &[A::Design, A::Build]), (Category::RemoteOperation, &[A::Operation])),
        Some(Continuation::BuildToOperation)
    );
    assert_eq!(
        found((build, &[A::Build]), (Category::Maintenance, &[A::Maintenance])),
        Some(Continuation::BuildToOperation)
    );
    assert_eq!(
        found((Category::OnSiteOperation, &[A::Operation]), (Category::Maintenance, &[A::Maintenance])),
        Some(Continuation::OperationToOperation)
    );
    assert_eq!(
        found((Category::Processing, &[A::Processing]), (Category::Processing, &[A::Processing])),
        Some(Continuation::SameAgain)
    );
    assert_eq!(found((Category::Processing, &[A::Processing]), (build, &[A::Build])), None);
}

pub(super) fn finding(due: jiff::civil::Date) -> Finding {
    Finding {
        id: id("fnd", 1),
        engagement: id("eng", 1),
        text: "退職した人の登録が残っている".parse().unwrap(),
        gravity: Gravity::Middle,
        found_on: date(2026, 5, 1),
        due,
        state: FindingState::Open,
    }
}

#[test]
fn a_finding_closes_only_with_proof() {
    let found = finding(date(2026, 5, 31));
    let plan =
        Correction { plan: "登録を消す".parse().unwrap(), by: "鈴木".parse().unwrap(), due: date(2026, 6, 10) };
    let confirm = || Step::Confirm { by: id("per", 1), on: date(2026, 6, 9) };
    assert_eq!(found.clone().step(confirm()), Err(FindingError::OutOfOrder));
    let planned = found.clone().step(Step::Plan(plan)).unwrap();
    assert_eq!(planned.due(), date(2026, 6, 10));
    assert!(!planned.is_overdue(date(2026, 6, 10)) && planned.is_overdue(date(2026, 6, 11)));
    let claim = |proof: Vec<_>| Step::Claim { proof, on: date(2026, 6, 8) };
    assert_eq!(planned.clone().step(claim(vec![])), Err(FindingError::NoProof));
    let claimed = planned.step(claim(vec![id("att", 1)])).unwrap();
    assert!(!claimed.is_settled(date(2026, 6, 8)), "their word closes nothing");
    assert!(matches!(claimed.clone().step(Step::SendBack).unwrap().state, FindingState::Planned { .. }));
    let closed = claimed.step(confirm()).unwrap();
    assert!(!closed.is_settled(date(2026, 6, 8)), "the look was a day later");
    assert!(closed.is_settled(date(2030, 1, 1)));
    let borne = |until| Step::Accept {
        by: id("per", 2),
        reason: "費用に見合わない".parse().unwrap(),
        on: date(2026, 5, 2),
        until,
    };
    let accepted = found.clone().step(borne(date(2026, 12, 31))).unwrap();
    assert!(accepted.is_settled(date(2026, 12, 31)) && accepted.is_overdue(date(2027, 1, 1)));
    assert_eq!(found.step(borne(date(2026, 5, 1))), Err(FindingError::DayBefore));
}

#[test]
fn poor_performance_ends_with_an_agreed_action_and_proof() {
    let open = Shortfall {
        id: id("sfl", 1),
        engagement: id("eng", 1),
        suspicion: "報告の件数が合わない".parse().unwrap(),
        opened_on: date(2026, 5, 1),
        minutes: vec![],
        action: None,
        proof: vec![],
        closed: None,
    };
    let close = |s: &Shortfall| s.clone().close(date(2026, 6, 1), id("per", 1));
    assert_eq!(close(&open), Err(ShortfallError::NoMinutes));
    let talked = Shortfall { minutes: vec![(date(2026, 5, 8), id("att", 1))], ..open };
    assert_eq!(close(&talked), Err(ShortfallError::NoAction));
    let plan =
        Correction { plan: "数え直す".parse().unwrap(), by: "鈴木".parse().unwrap(), due: date(2026, 5, 31) };
    let agreed = Shortfall { action: Some(plan), ..talked };
    assert_eq!(close(&agreed), Err(ShortfallError::NoProof));
    let shown = Shortfall { proof: vec![id("att", 2)], ..agreed };
    assert_eq!(close(&close(&shown).unwrap()), Err(ShortfallError::AlreadyClosed));
}
