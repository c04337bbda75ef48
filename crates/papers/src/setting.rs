//! What holds for a parameter: the plan's value, what the records say, or the catalogue's default.

use std::collections::BTreeSet;

use catalogue::wording::{Alternative, Parameter, ParameterKind, ParameterValue, Passage, Strength};
use domain::{Lang, plan::PlanValue, text::group_digits};

use crate::{Order, day::day, words::comma};

/// A value with where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    /// Set by a person or known from the records.
    Set(&'a PlanValue),
    /// Proposed by the catalogue.
    Proposed(&'a ParameterValue),
}

/// A value as it stands in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Words.
    Words(String),
    /// An article, by its id.
    Article(String),
}

impl<'a> Order<'a> {
    /// Strength by which figures are proposed: one for all papers of an engagement, so that no two disagree.
    pub(crate) fn strength(&self) -> Strength {
        self.plan.strength.parse().unwrap_or(Strength::Standard)
    }

    /// Strength of a paper's wording.
    pub(crate) fn wording(&self, paper: &catalogue::Paper) -> Strength {
        self.plan.strength.parse().ok().or(paper.strength).unwrap_or(Strength::Standard)
    }

    /// What a person set.
    pub(crate) fn set(&self, owner: &str, name: &str) -> Option<&'a PlanValue> {
        self.plan.values.get(owner).and_then(|values| values.get(name))
    }

    /// What holds for a parameter; `None` while it is open. A value that does not fit is passed over.
    pub(crate) fn value<'p>(&self, owner: &str, parameter: &'p Parameter) -> Option<Value<'p>>
    where
        'a: 'p,
    {
        if let Some((leader, parameter)) = self.leader(parameter) {
            return self.value(leader, parameter);
        }
        let recorded = || self.about.values.get(owner).and_then(|values| values.get(&parameter.name));
        let set = self.set(owner, &parameter.name).or_else(recorded);
        match set.filter(|value| fits(parameter, value)) {
            Some(value) => Some(Value::Set(value)),
            None => parameter.default_for(self.strength()).map(Value::Proposed),
        }
    }

    /// The parameter another one follows, where its clause is asked in this engagement.
    pub(crate) fn leader(&self, parameter: &Parameter) -> Option<(&'a str, &'a Parameter)> {
        let (clause, name) = parameter.follows.as_deref()?.split_once('.')?;
        let id = clause.parse().ok()?;
        let asked = self.profile.asked_clauses().any(|line| line.clause == id && line.refused.is_none());
        let clause = self.catalogue.clause(&id).filter(|_| asked)?;
        Some((clause.id.as_str(), clause.parameters.iter().find(|p| p.name == name)?))
    }

    /// Whether a yes/no parameter is on; an open one counts as on, so that nothing is lost unseen.
    pub(crate) fn is_on(&self, owner: &str, parameter: &Parameter) -> bool {
        match self.value(owner, parameter) {
            Some(Value::Set(PlanValue::Switch(on))) => *on,
            Some(Value::Proposed(ParameterValue::Bool(on))) => *on,
            _ => true,
        }
    }

    /// Names of the yes/no parameters that are off.
    pub(crate) fn off(&self, owner: &str, parameters: &[Parameter]) -> BTreeSet<String> {
        let switches = parameters.iter().filter(|p| p.kind == ParameterKind::Bool);
        switches.filter(|p| !self.is_on(owner, p)).map(|p| p.name.clone()).collect()
    }

    /// The chosen alternative, if the catalogue knows it.
    pub(crate) fn chosen<'c>(&self, owner: &str, all: &'c [Alternative]) -> Option<&'c Alternative> {
        let code = self.plan.alternatives.get(owner)?;
        all.iter().find(|alternative| alternative.code == *code)
    }

    /// A value in words.
    pub(crate) fn shown(&self, owner: &str, parameter: &Parameter, value: Value<'_>) -> Shown {
        let translated = || self.set(owner, &format!("{}_en", parameter.name)).filter(|_| self.lang == Lang::En);
        match value {
            Value::Set(set) => self.shown_set(parameter, translated().unwrap_or(set)),
            Value::Proposed(default) => self.shown_default(parameter, default),
        }
    }

    fn shown_set(&self, parameter: &Parameter, value: &PlanValue) -> Shown {
        match value {
            PlanValue::Switch(on) => Shown::Words(yes_no(*on, self.lang).to_owned()),
            PlanValue::Number(n) => Shown::Words(number(parameter.kind, *n)),
            PlanValue::Text(text) => self.shown_code(parameter, text.as_str()),
            PlanValue::List(items) => {
                let items: Vec<&str> = items.iter().map(domain::text::Memo::as_str).collect();
                Shown::Words(items.join(comma(self.lang)))
            }
        }
    }

    fn shown_default(&self, parameter: &Parameter, value: &ParameterValue) -> Shown {
        match value {
            ParameterValue::Bool(on) => Shown::Words(yes_no(*on, self.lang).to_owned()),
            ParameterValue::Number(n) => Shown::Words(number(parameter.kind, *n)),
            ParameterValue::Code(code) => self.shown_code(parameter, code),
            ParameterValue::Text(text) => Shown::Words(text.get(self.lang).to_owned()),
            ParameterValue::List(items) => {
                let items: Vec<&str> = items.iter().map(|item| item.get(self.lang)).collect();
                Shown::Words(items.join(comma(self.lang)))
            }
        }
    }

    fn shown_code(&self, parameter: &Parameter, code: &str) -> Shown {
        match parameter.kind {
            ParameterKind::Article => Shown::Article(code.to_owned()),
            ParameterKind::Enum => Shown::Words(parameter.option(code, self.lang).unwrap_or(code).to_owned()),
            ParameterKind::Date => {
                Shown::Words(code.parse().map_or_else(|_| code.to_owned(), |d| day(d, self.lang, self.era)))
            }
            _ => Shown::Words(code.to_owned()),
        }
    }

    /// A figure with its unit: `10営業日`, `24時間`, `10 business days`; `None` while it is open.
    pub(crate) fn amount(&self, owner: &str, parameter: &Parameter) -> Option<String> {
        let value = self.value(owner, parameter)?;
        let Shown::Words(text) = self.shown(owner, parameter, value) else { return None };
        let unit = parameter.unit.as_ref().map(|unit| unit.get(self.lang));
        let unit = unit.unwrap_or_else(|| unit_of(parameter.kind, self.lang));
        Some(match self.lang {
            Lang::Ja => format!("{text}{unit}"),
            Lang::En if unit.is_empty() => text,
            Lang::En if text == "1" => format!("{text} {}", unit.strip_suffix('s').unwrap_or(unit)),
            Lang::En => format!("{text} {unit}"),
        })
    }
}

/// Whether passages of the list differ by alternative.
pub(crate) fn has_alternatives(passages: &[Passage]) -> bool {
    catalogue::wording::walk(passages).any(|passage| !passage.alternatives.is_empty())
}

/// Whether a value is of the parameter's kind and within its bounds.
pub(crate) fn fits(parameter: &Parameter, value: &PlanValue) -> bool {
    crate::check::value_problem(parameter, value).is_none()
}

const fn yes_no(on: bool, lang: Lang) -> &'static str {
    match (on, lang) {
        (true, Lang::Ja) => "はい",
        (false, Lang::Ja) => "いいえ",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    }
}

/// Amounts have their digits grouped; other figures from ten thousand on.
fn number(kind: ParameterKind, n: i64) -> String {
    if kind == ParameterKind::Yen || n >= 10_000 { group_digits(n) } else { n.to_string() }
}

const fn unit_of(kind: ParameterKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (ParameterKind::Hours, Lang::Ja) => "時間",
        (ParameterKind::Hours, Lang::En) => "hours",
        (ParameterKind::Days, Lang::Ja) => "日",
        (ParameterKind::Days, Lang::En) => "days",
        (ParameterKind::Months, Lang::Ja) => "か月",
        (ParameterKind::Months, Lang::En) => "months",
        (ParameterKind::Yen, Lang::Ja) => "円",
        (ParameterKind::Yen, Lang::En) => "yen",
        _ => "",
    }
}
