//! All terms of the catalogue, found in one pass over a text, whatever their number.

use std::{collections::HashMap, ops::Range};

use catalogue::TermFamily;

/// Number of a family.
pub(crate) type Family = u16;

/// A set of families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bits([u64; 7]);

impl Bits {
    pub(crate) fn set(&mut self, family: Family) {
        if let Some(word) = self.0.get_mut(usize::from(family) / 64) {
            *word |= 1 << (family % 64);
        }
    }

    pub(crate) fn has(&self, family: Family) -> bool {
        self.0.get(usize::from(family) / 64).is_some_and(|word| word >> (family % 64) & 1 == 1)
    }

    pub(crate) fn any(&self, families: &[Family]) -> bool {
        families.iter().any(|family| self.has(*family))
    }

    /// The two sets have something in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(word, more)| word & more != 0)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }
}

/// A term of a family at a byte range of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub family: Family,
    pub start: u32,
    pub end: u32,
}

/// One term.
struct Term {
    /// In small letters, without the `*` at its end.
    word: String,
    /// The families it belongs to.
    families: Vec<Family>,
    /// The families it hides terms of.
    hides: Vec<Family>,
    /// Written with `*` at its end: any letters may follow.
    open: bool,
}

/// Every term in order, with the stretch of those that begin with the same two characters. It is made at each start of
/// the program, which an automaton over all of them would hold up for longer than it takes to read a contract.
pub(crate) struct Lexicon {
    terms: Vec<Term>,
    pairs: HashMap<(char, char), Range<usize>>,
    /// Terms of one character.
    lone: HashMap<char, usize>,
    names: HashMap<String, Family>,
}

impl Lexicon {
    pub(crate) fn of(families: &[TermFamily]) -> Self {
        let mut names = HashMap::new();
        let mut words: Vec<(String, Family, bool)> = Vec::new();
        for (family, number) in families.iter().zip(0..) {
            names.insert(family.id.clone(), number);
            for (list, hides) in [(&family.terms, false), (&family.masks, true)] {
                for word in list.iter().flat_map(|term| expanded(term)) {
                    words.push((word.to_ascii_lowercase(), number, hides));
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        let mut terms: Vec<Term> = Vec::with_capacity(words.len());
        for (written, family, hides) in words {
            let open = written.ends_with('*');
            let word = written.strip_suffix('*').unwrap_or(&written);
            let same = terms.last_mut().filter(|last| last.word == word && last.open == open);
            if let Some(last) = same {
                if hides {
                    last.hides.push(family);
                } else {
                    last.families.push(family);
                }
                continue;
            }
            let (families, hides) = if hides { (Vec::new(), vec![family]) } else { (vec![family], Vec::new()) };
            terms.push(Term { word: word.to_owned(), families, hides, open });
        }
        let mut out = Self { terms, pairs: HashMap::new(), lone: HashMap::new(), names };
        out.index();
        out
    }

    fn index(&mut self) {
        for (at, term) in self.terms.iter().enumerate() {
            let mut chars = term.word.chars();
            match (chars.next(), chars.next()) {
                (Some(first), Some(second)) => {
                    self.pairs.entry((first, second)).or_insert(at..at).end = at + 1;
                }
                (Some(only), None) => {
                    self.lone.insert(only, at);
                }
                _ => {}
            }
        }
    }

    /// Every term that begins at a byte of the text, which is in small letters.
    fn at<'t>(&'t self, lower: &'t str, start: usize, first: char) -> impl Iterator<Item = &'t Term> {
        let rest = lower.get(start..).unwrap_or_default();
        let second = rest.chars().nth(1);
        let range = second.and_then(|second| self.pairs.get(&(first, second))).cloned().unwrap_or(0..0);
        let long = self.terms.get(range).unwrap_or_default().iter().filter(move |term| rest.starts_with(&term.word));
        self.lone.get(&first).and_then(|at| self.terms.get(*at)).into_iter().chain(long)
    }

    pub(crate) fn family(&self, name: &str) -> Option<Family> {
        self.names.get(name).copied()
    }

    /// Every term of a text, in order of its start, without what a longer word hides.
    pub(crate) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut out: Vec<Hit> = Vec::new();
        let mut masks: Vec<Hit> = Vec::new();
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let lower = text.to_ascii_lowercase();
        for (start, first) in lower.char_indices() {
            for Term { word, families, hides, open } in self.at(&lower, start, first) {
                let end = start + word.len();
                if within_word(text, start, end) || within_latin(text, start, end, *open) {
                    continue;
                }
                let hit = |family: &Family| Hit { family: *family, start: at(start), end: at(end) };
                out.extend(families.iter().map(hit));
                masks.extend(hides.iter().map(hit));
            }
        }
        // masks stand in the order of their starts; only those that begin near a hit can hide it
        let longest = masks.iter().map(|m| m.end.saturating_sub(m.start)).max().unwrap_or(0);
        out.retain(|hit| {
            let from = masks.partition_point(|m| m.start.saturating_add(longest) < hit.start);
            // a term that begins inside a longer word goes with it, even where it reaches beyond
            !masks
                .iter()
                .skip(from)
                .take_while(|m| m.start <= hit.start)
                .any(|m| m.family == hit.family && hit.start < m.end && (m.start < hit.start || hit.end <= m.end))
        });
        out.sort_by_key(|hit| (hit.start, hit.end));
        out
    }
}

/// `終了(した|の)(後|日から)` stands for every combination.
fn expanded(term: &str) -> Vec<String> {
    let Some((before, rest)) = term.split_once('(') else { return vec![term.to_owned()] };
    let Some((inside, after)) = rest.split_once(')') else { return vec![term.to_owned()] };
    let tails = expanded(after);
    let mut out = Vec::new();
    for choice in inside.split('|') {
        out.extend(tails.iter().map(|tail| format!("{before}{choice}{tail}")));
    }
    out
}

/// A short katakana term inside a longer katakana word (ログ in カタログ) is another word.
fn within_word(text: &str, start: usize, end: usize) -> bool {
    let katakana = |c: char| matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー');
    let word = text.get(start..end).unwrap_or_default();
    if word.len() > 6 || !word.chars().all(katakana) {
        return false;
    }
    let before = text.get(..start).and_then(|t| t.chars().next_back());
    let after = text.get(end..).and_then(|t| t.chars().next());
    before.is_some_and(katakana) || after.is_some_and(katakana)
}

/// A Latin term inside a longer word (ID in provide) is another word; `notif*` also stands for notified.
fn within_latin(text: &str, start: usize, end: usize, open: bool) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    letter(Some(start)) && letter(start.checked_sub(1)) || !open && letter(end.checked_sub(1)) && letter(Some(end))
}
