//! Single acts that a list of conditions guards: releasing information (G5), passing work on, renewing (G9).
//!
//! Gates between stages stand in the catalogue; an act is judged each time it is done, from the facts of that act.

use domain::Words;
use serde::Serialize;

use crate::reason::{Reason, ReasonCode};

/// A condition of an act: permanent id, source and title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActCondition {
    /// Its id: `G5-1`, `RS-1`, `G9-1`.
    pub id: &'static str,
    /// Id of the duty or clause behind it.
    pub source: &'static str,
    /// What has to hold.
    pub title: Words,
}

/// How one condition of an act stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActTest {
    /// The condition.
    pub condition: ActCondition,
    /// Why it does not hold; `None` when it holds.
    pub refused: Option<Reason>,
    /// Why, either way.
    pub because: Reason,
}

/// An act with all its conditions; nothing stops at the first that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActReport {
    /// In the order of the list.
    pub tests: Vec<ActTest>,
}

impl ActReport {
    pub(crate) fn new(found: impl IntoIterator<Item = (ActCondition, Result<(), Reason>)>) -> Self {
        let tests = found.into_iter().map(|(condition, result)| match result {
            Ok(()) => {
                let because = Reason::new(ReasonCode::TestPassed).under(condition.source);
                ActTest { condition, refused: None, because }
            }
            Err(reason) => ActTest { condition, refused: Some(reason.clone()), because: reason },
        });
        Self { tests: tests.collect() }
    }

    /// True when every condition holds. An act without conditions is never allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        !self.tests.is_empty() && self.tests.iter().all(|t| t.refused.is_none())
    }

    /// Conditions that do not hold, with the reason.
    pub fn refusals(&self) -> impl Iterator<Item = (&ActCondition, &Reason)> {
        self.tests.iter().filter_map(|t| t.refused.as_ref().map(|r| (&t.condition, r)))
    }
}

pub(crate) fn ensure(holds: impl FnOnce() -> Option<bool>, refused: impl FnOnce() -> Reason) -> Result<(), Reason> {
    if holds().unwrap_or(false) { Ok(()) } else { Err(refused()) }
}
