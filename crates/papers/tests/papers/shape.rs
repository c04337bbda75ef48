//! The shape of papers: how the pages lie, how long contracts are, and that every paragraph leads to its source.

use std::collections::BTreeSet;

use catalogue::{SourceRef, paper::Orientation as Lies};
use domain::{Lang, engagement::Category};
use writer::{
    html::{self, Tracing},
    paper::{Body, Orientation},
    pdf,
};

use crate::engagements::{CATALOGUE, Sample};

#[test]
fn papers_and_annexes_lie_as_the_catalogue_says() {
    let sample = Sample::of(Category::Asp);
    let profile = sample.profile();
    let order = sample.order(&profile, Lang::Ja);
    let mut turned = 0;
    for source in papers::available(&CATALOGUE, &profile) {
        let paper = papers::compose(&order, &source.id).unwrap();
        let lies = |lies: Lies| if lies == Lies::Landscape { Orientation::Landscape } else { Orientation::Portrait };
        assert_eq!(paper.orientation, lies(source.orientation), "{}", source.id);
        for part in &paper.parts {
            let Body::Annex(annex) = &part.body else { continue };
            let found = CATALOGUE.annexes().iter().find(|one| one.title.get(Lang::Ja) == annex.title).unwrap();
            assert_eq!(annex.orientation, lies(found.orientation), "{}", annex.title);
            turned += usize::from(annex.orientation == Orientation::Landscape);
        }
    }
    assert!(turned > 3, "{turned}");
}

/// A contract that nobody reads through protects nobody. Annexes are tables to be filled and checked against.
#[test]
fn contracts_are_of_a_sensible_length() {
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        let order = sample.order(&profile, Lang::Ja);
        for id in ["security-annex", "outsourcing-contract", "development-contract"] {
            let Some(source) = papers::available(&CATALOGUE, &profile).into_iter().find(|p| p.id.as_str() == id) else {
                continue;
            };
            let pages = pdf::write(&papers::compose(&order, &source.id).unwrap()).unwrap().pages;
            assert!(pages <= MOST_PAGES, "{category} {id}: {pages} pages");
        }
    }
}

/// Pages of the longest contract with its annexes.
const MOST_PAGES: usize = 34;

/// Each paragraph, article and row of a preview opens what it comes from, and that leads to the catalogue.
#[test]
fn every_article_and_row_of_a_preview_names_clause_measure_and_section() {
    let mut sections = BTreeSet::new();
    for category in Category::ALL {
        let sample = Sample::of(*category);
        let profile = sample.profile();
        for lang in Lang::ALL {
            let order = sample.order(&profile, *lang);
            for source in papers::available(&CATALOGUE, &profile) {
                let paper = papers::compose(&order, &source.id).unwrap();
                for part in &paper.parts {
                    let place = || format!("{category} {} {:?}", source.id, part.body);
                    match &part.body {
                        Body::Article(article) => {
                            let id = article.key.as_str();
                            assert_eq!(part.trace.first().map(|t| t.as_str()), Some(id), "{}", place());
                            // a clause and the sections it comes from; an article may be the custom of contracts
                            let wanted: Vec<String> = sources_of(id).iter().map(ToString::to_string).collect();
                            assert!(!wanted.is_empty() || id.starts_with("AR-"), "{}", place());
                            let there: Vec<&str> = part.trace.iter().map(|t| t.as_str()).collect();
                            for source in &wanted {
                                assert!(there.contains(&source.as_str()), "{source} {}", place());
                                sections.insert(source.clone());
                            }
                        }
                        Body::Paragraph(_) | Body::List(_) | Body::Table(_) | Body::Form(_) => {
                            assert!(!part.trace.is_empty(), "{}", place());
                        }
                        _ => {}
                    }
                }
                let shown = html::write(
                    &paper,
                    2,
                    &Tracing::Details(&|id| html::Source {
                        label: id.as_str().to_owned(),
                        href: Some(format!("/catalogue/{}", id.as_str())),
                    }),
                )
                .unwrap();
                assert!(shown.contains("<details class=\"paper-trace\">"), "{category} {}", source.id);
            }
        }
    }
    assert!(sections.len() > 30, "{sections:?}");
}

/// Sections that a clause or an ordinary article comes from.
fn sources_of(id: &str) -> &'static [SourceRef] {
    let clause = id.parse().ok().and_then(|id| CATALOGUE.clause(&id)).map(|clause| clause.source.as_slice());
    let article = || id.parse().ok().and_then(|id| CATALOGUE.article(&id)).map(|article| article.source.as_slice());
    clause.or_else(article).unwrap_or_default()
}
