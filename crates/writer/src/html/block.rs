//! Addressees, tables, forms, signatures and seals.

use super::{Writer, escaped};
use crate::paper::{Align, Body, Cell, Form, Placed, Shade, Side, Signatures, Table, Trace, TraceId};

impl Writer<'_> {
    pub(super) fn block(&mut self, body: &Body, trace: &Trace) {
        match body {
            Body::Lines { side, lines } => self.lines_at(*side, "paper-lines", lines, trace),
            Body::Addressee(addressee) => {
                let lines = addressee.runs(self.words);
                self.lines_at(addressee.side, "paper-addressee", &lines, trace);
            }
            Body::Table(table) => self.table(table, trace),
            Body::Form(form) => self.form_table(form, trace),
            Body::Signatures(signatures) => {
                self.signatures(signatures);
                self.details(trace);
            }
            Body::Seals(seals) => {
                let boxes: String = seals.boxes.iter().map(|label| format!("<th>{}</th>", escaped(label))).collect();
                let empty = "<td></td>".repeat(seals.boxes.len());
                self.put(&format!("<table class=\"paper-seals\"><tr>{boxes}</tr><tr>{empty}</tr></table>\n"));
                self.details(trace);
            }
            _ => {}
        }
    }

    fn lines_at(&mut self, side: Side, class: &str, lines: &[crate::paper::Runs], trace: &Trace) {
        let side = match side {
            Side::Left => "paper-left",
            Side::Right => "paper-right",
        };
        let text: Vec<String> = lines.iter().map(|line| self.runs(line)).collect();
        let data = self.data(trace);
        self.put(&format!("<p class=\"{class} {side}\"{data}>{}</p>\n", text.join("<br>")));
        self.details(trace);
    }

    fn table(&mut self, table: &Table, trace: &Trace) {
        let data = self.data(trace);
        self.put(&format!("<table class=\"paper-table\"{data}>\n"));
        if !table.caption.is_empty() {
            self.put(&format!("<caption>{}</caption>\n", escaped(&table.caption)));
        }
        let traced = table.rows.iter().map(|row| &row.trace);
        for (index, (cells, trace)) in table.grid().into_iter().zip(traced).enumerate() {
            let tag = if index < table.header_rows { "th" } else { "td" };
            match index {
                0 if table.header_rows > 0 => self.put("<thead>\n"),
                index if index == table.header_rows => self.put("<tbody>\n"),
                _ => {}
            }
            let data = self.data(trace);
            self.put(&format!("<tr{data}>"));
            // what a row comes from opens in the row itself, in the widest of its cells
            let own = cells.iter().filter(|place| place.cell.is_some()).max_by_key(|place| width(table, place));
            let own = own.map(|place| place.column);
            for place in &cells {
                if let Some(cell) = place.cell {
                    let trace = if own == Some(place.column) { trace.as_slice() } else { &[] };
                    self.cell(table, (cell, *place), (tag, trace));
                }
            }
            self.put("</tr>\n");
            if index.saturating_add(1) == table.header_rows {
                self.put("</thead>\n");
            }
        }
        if table.rows.len() > table.header_rows {
            self.put("</tbody>\n");
        }
        self.put("</table>\n");
        self.details(trace);
    }

    fn cell(&mut self, table: &Table, (cell, place): (&Cell, Placed<'_>), (tag, trace): (&str, &[TraceId])) {
        let align = cell.align.or_else(|| table.columns.get(place.column).map(|c| c.align)).unwrap_or_default();
        let mut classes = vec![match align {
            Align::Left => "paper-cell",
            Align::Centre => "paper-cell paper-centre",
            Align::Right => "paper-cell paper-number-cell",
        }];
        if cell.shade == Shade::Light {
            classes.push("paper-shaded");
        }
        let scope = if tag == "th" { r#" scope="col""# } else { "" };
        let span = |name: &str, count: usize| if count > 1 { format!(r#" {name}="{count}""#) } else { String::new() };
        let (across, down) = (span("colspan", place.across), span("rowspan", place.down));
        let text = self.paragraphs(&cell.text);
        self.put(&format!("<{tag}{scope} class=\"{}\"{across}{down}>{text}", classes.join(" ")));
        self.details(trace);
        self.put(&format!("</{tag}>"));
    }

    fn form_table(&mut self, form: &Form, trace: &Trace) {
        let data = self.data(trace);
        self.put(&format!("<table class=\"paper-form\"{data}>\n"));
        for row in &form.rows {
            let (value, data) = (self.paragraphs(&row.value), self.data(&row.trace));
            self.put(&format!("<tr{data}><th scope=\"row\">{}</th><td>{value}", escaped(&row.label)));
            self.details(&row.trace);
            self.put("</td></tr>\n");
        }
        self.put("</table>\n");
        self.details(trace);
    }

    fn signatures(&mut self, signatures: &Signatures) {
        self.put("<div class=\"paper-signatures\">\n");
        if !signatures.date.is_empty() {
            self.put(&format!("<p>{}</p>\n", escaped(&signatures.date)));
        }
        for party in &signatures.parties {
            self.put(&format!(
                "<p class=\"paper-party\"><b>{}</b></p>\n<dl class=\"paper-party-lines\">",
                escaped(&party.role)
            ));
            for line in party.lines(self.words) {
                let mark = if line.mark.is_empty() { String::new() } else { format!("\u{3000}{}", line.mark) };
                self.put(&format!("<dt>{}</dt><dd>{}{mark}</dd>", escaped(line.label), escaped(line.value)));
            }
            self.put("</dl>\n");
        }
        self.put("</div>\n");
    }
}

/// Millimetres of a place in a table.
fn width(table: &Table, place: &Placed<'_>) -> u16 {
    table.columns.iter().skip(place.column).take(place.across).fold(0, |sum: u16, c| sum.saturating_add(c.width_mm))
}
