//! Tables and papers to bytes: Excel workbooks, CSV, Word, PDF and HTML that a Japanese office opens without a question.
//!
//! The crate lays out what it is given. It does not choose columns or clauses, fetch rows or decide who may see them, and
//! it never writes a formula: a text is a text, whatever it begins with.
//!
//! Tables are written by [`xlsx`] and [`csv`]. Papers are described by [`paper`] and written by [`docx`], [`pdf`] and
//! [`html`], which number articles and resolve references through the same code.
//!
//! ```
//! use domain::Lang;
//! use writer::{About, Cell, Column, Kind, Table, csv, xlsx};
//!
//! let table = Table {
//!     title: "委託案件の一覧".into(),
//!     sheet: "委託案件".into(),
//!     columns: vec![
//!         Column::new("number", "番号", 10, Kind::Text),
//!         Column::new("amount", "予定額（円）", 16, Kind::Yen),
//!     ],
//!     lang: Lang::Ja,
//! };
//! let row = [Cell::from("R8-0012"), Cell::Integer(48_620_000)];
//!
//! let mut sheet = csv::Writer::new(Vec::new(), &table)?;
//! sheet.row(&row)?;
//! let bytes = sheet.finish()?;
//! assert_eq!(bytes, "\u{feff}番号,予定額（円）\r\nR8-0012,48620000\r\n".as_bytes());
//!
//! let mut book = xlsx::Writer::new(&table)?;
//! book.row(&row)?;
//! let about = About::new("霞が関省", "2026-06-11T01:02:03Z".parse().unwrap());
//! let written = book.finish(&about)?;
//! assert!(written.bytes.starts_with(b"PK") && written.shortened.is_empty());
//! # Ok::<(), writer::WriteError>(())
//! ```

pub mod csv;
pub mod docx;
pub mod file_name;
pub mod form;
pub mod html;
mod limit;
pub mod paper;
pub mod pdf;
mod table;
pub mod xlsx;

pub use limit::{Place, Shortened};
pub use table::{About, Cell, Column, Kind, Table};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A row does not have as many cells as there are columns.
    #[error("row {row} has {given} cells; the table has {columns} columns")]
    Columns {
        /// Row, from 1, without the header.
        row: u32,
        /// Cells given.
        given: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A table without columns, or with more than a sheet can hold.
    #[error("a sheet holds 1 to 16,384 columns; the table has {0}")]
    Width(usize),
    /// More rows than a sheet can hold.
    #[error("a sheet holds at most {max} rows", max = xlsx::MAX_ROWS)]
    TooManyRows,
    /// The workbook could not be written.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV could not be written.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// Nothing could be written to where it should go.
    #[error("could not be written: {0}")]
    Io(#[from] std::io::Error),
}

impl WriteError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: domain::Lang) -> String {
        if lang == domain::Lang::En {
            return self.to_string();
        }
        match self {
            Self::Columns { row, given, columns } => {
                format!("{row}行目のセルが{given}個です。表の列は{columns}個です")
            }
            Self::Width(given) => format!("シートの列は1から16,384までです。この表の列は{given}個です"),
            Self::TooManyRows => format!(
                "Excelのシートに入るのは{}行までです。絞り込むか、CSVで書き出してください",
                domain::text::group_digits(i64::from(xlsx::MAX_ROWS))
            ),
            Self::Workbook(_) | Self::Csv(_) | Self::Io(_) => "ファイルを書き出せませんでした".to_owned(),
        }
    }
}
