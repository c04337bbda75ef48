//! What one catalogue has and another has not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::Entry;

/// An entry named in a difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EntryName {
    /// Name of the file.
    pub file: String,
    /// Name of the list.
    pub list: String,
    /// Id, code or value.
    pub id: String,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its place in the entry, `levels[2].ja`.
    pub field: String,
    /// What it said before; none when it is new.
    pub before: Option<String>,
    /// What it says now; none when it is gone.
    pub after: Option<String>,
}

/// An entry that both have and that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The entry.
    pub entry: EntryName,
    /// What differs in it.
    pub fields: Vec<FieldChange>,
}

/// The difference between an older and a newer catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Only the newer has them.
    pub added: Vec<EntryName>,
    /// Only the older has them.
    pub removed: Vec<EntryName>,
    /// Both have them, and they differ.
    pub changed: Vec<Changed>,
}

impl Difference {
    pub(crate) fn between(older: &[Entry], newer: &[Entry]) -> Self {
        let (older, newer) = (by_name(older), by_name(newer));
        let mut out = Self::default();
        for (name, entry) in &newer {
            match older.get(name) {
                None => out.added.push(name.clone()),
                Some(before) if before.fields() != entry.fields() => {
                    out.changed.push(Changed { entry: name.clone(), fields: changes(before, entry) });
                }
                Some(_) => {}
            }
        }
        out.removed = older.keys().filter(|name| !newer.contains_key(*name)).cloned().collect();
        out
    }

    /// True when nothing differs.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn by_name(entries: &[Entry]) -> BTreeMap<EntryName, &Entry> {
    let name = |e: &Entry| EntryName { file: e.file().to_owned(), list: e.list().to_owned(), id: e.id().to_owned() };
    entries.iter().map(|entry| (name(entry), entry)).collect()
}

fn changes(before: &Entry, after: &Entry) -> Vec<FieldChange> {
    let (mut before, mut after) = (before.fields(), after.fields());
    let places: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    places
        .into_iter()
        .map(|field| FieldChange { before: before.remove(&field), after: after.remove(&field), field })
        .filter(|change| change.before != change.after)
        .collect()
}
