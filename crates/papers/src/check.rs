//! Whether a plan names what exists and keeps within bounds.

use catalogue::{
    Catalogue,
    handling::HandlingParameter,
    measure::AnsweredBy,
    paper::RowSource,
    wording::{Alternative, KNOWN, Parameter, ParameterKind, Strength},
};
use domain::{
    FieldError, Problem, Words,
    plan::{Plan, PlanRow, PlanValue},
    problem::shorten,
};

use crate::rows::{BOUNDARIES, SERVICE_FORM};

/// Names that follow from the paper and are never set.
const FIXED_NAMES: &[&str] =
    &["client", "contractor", "bidder", "category", "edition", "document_number", "document_version", "document_date"];

/// Everything in a plan that names nothing of the catalogue or lies outside its bounds, with place and what is allowed.
#[must_use]
pub fn check_plan(catalogue: &Catalogue, plan: &Plan) -> Vec<FieldError> {
    let mut check = Check { catalogue, found: Vec::new() };
    check.strength(&plan.strength);
    plan.alternatives.iter().for_each(|(owner, code)| check.alternative(owner, code));
    for (owner, values) in &plan.values {
        values.iter().for_each(|(name, value)| check.value(owner, name, value));
    }
    plan.names.iter().for_each(|(name, text)| check.name(name, text.as_str()));
    plan.tailored.keys().for_each(|id| check.known(&format!("tailored.{id}"), id, Check::is_requirement));
    plan.owners.keys().for_each(|id| check.known(&format!("owners.{id}"), id, Check::is_owned));
    plan.refused.keys().for_each(|id| check.known(&format!("refused.{id}"), id, Check::is_clause));
    plan.priced.keys().for_each(|id| check.known(&format!("priced.{id}"), id, Check::is_priced));
    plan.rows.iter().for_each(|(source, rows)| check.rows(source, rows));
    check.found
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    found: Vec<FieldError>,
}

impl Check<'_> {
    fn note(&mut self, field: impl Into<String>, problem: Problem) {
        self.found.push(FieldError::new(field, problem));
    }

    fn known(&mut self, field: &str, id: &str, is: fn(&Self, &str) -> bool) {
        if !is(self, id) {
            self.note(field, Problem::Unknown { value: shorten(id) });
        }
    }

    fn strength(&mut self, strength: &str) {
        if strength.is_empty() {
            return;
        }
        if let Err(problem) = strength.parse::<Strength>() {
            self.note("strength", problem);
        }
    }

    fn alternative(&mut self, owner: &str, code: &str) {
        let field = format!("alternatives.{owner}");
        let Some(all) = alternatives(self.catalogue, owner) else {
            self.note(field, Problem::Unknown { value: shorten(owner) });
            return;
        };
        if !all.iter().any(|alternative| alternative.code == code) {
            let allowed = all.iter().map(|alternative| alternative.code.clone()).collect();
            self.note(field, Problem::NotAmong { value: shorten(code), allowed });
        }
    }

    fn value(&mut self, owner: &str, name: &str, value: &PlanValue) {
        let field = format!("values.{owner}.{name}");
        match allowed(self.catalogue, owner) {
            None => self.note(field, Problem::Unknown { value: shorten(owner) }),
            Some(Allowed::Parameters(parameters)) => self.parameter(&field, parameters, name, value),
            Some(Allowed::Handling(parameters)) => self.handling(&field, parameters, name, value),
            Some(Allowed::Level) => match value {
                PlanValue::Number(1..=5) if name == "level" => {}
                PlanValue::Number(n) if name == "level" => {
                    self.note(field, Problem::OutOfRange { value: n.to_string(), min: 1, max: 5 });
                }
                _ => self.note(field, Problem::NotAmong { value: shorten(name), allowed: vec!["level".to_owned()] }),
            },
            Some(Allowed::Boundaries) => self.boundaries(field, name, value),
        }
    }

    fn boundaries(&mut self, field: String, name: &str, value: &PlanValue) {
        if name != SERVICE_FORM {
            let allowed = vec![SERVICE_FORM.to_owned()];
            self.note(field, Problem::NotAmong { value: shorten(name), allowed });
            return;
        }
        let form = match value {
            PlanValue::Text(text) => text.as_str().parse::<catalogue::responsibility::ServiceForm>().err(),
            _ => Some(Problem::form(name, TEXT)),
        };
        if let Some(problem) = form {
            self.note(field, problem);
        }
    }

    fn parameter(&mut self, field: &str, parameters: &[Parameter], name: &str, value: &PlanValue) {
        let exact = parameters.iter().find(|p| p.name == name);
        let translated = || parameters.iter().find(|p| is_translation(name, &p.name) && has_words(p.kind));
        let Some(parameter) = exact.or_else(translated) else {
            let allowed = parameters.iter().map(|p| p.name.clone()).collect();
            self.note(field, Problem::NotAmong { value: shorten(name), allowed });
            return;
        };
        if let Some(problem) = value_problem(parameter, value) {
            self.note(field, problem);
        } else if parameter.kind == ParameterKind::Article
            && let PlanValue::Text(id) = value
            && alternatives(self.catalogue, id.as_str()).is_none()
        {
            self.note(field, Problem::Unknown { value: shorten(id.as_str()) });
        }
    }

    fn handling(&mut self, field: &str, parameters: &[HandlingParameter], name: &str, value: &PlanValue) {
        if name == "on" {
            if !matches!(value, PlanValue::Switch(_)) {
                self.note(field, Problem::form(&words_of(value), SWITCH));
            }
            return;
        }
        let own = |p: &&HandlingParameter| p.name == name || is_translation(name, &p.name);
        let Some(parameter) = parameters.iter().find(own) else {
            let allowed = std::iter::once("on".to_owned()).chain(parameters.iter().map(|p| p.name.clone())).collect();
            self.note(field, Problem::NotAmong { value: shorten(name), allowed });
            return;
        };
        if let Some(problem) = handling_problem(parameter, value) {
            self.note(field, problem);
        }
    }

    fn name(&mut self, name: &str, text: &str) {
        let field = format!("names.{name}");
        let own = name.strip_suffix("_en").unwrap_or(name);
        let settable = |known: &str| !FIXED_NAMES.contains(&known);
        if !KNOWN.iter().any(|known| known.name == own && settable(known.name)) {
            let allowed =
                KNOWN.iter().map(|known| known.name).filter(|name| settable(name)).map(str::to_owned).collect();
            self.note(field, Problem::NotAmong { value: shorten(name), allowed });
        } else if matches!(own, "contract_date" | "start" | "end")
            && !text.is_empty()
            && text.parse::<jiff::civil::Date>().is_err()
        {
            self.note(field, Problem::form(text, DAY));
        }
    }

    fn rows(&mut self, source: &str, rows: &[PlanRow]) {
        let field = format!("rows.{source}");
        let source: RowSource = match source.parse() {
            Ok(source) => source,
            Err(problem) => return self.note(field, problem),
        };
        let keys = source.keys();
        for (index, row) in rows.iter().enumerate() {
            let known = |key: &str| key == "id" || keys.contains(&key.strip_suffix("_en").unwrap_or(key));
            for key in row.keys().filter(|key| !keys.is_empty() && !known(key)) {
                let allowed = keys.iter().map(|key| (*key).to_owned()).collect();
                self.note(format!("{field}[{index}].{key}"), Problem::NotAmong { value: shorten(key), allowed });
            }
        }
    }

    fn is_clause(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id| self.catalogue.clause(&id).is_some())
    }

    fn is_measure(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id| self.catalogue.measure(&id).is_some())
    }

    fn is_requirement(&self, id: &str) -> bool {
        let row = || id.parse().is_ok_and(|id| self.catalogue.tables().row(&id).is_some());
        self.is_clause(id) || self.is_measure(id) || row()
    }

    fn is_owned(&self, id: &str) -> bool {
        let (area, task) = id.split_once(':').map_or((id, None), |(area, task)| (area, Some(task)));
        let is_area = area.parse().is_ok_and(|id| self.catalogue.responsibility().area(&id).is_some());
        let is_task = task.is_none_or(|task| task.parse::<catalogue::responsibility::Task>().is_ok());
        (is_area && is_task) || (task.is_none() && self.is_measure(area))
    }

    fn is_priced(&self, id: &str) -> bool {
        let measure = id.parse().ok().and_then(|id| self.catalogue.measure(&id));
        measure.is_some_and(|measure| measure.answered_by == AnsweredBy::Contractor)
    }
}

/// What may be set for an owner.
pub(crate) enum Allowed<'a> {
    Parameters(&'a [Parameter]),
    Handling(&'a [HandlingParameter]),
    /// A measure's level, 1 to 5.
    Level,
    /// Of the boundary table.
    Boundaries,
}

/// What may be set for a clause, article, annex, paper, handling item or measure.
pub(crate) fn allowed<'a>(catalogue: &'a Catalogue, owner: &str) -> Option<Allowed<'a>> {
    if owner == BOUNDARIES {
        return Some(Allowed::Boundaries);
    }
    let clause = || owner.parse().ok().and_then(|id| catalogue.clause(&id)).map(|c| c.parameters.as_slice());
    let article = || owner.parse().ok().and_then(|id| catalogue.article(&id)).map(|a| a.parameters.as_slice());
    let annex = || owner.parse().ok().and_then(|id| catalogue.annex(&id)).map(|a| a.inputs.as_slice());
    let paper = || owner.parse().ok().and_then(|id| catalogue.paper(&id)).map(|p| p.inputs.as_slice());
    let handling = || owner.parse().ok().and_then(|id| catalogue.handling_item(&id));
    let measure = || owner.parse().ok().and_then(|id| catalogue.measure(&id));
    let parameters = clause().or_else(article).or_else(paper).or_else(annex).map(Allowed::Parameters);
    parameters
        .or_else(|| handling().map(|item| Allowed::Handling(&item.parameters)))
        .or_else(|| measure().map(|_| Allowed::Level))
}

/// The alternatives of a clause or article.
pub(crate) fn alternatives<'a>(catalogue: &'a Catalogue, owner: &str) -> Option<&'a [Alternative]> {
    let clause = || owner.parse().ok().and_then(|id| catalogue.clause(&id)).map(|c| c.alternatives.as_slice());
    let article = || owner.parse().ok().and_then(|id| catalogue.article(&id)).map(|a| a.alternatives.as_slice());
    clause().or_else(article)
}

fn is_translation(name: &str, own: &str) -> bool {
    name.strip_suffix("_en") == Some(own)
}

const fn has_words(kind: ParameterKind) -> bool {
    matches!(kind, ParameterKind::Text | ParameterKind::Ref | ParameterKind::List)
}

/// What is wrong with a value; none when it may stand.
pub(crate) fn value_problem(parameter: &Parameter, value: &PlanValue) -> Option<Problem> {
    match (parameter.kind, value) {
        (kind, PlanValue::Number(n)) if kind.is_number() => {
            let (min, max) = (parameter.min.unwrap_or(0), parameter.max.unwrap_or(i64::MAX));
            (!(min..=max).contains(n)).then(|| Problem::OutOfRange { value: n.to_string(), min, max })
        }
        (kind, other) if kind.is_number() => Some(Problem::form(&words_of(other), NUMBER)),
        (ParameterKind::Enum, PlanValue::Text(code)) => {
            let known = parameter.options.iter().any(|option| option.code == code.as_str());
            let allowed = || parameter.options.iter().map(|option| option.code.clone()).collect();
            (!known).then(|| Problem::NotAmong { value: shorten(code.as_str()), allowed: allowed() })
        }
        (ParameterKind::Date, PlanValue::Text(day)) => {
            let bad = day.as_str().parse::<jiff::civil::Date>().is_err();
            bad.then(|| Problem::form(day.as_str(), DAY))
        }
        (ParameterKind::Bool, PlanValue::Switch(_)) => None,
        (ParameterKind::Bool, other) => Some(Problem::form(&words_of(other), SWITCH)),
        (ParameterKind::List, PlanValue::List(items)) => {
            let empty = items.is_empty() || items.iter().any(|item| item.as_str().is_empty());
            empty.then_some(Problem::Missing)
        }
        (ParameterKind::List, other) => Some(Problem::form(&words_of(other), LIST)),
        (_, PlanValue::Text(text)) => text.as_str().is_empty().then_some(Problem::Missing),
        (_, other) => Some(Problem::form(&words_of(other), TEXT)),
    }
}

/// The same for a parameter of a handling rule.
fn handling_problem(parameter: &HandlingParameter, value: &PlanValue) -> Option<Problem> {
    use catalogue::handling::HandlingKind as K;
    match (parameter.kind, value) {
        (K::Number | K::Days | K::Hours, PlanValue::Number(n)) => {
            let (min, max) = (parameter.min.unwrap_or(0), parameter.max.unwrap_or(i64::MAX));
            (!(min..=max).contains(n)).then(|| Problem::OutOfRange { value: n.to_string(), min, max })
        }
        (K::Number | K::Days | K::Hours, other) => Some(Problem::form(&words_of(other), NUMBER)),
        (K::Choice, PlanValue::Text(text)) => {
            let same =
                |choice: &catalogue::Text| domain::Lang::ALL.iter().any(|lang| choice.get(*lang) == text.as_str());
            let known = parameter.choices.iter().any(same);
            let allowed = || parameter.choices.iter().map(|c| c.get(domain::Lang::Ja).to_owned()).collect();
            (!known).then(|| Problem::NotAmong { value: shorten(text.as_str()), allowed: allowed() })
        }
        (K::List, PlanValue::List(items)) => items.is_empty().then_some(Problem::Missing),
        (_, PlanValue::Text(text)) => text.as_str().is_empty().then_some(Problem::Missing),
        (_, other) => Some(Problem::form(&words_of(other), TEXT)),
    }
}

fn words_of(value: &PlanValue) -> String {
    match value {
        PlanValue::Switch(on) => on.to_string(),
        PlanValue::Number(n) => n.to_string(),
        PlanValue::Text(text) => text.to_string(),
        PlanValue::List(items) => items.iter().map(|item| item.as_str()).collect::<Vec<_>>().join(", "),
    }
}

const NUMBER: Words = Words { ja: "整数です（例 24）", en: "a whole number such as 24" };
const SWITCH: Words = Words { ja: "true（はい）または false（いいえ）です", en: "true or false" };
const LIST: Words = Words {
    ja: "文字の列挙です（例 [\"本社\", \"支社\"]）",
    en: "a list of texts such as [\"head office\", \"branch\"]",
};
const TEXT: Words = Words { ja: "文字です", en: "a text" };
const DAY: Words = Words { ja: "「2026-11-01」のような日付です", en: "a date such as 2026-11-01" };
