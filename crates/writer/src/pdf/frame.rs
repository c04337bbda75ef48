//! What stands around the text: head and foot of every page.

use super::line::{End, Line, place};
use super::page::{Draw, Page};
use super::style::{Align, Colour, Kind, MARGIN, Style, page_size, text_width};
use super::text::{Look, Setter, Unit};
use crate::paper::{Paper, Words, number};

/// Line the head stands on, from the top.
const HEAD: f32 = 43.0;
/// Line the foot stands on, from the bottom.
const FOOT: f32 = 38.0;

/// Draws head and foot of every page.
pub(super) fn around(paper: &Paper, setter: &mut Setter<'_>, pages: &mut [Page]) {
    let style = Style::of(paper.lang, Kind::Small);
    let look = Look::of(&style);
    let red = Look { colour: Colour::Red, weight: super::font::Weight::Bold, ..look };
    let grey = Look { colour: Colour::Grey, size: 8.0, ..look };
    let form = setter.plain(paper.meta.form_number.as_deref().unwrap_or_default(), look);
    let mut right = Vec::new();
    if paper.is_open() {
        let mark = format!("{}\u{3000}", number::open(paper.lang, Words::of(paper.lang).open_mark));
        right.extend(setter.plain(&mark, red));
    }
    right.extend(setter.plain(&paper.header_text(), look));
    let edition = setter.plain(&paper.footer_text(), grey);
    let total = pages.len();
    for (count, page) in (1_usize..).zip(pages) {
        let (foot, width) = (page_size(page.orientation).1 - FOOT, text_width(page.orientation));
        let at = |units: &[Unit], y, align| at(units, (y, width), align);
        page.draws.push(at(&form, HEAD, Align::Left));
        page.draws.push(at(&right, HEAD, Align::Right));
        page.draws.push(at(&setter.plain(&format!("{count} / {total}"), look), foot, Align::Centre));
        page.draws.push(at(&edition, foot, Align::Right));
    }
}

fn at(units: &[Unit], (y, width): (f32, f32), align: Align) -> Draw {
    let line = Line { units: 0..units.len(), end: End::Asked };
    Draw::Text { y, strip: place(units, &line, MARGIN, width, align) }
}
