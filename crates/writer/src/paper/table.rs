//! Tables of a paper.

use serde::{Deserialize, Serialize};

use super::{PaperError, Run, Runs, Trace, plain};

/// A table. Rows break over pages only between rows; the header rows stand on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Words above it; empty for none.
    #[serde(default)]
    pub caption: String,
    /// Columns, from the left.
    pub columns: Vec<Column>,
    /// So many rows from the top are the head.
    pub header_rows: usize,
    /// Rows, from the top.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Width in millimetres. The text is 160 mm wide; wider tables are made narrower in proportion.
    pub width_mm: u16,
    /// Where texts stand in cells that do not say otherwise.
    #[serde(default)]
    pub align: Align,
}

/// Where a text stands in its cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right, for numbers.
    Right,
}

/// Ground of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shade {
    /// White.
    #[default]
    None,
    /// Light grey, as for heads and labels.
    Light,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Cells from the left. Places covered by a cell from the left or from above are left out, as in HTML.
    pub cells: Vec<Cell>,
    /// Requirements and sources it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Trace,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Paragraphs.
    pub text: Vec<Runs>,
    /// So many columns wide; 0 counts as 1.
    #[serde(default = "one")]
    pub across: usize,
    /// So many rows high; 0 counts as 1.
    #[serde(default = "one")]
    pub down: usize,
    /// Where the text stands, if not as the column says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// Ground.
    #[serde(default)]
    pub shade: Shade,
}

const fn one() -> usize {
    1
}

impl Table {
    /// A table of columns so many millimetres wide, with one row of heads.
    #[must_use]
    pub fn new<H: Into<String>>(columns: impl IntoIterator<Item = (H, u16)>) -> Self {
        let (heads, columns): (Vec<Cell>, Vec<Column>) = columns
            .into_iter()
            .map(|(head, width_mm)| {
                let head = Cell { align: Some(Align::Centre), shade: Shade::Light, ..Cell::new(head.into()) };
                (head, Column { width_mm, align: Align::Left })
            })
            .unzip();
        Self { caption: String::new(), columns, header_rows: 1, rows: vec![Row { cells: heads, trace: Vec::new() }] }
    }

    /// Puts a row at the end.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl Into<Cell>>) {
        self.rows.push(Row { cells: cells.into_iter().map(Into::into).collect(), trace: Vec::new() });
    }

    /// Whether it is set in smaller letters: long and wide tables are for looking up, and fewer pages are found faster.
    pub(crate) fn is_dense(&self) -> bool {
        let columns = self.columns.len();
        columns >= WIDE || columns >= LONG_COLUMNS && self.rows.len() > LONG_ROWS
    }

    pub(super) fn each_runs<'a>(&'a self, see: &mut impl FnMut(&'a Runs)) {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.text).for_each(see);
    }
}

impl Cell {
    /// A cell of one plain text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self::of(plain(text))
    }

    /// A cell of runs.
    #[must_use]
    pub fn of(runs: Runs) -> Self {
        Self { text: vec![runs], across: 1, down: 1, align: None, shade: Shade::None }
    }

    /// The same, so many columns wide and rows high.
    #[must_use]
    pub const fn spanning(mut self, across: usize, down: usize) -> Self {
        self.across = across;
        self.down = down;
        self
    }

    /// The same with its text elsewhere.
    #[must_use]
    pub const fn aligned(mut self, align: Align) -> Self {
        self.align = Some(align);
        self
    }

    /// The same on grey.
    #[must_use]
    pub const fn shaded(mut self) -> Self {
        self.shade = Shade::Light;
        self
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Run> for Cell {
    fn from(run: Run) -> Self {
        Self::of(vec![run])
    }
}

impl From<Runs> for Cell {
    fn from(runs: Runs) -> Self {
        Self::of(runs)
    }
}

/// From so many columns a table is wide.
const WIDE: usize = 7;
/// From so many columns and more than so many rows it is long.
const LONG_COLUMNS: usize = 4;
const LONG_ROWS: usize = 15;

/// Most columns a table may have.
const MAX_COLUMNS: usize = 60;

/// A cell at its place in the grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    /// The cell; `None` where a cell from above continues.
    pub cell: Option<&'a Cell>,
    /// First column, from 0.
    pub column: usize,
    /// Columns covered.
    pub across: usize,
    /// Rows covered, this one included; within the table.
    pub down: usize,
}

impl Table {
    /// Finds tables whose cells do not fit.
    pub(super) fn check(&self, table: usize) -> Result<(), PaperError> {
        let columns = self.columns.len();
        if columns == 0 || columns > MAX_COLUMNS || self.columns.iter().any(|column| column.width_mm == 0) {
            return Err(PaperError::TableColumns { table });
        }
        for (row, cells) in (1..).zip(self.grid()) {
            let filled = cells.iter().map(|cell| cell.across).sum();
            if filled != columns {
                return Err(PaperError::TableShape { table, row, filled, columns });
            }
        }
        Ok(())
    }

    /// The rows with every cell at its column; cells that continue from above stand as places without a cell.
    pub(crate) fn grid(&self) -> Vec<Vec<Placed<'_>>> {
        // For each column: rows still covered from above, and how wide the covering cell is.
        let mut covered: Vec<(usize, usize)> = vec![(0, 1); self.columns.len()];
        let mut out = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.iter().enumerate() {
            let left = self.rows.len().saturating_sub(index);
            let mut places = Vec::new();
            let mut cells = row.cells.iter();
            let mut column = 0_usize;
            loop {
                if let Some((rows @ 1.., across)) = covered.get(column).copied() {
                    places.push(Placed { cell: None, column, across, down: 1 });
                    cover(&mut covered, column, across, (rows.saturating_sub(1), across));
                    column = column.saturating_add(across.max(1));
                } else if let Some(cell) = cells.next() {
                    let (across, down) = (cell.across.max(1), cell.down.clamp(1, left));
                    places.push(Placed { cell: Some(cell), column, across, down });
                    cover(&mut covered, column, across, (down.saturating_sub(1), across));
                    column = column.saturating_add(across);
                } else {
                    break;
                }
            }
            out.push(places);
        }
        out
    }

    /// Widths of the columns in hundredths of a millimetre: as asked for, or in proportion if that is more than `full`.
    pub(crate) fn widths(&self, full: u32) -> Vec<u32> {
        let wanted: Vec<u32> = self.columns.iter().map(|c| u32::from(c.width_mm).saturating_mul(100)).collect();
        let sum: u32 = wanted.iter().fold(0, |sum, width| sum.saturating_add(*width));
        if sum <= full {
            return wanted;
        }
        let scaled =
            |width: u32| u64::from(width).saturating_mul(u64::from(full)).checked_div(u64::from(sum)).unwrap_or(1);
        wanted.into_iter().map(|width| u32::try_from(scaled(width)).unwrap_or(full)).collect()
    }
}

fn cover(covered: &mut [(usize, usize)], from: usize, across: usize, value: (usize, usize)) {
    for place in covered.iter_mut().skip(from).take(across) {
        *place = value;
    }
}
