//! The draft as the other side sent it, with a remark at each place and the missing clauses proposed at its end.

use std::collections::BTreeSet;

use domain::Lang;
use reader::annotate::{Additions, Remark, annotate};

use super::{Checked, Proposals, Status, examine::bench, unreadable};
use crate::{Error, Result};

/// Who the remarks are from.
const AUTHOR: &str = "Sekimori";

/// Words for a status. They speak of the text and the standard, never of the law.
#[must_use]
pub const fn status_words(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Present, Lang::Ja) => "記載あり",
        (Status::Weak, Lang::Ja) => "記載が弱い",
        (Status::Missing, Lang::Ja) => "記載なし",
        (Status::Present, Lang::En) => "stated",
        (Status::Weak, Lang::En) => "weak",
        (Status::Missing, Lang::En) => "not stated",
    }
}

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
    let date = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).datetime();
    let additions = Additions {
        remarks: remarks(checked, proposals, lang)?,
        proposals: missing(checked, proposals),
        author: AUTHOR.to_owned(),
        date,
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

fn remarks(checked: &Checked, proposals: &Proposals, lang: Lang) -> Result<Vec<Remark>> {
    let concepts = &bench()?.concepts;
    let mut out = Vec::new();
    for finding in checked.report.findings.iter().filter(|f| f.applicable) {
        let Some(paragraph) = finding.places.first().and_then(|place| paragraph(checked, place.start)) else {
            continue;
        };
        let title = concepts.concept(&finding.concept).map_or(finding.concept.as_str(), |c| c.title.get(lang));
        let mut lines = vec![format!("{title}: {}", status_words(finding.status, lang))];
        let reasons = finding.reasons.iter().filter_map(|code| concepts.reason(code));
        lines.extend(reasons.map(|reason| reason.text.get(lang).to_owned()));
        if finding.status == Status::Weak
            && let Some(proposal) = proposals.first(&finding.concept)
        {
            lines.push(if lang == Lang::Ja { "対案".to_owned() } else { "Our wording".to_owned() });
            lines.extend(proposal.text().lines().map(str::to_owned));
        }
        out.push(remark(paragraph, lines));
    }
    for lint in &checked.report.lint {
        let Some(paragraph) = lint.place.as_ref().and_then(|place| paragraph(checked, place.start)) else { continue };
        let said = if lang == Lang::Ja { &lint.ja } else { &lint.en };
        out.push(remark(paragraph, vec![format!("{} {said}", lint.id)]));
    }
    Ok(out)
}

fn remark(paragraph: u32, lines: Vec<String>) -> Remark {
    Remark { paragraph, characters: None, author: AUTHOR.to_owned(), lines }
}

/// The paragraph of the file a character stands in.
fn paragraph(checked: &Checked, at: usize) -> Option<u32> {
    let before = checked.examined.pieces.iter().take_while(|piece| piece.start <= at);
    before.last().map(|piece| piece.paragraph)
}

fn missing(checked: &Checked, proposals: &Proposals) -> Vec<reader::annotate::Proposal> {
    let mut proposed = BTreeSet::new();
    let mut out = Vec::new();
    for finding in checked.report.findings.iter().filter(|f| f.applicable && f.status == Status::Missing) {
        let Some(proposal) = proposals.first(&finding.concept) else { continue };
        // several concepts may stand in one clause
        let key = if proposal.clauses.is_empty() { vec![finding.concept.clone()] } else { proposal.clauses.clone() };
        if proposed.insert(key) {
            let paragraphs = proposal.text().lines().map(str::to_owned).collect();
            out.push(reader::annotate::Proposal { heading: proposal.title.clone(), paragraphs });
        }
    }
    out
}
