//! The formula: written as a draft, announced once, then never changed; or the round is given up.

use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    permission::Permission,
    selection::{Formula, Publication, Remark, SelectionState},
    text::Ground,
};
use ledger::action;

use super::{Selections, announced, unfit};
use crate::{Caller, Error, Result};

impl Selections<'_> {
    /// Keeps another draft of the formula.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict once it was announced, or when somebody changed
    /// it since `revision`; invalid with every figure out of bounds and every measure the work does not ask for.
    pub async fn set_formula(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, formula): (i64, Formula),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        if one.state != SelectionState::Open {
            return Err(frozen(one.state));
        }
        if one.revision != revision {
            return Err(Error::stale());
        }
        let mut problems = formula.draft_problems();
        problems.extend(self.strangers(&formula));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let before = one.clone();
        one.formula = formula;
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        let change = self.change(&case, &one, action!("selection.formula")).before(&before.formula)?;
        let change = change.after(&one.formula)?;
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await
    }

    /// Measures the catalogue does not know, or that stand twice.
    fn strangers(&self, formula: &Formula) -> Vec<FieldError> {
        let catalogue = self.0.catalogue();
        let known = |id: &str| id.parse().is_ok_and(|id| catalogue.measure(&id).is_some());
        let mut out = Vec::new();
        for (i, measure) in formula.measures.iter().enumerate() {
            let value = measure.as_str().to_owned();
            if !known(measure.as_str()) {
                out.push(FieldError::new("measures", Problem::Unknown { value }));
            } else if formula.measures.iter().take(i).any(|other| other == measure) {
                out.push(FieldError::new("measures", Problem::Taken { value }));
            }
        }
        out
    }

    /// Announces the formula: from now on it stands, with its digest in the ledger.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict when it was announced already, or changed since
    /// `revision`; invalid with everything that is wrong with it.
    pub async fn publish(&self, caller: &Caller, number: EngagementNumber, revision: i64) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        if one.state != SelectionState::Open {
            return Err(frozen(one.state));
        }
        if one.revision != revision {
            return Err(Error::stale());
        }
        let mut problems = one.formula.problems();
        problems.extend(self.strangers(&one.formula));
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let (text, digest) = announced(&one.formula)?;
        let before = one.clone();
        one.state = SelectionState::Published;
        one.record.published = Some(Publication { at: work.at(), by: caller.id(), text, digest: digest.to_string() });
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        let change = self
            .change(&case, &one, action!("selection.publish"))
            .before(&before)?
            .after(&one)?
            .note("formula_sha256", digest);
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await
    }

    /// Gives the round up; another may follow. What was entered stays.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict when it was decided or given up already, or
    /// changed since `revision`.
    pub async fn end(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, reason): (i64, Ground),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        if !matches!(one.state, SelectionState::Open | SelectionState::Published) {
            return Err(unfit(one.state));
        }
        if one.revision != revision {
            return Err(Error::stale());
        }
        let before = one.clone();
        one.state = SelectionState::Ended;
        one.record.proposed = None;
        one.record.ended = Some(Remark { reason, by: caller.id(), at: work.at() });
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        let change = self.change(&case, &one, action!("selection.end")).before(&before)?.after(&one)?;
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await
    }
}

/// Weights do not move once they were announced.
fn frozen(state: SelectionState) -> Error {
    if state == SelectionState::Ended {
        return unfit(state);
    }
    Error::conflict(
        "評価の式は固定されています。公表したあとは変えられません",
        "The formula is frozen: it cannot be changed after it was announced",
    )
}
