//! Tables: cells of paragraphs, rows that go to the next page whole, or in pieces when no page could hold them.

use super::flow::{Paragraph, paragraph_lines};
use super::page::{Draw, Head, Row};
use super::style::{Colour, Keep};

/// Space between the lines of a cell and its text.
pub(super) const PAD: (f32, f32) = (4.5, 2.0);

/// A table.
#[derive(Debug)]
pub(super) struct Grid {
    pub x: f32,
    /// Widths of the columns.
    pub widths: Vec<f32>,
    pub lines: Lines,
    pub rows: Vec<GridRow>,
    /// Height of the text of its pages.
    pub page: f32,
}

/// Lines around cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    None,
    All(Colour),
}

#[derive(Debug)]
pub(super) struct GridRow {
    pub part: Part,
    pub keep: Keep,
    /// Least height.
    pub height: f32,
    pub cells: Vec<GridCell>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Head,
    Body,
}

#[derive(Debug)]
pub(super) struct GridCell {
    pub column: usize,
    pub across: usize,
    /// Rows covered; 0 for a place that a cell from above covers.
    pub down: usize,
    pub text: Vec<Paragraph>,
    pub fill: Fill,
    pub upright: Upright,
    /// Whether there is a line to write on.
    pub ruled: Ruled,
}

/// Ground of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    None,
    Light,
}

/// Where text stands from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upright {
    Top,
    Centre,
    Bottom,
}

/// Whether there is a line to write on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ruled {
    No,
    Yes,
}

impl GridCell {
    pub(super) const fn new(column: usize, text: Vec<Paragraph>) -> Self {
        Self { column, across: 1, down: 1, text, fill: Fill::None, upright: Upright::Top, ruled: Ruled::No }
    }
}

/// A cell with its lines: height of each line and what it draws from its top.
struct Laid<'a> {
    cell: &'a GridCell,
    lines: Vec<(f32, Vec<Draw>)>,
}

impl Laid<'_> {
    fn height(&self) -> f32 {
        self.lines.iter().map(|(height, _)| height).sum::<f32>() + 2.0 * PAD.1
    }
}

impl Grid {
    /// The rows; heads to be repeated are added to `heads`.
    pub(super) fn rows(&self, heads: &mut Vec<Head>) -> Vec<Row> {
        let laid: Vec<Vec<Laid<'_>>> = self.rows.iter().map(|row| self.lay(row)).collect();
        let heights = self.heights(&laid);
        let head_rows = self.rows.iter().take_while(|row| row.part == Part::Head).count();
        let head_height: f32 = heights.iter().take(head_rows).sum();
        // A head of half a page is not repeated.
        let repeated = head_rows > 0 && head_height < self.page / 2.0;
        let most = self.page - if repeated { head_height } else { 0.0 };
        let head_index = repeated.then_some(heads.len());
        let mut head = Head::default();
        let mut out: Vec<Row> = Vec::new();
        for (index, ((row, cells), height)) in self.rows.iter().zip(&laid).zip(&heights).enumerate() {
            let is_head = index < head_rows;
            let keep =
                if is_head || joined(&self.rows, index, &heights, self.page / 2.0) { Keep::WithNext } else { row.keep };
            if *height > most {
                out.extend(self.pieces(cells, most).into_iter().map(|row| Row { head: head_index, ..row }));
                continue;
            }
            let draws = self.draw(cells, *height, self.spans(index, cells, &heights));
            if is_head && repeated {
                let top = head.height;
                head.draws.extend(draws.iter().map(|draw| draw.clone().lowered(top)));
                head.height += height;
            }
            let head = if is_head { None } else { head_index };
            out.push(Row { keep, head, ..Row::new(*height, draws) });
        }
        if repeated {
            heads.push(head);
        }
        out
    }

    fn left(&self, column: usize) -> f32 {
        self.x + self.widths.iter().take(column).sum::<f32>()
    }

    fn width(&self, cell: &GridCell) -> f32 {
        self.widths.iter().skip(cell.column).take(cell.across).sum()
    }

    fn lay<'a>(&self, row: &'a GridRow) -> Vec<Laid<'a>> {
        row.cells
            .iter()
            .map(|cell| {
                let (x, width) = (self.left(cell.column) + PAD.0, (self.width(cell) - 2.0 * PAD.0).max(1.0));
                let lines = cell.text.iter().flat_map(|text| paragraph_lines(text, x, width)).collect();
                Laid { cell, lines }
            })
            .collect()
    }

    /// Heights of the rows: what their cells need; the last row a cell covers takes what the others leave.
    fn heights(&self, laid: &[Vec<Laid<'_>>]) -> Vec<f32> {
        let single = |cells: &[Laid<'_>]| {
            cells.iter().filter(|laid| laid.cell.down == 1).map(Laid::height).fold(0.0_f32, f32::max)
        };
        let mut heights: Vec<f32> =
            self.rows.iter().zip(laid).map(|(row, cells)| single(cells).max(row.height).max(2.0 * PAD.1)).collect();
        for (index, cells) in laid.iter().enumerate() {
            for laid in cells.iter().filter(|laid| laid.cell.down > 1) {
                let covered = heights.get(index..index.saturating_add(laid.cell.down).min(heights.len()));
                let there: f32 = covered.unwrap_or_default().iter().sum();
                let lacking = laid.height() - there;
                // If the rows cannot stay on one page, the text has to fit into the first of them.
                let tall = there.max(laid.height()) > self.page / 2.0;
                let last = if tall { index } else { index.saturating_add(laid.cell.down).saturating_sub(1) };
                if let Some(height) = heights.get_mut(last) {
                    *height = if tall { height.max(laid.height()) } else { *height + lacking.max(0.0) };
                }
            }
        }
        heights
    }

    /// How high the cell of each place is.
    fn spans(&self, index: usize, cells: &[Laid<'_>], heights: &[f32]) -> Vec<f32> {
        cells.iter().map(|laid| heights.iter().skip(index).take(laid.cell.down.max(1)).sum()).collect()
    }

    fn draw(&self, cells: &[Laid<'_>], height: f32, spans: Vec<f32>) -> Vec<Draw> {
        let mut out = Vec::new();
        for (laid, span) in cells.iter().zip(&spans) {
            let text: f32 = laid.height();
            let free = if laid.cell.down > 1 && *span > self.page / 2.0 { height } else { *span };
            let top = match laid.cell.upright {
                Upright::Top => 0.0,
                Upright::Centre => ((free - text) / 2.0).max(0.0),
                Upright::Bottom => (free - text).max(0.0),
            };
            self.ground(laid.cell, height, &mut out);
            let mut y = top + PAD.1;
            for (line, draws) in &laid.lines {
                out.extend(draws.iter().map(|draw| draw.clone().lowered(y)));
                y += line;
            }
        }
        self.borders(cells, height, &mut out);
        out
    }

    fn ground(&self, cell: &GridCell, height: f32, out: &mut Vec<Draw>) {
        if cell.fill == Fill::Light {
            out.push(Draw::Fill { x: self.left(cell.column), y: 0.0, width: self.width(cell), height });
        }
        if cell.ruled == Ruled::Yes {
            let x = self.left(cell.column);
            out.push(Draw::Line { from: (x, height), to: (x + self.width(cell), height), colour: Colour::Black });
        }
    }

    fn borders(&self, cells: &[Laid<'_>], height: f32, out: &mut Vec<Draw>) {
        let Lines::All(colour) = self.lines else { return };
        for laid in cells {
            let (x, width) = (self.left(laid.cell.column), self.width(laid.cell));
            let line = |from, to| Draw::Line { from, to, colour };
            out.push(line((x, 0.0), (x, height)));
            out.push(line((x + width, 0.0), (x + width, height)));
            if laid.cell.down > 0 {
                out.push(line((x, 0.0), (x + width, 0.0)));
            }
            if laid.cell.down == 1 || laid.cell.down == 0 && self.ends(laid.cell) {
                out.push(line((x, height), (x + width, height)));
            }
        }
    }

    /// Whether the cell from above ends with this row: then nothing below draws the line between them.
    fn ends(&self, cell: &GridCell) -> bool {
        let last = self.rows.last().map(|row| row.cells.as_slice()).unwrap_or_default();
        last.iter().any(|other| std::ptr::eq(other, cell))
    }

    /// A row that no page could hold, in pieces of a height.
    fn pieces(&self, cells: &[Laid<'_>], most: f32) -> Vec<Row> {
        let mut left: Vec<&[(f32, Vec<Draw>)]> = cells.iter().map(|laid| laid.lines.as_slice()).collect();
        let mut out = Vec::new();
        while left.iter().any(|lines| !lines.is_empty()) {
            let mut piece: Vec<Laid<'_>> = Vec::new();
            for (laid, lines) in cells.iter().zip(&mut left) {
                let mut height = 2.0 * PAD.1;
                let fits = lines
                    .iter()
                    .take_while(|(line, _)| {
                        height += line;
                        height <= most
                    })
                    .count();
                let (now, later) = lines.split_at_checked(fits.max(1)).unwrap_or((lines, &[]));
                *lines = later;
                piece.push(Laid { cell: laid.cell, lines: now.to_vec() });
            }
            let height = piece.iter().map(Laid::height).fold(0.0_f32, f32::max);
            let spans = vec![height; piece.len()];
            out.push(Row::new(height, self.draw(&piece, height, spans)));
        }
        out
    }
}

/// Whether a cell of this row reaches into the next one and the rows it covers fit on a page together.
fn joined(rows: &[GridRow], index: usize, heights: &[f32], most: f32) -> bool {
    let reach = |from: usize, down: usize| from.saturating_add(down) > index.saturating_add(1);
    rows.iter().enumerate().take(index.saturating_add(1)).any(|(from, row)| {
        row.cells.iter().any(|cell| {
            cell.down > 1 && reach(from, cell.down) && heights.iter().skip(from).take(cell.down).sum::<f32>() <= most
        })
    })
}
