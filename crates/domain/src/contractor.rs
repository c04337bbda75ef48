//! Contractors 委託先.

mod certificate;
mod details;
mod raw;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Problem, Words, id::ContractorId, text::Title};

pub use certificate::{Certificate, CertificateKind, Validity};
pub use details::{
    Address, Contact, ContractorConnection, ContractorStanding, Details, FairTradeAnswer, FairTradeHint,
    FairTradeStanding, Size,
};
pub use raw::{RawAddress, RawCertificate, RawConnection, RawContact, RawDetails};

/// A corporate number 法人番号: 13 digits, the first a check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CorporateNumber(String);

impl CorporateNumber {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The check digit of twelve digits: 9 − (Σ digit × weight mod 9), weights 1, 2 from the right.
    #[must_use]
    pub fn check_digit(twelve: &str) -> Option<u32> {
        if twelve.len() != 12 {
            return None;
        }
        let mut sum = 0u32;
        for (i, c) in twelve.chars().rev().enumerate() {
            let weight = if i % 2 == 0 { 1 } else { 2 };
            sum = sum.saturating_add(c.to_digit(10)?.saturating_mul(weight));
        }
        9u32.checked_sub(sum % 9)
    }
}
impl std::str::FromStr for CorporateNumber {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        use unicode_normalization::UnicodeNormalization;
        let digits: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.is_empty() {
            return Err(Problem::Missing);
        }
        if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::form(
                text,
                Words { ja: "法人番号は13桁の数字です", en: "a corporate number has 13 digits" },
            ));
        }
        let (first, rest) = digits.split_at(1);
        let check = Self::check_digit(rest);
        if check.map(|c| c.to_string()).as_deref() == Some(first) {
            Ok(Self(digits))
        } else {
            Err(Problem::form(
                text,
                Words {
                    ja: "検査数字（先頭の1桁）が合いません。13桁を確かめてください",
                    en: "a number whose first digit is its check digit",
                },
            ))
        }
    }
}
impl TryFrom<String> for CorporateNumber {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<CorporateNumber> for String {
    fn from(value: CorporateNumber) -> Self {
        value.0
    }
}
impl std::fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A firm that takes on work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contractor {
    /// Its id.
    pub id: ContractorId,
    /// Full name.
    pub name: Title,
    /// Corporate number, if it has one.
    pub corporate_number: Option<CorporateNumber>,
    /// What else is known of it.
    #[serde(default)]
    pub details: Details,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Grows by one with each change.
    pub revision: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        // digits chosen by rule, belonging to nobody: 12 zeros and a one give check digit 8
        assert_eq!(CorporateNumber::check_digit("000000000001"), Some(8));
        assert!("8000000000001".parse::<CorporateNumber>().is_ok());
        assert!("８０００００００００００１".parse::<CorporateNumber>().is_ok());
        assert!("7000000000001".parse::<CorporateNumber>().is_err());
        assert!("123".parse::<CorporateNumber>().is_err());
    }
}
