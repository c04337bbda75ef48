//! The bare cells of a workbook, for programs that know its layout because they wrote it.

use std::collections::BTreeMap;

use crate::{SheetError, package::Package, place::Place, workbook};

/// A worksheet without any meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// Cells that hold something, by place.
    pub cells: BTreeMap<Place, GridCell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GridCell {
    /// What it holds, as text.
    pub text: String,
    /// It is computed.
    pub formula: bool,
    /// It is a number, which a date is as well.
    pub number: bool,
}

impl Grid {
    /// The cell at a row and column, both from 1.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&GridCell> {
        self.cells.get(&Place { row, column })
    }

    /// Its text; nothing where there is none.
    #[must_use]
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.cell(row, column).map_or("", |c| c.text.as_str())
    }

    /// The last row that holds something.
    #[must_use]
    pub fn last_row(&self) -> u32 {
        self.cells.keys().map(|place| place.row).max().unwrap_or(0)
    }
}

/// Reads the cells of every sheet, hidden ones too.
///
/// # Errors
/// As [`crate::read`].
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, SheetError> {
    let mut package = Package::open(bytes)?;
    let sheets = workbook::sheets(&mut package)?;
    let cell = |c: workbook::Cell| GridCell { text: decode(&c.text), formula: c.formula, number: c.number };
    let cells = |s: BTreeMap<Place, workbook::Cell>| {
        s.into_iter().filter(|(_, c)| c.formula || !c.text.is_empty()).map(|(place, c)| (place, cell(c))).collect()
    };
    Ok(sheets.into_iter().map(|s| Grid { name: s.name, cells: cells(s.cells) }).collect())
}

/// `_x000D_` in a cell is one character; `_x005F_` is the underscore that keeps such a code from being one.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let code = after
            .strip_prefix('x')
            .and_then(|a| Some((a.get(..4)?, a.get(4..)?.strip_prefix('_')?)))
            .filter(|(digits, _)| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|(digits, tail)| Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, tail)));
        match code {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('_');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn codes_of_characters_are_read() {
        assert_eq!(decode("a_x000D_b"), "a\rb");
        assert_eq!(decode("_x005F_x0041_"), "_x0041_");
        assert_eq!(decode("snake_case_xyz_"), "snake_case_xyz_");
        assert_eq!(decode("_x00"), "_x00");
    }
}
