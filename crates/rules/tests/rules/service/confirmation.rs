//! The confirmation document, changes asked for, and the handling rule.

use std::collections::BTreeSet;

use catalogue::MeasureId;
use domain::{
    confirmation::{
        ChangeDecision, ChangeLook, ChangeRequest, ChangeSubject, Confirmation, ConfirmationContact, ConfirmationForm,
        ConfirmedMeasure, ContactRole, Signed,
    },
    engagement::Answer,
    handover::{HandlingAcceptance, HandlingVersion, Side},
    plan::MeasureOwner,
    subcontract::Say,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rules::{
    confirmation::{Confirmed, binding, confirmation, examine, in_force},
    handover::rule_accepted,
};

use super::{firm, refused, said};
use crate::support::{id, today};

pub(super) fn measures() -> Vec<MeasureId> {
    ["CM-AC-01", "CM-AC-02"].map(|m| m.parse().unwrap()).to_vec()
}

fn signed(name: &str, on: Date) -> Option<Signed> {
    Some(Signed { name: name.parse().unwrap(), on })
}

pub(super) fn version(n: u32) -> Confirmation {
    let contact = |role: &ContactRole| ConfirmationContact {
        role: *role,
        name: if *role == ContactRole::ContractorResponsible { "佐藤" } else { "山田" }.parse().unwrap(),
        reach: "03-0000-0000".parse().unwrap(),
    };
    let measure = |m: &MeasureId| ConfirmedMeasure {
        measure: m.as_str().parse().unwrap(),
        owner: Some(MeasureOwner::Contractor),
        how: Default::default(),
    };
    Confirmation {
        id: id("cnf", n),
        engagement: id("eng", 1),
        version: n,
        form: ConfirmationForm::Document,
        measures: measures().iter().map(measure).collect(),
        contacts: ContactRole::ALL.iter().map(contact).collect(),
        staff: vec!["鈴木".parse().unwrap()],
        client: signed("課長", date(2026, 5, 20)),
        contractor: signed("佐藤", date(2026, 5, 18)),
        change: (n > 1).then(|| id("chg", n)),
        paper: None,
    }
}

pub(super) fn change(n: u32) -> ChangeRequest {
    let say = Say { by: id("per", 1), on: date(2026, 6, 8), reason: "同じ水準".parse().unwrap() };
    ChangeRequest {
        id: id("chg", n),
        engagement: id("eng", 1),
        asked_by: Side::Contractor(firm(1)),
        asked_on: date(2026, 6, 1),
        what: "監視の道具を替える".parse().unwrap(),
        reason: "保守が終わる".parse().unwrap(),
        subjects: BTreeSet::from([ChangeSubject::Systems]),
        look: ChangeLook {
            contract: Answer::Yes,
            confirmation: Answer::No,
            criteria: Answer::Yes,
            note: Default::default(),
        },
        decision: ChangeDecision::Approved { say, amendment: None },
    }
}

fn case<'a>(versions: &'a [Confirmation], changes: &'a [ChangeRequest], measures: &'a [MeasureId]) -> Confirmed<'a> {
    Confirmed { versions, changes, measures, staff: Answer::Unknown }
}

#[test]
fn confirmations() {
    run();
}

pub(super) fn run() {
    lacking();
    versions();
    changes();
    handling();
}

fn lacking() {
    let asked = measures();
    let codes = |one: Confirmation| -> Vec<String> {
        let versions = [one];
        refused(&confirmation(&case(&versions, &[], &asked), today())).into_values().collect()
    };
    assert!(codes(version(1)).is_empty());
    assert_eq!(codes(Confirmation { client: None, ..version(1) }), ["confirmation_unsigned"]);
    assert_eq!(codes(Confirmation { contractor: None, ..version(1) }), ["confirmation_unsigned"]);
    let to_come = Confirmation { client: signed("課長", date(2026, 6, 12)), ..version(1) };
    assert_eq!(codes(to_come), ["confirmation_unsigned"], "not signed yet");
    let other = Confirmation { contractor: signed("高橋", date(2026, 5, 18)), ..version(1) };
    assert_eq!(codes(other), ["confirmation_signed_by_other"]);
    let mut open = version(1);
    open.measures[1].owner = None;
    assert_eq!(codes(open), ["confirmation_measures_open"]);
    let mut fewer = version(1);
    fewer.measures.pop();
    assert_eq!(codes(fewer), ["confirmation_measures_open"]);
    // F19: either side's technical contact, or the way to reach one
    for role in ContactRole::ALL {
        let mut without = version(1);
        without.contacts.retain(|c| c.role != *role);
        assert!(codes(without).contains(&"confirmation_contacts_open".to_owned()), "{role}");
        let mut mute = version(1);
        mute.contacts.iter_mut().filter(|c| c.role == *role).for_each(|c| c.reach = Default::default());
        assert_eq!(codes(mute), ["confirmation_contacts_open"], "{role}");
    }
    assert_eq!(codes(Confirmation { staff: vec![], ..version(1) }), ["confirmation_staff_open"]);
    let versions = [Confirmation { staff: vec![], ..version(1) }];
    let not_asked = Confirmed { staff: Answer::No, ..case(&versions, &[], &asked) };
    assert!(confirmation(&not_asked, today()).is_allowed());
    // nothing at all, and measures nobody listed
    let none = refused(&confirmation(&case(&[], &[], &asked), today()));
    assert!(none.len() == 6 && none.values().all(|code| code == "confirmation_missing"));
    let versions = [version(1)];
    let unlisted = refused(&confirmation(&case(&versions, &[], &[]), today()));
    assert_eq!(unlisted.into_values().collect::<Vec<_>>(), ["confirmation_measures_open"]);
}

fn versions() {
    let asked = measures();
    let mut second = version(2);
    second.client = signed("課長", date(2026, 6, 10));
    let all = [version(1), second.clone()];
    let binds = |all: &[Confirmation], changes: &[ChangeRequest], on: Date| {
        in_force(&case(all, changes, &asked), on).map(|v| v.version)
    };
    let allowed = [change(2)];
    assert_eq!(binds(&all, &allowed, date(2026, 5, 19)), None);
    assert_eq!(binds(&all, &allowed, date(2026, 5, 20)), Some(1));
    assert_eq!(binds(&all, &allowed, date(2026, 6, 9)), Some(1), "signed only on the tenth");
    assert_eq!(binds(&all, &allowed, date(2026, 6, 10)), Some(2));
    // a version nobody allowed does not push the one before it aside
    assert_eq!(binds(&all, &[], today()), Some(1));
    let open = [ChangeRequest { decision: ChangeDecision::Open, ..change(2) }];
    assert_eq!(binds(&all, &open, today()), Some(1));
    let only = [second];
    let codes = |changes: &[ChangeRequest]| {
        refused(&confirmation(&case(&only, changes, &asked), today())).into_values().collect::<Vec<_>>()
    };
    assert_eq!(codes(&[]), ["confirmation_change_missing"]);
    assert_eq!(codes(&open), ["change_open"]);
    assert_eq!(said(&binding(&case(&all, &allowed, &asked), today()).unwrap()).code(), "confirmation_in_force");
    let inside = [Confirmation { form: ConfirmationForm::InContract, ..version(1) }];
    assert_eq!(said(&binding(&case(&inside, &[], &asked), today()).unwrap()).code(), "confirmation_in_contract");
}

fn changes() {
    let codes = |c: &ChangeRequest| refused(&examine(c, today())).into_values().collect::<Vec<_>>();
    assert!(codes(&change(2)).is_empty());
    let look = |contract, confirmation, criteria| ChangeRequest {
        look: ChangeLook { contract, confirmation, criteria, note: Default::default() },
        ..change(2)
    };
    use Answer::{No, Unknown, Yes};
    let unseen = refused(&examine(&look(Unknown, Unknown, Unknown), today()));
    assert_eq!(unseen.len(), 3);
    assert!(unseen.values().all(|code| code == "change_unexamined"));
    assert_eq!(codes(&look(No, Yes, Yes)), ["change_against"], "it departs from the contract without an amendment");
    assert_eq!(codes(&look(Yes, Yes, No)), ["change_against"]);
    let mut amended = look(No, Yes, Yes);
    if let ChangeDecision::Approved { amendment, .. } = &mut amended.decision {
        *amendment = Some(id("att", 1));
    }
    assert!(codes(&amended).is_empty());
    assert_eq!(
        refused(&examine(&change(2), date(2026, 6, 7))).into_values().collect::<Vec<_>>(),
        ["change_open"],
        "allowed only on the eighth"
    );
    let say = Say { by: id("per", 1), on: date(2026, 6, 8), reason: "水準が下がる".parse().unwrap() };
    assert_eq!(codes(&ChangeRequest { decision: ChangeDecision::Refused { say }, ..change(2) }), ["change_refused"]);
    assert!(change(2).is_open(date(2026, 6, 7)) && !change(2).is_open(today()));
}

pub(super) fn rule_versions() -> [HandlingVersion; 2] {
    [(1, date(2026, 4, 1)), (2, date(2026, 6, 1))].map(|(version, from)| HandlingVersion {
        engagement: id("eng", 1),
        version,
        from,
    })
}

pub(super) fn rule_acceptance(version: u32, on: Date) -> HandlingAcceptance {
    HandlingAcceptance { engagement: id("eng", 1), contractor: firm(1), version, by: "佐藤".parse().unwrap(), on }
}

fn handling() {
    let versions = rule_versions();
    let accepted = |all: &[HandlingAcceptance], day| rule_accepted(&versions, all, firm(1), day).map_err(|r| said(&r));
    let first = rule_acceptance(1, date(2026, 4, 10));
    assert_eq!(accepted(std::slice::from_ref(&first), date(2026, 5, 31)), Ok(date(2026, 4, 10)));
    assert!(accepted(std::slice::from_ref(&first), date(2026, 4, 9)).is_err(), "accepted a day later");
    assert!(accepted(std::slice::from_ref(&first), today()).is_err(), "an older version does not reach a newer one");
    let both = [first, rule_acceptance(2, date(2026, 6, 5))];
    assert_eq!(accepted(&both, today()), Ok(date(2026, 6, 5)));
    assert!(rule_accepted(&versions, &both, firm(2), today()).is_err(), "another firm");
    assert!(rule_accepted(&[], &both, firm(1), today()).is_err(), "no rule");
}

proptest! {
    #[test]
    fn a_later_day_never_binds_an_older_version(on in 0i64..60, after in 0i64..60, signs in proptest::collection::vec(0i64..60, 4)) {
        let asked = measures();
        let day = |n: i64| date(2026, 5, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let mut versions: Vec<Confirmation> = (1..).zip(&signs).map(|(n, at)| Confirmation {
            client: signed("課長", day(*at)),
            contractor: signed("佐藤", day(0)),
            ..version(n)
        }).collect();
        let changes: Vec<ChangeRequest> = (2..=4).map(change).collect();
        let at = |versions: &[Confirmation], n| in_force(&case(versions, &changes, &asked), day(n)).map(|v| v.version);
        prop_assert!(at(&versions, on) <= at(&versions, on + after));
        versions.reverse();
        prop_assert_eq!(at(&versions, on), at(&versions.iter().rev().cloned().collect::<Vec<_>>(), on));
    }
}
