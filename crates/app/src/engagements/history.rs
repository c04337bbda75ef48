//! What happened to an engagement, from the ledger.

use domain::{calendar::EngagementNumber, permission::Permission};

use super::Engagements;
use crate::{Caller, Error, Result, ledgers::LedgerPage};

impl Engagements<'_> {
    /// Ledger entries of an engagement, newest first, before one; at most 200. Everyone who may see the engagement may
    /// see its history. Three statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of reach.
    pub async fn history(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (before, limit): (Option<i64>, u16),
    ) -> Result<LedgerPage> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let limit = i64::from(limit.clamp(1, 200));
        let mut tx = self.0.db().read().await?;
        let loaded = store::engagements::by_number(&mut tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let subject = loaded.engagement.id.to_string();
        let before = before.unwrap_or(i64::MAX);
        let rows = store::ledger::of_subject(&mut tx, &scope, &subject, before, limit.saturating_add(1)).await?;
        let page = crate::ledgers::with_people(&mut tx, rows, limit).await?;
        tx.commit().await?;
        Ok(page)
    }
}
