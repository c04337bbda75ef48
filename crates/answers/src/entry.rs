//! One table of a book while it is read: takes values by key and says what is wrong with each.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::{BookProblem, Said};

/// Longest text, in characters.
const TEXT: usize = 4_000;
/// Most problems that are told.
const PROBLEMS: usize = 200;
/// Longest name, in characters.
pub(crate) const NAME: usize = 200;

pub(crate) struct Entry<'a> {
    map: Map<String, Value>,
    place: String,
    out: &'a mut Vec<BookProblem>,
}

impl<'a> Entry<'a> {
    /// A table whose keys are among those known; what is no table is refused.
    pub fn open(value: Value, place: String, keys: &[&str], out: &'a mut Vec<BookProblem>) -> Option<Self> {
        let Value::Object(map) = value else {
            let shown = shown(&value);
            tell(
                out,
                &place,
                format!("{shown} は項目の組（テーブル）ではありません"),
                format!("{shown} is not a table"),
            );
            return None;
        };
        for key in map.keys().filter(|k| !keys.contains(&k.as_str())) {
            let key: String = key.chars().take(60).filter(|c| !c.is_control()).collect();
            let allowed = keys.join(", ");
            tell(
                out,
                &place,
                format!("「{key}」という項目はありません。使えるのは {allowed} です"),
                format!("there is no key \"{key}\"; allowed: {allowed}"),
            );
        }
        Some(Self { map, place, out })
    }

    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.map.remove(key)
    }

    pub fn refuse(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        tell(self.out, &self.place, ja, en);
    }

    /// A value that is not what it must be: key, value, what is allowed.
    pub fn wrong(&mut self, key: &str, value: &Value, ja: &str, en: &str) {
        let shown = shown(value);
        self.refuse(format!("{key} = {shown} は使えません。{ja}"), format!("{key} = {shown} is not allowed; {en}"));
    }

    pub fn missing(&mut self, key: &str) {
        self.refuse(format!("{key} がありません"), format!("{key} is missing"));
    }

    /// A text of at most so many characters; blank counts as absent.
    pub fn text(&mut self, key: &str, most: usize) -> Option<String> {
        let value = self.take(key)?;
        match value.as_str() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) if fits(text, most) => Some(text.trim().to_owned()),
            _ => {
                self.wrong(
                    key,
                    &value,
                    &format!("制御文字を含まない{most}文字までの文字列を書きます"),
                    &format!("a text of at most {most} characters without control characters is"),
                );
                None
            }
        }
    }

    pub fn required(&mut self, key: &str) -> Option<String> {
        let before = self.out.len();
        let text = self.text(key, NAME);
        if text.is_none() && self.out.len() == before {
            self.missing(key);
        }
        text
    }

    /// An id: letters, digits, dot, hyphen and underscore.
    pub fn id(&mut self, key: &str) -> Option<String> {
        let text = self.required(key)?;
        if is_id(&text) {
            return Some(text);
        }
        self.wrong(
            key,
            &Value::String(text),
            "英数字で始まる、英数字と「.」「_」「-」の64文字までを書きます",
            "a letter or digit, then letters, digits, '.', '_' or '-', at most 64, are",
        );
        None
    }

    pub fn said(&mut self, key: &str) -> Option<Said> {
        let value = self.take(key)?;
        let lines = |v: &Value| v.as_str().filter(|t| fits(t, TEXT)).map(|t| t.trim().to_owned());
        let whole = match &value {
            Value::String(_) => lines(&value).map(|t| Said { ja: Some(t.clone()), en: Some(t) }),
            Value::Object(map) if map.iter().all(|(k, v)| (k == "ja" || k == "en") && lines(v).is_some()) => {
                Some(Said { ja: map.get("ja").and_then(lines), en: map.get("en").and_then(lines) })
            }
            _ => None,
        };
        match whole {
            Some(said) => {
                let some = |t: Option<String>| t.filter(|t| !t.is_empty());
                Some(Said { ja: some(said.ja), en: some(said.en) }).filter(|s| !s.is_empty())
            }
            None => {
                self.wrong(
                    key,
                    &value,
                    &format!("文字列か {{ ja = \"…\", en = \"…\" }} を、それぞれ{TEXT}文字までで書きます"),
                    &format!("a text, or {{ ja = \"…\", en = \"…\" }}, of at most {TEXT} characters each, is"),
                );
                None
            }
        }
    }

    pub fn date(&mut self, key: &str) -> Option<Date> {
        let value = self.take(key)?;
        let date = value.as_str().filter(|t| t.len() == 10).and_then(|t| t.parse::<Date>().ok());
        if date.is_none() {
            self.wrong(key, &value, "2026-11-28 のような実在する日付を書きます", "a day such as 2026-11-28 is");
        }
        date
    }

    pub fn number(&mut self, key: &str, least: u16, most: u16) -> Option<u16> {
        let value = self.take(key)?;
        let number = value.as_u64().and_then(|n| u16::try_from(n).ok()).filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.wrong(
                key,
                &value,
                &format!("{least} から {most} までの整数を書きます"),
                &format!("a whole number from {least} to {most} is"),
            );
        }
        number
    }

    pub fn truth(&mut self, key: &str) -> Option<bool> {
        let value = self.take(key)?;
        if value.as_bool().is_none() {
            self.wrong(key, &value, "true か false を書きます", "true or false is");
        }
        value.as_bool()
    }

    pub fn list(&mut self, key: &str) -> Vec<Value> {
        match self.take(key) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(value) => {
                self.wrong(key, &value, "一覧（[ … ]）を書きます", "a list ([ … ]) is");
                Vec::new()
            }
        }
    }

    /// A list of texts that pass a test.
    pub fn texts(&mut self, key: &str, fits: impl Fn(&str) -> bool, ja: &str, en: &str) -> Vec<String> {
        let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
        for value in self.list(key) {
            match value.as_str().filter(|t| fits(t)) {
                Some(text) if seen.insert(text.to_owned()) => out.push(text.to_owned()),
                Some(_) => {}
                None => self.wrong(key, &value, ja, en),
            }
        }
        out
    }
}

/// Adds a problem, as long as there are few enough that somebody reads them.
pub(crate) fn tell(out: &mut Vec<BookProblem>, place: &str, ja: impl Into<String>, en: impl Into<String>) {
    if out.len() < PROBLEMS {
        out.push(BookProblem::new(place, ja, en));
    }
}

/// Whether a text can be an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn fits(text: &str, most: usize) -> bool {
    text.chars().count() <= most && text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t')
}

/// A value short enough for a message.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
