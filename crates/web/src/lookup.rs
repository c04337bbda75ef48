//! Looking things up in the catalogue: what has a page of its own, where an id leads, and what holds which words.

use std::sync::OnceLock;

use catalogue::{Catalogue, Entry};
use domain::Lang;

/// Lists that people look things up in, in the order shown.
pub(crate) const LISTS: &[&str] = &[
    "measure",
    "row",
    "clause",
    "article",
    "annex",
    "paper",
    "duty",
    "condition",
    "item",
    "area",
    "threat",
    "control",
    "standard",
    "source",
];

/// Address of an entry, or of the document a place in a document belongs to; nothing where the catalogue says nothing.
pub(crate) fn href(catalogue: &Catalogue, id: &str) -> Option<String> {
    let known = |id: &str| entry(catalogue, id).is_some() || !catalogue.uses(id).is_empty();
    let found =
        if known(id) { Some(id) } else { id.split_once(' ').map(|(document, _)| document).filter(|d| known(d)) };
    found.filter(|id| !id.is_empty()).map(|id| format!("/catalogue/{}", crate::link::escape(id)))
}

/// The entry of an id; plain values such as `build` are none.
pub(crate) fn entry<'a>(catalogue: &'a Catalogue, id: &str) -> Option<&'a Entry> {
    let listed = |e: &&Entry| LISTS.contains(&e.list());
    catalogue.entries().iter().filter(|e| e.id() == id).find(listed)
}

/// Every entry with its words folded, made once: the catalogue does not change while the program runs.
fn folded(catalogue: &Catalogue) -> &'static [String] {
    static FOLDED: OnceLock<Vec<String>> = OnceLock::new();
    FOLDED.get_or_init(|| {
        let words = |entry: &Entry| {
            let fields: Vec<String> = entry.fields().into_values().collect();
            domain::fold::fold(&format!("{} {}", entry.id(), fields.join(" ")))
        };
        catalogue.entries().iter().map(words).collect()
    })
}

/// Entries of a list that hold every word; those whose id begins with what was typed come first.
pub(crate) fn search<'a>(catalogue: &'a Catalogue, list: &str, q: &str) -> Vec<&'a Entry> {
    let words = domain::fold::words(q);
    let wanted = |entry: &Entry| LISTS.contains(&entry.list()) && (list.is_empty() || entry.list() == list);
    let texts = folded(catalogue);
    let holds = |text: &String| words.iter().all(|word| text.contains(word.as_str()));
    let found = catalogue.entries().iter().zip(texts).filter(|(entry, text)| wanted(entry) && holds(text));
    let mut found: Vec<&Entry> = found.map(|(entry, _)| entry).collect();
    let (typed, whole) = (q.trim().to_ascii_uppercase(), domain::fold::fold(q));
    let named = |entry: &Entry| {
        Lang::ALL.iter().any(|l| entry.title(*l).is_some_and(|t| domain::fold::fold(t).contains(&whole)))
    };
    found.sort_by_key(|entry| {
        let rank = if !typed.is_empty() && entry.id().starts_with(&typed) {
            0
        } else if named(entry) {
            1
        } else {
            2
        };
        (rank, LISTS.iter().position(|l| *l == entry.list()))
    });
    found
}
