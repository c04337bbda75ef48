//! The answers of a draft, kept as they were typed: a refused or unfinished step loses nothing.

use domain::{
    Lang,
    engagement::{Activity, Answer, Category, CategoryFit, Connection, InformationKind, Place, RawFacts},
};
use serde_json::{Map, Value};

use crate::{
    page::Shell,
    pages::facts_form::{self, Pairs, indexed, listed, value, values},
    views::drafts::Answered,
};

/// The last step: looking everything over.
pub(super) const LAST: u8 = 6;

/// Fields of the steps before the last, apart from the rows of the information list.
const FIELDS: &[(u8, &[&str])] = &[
    (1, &["title", "summary", "category", "category_fit", "system", "activities"]),
    (2, &["term.from", "term.to", "amount", "contractor"]),
    (3, &["information", "people_count"]),
    (5, &["places", "connection", INSTALLATION, RIGHTS, "accounts", "subcontracting"]),
    (LAST, &["unit"]),
];
const INSTALLATION: &str = "installation_opens_critical";
const RIGHTS: &str = "rights_reach_all";
const ITEM: &[&str] = &["name", "access", "criticality", "needed_for"];

/// The step that asks for a field.
pub(super) fn step_of(field: &str) -> u8 {
    if field.starts_with("items") {
        return 4;
    }
    FIELDS.iter().find(|(_, fields)| fields.contains(&field)).map_or(1, |(step, _)| *step)
}

/// True when a step asks for a field by exactly this name.
fn asks(step: u8, name: &str) -> bool {
    if step == 4 {
        return indexed(name)
            .is_some_and(|(group, i, field)| group == "items" && i <= RawFacts::MAX_ITEMS && ITEM.contains(&field));
    }
    FIELDS.iter().any(|(of, fields)| *of == step && fields.contains(&name))
}

/// Answers so far, as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers(Pairs);

impl Answers {
    /// As a draft keeps them.
    pub(super) fn of(kept: &Map<String, Value>) -> Self {
        let texts = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
        };
        Self(kept.iter().flat_map(|(name, value)| texts(value).into_iter().map(|v| (name.clone(), v))).collect())
    }

    /// For a draft to keep.
    pub(super) fn to_map(&self) -> Map<String, Value> {
        let mut out = Map::new();
        for (name, value) in &self.0 {
            let held = out.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(texts) = held {
                texts.push(Value::String(value.clone()));
            }
        }
        out
    }

    /// What a step sent takes the place of what it said before. A question that was not shown keeps its answer.
    pub(super) fn merge(&mut self, step: u8, sent: &Pairs) {
        let (installation, rights) = self.asked();
        let hidden = |name: &str| (name == INSTALLATION && !installation) || (name == RIGHTS && !rights);
        self.0.retain(|(name, _)| !asks(step, name) || hidden(name));
        let fresh = sent.iter().filter(|(name, value)| asks(step, name) && !hidden(name) && !value.is_empty());
        self.0.extend(fresh.cloned());
    }

    /// Which of the two questions of step 5 are asked: what installation opens (NISC-2008 5.2(3)), and what the
    /// contractor's rights reach (5.2(4)). Both while the category is not chosen.
    pub(super) fn asked(&self) -> (bool, bool) {
        let installs = values(&self.0, "activities").any(|a| a == Activity::Installation.code());
        match value(&self.0, "category").parse::<Category>() {
            Ok(category) => (category == Category::Build || installs, category.is_operation()),
            Err(_) => (true, true),
        }
    }

    /// Everything, as typed.
    pub(super) const fn typed(&self) -> &Pairs {
        &self.0
    }

    /// What counts: an answer to a question that is no longer asked is kept, but decides nothing.
    pub(super) fn counting(&self) -> Pairs {
        let (installation, rights) = self.asked();
        let hidden = |name: &str| (name == INSTALLATION && !installation) || (name == RIGHTS && !rights);
        self.0.iter().filter(|(name, _)| !hidden(name)).cloned().collect()
    }

    /// For the form of a step: where nothing was answered, the answer that commits to nothing is chosen.
    pub(super) fn with_defaults(&self) -> Pairs {
        let mut out = self.0.clone();
        let unknown = Answer::Unknown.code();
        let silent = [
            ("category_fit", CategoryFit::Direct.code()),
            (INSTALLATION, unknown),
            (RIGHTS, unknown),
            ("subcontracting", unknown),
            ("accounts", unknown),
        ];
        for (field, code) in silent {
            if value(&self.0, field).is_empty() {
                out.push((field.to_owned(), code.to_owned()));
            }
        }
        out
    }

    /// The answers in words, each with its step; only what was answered. `contractor` is the name of the one chosen.
    pub(super) fn said(&self, ui: &Shell, contractor: &str) -> Vec<Answered> {
        let pairs = self.counting();
        let text = |field: &str| value(&pairs, field).trim().to_owned();
        let lang = ui.lang;
        macro_rules! words {
            ($kind:ty, $field:expr) => {
                listed(lang, values(&pairs, $field).map(|v| v.parse::<$kind>().map_or(v, |one| one.label(lang))))
            };
        }
        let all = [
            ("f-facts-title", text("title"), 1),
            ("f-facts-summary", text("summary"), 1),
            ("f-facts-category", words!(Category, "category"), 1),
            ("f-facts-category_fit", words!(CategoryFit, "category_fit"), 1),
            ("f-facts-system", text("system"), 1),
            ("f-facts-activities", words!(Activity, "activities"), 1),
            ("fact-term", term(ui, &pairs), 2),
            ("f-facts-amount", number(text("amount"), ui.t("unit-yen").as_ref(), lang), 2),
            ("f-facts-contractor", contractor.to_owned(), 2),
            ("f-facts-information", words!(InformationKind, "information"), 3),
            ("f-facts-people_count", number(text("people_count"), ui.t("unit-people").as_ref(), lang), 3),
            ("items-title", items(&pairs, lang), 4),
            ("f-facts-places", words!(Place, "places"), 5),
            ("f-facts-connection", words!(Connection, "connection"), 5),
            ("f-facts-installation_opens_critical", words!(Answer, INSTALLATION), 5),
            ("f-facts-rights_reach_all", words!(Answer, RIGHTS), 5),
            ("f-facts-subcontracting", words!(Answer, "subcontracting"), 5),
            ("f-facts-accounts", words!(Answer, "accounts"), 5),
        ];
        let answered = all.into_iter().filter(|(_, answer, _)| !answer.is_empty());
        answered.map(|(key, answer, step)| Answered { question: ui.t(key).into_owned(), answer, step }).collect()
    }
}

/// First and last day in words once both can be read; as typed before.
fn term(ui: &Shell, pairs: &Pairs) -> String {
    let (from, to) = (value(pairs, "term.from").trim(), value(pairs, "term.to").trim());
    let read = |text| domain::calendar::parse_date(text).ok();
    match (read(from), read(to)) {
        (Some(a), Some(b)) => match domain::engagement::Term::new(a, b) {
            Ok(term) => facts_form::span(ui, term),
            Err(_) => format!("{from}{}{to}", ui.t("to")),
        },
        _ if from.is_empty() && to.is_empty() => String::new(),
        _ => format!("{from}{}{to}", ui.t("to")),
    }
}

/// A number with its unit once it can be read; as typed before.
fn number(text: String, unit: &str, lang: Lang) -> String {
    match domain::text::parse_integer(&text) {
        Ok(n) => {
            let space = if lang == Lang::Ja { "" } else { " " };
            format!("{}{space}{unit}", domain::text::group_digits(n))
        }
        Err(_) => text,
    }
}

fn items(pairs: &Pairs, lang: Lang) -> String {
    let rows = facts_form::indices(pairs, "items").into_iter();
    let names: Vec<&str> =
        rows.map(|i| value(pairs, &format!("items[{i}].name")).trim()).filter(|name| !name.is_empty()).collect();
    listed(lang, names.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Pairs {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn answers_survive_being_kept() {
        let mut answers = Answers::default();
        answers.merge(1, &pairs(&[("title", " 題\u{0} "), ("activities", "build"), ("activities", "design")]));
        answers.merge(4, &pairs(&[("items[0].name", "a"), ("items[10].name", "b"), ("items[2].name", "c")]));
        let again = Answers::of(&answers.to_map());
        assert_eq!(value(again.typed(), "title"), " 題\u{0} ");
        assert_eq!(values(again.typed(), "activities").collect::<Vec<_>>(), ["build", "design"]);
        assert_eq!(items(again.typed(), Lang::En), "a, c, b");
    }

    #[test]
    fn a_step_changes_only_what_it_asks() {
        let mut answers = Answers::default();
        answers.merge(1, &pairs(&[("title", "a"), ("unit", "unt_1"), ("go", "next"), ("title[0]", "x")]));
        assert_eq!(answers.typed(), &pairs(&[("title", "a")]));
        answers.merge(3, &pairs(&[("information", "personal"), ("title", "b")]));
        answers.merge(4, &pairs(&[("items[201].name", "x"), ("items[0].evil", "x"), ("items[0].name", "")]));
        assert_eq!(answers.typed(), &pairs(&[("title", "a"), ("information", "personal")]));
        answers.merge(1, &Vec::new());
        assert_eq!(answers.typed(), &pairs(&[("information", "personal")]));
    }

    #[test]
    fn questions_that_are_not_asked_keep_their_answer_and_decide_nothing() {
        let mut answers = Answers::default();
        assert_eq!(answers.asked(), (true, true));
        answers.merge(1, &pairs(&[("category", "build")]));
        answers.merge(5, &pairs(&[(INSTALLATION, "yes"), (RIGHTS, "yes")]));
        assert_eq!(value(answers.typed(), RIGHTS), "", "not asked of build work");
        answers.merge(1, &pairs(&[("category", "maintenance")]));
        answers.merge(5, &pairs(&[(RIGHTS, "no")]));
        assert_eq!(value(&answers.counting(), INSTALLATION), "");
        answers.merge(1, &pairs(&[("category", "build")]));
        assert_eq!(value(&answers.counting(), INSTALLATION), "yes");
        assert_eq!(value(&answers.counting(), RIGHTS), "");
    }

    #[test]
    fn every_field_has_its_step() {
        for (field, step) in
            [("title", 1), ("term.to", 2), ("people_count", 3), ("items[3].name", 4), (RIGHTS, 5), ("unit", 6)]
        {
            assert_eq!(step_of(field), step, "{field}");
        }
    }
}
