//! Clauses, articles and papers are complete, and unsound ones are refused.
#![cfg(test)]

use catalogue::Catalogue;

#[test]
fn the_wordings_load() {
    let catalogue = Catalogue::load_embedded().unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    assert_eq!(catalogue.clauses().len(), 32);
}
