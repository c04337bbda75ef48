//! Answers as they are kept.

use std::collections::BTreeMap;

use catalogue::{measure::Evidence, question::QuestionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was answered. Texts are trimmed, with `\n` between lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum Value {
    /// Level 1 to 5 of a measure.
    Level(u8),
    /// It does not apply, and why.
    NotApplicable(String),
    /// One of a list.
    Choice(String),
    /// Some of a list, in its order.
    Several(Vec<String>),
    /// Yes.
    Yes,
    /// No.
    No,
    /// A number.
    Number(i64),
    /// A day.
    Date(Date),
    /// Words.
    Text(String),
    /// A file by its name; the digest once it has been received.
    File {
        /// Its name.
        name: String,
        /// SHA-256 of its bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
    /// Rows, each with a value for every column.
    Table(Vec<Vec<String>>),
}

impl Value {
    /// The level, if it is one.
    #[must_use]
    pub const fn level(&self) -> Option<u8> {
        match self {
            Self::Level(level) => Some(*level),
            _ => None,
        }
    }
}

/// A proof that is named with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Its name, such as a rule with its edition.
    pub name: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Evidence>,
    /// Last day it is good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// SHA-256 of the file, once it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl Proof {
    /// Its last day has passed.
    #[must_use]
    pub fn expired(&self, today: Date) -> bool {
        self.valid_until.is_some_and(|until| until < today)
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What was answered.
    pub value: Value,
    /// Words beside it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// Proofs that are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Proof>,
}

impl Answer {
    /// An answer without words or proofs.
    #[must_use]
    pub const fn new(value: Value) -> Self {
        Self { value, remark: String::new(), evidence: Vec::new() }
    }

    /// The level it counts for on a day; `None` where it has none.
    #[must_use]
    pub fn counted_level(&self, today: Date) -> Option<u8> {
        let ended = self.evidence.iter().filter(|proof| proof.expired(today)).count();
        let good = self.evidence.len().saturating_sub(ended);
        self.value.level().map(|level| answers::counted_level(level, ended, good))
    }
}

/// The answers to a set, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionId, Answer>);

impl Answers {
    /// The answer to a question.
    #[must_use]
    pub fn get(&self, id: &QuestionId) -> Option<&Answer> {
        self.0.get(id)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(QuestionId, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (QuestionId, Answer)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}
