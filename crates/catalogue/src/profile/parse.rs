//! From the text of a file to a profile; every entry that cannot be read is a problem of its own.

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{Placed, Profile, ProfileProblem};

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// Every problem found, with file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<ProfileProblem>> {
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(e) => {
                let line = line(text, e.span().map_or(0, |span| span.start));
                return Err(vec![problem(file, line, "-", unreadable(e.message()))]);
            }
        };
        let mut reader = Reader { file, text, table, problems: Vec::new() };
        let head = reader.head();
        let (marks, texts, parameters) = (reader.list("mark"), reader.list("text"), reader.list("parameter"));
        let passages = reader.list("passage");
        let (items, omissions, measures) = (reader.list("item"), reader.list("omit"), reader.list("measure"));
        reader.rest();
        match head {
            Some(head) if reader.problems.is_empty() => {
                Ok(Self { file: file.to_owned(), head, marks, texts, parameters, passages, items, omissions, measures })
            }
            _ => Err(reader.problems),
        }
    }
}

pub(super) fn problem(file: &str, line: usize, entry: &str, (ja, en): (String, String)) -> ProfileProblem {
    ProfileProblem { file: file.to_owned(), line, entry: entry.to_owned(), message_ja: ja, message_en: en }
}

fn unreadable(message: &str) -> (String, String) {
    (format!("読み取れません: {message}"), format!("cannot be read: {message}"))
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count().saturating_add(1)
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    table: DeTable<'a>,
    problems: Vec<ProfileProblem>,
}

impl<'a> Reader<'a> {
    fn note(&mut self, offset: usize, entry: &str, said: (String, String)) {
        self.problems.push(problem(self.file, line(self.text, offset), entry, said));
    }

    fn head<T: DeserializeOwned>(&mut self) -> Option<Placed<T>> {
        match self.table.remove("profile") {
            Some(value) => self.one("profile", value),
            None => {
                self.note(0, "profile", ("[profile] がありません".into(), "[profile] is missing".into()));
                None
            }
        }
    }

    fn one<T: DeserializeOwned>(&mut self, key: &str, value: Spanned<DeValue<'a>>) -> Option<Placed<T>> {
        let start = value.span().start;
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(Placed { line: line(self.text, start), value }),
            Err(e) => {
                // An error with the key before a value points at the key, one without at the entry.
                let at = e.span().map_or(start, |span| span.start);
                self.note(at, key, unreadable(e.message()));
                None
            }
        }
    }

    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Vec<Placed<T>> {
        let Some(value) = self.table.remove(key) else { return Vec::new() };
        let start = value.span().start;
        let DeValue::Array(values) = value.into_inner() else {
            let said = (format!("[[{key}]] の形ではありません"), format!("not of the form [[{key}]]"));
            self.note(start, key, said);
            return Vec::new();
        };
        values.into_iter().filter_map(|value| self.one(key, value)).collect()
    }

    /// Keys that mean nothing here.
    fn rest(&mut self) {
        const KNOWN: &str = "profile, mark, text, parameter, passage, item, omit, measure";
        let rest = std::mem::take(&mut self.table);
        for (key, _) in rest {
            let name = key.get_ref().to_string();
            let said = (
                format!("「{name}」という項目は使えません。使えるのは {KNOWN} です"),
                format!("\"{name}\" is not known here; allowed are {KNOWN}"),
            );
            self.note(key.span().start, &name, said);
        }
    }
}
