//! English sentences: where they end, who owes what, and how strongly. The modal verb stands in front of the act and the
//! one who is bound in front of the modal verb, the other way round than in Japanese.

mod modals;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use modals::MODALS;

use crate::{
    party::{Role, Side},
    sentence::{
        Case, Topic,
        force::Force,
        predicate::{Mood, Predicate},
    },
    text::is_japanese,
};

/// Words without a Japanese character, long enough to be a clause.
pub(crate) fn is_english(text: &str) -> bool {
    text.chars().filter(char::is_ascii_alphabetic).count() >= 8 && !text.chars().any(is_japanese)
}

/// Sentence ends: a full stop behind a word and in front of a capital, or a semicolon.
pub(crate) fn split(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let at = |n: usize| bytes.get(n).copied().unwrap_or(b' ');
    let mut out = Vec::new();
    let mut start = 0;
    for (n, c) in text.char_indices() {
        let before = n.checked_sub(1).map_or(b' ', at);
        let next = at(n + 1);
        let opens = next.is_ascii_uppercase() || matches!(next, b'"' | b'(');
        let ends = match c {
            '.' => opens && (before.is_ascii_lowercase() || matches!(before, b')' | b'"') || before.is_ascii_digit()),
            ';' => true,
            _ => false,
        };
        if ends && n + 1 > start {
            out.push((start, n + 1));
            start = n + 1;
        }
    }
    if start < text.len() {
        out.push((start, text.len()));
    }
    out
}

static AUTOMATON: LazyLock<(Option<AhoCorasick>, Vec<Mood>)> = LazyLock::new(|| {
    let pairs: Vec<(Mood, &str)> =
        MODALS.iter().flat_map(|(mood, words)| words.iter().map(|word| (*mood, *word))).collect();
    let moods = pairs.iter().map(|pair| pair.0).collect();
    let built = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(pairs.iter().map(|pair| pair.1))
        .ok();
    (built, moods)
});

/// No letter stands at either side.
pub(crate) fn whole_word(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    !letter(text.get(..start).and_then(|t| t.chars().next_back()))
        && !letter(text.get(end..).and_then(|t| t.chars().next()))
}

/// The modal phrases of a sentence in order, negated where the subject is (`No part … may`, `Neither party shall`).
pub(crate) fn predicates(text: &str) -> Vec<Predicate> {
    let (automaton, moods) = &*AUTOMATON;
    let Some(automaton) = automaton else { return Vec::new() };
    let mut out: Vec<Predicate> = Vec::new();
    for found in automaton.find_iter(text).filter(|found| whole_word(text, found.start(), found.end())) {
        let Some(mood) = moods.get(found.pattern().as_usize()).copied() else { continue };
        let from = out.last().map_or(0, |p| p.end);
        let before = text.get(from..found.start()).unwrap_or_default().to_ascii_lowercase();
        let denied = matches!(mood, Mood::Must | Mood::May)
            && [
                "no part",
                "no subcontract",
                "no copies",
                "no copy",
                "neither",
                "no portion",
                "nobody",
                "no one",
                "none of",
                "no person",
                "no information",
                "no data",
                "no employee",
                "no third",
                "in no event",
            ]
            .iter()
            .any(|w| before.find(w).is_some_and(|at| whole_word(&before, at, at + w.len().min(2))));
        out.push(Predicate { start: found.start(), end: found.end(), mood: if denied { Mood::Ban } else { mood } });
    }
    out
}

/// The modal phrase that governs an act: the last one in front of it, or the first behind where the act is the subject.
pub(crate) fn governor(predicates: &[Predicate], end: usize) -> Option<Predicate> {
    let before = predicates.iter().rev().find(|p| p.end <= end);
    before.or_else(|| predicates.iter().find(|p| p.start >= end)).copied()
}

/// Words for somebody; the one a modal verb or an active verb follows is the subject.
pub(crate) fn topics(text: &str, roles: &[Role]) -> Vec<Topic> {
    roles
        .iter()
        .map(|role| {
            let rest = text.get(role.end..).unwrap_or_default();
            let before = text.get(..role.start).unwrap_or_default().trim_end_matches(' ').to_ascii_lowercase();
            let object = [
                " of",
                " to",
                " by",
                " from",
                " with",
                " against",
                " between",
                " for",
                " on behalf of",
                " under",
                " of the",
                " to the",
                " by the",
                " from the",
                " with the",
                " against the",
                " between the",
                " for the",
                " of each",
                " of any",
                " of such",
            ]
            .iter()
            .any(|w| format!(" {before}").ends_with(w));
            let owner = rest.starts_with("'s") || rest.starts_with("s'") || rest.starts_with('\u{2019}');
            let people = owner
                && ["employees", "personnel", "staff", "representatives", "officers", "agents", "team"]
                    .iter()
                    .any(|w| rest.get(..24.min(rest.len())).is_some_and(|near| near.contains(w)));
            let case = if object || (owner && !people) || !(people || acts(rest)) { Case::Else } else { Case::Topic };
            Topic { start: role.start, end: role.end, side: role.side, case }
        })
        .collect()
}

/// What follows somebody who is the subject: a verb, a comma, a bracket; not a noun (`Client materials`).
fn acts(rest: &str) -> bool {
    let rest = rest.trim_start();
    let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let plural = [
        "materials",
        "systems",
        "premises",
        "records",
        "policies",
        "contents",
        "assets",
        "employees",
        "products",
        "services",
        "goods",
        "documents",
        "tools",
        "invoices",
        "facilities",
        "networks",
        "users",
        "sites",
        "works",
        "standards",
        "instructions",
        "operations",
        "drawings",
        "accounts",
        "requirements",
        "upon",
        "as",
        "unless",
        "rights",
        "terms",
        "details",
        "affiliates",
        "contacts",
        "samples",
        "vendors",
        "always",
    ];
    let verbs = [
        "shall",
        "must",
        "may",
        "will",
        "agree",
        "undertake",
        "is",
        "are",
        "has",
        "have",
        "can",
        "and",
        "or",
        "hereby",
        "further",
        "also",
        "who",
        "which",
        "that",
        "warrant",
        "acknowledge",
        "accept",
        "grant",
        "reserve",
        "keep",
        "own",
        "retain",
        "remain",
        "give",
        "should",
        "would",
        "cannot",
        "do",
        "does",
        "not",
        "each",
        "both",
        "acting",
        "need",
        "covenant",
        "handle",
        "use",
        "post",
        "protect",
        "maintain",
        "apply",
        "store",
        "log",
        "encrypt",
        "notify",
    ];
    rest.is_empty()
        || rest.starts_with([',', '(', '.', ';', ':'])
        || verbs.contains(&word.as_str())
        || (word.len() > 3 && word.ends_with('s') && !plural.contains(&word.as_str()))
}

/// Whom an act at this byte binds: the last subject in front of its modal verb, or the one after `by` in the passive.
pub(crate) fn subject(text: &str, predicates: &[Predicate], topics: &[Topic], start: usize) -> Option<Side> {
    let modal = governor(predicates, start);
    let until = modal.map_or(start, |p| p.start.max(1));
    let known = |t: &&Topic| t.side != Side::Other;
    let passive = modal.is_some_and(|p| text.get(p.end..).is_some_and(|rest| rest.trim_start().starts_with("be ")));
    let by = topics.iter().filter(known).find(|t| {
        let before = text.get(..t.start).unwrap_or_default();
        t.start > until && (before.ends_with("by ") || before.ends_with("by the "))
    });
    let subject = topics.iter().filter(known).rfind(|t| t.case == Case::Topic && t.end <= until);
    if passive {
        return by.map(|t| t.side);
    }
    subject.map(|t| t.side)
}

const SCOPES: &[&str] = &[
    "only",
    "solely",
    "exclusively",
    "to the extent",
    "necessary",
    "need to know",
    "need-to-know",
    "strictly",
    "limited to",
    "confined to",
    "restricted to",
    "minimum",
];

/// Consent of the other side is asked for.
fn consent(lower: &str) -> (bool, bool) {
    let word = [
        "consent",
        "approval",
        "approved",
        "permission",
        "authorisation",
        "authorization",
        "agreed in writing",
        "agreement in writing",
        "written agreement of",
        "agrees in writing",
        "authorised in writing",
        "authorized in writing",
    ]
    .iter()
    .find_map(|w| lower.find(w));
    let Some(at) = word else { return (false, false) };
    let before = lower.get(..at).unwrap_or_default();
    let without = ["without", "not required to", "need not", "not be required to", "no need", "not necessary"]
        .iter()
        .any(|word| before.rfind(word).is_some_and(|w| at - w < 60));
    (true, without)
}

/// The force of an act under a mood.
pub(crate) fn force(text: &str, mood: Mood) -> Force {
    let lower = text.to_ascii_lowercase();
    let (named, without) = consent(&lower);
    let scope = SCOPES.iter().any(|w| lower.contains(w));
    let set = match mood {
        Mood::Ban => Force::BAN,
        Mood::Must => {
            Force::MUST | if named && !without { Force::CONSENT } else { 0 } | if scope { Force::SCOPE } else { 0 }
        }
        Mood::May => {
            Force::MAY
                | if named && !without {
                    Force::CONSENT
                } else if scope && !without {
                    Force::SCOPE
                } else {
                    Force::FREE
                }
        }
        Mood::Effort => Force::EFFORT,
        Mood::NoDuty => Force::NODUTY | if named { Force::FREE } else { 0 },
        Mood::Condition => Force::COND,
        Mood::Later => Force::LATER,
    };
    Force(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mood(text: &str, act: &str) -> Option<Mood> {
        governor(&predicates(text), text.find(act).unwrap() + act.len()).map(|p| p.mood)
    }

    #[test]
    fn the_modal_verb_in_front_governs() {
        assert_eq!(
            mood("The Supplier shall not copy or disclose the data and shall report any loss.", "disclose"),
            Some(Mood::Ban)
        );
        assert_eq!(mood("The Supplier shall not copy the data and shall report any loss.", "report"), Some(Mood::Must));
        assert_eq!(mood("No part of the work may be passed to another company.", "passed"), Some(Mood::Ban));
        assert_eq!(mood("We are not required to obtain your consent.", "obtain"), Some(Mood::NoDuty));
        assert_eq!(mood("The parties shall endeavour to protect it.", "protect"), Some(Mood::Effort));
        assert_eq!(mood("Production data may not be used for testing.", "Production data"), Some(Mood::Ban));
        assert_eq!(mood("Either party may terminate.", "terminate"), Some(Mood::May));
    }

    #[test]
    fn sentences_end_at_full_stops_and_semicolons() {
        let text = "The fee is 1.5 million.The Supplier,Acme Inc.,shall report;it shall pay.";
        let cut: Vec<&str> = split(text).into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(cut, ["The fee is 1.5 million.", "The Supplier,Acme Inc.,shall report;", "it shall pay."]);
    }
}
