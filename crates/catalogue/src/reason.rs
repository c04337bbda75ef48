//! The sentences of the reasons that rules give, so that pages, API and command line say the same.

use std::collections::BTreeSet;

use domain::Lang;
use serde::{Deserialize, Serialize};

use crate::Text;

/// The sentence of one reason, with named placeholders such as `{system}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonText {
    /// Code of the reason.
    pub code: String,
    /// The sentence.
    pub text: Text,
    /// Ids of the rules behind it, such as `N-5.1-1`; the first is the main one. Empty where the reason stands at a
    /// gate condition, whose own source is the rule.
    pub rules: Vec<String>,
}

impl ReasonText {
    /// The sentence with its placeholders filled. One that is not given stays as it is, so that it is seen.
    #[must_use]
    pub fn fill(&self, lang: Lang, params: &[(&str, String)]) -> String {
        let mut out = String::new();
        for piece in pieces(self.text.get(lang)) {
            match piece {
                Piece::Plain(text) => out.push_str(text),
                Piece::Hole(name) => match params.iter().find(|(given, _)| *given == name) {
                    Some((_, value)) => out.push_str(value),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                },
            }
        }
        out
    }

    /// Names of the placeholders in one language.
    #[must_use]
    pub fn placeholders(&self, lang: Lang) -> BTreeSet<&str> {
        pieces(self.text.get(lang))
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Hole(name) => Some(name),
                Piece::Plain(_) => None,
            })
            .collect()
    }

    /// True when every brace of both texts belongs to a well-formed placeholder.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        Lang::ALL.iter().all(|lang| {
            pieces(self.text.get(*lang)).iter().all(|piece| match piece {
                Piece::Plain(text) => !text.contains(['{', '}']),
                Piece::Hole(name) => !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            })
        })
    }
}

enum Piece<'a> {
    Plain(&'a str),
    Hole(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push(Piece::Plain(before));
        out.push(Piece::Hole(name));
        rest = tail;
    }
    out.push(Piece::Plain(rest));
    out
}
