//! Every id that is used exists, and every item of the sources is answered by a measure.

use std::collections::BTreeSet;

use super::{File, Loader};
use crate::entry::{Entry, Index};

/// Items of §2, §3 and §9 of the requirements that at least one measure must answer, by stem and numbers.
const SOURCES: &[(&str, &[&str])] = &[
    ("T1-", &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "x"]),
    ("T2-", &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"]),
    ("CO-G", &["1", "2", "3", "4", "5", "6"]),
    ("CO-N", &["1", "2", "3", "4"]),
    ("CO-O", &["1", "2", "3", "4"]),
    ("CO-D", &["1", "2", "3", "4"]),
    ("CO-P", &["1", "2", "3"]),
    ("CO-M", &["1", "2", "3", "4"]),
    ("CO-X", &["1"]),
    ("PTR-PRE-", &["01", "02"]),
    ("PTR-ACC-01.", &["1", "2", "3", "4", "5", "6", "7", "8"]),
    ("PTR-ACC-02.", &["1", "2", "3", "4", "5"]),
    ("PTR-CAR-01.", &["1", "2", "3", "4"]),
    ("PTR-CAR-02.", &["1", "2", "3", "4"]),
    ("PTR-VIS-01.", &["1", "2", "3"]),
    ("PTR-VIS-02.", &["1", "2", "3"]),
    ("PTR-AWR-01.", &["1", "2", "3", "4", "5"]),
    ("PTR-AWR-02.", &["1"]),
    ("PTR-AWR-03.", &["1", "2"]),
    ("PTR-AWR-04.", &["1", "2", "3"]),
    ("PTR-AWR-05.", &["1", "2", "3"]),
    ("PTR-TRU-01.", &["1", "2", "3"]),
    ("PTR-TRU-02.", &["1", "2"]),
    ("PTR-TRU-03.", &["1", "2", "3", "4", "5"]),
    ("A-1-", &["1", "2", "3", "4", "5"]),
    ("A-2-", &["1", "2", "3", "4"]),
    ("A-3-", &["1", "2"]),
    ("A-4-", &["1", "2"]),
    ("A-5-", &["1", "2", "3"]),
    ("A-", &["trade-secret", "control", "personal", "technical", "tax"]),
    ("OV-", &["1", "2", "3", "4", "5"]),
    ("GP-", &["1", "2", "3", "4", "5", "6", "7"]),
    ("RS-", &["1", "2", "3", "4", "5", "6", "7"]),
    ("RB-", &["1", "2", "3", "4"]),
    ("N-5.1-", &["1", "2", "3", "4", "5"]),
    ("N-5.2-", &["1", "2", "3", "4"]),
    ("N-6.1-", &["1", "2"]),
    ("N-7.5-", &["1", "2", "3"]),
    ("N-8.1-", &["1", "2", "3", "4", "5", "6"]),
    ("N-9-", &["1"]),
    ("N-10.1-", &["1", "2", "3"]),
    ("N-10.2-", &["1", "2", "3"]),
];

/// The duties of the procedure by section, with the last number of each.
const DUTIES: &[(&str, u8)] = &[
    ("N-4", 5),
    ("N-5.1", 5),
    ("N-5.2", 4),
    ("N-6.1", 2),
    ("N-6.2.1", 2),
    ("N-6.2.2", 2),
    ("N-6.2.3", 2),
    ("N-6.3.1", 1),
    ("N-6.3.2", 1),
    ("N-6.3.3", 4),
    ("N-7.1", 1),
    ("N-7.2", 4),
    ("N-7.3", 1),
    ("N-7.4", 1),
    ("N-7.5", 3),
    ("N-8.1", 6),
    ("N-8.2", 1),
    ("N-8.3", 2),
    ("N-9", 1),
    ("N-10.1", 3),
    ("N-10.2", 3),
    ("N-11", 2),
];

/// Families of ids whose owner is a list of the catalogue, by what the ids begin with.
const OWNED: &[(&str, &str)] = &[
    ("CM-", "measure"),
    ("N-", "duty"),
    ("T1-", "row"),
    ("T2-", "row"),
    ("HI-", "item"),
    ("TH-", "threat"),
    ("RB-", "area"),
];

/// Last clause family, as long as the clauses are not part of the files.
const LAST_CLAUSE: u8 = 32;

pub(super) fn check(loader: &mut Loader<'_>) {
    let index = Index::of(&loader.entries);
    existing(loader, &index);
    answered(loader, &index);
    complete(loader);
}

/// Every id of an owned family exists.
fn existing(loader: &mut Loader<'_>, index: &Index) {
    let ids: BTreeSet<(String, String)> =
        loader.entries.iter().map(|e: &Entry| (e.list().to_owned(), e.id().to_owned())).collect();
    let clauses = ids.iter().any(|(list, id)| list == "clause" && id.starts_with("KL-"));
    let mut found = Vec::new();
    for (id, uses) in index.iter() {
        let exists = if let Some(number) = id.strip_prefix("KL-") {
            let in_range = number.parse::<u8>().is_ok_and(|n| (1..=LAST_CLAUSE).contains(&n)) && number.len() == 2;
            if clauses { ids.contains(&("clause".to_owned(), id.to_owned())) } else { in_range }
        } else {
            let owner = OWNED.iter().find(|(prefix, _)| id.starts_with(prefix));
            owner.is_none_or(|(_, list)| ids.contains(&((*list).to_owned(), id.to_owned())))
        };
        if !exists {
            found.extend(uses.iter().map(|u| (u.file.clone(), u.id.clone(), u.field.clone(), id.to_owned())));
        }
    }
    for (file, entry, field, id) in found {
        let said = (format!("{field}: 「{id}」というものはありません"), format!("{field}: there is no \"{id}\""));
        loader.note(&file, &entry, said);
    }
}

/// Every item of the sources is answered by a measure.
fn answered(loader: &mut Loader<'_>, index: &Index) {
    for (stem, numbers) in SOURCES {
        for number in *numbers {
            let id = format!("{stem}{number}");
            let answered = index.get(&id).iter().any(|u| u.list == "measure" && u.field.starts_with("satisfies"));
            if !answered {
                let said = (format!("「{id}」に応える対策がありません"), format!("no measure answers \"{id}\""));
                loader.note("measures", &id, said);
            }
        }
    }
}

/// The duties of the procedure are all there.
fn complete(loader: &mut Loader<'_>) {
    let mut wanted: Vec<String> = vec!["N-3".to_owned(), "N-6.2".to_owned()];
    for (section, last) in DUTIES {
        wanted.extend((1..=*last).map(|n| format!("{section}-{n}")));
    }
    let missing: Vec<String> =
        wanted.into_iter().filter(|id| !loader.entries.iter().any(|e| e.list() == "duty" && e.id() == id)).collect();
    for id in missing {
        loader.note("duties.toml", &id, ("この務めがありません".into(), "the duty is missing".into()));
    }
}

impl File<'_> {
    pub(super) fn record(&mut self, list: &str, entry: &str, value: &toml::Value) {
        self.entries.push(Entry::new(self.name, list, entry, value.clone()));
    }
}
