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
