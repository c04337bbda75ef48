//! The three shapes most domain types have: an id, a closed list of codes, a checked text.

/// A closed list: code for storage and API, label for people in both languages.
///
/// Crates above use it for closed lists of their own; they need `serde` among their dependencies.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident ($ja_name:literal, $en_name:literal) {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal ($ja:literal, $en:literal)),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// What the list itself is called.
            pub const NAME: $crate::Words = $crate::Words { ja: $ja_name, en: $en_name };

            /// The code used in storage, API and files.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }

            /// The label for people.
            #[must_use]
            pub const fn label(self, lang: $crate::Lang) -> &'static str { self.words().get(lang) }

            /// The label in both languages.
            #[must_use]
            pub const fn words(self) -> $crate::Words {
                match self { $(Self::$variant => $crate::Words { ja: $ja, en: $en }),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Problem;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    other => Err($crate::Problem::NotOneOf {
                        value: other.chars().take(80).collect(),
                        allowed: vec![$($code),+],
                    }),
                }
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::Problem;
            fn try_from(text: String) -> Result<Self, Self::Error> { text.parse() }
        }
        impl From<$name> for &'static str {
            fn from(value: $name) -> Self { value.code() }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
    };
}

/// Serde of types whose parts have to fit one another: what is read is looked at as a whole, so that nobody holds a value that
/// contradicts itself. The type derives both with `#[serde(remote = "Self")]` and says with `problems` what is wrong.
macro_rules! checked_serde {
    ($($name:ident),+ $(,)?) => { $(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = Self::deserialize(deserializer)?;
                let problems = read.problems();
                if problems.is_empty() {
                    return Ok(read);
                }
                let said: Vec<String> = problems.iter().map(|p| format!("{}: {}", p.field, p.problem)).collect();
                Err(serde::de::Error::custom(said.join("; ")))
            }
        }
    )+ };
}

/// A text with a length in characters, trimmed, without control characters.
macro_rules! checked_text {
    ($(#[$meta:meta])* pub struct $name:ident ($min:literal ..= $max:literal $(, $lines:ident)?);) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Fewest characters allowed.
            pub const MIN: usize = $min;
            /// Most characters allowed.
            pub const MAX: usize = $max;
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::Problem;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let lines = [$(stringify!($lines))?];
                let several: &[&str] = &lines;
                $crate::text::check(text, $min, $max, !several.is_empty()).map(Self)
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::Problem;
            fn try_from(text: String) -> Result<Self, Self::Error> { text.parse() }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    };
}
