//! The answer book: what a contractor answers to each common measure, once for all clients.
//!
//! TOML or JSON, written and kept by the contractor:
//!
//! ```toml
//! organisation = "株式会社サンプル"
//!
//! [[answers]]
//! measure = "CM-LG-01"
//! level = 4
//! remark = { ja = "操作ログを13か月保存", en = "Operation logs are kept for 13 months" }
//! evidence = [{ name = "ログ管理規程 第3版", kind = "POL", valid_until = "2027-03-31" }]
//! answered_on = "2026-10-01"
//!
//! [[answers]]
//! measure = "CM-DV-07"
//! not_applicable = { ja = "システムの構築は受託していません", en = "We build no systems" }
//! ```

use std::collections::BTreeSet;

use catalogue::measure::MeasureId;
use domain::Lang;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A text in Japanese, English or both; a plain text counts for both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RawSaid")]
pub struct Said {
    /// In Japanese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ja: Option<String>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawSaid {
    Plain(String),
    #[serde(rename_all = "lowercase")]
    Both {
        #[serde(default)]
        ja: Option<String>,
        #[serde(default)]
        en: Option<String>,
    },
}

impl From<RawSaid> for Said {
    fn from(raw: RawSaid) -> Self {
        match raw {
            RawSaid::Plain(text) => Self { ja: Some(text.clone()), en: Some(text) },
            RawSaid::Both { ja, en } => Self { ja, en },
        }
    }
}

impl Said {
    /// The text in a language, or else in the other.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&str> {
        let (first, second) = match lang {
            Lang::Ja => (&self.ja, &self.en),
            Lang::En => (&self.en, &self.ja),
        };
        first.as_deref().or(second.as_deref()).map(str::trim).filter(|t| !t.is_empty())
    }
}

/// A proof of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its name, such as a document with its edition.
    pub name: String,
    /// What it is: POL, CON, REC, LED, CFG, PHO, CERT, TRN or AUD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Last day it is good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// How far a measure is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// 1 none, 2 partly, 3 done, 4 done and checked, 5 improved.
    Level(u8),
    /// It does not apply, and why.
    NotApplicable(Said),
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The measure, such as `CM-LG-01`.
    pub measure: String,
    /// How far it is carried out.
    pub standing: Standing,
    /// Words to the client.
    pub remark: Said,
    /// Proofs.
    pub evidence: Vec<Evidence>,
    /// Day of the answer.
    pub answered_on: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGiven {
    measure: String,
    #[serde(default)]
    level: Option<u8>,
    #[serde(default)]
    not_applicable: Option<Said>,
    #[serde(default)]
    remark: Said,
    #[serde(default)]
    evidence: Vec<Evidence>,
    #[serde(default)]
    answered_on: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    organisation: String,
    #[serde(default)]
    answers: Vec<serde_json::Value>,
}

/// A problem of an answer book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {en}")]
pub struct BookProblem {
    /// Which answer, such as `answers[3] CM-LG-01`; `-` for the file.
    pub place: String,
    /// What is wrong and what is allowed, in Japanese.
    pub ja: String,
    /// What is wrong and what is allowed, in English.
    pub en: String,
}

impl BookProblem {
    /// Place and problem in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => format!("{}: {}", self.place, self.ja),
            Lang::En => format!("{}: {}", self.place, self.en),
        }
    }
}

/// The answers of a contractor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerBook {
    /// Whose answers they are.
    pub organisation: String,
    answers: Vec<Given>,
}

impl AnswerBook {
    /// A book of answers made elsewhere; of two answers to one measure the first counts.
    #[must_use]
    pub const fn new(organisation: String, answers: Vec<Given>) -> Self {
        Self { organisation, answers }
    }

    /// Reads TOML or JSON (which begins with a brace).
    ///
    /// # Errors
    /// Every problem found, with the answer it was found in.
    pub fn parse(text: &str) -> Result<Self, Vec<BookProblem>> {
        let text = text.trim_start_matches('\u{feff}');
        let raw = if text.trim_start().starts_with('{') {
            serde_json::from_str::<RawBook>(text).map_err(|e| e.to_string())
        } else {
            toml::from_str::<RawBook>(text).map_err(|e| e.to_string().trim().to_owned())
        };
        let raw =
            raw.map_err(|e| vec![problem("-", format!("読み取れません: {e}"), format!("cannot be read: {e}"))])?;
        let mut problems = Vec::new();
        let mut answers = Vec::with_capacity(raw.answers.len());
        let mut seen = BTreeSet::new();
        for (index, value) in raw.answers.into_iter().enumerate() {
            let measure = value.get("measure").and_then(serde_json::Value::as_str).unwrap_or_default();
            let place = format!("answers[{}] {measure}", index.saturating_add(1));
            match serde_json::from_value::<RawGiven>(value) {
                Err(e) => {
                    problems.push(problem(&place, format!("読み取れません: {e}"), format!("cannot be read: {e}")))
                }
                Ok(given) => match checked(given, &place) {
                    Err(found) => problems.push(found),
                    Ok(given) if !seen.insert(given.measure.clone()) => {
                        problems.push(problem(
                            &place,
                            "同じ指標の回答が二つあります".into(),
                            "the measure is answered twice".into(),
                        ));
                    }
                    Ok(given) => answers.push(given),
                },
            }
        }
        if problems.is_empty() { Ok(Self { organisation: raw.organisation, answers }) } else { Err(problems) }
    }

    /// The answer to a measure.
    #[must_use]
    pub fn answer(&self, measure: &str) -> Option<&Given> {
        self.answers.iter().find(|given| given.measure == measure)
    }

    /// Every answer, in the order of the book.
    #[must_use]
    pub fn answers(&self) -> &[Given] {
        &self.answers
    }

    /// The book as it stands on a day: proofs that ended before it are left out.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        for given in &mut self.answers {
            given.evidence.retain(|e| e.valid_until.is_none_or(|until| until >= day));
        }
        self
    }
}

fn checked(raw: RawGiven, place: &str) -> Result<Given, BookProblem> {
    let RawGiven { measure, level, not_applicable, remark, evidence, answered_on } = raw;
    if measure.parse::<MeasureId>().is_err() {
        let en = format!("\"{measure}\" is no measure; write CM-LG-01 or the like");
        return Err(problem(place, format!("「{measure}」は指標の番号ではありません。CM-LG-01 のように書きます"), en));
    }
    let standing = match (level, not_applicable) {
        (Some(level @ 1..=5), None) => Standing::Level(level),
        (Some(level), None) => {
            let ja = format!("level = {level} は使えません。1 から 5 で書きます");
            return Err(problem(place, ja, format!("level = {level} is not allowed; 1 to 5 are")));
        }
        (None, Some(reason)) if reason.get(Lang::Ja).is_some() => Standing::NotApplicable(reason),
        _ => {
            let ja = "level か、理由を添えた not_applicable のどちらか一つを書きます".into();
            return Err(problem(place, ja, "give either level, or not_applicable with a reason".into()));
        }
    };
    Ok(Given { measure, standing, remark, evidence, answered_on })
}

fn problem(place: &str, ja: String, en: String) -> BookProblem {
    BookProblem { place: place.trim_end().to_owned(), ja, en }
}

#[cfg(test)]
mod tests {
    use super::{AnswerBook, Standing};
    use domain::Lang;

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = r#"
organisation = "株式会社サンプル"
[[answers]]
measure = "CM-LG-01"
level = 4
remark = { ja = "13か月", en = "13 months" }
evidence = [{ name = "規程", kind = "POL", valid_until = "2027-03-31" }]
answered_on = "2026-10-01"
[[answers]]
measure = "CM-DV-07"
not_applicable = "構築しません"
"#;
        let json = r#"{"organisation":"株式会社サンプル","answers":[
{"measure":"CM-LG-01","level":4,"remark":{"ja":"13か月","en":"13 months"},"evidence":[{"name":"規程","kind":"POL","valid_until":"2027-03-31"}],"answered_on":"2026-10-01"},
{"measure":"CM-DV-07","not_applicable":"構築しません"}]}"#;
        let book = AnswerBook::parse(toml).unwrap();
        assert_eq!(book, AnswerBook::parse(json).unwrap());
        assert_eq!(book.answer("CM-LG-01").unwrap().remark.get(Lang::En), Some("13 months"));
        assert!(matches!(book.answer("CM-DV-07").unwrap().standing, Standing::NotApplicable(_)));
        assert!(book.answer("CM-GV-01").is_none());
        let late = book.as_of("2027-04-01".parse().unwrap());
        assert!(late.answer("CM-LG-01").unwrap().evidence.is_empty());
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let text = r#"
organisation = "x"
[[answers]]
measure = "CM-LG-01"
level = 7
[[answers]]
measure = "LG-01"
level = 3
[[answers]]
measure = "CM-LG-02"
[[answers]]
measure = "CM-LG-02"
level = 3
colour = "red"
"#;
        let found = AnswerBook::parse(text).unwrap_err();
        let said: Vec<String> = found.iter().map(|p| p.text(Lang::En)).collect();
        assert_eq!(said.len(), 4, "{said:#?}");
        assert!(said[0].starts_with("answers[1] CM-LG-01: level = 7"), "{said:#?}");
        assert!(said[3].contains("colour"), "{said:#?}");
        assert!(AnswerBook::parse("level =").is_err());
    }
}
