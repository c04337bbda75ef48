//! Who is at work for an engagement, tier by tier, and whether each was approved.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{ContractorId, SubcontractId},
    subcontract::SubcontractRequest,
};
use jiff::civil::Date;
use serde::Serialize;

use super::approval::{Setting, Standing, standing};
use crate::reason::{Reason, ReasonCode};

/// How a firm at work stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PartyStanding {
    /// The contractor itself.
    Contractor,
    /// Approved, until the day.
    Approved {
        /// The request.
        request: SubcontractId,
        /// Last day.
        until: Date,
    },
    /// A request exists and does not hold.
    NotApproved {
        /// The request.
        request: SubcontractId,
        /// Why.
        because: Reason,
    },
    /// It works and nobody asked.
    Unasked,
    /// Approved by itself, but what it works for is not.
    BelowUnapproved,
}

impl PartyStanding {
    /// True when the firm may work.
    #[must_use]
    pub const fn is_approved(&self) -> bool {
        matches!(self, Self::Contractor | Self::Approved { .. })
    }
}

/// A firm at work, under one giver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// The firm.
    pub firm: ContractorId,
    /// Who gave it work; `None` for the contractor.
    pub under: Option<ContractorId>,
    /// Tier it is first met at; 1 is the contractor, 0 when no step leads to it.
    pub tier: u32,
    /// How it stands.
    pub standing: PartyStanding,
}

/// Everyone at work for an engagement: the contractor and each step below it, as people are seen to work, against the
/// requests on record. A step without an approval in force is a violation, and so is whatever hangs on it alone.
#[must_use]
pub fn parties(
    contractor: ContractorId,
    steps: &[(ContractorId, ContractorId)],
    requests: &[SubcontractRequest],
    setting: &Setting<'_>,
    today: Date,
) -> Vec<Party> {
    let steps: BTreeSet<_> = steps.iter().copied().collect();
    let own: BTreeMap<_, _> =
        steps.iter().map(|step| (*step, step_standing(*step, requests, setting, today))).collect();
    let tiers = reach(contractor, &steps, |_| true);
    let sound = reach(contractor, &steps, |step| own.get(step).is_some_and(PartyStanding::is_approved));
    let mut out = vec![Party { firm: contractor, under: None, tier: 1, standing: PartyStanding::Contractor }];
    for (step, standing) in own {
        let (giver, firm) = step;
        let tier = tiers.get(&giver).map_or(0, |t| t.saturating_add(1));
        let standing = match standing {
            approved if approved.is_approved() && !sound.contains_key(&giver) => PartyStanding::BelowUnapproved,
            other => other,
        };
        out.push(Party { firm, under: Some(giver), tier, standing });
    }
    out.sort_by_key(|p| (p.tier, p.under, p.firm));
    out
}

fn step_standing(
    (giver, firm): (ContractorId, ContractorId),
    requests: &[SubcontractRequest],
    setting: &Setting<'_>,
    today: Date,
) -> PartyStanding {
    let asked = || requests.iter().filter(|r| r.applicant == giver && r.to == firm);
    let held = asked().find_map(|r| match standing(r, setting, today) {
        Standing::InForce { until, .. } => Some(PartyStanding::Approved { request: r.id, until }),
        Standing::NotInForce { .. } => None,
    });
    held.or_else(|| {
        let last = asked().max_by_key(|r| (r.asked_on, r.id))?;
        let because = standing(last, setting, today).because().clone();
        Some(PartyStanding::NotApproved { request: last.id, because })
    })
    .unwrap_or(PartyStanding::Unasked)
}

/// Firms reached by steps that pass, with the tier each is first met at.
fn reach(
    contractor: ContractorId,
    steps: &BTreeSet<(ContractorId, ContractorId)>,
    passes: impl Fn(&(ContractorId, ContractorId)) -> bool,
) -> BTreeMap<ContractorId, u32> {
    let mut out = BTreeMap::from([(contractor, 1u32)]);
    let mut level = vec![contractor];
    let mut tier = 1u32;
    while !level.is_empty() {
        tier = tier.saturating_add(1);
        let next: BTreeSet<ContractorId> = level
            .iter()
            .flat_map(|giver| steps.iter().filter(move |s| s.0 == *giver))
            .filter(|s| passes(s))
            .map(|s| s.1)
            .collect();
        level = next.into_iter().filter(|firm| !out.contains_key(firm)).collect();
        out.extend(level.iter().map(|firm| (*firm, tier)));
    }
    out
}

/// Why a chain is not in order: how many firms work without approval, by the names given.
pub(crate) fn unapproved(parties: &[Party], name: impl Fn(ContractorId) -> String) -> Option<Reason> {
    let names: BTreeSet<String> = parties.iter().filter(|p| !p.standing.is_approved()).map(|p| name(p.firm)).collect();
    (!names.is_empty()).then(|| {
        Reason::new(ReasonCode::ChainUnapproved)
            .with("count", crate::Value::Count(names.len()))
            .with("names", crate::Value::Names(names.into_iter().collect()))
    })
}
