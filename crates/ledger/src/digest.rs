//! SHA-256 digests as the ledger writes them: 64 lower-case hexadecimal digits.

use std::fmt::Write as _;

use domain::{Problem, Words};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::canonical::{self, CanonicalError};

const FORM: Words =
    Words { ja: "16進の小文字64文字（SHA-256）です", en: "64 lower-case hexadecimal digits (SHA-256)" };

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// Thirty-two zero bytes: what the first entry of a ledger follows.
    pub const ZERO: Self = Self([0; 32]);

    /// Digest of bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Digest of a value's canonical JSON text (see [`canonical_json`](crate::canonical_json)).
    ///
    /// # Errors
    /// [`CanonicalError`] when the value has no canonical text.
    pub fn of_json(value: &impl Serialize) -> Result<Self, CanonicalError> {
        canonical::to_text(value).map(|text| Self::of_bytes(text.as_bytes()))
    }

    /// From the bytes themselves.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight digits, enough for people to compare two digests.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            write!(text, "{byte:02x}")?;
        }
        f.pad(&text)
    }
}
impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}
impl std::str::FromStr for Digest {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        let refuse = || Problem::form(text, FORM);
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(refuse());
        }
        let mut bytes = [0u8; 32];
        for (place, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| refuse())?;
            *place = u8::from_str_radix(digits, 16).map_err(|_| refuse())?;
        }
        Ok(Self(bytes))
    }
}
impl TryFrom<String> for Digest {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_is_exact() {
        let empty = Digest::of_bytes(b"");
        assert_eq!(empty.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(empty.to_string().parse::<Digest>().unwrap(), empty);
        assert!(empty.to_string().to_uppercase().parse::<Digest>().is_err());
        assert!("é".repeat(32).parse::<Digest>().is_err());
        assert!("+1".repeat(32).parse::<Digest>().is_err());
    }

    #[test]
    fn equal_values_have_equal_digests_whatever_the_order_of_members() {
        let a: serde_json::Value = serde_json::from_str(r#"{"x":1,"y":[2]}"#).unwrap();
        let b: serde_json::Value = serde_json::from_str(r#"{ "y": [2], "x": 1 }"#).unwrap();
        assert_eq!(Digest::of_json(&a).unwrap(), Digest::of_json(&b).unwrap());
        assert_eq!(Digest::of_json(&a).unwrap(), Digest::of_bytes(br#"{"x":1,"y":[2]}"#));
    }
}
