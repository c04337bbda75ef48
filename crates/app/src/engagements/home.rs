//! The home page: what is mine to do next, what waits for me, what falls due, where everything stands.

use domain::{approval::ApprovalState, engagement::Stage, permission::Permission};
use jiff::civil::Date;
use store::{approvals::Listed, engagements::list::Line};

use super::{Engagements, Names};
use crate::{Caller, Result};

/// What the home page shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// Today in Japan.
    pub today: Date,
    /// Own engagements that stand at a gate, nearest due date first.
    pub next: Vec<Line>,
    /// Requests waiting for the caller, longest first.
    pub waiting: Vec<Listed>,
    /// Own requests that came back.
    pub sent_back: Vec<Listed>,
    /// Everything in reach that falls due up to a fortnight from today, overdue included, nearest first.
    pub due: Vec<Line>,
    /// Open engagements per stage: how many, and how many stand at a gate with unmet conditions.
    pub stages: Vec<(Stage, i64, i64)>,
    /// Names of requesters and owners.
    pub names: Names,
    /// True while the caller can see no engagement at all.
    pub empty: bool,
    /// Whether the caller may enter engagements.
    pub may_enter: bool,
}

/// Rows of each part of the home page.
const ROWS: i64 = 6;

impl Engagements<'_> {
    /// The home page: at most seven statements.
    ///
    /// # Errors
    /// Of the database.
    pub async fn home(&self, caller: &Caller) -> Result<Home> {
        let today = self.0.clock().today();
        let mut tx = self.0.db().read().await?;
        let waiting = store::approvals::waiting_for(&mut tx, &caller.actor, i64::MIN, ROWS).await?;
        let sent_back =
            store::approvals::requested_by(&mut tx, caller.id(), Some(ApprovalState::SentBack), (i64::MAX, ROWS))
                .await?;
        let (mut next, mut due, mut stages) = (Vec::new(), Vec::new(), Vec::new());
        if let Ok(scope) = caller.may(Permission::ViewEngagement) {
            next = store::engagements::list::owned(&mut tx, &scope, caller.id(), (Stage::Close, ROWS)).await?;
            let last = today.checked_add(jiff::Span::new().days(13)).unwrap_or(today);
            due = store::engagements::list::due(&mut tx, &scope, (last, 60)).await?;
            stages = store::engagements::tally::stages(&mut tx, &scope).await?;
        }
        let mut people: Vec<_> = next.iter().chain(&due).map(|l| l.owner).collect();
        people.extend(waiting.iter().chain(&sent_back).map(|l| l.approval.requested_by));
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        Ok(Home {
            today,
            next,
            waiting,
            sent_back,
            due,
            empty: stages.is_empty(),
            stages,
            names,
            may_enter: caller.actor.can(Permission::EditEngagement),
        })
    }
}
