//! Papers as PDF, with the typeface in the file and lines broken the Japanese way (禁則).
//!
//! Layout is our own and small: A4, one column, lines broken greedily, tables with repeated heads. Only the letters
//! that occur are embedded. A letter the typeface lacks is printed as 〓, keeps its text for search and copying, and is
//! named in [`Pdf::missing`]: nothing is lost in silence.
//!
//! ```
//! use domain::Lang;
//! use writer::paper::{Paper, Part};
//! use writer::pdf;
//!
//! let mut paper = Paper::new(Lang::Ja, "誓約書");
//! paper.push(Part::title("誓約書"));
//! paper.push(Part::paragraph("取り扱う情報を、業務のほかには使いません。"));
//! let pdf = pdf::write(&paper)?;
//! assert!(pdf.bytes.starts_with(b"%PDF-1.7") && pdf.pages == 1 && pdf.missing.is_empty());
//! # Ok::<(), writer::paper::PaperError>(())
//! ```

mod flow;
mod font;
mod frame;
mod grid;
mod kinsoku;
mod line;
mod output;
mod page;
mod style;
mod text;

use domain::Lang;

use crate::paper::{Numbers, Paper, PaperError};

use flow::Flow;
use font::Fonts;
use text::Setter;

/// A written PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Letters the typeface lacks.
    pub missing: Vec<Missing>,
}

/// A letter the typeface lacks; 〓 stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The letter.
    pub letter: char,
    /// How often it occurs.
    pub count: usize,
    /// The words around its first place.
    pub near: String,
}

impl Missing {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let Self { letter, count, near } = self;
        let code = u32::from(*letter);
        match lang {
            Lang::Ja => format!(
                "PDFの書体に「{letter}」（U+{code:04X}）がないため、{count}か所を「〓」で印刷しました（「{near}」など）。Wordのファイルでは元の字のままです"
            ),
            Lang::En => format!(
                "the PDF typeface lacks \"{letter}\" (U+{code:04X}); 〓 is printed in {count} place(s), first in \"{near}\". The Word file keeps the letter"
            ),
        }
    }
}

/// Writes a paper as a PDF.
///
/// # Errors
/// When the paper contradicts itself (see [`PaperError`]).
pub fn write(paper: &Paper) -> Result<Pdf, PaperError> {
    let numbers = Numbers::of(paper)?;
    let fonts = Fonts::load()?;
    let mut flow = Flow::new(paper, &numbers, Setter::new(&fonts, paper.lang));
    flow.paper();
    let (rows, heads, mut setter) = flow.finish();
    let mut pages = page::paginate(rows, &heads);
    frame::around(paper, &mut setter, &mut pages);
    let bytes = output::file(paper, &fonts, &pages)?;
    Ok(Pdf { bytes, pages: pages.len(), missing: setter.missing() })
}

#[cfg(test)]
mod tests;
