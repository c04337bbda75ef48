//! All terms of the catalogue in one automaton: a text is read once, whatever the number of terms.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
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
#[derive(Default)]
struct Term {
    /// The families it belongs to.
    families: Vec<Family>,
    /// The families it hides terms of.
    hides: Vec<Family>,
    /// Written with `*` at its end: any letters may follow.
    open: bool,
}

/// The automaton over every term.
pub(crate) struct Lexicon {
    automaton: Option<AhoCorasick>,
    terms: Vec<Term>,
    names: HashMap<String, Family>,
}

impl Lexicon {
    pub(crate) fn of(families: &[TermFamily]) -> Self {
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        let mut names = HashMap::new();
        for (family, number) in families.iter().zip(0..) {
            names.insert(family.id.clone(), number);
            for term in family.terms.iter().flat_map(|term| expanded(term)) {
                let term = entry(&mut terms, &term);
                if !term.families.contains(&number) {
                    term.families.push(number);
                }
            }
            for term in family.masks.iter().flat_map(|term| expanded(term)) {
                entry(&mut terms, &term).hides.push(number);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .build(terms.keys().map(|term| term.trim_end_matches('*')))
            .ok();
        Self { automaton, terms: terms.into_values().collect(), names }
    }

    pub(crate) fn family(&self, name: &str) -> Option<Family> {
        self.names.get(name).copied()
    }

    /// Every term of a text, in order of its start, without what a longer word hides.
    pub(crate) fn hits(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut out: Vec<Hit> = Vec::new();
        let mut masks: Vec<Hit> = Vec::new();
        let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for found in automaton.find_overlapping_iter(text) {
            let Some(Term { families, hides, open }) = self.terms.get(found.pattern().as_usize()) else { continue };
            if within_word(text, found.start(), found.end()) || within_latin(text, found.start(), found.end(), *open) {
                continue;
            }
            let hit = |family: &Family| Hit { family: *family, start: at(found.start()), end: at(found.end()) };
            out.extend(families.iter().map(hit));
            masks.extend(hides.iter().map(hit));
        }
        if !masks.is_empty() {
            out.retain(|hit| {
                // a term that begins inside a longer word goes with it, even where it reaches beyond
                !masks.iter().any(|m| {
                    m.family == hit.family
                        && m.start <= hit.start
                        && hit.start < m.end
                        && (m.start < hit.start || hit.end <= m.end)
                })
            });
        }
        out.sort_by_key(|hit| (hit.start, hit.end));
        out
    }
}

fn entry<'t>(terms: &'t mut BTreeMap<String, Term>, term: &str) -> &'t mut Term {
    let found = terms.entry(term.to_owned()).or_default();
    found.open = term.ends_with('*');
    found
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
