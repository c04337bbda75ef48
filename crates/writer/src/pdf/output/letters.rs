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
    for (x, _, units) in stretches(strip) {
        let Some(look) = look(units) else { continue };
        let Some((_, letters)) = used.iter_mut().find(|(weight, _)| *weight == look.weight) else { continue };
        let (red, green, blue) = look.colour.rgb();
        let mut at = x;
        // A letter that stands for another one carries the other as its text, so it is written by itself.
        for group in units.chunk_by(|(one, _), (other, _)| is_plain(one) && is_plain(other)) {
            let width: f32 = group.iter().map(|(unit, after)| unit.width + after).sum();
            if group.iter().any(|(unit, _)| matches!(unit.ink, Ink::Glyph(_) | Ink::Instead(_))) {
                let instead = group.first().map(|(unit, _)| *unit).filter(|unit| !is_plain(unit));
                if let Some(unit) = instead {
                    let text = unit.letter.to_string();
                    content
                        .begin_marked_content_with_properties(Name(b"Span"))
                        .properties()
                        .actual_text(TextStr(&text));
                }
                content.begin_text().set_fill_rgb(red, green, blue).set_font(name(look.weight), look.size);
                content.next_line(at, PAGE.1 - y);
                show(content, group, look.size, letters);
                content.end_text();
                if instead.is_some() {
                    content.end_marked_content();
                }
            }
            at += width;
        }
    }
}

const fn is_plain(unit: &Unit) -> bool {
    !matches!(unit.ink, Ink::Instead(_))
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
