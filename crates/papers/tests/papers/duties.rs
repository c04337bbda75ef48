//! A must-have can be measured: it has a number, a deadline or an annex, and never rests on 善管注意義務 alone. What a
//! permit directs stands in the annex.

use std::collections::BTreeSet;

use catalogue::paper::{ClauseForm, Part as Source};
use domain::{Lang, engagement::Category, plan::RequirementLevel};
use rules::profile::ClauseTier;
use writer::paper::{Article, Body, Item, Paper, Run, Runs};

use crate::{
    engagements::{CATALOGUE, Sample},
    soundness::text,
};

fn runs_of(article: &Article) -> Vec<&Runs> {
    fn items<'a>(list: &'a [Item], out: &mut Vec<&'a Runs>) {
        for item in list {
            out.push(&item.text);
            items(&item.items, out);
        }
    }
    let mut out = Vec::new();
    for clause in &article.clauses {
        out.push(&clause.text);
        items(&clause.items, &mut out);
    }
    out
}

fn articles(paper: &Paper) -> impl Iterator<Item = &Article> {
    paper.parts.iter().filter_map(|part| match &part.body {
        Body::Article(article) => Some(article),
        _ => None,
    })
}

/// A figure in the words themselves, or an annex that is attached; numbers of articles do not count.
pub fn is_measurable(article: &Article) -> bool {
    runs_of(article).into_iter().flatten().any(|run| match run {
        Run::Text(words) | Run::Bold(words) | Run::Underline(words) => words.chars().any(|c| c.is_ascii_digit()),
        Run::AnnexRef(_) => true,
        _ => false,
    })
}

fn is_contract(paper: &catalogue::Paper) -> bool {
    paper.parts.iter().any(|part| matches!(part, Source::Clauses { form: ClauseForm::Contract }))
}

#[test]
fn every_must_have_has_a_number_a_deadline_or_an_annex() {
    let mut seen = BTreeSet::new();
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let must: Vec<&str> = profile
            .clauses
            .iter()
            .filter(|line| line.tier == ClauseTier::Must && line.level == RequirementLevel::Required)
            .map(|line| line.clause.as_str())
            .collect();
        assert!(must.len() >= 5, "{category}: {must:?}");
        for lang in Lang::ALL {
            let order = sample.order(&profile, *lang);
            for source in papers::available(&CATALOGUE, &profile).into_iter().filter(|paper| is_contract(paper)) {
                let paper = papers::compose(&order, &source.id).unwrap();
                for id in &must {
                    let place = format!("{category} {} {} {id}", source.id, lang.code());
                    let article = articles(&paper).find(|article| article.key.as_str() == *id);
                    let article = article.unwrap_or_else(|| panic!("{place}: no article"));
                    assert!(is_measurable(article), "{place}: no number, deadline or annex: {article:?}");
                    seen.insert((*id).to_owned());
                }
            }
        }
    }
    let all = ["KL-02", "KL-03", "KL-15", "KL-22", "KL-29", "KL-30", "KL-31"];
    assert!(all.iter().all(|id| seen.contains(*id)), "{seen:?}");
}

#[test]
fn no_article_rests_on_due_care_alone() {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let order = sample.order(&profile, Lang::Ja);
        for source in papers::available(&CATALOGUE, &profile).into_iter().filter(|paper| is_contract(paper)) {
            let paper = papers::compose(&order, &source.id).unwrap();
            for article in articles(&paper) {
                let words: String = runs_of(article).into_iter().flatten().map(|run| format!("{run:?}")).collect();
                let care = words.contains("善良な管理者") || words.contains("善管注意");
                assert!(!care || is_measurable(article), "{category} {} {}: {words}", source.id, article.key);
            }
        }
    }
}

/// NISC-2008 5.1(5): what the permit directs is agreed in the contract.
#[test]
fn measures_directed_by_a_permit_stand_in_every_contract() {
    let sample = Sample::of(Category::RemoteOperation);
    assert_eq!(sample.about.directed().len(), 3);
    let profile = sample.profile();
    let mut contracts = 0;
    for source in papers::available(&CATALOGUE, &profile).into_iter().filter(|paper| is_contract(paper)) {
        let with = text(&papers::compose(&sample.order(&profile, Lang::Ja), &source.id).unwrap());
        for directed in sample.about.directed() {
            assert!(with.contains(&directed.measure), "{}: {}", source.id, directed.measure);
        }
        let mut plain = sample.clone();
        plain.about.permit = None;
        let without = text(&papers::compose(&plain.order(&profile, Lang::Ja), &source.id).unwrap());
        assert!(!without.contains("指示された対策"), "{}", source.id);
        contracts += 1;
    }
    assert!(contracts >= 2, "{contracts}");
}
