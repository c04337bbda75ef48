//! The draft as the other side sent it, with a remark at each place and the missing clauses proposed at its end.

use checker::remarks::{AUTHOR, proposals as missing, remarks};
use domain::Lang;
use reader::annotate::{Additions, annotate};

use super::{Checked, Finding, Proposals, examine::bench, unreadable};
use crate::{Error, Result};

/// Puts remarks and proposals into a Word file.
///
/// # Errors
/// Invalid when the draft is no Word file or cannot be written to.
pub fn with_remarks(
    (checked, bytes): (&Checked, &[u8]),
    proposals: &Proposals,
    (lang, at): (Lang, jiff::Timestamp),
) -> Result<Vec<u8>> {
    if !checked.examined.is_word {
        return Err(Error::conflict(
            "Wordの文書ではないため、コメントを付けられません。HTMLで受け取ってください",
            "This is no Word file, so no comments can be put into it. Take the HTML report instead",
        ));
    }
    let wording = |finding: &Finding| proposals.proposed(&finding.concept);
    let concepts = &bench()?.concepts;
    let additions = Additions {
        remarks: remarks(&checked.report, |place| paragraph(checked, place), (concepts, &wording), lang),
        proposals: missing(&checked.report, &wording),
        author: AUTHOR.to_owned(),
        date: at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).datetime(),
    };
    annotate(bytes, &additions, &reader::Limits::default()).map_err(|error| unreadable(&error))
}

/// Name of the file with remarks: `契約書_点検.docx`.
#[must_use]
pub fn word_name(name: &str, lang: Lang, kind: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let tail = if lang == Lang::Ja { "点検" } else { "checked" };
    writer::file_name::safe(&format!("{stem}_{tail}"), kind)
}

/// The paragraph of the file a character stands in.
fn paragraph(checked: &Checked, at: usize) -> Option<u32> {
    let before = checked.examined.pieces.iter().take_while(|piece| piece.start <= at);
    before.last().map(|piece| piece.paragraph)
}
