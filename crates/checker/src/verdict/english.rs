//! Rules for contracts in English. What a sentence says is told by the same pattern language; only the concepts that need
//! more than one sentence have rules of their own.

use catalogue::{Concept, Gives};

use crate::{
    kind::DocumentType,
    party::Side,
    report::Status,
    verdict::{Case, Verdict, safeguard, special},
};

/// More of the sentences are English than not.
pub(crate) fn is(case: &Case<'_>) -> bool {
    let english = case.text.sentences.iter().filter(|one| one.english).count();
    english * 2 > case.text.sentences.len()
}

pub(crate) fn weigh(case: &Case<'_>, concept: &Concept) -> Verdict {
    let weighed = super::weigh(case, concept);
    match concept.id.as_str() {
        "confidential_definition" => definition(case, weighed),
        "survival" => survival(case, weighed),
        "equivalent_level" => safeguard::level(case, weighed),
        "personal_data_safeguards" => safeguard::personal(case, weighed),
        "personal_data_supervision" => special::supervision(case, weighed),
        _ => weighed,
    }
}

/// A term in quotation marks that is given a meaning, or that stands in brackets behind its description.
fn definition(case: &Case<'_>, weighed: Verdict) -> Verdict {
    let annex = case.kind == DocumentType::PersonalDataAnnex;
    let defined: Vec<usize> = (0..case.text.sentences.len())
        .filter(|at| terms(case.said(*at)).iter().any(|term| annex || !term.starts_with("personal")))
        .collect();
    if !defined.is_empty() {
        return Verdict::of(Status::Present, defined);
    }
    if weighed.status != Status::Missing {
        return weighed;
    }
    let family = case.family("en_learned");
    let inline: Vec<usize> = case
        .of("confidentiality")
        .iter()
        .filter(|e| matches!(e.gives, Gives::Present | Gives::Weak))
        .map(|e| e.sentence)
        .filter(|at| case.sentence(*at).is_some_and(|one| one.own.has(family)))
        .collect();
    if inline.is_empty() { weighed } else { Verdict::of(Status::Weak, inline).because("no_exceptions") }
}

/// Terms for information that the sentence defines, in small letters.
fn terms(said: &str) -> Vec<String> {
    let quotes: Vec<usize> = said.match_indices('"').map(|(at, _)| at).collect();
    let mut out = Vec::new();
    for pair in quotes.chunks(2) {
        let [open, close] = pair else { continue };
        let term = said.get(open + 1..*close).unwrap_or_default().to_ascii_lowercase();
        let kind =
            ["information", "data", "materials", "content", "secrets", "secret"].iter().any(|w| term.ends_with(w));
        let before = said.get(..*open).unwrap_or_default().trim_end().to_ascii_lowercase();
        let after = said.get(close + 1..).unwrap_or_default().trim_start().to_ascii_lowercase();
        let bracket = before.rfind('(').is_some_and(|at| {
            let words = before.get(at + 1..).unwrap_or_default();
            words.len() <= 24 && words.chars().all(|c| c.is_ascii_alphabetic() || " ,".contains(c))
        });
        let means = [
            "means",
            "shall mean",
            "includes",
            "shall include",
            "refers to",
            "has the meaning",
            "is defined",
            "is any",
            "comprises",
            "as used",
        ]
        .iter()
        .any(|w| after.starts_with(w));
        if kind && term.len() <= 40 && (bracket || means) {
            out.push(term);
        }
    }
    out
}

/// The duty of secrecy goes on: said in its own article, of it by name, or in a list of sections that has it.
fn survival(case: &Case<'_>, weighed: Verdict) -> Verdict {
    if weighed.status == Status::Present {
        return weighed;
    }
    let articles: Vec<usize> = ["confidentiality", "purpose_limitation"]
        .iter()
        .flat_map(|concept| case.of(concept).iter().filter(|e| e.gives == Gives::Present))
        .filter_map(|e| case.article(e.sentence))
        .collect();
    let family = case.family("en_survive");
    let found: Vec<usize> = (0..case.text.sentences.len())
        .filter(|at| case.sentence(*at).is_some_and(|one| one.english && one.own.has(family)))
        .filter(|at| case.text.subject(*at, case.said(*at).len()) != Some(Side::Client))
        .filter(|at| {
            let numbers = sections(case.said(*at));
            let number = |a: &usize| case.text.structure.articles.get(*a).and_then(|a| a.number).map(|n| n.0);
            if numbers.is_empty() {
                let whole = ["agreement shall survive", "obligations hereunder", "this agreement continues"];
                let said = case.said(*at).to_ascii_lowercase();
                case.article(*at).is_some_and(|a| articles.contains(&a))
                    || (case.kind == DocumentType::Nda
                        && (case.own(*at, "en_duty") || whole.iter().any(|w| said.contains(w))))
            } else {
                articles.iter().filter_map(number).any(|n| numbers.contains(&n))
            }
        })
        .collect();
    if found.is_empty() { weighed } else { Verdict::of(Status::Present, found) }
}

/// Sections 3, 4.2 and 7; Clauses 5 to 8; Articles 9-11.
fn sections(said: &str) -> Vec<u32> {
    let lower = said.to_ascii_lowercase();
    let mut out = Vec::new();
    for word in ["section", "clause", "article", "paragraph"] {
        for (at, _) in lower.match_indices(word) {
            let rest = lower.get(at + word.len()..).unwrap_or_default();
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            let end = rest.find(|c: char| !(c.is_ascii_digit() || " ,.()-andtoru".contains(c))).unwrap_or(rest.len());
            let list = rest.get(..end).unwrap_or_default();
            let numbers: Vec<u32> = list
                .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                .filter_map(|part| part.split('.').next().and_then(|n| n.parse().ok()))
                .collect();
            if let ([first, last], true) =
                (numbers.as_slice(), list.contains("to") || list.contains('-') || list.contains("through"))
            {
                out.extend(*first..=(*last).min(first + 60));
            }
            out.extend(numbers);
        }
    }
    out
}
