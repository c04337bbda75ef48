//! Reasons: a code, the rule behind it, and what the catalogue's sentence is filled with.

#[macro_use]
mod list;

mod code;
mod value;

use std::borrow::Cow;

use catalogue::Catalogue;
use domain::{Lang, id::EntryId};
use jiff::civil::Date;
use serde::{Serialize, Serializer, ser::SerializeMap};

pub use code::ReasonCode;
pub use value::Value;

impl std::fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// One reason of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// Id of the rule, such as `N-5.1-3`.
    pub rule: Cow<'static, str>,
    /// What the sentence is filled with.
    #[serde(serialize_with = "as_map")]
    pub params: Vec<(&'static str, Value)>,
    /// The register entry it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
}

fn as_map<S: Serializer>(params: &[(&'static str, Value)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(params.len()))?;
    for (name, value) in params {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

impl Reason {
    /// A reason under its own rule.
    #[must_use]
    pub fn new(code: ReasonCode) -> Self {
        Self { code, rule: Cow::Borrowed(code.rule().unwrap_or_default()), params: Vec::new(), entry: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.params.push((name, value));
        self
    }

    pub(crate) fn on(self, date: Date) -> Self {
        self.with("date", Value::Date(date))
    }

    pub(crate) fn at(mut self, entry: EntryId) -> Self {
        self.entry = Some(entry);
        self
    }

    /// Takes the rule of a gate condition when the reason has none of its own.
    pub(crate) fn under(mut self, rule: &str) -> Self {
        if self.code.rule().is_none() {
            self.rule = Cow::Owned(rule.to_owned());
        }
        self
    }

    /// The sentence.
    #[must_use]
    pub fn text(&self, catalogue: &Catalogue, lang: Lang) -> String {
        let params: Vec<(&str, String)> = self.params.iter().map(|(name, value)| (*name, value.show(lang))).collect();
        catalogue.text(self.code.code(), lang, &params)
    }
}
