//! The papers of one engagement say the same: names, numbers, dates and figures come from one place.

use std::collections::BTreeMap;

use domain::{
    Lang,
    engagement::Category,
    plan::{Plan, PlanValue, RawPlan},
};
use papers::{Both, Era, Person};
use proptest::prelude::*;
use writer::{docx, html, paper::Body, pdf};

use crate::{
    engagements::{CATALOGUE, Sample},
    soundness::text,
};

/// All papers of an engagement, by id.
fn all(sample: &Sample, lang: Lang) -> BTreeMap<String, String> {
    let profile = sample.profile();
    let order = sample.order(&profile, lang);
    papers::available(&CATALOGUE, &profile)
        .into_iter()
        .map(|source| {
            let paper = papers::compose(&order, &source.id).unwrap();
            let head = serde_json::to_string(&paper.meta).unwrap();
            (source.id.to_string(), format!("{head}\n{}", text(&paper)))
        })
        .collect()
}

/// The sample with these names, and nothing in its plan that says otherwise.
fn named(sample: &Sample, names: &[String; 6]) -> Sample {
    let [client, contractor, officer, unit, number, contract] = names;
    let mut out = sample.clone();
    out.about.client.name = Some(Both::same(client));
    out.about.client.unit = Some(Both::same(unit));
    out.about.contractor.name = Some(Both::same(contractor));
    let officer = Person { name: Both::same(officer), ..out.about.contractor.officer.clone().unwrap_or_default() };
    out.about.contractor.officer = Some(officer);
    out.about.contract_number = Some(contract.clone());
    out.document.number = Some(number.clone());
    let mut raw = RawPlan::from(out.plan.clone());
    for name in ["client_name", "client_unit", "contractor_name", "contractor_officer", "contract_number"] {
        raw.names.remove(name);
        raw.names.remove(&format!("{name}_en"));
    }
    out.plan = Plan::try_from(raw).unwrap();
    out
}

/// Words that stand in no text of ours.
fn word(mark: &'static str) -> impl Strategy<Value = String> {
    "[鰐鱒鯨鯱鰹鮪]{2,5}".prop_map(move |text| format!("{mark}{text}"))
}

fn names() -> impl Strategy<Value = [String; 6]> {
    (word("鷹"), word("鶴"), word("鳶"), word("鵜"), word("鴎"), word("鷲"))
        .prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f])
}

fn category() -> impl Strategy<Value = Category> {
    (0..Category::ALL.len()).prop_map(|index| Category::ALL[index])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Papers under one set of names become, word for word, those under another when the names are exchanged: every
    /// paper took every name from the records, and none holds an old or a half name.
    #[test]
    fn names_and_numbers_are_those_of_the_records(
        category in category(),
        first in names(),
        second in names(),
        lang in prop_oneof![Just(Lang::Ja), Just(Lang::En)],
    ) {
        let sample = Sample::of(category);
        let (one, two) = (all(&named(&sample, &first), lang), all(&named(&sample, &second), lang));
        prop_assert_eq!(one.len(), two.len());
        for (id, words) in one {
            let exchanged = first.iter().zip(&second).fold(words, |words, (from, to)| words.replace(from, to));
            prop_assert!(exchanged == two[&id], "{category} {id}");
        }
    }

    /// A figure of a clause is the same in specification and contract.
    #[test]
    fn figures_are_the_same_in_specification_and_contract(category in category(), hours in 1_i64..=72) {
        let mut sample = Sample::of(category);
        let mut raw = RawPlan::from(sample.plan.clone());
        raw.values.entry("KL-15".into()).or_default().insert("report_hours".into(), PlanValue::Number(hours));
        sample.plan = Plan::try_from(raw).unwrap();
        let papers = all(&sample, Lang::Ja);
        let figure = format!("{hours}時間以内");
        for (id, words) in &papers {
            let binds = id.contains("contract") && !id.contains("subcontract") || id == "procurement-specification";
            prop_assert!(!binds || words.contains(&figure), "{category} {id}: {figure}");
        }
    }
}

#[test]
fn dates_count_the_years_as_set() {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for source in papers::available(&CATALOGUE, &profile) {
            for (era, other) in [(Era::Wareki, "202"), (Era::Western, "令和")] {
                let order = papers::Order { era, ..sample.order(&profile, Lang::Ja) };
                let paper = papers::compose(&order, &source.id).unwrap();
                let mut dates = Vec::new();
                if let Some(date) = &paper.meta.date {
                    dates.push(date.clone());
                }
                for part in &paper.parts {
                    if let Body::Lines { lines, .. } = &part.body {
                        dates.extend(lines.iter().map(|runs| format!("{runs:?}")));
                    }
                }
                let wrong: Vec<_> = dates.iter().filter(|date| date.contains(other) && date.contains('年')).collect();
                assert!(wrong.is_empty(), "{category} {}: {wrong:?}", source.id);
            }
        }
    }
}

#[test]
fn the_number_of_the_contract_stands_in_the_head_where_the_catalogue_wants_it() {
    let sample = Sample::of(Category::RemoteOperation);
    let profile = sample.profile();
    let order = sample.order(&profile, Lang::Ja);
    let mut with = 0;
    for source in papers::available(&CATALOGUE, &profile) {
        let paper = papers::compose(&order, &source.id).unwrap();
        let wanted = source.header.get(Lang::Ja).contains("{contract_number}");
        assert_eq!(paper.meta.contract.as_deref(), wanted.then_some("第R9-0012号"), "{}", source.id);
        with += usize::from(wanted);
    }
    assert!(with >= 5, "{with}");
}

#[test]
fn the_same_engagement_gives_the_same_bytes() {
    for category in Category::ALL {
        let (one, two) = (Sample::of(*category), Sample::of(*category));
        let profiles = (one.profile(), two.profile());
        for lang in Lang::ALL {
            let orders = (one.order(&profiles.0, *lang), two.order(&profiles.1, *lang));
            for source in papers::available(&CATALOGUE, &profiles.0) {
                let papers =
                    (papers::compose(&orders.0, &source.id).unwrap(), papers::compose(&orders.1, &source.id).unwrap());
                let place = format!("{category} {} {}", source.id, lang.code());
                let word = |paper| docx::write(paper, docx::Face::Gothic).unwrap();
                assert!(word(&papers.0) == word(&papers.1), "{place}: Word");
                let page = |paper| html::write(paper, 2, &html::Tracing::Attributes).unwrap();
                assert!(page(&papers.0) == page(&papers.1), "{place}: HTML");
                // one long paper and one form of each stand for the rest; the rest is looked at by the benchmark
                if matches!(source.id.as_str(), "security-annex" | "pledge") {
                    let print = |paper| pdf::write(paper).unwrap().bytes;
                    assert!(print(&papers.0) == print(&papers.1), "{place}: PDF");
                }
            }
        }
    }
}
