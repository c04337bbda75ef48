//! Facts that are not entered yet: what the rules would say to them, and entering them from a draft.

use domain::{
    Problem,
    engagement::{Engagement, Facts, RawFacts},
    fold::fold,
    id::DraftId,
    permission::Permission,
};
use rules::decide::{Assessment, Case, assess};

use super::{Engagements, NewEngagement};
use crate::{Caller, Error, Result};

impl Engagements<'_> {
    /// Weighs facts against the register in force, as if they were entered now: two statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`]; invalid when the facts contradict themselves.
    pub async fn preview(&self, caller: &Caller, facts: &RawFacts) -> Result<Assessment> {
        caller.may(Permission::EditEngagement)?;
        let facts = Facts::try_from(facts.clone()).map_err(|e| Error::Invalid(e.0))?;
        let mut tx = self.0.db().read().await?;
        let version = store::register::current_version(&mut tx).await?;
        let register = store::register::for_system(&mut tx, version, &fold(facts.system.as_str())).await?;
        tx.commit().await?;
        let today = self.0.clock().today();
        Ok(assess(&Case { facts: &facts, register: &register, approvals: &[], today }))
    }

    /// Enters the engagement a draft was kept for; the draft goes with the same write, so that a form sent twice enters
    /// it once.
    ///
    /// # Errors
    /// As [`Self::create`]; not found when the draft is gone or not the caller's own.
    pub async fn create_from_draft(&self, caller: &Caller, draft: DraftId, new: NewEngagement) -> Result<Engagement> {
        let scope = caller.may_at(Permission::EditEngagement, new.unit)?;
        if caller.units.get(new.unit).is_none_or(|u| u.closed) {
            return Err(Error::field("unit", Problem::Unknown { value: new.unit.to_string() }));
        }
        let mut work = self.0.work(caller).await?;
        if !store::drafts::delete(&mut work.tx, &scope, caller.id(), draft).await? {
            return Err(Error::NotFound);
        }
        let engagement = self.enter(&mut work, &scope, (caller.id(), new.unit), (new.facts, None)).await?;
        work.commit().await?;
        Ok(engagement)
    }
}
