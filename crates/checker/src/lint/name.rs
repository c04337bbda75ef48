//! X5 to X8: words for the document, the parties and defined things that do not belong here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    kind::DocumentType,
    lint::{
        Hit, View,
        words::{Words, any},
    },
    party::Side,
};

const FOREIGN: &[&str] =
    &["本規程", "本規則", "本規約", "本約款", "本要領", "本誓約書", "本協定", "本就業規則", "本ガイドライン"];

fn pledged(view: &View<'_>) -> bool {
    let title = &view.case.text.structure.title;
    any(title, &["誓約", "念書", "差入"]) && !title.contains("契約")
}

/// X5: a contract that says 本規程.
pub(crate) fn foreign(view: &View<'_>) -> Vec<Hit> {
    if pledged(view) || matches!(view.case.kind, DocumentType::Specification | DocumentType::CloudTerms) {
        return Vec::new();
    }
    let title = view.case.text.structure.title.as_str();
    let body = |word: &str| view.map.nodes().filter(|(_, _, node)| node.text.text().contains(word)).count();
    if body("本契約") < 1 && !title.contains("契約") {
        return Vec::new();
    }
    let headings: Vec<&str> =
        view.map.articles.iter().flat_map(|a| [a.label.as_str(), a.title.as_str()]).chain([title]).collect();
    let mut out = Vec::new();
    for word in FOREIGN {
        let noun = word.trim_start_matches('本');
        let own = headings.iter().any(|heading| heading.contains(noun))
            || view.map.definitions.iter().any(|d| d.term == *word);
        if own || body(word) > body("本契約") {
            continue;
        }
        let found = view.map.nodes().filter_map(|(article, n, node)| {
            let at = node.text.text().find(word)?;
            Some(Hit::new("self", view.map.place((article, n), at..at + word.len())).with("word", *word))
        });
        out.extend(found);
    }
    out.sort_by_key(|hit| hit.place.as_ref().map(|place| place.start));
    out
}

/// X8: a pledge that says 本契約 without a definition.
pub(crate) fn pledge(view: &View<'_>) -> Vec<Hit> {
    let word = "本契約";
    if !pledged(view) || view.map.definitions.iter().any(|d| d.term.starts_with(word)) {
        return Vec::new();
    }
    let first = view.map.nodes().find_map(|(article, n, node)| {
        let at = node.text.text().find(word)?;
        Some(Hit::new("contract", view.map.place((article, n), at..at + word.len())).with("word", word))
    });
    first.into_iter().collect()
}

/// X6: 相手方 in an article that binds one side.
pub(crate) fn mutual(view: &View<'_>) -> Vec<Hit> {
    let word = "相手方";
    let mut out = Vec::new();
    for article in 0..view.map.articles.len() {
        let range = view.map.sentences(article);
        let mut both = false;
        let mut sided = false;
        let mut first = None;
        for at in range {
            let Some(one) = view.case.sentence(at) else { continue };
            let said = view.case.said(at);
            let here = said.match_indices(word).find(|(at, _)| {
                let before = said.get(..*at).unwrap_or_default();
                !["の", "取引", "交渉", "派遣"].iter().any(|w| before.ends_with(w))
            });
            sided |= one.topics.iter().any(|t| matches!(t.side, Side::Client | Side::Vendor));
            let Some((found, _)) = here else { continue };
            both |= one.topics.iter().any(|t| t.side == Side::Both)
                || any(said, &["一方が", "一方の", "いずれか", "互いに", "相互に", "各自"]);
            first = first.or(Some((one, found)));
        }
        if let Some((one, at)) = first.filter(|_| sided && !both) {
            let start = one.start + at;
            out.push(
                Hit::new("mutual", view.map.place((one.article, one.node), start..start + word.len()))
                    .with("word", word),
            );
        }
    }
    // where the whole document calls somebody so, it is a name
    if view.map.definitions.iter().any(|d| d.term == word) { Vec::new() } else { out }
}

const TAILS: &[&str] = &[
    "情報",
    "事項",
    "資料",
    "文書",
    "物件",
    "業務",
    "作業",
    "役務",
    "データ",
    "機器",
    "設備",
    "媒体",
    "製品",
    "成果物",
    "システム",
    "サービス",
];

/// X7: 対象秘密事項 beside the defined 対象秘密情報, 本件業務 beside 本業務.
pub(crate) fn variant(view: &View<'_>) -> Vec<Hit> {
    let defined: BTreeSet<&str> = view.map.definitions.iter().map(|d| d.term).collect();
    let mut variants: BTreeMap<String, &str> = BTreeMap::new();
    for term in &defined {
        if let Some(tail) = TAILS.iter().find(|tail| term.ends_with(**tail))
            && let Some(head) = term.strip_suffix(tail).filter(|head| head.chars().count() >= 3)
        {
            variants.extend(TAILS.iter().filter(|other| *other != tail).map(|other| (format!("{head}{other}"), *term)));
        }
        if let Some(rest) = term.strip_prefix("本件").filter(|rest| rest.chars().count() >= 2) {
            variants.insert(format!("本{rest}"), term);
        } else if let Some(rest) = term.strip_prefix('本').filter(|rest| rest.chars().count() >= 2) {
            variants.insert(format!("本件{rest}"), term);
        }
    }
    // what is defined, or begins a longer defined term, is no slip
    variants.retain(|word, _| {
        !defined.iter().any(|term| term == word)
            && !defined.range(word.as_str()..).next().is_some_and(|term| term.starts_with(word.as_str()))
    });
    let (names, terms): (Vec<String>, Vec<&str>) = variants.into_iter().unzip();
    let known: Vec<&str> = defined.into_iter().collect();
    let mut groups: Vec<Vec<&str>> = names.iter().map(|name| vec![name.as_str()]).collect();
    groups.push(known);
    let groups: Vec<&[&str]> = groups.iter().map(Vec::as_slice).collect();
    let words = Words::of(&groups);
    let mut out = Vec::new();
    let mut said = BTreeSet::new();
    for (article, n, node) in view.map.nodes() {
        for (start, end, which) in words.find(node.text.text()) {
            if let (Some(word), Some(term)) = (names.get(which), terms.get(which))
                && said.insert(which)
            {
                out.push(
                    Hit::new("variant", view.map.place((article, n), start..end))
                        .with("word", word.clone())
                        .with("term", *term),
                );
            }
        }
    }
    out
}
