//! A profile against a catalogue: what it changes must exist, and it must not contradict itself.

use std::collections::BTreeSet;

use domain::Lang;

use super::{ParameterChange, Placed, Profile, ProfileProblem, TextField, parse::problem, wording::Worded};
use crate::{
    Catalogue, HandlingItem, MeasureId, Row, Text, measure::AnsweredBy, measure::Family, wording::ParameterValue,
};

/// The entry behind an id of a text or parameter change.
enum Target<'a> {
    Measure,
    Row(&'a Row),
    Item(&'a HandlingItem),
    /// A clause or an article.
    Worded(Worded<'a>),
}

struct Checker<'a> {
    profile: &'a Profile,
    catalogue: &'a Catalogue,
    problems: Vec<ProfileProblem>,
}

impl Profile {
    /// Every problem the profile has with this catalogue; empty when it can be applied.
    #[must_use]
    pub fn check(&self, catalogue: &Catalogue) -> Vec<ProfileProblem> {
        let mut checker = Checker { profile: self, catalogue, problems: Vec::new() };
        checker.head();
        checker.marks();
        checker.texts();
        checker.parameters();
        checker.passages();
        checker.items();
        checker.omissions();
        checker.measures();
        checker.problems.sort_by(|a, b| (a.line, &a.entry).cmp(&(b.line, &b.entry)));
        checker.problems
    }
}

fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

impl<'a> Checker<'a> {
    fn note(&mut self, line: usize, entry: &str, said: (String, String)) {
        self.problems.push(problem(&self.profile.file, line, entry, said));
    }

    fn unknown(&mut self, line: usize, id: &str) {
        self.note(line, id, (format!("「{id}」というものはありません"), format!("there is no \"{id}\"")));
    }

    fn twice(&mut self, line: usize, entry: &str) {
        self.note(line, entry, ("同じものを二度変えています".into(), "the same thing is changed twice".into()));
    }

    fn head(&mut self) {
        let (line, head) = (self.profile.head.line, &self.profile.head.value);
        let (base, edition) = (head.base.as_str(), self.catalogue.edition());
        if base != edition {
            let said = (
                format!("版「{base}」のためのものです。いまのカタログは「{edition}」です"),
                format!("written for edition \"{base}\"; the catalogue is \"{edition}\""),
            );
            self.note(line, "base", said);
        }
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if head.id.is_empty() || head.id.len() > 40 || !head.id.bytes().all(plain) {
            let id = domain::problem::shorten(&head.id);
            let said = (
                format!("「{id}」は使えません。英小文字・数字・「-」で40字までです"),
                format!("\"{id}\" may not be used: small letters, digits and -, up to 40"),
            );
            self.note(line, "id", said);
        }
        let form = (2..=6).contains(&head.prefix.len()) && head.prefix.bytes().all(|b| b.is_ascii_uppercase());
        if !form || head.prefix == MeasureId::COMMON {
            let prefix = domain::problem::shorten(&head.prefix);
            let said = (
                format!("「{prefix}」は使えません。英大文字2〜6字で、CM のほかです"),
                format!("\"{prefix}\" may not be used: 2 to 6 capitals, other than CM"),
            );
            self.note(line, "prefix", said);
        }
    }

    fn marks(&mut self) {
        let mut seen = BTreeSet::new();
        for change in &self.profile.marks {
            let (line, row, category) = (change.line, change.value.row.as_str(), change.value.category);
            match self.catalogue.cell(&change.value.row, category) {
                None => self.unknown(line, row),
                Some(cell) if cell.mark == change.value.mark => {
                    let mark = cell.mark;
                    let said = (format!("印はもともと {mark} です"), format!("the mark is {mark} already"));
                    self.note(line, row, said);
                }
                Some(_) => {}
            }
            if !seen.insert((row, category)) {
                self.twice(line, row);
            }
        }
    }

    fn target(&self, id: &str) -> Option<Target<'a>> {
        let catalogue = self.catalogue;
        if let Some(measure) = id.parse().ok().and_then(|id| catalogue.measure(&id)) {
            let _ = measure;
            return Some(Target::Measure);
        }
        if let Some(row) = id.parse().ok().and_then(|id| catalogue.tables().row(&id)) {
            return Some(Target::Row(row));
        }
        if let Some(worded) = Worded::of(catalogue, id) {
            return Some(Target::Worded(worded));
        }
        id.parse().ok().and_then(|id| catalogue.handling_item(&id)).map(Target::Item)
    }

    fn texts(&mut self) {
        let mut seen = BTreeSet::new();
        for change in &self.profile.texts {
            let (line, id, field) = (change.line, change.value.id.as_str(), change.value.field);
            let Some(target) = self.target(id) else {
                self.unknown(line, id);
                continue;
            };
            let allowed = fields(&target);
            if !allowed.contains(&field) {
                let names = allowed.iter().map(|f| f.code()).collect::<Vec<_>>().join(", ");
                let said = (
                    format!("{field} はここにありません。使えるのは {names} です"),
                    format!("{field} is not here; allowed are {names}"),
                );
                self.note(line, id, said);
            }
            if let (Target::Item(item), TextField::Rule) = (&target, field) {
                self.rule(line, item, &change.value.text);
            }
            if !seen.insert((id, field)) {
                self.twice(line, id);
            }
        }
    }

    /// A replaced rule keeps the places of the old one.
    fn rule(&mut self, line: usize, item: &HandlingItem, text: &Text) {
        let names: BTreeSet<&str> = item.parameters.iter().map(|p| p.name.as_str()).collect();
        for lang in Lang::ALL {
            let used = holes(text.get(*lang));
            if used != names {
                let (code, names) = (lang.code(), format!("{names:?}"));
                let said = (
                    format!("{code} の差し込み欄が {used:?} です。要るのは {names} です"),
                    format!("the {code} text has the places {used:?}; needed are {names}"),
                );
                self.note(line, item.id.as_str(), said);
            }
        }
    }

    fn parameters(&mut self) {
        let mut seen = BTreeSet::new();
        for change in &self.profile.parameters {
            let (line, id, name) = (change.line, change.value.id.as_str(), change.value.name.as_str());
            let names: Vec<&str> = match self.target(id) {
                Some(Target::Item(item)) => {
                    if let Some(text) = self.plain_default(change)
                        && let Some(refused) =
                            item.parameters.iter().find(|p| p.name == name).and_then(|p| p.refuse(text))
                    {
                        self.note(line, id, (refused.text(Lang::Ja), refused.text(Lang::En)));
                    }
                    item.parameters.iter().map(|p| p.name.as_str()).collect()
                }
                Some(Target::Row(row)) => {
                    self.plain_default(change);
                    row.wording.iter().flat_map(|w| &w.parameters).map(|p| p.name.as_str()).collect()
                }
                Some(Target::Worded(worded)) => {
                    let found = worded.parameters().iter().find(|p| p.name == name);
                    if let Some(Err(said)) = found.map(|parameter| parameter.check(&change.value.default)) {
                        self.note(line, id, said);
                    }
                    worded.parameters().iter().map(|p| p.name.as_str()).collect()
                }
                Some(Target::Measure) => Vec::new(),
                None => {
                    self.unknown(line, id);
                    continue;
                }
            };
            if names.is_empty() {
                let said = (
                    "値を変えられる欄はここにはありません".into(),
                    "nothing here has a place whose value could be changed".into(),
                );
                self.note(line, id, said);
            } else if !names.contains(&name) {
                let names = names.join(", ");
                let said = (
                    format!("「{name}」という欄はありません。あるのは {names} です"),
                    format!("there is no place \"{name}\"; there are {names}"),
                );
                self.note(line, id, said);
            }
            // a value for every strength written after one for a single strength would undo it without a word
            let undoes = change.value.strength.is_none() && seen.iter().any(|(i, n, _)| (*i, *n) == (id, name));
            if !seen.insert((id, name, change.value.strength)) || undoes {
                self.twice(line, id);
            }
        }
    }

    /// The default of an item or row: a text, for every strength.
    fn plain_default<'c>(&mut self, change: &'c Placed<ParameterChange>) -> Option<&'c Text> {
        let (line, id) = (change.line, change.value.id.as_str());
        if change.value.strength.is_some() {
            let said = ("strength は条項の値だけにあります".into(), "only values of clauses have a strength".into());
            self.note(line, id, said);
        }
        if let ParameterValue::Text(text) = &change.value.default {
            return Some(text);
        }
        let said = (
            "default は { ja = \"…\", en = \"…\" } の文です".into(),
            "the default is a text such as { ja = \"…\", en = \"…\" }".into(),
        );
        self.note(line, id, said);
        None
    }

    /// Every paragraph alone on the clause as it is, so that each problem has the line of its own change.
    fn passages(&mut self) {
        let mut seen = BTreeSet::new();
        for change in &self.profile.passages {
            let (line, id, value) = (change.line, change.value.id.as_str(), &change.value);
            let Some(worded) = Worded::of(self.catalogue, id) else {
                self.unknown(line, id);
                continue;
            };
            for said in worded.with(self.catalogue, value) {
                self.note(line, id, said);
            }
            if value.number.is_some() && !seen.insert((id, value.form.code(), value.number)) {
                self.twice(line, id);
            }
        }
    }

    fn items(&mut self) {
        let mut seen = BTreeSet::new();
        for change in &self.profile.items {
            let id = &change.value.id;
            if self.catalogue.handling_item(id).is_none() {
                self.unknown(change.line, id.as_str());
            }
            if !seen.insert(id) {
                self.twice(change.line, id.as_str());
            }
        }
    }

    fn omissions(&mut self) {
        let mut seen = BTreeSet::new();
        for omission in &self.profile.omissions {
            let id = &omission.value.measure;
            if self.catalogue.measure(id).is_none() {
                self.unknown(omission.line, id.as_str());
            }
            if let Some(change) = self.profile.texts.iter().find(|change| change.value.id == id.as_str()) {
                let at = change.line;
                let said = (
                    format!("{at}行目で文を変えている対策を外しています"),
                    format!("left out here, while line {at} changes its text"),
                );
                self.note(omission.line, id.as_str(), said);
            }
            if !seen.insert(id) {
                self.twice(omission.line, id.as_str());
            }
        }
    }

    fn measures(&mut self) {
        let prefix = &self.profile.head.value.prefix;
        let mut seen = BTreeSet::new();
        for added in &self.profile.measures {
            let (line, measure) = (added.line, &added.value);
            let id = measure.id.as_str();
            if measure.id.prefix() != prefix {
                let said = (
                    format!("加える対策の番号は {prefix}- で始めます"),
                    format!("ids of added measures begin with {prefix}-"),
                );
                self.note(line, id, said);
            }
            for (field, empty) in [("evidence", measure.evidence.is_empty()), ("applies", measure.applies.is_empty())] {
                if empty {
                    self.note(line, id, (format!("{field} が空です"), format!("{field} is empty")));
                }
            }
            if (measure.answered_by == AnsweredBy::Client) != (measure.id.family() == Some(Family::Client)) {
                let said = (
                    "委託元が答えるのは系統 CS の対策だけです".into(),
                    "only measures of family CS are answered by the client".into(),
                );
                self.note(line, id, said);
            }
            for item in measure.satisfies.iter().filter(|s| self.catalogue.source(&s.document).is_none()) {
                self.unknown(line, item.document.as_str());
            }
            if self.catalogue.measure(&measure.id).is_some() || !seen.insert(&measure.id) {
                self.twice(line, id);
            }
        }
    }
}

const fn fields(target: &Target<'_>) -> &'static [TextField] {
    match target {
        Target::Measure => &[
            TextField::Title,
            TextField::Statement,
            TextField::Question,
            TextField::Examples,
            TextField::Confirm,
            TextField::Tip,
        ],
        Target::Row(_) => &[TextField::Title, TextField::Meaning],
        Target::Item(_) => &[TextField::Title, TextField::Rule, TextField::Why],
        Target::Worded(Worded::Clause(_)) => &[TextField::Title, TextField::Why],
        Target::Worded(Worded::Article(_)) => &[TextField::Title],
    }
}
