//! Tables in Excel workbooks (.xlsx, .xlsm) and CSV files, row by row: every cell as the text a person sees, with its place.
//!
//! Memory does not grow with the number of rows; what the file claims about itself is not believed. A cell that is computed
//! gives the value that was stored with it and says so.
//!
//! ```
//! use reader::table::{File, Source};
//!
//! let file = File::open("番号,名前\r\n1,霧沢\r\n".as_bytes())?;
//! assert_eq!(file.source(), Source::Csv { encoding: "UTF-8", delimiter: ',' });
//! let mut seen = Vec::new();
//! file.rows(0, &mut |row| {
//!     seen.push((row.number, row.cells.len()));
//!     true
//! })?;
//! assert_eq!(seen, [(1, 2), (2, 2)]);
//! # Ok::<(), reader::table::TableError>(())
//! ```

mod cell;
mod csv;
mod error;
mod workbook;

pub use cell::{Cell, Row, column_name};
pub use error::TableError;

/// Largest file, in bytes.
pub const MOST_BYTES: u64 = 64 << 20;
/// Most columns of a row that are read.
pub const MOST_COLUMNS: usize = 512;
/// Most cells of a sheet.
pub const MOST_CELLS: u64 = 20_000_000;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// An Excel workbook.
    Workbook {
        /// Its days count from 1904.
        from_1904: bool,
    },
    /// Separated values.
    Csv {
        /// Name of the encoding.
        encoding: &'static str,
        /// What stands between the values.
        delimiter: char,
    },
}

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name; empty for CSV.
    pub name: String,
    /// Not shown in Excel.
    pub hidden: bool,
}

/// An opened file.
pub struct File<'a> {
    inner: Inner<'a>,
}

enum Inner<'a> {
    Workbook(Box<workbook::Workbook<'a>>),
    Csv(csv::Text),
}

impl<'a> File<'a> {
    /// Opens a workbook or a CSV file; the content decides which.
    ///
    /// # Errors
    /// One sentence why the file cannot be read.
    pub fn open(bytes: &'a [u8]) -> Result<Self, TableError> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > MOST_BYTES {
            return Err(TableError::TooLarge {
                what: ("ファイルのバイト数", "bytes in the file"), max: MOST_BYTES
            });
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(TableError::Empty);
        }
        let inner = match error::kind(bytes)? {
            error::Kind::Zip => Inner::Workbook(Box::new(workbook::Workbook::open(bytes)?)),
            error::Kind::Text => Inner::Csv(csv::Text::open(bytes)?),
        };
        Ok(Self { inner })
    }

    /// What kind of file it is.
    #[must_use]
    pub fn source(&self) -> Source {
        match &self.inner {
            Inner::Workbook(book) => Source::Workbook { from_1904: book.counts_from_1904() },
            Inner::Csv(text) => Source::Csv { encoding: text.encoding(), delimiter: text.delimiter() },
        }
    }

    /// Its worksheets in order; one without a name for CSV.
    #[must_use]
    pub fn sheets(&self) -> Vec<SheetInfo> {
        match &self.inner {
            Inner::Workbook(book) => book.sheets(),
            Inner::Csv(_) => vec![SheetInfo { name: String::new(), hidden: false }],
        }
    }

    /// Gives each row that has any cell to `see`, from the top, until it says false.
    ///
    /// # Errors
    /// What is broken or too large further down; rows before it were seen.
    pub fn rows(&self, sheet: usize, see: &mut dyn FnMut(Row) -> bool) -> Result<(), TableError> {
        match &self.inner {
            Inner::Workbook(book) => book.rows(sheet, see),
            Inner::Csv(text) => text.rows(see),
        }
    }
}

#[cfg(test)]
mod tests;
