//! Writing a plan into the file, changing nothing but the cells it names.
//!
//! The part of a worksheet is edited as text: the bytes of a cell that is written are replaced, every other byte stays.
//! Texts are written into the cell itself, so that the table of shared strings is not touched.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use quick_xml::events::{BytesStart, Event};

use crate::{
    Place, Plan, SheetError, Workbook,
    package::Package,
    plan::Value,
    workbook,
    xml::{attribute, escape, is_on, walk},
};

/// Most characters of a cell.
const LONGEST: usize = 32_767;

/// Writes a plan into the file it was made for.
///
/// Every part of the package but the worksheets that are written stays byte for byte, and so does every cell that is
/// not written. The same file and plan give the same bytes.
///
/// # Errors
/// As [`crate::read`]; and a file in which a question or a cell is not what it was when the plan was made. Then nothing
/// is written.
pub fn fill(bytes: &[u8], plan: &Plan) -> Result<Vec<u8>, SheetError> {
    let workbook = workbook::read(bytes)?;
    let writes = writes(&workbook, plan)?;
    let mut package = Package::open(bytes)?;
    let mut parts = BTreeMap::new();
    for (part, cells) in writes {
        let text = package.text(&part)?;
        let new = edit(&part, &text, &cells)?;
        parts.insert(part, new);
    }
    package.rewritten(&parts)
}

type Cells = BTreeMap<Place, Value>;

/// The cells to write by part, checked against the file.
fn writes(workbook: &Workbook, plan: &Plan) -> Result<BTreeMap<String, Cells>, SheetError> {
    let mut out: BTreeMap<String, Cells> = BTreeMap::new();
    let known: HashSet<(&str, Place, &str)> =
        workbook.questions().iter().map(|q| (q.sheet.as_str(), q.cell, q.text.as_str())).collect();
    for row in &plan.rows {
        let writes = row.writes();
        if writes.is_empty() {
            continue;
        }
        let question = &row.question;
        let place = |cell: Place| format!("{}!{cell}", question.sheet);
        let sheet = workbook.sheets.iter().find(|s| s.name == question.sheet);
        let asked = known.contains(&(question.sheet.as_str(), question.cell, question.text.as_str()));
        let Some(sheet) = sheet.filter(|_| asked) else {
            return Err(SheetError::OtherFile { place: place(question.cell) });
        };
        for (cell, value) in writes {
            if !sheet.is_open(cell) || sheet.holder(cell) != cell {
                return Err(SheetError::OtherFile { place: place(cell) });
            }
            if matches!(&value, Value::Text(text) if text.chars().count() > LONGEST) {
                return Err(SheetError::TextTooLong { place: place(cell) });
            }
            out.entry(sheet.part.clone()).or_default().insert(cell, value);
        }
    }
    Ok(out)
}

struct CellSpan {
    column: u32,
    span: Range<usize>,
    /// Attributes that stay, as they are written.
    kept: String,
}

struct RowSpan {
    row: u32,
    /// From `<row` to the end of `</row>` or `/>`.
    span: Range<usize>,
    /// The start tag.
    tag: Range<usize>,
    /// Where the row ends inside: before `</row>`; nothing for `<row …/>`.
    inside_end: Option<usize>,
    style: Option<String>,
    cells: Vec<CellSpan>,
}

/// Where rows and cells stand in the text of a sheet.
#[derive(Default)]
struct Map {
    /// Prefix of the elements, such as `x:`.
    prefix: String,
    rows: Vec<RowSpan>,
    /// Before `</sheetData>`, or the whole `<sheetData/>`.
    data_end: Option<Range<usize>>,
    /// Styles of columns: first, last, style.
    columns: Vec<(u32, u32, String)>,
    cell_start: usize,
    row_count: u32,
}

fn edit(part: &str, text: &str, cells: &Cells) -> Result<String, SheetError> {
    let mut map = Map::default();
    walk(part, text, |event, span| {
        map.see(&event, span);
        Ok(())
    })?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut rows: BTreeMap<u32, Vec<(Place, &Value)>> = BTreeMap::new();
    for (place, value) in cells {
        rows.entry(place.row).or_default().push((*place, value));
    }
    // of two rows with one number the first is meant
    let mut at: HashMap<u32, &RowSpan> = HashMap::new();
    for row in &map.rows {
        at.entry(row.row).or_insert(row);
    }
    for (row, cells) in rows {
        match at.get(&row).copied() {
            Some(found) => map.edit_row(text, found, &cells, &mut edits),
            None => edits.push(map.new_row(part, row, &cells)?),
        }
    }
    Ok(apply(text, edits))
}

/// Puts the edits in, which stand in different places; those at one place keep their order.
fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut out = String::with_capacity(text.len().saturating_add(edits.len().saturating_mul(120)));
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(text.get(at..span.start).unwrap_or_default());
        out.push_str(&new);
        at = span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

impl Map {
    fn see(&mut self, event: &Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "row" => self.open_row(e, span, false),
                "c" => self.open_cell(e, span),
                "col" => self.column(e),
                "worksheet" => self.prefix = e.name().as_ref().strip_suffix("worksheet").unwrap_or_default().to_owned(),
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "row" => self.open_row(e, span, true),
                "c" => {
                    let end = span.end;
                    self.open_cell(e, span);
                    self.close_cell(end);
                }
                "col" => self.column(e),
                "sheetData" => self.data_end = Some(span),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "c" => self.close_cell(span.end),
                "row" => {
                    if let Some(row) = self.rows.last_mut() {
                        row.inside_end = Some(span.start);
                        row.span.end = span.end;
                    }
                }
                "sheetData" => self.data_end = Some(span.start..span.start),
                _ => {}
            },
            _ => {}
        }
    }

    fn open_row(&mut self, e: &BytesStart<'_>, span: Range<usize>, _empty: bool) {
        self.row_count =
            attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or_else(|| self.row_count.saturating_add(1));
        let style = if is_on(e, "customFormat") { attribute(e, "s") } else { None };
        let row =
            RowSpan { row: self.row_count, span: span.clone(), tag: span, inside_end: None, style, cells: Vec::new() };
        self.rows.push(row);
    }

    fn open_cell(&mut self, e: &BytesStart<'_>, span: Range<usize>) {
        let Some(row) = self.rows.last_mut() else { return };
        let implied = row.cells.last().map_or(1, |c| c.column.saturating_add(1));
        let column = attribute(e, "r").and_then(|r| r.parse::<Place>().ok()).map_or(implied, |p| p.column);
        let mut kept = String::new();
        for a in e.attributes().with_checks(false).flatten() {
            // type and metadata belong to the old value
            if !matches!(a.key.as_ref(), "t" | "cm" | "vm") {
                kept.push_str(&format!(" {}=\"{}\"", a.key.as_ref(), a.value));
            }
        }
        self.cell_start = span.start;
        row.cells.push(CellSpan { column, span, kept });
    }

    fn close_cell(&mut self, end: usize) {
        let start = self.cell_start;
        if let Some(cell) = self.rows.last_mut().and_then(|r| r.cells.last_mut()) {
            cell.span = start..end;
        }
    }

    fn column(&mut self, e: &BytesStart<'_>) {
        let number = |name| attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or(0);
        if let Some(style) = attribute(e, "style") {
            self.columns.push((number("min"), number("max"), style));
        }
    }

    /// The cell as XML; `kept` are its attributes.
    fn cell(&self, kept: &str, value: &Value) -> String {
        let p = &self.prefix;
        match value {
            Value::Number(number) => format!("<{p}c{kept}><{p}v>{}</{p}v></{p}c>", escape(number)),
            Value::Text(text) => {
                let text = escape(text);
                format!("<{p}c{kept} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{text}</{p}t></{p}is></{p}c>")
            }
        }
    }

    /// A cell that was not there: it looks as its row or column says.
    fn new_cell(&self, place: Place, row_style: Option<&str>, value: &Value) -> String {
        let column = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&place.column));
        let style = row_style.or_else(|| column.map(|(_, _, style)| style.as_str()));
        let style = style.map(|s| format!(" s=\"{}\"", escape(s))).unwrap_or_default();
        self.cell(&format!(" r=\"{place}\"{style}"), value)
    }

    fn edit_row(&self, text: &str, row: &RowSpan, cells: &[(Place, &Value)], edits: &mut Vec<(Range<usize>, String)>) {
        let mut added = String::new();
        for (place, value) in cells {
            if let Some(cell) = row.cells.iter().find(|c| c.column == place.column) {
                edits.push((cell.span.clone(), self.cell(&cell.kept, value)));
                continue;
            }
            let new = self.new_cell(*place, row.style.as_deref(), value);
            match (row.cells.iter().find(|c| c.column > place.column), row.inside_end) {
                (Some(next), _) => edits.push((next.span.start..next.span.start, new)),
                (None, Some(end)) => edits.push((end..end, new)),
                (None, None) => added.push_str(&new),
            }
        }
        if !added.is_empty() {
            let tag = text.get(row.tag.clone()).unwrap_or_default();
            let open = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
            edits.push((row.tag.clone(), format!("{open}>{added}</{}row>", self.prefix)));
        }
    }

    fn new_row(&self, part: &str, row: u32, cells: &[(Place, &Value)]) -> Result<(Range<usize>, String), SheetError> {
        let p = &self.prefix;
        let inner: String = cells.iter().map(|(place, value)| self.new_cell(*place, None, value)).collect();
        let new = format!("<{p}row r=\"{row}\">{inner}</{p}row>");
        if let Some(next) = self.rows.iter().find(|r| r.row > row) {
            return Ok((next.span.start..next.span.start, new));
        }
        match &self.data_end {
            Some(end) if end.start == end.end => Ok((end.clone(), new)),
            Some(whole) => Ok((whole.clone(), format!("<{p}sheetData>{new}</{p}sheetData>"))),
            None => Err(SheetError::damaged(part, "no sheetData")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Value, edit};
    use crate::Place;

    fn edited(xml: &str, cells: &[(&str, &str)]) -> String {
        let cells: BTreeMap<Place, Value> =
            cells.iter().map(|(p, v)| (p.parse().unwrap(), Value::Text((*v).to_owned()))).collect();
        edit("sheet", xml, &cells).unwrap()
    }

    #[test]
    fn only_the_named_cells_change() {
        let xml = r#"<worksheet><cols><col min="2" max="2" style="9"/></cols><sheetData><row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="C1" s="4"/></row><row r="3" s="7" customFormat="1"/></sheetData><mergeCells/></worksheet>"#;
        let t = |v: &str| format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{v}</t></is></c>");
        let got = edited(xml, &[("B1", "b"), ("C1", "c<"), ("D1", "d"), ("B2", "x"), ("B3", "y"), ("A5", "z")]);
        let want = format!(
            r#"<worksheet><cols><col min="2" max="2" style="9"/></cols><sheetData><row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1" s="9" {}<c r="C1" s="4" {}<c r="D1" {}</row><row r="2"><c r="B2" s="9" {}</row><row r="3" s="7" customFormat="1"><c r="B3" s="7" {}</row><row r="5"><c r="A5" {}</row></sheetData><mergeCells/></worksheet>"#,
            t("b"),
            t("c&lt;"),
            t("d"),
            t("x"),
            t("y"),
            t("z")
        );
        assert_eq!(got, want);
    }

    #[test]
    fn prefixes_implied_places_and_empty_sheets_are_kept() {
        let xml = r#"<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="str"><x:v>q</x:v></x:c><x:c s="2"/></x:row></x:sheetData></x:worksheet>"#;
        let got = edited(xml, &[("B1", "い")]);
        assert!(
            got.contains(r#"<x:c s="2" t="inlineStr"><x:is><x:t xml:space="preserve">い</x:t></x:is></x:c></x:row>"#),
            "{got}"
        );
        assert!(
            edited("<worksheet><sheetData/></worksheet>", &[("A1", "v")])
                .contains("<sheetData><row r=\"1\"><c r=\"A1\"")
        );
        assert!(edited("<worksheet><sheetData/></worksheet>", &[("A1", "_x0041_\u{1}")]).contains(">_x005F_x0041_<"));
    }
}
