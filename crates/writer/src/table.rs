//! What is to be written: columns, cells and where the table comes from.

use domain::Lang;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz};

/// A table for people.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it is called.
    pub title: String,
    /// Name of the sheet; made to fit Excel's rules.
    pub sheet: String,
    /// Columns, from the left.
    pub columns: Vec<Column>,
    /// Language of heads and of the sheet about the table.
    pub lang: Lang,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Head for people.
    pub head: String,
    /// Name for programs, the same in every language.
    pub key: &'static str,
    /// Width in half-width characters.
    pub width: u16,
    /// What its cells hold.
    pub kind: Kind,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(key: &'static str, head: impl Into<String>, width: u16, kind: Kind) -> Self {
        Self { head: head.into(), key, width, kind }
    }
}

/// What the cells of a column hold. It decides alignment and number format; each cell is written as what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, wrapped.
    Text,
    /// Whole numbers with grouped digits.
    Integer,
    /// Amounts in yen with grouped digits.
    Yen,
    /// Dates.
    Date,
    /// Instants, shown in Japan Standard Time.
    DateTime,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text; never a formula.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Calendar date.
    Date(Date),
    /// Instant.
    Timestamp(Timestamp),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}
impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::Timestamp(at)
    }
}
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Where a table comes from, for the sheet about it.
#[derive(Debug, Clone)]
pub struct About {
    /// The organisation.
    pub organisation: String,
    /// When it was exported.
    pub exported_at: Timestamp,
    /// Who exported it.
    pub exported_by: Option<String>,
    /// What the list was narrowed down by: name and value.
    pub filters: Vec<(String, String)>,
    /// Number of the ledger entry that records the export.
    pub ledger_seq: Option<u64>,
}

impl About {
    /// Only what every export has.
    #[must_use]
    pub fn new(organisation: impl Into<String>, exported_at: Timestamp) -> Self {
        Self {
            organisation: organisation.into(),
            exported_at,
            exported_by: None,
            filters: Vec::new(),
            ledger_seq: None,
        }
    }
}

/// The clock on a wall in Japan.
pub(crate) fn japan(at: Timestamp) -> DateTime {
    tz::Offset::constant(9).to_datetime(at)
}
