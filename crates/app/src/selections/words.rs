//! What keeps a candidate from being chosen, in words.

use catalogue::Catalogue;
use domain::Lang;
use rules::Reason;

use super::Selections;

/// The sentence and the rule behind it.
pub(super) fn why(catalogue: &Catalogue, reason: &Reason, lang: Lang) -> (String, String) {
    (reason.text(catalogue, lang), reason.rule.to_string())
}

impl Selections<'_> {
    /// What keeps a candidate from being chosen: the sentence and the rule behind it.
    #[must_use]
    pub fn why(&self, reason: &Reason, lang: Lang) -> (String, String) {
        why(self.0.catalogue(), reason, lang)
    }
}
