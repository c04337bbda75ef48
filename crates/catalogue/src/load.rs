//! Reading and checking the files. Nothing stops at the first problem.

mod concepts;
mod coverage;
mod crosswalks;
mod duties;
mod handling;
mod holidays;
mod lint;
mod measures;
mod questions;
mod responsibility;
mod tables;
pub(crate) mod texts;
mod wordings;

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    engagement::{Activity, Category, Connection, InformationKind, Place},
    gate::Gate,
    person::Role,
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    Catalogue, CatalogueProblem, Choice, Choices, Condition, Crosswalks, Duty, Entry, Envelope, HandlingItem,
    HolidayYear, Measure, Options, ReasonText, Responsibility, RoleDuties, Source, Tables, Threat, entry::Index,
};

pub(crate) use concepts::load_concepts;
pub(crate) use wordings::Wordings;

pub(crate) type Said = (String, String);

/// One file while it is read; what was found wrong goes to the shared list.
pub(crate) struct File<'a> {
    name: &'a str,
    table: toml::Table,
    problems: &'a mut Vec<CatalogueProblem>,
    entries: &'a mut Vec<Entry>,
}

impl File<'_> {
    pub(crate) fn note(&mut self, entry: &str, said: Said) {
        self.problems.push(CatalogueProblem::new(self.name, entry, said));
    }

    fn envelope(&mut self) -> Option<Envelope> {
        let Some(value) = self.table.remove("envelope") else {
            self.note("envelope", ("[envelope] がありません".into(), "[envelope] is missing".into()));
            return None;
        };
        Envelope::deserialize(value).map_err(|e| self.note("envelope", unreadable(&e))).ok()
    }

    /// Takes a list of entries; an entry that cannot be read is a problem of its own and the others are kept.
    pub(crate) fn list<T: DeserializeOwned>(&mut self, key: &str, id: &str) -> Vec<T> {
        let values = match self.table.remove(key) {
            Some(toml::Value::Array(values)) => values,
            Some(_) => {
                self.note(key, (format!("[[{key}]] の形ではありません"), format!("not of the form [[{key}]]")));
                return Vec::new();
            }
            None => {
                self.note(key, (format!("[[{key}]] がありません"), format!("[[{key}]] is missing")));
                return Vec::new();
            }
        };
        let mut out = Vec::with_capacity(values.len());
        for (i, value) in values.into_iter().enumerate() {
            let entry = value
                .get(id)
                .and_then(toml::Value::as_str)
                .map_or_else(|| format!("{key} #{}", i.saturating_add(1)), str::to_owned);
            self.record(key, &entry, &value);
            match T::deserialize(value) {
                Ok(one) => out.push(one),
                Err(e) => self.note(&entry, unreadable(&e)),
            }
        }
        out
    }

    fn finish(mut self) {
        let rest: Vec<String> = std::mem::take(&mut self.table).into_iter().map(|(key, _)| key).collect();
        for key in rest {
            let said = (format!("「{key}」という項目は使えません"), format!("\"{key}\" is not known here"));
            self.note(&key, said);
        }
    }

    /// Every id must stand once.
    pub(crate) fn unique<'i>(&mut self, ids: impl Iterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.note(id, ("同じ番号が二度あります".into(), "the id stands twice".into()));
            }
        }
    }

    /// Every value of a closed list must stand exactly once.
    fn cover<T: Copy + PartialEq + std::fmt::Display>(&mut self, key: &str, all: &[T], given: impl Fn(T) -> usize) {
        for value in all {
            let entry = format!("{key} {value}");
            match given(*value) {
                1 => {}
                0 => self.note(&entry, ("この値の説明がありません".into(), "nothing is said of this value".into())),
                n => self.note(&entry, (format!("この値の説明が{n}回あります"), format!("said {n} times"))),
            }
        }
    }

    fn options<T>(&mut self, key: &str, all: &[T]) -> Options<T>
    where
        T: Copy + PartialEq + std::fmt::Display + DeserializeOwned,
    {
        let list: Vec<Choice<T>> = self.list(key, "value");
        self.cover(key, all, |value| list.iter().filter(|c| c.value == value).count());
        Options(list)
    }
}

fn unreadable(error: &toml::de::Error) -> Said {
    let error = error.to_string();
    let error = error.trim();
    (format!("読み取れません: {error}"), format!("cannot be read: {error}"))
}

/// The texts by name, with what is shared while loading.
pub(crate) struct Loader<'a> {
    files: BTreeMap<&'a str, &'a str>,
    problems: Vec<CatalogueProblem>,
    envelopes: Vec<(String, Envelope)>,
    entries: Vec<Entry>,
}

impl<'a> Loader<'a> {
    pub(crate) fn new(files: &[(&'a str, &'a str)]) -> Self {
        Self {
            files: files.iter().copied().collect(),
            problems: Vec::new(),
            envelopes: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// The envelopes when nothing was wrong; files nobody read and unequal editions are problems too.
    pub(crate) fn finish(mut self) -> Result<Vec<(String, Envelope)>, Vec<CatalogueProblem>> {
        self.leftovers();
        editions(&mut self);
        if self.problems.is_empty() { Ok(self.envelopes) } else { Err(self.problems) }
    }

    fn leftovers(&mut self) {
        let left: Vec<&str> = self.files.keys().copied().collect();
        for name in left {
            self.note(name, "-", ("知らないファイルです".into(), "the file is not known".into()));
        }
    }

    /// Opens one file, takes its envelope, reads it with `body` and notes what is left over.
    pub(crate) fn read<T: Default>(&mut self, name: &'static str, body: impl FnOnce(&mut File<'_>) -> T) -> T {
        let Some(text) = self.files.remove(name) else {
            let said = ("ファイルがありません".into(), "the file is missing".into());
            self.problems.push(CatalogueProblem::new(name, "-", said));
            return T::default();
        };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(e) => {
                self.problems.push(CatalogueProblem::new(name, "-", unreadable(&e)));
                return T::default();
            }
        };
        let mut file = File { name, table, problems: &mut self.problems, entries: &mut self.entries };
        let envelope = file.envelope();
        let out = body(&mut file);
        file.finish();
        self.envelopes.extend(envelope.map(|e| (name.to_owned(), e)));
        out
    }

    pub(crate) fn note(&mut self, file: &str, entry: &str, said: Said) {
        self.problems.push(CatalogueProblem::new(file, entry, said));
    }
}

pub(crate) fn load(files: &[(&str, &str)]) -> Result<Catalogue, Vec<CatalogueProblem>> {
    let mut loader = Loader::new(files);
    let sources = loader.read("sources.toml", |file| {
        let list: Vec<Source> = file.list("source", "id");
        file.unique(list.iter().map(|s| s.id.as_str()));
        list
    });
    let conditions = loader.read("conditions.toml", conditions);
    let reasons = loader.read("reasons.toml", reasons);
    let choices = loader.read("choices.toml", |file| Some(choices(file)));
    let threats = loader.read("threats.toml", threats);
    let roles = loader.read("roles.toml", roles);
    let measures = measures::load(&mut loader);
    let duties = loader.read("duties.toml", duties::read);
    let tables = loader.read("tables.toml", tables::read);
    let handling = loader.read("handling.toml", handling::read);
    let responsibility = loader.read("responsibility.toml", |file| Some(responsibility::read(file)));
    let wordings = wordings::wordings(&mut loader);
    let concepts = concepts::read(&mut loader);
    let crosswalks = loader.read("crosswalks.toml", crosswalks::read);
    let questions = questions::load(&mut loader, &measures);
    let holidays = loader.read("holidays.toml", holidays::read);
    loader.leftovers();
    editions(&mut loader);
    references(&mut loader, &sources);
    coverage::check(&mut loader);
    match (choices, responsibility) {
        (Some(choices), Some(responsibility)) if loader.problems.is_empty() => {
            let index = Index::of(&loader.entries);
            let families = Families { measures, duties, tables, handling, responsibility, crosswalks, holidays };
            Ok(Catalogue {
                envelopes: loader.envelopes,
                sources,
                conditions,
                reasons,
                choices,
                threats,
                roles,
                families,
                wordings,
                concepts,
                questions,
                entries: loader.entries,
                index,
            })
        }
        _ => Err(loader.problems),
    }
}

/// What a contractor is asked, by whom and with what mark.
#[derive(Debug, Clone)]
pub(crate) struct Families {
    pub(crate) measures: Vec<Measure>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) tables: Tables,
    pub(crate) handling: Vec<HandlingItem>,
    pub(crate) responsibility: Responsibility,
    pub(crate) crosswalks: Crosswalks,
    pub(crate) holidays: Vec<HolidayYear>,
}

/// Names between braces in a text.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

fn conditions(file: &mut File<'_>) -> Vec<Condition> {
    let list: Vec<Condition> = file.list("condition", "id");
    file.unique(list.iter().map(|c| c.id.as_str()));
    for condition in &list {
        let id = condition.id.as_str();
        let prefix = gate_prefix(condition.gate);
        if id.split_once('-').map(|(gate, _)| gate) != Some(prefix) {
            let said = (
                format!("「{}」の条件の番号は {prefix}- で始めます", condition.gate.code()),
                format!("ids of gate \"{}\" begin with {prefix}-", condition.gate.code()),
            );
            file.note(id, said);
        }
        if condition.source.is_empty() {
            file.note(id, ("根拠がありません".into(), "no source is given".into()));
        }
    }
    for gate in Gate::ALL {
        if !list.iter().any(|c| c.gate == *gate) {
            file.note(gate.code(), ("この関に条件がありません".into(), "the gate has no condition".into()));
        }
    }
    list
}

/// Number of a gate in the requirements (G5 and G9 guard single acts, not stages).
const fn gate_prefix(gate: Gate) -> &'static str {
    match gate {
        Gate::Decide => "G1",
        Gate::Procure => "G2",
        Gate::Select => "G3",
        Gate::Contract => "G4",
        Gate::Run => "G6",
        Gate::Accept => "G7",
        Gate::Close => "G8",
    }
}

fn reasons(file: &mut File<'_>) -> Vec<ReasonText> {
    let list: Vec<ReasonText> = file.list("reason", "code");
    file.unique(list.iter().map(|r| r.code.as_str()));
    for reason in &list {
        if !reason.is_well_formed() {
            let said = (
                "差し込み欄は {system} のように英小文字で書きます".into(),
                "placeholders are written in small letters, as in {system}".into(),
            );
            file.note(&reason.code, said);
        }
        let (ja, en) = (reason.placeholders(domain::Lang::Ja), reason.placeholders(domain::Lang::En));
        if ja != en {
            let said = (
                format!("差し込み欄が日本語 {ja:?} と英語 {en:?} で違います"),
                format!("placeholders differ: Japanese {ja:?}, English {en:?}"),
            );
            file.note(&reason.code, said);
        }
    }
    list
}

fn choices(file: &mut File<'_>) -> Choices {
    Choices {
        category: file.options("category", Category::ALL),
        activity: file.options("activity", Activity::ALL),
        information: file.options("information", InformationKind::ALL),
        place: file.options("place", Place::ALL),
        connection: file.options("connection", Connection::ALL),
    }
}

fn threats(file: &mut File<'_>) -> Vec<Threat> {
    let list: Vec<Threat> = file.list("threat", "id");
    file.unique(list.iter().map(|t| t.id.as_str()));
    for threat in list.iter().filter(|t| t.measures.is_empty()) {
        file.note(threat.id.as_str(), ("対策の例がありません".into(), "no measure is suggested".into()));
    }
    list
}

fn roles(file: &mut File<'_>) -> Vec<RoleDuties> {
    let list: Vec<RoleDuties> = file.list("role", "role");
    file.cover("role", Role::ALL, |role| list.iter().filter(|r| r.role == role).count());
    for duties in list.iter().filter(|r| r.duties.is_empty()) {
        file.note(duties.role.code(), ("務めがありません".into(), "no duty is given".into()));
    }
    list
}

/// All files belong to one edition, and no two share an id.
fn editions(loader: &mut Loader<'_>) {
    let Some(first) = loader.envelopes.first().map(|(_, e)| e.edition.clone()) else { return };
    let mut ids = BTreeSet::new();
    let mut found = Vec::new();
    for (file, envelope) in &loader.envelopes {
        if envelope.edition != first {
            let said = (
                format!("版が「{}」です。ほかのファイルは「{first}」です", envelope.edition),
                format!("edition \"{}\", while other files are of \"{first}\"", envelope.edition),
            );
            found.push((file.clone(), said));
        }
        if !ids.insert(envelope.id.clone()) {
            let said = (
                format!("「{}」はほかのファイルの番号です", envelope.id),
                format!("another file has the id \"{}\"", envelope.id),
            );
            found.push((file.clone(), said));
        }
    }
    for (file, said) in found {
        loader.note(&file, "envelope", said);
    }
}

/// Every document that is named must be in `sources.toml`, wherever an entry names one.
fn references(loader: &mut Loader<'_>, sources: &[Source]) {
    let mut named: Vec<(String, String, String)> = Vec::new();
    for (file, envelope) in &loader.envelopes {
        named.extend(envelope.source.iter().map(|d| (file.clone(), "envelope".to_owned(), d.to_string())));
    }
    for entry in &loader.entries {
        let documents = entry.fields().into_iter().filter(|(place, _)| place.ends_with(".document"));
        named.extend(documents.map(|(_, document)| (entry.file().to_owned(), entry.id().to_owned(), document)));
    }
    for (file, entry, document) in named {
        if !sources.iter().any(|s| s.id.as_str() == document) {
            let said = (
                format!("「{document}」という資料は sources.toml にありません"),
                format!("sources.toml has no document \"{document}\""),
            );
            loader.note(&file, &entry, said);
        }
    }
}
