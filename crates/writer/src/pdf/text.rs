//! Runs to letters with their widths.

use std::collections::BTreeMap;

use domain::Lang;

use super::Missing;
use super::font::{Fonts, Weight};
use super::kinsoku;
use super::style::{Colour, Style};
use crate::paper::{Run, number};

/// Stands where a letter has no glyph.
const GETA: char = '〓';

/// Space between a Japanese and a Latin letter, in parts of the size. More, and readers of the file see a word space.
const GAP: f32 = 0.07;

/// Letters around a missing one that a notice shows, on each side.
const NEAR: usize = 8;

/// How a letter looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub weight: Weight,
    pub size: f32,
    pub colour: Colour,
    pub under: Under,
    pub ground: Ground,
}

/// Whether there is a line below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    No,
    Line,
}

/// Ground behind the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    None,
    /// Of something still open.
    Open,
}

/// A letter as it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub letter: char,
    pub ink: Ink,
    /// Width in points.
    pub width: f32,
    /// Space before it, unless it begins a line.
    pub gap: f32,
    pub look: Look,
}

/// What is printed for a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Its glyph.
    Glyph(u16),
    /// The glyph that stands for a missing one.
    Instead(u16),
    /// Nothing: a blank or a space of some width.
    Nothing,
    /// Nothing, and a new line begins.
    Break,
}

impl Look {
    pub(super) const fn of(style: &Style) -> Self {
        Self { weight: style.weight, size: style.size, colour: style.colour, under: Under::No, ground: Ground::None }
    }
}

/// Sets runs; collects letters the typeface lacks.
pub(super) struct Setter<'a> {
    pub(super) fonts: &'a Fonts,
    lang: Lang,
    missing: BTreeMap<char, (usize, String)>,
}

impl<'a> Setter<'a> {
    pub(super) const fn new(fonts: &'a Fonts, lang: Lang) -> Self {
        Self { fonts, lang, missing: BTreeMap::new() }
    }

    pub(super) fn missing(self) -> Vec<Missing> {
        self.missing.into_iter().map(|(letter, (count, near))| Missing { letter, count, near }).collect()
    }

    /// Letters of a plain text.
    pub(super) fn plain(&mut self, text: &str, look: Look) -> Vec<Unit> {
        let mut out = Vec::with_capacity(text.len());
        self.push(text, look, &mut out);
        out
    }

    /// Letters of runs; `print` resolves references.
    pub(super) fn runs(&mut self, runs: &[Run], look: Look, print: impl Fn(&Run) -> String) -> Vec<Unit> {
        let mut out = Vec::new();
        for run in runs {
            match run {
                Run::Bold(text) => self.push(text, Look { weight: Weight::Bold, ..look }, &mut out),
                Run::Underline(text) => self.push(text, Look { under: Under::Line, ..look }, &mut out),
                Run::Open(label) => {
                    let look = Look { weight: Weight::Bold, ground: Ground::Open, ..look };
                    self.push(&number::open(self.lang, label), look, &mut out);
                }
                Run::Blank(width) => {
                    let look = Look { under: Under::Line, ..look };
                    let blank = Unit { letter: '\u{a0}', ink: Ink::Nothing, width: look.size, gap: 0.0, look };
                    out.extend(std::iter::repeat_n(blank, usize::from(*width)));
                }
                Run::Break => out.push(line_break(look)),
                run => self.push(&print(run), look, &mut out),
            }
        }
        out
    }

    fn push(&mut self, text: &str, look: Look, out: &mut Vec<Unit>) {
        let font = self.fonts.get(look.weight);
        for (place, letter) in text.char_indices() {
            let (ink, width) = match letter {
                '\n' => {
                    out.push(line_break(look));
                    continue;
                }
                '\t' => (Ink::Nothing, look.size),
                '\u{3000}' => (Ink::Nothing, look.size),
                // Joins and marks of direction have no width and nothing to print.
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => (Ink::Nothing, 0.0),
                letter if letter.is_control() => continue,
                letter => match font.glyph(self.drawn(letter)) {
                    Some(glyph) => (Ink::Glyph(glyph), font.width(glyph) * look.size / 1000.0),
                    None => {
                        let known = self.missing.entry(letter).or_insert_with(|| (0, near(text, place)));
                        known.0 = known.0.saturating_add(1);
                        match (font.glyph(GETA), is_variation(letter)) {
                            // The letter before it was printed; only its special form is missing.
                            (_, true) | (None, _) => (Ink::Nothing, 0.0),
                            (Some(glyph), false) => (Ink::Instead(glyph), font.width(glyph) * look.size / 1000.0),
                        }
                    }
                },
            };
            let apart = out.last().is_some_and(|unit| kinsoku::has_gap(unit.letter, letter));
            let gap = if apart { GAP * look.size } else { 0.0 };
            out.push(Unit { letter, ink, width, gap, look });
        }
    }
}

impl Setter<'_> {
    /// The letter whose glyph is drawn. The typeface has the apostrophe only as wide as Japanese quotation marks.
    const fn drawn(&self, letter: char) -> char {
        match (self.lang, letter) {
            (Lang::En, '\u{2018}' | '\u{2019}') => '\'',
            // The box to tick, which the typeface has under its older name.
            (_, '☐') => '□',
            (_, letter) => letter,
        }
    }
}

/// Width of letters on one line.
pub(super) fn width(units: &[Unit]) -> f32 {
    units.iter().map(|unit| unit.width + unit.gap).sum()
}

const fn line_break(look: Look) -> Unit {
    Unit { letter: '\n', ink: Ink::Break, width: 0.0, gap: 0.0, look }
}

/// Selects one of several forms of the letter before it.
fn is_variation(letter: char) -> bool {
    matches!(u32::from(letter), 0xfe00..=0xfe0f | 0xe_0100..=0xe_01ef)
}

fn near(text: &str, place: usize) -> String {
    let (before, after) = text.split_at_checked(place).unwrap_or(("", text));
    let skipped = before.chars().count().saturating_sub(NEAR);
    before.chars().skip(skipped).chain(after.chars().take(NEAR)).filter(|c| !c.is_control()).collect()
}
