//! Addressees, tables, forms, signatures, seals, and the box of what is open.

use domain::Lang;

use super::{Flow, Paragraph};
use crate::paper::{
    Addressee, Align as CellAlign, Form, PartyLine, Placed, Ruled as PartyRuled, Run, Runs, Seals, Shade, Side,
    Signatures, Table, plain,
};
use crate::pdf::grid::{Fill, Grid, GridCell, GridRow, Lines, PAD, Part, Ruled, Upright};
use crate::pdf::style::{Align, Colour, EM, Keep, Kind, MARGIN, MM, Style};

/// Height of a box for a seal.
const SEAL: f32 = 20.0 * MM;
/// Width of a box: titles of posts are longer than a seal is wide.
const WIDE: f32 = 25.0 * MM;

impl Flow<'_> {
    pub(super) fn open_points(&mut self) {
        if !self.paper.is_open() {
            return;
        }
        let words = self.words;
        let mut text = vec![
            self.set(Kind::Open, &[Run::bold(words.open_mark)]),
            self.set(Kind::Open, &[Run::text(words.open_list)]),
        ];
        let points = self.paper.open_points();
        if points.is_empty() {
            text.push(self.set(Kind::Open, &[Run::text(words.open_none)]));
        }
        for point in points {
            text.push(self.set(Kind::Open, &[Run::Text(format!("{}{point}", words.bullet_mark()))]));
        }
        let row = GridRow { part: Part::Body, keep: Keep::No, height: 0.0, cells: vec![GridCell::new(0, text)] };
        self.grid(&Grid {
            x: MARGIN,
            widths: vec![self.width()],
            lines: Lines::All(Colour::Red),
            rows: vec![row],
            page: self.height(),
        });
        self.space = 12.0;
    }

    pub(super) fn lines(&mut self, side: Side, lines: &[Runs]) {
        let kind = match side {
            Side::Left => Kind::LinesLeft,
            Side::Right => Kind::LinesRight,
        };
        for line in lines {
            self.runs_of(kind, line);
        }
        self.space = 6.0;
    }

    pub(super) fn addressee(&mut self, addressee: &Addressee) {
        let kind = match addressee.side {
            Side::Left => Kind::LinesLeft,
            Side::Right => Kind::Sender,
        };
        for line in addressee.runs(self.words) {
            self.runs_of(kind, &line);
        }
        self.space = 8.0;
    }

    pub(super) fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.words_of(Kind::Caption, &table.caption);
        }
        #[expect(clippy::cast_precision_loss, reason = "hundredths of a millimetre on a page")]
        let widths =
            table.widths(self.orientation.text_width()).into_iter().map(|width| width as f32 * MM / 100.0).collect();
        let rows = table
            .grid()
            .into_iter()
            .enumerate()
            .map(|(index, cells)| {
                let part = if index < table.header_rows { Part::Head } else { Part::Body };
                let cells = cells.into_iter().map(|place| self.cell(table, place, part)).collect();
                GridRow { part, keep: Keep::No, height: 0.0, cells }
            })
            .collect();
        self.grid(&Grid { x: MARGIN, widths, lines: Lines::All(Colour::Grey), rows, page: self.height() });
    }

    fn cell(&mut self, table: &Table, place: Placed<'_>, part: Part) -> GridCell {
        let Some(cell) = place.cell else {
            return GridCell { across: place.across, down: 0, ..GridCell::new(place.column, Vec::new()) };
        };
        let kind = match (part, table.is_dense()) {
            (Part::Head, false) => Kind::TableHead,
            (Part::Body, false) => Kind::Table,
            (Part::Head, true) => Kind::DenseHead,
            (Part::Body, true) => Kind::Dense,
        };
        let align = cell.align.or_else(|| table.columns.get(place.column).map(|c| c.align)).unwrap_or_default();
        let style = Style {
            align: match align {
                CellAlign::Left => Align::Left,
                CellAlign::Centre => Align::Centre,
                CellAlign::Right => Align::Right,
            },
            ..Style::of(self.paper.lang, kind)
        };
        GridCell {
            across: place.across,
            down: place.down,
            fill: if cell.shade == Shade::Light { Fill::Light } else { Fill::None },
            upright: if part == Part::Head { Upright::Centre } else { Upright::Top },
            ..GridCell::new(place.column, cell.text.iter().map(|runs| self.set_in(style, runs)).collect())
        }
    }

    pub(super) fn form_table(&mut self, form: &Form) {
        let label = (f32::from(form.label_mm) * MM).clamp(10.0 * MM, self.width() - 20.0 * MM);
        let last = form.rows.len().saturating_sub(1);
        let rows = form
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let keep = if form.stays_together() && index < last { Keep::WithNext } else { Keep::No };
                let name = self.set(Kind::Table, &plain(row.label.as_str()));
                let value: Vec<Paragraph> = row.value.iter().map(|runs| self.set(Kind::Table, runs)).collect();
                GridRow {
                    part: Part::Body,
                    keep,
                    height: (f32::from(row.height_mm) * MM).max(7.0 * MM),
                    cells: vec![
                        GridCell { fill: Fill::Light, upright: Upright::Centre, ..GridCell::new(0, vec![name]) },
                        GridCell { upright: Upright::Centre, ..GridCell::new(1, value) },
                    ],
                }
            })
            .collect();
        let lines = Lines::All(Colour::Grey);
        self.grid(&Grid { x: MARGIN, widths: vec![label, self.width() - label], lines, rows, page: self.height() });
    }

    pub(super) fn seals(&mut self, seals: &Seals) {
        let labels: Vec<&str> = seals.boxes.iter().take(8).map(String::as_str).collect();
        if labels.is_empty() {
            return;
        }
        let size = match self.paper.lang {
            Lang::Ja => 9.0,
            Lang::En => 8.5,
        };
        let style = Style { align: Align::Centre, size, ..Style::of(self.paper.lang, Kind::Table) };
        let names = (0..)
            .zip(&labels)
            .map(|(column, label)| {
                let text = self.set_in(style, &plain(*label));
                GridCell { upright: Upright::Centre, ..GridCell::new(column, vec![text]) }
            })
            .collect();
        let boxes = (0..labels.len()).map(|column| GridCell::new(column, Vec::new())).collect();
        let row = |height, keep, cells| GridRow { part: Part::Body, keep, height, cells };
        let rows = vec![row(6.0 * MM, Keep::WithNext, names), row(SEAL, Keep::No, boxes)];
        let widths = vec![if labels.len() <= 6 { WIDE } else { SEAL }; labels.len()];
        let x = match seals.side {
            Side::Left => MARGIN,
            Side::Right => MARGIN + self.width() - widths.iter().sum::<f32>(),
        };
        self.space += 8.0;
        self.grid(&Grid { x, widths, lines: Lines::All(Colour::Grey), rows, page: self.height() });
    }

    pub(super) fn signatures(&mut self, signatures: &Signatures) {
        if !signatures.date.is_empty() {
            self.space += 12.0;
            let style = Style { keep: Keep::WithNext, ..Style::of(self.paper.lang, Kind::LinesLeft) };
            let indent = match self.paper.lang {
                Lang::Ja => EM,
                Lang::En => PAD.0,
            };
            let style = Style { first: indent, left: indent, ..style };
            let paragraph = self.set_in(style, &plain(signatures.date.as_str()));
            self.push(&paragraph, None);
        }
        let last = signatures.parties.len().saturating_sub(1);
        for (index, party) in signatures.parties.iter().enumerate() {
            let (widths, x) = match self.paper.lang {
                Lang::Ja => (vec![20.0 * MM, 82.0 * MM, 14.0 * MM], MARGIN + self.width() - 116.0 * MM),
                Lang::En => (vec![30.0 * MM, 82.0 * MM, 8.0 * MM], MARGIN),
            };
            let role = self.set(Kind::Signature, &[Run::bold(party.role.as_str())]);
            let mut rows = vec![GridRow {
                part: Part::Body,
                keep: Keep::WithNext,
                height: 0.0,
                cells: vec![GridCell { across: 3, ..GridCell::new(0, vec![role]) }],
            }];
            let lines = party.lines(self.words);
            let count = lines.len();
            for (at, line) in (1..).zip(lines) {
                let keep = if index == last && at == count { Keep::No } else { Keep::WithNext };
                rows.push(self.sign_row(&line, keep));
            }
            self.space += 8.0;
            self.grid(&Grid { x, widths, lines: Lines::None, rows, page: self.height() });
        }
    }

    fn sign_row(&mut self, line: &PartyLine<'_>, keep: Keep) -> GridRow {
        let upright = if line.is_written_later() { Upright::Bottom } else { Upright::Top };
        let mut cell = |column: usize, text: &str| GridCell {
            upright,
            ..GridCell::new(column, vec![self.set(Kind::Signature, &plain(text))])
        };
        let (label, mut value, mark) = (cell(0, line.label), cell(1, line.value), cell(2, line.mark));
        value.ruled = if line.ruled == PartyRuled::Yes { Ruled::Yes } else { Ruled::No };
        #[expect(clippy::cast_precision_loss, reason = "hundredths of a millimetre on a page")]
        let height = line.height as f32 * MM / 100.0;
        GridRow { part: Part::Body, keep, height, cells: vec![label, value, mark] }
    }
}
