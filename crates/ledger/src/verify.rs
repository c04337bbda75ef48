//! Verification, row by row, in constant memory.

use crate::explain::{self, Run};
use crate::{Field, Finding, Head, Report, Stored, StoredHead};

/// How far away from its place a displaced entry is looked for at once.
const NEAR: i64 = 8;
/// Rows with unexplained changes that are kept until the end to find out where they belong.
pub(crate) const SUSPECTS: usize = 100;

/// Reads the rows of a ledger in the order of their numbers and says what is wrong with them.
///
/// ```
/// let report = ledger::Verifier::new().finish(Some(&ledger::Head::GENESIS));
/// assert!(report.is_intact());
/// ```
#[derive(Debug)]
pub struct Verifier {
    pub(crate) count: u64,
    pub(crate) first: Option<i64>,
    /// Number and acceptable hashes of the last row: what it carries, and what it should carry.
    pub(crate) last: Option<Link>,
    start: i64,
    pub(crate) suspects: Vec<Suspect>,
    pub(crate) runs: Vec<Run>,
    pub(crate) missing: Vec<(i64, i64)>,
    pub(crate) breaks: Vec<i64>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) total: u64,
}

/// A row whose content does not match its hash.
#[derive(Debug)]
pub(crate) struct Suspect {
    pub(crate) row: Stored,
    pub(crate) field: Option<Field>,
}

#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) seq: i64,
    stored: String,
    hashes: Vec<String>,
    /// How far the row stands from its own place.
    displaced: i64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Verifier {
    /// From the beginning of the ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::after(&Head::GENESIS)
    }

    /// From the entry after a known one, such as that of a checkpoint.
    #[must_use]
    pub fn after(known: &Head) -> Self {
        let head = StoredHead::from(known);
        Self {
            count: 0,
            first: None,
            start: head.seq,
            last: Some(Link { seq: head.seq, hashes: vec![head.hash.clone()], stored: head.hash, displaced: 0 }),
            suspects: Vec::new(),
            runs: Vec::new(),
            missing: Vec::new(),
            breaks: Vec::new(),
            findings: Vec::new(),
            total: 0,
        }
    }

    /// The next row.
    pub fn push(&mut self, row: &Stored) {
        self.count = self.count.saturating_add(1);
        self.first.get_or_insert(row.seq);
        let at = self.last.as_ref().map_or(self.start, |last| last.seq);
        let own = row.computed_hash().to_string();
        if row.seq <= at {
            self.push_backwards(row, at, own);
            return;
        }
        let expected = at.saturating_add(1);
        if row.seq > expected {
            self.lost(expected, row.seq.saturating_sub(1));
        }
        let contiguous = row.seq == expected;
        let displaced =
            if own == row.hash { self.push_sound(row, contiguous) } else { self.push_changed(row, contiguous, &own) };
        let hashes = if own == row.hash { vec![own] } else { vec![row.hash.clone(), own] };
        self.last = Some(Link { seq: row.seq, stored: row.hash.clone(), hashes, displaced });
    }

    /// A row that comes too late: a second one of the same number, or one out of order.
    fn push_backwards(&mut self, row: &Stored, at: i64, own: String) {
        let gap = self.missing.iter().position(|(from, to)| (*from..=*to).contains(&row.seq));
        if row.seq == at && self.count > 1 {
            self.found(Finding::Duplicate { seq: row.seq });
            // the next row says which of the two was there
            if let Some(last) = self.last.as_mut().filter(|last| last.hashes.len() < 16) {
                last.hashes.push(row.hash.clone());
                last.hashes.push(own);
            }
            return;
        }
        if row.seq <= self.start {
            self.found(Finding::Inserted { from: row.seq, to: row.seq });
            return;
        }
        self.found(Finding::OutOfOrder { seq: row.seq });
        if let Some(gap) = gap {
            explain::carve(&mut self.missing, gap, row.seq);
        } else {
            self.found(Finding::Duplicate { seq: row.seq });
        }
        if own != row.hash {
            self.found(Finding::Altered { seq: row.seq, field: row.read().err().map(|e| e.field) });
        }
    }

    /// A row that carries the hash of what it holds.
    fn push_sound(&mut self, row: &Stored, contiguous: bool) -> i64 {
        if let Err(unreadable) = row.read() {
            self.found(Finding::Unreadable { seq: row.seq, field: unreadable.field });
        }
        if contiguous && !self.follows(&row.prev) {
            self.breaks_at(row.seq);
        }
        0
    }

    /// True when the row names the hash of the row before; notes when that row's hash alone was changed.
    fn follows(&mut self, prev: &String) -> bool {
        let Some(last) = &self.last else { return true };
        if last.stored != *prev
            && last.hashes.contains(prev)
            && let Some(suspect) = self.suspects.last_mut().filter(|suspect| suspect.row.seq == last.seq)
        {
            suspect.field = Some(Field::Hash);
        }
        last.hashes.contains(prev)
    }

    /// A row that does not carry the hash of what it holds: find out whether it is a genuine one out of its place.
    fn push_changed(&mut self, row: &Stored, contiguous: bool, own: &str) -> i64 {
        let current = self.last.as_ref().map_or(0, |last| last.displaced);
        let near = std::iter::once(current)
            .chain((1..=NEAR).flat_map(|d| [current.saturating_add(d), current.saturating_sub(d)]));
        for by in near.filter(|by| *by != 0) {
            let number = row.seq.saturating_sub(by);
            if number > 0 && row.hash_as(number, &row.prev, row).to_string() == row.hash {
                if by == current && contiguous && !self.follows(&row.prev) {
                    self.breaks_at(row.seq);
                }
                self.displaced(row.seq, by);
                return by;
            }
        }
        let linked = contiguous && self.follows(&row.prev);
        let field = match row.read() {
            Err(unreadable) => Some(unreadable.field),
            Ok(_) if contiguous && !linked => self.last.as_ref().and_then(|last| {
                let fits = |prev: &String| row.hash_as(row.seq, prev, row).to_string() == row.hash;
                last.hashes.iter().any(fits).then_some(Field::Prev)
            }),
            Ok(_) => None,
        };
        debug_assert_ne!(own, row.hash);
        if self.suspects.len() < SUSPECTS {
            self.suspects.push(Suspect { row: row.clone(), field });
        } else {
            self.found(Finding::Altered { seq: row.seq, field });
        }
        0
    }

    fn displaced(&mut self, seq: i64, by: i64) {
        let room = self.runs.len() < Report::KEPT;
        match self.runs.last_mut() {
            Some(run) if run.by == by && run.to.checked_add(1) == Some(seq) => run.to = seq,
            _ if room => self.runs.push(Run { from: seq, to: seq, by }),
            _ => self.found(Finding::Renumbered { from: seq, to: seq, by }),
        }
    }

    fn lost(&mut self, from: i64, to: i64) {
        if self.missing.len() < Report::KEPT {
            self.missing.push((from, to));
        } else {
            self.found(Finding::Missing { from, to });
        }
    }

    fn breaks_at(&mut self, seq: i64) {
        if self.breaks.len() < Report::KEPT {
            self.breaks.push(seq);
        } else {
            self.found(Finding::PrevMismatch { seq });
        }
    }

    pub(crate) fn found(&mut self, finding: Finding) {
        self.total = self.total.saturating_add(1);
        if self.findings.len() < Report::KEPT {
            self.findings.push(finding);
        }
    }

    /// The verdict. Without a head nobody can say whether the end of the ledger was deleted.
    #[must_use]
    pub fn finish(self, head: Option<&Head>) -> Report {
        let head = head.map(StoredHead::from);
        self.conclude(head)
    }

    /// The verdict against the head as it is stored; a head that is gone is a finding.
    #[must_use]
    pub fn finish_stored(mut self, head: Option<&StoredHead>) -> Report {
        if head.is_none() {
            self.found(Finding::HeadMissing);
        }
        self.conclude(head.cloned())
    }

    fn conclude(mut self, head: Option<StoredHead>) -> Report {
        if let Some(head) = &head {
            // like a row behind the last, the head says whether the hash of the last row was changed
            self.follows(&head.hash);
        }
        let moved = explain::explain(&mut self);
        if let Some(head) = &head {
            self.check_end(head, &moved);
        }
        let last = self.last.as_ref().filter(|_| self.count > 0);
        let last = last.map(|link| StoredHead { seq: link.seq, hash: link.stored.clone() });
        self.findings.sort_by_key(Finding::seq);
        Report { count: self.count, first: self.first, last, head, findings: self.findings, total: self.total }
    }

    fn check_end(&mut self, head: &StoredHead, moved: &[i64]) {
        let Some(last) = &self.last else { return };
        let (last, same) = (last.seq, last.hashes.contains(&head.hash));
        let head_seq = head.seq;
        // a row out of its place at the end has been told already
        if head_seq == last && (same || moved.contains(&last)) {
            return;
        }
        self.found(if same || head_seq == last {
            Finding::HeadMismatch { head_seq }
        } else if head_seq > last {
            Finding::TruncatedAtEnd { head_seq, last }
        } else {
            Finding::BeyondHead { head_seq, last }
        });
    }
}
