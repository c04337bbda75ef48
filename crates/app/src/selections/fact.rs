//! What gates and pages need to know of a round without its candidates.

use domain::{
    id::PersonId,
    selection::{Choice, Formula, SelectionState},
};
use ledger::Digest;
use rules::gates::{ChosenFact, SelectionFact};

use super::Selection;
use crate::clock::day_in_japan;

/// Characters of the digest that a sentence shows.
const SHORT: usize = 12;

/// What gates look at; nothing of a round that was given up.
pub(crate) fn fact(one: &Selection) -> Option<SelectionFact> {
    if one.state == SelectionState::Ended {
        return None;
    }
    let published = one.record.published.as_ref();
    let decided = one.record.decided.as_ref();
    Some(SelectionFact {
        state: one.state,
        published: published.map(|p| (day_in_japan(p.at), p.digest.chars().take(SHORT).collect())),
        scheme: one.formula.scheme,
        scs: one.formula.scs,
        priced: !one.formula.measures.is_empty(),
        candidates: decided.map_or(0, |d| d.candidates),
        chosen: decided.map(|d| ChosenFact {
            contractor: d.choice.contractor,
            name: d.name.clone(),
            on: day_in_japan(d.choice.at),
            stability: d.stability,
            unclear: d.unclear,
            unborne: d.unborne.clone(),
        }),
    })
}

/// True when the formula that judges is the one that was announced, and the announced text has its digest. Before that there
/// is nothing to be broken.
pub(super) fn is_intact(one: &Selection) -> bool {
    let Some(published) = &one.record.published else { return true };
    let same_text = Digest::of_bytes(published.text.as_bytes()).to_string() == published.digest;
    same_text && serde_json::from_str::<Formula>(&published.text).is_ok_and(|formula| formula == one.formula)
}

/// Everyone who did something in a round.
pub(super) fn people(one: &Selection) -> Vec<PersonId> {
    let record = &one.record;
    let mut out = vec![one.made_by];
    out.extend(record.published.as_ref().map(|p| p.by));
    out.extend(record.proposed.as_ref().map(|p: &Choice| p.by));
    out.extend([&record.sent_back, &record.ended].into_iter().flatten().map(|r| r.by));
    if let Some(decided) = &record.decided {
        out.extend([decided.choice.by, decided.proposed.by]);
        out.extend(decided.on_behalf_of);
    }
    out
}
