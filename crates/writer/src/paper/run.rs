//! Runs of text and the keys they point to.

use serde::{Deserialize, Serialize};

/// Name of an article, paragraph, item, heading or annex, unique in a paper. Never printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Id of a requirement, measure, clause or source that a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TraceId(String);

impl TraceId {
    /// The id itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TraceId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for TraceId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// What a text comes from.
pub type Trace = Vec<TraceId>;

/// A run: a stretch of text of one look, or something resolved when the paper is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Plain text.
    Text(String),
    /// Bold text.
    Bold(String),
    /// Underlined text.
    Underline(String),
    /// Something that still has to be filled in: printed as 【label】 and listed as open.
    Open(String),
    /// A blank to be filled in by hand, so many full-width characters wide.
    Blank(u8),
    /// Number of an article, of one of its paragraphs or items: `第3条`, `第3条第2項第1号`.
    ArticleRef(Key),
    /// Number of a paragraph or item seen from within its article: `第2項`, `第2項第1号`.
    ParagraphRef(Key),
    /// Number of a numbered heading: `2.1`.
    HeadingRef(Key),
    /// Number of an annex: `別紙2`.
    AnnexRef(Key),
    /// A new line within the paragraph.
    Break,
}

/// A text of several runs.
pub type Runs = Vec<Run>;

impl Run {
    /// Plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self::Bold(text.into())
    }

    /// Something still open.
    #[must_use]
    pub fn open(label: impl Into<String>) -> Self {
        Self::Open(label.into())
    }

    /// A reference to an article, paragraph or item.
    #[must_use]
    pub fn article(key: impl Into<Key>) -> Self {
        Self::ArticleRef(key.into())
    }

    /// A reference to an annex.
    #[must_use]
    pub fn annex(key: impl Into<Key>) -> Self {
        Self::AnnexRef(key.into())
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Runs of one plain text.
#[must_use]
pub fn plain(text: impl Into<String>) -> Runs {
    vec![Run::Text(text.into())]
}
