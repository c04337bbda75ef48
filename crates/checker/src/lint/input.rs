//! What the linter may be told beside the text.

use catalogue::table::CellMark;
use serde::{Deserialize, Serialize};

use crate::report::Report;

/// A clause as the plan of an engagement has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedClause {
    /// Id of the clause family, such as `KL-15`.
    pub clause: String,
    /// What the table says for the category of work.
    pub mark: CellMark,
    /// Whether the engagement asks for it.
    pub asked: bool,
    /// Why, where the choice departs from the table.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What the linter compares a text with; each part may be left out, and then its rules say nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LintInputs {
    /// The clauses of the engagement (L1, L7, L8).
    pub asked: Vec<AskedClause>,
    /// The report on the specification of the same engagement (L11).
    pub specification: Option<Report>,
    /// The organisation's names for its classes of information (X15).
    pub classes: Vec<String>,
}
