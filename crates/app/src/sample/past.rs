//! The application with its clock in the past: what the sample needs to let things happen when they happened.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    calendar::EngagementNumber,
    id::{ContractorId, PersonId, UnitId},
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
};
use ledger::Channel;

use super::marks::{day, workday};
use crate::{App, Caller, Clock, Dice, Error, Inner, Result, clock};

/// What every entry of the sample carries in the ledger in the place of a request's id.
pub(super) const MARK: &str = "sample";

impl App {
    /// The same database and files with a clock and dice of their own.
    pub(super) fn at(&self, at: Timestamp, dice: Dice) -> Self {
        Self {
            inner: Arc::new(Inner {
                handover_imports: crate::handovers::Held::default(),
                db: self.inner.db.clone(),
                catalogue: self.inner.catalogue.clone(),
                template: self.inner.template.clone(),
                era: self.inner.era,
                clock: Clock::fixed(at),
                dice,
                files: self.inner.files.clone(),
                imports: crate::contractors::import::Held::default(),
                refusals: crate::questionnaires::Refusals::default(),
            }),
        }
    }
}

/// The past of the sample, up to now: time only goes forward in it, and never beyond now.
#[derive(Debug)]
pub(super) struct Past {
    pub(super) app: App,
    /// Today, really.
    pub(super) today: Date,
    latest: Timestamp,
    callers: BTreeMap<(PersonId, Date), Caller>,
    pub(super) units: BTreeMap<String, UnitId>,
    pub(super) people: BTreeMap<String, PersonId>,
    pub(super) contractors: BTreeMap<String, ContractorId>,
    /// Numbers of engagements by their key in the script.
    pub(super) engagements: BTreeMap<String, EngagementNumber>,
}

impl Past {
    /// Begins some days ago, in the morning.
    pub(super) fn begin(app: &App, days: i64) -> Self {
        let today = app.clock().today();
        let now = app.clock().now();
        let start = instant(workday(day(today, days.saturating_neg())), "08:45").unwrap_or(now).min(now);
        Self {
            app: app.at(start, Dice::seeded(u64::from_le_bytes(app.inner.dice.bytes()))),
            today,
            // every step takes a millisecond at least; what is planned for later than this follows in that pace
            latest: now.checked_sub(SignedDuration::from_secs(2)).unwrap_or(now),
            callers: BTreeMap::new(),
            units: BTreeMap::new(),
            people: BTreeMap::new(),
            contractors: BTreeMap::new(),
            engagements: BTreeMap::new(),
        }
    }

    /// Moves the clock to an instant, or a little further when it is there already.
    pub(super) fn go(&self, to: Timestamp) {
        let clock = self.app.clock();
        let next = clock.now().checked_add(SignedDuration::from_millis(1)).unwrap_or(to);
        clock.set(next.max(to.min(self.latest)));
    }

    /// Moves the clock on by minutes.
    pub(super) fn wait(&self, minutes: i64) {
        let now = self.app.clock().now();
        self.go(now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now));
    }

    /// A person of the sample as they may act at this moment.
    pub(super) async fn caller(&mut self, login: &str) -> Result<Caller> {
        let id = *self.people.get(login).ok_or_else(|| Error::internal(format!("sample: nobody is called {login}")))?;
        let key = (id, self.app.clock().today());
        if let Some(known) = self.callers.get(&key) {
            return Ok(known.clone());
        }
        let caller = self.app.caller(id, Channel::Web, Some(MARK.to_owned())).await?;
        self.callers.insert(key, caller.clone());
        Ok(caller)
    }

    /// The number of an engagement of the script.
    pub(super) fn number(&self, key: &str) -> Result<EngagementNumber> {
        let known = self.engagements.get(key).copied();
        known.ok_or_else(|| Error::internal(format!("sample: there is no engagement {key} yet")))
    }
}

/// An instant of a day in Japan, from a time such as `09:40`.
pub(super) fn instant(on: Date, at: &str) -> Result<Timestamp> {
    let time: Time = at.parse().map_err(|e| Error::internal(format!("sample: {at}: {e}")))?;
    let zoned = on.to_datetime(time).to_zoned(clock::japan()).map_err(Error::internal)?;
    Ok(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn time_goes_forward_and_never_beyond_now() {
        for test in store::testing::databases().await {
            let app = testing::open(&test, 1).await;
            let past = Past::begin(&app, 30);
            let now = app.clock().now();
            let mut last = past.app.clock().now();
            for to in ["2026-06-01T00:00:00Z", "2026-05-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"] {
                past.go(to.parse().unwrap());
                let at = past.app.clock().now();
                assert!(at > last && at <= now, "{to}");
                last = at;
            }
        }
    }
}
