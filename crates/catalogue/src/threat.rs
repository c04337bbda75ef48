//! Threats to consider in the risk analysis of an exception (NISC-2008 5.1(5)).

use serde::{Deserialize, Serialize};

use crate::{SourceRef, Text};

/// Permanent id of a threat, `TH-01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ThreatId(String);

impl ThreatId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::str::FromStr for ThreatId {
    type Err = domain::Problem;
    fn from_str(text: &str) -> Result<Self, domain::Problem> {
        let ok = text.strip_prefix("TH-").is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()));
        if ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(domain::Problem::form(
                text,
                domain::Words { ja: "「TH-01」のような番号です", en: "an id such as TH-01" },
            ))
        }
    }
}
impl TryFrom<String> for ThreatId {
    type Error = domain::Problem;
    fn try_from(text: String) -> Result<Self, domain::Problem> {
        text.parse()
    }
}
impl From<ThreatId> for String {
    fn from(value: ThreatId) -> Self {
        value.0
    }
}
impl std::fmt::Display for ThreatId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A threat with measures that answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// Permanent id.
    pub id: ThreatId,
    /// What may happen.
    pub title: Text,
    /// When to think of it.
    pub hint: Text,
    /// Measures to consider; at least one.
    pub measures: Vec<Text>,
    /// Where the subject is treated.
    pub source: Vec<SourceRef>,
}
