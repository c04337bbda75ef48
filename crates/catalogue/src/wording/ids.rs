//! Permanent ids of clauses, articles, annexes and papers.

use domain::{Problem, Words};
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $form:expr, $is:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::str::FromStr for $name {
            type Err = Problem;
            fn from_str(text: &str) -> Result<Self, Problem> {
                let is: fn(&str) -> bool = $is;
                if is(text) { Ok(Self(text.to_owned())) } else { Err(Problem::form(text, $form)) }
            }
        }
        impl TryFrom<String> for $name {
            type Error = Problem;
            fn try_from(text: String) -> Result<Self, Problem> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Permanent id of a clause family, `KL-15`.
    ClauseId,
    Words { ja: "「KL-15」のような番号です", en: "an id such as KL-15" },
    |text| two_digits(text, "KL-")
);
id!(
    /// Permanent id of an ordinary article, `AR-05`.
    ArticleId,
    Words { ja: "「AR-05」のような番号です", en: "an id such as AR-05" },
    |text| two_digits(text, "AR-")
);
id!(
    /// Permanent id of an annex, `service-levels`.
    AnnexId,
    Words { ja: "「service-levels」のような英小文字とハイフンです", en: "small letters and hyphens, such as service-levels" },
    kebab
);
id!(
    /// Permanent id of a paper, `confirmation`.
    PaperId,
    Words { ja: "「audit-plan」のような英小文字とハイフンです", en: "small letters and hyphens, such as audit-plan" },
    kebab
);

fn two_digits(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|n| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()))
}

fn kebab(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}
