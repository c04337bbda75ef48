//! Tables of a paper for Excel.

use catalogue::{
    paper::{Column as SourceColumn, Part as Source, RowSource},
    wording::PaperId,
};
use writer::{
    Cell, Column, Kind, Table,
    paper::{Numbers, Run},
};

use crate::{
    ComposeError, Order,
    compose::{Composer, Grid},
    rows::{CellData, RowData},
    words::BOX,
};

/// A table with its rows, as [`writer::xlsx`] and [`writer::csv`] take them.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Title, columns.
    pub table: Table,
    /// Rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Width of a whole sheet in half-width characters; columns share it.
const SHEET_WIDTH: u32 = 170;

/// The tables of a paper, in the order of print, without those of attached annexes.
///
/// # Errors
/// As for [`crate::compose`].
pub fn tables(order: &Order<'_>, paper: &PaperId) -> Result<Vec<Sheet>, ComposeError> {
    let done = Composer::of(order, paper)?.finish()?.paper;
    let numbers = Numbers::of(&done).map_err(|error| ComposeError::Contradiction { paper: paper.clone(), error })?;
    let mut composer = Composer::of(order, paper)?;
    let scope = composer.paper_scope();
    let mut out = Vec::new();
    let source = composer.source;
    for part in &source.parts {
        let grids: Vec<Grid<'_>> = match part {
            Source::Annex { annex } => match order.catalogue.annex(annex) {
                Some(annex) => annex.parts.iter().filter_map(|part| composer.grid(part, &scope)).collect(),
                None => Vec::new(),
            },
            part => composer.grid(part, &scope).into_iter().collect(),
        };
        let title = source.title.get(order.lang);
        out.extend(grids.into_iter().map(|grid| sheet(order, grid, title, &numbers)));
    }
    Ok(out)
}

fn sheet(order: &Order<'_>, grid: Grid<'_>, paper: &str, numbers: &Numbers) -> Sheet {
    let shares: u32 = grid.columns.iter().map(|column| u32::from(column.width.max(1))).sum();
    let column = |(index, (column, head)): (usize, (&&SourceColumn, &String))| {
        let share = SHEET_WIDTH.saturating_mul(u32::from(column.width)).checked_div(shares).unwrap_or(10);
        let width = u16::try_from(share.clamp(6, 70)).unwrap_or(70);
        Column::new(static_key(grid.source, &column.key, index), head.as_str(), width, kind(&column.key))
    };
    let columns: Vec<Column> = grid.columns.iter().zip(&grid.heads).enumerate().map(column).collect();
    let blank = (0..grid.blank).map(|_| RowData::default());
    let rows = grid.rows.into_iter().chain(blank).enumerate();
    let rows = rows.map(|(index, row)| cells(&grid.columns, index, row, numbers)).collect();
    let title = if grid.title.is_empty() { paper.to_owned() } else { grid.title };
    Sheet { table: Table { title: title.clone(), sheet: title, columns, lang: order.lang }, rows }
}

fn cells(columns: &[&SourceColumn], row: usize, mut data: RowData, numbers: &Numbers) -> Vec<Cell> {
    let number = i64::try_from(row).unwrap_or(0).saturating_add(1);
    let mut out = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let own = data.cells.remove(&column.key).or_else(|| data.cells.remove(&index.to_string()));
        out.push(match own {
            Some(CellData::Number(n) | CellData::Yen(n)) => Cell::Integer(n),
            Some(CellData::Runs(runs)) => text(&runs, numbers),
            None if column.key == "number" => Cell::Integer(number),
            None => Cell::Empty,
        });
    }
    out
}

fn text(runs: &[Run], numbers: &Numbers) -> Cell {
    // boxes are ticked on paper; in a sheet the answer is typed
    if matches!(runs.first(), Some(Run::Text(text)) if text.starts_with(BOX)) {
        return Cell::Empty;
    }
    let words: String = runs.iter().map(|run| numbers.plain(run)).collect();
    if words.is_empty() { Cell::Empty } else { Cell::Text(words) }
}

fn kind(key: &str) -> Kind {
    match key {
        "number" | "quantity" | "level" => Kind::Integer,
        "unit_price" | "amount" => Kind::Yen,
        _ => Kind::Text,
    }
}

/// The key for programs; tables of the form have no keys of a closed list, so theirs are counted.
fn static_key(source: RowSource, key: &str, index: usize) -> &'static str {
    const COUNTED: &[&str] =
        &["column_1", "column_2", "column_3", "column_4", "column_5", "column_6", "column_7", "column_8", "column_9"];
    let own = source.keys().iter().find(|own| **own == key).copied();
    own.or_else(|| COUNTED.get(index).copied()).unwrap_or("column")
}
