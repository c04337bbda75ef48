//! L10, X9, X18: what happens when the contract ends, and deadlines nobody can read.

use crate::{
    kind::DocumentType,
    lint::{
        Hit, View,
        words::{any, number},
    },
    report::Status,
};

/// Secrecy is agreed and nothing says that it goes on.
fn secrecy_ends(view: &View<'_>) -> bool {
    let status = |concept: &str| view.finding(concept).map(|finding| finding.status);
    let bound = status("confidentiality").is_some_and(|status| status != Status::Missing);
    let kind = matches!(
        view.case.kind,
        DocumentType::Nda | DocumentType::Outsourcing | DocumentType::Development | DocumentType::Other
    );
    bound && kind && status("survival") == Some(Status::Missing)
}

pub(crate) fn nothing_survives(view: &View<'_>) -> Vec<Hit> {
    if !secrecy_ends(view) {
        return Vec::new();
    }
    let place = view.finding("confidentiality").and_then(|finding| finding.places.first()).cloned();
    vec![Hit::new("none", place)]
}

/// X18: the contract has a term.
pub(crate) fn ends(view: &View<'_>) -> Vec<Hit> {
    if !secrecy_ends(view) {
        return Vec::new();
    }
    let found = view.case.text.sentences.iter().enumerate().find(|(at, _)| {
        let said = view.case.said(*at);
        any(said, &["有効期間", "有効期限", "契約期間", "契約の期間", "委託期間"])
            && any(said, &["年間", "か月間", "ヶ月間", "箇月間", "年とする", "から", "まで", "日とする", "起算"])
            && any(said, &["とする", "とします", "有効"])
    });
    found
        .map(|(_, one)| Hit::new("ends", view.map.place((one.article, one.node), one.start..one.end)))
        .into_iter()
        .collect()
}

const COUNTERS: &[&str] = &["か月", "ヶ月", "ヵ月", "カ月", "ケ月", "箇月", "週間", "日", "年", "月"];

/// X9: 満了後の3か月前
pub(crate) fn before_after(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for (article, n, node) in view.map.nodes() {
        let text = node.text.text();
        for (at, word) in text.match_indices('後') {
            let rest = text.get(at + word.len()..).unwrap_or_default();
            let Some(used) = counted_before(rest) else { continue };
            let start = text.get(..at).unwrap_or_default().char_indices().rev().nth(3).map_or(0, |(start, _)| start);
            let end = at + word.len() + used;
            let said = text.get(start..end).unwrap_or_default();
            out.push(Hit::new("after", view.map.place((article, n), start..end)).with("word", said));
        }
    }
    out
}

/// `の3か月前`: the bytes it takes.
fn counted_before(rest: &str) -> Option<usize> {
    let bare = rest.strip_prefix('の').unwrap_or(rest);
    let blank: usize = bare.chars().take_while(|c| matches!(c, '〇' | '○' | '●' | '◯' | '_')).map(char::len_utf8).sum();
    let digits = if blank > 0 { blank } else { number(bare)?.1 };
    let after = bare.get(digits..)?;
    let counter = COUNTERS.iter().find(|counter| after.starts_with(**counter))?;
    let after = after.get(counter.len()..)?;
    after.starts_with('前').then(|| rest.len() - after.len() + '前'.len_utf8())
}
