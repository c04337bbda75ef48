//! Every entry of every file as it is written, for looking up an id, finding where it is used, and comparing editions.
//!
//! The typed families stay the truth for programs. This view exists so that a new family needs no new code to be
//! browsed: an id in any field of any entry is found.

use std::collections::BTreeMap;

use domain::Lang;
use serde::Serialize;

/// Fields that may serve as the title of an entry, the best first.
const TITLES: &[&str] = &["title", "label", "duty", "text", "summary", "intent"];

/// One entry of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    file: String,
    list: String,
    id: String,
    value: toml::Value,
}

impl Entry {
    pub(crate) fn new(file: &str, list: &str, id: &str, value: toml::Value) -> Self {
        Self { file: file.to_owned(), list: list.to_owned(), id: id.to_owned(), value }
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }
    /// Name of the list in the file, `measure` for `[[measure]]`.
    #[must_use]
    pub fn list(&self) -> &str {
        &self.list
    }
    /// Its id, code or value.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Puts another value at a place such as `cells.build.mark`; what leads there must exist.
    pub(crate) fn set(&mut self, place: &[&str], new: toml::Value) {
        let mut here = &mut self.value;
        for (i, key) in place.iter().enumerate() {
            let Some(table) = here.as_table_mut() else { return };
            if i.saturating_add(1) == place.len() {
                table.insert((*key).to_owned(), new);
                return;
            }
            let Some(next) = table.get_mut(*key) else { return };
            here = next;
        }
    }

    /// Puts another default into the parameter of a name, in the list that a place such as `wording.parameters` leads to.
    pub(crate) fn set_default(&mut self, place: &[&str], name: &str, new: &toml::Value) {
        self.set_parameter(place, (name, "default"), new);
    }

    /// Puts a value of another key, such as `strict`, into the parameter of a name.
    pub(crate) fn set_parameter(&mut self, place: &[&str], (name, key): (&str, &str), new: &toml::Value) {
        let list = place.iter().try_fold(&mut self.value, |here, key| here.get_mut(*key));
        for parameter in list.and_then(toml::Value::as_array_mut).into_iter().flatten() {
            if parameter.get("name").and_then(toml::Value::as_str) == Some(name)
                && let Some(table) = parameter.as_table_mut()
            {
                table.insert(key.to_owned(), new.clone());
            }
        }
    }

    /// Puts another text into a paragraph of a list, or a paragraph at its end.
    pub(crate) fn set_passage(&mut self, list: &str, at: Option<usize>, text: &crate::Text) {
        let Some(list) = self.value.get_mut(list).and_then(toml::Value::as_array_mut) else { return };
        let words = |table: &mut toml::Table| {
            for lang in Lang::ALL {
                table.insert(lang.code().to_owned(), toml::Value::from(text.get(*lang)));
            }
        };
        match at.and_then(|at| list.get_mut(at)).and_then(toml::Value::as_table_mut) {
            Some(table) => {
                table.remove("items");
                words(table);
            }
            None => {
                let mut table = toml::Table::new();
                words(&mut table);
                list.push(toml::Value::Table(table));
            }
        }
    }

    /// What it is called, where it has a name.
    #[must_use]
    pub fn title(&self, lang: Lang) -> Option<&str> {
        TITLES.iter().find_map(|field| self.value.get(field)?.get(lang.code())?.as_str())
    }

    /// Every value in it with its place, `levels[2].ja`, in the order of the places' names.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        leaves(&self.value, String::new(), &mut |place, value| {
            out.insert(place.to_owned(), value);
        });
        out
    }
}

/// A place where an id is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Use {
    /// Name of the file.
    pub file: String,
    /// Name of the list.
    pub list: String,
    /// Id of the entry that uses it.
    pub id: String,
    /// Field, without indices: `cells.build.measures`.
    pub field: String,
}

/// Where each id is used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index(BTreeMap<String, Vec<Use>>);

impl Index {
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut found: BTreeMap<String, Vec<Use>> = BTreeMap::new();
        for entry in entries {
            leaves(&entry.value, String::new(), &mut |place, value| {
                let field = without_indices(place);
                if !looks_like_id(&value) || (value == entry.id && !field.contains('.')) {
                    return;
                }
                let one = Use { file: entry.file.clone(), list: entry.list.clone(), id: entry.id.clone(), field };
                let uses = found.entry(value).or_default();
                if uses.last() != Some(&one) {
                    uses.push(one);
                }
            });
        }
        Self(found)
    }

    pub(crate) fn get(&self, id: &str) -> &[Use] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[Use])> {
        self.0.iter().map(|(id, uses)| (id.as_str(), uses.as_slice()))
    }
}

/// Ids begin with a capital, hold a dash and nothing but letters, digits, dots and dashes.
fn looks_like_id(text: &str) -> bool {
    text.len() <= 24
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.contains('-')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'(' | b')'))
}

fn without_indices(place: &str) -> String {
    let mut out = String::with_capacity(place.len());
    let mut inside = false;
    for c in place.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn leaves(value: &toml::Value, place: String, take: &mut impl FnMut(&str, String)) {
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table {
                let inside = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                leaves(inner, inside, take);
            }
        }
        toml::Value::Array(list) => {
            for (i, inner) in list.iter().enumerate() {
                leaves(inner, format!("{place}[{i}]"), take);
            }
        }
        toml::Value::String(text) => take(&place, text.clone()),
        other => take(&place, other.to_string()),
    }
}
