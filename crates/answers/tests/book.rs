//! The book: reading, its problems, what it is worth on a day, what a client is given.
#![cfg(test)]

use answers::{AnswerBook, Asked, Offered, Standing, Target, Withheld};
use domain::Lang;
use jiff::civil::Date;

const BOOK: &str = r#"
organisation = "株式会社サンプル"
edition = "2026-11"
stale_after_days = 180

[[scopes]]
id = "payroll"
kind = "service"
name = { ja = "給与計算サービス", en = "Payroll service" }

[[evidence]]
id = "isms"
name = "ISMS 登録証"
kind = "CERT"
valid_until = 2027-01-31
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
file = "isms.pdf"

[[evidence]]
id = "rule"
name = "情報取扱規程"
kind = "POL"

[[answers]]
measure = "CM-GV-04"
level = 5
evidence = ["isms", "rule"]
answered_on = "2026-11-01"

[[answers]]
measure = "CM-GV-05"
level = 4
remark = "登録範囲は本社"
evidence = ["isms"]
answered_on = "2026-11-01"

[[answers]]
measure = "CM-GV-05"
scope = "payroll"
level = 3
answered_on = "2026-11-01"

[[answers]]
measure = "CM-DV-07"
not_applicable = { ja = "構築しません", en = "We build nothing" }
answered_on = "2026-03-01"

[[answers]]
measure = "CM-SL-01"
scope = "payroll"
level = 3

[[consents]]
client = "霞が関省"
given_on = "2026-11-01"
until = "2027-10-31"
measures = ["CM-GV"]

[[consents]]
client = "㈱みなと"
given_on = "2026-01-01"
withdrawn_on = "2026-06-30"
"#;

fn book() -> AnswerBook {
    AnswerBook::parse(BOOK).unwrap_or_else(|p| panic!("{p:#?}"))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn levels(book: &AnswerBook, on: &str) -> Vec<Option<u8>> {
    book.on(day(on)).iter().map(|w| w.level).collect()
}

#[test]
fn one_proof_that_ends_lowers_every_answer_that_rests_on_it() {
    let book = book();
    assert_eq!(levels(&book, "2027-01-31"), [Some(5), Some(4), Some(3), None, Some(3)]);
    // 2027-02-01: CM-GV-04 has another proof, CM-GV-05 has none
    assert_eq!(levels(&book, "2027-02-01"), [Some(4), Some(2), Some(3), None, Some(3)]);
    let worth = book.on(day("2027-02-01"));
    assert_eq!(worth[1].reasons(Lang::Ja), ["証跡「ISMS 登録証」の期限が2027-01-31で切れた"]);
    assert_eq!(worth[0].reasons(Lang::En), ["the proof \"ISMS 登録証\" ended on 2027-01-31"]);
    assert!(worth[1].unproven && !worth[0].unproven);
    assert_eq!(worth[4].reasons(Lang::En), ["the answer has no day"]);
    let ending = book.ending(day("2027-01-01"), day("2027-01-31"));
    assert_eq!(ending.len(), 1);
    assert_eq!(ending[0].answers.iter().map(ToString::to_string).collect::<Vec<_>>(), ["CM-GV-04", "CM-GV-05"]);
}

fn asked<'a>(client: Option<&'a str>, scope: Option<&'a str>, on: &str) -> Asked<'a> {
    Asked { client, scope, on: day(on) }
}

fn withheld(book: &AnswerBook, measure: &str, asked: &Asked<'_>) -> Option<Withheld> {
    match book.offer(asked).of(measure) {
        Offered::Withheld(why) => Some(why.clone()),
        _ => None,
    }
}

#[test]
fn what_is_given_depends_on_consent_freshness_proof_and_scope() {
    let book = book();
    let now = asked(None, None, "2026-11-28");
    assert!(
        matches!(book.offer(&now).of("CM-GV-05"), Offered::Given { given, .. } if given.remark.ja.as_deref() == Some("登録範囲は本社"))
    );
    assert_eq!(withheld(&book, "CM-DV-07", &now), Some(Withheld::Stale { answered_on: day("2026-03-01"), days: 180 }));
    assert!(
        matches!(withheld(&book, "CM-SL-01", &now), Some(Withheld::OtherScope { scopes }) if scopes == ["payroll"])
    );
    assert_eq!(book.offer(&now).of("CM-IC-01"), Offered::Unanswered);

    let service = asked(None, Some("payroll"), "2026-11-28");
    let offer = book.offer(&service);
    assert!(matches!(offer.of("CM-GV-05"), Offered::Given { given, .. } if given.standing == Standing::Level(3)));
    assert!(matches!(offer.of("CM-GV-04"), Offered::Given { given, .. } if given.standing == Standing::Level(5)));

    let ended = asked(None, None, "2027-02-01");
    assert!(
        matches!(withheld(&book, "CM-GV-05", &ended), Some(Withheld::ProofEnded { on, .. }) if on == day("2027-01-31"))
    );
    let offer = book.offer(&ended);
    let Offered::Given { given, lowered } = offer.of("CM-GV-04") else { panic!("given") };
    assert_eq!((given.standing.clone(), given.evidence.len(), lowered.len()), (Standing::Level(4), 1, 1));

    let ministry = asked(Some("霞ヶ関省"), None, "2026-11-28");
    assert!(matches!(withheld(&book, "CM-GV-04", &ministry), Some(Withheld::NoConsent { .. })), "another name");
    let ministry = asked(Some("霞が関省"), None, "2026-11-28");
    assert_eq!(withheld(&book, "CM-GV-04", &ministry), None);
    assert!(matches!(withheld(&book, "CM-DV-07", &ministry), Some(Withheld::NoConsent { .. })), "only CM-GV");
    let late = asked(Some("霞が関省"), None, "2027-11-01");
    assert!(
        matches!(withheld(&book, "CM-GV-04", &late), Some(Withheld::ConsentEnded { on, .. }) if on == day("2027-10-31"))
    );
    let harbour = asked(Some("株式会社みなと"), None, "2026-11-28");
    assert!(
        matches!(withheld(&book, "CM-GV-04", &harbour), Some(Withheld::ConsentEnded { on, .. }) if on == day("2026-06-30"))
    );
    for why in [withheld(&book, "CM-GV-04", &harbour), withheld(&book, "CM-GV-05", &ended)].into_iter().flatten() {
        assert!(!why.text(Lang::Ja).is_empty() && !why.text(Lang::En).is_empty());
    }
}

#[test]
fn a_client_gets_only_what_it_has_consent_for() {
    let clipped = book().clipped("霞が関省", day("2026-11-28"));
    let targets: Vec<String> = clipped.answers().iter().map(|a| a.target.to_string()).collect();
    assert_eq!(targets, ["CM-GV-04", "CM-GV-05", "CM-GV-05 (payroll)"]);
    assert_eq!(clipped.consents().len(), 1, "not whom else it trusts");
    assert_eq!(AnswerBook::parse(&clipped.to_toml()).unwrap(), clipped);
    assert!(book().clipped("㈱みなと", day("2026-11-28")).answers().is_empty());
}

#[test]
fn toml_and_json_say_the_same_and_come_back() {
    let book = book();
    assert_eq!(AnswerBook::parse(&book.to_toml()).unwrap(), book, "{}", book.to_toml());
    assert_eq!(AnswerBook::parse(&book.to_json()).unwrap(), book);
}

#[test]
fn a_proof_written_in_two_answers_is_one_proof() {
    let text = r#"
organisation = "x"
[[answers]]
measure = "CM-LG-01"
level = 4
evidence = [{ name = "規程", kind = "POL", valid_until = "2026-12-31" }]
[[answers]]
measure = "CM-LG-02"
level = 3
evidence = [{ name = "規程", kind = "POL", valid_until = "2026-12-31" }, { name = "記録" }]
"#;
    let book = AnswerBook::parse(text).unwrap();
    assert_eq!(book.evidence().len(), 2);
    let fell: Vec<Option<u8>> = book.on(day("2027-01-01")).iter().map(|w| w.level).collect();
    assert_eq!(fell, [Some(2), Some(2)]);
    let target = Target { measure: "CM-LG-02".into(), scope: None };
    let ids = &book.answer(&target).unwrap().evidence;
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|id| id.starts_with("proof-") && id.len() == 30), "{ids:?}");
    assert_eq!(AnswerBook::parse(&book.to_toml()).unwrap(), book);
}

/// The id of a proof that was given none says which proof it is, whatever stands before it in the book; so an answer never
/// comes to rest on another proof when one book is taken into another.
#[test]
fn a_proof_without_an_id_is_the_same_in_every_book_and_no_other() {
    let one = |measure: &str, name: &str, until: &str| {
        format!(
            "[[answers]]\nmeasure = \"{measure}\"\nlevel = 4\nanswered_on = \"2026-11-01\"\n\
             evidence = [{{ name = \"{name}\", valid_until = \"{until}\" }}]\n"
        )
    };
    let parse = |answers: &[String]| AnswerBook::parse(&format!("organisation = \"x\"\n{}", answers.concat())).unwrap();
    let (rule, record) = (one("CM-LG-01", "規程", "2030-01-01"), one("CM-LG-02", "記録", "2026-12-31"));
    let (first, second) = (parse(std::slice::from_ref(&rule)), parse(&[record.clone(), rule.clone()]));
    let merged = answers::merge(Some(first.clone()), &second).unwrap();
    assert_eq!(merged.conflicts().count(), 0, "{:#?}", merged.lines);
    let proofs = |book: &AnswerBook, measure: &str| {
        let answer = book.answer(&Target { measure: measure.into(), scope: None }).unwrap().clone();
        book.proofs(&answer).map(|e| e.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(proofs(&merged.book, "CM-LG-01"), ["規程"]);
    assert_eq!(proofs(&merged.book, "CM-LG-02"), ["記録"]);
    assert_eq!(first.evidence()[0].id, second.evidence()[1].id, "the same proof");
    let renewed = parse(&[one("CM-LG-01", "規程", "2031-01-01")]);
    assert_ne!(renewed.evidence()[0].id, first.evidence()[0].id, "another day, another proof");
    // an id somebody wrote that is taken by another proof is refused, never shared
    let id = &first.evidence()[0].id;
    let taken = format!("organisation = \"x\"\n[[evidence]]\nid = \"{id}\"\nname = \"other\"\n{rule}");
    let problems = AnswerBook::parse(&taken).unwrap_err();
    assert!(problems[0].en.contains("two proofs"), "{problems:?}");
}

/// Books at their bounds are read, offered and taken over in a moment; beyond them each bound says so.
#[test]
fn the_bounds_of_a_book_hold() {
    use std::fmt::Write as _;
    let began = std::time::Instant::now();
    let book = |count: usize, linked: usize, listed: usize| {
        let mut text = String::from("organisation = \"x\"\n");
        for n in 0..count {
            let _ = write!(text, "[[scopes]]\nid = \"s{n}\"\nkind = \"site\"\nname = \"{n}\"\n");
        }
        for n in 0..count {
            let proofs: Vec<String> = (0..linked).map(|k| format!("{{ name = \"proof {n} {}\" }}", k % 2)).collect();
            let proofs = if n % 2 == 0 { proofs.join(",") } else { String::new() };
            let _ = write!(
                text,
                "[[answers]]\nmeasure = \"CM-LG-01\"\nscope = \"s{n}\"\nlevel = 3\nevidence = [{proofs}]\n"
            );
            let scopes = (0..listed).map(|k| format!("\"s{k}\"")).collect::<Vec<_>>().join(",");
            let _ = write!(text, "[[consents]]\nclient = \"c\"\ngiven_on = \"2026-01-01\"\nscopes = [{scopes}]\n");
        }
        AnswerBook::parse(&text)
    };
    let full = book(5_000, 2, 3).unwrap();
    assert_eq!((full.answers().len(), full.evidence().len()), (5_000, 5_000));
    let offer = full.offer(&Asked { client: Some("c"), scope: Some("s1"), on: day("2026-11-28") });
    assert!(matches!(offer.of("CM-LG-01"), Offered::Given { .. }));
    assert!(!full.clipped("c", day("2026-11-28")).answers().is_empty());
    assert_eq!(answers::merge(Some(full.clone()), &full).unwrap().book, full);
    for (refused, count, linked, listed) in [
        ("scopes has 5001 entries", 5_001, 0, 0),
        ("the answers name too many proofs; at most 20000", 5_000, 9, 0),
        ("the consents name too many measures and scopes; at most 20000", 5_000, 0, 5),
    ] {
        let problems = book(count, linked, listed).unwrap_err();
        assert!(
            problems.len() <= 200 && problems.iter().any(|p| p.en.starts_with(refused)),
            "{refused}: {problems:#?}"
        );
    }
    let many = (0..60).map(|n| {
        let proofs: Vec<String> = (0..100).map(|k| format!("{{ name = \"{n} {k}\" }}")).collect();
        format!("[[answers]]\nmeasure = \"CM-LG-{:02}\"\nlevel = 3\nevidence = [{}]\n", n + 1, proofs.join(","))
    });
    let problems = AnswerBook::parse(&format!("organisation = \"x\"\n{}", many.collect::<String>())).unwrap_err();
    assert!(problems.iter().any(|p| p.en.starts_with("there are too many proofs; at most 5000")), "{problems:#?}");
    assert!(problems.len() <= 200, "{}", problems.len());
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

/// Each mistake with its place, the value and what is allowed.
#[test]
fn every_problem_says_place_value_and_what_is_allowed() {
    let text = r##"
organisation = ""
stale_after_days = 0
colour = "red"
[[scopes]]
id = "company"
kind = "planet"
[[evidence]]
id = "a b"
name = "x"
kind = "PAPER"
valid_until = "2026-02-30"
sha256 = "12"
file = "../../etc/passwd"
[[answers]]
measure = "CM-LG-01"
level = 7
[[answers]]
measure = "LG-01"
level = 3
[[answers]]
measure = "CM-LG-02"
[[answers]]
measure = "CM-LG-02"
scope = "moon"
level = 3
evidence = ["nothing"]
[[answers]]
measure = "CM-TE-01"
not_applicable = ""
[[consents]]
client = "c"
given_on = "2026-11-02"
until = "2026-11-01"
scopes = ["moon"]
measures = ["LG"]
"##;
    let found = AnswerBook::parse(text).unwrap_err();
    let said: Vec<String> = found.iter().map(|p| p.text(Lang::En)).collect();
    for expected in [
        "-: organisation is missing",
        "-: stale_after_days = 0 is not allowed; a whole number from 1 to 3660 is",
        "-: there is no key \"colour\"; allowed: organisation",
        "scopes[1] company: kind = \"planet\" is not allowed; service or site is",
        "scopes[1] company: name is missing",
        "evidence[1] a b: id = \"a b\" is not allowed",
        "evidence[1] a b: kind = \"PAPER\" is not allowed; one of POL, CON, REC, LED, CFG, PHO, CERT, TRN, AUD is",
        "evidence[1] a b: valid_until = \"2026-02-30\" is not allowed; a day such as 2026-11-28 is",
        "evidence[1] a b: sha256 = \"12\" is not allowed; 64 hexadecimal digits are",
        "evidence[1] a b: file = \"../../etc/passwd\" is not allowed; a file name without a folder is",
        "answers[1] CM-LG-01: level = 7 is not allowed; a whole number from 1 to 5 is",
        "answers[2] LG-01: measure = \"LG-01\" is not allowed",
        "answers[3] CM-LG-02: give either level, or not_applicable with a reason",
        "answers[4] CM-LG-02: scope = \"moon\" is not allowed; one of company is",
        "answers[4] CM-LG-02: there is no proof \"nothing\"",
        "answers[5] CM-TE-01: not_applicable needs a reason",
        "consents[1] c: until must not be before given_on",
        "consents[1] c: scopes = \"moon\" is not allowed",
        "consents[1] c: measures = \"LG\" is not allowed",
    ] {
        assert!(said.iter().any(|s| s.starts_with(expected)), "{expected}\n{said:#?}");
    }
    assert_eq!(said.len(), 19, "{said:#?}");
    assert!(found.iter().all(|p| p.text(Lang::Ja) != p.text(Lang::En)));
    for broken in ["level =", "{", "{\"organisation\": 3}", "[]", "", "organisation = \"x\"\nanswers = 3"] {
        assert!(AnswerBook::parse(broken).is_err(), "{broken}");
    }
    let twice = "organisation='x'\n[[answers]]\nmeasure='CM-LG-01'\nlevel=3\n[[answers]]\nmeasure='CM-LG-01'\nscope='company'\nlevel=2\n";
    assert!(AnswerBook::parse(twice).unwrap_err()[0].en.contains("twice"));
}
