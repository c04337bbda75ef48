use domain::Lang;
use proptest::prelude::*;

use super::font::Fonts;
use super::kinsoku::{is_space, may_break, may_hang};
use super::line::{End, break_lines, place};
use super::style::{Align, Kind, Style};
use super::text::{Ink, Look, Setter, Unit, width};
use super::*;
use crate::paper::{Article, Body, Cell, Orientation, Part, Row, Table, plain};

fn units(text: &str) -> Vec<Unit> {
    let fonts = Fonts::load().unwrap();
    let style = Style::of(Lang::Ja, Kind::Body);
    Setter::new(&fonts, Lang::Ja).plain(text, Look::of(&style))
}

/// Lines of a text as they would stand in a column of so many points.
fn lines(text: &str, points: f32) -> Vec<String> {
    let units = units(text);
    break_lines(&units, points, points)
        .into_iter()
        .map(|line| units[line.units].iter().map(|unit| unit.letter).collect())
        .collect()
}

#[test]
fn no_line_begins_or_ends_where_custom_forbids() {
    let text = "乙は、預託情報（写しを含む。）を「業務」のためだけに使い、48,620,000円を超えてはならない。".repeat(4);
    for points in 40..200_u16 {
        let lines = lines(&text, f32::from(points));
        assert_eq!(lines.concat(), text);
        for line in &lines {
            let first = line.chars().next().unwrap();
            assert!(!"、。）」ー".contains(first), "{points}: {lines:?}");
            assert!(line.chars().count() == 1 || !"（「".contains(line.chars().last().unwrap()), "{points}: {lines:?}");
        }
        // A number longer than the line has to be cut; else it stays whole.
        if points > 90 {
            assert!(lines.iter().any(|line| line.contains("48,620,000円")), "{points}: {lines:?}");
        }
    }
}

#[test]
fn a_full_stop_hangs_over_the_edge() {
    let fits = width(&units("あいうえお"));
    assert_eq!(lines("あいうえお。かき", fits + 1.0), ["あいうえお。", "かき"]);
    // With a bracket behind it, it cannot: the letter before goes down with them.
    assert_eq!(lines("あいうえお。」かき", fits + 1.0)[0], "あいうえ");
}

#[test]
fn a_full_line_reaches_the_edge() {
    let units = units("乙は預託情報を業務のためだけに使いほかに渡さない");
    let column = width(&units) / 2.0 + 4.0;
    let lines = break_lines(&units, column, column);
    assert_eq!((lines.len(), lines[0].end), (2, End::Full));
    let strip = place(&units, &lines[0], 0.0, column, Align::Justify);
    let long: f32 = strip.units.iter().map(|(unit, after)| unit.width + after).sum();
    assert!((long - column).abs() < 0.1, "{long} {column}");
}

#[test]
fn a_letter_the_typeface_lacks_is_named() {
    let mut paper = Paper::new(Lang::Ja, "t");
    paper.push(Part::paragraph("担当の𠮷田と、もう一人の𠮷野"));
    let pdf = write(&paper).unwrap();
    assert_eq!(
        pdf.missing,
        [Missing { letter: '𠮷', count: 2, near: "担当の𠮷田と、もう一人".chars().take(11).collect() }]
    );
    assert!(pdf.missing[0].text(Lang::Ja).contains("U+20BB7"));
    let mut common = Paper::new(Lang::Ja, "t");
    common.push(Part::paragraph("髙﨑①㈱㍻℡鷗～㊞□☐・※①Ⅲ㎡"));
    assert_eq!(write(&common).unwrap().missing, []);
}

#[test]
fn the_bytes_are_the_same_twice() {
    let mut paper = Paper::new(Lang::Ja, "契約");
    paper.push(Part::article(Article::new("a", "目的").clause("定める。")));
    assert_eq!(write(&paper).unwrap().bytes, write(&paper).unwrap().bytes);
}

#[test]
fn a_table_goes_over_pages_and_a_row_no_page_can_hold_is_cut() {
    let mut table = Table::new([("項目", 40), ("内容", 120)]);
    for count in 0..100 {
        table.push([format!("{count}"), "内容の文".repeat(20)]);
    }
    table.push(["長い".to_owned(), "とても長い文をここに書く。".repeat(600)]);
    let mut paper = Paper::new(Lang::Ja, "表");
    paper.push(Part::table(table));
    let pdf = write(&paper).unwrap();
    assert!(pdf.pages > 8, "{}", pdf.pages);
}

#[test]
fn pages_lie_as_asked_and_none_is_empty() {
    let mut paper = Paper::new(Lang::Ja, "契約");
    paper.push(Part::paragraph("本文。"));
    assert_eq!(write(&paper).unwrap().pages, 1, "no page after the last line");
    paper.push(Part::annex("wide", "広い表"));
    if let Some(Part { body: Body::Annex(annex), .. }) = paper.parts.last_mut() {
        annex.orientation = Orientation::Landscape;
    }
    let mut table = Table::new([("項目", 100), ("内容", 147)]);
    table.push(["一", "二"]);
    paper.push(Part::table(table));
    paper.push(Part::annex("upright", "次の表"));
    paper.push(Part::paragraph("終わり。"));
    let pdf = write(&paper).unwrap();
    assert_eq!(pdf.pages, 3);
    let text = String::from_utf8_lossy(&pdf.bytes);
    // upright: from the foot of the page; on its side: as high as the page is wide, from the same top
    assert_eq!(text.matches("/MediaBox [0 0 595.28 841.89]").count(), 2);
    assert_eq!(text.matches("/MediaBox [0 246.6").count(), 1);
}

#[test]
fn a_cell_over_many_rows_and_pages_keeps_its_text() {
    let mut table = Table::new([("区分", 40), ("内容", 120)]);
    let tall = Cell { down: 80, ..Cell::new("区分の説明") };
    table.rows.push(Row { cells: vec![tall, "0".into()], trace: vec![] });
    for count in 1..80 {
        table.rows.push(Row { cells: vec![format!("{count}").into()], trace: vec![] });
    }
    let mut paper = Paper::new(Lang::Ja, "表");
    paper.push(Part::table(table));
    assert!(write(&paper).unwrap().pages >= 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_end_and_hold_every_letter(text in "[あ亜、。（「」a-z0-9 　.\\n𠮷-]{0,80}", first in 0.0_f32..120.0, rest in 0.0_f32..120.0) {
        let units = units(&text);
        let lines = break_lines(&units, first, rest);
        prop_assert!(lines.len() <= units.len().saturating_add(1));
        let mut at = 0;
        for line in &lines {
            // Between lines only spaces and line breaks are left out.
            prop_assert!(units[at..line.units.start].iter().all(|unit| is_space(unit.letter) || unit.ink == Ink::Break));
            at = line.units.end;
        }
        prop_assert!(units[at..].iter().all(|unit| is_space(unit.letter) || unit.ink == Ink::Break));
    }

    #[test]
    fn a_line_is_no_longer_than_its_column_but_for_what_hangs(text in "[あ亜、。a-z0-9 ]{1,80}", column in 30.0_f32..200.0) {
        let units = units(&text);
        for line in break_lines(&units, column, column) {
            let line = &units[line.units];
            let seen = line.iter().rposition(|unit| !is_space(unit.letter)).map_or(0, |last| last + 1);
            let hang = line[..seen].last().filter(|unit| may_hang(unit.letter)).map_or(0.0, |unit| unit.width);
            let gap = line.first().map_or(0.0, |unit| unit.gap);
            prop_assert!(width(&line[..seen]) - gap <= column + hang + 0.1 || seen <= 1);
        }
    }

    #[test]
    fn odd_tables_are_written(
        columns in proptest::collection::vec(1_u16..300, 1..9),
        rows in proptest::collection::vec("[あ、。a-z ]{0,40}", 0..6),
        head in 0_usize..4,
    ) {
        let mut table = Table::new(columns.iter().map(|width| ("頭", *width)));
        table.header_rows = head;
        for text in &rows {
            table.rows.push(Row { cells: columns.iter().map(|_| Cell::of(plain(text.as_str()))).collect(), trace: vec![] });
        }
        let mut paper = Paper::new(Lang::Ja, "t");
        paper.push(Part::table(table));
        prop_assert!(write(&paper).is_ok());
    }

    #[test]
    fn breaks_are_known_for_all_letters(before in any::<char>(), after in any::<char>()) {
        let _ = may_break(before, after);
    }
}
