//! X12 and X13: marks of notes (※1, (*2)) and the notes themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::{Hit, View, blank::characters, words::number};

/// A mark with its characters.
#[derive(Clone, Copy)]
struct Mark {
    number: u32,
    start: usize,
    end: usize,
}

/// Marks in the text, notes at the beginning of lines, and what notes say of other marks.
#[derive(Default)]
struct Notes {
    marks: Vec<Mark>,
    notes: Vec<Mark>,
    /// A mark named in a note, and the paragraph the note places it in.
    placed: Vec<(Mark, u32)>,
}

impl Notes {
    fn of(view: &View<'_>) -> Self {
        let source = view.case.source;
        let mut out = Self::default();
        for line in &source.lines {
            for run in &line.runs {
                let chars = characters(&source.chars, *run);
                out.line(&chars, run.0 as usize);
            }
        }
        out
    }

    fn line(&mut self, chars: &[char], base: usize) {
        let lead = chars.iter().take_while(|c| matches!(c, '-' | ' ' | '・')).count();
        let mut note = false;
        let mut at = 0;
        while at < chars.len() {
            let Some((number, from, end)) = mark_at(chars, at) else {
                at += 1;
                continue;
            };
            let mark = Mark { number, start: base + from, end: base + end };
            if from <= lead + 1 && from >= lead {
                note = true;
                self.notes.push(mark);
            } else if note {
                self.placed.extend(paragraph(chars.get(end..).unwrap_or_default()).map(|n| (mark, n)));
            } else {
                self.marks.push(mark);
            }
            at = end;
        }
    }
}

/// `※4`, `(* 1)`: the number, where the sign stands and where the number ends. An asterisk counts in brackets only.
fn mark_at(chars: &[char], at: usize) -> Option<(u32, usize, usize)> {
    let sign = *chars.get(at)?;
    let open = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| matches!(c, '(' | '☞'));
    if !(sign == '※' || (sign == '*' && open)) {
        return None;
    }
    let spaces = chars.get(at + 1..)?.iter().take(3).take_while(|c| **c == ' ').count();
    let digits: String = chars.get(at + 1 + spaces..)?.iter().take(4).take_while(|c| c.is_ascii_digit()).collect();
    let number = digits.parse().ok()?;
    let end = at + 1 + spaces + digits.len();
    // 「※2第3項」 names the mark, 「※10%」 is a remark
    (!chars.get(end).is_some_and(|c| matches!(c, '%' | '年' | '日' | '月' | '.'))).then_some((number, at, end))
}

/// `(第2項)` behind a mark.
fn paragraph(rest: &[char]) -> Option<u32> {
    let text: String = rest.iter().take(14).filter(|c| !c.is_whitespace()).collect();
    let (_, after) = text.split_once("(第").filter(|(before, _)| before.is_empty() || *before == ")")?;
    let (n, used) = number(after)?;
    after.get(used..)?.starts_with('項').then_some(n)
}

fn hit(view: &View<'_>, say: &'static str, mark: Mark) -> Hit {
    Hit::new(say, Some(view.map.at(mark.start, mark.end))).with("mark", format!("※{}", mark.number))
}

pub(crate) fn marks(view: &View<'_>) -> Vec<Hit> {
    let notes = Notes::of(view);
    if notes.marks.is_empty() || notes.notes.is_empty() && notes.marks.len() < 2 {
        return Vec::new();
    }
    let there: BTreeSet<u32> = notes.notes.iter().map(|mark| mark.number).collect();
    let used: BTreeSet<u32> = notes.marks.iter().map(|mark| mark.number).collect();
    let mut said = BTreeSet::new();
    let missing = notes.marks.iter().filter(|mark| !there.contains(&mark.number) && said.insert(mark.number));
    let mut out: Vec<Hit> = missing.map(|mark| hit(view, "missing", *mark)).collect();
    out.extend(notes.notes.iter().filter(|mark| !used.contains(&mark.number)).map(|mark| hit(view, "unused", *mark)));
    out
}

pub(crate) fn paragraphs(view: &View<'_>) -> Vec<Hit> {
    let notes = Notes::of(view);
    let mut at: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for mark in &notes.marks {
        let owner = view.map.owner(mark.start).and_then(|span| view.map.node(span.article, span.node));
        at.entry(mark.number).or_default().extend(owner.map(|node| node.paragraph));
    }
    let mut out = Vec::new();
    for (mark, said) in &notes.placed {
        let Some(found) = at.get(&mark.number).filter(|found| !found.is_empty() && !found.contains(said)) else {
            continue;
        };
        let right: Vec<String> = found.iter().map(u32::to_string).collect();
        out.push(hit(view, "paragraph", *mark).with("said", said.to_string()).with("right", right.join("・")));
    }
    out
}
