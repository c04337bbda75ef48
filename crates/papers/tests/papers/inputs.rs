//! What a person can set: what is asked fits what is checked, and who answers everything has a settled paper.

use catalogue::wording::{ParameterKind, ParameterValue};
use domain::{
    Lang,
    engagement::Category,
    plan::{MeasureOwner, Plan, PlanValue, RawPlan},
};
use papers::{Field, Input, OpenKind};

use crate::engagements::{CATALOGUE, Sample};

/// Sets something allowed for what is asked and not known yet.
fn answer(plan: &mut RawPlan, input: &Input) {
    let (owner, name) = (input.owner.clone(), input.name.clone());
    match &input.field {
        Field::Alternative { choices, suggested, chosen: None } => {
            let code = suggested.clone().or_else(|| choices.first().map(|choice| choice.code.clone()));
            plan.alternatives.insert(owner, code.expect("a choice has texts"));
        }
        Field::Value { kind, min, choices, default: None, current: None, .. } => {
            let value = match kind {
                kind if kind.is_number() => PlanValue::Number(min.unwrap_or(1).max(1)),
                ParameterKind::Bool => PlanValue::Switch(true),
                ParameterKind::Date => PlanValue::Text("2027-04-01".parse().unwrap()),
                ParameterKind::Enum => PlanValue::Text(choices[0].code.parse().unwrap()),
                ParameterKind::List => PlanValue::List(vec!["管理簿".parse().unwrap()]),
                ParameterKind::Article => PlanValue::Text("AR-04".parse().unwrap()),
                _ => PlanValue::Text("別に定める手順（第2版）".parse().unwrap()),
            };
            plan.values.entry(owner).or_default().insert(name, value);
        }
        Field::Name { kind, recorded: None, current: None } => {
            let text = if *kind == ParameterKind::Date { "2027-04-01" } else { "霧沢 一" };
            plan.names.insert(name, text.parse().unwrap());
        }
        Field::Owner { current: None } => {
            plan.owners.insert(owner, MeasureOwner::Both);
        }
        _ => {}
    }
}

#[test]
fn who_answers_everything_that_is_asked_has_settled_papers() {
    for category in Category::ALL {
        let mut sample = Sample::of(*category);
        // Nothing settled yet: only what the facts need stays.
        sample.plan = Plan::default();
        let sources: Vec<_> =
            papers::available(&CATALOGUE, &sample.profile()).into_iter().map(|p| p.id.clone()).collect();
        for source in sources {
            let mut settled = sample.clone();
            // An answer may bring a text that asks more.
            for _ in 0..4 {
                let profile = settled.profile();
                let asked = papers::inputs(&settled.order(&profile, Lang::Ja), &source).unwrap();
                let mut raw = RawPlan::from(settled.plan.clone());
                asked.iter().for_each(|input| answer(&mut raw, input));
                settled.plan = Plan::try_from(raw).unwrap();
            }
            let problems = papers::check_plan(&CATALOGUE, &settled.plan);
            assert!(problems.is_empty(), "{category} {source}: {problems:?}");
            let profile = settled.profile();
            let open = papers::open_points(&settled.order(&profile, Lang::Ja), &source).unwrap();
            let left: Vec<_> = open.iter().filter(|point| point.kind != OpenKind::Refused).collect();
            assert!(left.is_empty(), "{category} {source}: {left:?}");
        }
    }
}

#[test]
fn whatever_is_open_is_asked() {
    for category in Category::ALL {
        let mut sample = Sample::of(*category);
        sample.plan = Plan::default();
        let profile = sample.profile();
        let order = sample.order(&profile, Lang::Ja);
        for source in papers::available(&CATALOGUE, &profile) {
            let asked = papers::inputs(&order, &source.id).unwrap();
            for point in papers::open_points(&order, &source.id).unwrap() {
                let found = asked.iter().any(|input| input.owner == point.owner && input.name == point.name);
                assert!(found || point.kind == OpenKind::Refused, "{category} {}: {point:?}", source.id);
            }
        }
    }
}

#[test]
fn every_question_is_put_in_both_languages_and_has_bounds_where_it_takes_a_number() {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for source in papers::available(&CATALOGUE, &profile) {
            for input in papers::inputs(&sample.order(&profile, Lang::Ja), &source.id).unwrap() {
                let place = format!("{category} {} {} {}", source.id, input.owner, input.name);
                assert!(!input.label.ja.is_empty() && !input.label.en.is_empty(), "{place}");
                if let Field::Value { kind, min, max, default, .. } = &input.field
                    && kind.is_number()
                {
                    let (min, max) = (min.unwrap_or(0), max.unwrap_or(i64::MAX));
                    assert!(min <= max, "{place}");
                    if let Some(ParameterValue::Number(n)) = default {
                        assert!((min..=max).contains(n), "{place}: {n}");
                    }
                }
            }
        }
    }
}

#[test]
fn names_come_first_and_owners_stay_together() {
    let sample = Sample::of(Category::Asp);
    let profile = sample.profile();
    let asked = papers::inputs(&sample.order(&profile, Lang::Ja), &"outsourcing-contract".parse().unwrap()).unwrap();
    assert_eq!(asked[0].owner, "names");
    let mut owners: Vec<&str> = asked.iter().map(|input| input.owner.as_str()).collect();
    owners.dedup();
    let mut unique = owners.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(owners.len(), unique.len(), "{owners:?}");
}
