//! The text of a draft with the passages that findings rest on. A passage may serve several findings; the one that wants
//! mending is shown, the others lead to it.

use std::collections::BTreeMap;

use app::contracts::{Checked, PieceKind, Status};

use crate::views::engagement::contract::{Found, Paragraph, Stretch};

/// A passage of a finding.
struct Passage {
    start: usize,
    end: usize,
    finding: usize,
    status: Status,
}

/// The text, and for each finding and place the passage it can be seen at.
pub(super) struct Marked {
    pub(super) text: Vec<Paragraph>,
    anchors: BTreeMap<usize, String>,
    passages: Vec<Passage>,
}

impl Marked {
    /// Marks the text; `words` gives the tag of a finding.
    pub(super) fn of(checked: &Checked, words: impl Fn(usize) -> String) -> Self {
        let findings = checked.report.findings.iter().enumerate().filter(|(_, f)| f.status != Status::Missing);
        let mut passages: Vec<Passage> = findings
            .flat_map(|(finding, f)| {
                let status = f.status;
                f.places.iter().map(move |place| Passage { start: place.start, end: place.end, finding, status })
            })
            .filter(|one| one.start < one.end)
            .collect();
        passages.sort_by_key(|one| (one.start, one.end));
        let mut out = Self { text: Vec::new(), anchors: BTreeMap::new(), passages };
        for piece in &checked.examined.pieces {
            let chars: Vec<char> = piece.text.chars().collect();
            let class = match piece.kind {
                PieceKind::Head => "head",
                PieceKind::Text => "text",
                PieceKind::Cell => "cell",
                PieceKind::Aside => "aside",
            };
            let stretches = out.stretches((&chars, piece.start), (checked, &words));
            out.text.push(Paragraph { class, stretches });
        }
        out
    }

    /// The passage that a place is seen at; the top of the text when it is none.
    pub(super) fn anchor(&self, start: usize) -> String {
        let at = self.anchors.range(..=start).next_back().filter(|(_, _)| self.covers(start));
        at.map_or_else(|| "#contract".to_owned(), |(_, id)| format!("#{id}"))
    }

    fn covers(&self, at: usize) -> bool {
        self.passages.iter().any(|one| one.start <= at && at < one.end)
    }

    /// The passage shown at a character: what is weak before what is stated, the earlier finding before the later.
    fn at(&self, at: usize) -> Option<usize> {
        let covering = self.passages.iter().enumerate().take_while(|(_, one)| one.start <= at);
        covering
            .filter(|(_, one)| at < one.end)
            .min_by_key(|(_, one)| (one.status, one.finding))
            .map(|(index, _)| index)
    }

    fn stretches(
        &mut self,
        (chars, start): (&[char], usize),
        (checked, words): (&Checked, &impl Fn(usize) -> String),
    ) -> Vec<Stretch> {
        let end = start.saturating_add(chars.len());
        let mut cuts: Vec<usize> = self
            .passages
            .iter()
            .flat_map(|one| [one.start, one.end])
            .filter(|cut| start < *cut && *cut < end)
            .chain([start, end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut out: Vec<(Option<usize>, String, usize)> = Vec::new();
        for pair in cuts.windows(2) {
            let [from, to] = pair else { continue };
            let shown = self.at(*from);
            let range = from.saturating_sub(start)..to.saturating_sub(start);
            let text: String = chars.get(range).unwrap_or_default().iter().collect();
            match out.last_mut() {
                Some((same, held, _)) if *same == shown => held.push_str(&text),
                _ => out.push((shown, text, *from)),
            }
        }
        let count = out.len();
        let made = out.into_iter().enumerate();
        made.map(|(index, (shown, text, from))| {
            let found = shown.map(|passage| {
                let one = self.passages.get(passage);
                let finding = one.map_or(0, |one| one.finding);
                let concept = checked.report.findings.get(finding).map_or("", |f| f.concept.as_str());
                let id = format!("p-{from}");
                self.anchors.insert(from, id.clone());
                let ends = index.saturating_add(1) < count || one.is_none_or(|one| one.end <= end);
                Found {
                    tone: if one.is_some_and(|one| one.status == Status::Weak) { "weak" } else { "met" },
                    href: format!("#f-{concept}"),
                    id: Some(id),
                    tag: ends.then(|| words(finding)),
                }
            });
            Stretch { text, found }
        })
        .collect()
    }
}
