//! Large believable sets for measuring: organisation, contractors and engagements made from word lists, the same for the
//! same seed and day.
//!
//! Rows are written directly, some hundreds in a transaction, because a use case each would take hours; what a use case
//! works out is worked out by the same code (`CaseFile::project`), and every engagement has its entry in the ledger. One
//! engagement in ten carries all papers of the gates it has passed, the others those of the gate ahead, so that a large
//! set stays at a size a laptop holds.

mod engagements;
mod lives;
mod organisation;
#[cfg(test)]
mod tests;
mod words;

use std::ops::ControlFlow;

use domain::{permission::Permission, person::Role};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
};
use ledger::OperatorLogin;

use self::words::{Luck, WordLists};
use super::{Sample, past::instant};
use crate::{App, Dice, Error, Result, clock::day_in_japan, operator, work::Author};

/// Engagements written in one transaction.
const BATCH: u32 = 500;
/// Fiscal years the set spans, the present one included.
const YEARS: i16 = 5;
/// Most contractors the word lists have names for.
const MOST_CONTRACTORS: u32 = 100_000;
/// Most engagements, so that numbers of a year keep seven digits.
const MOST_ENGAGEMENTS: u32 = 5_000_000;

/// Into what a set may be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Onto {
    /// Only a database without engagements.
    #[default]
    Empty,
    /// Whatever is there already.
    Anything,
}

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// How many contractors, 1 to 100,000.
    pub contractors: u32,
    /// How many engagements, 0 to 5,000,000.
    pub engagements: u32,
    /// The same seed gives the same set on the same day.
    pub seed: u64,
    /// Into what.
    pub onto: Onto,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Contractors and engagements written.
    pub done: u64,
    /// How many there will be.
    pub total: u64,
}

/// Told of the progress after each transaction; `Break` stops.
pub type Watch<'w> = &'w mut (dyn FnMut(Progress) -> ControlFlow<()> + Send);

/// What was generated.
#[derive(Clone)]
pub struct Generated {
    /// A person who sees everything, to sign in with.
    pub login: String,
    /// The one password of all generated people.
    pub password: String,
    /// How many people.
    pub people: u32,
    /// How many units.
    pub units: u32,
    /// How many contractors.
    pub contractors: u32,
    /// How many engagements.
    pub engagements: u32,
}

impl std::fmt::Debug for Generated {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Generated").field("engagements", &self.engagements).finish_non_exhaustive()
    }
}

/// The making of one set.
pub(super) struct Making<'a> {
    /// The application with a clock of its own and dice from the seed.
    app: App,
    operator: &'a OperatorLogin,
    order: Order,
    words: WordLists,
    today: Date,
    progress: Progress,
}

impl Sample<'_> {
    /// Generates a set.
    ///
    /// # Errors
    /// Conflict when there are engagements and none were expected, or when stopped (what was written by then stays);
    /// invalid at `contractors` or `engagements`; of the database.
    pub async fn generate(&self, operator: &OperatorLogin, order: Order, watch: Watch<'_>) -> Result<Generated> {
        bounds(order)?;
        let mut tx = self.0.db().read().await?;
        let taken = store::sample::any_engagement(&mut tx).await?;
        tx.commit().await?;
        if taken && order.onto == Onto::Empty {
            return Err(Error::conflict(
                "すでに委託案件があります。計測用のデータは空のデータベースに作ってください",
                "There are engagements already. Generate sets for measuring into an empty database",
            ));
        }
        let password = self.0.auth().fresh_password();
        let today = self.0.clock().today();
        let mut making = Making {
            app: self.0.at(instant(first_day(today), "08:30")?, Dice::seeded(order.seed)),
            operator,
            order,
            words: WordLists::read()?,
            today,
            progress: Progress {
                done: 0,
                total: u64::from(order.contractors).saturating_add(u64::from(order.engagements)),
            },
        };
        let mut luck = Luck::new(order.seed);
        let cast = making.organise(&mut luck, &password).await?;
        let firms = making.contractors(&mut luck, watch).await?;
        let engagements = making.engagements(&mut luck, (&cast, &firms), watch).await?;
        Ok(Generated {
            login: cast.chief_login,
            password,
            people: cast.people,
            units: cast.units,
            contractors: order.contractors,
            engagements,
        })
    }
}

fn bounds(order: Order) -> Result<()> {
    let mut problems = domain::problem::Problems::new();
    for (field, value, min, max) in [
        ("contractors", order.contractors, 1, MOST_CONTRACTORS),
        ("engagements", order.engagements, 0, MOST_ENGAGEMENTS),
    ] {
        if !(min..=max).contains(&value) {
            let problem =
                domain::Problem::OutOfRange { value: value.to_string(), min: i64::from(min), max: i64::from(max) };
            problems.add(domain::FieldError::new(field, problem));
        }
    }
    Ok(problems.finish()?)
}

/// The first of April with which the span begins.
fn first_day(today: Date) -> Date {
    let year = domain::calendar::FiscalYear::of(today).year();
    let from = year.saturating_sub(YEARS.saturating_sub(1));
    Date::new(from, 4, 1).unwrap_or(date(2022, 4, 1))
}

impl Making<'_> {
    fn author(&self) -> Author {
        Author { request: Some(super::past::MARK.to_owned()), ..Author::from(self.operator) }
    }

    fn scope(role: Role, permission: Permission) -> Result<domain::permission::Scope> {
        operator::scope(role, permission)
    }

    /// Tells how far it has come.
    fn tell(&mut self, written: u32, watch: Watch<'_>) -> Result<()> {
        self.progress.done = self.progress.done.saturating_add(u64::from(written));
        match watch(self.progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::conflict("途中でやめました", "Stopped before the end")),
        }
    }

    /// When the n-th of all engagements is entered: evenly over the span, in office hours.
    fn moment(&self, n: u32) -> Result<Timestamp> {
        let first = first_day(self.today);
        let span = i64::from(first.until(self.today).map_err(Error::internal)?.get_days()).max(1);
        let total = i64::from(self.order.engagements.max(1));
        let place = span.saturating_mul(480).saturating_mul(i64::from(n)).checked_div(total).unwrap_or(0);
        let day = super::marks::day(first, place.div_euclid(480));
        let opened = instant(day, "09:00")?;
        let at = opened.checked_add(SignedDuration::from_mins(place.rem_euclid(480))).map_err(Error::internal)?;
        debug_assert_eq!(day_in_japan(at), day);
        Ok(at)
    }
}
