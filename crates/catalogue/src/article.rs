//! Ordinary articles: what a whole contract holds beside its security clauses.

use serde::{Deserialize, Serialize};

use crate::{
    SourceRef, Text,
    wording::{Alternative, ArticleId, Parameter, Passage},
};

/// One ordinary article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Permanent id.
    pub id: ArticleId,
    /// Title, as it stands over the article.
    pub title: Text,
    /// What it is to bring about.
    pub intent: Text,
    /// Where the subject is treated; empty when it is the custom of contracts.
    #[serde(default)]
    pub source: Vec<SourceRef>,
    /// What a person sets.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// Texts that exclude each other.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    /// The alternative shown first.
    #[serde(default)]
    pub suggested: Option<String>,
    /// The text.
    pub contract: Vec<Passage>,
}
