//! Articles with their paragraphs (項), items (号) and sub-items.

use serde::{Deserialize, Serialize};

use super::{Key, Run, Runs, Trace, TraceId, plain};

/// How articles look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleForm {
    /// As in statutes: the title in brackets on a line of its own, then `第1条　…`; the first paragraph has no number,
    /// the next is 2. English papers have no such form and use the other.
    #[default]
    TitleAbove,
    /// As in many companies' contracts: `第1条（目的）` on a line of its own; paragraphs are numbered from 1 when there
    /// is more than one.
    TitleBeside,
}

/// An article. Its number is given when the paper is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Name for references.
    pub key: Key,
    /// Title without brackets.
    pub title: String,
    /// Paragraphs.
    pub clauses: Vec<Clause>,
}

/// A paragraph (項) of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Name for references.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Its text.
    pub text: Runs,
    /// Items (1), (2) …
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Requirements and sources it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Trace,
}

/// An item of a paragraph or of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Name for references; only items of articles can be referred to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Its text.
    pub text: Runs,
    /// Sub-items ア, イ … (a), (b) … Theirs are not printed: two levels are all there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Requirements and sources it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Trace,
}

impl Article {
    /// An article without paragraphs yet.
    #[must_use]
    pub fn new(key: impl Into<Key>, title: impl Into<String>) -> Self {
        Self { key: key.into(), title: title.into(), clauses: Vec::new() }
    }

    /// The same with one more paragraph.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<Clause>) -> Self {
        self.clauses.push(clause.into());
        self
    }
}

impl Clause {
    /// A paragraph of runs.
    #[must_use]
    pub const fn of(text: Runs) -> Self {
        Self { key: None, text, items: Vec::new(), trace: Vec::new() }
    }

    /// The same with a name for references.
    #[must_use]
    pub fn named(mut self, key: impl Into<Key>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same with one more item.
    #[must_use]
    pub fn item(mut self, item: impl Into<Item>) -> Self {
        self.items.push(item.into());
        self
    }

    /// The same with what it comes from.
    #[must_use]
    pub fn from_sources<T: Into<TraceId>>(mut self, ids: impl IntoIterator<Item = T>) -> Self {
        self.trace.extend(ids.into_iter().map(Into::into));
        self
    }

    pub(super) fn each_runs<'a>(&'a self, see: &mut impl FnMut(&'a Runs)) {
        see(&self.text);
        for item in &self.items {
            item.each_runs(see);
        }
    }
}

impl Item {
    /// An item of runs.
    #[must_use]
    pub const fn of(text: Runs) -> Self {
        Self { key: None, text, items: Vec::new(), trace: Vec::new() }
    }

    /// The same with a name for references.
    #[must_use]
    pub fn named(mut self, key: impl Into<Key>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The same with one more sub-item.
    #[must_use]
    pub fn item(mut self, item: impl Into<Self>) -> Self {
        self.items.push(item.into());
        self
    }

    /// The same with what it comes from.
    #[must_use]
    pub fn from_sources<T: Into<TraceId>>(mut self, ids: impl IntoIterator<Item = T>) -> Self {
        self.trace.extend(ids.into_iter().map(Into::into));
        self
    }

    pub(super) fn each_runs<'a>(&'a self, see: &mut impl FnMut(&'a Runs)) {
        see(&self.text);
        for item in &self.items {
            see(&item.text);
        }
    }
}

impl From<&str> for Clause {
    fn from(text: &str) -> Self {
        Self::of(plain(text))
    }
}

impl From<String> for Clause {
    fn from(text: String) -> Self {
        Self::of(plain(text))
    }
}

impl From<Runs> for Clause {
    fn from(runs: Runs) -> Self {
        Self::of(runs)
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Self::of(plain(text))
    }
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        Self::of(plain(text))
    }
}

impl From<Runs> for Item {
    fn from(runs: Runs) -> Self {
        Self::of(runs)
    }
}

impl From<Run> for Item {
    fn from(run: Run) -> Self {
        Self::of(vec![run])
    }
}
