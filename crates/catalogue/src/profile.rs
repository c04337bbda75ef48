//! A profile tailors the catalogue without editing it: other marks, texts and defaults, measures left out or added.
//!
//! A profile is one file. It names the edition it was written for, and every change says what it changes; a mark or an
//! omission also says why. [`Profile::check`] names every problem with file and line; [`Catalogue::tailored`] refuses a
//! profile that has any, so nothing is half applied.
//!
//! [`Catalogue::tailored`]: crate::Catalogue::tailored
//!
//! ```
//! use catalogue::{Catalogue, Profile};
//! use domain::engagement::Category;
//!
//! let text = r#"
//! [profile]
//! id = "ministry"
//! title = { ja = "本省の調整", en = "Tailoring of the ministry" }
//! base = "2026-11"
//! prefix = "MIN"
//!
//! [[mark]]
//! row = "T1-8"
//! category = "data_centre"
//! mark = "required"
//! reason = { ja = "止まると業務が成り立たないため", en = "The work cannot do without it" }
//! "#;
//! let catalogue = Catalogue::load_embedded().expect("sound");
//! let profile = Profile::parse("ministry.toml", text).expect("readable");
//! let tailored = catalogue.tailored(&profile).expect("no problems");
//! let row = "T1-8".parse().expect("an id");
//! assert_eq!(tailored.cell(&row, Category::DataCentre).map(|c| c.mark.code()), Some("required"));
//! assert_eq!(catalogue.cell(&row, Category::DataCentre).map(|c| c.mark.code()), Some("optional"));
//! ```

mod apply;
mod check;
mod parse;
mod wording;

use domain::{Lang, engagement::Category};
use serde::{Deserialize, Serialize};

use crate::{
    HandlingId, Measure, MeasureId, RowId, Text,
    handling::AtFirst,
    paper::ClauseForm,
    table::CellMark,
    wording::{ParameterValue, Strength},
};

/// One problem of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file}:{line} [{entry}]: {message_en}")]
pub struct ProfileProblem {
    /// Name of the file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What it is about: an id, a key, or `-` for the file as a whole.
    pub entry: String,
    /// What is wrong, in Japanese.
    pub message_ja: String,
    /// What is wrong, in English.
    pub message_en: String,
}

impl ProfileProblem {
    /// What is wrong, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.message_ja,
            Lang::En => &self.message_en,
        }
    }
}

/// Who made a profile and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Id of the profile.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Edition of the catalogue it was written for.
    pub base: String,
    /// What the ids of its own measures begin with: 2 to 6 capitals, not `CM`.
    pub prefix: String,
}

/// Another mark in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkChange {
    /// The row.
    pub row: RowId,
    /// The category.
    pub category: Category,
    /// The new mark.
    pub mark: CellMark,
    /// Why.
    pub reason: Text,
}

domain::codes! {
    /// A text that a profile may replace.
    pub enum TextField ("差し替えられる文", "Replaceable text") {
        /// Title of a measure, row, item, clause or article.
        Title = "title" ("見出し", "Title"),
        /// Statement of a measure.
        Statement = "statement" ("求めること", "Statement"),
        /// Question of a measure.
        Question = "question" ("質問", "Question"),
        /// Examples of evidence of a measure.
        Examples = "examples" ("証跡の例", "Examples"),
        /// How a measure is confirmed.
        Confirm = "confirm" ("確かめ方", "How to confirm"),
        /// Advice on a measure.
        Tip = "tip" ("助言", "Tip"),
        /// Meaning of a row.
        Meaning = "meaning" ("項目の意味", "Meaning"),
        /// Rule of a handling item.
        Rule = "rule" ("決まり", "Rule"),
        /// Why a handling item is worth having.
        Why = "why" ("理由", "Why"),
    }
}

/// Another text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextChange {
    /// Id of a measure, row, handling item, clause or article.
    pub id: String,
    /// Which text.
    pub field: TextField,
    /// The new text.
    pub text: Text,
}

/// Another default of a parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterChange {
    /// Id of a handling item, of a row with its own wording, of a clause or of an article.
    pub id: String,
    /// Name of the parameter.
    pub name: String,
    /// For which strength of wording of a clause or article; left out for the one that holds for all that have no own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// The new default: a text in both languages for items and rows, else a value of the parameter's kind.
    pub default: ParameterValue,
}

/// Another paragraph of a clause or article, or one more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassageChange {
    /// Id of a clause or article.
    pub id: String,
    /// Its text for the specification or for the contract.
    pub form: ClauseForm,
    /// Which paragraph, counted from 1 in the order of the file; left out for one more at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// The new text. It stands when the old one would have; one more stands always.
    pub text: Text,
    /// Why.
    pub reason: Text,
}

/// A handling item chosen at first, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    /// The item.
    pub id: HandlingId,
    /// Whether it is chosen at first.
    pub default: AtFirst,
}

/// A measure left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Omission {
    /// The measure.
    pub measure: MeasureId,
    /// Why.
    pub reason: Text,
}

/// A change with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed<T> {
    /// Line, counted from 1.
    pub line: usize,
    /// The change.
    pub value: T,
}

/// A profile, read but not yet compared with a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    file: String,
    head: Placed<Head>,
    marks: Vec<Placed<MarkChange>>,
    texts: Vec<Placed<TextChange>>,
    parameters: Vec<Placed<ParameterChange>>,
    passages: Vec<Placed<PassageChange>>,
    items: Vec<Placed<ItemChange>>,
    omissions: Vec<Placed<Omission>>,
    measures: Vec<Placed<Measure>>,
}

impl Profile {
    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }
    /// Who made it and for what.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head.value
    }
    /// Other marks.
    #[must_use]
    pub fn marks(&self) -> &[Placed<MarkChange>] {
        &self.marks
    }
    /// Other texts.
    #[must_use]
    pub fn texts(&self) -> &[Placed<TextChange>] {
        &self.texts
    }
    /// Other defaults.
    #[must_use]
    pub fn parameters(&self) -> &[Placed<ParameterChange>] {
        &self.parameters
    }
    /// Other paragraphs of clauses and articles.
    #[must_use]
    pub fn passages(&self) -> &[Placed<PassageChange>] {
        &self.passages
    }
    /// Handling items chosen otherwise.
    #[must_use]
    pub fn items(&self) -> &[Placed<ItemChange>] {
        &self.items
    }
    /// Measures left out.
    #[must_use]
    pub fn omissions(&self) -> &[Placed<Omission>] {
        &self.omissions
    }
    /// Measures added.
    #[must_use]
    pub fn measures(&self) -> &[Placed<Measure>] {
        &self.measures
    }
}
