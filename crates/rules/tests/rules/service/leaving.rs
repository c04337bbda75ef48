//! Leaving, and products bought.

use std::collections::BTreeSet;

use domain::{
    engagement::Answer,
    handover::{AccessKind, HandoverKind, SecondFactor, Side},
    oversight::{DataReturn, Incident, ProductCandidate, SurvivingDuties},
    text::Title,
};
use jiff::civil::{Date, date};
use rules::{
    exit::{ExitCase, exit},
    gates::InService,
    products::{ProductCase, product},
};

use super::{ending, firm, handover, looks, refused, watch};
use crate::support::{id, today};

#[test]
fn leaving() {
    run();
}

pub(super) fn run() {
    exits();
    products();
}

fn exits() {
    let holder = Side::Contractor(firm(1));
    let given = handover::entry(1, HandoverKind::Provide, (Side::Client, holder), 2);
    let mut gone = handover::entry(2, HandoverKind::Erase, (holder, holder), 2);
    gone.disposal = Some(handover::proven());
    let copy = handover::entry(3, HandoverKind::Provide, (Side::Client, holder), 1);
    let mut access = watch::access(1, AccessKind::Account, SecondFactor::On);
    access.revoked_on = Some(date(2026, 6, 1));
    let entries = [given, gone, copy];
    let accesses = [access];
    let returned =
        |on, read_on| DataReturn::Returned { agreed: "満了から30日以内にCSVで".parse().unwrap(), on, read_on };
    let data = returned(Some(date(2026, 6, 2)), Some(date(2026, 6, 3)));
    let duties = SurvivingDuties {
        duties: "秘密を守る義務（第9条）".parse().unwrap(),
        until: "期限なし".parse().unwrap(),
        told_on: Some(date(2026, 6, 5)),
    };
    let good = ExitCase {
        engagement: id("eng", 1),
        service: InService {
            handovers: Some(&entries[..2]),
            accesses: Some(&accesses),
            findings: Some(&[]),
            shortfalls: Some(&[]),
            ..InService::default()
        },
        handed_over: Answer::Yes,
        access_given: Answer::Yes,
        data: Some(&data),
        duties: Some(&duties),
        incidents: Some(&[]),
        now: "2026-06-11T10:00:00+09:00".parse().unwrap(),
    };
    let list = |case: &ExitCase<'_>| refused(&exit(case)).into_iter().collect::<Vec<(String, String)>>();
    let one = |case: &ExitCase<'_>, id: &str, code: &str| assert_eq!(list(case), [(id.to_owned(), code.to_owned())]);
    assert!(list(&good).is_empty());
    // one copy open keeps it shut
    let service = InService { handovers: Some(&entries), ..good.service };
    one(&ExitCase { service, ..good }, "EX-1", "still_held");
    let mut claim = entries.clone();
    claim[1].disposal = None;
    let service = InService { handovers: Some(&claim[..2]), ..good.service };
    let found = list(&ExitCase { service, ..good });
    assert_eq!(found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["EX-1", "EX-2"]);
    // silence
    let nothing = ExitCase {
        service: InService::default(),
        handed_over: Answer::Unknown,
        access_given: Answer::Unknown,
        data: None,
        duties: None,
        incidents: None,
        ..good
    };
    let silent = list(&nothing);
    assert!(silent.len() == 8 && silent.iter().all(|(_, code)| code == "exit_silent"), "{silent:?}");
    // a plain no makes a part fall away, but not against the record
    let spared = ExitCase { handed_over: Answer::No, access_given: Answer::No, ..nothing };
    assert_eq!(list(&spared).len(), 5);
    let service = InService { handovers: Some(&entries), ..good.service };
    one(&ExitCase { service, handed_over: Answer::No, ..good }, "EX-1", "still_held");
    // access, data, duties
    let live = [watch::access(1, AccessKind::Account, SecondFactor::On)];
    let service = InService { accesses: Some(&live), ..good.service };
    one(&ExitCase { service, ..good }, "EX-3", "access_left");
    one(&ExitCase { service, access_given: Answer::No, ..good }, "EX-3", "access_left");
    for (data, code) in [
        (returned(None, None), "data_not_returned"),
        (returned(Some(date(2026, 6, 12)), None), "data_not_returned"),
        (returned(Some(date(2026, 6, 2)), None), "data_not_read"),
        (returned(Some(date(2026, 6, 2)), Some(date(2026, 6, 1))), "data_not_read"),
    ] {
        one(&ExitCase { data: Some(&data), ..good }, "EX-4", code);
    }
    let none = DataReturn::Nothing { reason: "紙だけを渡した".parse().unwrap() };
    assert!(list(&ExitCase { data: Some(&none), ..good }).is_empty());
    let open = [ending::finding(date(2026, 7, 1))];
    let service = InService { findings: Some(&open), ..good.service };
    one(&ExitCase { service, ..good }, "EX-5", "findings_open");
    let open = [super::gates::shortfall()];
    let service = InService { shortfalls: Some(&open), ..good.service };
    one(&ExitCase { service, ..good }, "EX-6", "shortfalls_open");
    let going = [Incident { ended: None, ..looks::incident(1) }];
    one(&ExitCase { incidents: Some(&going), ..good }, "EX-7", "incidents_open");
    let untold = SurvivingDuties { told_on: None, ..duties.clone() };
    one(&ExitCase { duties: Some(&untold), ..good }, "EX-8", "duties_not_told");
}

fn products() {
    let set = |names: &[&str]| names.iter().map(|n| n.parse().unwrap()).collect::<BTreeSet<Title>>();
    let candidate = |name: &str, functions: &[&str], certified_until: Option<Date>| ProductCandidate {
        name: name.parse().unwrap(),
        functions: set(functions),
        certified_until,
    };
    let functions = set(&["暗号化", "記録"]);
    let all = [
        candidate("甲", &["暗号化", "記録", "検索"], Some(today())),
        candidate("乙", &["暗号化", "記録"], None),
        candidate("丙", &["暗号化"], Some(date(2030, 1, 1))),
    ];
    let codes = |functions: &BTreeSet<Title>, candidates: &[ProductCandidate], chosen: &str, reasoned: bool| {
        let (chosen, reason) = (chosen.parse().unwrap(), "保守が近い".parse().unwrap());
        let reason = reasoned.then_some(&reason);
        let case = ProductCase { functions, candidates, chosen: &chosen, reason, today: today() };
        refused(&product(&case)).into_values().collect::<Vec<_>>()
    };
    assert!(codes(&functions, &all, "甲", false).is_empty());
    assert_eq!(codes(&functions, &all, "乙", false), ["product_uncertified"]);
    assert!(codes(&functions, &all, "乙", true).is_empty(), "with a reason on record");
    assert!(codes(&functions, &all[1..], "乙", false).is_empty(), "no other that fits is certified");
    assert_eq!(codes(&functions, &all, "丙", false), ["product_lacks"]);
    assert_eq!(codes(&functions, &all[1..], "丁", false), ["product_lacks"], "nobody looked at it");
    assert_eq!(codes(&set(&[]), &all[..1], "甲", false), ["product_undefined"]);
    let over = [candidate("甲", &["暗号化", "記録"], Some(date(2026, 6, 10))), all[1].clone()];
    assert!(codes(&functions, &over, "乙", false).is_empty(), "a certificate that has ended is none");
}
