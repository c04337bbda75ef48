//! Workbooks that are sent out to be filled in: protected sheets in which only some cells may be written, lists to choose
//! from, a count of what is done.
//!
//! A text is a text here as well. The only formula is a count of filled cells, which the caller cannot word.

use std::io::Cursor;

use jiff::Timestamp;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, Format, FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet,
    XlsxError,
};

use crate::{WriteError, limit, xlsx::base};

/// Sheet that holds the values of every list.
const LISTS: &str = "_lists";

/// A workbook.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is called.
    pub title: String,
    /// Who sends it.
    pub company: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The sheets in order.
    pub sheets: Vec<Page>,
}

/// Whether a sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    /// As every sheet.
    Shown,
    /// Only to programs.
    Hidden,
}

/// A sheet.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub visible: Visible,
    /// Widths of the columns in half-width characters; 0 hides one.
    pub widths: Vec<u16>,
    /// The rows.
    pub rows: Vec<Vec<Slot>>,
    /// The first rows that stay in sight.
    pub frozen: u32,
    /// Whether the first row is for programs only.
    pub keys: Visible,
    /// Lists to choose from.
    pub lists: Vec<Choices>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Nothing, locked.
    Empty,
    /// A large heading.
    Title(String),
    /// A head of a column.
    Head(String),
    /// A text that cannot be changed.
    Fixed(String),
    /// A cell to be filled in, with what it holds.
    Open(String),
    /// How many cells of an area are filled, out of how many.
    Count {
        /// The sheet.
        sheet: String,
        /// Column, from 0.
        column: u16,
        /// First row, from 0.
        first: u32,
        /// Last row, from 0.
        last: u32,
        /// How many are filled as the file is written.
        filled: usize,
    },
}

/// A list for the cells of a column.
#[derive(Debug, Clone)]
pub struct Choices {
    /// First row, from 0.
    pub first: u32,
    /// Last row, from 0.
    pub last: u32,
    /// Column, from 0.
    pub column: u16,
    /// What may be chosen.
    pub values: Vec<String>,
    /// What is said when something else is typed: title and sentence.
    pub refusal: (String, String),
}

struct Formats {
    title: Format,
    head: Format,
    fixed: Format,
    open: Format,
    key: Format,
}

impl Formats {
    fn new() -> Self {
        let boxed = || base().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00C9_D1DA));
        Self {
            title: base().set_bold().set_font_size(15),
            head: boxed().set_bold().set_background_color(Color::RGB(0x00E7_ECF2)),
            fixed: boxed(),
            // "@" keeps 1-2 and 0123 as they are typed
            open: boxed().set_unlocked().set_num_format("@").set_background_color(Color::RGB(0x00FF_FBE8)),
            key: base(),
        }
    }
}

impl Form {
    /// The file.
    ///
    /// # Errors
    /// [`WriteError::Workbook`] when it cannot be put together.
    pub fn write(&self) -> Result<Vec<u8>, WriteError> {
        let formats = Formats::new();
        let mut book = Workbook::new();
        let made = self.made_at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        let mut properties =
            DocProperties::new().set_title(limit::clean(&self.title)).set_company(limit::clean(&self.company));
        if let Some(made) = crate::xlsx::excel(made) {
            properties = properties.set_creation_datetime(&made);
        }
        book.set_properties(&properties);
        let mut values: Vec<&[String]> = Vec::new();
        for page in &self.sheets {
            let sheet = book.add_worksheet();
            page.write(sheet, &formats)?;
            for list in &page.lists {
                let at = values.iter().position(|v| *v == list.values.as_slice()).unwrap_or(values.len());
                if at == values.len() {
                    values.push(&list.values);
                }
                choose(sheet, list, at)?;
            }
        }
        if !values.is_empty() {
            let sheet = book.add_worksheet();
            sheet.set_name(LISTS)?.set_hidden(true).protect();
            for (column, list) in (0_u16..).zip(&values) {
                for (row, value) in (0_u32..).zip(*list) {
                    sheet.write_string(row, column, limit::clean(value))?;
                }
            }
        }
        let mut bytes = Cursor::new(Vec::new());
        book.save_to_writer(&mut bytes)?;
        Ok(bytes.into_inner())
    }
}

impl Page {
    fn write(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
        if self.visible == Visible::Hidden {
            sheet.set_hidden(true);
        }
        for (column, width) in (0_u16..).zip(&self.widths) {
            match width {
                0 => sheet.set_column_hidden(column)?,
                width => sheet.set_column_width(column, f64::from(*width))?,
            };
        }
        if self.frozen > 0 {
            sheet.set_freeze_panes(self.frozen, 0)?.set_repeat_rows(0, self.frozen.saturating_sub(1))?;
        }
        for (row, slots) in (0_u32..).zip(&self.rows) {
            for (column, slot) in (0_u16..).zip(slots) {
                self.slot(sheet, (row, column), slot, formats)?;
            }
        }
        if self.keys == Visible::Hidden {
            sheet.set_row_hidden(0)?;
        }
        // rows grow with what is typed, columns may be widened
        let options = ProtectionOptions { format_rows: true, format_columns: true, ..ProtectionOptions::default() };
        sheet.protect_with_options(&options);
        Ok(())
    }

    fn slot(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        slot: &Slot,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let text = |text: &str| limit::shorten(&limit::clean(text), limit::CELL).0;
        match slot {
            Slot::Empty => {}
            Slot::Title(words) => {
                sheet.write_string_with_format(row, column, text(words), &formats.title)?;
            }
            Slot::Head(words) => {
                sheet.write_string_with_format(row, column, text(words), &formats.head)?;
            }
            Slot::Fixed(words) if row == 0 && self.keys == Visible::Hidden => {
                sheet.write_string_with_format(row, column, text(words), &formats.key)?;
            }
            Slot::Fixed(words) => {
                sheet.write_string_with_format(row, column, text(words), &formats.fixed)?;
            }
            Slot::Open(words) if words.is_empty() => {
                sheet.write_blank(row, column, &formats.open)?;
            }
            Slot::Open(words) => {
                let words = text(words);
                let quoted = words.starts_with(['=', '+', '-', '@', '\'']);
                let format = if quoted { formats.open.clone().set_quote_prefix() } else { formats.open.clone() };
                sheet.write_string_with_format(row, column, words, &format)?;
            }
            Slot::Count { sheet: of, column: at, first, last, filled } => {
                let letter = rust_xlsxwriter::utility::column_number_to_name(*at);
                let name = of.replace('\'', "''");
                let (first, last) = (first.saturating_add(1), last.saturating_add(1));
                let formula = Formula::new(format!("=COUNTA('{name}'!{letter}{first}:{letter}{last})"));
                let formula = formula.set_result(filled.to_string());
                sheet.write_formula_with_format(row, column, formula, &formats.fixed)?;
            }
        }
        Ok(())
    }
}

fn choose(sheet: &mut Worksheet, list: &Choices, at: usize) -> Result<(), XlsxError> {
    let letter = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(at).unwrap_or(u16::MAX));
    let source = format!("={LISTS}!${letter}$1:${letter}${}", list.values.len());
    let title = limit::shorten(&limit::clean(&list.refusal.0), 32).0;
    let said = limit::shorten(&limit::clean(&list.refusal.1), 255).0;
    let rule = DataValidation::new()
        .allow_list_formula(Formula::new(source))
        .set_error_title(title)?
        .set_error_message(said)?;
    sheet.add_data_validation(list.first, list.column, list.last, list.column, &rule)?;
    Ok(())
}
