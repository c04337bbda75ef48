//! Concentration: how many engagements rest on one firm, one country, one site.

use std::collections::BTreeMap;

use domain::id::ContractorId;
use serde::Serialize;

use super::{Chain, graph::Marks};

/// How many engagements rest on something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concentration<K> {
    /// On what.
    pub on: K,
    /// How many engagements.
    pub engagements: u32,
}

impl Chain {
    /// For every firm below an engagement, at any tier, how many engagements rest on it; the heaviest first.
    #[must_use]
    pub fn concentration(&self) -> Vec<Concentration<ContractorId>> {
        self.concentration_by(|firm| vec![firm])
    }

    /// The same by whatever firms have in common: countries, sites. An engagement counts once for each.
    #[must_use]
    pub fn concentration_by<K: Ord + Clone>(&self, keys: impl Fn(ContractorId) -> Vec<K>) -> Vec<Concentration<K>> {
        let mut known: BTreeMap<K, u32> = BTreeMap::new();
        let mut starts: Vec<usize> = vec![0];
        let mut flat: Vec<u32> = Vec::new();
        for node in (0..).take(self.nodes()) {
            for key in self.firm(node).map(&keys).unwrap_or_default() {
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                flat.push(*known.entry(key).or_insert(next));
            }
            starts.push(flat.len());
        }
        let counts = self.count(&starts, &flat, known.len());
        let mut out: Vec<_> = known
            .into_iter()
            .map(|(on, key)| {
                let engagements = usize::try_from(key).ok().and_then(|k| counts.get(k)).copied().unwrap_or_default();
                Concentration { on, engagements }
            })
            .filter(|c| c.engagements > 0)
            .collect();
        out.sort_by(|a, b| b.engagements.cmp(&a.engagements).then_with(|| a.on.cmp(&b.on)));
        out
    }

    fn count(&self, starts: &[usize], flat: &[u32], keys: usize) -> Vec<u32> {
        let mut counts = vec![0u32; keys];
        let (mut seen, mut counted) = (Marks::new(self.nodes()), Marks::new(keys));
        let mut stack = Vec::new();
        for root in self.engagement_nodes() {
            seen.clear();
            counted.clear();
            stack.push(root);
            while let Some(node) = stack.pop() {
                let at = usize::try_from(node).unwrap_or(usize::MAX);
                let range = starts.get(at).copied().zip(starts.get(at.saturating_add(1)).copied());
                for key in range.and_then(|(from, to)| flat.get(from..to)).unwrap_or_default() {
                    if counted.mark(*key)
                        && let Some(count) = usize::try_from(*key).ok().and_then(|k| counts.get_mut(k))
                    {
                        *count = count.saturating_add(1);
                    }
                }
                self.each_below(node, root.saturating_add(1), |end| {
                    if seen.mark(end) {
                        stack.push(end);
                    }
                });
            }
        }
        counts
    }
}
