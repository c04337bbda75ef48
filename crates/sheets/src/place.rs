//! Cells and areas by their names in Excel.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// A cell of a worksheet; rows and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The row.
    pub row: u32,
    /// The column; A is 1.
    pub column: u32,
}

impl Place {
    /// Most rows of a worksheet.
    pub(crate) const ROWS: u32 = 1_048_576;
    /// Most columns of a worksheet.
    pub(crate) const COLUMNS: u32 = 16_384;

    /// The cell so many columns to the right.
    pub(crate) const fn right(self, columns: u32) -> Self {
        Self { row: self.row, column: self.column.saturating_add(columns) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = self.column;
        while rest > 0 {
            let digit = rest.saturating_sub(1) % 26;
            letters.push(char::from(b'A'.saturating_add(u8::try_from(digit).unwrap_or(0))));
            rest = rest.saturating_sub(1) / 26;
        }
        for letter in letters.iter().rev() {
            write!(f, "{letter}")?;
        }
        write!(f, "{}", self.row)
    }
}

impl FromStr for Place {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim().replace('$', "");
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let digits = text.strip_prefix(letters.as_str()).unwrap_or_default();
        if letters.is_empty() || letters.len() > 3 || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(());
        }
        let column = letters.bytes().fold(0_u32, |sum, b| {
            sum.saturating_mul(26)
                .saturating_add(u32::from(b.to_ascii_uppercase().saturating_sub(b'A')))
                .saturating_add(1)
        });
        let row: u32 = digits.parse().map_err(|_| ())?;
        let fits = (1..=Self::ROWS).contains(&row) && (1..=Self::COLUMNS).contains(&column);
        if fits { Ok(Self { row, column }) } else { Err(()) }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub first: Place,
    pub last: Place,
}

impl Area {
    pub const fn contains(&self, place: Place) -> bool {
        self.first.row <= place.row
            && place.row <= self.last.row
            && self.first.column <= place.column
            && place.column <= self.last.column
    }

    pub const fn is_wide(&self) -> bool {
        self.first.column < self.last.column
    }

    /// The part of it within so many rows and columns; empty where there is none.
    pub fn clipped(&self, rows: u32, columns: u32) -> Self {
        let last = Place { row: self.last.row.min(rows), column: self.last.column.min(columns) };
        Self { first: self.first, last }
    }

    /// The cells, at most `most` of them.
    pub fn places(&self, most: usize) -> Vec<Place> {
        (self.first.row..=self.last.row)
            .flat_map(|row| (self.first.column..=self.last.column).map(move |column| Place { row, column }))
            .take(most)
            .collect()
    }

    /// Reads `E8`, `E8:G9`, `$A$2:$A$7` and whole columns `A:A`.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        if let (Ok(first), Ok(last)) = (first.parse::<Place>(), last.parse::<Place>()) {
            return Some(Self {
                first: Place { row: first.row.min(last.row), column: first.column.min(last.column) },
                last: Place { row: first.row.max(last.row), column: first.column.max(last.column) },
            });
        }
        let first = format!("{first}1").parse::<Place>().ok()?;
        let last = format!("{last}{}", Place::ROWS).parse::<Place>().ok()?;
        Some(Self { first, last })
    }

    /// Reads a list of areas separated by spaces.
    pub fn parse_list(text: &str) -> Vec<Self> {
        text.split_whitespace().filter_map(Self::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Place};

    #[test]
    fn names_of_cells_are_read_and_written() {
        for name in ["A1", "Z9", "AA10", "AZ1", "XFD1048576"] {
            assert_eq!(name.parse::<Place>().unwrap().to_string(), name);
        }
        for name in ["", "A", "1", "A0", "XFE1", "A1048577", "あ1", "A-1", "AAAA1"] {
            assert!(name.parse::<Place>().is_err(), "{name}");
        }
        assert_eq!(Area::parse("$B$3:A1").unwrap().places(10).len(), 6);
        assert!(Area::parse("E:E").unwrap().contains("E500".parse().unwrap()));
    }
}
