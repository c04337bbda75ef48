//! What a kept answer gives to a client's sheet, and why it gives none.
#![cfg(test)]

use answers::{Offered, Withheld};
use domain::Lang;
use jiff::civil::Date;
use questions::{Answer, Book, BookEntry, BookScope, Proof, ScopeKind, Value};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn proof(name: &str, until: &str) -> Proof {
    Proof { name: name.into(), kind: None, valid_until: Some(day(until)), sha256: None }
}

fn entry(measure: &str, scope: BookScope, on: &str, evidence: Vec<Proof>) -> BookEntry {
    let answer = Answer { value: Value::Level(4), remark: String::new(), evidence };
    BookEntry { measure: measure.parse().unwrap(), scope, answer, answered_on: day(on) }
}

fn book() -> Book {
    let payroll = BookScope { kind: ScopeKind::Service, name: "給与計算".into() };
    let mut book = Book { organisation: "株式会社サンプル".into(), entries: Vec::new() };
    for one in [
        entry("CM-GV-01", BookScope::company(), "2026-11-01", Vec::new()),
        entry("CM-GV-02", BookScope::company(), "2025-11-01", Vec::new()),
        entry(
            "CM-LG-01",
            BookScope::company(),
            "2026-11-01",
            vec![proof("規程", "2026-10-31"), proof("台帳", "2026-09-30")],
        ),
        entry(
            "CM-LG-02",
            BookScope::company(),
            "2026-11-01",
            vec![proof("規程", "2026-10-31"), proof("台帳", "2027-09-30")],
        ),
        entry("CM-SB-01", payroll, "2026-11-01", Vec::new()),
    ] {
        book.put(one);
    }
    book
}

#[test]
fn what_is_not_given_says_why() {
    let (book, today) = (book(), day("2026-11-28"));
    let offer = book.for_sheets(&BookScope::company(), today);
    assert!(matches!(offer.of("CM-GV-01"), Offered::Given { .. }));
    let why = |measure: &str| match offer.of(measure) {
        Offered::Withheld(why) => why.clone(),
        other => panic!("{measure}: {other:?}"),
    };
    assert_eq!(why("CM-GV-02"), Withheld::Stale { answered_on: day("2025-11-01"), days: 365 });
    assert_eq!(why("CM-LG-01"), Withheld::ProofEnded { name: "規程".into(), on: day("2026-10-31") });
    assert_eq!(why("CM-LG-02"), Withheld::ProofLapsed { name: "規程".into(), on: day("2026-10-31") });
    assert_eq!(why("CM-SB-01"), Withheld::OtherScope { scopes: vec!["給与計算".into()] });
    assert_eq!(offer.of("CM-IC-01"), Offered::Unanswered);
    for measure in ["CM-GV-02", "CM-LG-01", "CM-LG-02", "CM-SB-01"] {
        assert_ne!(why(measure).text(Lang::Ja), why(measure).text(Lang::En));
    }
    // the service has an answer of its own, and the company's where it has none
    let payroll = BookScope { kind: ScopeKind::Service, name: "給与計算".into() };
    let offer = book.for_sheets(&payroll, today);
    assert!(
        matches!(offer.of("CM-SB-01"), Offered::Given { .. }) && matches!(offer.of("CM-GV-01"), Offered::Given { .. })
    );
}

/// One rule for what a level counts for, in the book as in the figure.
#[test]
fn a_level_counts_the_same_everywhere() {
    for (given, ended, good, counted) in
        [(5, 0, 0, 5), (5, 0, 2, 5), (5, 1, 1, 4), (5, 2, 0, 2), (3, 1, 0, 2), (2, 1, 1, 1), (2, 1, 0, 1), (1, 3, 0, 1)]
    {
        assert_eq!(answers::counted_level(given, ended, good), counted, "{given} {ended} {good}");
        let evidence = (0..ended).map(|_| proof("a", "2026-10-31")).chain((0..good).map(|_| proof("b", "2027-10-31")));
        let answer = Answer { value: Value::Level(given), remark: String::new(), evidence: evidence.collect() };
        assert_eq!(answer.counted_level(day("2026-11-28")), Some(counted));
    }
    assert_eq!(Answer::new(Value::Yes).counted_level(day("2026-11-28")), None);
}
