//! The plan as a program or a person reads it.

use domain::Lang;
use serde::Serialize;

use super::{Plan, Row};
use crate::{Candidate, Place};

/// The plan for one file.
#[derive(Debug, Clone, Serialize)]
pub struct Report<'a> {
    /// Name of the file.
    pub sheet: &'a str,
    /// One for each question.
    pub questions: Vec<ReportRow<'a>>,
}

/// One question of the report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRow<'a> {
    /// The worksheet it stands in.
    pub sheet: &'a str,
    /// Its cell.
    pub cell: Place,
    /// Its text.
    pub text: &'a str,
    /// Measures that may answer it, best first.
    pub candidates: &'a [Candidate],
    /// Where the answer goes.
    pub answer_cell: Option<Place>,
    /// What is written there.
    pub written: Option<&'a str>,
    /// Where words go.
    pub remark_cell: Option<Place>,
    /// The words.
    pub remark: Option<&'a str>,
    /// Where the names of proofs go.
    pub evidence_cell: Option<Place>,
    /// The names.
    pub evidence: Option<&'a str>,
    /// Why.
    pub reason: String,
}

impl Plan {
    /// The plan as JSON is made from it.
    #[must_use]
    pub fn report<'a>(&'a self, file: &'a str, lang: Lang) -> Report<'a> {
        Report { sheet: file, questions: self.rows.iter().map(|row| line(row, lang)).collect() }
    }
}

fn line(row: &Row, lang: Lang) -> ReportRow<'_> {
    ReportRow {
        sheet: &row.question.sheet,
        cell: row.question.cell,
        text: &row.question.text,
        candidates: &row.candidates,
        answer_cell: row.answer_cell,
        written: row.written.as_deref(),
        remark_cell: row.question.remark,
        remark: row.remark.as_deref(),
        evidence_cell: row.question.evidence,
        evidence: row.evidence.as_deref(),
        reason: row.reason.text(lang),
    }
}
