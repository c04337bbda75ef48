//! What a checked draft states in short: for lists, and for the gate.

use std::collections::{BTreeMap, BTreeSet};

use checker::{DocumentType, Finding, Report, Status, Tier};
use rules::{gates::ContractFact, profile::Profile};
use serde::{Deserialize, Serialize};
use store::contracts::ContractCheck;

/// How many concepts are stated, stated weakly, not stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Stated.
    pub stated: usize,
    /// Stated weakly.
    pub weak: usize,
    /// Not stated.
    pub missing: usize,
}

impl Tally {
    fn of<'f>(findings: impl Iterator<Item = &'f Finding>) -> Self {
        let mut out = Self::default();
        for finding in findings {
            let count = match finding.status {
                Status::Present => &mut out.stated,
                Status::Weak => &mut out.weak,
                Status::Missing => &mut out.missing,
            };
            *count = count.saturating_add(1);
        }
        out
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.stated.saturating_add(self.weak).saturating_add(self.missing)
    }

    /// Those that want mending.
    #[must_use]
    pub const fn gaps(&self) -> usize {
        self.weak.saturating_add(self.missing)
    }
}

/// What a draft states in short. Which clauses it must state is not kept with it: that is asked of the engagement as it
/// stands on the day somebody looks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Of what was a must when it was checked.
    pub must: Tally,
    /// Of what could be traded then.
    pub negotiable: Tally,
    /// Clauses of every tier that are stated in more than abstract words, by their ids.
    pub stated: BTreeSet<String>,
}

impl Standing {
    /// Counts a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let tier = |tier| report.findings.iter().filter(move |f| f.tier == tier);
        let stands = |f: &&Finding| f.status != Status::Missing && !f.vague_only;
        let clauses = |fits: &dyn Fn(&&Finding) -> bool| -> BTreeSet<String> {
            report.findings.iter().filter(fits).flat_map(|f| f.clauses.iter().cloned()).collect()
        };
        // a clause that two concepts make up stands only when both do
        let unstated = clauses(&|f| !stands(f));
        let stated = clauses(&stands).into_iter().filter(|id| !unstated.contains(id)).collect();
        Self { must: Tally::of(tier(Tier::Must)), negotiable: Tally::of(tier(Tier::Negotiable)), stated }
    }

    /// As it was kept; `None` when that cannot be read.
    #[must_use]
    pub fn kept(one: &ContractCheck) -> Option<Self> {
        serde_json::from_str(&one.standing).ok()
    }

    /// Clauses that are must-haves by a profile and are not stated, or only in abstract words.
    #[must_use]
    pub fn lacking(&self, profile: &Profile) -> Vec<String> {
        profile.must_haves_beyond(&self.stated).map(|line| line.clause.to_string()).collect()
    }
}

/// What the newest drafts of the contracts proper state; agreements on secrecy and specifications do not count. What one of
/// several contracts states is stated. A standing that cannot be read states nothing.
pub(crate) fn fact(kept: &[ContractCheck]) -> Option<ContractFact> {
    let counts = |one: &&ContractCheck| {
        !matches!(DocumentType::from_code(&one.document_type), Some(DocumentType::Nda | DocumentType::Specification))
    };
    let mut newest: BTreeMap<&str, &ContractCheck> = BTreeMap::new();
    for one in kept.iter().filter(counts) {
        let slot = newest.entry(&one.contract).or_insert(one);
        if one.version > slot.version {
            *slot = one;
        }
    }
    let checked_at = newest.values().map(|one| one.checked_at).max()?;
    let stated = newest.values().flat_map(|one| Standing::kept(one).unwrap_or_default().stated).collect();
    Some(ContractFact { stated, checked_at })
}
