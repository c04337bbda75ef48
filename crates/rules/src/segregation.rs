//! Who asks does not decide (F40; NISC-2008 5.1(5) and 7.5(3) give the request and the decision to different people).

use domain::id::PersonId;
use serde::Serialize;

use crate::reason::{Reason, ReasonCode};

domain::codes! {
    /// Whether there are enough people to keep request and decision apart.
    #[derive(Default)]
    pub enum Firm ("組織の規模", "Size of the organisation") {
        /// Request and decision are kept apart.
        #[default]
        Regular = "regular" ("通常", "Regular"),
        /// One person may hold both roles; the record says so.
        Small = "small" ("小規模", "Small"),
    }
}

/// How request and decision stand to each other when the decision is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Separation {
    /// Two people.
    Kept,
    /// One person, in a small firm; this must be shown and recorded.
    SamePerson,
}

impl Separation {
    /// True when one person asked and decides.
    #[must_use]
    pub const fn is_same_person(self) -> bool {
        matches!(self, Self::SamePerson)
    }

    /// The notice to show and record.
    #[must_use]
    pub fn notice(self) -> Option<Reason> {
        self.is_same_person().then(|| Reason::new(ReasonCode::SmallFirmSamePerson))
    }
}

/// The decision is not this person's to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal(pub Reason);

/// May this person decide that person's request? `on_behalf_of` is the person stood in for, when the decider acts as a
/// substitute. Refused when the requester decides (as a substitute, too) and when a substitute decides for the
/// requester.
///
/// # Errors
/// [`Refusal`] with its reason, unless the firm is small.
pub fn may_decide(
    requester: PersonId,
    decider: PersonId,
    on_behalf_of: Option<PersonId>,
    mode: Firm,
) -> Result<Separation, Refusal> {
    let code = if requester == decider {
        ReasonCode::RequesterDecides
    } else if on_behalf_of == Some(requester) {
        ReasonCode::DecidesForRequester
    } else {
        return Ok(Separation::Kept);
    };
    match mode {
        Firm::Small => Ok(Separation::SamePerson),
        Firm::Regular => Err(Refusal(Reason::new(code))),
    }
}
