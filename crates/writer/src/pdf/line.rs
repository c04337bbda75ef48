//! Lines: broken greedily, by the rules of [`super::kinsoku`].

use std::ops::Range;

use super::kinsoku::{is_space, is_word, may_break, may_hang};
use super::style::Align;
use super::text::{Ink, Unit};

/// Most a gap is stretched to make a line full, in parts of the size. More, and readers of the file see word spaces.
const STRETCH: f32 = 0.085;

/// Tolerance for sums of widths, in points.
const CLOSE: f32 = 0.01;

/// A line of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its letters.
    pub units: Range<usize>,
    /// Whether the next letter begins a new line anyway.
    pub end: End,
}

/// Why a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It is full.
    Full,
    /// The paragraph ends or a new line was asked for.
    Asked,
}

/// Letters side by side at a place of the page.
#[derive(Debug, Clone)]
pub(super) struct Strip {
    /// Left edge.
    pub x: f32,
    /// The letters, each with the space after it.
    pub units: Vec<(Unit, f32)>,
    /// So many of them are a number, the space behind it and the first letter of the text. They are written as one
    /// piece: readers of the file would else take numbers and texts for two columns.
    pub label: usize,
}

/// Breaks letters into lines of a width; the first may have another. There is always at least one line.
pub(super) fn break_lines(units: &[Unit], first: f32, width: f32) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0_usize;
    let mut end = End::Asked;
    loop {
        if end == End::Full {
            // Spaces at which a line ended are gone.
            while units.get(start).is_some_and(|unit| is_space(unit.letter)) {
                start = start.saturating_add(1);
            }
            if start >= units.len() {
                break;
            }
        }
        let available = if out.is_empty() { first } else { width };
        let (line, next) = line(units, start, available);
        end = line.end;
        out.push(line);
        match next {
            Some(next) => start = next,
            None => break,
        }
    }
    out
}

/// The line that begins at a letter, and where the next one begins, if there is one.
fn line(units: &[Unit], start: usize, available: f32) -> (Line, Option<usize>) {
    let mut x = 0.0;
    let mut best = None;
    let mut before: Option<Unit> = None;
    let mut at = start;
    while let Some(unit) = units.get(at).copied() {
        if unit.ink == Ink::Break {
            return (Line { units: start..at, end: End::Asked }, Some(at.saturating_add(1)));
        }
        if before.is_some_and(|before| may_break(before.letter, unit.letter)) {
            best = Some(at);
        }
        let needed = unit.width + if at > start { unit.gap } else { 0.0 };
        if x + needed > available + CLOSE && !is_space(unit.letter) {
            let next = at.saturating_add(1);
            let free =
                units.get(next).is_none_or(|after| after.ink == Ink::Break || may_break(unit.letter, after.letter));
            let end = if at > start && x <= available + CLOSE && may_hang(unit.letter) && free {
                next
            } else {
                // A word longer than the line is cut, and a line holds at least one letter.
                best.unwrap_or(at).max(start.saturating_add(1))
            };
            return match units.get(end) {
                None => (Line { units: start..end, end: End::Asked }, None),
                Some(unit) if unit.ink == Ink::Break => {
                    (Line { units: start..end, end: End::Asked }, Some(end.saturating_add(1)))
                }
                Some(_) => (Line { units: start..end, end: End::Full }, Some(end)),
            };
        }
        x += needed;
        before = Some(unit);
        at = at.saturating_add(1);
    }
    (Line { units: start..at, end: End::Asked }, None)
}

/// Puts the letters of a line at their places in a column that begins at `x`.
pub(super) fn place(units: &[Unit], line: &Line, x: f32, available: f32, align: Align) -> Strip {
    let units = units.get(line.units.clone()).unwrap_or_default();
    let kept = match line.end {
        // Spaces at the end of a full line are not seen and must not move the rest.
        End::Full => units.iter().rposition(|unit| !is_space(unit.letter)).map_or(0, |last| last.saturating_add(1)),
        End::Asked => units.len(),
    };
    let units = units.get(..kept).unwrap_or_default();
    let mut placed: Vec<(Unit, f32)> = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let after = units.get(index.saturating_add(1)).map_or(0.0, |next| next.gap);
        placed.push((*unit, after));
    }
    let natural: f32 = placed.iter().map(|(unit, after)| unit.width + after).sum();
    let left = available - natural;
    let x = match align {
        Align::Centre => x + (left / 2.0).max(0.0),
        Align::Right => x + left.max(0.0),
        Align::Left => x,
        Align::Justify => {
            if line.end == End::Full {
                stretch(&mut placed, left);
            }
            x
        }
    };
    Strip { x, units: placed, label: 0 }
}

impl Strip {
    /// The strip with a number before it, which begins further left.
    pub(super) fn behind(self, x: f32, number: &[Unit]) -> Self {
        let long: f32 = number.iter().map(|unit| unit.width + unit.gap).sum();
        let mut units: Vec<(Unit, f32)> = number.iter().map(|unit| (*unit, 0.0)).collect();
        if let Some(last) = number.last() {
            let width = (self.x - x - long).max(0.0);
            let space = Unit { letter: '\u{3000}', ink: Ink::Nothing, width, gap: 0.0, look: last.look };
            units.push((space, 0.0));
        }
        let label = units.len().saturating_add(1);
        units.extend(self.units);
        Self { x, label: label.min(units.len()), units }
    }
}

/// Makes a line as long as its column, within what does not hurt: a line may stay a little short.
fn stretch(placed: &mut [(Unit, f32)], left: f32) {
    let last = placed.len().saturating_sub(1);
    let hangs = placed.last().is_some_and(|(unit, _)| may_hang(unit.letter)) && left < 0.0;
    let left = if hangs { left + placed.last().map_or(0.0, |(unit, _)| unit.width) } else { left };
    let mut before: Option<char> = None;
    let mut open: Vec<usize> = Vec::new();
    for (index, (unit, _)) in placed.iter().enumerate() {
        if let Some(before) = before
            && !(is_word(before) && is_word(unit.letter))
        {
            open.push(index.saturating_sub(1));
        }
        before = Some(unit.letter);
    }
    // The letter that hangs keeps its distance.
    if hangs {
        open.retain(|index| index.saturating_add(1) < last);
    }
    if open.is_empty() || left <= 0.0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "letters of a line are few")]
    let each = left / open.len() as f32;
    for index in open {
        if let Some((unit, after)) = placed.get_mut(index) {
            *after += each.min(STRETCH * unit.look.size - *after).max(0.0);
        }
    }
}
