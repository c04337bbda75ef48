//! The two languages of the product.

use serde::{Deserialize, Serialize};

/// Language of a person's pages and messages. Japanese is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// 日本語
    #[default]
    Ja,
    /// English
    En,
}

impl Lang {
    /// Both, Japanese first.
    pub const ALL: &'static [Self] = &[Self::Ja, Self::En];

    /// `ja` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// Reads `ja`, `en`, `ja-JP`, `en_GB.UTF-8` and the like; anything else is `None`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let head = tag.split(['-', '_', '.', ';']).next().unwrap_or_default().trim();
        if head.eq_ignore_ascii_case("ja") {
            Some(Self::Ja)
        } else if head.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// First language of an `Accept-Language` header that the product speaks.
    #[must_use]
    pub fn from_accept(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| Self::from_tag(part.trim()))
    }
}

/// One fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Words {
    /// 日本語
    pub ja: &'static str,
    /// English
    pub en: &'static str,
}

impl Words {
    /// The text in one language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}
