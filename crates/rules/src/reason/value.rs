//! What a sentence is filled with.

use std::collections::BTreeSet;

use domain::{Lang, Words, calendar::long_date, engagement::Activity};
use jiff::civil::Date;
use serde::Serialize;

/// What a placeholder is filled with; shown in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text as people wrote it.
    Text(String),
    /// A day.
    Date(Date),
    /// How many.
    Count(usize),
    /// Kinds of work.
    Activities(BTreeSet<Activity>),
    /// Names as people wrote them; the first three are shown.
    Names(Vec<String>),
    /// A fixed text.
    Words(Words),
    /// A text of the catalogue: Japanese, English.
    Both(String, String),
}

impl Value {
    /// The value in one language.
    #[must_use]
    pub fn show(&self, lang: Lang) -> String {
        let comma = if lang == Lang::Ja { "、" } else { ", " };
        match self {
            Self::Text(text) => text.clone(),
            Self::Date(date) => long_date(*date, lang),
            Self::Count(n) => n.to_string(),
            Self::Activities(set) => set.iter().map(|a| a.label(lang)).collect::<Vec<_>>().join(comma),
            Self::Words(words) => words.get(lang).to_owned(),
            Self::Both(ja, en) => {
                if lang == Lang::Ja {
                    ja.clone()
                } else {
                    en.clone()
                }
            }
            Self::Names(names) => {
                let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(comma);
                match (names.len().saturating_sub(3), lang) {
                    (0, _) => shown,
                    (more, Lang::Ja) => format!("{shown}ほか{more}件"),
                    (more, Lang::En) => format!("{shown} and {more} more"),
                }
            }
        }
    }
}
