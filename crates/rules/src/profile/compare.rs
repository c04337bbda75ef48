//! What differs between two profiles: after a change of facts, or under another edition of the catalogue.

use std::collections::BTreeMap;

use domain::plan::RequirementLevel;
use serde::Serialize;

use super::Profile;

/// A requirement that stands otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Row, measure or clause.
    pub id: String,
    /// Before; `None` when it was not in the catalogue.
    pub before: Option<RequirementLevel>,
    /// Now; `None` when it is no longer in the catalogue.
    pub after: Option<RequirementLevel>,
}

/// Everything that stands otherwise, by id.
#[must_use]
pub fn compare(before: &Profile, after: &Profile) -> Vec<Changed> {
    let (old, new) = (levels(before), levels(after));
    let ids = old.keys().chain(new.keys()).collect::<std::collections::BTreeSet<_>>();
    ids.into_iter()
        .map(|id| Changed { id: (*id).to_owned(), before: old.get(id).copied(), after: new.get(id).copied() })
        .filter(|changed| changed.before != changed.after)
        .collect()
}

fn levels(profile: &Profile) -> BTreeMap<&str, RequirementLevel> {
    let rows = profile.rows.iter().map(|l| (l.row.as_str(), l.level));
    let measures = profile.measures.iter().map(|l| (l.measure.as_str(), l.level));
    let clauses = profile.clauses.iter().map(|l| (l.clause.as_str(), l.level));
    rows.chain(measures).chain(clauses).collect()
}
