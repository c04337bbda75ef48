//! The bare cells of a workbook, for a program that knows its layout because it wrote it.

use std::collections::BTreeMap;

use reader::table::{Cell, File, Source, TableError, column_name};

/// Rows of a sheet that are looked at; no questionnaire has as many.
const ROWS: u32 = 25_000;

/// A worksheet without any meaning.
pub(super) struct Grid {
    /// Its name.
    pub name: String,
    /// Cells that hold something, by row and column from 1.
    cells: BTreeMap<(u32, u32), Cell>,
}

/// Why there are no cells.
pub(super) enum NoGrid {
    /// Values between commas, which know no sheets.
    Csv,
    /// The file cannot be read.
    Unread(TableError),
}

impl From<TableError> for NoGrid {
    fn from(error: TableError) -> Self {
        Self::Unread(error)
    }
}

impl Grid {
    /// The cell at a row and column, both from 1.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// Its text; nothing where there is none.
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.cell(row, column).map_or("", |c| c.text.as_str())
    }

    /// The last row that holds something.
    pub fn last_row(&self) -> u32 {
        self.cells.last_key_value().map_or(0, |((row, _), _)| *row)
    }

    /// The last column of a row that holds something.
    pub fn width(&self, row: u32) -> u32 {
        self.cells.range((row, 0)..=(row, u32::MAX)).next_back().map_or(0, |((_, column), _)| *column)
    }
}

/// `F3` of a row and column from 1.
pub(super) fn place(row: u32, column: u32) -> String {
    let column = usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
    format!("{}{row}", column_name(column))
}

/// Reads the cells of every sheet, hidden ones too.
pub(super) fn grids(bytes: &[u8]) -> Result<Vec<Grid>, NoGrid> {
    let file = File::open(bytes)?;
    if matches!(file.source(), Source::Csv { .. }) {
        return Err(NoGrid::Csv);
    }
    let mut out = Vec::new();
    for (at, sheet) in file.sheets().into_iter().enumerate() {
        let mut cells = BTreeMap::new();
        file.rows(at, &mut |row| {
            let held = (1..).zip(row.cells).filter(|(_, c)| c.formula || !c.text.is_empty());
            cells.extend(held.map(|(column, cell)| ((row.number, column), cell)));
            row.number < ROWS
        })?;
        out.push(Grid { name: sheet.name, cells });
    }
    Ok(out)
}
