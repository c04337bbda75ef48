//! How a quantity stands in its sentence: a time within which, ahead of which, for which something is done.

use crate::value::Quantity;

/// What follows a quantity.
pub(super) fn after<'t>(text: &'t str, q: &Quantity) -> &'t str {
    text.get(q.end..).unwrap_or_default()
}

/// What stands before it.
pub(super) fn before<'t>(text: &'t str, q: &Quantity) -> &'t str {
    text.get(..q.start).unwrap_or_default()
}

/// What follows begins with one of the words.
pub(super) fn then(text: &str, q: &Quantity, words: &[&str]) -> bool {
    let rest = after(text, q);
    words.iter().any(|word| rest.starts_with(word))
}

const WITHIN: &[&str] = &[
    "以内",
    "内に",
    "を超えない",
    "までに",
    "を限度",
    "以上経過しないうち",
    "を経過する日まで",
    "を経過するまで",
    "が経過するまで",
    "が経過する日まで",
    "のうちに",
    "中に",
];

/// The quantity is the time by which something is done.
pub(super) fn within(text: &str, q: &Quantity) -> bool {
    then(text, q, WITHIN)
        || english(text, q, &["within", "later than", "within a period of", "not exceeding", "within the"])
}

/// English words that end just before the quantity.
pub(super) fn english(text: &str, q: &Quantity, words: &[&str]) -> bool {
    let past = before(text, q).trim_end();
    words.iter().any(|word| {
        past.len()
            .checked_sub(word.len())
            .and_then(|at| past.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(word))
    })
}

/// The quantity is the time by which something is told in advance.
pub(super) fn ahead(text: &str, q: &Quantity) -> bool {
    let japanese = ["前", "以上前", "の猶予", "の予告", "以上の", "間の予告", "間の猶予", "間以上前", "程度前", "以前"];
    let rest = after(text, q).trim_start_matches(['\'', '’', ' ']);
    let english = ["prior", "notice", "written", "advance", "in advance", "before"];
    then(text, q, &japanese) || english.iter().any(|word| rest.starts_with(word))
}
