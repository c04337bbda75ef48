//! L6 and X11: annexes that are cited and not there, all of them or one of several.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::{Hit, View, words::number};

const WORDS: &[&str] = &["別紙", "別添", "別表", "別記", "附属書", "付属書", "付属文書", "附属文書"];

/// An annex by its word and its number; 0 for one without a number.
pub(crate) type Name = (&'static str, u32);

pub(crate) fn absent(view: &View<'_>) -> Vec<Hit> {
    missing(view).into_iter().filter(|(_, there)| there.is_empty()).map(|(hit, _)| hit).collect()
}

pub(crate) fn incomplete(view: &View<'_>) -> Vec<Hit> {
    let some = missing(view).into_iter().filter(|(_, there)| !there.is_empty());
    some.map(|(mut hit, there)| {
        hit.say = "number";
        let names: Vec<String> = there.into_iter().map(printed).collect();
        hit.with("there", names.join("、"))
    })
    .collect()
}

fn printed((word, number): Name) -> String {
    if number == 0 { word.to_owned() } else { format!("{word}{number}") }
}

/// Each annex that is cited and not there, with those of the same word that are.
fn missing(view: &View<'_>) -> Vec<(Hit, Vec<Name>)> {
    let there = present(view);
    let mut cited: BTreeMap<Name, Hit> = BTreeMap::new();
    for (article, node, found) in view.map.nodes() {
        let text = found.text.text();
        for (name, start, end) in names(text) {
            let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            let satisfied = there.contains(&name) || elsewhere(before) || (name.1 == 0 && !points(after));
            if !satisfied && !cited.contains_key(&name) {
                let hit = Hit::new("absent", view.map.place((article, node), start..end)).with("annex", printed(name));
                cited.insert(name, hit);
            }
        }
    }
    let mut out: Vec<(Hit, Vec<Name>)> = cited
        .into_iter()
        .map(|(name, hit)| (hit, there.iter().filter(|one| same(one.0, name.0)).copied().collect()))
        .collect();
    out.sort_by_key(|(hit, _)| hit.place.as_ref().map(|place| place.start));
    out
}

fn same(a: &str, b: &str) -> bool {
    let plain = |word: &str| word.replace('附', "付");
    plain(a) == plain(b)
}

/// Annexes of the document: those with a heading, and lines that begin with their name.
fn present(view: &View<'_>) -> BTreeSet<Name> {
    let mut out = BTreeSet::new();
    for name in &view.case.text.structure.annexes {
        out.extend(first(name));
    }
    for line in &view.case.source.lines {
        if line.len() > 60 || line.narrow.contains(&'。') {
            continue;
        }
        let text: String =
            line.narrow.iter().filter(|c| !c.is_whitespace()).skip_while(|c| "#*(【[<〈《■◆●-".contains(**c)).collect();
        out.extend(heading(&text));
    }
    out
}

/// The annex a line without spaces is the heading of: it begins with the name, and no sentence goes on behind it.
pub(crate) fn heading(text: &str) -> Option<Name> {
    let goes_on = |end: usize| {
        text.get(end..).is_some_and(|rest| {
            rest.starts_with(['の', 'に', 'を', 'は', 'が', 'と', 'で', '及', '又', '、', 'か', '参'])
        })
    };
    names(text).next().filter(|(_, start, end)| *start == 0 && !goes_on(*end)).map(|(name, ..)| name)
}

fn first(text: &str) -> Option<Name> {
    names(crate::text::Folded::of_str(text).text()).next().map(|(name, _, _)| name)
}

/// Names of annexes in a text with the bytes they take.
fn names(text: &str) -> impl Iterator<Item = (Name, usize, usize)> + '_ {
    text.char_indices().filter(|(_, c)| matches!(c, '別' | '附' | '付')).filter_map(|(start, _)| {
        let rest = text.get(start..)?;
        let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
        let after = rest.get(word.len()..)?;
        let marks: usize =
            after.chars().take_while(|c| matches!(c, '第' | '-' | '(' | '〈' | ' ')).map(char::len_utf8).sum();
        let numbered = after.get(marks..).and_then(|after| number(after).or_else(|| circled(after)));
        let (n, used) = numbered.map_or((0, 0), |(n, digits)| (n, marks + digits));
        Some(((*word, n), start, start + word.len() + used))
    })
}

fn circled(text: &str) -> Option<(u32, usize)> {
    let c = text.chars().next()?;
    matches!(c, '\u{2460}'..='\u{2473}').then(|| (u32::from(c) - 0x245f, c.len_utf8()))
}

/// A name without a number may speak of annexes as such; these words behind it point to one.
fn points(after: &str) -> bool {
    let words = [
        "のとおり",
        "の通り",
        "に定め",
        "に記載",
        "に示",
        "に掲げ",
        "に従",
        "による",
        "により",
        "に基づ",
        "記載の",
        "の様式",
        "の手順",
        "「",
        "(",
    ];
    words.iter().any(|word| after.starts_with(word))
}

/// 「法別表」, 「各別紙」: no annex of this document, or all of them.
fn elsewhere(before: &str) -> bool {
    ["法", "令", "規則", "各", "本", "当該", "条例", "同", "基本契約", "個別契約", "仕様書", "上記", "以下の"]
        .iter()
        .any(|word| before.ends_with(word))
}
