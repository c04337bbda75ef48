//! Specifications: requirements as numbered sections; and the order of sections and annexes.

use std::collections::BTreeSet;

use catalogue::paper::Part as Source;
use writer::paper::{Body, Heading, List, ListMark, Part};

use super::{
    Composer,
    article::{Filled, Wording, item},
    title,
};

/// Deepest heading under which lists still have two levels of their own.
const DEEPEST: u8 = 2;

impl<'a> Composer<'a> {
    /// One requirement: a numbered heading, and below it what is asked.
    pub(super) fn section(&mut self, wording: &Wording<'a>) {
        let mut filled = self.filled(wording, None);
        if filled.is_empty() {
            return;
        }
        let trace = wording.trace.clone();
        let level = self.depth.saturating_add(1).min(DEEPEST);
        let heading = Heading::new(level, title(wording.title, self.order.lang)).numbered().named(wording.id);
        self.push(Body::Heading(heading), trace.clone());
        if filled.len() == 1
            && let Some(Filled { text, items }) = filled.pop()
        {
            self.push(Body::Paragraph(text), trace.clone());
            filled = items;
        }
        if !filled.is_empty() {
            let items = filled.into_iter().map(|one| item(one, &trace)).collect();
            self.push(Body::List(List { mark: ListMark::Number, items }), trace);
        }
    }
}

/// Annexes that a paper places among its own parts: their contents are part of the paper, not attached to it.
pub(super) fn inline_annexes(parts: &[Source]) -> BTreeSet<&str> {
    let is_annex = |part: &Source| matches!(part, Source::Annex { .. } | Source::Annexes {});
    let attached = parts.iter().rev().take_while(|part| is_annex(part)).count();
    let own = parts.len().saturating_sub(attached);
    let own = parts.iter().take(own);
    own.filter_map(|part| match part {
        Source::Annex { annex } => Some(annex.as_str()),
        _ => None,
    })
    .collect()
}

/// A heading below which nothing stands is left out.
pub(super) fn drop_empty_headings(parts: &mut Vec<Part>) {
    let mut index = parts.len();
    while let Some(at) = index.checked_sub(1) {
        let level = match parts.get(at).map(|part| &part.body) {
            Some(Body::Heading(heading)) => Some(heading.level),
            _ => None,
        };
        let ends = match parts.get(index).map(|part| &part.body) {
            None | Some(Body::Annex(_) | Body::PageBreak) => true,
            Some(Body::Heading(next)) => level.is_some_and(|level| next.level <= level),
            Some(_) => false,
        };
        if level.is_some() && ends {
            parts.remove(at);
        }
        index = at;
    }
}
