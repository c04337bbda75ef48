//! The graph itself, kept in flat arrays so that a hundred thousand firms and a million links fit in a few megabytes.
//!
//! A link says who gives work to whom, and under which engagement. A standing link (`under: None`) holds for whatever the
//! giver does, such as a data centre behind a provider. Two links belong to one path only when they may stand under one
//! engagement: A for B in one work and B for A in another is no circle.

use domain::id::{ContractorId, EngagementId};
use serde::Serialize;

/// An end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// The engagement, at the top.
    Engagement(EngagementId),
    /// A firm.
    Firm(ContractorId),
}

/// Who gives work to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The giver. A link from an engagement always stands under that engagement.
    pub from: Node,
    /// The firm that takes it on.
    pub to: ContractorId,
    /// The engagement; `None` when it holds for whatever the giver does.
    pub under: Option<EngagementId>,
}

/// Why links make no chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainError {
    /// Work would come back to a firm that gave it; these firms make the circle.
    Circle(Vec<ContractorId>),
    /// More nodes or links than fit.
    TooLarge,
}

/// Who is touched when a firm fails.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Affected {
    /// Engagements, in order of their ids.
    pub engagements: Vec<EngagementId>,
    /// Firms above it, in order of their ids.
    pub firms: Vec<ContractorId>,
}

/// Label of a standing link; other labels are one more than the index of an engagement.
const ANY: u32 = 0;

/// Links sorted by one end; for each end those with label [`ANY`] first.
#[derive(Debug, Clone, Default)]
struct Adjacency {
    starts: Vec<u32>,
    ends: Vec<u32>,
    labels: Vec<u32>,
}

impl Adjacency {
    fn build(nodes: usize, mut links: Vec<(u32, u32, u32)>) -> Self {
        links.sort_unstable();
        links.dedup();
        let mut starts = vec![0u32; nodes.saturating_add(1)];
        for (at, _, _) in &links {
            if let Some(count) = starts.get_mut(usize_of(*at).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let labels = links.iter().map(|(_, label, _)| *label).collect();
        let ends = links.into_iter().map(|(_, _, end)| end).collect();
        Self { starts, ends, labels }
    }

    fn range(&self, node: u32) -> (usize, usize) {
        let at = |i: usize| self.starts.get(i).copied().map_or(0, usize_of);
        (at(usize_of(node)), at(usize_of(node).saturating_add(1)))
    }

    /// Ends and labels of a node's links.
    fn of(&self, node: u32) -> (&[u32], &[u32]) {
        let (from, to) = self.range(node);
        (self.ends.get(from..to).unwrap_or_default(), self.labels.get(from..to).unwrap_or_default())
    }

    /// Ends of a node's standing links.
    fn standing(&self, node: u32) -> &[u32] {
        let (ends, labels) = self.of(node);
        ends.get(..labels.partition_point(|l| *l == ANY)).unwrap_or_default()
    }

    /// Ends of a node's links under one label.
    fn under(&self, node: u32, label: u32) -> &[u32] {
        let (ends, labels) = self.of(node);
        let from = labels.partition_point(|l| *l < label);
        let to = labels.partition_point(|l| *l <= label);
        ends.get(from..to).unwrap_or_default()
    }
}

fn usize_of(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Marks of one walk, cleared by counting up.
#[derive(Debug)]
pub(super) struct Marks {
    seen: Vec<u32>,
    now: u32,
}

impl Marks {
    pub(super) fn new(nodes: usize) -> Self {
        Self { seen: vec![0; nodes], now: 0 }
    }
    pub(super) fn clear(&mut self) {
        if self.now == u32::MAX {
            self.seen.fill(0);
            self.now = 0;
        }
        self.now = self.now.saturating_add(1);
    }
    fn has(&self, node: u32) -> bool {
        self.seen.get(usize_of(node)) == Some(&self.now)
    }
    /// True the first time.
    pub(super) fn mark(&mut self, node: u32) -> bool {
        match self.seen.get_mut(usize_of(node)) {
            Some(seen) if *seen != self.now => {
                *seen = self.now;
                true
            }
            _ => false,
        }
    }
}

/// All engagements and firms with their links.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    /// Sorted: engagements first, then firms.
    nodes: Vec<Node>,
    engagements: usize,
    down: Adjacency,
    up: Adjacency,
}

impl Chain {
    /// Builds the graph. Links that stand twice count once.
    ///
    /// # Errors
    /// When work would come back to its giver under one engagement, or when there are too many links.
    pub fn build(links: &[Link]) -> Result<Self, ChainError> {
        let mut nodes: Vec<Node> = links.iter().flat_map(|l| [l.from, Node::Firm(l.to)]).collect();
        nodes.extend(links.iter().filter_map(|l| l.under.map(Node::Engagement)));
        nodes.sort_unstable();
        nodes.dedup();
        if u32::try_from(links.len()).is_err() || u32::try_from(nodes.len()).is_err() {
            return Err(ChainError::TooLarge);
        }
        let engagements = nodes.partition_point(|n| matches!(n, Node::Engagement(_)));
        let index =
            |node: &Node| nodes.binary_search(node).ok().and_then(|i| u32::try_from(i).ok()).unwrap_or_default();
        let label = |link: &Link| match (link.from, link.under) {
            (Node::Engagement(own), _) => index(&Node::Engagement(own)).saturating_add(1),
            (Node::Firm(_), Some(under)) => index(&Node::Engagement(under)).saturating_add(1),
            (Node::Firm(_), None) => ANY,
        };
        let down: Vec<_> = links.iter().map(|l| (index(&l.from), label(l), index(&Node::Firm(l.to)))).collect();
        let up = down.iter().map(|(from, label, to)| (*to, *label, *from)).collect();
        let chain = Self {
            down: Adjacency::build(nodes.len(), down),
            up: Adjacency::build(nodes.len(), up),
            nodes,
            engagements,
        };
        match chain.circle() {
            Some(firms) => Err(ChainError::Circle(firms)),
            None => Ok(chain),
        }
    }

    /// How many engagements, firms and links there are.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        (self.engagements, self.nodes.len().saturating_sub(self.engagements), self.down.ends.len())
    }

    /// Bytes the arrays take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let words = |a: &Adjacency| a.starts.len().saturating_add(a.ends.len()).saturating_add(a.labels.len());
        let nodes = self.nodes.len().saturating_mul(size_of::<Node>());
        words(&self.down).saturating_add(words(&self.up)).saturating_mul(4).saturating_add(nodes)
    }

    pub(super) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn engagement_nodes(&self) -> impl Iterator<Item = u32> {
        (0..).take(self.engagements)
    }

    pub(super) fn firm(&self, node: u32) -> Option<ContractorId> {
        match self.nodes.get(usize_of(node)) {
            Some(Node::Firm(firm)) => Some(*firm),
            _ => None,
        }
    }

    fn index(&self, node: Node) -> Option<u32> {
        self.nodes.binary_search(&node).ok().and_then(|i| u32::try_from(i).ok())
    }

    /// Everyone who is touched when a firm fails: whoever stands above it on any path, to the engagements.
    #[must_use]
    pub fn affected_by(&self, firm: ContractorId) -> Affected {
        let Some(start) = self.index(Node::Firm(firm)) else { return Affected::default() };
        let mut reached = self.reach(&self.up, start);
        reached.sort_unstable();
        let mut out = Affected::default();
        for node in reached {
            match self.nodes.get(usize_of(node)) {
                Some(Node::Engagement(id)) => out.engagements.push(*id),
                Some(Node::Firm(id)) => out.firms.push(*id),
                None => {}
            }
        }
        out
    }

    /// Everyone a firm passes work on to, for any engagement, at any depth.
    #[must_use]
    pub fn below(&self, firm: ContractorId) -> Vec<ContractorId> {
        let Some(start) = self.index(Node::Firm(firm)) else { return Vec::new() };
        let mut firms: Vec<_> = self.reach(&self.down, start).into_iter().filter_map(|n| self.firm(n)).collect();
        firms.sort_unstable();
        firms
    }

    /// The firms of an engagement with the tier each is first met at; the contractor is tier 1.
    #[must_use]
    pub fn tiers(&self, engagement: EngagementId) -> Vec<(ContractorId, u32)> {
        let Some(root) = self.index(Node::Engagement(engagement)) else { return Vec::new() };
        let mut marks = Marks::new(self.nodes.len());
        let mut out = Vec::new();
        let mut level = vec![root];
        let mut tier = 0u32;
        marks.clear();
        while !level.is_empty() {
            tier = tier.saturating_add(1);
            let mut next = Vec::new();
            for node in level {
                self.each_below(node, root.saturating_add(1), |end| {
                    if marks.mark(end) {
                        next.push(end);
                    }
                });
            }
            out.extend(next.iter().filter_map(|n| self.firm(*n)).map(|firm| (firm, tier)));
            level = next;
        }
        out
    }

    /// True when a new link would bring work back to its giver.
    #[must_use]
    pub fn would_circle(&self, link: &Link) -> bool {
        let Node::Firm(giver) = link.from else { return false };
        if giver == link.to {
            return true;
        }
        let (Some(from), Some(to)) = (self.index(link.from), self.index(Node::Firm(link.to))) else { return false };
        match link.under.map(|under| self.index(Node::Engagement(under))) {
            None => self.reach(&self.down, to).contains(&from),
            Some(None) => self.walk(&self.down, &[to], ANY).contains(&from),
            Some(Some(engagement)) => self.walk(&self.down, &[to], engagement.saturating_add(1)).contains(&from),
        }
    }

    pub(super) fn each_below(&self, node: u32, label: u32, mut each: impl FnMut(u32)) {
        self.down.standing(node).iter().for_each(|end| each(*end));
        if label != ANY {
            self.down.under(node, label).iter().for_each(|end| each(*end));
        }
    }

    /// Nodes reached by standing links and those of one label, the seeds left out unless reached.
    fn walk(&self, links: &Adjacency, seeds: &[u32], label: u32) -> Vec<u32> {
        let mut marks = Marks::new(self.nodes.len());
        marks.clear();
        let mut out = Vec::new();
        let mut stack = seeds.to_vec();
        while let Some(node) = stack.pop() {
            let labelled = if label == ANY { &[] } else { links.under(node, label) };
            for end in links.standing(node).iter().chain(labelled) {
                if marks.mark(*end) {
                    out.push(*end);
                    stack.push(*end);
                }
            }
        }
        out
    }

    /// Nodes reached from one node by paths whose links may all stand under one engagement. First by standing links alone;
    /// then, label by label, from wherever that led.
    fn reach(&self, links: &Adjacency, start: u32) -> Vec<u32> {
        let mut out = self.walk(links, &[start], ANY);
        let mut found = Marks::new(self.nodes.len());
        found.clear();
        found.mark(start);
        out.iter().for_each(|node| {
            found.mark(*node);
        });
        let mut seeds: Vec<(u32, u32)> = Vec::new();
        for node in out.iter().chain([&start]) {
            let (ends, labels) = links.of(*node);
            seeds.extend(labels.iter().copied().zip(ends.iter().copied()).filter(|(label, _)| *label != ANY));
        }
        seeds.sort_unstable();
        let mut marks = Marks::new(self.nodes.len());
        let mut stack = Vec::new();
        for group in seeds.chunk_by(|a, b| a.0 == b.0) {
            let Some((label, _)) = group.first().copied() else { continue };
            marks.clear();
            for (_, seed) in group {
                if marks.mark(*seed) {
                    stack.push(*seed);
                }
            }
            while let Some(node) = stack.pop() {
                if found.mark(node) {
                    out.push(node);
                }
                for end in links.standing(node).iter().chain(links.under(node, label)) {
                    if marks.mark(*end) {
                        stack.push(*end);
                    }
                }
            }
        }
        out
    }

    /// The firms of a circle, if there is one. All links together come first: where they make no circle, no engagement
    /// does. What is left is walked engagement by engagement, each only as far as its own links and standing ones reach.
    fn circle(&self) -> Option<Vec<ContractorId>> {
        let rest = self.unsorted();
        if rest.is_empty() {
            return None;
        }
        let mut within = Marks::new(self.nodes.len());
        within.clear();
        rest.iter().for_each(|n| {
            within.mark(*n);
        });
        let labels = rest.iter().flat_map(|node| self.down.of(*node).1.iter().map(move |label| (*label, *node)));
        let mut starts: Vec<(u32, u32)> = labels.collect();
        starts.sort_unstable();
        starts.dedup();
        let mut walk = Walk { within, entered: Marks::new(self.nodes.len()), left: Marks::new(self.nodes.len()) };
        starts.chunk_by(|a, b| a.0 == b.0).find_map(|group| {
            walk.entered.clear();
            walk.left.clear();
            group.iter().find_map(|(label, start)| self.circle_from(*start, *label, &mut walk))
        })
    }

    /// The i-th link of a node among standing links and those of one label.
    fn nth_below(&self, node: u32, label: u32, i: usize) -> Option<u32> {
        let standing = self.down.standing(node);
        let own =
            || if label == ANY { None } else { self.down.under(node, label).get(i.saturating_sub(standing.len())) };
        standing.get(i).or_else(own).copied()
    }

    /// Walks down from a node and comes back with the circle it runs into.
    fn circle_from(&self, start: u32, label: u32, walk: &mut Walk) -> Option<Vec<ContractorId>> {
        if !walk.entered.mark(start) {
            return None;
        }
        let mut path: Vec<(u32, usize)> = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let at = *node;
            let Some(end) = self.nth_below(at, label, *next) else {
                walk.left.mark(at);
                path.pop();
                continue;
            };
            *next = next.saturating_add(1);
            if !walk.within.has(end) {
                continue;
            }
            if walk.entered.mark(end) {
                path.push((end, 0));
            } else if !walk.left.has(end) {
                let circle = path.iter().map(|(n, _)| *n).skip_while(|n| *n != end);
                return Some(circle.filter_map(|n| self.firm(n)).collect());
            }
        }
        None
    }

    /// What remains after taking away, again and again, the nodes that no link points to: circles and what hangs below.
    fn unsorted(&self) -> Vec<u32> {
        let mut pointed = vec![0u32; self.nodes.len()];
        for end in &self.down.ends {
            if let Some(count) = pointed.get_mut(usize_of(*end)) {
                *count = count.saturating_add(1);
            }
        }
        let mut stack: Vec<u32> = (0..).zip(&pointed).filter(|(_, count)| **count == 0).map(|(node, _)| node).collect();
        while let Some(node) = stack.pop() {
            for end in self.down.of(node).0 {
                if let Some(count) = pointed.get_mut(usize_of(*end)) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        stack.push(*end);
                    }
                }
            }
        }
        (0..).zip(&pointed).filter(|(_, count)| **count > 0).map(|(node, _)| node).collect()
    }
}

/// Marks of a search for circles.
struct Walk {
    /// Nodes that may lie on one.
    within: Marks,
    /// Nodes come to.
    entered: Marks,
    /// Nodes left for good.
    left: Marks,
}
