//! From characters on a page to lines in reading order.

use std::collections::HashSet;

use super::{
    character::{heal, is_wide, push},
    content::{Glyph, Shown},
};

/// A line as it stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Page, from 1.
    pub(crate) page: u32,
    pub(crate) x: f64,
    pub(crate) end: f64,
    pub(crate) y: f64,
    pub(crate) size: f64,
    pub(crate) text: String,
    /// Columns of the text here, and which of them this is.
    pub(crate) column: (u8, u8),
    /// Edges of the sheet.
    pub(crate) edges: (f64, f64),
}

/// The characters of one line.
struct Line {
    y: f64,
    size: f64,
    glyphs: Vec<Glyph>,
}

/// Lines of a page, from top to bottom, columns one after the other.
pub(crate) fn rows(page: u32, shown: Shown) -> Vec<Row> {
    let edges = shown.edges;
    let lines = lines(once(shown.glyphs));
    let row = |line: &Line, from: f64, to: f64, column: (u8, u8)| -> Option<Row> {
        let inside = line.glyphs.iter().filter(|g| g.x >= from && g.x < to);
        row(inside, line.y, (page, edges, column))
    };
    let all = (f64::NEG_INFINITY, f64::INFINITY);
    let Some(gutter) = gutter(&lines) else {
        return lines.iter().filter_map(|line| row(line, all.0, all.1, (1, 0))).collect();
    };
    let mut out = Vec::new();
    let mut right = Vec::new();
    for line in &lines {
        if crosses(line, gutter) {
            // a line over both columns ends what stands above it
            out.append(&mut right);
            out.extend(row(line, all.0, all.1, (1, 0)));
        } else {
            out.extend(row(line, all.0, gutter, (2, 0)));
            right.extend(row(line, gutter, all.1, (2, 1)));
        }
    }
    out.append(&mut right);
    out
}

/// Bold type is sometimes made by printing twice: keeps the first of two characters in one place.
fn once(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut seen: HashSet<(String, i64, i64)> = HashSet::new();
    let mut out = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        if glyph.text.is_empty() {
            continue;
        }
        let step = (glyph.size * 0.2).max(0.1);
        #[expect(clippy::cast_possible_truncation, reason = "coordinates are bounded where they are made")]
        let (x, y) = ((glyph.x / step).round() as i64, (glyph.y / step).round() as i64);
        let near = (-1..=1).any(|dx| (-1..=1).any(|dy| seen.contains(&(glyph.text.clone(), x + dx, y + dy))));
        let blank = glyph.text.trim().is_empty();
        if !near || blank {
            seen.insert((glyph.text.clone(), x, y));
            out.push(glyph);
        }
    }
    out
}

fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut out: Vec<Line> = Vec::new();
    for glyph in glyphs {
        match out.last_mut() {
            Some(line) if line.y - glyph.y <= 0.35 * line.size.max(glyph.size) => {
                line.size = line.size.max(glyph.size);
                line.glyphs.push(glyph);
            }
            _ => out.push(Line { y: glyph.y, size: glyph.size, glyphs: vec![glyph] }),
        }
    }
    for line in &mut out {
        line.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    out.retain(|line| line.glyphs.iter().any(|g| !g.text.trim().is_empty()));
    out
}

/// Stretches of a line without a wide gap.
fn segments(line: &Line) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    for glyph in line.glyphs.iter().filter(|g| !g.text.trim().is_empty()) {
        match out.last_mut() {
            Some((_, end)) if glyph.x - *end <= 1.2 * line.size => *end = end.max(glyph.end),
            _ => out.push((glyph.x, glyph.end)),
        }
    }
    out
}

fn crosses(line: &Line, gutter: f64) -> bool {
    segments(line).iter().any(|(from, to)| *from < gutter && gutter < *to)
}

/// The white strip between two columns of running text. Columns of a table do not count: their lines are not full.
fn gutter(lines: &[Line]) -> Option<f64> {
    if lines.len() < 10 {
        return None;
    }
    let cut: Vec<(Vec<(f64, f64)>, f64)> = lines.iter().map(|line| (segments(line), line.size)).collect();
    let all = || cut.iter().flat_map(|(segments, _)| segments);
    let left = all().map(|s| s.0).fold(f64::INFINITY, f64::min);
    let right = all().map(|s| s.1).fold(f64::NEG_INFINITY, f64::max);
    let width = right - left;
    let candidates = (30..=70).map(|percent| left + width * f64::from(percent) / 100.0);
    let crossing = |x: f64| cut.iter().filter(|(s, _)| s.iter().any(|(a, b)| *a < x && x < *b)).count();
    let fewest = candidates.clone().map(crossing).min()?;
    let best: Vec<f64> = candidates.filter(|x| crossing(*x) == fewest).collect();
    let middle = best.get(best.len() / 2).copied()?;
    let side = |wanted: fn(f64, f64) -> bool| -> Vec<(f64, f64, f64)> {
        let reach = |(segments, size): &(Vec<(f64, f64)>, f64)| {
            let here = segments.iter().filter(|(from, _)| wanted(*from, middle));
            let (from, to) = here.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), s| (a.min(s.0), b.max(s.1)));
            (from < to).then_some((from, to, *size))
        };
        cut.iter()
            .filter(|(segments, _)| !segments.iter().any(|(a, b)| *a < middle && middle < *b))
            .filter_map(reach)
            .collect()
    };
    let sides = [side(|from, middle| from < middle), side(|from, middle| from >= middle)];
    (fewest * 100 <= cut.len() * 15 && sides.iter().all(|side| is_text(side))).then_some(middle)
}

/// Running text: lines begin in one place and are long. Cells of a table are short on one side at least.
fn is_text(lines: &[(f64, f64, f64)]) -> bool {
    let from = lines.iter().map(|line| line.0).fold(f64::INFINITY, f64::min);
    let to = lines.iter().map(|line| line.1).fold(f64::NEG_INFINITY, f64::max);
    let full = lines.iter().filter(|(_, end, size)| to - end <= 2.0 * size).count();
    let aligned = lines.iter().filter(|(start, _, size)| start - from <= 2.0 * size).count();
    let filled: f64 = lines.iter().map(|line| line.1 - line.0).sum::<f64>() / lines.len().max(1) as f64;
    let wide = lines.iter().all(|(_, _, size)| to - from >= 12.0 * size);
    lines.len() >= 8 && wide && full * 4 >= lines.len() && aligned * 2 >= lines.len() && filled >= 0.5 * (to - from)
}

fn row<'g>(
    glyphs: impl Iterator<Item = &'g Glyph>,
    y: f64,
    (page, edges, column): (u32, (f64, f64), (u8, u8)),
) -> Option<Row> {
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    let (mut x, mut end, mut size) = (f64::INFINITY, f64::NEG_INFINITY, 0.0_f64);
    for glyph in glyphs {
        if let Some(before) = last {
            gap(&mut text, before, glyph);
        }
        for c in glyph.text.chars() {
            push(&mut text, c);
        }
        if !glyph.text.trim().is_empty() {
            (x, end, size) = (x.min(glyph.x), end.max(glyph.end), size.max(glyph.size));
        }
        last = Some(glyph);
    }
    let text = heal(text.trim_end().trim_start_matches(' '));
    (!text.trim().is_empty()).then_some(Row { page, x, end, y, size, text, column, edges })
}

/// White space that is drawn by leaving room. Justified Japanese has room between all characters, which means nothing.
fn gap(text: &mut String, before: &Glyph, after: &Glyph) {
    let room = (after.x - before.end) / before.size.max(after.size).max(0.1);
    let (Some(left), Some(right)) = (text.chars().next_back(), after.text.chars().next()) else { return };
    if left.is_whitespace() || right.is_whitespace() {
        return;
    }
    let needed = match (is_wide(left), is_wide(right)) {
        (false, false) => 0.18,
        (true, true) => 0.75,
        _ => 0.6,
    };
    if room > 2.5 {
        text.push('\t');
    } else if room > needed {
        text.push(if is_wide(left) && is_wide(right) { '　' } else { ' ' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(glyphs: &mut Vec<Glyph>, text: &str, x: f64, y: f64, step: f64) {
        for (at, c) in text.chars().enumerate() {
            let x = x + step * at as f64;
            glyphs.push(Glyph { text: c.to_string(), x, y, end: x + 10.0, size: 10.0 });
        }
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        let shown = Shown { glyphs, edges: (0.0, 600.0), ..Shown::default() };
        rows(1, shown).into_iter().map(|row| row.text).collect()
    }

    #[test]
    fn room_becomes_white_space_only_where_it_means_something() {
        let mut glyphs = Vec::new();
        put(&mut glyphs, "甲は乙に", 0.0, 100.0, 13.0);
        put(&mut glyphs, "第一条", 0.0, 80.0, 10.0);
        put(&mut glyphs, "目的", 40.0, 80.0, 10.0);
        put(&mut glyphs, "区分", 0.0, 60.0, 10.0);
        put(&mut glyphs, "可否", 80.0, 60.0, 10.0);
        assert_eq!(texts(glyphs), ["甲は乙に", "第一条　目的", "区分\t可否"]);
    }

    #[test]
    fn bold_by_printing_twice_is_read_once() {
        let mut glyphs = Vec::new();
        put(&mut glyphs, "契約書", 0.0, 100.0, 10.0);
        put(&mut glyphs, "契約書", 0.3, 100.0, 10.0);
        assert_eq!(texts(glyphs), ["契約書"]);
    }

    #[test]
    fn two_columns_of_text_are_read_one_after_the_other_and_tables_row_by_row() {
        let (mut text, mut table) = (Vec::new(), Vec::new());
        put(&mut text, "利用規約についての見出しがここにあり全体にわたる文であって途中で切れない", 0.0, 300.0, 10.0);
        for n in 0..12 {
            let y = 280.0 - 12.0 * f64::from(n);
            put(&mut text, "左の段の文は端まで続くものである", 0.0, y, 10.0);
            put(&mut text, "右の段の文も端まで続くものである", 190.0, y, 10.0);
            put(&mut table, if n % 3 == 0 { "項目" } else { "長い項目の名前" }, 0.0, y, 10.0);
            put(&mut table, if n % 2 == 0 { "可" } else { "不可とするものの説明" }, 150.0, y, 10.0);
        }
        let read = texts(text);
        assert_eq!(read.len(), 25);
        assert!(read[0].starts_with("利用規約") && read[12].starts_with('左') && read[13].starts_with('右'));
        assert_eq!(texts(table)[0], "項目\t可");
    }
}
