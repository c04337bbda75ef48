//! What can be wrong in a file of the catalogue.

use domain::Lang;
use serde::Serialize;

/// One problem, with the file and the entry it was found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{file} [{entry}]: {message_en}")]
pub struct CatalogueProblem {
    /// Name of the file.
    pub file: String,
    /// Id or number of the entry; `-` for the file as a whole.
    pub entry: String,
    /// What is wrong, in Japanese.
    pub message_ja: String,
    /// What is wrong, in English.
    pub message_en: String,
}

impl CatalogueProblem {
    pub(crate) fn new(file: &str, entry: &str, (ja, en): (String, String)) -> Self {
        Self { file: file.to_owned(), entry: entry.to_owned(), message_ja: ja, message_en: en }
    }

    /// What is wrong, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.message_ja,
            Lang::En => &self.message_en,
        }
    }
}
