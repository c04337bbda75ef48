//! A plan that names what does not exist, or goes beyond its bounds: place, value and what is allowed are said.

use domain::{FieldError, Lang, engagement::Category, plan::Plan};
use serde_json::{Value, json};

use crate::engagements::{CATALOGUE, Sample};

fn found(plan: Value) -> Vec<FieldError> {
    let plan: Plan = serde_json::from_value(plan).expect("a plan");
    papers::check_plan(&CATALOGUE, &plan)
}

#[test]
fn the_plans_of_the_samples_are_sound() {
    for category in Category::ALL {
        let problems = papers::check_plan(&CATALOGUE, &Sample::of(*category).plan);
        assert!(problems.is_empty(), "{category}: {problems:?}");
    }
}

#[test]
fn every_slip_is_named_with_its_place_and_what_is_allowed() {
    // plan, place, and words that must stand in the message
    let cases = [
        (json!({"strength": "harsh"}), "strength", vec!["harsh", "strict", "standard", "mild"]),
        (json!({"alternatives": {"KL-99": "a"}}), "alternatives.KL-99", vec!["KL-99"]),
        (json!({"alternatives": {"KL-22": "z"}}), "alternatives.KL-22", vec!["z", "a", "b"]),
        (json!({"values": {"KL-99": {"days": 3}}}), "values.KL-99.days", vec!["KL-99"]),
        (json!({"values": {"KL-15": {"hours": 3}}}), "values.KL-15.hours", vec!["hours", "report_hours"]),
        (json!({"values": {"KL-15": {"report_hours": 0}}}), "values.KL-15.report_hours", vec!["0", "1"]),
        (json!({"values": {"KL-15": {"report_hours": 100_000}}}), "values.KL-15.report_hours", vec!["100000"]),
        (json!({"values": {"KL-15": {"report_hours": "すぐ"}}}), "values.KL-15.report_hours", vec!["すぐ", "24"]),
        (json!({"values": {"CM-GV-01": {"level": 6}}}), "values.CM-GV-01.level", vec!["6", "1", "5"]),
        (json!({"values": {"CM-GV-01": {"depth": 3}}}), "values.CM-GV-01.depth", vec!["depth", "level"]),
        (json!({"names": {"mayor": "霧沢"}}), "names.mayor", vec!["mayor", "contract_number"]),
        (json!({"names": {"contract_date": "来年の春"}}), "names.contract_date", vec!["来年の春", "2026-11-01"]),
        (json!({"tailored": {"T9-1": {"level": "required", "reason": "重要なため"}}}), "tailored.T9-1", vec!["T9-1"]),
        (json!({"owners": {"CM-XX-01": "both"}}), "owners.CM-XX-01", vec!["CM-XX-01"]),
        (json!({"refused": {"AR-01": {"reason": "受けられない"}}}), "refused.AR-01", vec!["AR-01"]),
        (json!({"priced": {"CM-CS-01": {"offer": "included"}}}), "priced.CM-CS-01", vec!["CM-CS-01"]),
        (json!({"rows": {"people": [{"name": "一"}]}}), "rows.people", vec!["people", "contacts"]),
        (
            json!({"rows": {"contacts": [{"name": "一"}, {"nick": "一"}]}}),
            "rows.contacts[1].nick",
            vec!["nick", "phone"],
        ),
    ];
    for (plan, place, words) in cases {
        let problems = found(plan.clone());
        assert_eq!(problems.len(), 1, "{plan}: {problems:?}");
        assert_eq!(problems[0].field, place, "{plan}");
        for lang in Lang::ALL {
            let said = problems[0].problem.text(*lang);
            assert!(words.iter().all(|word| said.contains(word)), "{place}: {said}");
        }
    }
}

#[test]
fn all_slips_are_told_at_once() {
    let plan = json!({
        "strength": "harsh", "alternatives": {"KL-22": "z"}, "names": {"mayor": "霧沢"},
        "values": {"KL-15": {"report_hours": 0, "hours": 1}},
    });
    assert_eq!(found(plan).len(), 5);
}
