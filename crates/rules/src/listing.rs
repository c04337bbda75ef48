//! Looking work up in the register (NISC-2008 appendix 1): system × activity.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    engagement::{Activity, RawFacts},
    fold::fold,
    id::EntryId,
    register::{Entry, Register, RegisterList},
};
use jiff::civil::Date;
use serde::Serialize;

use crate::reason::{Reason, ReasonCode, Value};

/// How the register speaks of one activity on the system. Ordered with the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "listing", content = "entry", rename_all = "snake_case")]
pub enum Listing {
    /// Only on the list of critical work.
    Critical(EntryId),
    /// On both lists; the critical one counts.
    Both(EntryId),
    /// On neither.
    Unlisted,
    /// Only on the list of work that may go out.
    NonCritical(EntryId),
}

impl Listing {
    /// True when the work is critical by the register.
    #[must_use]
    pub const fn is_critical(self) -> bool {
        matches!(self, Self::Critical(_) | Self::Both(_))
    }

    /// The entry it rests on.
    #[must_use]
    pub const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Critical(id) | Self::Both(id) | Self::NonCritical(id) => Some(id),
            Self::Unlisted => None,
        }
    }

    /// The list that counts; `None` when unlisted.
    #[must_use]
    pub const fn list(self) -> Option<RegisterList> {
        match self {
            Self::Critical(_) | Self::Both(_) => Some(RegisterList::Critical),
            Self::NonCritical(_) => Some(RegisterList::NonCritical),
            Self::Unlisted => None,
        }
    }
}

/// One activity of the engagement and what the register says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ActivityMatch {
    /// The activity.
    pub activity: Activity,
    /// What the register says.
    #[serde(flatten)]
    pub listing: Listing,
}

/// Looks every activity up. Systems are the same when their search keys are equal; the order of entries is of no
/// account: of several entries on one list the one with the smallest id is named.
#[must_use]
pub fn look_up(facts: &RawFacts, register: &Register) -> Vec<ActivityMatch> {
    let key = fold(facts.system.as_str());
    let entries: Vec<&Entry> = register.entries.iter().filter(|e| fold(e.system.as_str()) == key).collect();
    facts
        .activities
        .iter()
        .map(|activity| {
            let on =
                |list| entries.iter().filter(|e| e.list == list && e.activities.contains(activity)).map(|e| e.id).min();
            let listing = match (on(RegisterList::Critical), on(RegisterList::NonCritical)) {
                (Some(id), None) => Listing::Critical(id),
                (Some(id), Some(_)) => Listing::Both(id),
                (None, Some(id)) => Listing::NonCritical(id),
                (None, None) => Listing::Unlisted,
            };
            ActivityMatch { activity: *activity, listing }
        })
        .collect()
}

/// One reason for each entry that was hit, the strictest first, and one for all that is unlisted.
pub(crate) fn reasons(facts: &RawFacts, register: &Register, matched: &[ActivityMatch], today: Date) -> Vec<Reason> {
    let mut groups: BTreeMap<Listing, BTreeSet<Activity>> = BTreeMap::new();
    for one in matched {
        groups.entry(one.listing).or_default().insert(one.activity);
    }
    let mut out = Vec::new();
    for (listing, activities) in groups {
        let code = match listing {
            Listing::Critical(_) => ReasonCode::ListedCritical,
            Listing::Both(_) => ReasonCode::ListedOnBoth,
            Listing::Unlisted => ReasonCode::Unlisted,
            Listing::NonCritical(_) => ReasonCode::ListedNonCritical,
        };
        let reason = Reason::new(code)
            .with("system", Value::Text(facts.system.to_string()))
            .with("activities", Value::Activities(activities));
        match listing.entry() {
            Some(id) => {
                out.push(reason.at(id));
                out.extend(review_due(register, id, today));
            }
            None => {
                out.push(reason);
                out.extend(similar(facts, register));
            }
        }
    }
    out
}

fn review_due(register: &Register, id: EntryId, today: Date) -> Option<Reason> {
    let entry = register.entries.iter().find(|e| e.id == id)?;
    let date = entry.review_on.filter(|date| *date <= today)?;
    let system = Value::Text(entry.system.to_string());
    Some(Reason::new(ReasonCode::EntryReviewDue).with("system", system).on(date).at(id))
}

/// The entry whose system has a name that contains this one or is contained in it.
fn similar(facts: &RawFacts, register: &Register) -> Option<Reason> {
    let key = fold(facts.system.as_str());
    let near = register.entries.iter().filter(|entry| {
        let other = fold(entry.system.as_str());
        let short = key.chars().count().min(other.chars().count());
        short >= 2 && other != key && (other.contains(&key) || key.contains(&other))
    });
    let entry = near.min_by_key(|entry| entry.id)?;
    let name = Value::Text(entry.system.to_string());
    Some(Reason::new(ReasonCode::SimilarEntry).with("similar", name).at(entry.id))
}
