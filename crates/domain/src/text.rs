//! Checked texts.

use crate::Problem;

/// Trims, refuses control characters, and counts characters (not bytes).
pub(crate) fn check(text: &str, min: usize, max: usize, lines: bool) -> Result<String, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if let Some(position) = text.chars().position(|c| c.is_control() && !(lines && (c == '\n' || c == '\t'))) {
        return Err(Problem::ControlCharacter { position: position.saturating_add(1) });
    }
    let actual = text.chars().count();
    if actual == 0 && min > 0 {
        return Err(Problem::Missing);
    }
    if actual < min {
        return Err(Problem::TooShort { min, actual });
    }
    if actual > max {
        return Err(Problem::TooLong { max, actual });
    }
    Ok(text)
}

checked_text! {
    /// A name or title on one line.
    pub struct Title(1..=120);
}
checked_text! {
    /// A short text on one line that may be empty.
    #[derive(Default)]
    pub struct Line(0..=200);
}
checked_text! {
    /// A free text of several lines that must say something.
    pub struct Statement(1..=4000, lines);
}
checked_text! {
    /// A free text of several lines that may be empty.
    #[derive(Default)]
    pub struct Memo(0..=4000, lines);
}
checked_text! {
    /// A short reason on one or more lines, long enough to mean something.
    pub struct Ground(2..=2000, lines);
}

/// A login name: 2 to 64 of `a-z 0-9 . _ -`, beginning with a letter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Login(String);

impl Login {
    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::str::FromStr for Login {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let ok = (2..=64).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
        if ok {
            Ok(Self(text))
        } else {
            Err(Problem::form(
                &text,
                crate::Words {
                    ja: "英小文字で始め、英小文字・数字・「.」「_」「-」で2から64文字にしてください",
                    en: "a letter first, then letters, digits, '.', '_' or '-', 2 to 64 characters",
                },
            ))
        }
    }
}
impl TryFrom<String> for Login {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<Login> for String {
    fn from(value: Login) -> Self {
        value.0
    }
}
impl std::fmt::Display for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An amount in yen, tax included, 0 to 9,999,999,999,999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Yen(i64);

impl Yen {
    /// Largest amount the program keeps.
    pub const MAX: i64 = 9_999_999_999_999;
    /// The amount.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}
impl TryFrom<i64> for Yen {
    type Error = Problem;
    fn try_from(value: i64) -> Result<Self, Problem> {
        if (0..=Self::MAX).contains(&value) {
            Ok(Self(value))
        } else {
            Err(Problem::OutOfRange { value: value.to_string(), min: 0, max: Self::MAX })
        }
    }
}
impl From<Yen> for i64 {
    fn from(value: Yen) -> Self {
        value.0
    }
}
impl std::str::FromStr for Yen {
    type Err = Problem;
    /// Accepts digits of any width with commas and a trailing 円.
    fn from_str(text: &str) -> Result<Self, Problem> {
        parse_integer(text)?.try_into()
    }
}
impl std::fmt::Display for Yen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&group_digits(self.0))
    }
}

/// `48620000` → `48,620,000`.
#[must_use]
pub fn group_digits(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    if value < 0 {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && digits.len().saturating_sub(i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Reads a whole number as people type it: full-width digits, commas, 円 or 人 after it.
///
/// # Errors
/// [`Problem::Form`] when anything else is there.
pub fn parse_integer(text: &str) -> Result<i64, Problem> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != ',' && *c != '¥' && *c != '\\').collect();
    let plain = plain.trim_end_matches(['円', '人', '名']);
    if plain.is_empty() {
        return Err(Problem::Missing);
    }
    plain.parse().map_err(|_| {
        Problem::form(
            text,
            crate::Words {
                ja: "数字で入力してください（例 12,480）", en: "a whole number, for example 12,480"
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        assert_eq!("４８，６２０，０００円".parse::<Yen>().unwrap().get(), 48_620_000);
        assert_eq!("48,620,000".parse::<Yen>().unwrap().to_string(), "48,620,000");
        assert!(matches!("約百万".parse::<Yen>(), Err(Problem::Form { .. })));
        assert!(matches!("-1".parse::<Yen>(), Err(Problem::OutOfRange { .. })));
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!("あ".repeat(120).parse::<Title>().is_ok());
        assert_eq!("あ".repeat(121).parse::<Title>(), Err(Problem::TooLong { max: 120, actual: 121 }));
        assert_eq!("a\u{7}b".parse::<Title>(), Err(Problem::ControlCharacter { position: 2 }));
        assert_eq!("  ".parse::<Title>(), Err(Problem::Missing));
    }
}
