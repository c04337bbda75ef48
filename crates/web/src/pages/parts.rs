//! What several handlers need: values of a form, ids in addresses, refused forms, places in lists.

use std::str::FromStr;

use app::Error;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{FieldError, calendar::parse_date, problem::Problems};
use jiff::civil::Date;

use crate::{failure::Result, link, show::Pager, visit::Rendered};

/// What a form or a query string says, in the order it was sent.
pub(super) type Pairs = Vec<(String, String)>;

/// First value of a field, as typed.
pub(super) fn value<'p>(pairs: &'p [(String, String)], field: &str) -> &'p str {
    pairs.iter().find_map(|(name, value)| (name == field).then_some(value.as_str())).unwrap_or_default()
}

/// All values of a field that are not empty.
pub(super) fn values<'p>(pairs: &'p [(String, String)], field: &str) -> Vec<&'p str> {
    pairs.iter().filter(|(name, value)| name == field && !value.is_empty()).map(|(_, value)| value.as_str()).collect()
}

/// The revision a form was made from; an unreadable one is stale.
pub(super) fn revision(pairs: &[(String, String)]) -> i64 {
    value(pairs, "revision").parse().unwrap_or(-1)
}

/// An id or number in an address; what is none is not found.
pub(super) fn id<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::NotFound.into())
}

/// A day that must be given.
pub(super) fn day(problems: &mut Problems, pairs: &[(String, String)], field: &str) -> Option<Date> {
    problems.keep(field, parse_date(value(pairs, field)))
}

/// A day that may be left empty.
pub(super) fn day_if_any(problems: &mut Problems, pairs: &[(String, String)], field: &str) -> Option<Date> {
    if value(pairs, field).trim().is_empty() { None } else { day(problems, pairs, field) }
}

/// Sets refused values apart from every other failure.
pub(super) fn refusal<T>(result: app::Result<T>) -> Result<std::result::Result<T, Vec<FieldError>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error.into()),
    }
}

/// A refused form: 422 with what was typed.
pub(super) fn again(page: &impl Template) -> Result<Response> {
    Ok(Rendered::refused(page)?.into_response())
}

/// Names of fields as a use case has them, turned into those of the form.
pub(super) fn renamed(errors: Vec<FieldError>, names: &[(&str, &str)]) -> Vec<FieldError> {
    let name = |field: String| names.iter().find(|(a, _)| *a == field).map_or(field, |(_, b)| (*b).to_owned());
    errors.into_iter().map(|e| FieldError { field: name(e.field), problem: e.problem }).collect()
}

/// Most pages one can walk back; from further on, back leads to the beginning.
const STEPS: usize = 20;

/// A place in a list that can only be read onward: where the page begins, and where those before it began, so that one
/// can walk back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Trail {
    at: Option<String>,
    passed: Vec<String>,
}

impl Trail {
    /// Reads `after` and `trail` of an address.
    pub(super) fn read(pairs: &[(String, String)]) -> Self {
        let at = Some(value(pairs, "after")).filter(|after| !after.is_empty()).map(str::to_owned);
        let passed = value(pairs, "trail").split('~').filter(|one| !one.is_empty()).take(STEPS);
        Self { at, passed: passed.map(str::to_owned).collect() }
    }

    /// Where the page begins; nothing at the beginning of the list and for what is no place.
    pub(super) fn at<T: FromStr>(&self) -> Option<T> {
        self.at.as_deref().and_then(|text| text.parse().ok())
    }

    /// Links to the pages before and after, in words of what is shown.
    pub(super) fn pager(&self, path: &str, q: &str, next: Option<String>, shown: String) -> Pager {
        let href = |after: &str, passed: &[String]| {
            let trail = passed.join("~");
            let pairs = [("q", q), ("after", after), ("trail", trail.as_str())];
            let query = link::query(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
        };
        let newer = self.at.as_ref().map(|_| match self.passed.split_last() {
            Some((last, rest)) => href(last, rest),
            None => href("", &[]),
        });
        let older = next.map(|next| {
            let mut passed = self.passed.clone();
            passed.extend(self.at.clone());
            let from = passed.len().saturating_sub(STEPS);
            href(&next, passed.get(from..).unwrap_or_default())
        });
        Pager { shown, newer, older }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(href: &str) -> Pairs {
        let query = href.split_once('?').map_or("", |(_, query)| query);
        let pair = |p: &str| p.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned()));
        query.split('&').filter_map(pair).collect()
    }

    #[test]
    fn one_walks_onward_and_back_the_same_way() {
        let first = Trail::default();
        let pager = first.pager("/list", "a", Some("k1".to_owned()), String::new());
        assert_eq!((pager.newer, pager.older.as_deref()), (None, Some("/list?q=a&after=k1")));
        let second = Trail::read(&pairs("/list?q=a&after=k1"));
        let pager = second.pager("/list", "a", Some("k2".to_owned()), String::new());
        assert_eq!(pager.newer.as_deref(), Some("/list?q=a"));
        let third = Trail::read(&pairs(&pager.older.unwrap()));
        assert_eq!(third.at::<String>().as_deref(), Some("k2"));
        assert_eq!(third.pager("/list", "a", None, String::new()).newer.as_deref(), Some("/list?q=a&after=k1"));
    }

    #[test]
    fn a_long_walk_forgets_its_beginning() {
        let mut trail = Trail::default();
        for step in 0..30 {
            let pager = trail.pager("/list", "", Some(format!("k{step}")), String::new());
            trail = Trail::read(&pairs(&pager.older.unwrap()));
        }
        assert_eq!(trail.passed.len(), STEPS);
        assert_eq!(trail.passed.last().map(String::as_str), Some("k28"));
    }
}
