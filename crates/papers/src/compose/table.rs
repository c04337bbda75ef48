//! Tables: columns of the catalogue, rows of the engagement.

use catalogue::{
    Text,
    paper::{Column as SourceColumn, Part as Source, Party, RowSource},
};
use writer::paper::{Align, Body, Cell, Column, Row, Run, Shade, Table, Trace};

use super::Composer;
use crate::{
    fill::Scope,
    rows::{CellData, RowData},
};

/// Empty rows where nothing is recorded yet and somebody will write.
const BLANK_ROWS: u8 = 4;
/// Narrowest column in millimetres.
const NARROWEST: u16 = 9;

/// A table before it is set.
pub(crate) struct Grid<'a> {
    pub title: String,
    pub source: RowSource,
    pub columns: &'a [SourceColumn],
    pub heads: Vec<String>,
    pub rows: Vec<RowData>,
    pub blank: u8,
}

impl<'a> Composer<'a> {
    pub(super) fn table(&mut self, part: &'a Source, scope: &Scope<'a>) {
        let Some(grid) = self.grid(part, scope) else { return };
        let table = self.set(grid);
        let trace = self.trace();
        self.push(Body::Table(table), trace);
    }

    /// A table's contents; `None` where there is nothing to show and nobody to write.
    pub(crate) fn grid(&mut self, part: &'a Source, scope: &Scope<'a>) -> Option<Grid<'a>> {
        let Source::Table { title, rows: source, columns, fixed, blank, when } = part else { return None };
        if !self.holds(when) {
            return None;
        }
        let lang = self.order.lang;
        let rows = if *source == RowSource::Fixed { self.fixed(fixed, scope) } else { self.rows(*source) };
        let written = columns.iter().any(|column| column.by != Party::Program);
        let blank = match (rows.is_empty(), *blank, written) {
            (true, 0, false) => return None,
            (true, 0, true) => BLANK_ROWS,
            (_, blank, _) => blank,
        };
        let title = title.as_ref().map(|title| self.plain(title.get(lang), scope)).unwrap_or_default();
        let heads = columns.iter().map(|column| self.plain(column.label.get(lang), scope)).collect();
        Some(Grid { title, source: *source, columns, heads, rows, blank })
    }

    fn fixed(&mut self, fixed: &'a [Vec<Text>], scope: &Scope<'a>) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |composer: &mut Self, texts: &'a [Text]| {
            let cells = texts.iter().enumerate();
            let cells = cells.map(|(index, text)| (index.to_string(), composer.runs(text.get(lang), scope).into()));
            RowData { cells: cells.collect(), trace: Trace::new() }
        };
        fixed.iter().map(|texts| row(self, texts)).collect()
    }

    fn set(&self, grid: Grid<'_>) -> Table {
        let shares: u32 = grid.columns.iter().map(|column| u32::from(column.width.max(1))).sum();
        let width = |column: &SourceColumn| {
            let wanted = u32::from(self.width()).saturating_mul(u32::from(column.width.max(1)));
            let share = wanted.checked_div(shares).and_then(|mm| u16::try_from(mm).ok());
            share.unwrap_or(NARROWEST).max(NARROWEST)
        };
        let columns = grid.columns.iter().map(|column| Column { width_mm: width(column), align: align(&column.key) });
        let head = |text: &String| Cell { align: Some(Align::Centre), shade: Shade::Light, ..Cell::new(text.as_str()) };
        let heads = Row { cells: grid.heads.iter().map(head).collect(), trace: Trace::new() };
        let mut table = Table { caption: grid.title, columns: columns.collect(), header_rows: 1, rows: vec![heads] };
        let written = u8::try_from(grid.rows.len()).unwrap_or(u8::MAX);
        for (number, row) in (1_usize..).zip(grid.rows) {
            table.rows.push(cells(grid.columns, number, row));
        }
        for index in 0..grid.blank {
            let number = usize::from(written).saturating_add(usize::from(index)).saturating_add(1);
            table.rows.push(cells(grid.columns, number, RowData::default()));
        }
        table
    }
}

fn cells(columns: &[SourceColumn], number: usize, row: RowData) -> Row {
    let RowData { mut cells, trace } = row;
    let mut cell = |(index, column): (usize, &SourceColumn)| {
        let own = cells.remove(&column.key).or_else(|| cells.remove(&index.to_string()));
        match own {
            Some(data) => Cell::of(data.runs()),
            None if column.key == "number" => Cell::of(vec![Run::text(number.to_string())]),
            None => Cell::new(""),
        }
    };
    Row { cells: columns.iter().enumerate().map(&mut cell).collect(), trace }
}

fn align(key: &str) -> Align {
    match key {
        "number" | "client" | "contractor" | "provider" | "subcontractor" | "level" => Align::Left,
        "amount" | "unit_price" | "quantity" | "weight" | "minimum" => Align::Right,
        _ => Align::Left,
    }
}

impl CellData {
    fn runs(self) -> writer::paper::Runs {
        match self {
            Self::Runs(runs) => runs,
            Self::Number(n) => vec![Run::text(n.to_string())],
            Self::Yen(n) => vec![Run::text(domain::text::group_digits(n))],
        }
    }
}
