//! Paragraphs and items of an article as a tree.

use std::ops::Range;

use crate::{
    mark::{Mark, mark},
    source::{Line, LineKind, Source},
    structure::{grammar::Head, note::Notes},
    text::{Folded, Run},
};

/// One paragraph, item or table row.
pub(crate) struct Node {
    pub text: Folded,
    /// Number of its paragraph within the article, from 1.
    pub paragraph: u32,
    /// `5.3` where the paragraph has a number of its own kind.
    pub label: Option<String>,
    /// The node whose list it belongs to.
    pub parent: Option<usize>,
    /// A row of a table.
    pub row: bool,
    /// It carries no mark and goes on where the node before it stopped.
    pub plain: bool,
}

/// A node while its lines are gathered.
struct Open {
    runs: Vec<Run>,
    style: u8,
    indented: bool,
    label: Option<String>,
    number: Option<u32>,
    parent: Option<usize>,
    /// The end of its text so far announces a list.
    announces: bool,
    /// The first row of its table, where that names the columns.
    header: Option<usize>,
}

const ROW: u8 = 99;
/// An item of an announced list that lost its mark.
const LOST: u8 = 98;
const PLAIN: u8 = 0;

/// The nodes of the lines of one article.
pub(crate) fn nodes(source: &Source, head: &Head, lines: Range<usize>, notes: &mut Notes) -> Vec<Node> {
    let mut gather = Gather { open: Vec::new(), path: Vec::new() };
    let mut before: Option<&Line> = None;
    for at in lines {
        let Some(line) = source.lines.get(at) else { continue };
        let taken = if at == head.line { head.taken } else { 0 };
        if taken >= line.len() && at == head.line && line.runs.len() < 2 {
            continue;
        }
        if crate::mark::is_chapter_line(&line.narrow) {
            before = None;
            continue;
        }
        if !notes.binds(line) {
            before = None;
            continue;
        }
        let chars = line.narrow.get(taken..).unwrap_or_default();
        let heading = taken > 0;
        let marked = mark(chars)
            .filter(|(m, _)| line.kind != LineKind::Row && !(heading && matches!(m, Mark::Symbol(_))))
            .filter(|(m, _)| !matches!(m, Mark::Article { .. } | Mark::Ordinal { .. } | Mark::Chapter));
        let used = taken + marked.as_ref().map_or(0, |(_, used)| *used);
        let runs = runs_of(line, used);
        if marked.is_none() && line.kind != LineKind::Row && goes_on(source, before, line) && gather.extend(&runs, line)
        {
            before = Some(line);
            continue;
        }
        gather.push(start(line, marked.map(|(m, _)| m), runs), line);
        before = Some(line);
    }
    gather.finish(source)
}

fn runs_of(line: &Line, used: usize) -> Vec<Run> {
    let mut runs = line.runs.clone();
    if let Some(first) = runs.first_mut() {
        first.0 = first.0.saturating_add(u32::try_from(used).unwrap_or(0)).min(first.1);
    }
    runs.retain(|run| run.0 < run.1);
    runs
}

fn start(line: &Line, marked: Option<Mark>, runs: Vec<Run>) -> Open {
    let row = line.kind == LineKind::Row;
    let label = match &marked {
        Some(Mark::Dotted(parts)) => {
            let parts: Vec<String> = parts.iter().map(u32::to_string).collect();
            Some(parts.join(dotted_joint(line)))
        }
        _ => None,
    };
    Open {
        runs,
        style: marked.as_ref().map_or(if row { ROW } else { PLAIN }, Mark::style),
        indented: line.indent >= 2,
        label,
        number: marked.as_ref().and_then(Mark::number),
        parent: None,
        announces: announces(line),
        header: None,
    }
}

/// A row of short words that names the columns.
fn is_header(line: &Line) -> bool {
    line.runs.len() >= 2
        && line.runs.iter().all(|(from, to)| to - from <= 12)
        && !line.narrow.iter().any(|c| c.is_ascii_digit())
}

fn dotted_joint(line: &Line) -> &'static str {
    let sign = line.narrow.iter().find(|c| !c.is_ascii_digit() && **c != '#' && **c != ' ');
    if sign == Some(&'.') { "." } else { "-" }
}

/// 「次に掲げる…」「以下のとおりとする。」「…次のとおり:」
fn announces(line: &Line) -> bool {
    let tail: String = line.narrow.iter().rev().take(70).collect::<Vec<_>>().into_iter().rev().collect();
    let last = tail.rsplit_terminator('。').next().unwrap_or(&tail);
    let words =
        ["次の", "次に", "以下の", "以下に", "下記", "各号", "次掲", "左記", "下表", "次表", "のとおり", "の通り"];
    tail.ends_with(':')
        || (words.iter().any(|word| last.contains(word)) && !last.contains("以下「") && !last.contains("以下同じ"))
}

/// The line goes on within the sentence of the line before.
fn goes_on(source: &Source, before: Option<&Line>, line: &Line) -> bool {
    let Some(before) = before.filter(|before| before.kind == LineKind::Text) else { return false };
    if line.kind == LineKind::Heading {
        return false;
    }
    let last = before.narrow.last().copied().unwrap_or('。');
    if matches!(last, '。' | ':' | ';') {
        return false;
    }
    let first = line.narrow.first().copied().unwrap_or(' ');
    let hiragana = matches!(first, '\u{3041}'..='\u{309f}' | '、' | '。' | ')' | '」' | 'ー');
    let full = source.width.is_some_and(|width| before.len() + before.indent + 4 >= width);
    let text = before.text();
    // a sentence that has begun and has not ended
    let begun = source.broken
        && before.len() >= 15
        && ["は、", "は､", "を", "は,"].iter().any(|w| text.contains(w))
        && !matches!(last, ')' | '」' | '】' | ']');
    full || last == '、' || (hiragana && before.len() > 12) || begun
}

/// Gathers nodes; `path` leads from the top to the last node.
struct Gather {
    open: Vec<Open>,
    path: Vec<usize>,
}

impl Gather {
    fn extend(&mut self, runs: &[Run], line: &Line) -> bool {
        let Some(last) = self.open.last_mut().filter(|last| last.style != ROW && !last.runs.is_empty()) else {
            return false;
        };
        last.runs.extend_from_slice(runs);
        last.announces = announces(line);
        true
    }

    fn at(&self, depth: usize) -> Option<&Open> {
        self.path.get(depth).and_then(|at| self.open.get(*at))
    }

    /// The innermost level of the same style, preferring one whose count goes on.
    fn level(&self, one: &Open) -> Option<usize> {
        let same = |depth: &usize| self.at(*depth).is_some_and(|other| other.style == one.style);
        let depths: Vec<usize> = (0..self.path.len()).rev().filter(same).collect();
        let counts = |depth: &&usize| {
            let before = self.at(**depth).and_then(|other| other.number);
            one.number.is_some() && before.map(|n| n + 1) == one.number
        };
        let indent = |depth: &&usize| self.at(**depth).is_some_and(|other| other.indented == one.indented);
        depths.iter().find(counts).or_else(|| depths.iter().find(indent)).copied()
    }

    fn push(&mut self, mut one: Open, line: &Line) {
        let index = self.open.len();
        let last_announces = self.path.last().and_then(|at| self.open.get(*at)).is_some_and(|last| last.announces);
        let last_lost = self.path.last().and_then(|at| self.open.get(*at)).is_some_and(|last| last.style == LOST);
        let bare_item = line.len() <= 80 && line.narrow.last() != Some(&'。') && !line.text().contains("は、");
        if one.style == PLAIN && (last_announces || last_lost) && bare_item {
            one.style = LOST;
        }
        let begins_list = last_announces && one.number == Some(1);
        match self.level(&one).filter(|_| !begins_list) {
            Some(depth) => self.path.truncate(depth),
            None if one.style == PLAIN => self.path.clear(),
            // the first paragraph has no number: the second one stands beside it
            None if one.style != ROW && one.number.is_some_and(|n| n >= 2) => self.path.clear(),
            None => {
                while self
                    .path
                    .last()
                    .and_then(|at| self.open.get(*at))
                    .is_some_and(|last| last.style == PLAIN && !last.announces)
                {
                    self.path.pop();
                }
            }
        }
        one.parent = self.path.last().copied();
        if one.style == ROW {
            let previous = self.open.last().filter(|last| last.style == ROW);
            one.header = match previous {
                Some(last) => last.header,
                None => is_header(line).then_some(index),
            };
            if one.header.is_some_and(|header| header != index) {
                one.parent = one.header;
            }
        }
        self.path.push(index);
        self.open.push(one);
    }

    fn finish(self, source: &Source) -> Vec<Node> {
        let mut out: Vec<Node> = Vec::with_capacity(self.open.len());
        let mut paragraph = 0_u32;
        for one in self.open {
            let row = one.style == ROW;
            let text = Folded::of(&source.chars, &one.runs, row.then_some(':'));
            if one.parent.is_none() {
                paragraph = one.number.filter(|n| *n >= paragraph && *n < 100).unwrap_or(paragraph + 1);
            }
            let above = one.parent.and_then(|at| out.get(at));
            let label = one.label.or_else(|| above.and_then(|node| node.label.clone()));
            out.push(Node { text, paragraph, label, parent: one.parent, row, plain: one.style == PLAIN });
        }
        out
    }
}
