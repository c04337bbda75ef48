//! What can be wrong with a value, said in both languages: the value, and what is allowed.

use serde::Serialize;

use crate::Lang;

/// Why a value was refused. Its text names the value and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing was given where something is needed.
    #[error("a value is required")]
    Missing,
    /// The value is none of a closed list.
    #[error("\"{value}\" is not one of: {}", allowed.join(", "))]
    NotOneOf {
        /// What was given (shortened).
        value: String,
        /// Codes that would be accepted.
        allowed: Vec<&'static str>,
    },
    /// The value is none of a list that is known only where the data is.
    #[error("\"{value}\" is not one of: {}", allowed.join(", "))]
    NotAmong {
        /// What was given (shortened).
        value: String,
        /// What would be accepted.
        allowed: Vec<String>,
    },
    /// Too short.
    #[error("at least {min} characters are needed; {actual} given")]
    TooShort {
        /// Fewest characters.
        min: usize,
        /// Characters given.
        actual: usize,
    },
    /// Too long.
    #[error("at most {max} characters are allowed; {actual} given")]
    TooLong {
        /// Most characters.
        max: usize,
        /// Characters given.
        actual: usize,
    },
    /// A control character or line break where none may be.
    #[error("character {position} is a control character or a line break, which is not allowed here")]
    ControlCharacter {
        /// Position, counted from 1.
        position: usize,
    },
    /// Does not have the needed form.
    #[error("\"{value}\" does not have the form {}", form.en)]
    Form {
        /// What was given (shortened).
        value: String,
        /// The form in words.
        form: crate::Words,
    },
    /// A number outside its bounds.
    #[error("{value} is outside {min} to {max}")]
    OutOfRange {
        /// What was given.
        value: String,
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A date before another that must come first.
    #[error("{value} is before {bound}")]
    Before {
        /// What was given.
        value: String,
        /// Earliest allowed.
        bound: String,
    },
    /// An id that names nothing the person may see.
    #[error("\"{value}\" names nothing that you can use here")]
    Unknown {
        /// What was given (shortened).
        value: String,
    },
    /// Already taken.
    #[error("\"{value}\" is already in use")]
    Taken {
        /// What was given.
        value: String,
    },
    /// A rule about several values; said in full by the place that knows it.
    #[error("{}", said.en)]
    Rule {
        /// The sentence.
        said: crate::Words,
    },
    /// The same in sentences put together at run time, such as why a file cannot be read.
    #[error("{en}")]
    Said {
        /// Japanese.
        ja: String,
        /// English.
        en: String,
    },
}

/// Shortens what a person typed for use in a message.
#[must_use]
pub fn shorten(value: &str) -> String {
    let mut short: String = value.chars().filter(|c| !c.is_control()).take(60).collect();
    if value.chars().count() > 60 {
        short.push('…');
    }
    short
}

impl Problem {
    /// The form problem, with the value shortened.
    #[must_use]
    pub fn form(value: &str, form: crate::Words) -> Self {
        Self::Form { value: shorten(value), form }
    }

    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotOneOf { .. } | Self::NotAmong { .. } => "not_one_of",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter { .. } => "control_character",
            Self::Form { .. } => "form",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Before { .. } => "before",
            Self::Unknown { .. } => "unknown",
            Self::Taken { .. } => "taken",
            Self::Rule { .. } | Self::Said { .. } => "rule",
        }
    }

    /// The sentence for people: value and what is allowed.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::En {
            let text = self.to_string();
            let mut chars = text.chars();
            return chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect());
        }
        match self {
            Self::Missing => "入力してください".to_owned(),
            Self::NotOneOf { value, allowed } => {
                format!("「{value}」は使えません。使えるのは {} です", allowed.join("、"))
            }
            Self::NotAmong { value, allowed } => {
                format!("「{value}」は使えません。使えるのは {} です", allowed.join("、"))
            }
            Self::TooShort { min, actual } => {
                format!("{min}文字以上で入力してください（いま{actual}文字）")
            }
            Self::TooLong { max, actual } => {
                format!("{max}文字以内で入力してください（いま{actual}文字）")
            }
            Self::ControlCharacter { position } => {
                format!("{position}文字目に制御文字または改行があります。ここには使えません")
            }
            Self::Form { value, form } => format!("「{value}」は形が合いません。{}", form.ja),
            Self::OutOfRange { value, min, max } => {
                format!("「{value}」は範囲の外です。{min}から{max}までで入力してください")
            }
            Self::Before { value, bound } => {
                format!("{value}は早すぎます。{bound}以後にしてください")
            }
            Self::Unknown { value } => format!("「{value}」は見つからないか、ここでは使えません"),
            Self::Taken { value } => format!("「{value}」はすでに使われています"),
            Self::Rule { said } => said.ja.to_owned(),
            Self::Said { ja, .. } => ja.clone(),
        }
    }
}

/// A problem and the place it was found: a form field, a JSON path or a configuration key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Name of the field, with indices: `items[2].name`.
    pub field: String,
    /// What is wrong there.
    #[serde(skip)]
    pub problem: Problem,
}

impl FieldError {
    /// A problem at a field.
    #[must_use]
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        Self { field: field.into(), problem }
    }

    /// A sentence about several values, at a field.
    #[must_use]
    pub fn rule(field: impl Into<String>, ja: &'static str, en: &'static str) -> Self {
        Self::new(field, Problem::Rule { said: crate::Words { ja, en } })
    }
}

/// Notes a date that lies before another it has to follow, where both are known.
pub(crate) fn in_order(
    out: &mut Vec<FieldError>,
    field: &str,
    (earlier, later): (Option<jiff::civil::Date>, Option<jiff::civil::Date>),
) {
    if let (Some(bound), Some(value)) = (earlier, later)
        && value < bound
    {
        out.push(FieldError::new(field, Problem::Before { value: value.to_string(), bound: bound.to_string() }));
    }
}

/// Collects problems so that a person sees all of them at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldError>);

impl Problems {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Keeps the value or notes the problem.
    pub fn keep<T>(&mut self, field: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.0.push(FieldError::new(field, problem));
                None
            }
        }
    }

    /// Notes a problem.
    pub fn add(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Parses a required text.
    pub fn required<T: std::str::FromStr<Err = Problem>>(&mut self, field: &str, text: &str) -> Option<T> {
        if text.trim().is_empty() {
            self.add(FieldError::new(field, Problem::Missing));
            return None;
        }
        self.keep(field, text.parse())
    }

    /// Parses a text that may be left empty.
    pub fn optional<T: std::str::FromStr<Err = Problem>>(&mut self, field: &str, text: &str) -> Option<T> {
        if text.trim().is_empty() { None } else { self.keep(field, text.parse()) }
    }

    /// True while nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was found.
    #[must_use]
    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    /// Ok when nothing is wrong.
    ///
    /// # Errors
    /// All the problems noted so far.
    pub fn finish(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
