//! Makes sense of what the verifier saw: which changed rows are really swapped, moved, put in or renumbered.

use crate::verify::{Suspect, Verifier};
use crate::{Finding, Stored};

/// Genuine entries next to each other that stand `by` numbers behind their own place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) by: i64,
}

/// Longest gap of which every number is tried as the place where a changed row belongs.
const SMALL_GAP: i64 = 16;
/// Most places that are tried for one changed row.
const MOST_TRIED: usize = 400;

/// Takes one number out of a range of missing ones.
pub(crate) fn carve(missing: &mut Vec<(i64, i64)>, at: usize, seq: i64) {
    if at >= missing.len() {
        return;
    }
    let (from, to) = missing.remove(at);
    if seq < to {
        missing.insert(at, (seq.saturating_add(1), to));
    }
    if seq > from {
        missing.insert(at, (from, seq.saturating_sub(1)));
    }
}

/// Turns suspects, displaced runs, gaps and broken links into findings; gives the rows that are out of their place.
pub(crate) fn explain(verifier: &mut Verifier) -> Vec<i64> {
    let mut places: Vec<(i64, i64)> = Vec::new();
    let mut runs: Vec<Run> = std::mem::take(&mut verifier.runs);
    runs.retain(|run| {
        let single = run.from == run.to;
        if single {
            places.push((run.from, run.from.saturating_sub(run.by)));
        }
        !single
    });
    let mut suspects = std::mem::take(&mut verifier.suspects);
    far_places(&mut suspects, &verifier.missing, &mut places);
    let mut moved: Vec<i64> = Vec::new();
    pair_up(verifier, &mut places, &mut moved);
    swapped_contents(verifier, &mut suspects);
    // what is left of the single ones is the edge of an insertion or a removal
    runs.extend(places.iter().map(|(seq, own)| Run { from: *seq, to: *seq, by: seq.saturating_sub(*own) }));
    runs.sort_by_key(|run| run.from);
    shifted(verifier, &runs, &mut suspects, &mut moved);
    for suspect in suspects {
        verifier.found(Finding::Altered { seq: suspect.row.seq, field: suspect.field });
    }
    for (from, to) in std::mem::take(&mut verifier.missing) {
        verifier.found(Finding::Missing { from, to });
    }
    for seq in std::mem::take(&mut verifier.breaks) {
        let before = seq.saturating_sub(1);
        if !moved.contains(&before) && !moved.contains(&seq) {
            verifier.found(Finding::PrevMismatch { seq });
        }
    }
    moved
}

/// Looks for the own place of each changed row among the places of the others and in small gaps.
fn far_places(suspects: &mut Vec<Suspect>, missing: &[(i64, i64)], places: &mut Vec<(i64, i64)>) {
    let mut numbers: Vec<i64> = suspects.iter().map(|suspect| suspect.row.seq).collect();
    numbers.extend(places.iter().map(|(seq, _)| *seq));
    for (from, to) in missing {
        if to.saturating_sub(*from) < SMALL_GAP {
            numbers.extend(*from..=*to);
        }
    }
    numbers.truncate(MOST_TRIED);
    suspects.retain(|suspect| {
        let row = &suspect.row;
        let own = numbers
            .iter()
            .find(|number| **number != row.seq && row.hash_as(**number, &row.prev, row).to_string() == row.hash);
        if let Some(own) = own {
            places.push((row.seq, *own));
        }
        own.is_none()
    });
}

/// Two rows in each other's place were swapped; a row whose own place is empty was moved.
fn pair_up(verifier: &mut Verifier, places: &mut Vec<(i64, i64)>, moved: &mut Vec<i64>) {
    let all = places.clone();
    places.retain(|(seq, own)| {
        if all.contains(&(*own, *seq)) {
            if seq < own {
                verifier.found(Finding::Swapped { first: *seq, second: *own });
            }
        } else if let Some(gap) = verifier.missing.iter().position(|(from, to)| (*from..=*to).contains(own)) {
            carve(&mut verifier.missing, gap, *own);
            verifier.found(Finding::Misplaced { seq: *seq, belongs: *own });
            let end = verifier.last.as_ref().map_or(*seq, |last| last.seq);
            if *seq < end && !all.iter().any(|(_, other)| other == seq) {
                // it took the place of the entry that stood there
                verifier.found(Finding::Missing { from: *seq, to: *seq });
            }
        } else if all.iter().any(|(other, _)| other == own) && all.iter().any(|(_, other)| other == seq) {
            verifier.found(Finding::Misplaced { seq: *seq, belongs: *own });
        } else {
            return true;
        }
        moved.push(*seq);
        false
    });
}

/// Rows that kept number, link and hash but exchanged everything else.
fn swapped_contents(verifier: &mut Verifier, suspects: &mut Vec<Suspect>) {
    let fits =
        |place: &Stored, content: &Stored| place.hash_as(place.seq, &place.prev, content).to_string() == place.hash;
    let mut swapped: Vec<i64> = Vec::new();
    for (i, a) in suspects.iter().enumerate() {
        for b in suspects.iter().skip(i.saturating_add(1)) {
            if fits(&a.row, &b.row) && fits(&b.row, &a.row) {
                verifier.found(Finding::Swapped { first: a.row.seq, second: b.row.seq });
                swapped.extend([a.row.seq, b.row.seq]);
            }
        }
    }
    suspects.retain(|suspect| !swapped.contains(&suspect.row.seq));
}

/// Runs of genuine rows under other numbers: something was put in or taken out before each, or behind the last.
fn shifted(verifier: &mut Verifier, runs: &[Run], suspects: &mut Vec<Suspect>, moved: &mut Vec<i64>) {
    let mut before: Option<Run> = None;
    for run in runs {
        let joined = before.filter(|b| is_joined(*b, *run, suspects));
        if let Some(closed) = before.filter(|_| joined.is_none()) {
            back_in_step(verifier, closed, suspects);
        }
        let step = run.by.saturating_sub(joined.map_or(0, |b| b.by));
        if step > 0 {
            let (from, to) = (run.from.saturating_sub(step), run.from.saturating_sub(1));
            suspects.retain(|suspect| !(from..=to).contains(&suspect.row.seq));
            verifier.found(Finding::Inserted { from, to });
            moved.extend([from, run.from]);
        } else if step < 0 {
            // numbers of the entries that stood between this run and what is before it
            let own = run.from.saturating_sub(run.by);
            verifier.found(Finding::Missing { from: own.saturating_add(step), to: own.saturating_sub(1) });
            moved.push(run.from);
        }
        moved.push(run.to);
        verifier.found(Finding::Renumbered { from: run.from, to: run.to, by: run.by });
        before = Some(*run);
    }
    if let Some(closed) = before {
        back_in_step(verifier, closed, suspects);
    }
}

/// True when between two runs there is nothing but changed rows or exactly the rows that were put in.
fn is_joined(before: Run, run: Run, suspects: &[Suspect]) -> bool {
    let gap = run.from.saturating_sub(before.to).saturating_sub(1);
    let changed = suspects.iter().filter(|s| before.to < s.row.seq && s.row.seq < run.from).count();
    gap == 0 || gap == run.by.saturating_sub(before.by) || i64::try_from(changed) == Ok(gap)
}

/// Behind a run the numbers are right again: as many entries went or came as had come or gone before it.
fn back_in_step(verifier: &mut Verifier, run: Run, suspects: &[Suspect]) {
    let next = run.to.saturating_add(1);
    let end = verifier.last.as_ref().map_or(run.to, |last| last.seq);
    if end < next || suspects.iter().any(|suspect| suspect.row.seq == next) {
        return;
    }
    let own = run.to.saturating_sub(run.by);
    verifier.found(if run.by > 0 {
        Finding::Missing { from: own.saturating_add(1), to: own.saturating_add(run.by) }
    } else {
        Finding::Inserted { from: next, to: run.to.saturating_sub(run.by) }
    });
}
