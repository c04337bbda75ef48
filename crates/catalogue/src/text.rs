//! A text in both languages.

use domain::Lang;
use serde::{Deserialize, Serialize};

/// A text that says something in Japanese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawText")]
pub struct Text {
    ja: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawText {
    ja: String,
    en: String,
}

impl Text {
    pub(crate) fn new(ja: &str, en: &str) -> Result<Self, &'static str> {
        Self::try_from(RawText { ja: ja.to_owned(), en: en.to_owned() })
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }
}

impl TryFrom<RawText> for Text {
    type Error = &'static str;
    fn try_from(raw: RawText) -> Result<Self, Self::Error> {
        match (raw.ja.trim(), raw.en.trim()) {
            ("", _) => Err("the Japanese text is empty"),
            (_, "") => Err("the English text is empty"),
            (ja, en) => Ok(Self { ja: ja.to_owned(), en: en.to_owned() }),
        }
    }
}
