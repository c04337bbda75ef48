//! What a person says of a finding against the check, with a reason; it goes on to the next version while the words it
//! rests on are still there.

use checker::{Correction, Corrections, Report, Status};
use domain::{Problem, id::ContractCheckId, permission::Permission, text::Ground};
use ledger::{action, kind};
use store::contracts::{ContractCheck, ContractCorrection};

use super::{Checked, Contracts, Examined, Standing};
use crate::{
    Caller, Error, Result,
    engagements::CaseFile,
    work::{Change, Work},
};

/// A report with the corrections that hold, and those that do not hold any more.
pub(super) fn corrected(examined: &Examined, kept: &[ContractCorrection]) -> Result<(Report, Vec<Correction>)> {
    let mut all = Corrections::default();
    for one in kept {
        all.add(serde_json::from_str(&one.body).map_err(Error::internal)?);
    }
    let mut report = examined.report.clone();
    let lapsed = all.apply(&mut report);
    Ok((report, lapsed))
}

impl Contracts<'_> {
    /// Corrects a finding of the newest version of a contract.
    ///
    /// # Errors
    /// Not found when the check is out of sight or names no such concept; forbidden without
    /// [`Permission::CheckContract`] at its unit; invalid when the correction says what the check says; conflict when a
    /// newer version was kept or the engagement has ended.
    pub async fn correct(
        &self,
        caller: &Caller,
        id: ContractCheckId,
        (concept, status, reason): (&str, Status, Ground),
    ) -> Result<()> {
        let checked = self.correctable(caller, id).await?;
        let finding = checked.examined.report.finding(concept).ok_or(Error::NotFound)?;
        if finding.status == status {
            let value = finding.status.code().to_owned();
            return Err(Error::field("status", Problem::Taken { value }));
        }
        let body = Correction::of(finding, status, reason.as_str());
        let scope = caller.may_at(Permission::CheckContract, super::unit_of(&checked.requirements))?;
        let kept = checked.kept.as_ref().ok_or(Error::NotFound)?;
        let mut work = self.0.work(caller).await?;
        let one = ContractCorrection {
            concept: concept.to_owned(),
            body: serde_json::to_string(&body).map_err(Error::internal)?,
            at: work.at(),
            by: caller.id(),
        };
        store::contracts::correct(&mut work.tx, &scope, (kept.engagement, &kept.contract), &one).await?;
        let change = self.change(caller, &checked, kept, concept)?;
        let change = change.after(&one)?.note("was", body.was.code()).note("now", status.code());
        work.record(change).await?;
        self.follow(work, &checked, kept, &scope).await
    }

    /// Takes a correction back.
    ///
    /// # Errors
    /// As [`Contracts::correct`]; not found when there is none.
    pub async fn take_back(&self, caller: &Caller, id: ContractCheckId, concept: &str) -> Result<()> {
        let checked = self.correctable(caller, id).await?;
        let scope = caller.may_at(Permission::CheckContract, super::unit_of(&checked.requirements))?;
        let kept = checked.kept.as_ref().ok_or(Error::NotFound)?;
        let before = checked.corrections.iter().find(|one| one.concept == concept).ok_or(Error::NotFound)?;
        let mut work = self.0.work(caller).await?;
        let of = (kept.engagement, kept.contract.as_str());
        if !store::contracts::take_back(&mut work.tx, &scope, of, concept).await? {
            return Err(Error::stale());
        }
        work.record(self.change(caller, &checked, kept, concept)?.before(before)?.note("now", "as_checked")).await?;
        self.follow(work, &checked, kept, &scope).await
    }

    async fn correctable(&self, caller: &Caller, id: ContractCheckId) -> Result<Checked> {
        let checked = self.show(caller, id).await?;
        caller.may_at(Permission::CheckContract, super::unit_of(&checked.requirements))?;
        checked.requirements.case.must_be_open(None)?;
        if !checked.is_newest() {
            return Err(Error::conflict(
                "この契約には新しい版があります。最新の版で直してください",
                "There is a newer version of this contract. Correct the newest one",
            ));
        }
        Ok(checked)
    }

    fn change(&self, caller: &Caller, checked: &Checked, kept: &ContractCheck, concept: &str) -> Result<Change> {
        let unit = super::unit_of(&checked.requirements);
        Ok(Change::of(action!("contract.correct"), kind!("contract"), kept.id)
            .at(unit)
            .for_person(caller.actor.acts_for(Permission::CheckContract, unit, &caller.units))
            .note("engagement", checked.requirements.case.engagement.number)
            .note("contract", &kept.contract)
            .note("version", kept.version)
            .note("concept", concept))
    }

    /// What gates and lists look at follows.
    async fn follow(
        &self,
        mut work: Work,
        checked: &Checked,
        kept: &ContractCheck,
        scope: &domain::permission::Scope,
    ) -> Result<()> {
        let of = (kept.engagement, kept.contract.as_str());
        let rows = store::contracts::corrections(&mut work.tx, scope, of).await?;
        let (report, _) = corrected(&checked.examined, &rows)?;
        let standing = Standing::of(&report, &checked.requirements.profile);
        let standing = serde_json::to_string(&standing).map_err(Error::internal)?;
        store::contracts::set_standing(&mut work.tx, scope, kept.id, &standing).await?;
        let number = checked.requirements.case.engagement.number;
        let mut case = CaseFile::load(&mut work.tx, scope, number).await?;
        case.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, scope, &mut case.engagement, &case.projection).await?;
        work.commit().await
    }
}
