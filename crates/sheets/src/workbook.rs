//! A workbook as far as filling it needs: cells, merged areas, lists to choose from, what is hidden and what is locked.

mod parts;
mod sheet;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    SheetError,
    layout::{self, Question},
    package::Package,
    place::{Area, Place},
};

/// A cell with what it shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cell {
    pub text: String,
    pub formula: bool,
    pub number: bool,
    pub locked: bool,
    /// Number of its format.
    pub style: u32,
}

/// A list a cell's value is to be chosen from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List {
    pub areas: Vec<Area>,
    /// The values, each with whether it is a number; empty where the list cannot be resolved.
    pub values: Vec<(String, bool)>,
}

const MERGED_CELLS: usize = 400_000;
const MERGED_AREA: usize = 5_000;
const LISTED_CELLS: usize = 2_000_000;

/// A worksheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub name: String,
    /// Name of its part in the package.
    pub part: String,
    pub hidden: bool,
    pub protected: bool,
    pub cells: BTreeMap<Place, Cell>,
    pub merges: Vec<Area>,
    /// The merged area of each cell that lies in one.
    pub merged: HashMap<Place, usize>,
    pub lists: Vec<List>,
    /// The list of each cell that has one, as far as questions are looked for.
    pub listed: HashMap<Place, usize>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: Vec<(u32, u32)>,
}

impl Sheet {
    /// Notes which cells lie in merged areas; huge areas are decoration and noted in part.
    pub fn index_merges(&mut self) {
        for (index, area) in self.merges.iter().enumerate() {
            if self.merged.len() > MERGED_CELLS {
                break;
            }
            self.merged.extend(area.places(MERGED_AREA).into_iter().map(|place| (place, index)));
        }
    }

    /// What a cell shows, trimmed; nothing for an empty one.
    pub fn text(&self, place: Place) -> &str {
        self.cells.get(&place).map_or("", |c| c.text.trim())
    }

    /// The merged area a cell lies in.
    pub fn merge(&self, place: Place) -> Option<&Area> {
        self.merged.get(&place).and_then(|index| self.merges.get(*index))
    }

    /// The cell that holds the value of this one: itself, or the top left one of its merged area.
    pub fn holder(&self, place: Place) -> Place {
        self.merge(place).map_or(place, |area| area.first)
    }

    /// Notes which cells have a list; of several the first.
    pub fn index_lists(&mut self) {
        let mut left = LISTED_CELLS;
        for (index, list) in self.lists.iter().enumerate() {
            for area in &list.areas {
                let places = area.clipped(layout::ROWS, layout::COLUMNS).places(left);
                left = left.saturating_sub(places.len());
                for place in places {
                    self.listed.entry(place).or_insert(index);
                }
            }
        }
    }

    pub fn list(&self, place: Place) -> Option<&List> {
        self.listed.get(&place).and_then(|index| self.lists.get(*index))
    }

    pub fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Whether a person could write here: no formula, and not locked in a protected sheet.
    pub fn is_open(&self, place: Place) -> bool {
        match self.cells.get(&place) {
            Some(cell) => !(cell.formula || self.protected && cell.locked),
            None => !self.protected,
        }
    }

    /// The last row and column with a text.
    pub fn extent(&self) -> (u32, u32) {
        let filled = self.cells.iter().filter(|(_, c)| !c.text.is_empty() || c.formula);
        filled.fold((0, 0), |(row, column), (place, _)| (row.max(place.row), column.max(place.column)))
    }
}

/// A workbook that was read, with the questions found in it.
#[derive(Debug, Clone)]
pub struct Workbook {
    pub(crate) sheets: Vec<Sheet>,
    questions: Vec<Question>,
}

impl Workbook {
    /// The questions, sheet by sheet from top to bottom.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What a cell shows; nothing where there is no such sheet or text.
    #[must_use]
    pub fn text(&self, sheet: &str, place: Place) -> &str {
        self.sheets.iter().find(|s| s.name == sheet).map_or("", |s| s.text(place))
    }

    /// Whether most texts of the workbook are Japanese.
    #[must_use]
    pub fn is_japanese(&self) -> bool {
        let texts = self.sheets.iter().flat_map(|s| s.cells.values()).map(|c| c.text.as_str());
        let (mut japanese, mut all) = (0_usize, 0_usize);
        for text in texts.filter(|t| t.chars().any(char::is_alphabetic)) {
            all = all.saturating_add(1);
            if text.chars().any(|c| matches!(c, 'ぁ'..='ヿ' | '\u{4e00}'..='\u{9fff}')) {
                japanese = japanese.saturating_add(1);
            }
        }
        all == 0 || japanese.saturating_mul(3) >= all
    }
}

/// Reads a workbook and finds its questions.
///
/// # Errors
/// What is no .xlsx or .xlsm, is encrypted, damaged, too large, or declares a document type.
pub fn read(bytes: &[u8]) -> Result<Workbook, SheetError> {
    let mut package = Package::open(bytes)?;
    let sheets = parts::sheets(&mut package)?;
    let questions = layout::questions(&sheets);
    Ok(Workbook { sheets, questions })
}
