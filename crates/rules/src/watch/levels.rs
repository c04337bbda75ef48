//! Service levels: whether each promise with a figure was kept, period by period (NISC-2008 6.3, KL-14).

use std::collections::BTreeSet;

use domain::oversight::{ServiceLevel, ServiceValue};
use jiff::civil::Date;

use crate::reason::{Reason, ReasonCode, Value};

/// A promise with the values on record.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// The promise.
    pub level: &'a ServiceLevel,
    /// Its values.
    pub values: &'a [ServiceValue],
}

/// How the promises stand over periods that are named by their last days. What was not measured was not kept. `None`
/// without any promise or any period that is over: then there is nothing to say.
///
/// # Errors
/// Promises broken and promises not measured.
#[must_use]
pub fn levels_kept(all: &[Measured<'_>], ends: &[Date], today: Date) -> Option<Result<Reason, Vec<Reason>>> {
    let over: BTreeSet<Date> = ends.iter().copied().filter(|end| *end < today).collect();
    if all.is_empty() || over.is_empty() {
        return None;
    }
    let mut broken = Vec::new();
    let mut unmeasured = Vec::new();
    for one in all {
        let mut was_broken = false;
        let mut was_missed = false;
        for end in &over {
            let mut of_period = one.values.iter().filter(|v| v.covers_to == *end).peekable();
            was_missed |= of_period.peek().is_none();
            for value in of_period {
                was_missed |= value.value.is_none();
                // where two values are on record, the worse counts
                was_broken |= value.value.is_some() && !one.level.is_kept(value);
            }
        }
        broken.extend(was_broken.then(|| one.level.name.to_string()));
        unmeasured.extend(was_missed.then(|| one.level.name.to_string()));
    }
    let named = |code, names: Vec<String>| {
        (!names.is_empty())
            .then(|| Reason::new(code).with("count", Value::Count(names.len())).with("names", Value::Names(names)))
    };
    let against: Vec<Reason> =
        [named(ReasonCode::LevelsBroken, broken), named(ReasonCode::LevelsUnmeasured, unmeasured)]
            .into_iter()
            .flatten()
            .collect();
    Some(if against.is_empty() {
        Ok(Reason::new(ReasonCode::LevelsKept).with("count", Value::Count(all.len())))
    } else {
        Err(against)
    })
}
