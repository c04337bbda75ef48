//! What keeps a candidate from being chosen, in words.

use catalogue::Catalogue;
use domain::Lang;
use rules::selection::Failure;

use super::Selections;

/// The sentence and the rule behind it.
pub(super) fn why(_catalogue: &Catalogue, failure: &Failure, lang: Lang) -> (String, String) {
    (failure.text(lang), failure.rule().to_owned())
}

impl Selections<'_> {
    /// What keeps a candidate from being chosen: the sentence and the rule behind it.
    #[must_use]
    pub fn why(&self, failure: &Failure, lang: Lang) -> (String, String) {
        why(self.0.catalogue(), failure, lang)
    }
}
