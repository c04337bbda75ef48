//! What the values of an answer mean: ○, はい, 3, 対応済, N/A …

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::{place::Place, workbook::Sheet};

/// What a value says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Done.
    Yes,
    /// Done in part.
    Partial,
    /// Not done.
    No,
    /// Does not apply.
    NotApplicable,
}

/// A value an answer cell takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The value as the sheet writes it.
    pub value: String,
    /// Whether it is written as a number.
    pub number: bool,
    /// What it says.
    pub meaning: Meaning,
    /// Which of the five levels it stands for, on a scale of numbers.
    pub level: Option<u8>,
}

/// What legends of the workbook say of values, by sheet and for all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Legends {
    of: BTreeMap<String, BTreeMap<String, Meaning>>,
    all: BTreeMap<String, Meaning>,
}

impl Legends {
    /// Collects `○＝対応している` in a cell, and values under each other with their words beside them.
    pub fn read(sheets: &[Sheet]) -> Self {
        let mut legends = Self::default();
        for sheet in sheets {
            let mut found = BTreeMap::new();
            for cell in sheet.cells.values().filter(|c| !c.formula && !c.text.is_empty()) {
                in_text(cell.text.trim(), &mut found);
            }
            for run in runs(sheet) {
                found.extend(run);
            }
            legends.all.extend(found.iter().map(|(k, v)| (k.clone(), *v)));
            legends.of.insert(sheet.name.clone(), found);
        }
        legends
    }

    fn meaning(&self, sheet: &str, value: &str) -> Option<Meaning> {
        let key = plain(value);
        self.of.get(sheet).and_then(|m| m.get(&key)).or_else(|| self.all.get(&key)).copied()
    }

    /// The values a legend of this sheet explains, when there are at least two.
    pub fn values(&self, sheet: &str) -> Vec<(String, bool)> {
        let found = self.of.get(sheet).into_iter().flatten();
        let values: Vec<(String, bool)> = found.map(|(k, _)| (k.clone(), k.parse::<f64>().is_ok())).collect();
        if values.len() > 1 { values } else { Vec::new() }
    }
}

/// Values under each other with words beside them: a table that defines a scale. A column of running numbers beside
/// questions is none.
fn runs(sheet: &Sheet) -> Vec<Vec<(String, Meaning)>> {
    let mut out = Vec::new();
    let mut seen: BTreeSet<Place> = BTreeSet::new();
    for place in sheet.cells.keys() {
        if seen.contains(place) || !is_key(sheet.text(*place)) {
            continue;
        }
        let mut run: Vec<(String, &str)> = Vec::new();
        let mut at = *place;
        while is_key(sheet.text(at)) {
            seen.insert(at);
            run.push((plain(sheet.text(at)), sheet.text(at.right(1))));
            at = Place { row: at.row.saturating_add(1), column: at.column };
        }
        let words = run
            .iter()
            .all(|(_, w)| !w.is_empty() && !is_key(w) && w.chars().count() < 60 && !w.ends_with(['か', '?', '？']));
        let said: Vec<(String, Meaning)> =
            run.iter().filter_map(|(k, w)| explained(w).map(|m| (k.clone(), m))).collect();
        let no = said.iter().any(|(_, m)| *m == Meaning::No);
        let yes = said.iter().any(|(_, m)| *m == Meaning::Yes);
        if (2..=7).contains(&run.len()) && words && no && yes {
            out.push(said);
        }
        if seen.len() > 20_000 {
            break;
        }
    }
    out
}

/// `○＝対応している　△＝一部` and `1: none, 2: partly`.
fn in_text(text: &str, found: &mut BTreeMap<String, Meaning>) {
    let text: String = text.nfkc().collect();
    let parts: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| "=:".contains(*c)).collect();
    let mut pairs = Vec::new();
    for (n, (at, _)) in parts.iter().enumerate() {
        let before = text.get(..*at).unwrap_or_default();
        let key: String =
            before.trim_end().chars().rev().take_while(|c| !" 　、,。・;/()「」【】\n".contains(*c)).collect();
        let key: String = key.chars().rev().collect();
        let end = parts.get(n.saturating_add(1)).map_or(text.len(), |(next, _)| {
            let until = text.get(..*next).unwrap_or_default().trim_end();
            until.char_indices().rev().find(|(_, c)| " 　、,。・;/()\n".contains(*c)).map_or(*next, |(i, _)| i)
        });
        let said = text.get(at.saturating_add(1)..end).unwrap_or_default().trim();
        if is_key(&key) {
            pairs.extend(explained(said).map(|m| (plain(&key), m)));
        }
    }
    if pairs.len() > 1 {
        found.extend(pairs);
    }
}

/// A symbol, a digit or a letter that stands for an answer.
fn is_key(text: &str) -> bool {
    let text = plain(text);
    let count = text.chars().count();
    (count == 1 && text.chars().all(|c| "○◎△×-●▲".contains(c) || c.is_ascii_digit() || c.is_ascii_lowercase()))
        || matches!(text.as_str(), "n/a" | "na")
}

/// What the words beside a value say; words that say neither no nor partly say yes.
fn explained(words: &str) -> Option<Meaning> {
    if words.is_empty() {
        return None;
    }
    meaning(words).or(Some(Meaning::Yes))
}

/// Width, case, spaces and kinds of circles and crosses folded.
fn plain(value: &str) -> String {
    let folded = value.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace());
    folded
        .map(|c| match c {
            '〇' | '◯' | '⭕' | '⚪' | 'o' if value.trim().chars().count() == 1 => '○',
            '✕' | '✖' | '❌' | '☓' | 'x' if value.trim().chars().count() == 1 => '×',
            '―' | 'ー' | '‐' | '−' | '–' | '—' if value.trim().chars().count() == 1 => '-',
            c => c,
        })
        .collect()
}

const NOT_APPLICABLE: &[&str] = &[
    "該当なし",
    "該当無",
    "非該当",
    "該当しない",
    "該当せず",
    "該当しません",
    "対象外",
    "対象でない",
    "適用外",
    "適用なし",
    "適用しない",
    "必要なし",
    "notapplicable",
    "n/a",
    "outofscope",
];
const FINE: &[&str] = &["問題なし", "問題ない", "異常なし", "指摘なし", "支障なし"];
const PLANNED: &[&str] = &["予定", "計画", "検討", "planned", "plan", "未回答", "選択", "select", "unknown", "不明"];
const PARTIAL: &[&str] =
    &["一部", "部分", "ある程度", "対応中", "実施中", "途中", "不完全", "partial", "partly", "inprogress", "some"];
const NO: &[&str] = &[
    "いいえ",
    "いえ",
    "ない",
    "なし",
    "ません",
    "せず",
    "未",
    "不適",
    "不可",
    "不十分",
    "不備",
    "不合格",
    "非準拠",
    "否",
    "無い",
    "not",
    "non-",
    "noncompl",
    "none",
    "never",
];
const YES: &[&str] = &[
    "はい",
    "適",
    "可",
    "有",
    "あり",
    "ある",
    "済",
    "実施",
    "対応",
    "準拠",
    "遵守",
    "十分",
    "合格",
    "完了",
    "できて",
    "して",
    "満た",
    "ok",
    "yes",
    "compliant",
    "implemented",
    "inplace",
    "met",
    "full",
    "done",
    "complete",
    "comply",
];

/// What a value says by itself; nothing for a number and for words that say none of the four.
pub(crate) fn meaning(value: &str) -> Option<Meaning> {
    let text = plain(value);
    match text.as_str() {
        "○" | "◎" | "●" | "✓" | "✔" | "☑" | "レ" | "y" | "true" | "該当" | "正" | "良" => {
            return Some(Meaning::Yes);
        }
        "△" | "▲" => return Some(Meaning::Partial),
        "×" | "n" | "no" | "ng" | "無" | "誤" | "false" | "不良" => return Some(Meaning::No),
        "-" | "/" | "na" => return Some(Meaning::NotApplicable),
        "" => return None,
        _ => {}
    }
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(NOT_APPLICABLE) {
        return Some(Meaning::NotApplicable);
    }
    if has(FINE) {
        return Some(Meaning::Yes);
    }
    if has(PARTIAL) {
        return Some(Meaning::Partial);
    }
    if has(PLANNED) {
        return None;
    }
    if has(NO) {
        return Some(Meaning::No);
    }
    if has(YES) {
        return Some(Meaning::Yes);
    }
    // ○：対応, A（実施済）: the sign says it where the words do not
    let first = text.chars().next().map(String::from).unwrap_or_default();
    let rest = text.chars().nth(1).is_some_and(|c| ":=.()".contains(c));
    if rest && !first.chars().all(char::is_alphanumeric) { meaning(&first) } else { None }
}

/// The values of a list as choices; nothing where they say neither yes nor no.
pub(crate) fn scale(values: &[(String, bool)], sheet: &str, legends: &Legends) -> Vec<Choice> {
    let numbers = numbers(values);
    if numbers.len() > 1 {
        return by_number(values, &numbers, sheet, legends);
    }
    let mut out: Vec<Choice> = values
        .iter()
        .filter_map(|(value, number)| {
            let meaning = meaning(value).or_else(|| legends.meaning(sheet, value))?;
            Some(Choice { value: value.clone(), number: *number, meaning, level: None })
        })
        .collect();
    if out.is_empty() {
        out = by_letter(values, sheet, legends);
    }
    let says = |m: Meaning| out.iter().any(|c| c.meaning == m);
    if says(Meaning::Yes) || says(Meaning::No) { out } else { Vec::new() }
}

/// Leading numbers: `3`, `3点`, `3：実施`.
fn numbers(values: &[(String, bool)]) -> Vec<(usize, u8)> {
    let lead = |value: &str| {
        let text = plain(value);
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        let rest = text.chars().nth(digits.len());
        let ends = rest.is_none_or(|c| ":=.()点級-レ".contains(c));
        if ends { digits.parse::<u8>().ok().filter(|n| *n <= 10) } else { None }
    };
    values.iter().enumerate().filter_map(|(i, (v, _))| lead(v).map(|n| (i, n))).collect()
}

fn by_number(values: &[(String, bool)], numbers: &[(usize, u8)], sheet: &str, legends: &Legends) -> Vec<Choice> {
    let (least, most) = numbers.iter().fold((u8::MAX, 0), |(l, m), (_, n)| (l.min(*n), m.max(*n)));
    let mut out = Vec::new();
    for (index, (value, number)) in values.iter().enumerate() {
        let Some((_, n)) = numbers.iter().find(|(i, _)| *i == index) else {
            out.extend(meaning(value).map(|m| Choice {
                value: value.clone(),
                number: *number,
                meaning: m,
                level: None,
            }));
            continue;
        };
        let words =
            plain(value).chars().skip_while(|c| c.is_ascii_digit() || ":=.()-".contains(*c)).collect::<String>();
        let said = meaning(&words).or_else(|| legends.meaning(sheet, &n.to_string()));
        let meaning = said.unwrap_or(match n.saturating_sub(least) {
            0 => Meaning::No,
            1 if most.saturating_sub(least) >= 2 => Meaning::Partial,
            _ => Meaning::Yes,
        });
        let level = (least == 1 && most == 5).then_some(*n);
        out.push(Choice { value: value.clone(), number: *number, meaning, level });
    }
    if out.first().is_some_and(|c| c.meaning == Meaning::Yes)
        && out.iter().any(|c| c.level.is_some() && c.meaning == Meaning::No)
    {
        // the scale falls: 1 is best
        for choice in &mut out {
            choice.level = choice.level.map(|l| 6_u8.saturating_sub(l));
        }
    }
    out
}

/// A, B, C (D): the first is best.
fn by_letter(values: &[(String, bool)], sheet: &str, legends: &Legends) -> Vec<Choice> {
    let letter = |v: &str| {
        Some(plain(v)).filter(|t| t.len() == 1).and_then(|t| t.chars().next()).filter(char::is_ascii_lowercase)
    };
    let letters: Vec<(&(String, bool), char)> = values.iter().filter_map(|v| letter(&v.0).map(|c| (v, c))).collect();
    if letters.len() < 3 || letters.first().map(|(_, c)| *c) != Some('a') {
        return Vec::new();
    }
    let plain_order = |c: char| match c {
        'a' => Some(Meaning::Yes),
        'b' => Some(Meaning::Partial),
        'c' => Some(Meaning::No),
        _ => None,
    };
    let choice = |((value, number), c): (&(String, bool), char)| {
        let meaning = legends.meaning(sheet, value).or_else(|| plain_order(c))?;
        Some(Choice { value: value.clone(), number: *number, meaning, level: None })
    };
    letters.into_iter().filter_map(choice).collect()
}

/// The values a header names: 回答（○・△・×）, Yes/No/NA.
pub(crate) fn in_header(text: &str) -> Vec<(String, bool)> {
    let text: String = text.nfkc().collect();
    let inner = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inner, _)| inner);
    for source in [inner, Some(text.as_str())].into_iter().flatten() {
        let parts: Vec<&str> =
            source.split(['・', '/', '、', ',', '|', '\n']).map(str::trim).filter(|p| !p.is_empty()).collect();
        let joined = source.to_lowercase().contains("n/a");
        let known = parts.iter().filter(|p| meaning(p).is_some() || p.parse::<u8>().is_ok()).count();
        if parts.len() > 1 && (known == parts.len() || (joined && known >= 2)) {
            let mut values: Vec<(String, bool)> =
                parts.iter().map(|p| ((*p).to_owned(), p.parse::<f64>().is_ok())).collect();
            if joined {
                values.retain(|(v, _)| !v.eq_ignore_ascii_case("n") && !v.eq_ignore_ascii_case("a"));
                values.push(("N/A".into(), false));
            }
            return values;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{Legends, Meaning, in_header, meaning, scale};

    #[test]
    fn values_of_many_sheets_are_understood() {
        use Meaning::{No, NotApplicable, Partial, Yes};
        for (value, said) in [
            ("○", Yes),
            ("〇", Yes),
            ("◎", Yes),
            ("△", Partial),
            ("×", No),
            ("✕", No),
            ("－", NotApplicable),
            ("はい", Yes),
            ("いいえ", No),
            ("適", Yes),
            ("否", No),
            ("非該当", NotApplicable),
            ("対応済", Yes),
            ("一部対応", Partial),
            ("未対応", No),
            ("対象外", NotApplicable),
            ("実施していない", No),
            ("実施している", Yes),
            ("部分的に実施", Partial),
            ("有", Yes),
            ("無", No),
            ("Yes", Yes),
            ("No", No),
            ("N/A", NotApplicable),
            ("Partially implemented", Partial),
            ("Not implemented", No),
            ("Not applicable", NotApplicable),
            ("Non-compliant", No),
            ("Compliant", Yes),
            ("問題なし", Yes),
            ("不適合", No),
            ("適合", Yes),
            ("該当なし", NotApplicable),
            ("○：対応", Yes),
        ] {
            assert_eq!(meaning(value), Some(said), "{value}");
        }
        for value in ["選択してください", "検討中", "", "備考"] {
            assert_eq!(meaning(value), None, "{value}");
        }
    }

    fn meanings(values: &[&str]) -> Vec<Meaning> {
        let values: Vec<(String, bool)> = values.iter().map(|v| ((*v).to_owned(), false)).collect();
        scale(&values, "", &Legends::default()).iter().map(|c| c.meaning).collect()
    }

    #[test]
    fn numbers_and_letters_make_scales() {
        use Meaning::{No, NotApplicable, Partial, Yes};
        assert_eq!(meanings(&["1", "2", "3", "4", "5", "N/A"]), [No, Partial, Yes, Yes, Yes, NotApplicable]);
        assert_eq!(meanings(&["0", "1", "2"]), [No, Partial, Yes]);
        assert_eq!(meanings(&["3：実施", "2：一部実施", "1：未実施"]), [Yes, Partial, No]);
        assert_eq!(meanings(&["A", "B", "C"]), [Yes, Partial, No]);
        assert!(meanings(&["東京", "大阪"]).is_empty());
        let header = |text: &str| in_header(text).into_iter().map(|(v, _)| v).collect::<Vec<_>>();
        assert_eq!(header("回答（○・△・×）"), ["○", "△", "×"]);
        assert_eq!(header("Yes / No / N/A"), ["Yes", "No", "N/A"]);
        assert!(header("回答欄").is_empty());
    }

    #[test]
    fn legends_turn_a_scale_round() {
        let mut legends = Legends::default();
        super::in_text("1＝実施している、2＝一部実施、3＝実施していない", &mut legends.all);
        let values: Vec<(String, bool)> = ["1", "2", "3"].map(|v| (v.to_owned(), true)).into();
        let got: Vec<Meaning> = scale(&values, "", &legends).iter().map(|c| c.meaning).collect();
        assert_eq!(got, [Meaning::Yes, Meaning::Partial, Meaning::No]);
    }
}
