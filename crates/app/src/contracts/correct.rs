//! What a person says of a finding against the check, with a reason; it goes on to the next version while the words it
//! rests on are still there.

use checker::{Correction, Corrections, Report, Status};
use domain::{
    Problem,
    id::ContractCheckId,
    permission::{Permission, Scope},
    text::Ground,
};
use ledger::{action, kind};
use store::contracts::{ContractCheck, ContractCorrection};

use super::{Contracts, Examined, Standing, examined_of, newest};
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

/// A kept version with its text and findings. They never change, so they are read before the lock is taken.
pub(super) struct Seen {
    kept: ContractCheck,
    examined: Examined,
}

/// Everything that may have changed since, read with the lock held.
struct Held {
    work: Work,
    scope: Scope,
    case: CaseFile,
    corrections: Vec<ContractCorrection>,
}

impl Contracts<'_> {
    /// Corrects a finding of the newest version of a contract.
    ///
    /// # Errors
    /// Not found when the check is out of sight or names no such concept; forbidden without
    /// [`Permission::CheckContract`] at its unit; invalid when the correction says what the check says; conflict when a
    /// newer version was kept or the engagement has ended.
    pub async fn correct(&self, caller: &Caller, id: ContractCheckId, said: (&str, Status, Ground)) -> Result<()> {
        let seen = self.seen(caller, id).await?;
        self.correct_seen(caller, &seen, said).await
    }

    pub(super) async fn correct_seen(
        &self,
        caller: &Caller,
        seen: &Seen,
        (concept, status, reason): (&str, Status, Ground),
    ) -> Result<()> {
        let mut held = self.hold(caller, seen).await?;
        let finding = seen.examined.report.finding(concept).ok_or(Error::NotFound)?;
        if finding.status == status {
            let value = finding.status.code().to_owned();
            return Err(Error::field("status", Problem::Taken { value }));
        }
        let body = Correction::of(finding, status, reason.as_str());
        let one = ContractCorrection {
            concept: concept.to_owned(),
            body: serde_json::to_string(&body).map_err(Error::internal)?,
            at: held.work.at(),
            by: caller.id(),
        };
        let of = (seen.kept.engagement, seen.kept.contract.as_str());
        store::contracts::correct(&mut held.work.tx, &held.scope, of, &one).await?;
        let change = change(caller, (&held.case, &seen.kept), concept).after(&one)?;
        held.work.record(change.note("was", body.was.code()).note("now", status.code())).await?;
        self.follow(held, seen).await
    }

    /// Takes a correction back.
    ///
    /// # Errors
    /// As [`Contracts::correct`]; not found when there is none.
    pub async fn take_back(&self, caller: &Caller, id: ContractCheckId, concept: &str) -> Result<()> {
        let seen = self.seen(caller, id).await?;
        let mut held = self.hold(caller, &seen).await?;
        let before = held.corrections.iter().find(|one| one.concept == concept).ok_or(Error::NotFound)?;
        let change = change(caller, (&held.case, &seen.kept), concept).before(before)?.note("now", "as_checked");
        let of = (seen.kept.engagement, seen.kept.contract.as_str());
        if !store::contracts::take_back(&mut held.work.tx, &held.scope, of, concept).await? {
            return Err(Error::stale());
        }
        held.work.record(change).await?;
        self.follow(held, &seen).await
    }

    pub(super) async fn seen(&self, caller: &Caller, id: ContractCheckId) -> Result<Seen> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let kept = store::contracts::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        let examined = examined_of(&kept)?;
        Ok(Seen { kept, examined })
    }

    /// Takes the lock and looks whether the version can still be corrected.
    async fn hold(&self, caller: &Caller, seen: &Seen) -> Result<Held> {
        let view = caller.may(Permission::ViewEngagement)?;
        let mut work = self.0.work(caller).await?;
        let case = CaseFile::load_by_id(&mut work.tx, &view, seen.kept.engagement).await?;
        let scope = caller.may_at(Permission::CheckContract, case.engagement.unit)?;
        case.must_be_open(None)?;
        if newest(&case.contracts, &seen.kept.contract).is_none_or(|one| one.id != seen.kept.id) {
            return Err(Error::conflict(
                "この契約には新しい版があります。最新の版で直してください",
                "There is a newer version of this contract. Correct the newest one",
            ));
        }
        let of = (seen.kept.engagement, seen.kept.contract.as_str());
        let corrections = store::contracts::corrections(&mut work.tx, &scope, of).await?;
        Ok(Held { work, scope, case, corrections })
    }

    /// What gates and lists look at follows.
    async fn follow(&self, held: Held, seen: &Seen) -> Result<()> {
        let Held { mut work, scope, mut case, .. } = held;
        let of = (seen.kept.engagement, seen.kept.contract.as_str());
        let rows = store::contracts::corrections(&mut work.tx, &scope, of).await?;
        let (report, _) = corrected(&seen.examined, &rows)?;
        let standing = serde_json::to_string(&Standing::of(&report)).map_err(Error::internal)?;
        store::contracts::set_standing(&mut work.tx, &scope, seen.kept.id, &standing).await?;
        for one in case.contracts.iter_mut().filter(|one| one.id == seen.kept.id) {
            one.standing.clone_from(&standing);
        }
        case.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, &scope, &mut case.engagement, &case.projection).await?;
        work.commit().await
    }
}

fn change(caller: &Caller, (case, kept): (&CaseFile, &ContractCheck), concept: &str) -> Change {
    let unit = case.engagement.unit;
    Change::of(action!("contract.correct"), kind!("contract"), kept.id)
        .at(unit)
        .for_person(caller.actor.acts_for(Permission::CheckContract, unit, &caller.units))
        .note("engagement", case.engagement.number)
        .note("contract", &kept.contract)
        .note("version", kept.version)
        .note("concept", concept)
}
