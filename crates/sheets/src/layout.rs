//! Where the questions of a workbook stand and where their answers go.
//!
//! No fixed cell, column or word decides: headers, lists of choices, what is empty, what is filled, merged areas and
//! the look of the texts are weighed together, block by block.

mod columns;
mod header;
mod loose;
mod names;
mod rows;
mod scale;
mod table;

pub use scale::{Choice, Meaning};

use crate::{place::Place, workbook::Sheet};

/// A question and the cells that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Name of the worksheet.
    pub sheet: String,
    /// The cell of the question; the last of its cells where it is split over several.
    pub cell: Place,
    /// All its cells in reading order.
    pub cells: Vec<Place>,
    /// The text, cells joined.
    pub text: String,
    /// The number as printed, where there is a column of numbers.
    pub number: Option<String>,
    /// Headings the question stands under, joined by ` / `.
    pub heading: String,
    /// Where and in which words the answer goes.
    pub answer: Answer,
    /// Where words go.
    pub remark: Option<Place>,
    /// Where the names of proofs go.
    pub evidence: Option<Place>,
    /// Where the day of the answer goes; only where a day of answering is asked for.
    pub date: Option<Place>,
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One of some values goes into a cell.
    Choice {
        /// The cell.
        cell: Place,
        /// The values.
        allowed: Vec<Choice>,
    },
    /// A mark goes into one of several cells.
    Marks {
        /// The mark, such as `○`.
        mark: String,
        /// What each cell stands for.
        options: Vec<(Choice, Place)>,
    },
    /// A box before one of several words in one cell is ticked.
    Boxes {
        /// The cell.
        cell: Place,
        /// The text of the cell with its empty boxes, and the words behind them.
        text: String,
        /// The words in the order of their boxes.
        options: Vec<Choice>,
    },
    /// Words go into a cell; the sheet does not say which.
    Words {
        /// The cell.
        cell: Place,
    },
    /// The cell is there, but locked, or it holds an answer already.
    Closed {
        /// The cell.
        cell: Place,
        /// What it holds.
        holds: String,
    },
    /// No cell for an answer was found.
    Nowhere,
}

impl Answer {
    /// The one cell of the answer, where there is one.
    #[must_use]
    pub const fn cell(&self) -> Option<Place> {
        match self {
            Self::Choice { cell, .. } | Self::Boxes { cell, .. } | Self::Words { cell } | Self::Closed { cell, .. } => {
                Some(*cell)
            }
            Self::Marks { .. } | Self::Nowhere => None,
        }
    }
}

/// Rows and columns that are looked at; beyond them no check sheet has questions.
pub(crate) const ROWS: u32 = 5_000;
pub(crate) const COLUMNS: u32 = 120;

/// The questions of all sheets that are shown.
pub(crate) fn questions(sheets: &[Sheet]) -> Vec<Question> {
    let legends = scale::Legends::read(sheets);
    let mut out = Vec::new();
    for sheet in sheets.iter().filter(|s| !s.hidden) {
        let (rows, columns) = sheet.extent();
        let extent = (rows.min(ROWS), columns.saturating_add(3).min(COLUMNS));
        let mut found = table::questions(sheet, extent, &legends);
        if found.is_empty() {
            found = loose::questions(sheet, extent, &legends);
        }
        out.extend(found);
    }
    out
}

/// Whether a text reads like a question or a requirement.
pub(crate) fn is_asking(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['）', ')', '」', ' ', '　', '。', '.']);
    let ends = |words: &[&str]| words.iter().any(|w| text.ends_with(w));
    let lower = text.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|w| lower.starts_with(w));
    ends(&[
        "か",
        "こと",
        "?",
        "？",
        "ください",
        "下さい",
        "している",
        "されている",
        "していない",
        "ある",
        "有無",
        "可否",
        "状況",
        "願います",
    ]) || (text.is_ascii()
        && (begins(&[
            "do ", "does ", "is ", "are ", "has ", "have ", "how ", "what ", "who ", "which ", "where ", "when ",
            "will ", "can ", "describe", "please", "provide", "list ", "state ",
        ]) || lower.contains(" shall ")
            || lower.contains(" must ")))
}
