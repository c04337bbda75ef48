//! Values as they are found: in the embedded defaults, the file, the environment and the command line.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use domain::Problem;
use toml::de::{DeTable, DeValue};

use super::{
    Over,
    key::{self, KEYS, Kind},
};
use crate::exit::{Item, problem, say};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The program's own.
    Default,
    /// A line of the file.
    File(PathBuf, usize),
    /// An environment variable.
    Variable(String),
    /// An option of the command line.
    Option(&'static str),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Option(name) => f.write_str(name),
        }
    }
}

/// One value as text, and where it comes from.
#[derive(Debug, Clone)]
pub struct Value {
    /// The value.
    pub text: String,
    /// From where.
    pub origin: Origin,
}

/// The values of all keys.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// The embedded defaults.
    pub fn defaults() -> Self {
        let mut values = Self::default();
        // the embedded file is held to be sound by a test
        values.read_file(Path::new(""), super::defaults(), &mut Vec::new());
        for value in values.0.values_mut() {
            value.origin = Origin::Default;
        }
        values
    }

    /// One value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Reads a file over what is there.
    pub fn read_file(&mut self, path: &Path, text: &str, problems: &mut Vec<Item>) {
        let lines = Lines::of(path, text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = lines.place(error.span().map_or(0, |s| s.start), None);
            let said =
                say(format!("TOMLとして読めません: {}", error.message()), format!("Not TOML: {}", error.message()));
            problems.push(Item { place: at, said });
        }
        for (section, value) in document.get_ref() {
            let start = section.span().start;
            match value.get_ref() {
                DeValue::Table(table) if is_section(section.get_ref()) => {
                    self.read_section(&lines, section.get_ref(), table, problems);
                }
                _ => problems.push(unknown(lines.place(start, Some(section.get_ref())))),
            }
        }
    }

    fn read_section(&mut self, lines: &Lines<'_>, section: &str, table: &DeTable<'_>, problems: &mut Vec<Item>) {
        for (name, value) in table {
            let full = format!("{section}.{}", name.get_ref());
            let place = lines.place(name.span().start, Some(&full));
            let Some(key) = key::find(&full) else {
                problems.push(unknown(place));
                continue;
            };
            let text = match (key.kind, value.get_ref()) {
                (Kind::Text, DeValue::String(text)) => text.to_string(),
                (Kind::Number, DeValue::Integer(number)) => number.as_str().replace('_', ""),
                (Kind::Truth, DeValue::Boolean(truth)) => truth.to_string(),
                _ => {
                    let shown = if key.secret { "…" } else { lines.text(value.span()) };
                    problems.push(Item { place, said: problem(&Problem::form(shown, key.kind.words())) });
                    continue;
                }
            };
            let origin = Origin::File(lines.path.to_owned(), lines.number(name.span().start));
            self.0.insert(key.name, Value { text, origin });
        }
    }

    /// Reads environment variables over what is there. Those with `__` in their name are ours to know.
    pub fn read_environment(&mut self, all: impl Iterator<Item = (OsString, OsString)>, problems: &mut Vec<Item>) {
        let mut all: Vec<(OsString, OsString)> = all.collect();
        all.sort();
        for (name, value) in all {
            let Some(name) = name.to_str().filter(|n| n.starts_with("SEKIMORI_") && n.contains("__")) else { continue };
            let Some(key) = KEYS.iter().find(|k| key::variable(k.name) == *name) else {
                problems.push(unknown(name.to_owned()));
                continue;
            };
            let text = value.to_string_lossy().into_owned();
            self.0.insert(key.name, Value { text, origin: Origin::Variable(name.to_owned()) });
        }
    }

    /// Puts options of the command line over what is there.
    pub fn read_over(&mut self, over: &Over) {
        if let Some(url) = &over.database {
            self.0.insert("database.url", Value { text: url.clone(), origin: Origin::Option("--database") });
            self.0.insert("database.url_file", Value { text: String::new(), origin: Origin::Option("--database") });
        }
        if let Some(listen) = &over.listen {
            self.0.insert("server.listen", Value { text: listen.clone(), origin: Origin::Option("--listen") });
        }
    }

    /// Reads one value as its type.
    pub fn parse<T>(
        &self,
        name: &str,
        problems: &mut Vec<Item>,
        read: impl Fn(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let value = self.0.get(name)?;
        match read(&value.text) {
            Ok(out) => Some(out),
            Err(found) => {
                problems.push(Item { place: place(name, &value.origin), said: problem(&found) });
                None
            }
        }
    }

    /// A path; one from the file starts at the file's folder.
    pub fn path(&self, name: &str, problems: &mut Vec<Item>) -> Option<PathBuf> {
        let value = self.0.get(name)?;
        if value.text.trim().is_empty() {
            problems.push(Item { place: place(name, &value.origin), said: problem(&Problem::Missing) });
            return None;
        }
        Some(beside(value, &value.text))
    }

    /// A path that may be left empty.
    pub fn optional_path(&self, name: &str) -> Option<PathBuf> {
        let value = self.0.get(name).filter(|value| !value.text.trim().is_empty())?;
        Some(beside(value, &value.text))
    }

    /// The database's address, from its key or from the file another key names.
    pub fn database(&self, problems: &mut Vec<Item>) -> Option<String> {
        let file = self.0.get("database.url_file").filter(|v| !v.text.trim().is_empty());
        let own = self.0.get("database.url")?;
        let Some(file) = file else {
            let url = self.parse("database.url", problems, key::database)?;
            return Some(match super::sqlite_path(&url) {
                Some(path) => format!("sqlite:{}", beside(own, path).display()),
                None => url,
            });
        };
        let at = place("database.url_file", &file.origin);
        if own.origin != Origin::Default {
            let said = say(
                format!("database.url（{}）と両方は書けません。どちらかを消してください", own.origin),
                format!("Not together with database.url ({}). Remove one of the two", own.origin),
            );
            problems.push(Item { place: at, said });
            return None;
        }
        let path = beside(file, &file.text);
        let read = std::fs::read_to_string(&path).map_err(|e| {
            let path = path.display();
            say(format!("{path} を読めません: {e}"), format!("{path} cannot be read: {e}"))
        });
        let url = read.and_then(|text| key::database(&text).map_err(|p| problem(&p)));
        match url {
            Ok(url) => Some(url),
            Err(said) => {
                problems.push(Item { place: at, said });
                None
            }
        }
    }
}

fn place(name: &str, origin: &Origin) -> String {
    match origin {
        Origin::File(..) => format!("{origin} {name}"),
        _ => origin.to_string(),
    }
}

fn beside(value: &Value, path: &str) -> PathBuf {
    match &value.origin {
        Origin::File(file, _) => file.parent().unwrap_or_else(|| Path::new("")).join(path),
        _ => PathBuf::from(path),
    }
}

fn is_section(name: &str) -> bool {
    KEYS.iter().any(|k| k.name.split_once('.').is_some_and(|(section, _)| section == name))
}

fn unknown(place: String) -> Item {
    let names: Vec<&str> = KEYS.iter().map(|k| k.name).collect();
    Item {
        place,
        said: say(
            format!("知らない項目です。使えるのは {} です", names.join("、")),
            format!("An unknown key. There are: {}", names.join(", ")),
        ),
    }
}

/// Lines of a file, to tell places.
struct Lines<'t> {
    path: &'t Path,
    text: &'t str,
}

impl<'t> Lines<'t> {
    const fn of(path: &'t Path, text: &'t str) -> Self {
        Self { path, text }
    }

    fn number(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.bytes().filter(|b| *b == b'\n').count().saturating_add(1)
    }

    fn place(&self, at: usize, key: Option<&str>) -> String {
        let place = format!("{}:{}", self.path.display(), self.number(at));
        key.map_or_else(|| place.clone(), |key| format!("{place} {key}"))
    }

    fn text(&self, span: std::ops::Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }
}
