//! L2: weak words in an article that names neither a figure nor an annex.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::lint::{
    Hit, View,
    words::{Words, number},
};

const WEAK: &[&str] = &[
    "速やかに",
    "すみやかに",
    "可及的速やか",
    "早急に",
    "適切に",
    "適切な",
    "十分な",
    "十分に",
    "充分な",
    "充分に",
    "努める",
    "努めなければ",
    "努めます",
    "努めるもの",
    "努力する",
    "努力義務",
    "必要に応じ",
    "善管注意",
    "善良な管理者",
    "善良なる管理者",
    "可能な限り",
    "できる限り",
    "できるだけ",
    "適宜",
    "相応の",
];
/// Longer words in which a weak word says something else.
const HARMLESS: &[&str] = &["不適切な", "不適切に", "不十分な", "不十分に", "不充分な"];
const ANNEX: &[&str] =
    &["別紙", "別添", "別表", "別記", "附属書", "付属書", "付属文書", "附属文書", "添付資料", "様式第", "様式1"];
const UNITS: &[&str] = &[
    "時間",
    "日",
    "週",
    "か月",
    "ヶ月",
    "ヵ月",
    "カ月",
    "ケ月",
    "箇月",
    "月",
    "年",
    "営業日",
    "回",
    "名",
    "人",
    "桁",
    "文字",
    "件",
    "%",
    "パーセント",
    "割",
    "円",
    "万円",
    "億円",
    "分",
    "秒",
    "世代",
    "段階",
    "時まで",
    "時に",
];

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(&[WEAK, HARMLESS]));
static FIRM: LazyLock<Words> = LazyLock::new(|| Words::of(&[ANNEX]));

pub(crate) fn words(view: &View<'_>) -> Vec<Hit> {
    let mut out = Vec::new();
    for (at, article) in view.map.articles.iter().enumerate() {
        let mut said: BTreeSet<&str> = BTreeSet::new();
        let mut found = Vec::new();
        for (n, node) in article.nodes.iter().enumerate() {
            let text = node.text.text();
            for (start, end, meaning) in WORDS.find(text) {
                let word = text.get(start..end).unwrap_or_default();
                if meaning == 0 && said.insert(word) {
                    found.push((n, start, end, word));
                }
            }
        }
        // what a model says of itself is no annex
        let model = |said: &str| ["雛形", "ひな形", "ひな型"].iter().any(|word| said.contains(word));
        let mut said = view.map.sentences(at).map(|sentence| view.case.said(sentence));
        if found.is_empty() || said.any(|said| firm(said) && !model(said)) {
            continue;
        }
        out.extend(
            found
                .into_iter()
                .map(|(n, start, end, word)| Hit::new("word", view.map.place((at, n), start..end)).with("word", word)),
        );
    }
    out
}

/// A figure with a unit, or an annex.
fn firm(text: &str) -> bool {
    FIRM.has(text, 0) || figure(text)
}

fn figure(text: &str) -> bool {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let blank = matches!(c, '○' | '〇' | '◯' | '●' | '_');
        if at < from || !(c.is_ascii_digit() || blank || "一二三四五六七八九十百".contains(c)) {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let used = if blank {
            rest.chars().take_while(|c| matches!(c, '○' | '〇' | '◯' | '●' | '_')).map(char::len_utf8).sum()
        } else {
            number(rest).map_or(c.len_utf8(), |(_, used)| used)
        };
        from = at + used.max(1);
        let unit = rest.get(used..).unwrap_or_default();
        // 十分 is no figure, nor is the number of an article
        let kanji = !c.is_ascii_digit() && !blank;
        let counted = UNITS
            .iter()
            .any(|word| unit.starts_with(word) && !(kanji && matches!(*word, "分" | "日" | "人" | "月" | "割" | "名")));
        let days = kanji && ["日以内", "日前", "日を", "人以", "名以"].iter().any(|word| unit.starts_with(word));
        let ordinal = text.get(..at).is_some_and(|before| before.ends_with('第'));
        if (counted || days) && !ordinal {
            return true;
        }
    }
    false
}
