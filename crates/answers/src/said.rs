//! A text in one language or both.

use domain::Lang;
use serde::Serialize;

/// A text in Japanese, English or both; a plain text counts for both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// In Japanese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ja: Option<String>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Said {
    /// The text in a language, or else in the other.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&str> {
        let (first, second) = match lang {
            Lang::Ja => (&self.ja, &self.en),
            Lang::En => (&self.en, &self.ja),
        };
        first.as_deref().or(second.as_deref()).map(str::trim).filter(|t| !t.is_empty())
    }

    /// Whether it says nothing in either language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.get(Lang::Ja).is_none()
    }
}
