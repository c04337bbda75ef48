//! Requirement profiles: engagements of all nine categories, and what each further fact or decision changes.

use std::collections::BTreeSet;

use domain::{
    engagement::{Category, Facts, RawFacts},
    plan::{Plan, RequirementLevel},
};
use proptest::prelude::*;
use rules::{
    Reason, ReasonCode,
    profile::{Profile, audit_need, compare, profile},
};
use serde::Deserialize;

use crate::support::catalogue;

/// A plain engagement of a category, and the situations that differ from it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    category: Category,
    /// What the plain one is.
    base: RawFacts,
    /// Required clauses of the plain one.
    clauses: Vec<String>,
    case: Vec<Situation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Situation {
    name: String,
    /// Facts that differ.
    #[serde(default)]
    facts: toml::Table,
    #[serde(default)]
    plan: Plan,
    /// What is asked beyond the plain one: `CM-CL-07 required`.
    #[serde(default)]
    gains: Vec<String>,
    /// What is asked less.
    #[serde(default)]
    loses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: Vec<Family>,
}

fn families() -> Vec<Family> {
    toml::from_str::<File>(include_str!("../../cases/profile.toml")).unwrap().family
}

fn with(base: &RawFacts, change: &toml::Table) -> Facts {
    let mut table = toml::Table::try_from(base).unwrap();
    table.extend(change.clone());
    Facts::try_from(table.try_into::<RawFacts>().unwrap()).unwrap()
}

fn weight(level: Option<RequirementLevel>) -> u8 {
    match level {
        Some(RequirementLevel::Required) => 3,
        Some(RequirementLevel::Optional) => 2,
        Some(RequirementLevel::Included) => 1,
        Some(RequirementLevel::NotApplicable) | None => 0,
    }
}

/// What is asked more and what less, as the case file writes it.
fn difference(plain: &Profile, other: &Profile) -> (Vec<String>, Vec<String>) {
    let (mut gains, mut loses) = (Vec::new(), Vec::new());
    for changed in compare(plain, other) {
        let list = if weight(changed.after) > weight(changed.before) { &mut gains } else { &mut loses };
        let after = changed.after.map_or("gone", RequirementLevel::code);
        list.push(format!("{} {after}", changed.id));
    }
    (gains, loses)
}

fn all_reasons(profile: &Profile) -> impl Iterator<Item = &Reason> {
    let rows = profile.rows.iter().flat_map(|l| &l.because);
    let measures = profile.measures.iter().flat_map(|l| &l.because);
    rows.chain(measures).chain(profile.clauses.iter().flat_map(|l| &l.because))
}

/// Every reason that some profile of the case file gives.
pub fn reasons() -> BTreeSet<ReasonCode> {
    let mut seen = BTreeSet::new();
    for family in families() {
        for case in &family.case {
            let facts = with(&family.base, &case.facts);
            seen.extend(all_reasons(&profile(catalogue(), &facts, &case.plan)).map(|r| r.code));
            let advice = audit_need(&facts, &case.plan);
            seen.extend(advice.speaks_for.iter().chain(&advice.against).map(|r| r.code));
        }
    }
    seen
}

#[test]
fn every_situation_asks_what_it_should() {
    let (catalogue, mut wrong, mut count) = (catalogue(), Vec::new(), 0);
    let families = families();
    let known: BTreeSet<Category> = families.iter().map(|f| f.category).collect();
    assert_eq!(known.len(), Category::ALL.len());
    for family in &families {
        assert_eq!(family.category, family.base.category);
        let plain = profile(catalogue, &with(&family.base, &toml::Table::new()), &Plan::default());
        let clauses: Vec<String> = plain.asked_clauses().map(|c| c.clause.to_string()).collect();
        if clauses != family.clauses {
            wrong.push(format!("{} clauses = {clauses:?}", family.category));
        }
        for case in &family.case {
            count += 1;
            let found = profile(catalogue, &with(&family.base, &case.facts), &case.plan);
            let (gains, loses) = difference(&plain, &found);
            if (&gains, &loses) != (&case.gains, &case.loses) {
                wrong.push(format!("{} {}\ngains = {gains:?}\nloses = {loses:?}", family.category, case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(count >= 150, "only {count} situations");
}

#[test]
fn every_line_says_why_in_both_languages() {
    for family in families() {
        let found = profile(catalogue(), &with(&family.base, &toml::Table::new()), &Plan::default());
        assert!(found.measures.iter().all(|l| !l.because.is_empty()));
        assert!(found.clauses.iter().all(|l| !l.because.is_empty()));
        for reason in all_reasons(&found) {
            assert!(!reason.rule.is_empty(), "{}", reason.code);
            for lang in domain::Lang::ALL {
                assert!(!reason.text(catalogue(), *lang).contains(['{', '}']), "{}", reason.code);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A further fact can add a requirement; it never takes one away unseen.
    #[test]
    fn a_further_fact_drops_nothing(
        category in prop::sample::select(Category::ALL.to_vec()),
        kinds in prop::sample::subsequence(vec!["personal", "my_number", "business_secret", "entrusted_by_others", "technical", "tax", "financial"], 1..6),
        more in prop::sample::select(vec!["personal", "my_number", "business_secret", "technical", "tax", "financial", "unknown"]),
        place in prop::sample::select(vec!["client_premises", "remote", "abroad", "unknown"]),
        connection in prop::sample::select(vec!["on_site", "remote", "unknown"]),
    ) {
        let facts = |kinds: &[&str], places: &[&str], connection: &str| -> Facts {
            serde_json::from_value(serde_json::json!({
                "title": "案件", "category": category, "system": "仕組み", "activities": ["operation"],
                "information": kinds, "places": places, "connection": connection,
                "term": {"from": "2026-04-01", "to": "2026-06-30"}, "accounts": "no", "subcontracting": "no",
            })).unwrap()
        };
        let plain = profile(catalogue(), &facts(&kinds, &["contractor_premises"], "none"), &Plan::default());
        let mut wider = kinds.clone();
        if !wider.contains(&more) { wider.push(more); }
        let found = profile(catalogue(), &facts(&wider, &["contractor_premises", place], connection), &Plan::default());
        for changed in compare(&plain, &found) {
            prop_assert!(weight(changed.after) >= weight(changed.before), "{changed:?}");
        }
    }
}
