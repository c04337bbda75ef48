//! Excel workbooks: one sheet with the table, one about it.
//!
//! Rows are streamed to an unnamed temporary file, so that memory does not grow with the table.

use std::io::{Cursor, Seek, Write};
use std::path::Path;

use domain::{Lang, Words, calendar};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::limit::{self, Place, Shortened};
use crate::table::japan;
use crate::{About, Cell, Column, Kind, Table, WriteError};

/// Most rows of a sheet, without the header.
pub const MAX_ROWS: u32 = 1_048_575;
/// Most shortened places that are told.
pub const MAX_TOLD: usize = 1000;

const MAX_COLUMNS: usize = 16_384;
/// Beyond fifteen digits Excel would round.
const EXACT: i64 = 999_999_999_999_999;
const FONT: &str = "BIZ UDPGothic";
const SIZE: f64 = 10.5;
const ABOUT: Words = Words { ja: "この表について", en: "About" };
const DATE: &str = "yyyy\\-mm\\-dd";
const DATE_TIME: &str = "yyyy\\-mm\\-dd\\ hh:mm:ss";
const GROUPED: &str = "#,##0";

/// Writes a table row by row.
pub struct Writer {
    book: Workbook,
    sheet: Worksheet,
    table: Table,
    formats: Formats,
    rows: u32,
    shortened: Vec<Shortened>,
}

/// A finished workbook.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What had to be shortened; the first [`MAX_TOLD`] places.
    pub shortened: Vec<Shortened>,
}

struct Formats {
    head: Format,
    text: Format,
    /// For texts that would become formulas when someone edits the cell.
    quoted: Format,
    grouped: Format,
    date: Format,
    date_time: Format,
    label: Format,
}

pub(crate) fn base() -> Format {
    // 128 is the character set of Japanese fonts
    Format::new().set_font_name(FONT).set_font_size(SIZE).set_font_charset(128).set_align(FormatAlign::Top)
}

impl Formats {
    fn new() -> Self {
        let text = base().set_text_wrap();
        let bold = base().set_bold();
        Self {
            head: bold
                .clone()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00E7_ECF2))
                .set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            text,
            grouped: base().set_num_format(GROUPED).set_align(FormatAlign::Right),
            date: base().set_num_format(DATE).set_align(FormatAlign::Left),
            date_time: base().set_num_format(DATE_TIME).set_align(FormatAlign::Left),
            label: bold,
        }
    }

    const fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Integer | Kind::Yen => &self.grouped,
            Kind::Date => &self.date,
            Kind::DateTime => &self.date_time,
        }
    }
}

impl Writer {
    /// Begins a workbook; rows go through the system's directory for temporary files.
    ///
    /// # Errors
    /// [`WriteError::Width`] for too few or too many columns; [`WriteError::Workbook`] when there is no room for the
    /// temporary file.
    pub fn new(table: &Table) -> Result<Self, WriteError> {
        Self::begin(table, None)
    }

    /// Begins a workbook whose rows go through a directory of the caller's choice.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn new_in(table: &Table, directory: &Path) -> Result<Self, WriteError> {
        Self::begin(table, Some(directory))
    }

    fn begin(table: &Table, directory: Option<&Path>) -> Result<Self, WriteError> {
        if table.columns.is_empty() || table.columns.len() > MAX_COLUMNS {
            return Err(WriteError::Width(table.columns.len()));
        }
        let mut book = Workbook::new();
        if let Some(directory) = directory {
            book.set_tempdir(directory)?;
        }
        book.set_default_format(&base(), 20, 64)?;
        let mut sheet = book.new_worksheet_with_constant_memory()?;
        let (name, length) = limit::sheet_name(&table.sheet, ABOUT.get(table.lang));
        sheet.set_name(name)?;
        let mut writer =
            Self { book, sheet, table: table.clone(), formats: Formats::new(), rows: 0, shortened: Vec::new() };
        if let Some(length) = length {
            writer.tell(Place::Sheet, length, limit::SHEET);
        }
        writer.head()?;
        Ok(writer)
    }

    fn head(&mut self) -> Result<(), XlsxError> {
        print_setup(&mut self.sheet);
        self.sheet.set_landscape().set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        let title = limit::shorten(&limit::clean(&self.table.title), 60).0.replace('&', "&&").replace('\n', " ");
        self.sheet.set_header(format!("&L{title}"));
        let columns: Vec<Column> = self.table.columns.clone();
        for (at, column) in (0u16..).zip(&columns) {
            self.sheet.set_column_width(at, f64::from(column.width.clamp(4, 120)))?;
            // empty cells that someone fills in later show as the others do
            self.sheet.set_column_format(at, self.formats.of(column.kind))?;
            let text = self.fit(&column.head, Place::Cell { row: 1, column: column.key });
            self.sheet.write_string_with_format(0, at, text, &self.formats.head)?;
        }
        Ok(())
    }

    /// The next row.
    ///
    /// # Errors
    /// [`WriteError::Columns`] when the number of cells is wrong, [`WriteError::TooManyRows`] when the sheet is full,
    /// [`WriteError::Workbook`] when nothing can be written.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        let columns = self.table.columns.len();
        let row = self.rows.saturating_add(1);
        if cells.len() != columns {
            return Err(WriteError::Columns { row, given: cells.len(), columns });
        }
        if row > MAX_ROWS {
            return Err(WriteError::TooManyRows);
        }
        self.rows = row;
        for (at, cell) in (0u16..).zip(cells) {
            self.cell(row, at, cell)?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, at: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => self.text(row, at, text)?,
            Cell::Integer(number) if number.unsigned_abs() > EXACT.unsigned_abs() => {
                self.sheet.write_string_with_format(row, at, number.to_string(), &self.formats.text)?;
            }
            Cell::Integer(number) => {
                #[expect(clippy::cast_precision_loss, reason = "at most fifteen digits, which a double holds exactly")]
                let number = *number as f64;
                self.sheet.write_number_with_format(row, at, number, &self.formats.grouped)?;
            }
            Cell::Date(date) => match excel(date.at(0, 0, 0, 0)) {
                Some(serial) => {
                    self.sheet.write_datetime_with_format(row, at, &serial, &self.formats.date)?;
                }
                None => self.text(row, at, &date.to_string())?,
            },
            Cell::Timestamp(instant) => {
                let local = japan(*instant);
                match excel(local) {
                    Some(serial) => {
                        self.sheet.write_datetime_with_format(row, at, &serial, &self.formats.date_time)?;
                    }
                    None => self.text(row, at, &local.strftime("%Y-%m-%d %H:%M:%S").to_string())?,
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, row: u32, at: u16, text: &str) -> Result<(), XlsxError> {
        let key = self.table.columns.get(usize::from(at)).map_or("", |column| column.key);
        let text = self.fit(text, Place::Cell { row: row.saturating_add(1), column: key });
        if !text.is_empty() {
            let formula = text.starts_with(['=', '+', '-', '@', '\'']);
            let format = if formula { &self.formats.quoted } else { &self.formats.text };
            self.sheet.write_string_with_format(row, at, text, format)?;
        }
        Ok(())
    }

    fn fit(&mut self, text: &str, place: Place) -> String {
        let (text, length) = limit::shorten(&limit::clean(text), limit::CELL);
        if let Some(length) = length {
            self.tell(place, length, limit::CELL);
        }
        text
    }

    fn tell(&mut self, place: Place, length: usize, max: usize) {
        if self.shortened.len() < MAX_TOLD {
            self.shortened.push(Shortened { place, length, max });
        }
    }

    /// Closes the table, adds the sheet about it and gives the file.
    ///
    /// # Errors
    /// [`WriteError::Workbook`] when the file cannot be put together.
    pub fn finish(self, about: &About) -> Result<Written, WriteError> {
        let mut bytes = Cursor::new(Vec::new());
        let shortened = self.finish_to(&mut bytes, about)?;
        Ok(Written { bytes: bytes.into_inner(), shortened })
    }

    /// As [`Self::finish`], to a file or anything else that can be written and wound back.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn finish_to<W: Write + Seek + Send>(mut self, to: W, about: &About) -> Result<Vec<Shortened>, WriteError> {
        let last = u16::try_from(self.table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.sheet.autofilter(0, 0, self.rows.max(1), last)?;
        let sheet = self.about(about)?;
        self.book.set_properties(&properties(&self.table, about));
        self.book.push_worksheet(self.sheet);
        self.book.push_worksheet(sheet);
        self.book.save_to_writer(to)?;
        Ok(self.shortened)
    }

    fn about(&mut self, about: &About) -> Result<Worksheet, XlsxError> {
        let mut sheet = self.book.new_worksheet_with_constant_memory()?;
        sheet.set_name(ABOUT.get(self.table.lang))?;
        print_setup(&mut sheet);
        sheet.set_column_width(0, 24)?.set_column_width(1, 70)?;
        for (row, (name, value)) in (0u32..).zip(lines(&self.table, about, self.rows)) {
            let name = self.fit(&name, Place::About { row: row.saturating_add(1) });
            let value = self.fit(&value, Place::About { row: row.saturating_add(1) });
            sheet.write_string_with_format(row, 0, name, &self.formats.label)?;
            sheet.write_string_with_format(row, 1, value, &self.formats.text)?;
        }
        Ok(sheet)
    }
}

fn print_setup(sheet: &mut Worksheet) {
    // paper 9 is A4; one page wide, as many as needed long
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
}

/// The date as Excel counts it; `None` before 1900, which Excel cannot show.
pub(crate) fn excel(at: jiff::civil::DateTime) -> Option<ExcelDateTime> {
    let part = |n: i8| u8::try_from(n).ok();
    let year = u16::try_from(at.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?)
        .ok()?
        .and_hms(u16::from(part(at.hour())?), part(at.minute())?, f64::from(at.second()))
        .ok()
}

fn properties(table: &Table, about: &About) -> DocProperties {
    let mut properties = DocProperties::new()
        .set_title(limit::clean(&table.title))
        .set_company(limit::clean(&about.organisation))
        .set_author(limit::clean(about.exported_by.as_deref().unwrap_or("Sekimori")));
    let made = about.exported_at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    if let Some(made) = excel(made) {
        properties = properties.set_creation_datetime(&made);
    }
    properties
}

/// The lines of the sheet about the table.
fn lines(table: &Table, about: &About, rows: u32) -> Vec<(String, String)> {
    let lang = table.lang;
    let label = |ja, en| Words { ja, en }.get(lang).to_owned();
    let local = japan(about.exported_at);
    let time = local.strftime("%H:%M");
    let exported = match lang {
        Lang::Ja => format!("{} {time}（日本時間）", calendar::long_date(local.date(), lang)),
        Lang::En => format!("{} {time} (Japan Standard Time)", calendar::long_date(local.date(), lang)),
    };
    let mut lines = vec![
        (label("表の名前", "Table"), table.title.clone()),
        (label("組織", "Organisation"), about.organisation.clone()),
        (label("書き出した日時", "Exported"), exported),
    ];
    lines.extend(about.exported_by.iter().map(|by| (label("書き出した者", "Exported by"), by.clone())));
    lines.push((label("行数", "Rows"), domain::text::group_digits(i64::from(rows))));
    if about.filters.is_empty() {
        lines.push((label("絞り込み", "Filters"), label("なし", "None")));
    }
    for (name, value) in &about.filters {
        lines.push((label("絞り込み", "Filter"), format!("{name}: {value}")));
    }
    lines.extend(
        about.ledger_seq.map(|seq| (label("台帳の記録", "Ledger entry"), label("第", "No. ") + &seq.to_string())),
    );
    for column in &table.columns {
        let kind = match column.kind {
            Kind::Text => label("文字", "text"),
            Kind::Integer => label("整数", "whole number"),
            Kind::Yen => label("円", "yen"),
            Kind::Date => label("日付", "date"),
            Kind::DateTime => label("日時（日本時間）", "date and time (Japan Standard Time)"),
        };
        lines.push((label("列", "Column"), format!("{} [{}] {kind}", column.head, column.key)));
    }
    lines
}

#[cfg(test)]
mod tests;
