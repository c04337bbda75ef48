//! Pages to the bytes of a PDF.

mod contents;
mod letters;

use std::collections::BTreeMap;

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use super::font::{Font, Fonts, Weight};
use super::page::Page;
use super::style::{PAGE, page_size};
use crate::paper::{Paper, PaperError};

use letters::Letters;

/// How hard the contents are pressed: the middle way.
const EFFORT: u8 = 6;
const SYSTEM: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Numbers of the objects, in the order they are asked for.
#[derive(Debug)]
struct Refs(i32);

impl Refs {
    const fn next(&mut self) -> Ref {
        self.0 = self.0.saturating_add(1);
        Ref::new(self.0)
    }
}

/// The file.
pub(super) fn file(paper: &Paper, fonts: &Fonts, pages: &[Page]) -> Result<Vec<u8>, PaperError> {
    let mut refs = Refs(0);
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    let (catalog, tree, info) = (refs.next(), refs.next(), refs.next());
    let page_refs: Vec<Ref> = pages.iter().map(|_| refs.next()).collect();
    let mut letters = [(Weight::Regular, Letters::default()), (Weight::Bold, Letters::default())];
    let font_refs = [refs.next(), refs.next()];

    for (page, id) in pages.iter().zip(&page_refs) {
        let contents_ref = refs.next();
        let drawn = letters::draw(&page.draws, &mut letters);
        let pressed = compress_to_vec_zlib(&drawn, EFFORT);
        pdf.stream(contents_ref, &pressed).filter(Filter::FlateDecode).finish();
        let mut writer = pdf.page(*id);
        // Everything is measured from the top of an upright page; a page on its side hangs from the same line.
        let (width, height) = page_size(page.orientation);
        let area = Rect::new(0.0, PAGE.1 - height, width, PAGE.1);
        writer.media_box(area).parent(tree).contents(contents_ref);
        let mut resources = writer.resources();
        let mut named = resources.fonts();
        for ((weight, _), id) in letters.iter().zip(font_refs) {
            named.pair(letters::name(*weight), id);
        }
    }
    for ((weight, used), id) in letters.iter().zip(font_refs) {
        font(&mut pdf, &mut refs, fonts.get(*weight), used, id)?;
    }
    let outline = contents::write(&mut pdf, &mut refs, pages, &page_refs);
    pdf.pages(tree).count(i32::try_from(pages.len()).unwrap_or(i32::MAX)).kids(page_refs.iter().copied());
    pdf.document_info(info).title(TextStr(&paper.meta.title)).producer(TextStr("Sekimori"));
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr(paper.lang.code()));
    root.viewer_preferences().display_doc_title(true);
    if let Some(outline) = outline {
        root.outlines(outline);
    }
    root.finish();
    Ok(pdf.finish())
}

/// The letters of one weight that occur.
fn font(pdf: &mut Pdf, refs: &mut Refs, font: &Font, used: &Letters, id: Ref) -> Result<(), PaperError> {
    let subset = subsetter::subset(font.data, 0, &used.glyphs)
        .map_err(|error| PaperError::Package(format!("typeface: {error}")))?;
    let (cid, descriptor, map, program) = (refs.next(), refs.next(), refs.next(), refs.next());
    // Six letters before the name mark a part of a typeface.
    let name = format!("SEKIMO+{}", font.name);
    pdf.type0_font(id)
        .base_font(Name(name.as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(map);
    let mut writer = pdf.cid_font(cid);
    writer.subtype(CidFontType::Type2).base_font(Name(name.as_bytes())).system_info(SYSTEM).font_descriptor(descriptor);
    writer.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
    writer.widths().consecutive(0, used.glyphs.remapped_gids().map(|glyph| font.width(glyph)));
    writer.finish();
    let face = &font.face;
    let scale = 1000.0 / f32::from(face.units_per_em().max(1));
    let bounds = face.global_bounding_box();
    let scaled = |value: i16| f32::from(value) * scale;
    pdf.font_descriptor(descriptor)
        .name(Name(name.as_bytes()))
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(scaled(bounds.x_min), scaled(bounds.y_min), scaled(bounds.x_max), scaled(bounds.y_max)))
        .italic_angle(0.0)
        .ascent(scaled(face.ascender()))
        .descent(scaled(face.descender()))
        .cap_height(scaled(face.capital_height().unwrap_or(face.ascender())))
        .stem_v(80.0)
        .font_file2(program);
    let pressed = compress_to_vec_zlib(&subset, EFFORT);
    let mut stream = pdf.stream(program, &pressed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), i32::try_from(subset.len()).unwrap_or(i32::MAX));
    stream.finish();
    let text = to_unicode(&used.texts);
    let pressed = compress_to_vec_zlib(&text, EFFORT);
    pdf.stream(map, &pressed).filter(Filter::FlateDecode).finish();
    Ok(())
}

/// Which letter a glyph stands for, for search and copying.
fn to_unicode(texts: &BTreeMap<u16, char>) -> Vec<u8> {
    let mut map = pdf_writer::types::UnicodeCmap::new(Name(b"Sekimori"), SYSTEM);
    for (glyph, letter) in texts {
        map.pair(*glyph, *letter);
    }
    map.finish().into_vec()
}
