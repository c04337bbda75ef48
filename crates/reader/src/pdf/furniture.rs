//! Running heads and page numbers: lines at the edges of pages that repeat.

use std::collections::HashMap;

use super::{character::is_numeral, row::Row};

/// Lines looked at from each edge.
const EDGE: usize = 3;

/// Takes furniture out of the pages and tells how many lines it was.
pub(crate) fn remove(pages: &mut [Vec<Row>]) -> u32 {
    let count = pages.len();
    let mut seen: HashMap<String, Vec<u32>> = HashMap::new();
    for rows in pages.iter() {
        let mut here: Vec<String> = edges(rows).map(|index| shape(rows, index)).collect();
        here.sort_unstable();
        here.dedup();
        let page = rows.first().map_or(0, |row| row.page);
        for shape in here {
            seen.entry(shape).or_default().push(page);
        }
    }
    let enough = if count <= 3 { count } else { (count / 2).max(3) };
    let repeats = |shape: &str| count > 1 && seen.get(shape).is_some_and(|pages| pages.len() >= enough.max(2));
    let offset = offset(pages);
    let mut removed = 0;
    for rows in pages.iter_mut() {
        let is_furniture = |rows: &[Row], index: usize| {
            let row = rows.get(index);
            repeats(&shape(rows, index)) || row.is_some_and(|row| is_page_number(row, offset, count))
        };
        // from the edge inwards, up to the first line that belongs to the text
        for _ in 0..EDGE {
            if rows.is_empty() || !is_furniture(rows, 0) {
                break;
            }
            rows.remove(0);
            removed += 1;
        }
        for _ in 0..EDGE {
            let Some(last) = rows.len().checked_sub(1) else { break };
            if !is_furniture(rows, last) {
                break;
            }
            rows.pop();
            removed += 1;
        }
    }
    removed
}

fn edges(rows: &[Row]) -> impl Iterator<Item = usize> {
    let count = rows.len();
    (0..count).filter(move |index| *index < EDGE || *index + EDGE >= count)
}

/// A line with all numbers alike, and the edge at which it stands.
fn shape(rows: &[Row], index: usize) -> String {
    let mut out = String::from(if index < rows.len() / 2 { "^" } else { "$" });
    let text = rows.get(index).map_or("", |row| row.text.as_str());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() || ('０'..='９').contains(&c) {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.push(c);
        }
    }
    // a lone number tells nothing apart: page numbers have their own test
    if out.len() == 2 && out.ends_with('#') { String::new() } else { out }
}

/// `3`, `- 3 -`, `3 / 12`, `3ページ`, `Page 3 of 12`: the first number.
fn page_number(text: &str) -> Option<i64> {
    let plain: String =
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| {
                if ('０'..='９').contains(&c) {
                    char::from_u32(c as u32 - '０' as u32 + 0x30).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect();
    let lower = plain.to_ascii_lowercase();
    let bare =
        lower.trim_matches(['-', '－', '―', '–', '—', '‐', '−', '(', ')', '（', '）', '[', ']', '〔', '〕', '.', '|']);
    let bare = ["page", "p.", "p", "ページ", "頁"].iter().find_map(|w| bare.strip_prefix(w)).unwrap_or(bare);
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    let (number, rest) = bare.split_at_checked(digits)?;
    let rest = rest.strip_prefix(['/', '／']).or_else(|| rest.strip_prefix("of")).unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let done = matches!(rest, "" | "ページ" | "頁" | "pages" | "枚");
    if done && (1..=5).contains(&digits) { number.parse().ok() } else { None }
}

/// What is added to the page to give the number printed on it, if most pages agree.
fn offset(pages: &[Vec<Row>]) -> Option<i64> {
    let mut votes: HashMap<i64, usize> = HashMap::new();
    for rows in pages {
        let ends = [rows.first(), rows.last()].into_iter().flatten();
        for row in ends {
            if let Some(number) = page_number(&row.text) {
                *votes.entry(number - i64::from(row.page)).or_default() += 1;
            }
        }
    }
    let (offset, count) = votes.into_iter().max_by_key(|(offset, count)| (*count, -offset.abs()))?;
    (count >= 2 && count * 2 >= pages.len()).then_some(offset)
}

fn is_page_number(row: &Row, offset: Option<i64>, pages: usize) -> bool {
    let Some(number) = page_number(&row.text) else { return false };
    match offset {
        Some(offset) => number == i64::from(row.page) + offset,
        // a single sheet: a number that stands apart in the middle of the foot
        None => pages == 1 && number == 1 && !row.text.chars().all(is_numeral),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, texts: &[&str]) -> Vec<Row> {
        let row = |(at, text): (usize, &&str)| Row {
            page: number,
            x: 0.0,
            end: 100.0,
            y: 800.0 - 20.0 * at as f64,
            size: 10.0,
            text: (*text).to_owned(),
            column: (1, 0),
            edges: (0.0, 600.0),
        };
        texts.iter().enumerate().map(row).collect()
    }

    #[test]
    fn heads_and_numbers_go_and_text_stays() {
        let mut pages = vec![
            page(1, &["秘　業務委託契約書", "業務委託契約書", "第1条", "本文", "- 1 -"]),
            page(2, &["秘　業務委託契約書", "第2条", "12", "- 2 -"]),
            page(3, &["秘　業務委託契約書", "第3条", "本文", "- 3 -"]),
        ];
        assert_eq!(remove(&mut pages), 6);
        let rest: Vec<Vec<&str>> = pages.iter().map(|rows| rows.iter().map(|r| r.text.as_str()).collect()).collect();
        assert_eq!(rest, [vec!["業務委託契約書", "第1条", "本文"], vec!["第2条", "12"], vec!["第3条", "本文"]]);
    }

    #[test]
    fn numbers_are_known_in_all_their_forms() {
        for (text, number) in [
            ("3", Some(3)),
            ("－ ３ －", Some(3)),
            ("3 / 12", Some(3)),
            ("3ページ", Some(3)),
            ("Page 3 of 12", Some(3)),
            ("第3条", None),
            ("3.", Some(3)),
            ("3 個", None),
            ("", None),
        ] {
            assert_eq!(page_number(text), number, "{text}");
        }
    }

    #[test]
    fn a_single_sheet_loses_nothing_that_may_be_text() {
        let mut pages = vec![page(1, &["覚書", "本文", "1"])];
        assert_eq!(remove(&mut pages), 0);
        let mut pages = vec![page(1, &["覚書", "本文", "1 / 1"])];
        assert_eq!(remove(&mut pages), 1);
    }
}
