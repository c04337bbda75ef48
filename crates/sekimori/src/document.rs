//! A TOML file that a person wrote: every value is read, every problem is kept with file, line, key, value and what is
//! allowed.

use std::{cell::RefCell, path::Path, str::FromStr};

use domain::{FieldError, Problem, Words, problem::shorten};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::exit::{Failure, Item, Result, problem, say};

/// A file being read.
pub struct Document<'t> {
    file: &'t Path,
    text: &'t str,
    table: DeTable<'t>,
    problems: RefCell<Vec<Item>>,
}

/// One table of it.
#[derive(Clone, Copy)]
pub struct Section<'d, 't> {
    document: &'d Document<'t>,
    table: &'d DeTable<'t>,
    prefix: &'d str,
}

impl<'t> Document<'t> {
    /// Reads a text; what is no TOML is a problem like any other.
    #[must_use]
    pub fn parse(file: &'t Path, text: &'t str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let document = Self { file, text, table: table.into_inner(), problems: RefCell::new(Vec::new()) };
        for error in errors {
            let place = document.line(error.span().map_or(0, |s| s.start));
            let why = error.message();
            document.add(place, say(format!("TOMLとして読めません: {why}"), format!("Not TOML: {why}")));
        }
        document
    }

    /// The whole file as a table.
    #[must_use]
    pub const fn root(&self) -> Section<'_, 't> {
        Section { document: self, table: &self.table, prefix: "" }
    }

    fn line(&self, at: usize) -> String {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count().saturating_add(1);
        format!("{}:{line}", self.file.display())
    }

    fn add(&self, place: String, said: app::error::Sentence) {
        self.problems.borrow_mut().push(Item { place, said });
    }

    /// Notes problems that a check of several values found, each at the line of its field.
    pub fn refuse(&self, errors: Vec<FieldError>) {
        for error in errors {
            let place = format!("{} {}", self.locate(&error.field), error.field);
            self.add(place, problem(&error.problem));
        }
    }

    /// The line of a field such as `items[1].name`, or of the innermost table around it.
    fn locate(&self, field: &str) -> String {
        let mut at: Option<usize> = None;
        let mut table = Some(&self.table);
        for part in field.split('.') {
            let (name, index) = part
                .split_once('[')
                .map_or((part, None), |(name, rest)| (name, rest.trim_end_matches(']').parse::<usize>().ok()));
            let Some((key, value)) = table.and_then(|t| t.get_key_value(name)) else { break };
            at = Some(key.span().start);
            let inner = match (value.get_ref(), index) {
                (DeValue::Array(all), Some(index)) => all.get(index),
                _ => Some(value),
            };
            at = inner.filter(|_| index.is_some()).map_or(at, |v| Some(v.span().start));
            table = inner.and_then(|v| v.get_ref().as_table());
        }
        at.map_or_else(|| self.file.display().to_string(), |at| self.line(at))
    }

    /// The value, if nothing was wrong.
    ///
    /// # Errors
    /// Every problem noted.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        let problems = self.problems.into_inner();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => Err(Failure::invalid(problems)),
        }
    }
}

const TEXT: Words = Words { ja: "引用符で囲んだ文字です", en: "a text in quotes" };
const NUMBER: Words = Words { ja: "引用符のない整数です", en: "a whole number without quotes" };
const LIST: Words = Words { ja: "[\"…\", \"…\"] の形の一覧です", en: "a list such as [\"…\", \"…\"]" };
const TABLE: Words = Words { ja: "表です（[名前] または { … }）", en: "a table, [name] or { … }" };
const TABLES: Words = Words { ja: "表の並びです（[[名前]]）", en: "a list of tables, [[name]]" };

impl<'d, 't> Section<'d, 't> {
    fn field(&self, key: &str) -> String {
        if self.prefix.is_empty() { key.to_owned() } else { format!("{}.{key}", self.prefix) }
    }

    /// Notes a problem at a key.
    pub fn refuse(&self, key: &str, what: &Problem) {
        let field = self.field(key);
        self.document.add(format!("{} {field}", self.document.locate(&field)), problem(what));
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'t>>, form: Words) {
        let shown = self.document.text.get(value.span()).unwrap_or_default();
        self.refuse(key, &Problem::form(shown, form));
    }

    /// Refuses every key that is not among those known.
    pub fn know(&self, keys: &[&'static str]) {
        for key in self.table.keys() {
            if !keys.contains(&key.get_ref().as_ref()) {
                let what = Problem::NotOneOf { value: shorten(key.get_ref()), allowed: keys.to_vec() };
                self.refuse(key.get_ref(), &what);
            }
        }
    }

    /// A text that may be left out. A date may stand without quotes.
    pub fn text(&self, key: &str) -> Option<String> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => {
                self.wrong(key, value, TEXT);
                None
            }
        }
    }

    /// A text read as its type.
    pub fn optional<T: FromStr<Err = Problem>>(&self, key: &str) -> Option<T> {
        let text = self.text(key)?;
        text.parse().map_err(|what| self.refuse(key, &what)).ok()
    }

    /// The same for one that must be there.
    pub fn required<T: FromStr<Err = Problem>>(&self, key: &str) -> Option<T> {
        if !self.table.contains_key(key) {
            self.refuse(key, &Problem::Missing);
            return None;
        }
        self.optional(key)
    }

    /// A day, `2026-12-01`.
    pub fn day(&self, key: &str) -> Option<jiff::civil::Date> {
        const DAY: Words = Words { ja: "2026-12-01 のような日付です", en: "a date such as 2026-12-01" };
        if !self.table.contains_key(key) {
            self.refuse(key, &Problem::Missing);
        }
        let text = self.text(key)?;
        text.parse().map_err(|_| self.refuse(key, &Problem::form(&text, DAY))).ok()
    }

    /// A whole number.
    pub fn number(&self, key: &str) -> Option<i64> {
        let value = self.table.get(key)?;
        let read = match value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok(),
            _ => None,
        };
        if read.is_none() {
            self.wrong(key, value, NUMBER);
        }
        read
    }

    /// A list of codes that must be there; what it may hold is told for each that is not one.
    pub fn codes<T: FromStr<Err = Problem> + Ord>(&self, key: &str) -> Option<std::collections::BTreeSet<T>> {
        let Some(value) = self.table.get(key) else {
            self.refuse(key, &Problem::Missing);
            return None;
        };
        let Some(all) = value.get_ref().as_array() else {
            self.wrong(key, value, LIST);
            return None;
        };
        let mut out = std::collections::BTreeSet::new();
        let mut sound = true;
        for (i, one) in all.iter().enumerate() {
            let place = format!("{key}[{i}]");
            match one.get_ref().as_str().map(str::parse::<T>) {
                Some(Ok(code)) => drop(out.insert(code)),
                Some(Err(what)) => {
                    self.refuse(&place, &what);
                    sound = false;
                }
                None => {
                    self.wrong(&place, one, TEXT);
                    sound = false;
                }
            }
        }
        sound.then_some(out)
    }

    /// A table that may be left out, read by a function.
    pub fn table<T>(&self, key: &str, read: impl Fn(Section<'_, 't>) -> Option<T>) -> Option<T> {
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, TABLE);
            return None;
        };
        let prefix = self.field(key);
        read(Section { document: self.document, table, prefix: &prefix })
    }

    /// A list of tables that may be left out, each read by a function; those that cannot be read are left out.
    pub fn tables<T>(&self, key: &str, read: impl Fn(Section<'_, 't>) -> Option<T>) -> Vec<T> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let Some(all) = value.get_ref().as_array() else {
            self.wrong(key, value, TABLES);
            return Vec::new();
        };
        let mut out = Vec::new();
        for (i, one) in all.iter().enumerate() {
            let place = format!("{key}[{i}]");
            let Some(table) = one.get_ref().as_table() else {
                self.wrong(&place, one, TABLE);
                continue;
            };
            let prefix = self.field(&place);
            out.extend(read(Section { document: self.document, table, prefix: &prefix }));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Lang, engagement::Category};

    #[test]
    fn every_problem_has_its_line() {
        let text = "title = 1\ncategory = \"cloud\"\n\n[[items]]\nname = \"a\"\n\n[[items]]\nnmae = \"b\"\n";
        let document = Document::parse(Path::new("a.toml"), text);
        let root = document.root();
        assert_eq!(root.text("title"), None);
        assert_eq!(root.required::<Category>("category"), None);
        root.tables("items", |item| {
            item.know(&["name"]);
            item.required::<domain::text::Title>("name")
        });
        document.refuse(vec![FieldError::new("items[0].name", Problem::Missing)]);
        let failure = document.finish(Some(())).unwrap_err();
        let said: Vec<String> =
            failure.items.iter().map(|i| format!("{}: {}", i.place, i.said.get(Lang::En))).collect();
        assert_eq!(said[0], "a.toml:1 title: \"1\" does not have the form a text in quotes");
        assert!(said[1].starts_with("a.toml:2 category: \"cloud\" is not one of: build,"), "{}", said[1]);
        assert_eq!(said[2], "a.toml:8 items[1].nmae: \"nmae\" is not one of: name");
        assert_eq!(said[3], "a.toml:7 items[1].name: A value is required");
        assert_eq!(said[4], "a.toml:5 items[0].name: A value is required");
    }
}
