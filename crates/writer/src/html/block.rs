//! Addressees, tables, forms, signatures and seals.

use super::{Writer, escaped};
use crate::paper::{Align, Body, Cell, Form, Placed, Shade, Side, Signatures, Table, Trace};

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
            Body::Signatures(signatures) => self.signatures(signatures),
            Body::Seals(seals) => {
                let boxes: String = seals.boxes.iter().map(|label| format!("<th>{}</th>", escaped(label))).collect();
                let empty = "<td></td>".repeat(seals.boxes.len());
                self.put(&format!("<table class=\"paper-seals\"><tr>{boxes}</tr><tr>{empty}</tr></table>\n"));
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
            for place in cells {
                if let Some(cell) = place.cell {
                    self.cell(table, cell, place, tag);
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
        let rows: Trace = table.rows.iter().flat_map(|row| row.trace.iter().cloned()).collect();
        self.details(&rows);
    }

    fn cell(&mut self, table: &Table, cell: &Cell, place: Placed<'_>, tag: &str) {
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
        self.put(&format!("<{tag}{scope} class=\"{}\"{across}{down}>{text}</{tag}>", classes.join(" ")));
    }

    fn form_table(&mut self, form: &Form, trace: &Trace) {
        let data = self.data(trace);
        self.put(&format!("<table class=\"paper-form\"{data}>\n"));
        for row in &form.rows {
            let (value, data) = (self.paragraphs(&row.value), self.data(&row.trace));
            self.put(&format!("<tr{data}><th scope=\"row\">{}</th><td>{value}</td></tr>\n", escaped(&row.label)));
        }
        self.put("</table>\n");
        self.details(trace);
        let rows: Trace = form.rows.iter().flat_map(|row| row.trace.iter().cloned()).collect();
        self.details(&rows);
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
