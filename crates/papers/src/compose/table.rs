//! Tables: columns of the catalogue, rows of the engagement.

use catalogue::{
    Text,
    paper::{Column as SourceColumn, Part as Source, Party, RowSource},
};
use writer::paper::{Align, Body, Cell, Column, Row, Run, Shade, Table, Trace};

use super::{Composer, Used, UsedKind};
use crate::{
    Both,
    fill::Scope,
    rows::{CellData, RowData, is_proposal, is_written},
};

/// Empty rows where nothing is recorded yet and somebody will write.
const BLANK_ROWS: u8 = 4;
/// Narrowest column in millimetres.
const NARROWEST: u16 = 12;

/// A table before it is set.
pub(crate) struct Grid<'a> {
    pub title: String,
    pub source: RowSource,
    pub columns: Vec<&'a SourceColumn>,
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
        let rows = if *source == RowSource::Fixed {
            self.fixed(fixed, scope)
        } else {
            let derived = self.derived(*source, columns);
            self.note_rows(*source, title.as_ref().unwrap_or(scope.title), (columns, &derived));
            self.with_written(*source, (columns, derived))
        };
        let written = columns.iter().any(|column| column.by != Party::Program);
        let blank = match (rows.is_empty(), *blank, written) {
            (true, 0, false) => return None,
            (true, 0, true) => BLANK_ROWS,
            (_, blank, _) => blank,
        };
        let title = title.as_ref().map(|title| self.plain(title.get(lang), scope)).unwrap_or_default();
        let columns: Vec<&SourceColumn> = columns.iter().filter(|column| is_needed(column, &rows)).collect();
        let heads = columns.iter().map(|column| self.plain(column.label.get(lang), scope)).collect();
        Some(Grid { title, source: *source, columns, heads, rows, blank })
    }

    /// A table whose rows people may write.
    fn note_rows(&mut self, source: RowSource, title: &Text, (columns, derived): (&[SourceColumn], &[RowData])) {
        if !is_written(source) {
            return;
        }
        let asked = columns.iter().filter(|column| column.key != "number");
        let columns = asked.map(|column| (column.key.clone(), Both::from(&column.label))).collect();
        let proposed = if is_proposal(source) { derived.iter().map(RowData::plan_row).collect() } else { Vec::new() };
        self.note(Used {
            owner: format!("rows.{}", source.code()),
            title: Both::from(title),
            what: UsedKind::Rows { source, columns, proposed },
        });
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
        let needs = needs(&grid);
        let widths = widths(grid.source, &grid.columns, (&needs, self.width()));
        let columns = grid.columns.iter().zip(widths);
        let columns = columns.map(|(column, width_mm)| Column { width_mm, align: align(&column.key) });
        let head = |text: &String| Cell { align: Some(Align::Centre), shade: Shade::Light, ..Cell::new(text.as_str()) };
        let heads = Row { cells: grid.heads.iter().map(head).collect(), trace: Trace::new() };
        let mut table = Table { caption: grid.title, columns: columns.collect(), header_rows: 1, rows: vec![heads] };
        let written = u8::try_from(grid.rows.len()).unwrap_or(u8::MAX);
        for (number, row) in (1_usize..).zip(grid.rows) {
            table.rows.push(cells(&grid.columns, number, row));
        }
        for index in 0..grid.blank {
            let number = usize::from(written).saturating_add(usize::from(index)).saturating_add(1);
            table.rows.push(cells(&grid.columns, number, RowData::default()));
        }
        table
    }
}

fn cells(columns: &[&SourceColumn], number: usize, row: RowData) -> Row {
    let RowData { mut cells, trace } = row;
    let mut cell = |(index, column): (usize, &&SourceColumn)| {
        let own = cells.remove(&column.key).or_else(|| cells.remove(&index.to_string()));
        match own {
            Some(data) => Cell::of(data.runs()),
            None if column.key == "number" => Cell::of(vec![Run::text(number.to_string())]),
            None => Cell::new(""),
        }
    };
    Row { cells: columns.iter().enumerate().map(&mut cell).collect(), trace }
}

/// A column that the program fills and for which no row has anything is left out.
fn is_needed(column: &SourceColumn, rows: &[RowData]) -> bool {
    let own = column.by == Party::Program && column.key != "number" && !rows.is_empty();
    let fixed = rows.first().is_some_and(|row| row.cells.contains_key("0"));
    !own || fixed || rows.iter().any(|row| row.cells.contains_key(&column.key))
}

/// Millimetres each column needs so that no word, number or telephone is cut in it.
fn needs(grid: &Grid<'_>) -> Vec<u16> {
    let need = |(index, column): (usize, &&SourceColumn)| {
        let head = grid.heads.get(index).map_or(0, |head| token(head, 4));
        let cell = |row: &RowData| {
            let own = row.cells.get(&column.key).or_else(|| row.cells.get(&index.to_string()));
            match own {
                Some(CellData::Runs(runs)) => {
                    runs.iter().map(|run| if let Run::Text(text) = run { token(text, 1) } else { 0 }).max().unwrap_or(0)
                }
                Some(CellData::Number(n) | CellData::Yen(n)) => token(&domain::text::group_digits(*n), 1),
                None => 0,
            }
        };
        let longest = grid.rows.iter().map(cell).max().unwrap_or(0).max(head);
        // an address is cut anywhere, so it gets what it needs in a table that has room
        let most = if column.key == "mail" { WIDEST_ADDRESS } else { WIDEST_NEED };
        longest.saturating_add(4).min(most)
    };
    grid.columns.iter().enumerate().map(need).collect()
}

/// Widest column that a single word may ask for, in millimetres.
const WIDEST_NEED: u16 = 32;
/// The same for an address.
const WIDEST_ADDRESS: u16 = 55;
/// Words up to so many millimetres stand on one line.
const SHORT: u16 = 19;

/// Millimetres of the longest stretch in 9 points that should not be cut: a word of Latin letters or digits, so many
/// Japanese letters as belong together, or the whole text where it is short.
fn token(text: &str, together: u16) -> u16 {
    let (mut longest, mut latin, mut japanese) = (0_u16, 0_u16, 0_u16);
    let whole = text.chars().fold(0_u16, |sum, c| sum.saturating_add(if c.is_ascii() { 20 } else { 32 }));
    if whole.div_ceil(10) <= SHORT {
        return whole.div_ceil(10);
    }
    for letter in text.chars() {
        let in_word =
            letter.is_ascii_alphanumeric() || matches!(letter, '-' | ',' | '\'' | '(' | ')' | ':' | '@' | '.');
        latin = if in_word { latin.saturating_add(20) } else { 0 };
        let set = !letter.is_ascii() && letter.is_alphanumeric();
        japanese = if set { japanese.saturating_add(32) } else { 0 };
        longest = longest.max(latin).max(japanese.min(together.saturating_mul(32)));
    }
    longest.div_ceil(10)
}

/// Millimetres of each column: what ids, numbers and days need, and the rest by share, but never less than a word needs.
/// Together they fill the page.
fn widths(source: RowSource, columns: &[&SourceColumn], (needs, full): (&[u16], u16)) -> Vec<u16> {
    let fixed = |column: &&SourceColumn| match (column.key.as_str(), source) {
        ("number", _) => Some(11),
        ("id", _) => Some(23),
        ("clause", RowSource::Responsibility) => None,
        ("clause", _) => Some(24),
        ("rule", RowSource::Judgement) => Some(20),
        ("due", RowSource::DirectedMeasures) => Some(33),
        _ => None,
    };
    let mut set: Vec<Option<u16>> = columns.iter().map(fixed).collect();
    let need = |index: usize| needs.get(index).copied().unwrap_or(NARROWEST).max(NARROWEST);
    // A column whose share is too narrow gets what it needs; the others share what is left, until all shares do.
    let mut out: Vec<u16> = Vec::new();
    for _ in 0..=columns.len() {
        let taken = set.iter().flatten().fold(0, |sum: u16, mm| sum.saturating_add(*mm));
        let left = u32::from(full.saturating_sub(taken));
        let open = columns.iter().zip(&set).filter(|(_, set)| set.is_none());
        let shares: u32 = open.map(|(column, _)| u32::from(column.width.max(1))).sum();
        let share = |column: &&SourceColumn| {
            let wanted = left.saturating_mul(u32::from(column.width.max(1))).checked_div(shares);
            wanted.and_then(|mm| u16::try_from(mm).ok()).unwrap_or(NARROWEST)
        };
        out = columns.iter().zip(&set).map(|(column, set)| set.unwrap_or_else(|| share(column))).collect();
        let narrow: Vec<usize> = (0..columns.len())
            .filter(|at| set.get(*at) == Some(&None) && out.get(*at).is_some_and(|mm| *mm < need(*at)))
            .collect();
        if narrow.is_empty() {
            break;
        }
        for at in narrow {
            if let Some(slot) = set.get_mut(at) {
                *slot = Some(need(at));
            }
        }
    }
    let sum = out.iter().fold(0, |sum: u16, mm| sum.saturating_add(*mm));
    if let Some(widest) = out.iter_mut().max() {
        *widest = widest.saturating_add(full.saturating_sub(sum));
    }
    out
}

/// Amounts stand at the right, marks in the middle.
fn align(key: &str) -> Align {
    match key {
        "amount" | "unit_price" | "quantity" | "weight" | "minimum" => Align::Right,
        "number" | "level" => Align::Centre,
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
