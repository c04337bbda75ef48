//! Two versions of one contract, and corrections that outlive a version.

use checker::{Change, Correction, Corrections, Difference, Report, Status, compare};
use serde_json::json;

use crate::support::{contract, report};

const SECRET: &str = "第2条（秘密保持）\n乙は、本業務で知った情報を第三者に開示してはならない。";

fn incident(hours: u32) -> String {
    format!(
        "第3条（報告）\n乙は、情報の漏えい又はそのおそれを知ったときは、{hours}時間以内に甲に報告しなければならない。"
    )
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare(&report(&contract(old)), &report(&contract(new)))
}

#[test]
fn status_and_figures_are_compared_concept_by_concept() {
    let old = format!("{SECRET}\n{}", incident(24));
    assert!(changes(&old, &old).is_empty());
    let later = changes(&old, &format!("{SECRET}\n{}", incident(72)));
    assert_eq!(later.len(), 1, "{later:#?}");
    assert_eq!(later[0].concept, "incident_report");
    let figure = Difference::Parameter { name: "deadline_hours".into(), from: Some(json!(24)), to: Some(json!(72)) };
    assert_eq!(later[0].difference, figure);
    assert!(later[0].before[0].quote.contains("24時間") && later[0].after[0].quote.contains("72時間"));
    let gone = changes(&old, &incident(24));
    let lost: Vec<&Change> = gone.iter().filter(|change| change.is_loss()).collect();
    assert!(lost.iter().any(|change| change.concept == "confidentiality"), "{gone:#?}");
    assert!(lost[0].after.is_empty() && !lost[0].before.is_empty());
}

#[test]
fn a_report_and_a_change_can_be_stored() {
    let first = report(&contract(&incident(24)));
    let again: Report = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    assert_eq!(again, first);
    let change = changes(&incident(24), &incident(72));
    let again: Vec<Change> = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
    assert_eq!(again, change);
    // a report written before there were tiers and corrections can still be read
    let mut old = serde_json::to_value(&first).unwrap();
    old.as_object_mut().unwrap().remove("corrected");
    for finding in old["findings"].as_array_mut().unwrap() {
        finding.as_object_mut().unwrap().remove("tier");
    }
    assert!(serde_json::from_value::<Report>(old).is_ok());
}

#[test]
fn corrections_hold_while_their_words_stand() {
    let first = report(&contract(SECRET));
    let finding = first.finding("confidentiality").unwrap();
    let was = finding.status;
    let mut corrections = Corrections::default();
    corrections.add(Correction::of(finding, Status::Weak, "開示の例外が広すぎる"));
    corrections.add(Correction::of(first.finding("audit_right").unwrap(), Status::Present, "別に覚書がある"));
    let stored = serde_json::to_string(&corrections).unwrap();
    let corrections: Corrections = serde_json::from_str(&stored).unwrap();

    // the same words elsewhere, set in another width
    let moved = SECRET.replace("第2条", "第3条").replace("第三者に", "第三者\u{3000}に");
    let mut next = report(&contract(&format!("第2条（費用）\n費用は、乙が負担する。\n{moved}")));
    assert!(corrections.apply(&mut next).is_empty(), "{:#?}", next.finding("confidentiality"));
    assert_eq!(next.finding("confidentiality").unwrap().status, Status::Weak);
    assert_eq!(next.finding("audit_right").unwrap().status, Status::Present);
    assert_eq!((next.corrected.len(), next.corrected[0].was), (2, was));

    // other words: a person looks again
    let other = SECRET.replace("開示してはならない", "開示し、又は漏らしてはならない");
    let mut next = report(&contract(&other));
    let lapsed = corrections.apply(&mut next);
    assert_eq!(lapsed.iter().map(|one| one.concept.as_str()).collect::<Vec<_>>(), ["confidentiality"]);
    assert_eq!(next.finding("confidentiality").unwrap().status, was);

    // where nothing was found, the correction ends as soon as something is
    let audit = "第3条（監査）\n甲は、乙の作業場所に立ち入り、管理の状況を監査することができる。";
    let mut next = report(&contract(&format!("{SECRET}\n{audit}")));
    let lapsed = corrections.apply(&mut next);
    assert_eq!(lapsed.iter().map(|one| one.concept.as_str()).collect::<Vec<_>>(), ["audit_right"]);
}

#[test]
fn a_later_correction_takes_the_place_of_the_one_before() {
    let first = report(&contract(SECRET));
    let finding = first.finding("confidentiality").unwrap();
    let mut corrections = Corrections::default();
    corrections.add(Correction::of(finding, Status::Weak, "一"));
    corrections.add(Correction::of(finding, Status::Missing, "二"));
    assert_eq!(corrections.list().len(), 1);
    corrections.remove("confidentiality");
    assert!(corrections.list().is_empty());
}
