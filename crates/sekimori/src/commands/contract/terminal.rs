//! The result for a terminal: aligned for wide characters, coloured where that is wanted.

use catalogue::Concepts;
use checker::{Finding, Status, disclaimer, title_of};
use domain::Lang;

use super::Checked;
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
    let count = |status: &Status| {
        let n = report.findings.iter().filter(|f| f.applicable && f.status == *status).count();
        format!("{} {n}", status.words().get(lang))
    };
    let counts: Vec<String> = Status::ALL.iter().map(count).collect();
    out.push_str(&if ja {
        format!("この種類の文書に求める条項のうち、{}\n\n", counts.join("、"))
    } else {
        format!("of the clauses expected here: {}\n\n", counts.join(", "))
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
            out.push_str(&format!("  {} {}\n", mark(finding.status), title_of(finding, concepts, lang)));
        }
    }
    if !report.lint.is_empty() {
        out.push_str(if ja { "\n文面の点検\n" } else { "\nRemarks on the wording\n" });
        for lint in &report.lint {
            let place = lint.place.as_ref().map_or("", |p| p.article.as_str());
            out.push_str(&format!("  {:<4} {place} {}\n", lint.id, lint.text(lang)));
        }
    }
    out.push_str(&format!("\n{}\n", disclaimer(lang)));
    out
}

fn line(lang: Lang, concepts: &Concepts, finding: &Finding, colour: bool) -> String {
    let title = title_of(finding, concepts, lang);
    let pad = " ".repeat(32usize.saturating_sub(out::width(title)));
    let word = finding.status.words().get(lang);
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
    for reason in finding.reasons_in(concepts, lang) {
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
