//! The vocabulary of check sheets is sound, and unsound files are refused with file and entry.
#![cfg(test)]

use catalogue::{Catalogue, CatalogueProblem, SheetVocabulary, VOCABULARY};
use domain::Lang;

fn with(name: &str, from: &str, to: &str) -> Vec<CatalogueProblem> {
    let files: Vec<(&str, String)> = VOCABULARY
        .iter()
        .map(|(file, text)| {
            let new = if *file == name { text.replacen(from, to, 1) } else { (*text).to_owned() };
            assert!(*file != name || new != *text, "the edit of {name} changed nothing");
            (*file, new)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, text.as_str())).collect();
    SheetVocabulary::load_from(&files).expect_err("the files are unsound")
}

fn has(problems: &[CatalogueProblem], file: &str, entry: &str, message: &str) {
    assert!(
        problems.iter().any(|p| p.file == file && p.entry == entry && p.message_en.contains(message)),
        "no problem {file} [{entry}] {message} in {problems:#?}"
    );
    assert!(problems.iter().all(|p| !p.text(Lang::Ja).is_empty()));
}

#[test]
fn the_embedded_vocabulary_is_sound() {
    let vocabulary = SheetVocabulary::load_embedded().unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    let catalogue = Catalogue::load_embedded().unwrap();
    assert_eq!(vocabulary.edition(), catalogue.edition());
    for (file, envelope) in vocabulary.envelopes() {
        for document in &envelope.source {
            assert!(catalogue.source(document).is_some(), "{file} {document}");
        }
    }
    let measures = vocabulary.subjects().iter().filter(|s| s.is_measure());
    let known: Vec<&str> = measures.clone().map(|s| s.id.as_str()).collect();
    for measure in catalogue.measures() {
        let by_contractor = !measure.id.as_str().starts_with("CM-CS-");
        assert_eq!(known.contains(&measure.id.as_str()), by_contractor, "{}", measure.id);
    }
    assert_eq!(known.len(), 84);
    for measure in measures {
        assert!(measure.questions.len() >= 12, "{} has {} examples", measure.id, measure.questions.len());
        assert!(measure.questions.iter().any(|q| q.is_ascii()), "{} has no English example", measure.id);
        assert!(!measure.rules.is_empty(), "{}", measure.id);
    }
}

#[test]
fn unsound_vocabularies_are_refused() {
    const WORDS: &str = "sheet_vocabulary.toml";
    const EXAMPLES: &str = "sheet_examples.toml";
    has(&with(WORDS, "@log @logkeep = 8", "@log @logkeeping = 8"), WORDS, "CM-LG-01", "@logkeeping");
    has(&with(WORDS, "@log @logkeep = 8", "@log @logkeep = 11"), WORDS, "CM-LG-01", "from 1 to 10");
    has(&with(WORDS, "@log @logkeep = 8", "@log @logkeep"), WORDS, "CM-LG-01", "words = weight");
    has(&with(WORDS, "@log @logkeep = 8", "!@log = 8"), WORDS, "CM-LG-01", "at least one word");
    has(&with(WORDS, "id = \"CM-LG-01\"", "id = \"LG-01\""), WORDS, "LG-01", "look like");
    has(&with(WORDS, "id = \"CM-LG-01\"", "id = \"CM-LG-02\""), WORDS, "CM-LG-02", "twice");
    has(&with(EXAMPLES, "of = \"CM-LG-01\"", "of = \"CM-LG-99\""), EXAMPLES, "CM-LG-99", "not defined");
    has(&with(EXAMPLES, "of = \"CM-LG-01\"", "of = \"CM-LG-99\""), EXAMPLES, "CM-LG-01", "no example");
    has(&with(EXAMPLES, "edition = \"2026-11\"", "edition = \"2025-01\""), EXAMPLES, "envelope", "edition");
    let missing = SheetVocabulary::load_from(&[]).unwrap_err();
    has(&missing, WORDS, "-", "missing");
}
