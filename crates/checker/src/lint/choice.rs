//! L4: texts of which one was to be kept, and all or none are.

use std::ops::Range;

use crate::{
    lint::{
        Hit, View, annex,
        blank::{Blank, all, characters, hit},
    },
    mark::{Mark, mark},
    source::{Line, LineKind},
};

/// Words by which an annex is a form to be filled in during the work, not a part of what is agreed.
const FORMS: &[&str] = &[
    "様式",
    "書式",
    "報告書",
    "申請書",
    "申込書",
    "依頼書",
    "届出書",
    "届",
    "通知書",
    "承諾書",
    "受領書",
    "証明書",
    "確認票",
    "点検票",
    "点検表",
    "記録票",
    "チェックシート",
    "チェックリスト",
];

/// For every line whether it belongs to a form: an annex that is called one, or a table that is empty beside its labels.
fn forms(lines: &[Line]) -> Vec<bool> {
    let mut out = Vec::with_capacity(lines.len());
    let (mut called, mut untitled) = (false, false);
    for line in lines {
        let text: String =
            line.narrow.iter().filter(|c| !c.is_whitespace()).skip_while(|c| "#*(【[<〈《■◆●".contains(**c)).collect();
        let short = line.kind != LineKind::Row && line.len() <= 45 && !text.contains('。');
        let is_form = FORMS.iter().any(|word| text.contains(word));
        let form = ["様式", "書式"].iter().any(|word| text.starts_with(word));
        if short && (form || annex::heading(&text).is_some()) {
            called = is_form;
            untitled = !is_form && text.chars().count() <= 6;
        } else if std::mem::take(&mut untitled) && short {
            called = is_form;
        }
        out.push(called);
    }
    let rows = |line: &Line| line.kind == LineKind::Row;
    for table in runs(lines, rows) {
        let cells = lines.get(table.clone()).unwrap_or_default();
        let empty = cells.iter().filter(|row| row.runs.len() == 1).count();
        if cells.len() >= 3 && empty * 2 >= cells.len() {
            out.get_mut(table).unwrap_or_default().fill(true);
        }
    }
    out
}

/// Stretches of lines that fit.
fn runs(lines: &[Line], fits: impl Fn(&Line) -> bool) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| fits(line)) {
        match out.last_mut() {
            Some(range) if range.end == at => range.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

pub(crate) fn undecided(view: &View<'_>) -> Vec<Hit> {
    let mut out: Vec<Hit> = all(view)
        .into_iter()
        .filter(|(_, _, what)| *what == Blank::Choice)
        .map(|(start, end, _)| hit(view, "none", (start, end)))
        .collect();
    for group in headings(view).into_iter().filter(|group| group.len() >= 2) {
        if let Some(first) = group.first() {
            out.push(hit(view, "both", *first).with("count", group.len().to_string()));
        }
    }
    out.extend(unticked(view));
    out.sort_by_key(|hit| hit.place.as_ref().map(|place| place.start));
    out
}

/// 【…する場合】, and what is called a choice by name.
pub(crate) fn is_condition(said: &str) -> bool {
    let bare: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    bare.ends_with("場合") || bare.ends_with("とき") || bare.ends_with("ケース") || is_option(&bare)
}

fn is_option(bare: &str) -> bool {
    let words = [
        "選択肢",
        "オプション",
        "パターン",
        "A案",
        "B案",
        "C案",
        "甲案",
        "乙案",
        "案1",
        "案2",
        "案3",
        "第1案",
        "第2案",
        "代替条項",
        "代替案",
    ];
    words.iter().any(|word| {
        bare.strip_prefix(word)
            .is_some_and(|rest| rest.chars().count() <= 14 && !rest.starts_with(['を', 'は', 'が', 'の']))
    })
}

/// Headings of choices with text below them, one group for each choice: characters from and to.
pub(crate) fn headings(view: &View<'_>) -> Vec<Vec<(usize, usize)>> {
    let source = view.case.source;
    let mut out: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut group: Vec<(usize, usize)> = Vec::new();
    // a heading counts once text follows it
    let mut pending: Option<(usize, usize)> = None;
    let mut broken: Option<usize> = None;
    for line in &source.lines {
        let Some(run) = line.runs.first().filter(|_| line.kind != LineKind::Row) else { continue };
        let chars = characters(&source.chars, *run);
        let text: String = chars.iter().collect();
        let (start, end) = (run.0 as usize, run.1 as usize);
        if let Some(from) = broken.take()
            && text.trim_end().ends_with('】')
            && is_condition(text.trim_end().trim_end_matches('】'))
        {
            pending = Some((from, end));
            continue;
        }
        let inside = text.trim().trim_start_matches(['#', ' ', '*', '■']).strip_prefix('【');
        if let Some(inside) = inside {
            match inside.trim_end().strip_suffix('】') {
                Some(said) if is_condition(said) => {
                    pending = Some((start, end));
                    continue;
                }
                None if !inside.contains('】') => {
                    broken = Some(start);
                    continue;
                }
                _ => {}
            }
        }
        if is_option(text.trim()) && text.chars().count() <= 16 {
            pending = Some((start, end));
        } else if divides(&chars) {
            // a choice of the section itself stands alone
            out.extend((!group.is_empty()).then(|| std::mem::take(&mut group)));
            out.extend(pending.take().map(|one| vec![one]));
        } else if let Some(one) = pending.take() {
            group.push(one);
        }
    }
    out.extend((!group.is_empty()).then_some(group));
    out
}

/// The heading of an article or section: a mark and a short title.
fn divides(chars: &[char]) -> bool {
    match mark(chars) {
        Some((Mark::Article { .. } | Mark::Ordinal { .. } | Mark::Chapter, _)) => true,
        Some((Mark::Paren(_) | Mark::Dot(_) | Mark::Bare(_) | Mark::Dotted(_), _)) => {
            chars.len() <= 40 && !chars.contains(&'。') && !chars.contains(&'、')
        }
        _ => false,
    }
}

/// `□ 認める □ 認めない` with no box ticked. In a form, boxes are ticked by whoever fills it in later.
fn unticked(view: &View<'_>) -> Vec<Hit> {
    let source = view.case.source;
    let mut out = Vec::new();
    for (line, _) in source.lines.iter().zip(forms(&source.lines)).filter(|(_, form)| !form) {
        let (Some(first), Some(last)) = (line.runs.first(), line.runs.last()) else { continue };
        let chars = characters(&source.chars, (first.0, last.1));
        let empty = chars.iter().filter(|c| matches!(c, '□' | '☐')).count();
        let ticked = chars.iter().any(|c| matches!(c, '☑' | '☒' | '✓' | '✔' | '■' | 'レ'));
        if empty >= 2 && !ticked {
            out.push(hit(view, "none", (first.0 as usize, last.1 as usize)));
        }
    }
    out
}
