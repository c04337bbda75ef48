//! What the contract check looks for: concepts, the terms they are told by, and patterns with examples.
//!
//! A pattern (`when`) is a list of conditions separated by spaces, all of which must hold for one sentence, counted
//! together with the sentence that announces its list:
//!
//! | form | holds when |
//! |---|---|
//! | `a`, `a\|b` | a term of family a (or b) is there |
//! | `!a` | none is there, in the sentence itself |
//! | `title:a`, `para:a`, `art:a`, `lead:a`, `next:a`, `prev:a` | it is in the article's title, the paragraph, the article, the sentence announcing the list, the next or previous sentence; with `!` in front: it is not |
//! | `type:x\|y`, `!type:x` | the document is of that type |
//! | `a..b`, `a.9.b` | a before b; with at most 9 characters between |
//! | `act:a=ban,limit` | an act of family a stands under one of these forces: `ban consent scope limit free must may effort noduty cond later any` |
//! | `before:a`, `after:a`, `near:a` | before, after, or within 30 characters of the act |
//!
//! A term may hold choices (`終了(後|日から)`). A Latin term stands for whole words in small and capital letters; a star at
//! its end stands for any letters that follow (`notif*`). Signals of English sentences have `-en` in their ids; in them
//! an act stands behind its modal verb, so `act:` reads the modal verb in front of it.

use serde::{Deserialize, Serialize};

use crate::{LintRule, Text};

/// Words that mean the same for a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermFamily {
    /// Name used in patterns.
    pub id: String,
    /// The words, in the folded form (half width letters and digits, no spaces but between Latin words).
    pub terms: Vec<String>,
    /// Longer words in which a term does not count (`カタログ` for `ログ`).
    #[serde(default)]
    pub masks: Vec<String>,
}

/// What a pattern that fits says of the concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// The clause is there.
    Present,
    /// It is there in part, or only in abstract words.
    Weak,
    /// The opposite is agreed; shown as a reason where the clause is missing.
    Free,
    /// A later sentence takes a clause that is there back in part.
    Cut,
    /// A later sentence takes it back altogether.
    Void,
    /// A fact that the concept's own rule asks for.
    Mark,
    /// Said in words that are loosely akin; it counts as present where nothing else speaks for or against the concept.
    Hint,
}

/// Who must be bound or entitled for a pattern to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The vendor, both, or nobody named.
    #[default]
    Vendor,
    /// The client, both, or nobody named.
    Client,
    /// The vendor by name, alone.
    VendorOnly,
    /// The client by name, alone.
    ClientOnly,
    /// Anybody.
    Any,
}

/// One pattern of a concept, with examples that a test holds it to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Permanent id within the concept.
    pub id: String,
    /// What it says.
    pub gives: Gives,
    /// The pattern.
    pub when: String,
    /// Whose duty or right it must be.
    #[serde(default)]
    pub who: Who,
    /// Code of the reason shown, where it is not `present`.
    #[serde(default)]
    pub reason: Option<String>,
    /// Only an abstract phrase.
    #[serde(default)]
    pub vague: bool,
    /// Sentences it must find (甲 is the client, 乙 the vendor).
    #[serde(default)]
    pub yes: Vec<String>,
    /// Sentences it must not find.
    #[serde(default)]
    pub no: Vec<String>,
}

/// One clause concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Permanent id, such as `incident_report`.
    pub id: String,
    /// Short name.
    pub title: Text,
    /// What the clause is for, and what counts.
    pub meaning: Text,
    /// Clauses of the clause catalogue (`KL-15`).
    pub clauses: Vec<String>,
    /// Measures (`CM-IC-01`).
    pub measures: Vec<String>,
    /// Document types expected to state it.
    pub expected: Vec<String>,
    /// Of those, the types for which it is a must unless a profile says otherwise.
    #[serde(default)]
    pub must: Vec<String>,
    /// Wording to propose.
    pub suggestion: Text,
    /// Families that name the matter, for clauses that only point elsewhere.
    #[serde(default)]
    pub names: Vec<String>,
    /// The patterns.
    #[serde(default)]
    pub signal: Vec<Signal>,
}

/// Why a concept is weak or missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckReason {
    /// Code in JSON.
    pub code: String,
    /// Sentence for people.
    pub text: Text,
}

/// Everything the contract check knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concepts {
    pub(crate) concepts: Vec<Concept>,
    pub(crate) families: Vec<TermFamily>,
    pub(crate) reasons: Vec<CheckReason>,
    pub(crate) lint: Vec<LintRule>,
}

impl Concepts {
    /// The concepts in their fixed order.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// One concept.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|concept| concept.id == id)
    }

    /// Families of terms.
    #[must_use]
    pub fn families(&self) -> &[TermFamily] {
        &self.families
    }

    /// The text of a reason.
    #[must_use]
    pub fn reason(&self, code: &str) -> Option<&CheckReason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }

    /// The words of the linter's rules.
    #[must_use]
    pub fn lint(&self) -> &[LintRule] {
        &self.lint
    }
}
