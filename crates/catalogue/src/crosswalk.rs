//! Later yardsticks and the common measures that answer them. Numbers and short labels only; never a standard's text.
//!
//! Standards change every year, so each stands here with its edition, the day it was looked at, and how sure we are.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{MeasureId, Text, measure::Coverage};

domain::codes! {
    /// How sure a statement on a standard is.
    pub enum Certainty ("確かさ", "Certainty") {
        /// The text itself was read.
        Read = "read" ("本文を読んだ", "Text read"),
        /// From another's account.
        Secondary = "secondary" ("ほかの資料による", "Secondary"),
        /// From general knowledge; to be compared before anybody relies on it.
        Verify = "verify" ("要確認", "To be verified"),
    }
}

domain::codes! {
    /// Whether all controls of a standard are listed.
    pub enum Extent ("収めた範囲", "Extent") {
        /// All.
        All = "all" ("すべて", "All"),
        /// Those that matter to outsourcing.
        Selected = "selected" ("委託に関わるもの", "Selected"),
    }
}

/// A level of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardLevel {
    /// Its id within the standard.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// How many controls it has.
    pub controls: usize,
}

/// A standard or scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Permanent id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Who publishes it.
    pub publisher: Text,
    /// Edition.
    pub edition: String,
    /// Day it was looked at.
    pub as_of: Date,
    /// How sure its description is.
    pub certainty: Certainty,
    /// What to mind.
    pub note: Text,
    /// Whether all controls are listed.
    pub extent: Extent,
    /// Levels.
    pub levels: Vec<StandardLevel>,
}

/// A measure that answers a control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The measure.
    pub id: MeasureId,
    /// How much of the control it answers.
    pub strength: Coverage,
}

/// A control or requirement of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Permanent id, `MVSP-1.7`.
    pub id: String,
    /// The standard.
    pub standard: String,
    /// Number as printed there.
    pub number: String,
    /// What it is about, in our words.
    pub label: Text,
    /// Levels that ask for it.
    pub levels: Vec<String>,
    /// Measures that answer it; empty when none does.
    pub measures: Vec<Answer>,
    /// How sure the mapping is.
    pub certainty: Certainty,
}

/// Standards and their controls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Crosswalks {
    pub(crate) standards: Vec<Standard>,
    pub(crate) controls: Vec<Control>,
}

impl Crosswalks {
    /// The standards.
    #[must_use]
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }
    /// One standard.
    #[must_use]
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|standard| standard.id == id)
    }
    /// The controls of one standard, in its order.
    pub fn controls(&self, standard: &str) -> impl Iterator<Item = &Control> {
        self.controls.iter().filter(move |control| control.standard == standard)
    }
    /// The controls that a measure helps to answer.
    pub fn answered_by(&self, measure: &MeasureId) -> impl Iterator<Item = &Control> {
        self.controls.iter().filter(move |control| control.measures.iter().any(|answer| answer.id == *measure))
    }
}
