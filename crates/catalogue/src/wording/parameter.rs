//! Parameters: what a person sets in a clause, an article or a paper.

use domain::Lang;
use serde::{Deserialize, Serialize};

use super::Strength;
use crate::Text;

domain::codes! {
    /// What kind of value a parameter takes.
    pub enum ParameterKind ("値の種類", "Kind of value") {
        /// Hours.
        Hours = "hours" ("時間", "Hours"),
        /// Days; the unit says whether business days.
        Days = "days" ("日数", "Days"),
        /// Months.
        Months = "months" ("月数", "Months"),
        /// Any other whole number, with a unit.
        Number = "number" ("数", "Number"),
        /// Yes or no; switches a passage.
        Bool = "bool" ("はい・いいえ", "Yes or no"),
        /// One of the options; its label stands in the sentence.
        Enum = "enum" ("選択", "Choice"),
        /// Several short texts, joined by 、 or a comma.
        List = "list" ("列挙", "List"),
        /// Name and version of a document.
        Ref = "ref" ("文書", "Document"),
        /// A day.
        Date = "date" ("日付", "Date"),
        /// An amount in yen.
        Yen = "yen" ("金額（円）", "Amount in yen"),
        /// A short text.
        Text = "text" ("文字", "Text"),
        /// An article of the same contract.
        Article = "article" ("条", "Article"),
    }
}

impl ParameterKind {
    /// True for whole numbers with bounds.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Hours | Self::Days | Self::Months | Self::Number | Self::Yen)
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ParameterValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// Code of an option, id of an article, or a day as `2026-11-01`.
    Code(String),
    /// A text.
    Text(Text),
    /// Several texts.
    List(Vec<Text>),
}

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterOption {
    /// Code.
    pub code: String,
    /// The words that stand in the sentence.
    pub label: Text,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Name, as in the placeholder.
    pub name: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// What the person is asked.
    pub label: Text,
    /// How to choose.
    pub help: Text,
    /// Unit, where the kind does not say it.
    #[serde(default)]
    pub unit: Option<Text>,
    /// Value until a person sets another; without one, a person must set it.
    #[serde(default)]
    pub default: Option<ParameterValue>,
    /// Other default in strict wording.
    #[serde(default)]
    pub strict: Option<ParameterValue>,
    /// Other default in mild wording.
    #[serde(default)]
    pub mild: Option<ParameterValue>,
    /// The parameter whose value this one takes where that stands in the same engagement, `KL-15.report_hours`; so that
    /// one contract does not name two figures for the same thing.
    #[serde(default)]
    pub follows: Option<String>,
    /// Smallest number.
    #[serde(default)]
    pub min: Option<i64>,
    /// Largest number.
    #[serde(default)]
    pub max: Option<i64>,
    /// Values of a choice.
    #[serde(default)]
    pub options: Vec<ParameterOption>,
}

impl Parameter {
    /// The value until a person sets another.
    #[must_use]
    pub fn default_for(&self, strength: Strength) -> Option<&ParameterValue> {
        let own = match strength {
            Strength::Strict => self.strict.as_ref(),
            Strength::Standard => None,
            Strength::Mild => self.mild.as_ref(),
        };
        own.or(self.default.as_ref())
    }

    /// Words of an option.
    #[must_use]
    pub fn option(&self, code: &str, lang: Lang) -> Option<&str> {
        self.options.iter().find(|o| o.code == code).map(|o| o.label.get(lang))
    }

    /// What is wrong with a value, in both languages.
    ///
    /// # Errors
    /// The value and what is allowed.
    pub fn check(&self, value: &ParameterValue) -> Result<(), (String, String)> {
        use ParameterValue as V;
        match (self.kind, value) {
            (kind, V::Number(n)) if kind.is_number() => self.check_number(*n),
            (ParameterKind::Enum, V::Code(code)) => self.check_code(code),
            (ParameterKind::Date, V::Code(day)) => day.parse::<jiff::civil::Date>().map(|_| ()).map_err(|_| {
                (
                    format!("「{day}」は日付ではありません（例 2026-11-01）"),
                    format!("\"{day}\" is not a date such as 2026-11-01"),
                )
            }),
            (ParameterKind::Bool, V::Bool(_))
            | (ParameterKind::List, V::List(_))
            | (ParameterKind::Article, V::Code(_))
            | (ParameterKind::Ref | ParameterKind::Text, V::Text(_)) => Ok(()),
            (kind, _) => Err((
                format!("「{}」の値ではありません（{}）", kind.label(Lang::Ja), self.name),
                format!("not a value of kind \"{kind}\" ({})", self.name),
            )),
        }
    }

    fn check_number(&self, n: i64) -> Result<(), (String, String)> {
        let (min, max) = (self.min.unwrap_or(0), self.max.unwrap_or(i64::MAX));
        if (min..=max).contains(&n) {
            return Ok(());
        }
        Err((
            format!("{}: {n} は {min}～{max} の外です", self.name),
            format!("{}: {n} is outside {min} to {max}", self.name),
        ))
    }

    fn check_code(&self, code: &str) -> Result<(), (String, String)> {
        if self.options.iter().any(|o| o.code == code) {
            return Ok(());
        }
        let all: Vec<&str> = self.options.iter().map(|o| o.code.as_str()).collect();
        let all = all.join(", ");
        Err((
            format!("{}: 「{code}」は {all} のどれでもありません", self.name),
            format!("{}: \"{code}\" is none of {all}", self.name),
        ))
    }
}
