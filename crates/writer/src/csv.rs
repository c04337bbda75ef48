//! CSV that Excel opens by a double click: UTF-8 with a byte order mark, CRLF, and no cell that becomes a formula.

use std::io::Write;

use crate::table::japan;
use crate::{Cell, Table, WriteError};

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Writes a table row by row.
pub struct Writer<W: Write> {
    inner: ::csv::Writer<W>,
    columns: usize,
    rows: u32,
}

impl<W: Write> Writer<W> {
    /// Begins with the byte order mark and the heads.
    ///
    /// # Errors
    /// [`WriteError::Width`] for a table without columns; [`WriteError::Csv`] or [`WriteError::Io`] when nothing can be
    /// written.
    pub fn new(mut to: W, table: &Table) -> Result<Self, WriteError> {
        if table.columns.is_empty() {
            return Err(WriteError::Width(0));
        }
        to.write_all(BOM)?;
        let mut inner = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(to);
        inner.write_record(table.columns.iter().map(|column| guard(&column.head)))?;
        Ok(Self { inner, columns: table.columns.len(), rows: 0 })
    }

    /// The next row.
    ///
    /// # Errors
    /// [`WriteError::Columns`] when the number of cells is wrong; [`WriteError::Csv`] when nothing can be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.rows = self.rows.saturating_add(1);
        if cells.len() != self.columns {
            return Err(WriteError::Columns { row: self.rows, given: cells.len(), columns: self.columns });
        }
        self.inner.write_record(cells.iter().map(text))?;
        Ok(())
    }

    /// Writes what is left and gives the target back.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn finish(self) -> Result<W, WriteError> {
        self.inner.into_inner().map_err(|e| WriteError::Io(e.into_error()))
    }
}

/// The text of a cell: dates as `2026-07-01`, instants as `2026-07-01 09:00:00` in Japan Standard Time.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guard(text),
        Cell::Integer(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Timestamp(at) => japan(*at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Cell::Empty => String::new(),
    }
}

/// True when a program that opens the file could take the text for a formula, or when an apostrophe in front of it
/// could be taken for one of ours.
fn is_dangerous(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(|c: char| c == '\'' || c.is_whitespace())
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Puts an apostrophe before a text that could be taken for a formula.
#[must_use]
pub fn guard(text: &str) -> String {
    if is_guarded_form(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes the apostrophe of [`guard`] away again; for reading our own files back.
#[must_use]
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_guarded_form(rest) => rest,
        _ => text,
    }
}

fn is_guarded_form(text: &str) -> bool {
    is_dangerous(text.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, Kind};
    use domain::Lang;
    use proptest::prelude::*;

    fn table(lang: Lang) -> Table {
        let columns = vec![
            Column::new("title", "件名", 30, Kind::Text),
            Column::new("amount", "金額", 12, Kind::Yen),
            Column::new("from", "開始日", 12, Kind::Date),
            Column::new("at", "更新", 18, Kind::DateTime),
        ];
        Table { title: "一覧".into(), sheet: "一覧".into(), columns, lang }
    }

    fn write(rows: &[Vec<Cell>]) -> String {
        let mut writer = Writer::new(Vec::new(), &table(Lang::Ja)).unwrap();
        for row in rows {
            writer.row(row).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn excel_opens_it_by_a_double_click() {
        let at: jiff::Timestamp = "2026-06-30T15:00:00Z".parse().unwrap();
        let text = write(&[
            vec![
                "住民税, \"システム\"\n運用".into(),
                48_620_000.into(),
                jiff::civil::date(2026, 7, 1).into(),
                at.into(),
            ],
            vec![Cell::Empty, Cell::Integer(-5), Cell::Empty, Cell::from(None::<i64>)],
        ]);
        assert_eq!(
            text,
            "\u{feff}件名,金額,開始日,更新\r\n\
             \"住民税, \"\"システム\"\"\n運用\",48620000,2026-07-01,2026-07-01 00:00:00\r\n,-5,,\r\n"
        );
    }

    #[test]
    fn texts_never_become_formulas_and_numbers_stay_numbers() {
        for bad in ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", "\tx"] {
            assert_eq!(guard(bad), format!("'{bad}"));
        }
        for good in ["", "件名", "a=1", "'引用'", "5-1", "1"] {
            assert_eq!(guard(good), good);
        }
        assert!(write(&[vec!["=1".into(), Cell::Integer(-1), Cell::Empty, Cell::Empty]]).contains("'=1,-1,"));
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let mut writer = Writer::new(Vec::new(), &table(Lang::En)).unwrap();
        let error = writer.row(&[Cell::Empty]).unwrap_err();
        assert!(matches!(error, WriteError::Columns { row: 1, given: 1, columns: 4 }));
        assert!(error.text(Lang::Ja).contains("列は4個"));
        let none = Table { columns: Vec::new(), ..table(Lang::En) };
        assert!(matches!(Writer::new(Vec::new(), &none), Err(WriteError::Width(0))));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(texts in prop::collection::vec("['=+@\\- ＝a\t\r\n\",あ]{0,6}", 4)) {
            let row: Vec<Cell> = texts.iter().map(|t| Cell::from(t.as_str())).collect();
            let written = write(&[row]);
            let mut reader = ::csv::Reader::from_reader(written.strip_prefix('\u{feff}').unwrap().as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(record.iter().map(unguard).collect::<Vec<_>>(), texts);
            for cell in record.iter() {
                let first = cell.trim_start().chars().next();
                prop_assert!(!matches!(first, Some('=' | '+' | '-' | '@' | '＝')), "{:?}", cell);
            }
        }
    }
}
