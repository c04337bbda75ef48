use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn table(lang: Lang) -> Table {
    let columns = vec![
        Column::new("title", "件名", 30, Kind::Text),
        Column::new("amount", "金額", 12, Kind::Yen),
        Column::new("from", "開始日", 12, Kind::Date),
        Column::new("at", "更新", 18, Kind::DateTime),
    ];
    Table { title: "委託案件の一覧".into(), sheet: "委託案件".into(), columns, lang }
}

fn about() -> About {
    About {
        exported_by: Some("山田 太郎".into()),
        filters: vec![("段階".into(), "調達".into())],
        ledger_seq: Some(1204),
        ..About::new("霞が関省", "2026-06-10T15:00:00Z".parse().unwrap())
    }
}

fn write(table: &Table, rows: &[Vec<Cell>]) -> Written {
    let mut writer = Writer::new(table).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish(&about()).unwrap()
}

fn read(bytes: &[u8], sheet: &str) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(sheet).unwrap()
}

fn text(range: &Range<Data>, row: u32, column: u32) -> String {
    match range.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        other => panic!("no text: {other:?}"),
    }
}

#[test]
fn cells_are_written_as_what_they_are() {
    let at: jiff::Timestamp = "2026-06-30T15:00:01Z".parse().unwrap();
    let written = write(
        &table(Lang::Ja),
        &[
            vec!["住民税システム\r\n運用".into(), 48_620_000.into(), date(2026, 7, 1).into(), at.into()],
            vec!["=1+1".into(), Cell::Integer(i64::MIN), date(1899, 12, 31).into(), Cell::Empty],
        ],
    );
    assert!(written.shortened.is_empty());
    let range = read(&written.bytes, "委託案件");
    assert_eq!(text(&range, 0, 1), "金額");
    assert_eq!(text(&range, 1, 0), "住民税システム\n運用");
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(48_620_000.0)));
    let Some(Data::DateTime(day)) = range.get_value((1, 2)) else { panic!("{range:?}") };
    // 1 July 2026 as Excel counts, from 30 December 1899
    assert!((day.as_f64() - 46_204.0).abs() < f64::EPSILON);
    let Some(Data::DateTime(instant)) = range.get_value((1, 3)) else { panic!("{range:?}") };
    assert!((instant.as_f64() - (46_204.0 + 1.0 / 86_400.0)).abs() < 1e-9);
    assert_eq!(text(&range, 2, 0), "=1+1");
    assert_eq!(text(&range, 2, 1), i64::MIN.to_string());
    assert_eq!(text(&range, 2, 2), "1899-12-31");
    assert_eq!(range.get_value((2, 3)).unwrap_or(&Data::Empty), &Data::Empty);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written.bytes)).unwrap();
    assert!(book.worksheet_formula("委託案件").unwrap().is_empty());
}

#[test]
fn the_second_sheet_says_where_the_table_comes_from() {
    for (lang, name, words) in [
        (
            Lang::Ja,
            "この表について",
            ["霞が関省", "令和8年6月11日 00:00", "山田 太郎", "段階: 調達", "第1204", "[amount] 円"],
        ),
        (Lang::En, "About", ["霞が関省", "11 June 2026 00:00", "山田 太郎", "段階: 調達", "No. 1204", "[amount] yen"]),
    ] {
        let written = write(&table(lang), &[]);
        let range = read(&written.bytes, name);
        let all: Vec<String> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        for word in words {
            assert!(all.iter().any(|line| line.contains(word)), "{word} in {all:?}");
        }
    }
}

#[test]
fn too_much_is_shortened_and_told() {
    let mut wide = table(Lang::Ja);
    wide.sheet = "長い名前".repeat(10);
    let long = "あ".repeat(40_000);
    let written = write(&wide, &[vec![long.as_str().into(), Cell::Empty, Cell::Empty, Cell::Empty]]);
    let place = Place::Cell { row: 2, column: "title" };
    assert_eq!(
        written.shortened,
        [Shortened { place: Place::Sheet, length: 40, max: 31 }, Shortened { place, length: 40_000, max: 32_767 }]
    );
    assert!(written.shortened[1].text(Lang::Ja).contains("2行目"));
    let book: Xlsx<_> = Xlsx::new(Cursor::new(written.bytes.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!((name.chars().count(), name.chars().last()), (31, Some('…')));
    let cell = text(&read(&written.bytes, &name), 1, 0);
    assert_eq!((cell.chars().count(), cell.chars().last()), (32_767, Some('…')));
}

#[test]
fn tables_that_cannot_be_are_refused() {
    let none = Table { columns: Vec::new(), ..table(Lang::Ja) };
    assert!(matches!(Writer::new(&none), Err(WriteError::Width(0))));
    let column = Column::new("a", "a", 4, Kind::Text);
    let wide = Table { columns: vec![column; MAX_COLUMNS + 1], ..table(Lang::Ja) };
    assert!(matches!(Writer::new(&wide), Err(WriteError::Width(16_385))));
    let mut writer = Writer::new(&table(Lang::Ja)).unwrap();
    assert!(matches!(writer.row(&[Cell::Empty]), Err(WriteError::Columns { row: 1, given: 1, columns: 4 })));
    writer.rows = MAX_ROWS;
    let row = [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    assert!(matches!(writer.row(&row), Err(WriteError::TooManyRows)));
    assert!(Writer::new_in(&table(Lang::Ja), Path::new("/no/such/directory")).is_err());
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let rows = [vec!["a".into(), 1.into(), Cell::Empty, Cell::Empty]];
    assert_eq!(write(&table(Lang::Ja), &rows).bytes, write(&table(Lang::Ja), &rows).bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_reads_back_but_for_what_a_workbook_cannot_hold(texts in prop::collection::vec(any::<String>(), 1..20)) {
        let rows: Vec<Vec<Cell>> =
            texts.iter().map(|t| vec![t.as_str().into(), 1.into(), Cell::Empty, Cell::Empty]).collect();
        let written = write(&table(Lang::En), &rows);
        let range = read(&written.bytes, "委託案件");
        for (row, expected) in (1u32..).zip(&texts) {
            let found = range.get_value((row, 0)).map(ToString::to_string).unwrap_or_default();
            prop_assert_eq!(found, limit::clean(expected));
        }
    }
}
