//! Items of the handling rule (NISC-2008 8.1(6)): chosen and filled for each engagement.

use domain::Lang;
use serde::{Deserialize, Serialize};

use crate::{Fact, MeasureId, SourceRef, Text, id::two_digits};

catalogue_id! {
    /// Permanent id of an item, `HI-03`.
    pub struct HandlingId:
        "「HI-03」のような番号です",
        "an id such as HI-03",
        |text| text.strip_prefix("HI-").is_some_and(two_digits);
}

domain::codes! {
    /// Where an item comes from.
    pub enum HandlingOrigin ("項目の出どころ", "Origin of an item") {
        /// One of the five items of the source.
        Source = "source" ("手順書の項目", "From the source"),
        /// Added by us.
        Own = "own" ("関守が加えた項目", "Our own"),
    }
}

domain::codes! {
    /// Whether an item is chosen at first.
    pub enum AtFirst ("初めの選択", "At first") {
        /// Chosen.
        On = "on" ("選ばれている", "On"),
        /// Not chosen.
        Off = "off" ("選ばれていない", "Off"),
    }
}

domain::codes! {
    /// Kind of value of a parameter.
    pub enum HandlingKind ("値の種類", "Kind of value") {
        /// A short text.
        Text = "text" ("文", "Text"),
        /// Several entries.
        List = "list" ("一覧", "List"),
        /// A number.
        Number = "number" ("数", "Number"),
        /// Days.
        Days = "days" ("日数", "Days"),
        /// Hours.
        Hours = "hours" ("時間", "Hours"),
        /// One of a list.
        Choice = "choice" ("選択肢", "Choice"),
    }
}

/// A place in a rule that a person fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingParameter {
    /// Name between braces.
    pub name: String,
    /// What kind of value.
    pub kind: HandlingKind,
    /// What it is called.
    pub label: Text,
    /// What it says at first.
    pub default: Text,
    /// Values to choose from; for choices only.
    #[serde(default)]
    pub choices: Vec<Text>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

impl HandlingParameter {
    /// Why a value may not stand here; none when it may.
    #[must_use]
    pub fn refuse(&self, value: &Text) -> Option<domain::Problem> {
        match self.kind {
            HandlingKind::Text | HandlingKind::List => None,
            HandlingKind::Choice if self.choices.contains(value) => None,
            HandlingKind::Choice => {
                Some(domain::Problem::Unknown { value: domain::problem::shorten(value.get(Lang::Ja)) })
            }
            HandlingKind::Number | HandlingKind::Days | HandlingKind::Hours => {
                let (min, max) = (self.min.unwrap_or(0), self.max.unwrap_or(i64::MAX));
                let bad = Lang::ALL
                    .iter()
                    .map(|lang| value.get(*lang))
                    .find(|text| text.parse::<i64>().map_or(true, |number| !(min..=max).contains(&number)));
                bad.map(|text| domain::Problem::OutOfRange { value: domain::problem::shorten(text), min, max })
            }
        }
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingItem {
    /// Permanent id.
    pub id: HandlingId,
    /// A short label.
    pub title: Text,
    /// The rule, with places in braces.
    pub rule: Text,
    /// Why it is worth having.
    pub why: Text,
    /// Where it comes from.
    pub origin: HandlingOrigin,
    /// Facts under which it is offered.
    pub applies: Vec<Fact>,
    /// Whether it is chosen at first.
    pub default: AtFirst,
    /// Measures it carries out.
    pub measures: Vec<MeasureId>,
    /// Clause families that refer to it.
    pub clauses: Vec<String>,
    /// Sources.
    pub source: Vec<SourceRef>,
    /// What is filled in.
    #[serde(default, rename = "parameter")]
    pub parameters: Vec<HandlingParameter>,
}

impl HandlingItem {
    /// The rule in one language with the given values, or the defaults where none is given.
    #[must_use]
    pub fn fill(&self, lang: Lang, given: &[(&str, &str)]) -> String {
        self.parameters.iter().fold(self.rule.get(lang).to_owned(), |rule, parameter| {
            let value = given.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| *value);
            rule.replace(&format!("{{{}}}", parameter.name), value.unwrap_or_else(|| parameter.default.get(lang)))
        })
    }
}
