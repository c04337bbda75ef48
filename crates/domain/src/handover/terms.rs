//! Under what a contractor receives information: the promise of secrecy, the contract, the handling rule it accepted
//! (gate G5; NISC-2008 8.1(6)).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Problem,
    id::AttachmentId,
    text::{Memo, Title},
};

/// An agreement that holds from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// First day.
    pub from: Date,
    /// Last day; without one it holds until it is ended.
    pub until: Option<Date>,
    /// The signed paper.
    pub paper: Option<AttachmentId>,
}

/// The handling rule in force and its acceptance by the contractor. A new version has to be accepted anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandlingRule {
    /// Which version: `第1.0版`.
    pub version: Title,
    /// When the contractor accepted it; `None` while it has not.
    pub accepted_on: Option<Date>,
    /// Who accepted it for the contractor.
    pub accepted_by: Option<Title>,
    /// The paper that shows it.
    pub paper: Option<AttachmentId>,
}

/// Under what the contractor of an engagement receives information.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// The promise of secrecy.
    pub secrecy: Option<Promise>,
    /// The contract.
    pub contract: Option<Promise>,
    /// The handling rule.
    pub rule: Option<HandlingRule>,
    /// Anything to be known beside.
    #[serde(default)]
    pub note: Memo,
}

impl Terms {
    /// What does not fit together: an end before its beginning, an acceptance without a name.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        for (field, promise) in [("secrecy_until", &self.secrecy), ("contract_until", &self.contract)] {
            if let Some(Promise { from, until: Some(until), .. }) = promise
                && until < from
            {
                let problem = Problem::Before { value: until.to_string(), bound: from.to_string() };
                out.push(FieldError::new(field, problem));
            }
        }
        if let Some(rule) = &self.rule
            && rule.accepted_on.is_some() != rule.accepted_by.is_some()
        {
            let field = if rule.accepted_on.is_some() { "rule_accepted_by" } else { "rule_accepted_on" };
            out.push(FieldError::new(field, Problem::Missing));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_does_not_fit_together_is_named_at_its_field() {
        let promise = |from, until| Some(Promise { from, until, paper: None });
        let rule = HandlingRule {
            version: "第1.0版".parse().unwrap(),
            accepted_on: Some(date(2026, 7, 1)),
            accepted_by: None,
            paper: None,
        };
        let terms = Terms {
            secrecy: promise(date(2026, 7, 1), Some(date(2026, 6, 30))),
            contract: promise(date(2026, 7, 1), Some(date(2026, 7, 1))),
            rule: Some(rule),
            note: Memo::default(),
        };
        let fields: Vec<String> = terms.problems().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["secrecy_until", "rule_accepted_by"]);
        assert!(Terms::default().problems().is_empty());
    }
}
