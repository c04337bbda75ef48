//! The term of an engagement.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// First and last day of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTerm", into = "RawTerm")]
pub struct Term {
    from: Date,
    to: Date,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    from: Date,
    to: Date,
}

impl Term {
    /// A term; the last day must not be before the first.
    ///
    /// # Errors
    /// [`crate::Problem::Before`].
    pub fn new(from: Date, to: Date) -> Result<Self, crate::Problem> {
        if to < from {
            return Err(crate::Problem::Before { value: to.to_string(), bound: from.to_string() });
        }
        Ok(Self { from, to })
    }
    /// First day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }
    /// Last day.
    #[must_use]
    pub const fn to(self) -> Date {
        self.to
    }
}
impl TryFrom<RawTerm> for Term {
    type Error = crate::Problem;
    fn try_from(raw: RawTerm) -> Result<Self, crate::Problem> {
        Self::new(raw.from, raw.to)
    }
}
impl From<Term> for RawTerm {
    fn from(term: Term) -> Self {
        Self { from: term.from, to: term.to }
    }
}
