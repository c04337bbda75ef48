//! Clause families KL-01 to KL-32: one security subject each, worded for the specification and for the contract.

use domain::engagement::Category;
use serde::{Deserialize, Serialize};

use crate::{
    SourceRef, Text,
    wording::{Alternative, ClauseId, Parameter, Passage, Trigger},
};

domain::codes! {
    /// Who owes what a clause asks.
    pub enum Obliged ("義務を負う側", "Obliged party") {
        /// The contractor.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// The client.
        Client = "client" ("委託元", "Client"),
        /// Both.
        Both = "both" ("双方", "Both"),
    }
}

domain::codes! {
    /// Whether a clause may be given up in talks (COLUMN-2025, questions; CO-X1).
    pub enum Tier ("譲れるか", "Tier") {
        /// Without it no contract, unless a waiver is approved.
        Must = "must" ("必須", "Must-have"),
        /// Must-have as soon as personal data is handled.
        MustWithPersonalData = "must_with_personal_data" ("個人の情報を扱うとき必須", "Must-have with personal data"),
        /// May be traded.
        Negotiable = "negotiable" ("交渉できる", "Negotiable"),
    }
}

/// One clause family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Permanent id.
    pub id: ClauseId,
    /// Title, as it stands over the article.
    pub title: Text,
    /// What it is to bring about.
    pub intent: Text,
    /// For a line manager, in one sentence.
    pub why: Text,
    /// Who owes it.
    pub obliged: Obliged,
    /// Whether it may be given up.
    pub tier: Tier,
    /// Categories it is meant for.
    pub categories: Vec<Category>,
    /// Facts of which one must hold; `always` where nothing more is asked.
    pub conditions: Vec<Trigger>,
    /// Common measures it binds, `CM-GV-01`.
    pub measures: Vec<String>,
    /// Rows of tables 1 and 2, `T2-1`.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Where it comes from.
    pub source: Vec<SourceRef>,
    /// What a person sets.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// Texts that exclude each other.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    /// The alternative shown first; a person still confirms it.
    #[serde(default)]
    pub suggested: Option<String>,
    /// Text for the procurement specification.
    pub specification: Vec<Passage>,
    /// Text for the contract.
    pub contract: Vec<Passage>,
    /// What makes a wording weak.
    pub weak_when: Vec<Text>,
    /// What shows in service that it is kept.
    pub evidence: Vec<Text>,
}
