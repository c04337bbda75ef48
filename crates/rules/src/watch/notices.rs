//! Reminders: which notice is due to whom on a day, from what is due and a ladder of steps.
//!
//! A notice has a key made of what it is about, its due date, the step and the recipient. The same facts give the same
//! keys, whoever computes them and when, so that a key written down once is sent once. When nights were missed, each
//! recipient gets only the highest step reached.

use std::collections::BTreeMap;

use domain::calendar::BusinessDays;
use jiff::civil::Date;
use serde::Serialize;

domain::codes! {
    /// Who is told.
    pub enum Recipient ("知らせる相手", "Who is told") {
        /// The contractor's contact.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// Who answers for it.
        Owner = "owner" ("担当者", "Owner"),
        /// The security officer.
        Officer = "officer" ("情報セキュリティ責任者", "Security officer"),
        /// The chief security officer.
        Chief = "chief" ("統括情報セキュリティ責任者", "Chief security officer"),
    }
}

domain::codes! {
    /// How a notice speaks.
    pub enum Tone ("知らせの調子", "Tone of a notice") {
        /// The day is coming.
        Ahead = "ahead" ("期日が近い", "Coming up"),
        /// It is the day.
        Today = "today" ("今日が期日", "Due today"),
        /// The day has passed.
        Overdue = "overdue" ("期日を過ぎた", "Overdue"),
    }
}

/// One step of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rung {
    /// Business days from the due date; negative before it.
    pub offset: i32,
    /// Who is told at this step.
    pub to: Recipient,
}

/// Steps of reminding and escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder(Vec<Rung>);

impl Ladder {
    /// A ladder; steps are put in order and those that stand twice count once.
    #[must_use]
    pub fn new(rungs: impl IntoIterator<Item = Rung>) -> Self {
        let mut rungs: Vec<Rung> = rungs.into_iter().collect();
        rungs.sort_unstable();
        rungs.dedup();
        Self(rungs)
    }

    /// The steps in order.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.0
    }
}

impl Default for Ladder {
    /// A week and a day ahead and on the day to those who do it; the day after to the owner again; three days late to the
    /// officer, ten days late to the chief.
    fn default() -> Self {
        use Recipient::{Chief, Contractor, Officer, Owner};
        Self::new(
            [
                (-5, Contractor),
                (-1, Contractor),
                (-1, Owner),
                (0, Contractor),
                (1, Contractor),
                (1, Owner),
                (3, Officer),
                (10, Chief),
            ]
            .map(|(offset, to)| Rung { offset, to }),
        )
    }
}

/// Something due that is not done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueItem {
    /// What it is about: an id, with a period where one id is due again and again.
    pub subject: String,
    /// When.
    pub due: Date,
}

/// A notice to be sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Notice {
    /// Its key: never the same for two notices, always the same for one.
    pub key: String,
    /// What it is about.
    pub subject: String,
    /// When that is due.
    pub due: Date,
    /// Who is told.
    pub to: Recipient,
    /// The step.
    pub offset: i32,
    /// How it speaks.
    pub tone: Tone,
}

/// The notices that should have gone out by a day: for each thing due and each recipient the highest step reached.
#[must_use]
pub fn notices(items: &[DueItem], ladder: &Ladder, days: &BusinessDays, today: Date) -> Vec<Notice> {
    let mut by_due: BTreeMap<Date, Vec<Rung>> = BTreeMap::new();
    let mut out = Vec::new();
    for item in items {
        let reached = by_due.entry(item.due).or_insert_with(|| reached(ladder, item.due, days, today));
        out.extend(reached.iter().map(|rung| notice(item, *rung, today)));
    }
    out
}

fn reached(ladder: &Ladder, due: Date, days: &BusinessDays, today: Date) -> Vec<Rung> {
    let mut highest: BTreeMap<Recipient, i32> = BTreeMap::new();
    for rung in ladder.rungs().iter().filter(|r| day_of(r.offset, due, days) <= today) {
        highest.insert(rung.to, rung.offset);
    }
    highest.into_iter().map(|(to, offset)| Rung { offset, to }).collect()
}

fn day_of(offset: i32, due: Date, days: &BusinessDays) -> Date {
    if offset < 0 { days.before(due, offset.unsigned_abs()) } else { days.after(due, offset.unsigned_abs()) }
}

fn notice(item: &DueItem, rung: Rung, today: Date) -> Notice {
    let tone = match item.due.cmp(&today) {
        std::cmp::Ordering::Greater => Tone::Ahead,
        std::cmp::Ordering::Equal => Tone::Today,
        std::cmp::Ordering::Less => Tone::Overdue,
    };
    let key = format!("{}/{}/{}/{:+}", item.subject, item.due, rung.to.code(), rung.offset);
    Notice { key, subject: item.subject.clone(), due: item.due, to: rung.to, offset: rung.offset, tone }
}
