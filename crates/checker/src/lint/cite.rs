//! X15 and X19: names of classes and citations of rulings that do not agree.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::lint::{Hit, View, blank::characters, words::Words};

/// Classes of which two names in one document are likely to mean the same.
const CLASSES: &[&[&str]] =
    &[&["社外秘"], &["対外秘"], &["部外秘"], &["関係者外秘"], &["極秘"], &["厳秘"], &["取扱注意"]];
const CLASHES: &[(usize, usize)] = &[(0, 1), (2, 3), (4, 5)];

static NAMES: LazyLock<Words> = LazyLock::new(|| Words::of(CLASSES));

pub(crate) fn classes(view: &View<'_>) -> Vec<Hit> {
    let source = view.case.source;
    let mut first: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for line in &source.lines {
        for run in &line.runs {
            let text: String = characters(&source.chars, *run).iter().collect();
            for (start, end, class) in NAMES.find(&text) {
                first.entry(class).or_insert_with(|| {
                    let chars = |bytes: usize| run.0 as usize + text.get(..bytes).unwrap_or_default().chars().count();
                    (chars(start), chars(end))
                });
            }
        }
    }
    let name = |class: usize| CLASSES.get(class).and_then(|words| words.first()).copied().unwrap_or_default();
    let mut out = Vec::new();
    for (a, b) in CLASHES {
        if let (Some(one), Some(other)) = (first.get(a), first.get(b)) {
            let (one, other, a, b) = if one < other { (one, other, *a, *b) } else { (other, one, *b, *a) };
            debug_assert!(one < other);
            out.push(Hit::new("clash", Some(view.map.at(other.0, other.1))).with("a", name(a)).with("b", name(b)));
        }
    }
    if !view.inputs.classes.is_empty() {
        let unknown =
            first.iter().filter(|(class, _)| !view.inputs.classes.iter().any(|known| known.contains(name(**class))));
        out.extend(
            unknown.map(|(class, (start, end))| {
                Hit::new("unknown", Some(view.map.at(*start, *end))).with("a", name(*class))
            }),
        );
    }
    out
}

pub(crate) fn courts(view: &View<'_>) -> Vec<Hit> {
    let source = view.case.source;
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Vec::new();
    for line in &source.lines {
        for run in &line.runs {
            let chars: Vec<char> = characters(&source.chars, *run);
            for at in chars.iter().enumerate().filter(|(_, c)| **c == '判').map(|(at, _)| at) {
                let Some((court, date, start, end)) = ruling(&chars, at) else { continue };
                let before = seen.entry(date.clone()).or_insert_with(|| court.clone());
                if *before != court {
                    let base = run.0 as usize;
                    let place = Some(view.map.at(base + start, base + end));
                    out.push(Hit::new("courts", place).with("date", date).with("a", before.clone()).with("b", court));
                }
            }
        }
    }
    out
}

/// `東京地判 H24.3.15`, `大阪地裁平成24年3月15日判決`: court, day, and the characters it takes.
fn ruling(chars: &[char], at: usize) -> Option<(String, String, usize, usize)> {
    let level = at.checked_sub(1).filter(|at| chars.get(*at).is_some_and(|c| "地高家簡".contains(*c)))?;
    let start = level.checked_sub(2)?;
    let court: String = chars.get(start..=level)?.iter().collect();
    if !court.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) {
        return None;
    }
    let mut end = at + 1;
    let mut date = String::new();
    for c in chars.get(at + 1..)?.iter().take(16) {
        match c {
            ' ' | '決' => {}
            'H' | 'R' | 'S' | '平' | '令' | '昭' if date.is_empty() => date.push(match c {
                '平' => 'H',
                '令' => 'R',
                '昭' => 'S',
                c => *c,
            }),
            '成' | '和' => {}
            '年' | '月' | '.' | '・' => date.push('.'),
            '0'..='9' => date.push(*c),
            _ => break,
        }
        end += 1;
    }
    let date = date.trim_end_matches('.').to_owned();
    let parts = date.split('.').filter(|part| !part.is_empty()).count();
    (parts == 3).then_some((court, date, start, end))
}
