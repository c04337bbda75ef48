//! Two versions of one contract: what they state differently.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::report::{Finding, FoundPlace, Report, Status};

/// What differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Difference {
    /// Present, weak or missing.
    Status {
        /// In the older version.
        from: Status,
        /// In the newer one.
        to: Status,
    },
    /// A value taken from the text; `None` where the version names none.
    Parameter {
        /// Its name.
        name: String,
        /// In the older version.
        from: Option<Value>,
        /// In the newer one.
        to: Option<Value>,
    },
}

/// One difference on one concept, with the words of both versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Id of the concept.
    pub concept: String,
    /// What differs.
    pub difference: Difference,
    /// Where the older version states it.
    pub before: Vec<FoundPlace>,
    /// Where the newer one does.
    pub after: Vec<FoundPlace>,
}

impl Change {
    /// True when the newer version states less than the older one.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        matches!(&self.difference, Difference::Status { from, to } if to < from)
            || matches!(&self.difference, Difference::Parameter { from: Some(_), to: None, .. })
    }
}

/// What the newer version of a contract states differently, in the order of its concepts. Of a concept that came or went
/// only the status is told; its values came or went with it.
#[must_use]
pub fn compare(old: &Report, new: &Report) -> Vec<Change> {
    let mut out = Vec::new();
    for after in &new.findings {
        // a concept that the older report does not know is no change of the contract
        if let Some(before) = old.finding(&after.concept) {
            out.extend(differences(before, after));
        }
    }
    out
}

fn differences(before: &Finding, after: &Finding) -> Vec<Change> {
    let change = |difference| Change {
        concept: after.concept.clone(),
        difference,
        before: before.places.clone(),
        after: after.places.clone(),
    };
    let mut out = Vec::new();
    if before.status != after.status {
        out.push(change(Difference::Status { from: before.status, to: after.status }));
    }
    if before.status == Status::Missing || after.status == Status::Missing {
        return out;
    }
    let mut names: Vec<&String> = before.parameters.keys().chain(after.parameters.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let (from, to) = (before.parameters.get(name), after.parameters.get(name));
        if from != to {
            out.push(change(Difference::Parameter { name: name.clone(), from: from.cloned(), to: to.cloned() }));
        }
    }
    out
}
