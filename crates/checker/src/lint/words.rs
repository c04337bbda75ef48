//! Lists of words, found in one pass.

use aho_corasick::{AhoCorasick, MatchKind};

/// Words with a number each; longer words win, so that a word may hide a shorter one inside it.
pub(crate) struct Words {
    automaton: Option<AhoCorasick>,
    meaning: Vec<usize>,
}

impl Words {
    /// `groups[n]` are the words that mean `n`.
    pub(crate) fn of<S: AsRef<str>>(groups: &[&[S]]) -> Self {
        let list: Vec<(&str, usize)> =
            groups.iter().zip(0..).flat_map(|(words, n)| words.iter().map(move |word| (word.as_ref(), n))).collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(list.iter().map(|(word, _)| *word))
            .ok();
        Self { automaton, meaning: list.iter().map(|(_, n)| *n).collect() }
    }

    /// Start, end and meaning of every word of a text.
    pub(crate) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize, usize)> + 't {
        self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text)).filter_map(|found| {
            let meaning = *self.meaning.get(found.pattern().as_usize())?;
            Some((found.start(), found.end(), meaning))
        })
    }

    /// True when one of the words with this meaning is there.
    pub(crate) fn has(&self, text: &str, meaning: usize) -> bool {
        self.find(text).any(|(_, _, found)| found == meaning)
    }
}

/// Any of a few words.
pub(crate) fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The number a text begins with, Arabic or kanji, and its bytes.
pub(crate) fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return text.get(..digits)?.parse().ok().map(|n| (n, digits));
    }
    let kanji: Vec<char> = text.chars().take_while(|c| "〇一二三四五六七八九十百".contains(*c)).take(6).collect();
    let value = crate::mark::kanji_number(&kanji)?;
    Some((value, kanji.iter().map(|c| c.len_utf8()).sum()))
}
