//! What flows down: the requirements of the tier above, and what of them the subcontract and its reports leave uncovered.
//!
//! A sub-engagement needs whatever any giver above it needs, and what was laid down with its own approval. So it never
//! needs less than it was given. A measure is covered when the subcontract holds it **and** a report shows it.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::MeasureId;
use domain::id::ContractorId;
use serde::Serialize;

/// What a subcontract and its reports say of measures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Measures the contract between the two holds.
    pub agreed: BTreeSet<MeasureId>,
    /// Measures a report shows to be done.
    pub shown: BTreeSet<MeasureId>,
    /// Measures the taker will not accept.
    pub refused: BTreeSet<MeasureId>,
    /// Measures our approval adds as conditions.
    pub added: BTreeSet<MeasureId>,
}

/// One step of the chain of one engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Who gives; `None` for the client.
    pub from: Option<ContractorId>,
    /// Who takes.
    pub to: ContractorId,
    /// What their contract and reports say.
    pub coverage: Coverage,
}

/// Why a measure is not covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// The contract lacks it.
    NotAgreed,
    /// Agreed, and nothing shows it.
    NotShown,
    /// The taker will not accept it.
    Refused,
}

/// What one step has to carry and what it leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Who gives; `None` for the client.
    pub from: Option<ContractorId>,
    /// Who takes.
    pub to: ContractorId,
    /// What the taker needs: everything any giver needs, and what approvals add.
    pub needed: BTreeSet<MeasureId>,
    /// What of it this step leaves open.
    pub gaps: BTreeMap<MeasureId, Gap>,
    /// Measures refused here or anywhere below, which colour the path up to the engagement.
    pub refused_below: BTreeSet<MeasureId>,
}

/// Why nothing can flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowError {
    /// The steps make a circle.
    Circle,
    /// A step is not joined to the client by other steps.
    Loose(ContractorId),
}

/// Lets the requirements of an engagement flow down its chain. Steps come back in the order given.
///
/// # Errors
/// When the steps make a circle or hang loose.
pub fn flow_down(required: &BTreeSet<MeasureId>, hops: &[Hop]) -> Result<Vec<Flow>, FlowError> {
    let order = sorted(hops)?;
    let mut needed: BTreeMap<Option<ContractorId>, BTreeSet<MeasureId>> = BTreeMap::new();
    needed.insert(None, required.clone());
    for giver in &order {
        let given = needed.get(giver).cloned().unwrap_or_default();
        for hop in hops.iter().filter(|h| h.from == *giver) {
            let taker = needed.entry(Some(hop.to)).or_default();
            taker.extend(given.iter().cloned());
            taker.extend(hop.coverage.added.iter().cloned());
        }
    }
    let mut below: BTreeMap<ContractorId, BTreeSet<MeasureId>> = BTreeMap::new();
    for giver in order.iter().rev() {
        for hop in hops.iter().filter(|h| h.from == *giver) {
            let mut refused = below.get(&hop.to).cloned().unwrap_or_default();
            refused.extend(hop.coverage.refused.iter().cloned());
            if let Some(giver) = giver {
                below.entry(*giver).or_default().extend(refused);
            }
        }
    }
    Ok(hops.iter().map(|hop| flow(hop, &needed, &below)).collect())
}

fn flow(
    hop: &Hop,
    needed: &BTreeMap<Option<ContractorId>, BTreeSet<MeasureId>>,
    below: &BTreeMap<ContractorId, BTreeSet<MeasureId>>,
) -> Flow {
    let needed = needed.get(&Some(hop.to)).cloned().unwrap_or_default();
    let cover = &hop.coverage;
    let gap = |measure: &MeasureId| {
        if cover.refused.contains(measure) {
            Some(Gap::Refused)
        } else if !cover.agreed.contains(measure) {
            Some(Gap::NotAgreed)
        } else if !cover.shown.contains(measure) {
            Some(Gap::NotShown)
        } else {
            None
        }
    };
    let gaps = needed.iter().filter_map(|m| Some((m.clone(), gap(m)?))).collect();
    let mut refused_below = below.get(&hop.to).cloned().unwrap_or_default();
    refused_below.extend(cover.refused.iter().cloned());
    Flow { from: hop.from, to: hop.to, needed, gaps, refused_below }
}

/// Givers in an order in which each comes after all that give to it.
fn sorted(hops: &[Hop]) -> Result<Vec<Option<ContractorId>>, FlowError> {
    let mut waiting: BTreeMap<ContractorId, usize> = BTreeMap::new();
    let mut given: BTreeMap<Option<ContractorId>, Vec<ContractorId>> = BTreeMap::new();
    for hop in hops {
        let count = waiting.entry(hop.to).or_default();
        *count = count.saturating_add(1);
        given.entry(hop.from).or_default().push(hop.to);
    }
    if let Some(loose) = hops.iter().filter_map(|h| h.from).find(|from| !waiting.contains_key(from)) {
        return Err(FlowError::Loose(loose));
    }
    let mut order = vec![None];
    let mut at = 0usize;
    while let Some(giver) = order.get(at).copied() {
        at = at.saturating_add(1);
        for taker in given.get(&giver).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(taker) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    order.push(Some(*taker));
                }
            }
        }
    }
    if waiting.values().any(|count| *count > 0) { Err(FlowError::Circle) } else { Ok(order) }
}
