//! Engagements for those who are about to do something to them: what a form is made from, or why there is none.

use domain::{calendar::EngagementNumber, permission::Permission};

use super::{Engagements, View};
use crate::{Caller, Result};

impl Engagements<'_> {
    /// An engagement for a form, refused for the same reasons as what the form would do.
    ///
    /// # Errors
    /// As [`Self::show`]; forbidden without the permission at its unit; conflict once it has ended.
    pub async fn show_for(&self, caller: &Caller, number: EngagementNumber, permission: Permission) -> Result<View> {
        let view = self.show(caller, number).await?;
        caller.may_at(permission, view.case.engagement.unit)?;
        view.case.must_be_open(None)?;
        Ok(view)
    }

    /// An engagement whose gate is about to be passed.
    ///
    /// # Errors
    /// As [`Self::show_for`] with [`Permission::PassGate`]; conflict while a condition is unmet, with those that are.
    pub async fn show_to_pass(&self, caller: &Caller, number: EngagementNumber) -> Result<View> {
        let view = self.show_for(caller, number, Permission::PassGate).await?;
        if view.report.is_passable() { Ok(view) } else { Err(self.unmet(&view.report)) }
    }
}
