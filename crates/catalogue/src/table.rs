//! Tables 1 and 2: measures × the nine categories of work (NISC-2008 6.1 and 7.1; §3 of the requirements).
//!
//! Three of the four marks were lost in the text that survives. What was printed and what was derived, and by which
//! reason, is kept apart in every cell.

use std::collections::BTreeMap;

use domain::engagement::Category;
use serde::{Deserialize, Serialize};

use crate::{MeasureId, SourceRef, Text, id::two_digits};

catalogue_id! {
    /// Id of a row: `T1-7`, `T2-13`; `T1-x` is the row added to table 1.
    pub struct RowId:
        "「T1-7」「T2-13」のような番号です",
        "an id such as T1-7 or T2-13",
        |text| text.strip_prefix("T1-").or_else(|| text.strip_prefix("T2-")).is_some_and(|n| {
            n == "x" || two_digits(n) || (n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
        });
}

impl RowId {
    /// The table it belongs to.
    #[must_use]
    pub fn table(&self) -> TableNumber {
        if self.as_str().starts_with("T2") { TableNumber::Contract } else { TableNumber::Specification }
    }
}

domain::codes! {
    /// One of the two tables.
    pub enum TableNumber ("表", "Table") {
        /// Table 1, in the procurement specification.
        Specification = "1" ("表1（調達仕様）", "Table 1 (specification)"),
        /// Table 2, in the contract.
        Contract = "2" ("表2（契約）", "Table 2 (contract)"),
    }
}

domain::codes! {
    /// What a cell asks for.
    pub enum CellMark ("要否の印", "Mark") {
        /// Needed.
        Required = "required" ("必要", "Required"),
        /// Chosen for each procurement.
        Optional = "optional" ("選択", "Optional"),
        /// Normally part of the service itself.
        Included = "included" ("一般にサービスに含まれている", "Included in the service"),
        /// Not asked for.
        NotApplicable = "not_applicable" ("×（適用外）", "Not applicable"),
        /// Physical measures only.
        PhysicalOnly = "physical_only" ("物理的対策", "Physical measures only"),
    }
}

domain::codes! {
    /// Where a mark comes from.
    pub enum MarkStanding ("印の出どころ", "Standing of a mark") {
        /// Printed in the source.
        Printed = "printed" ("印刷されている", "Printed"),
        /// Derived from the examples of the source.
        Derived = "derived" ("例から導いた", "Derived"),
        /// In a row that the source does not have.
        Added = "added" ("関守が加えた", "Added"),
    }
}

domain::codes! {
    /// Why a mark was derived as it was.
    pub enum ReasonLetter ("導いた理由", "Reason") {
        /// The item stands without condition for the category.
        Unconditional = "u" ("条件なしの項目", "Unconditional"),
        /// Unconditional heading, alternative wordings.
        Alternatives = "a" ("書き方だけが選択", "Alternative wordings"),
        /// Marked for the construction of systems.
        ConstructionType = "t" ("システムの構築の場合", "Construction of systems"),
        /// Under a condition.
        Condition = "c" ("条件付きの項目", "Under a condition"),
        /// Under a condition, but announcing it is a duty.
        ConditionAnnounced = "c_star" ("条件付きだが周知は義務", "Condition, announcing is a duty"),
        /// A note says that a suitable service achieves it.
        ServiceNote = "n" ("サービスが満たすとの注記", "Note on the service"),
        /// Absent, neither crossed out nor noted.
        Silent = "z" ("記載がない", "Silent"),
        /// Left out of the example, but other text obliges it.
        Omission = "d" ("例の抜け", "Omission"),
    }
}

impl ReasonLetter {
    /// True when an optional item is chosen at first (defect D5: the duty to announce it stands elsewhere).
    #[must_use]
    pub const fn chosen_at_first(self) -> bool {
        matches!(self, Self::ConditionAnnounced)
    }
}

/// Whether a cell is read one column to the right of where it is printed (defect D1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shifted(pub bool);

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What it asks for.
    pub mark: CellMark,
    /// Where the mark comes from.
    pub standing: MarkStanding,
    /// Why it was derived; none when printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonLetter>,
    /// Whether it was read after the shift.
    #[serde(default)]
    pub shifted: Shifted,
    /// Numbers of footnotes.
    #[serde(default)]
    pub notes: Vec<u8>,
    /// Measures of this cell where they differ from the row's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<MeasureId>>,
    /// Clause families of this cell where they differ from the row's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clauses: Option<Vec<String>>,
}

/// A place in a wording that a person fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingParameter {
    /// Name between braces.
    pub name: String,
    /// What it is called.
    pub label: Text,
    /// What it says at first.
    pub default: Text,
}

/// Our own wording where the source has none (defect D9). `{client}` and `{contractor}` stand for the parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowWording {
    /// In the procurement specification.
    pub specification: Text,
    /// In the contract.
    pub contract: Text,
    /// What is filled in.
    pub parameters: Vec<WordingParameter>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Permanent id.
    pub id: RowId,
    /// Title.
    pub title: Text,
    /// What the item is for and what to write (appendix 2 of the source is empty, defect D9).
    pub meaning: Text,
    /// Common measures behind it.
    pub measures: Vec<MeasureId>,
    /// Clause families that word it.
    pub clauses: Vec<String>,
    /// Where it stands.
    pub source: Vec<SourceRef>,
    /// Own wording, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<RowWording>,
    /// One cell for each category.
    pub cells: BTreeMap<Category, Cell>,
}

impl Row {
    /// The cell of a category; the loader has made sure that there is one.
    #[must_use]
    pub fn cell(&self, category: Category) -> Option<&Cell> {
        self.cells.get(&category)
    }

    /// Measures the row calls up for a category.
    #[must_use]
    pub fn measures(&self, category: Category) -> &[MeasureId] {
        self.cell(category).and_then(|cell| cell.measures.as_deref()).unwrap_or(&self.measures)
    }

    /// Clause families that word the row for a category.
    #[must_use]
    pub fn clauses(&self, category: Category) -> &[String] {
        self.cell(category).and_then(|cell| cell.clauses.as_deref()).unwrap_or(&self.clauses)
    }
}

/// The explanation of a reason letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonNote {
    /// The letter.
    pub letter: ReasonLetter,
    /// What it means.
    pub text: Text,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Footnote {
    /// Its number.
    pub number: u8,
    /// What it says.
    pub text: Text,
}

/// Both tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tables {
    pub(crate) rows: Vec<Row>,
    pub(crate) reasons: Vec<ReasonNote>,
    pub(crate) notes: Vec<Footnote>,
}

impl Tables {
    /// All rows, table 1 first.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of one table.
    pub fn of(&self, table: TableNumber) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.id.table() == table)
    }

    /// One row.
    #[must_use]
    pub fn row(&self, id: &RowId) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == *id)
    }

    /// What a reason letter means.
    #[must_use]
    pub fn reason(&self, letter: ReasonLetter) -> Option<&Text> {
        self.reasons.iter().find(|r| r.letter == letter).map(|r| &r.text)
    }

    /// One footnote.
    #[must_use]
    pub fn note(&self, number: u8) -> Option<&Text> {
        self.notes.iter().find(|n| n.number == number).map(|n| &n.text)
    }
}
