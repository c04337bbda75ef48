//! Main text and annexes.

use std::ops::Range;

use crate::{
    mark::{Mark, mark},
    source::{Line, LineKind, Source},
};

/// A stretch of lines with numbering of its own.
pub(crate) struct Part {
    /// Name of the annex; the main text has none.
    pub name: Option<String>,
    pub lines: Range<usize>,
}

const ANNEX: &[&str] = &[
    "別紙",
    "別記",
    "別添",
    "別表",
    "付属書",
    "附属書",
    "付属資料",
    "附属資料",
    "付録",
    "添付資料",
    "添付書類",
    "添付",
    "付表",
    "附則",
];

/// Cuts the document at the headings of annexes.
pub(crate) fn parts(source: &Source) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut start = 0;
    let mut name = None;
    for (index, line) in source.lines.iter().enumerate() {
        let found = annex_name(line).or_else(|| restarted(source, index));
        if let Some(found) = found {
            if index > start {
                out.push(Part { name: name.take(), lines: start..index });
            }
            start = index;
            name = Some(found);
        }
    }
    out.push(Part { name, lines: start..source.lines.len() });
    out
}

/// The name where a line is the heading of an annex: `別紙2　セキュリティ仕様`, `【別記】`.
fn annex_name(line: &Line) -> Option<String> {
    if line.kind == LineKind::Row || line.len() > 45 {
        return None;
    }
    let chars: Vec<char> = line.narrow.iter().copied().skip_while(|c| "#*(【[<〈《■◆● ".contains(*c)).collect();
    let text: String = chars.iter().collect();
    let word = ANNEX.iter().find(|word| text.starts_with(**word))?;
    let rest: Vec<char> = chars.get(word.chars().count()..)?.to_vec();
    let number = rest
        .iter()
        .take_while(|c| {
            c.is_ascii_digit() || "一二三四五六七八九十-第号の①②③④⑤⑥ABCDE".contains(**c) || c.is_whitespace()
        })
        .count();
    let numbered: String = rest.get(..number)?.iter().collect();
    let after = rest.get(number).copied();
    let ended = after.is_none_or(|c| "(【[「:)】]〉》>『-".contains(c))
        || numbered.ends_with(char::is_whitespace)
        || (number > 0
            && !numbered.ends_with('の')
            && !after.is_some_and(|c| "にのをはがとでか、及並又若記」".contains(c)));
    let sentence = text.contains('。') || text.ends_with('、');
    (ended && !sentence).then(|| {
        let name = format!("{word}{}", numbered.trim().trim_end_matches('の'));
        name.chars().filter(|c| !c.is_whitespace()).collect()
    })
}

/// 「個人情報取扱特記事項」 and the like in the middle, with numbering that begins anew.
fn restarted(source: &Source, index: usize) -> Option<String> {
    let line = source.lines.get(index)?;
    if index < 6 || !line.after_gap || line.len() > 40 || line.kind == LineKind::Row {
        return None;
    }
    let text: String = line.narrow.iter().filter(|c| !c.is_whitespace() && !"#*【】".contains(**c)).collect();
    let named = ["特記事項", "遵守事項", "特約条項", "附帯条件"].iter().any(|w| text.ends_with(w));
    if !named || mark(&line.narrow).is_some() {
        return None;
    }
    let follows = source.lines.get(index + 1..(index + 6).min(source.lines.len()))?;
    let anew = follows.iter().any(|l| match mark(&l.narrow) {
        Some((Mark::Article { number, .. } | Mark::Ordinal { number }, _)) => number == crate::mark::Numeral::Known(1),
        Some((Mark::Dot(n) | Mark::Bare(n), _)) => n == 1,
        _ => false,
    });
    anew.then_some(text)
}
