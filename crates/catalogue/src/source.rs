//! Where things come from: the source documents, references into them, and the envelope of a file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Text;

/// Short id of a source document, such as `NISC-2008`. Which ids exist is said by `sources.toml`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::fmt::Display for DocumentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A source document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short id.
    pub id: DocumentId,
    /// Full title.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// Western year of the edition used.
    pub year: i16,
}

/// A place in a source document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// The document.
    pub document: DocumentId,
    /// Section and item as printed there, such as `5.1(3)`.
    pub section: String,
    /// Id of the duty, such as `N-5.1-3`, when the section has one.
    #[serde(default)]
    pub id: Option<String>,
}

impl SourceRef {
    /// The id of the duty, or else the section.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.section)
    }
}

impl std::fmt::Display for SourceRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.document, self.section)
    }
}

/// What every file of the catalogue says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Id of the family, the same through all editions.
    pub id: String,
    /// Edition; all files of a catalogue belong to one.
    pub edition: String,
    /// Day of the edition.
    pub date: Date,
    /// Documents it draws on.
    pub source: Vec<DocumentId>,
    /// Who may use it and how.
    pub right_to_use: Text,
}
