//! The result: one finding per concept and the remarks of the linter, in the shape others build on.

use catalogue::Concepts;
use domain::{Lang, Words};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    correction::Corrected,
    kind::DocumentType,
    party::{Parties, Side},
    standard::Tier,
};

/// What a contract says of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is not there.
    Missing,
    /// It is there in part or in abstract words.
    Weak,
    /// It is there.
    Present,
}

impl Status {
    /// All of them, the best first.
    pub const ALL: &'static [Self] = &[Self::Present, Self::Weak, Self::Missing];

    /// The code in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Weak => "weak",
            Self::Present => "present",
        }
    }

    /// The status with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.code() == code)
    }

    /// How it is called. The words speak of the text and the standard, never of the law.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Present => Words { ja: "記載あり", en: "Stated" },
            Self::Weak => Words { ja: "記載が弱い", en: "Weak" },
            Self::Missing => Words { ja: "記載なし", en: "Not stated" },
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPlace {
    /// Article as printed.
    pub article: String,
    /// Paragraph of the article, from 1.
    pub paragraph: u32,
    /// The words, as they stand in the document.
    pub quote: String,
    /// First character in the document's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// One concept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Id of the concept.
    pub concept: String,
    /// Present, weak or missing.
    pub status: Status,
    /// Whether a document of this type is expected to state it; gaps count only there.
    pub applicable: bool,
    /// Clauses of the clause catalogue.
    pub clauses: Vec<String>,
    /// Measures it serves.
    pub measures: Vec<String>,
    /// Where it stands.
    pub places: Vec<FoundPlace>,
    /// Values taken from the text.
    pub parameters: Map<String, Value>,
    /// Codes of reasons; the catalogue has their texts.
    pub reasons: Vec<String>,
    /// Only an abstract phrase stands there.
    pub vague_only: bool,
    /// Who is bound, where the text says it.
    pub bound: Option<Side>,
    /// Wording to propose, Japanese.
    pub suggestion: String,
    /// How much it matters by the standard.
    #[serde(default)]
    pub tier: Tier,
}

impl Finding {
    /// Its reasons as sentences.
    #[must_use]
    pub fn reasons_in(&self, concepts: &Concepts, lang: Lang) -> Vec<String> {
        let text = |code: &String| concepts.reason(code).map_or_else(|| code.clone(), |r| r.text.get(lang).to_owned());
        self.reasons.iter().map(text).collect()
    }
}

/// How grave a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// The text does not work as it stands.
    Error,
}

/// A remark of the linter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lint {
    /// L1–L13, X1–X19.
    pub id: String,
    /// How grave.
    pub severity: Severity,
    /// Where, if at one place.
    pub place: Option<FoundPlace>,
    /// What is wrong, Japanese.
    pub ja: String,
    /// The same in English.
    pub en: String,
}

impl Lint {
    /// What is wrong, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// Everything about one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Name of the file, as given.
    pub file: String,
    /// What kind of document it was taken for.
    pub document_type: DocumentType,
    /// Who is who.
    pub parties: Parties,
    /// The concepts in their fixed order.
    pub findings: Vec<Finding>,
    /// Remarks.
    pub lint: Vec<Lint>,
    /// Findings that a person corrected.
    #[serde(default)]
    pub corrected: Vec<Corrected>,
}

impl Report {
    /// The finding on a concept.
    #[must_use]
    pub fn finding(&self, concept: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.concept == concept)
    }

    /// True when an applicable concept is not present.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        self.findings.iter().any(|finding| finding.applicable && finding.status != Status::Present)
    }
}
