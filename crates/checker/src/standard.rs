//! What an organisation expects each kind of document to state: its registered standard.
//!
//! The catalogue says for every concept in which kinds of document it is expected and in which it is a must. A profile in
//! TOML moves concepts between the three tiers and leaves everything else as it is:
//!
//! ```
//! use catalogue::Catalogue;
//! use checker::{DocumentType, Standard, Tier};
//!
//! let concepts = Catalogue::load_concepts().expect("the embedded files are sound");
//! let text = r#"
//! title = "当社の標準"
//!
//! [outsourcing]
//! must = ["audit_right", "log_retention"]
//! not_expected = ["ip_and_knowhow"]
//! "#;
//! let standard = Standard::from_toml(text, &concepts).expect("every name is known");
//! assert_eq!(standard.tier(DocumentType::Outsourcing, "audit_right"), Tier::Must);
//!
//! let problems = Standard::from_toml("[outsourcing]\nmust = [\"audit\"]\n", &concepts).unwrap_err();
//! assert_eq!((problems[0].line, problems[0].value.as_str()), (2, "audit"));
//! ```

mod parse;

use std::collections::BTreeMap;

use catalogue::{Concept, Concepts};
use domain::{Lang, Words};
use serde::{Deserialize, Serialize};

use crate::kind::DocumentType;

/// How much a concept matters in a kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Documents of this kind need not state it.
    #[default]
    NotExpected,
    /// Expected; may be given up in talks.
    Negotiable,
    /// Without it no contract, unless somebody approves.
    Must,
}

impl Tier {
    /// All tiers, the strictest first.
    pub const ALL: &'static [Self] = &[Self::Must, Self::Negotiable, Self::NotExpected];

    /// The code in JSON and TOML.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotExpected => "not_expected",
            Self::Negotiable => "negotiable",
            Self::Must => "must",
        }
    }

    /// How it is called.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::NotExpected => Words { ja: "求めない", en: "Not expected" },
            Self::Negotiable => Words { ja: "交渉できる", en: "Negotiable" },
            Self::Must => Words { ja: "必須", en: "Must-have" },
        }
    }

    /// The tier with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tier| tier.code() == code)
    }
}

/// What is wrong with a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("line {line}: {en}")]
pub struct StandardProblem {
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub value: String,
    /// What may stand there; empty where the text as a whole cannot be read.
    pub allowed: Vec<String>,
    /// What is wrong, Japanese.
    pub ja: String,
    /// The same in English.
    pub en: String,
}

impl StandardProblem {
    /// What is wrong, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

/// Tiers of every concept for every kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standard {
    /// What the organisation calls it; the catalogue's own has no name.
    pub title: Option<String>,
    tiers: BTreeMap<DocumentType, BTreeMap<String, Tier>>,
}

impl Standard {
    /// What the catalogue says, before any profile.
    #[must_use]
    pub fn of(concepts: &Concepts) -> Self {
        let tiers = DocumentType::ALL
            .iter()
            .map(|kind| (*kind, concepts.concepts().iter().map(|c| (c.id.clone(), first(c, *kind))).collect()));
        Self { title: None, tiers: tiers.collect() }
    }

    /// The catalogue's standard as changed by a profile.
    ///
    /// # Errors
    /// Every problem of the profile with its line, the value and what is allowed; then nothing is changed.
    pub fn from_toml(text: &str, concepts: &Concepts) -> Result<Self, Vec<StandardProblem>> {
        parse::parse(text, concepts)
    }

    /// The tier of a concept; what is not known is not expected.
    #[must_use]
    pub fn tier(&self, kind: DocumentType, concept: &str) -> Tier {
        self.tiers.get(&kind).and_then(|tiers| tiers.get(concept)).copied().unwrap_or_default()
    }

    /// The same with a concept in another tier, as the requirements of one engagement ask.
    #[must_use]
    pub fn with(mut self, kind: DocumentType, concept: &str, tier: Tier) -> Self {
        self.set(kind, concept, tier);
        self
    }

    fn set(&mut self, kind: DocumentType, concept: &str, tier: Tier) {
        self.tiers.entry(kind).or_default().insert(concept.to_owned(), tier);
    }
}

fn first(concept: &Concept, kind: DocumentType) -> Tier {
    let listed = |list: &[String]| list.iter().any(|one| one == kind.code());
    match (listed(&concept.must), listed(&concept.expected)) {
        (true, _) => Tier::Must,
        (false, true) => Tier::Negotiable,
        (false, false) => Tier::NotExpected,
    }
}
