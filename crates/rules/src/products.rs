//! Bought products with functions that matter (NISC-2008 10.2; §5.6 of the requirements).

use std::collections::BTreeSet;

use domain::{
    Words,
    oversight::ProductCandidate,
    text::{Ground, Title},
};
use jiff::civil::Date;

use crate::{
    act::{ActCondition, ActReport},
    reason::{Reason, ReasonCode, Value},
};

/// A choice of a product.
#[derive(Debug, Clone, Copy)]
pub struct ProductCase<'a> {
    /// Functions it has to have.
    pub functions: &'a BTreeSet<Title>,
    /// What was looked at.
    pub candidates: &'a [ProductCandidate],
    /// The one chosen, by name.
    pub chosen: &'a Title,
    /// Why one without a certificate was preferred, if it was.
    pub reason: Option<&'a Ground>,
    /// The day.
    pub today: Date,
}

/// The conditions of a choice, in order.
pub const PRODUCT: &[ActCondition] = &[
    ActCondition {
        id: "PR-1",
        source: "N-10.2-1",
        title: Words { ja: "要る機能が決まっている", en: "The functions needed are settled" },
    },
    ActCondition {
        id: "PR-2",
        source: "N-10.2-2",
        title: Words { ja: "選んだ製品がすべての機能を持つ", en: "The product chosen has all of them" },
    },
    ActCondition {
        id: "PR-3",
        source: "N-10.2-2",
        title: Words {
            ja: "条件を満たす候補のうち、認証された製品を選んだ",
            en: "Among those that fit, a certified one was chosen",
        },
    },
];

/// Judges a choice. A certificate that has ended is none.
#[must_use]
pub fn product(case: &ProductCase<'_>) -> ActReport {
    let chosen = case.candidates.iter().find(|c| c.name == *case.chosen);
    let name = || Value::Text(case.chosen.to_string());
    let settled = if case.functions.is_empty() { Err(Reason::new(ReasonCode::ProductUndefined)) } else { Ok(()) };
    let lacking: Vec<String> = match chosen {
        Some(product) => case.functions.difference(&product.functions).map(Title::to_string).collect(),
        None => case.functions.iter().map(Title::to_string).collect(),
    };
    let fits = if lacking.is_empty() && chosen.is_some() {
        Ok(())
    } else {
        let reason = Reason::new(ReasonCode::ProductLacks).with("name", name());
        Err(reason.with("functions", Value::Names(lacking)))
    };
    let certified = |c: &ProductCandidate| c.certified_until.is_some_and(|until| until >= case.today);
    let better = case.candidates.iter().find(|c| certified(c) && case.functions.is_subset(&c.functions));
    let preferred = match better {
        Some(other) if !chosen.is_some_and(certified) && case.reason.is_none() => {
            let reason = Reason::new(ReasonCode::ProductUncertified).with("name", name());
            Err(reason.with("other", Value::Text(other.name.to_string())))
        }
        _ => Ok(()),
    };
    ActReport::new(PRODUCT.iter().copied().zip([settled, fits, preferred]))
}
