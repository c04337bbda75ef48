//! Our wording for what a draft does not state: the clause of the catalogue with this engagement's figures, in three
//! strengths; where no clause stands for a concept, the check's own sentence.

use std::collections::BTreeMap;

use catalogue::{
    Catalogue, Concepts,
    wording::{ClauseId, Strength},
};
use domain::{
    Lang,
    plan::{Plan, RawPlan},
};
use papers::{About, ClauseWording, DocumentAbout, Era, Order, clause_wordings};

use crate::requirements::RequirementsView;

/// One strength of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// How strict.
    pub strength: Strength,
    /// The clauses that state the concept; empty where no clause of the catalogue does.
    pub clauses: Vec<String>,
    /// Heading of the article.
    pub title: String,
    /// Its lines: depth and words.
    pub lines: Vec<(u8, String)>,
    /// What the plan leaves open in it.
    pub open: Vec<String>,
}

impl Proposal {
    /// The lines one below the other, items indented.
    #[must_use]
    pub fn text(&self) -> String {
        let indent = |depth: u8| "\u{3000}".repeat(usize::from(depth));
        self.lines.iter().map(|(depth, words)| format!("{}{words}", indent(*depth))).collect::<Vec<_>>().join("\n")
    }
}

/// Proposals for every concept.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    by_concept: BTreeMap<String, Vec<Proposal>>,
}

const STRENGTHS: [Strength; 3] = [Strength::Standard, Strength::Strict, Strength::Mild];

impl Proposals {
    /// Words them all.
    pub(super) fn of(
        catalogue: &Catalogue,
        (view, about): (&RequirementsView, &About),
        concepts: &Concepts,
        lang: Lang,
    ) -> Self {
        let plan = &view.case.plan.plan;
        let own: Strength = RawPlan::from(plan.clone()).strength.parse().unwrap_or(Strength::Standard);
        let mut order: Vec<Strength> = STRENGTHS.to_vec();
        order.sort_by_key(|strength| *strength != own);
        let mut by_concept: BTreeMap<String, Vec<Proposal>> = BTreeMap::new();
        for strength in order {
            let planned = with_strength(plan, strength);
            let papers = Order {
                catalogue,
                profile: &view.profile,
                facts: &view.case.engagement.facts,
                plan: &planned,
                about,
                lang,
                era: Era::Wareki,
                document: DocumentAbout::default(),
            };
            for concept in concepts.concepts() {
                let ids = clauses(view, &concept.clauses);
                let wordings = clause_wordings(&papers, &ids);
                let made = if wordings.is_empty() {
                    Proposal {
                        strength,
                        clauses: Vec::new(),
                        title: concept.title.get(lang).to_owned(),
                        lines: concept.suggestion.get(lang).lines().map(|line| (0, line.to_owned())).collect(),
                        open: Vec::new(),
                    }
                } else {
                    joined(strength, &wordings, lang)
                };
                let all = by_concept.entry(concept.id.clone()).or_default();
                // strengths that say the same are shown once
                if all.iter().all(|one| one.lines != made.lines) {
                    all.push(made);
                }
            }
        }
        Self { by_concept }
    }

    /// Proposals for a concept, the strength of this engagement first.
    #[must_use]
    pub fn for_concept(&self, concept: &str) -> &[Proposal] {
        self.by_concept.get(concept).map_or(&[], Vec::as_slice)
    }

    /// The same as it is written beside a finding or into a file.
    #[must_use]
    pub(super) fn proposed(&self, concept: &str) -> Option<checker::Proposed> {
        let one = self.first(concept)?;
        let key = if one.clauses.is_empty() { vec![concept.to_owned()] } else { one.clauses.clone() };
        let lines = one.text().lines().map(str::to_owned).collect();
        Some(checker::Proposed { key, heading: one.title.clone(), lines })
    }

    /// The proposal in the strength of this engagement.
    #[must_use]
    pub fn first(&self, concept: &str) -> Option<&Proposal> {
        self.for_concept(concept).first()
    }
}

/// Those that this engagement asks for; where it asks for none, the first.
fn clauses(view: &RequirementsView, all: &[String]) -> Vec<ClauseId> {
    let parsed: Vec<ClauseId> = all.iter().filter_map(|id| id.parse().ok()).collect();
    let asked: Vec<ClauseId> =
        parsed.iter().filter(|id| view.profile.asked_clauses().any(|line| line.clause == **id)).cloned().collect();
    if asked.is_empty() { parsed.into_iter().take(1).collect() } else { asked }
}

fn joined(strength: Strength, wordings: &[ClauseWording], lang: Lang) -> Proposal {
    let titles: Vec<&str> = wordings.iter().map(|one| one.title.get(lang)).collect();
    Proposal {
        strength,
        clauses: wordings.iter().map(|one| one.clause.to_string()).collect(),
        title: titles.join(if lang == Lang::Ja { "／" } else { " / " }),
        lines: wordings.iter().flat_map(|one| one.paragraphs.iter().cloned()).collect(),
        open: wordings.iter().flat_map(|one| &one.open).map(|point| point.label.get(lang).to_owned()).collect(),
    }
}

fn with_strength(plan: &Plan, strength: Strength) -> Plan {
    let mut raw = RawPlan::from(plan.clone());
    strength.code().clone_into(&mut raw.strength);
    Plan::try_from(raw).unwrap_or_else(|_| plan.clone())
}
