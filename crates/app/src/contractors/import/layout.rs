//! Where the heads stand and what each column means.

use std::collections::BTreeMap;

use domain::fold::fold;
use reader::table::{Row, column_name};
use serde::{Deserialize, Serialize};

use super::ImportField;

/// What a person, the memory or the program says of a file: the sheet, the row of heads, the meaning of columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Row of the heads, from 1.
    pub header_row: u32,
    /// Meaning by column, from 0; a column that is not there is passed over.
    pub columns: BTreeMap<usize, ImportField>,
}

/// A file as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Names of its sheets.
    pub sheets: Vec<String>,
    /// The heads as they stand, by column.
    pub heads: Vec<String>,
    /// What was understood.
    pub mapping: Mapping,
}

impl Layout {
    /// Name of the sheet; empty for CSV.
    #[must_use]
    pub fn sheet(&self) -> &str {
        self.sheets.get(self.mapping.sheet).map_or("", String::as_str)
    }

    /// Name of a cell for people: `一覧!C12`.
    #[must_use]
    pub fn cell(&self, column: Option<usize>, row: u32) -> String {
        let column = column.map(column_name).unwrap_or_default();
        match self.sheet() {
            "" => format!("{column}{row}"),
            sheet => format!("{sheet}!{column}{row}"),
        }
    }

    /// The column that means something.
    #[must_use]
    pub fn column(&self, field: ImportField) -> Option<usize> {
        self.mapping.columns.iter().find_map(|(column, f)| (*f == field).then_some(*column))
    }

    /// By what the meaning of the columns is remembered.
    pub(super) fn key(&self) -> String {
        self.heads.iter().map(|head| fold(head)).collect::<Vec<_>>().join("|").chars().take(2_000).collect()
    }
}

/// Rows from the top that are looked at for heads.
pub(super) const LOOK: usize = 40;

/// What the columns of a row of heads mean: the surest guess first, each meaning once.
pub(super) fn guesses(row: &Row) -> BTreeMap<usize, ImportField> {
    let mut all: Vec<(usize, usize, ImportField)> = Vec::new();
    for (column, cell) in row.cells.iter().enumerate() {
        if let Some((field, sure)) = ImportField::guess(&cell.text) {
            all.push((sure, column, field));
        }
    }
    // of equals the one further left
    all.sort_by_key(|(sure, column, _)| (std::cmp::Reverse(*sure), *column));
    let mut out = BTreeMap::new();
    for (_, column, field) in all {
        if !out.values().any(|f| *f == field) {
            out.insert(column, field);
        }
    }
    out
}

/// The row among these that looks most like heads: most columns understood, the name among them.
pub(super) fn header(rows: &[Row]) -> Option<(&Row, BTreeMap<usize, ImportField>)> {
    let mut best: Option<(&Row, BTreeMap<usize, ImportField>)> = None;
    for row in rows {
        let found = guesses(row);
        let named = found.values().any(|f| matches!(f, ImportField::Name | ImportField::NameEn));
        if named && best.as_ref().is_none_or(|(_, most)| found.len() > most.len()) {
            best = Some((row, found));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use reader::table::Cell;

    fn row(number: u32, texts: &[&str]) -> Row {
        let cells = texts.iter().map(|t| Cell { text: (*t).to_owned(), ..Cell::default() }).collect();
        Row { number, cells }
    }

    #[test]
    fn heads_are_found_below_titles_and_above_rows() {
        let rows = [
            row(1, &["委託先一覧（令和8年度）"]),
            row(3, &["No.", "委託先名", "法人番号", "担当者", "備考"]),
            row(4, &["1", "霧沢電算株式会社", "8000000000001", "霧沢 一", "会社名を変更予定"]),
        ];
        let (found, columns) = header(&rows).unwrap();
        assert_eq!(found.number, 3);
        let fields: Vec<_> = columns.values().copied().collect();
        use ImportField as F;
        assert_eq!(fields, [F::Name, F::Number, F::ContactName, F::Note]);
        assert!(header(&[row(1, &["1", "2"])]).is_none());
    }

    #[test]
    fn cells_are_named_as_people_name_them() {
        let layout = Layout { sheets: vec!["一覧".into()], ..Layout::default() };
        assert_eq!(layout.cell(Some(27), 12), "一覧!AB12");
        assert_eq!(Layout::default().cell(Some(0), 3), "A3");
    }
}
