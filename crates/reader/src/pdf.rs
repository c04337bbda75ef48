//! PDFs: characters from the file, lines from their places, paragraphs from the lines.
//!
//! The parser is our own and small, because the limits must hold within it: what is unpacked, drawn and mapped is
//! counted as it happens, so that no file costs more than its size allows. Pictures are never unpacked.

mod character;
mod cmap;
mod content;
mod crypt;
mod file;
mod filter;
mod flow;
mod font;
mod furniture;
mod names;
mod object;
mod row;

use crate::{Document, Format, Limits, Notice, ReadError};

/// Pages whose characters are fewer than this on average, and which hold pictures, are taken for scans.
const FEW: usize = 5;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let file = file::File::open(bytes, limits)?;
    let pages = file.pages(limits)?;
    let mut reader = content::Reader::new(&file, limits);
    let mut rows = Vec::new();
    let mut notices = Vec::new();
    let (mut pictures, mut unknown) = (0_usize, 0_u32);
    for (number, page) in (1_u32..).zip(&pages) {
        let shown = reader.page(page)?;
        let empty = shown.glyphs.iter().all(|glyph| glyph.text.trim().is_empty());
        if shown.pictures > 0 {
            pictures += 1;
            if empty {
                notices.push(Notice::NoTextOnPage { page: number });
            }
        }
        unknown = unknown.saturating_add(shown.unknown);
        rows.push(row::rows(number, shown));
    }
    let empty = rows.iter().all(Vec::is_empty);
    if empty && pictures == 0 {
        return Err(ReadError::Empty);
    }
    let lines = furniture::remove(&mut rows);
    // without the lines that a signing service prints over scanned pages
    let characters: usize = rows.iter().flatten().map(|row| row.text.chars().count()).sum();
    let scanned = pictures > 0 && characters < FEW * pages.len();
    // a file whose characters cannot be told is as good as a picture
    if scanned || unknown as usize * 2 > characters {
        return Err(ReadError::ScannedPdf { pages: u32::try_from(pages.len()).unwrap_or(u32::MAX) });
    }
    if lines > 0 {
        notices.push(Notice::RunningHeads { lines });
    }
    if unknown > 0 {
        notices.push(Notice::BadCharacters { count: unknown });
    }
    let blocks = flow::blocks(rows.into_iter().flatten().collect());
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document::new(Format::Pdf, blocks, notices))
}

#[cfg(test)]
mod tests;
