//! From what a person typed, in a form or a cell, to an answer, and back.

use catalogue::{
    measure::Evidence,
    question::{AnswerKind, Choosable},
};
use domain::{Lang, Problem, Words, calendar, text};
use unicode_normalization::UnicodeNormalization;

use crate::{Answer, Proof, Question, Value};

/// Most proofs of one answer.
pub const MAX_PROOFS: usize = 10;

/// A proof as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Name of the document.
    pub name: String,
    /// Kind by code or label; may be empty.
    pub kind: String,
    /// Last day; may be empty.
    pub valid_until: String,
    /// Digest that was kept with it; may be empty.
    pub sha256: String,
}

impl Field {
    fn is_empty(&self) -> bool {
        [&self.name, &self.kind, &self.valid_until].iter().all(|text| text.trim().is_empty())
    }
}

/// An answer as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The value; several where several may be chosen; name and digest of a file.
    pub values: Vec<String>,
    /// Why it does not apply.
    pub reason: String,
    /// Rows of a table.
    pub rows: Vec<Vec<String>>,
    /// Words beside it.
    pub remark: String,
    /// Proofs.
    pub evidence: Vec<Field>,
}

impl Entry {
    /// An answer as a person would type it.
    #[must_use]
    pub fn of(question: &Question, answer: &Answer, lang: Lang) -> Self {
        let mut entry = Self { remark: answer.remark.clone(), ..Self::default() };
        match &answer.value {
            Value::NotApplicable(reason) => {
                entry.values = vec![NOT_APPLICABLE.to_owned()];
                entry.reason.clone_from(reason);
            }
            Value::Several(list) => entry.values.clone_from(list),
            Value::Table(rows) => entry.rows.clone_from(rows),
            Value::File { name, sha256 } => {
                entry.values = vec![name.clone(), sha256.clone().unwrap_or_default()];
            }
            value => entry.values = vec![shown(question, value, lang)],
        }
        entry.evidence = answer.evidence.iter().map(|p| field(p, lang)).collect();
        entry
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", |v| v.trim())
    }

    /// Nothing was typed into the answer itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.iter().all(|v| v.trim().is_empty()) && self.rows.iter().flatten().all(|cell| cell.trim().is_empty())
    }
}

fn field(proof: &Proof, lang: Lang) -> Field {
    Field {
        name: proof.name.clone(),
        kind: proof.kind.map(|k| k.label(lang).to_owned()).unwrap_or_default(),
        valid_until: proof.valid_until.map(|d| d.to_string()).unwrap_or_default(),
        sha256: proof.sha256.clone().unwrap_or_default(),
    }
}

/// How "not applicable" is written in a cell.
pub const NOT_APPLICABLE: &str = "N/A";

/// Part of an answer in which something is wrong, with what is wrong: `value`, `reason`, `remark`, `evidence[0].name`,
/// `rows[2].scope`.
pub type Wrong = (String, Problem);

/// Reads what was typed; `None` where nothing was.
///
/// # Errors
/// Everything that is wrong, with the part it stands in.
pub fn enter(question: &Question, entry: &Entry) -> Result<Option<Answer>, Vec<Wrong>> {
    let mut wrong: Vec<Wrong> = Vec::new();
    let remark = keep(&mut wrong, "remark", || entry.remark.parse::<text::Memo>().map(String::from));
    let evidence = proofs(&entry.evidence, &mut wrong);
    let value = value(question, entry, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let remark = remark.unwrap_or_default();
    match value {
        Some(value) => Ok(Some(Answer { value, remark, evidence })),
        // words without a value would be lost silently
        None if !remark.is_empty() || !evidence.is_empty() => Err(vec![("value".to_owned(), Problem::Missing)]),
        None => Ok(None),
    }
}

fn keep<T>(wrong: &mut Vec<Wrong>, part: impl Into<String>, get: impl FnOnce() -> Result<T, Problem>) -> Option<T> {
    get().map_err(|problem| wrong.push((part.into(), problem))).ok()
}

fn value(question: &Question, entry: &Entry, wrong: &mut Vec<Wrong>) -> Option<Value> {
    match &question.kind {
        AnswerKind::Table { rows, columns } => {
            let keys: Vec<&str> = columns.iter().map(|c| c.key.as_str()).collect();
            table(&entry.rows, (*rows, &keys), wrong)
        }
        AnswerKind::Several { options } => several(options, &entry.values, wrong),
        AnswerKind::File => {
            if entry.first().is_empty() {
                return None;
            }
            let name = keep(wrong, "value", || entry.first().parse::<text::Title>().map(String::from))?;
            let sha256 = entry.values.get(1).filter(|s| !s.is_empty()).cloned();
            Some(Value::File { name, sha256 })
        }
        _ if entry.first().is_empty() && entry.reason.trim().is_empty() => None,
        AnswerKind::Level { .. } if is_not_applicable(entry.first()) => {
            let reason = keep(wrong, "reason", || entry.reason.parse::<text::Ground>().map(String::from))?;
            Some(Value::NotApplicable(reason))
        }
        _ if !entry.reason.trim().is_empty() => {
            let said = Words {
                ja: "該当しない理由は、回答を「N/A」にしたときだけ書けます。補足は補足の欄に書いてください",
                en: "A reason for not applicable goes with the answer N/A only. Put other words into the remark",
            };
            wrong.push(("reason".to_owned(), Problem::Rule { said }));
            None
        }
        _ => keep(wrong, "value", || typed(question, entry.values.first().map_or("", String::as_str)))?,
    }
}

fn is_not_applicable(text: &str) -> bool {
    let text: String = text.nfkc().collect::<String>().trim().to_lowercase();
    ["n/a", "na", "該当なし", "対象外", "not applicable"].contains(&text.as_str())
}

/// Reads a value from one text; `None` where it is empty. Tables, several values and files are read by [`enter`].
///
/// # Errors
/// What is wrong, and what is allowed.
pub fn typed(question: &Question, text: &str) -> Result<Option<Value>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain: String = text.nfkc().collect();
    let value = match &question.kind {
        AnswerKind::Level { .. } => Value::Level(level(&plain, text)?),
        AnswerKind::Choice { options } => Value::Choice(option(options, text)?),
        AnswerKind::YesNo => match plain.to_lowercase().as_str() {
            "yes" | "はい" | "有" | "あり" => Value::Yes,
            "no" | "いいえ" | "無" | "なし" => Value::No,
            _ => return Err(not_among(text, ["はい / Yes", "いいえ / No"].map(str::to_owned).to_vec())),
        },
        AnswerKind::Number { min, max, .. } => {
            let digits: String = plain.chars().filter(|c| *c != ',' && !c.is_whitespace()).collect();
            let number: i64 = digits
                .parse()
                .map_err(|_| Problem::form(text, Words { ja: "整数で書いてください", en: "a whole number" }))?;
            if !(*min..=*max).contains(&number) {
                return Err(Problem::OutOfRange { value: number.to_string(), min: *min, max: *max });
            }
            Value::Number(number)
        }
        AnswerKind::Date => Value::Date(calendar::parse_date(text)?),
        AnswerKind::Text { most } => {
            let text = String::from(text.parse::<text::Statement>()?);
            let actual = text.chars().count();
            if actual > *most {
                return Err(Problem::TooLong { max: *most, actual });
            }
            Value::Text(text)
        }
        AnswerKind::File | AnswerKind::Several { .. } | AnswerKind::Table { .. } => return Ok(None),
    };
    Ok(Some(value))
}

fn level(plain: &str, text: &str) -> Result<u8, Problem> {
    // "3" and "3 実施している" and "3.0", as spreadsheets make of it
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    let rest = plain.strip_prefix(digits.as_str()).unwrap_or_default();
    let ends = rest.is_empty() || rest == ".0" || rest.starts_with([' ', ':', '　']);
    match digits.parse() {
        Ok(level @ 1..=5) if ends => Ok(level),
        _ => Err(not_among(text, ["1", "2", "3", "4", "5", NOT_APPLICABLE].map(str::to_owned).to_vec())),
    }
}

fn not_among(text: &str, allowed: Vec<String>) -> Problem {
    Problem::NotAmong { value: domain::problem::shorten(text), allowed }
}

fn option(options: &[Choosable], text: &str) -> Result<String, Problem> {
    let same = |label: &str| label.nfkc().collect::<String>() == text.nfkc().collect::<String>();
    let found = options.iter().find(|o| o.value == text || Lang::ALL.iter().any(|lang| same(o.label.get(*lang))));
    let labels = || options.iter().map(|o| o.label.get(Lang::Ja).to_owned()).collect();
    found.map(|o| o.value.clone()).ok_or_else(|| not_among(text, labels()))
}

fn several(options: &[Choosable], values: &[String], wrong: &mut Vec<Wrong>) -> Option<Value> {
    let mut chosen = Vec::new();
    let lines = values.iter().flat_map(|v| v.split('\n')).map(str::trim).filter(|l| !l.is_empty());
    for line in lines {
        let parts: Vec<&str> = match option(options, line) {
            Ok(_) => vec![line],
            Err(_) => line.split(['、', ',', ';', '，']).map(str::trim).filter(|p| !p.is_empty()).collect(),
        };
        for part in parts {
            chosen.extend(keep(wrong, "value", || option(options, part)));
        }
    }
    if chosen.is_empty() {
        return None;
    }
    let kept = options.iter().filter(|o| chosen.contains(&o.value));
    Some(Value::Several(kept.map(|o| o.value.clone()).collect()))
}

fn table(rows: &[Vec<String>], (most, keys): (usize, &[&str]), wrong: &mut Vec<Wrong>) -> Option<Value> {
    let mut out: Vec<Vec<String>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut kept = Vec::with_capacity(keys.len());
        for (nth, key) in keys.iter().enumerate() {
            let text = row.get(nth).map_or("", String::as_str);
            let cell = keep(wrong, format!("rows[{at}].{key}"), || text.parse::<text::Memo>().map(String::from));
            kept.push(cell.unwrap_or_default());
        }
        out.push(kept);
    }
    if out.len() > most {
        let problem =
            Problem::OutOfRange { value: out.len().to_string(), min: 0, max: i64::try_from(most).unwrap_or(0) };
        wrong.push(("rows".to_owned(), problem));
    }
    (!out.is_empty()).then_some(Value::Table(out))
}

fn proofs(fields: &[Field], wrong: &mut Vec<Wrong>) -> Vec<Proof> {
    let mut out = Vec::new();
    for (at, field) in fields.iter().enumerate().filter(|(_, f)| !f.is_empty()) {
        let part = |name: &str| format!("evidence[{at}].{name}");
        let name = keep(wrong, part("name"), || field.name.parse::<text::Title>().map(String::from));
        let kind = match field.kind.trim() {
            "" => None,
            text => keep(wrong, part("kind"), || kind_of(text)),
        };
        let valid_until = match field.valid_until.trim() {
            "" => None,
            text => keep(wrong, part("valid_until"), || calendar::parse_date(text)),
        };
        let sha256 = Some(field.sha256.clone()).filter(|s| s.parse::<ledger::Digest>().is_ok());
        out.extend(name.map(|name| Proof { name, kind, valid_until, sha256 }));
    }
    if out.len() > MAX_PROOFS {
        let max = i64::try_from(MAX_PROOFS).unwrap_or(0);
        wrong.push(("evidence".to_owned(), Problem::OutOfRange { value: out.len().to_string(), min: 0, max }));
    }
    out
}

fn kind_of(text: &str) -> Result<Evidence, Problem> {
    let is = |kind: &&Evidence| kind.code() == text || Lang::ALL.iter().any(|lang| kind.label(*lang) == text);
    let labels = || Evidence::ALL.iter().map(|k| k.label(Lang::Ja).to_owned()).collect();
    Evidence::ALL.iter().find(is).copied().ok_or_else(|| not_among(text, labels()))
}

/// A value in words, as it stands in one cell.
#[must_use]
pub fn shown(question: &Question, value: &Value, lang: Lang) -> String {
    let label = |code: &String| match &question.kind {
        AnswerKind::Choice { options } | AnswerKind::Several { options } => {
            options.iter().find(|o| o.value == *code).map_or_else(|| code.clone(), |o| o.label.get(lang).to_owned())
        }
        _ => code.clone(),
    };
    match value {
        Value::Level(level) => level.to_string(),
        Value::NotApplicable(_) => NOT_APPLICABLE.to_owned(),
        Value::Choice(code) => label(code),
        Value::Several(codes) => codes.iter().map(label).collect::<Vec<_>>().join("\n"),
        Value::Yes => yes_no(lang).0.to_owned(),
        Value::No => yes_no(lang).1.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Text(text) => text.clone(),
        Value::File { name, .. } => name.clone(),
        Value::Table(rows) => rows.iter().map(|r| r.join(" / ")).collect::<Vec<_>>().join("\n"),
    }
}

/// Yes and no.
pub(crate) const fn yes_no(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ja => ("はい", "いいえ"),
        Lang::En => ("Yes", "No"),
    }
}
