//! Accounts, connections and keys given to contractors: a second factor, an end that is kept, a look from time to time
//! (METI-2022 ch. 3; what failed where an account without a second factor, or one that outlived its contract, was used).

use domain::{
    calendar::months_after,
    handover::{GivenAccess, NamedHandler, SecondFactor},
    id::AccessId,
};
use jiff::civil::Date;
use serde::Serialize;

use crate::reason::{Reason, ReasonCode, Value};

/// What is wrong with an access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessFlaw {
    /// It signs in with no second factor, and nobody bears that.
    NoSecondFactor,
    /// It outlived the contract, its own term or the handler who uses it.
    Outlived,
    /// Nobody looked for too long whether it is still needed.
    ReviewDue,
}

impl AccessFlaw {
    /// All, the worst first.
    pub const ALL: &'static [Self] = &[Self::Outlived, Self::NoSecondFactor, Self::ReviewDue];
}

/// What accesses are judged against.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Last day of the contract; `None` while it has none.
    pub contract_until: Option<Date>,
    /// Handlers named for the engagement.
    pub handlers: &'a [NamedHandler],
    /// Months after which somebody has to look again.
    pub review_months: u16,
    /// The day.
    pub today: Date,
}

/// What is wrong with accesses on a day. One that was taken away by then is in order.
#[must_use]
pub fn access_flaws(accesses: &[GivenAccess], seen: &Seen<'_>) -> Vec<(AccessId, AccessFlaw)> {
    let live = accesses.iter().filter(|a| a.is_live(seen.today));
    live.flat_map(|access| {
        AccessFlaw::ALL.iter().filter(move |flaw| has(access, **flaw, seen)).map(move |flaw| (access.id, *flaw))
    })
    .collect()
}

fn has(access: &GivenAccess, flaw: AccessFlaw, seen: &Seen<'_>) -> bool {
    let over = |until: Option<Date>| until.is_some_and(|until| until < seen.today);
    match flaw {
        AccessFlaw::NoSecondFactor => {
            access.kind.signs_in()
                && match &access.second_factor {
                    SecondFactor::On => false,
                    SecondFactor::Off => true,
                    SecondFactor::Excepted { until, .. } => *until < seen.today,
                }
        }
        AccessFlaw::Outlived => {
            let handler = seen.handlers.iter().find(|h| Some(h.id) == access.handler);
            over(access.until) || over(seen.contract_until) || over(handler.and_then(|h| h.until))
        }
        AccessFlaw::ReviewDue => {
            let since = access.reviewed_on.unwrap_or(access.given_on);
            months_after(since, seen.review_months) < seen.today
        }
    }
}

/// The accesses with one flaw, as a reason.
#[must_use]
pub fn flaws_reason(accesses: &[GivenAccess], flaws: &[(AccessId, AccessFlaw)], flaw: AccessFlaw) -> Option<Reason> {
    let code = match flaw {
        AccessFlaw::NoSecondFactor => ReasonCode::AccessWithoutSecondFactor,
        AccessFlaw::Outlived => ReasonCode::AccessOutlived,
        AccessFlaw::ReviewDue => ReasonCode::AccessReviewDue,
    };
    let named = |id: &AccessId| accesses.iter().find(|a| a.id == *id).map(|a| a.name.to_string());
    let names: Vec<String> = flaws.iter().filter(|(_, f)| *f == flaw).filter_map(|(id, _)| named(id)).collect();
    (!names.is_empty())
        .then(|| Reason::new(code).with("count", Value::Count(names.len())).with("names", Value::Names(names)))
}
