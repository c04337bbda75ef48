//! The scope cut 範囲の分割 (NISC-2008 5.2(2), 5.2(3)): which activities to split off so that the rest goes without
//! critical information.
//!
//! The well-known case is building: made at the contractor's site it is harmless, and only connecting and setting up
//! beside running systems opens their data. But the helper looks at any activity the register lists as critical, and at
//! any critical information that only some activities need.

use std::collections::BTreeSet;

use domain::{
    Lang,
    engagement::{Activity, Answer, Criticality, InformationItem, RawFacts},
    register::Register,
    text::Title,
};
use serde::Serialize;

use crate::{
    decide::names,
    listing,
    reason::{Reason, ReasonCode, Value},
};

/// A way to split an engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScopeCut {
    /// Activities to split off: they are, or touch, what is critical. Never empty.
    pub spared: BTreeSet<Activity>,
    /// What remains: nothing the register lists as critical, and no critical information. Never empty. It may still be
    /// unlisted, and then the officer decides on it.
    pub rest: BTreeSet<Activity>,
    /// Why these are split off.
    pub because: Vec<Reason>,
}

impl ScopeCut {
    /// The proposal as one reason.
    #[must_use]
    pub fn reason(&self) -> Reason {
        Reason::new(ReasonCode::ScopeCutPossible)
            .with("spared", Value::Activities(self.spared.clone()))
            .with("rest", Value::Activities(self.rest.clone()))
    }
}

/// True when installing is part of the work and opens critical information.
pub(crate) fn installation_is_critical(facts: &RawFacts) -> bool {
    facts.activities.contains(&Activity::Installation) && facts.installation_opens_critical == Answer::Yes
}

/// Looks for a split. `None` when nothing is critical, when everything is, or when critical information is needed
/// throughout.
#[must_use]
pub fn cut(facts: &RawFacts, register: &Register) -> Option<ScopeCut> {
    let mut spared = BTreeSet::new();
    let mut because = Vec::new();
    let matched = listing::look_up(facts, register);
    for one in matched.iter().filter(|m| m.listing.is_critical()) {
        spared.insert(one.activity);
        let reason = Reason::new(ReasonCode::ListedCritical)
            .with("system", Value::Text(facts.system.to_string()))
            .with("activities", Value::Activities(BTreeSet::from([one.activity])));
        because.push(match one.listing.entry() {
            Some(id) => reason.at(id),
            None => reason,
        });
    }
    if installation_is_critical(facts) {
        spared.insert(Activity::Installation);
        because.push(Reason::new(ReasonCode::InstallationOpensCritical));
    }
    let critical: Vec<&InformationItem> =
        facts.items.iter().filter(|i| i.criticality == Criticality::Critical).collect();
    for activity in Activity::ALL.iter().filter(|a| facts.activities.contains(a)) {
        let needed: Vec<&InformationItem> =
            critical.iter().copied().filter(|i| i.needed_for == Some(*activity)).collect();
        if !needed.is_empty() {
            spared.insert(*activity);
            let reason = Reason::new(ReasonCode::ItemNeededOnlyFor).with("items", names(&needed));
            because.push(reason.with("activities", Value::Activities(BTreeSet::from([*activity]))));
        }
    }
    let confined = critical.iter().all(|i| i.needed_for.is_some_and(|a| spared.contains(&a)));
    let rest: BTreeSet<Activity> = facts.activities.difference(&spared).copied().collect();
    (confined && !spared.is_empty() && !rest.is_empty()).then_some(ScopeCut { spared, rest, because })
}

/// The two engagements a cut makes: the rest, and what is split off. Information goes where it is needed, and to both
/// when it is needed by both or by neither. The amount belongs to the whole and is left open in both; the contractor
/// stays with the rest.
#[must_use]
pub fn split(facts: &RawFacts, cut: &ScopeCut, lang: Lang) -> (RawFacts, RawFacts) {
    let labels = Value::Activities(cut.spared.clone()).show(lang);
    let (without, only) = match lang {
        Lang::Ja => (format!("（{labels}を除く）"), format!("（{labels}）")),
        Lang::En => (format!(" (without {labels})"), format!(" ({labels})")),
    };
    let mut rest = part(facts, &cut.rest, &without);
    let mut spared = part(facts, &cut.spared, &only);
    if !cut.rest.contains(&Activity::Installation) {
        rest.installation_opens_critical = Answer::No;
    }
    if !cut.spared.contains(&Activity::Installation) {
        spared.installation_opens_critical = Answer::No;
    }
    spared.contractor = None;
    (rest, spared)
}

fn part(facts: &RawFacts, activities: &BTreeSet<Activity>, suffix: &str) -> RawFacts {
    let here = |item: &&InformationItem| {
        item.needed_for.is_none_or(|a| activities.contains(&a) || !facts.activities.contains(&a))
    };
    RawFacts {
        title: with_suffix(&facts.title, suffix),
        activities: activities.clone(),
        items: facts.items.iter().filter(here).cloned().collect(),
        amount: None,
        ..facts.clone()
    }
}

/// The title with a suffix; the title is shortened so that both fit.
fn with_suffix(title: &Title, suffix: &str) -> Title {
    let room = Title::MAX.saturating_sub(suffix.chars().count());
    let short: String = title.as_str().chars().take(room).collect();
    format!("{short}{suffix}").parse().unwrap_or_else(|_| title.clone())
}
