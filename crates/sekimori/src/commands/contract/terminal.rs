//! The result for a terminal: aligned for wide characters, coloured where that is wanted.

use catalogue::Concepts;
use checker::{Finding, Status};
use domain::Lang;

use super::{Checked, disclaimer, reasons, status_words};
use crate::out;

fn paint(text: &str, status: Status, colour: bool) -> String {
    let code = match status {
        Status::Present => "32",
        Status::Weak => "33",
        Status::Missing => "31",
    };
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

const fn mark(status: Status) -> &'static str {
    match status {
        Status::Present => "●",
        Status::Weak => "▲",
        Status::Missing => "×",
    }
}

/// Everything about one file.
pub(super) fn text(lang: Lang, concepts: &Concepts, one: &Checked, colour: bool) -> String {
    let report = &one.report;
    let ja = lang == Lang::Ja;
    let mut out = format!("{}\n", one.name);
    let kind = report.document_type.words().get(lang);
    let party = |p: &Option<String>| p.clone().unwrap_or_else(|| "–".to_owned());
    out.push_str(&if ja {
        format!("種類: {kind}　委託元: {}　委託先: {}\n", party(&report.parties.client), party(&report.parties.vendor))
    } else {
        format!("type: {kind}, client: {}, vendor: {}\n", party(&report.parties.client), party(&report.parties.vendor))
    });
    for notice in &one.document.notices {
        out.push_str(&format!("※ {}\n", notice.text(lang)));
    }
    let count = |status| report.findings.iter().filter(|f| f.applicable && f.status == status).count();
    let (stated, weak, missing) = (count(Status::Present), count(Status::Weak), count(Status::Missing));
    out.push_str(&if ja {
        format!("この種類の文書に求める条項のうち、記載あり {stated}、記載が弱い {weak}、記載なし {missing}\n\n")
    } else {
        format!("of the clauses expected here: stated {stated}, weak {weak}, not stated {missing}\n\n")
    });
    let (expected, others): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|f| f.applicable);
    for finding in expected {
        out.push_str(&line(lang, concepts, finding, colour));
    }
    if !others.is_empty() {
        out.push_str(if ja {
            "\nこの種類の文書には求めない条項\n"
        } else {
            "\nNot expected of this kind of document\n"
        });
        for finding in others {
            let title = concepts.concept(&finding.concept).map_or(finding.concept.as_str(), |c| c.title.get(lang));
            out.push_str(&format!("  {} {title}\n", mark(finding.status)));
        }
    }
    if !report.lint.is_empty() {
        out.push_str(if ja { "\n文面の点検\n" } else { "\nRemarks on the wording\n" });
        for lint in &report.lint {
            let place = lint.place.as_ref().map_or("", |p| p.article.as_str());
            let said = if ja { &lint.ja } else { &lint.en };
            out.push_str(&format!("  {:<4} {place} {said}\n", lint.id));
        }
    }
    out.push_str(&format!("\n{}\n", disclaimer(lang)));
    out
}

fn line(lang: Lang, concepts: &Concepts, finding: &Finding, colour: bool) -> String {
    let title = concepts.concept(&finding.concept).map_or(finding.concept.as_str(), |c| c.title.get(lang));
    let pad = " ".repeat(32usize.saturating_sub(out::width(title)));
    let word = status_words(finding.status, lang);
    let state = paint(&format!("{} {word}", mark(finding.status)), finding.status, colour);
    let gap = " ".repeat(14usize.saturating_sub(out::width(word)));
    let place = finding.places.first();
    let mut text = format!("{title}{pad}{state}{gap}{}\n", place.map_or("", |p| p.article.as_str()));
    if let Some(place) = place {
        let quote: String = place.quote.chars().filter(|c| *c != '\n').take(70).collect();
        let more = if place.quote.chars().count() > 70 { "…" } else { "" };
        text.push_str(&format!("    「{quote}{more}」\n"));
    }
    for (name, value) in &finding.parameters {
        text.push_str(&format!("    {name} = {value}\n"));
    }
    for reason in reasons(concepts, finding, lang) {
        text.push_str(&format!("    - {reason}\n"));
    }
    if finding.status != Status::Present && !finding.suggestion.is_empty() {
        let label = if lang == Lang::Ja { "文案" } else { "proposal" };
        let wording =
            concepts.concept(&finding.concept).map_or(finding.suggestion.as_str(), |c| c.suggestion.get(lang));
        text.push_str(&format!("    {label}: {}\n", wording.replace('\n', "\n        ")));
    }
    text
}
