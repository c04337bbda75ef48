//! Countries by their two letters (ISO 3166-1).

use serde::{Deserialize, Serialize};

use crate::{Problem, Words};

/// A country by its two letters. Japan may also be written by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// Japan.
    pub const JAPAN: Self = Self(*b"JP");

    /// The letters.
    #[must_use]
    pub fn code(self) -> String {
        self.0.iter().map(|b| char::from(*b)).collect()
    }
}
impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.code())
    }
}
impl std::str::FromStr for Country {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        use unicode_normalization::UnicodeNormalization;
        let upper = text.trim().nfkc().collect::<String>().to_uppercase();
        if upper.is_empty() {
            return Err(Problem::Missing);
        }
        if matches!(upper.as_str(), "日本" | "日本国" | "JAPAN") {
            return Ok(Self::JAPAN);
        }
        match upper.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b])),
            _ => Err(Problem::form(
                text,
                Words {
                    ja: "英字2文字の国番号です（例 JP、US、SG）",
                    en: "a country code of two letters, such as JP, US or SG",
                },
            )),
        }
    }
}
impl TryFrom<String> for Country {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<Country> for String {
    fn from(value: Country) -> Self {
        value.code()
    }
}

/// A country that may be left out, written as an empty text.
pub(crate) mod or_empty {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Country;

    pub(crate) fn serialize<S: Serializer>(country: &Option<Country>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&country.map(Country::code).unwrap_or_default())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Country>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(D::Error::custom) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_two_letters() {
        for text in ["jp", "ＪＰ", " 日本 ", "Japan"] {
            assert_eq!(text.parse::<Country>().unwrap(), Country::JAPAN, "{text}");
        }
        assert_eq!(Country::JAPAN.code(), "JP");
        for text in ["JPN", "Nippon", "J1", "米国"] {
            assert!(text.parse::<Country>().unwrap_err().text(crate::Lang::Ja).contains(text), "{text}");
        }
        assert_eq!("".parse::<Country>(), Err(Problem::Missing));
    }
}
