//! What the linter of the contract check says; the rules themselves are functions of the crate `checker`.

use std::collections::BTreeMap;

use domain::Lang;
use serde::{Deserialize, Serialize};

use crate::Text;

/// The words of one rule of the linter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LintRule {
    /// Permanent id: `L1` and so on for gaps and leftovers, `X1` and so on for slips of drafting.
    pub id: String,
    /// What the rule looks for.
    pub title: Text,
    /// Why it matters, and what to do.
    pub why: Text,
    /// The sentences it says, by the name that the rule uses; `{word}` and the like are filled in.
    pub say: BTreeMap<String, Text>,
}

impl LintRule {
    /// A sentence with its holes filled; empty where the rule has no sentence of this name.
    #[must_use]
    pub fn sentence(&self, name: &str, lang: Lang, fill: &[(&str, String)]) -> String {
        let text = self.say.get(name).map_or("", |text| text.get(lang));
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        // one pass, so that braces in what is filled in stay what they are
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((hole, tail)) = after.split_once('}') else { break };
            out.push_str(fill.iter().find(|(name, _)| *name == hole).map_or("", |(_, value)| value.as_str()));
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}
