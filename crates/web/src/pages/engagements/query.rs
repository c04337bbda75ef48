//! The address of a list: filters, search, order and place in it, read and written in one place.

use app::{
    Caller,
    engagements::list::{Cursor, Direction, Filter, From, Query, Sort, Stopped},
};
use domain::{
    FieldError, Problem,
    engagement::{Category, Seal, Stage, Standing},
    fold,
    id::UnitId,
};
use jiff::civil::Date;

use crate::link;

/// Rows of a page of the list.
pub(super) const ROWS: u16 = 25;

/// A list as its address says it.
#[derive(Debug, Clone, Default)]
pub(super) struct Address {
    /// What is searched for, as typed.
    pub(super) q: String,
    /// `all`, `open`, `mine`, `stopped`, `personal`, `ending`; the built-in views.
    pub(super) view: String,
    /// Conditions in force: name and value, in the order given.
    pub(super) conditions: Vec<(&'static str, String)>,
    /// Order.
    pub(super) sort: Sort,
    /// Up or down.
    pub(super) direction: Direction,
    /// Place in the list.
    pub(super) place: Vec<(&'static str, String)>,
}

/// Conditions an address can name.
pub(super) const CONDITIONS: &[&str] =
    &["stage", "category", "unit", "seal", "standing", "year", "stopped", "contractor"];
/// Views that come with the program.
pub(super) const VIEWS: &[&str] = &["all", "open", "mine", "stopped", "personal", "ending"];

impl Address {
    /// Reads an address; unknown names are refused, so that a mistyped filter does not show everything.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, Vec<FieldError>> {
        let mut out = Self { view: "open".to_owned(), ..Self::default() };
        let mut errors = Vec::new();
        let mut direction = None;
        for (name, value) in pairs.iter().filter(|(_, v)| !v.trim().is_empty()) {
            match name.as_str() {
                "q" => out.q = value.chars().take(120).collect(),
                "view" if VIEWS.contains(&value.as_str()) => value.clone_into(&mut out.view),
                "view" => errors.push(not_one_of("view", value, VIEWS)),
                "sort" => match value.parse() {
                    Ok(sort) => out.sort = sort,
                    Err(problem) => errors.push(FieldError::new("sort", problem)),
                },
                "dir" if value == "asc" => direction = Some(Direction::Ascending),
                "dir" if value == "desc" => direction = Some(Direction::Descending),
                "dir" => errors.push(not_one_of("dir", value, &["asc", "desc"])),
                "after" => out.place.push(("after", value.clone())),
                "before" => out.place.push(("before", value.clone())),
                other => match CONDITIONS.iter().find(|c| **c == other) {
                    Some(known) => out.conditions.push((known, value.clone())),
                    None => errors.push(not_one_of("query", other, CONDITIONS)),
                },
            }
        }
        out.direction = direction.unwrap_or(natural(out.sort));
        if errors.is_empty() { Ok(out) } else { Err(errors) }
    }

    /// The query it stands for.
    pub(super) fn query(&self, caller: &Caller, today: Date) -> Result<Query, Vec<FieldError>> {
        let mut filter = Filter { words: fold::words(&self.q), ..Filter::default() };
        match self.view.as_str() {
            "all" => {}
            "mine" => filter.owner = Some(caller.id()),
            "stopped" => filter.stopped = Some(Stopped::Unmet),
            "personal" => filter.seal = Some(Seal::Personal),
            "ending" => {
                let last = today.checked_add(jiff::Span::new().days(90)).unwrap_or(today);
                filter.ending = Some((last, today));
            }
            _ => filter.standing = Some(Standing::Open),
        }
        let mut errors = Vec::new();
        for (name, value) in &self.conditions {
            if let Err(problem) = condition(&mut filter, caller, name, value) {
                errors.push(FieldError::new(*name, problem));
            }
        }
        let from = self.from().unwrap_or_else(|| {
            errors.push(FieldError::new("after", Problem::Unknown { value: String::new() }));
            From::Start
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Query { filter, sort: self.sort, direction: self.direction, from, limit: ROWS })
    }

    fn from(&self) -> Option<From> {
        Some(match self.place.first() {
            None => From::Start,
            Some(("before", text)) => From::Before(read_cursor(text)?),
            Some((_, text)) => From::After(read_cursor(text)?),
        })
    }

    /// Its own query string, without the place in the list.
    pub(super) fn base(&self) -> Vec<(String, String)> {
        let mut out = vec![("view".to_owned(), self.view.clone()), ("q".to_owned(), self.q.clone())];
        out.extend(self.conditions.iter().map(|(n, v)| ((*n).to_owned(), v.clone())));
        if self.sort != Sort::Number || self.direction != Direction::Descending {
            out.push(("sort".to_owned(), self.sort.code().to_owned()));
            let up = self.direction == Direction::Ascending;
            out.push(("dir".to_owned(), if up { "asc" } else { "desc" }.to_owned()));
        }
        out.retain(|(name, value)| !value.is_empty() && (name != "view" || value != "open"));
        out
    }

    /// The address itself.
    pub(super) fn href(&self) -> String {
        href(&self.base())
    }

    /// The same with one condition more; one of the same name goes.
    pub(super) fn with(&self, name: &'static str, value: &str) -> String {
        let mut other = self.clone();
        other.conditions.retain(|(n, _)| *n != name);
        other.conditions.push((name, value.to_owned()));
        other.href()
    }

    /// The same without a condition.
    pub(super) fn without(&self, name: &str) -> String {
        let mut other = self.clone();
        other.conditions.retain(|(n, _)| *n != name);
        other.href()
    }

    /// The same in another order.
    pub(super) fn sorted(&self, sort: Sort) -> String {
        let direction = if self.sort == sort { self.direction.reversed() } else { natural(sort) };
        Self { sort, direction, ..self.clone() }.href()
    }

    /// The same, going on from a row.
    pub(super) fn going(&self, name: &str, cursor: &Cursor) -> String {
        let mut pairs = self.base();
        pairs.push((name.to_owned(), write_cursor(cursor)));
        href(&pairs)
    }
}

/// The order people expect first: newest numbers, largest amounts, nearest dates, names from the beginning.
const fn natural(sort: Sort) -> Direction {
    match sort {
        Sort::Number | Sort::Amount => Direction::Descending,
        Sort::Title | Sort::Contractor | Sort::Stage | Sort::Due => Direction::Ascending,
    }
}

fn href(pairs: &[(String, String)]) -> String {
    let query = link::query(pairs);
    if query.is_empty() { "/engagements".to_owned() } else { format!("/engagements?{query}") }
}

fn write_cursor(cursor: &Cursor) -> String {
    format!("{}~{}", cursor.seq, cursor.key)
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (seq, key) = text.split_once('~')?;
    Some(Cursor { seq: seq.parse().ok()?, key: key.to_owned() })
}

fn not_one_of(field: &'static str, value: &str, allowed: &[&'static str]) -> FieldError {
    FieldError::new(field, Problem::NotOneOf { value: domain::problem::shorten(value), allowed: allowed.to_vec() })
}

fn condition(filter: &mut Filter, caller: &Caller, name: &str, value: &str) -> Result<(), Problem> {
    match name {
        "stage" => filter.stage = Some(value.parse::<Stage>()?),
        "category" => filter.category = Some(value.parse::<Category>()?),
        "seal" => filter.seal = Some(value.parse::<Seal>()?),
        "standing" => filter.standing = Some(value.parse::<Standing>()?),
        "contractor" => filter.contractor = Some(value.parse()?),
        "unit" => filter.units = Some(caller.units.below(value.parse::<UnitId>()?)),
        "year" => {
            let allowed = (1990..=2200).contains(&value.parse::<i16>().unwrap_or_default());
            let outside = || Problem::OutOfRange { value: domain::problem::shorten(value), min: 1990, max: 2200 };
            filter.year = Some(value.parse().ok().filter(|_| allowed).ok_or_else(outside)?);
        }
        _ => {
            filter.stopped = Some(match value {
                "unmet" => Stopped::Unmet,
                "waiting" => Stopped::Waiting,
                _ => {
                    let value = domain::problem::shorten(value);
                    return Err(Problem::NotOneOf { value, allowed: vec!["unmet", "waiting"] });
                }
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &[(&str, &str)]) -> Vec<(String, String)> {
        text.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn an_address_reads_as_it_was_written() {
        let address = Address::read(&pairs(&[("q", "㈱霧沢"), ("stage", "contract"), ("sort", "due")])).unwrap();
        assert_eq!(address.direction, Direction::Ascending);
        assert_eq!(address.href(), "/engagements?q=%E3%88%B1%E9%9C%A7%E6%B2%A2&stage=contract&sort=due&dir=asc");
        assert_eq!(address.without("stage"), "/engagements?q=%E3%88%B1%E9%9C%A7%E6%B2%A2&sort=due&dir=asc");
        let cursor = Cursor { key: "a~b".to_owned(), seq: 20_260_000_012 };
        assert_eq!(read_cursor(&write_cursor(&cursor)), Some(cursor));
    }

    #[test]
    fn unknown_conditions_are_refused_by_name() {
        let errors = Address::read(&pairs(&[("stgae", "contract"), ("dir", "up"), ("view", "x")])).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["query", "dir", "view"]);
    }
}
