//! Words for the two sides in English contracts: titles of the trade, names in quotation marks, `we` and `you`.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::{
    party::{Role, Side},
    sentence::english::{is_english, whole_word},
};

const CLIENT: &[&str] = &[
    "customer",
    "client",
    "controller",
    "principal",
    "discloser",
    "disclosing party",
    "buyer",
    "purchaser",
    "data exporter",
    "authority",
    "subscriber",
    "end user",
    "owner",
    "data controller",
    "the company",
    "commissioning party",
    "licensee",
    "contracting authority",
    "procuring entity",
    "user",
];
const VENDOR: &[&str] = &[
    "contractor",
    "supplier",
    "vendor",
    "provider",
    "service provider",
    "processor",
    "consultant",
    "seller",
    "data importer",
    "developer",
    "licensor",
    "data processor",
    "subcontracting party",
    "operator",
    "agency",
    "manufacturer",
    "host",
    "cloud provider",
    "outsourcer",
    "agent",
];
/// Either of the two where both disclose, else the vendor.
const RECIPIENT: &[&str] = &["recipient", "receiving party", "recipient party"];
const BOTH: &[&str] = &[
    "each party",
    "either party",
    "the parties",
    "both parties",
    "neither party",
    "party",
    "parties",
    "each of the parties",
    "each of them",
    "the other party",
    "the other",
    "one party",
    "a party",
    "each",
];
const OTHER: &[&str] = &[
    "subcontractor",
    "subcontractors",
    "sub-contractor",
    "sub-contractors",
    "sub-processor",
    "sub-processors",
    "subprocessor",
    "subprocessors",
    "third party",
    "third parties",
    "third-party provider",
    "third-party providers",
    "service providers",
    "affected individuals",
    "data subject",
    "data subjects",
    "customers",
    "users",
    "the recipients",
    "each sub-processor",
    "each subcontractor",
    "another processor",
];

/// The words of one document.
pub(super) struct Names {
    automaton: Option<AhoCorasick>,
    sides: Vec<Side>,
    words: Vec<String>,
    counts: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn of(preamble: &str, texts: &[&str]) -> Self {
        let english: Vec<&str> =
            std::iter::once(preamble).chain(texts.iter().copied()).filter(|t| is_english(t)).collect();
        let mut words: BTreeMap<String, Side> = BTreeMap::new();
        if english.is_empty() {
            return Self { automaton: None, sides: Vec::new(), words: Vec::new(), counts: BTreeMap::new() };
        }
        for (list, side) in [(CLIENT, Side::Client), (VENDOR, Side::Vendor), (BOTH, Side::Both), (OTHER, Side::Other)] {
            words.extend(list.iter().map(|word| ((*word).to_owned(), side)));
        }
        let lower: Vec<String> = english.iter().map(|text| text.to_ascii_lowercase()).collect();
        let mutual = lower.iter().any(|t| {
            [
                "each party",
                "either party",
                "neither party",
                "mutual",
                "each a party",
                "both parties",
                "the parties shall",
            ]
            .iter()
            .any(|w| t.contains(w))
        });
        let side = if mutual { Side::Both } else { Side::Vendor };
        words.extend(RECIPIENT.iter().map(|word| ((*word).to_owned(), side)));
        let count = |word: &str| lower.iter().map(|text| text.matches(word).count()).sum::<usize>();
        if count("you") >= 3 && count("we ") + count("us") >= 2 {
            for (word, side) in [("you", Side::Client), ("we", Side::Vendor), ("us", Side::Vendor)] {
                words.insert(word.to_owned(), side);
            }
        }
        given(&english, &mut words);
        let counts = words.keys().map(|word| (word.clone(), count(word))).collect();
        let list: Vec<(String, Side)> = words.into_iter().collect();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(list.iter().map(|(word, _)| word.as_str()))
            .ok();
        let (words, sides) = list.into_iter().unzip();
        Self { automaton, sides, words, counts }
    }

    /// The word used most for a side.
    pub(super) fn called(&self, side: Side) -> Option<String> {
        let own = self.words.iter().zip(&self.sides).filter(|(_, s)| **s == side).map(|(word, _)| word);
        let count = |word: &String| self.counts.get(word).copied().unwrap_or(0);
        let word = own.max_by_key(|word| count(word)).filter(|word| count(word) > 1)?;
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
    }

    pub(super) fn roles(&self, text: &str) -> Vec<Role> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        automaton
            .find_iter(text)
            .filter(|m| whole_word(text, m.start(), m.end()))
            .filter_map(|m| {
                let side = *self.sides.get(m.pattern().as_usize())?;
                Some(Role { start: m.start(), end: m.end(), side })
            })
            .collect()
    }
}

/// Names that the contract itself gives in brackets and quotation marks: `("MRG")`, `("Pebblestack","we","us")`. One of two
/// that is known by its title tells the other.
fn given(texts: &[&str], words: &mut BTreeMap<String, Side>) {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for text in texts.iter().take(12) {
        for (at, _) in text.match_indices('(') {
            let inside = text.get(at + 1..).and_then(|rest| rest.split_once(')')).map_or("", |(inside, _)| inside);
            let names: Vec<String> = inside
                .split('"')
                .skip(1)
                .step_by(2)
                .map(|name| name.trim().to_ascii_lowercase())
                .filter(|name| (2..=30).contains(&name.len()))
                .filter(|name| {
                    ![
                        "agreement",
                        "information",
                        "data",
                        "services",
                        "date",
                        "purpose",
                        "terms",
                        "project",
                        "work",
                        "content",
                    ]
                    .iter()
                    .any(|w| name.contains(w))
                })
                .collect();
            if !names.is_empty() && inside.len() < 90 {
                groups.push(names);
            }
        }
    }
    groups.truncate(2);
    let side = |group: &[String]| group.iter().find_map(|name| words.get(name).copied()).filter(|s| *s != Side::Other);
    let known: Vec<Option<Side>> = groups.iter().map(|group| side(group)).collect();
    let sides: Vec<Option<Side>> = match known.as_slice() {
        [Some(a), None] => vec![Some(*a), Some(a.opposite())],
        [None, Some(b)] => vec![Some(b.opposite()), Some(*b)],
        [None, None] => vec![Some(Side::Client), Some(Side::Vendor)],
        other => other.to_vec(),
    };
    for (group, side) in groups.into_iter().zip(sides) {
        for name in group {
            if let Some(side) = side {
                words.entry(name).or_insert(side);
            }
        }
    }
}
