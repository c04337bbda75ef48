//! Addressees, tables, forms, signatures and seals.

use domain::Lang;

use super::Writer;
use super::grid::{Edge, Fill, Grid, GridCell, GridRow, Head, Lines, Merge, Middle};
use crate::paper::{
    Addressee, Align, Form, Mark, Party, Placed, Run, Runs, Seals, Shade, Side, Signatures, Table, plain,
};

/// Side of a box for a seal, in hundredths of a millimetre.
const SEAL: u32 = 2000;

impl Writer<'_> {
    pub(super) fn lines(&mut self, side: Side, lines: &[Runs]) {
        let style = match side {
            Side::Left => "LinesLeft",
            Side::Right => "LinesRight",
        };
        for line in lines {
            self.paragraph(style, "", line);
        }
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
        let style = if head { "TableHead" } else { "TableText" };
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
        let rows = form
            .rows
            .iter()
            .map(|row| GridRow {
                head: Head::No,
                height: u32::from(row.height_mm).saturating_mul(100).max(750),
                cells: vec![
                    GridCell {
                        fill: Fill::Light,
                        ..GridCell::new(0, self.cell("TableText", "", &[plain(row.label.as_str())]))
                    },
                    GridCell::new(1, self.cell("TableText", "", &row.value)),
                ],
            })
            .collect();
        let widths = vec![label, self.width.saturating_sub(label)];
        self.out.raw(&Grid { widths, lines: Lines::All, indent: 0, rows }.xml());
        self.spacer();
    }

    pub(super) fn seals(&mut self, seals: &Seals) {
        let count = u32::try_from(seals.boxes.len()).unwrap_or(0).min(self.width / SEAL);
        if count == 0 {
            return;
        }
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
            Side::Right => self.width.saturating_sub(count.saturating_mul(SEAL)),
        };
        self.out.raw(&Grid { widths: vec![SEAL; boxes], lines: Lines::All, indent, rows }.xml());
        self.spacer();
    }

    pub(super) fn signatures(&mut self, signatures: &Signatures) {
        if !signatures.date.is_empty() {
            self.paragraph("LinesLeft", "<w:keepNext/>", &[Run::text(signatures.date.as_str())]);
            self.spacer_kept();
        }
        let last = signatures.parties.len().saturating_sub(1);
        for (index, party) in signatures.parties.iter().enumerate() {
            let grid = match self.paper.lang {
                Lang::Ja => self.party_ja(party, index == last),
                Lang::En => self.party_en(party, index == last),
            };
            self.out.raw(&grid.xml());
            if index == last { self.spacer() } else { self.spacer_kept() }
        }
    }

    fn spacer_kept(&mut self) {
        self.paragraph_of("Spacer", "<w:keepNext/>", "");
    }

    /// Role; address; organisation; office and name with the seal.
    fn party_ja(&self, party: &Party, last: bool) -> Grid {
        let widths = vec![2200, 6300, 1500];
        let indent = self.width.saturating_sub(10_000);
        let line = |label: &str, value: &str, mark: &str, keep: bool| GridRow {
            head: Head::No,
            height: if mark.is_empty() { 0 } else { 900 },
            cells: [label, value, mark]
                .iter()
                .enumerate()
                .map(|(column, text)| self.sign_cell(column, text, keep))
                .collect(),
        };
        let words = self.words;
        let mark = match party.mark {
            Mark::None | Mark::Line => "",
            Mark::Seal => words.seal_mark(),
        };
        let mut rows = vec![
            GridRow {
                head: Head::No,
                height: 0,
                cells: vec![GridCell { across: 3, ..self.sign_cell(0, &party.role, true) }],
            },
            line(words.address, &party.address, "", true),
            line(words.organisation, &party.organisation, "", true),
        ];
        let mut signer = line(words.person, &party.signer(), mark, !last);
        if party.mark == Mark::Line
            && let Some(cell) = signer.cells.get_mut(1)
        {
            cell.edge = Edge::Below;
        }
        rows.push(signer);
        Grid { widths, lines: Lines::None, indent, rows }
    }

    /// Role; organisation; address; signature line; name; title; date.
    fn party_en(&self, party: &Party, last: bool) -> Grid {
        let words = self.words;
        let signature = if party.mark == Mark::None { None } else { Some((words.signature, "")) };
        let lines: Vec<(&str, &str)> = [
            Some((words.organisation, party.organisation.as_str())),
            Some((words.address, party.address.as_str())),
            signature,
            Some((words.person, party.person.as_str())),
            Some((words.title, party.title.as_str())),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut rows = vec![GridRow {
            head: Head::No,
            height: 0,
            cells: vec![GridCell { across: 2, ..self.sign_cell(0, &party.role, true) }],
        }];
        let count = lines.len();
        for (index, (label, value)) in lines.into_iter().enumerate() {
            let keep = !(last && index.saturating_add(1) == count);
            let mut written = self.sign_cell(1, value, keep);
            written.edge = if value.is_empty() { Edge::Below } else { Edge::AsTable };
            rows.push(GridRow {
                head: Head::No,
                height: if label == words.signature { 1200 } else { 0 },
                cells: vec![self.sign_cell(0, label, keep), written],
            });
        }
        Grid { widths: vec![2800, 8200], lines: Lines::None, indent: 0, rows }
    }

    fn sign_cell(&self, column: usize, text: &str, keep: bool) -> GridCell {
        let keep = if keep { "<w:keepNext/>" } else { "" };
        let inner = self.cell("Signature", keep, &[plain(text)]);
        GridCell { middle: Middle::Bottom, ..GridCell::new(column, inner) }
    }
}
