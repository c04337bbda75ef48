//! One shape for permanent ids: a checked text that says in both languages what it should look like.

/// Makes an id type of a test and of words for what is allowed.
macro_rules! catalogue_id {
    ($(#[$meta:meta])* pub struct $name:ident: $ja:literal, $en:literal, $is:expr;) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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
            type Err = domain::Problem;
            fn from_str(text: &str) -> Result<Self, domain::Problem> {
                let is: fn(&str) -> bool = $is;
                if is(text) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(domain::Problem::form(text, domain::Words { ja: $ja, en: $en }))
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = domain::Problem;
            fn try_from(text: String) -> Result<Self, domain::Problem> {
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

/// Two digits, as at the end of `CM-GV-01`.
pub(crate) fn two_digits(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())
}
