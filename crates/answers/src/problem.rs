//! What is wrong with a book: place, value, what is allowed.

use domain::Lang;

/// A problem of an answer book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {en}")]
pub struct BookProblem {
    /// Which entry, such as `answers[3] CM-LG-01`; `-` for the file.
    pub place: String,
    /// What is wrong and what is allowed, in Japanese.
    pub ja: String,
    /// What is wrong and what is allowed, in English.
    pub en: String,
}

impl BookProblem {
    /// A problem with its place.
    #[must_use]
    pub fn new(place: &str, ja: impl Into<String>, en: impl Into<String>) -> Self {
        let place = if place.trim().is_empty() { "-" } else { place.trim_end() };
        Self { place: place.to_owned(), ja: ja.into(), en: en.into() }
    }

    /// Place and problem in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => format!("{}: {}", self.place, self.ja),
            Lang::En => format!("{}: {}", self.place, self.en),
        }
    }
}
