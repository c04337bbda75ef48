//! The words an engagement is found by.

use domain::fold::{fold, grams};

/// Tokens of an engagement for the search index `engagement_words`: of its number, its title and its contractor. What
/// is already folded may be given too, folding twice changes nothing. A word never reaches from one into the next.
///
/// ```
/// let tokens = store::words::grams_of("R8-0012", "窓口システムの運用", "㈱霧沢");
/// assert!(tokens.contains(&domain::fold::grams("霧沢")));
/// ```
#[must_use]
pub fn grams_of(number: &str, title: &str, contractor: &str) -> String {
    grams(&format!("{} {} {}", fold(number), fold(title), fold(contractor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_keys_give_the_same_tokens_as_what_was_typed() {
        let typed = grams_of("R8-0012", "窓口システムの運用", "㈱霧沢");
        assert_eq!(typed, grams_of("R8-0012", &fold("窓口システムの運用"), &fold("株式会社霧沢")));
    }

    #[test]
    fn a_word_does_not_reach_across() {
        let tokens = format!(" {} ", grams_of("R8-0012", "運用", "霧沢"));
        assert!(!tokens.contains(&format!(" {} ", grams("用霧").split(' ').next().unwrap())));
    }
}
