//! What a page draws, as the operators of a PDF.

use std::collections::BTreeMap;

use pdf_writer::types::LineCapStyle;
use pdf_writer::{Content, Name, Str, TextStr};
use subsetter::GlyphRemapper;

use crate::pdf::font::Weight;
use crate::pdf::line::Strip;
use crate::pdf::page::Draw;
use crate::pdf::style::{Colour, PAGE};
use crate::pdf::text::{Ground, Ink, Look, Under, Unit};

/// Thickness of lines.
const THIN: f32 = 0.5;

/// Letters of one weight that occur.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub glyphs: GlyphRemapper,
    /// New number of the glyph → letter.
    pub texts: BTreeMap<u16, char>,
}

/// Both weights.
pub(super) type Used = [(Weight, Letters); 2];

/// Name of a weight on the pages.
pub(super) const fn name(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"F0"),
        Weight::Bold => Name(b"F1"),
    }
}

/// Draws a page: grounds first, then lines, then letters.
pub(super) fn draw(draws: &[Draw], used: &mut Used) -> Vec<u8> {
    let mut content = Content::new();
    for draw in draws {
        match draw {
            Draw::Fill { x, y, width, height } => {
                content.set_fill_gray(0.937).rect(*x, PAGE.1 - y - height, *width, *height).fill_nonzero();
            }
            Draw::Text { y, strip } => grounds(&mut content, *y, strip),
            Draw::Line { .. } => {}
        }
    }
    content.set_line_width(THIN).set_line_cap(LineCapStyle::ProjectingSquareCap);
    for draw in draws {
        match draw {
            Draw::Line { from, to, colour } => line(&mut content, *from, *to, *colour),
            Draw::Text { y, strip } => underlines(&mut content, *y, strip),
            Draw::Fill { .. } => {}
        }
    }
    for draw in draws {
        if let Draw::Text { y, strip } = draw {
            text(&mut content, *y, strip, used);
        }
    }
    content.finish().into_vec()
}

fn line(content: &mut Content, from: (f32, f32), to: (f32, f32), colour: Colour) {
    let (red, green, blue) = colour.rgb();
    content.set_stroke_rgb(red, green, blue);
    content.move_to(from.0, PAGE.1 - from.1).line_to(to.0, PAGE.1 - to.1).stroke();
}

/// Letters of one look side by side: left edge, width, letters.
type Stretch<'a> = (f32, f32, &'a [(Unit, f32)]);

/// The stretches of equal look.
fn stretches(strip: &Strip) -> Vec<Stretch<'_>> {
    let mut x = strip.x;
    strip
        .units
        .chunk_by(|(one, _), (other, _)| one.look == other.look)
        .map(|units| {
            let width: f32 = units.iter().map(|(unit, after)| unit.width + after).sum();
            let from = x;
            x += width;
            (from, width, units)
        })
        .collect()
}

fn look(units: &[(Unit, f32)]) -> Option<Look> {
    units.first().map(|(unit, _)| unit.look)
}

fn grounds(content: &mut Content, y: f32, strip: &Strip) {
    for (x, width, units) in stretches(strip) {
        if let Some(look) = look(units)
            && look.ground == Ground::Open
        {
            let top = PAGE.1 - y - 0.2 * look.size;
            content.set_fill_rgb(1.0, 0.949, 0.8).rect(x, top, width, 1.2 * look.size).fill_nonzero();
        }
    }
}

fn underlines(content: &mut Content, y: f32, strip: &Strip) {
    for (x, width, units) in stretches(strip) {
        if let Some(look) = look(units)
            && look.under == Under::Line
        {
            let y = y + 0.16 * look.size;
            line(content, (x, y), (x + width, y), look.colour);
        }
    }
}

fn text(content: &mut Content, y: f32, strip: &Strip, used: &mut Used) {
    let mut x = strip.x;
    let mut rest = strip.units.as_slice();
    for piece in pieces(strip) {
        let (units, later) = rest.split_at_checked(piece.len).unwrap_or((rest, &[]));
        rest = later;
        if piece.spoken == Spoken::AsText {
            let letters: String = units.iter().map(|(unit, _)| unit.letter).collect();
            content.begin_marked_content_with_properties(Name(b"Span")).properties().actual_text(TextStr(&letters));
        }
        for units in units.chunk_by(|(one, _), (other, _)| one.look == other.look) {
            glyphs(content, (x, y), units, used);
            x += long(units);
        }
        if piece.spoken == Spoken::AsText {
            content.end_marked_content();
        }
    }
}

/// Letters side by side that are read in the same way.
struct Piece {
    len: usize,
    spoken: Spoken,
}

/// How readers of the file find the letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spoken {
    /// Each by its glyph.
    ByGlyph,
    /// By the text written beside them.
    AsText,
}

/// Cuts a strip where the way of reading changes. By their text are read: a number with its space and the first letter
/// behind it, wide spaces with the letters around them (both would else be taken for gaps between columns), and
/// letters that something else stands for.
fn pieces(strip: &Strip) -> Vec<Piece> {
    let wide = |index: usize| strip.units.get(index).is_some_and(|(unit, _)| unit.letter == '\u{3000}');
    let mut out: Vec<Piece> = Vec::new();
    for (index, (unit, _)) in strip.units.iter().enumerate() {
        let next = index.saturating_add(1);
        let before = index.checked_sub(1).is_some_and(wide);
        let joined = index < strip.label || wide(index) || before || wide(next) || matches!(unit.ink, Ink::Instead(_));
        let spoken = if joined { Spoken::AsText } else { Spoken::ByGlyph };
        match out.last_mut() {
            Some(piece) if piece.spoken == spoken => piece.len = piece.len.saturating_add(1),
            _ => out.push(Piece { len: 1, spoken }),
        }
    }
    out
}

fn long(units: &[(Unit, f32)]) -> f32 {
    units.iter().map(|(unit, after)| unit.width + after).sum()
}

/// Writes letters of one look.
fn glyphs(content: &mut Content, at: (f32, f32), units: &[(Unit, f32)], used: &mut Used) {
    let Some(look) = look(units) else { return };
    let Some((_, letters)) = used.iter_mut().find(|(weight, _)| *weight == look.weight) else { return };
    if !units.iter().any(|(unit, _)| matches!(unit.ink, Ink::Glyph(_) | Ink::Instead(_))) {
        return;
    }
    let (red, green, blue) = look.colour.rgb();
    content.begin_text().set_fill_rgb(red, green, blue).set_font(name(look.weight), look.size);
    content.next_line(at.0, PAGE.1 - at.1);
    show(content, units, look.size, letters);
    content.end_text();
}

fn show(content: &mut Content, group: &[(Unit, f32)], size: f32, letters: &mut Letters) {
    let mut positioned = content.show_positioned();
    let mut items = positioned.items();
    let mut bytes: Vec<u8> = Vec::new();
    let mut skip = 0.0;
    for (unit, after) in group {
        let (glyph, natural) = match unit.ink {
            Ink::Glyph(glyph) | Ink::Instead(glyph) => (Some(glyph), unit.width),
            Ink::Nothing | Ink::Break => (None, 0.0),
        };
        if let Some(glyph) = glyph {
            if skip != 0.0 {
                if !bytes.is_empty() {
                    items.show(Str(&bytes));
                    bytes.clear();
                }
                items.adjust(-skip * 1000.0 / size);
                skip = 0.0;
            }
            let new = letters.glyphs.remap(glyph);
            letters.texts.entry(new).or_insert(unit.letter);
            bytes.extend(new.to_be_bytes());
        }
        let more = unit.width + after - natural;
        if more > 0.001 {
            skip += more;
        }
    }
    if !bytes.is_empty() {
        items.show(Str(&bytes));
    }
}
