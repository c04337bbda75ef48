//! L5: two names for one party, and wording of a specification in a contract.

use std::sync::LazyLock;

use crate::{
    kind::DocumentType,
    lint::{
        Hit, View,
        words::{Words, any},
    },
    party::Side,
    sentence::Case as Particle,
};

const CLIENT: &[&str] = &["甲", "委託者", "発注者", "委託元", "注文者", "発注元", "委託会社"];
const VENDOR: &[&str] = &["乙", "受託者", "受注者", "請負者", "請負人", "受託会社"];
/// Longer words that name nobody, or somebody else.
const MASKS: &[&str] = &[
    "再受託者",
    "再委託者",
    "再委託元",
    "再々委託者",
    "甲種",
    "乙種",
    "甲号",
    "乙号",
    "甲乙",
    "乙甲",
    "委託者等",
    "受託者等",
    "業務委託者",
    "業務受託者",
    "甲案",
    "乙案",
    "信託の受託者",
    "個人データの取扱いの委託元",
    "委託元及び委託先",
    "委託元と委託先",
    "委託元又は委託先",
];
const SPECIFICATION: &[&str] = &["本調達", "本件調達", "応札", "入札参加者", "提案者は", "調達仕様書に記載"];

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    let groups: Vec<Vec<&str>> = CLIENT.iter().chain(VENDOR).map(|word| vec![*word]).chain([MASKS.to_vec()]).collect();
    let groups: Vec<&[&str]> = groups.iter().map(Vec::as_slice).collect();
    Words::of(&groups)
});

pub(crate) fn mixed(view: &View<'_>) -> Vec<Hit> {
    if view.case.kind == DocumentType::Specification {
        return Vec::new();
    }
    let count = CLIENT.len() + VENDOR.len();
    let mut seen: Vec<(usize, Option<Hit>)> = std::iter::repeat_with(|| (0, None)).take(count).collect();
    for (article, n, node) in view.map.nodes() {
        let text = node.text.text();
        let introduced = any(text, &["以下「", "(以下", "以下、「", "以下甲", "以下乙"]);
        for (start, end, which) in NAMES.find(text) {
            let Some((times, first)) = seen.get_mut(which) else { continue };
            *times += 1;
            let bracketed = text.get(..start).is_some_and(|t| t.ends_with(['(', '「']))
                || text.get(end..).is_some_and(|t| t.starts_with([')', '」', ':']));
            if first.is_none() && !introduced && !bracketed {
                *first = Some(Hit::new("name", view.map.place((article, n), start..end)));
            }
        }
    }
    let mut out = Vec::new();
    let (client, vendor) = seen.split_at_mut(CLIENT.len());
    let sided = client.iter().chain(vendor.iter()).map(|(times, _)| times).sum::<usize>();
    for (names, words) in [(client, CLIENT), (vendor, VENDOR)] {
        out.extend(names_of(view, names, words));
    }
    if sided >= 2 {
        out.extend(wording(view));
    }
    out.sort_by_key(|hit| hit.place.as_ref().map(|place| place.start));
    out
}

/// Names used beside the usual one of a side.
fn names_of(view: &View<'_>, seen: &mut [(usize, Option<Hit>)], words: &[&'static str]) -> Vec<Hit> {
    let usual = seen.iter().zip(words).max_by_key(|((times, _), _)| *times).map(|((times, _), word)| (*times, *word));
    let Some((times, usual)) = usual.filter(|(times, _)| *times >= 3) else { return Vec::new() };
    debug_assert!(times >= 3);
    let defined = |word: &str| view.map.definitions.iter().any(|d| d.term == word);
    seen.iter_mut()
        .zip(words)
        .filter(|(_, word)| **word != usual && !defined(word))
        .filter_map(|((_, first), word)| Some(first.take()?.with("word", *word).with("usual", usual)))
        .collect()
}

/// 本調達, and duties in the form 乙は…すること。
fn wording(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for word in SPECIFICATION {
        let found = view.map.nodes().find_map(|(article, n, node)| {
            let at = node.text.text().find(word)?;
            view.map.place((article, n), at..at + word.len())
        });
        if let Some(place) = found {
            out.push(Hit::new("wording", Some(place)).with("word", word.trim_end_matches('は')));
        }
    }
    let mut last = None;
    for (at, one) in view.case.text.sentences.iter().enumerate() {
        let said = view.case.said(at);
        let duty = said.ends_with("こと。") && one.lead.is_none();
        let vendor =
            one.topics.iter().any(|t| t.case == Particle::Topic && matches!(t.side, Side::Vendor | Side::Both));
        let main = view.map.articles.get(one.article).is_some_and(|article| article.annex.is_none());
        if duty && vendor && main && last != Some(one.article) {
            last = Some(one.article);
            let tail: String = said.chars().rev().take(5).collect::<Vec<_>>().into_iter().rev().collect();
            out.push(
                Hit::new("wording", view.map.place((one.article, one.node), one.start..one.end)).with("word", tail),
            );
        }
    }
    out
}
