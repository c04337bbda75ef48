//! Releases, receipts, spoken disclosures, and the balance.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    calendar::BusinessDays,
    engagement::{Criticality, InformationKind},
    handover::{
        Carrier, CopyPermission, Disposal, DisposalMethod, Handover, HandoverKind, Marking, NamedHandler, Quantity,
        Receipt, SecrecyMark, Side,
    },
    text::Title,
};
use jiff::{Timestamp, civil::Date};
use proptest::{collection::vec, prelude::*};
use rules::handover::{
    Balance, BalanceError, End, InForce, ReleaseCase, note_state, proof_needed, receipt, release, unproven,
};
use serde::Deserialize;

use super::{firm, made, read, refused, said};
use crate::support::id;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    base: Base,
    release: Vec<Release>,
    receipt: Vec<ReceiptCase>,
    note: Vec<NoteCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Base {
    entry: toml::Table,
    handler: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    name: String,
    #[serde(default)]
    set: toml::Table,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    handler: toml::Table,
    no_employer: Option<String>,
    secrecy: Option<Vec<Date>>,
    contract: Option<Vec<Date>>,
    rule_accepted_on: Option<Date>,
    #[serde(default)]
    refused: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptCase {
    name: String,
    #[serde(default)]
    set: toml::Table,
    refused: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteCase {
    name: String,
    #[serde(default)]
    set: toml::Table,
    today: Date,
    state: String,
    day: Option<Date>,
}

fn book() -> Book {
    read(include_str!("../../../cases/handover.toml"))
}

fn in_force(days: Option<&Vec<Date>>) -> Vec<InForce> {
    let always = vec!["2026-04-01".parse().unwrap()];
    let days = days.unwrap_or(&always);
    vec![InForce { from: days[0], until: days.get(1).map_or(End::Open, |day| End::On(*day)) }]
}

#[test]
fn releases() {
    run();
}

pub(super) fn run() {
    let book = book();
    let listed: Vec<Title> = vec!["移行用の住民データ".parse().unwrap()];
    for case in &book.release {
        let entry: Handover = made(&book.base.entry, &case.set, &case.without);
        let mut handler: NamedHandler = made(&book.base.handler, &case.handler, &[]);
        if case.no_employer.is_some() {
            handler.employer = None;
        }
        let found = release(&ReleaseCase {
            entry: &entry,
            listed: &listed,
            handlers: &[handler],
            secrecy: &in_force(case.secrecy.as_ref()),
            contracts: &in_force(case.contract.as_ref()),
            rule_accepted_on: Some(case.rule_accepted_on.unwrap_or("2026-06-01".parse().unwrap())),
            approved: &[firm(1), firm(2)],
        });
        assert_eq!(refused(&found), case.refused, "{}", case.name);
    }
    let handler: NamedHandler = made(&book.base.handler, &toml::Table::new(), &[]);
    for case in &book.receipt {
        let entry: Handover = made(&book.base.entry, &case.set, &[]);
        let found = receipt(&entry, std::slice::from_ref(&handler)).err().map(|r| said(&r).code().to_owned());
        assert_eq!(found, case.refused, "{}", case.name);
    }
    for case in &book.note {
        let entry: Handover = made(&book.base.entry, &case.set, &[]);
        let state = note_state(&entry, &BusinessDays::by_rule(), case.today);
        let json = serde_json::to_value(state).unwrap();
        assert_eq!(json["state"], case.state, "{}", case.name);
        assert_eq!(json.get("day").map(|d| d.as_str().unwrap().parse().unwrap()), case.day, "{}", case.name);
    }
    assert!(book.note.len() >= 5);
    for error in [
        BalanceError::MoreThanHeld { item: "台帳".parse().unwrap(), asked: 3 },
        BalanceError::WrongSide { item: "台帳".parse().unwrap() },
    ] {
        said(&error.reason());
    }
}

/// An entry of the base with another kind, sides and quantity.
pub(super) fn entry(n: u32, kind: HandoverKind, (from, to): (Side, Side), quantity: u32) -> Handover {
    Handover {
        id: id("hnd", n),
        engagement: id("eng", 1),
        kind,
        item: "移行用の住民データ".parse().unwrap(),
        quantity: Quantity::try_from(quantity).unwrap(),
        serials: BTreeSet::new(),
        marking: Marking { mark: SecrecyMark::Secret, class: None, audience: "移行班".parse().unwrap() },
        criticality: Criticality::NotCritical,
        information: BTreeSet::from([InformationKind::Personal]),
        carrier: Carrier::Medium,
        purpose: None,
        necessity: None,
        from,
        to,
        handler: None,
        at: Timestamp::from_second(1_780_000_000 + i64::from(n)).unwrap(),
        method: None,
        protection: None,
        place: None,
        copying: CopyPermission::Asked,
        due_back: None,
        receipt: None,
        note: None,
        disposal: None,
        through: None,
    }
}

/// A report with everything a certificate asks for.
pub(super) fn proven() -> Disposal {
    let day = Some(jiff::civil::date(2026, 9, 30));
    Disposal {
        method: Some(DisposalMethod::Overwrite),
        media: "外付けSSD 1TB".parse().ok(),
        serial: "SN-0001".parse().ok(),
        tool: "消去ソフト 4.2".parse().ok(),
        place: "委託先の作業室".parse().ok(),
        performer: "佐藤".parse().ok(),
        witness: "鈴木".parse().ok(),
        performed_on: day,
        report_number: "報-12".parse().ok(),
        report_received_on: day,
        certificate: Some(id("att", 1)),
        evidence: vec![id("att", 2)],
        confirmed_by: Some(id("per", 1)),
        confirmed_on: day,
    }
}

#[test]
fn what_is_given_twice_adds_up_and_copies_in_another_form_count() {
    let holder = Side::Contractor(firm(1));
    let mut printed = entry(4, HandoverKind::Copy, (holder, holder), 5);
    printed.carrier = Carrier::Paper;
    let entries = [
        entry(1, HandoverKind::Provide, (Side::Client, holder), 2),
        entry(2, HandoverKind::Provide, (Side::Client, holder), 3),
        entry(3, HandoverKind::Copy, (holder, holder), 1),
        printed.clone(),
    ];
    let (balance, refused) = Balance::of(&entries);
    assert!(refused.is_empty(), "{refused:?}");
    let held: Vec<_> = balance.holdings().map(|(key, h)| (key.carrier, h.held)).collect();
    assert_eq!(held, [(Carrier::Paper, 5), (Carrier::Medium, 6)]);
    // the same counted one by one gives the same
    let mut step = Balance::new();
    entries.iter().for_each(|e| step.apply(e).unwrap());
    assert_eq!(step, balance);
    // who has nothing copies nothing
    assert_eq!(Balance::of([&printed]).1.len(), 1);
}

#[test]
fn giving_back_to_a_higher_tier_counts_when_someone_there_took_it() {
    let (upper, lower) = (Side::Contractor(firm(1)), Side::Contractor(firm(2)));
    let given = entry(1, HandoverKind::Provide, (Side::Client, lower), 2);
    let mut back = entry(2, HandoverKind::Return, (lower, upper), 2);
    let held = |back: &Handover| -> Vec<_> {
        Balance::of([&given, back]).0.holdings().map(|(k, h)| (k.holder, h.held, h.claimed)).collect()
    };
    assert_eq!(held(&back), [(firm(2), 2, 2)], "a word alone moves nothing");
    back.receipt =
        Some(Receipt { handler: Some(id("hdl", 1)), person: None, at: back.at, condition: Default::default() });
    assert_eq!(held(&back), [(firm(1), 2, 0)]);
}

#[test]
fn an_end_nobody_wrote_down_covers_no_day() {
    let from: Date = "2026-04-01".parse().unwrap();
    let covers = |until, day: &str| InForce { from, until }.covers(day.parse().unwrap());
    assert!(covers(End::Open, "2026-06-11") && !covers(End::Unknown, "2026-06-11"));
    let last = End::On("2026-06-11".parse().unwrap());
    assert!(covers(last, "2026-06-11") && !covers(last, "2026-06-12") && !covers(last, "2026-03-31"));
}

#[test]
fn each_field_of_a_certificate_keeps_the_claim_open() {
    let holder = Side::Contractor(firm(1));
    let mut gone = entry(2, HandoverKind::Erase, (holder, holder), 1);
    gone.disposal = Some(proven());
    assert_eq!(unproven(&gone), None);
    assert_eq!(serde_json::to_value(proof_needed(&gone)).unwrap(), "certificate");
    let full = serde_json::to_value(proven()).unwrap();
    for field in full.as_object().unwrap().keys().filter(|k| *k != "evidence") {
        let mut less = full.clone();
        less[field] = serde_json::Value::Null;
        gone.disposal = Some(serde_json::from_value(less).unwrap());
        assert!(unproven(&gone).is_some(), "{field} is not missed");
    }
}

/// One step of a made-up history: kind, who, to whom, how many, proven.
type Move = (u8, u32, u32, u32, bool);

fn history(moves: &[Move]) -> Vec<Handover> {
    (1..).zip(moves).map(|(n, m)| step(n, *m)).collect()
}

fn step(n: u32, (kind, a, b, quantity, good): Move) -> Handover {
    use HandoverKind as K;
    let (a, b) = (Side::Contractor(firm(a)), Side::Contractor(firm(b)));
    let (kind, sides) = match kind {
        0 => (K::Provide, (Side::Client, a)),
        1 => (K::Provide, (a, b)),
        2 => (K::Copy, (a, a)),
        3 => (K::Return, (a, Side::Client)),
        4 => (K::Return, (a, b)),
        5 => (K::Erase, (a, a)),
        6 => (K::Learned, (a, a)),
        _ => (K::Provide, (a, Side::Client)),
    };
    let mut made = entry(n, kind, sides, quantity);
    if good {
        made.disposal = Some(proven());
        let (handler, person) = (Some(id("hdl", 1)), Some(id("per", 1)));
        made.receipt = Some(Receipt { handler, person, at: made.at, condition: Default::default() });
    }
    made
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    vec((0u8..8, 1u32..4, 1u32..4, 1u32..6, any::<bool>()), 0..40)
}

fn total_of<'a>(entries: impl Iterator<Item = &'a Handover>) -> u64 {
    entries.map(|e| u64::from(e.quantity.get())).sum()
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_appears(moves in moves()) {
        let entries = history(&moves);
        let (balance, refused) = Balance::of(&entries);
        let out: BTreeSet<_> = refused.iter().map(|(id, _)| *id).collect();
        let stood: Vec<&Handover> = entries.iter().filter(|e| !out.contains(&e.id)).collect();
        let of = |kind: HandoverKind| stood.iter().copied().filter(move |e| e.kind == kind);
        let given = total_of(of(HandoverKind::Provide).filter(|e| e.from == Side::Client));
        let copied = total_of(of(HandoverKind::Copy));
        let back = total_of(of(HandoverKind::Return).filter(|e| e.to == Side::Client && e.receipt.is_some()));
        let gone = total_of(of(HandoverKind::Erase).filter(|e| e.disposal.is_some()));
        prop_assert_eq!(balance.total(), given + copied - back - gone);
        // giving back between tiers without a receipt is a claim as well
        let claims = total_of(stood.iter().copied().filter(|e| unproven(e).is_some()));
        prop_assert_eq!(balance.holdings().map(|(_, h)| h.claimed).sum::<u64>(), claims);
        for (key, held) in balance.holdings() {
            prop_assert!(held.claimed <= held.held, "{key:?}");
        }
        prop_assert_eq!(balance.is_zero(id("eng", 1)), balance.total() == 0);
    }

    #[test]
    fn a_claim_never_closes_and_proof_takes_exactly_its_quantity(moves in moves()) {
        let mut entries = history(&moves);
        let (before, refused) = Balance::of(&entries);
        let open = entries.iter().position(|e| {
            e.kind == HandoverKind::Erase && unproven(e).is_some() && !refused.iter().any(|(id, _)| *id == e.id)
        });
        if let Some(i) = open {
            prop_assert!(before.total() >= u64::from(entries[i].quantity.get()));
            entries[i].disposal = Some(proven());
            let (after, _) = Balance::of(&entries);
            prop_assert_eq!(before.total() - after.total(), u64::from(entries[i].quantity.get()));
        }
    }

    #[test]
    fn engagements_do_not_mix_and_order_of_the_list_does_not_matter(a in moves(), b in moves()) {
        let first = history(&a);
        let mut second = history(&b);
        for (n, e) in (1000..).zip(&mut second) {
            e.engagement = id("eng", 2);
            e.id = id("hnd", n);
        }
        let mut both: Vec<Handover> = second.iter().chain(&first).cloned().collect();
        let (together, _) = Balance::of(&both);
        both.reverse();
        prop_assert_eq!(&Balance::of(&both).0, &together);
        prop_assert_eq!(together.total(), Balance::of(&first).0.total() + Balance::of(&second).0.total());
        prop_assert_eq!(together.is_zero(id("eng", 1)), Balance::of(&first).0.is_zero(id("eng", 1)));
        let by_holder: u64 = (1..4).flat_map(|n| together.of_holder(firm(n)).collect::<Vec<_>>()).map(|(_, h)| h.held).sum();
        prop_assert_eq!(by_holder, together.total());
    }
}
