//! What the rules would say to facts that are not entered yet.

use domain::{
    engagement::{Facts, RawFacts},
    fold::fold,
    permission::Permission,
};
use rules::decide::{Assessment, Case, assess};

use super::Engagements;
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
}
