//! The small checked words an event is made of: action, subject, channel, actor, detail.

use std::borrow::Cow;
use std::str::FromStr;

use domain::id::{Id, PersonId};
use domain::{Problem, Words};
use serde_json::Value;

use crate::canonical::{self, CanonicalError};

/// Lower-case words of ASCII letters, digits and underscores, joined by dots; each begins with a letter.
const fn is_dotted(text: &str, min: usize, max: usize) -> bool {
    let mut rest = text.as_bytes();
    if rest.len() < min || rest.len() > max {
        return false;
    }
    let mut at_start = true;
    while let [byte, tail @ ..] = rest {
        match byte {
            b'a'..=b'z' => at_start = false,
            b'0'..=b'9' | b'_' if !at_start => {}
            b'.' if !at_start => at_start = true,
            _ => return false,
        }
        rest = tail;
    }
    !at_start
}

/// True when the text is a usable single line of at most `max` characters.
pub(crate) fn is_line(text: &str, max: usize) -> bool {
    !text.is_empty() && text.trim() == text && text.chars().count() <= max && !text.chars().any(char::is_control)
}

macro_rules! dotted {
    ($(#[$meta:meta])* $name:ident, $min:literal ..= $max:literal, $ja:literal, $en:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Cow<'static, str>);

        impl $name {
            /// From a literal, checked when the program is compiled; use the macro of the same name.
            #[doc(hidden)]
            #[must_use]
            pub const fn literal(text: &'static str) -> Self {
                assert!(is_dotted(text, $min, $max), "lower-case words joined by dots");
                Self(Cow::Borrowed(text))
            }
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl FromStr for $name {
            type Err = Problem;
            fn from_str(text: &str) -> Result<Self, Problem> {
                if is_dotted(text, $min, $max) {
                    Ok(Self(Cow::Owned(text.to_owned())))
                } else {
                    Err(Problem::form(text, Words { ja: $ja, en: $en }))
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = Problem;
            fn try_from(text: String) -> Result<Self, Problem> { text.parse() }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.0.into_owned() }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    };
}

dotted! {
    /// What was done: `engagement.create`. Literals are checked at compile time by [`action!`](crate::action).
    Action, 3..=64, "「engagement.create」のような小文字の語を点でつないだものです",
    "lower-case words joined by dots, such as engagement.create"
}
dotted! {
    /// Kind of thing it was done to: `engagement`. Literals are checked at compile time by [`kind!`](crate::kind).
    Kind, 2..=40, "「engagement」のような小文字の語です", "a lower-case word such as engagement"
}

/// An [`Action`] from a literal; a wrong one does not compile.
#[macro_export]
macro_rules! action {
    ($text:literal) => {
        const { $crate::Action::literal($text) }
    };
}

/// A [`Kind`] from a literal; a wrong one does not compile.
#[macro_export]
macro_rules! kind {
    ($text:literal) => {
        const { $crate::Kind::literal($text) }
    };
}

/// What it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject {
    kind: Kind,
    id: String,
}

impl Subject {
    /// Something with an id of the product.
    pub fn of(kind: Kind, id: impl Id) -> Self {
        Self { kind, id: id.to_string() }
    }

    /// Something named by a text: one line of 1 to 200 characters.
    ///
    /// # Errors
    /// [`Problem::Form`] when the text is empty, too long, has control characters or spaces around it.
    pub fn named(kind: Kind, id: &str) -> Result<Self, Problem> {
        const FORM: Words =
            Words { ja: "1行、200文字までの名前です", en: "one line of at most 200 characters" };
        if is_line(id, 200) { Ok(Self { kind, id: id.to_owned() }) } else { Err(Problem::form(id, FORM)) }
    }

    /// Kind of thing.
    #[must_use]
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Who did it. Text form: the person's id, `system`, `operator:` and a login, or `contractor:` and its id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ActorRef {
    /// A person known to the program.
    Person(PersonId),
    /// The program itself: a timer, a migration.
    System,
    /// Someone at the command line of the machine.
    Operator(OperatorLogin),
    /// Someone of a contractor who came by a link.
    Contractor(domain::id::ContractorId),
}

/// Login of an operating-system account: one line of 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OperatorLogin(String);

impl OperatorLogin {
    /// The login.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for OperatorLogin {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        const FORM: Words =
            Words { ja: "1行、64文字までのログイン名です", en: "a login of at most 64 characters" };
        if is_line(text, 64) { Ok(Self(text.to_owned())) } else { Err(Problem::form(text, FORM)) }
    }
}

impl std::fmt::Display for ActorRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::System => f.write_str("system"),
            Self::Operator(login) => write!(f, "operator:{}", login.0),
            Self::Contractor(id) => write!(f, "contractor:{id}"),
        }
    }
}
impl FromStr for ActorRef {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        if let Some(id) = text.strip_prefix("contractor:") {
            return id.parse().map(Self::Contractor);
        }
        match text.strip_prefix("operator:") {
            Some(login) => login.parse().map(Self::Operator),
            None if text == "system" => Ok(Self::System),
            None => text.parse().map(Self::Person),
        }
    }
}

domain::codes! {
    /// The way in.
    pub enum Channel ("経路", "Channel") {
        /// Pages in a browser.
        Web = "web" ("画面", "Pages"),
        /// The JSON API with a token.
        Api = "api" ("API", "API"),
        /// The command line.
        Cli = "cli" ("コマンド", "Command line"),
        /// The program's own timers.
        System = "system" ("自動処理", "Automatic"),
    }
}

/// What else there is to say about an event: a small JSON object of texts and whole numbers.
///
/// ```
/// let detail = ledger::Detail::new().text("stage", "procure").count("conditions", 7);
/// assert_eq!(detail.to_string(), r#"{"conditions":7,"stage":"procure"}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Detail(serde_json::Map<String, Value>);

impl Detail {
    /// Most bytes of canonical text that are accepted from a JSON value.
    pub const MAX_BYTES: usize = 65_536;

    /// Nothing else to say.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.0.insert(name.to_owned(), Value::String(value.to_string()));
        self
    }

    /// Adds a whole number.
    #[must_use]
    pub fn count(mut self, name: &'static str, value: i64) -> Self {
        self.0.insert(name.to_owned(), Value::from(value));
        self
    }

    /// From anything that serialises to an object.
    ///
    /// # Errors
    /// [`CanonicalError`] when it is no object, holds fractions, is nested deeply or is longer than
    /// [`Self::MAX_BYTES`].
    pub fn of(value: &impl serde::Serialize) -> Result<Self, CanonicalError> {
        let (detail, length) = Self::of_any_length(value)?;
        if length > Self::MAX_BYTES { Err(CanonicalError::TooLong(length)) } else { Ok(detail) }
    }

    pub(crate) fn of_any_length(value: &impl serde::Serialize) -> Result<(Self, usize), CanonicalError> {
        let text = canonical::to_text(value)?;
        match serde_json::from_str(&text) {
            Ok(Value::Object(members)) => Ok((Self(members), text.len())),
            Ok(_) => Err(CanonicalError::NotAnObject),
            Err(e) => Err(CanonicalError::Json(e.to_string())),
        }
    }

    /// The members.
    #[must_use]
    pub const fn members(&self) -> &serde_json::Map<String, Value> {
        &self.0
    }
}
impl TryFrom<Value> for Detail {
    type Error = CanonicalError;
    fn try_from(value: Value) -> Result<Self, CanonicalError> {
        Self::of(&value)
    }
}
impl std::fmt::Display for Detail {
    /// The canonical text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&canonical::to_text(&self.0).map_err(|_| std::fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_lower_case_words_joined_by_dots() {
        for good in ["engagement.create", "a.b", "session.totp_2.end"] {
            assert!(good.parse::<Action>().is_ok(), "{good}");
        }
        let long = "a".repeat(65);
        for bad in ["", "ab", "Engagement.create", "a..b", ".ab", "ab.", "a.1b", "a b c", "依頼.作成", &long] {
            assert!(bad.parse::<Action>().is_err(), "{bad}");
        }
        assert_eq!(crate::action!("gate.waive").as_str(), "gate.waive");
    }

    #[test]
    fn actors_read_back() {
        for text in ["system", "operator:root", "per_01920000000070008000000000000001"] {
            assert_eq!(text.parse::<ActorRef>().unwrap().to_string(), text);
        }
        for bad in ["", "operator:", "operator:a\nb", "eng_01920000000070008000000000000001", "System"] {
            assert!(bad.parse::<ActorRef>().is_err(), "{bad}");
        }
    }

    #[test]
    fn details_are_objects_without_fractions() {
        assert_eq!(Detail::try_from(serde_json::json!([1])), Err(CanonicalError::NotAnObject));
        assert_eq!(Detail::try_from(serde_json::json!({"a": {"b": 0.5}})), Err(CanonicalError::Float));
        let long = serde_json::json!({"a": "x".repeat(70_000)});
        assert!(matches!(Detail::try_from(long), Err(CanonicalError::TooLong(_))));
        assert_eq!(Detail::new().to_string(), "{}");
    }
}
