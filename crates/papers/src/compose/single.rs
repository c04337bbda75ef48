//! One clause alone, to be proposed for a contract that somebody else drafted.

use catalogue::{
    paper::{ArticleSource, ClauseForm, Part as Source},
    wording::ClauseId,
};
use writer::paper::Run;

use super::{
    Composer,
    article::{Filled, Wording},
};
use crate::{Both, OpenPoint, Order};

/// The text of one clause family, worded for an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseWording {
    /// Which.
    pub clause: ClauseId,
    /// Its title.
    pub title: Both,
    /// Its paragraphs and items in order, each with its depth: 0 for a paragraph, 1 for an item below it.
    pub paragraphs: Vec<(u8, String)>,
    /// What is still to be settled in it.
    pub open: Vec<OpenPoint>,
}

/// Words clauses of the catalogue as a contract would state them, with what the plan sets and the catalogue proposes, in
/// the order given. Articles and annexes that only a whole paper holds are called by their titles. Clauses without contract
/// text, and ids the catalogue does not know, are left out.
#[must_use]
pub fn clause_wordings(order: &Order<'_>, clauses: &[ClauseId]) -> Vec<ClauseWording> {
    let holds_articles = |part: &Source| match part {
        Source::Article { source: ArticleSource::Clause(_), .. } => true,
        Source::Clauses { form } => *form == ClauseForm::Contract,
        _ => false,
    };
    let paper = order.catalogue.papers().iter().find(|paper| paper.parts.iter().any(holds_articles));
    let Some(mut composer) = paper.and_then(|paper| Composer::of(order, &paper.id).ok()) else { return Vec::new() };
    composer.stand_alone();
    clauses.iter().filter_map(|clause| composer.single(clause)).collect()
}

impl<'a> Composer<'a> {
    /// No article and no annex stands beside the text.
    fn stand_alone(&mut self) {
        self.held.clear();
        self.attaches = false;
    }

    fn single(&mut self, id: &ClauseId) -> Option<ClauseWording> {
        let order: &'a Order<'a> = self.order;
        let clause = order.catalogue.clause(id)?;
        self.open.clear();
        let filled = self.filled(&Wording::clause(clause, ClauseForm::Contract), None);
        let mut paragraphs = Vec::new();
        lines(&filled, 0, &mut paragraphs);
        let open = std::mem::take(&mut self.open);
        (!paragraphs.is_empty()).then(|| ClauseWording {
            clause: id.clone(),
            title: Both::from(&clause.title),
            paragraphs,
            open,
        })
    }
}

fn lines(filled: &[Filled], depth: u8, out: &mut Vec<(u8, String)>) {
    for one in filled {
        out.push((depth, one.text.iter().map(words).collect()));
        lines(&one.items, depth.saturating_add(1), out);
    }
}

/// What is open stands in brackets, as in the papers.
fn words(run: &Run) -> String {
    match run {
        Run::Open(label) => format!("［{label}］"),
        Run::Break => "\n".to_owned(),
        other => crate::fill::plain_run(other),
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Catalogue;
    use domain::{
        Lang,
        engagement::{Facts, RawFacts},
        plan::{Plan, RawPlan},
    };

    use super::*;
    use crate::{About, DocumentAbout, Era};

    fn worded(plan: &Plan, lang: Lang, clauses: &[&str]) -> Vec<ClauseWording> {
        let catalogue = Catalogue::load_embedded().unwrap();
        let raw: RawFacts = serde_json::from_value(serde_json::json!({
            "title": "図書館サイトの運用", "category": "remote_operation", "system": "図書館サイト",
            "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
            "connection": "remote",
        }))
        .unwrap();
        let facts = Facts::try_from(raw).unwrap();
        let profile = rules::profile::profile(&catalogue, &facts, plan);
        let (about, document) = (About::default(), DocumentAbout::default());
        let order = Order {
            catalogue: &catalogue,
            profile: &profile,
            facts: &facts,
            plan,
            about: &about,
            lang,
            era: Era::Wareki,
            document,
        };
        let ids: Vec<ClauseId> = clauses.iter().map(|id| id.parse().unwrap()).collect();
        clause_wordings(&order, &ids)
    }

    fn text(one: &ClauseWording) -> String {
        one.paragraphs.iter().map(|(_, words)| words.as_str()).collect()
    }

    #[test]
    fn a_clause_alone_carries_the_figures_of_its_engagement() {
        let plan = serde_json::json!({"edition": "2026-11", "values": {"KL-15": {"report_hours": 7}}});
        let plan = Plan::try_from(serde_json::from_value::<RawPlan>(plan).unwrap()).unwrap();
        let found = worded(&plan, Lang::Ja, &["KL-15", "KL-99", "KL-22"]);
        assert_eq!(found.iter().map(|one| one.clause.as_str()).collect::<Vec<_>>(), ["KL-15", "KL-22"]);
        assert!(text(&found[0]).contains("7時間"), "{}", text(&found[0]));
        assert!(text(&found[0]).contains('甲') && text(&found[0]).contains('乙'));
        assert!(!found[1].open.is_empty(), "which text on subcontracting is still to be chosen");
    }

    #[test]
    fn no_text_keeps_a_key_of_what_only_a_whole_paper_holds() {
        let catalogue = Catalogue::load_embedded().unwrap();
        let all: Vec<&str> = catalogue.clauses().iter().map(|clause| clause.id.as_str()).collect();
        for lang in Lang::ALL {
            for one in worded(&Plan::default(), *lang, &all) {
                let text = text(&one);
                assert!(
                    !text.contains("KL-") && !text.contains("annex:") && !text.contains('{'),
                    "{}: {text}",
                    one.clause
                );
                assert!(!text.contains('\u{e000}') && !text.trim().is_empty(), "{}: {text}", one.clause);
            }
        }
    }
}
