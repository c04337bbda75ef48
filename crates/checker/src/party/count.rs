//! How often the words for somebody occur: all of them in one pass over the text.

use std::{collections::HashMap, sync::LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::{CLIENT, COMPANY, CUSTOMER, SUPPLIER, VENDOR};

/// Words for the two ends of a disclosure.
pub(super) const PAIRS: &[&str] =
    &["被開示当事者", "受ける側", "受領者", "受領当事者", "被開示者", "開示者", "受領側", "受け取る側", "受取側"];
/// Words for either side.
pub(super) const EITHER: &[&str] = &[
    "甲又は乙",
    "甲または乙",
    "甲もしくは乙",
    "甲若しくは乙",
    "甲及び乙",
    "甲および乙",
    "甲乙",
    "一方当事者",
    "相手方",
    "双方が相互",
    "各当事者",
    "当事者は",
    "相互に",
    "一方の当事者",
    "当事者の一方",
    "一方から他方",
    "一方が他方",
    "一方当事者が他方",
    "相手の",
];

/// Other words that are counted.
const MORE: &[&str] = &["甲", "乙", "市", "町", "県", "村", "区"];

struct Index {
    automaton: Option<AhoCorasick>,
    places: HashMap<&'static str, usize>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let lists = [CLIENT, VENDOR, CUSTOMER, SUPPLIER, COMPANY, PAIRS, EITHER, MORE];
    let mut words: Vec<&'static str> = lists.concat();
    words.sort_unstable();
    words.dedup();
    let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words).ok();
    Index { automaton, places: words.into_iter().zip(0..).collect() }
});

/// Occurrences of every known word.
pub(super) struct Counts {
    /// In all, and as the subject; in the order of the index.
    list: Vec<(usize, usize)>,
}

impl Counts {
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut list = vec![(0, 0); INDEX.places.len()];
        let Some(automaton) = &INDEX.automaton else { return Self { list: Vec::new() } };
        for text in texts {
            for found in automaton.find_overlapping_iter(text) {
                if let Some((total, topics)) = list.get_mut(found.pattern().as_usize()) {
                    *total += 1;
                    *topics += usize::from(text.get(found.end()..).is_some_and(|rest| rest.starts_with(['は', 'が'])));
                }
            }
        }
        Self { list }
    }

    fn get(&self, word: &str) -> Option<(usize, usize)> {
        INDEX.places.get(word).and_then(|place| self.list.get(*place)).copied()
    }

    /// How often a word occurs; `None` where it is no known word.
    pub(super) fn total(&self, word: &str) -> Option<usize> {
        self.get(word).map(|(total, _)| total)
    }

    /// How often it is followed by は or が.
    pub(super) fn topics(&self, word: &str) -> Option<usize> {
        self.get(word).map(|(_, topics)| topics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_that_of_a_search() {
        let texts = ["甲は乙に、再委託者は委託者が定める。乙が甲乙双方の", "受託者は受託者が、Clientは"];
        let counts = Counts::of(&texts);
        for word in ["甲", "乙", "委託者", "受託者", "Client", "甲乙", "発注者"] {
            let search = |form: &str| texts.iter().map(|text| text.matches(form).count()).sum::<usize>();
            assert_eq!(counts.total(word), Some(search(word)), "{word}");
            let topics = search(&format!("{word}は")) + search(&format!("{word}が"));
            assert_eq!(counts.topics(word), Some(topics), "{word}");
        }
        assert_eq!(counts.total("みなも"), None);
    }
}
