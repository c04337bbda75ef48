//! Workbooks: sheets, texts shared between cells, formats that show dates, and the rows of a sheet as they stream by.

use std::{
    cell::Cell as Counter,
    collections::HashMap,
    io::{BufReader, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{Cell, MOST_CELLS, MOST_COLUMNS, Row, SheetInfo, TableError, cell};
use crate::{Limits, archive::Archive};

// Tests have some of these bounds smaller, so that a file that breaks them is made in a moment.

/// Most bytes of all parts when unpacked; rows stream, so this is time rather than memory.
pub(super) const UNPACKED: u64 = if cfg!(test) { 64 << 20 } else { 1 << 30 };
/// Most unpacked bytes for each packed one.
pub(super) const RATIO: u64 = 400;
/// Most bytes of texts shared between cells, which are kept; each costs [`KEPT`] more.
const SHARED: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };
/// What keeping a text costs beside its bytes.
const KEPT: usize = 32;
/// Most bytes of the text of one cell; Excel allows 32,767 characters.
const TEXT: usize = if cfg!(test) { 16 << 10 } else { 256 << 10 };
/// Most bytes between two marks of a part.
const EVENT: u64 = if cfg!(test) { 256 << 10 } else { 4 << 20 };
/// Most sheets, and most bytes of the name of one.
const SHEETS: usize = 1_000;
const NAME: usize = 1_024;
/// Most formats of cells and of numbers; Excel allows 65,490.
const FORMATS: usize = if cfg!(test) { 2_000 } else { 100_000 };

const fn too_large(what: (&'static str, &'static str), max: u64) -> TableError {
    TableError::TooLarge { what, max }
}

fn within(count: usize, most: usize, what: (&'static str, &'static str)) -> Result<(), TableError> {
    if count < most { Ok(()) } else { Err(too_large(what, most as u64)) }
}

/// An opened workbook.
pub(super) struct Workbook<'a> {
    archive: Archive<'a>,
    sheets: Vec<(SheetInfo, String)>,
    shared: Vec<Box<str>>,
    /// By number of a cell's format: whether it shows a date.
    dates: Vec<bool>,
    from_1904: bool,
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|v| matches!(v.as_str(), "1" | "true" | "on"))
}

/// The characters an event adds to the text of its element.
fn add_text(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match &*reference.xml10_content() {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => out.extend(reference.resolve_char_ref().ok().flatten()),
        },
        _ => {}
    }
}

/// The same for the text of a cell, which has a bound.
fn added(event: &Event<'_>, out: &mut String) -> Result<(), TableError> {
    add_text(event, out);
    within(out.len(), TEXT, ("一つのセルの文字のバイト数", "bytes of text in one cell"))
}

/// Stops when one event goes on for too long: it is kept as a whole.
struct Metered<'c, R> {
    inner: R,
    since: &'c Counter<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if self.since.get() > EVENT {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let n = self.inner.read(buf)?;
        self.since.set(self.since.get().saturating_add(n as u64));
        Ok(n)
    }
}

/// Walks through a part; `see` says whether to go on.
fn walk(
    part: &str,
    stream: impl Read,
    mut see: impl FnMut(&Event<'_>) -> Result<bool, TableError>,
) -> Result<(), TableError> {
    let since = Counter::new(0_u64);
    let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, Metered { inner: stream, since: &since }));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        since.set(0);
        let event = reader.read_event_into(&mut buffer).map_err(|e| {
            if since.get() > EVENT {
                too_large(("ひと続きの文字のバイト数", "bytes in one piece of text"), EVENT)
            } else {
                TableError::damaged(part, e)
            }
        })?;
        match event {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(TableError::Doctype),
            event => {
                if !see(&event)? {
                    return Ok(());
                }
            }
        }
    }
}

impl<'a> Workbook<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, TableError> {
        let limits = Limits { unpacked: UNPACKED, ratio: RATIO, ..Limits::default() };
        let archive = Archive::open(bytes, &limits)?;
        let has = |name: &str| archive.name_of(name).is_some();
        if has("xl/workbook.bin") {
            return Err(TableError::OtherFormat(".xlsb"));
        }
        if has("content.xml") && has("mimetype") {
            return Err(TableError::OtherFormat("OpenDocument (.ods)"));
        }
        if !has("xl/workbook.xml") {
            return Err(TableError::NotATable);
        }
        let mut book = Self { archive, sheets: Vec::new(), shared: Vec::new(), dates: Vec::new(), from_1904: false };
        book.read_sheets()?;
        book.read_styles()?;
        book.read_shared()?;
        Ok(book)
    }

    pub(super) const fn counts_from_1904(&self) -> bool {
        self.from_1904
    }

    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        self.sheets.iter().map(|(info, _)| info.clone()).collect()
    }

    fn part(&self, name: &str, see: impl FnMut(&Event<'_>) -> Result<bool, TableError>) -> Result<(), TableError> {
        match self.archive.stream(name)? {
            None => Ok(()),
            Some(stream) => walk(name, stream, see),
        }
    }

    fn read_sheets(&mut self) -> Result<(), TableError> {
        let mut targets: HashMap<String, String> = HashMap::new();
        self.part("xl/_rels/workbook.xml.rels", |event| {
            if let Event::Start(e) | Event::Empty(e) = event
                && e.local_name().into_inner() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
            {
                within(targets.len(), SHEETS.saturating_mul(10), ("ブックの部品の数", "parts of the workbook"))?;
                within(id.len().max(target.len()), NAME, ("部品の名前のバイト数", "bytes in the name of a part"))?;
                targets.entry(id).or_insert(target);
            }
            Ok(true)
        })?;
        let (mut sheets, mut from_1904) = (Vec::new(), false);
        self.part("xl/workbook.xml", |event| {
            if let Event::Start(e) | Event::Empty(e) = event {
                match e.local_name().into_inner() {
                    "workbookPr" => from_1904 = is_on(e, "date1904"),
                    "sheet" => {
                        let hidden = attribute(e, "state").is_some_and(|s| s != "visible");
                        let name = attribute(e, "name").unwrap_or_default();
                        let id = attribute(e, "id").unwrap_or_default();
                        if let Some(target) = targets.get(&id) {
                            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                            // charts and dialogs have sheets too, without cells
                            if part.contains("worksheets/") {
                                within(sheets.len(), SHEETS, ("シートの数", "sheets"))?;
                                within(name.len(), NAME, ("シート名のバイト数", "bytes in the name of a sheet"))?;
                                sheets.push((SheetInfo { name, hidden }, part));
                            }
                        }
                    }
                    _ => {}
                }
            }
            Ok(true)
        })?;
        if sheets.is_empty() {
            return Err(TableError::damaged("xl/workbook.xml", "no worksheet"));
        }
        (self.sheets, self.from_1904) = (sheets, from_1904);
        Ok(())
    }

    fn read_styles(&mut self) -> Result<(), TableError> {
        let mut formats: HashMap<u32, bool> = HashMap::new();
        let what = ("セルの書式の数", "formats of cells");
        let (mut dates, mut inside) = (Vec::new(), false);
        self.part("xl/styles.xml", |event| {
            match event {
                Event::Start(e) | Event::Empty(e) => match e.local_name().into_inner() {
                    "numFmt" => {
                        let id = attribute(e, "numFmtId").and_then(|n| n.parse().ok());
                        let code = attribute(e, "formatCode").unwrap_or_default();
                        within(formats.len(), FORMATS, what)?;
                        if let Some(id) = id {
                            formats.entry(id).or_insert_with(|| cell::is_date_format(&code));
                        }
                    }
                    "cellXfs" => inside = matches!(event, Event::Start(_)),
                    "xf" if inside => {
                        let id: u32 = attribute(e, "numFmtId").and_then(|n| n.parse().ok()).unwrap_or(0);
                        let own = formats.get(&id).copied();
                        within(dates.len(), FORMATS, what)?;
                        dates.push(own.unwrap_or(matches!(id, 14..=17 | 22 | 27..=36 | 50..=58)));
                    }
                    _ => {}
                },
                Event::End(e) if e.local_name().into_inner() == "cellXfs" => inside = false,
                _ => {}
            }
            Ok(true)
        })?;
        self.dates = dates;
        Ok(())
    }

    fn read_shared(&mut self) -> Result<(), TableError> {
        let (mut shared, mut size): (Vec<Box<str>>, usize) = (Vec::new(), 0);
        let (mut text, mut inside, mut phonetic) = (String::new(), false, false);
        let mut keep = |text: String| {
            size = size.saturating_add(text.len()).saturating_add(KEPT);
            within(size, SHARED, ("文字のバイト数", "bytes of texts"))?;
            shared.push(cell::unescape(text).into_boxed_str());
            Ok::<(), TableError>(())
        };
        self.part("xl/sharedStrings.xml", |event| {
            match event {
                Event::Start(e) => match e.local_name().into_inner() {
                    "si" => text.clear(),
                    "t" => inside = true,
                    // readings written above the characters are no part of the text
                    "rPh" => phonetic = true,
                    _ => {}
                },
                Event::Empty(e) if e.local_name().into_inner() == "si" => keep(String::new())?,
                Event::End(e) => match e.local_name().into_inner() {
                    "t" => inside = false,
                    "rPh" => phonetic = false,
                    "si" => keep(std::mem::take(&mut text))?,
                    _ => {}
                },
                event if inside && !phonetic => added(event, &mut text)?,
                _ => {}
            }
            Ok(true)
        })?;
        self.shared = shared;
        Ok(())
    }

    pub(super) fn rows(&self, sheet: usize, see: &mut dyn FnMut(Row) -> bool) -> Result<(), TableError> {
        let Some((_, part)) = self.sheets.get(sheet) else { return Ok(()) };
        let mut rows = Rows {
            book: self,
            see,
            number: 0,
            cells: Vec::new(),
            next: 0,
            open: Open::default(),
            seen: 0,
            left: UNPACKED,
        };
        self.part(part, |event| rows.event(event))
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    text: String,
    formula: bool,
    /// Inside `v`, or `t` of an inline text.
    inside: bool,
    phonetic: bool,
}

struct Rows<'a, 'b> {
    book: &'b Workbook<'a>,
    see: &'b mut dyn FnMut(Row) -> bool,
    number: u32,
    cells: Vec<Cell>,
    /// Column of a cell that does not say where it stands: behind the one before it.
    next: usize,
    open: Open,
    seen: u64,
    /// Bytes of text that may still be handed on: a text shared between cells costs in each of them.
    left: u64,
}

impl Rows<'_, '_> {
    fn event(&mut self, event: &Event<'_>) -> Result<bool, TableError> {
        match event {
            Event::Start(e) => self.start(e)?,
            Event::Empty(e) => match e.local_name().into_inner() {
                "row" => self.row(e)?,
                "c" => self.begin(e)?,
                "f" => self.open.formula = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().into_inner() {
                "v" | "t" => self.open.inside = false,
                "rPh" => self.open.phonetic = false,
                "c" => self.cell()?,
                "row" => return Ok(self.give()),
                "sheetData" => return Ok(false),
                _ => {}
            },
            event if self.open.inside && !self.open.phonetic => added(event, &mut self.open.text)?,
            _ => {}
        }
        Ok(true)
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<(), TableError> {
        match e.local_name().into_inner() {
            "row" => self.row(e)?,
            "c" => self.begin(e)?,
            "f" => self.open.formula = true,
            "v" | "t" => self.open.inside = true,
            "rPh" => self.open.phonetic = true,
            _ => {}
        }
        Ok(())
    }

    /// A cell begins; an empty one takes its place as well.
    fn begin(&mut self, e: &BytesStart<'_>) -> Result<(), TableError> {
        self.step()?;
        let column = attribute(e, "r").and_then(|r| cell::place(&r)).map_or(self.next, |(column, _)| column);
        self.next = column.saturating_add(1);
        self.open = Open {
            column,
            kind: attribute(e, "t").unwrap_or_default(),
            style: attribute(e, "s").and_then(|s| s.parse().ok()).unwrap_or(0),
            ..Open::default()
        };
        Ok(())
    }

    /// One more row or cell.
    fn step(&mut self) -> Result<(), TableError> {
        self.seen = self.seen.saturating_add(1);
        if self.seen > MOST_CELLS { Err(too_large(("セルの数", "cells"), MOST_CELLS)) } else { Ok(()) }
    }

    fn row(&mut self, e: &BytesStart<'_>) -> Result<(), TableError> {
        self.step()?;
        self.next = 0;
        self.number = attribute(e, "r").and_then(|r| r.parse().ok()).unwrap_or_else(|| self.number.saturating_add(1));
        self.cells.clear();
        self.open = Open::default();
        Ok(())
    }

    fn cell(&mut self) -> Result<(), TableError> {
        let Open { column, kind, style, text, formula, .. } = std::mem::take(&mut self.open);
        if column >= MOST_COLUMNS || (text.is_empty() && !formula) {
            return Ok(());
        }
        let is_date = || self.book.dates.get(style).copied().unwrap_or(false);
        let mut number = false;
        let (text, error) = match kind.as_str() {
            "s" => {
                let index: usize = text.trim().parse().unwrap_or(usize::MAX);
                let shared = self.book.shared.get(index);
                let shared =
                    shared.ok_or_else(|| TableError::damaged("xl/sharedStrings.xml", format!("no text {index}")))?;
                (shared.to_string(), false)
            }
            "str" | "inlineStr" => (cell::unescape(text), false),
            "b" => (if text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), false),
            "e" => (text, true),
            "d" => (text.split_once('T').map_or(text.as_str(), |(day, _)| day).to_owned(), false),
            _ => {
                number = !text.trim().is_empty();
                let date = text.trim().parse().ok().filter(|_| is_date());
                let date = date.and_then(|serial| cell::date(serial, self.book.from_1904));
                (date.unwrap_or_else(|| cell::number(text.trim())), false)
            }
        };
        let too_much = || too_large(("文字のバイト数", "bytes of texts"), UNPACKED);
        self.left = self.left.checked_sub(text.len() as u64).ok_or_else(too_much)?;
        if self.cells.len() <= column {
            self.cells.resize(column.saturating_add(1), Cell::default());
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = Cell { text, number, formula, error };
        }
        Ok(())
    }

    /// Hands the row on; says whether to go on.
    fn give(&mut self) -> bool {
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().all(|c| c.text.is_empty() && !c.formula) {
            return true;
        }
        (self.see)(Row { number: self.number, cells })
    }
}
