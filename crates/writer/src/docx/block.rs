//! Addressees, tables, forms, signatures and seals.

use domain::Lang;

use super::Writer;
use super::grid::{Edge, Fill, Grid, GridCell, GridRow, Head, Lines, Merge, Middle};
use crate::paper::{
    Addressee, Align, Form, PartyLine, Placed, Ruled, Run, Runs, Seals, Shade, Side, Signatures, Table, plain,
};

/// Height of a box for a seal, in hundredths of a millimetre.
const SEAL: u32 = 2000;
/// Width of a box: titles of posts are longer than a seal is wide.
const WIDE: u32 = 2500;

impl Writer<'_> {
    pub(super) fn lines(&mut self, side: Side, lines: &[Runs]) {
        let style = match side {
            Side::Left => "LinesLeft",
            Side::Right => "LinesRight",
        };
        for line in lines {
            self.paragraph(style, "", line);
        }
        self.spacer();
    }

    pub(super) fn addressee(&mut self, addressee: &Addressee) {
        let style = match addressee.side {
            Side::Left => "Addressee",
            Side::Right => "Sender",
        };
        for line in addressee.runs(self.words) {
            self.paragraph(style, "<w:keepLines/>", &line);
        }
        self.spacer();
    }

    pub(super) fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.paragraph("Caption", "<w:keepNext/>", &[Run::text(table.caption.as_str())]);
        }
        // Width of the cell that continues from above, by column: Word repeats it in each row.
        let rows = table
            .grid()
            .iter()
            .enumerate()
            .map(|(index, cells)| GridRow {
                head: if index < table.header_rows { Head::Yes } else { Head::No },
                height: 0,
                cells: cells.iter().map(|place| self.placed(table, *place, index < table.header_rows)).collect(),
            })
            .collect();
        let grid = Grid { widths: table.widths(self.width), lines: Lines::All, indent: 0, rows };
        self.out.raw(&grid.xml());
        self.spacer();
    }

    fn placed(&self, table: &Table, place: Placed<'_>, head: bool) -> GridCell {
        let style = match (head, table.is_dense()) {
            (true, false) => "TableHead",
            (false, false) => "TableText",
            (true, true) => "DenseHead",
            (false, true) => "DenseText",
        };
        let Some(cell) = place.cell else {
            let inner = self.paragraph_xml(style, "", "");
            return GridCell { across: place.across, merge: Merge::Continue, ..GridCell::new(place.column, inner) };
        };
        let align = cell.align.or_else(|| table.columns.get(place.column).map(|c| c.align)).unwrap_or_default();
        let more = match align {
            Align::Left => r#"<w:jc w:val="left"/>"#,
            Align::Centre => r#"<w:jc w:val="center"/>"#,
            Align::Right => r#"<w:jc w:val="right"/>"#,
        };
        GridCell {
            across: place.across,
            merge: if place.down > 1 { Merge::Begin } else { Merge::None },
            fill: if cell.shade == Shade::Light { Fill::Light } else { Fill::None },
            middle: if head { Middle::Centre } else { Middle::Top },
            ..GridCell::new(place.column, self.cell(style, more, &cell.text))
        }
    }

    pub(super) fn form_table(&mut self, form: &Form) {
        let label = u32::from(form.label_mm).saturating_mul(100).clamp(1000, self.width.saturating_sub(2000));
        let last = form.rows.len().saturating_sub(1);
        let rows = form
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let keep = if form.stays_together() && index < last { "<w:keepNext/>" } else { "" };
                GridRow {
                    head: Head::No,
                    height: u32::from(row.height_mm).saturating_mul(100).max(700),
                    cells: vec![
                        GridCell {
                            fill: Fill::Light,
                            ..GridCell::new(0, self.cell("TableText", keep, &[plain(row.label.as_str())]))
                        },
                        GridCell::new(1, self.cell("TableText", keep, &row.value)),
                    ],
                }
            })
            .collect();
        let widths = vec![label, self.width.saturating_sub(label)];
        self.out.raw(&Grid { widths, lines: Lines::All, indent: 0, rows }.xml());
        self.spacer();
    }

    pub(super) fn seals(&mut self, seals: &Seals) {
        let side = if seals.boxes.len() <= 6 { WIDE } else { SEAL };
        let count = u32::try_from(seals.boxes.len()).unwrap_or(0).min(self.width.checked_div(side).unwrap_or(0));
        if count == 0 {
            return;
        }
        self.paragraph_of("Spacer", "<w:keepNext/>", "");
        let boxes = usize::try_from(count).unwrap_or(0);
        let centred = r#"<w:keepNext/><w:jc w:val="center"/>"#;
        let row = |height: u32, labels: &[&str]| GridRow {
            head: Head::No,
            height,
            cells: (0..boxes)
                .map(|column| {
                    let label = labels.get(column).copied().unwrap_or_default();
                    GridCell::new(column, self.cell("TableText", centred, &[plain(label)]))
                })
                .collect(),
        };
        let labels: Vec<&str> = seals.boxes.iter().map(String::as_str).collect();
        let rows = vec![row(600, &labels), row(SEAL, &[])];
        let indent = match seals.side {
            Side::Left => 0,
            Side::Right => self.width.saturating_sub(count.saturating_mul(side)),
        };
        self.out.raw(&Grid { widths: vec![side; boxes], lines: Lines::All, indent, rows }.xml());
        self.spacer();
    }

    pub(super) fn signatures(&mut self, signatures: &Signatures) {
        if !signatures.date.is_empty() {
            // in English as far in as the words of the table below
            let indent = match self.paper.lang {
                Lang::Ja => 210,
                Lang::En => 100,
            };
            let more = format!(r#"<w:keepNext/><w:spacing w:before="240"/><w:ind w:left="{indent}"/>"#);
            self.paragraph("LinesLeft", &more, &[Run::text(signatures.date.as_str())]);
        }
        let last = signatures.parties.len().saturating_sub(1);
        for (index, party) in signatures.parties.iter().enumerate() {
            self.paragraph_of("Spacer", "<w:keepNext/>", "");
            let (widths, indent) = match self.paper.lang {
                Lang::Ja => (vec![2000, 8200, 1400], self.width.saturating_sub(11_600)),
                Lang::En => (vec![3000, 8200, 800], 0),
            };
            let lines = party.lines(self.words);
            let count = lines.len();
            let mut rows = vec![GridRow {
                cells: vec![GridCell {
                    across: 3,
                    ..self.sign_cell(0, &Run::bold(party.role.as_str()), Keep::WithNext)
                }],
                ..GridRow::default()
            }];
            for (at, line) in (1..).zip(lines) {
                let keep = if index == last && at == count { Keep::No } else { Keep::WithNext };
                rows.push(self.sign_row(&line, keep));
            }
            self.out.raw(&Grid { widths, lines: Lines::None, indent, rows }.xml());
        }
        self.spacer();
    }

    fn sign_row(&self, line: &PartyLine<'_>, keep: Keep) -> GridRow {
        let mut value = self.sign_cell(1, &Run::text(line.value), keep);
        if line.ruled == Ruled::Yes {
            value.edge = Edge::Below;
        }
        let mut cells = vec![
            self.sign_cell(0, &Run::text(line.label), keep),
            value,
            self.sign_cell(2, &Run::text(line.mark), keep),
        ];
        if !line.is_written_later() {
            cells.iter_mut().for_each(|cell| cell.middle = Middle::Top);
        }
        GridRow { head: Head::No, height: line.height, cells }
    }

    fn sign_cell(&self, column: usize, run: &Run, keep: Keep) -> GridCell {
        let keep = if keep == Keep::WithNext { "<w:keepNext/>" } else { "" };
        let inner = self.cell("Signature", keep, &[vec![run.clone()]]);
        GridCell { middle: Middle::Bottom, ..GridCell::new(column, inner) }
    }
}

/// Whether a paragraph stays on the page of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    No,
    WithNext,
}
