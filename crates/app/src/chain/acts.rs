//! What people do to a chain: enter a request, say yes or no to it, take the word back, write down who was seen.

use domain::{
    Problem, Words,
    calendar::EngagementNumber,
    id::{ContractorId, SubcontractId, UnitId},
    permission::{Permission, Scope},
    subcontract::{Say as Said, SubcontractDecision, SubcontractRequest},
    text::Ground,
};
use jiff::civil::Date;
use ledger::{action, kind};
use rules::act::ActReport;
use store::{Tx, chain::FirmAtWork};

use super::{Chains, Loaded, NewSighting, NewSubcontract};
use crate::{
    Caller, Error, Result,
    engagements::CaseFile,
    work::{Change, Work},
};

/// In which office a person speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Who answers for the engagement.
    Owner,
    /// The security officer.
    Officer,
}

impl Voice {
    const fn permission(self) -> Permission {
        match self {
            Self::Owner => Permission::EditEngagement,
            Self::Officer => Permission::ApproveSubcontract,
        }
    }
}

/// What a person says of a request.
#[derive(Debug, Clone)]
pub enum Say {
    /// It may be passed on, under conditions, until a day.
    Approve {
        /// Why.
        reason: Ground,
        /// Conditions; those of the first word stay.
        conditions: Vec<Ground>,
        /// Last day.
        until: Date,
    },
    /// It may not.
    Refuse {
        /// Why.
        reason: Ground,
    },
    /// An approval ends before its day.
    Revoke {
        /// Why.
        reason: Ground,
    },
}

impl Chains<'_> {
    /// Whether a person may speak in an office at a unit.
    ///
    /// # Errors
    /// Forbidden without the permission of the office.
    pub fn may_say(&self, caller: &Caller, unit: UnitId, voice: Voice) -> Result<()> {
        caller.may_at(voice.permission(), unit).map(drop)
    }

    /// Enters a request to pass work on, as the contractor put it.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`]; invalid when a firm is unknown or the day lies ahead; conflict
    /// when the engagement has ended or has no contractor.
    pub async fn enter(&self, caller: &Caller, number: EngagementNumber, new: NewSubcontract) -> Result<SubcontractId> {
        let (scope, mut work, case) = self.begin(caller, number, Permission::EditEngagement).await?;
        not_ahead("asked_on", new.asked_on, work.today())?;
        known(&mut work.tx, [("applicant", new.applicant), ("to", new.to)]).await?;
        let request = SubcontractRequest {
            id: self.0.mint(),
            engagement: case.engagement.id,
            applicant: new.applicant,
            to: new.to,
            part: new.part,
            extent: new.extent,
            country: new.country,
            sites: new.sites,
            ground: new.ground,
            reason: new.reason,
            information: new.information,
            level: new.level,
            asked_on: new.asked_on,
            decision: SubcontractDecision::Open,
        };
        let entered = (caller.id(), work.at());
        store::chain::insert(&mut work.tx, &scope, &request, entered).await?;
        let unit = case.engagement.unit;
        let change = Change::of(action!("subcontract.enter"), kind!("subcontract"), request.id)
            .at(unit)
            .after(&request)?
            .note("engagement", number)
            .for_person(caller.actor.acts_for(Permission::EditEngagement, unit, &caller.units));
        work.record(change).await?;
        work.commit().await?;
        Ok(request.id)
    }

    /// Says yes or no to a request, or ends an approval.
    ///
    /// # Errors
    /// Forbidden without the permission of the office; conflict when a condition for passing work on does not hold (each is
    /// named with its source), when the request is not at a point where this can be said, when one person would speak in
    /// both offices, or when it was changed since the revision given.
    pub async fn say(
        &self,
        caller: &Caller,
        id: SubcontractId,
        (voice, say, revision): (Voice, Say, i64),
    ) -> Result<()> {
        let view = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let number = store::chain::by_id(&mut tx, &view, id).await?.ok_or(Error::NotFound)?.number;
        tx.commit().await?;
        let (scope, mut work, case) = self.begin(caller, number, voice.permission()).await?;
        let today = work.today();
        let settings = crate::settings::load(&mut work.tx).await?;
        let unit = case.engagement.unit;
        let loaded = Loaded::load(&mut work.tx, &scope, (case.engagement, &settings)).await?;
        let found = loaded.requests.iter().find(|s| s.request.id == id).ok_or(Error::NotFound)?;
        if found.revision != revision {
            return Err(Error::stale());
        }
        let (report, _) = loaded.look(&found.request, (&loaded.parties(today), today));
        let word = |reason: Ground| Said { by: caller.id(), on: today, reason };
        let decision = match say {
            Say::Refuse { reason } => refused(&found.request.decision, word(reason))?,
            Say::Revoke { reason } => revoked(&found.request.decision, word(reason))?,
            Say::Approve { reason, conditions, until } => {
                if until < today {
                    let (value, bound) = (until.to_string(), today.to_string());
                    return Err(Error::field("until", Problem::Before { value, bound }));
                }
                all_hold(&report)?;
                approved(&found.request.decision, (voice, word(reason)), (conditions, until, settings.small_firm))?
            }
        };
        let mut after = found.clone();
        after.request.decision = decision;
        store::chain::update(&mut work.tx, &scope, &after).await?;
        let change = match &after.request.decision {
            SubcontractDecision::Refused { .. } => Change::of(action!("subcontract.refuse"), kind!("subcontract"), id),
            SubcontractDecision::Revoked { .. } => Change::of(action!("subcontract.revoke"), kind!("subcontract"), id),
            _ => Change::of(action!("subcontract.approve"), kind!("subcontract"), id),
        };
        let change = change
            .at(unit)
            .before(&found.request)?
            .after(&after.request)?
            .note("engagement", number)
            .note("office", if voice == Voice::Owner { "owner" } else { "officer" })
            .for_person(caller.actor.acts_for(voice.permission(), unit, &caller.units));
        work.record(change).await?;
        work.commit().await
    }

    /// Writes down that a firm was seen at work below another, asked for or not.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`]; invalid when a firm is unknown, works for itself or the day lies
    /// ahead; conflict when the engagement has ended or has no contractor.
    pub async fn see(&self, caller: &Caller, number: EngagementNumber, new: NewSighting) -> Result<()> {
        let (scope, mut work, case) = self.begin(caller, number, Permission::EditEngagement).await?;
        not_ahead("on", new.on, work.today())?;
        known(&mut work.tx, [("giver", new.giver), ("firm", new.firm)]).await?;
        if new.giver == new.firm {
            return Err(Error::field("firm", Problem::Taken { value: new.firm.to_string() }));
        }
        let one = FirmAtWork {
            giver: new.giver,
            firm: new.firm,
            seen_on: new.on,
            note: new.note,
            seen_by: caller.id(),
            seen_at: work.at(),
            left_on: None,
        };
        store::chain::see(&mut work.tx, &scope, case.engagement.id, &one).await?;
        self.noted(
            caller,
            work,
            (&case, number),
            (&one, Change::of(action!("subcontract.see"), kind!("engagement"), case.engagement.id)),
        )
        .await
    }

    /// Writes down that a firm seen at work has left.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`]; not found when it was not at work; invalid when the day lies ahead.
    pub async fn leave(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (giver, firm, on): (ContractorId, ContractorId, Date),
    ) -> Result<()> {
        let (scope, mut work, case) = self.begin(caller, number, Permission::EditEngagement).await?;
        not_ahead("on", on, work.today())?;
        if !store::chain::leave(&mut work.tx, &scope, case.engagement.id, (giver, firm, on)).await? {
            return Err(Error::NotFound);
        }
        let gone = (giver, firm, on);
        self.noted(
            caller,
            work,
            (&case, number),
            (&gone, Change::of(action!("subcontract.leave"), kind!("engagement"), case.engagement.id)),
        )
        .await
    }

    async fn noted(
        &self,
        caller: &Caller,
        mut work: Work,
        (case, number): (&CaseFile, EngagementNumber),
        (what, change): (&impl serde::Serialize, Change),
    ) -> Result<()> {
        let unit = case.engagement.unit;
        let absent = caller.actor.acts_for(Permission::EditEngagement, unit, &caller.units);
        work.record(change.at(unit).after(what)?.note("number", number).for_person(absent)).await?;
        work.commit().await
    }

    /// Opens the write and the engagement, which is under way and has a contractor.
    async fn begin(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        permission: Permission,
    ) -> Result<(Scope, Work, CaseFile)> {
        let scope = caller.may(permission)?;
        let mut work = self.0.work(caller).await?;
        let case = CaseFile::load(&mut work.tx, &scope, number).await?;
        caller.may_at(permission, case.engagement.unit)?;
        case.must_be_open(None)?;
        if case.engagement.facts.contractor.is_none() {
            return Err(Error::conflict(
                "委託先が決まっていない案件では、再委託を扱えません。先に委託先を入れてください",
                "Subcontracting needs a contractor. Enter the contractor of this engagement first",
            ));
        }
        Ok((scope, work, case))
    }
}

/// What was seen or asked lies behind.
fn not_ahead(field: &str, day: Date, today: Date) -> Result<()> {
    if day <= today {
        return Ok(());
    }
    let said = Words { ja: "きょうまでの日付にしてください", en: "Give a day up to today" };
    Err(Error::field(field, Problem::Rule { said }))
}

/// Refuses firms nobody entered.
async fn known<const N: usize>(tx: &mut Tx, firms: [(&str, ContractorId); N]) -> Result<()> {
    let ids: Vec<ContractorId> = firms.iter().map(|(_, id)| *id).collect();
    let found = store::contractors::names(tx, &ids).await?;
    for (field, id) in firms {
        if !found.contains_key(&id) {
            return Err(Error::field(field, Problem::Unknown { value: id.to_string() }));
        }
    }
    Ok(())
}

/// Each condition that does not hold, with its id and source.
fn all_hold(report: &ActReport) -> Result<()> {
    let lacking: Vec<_> = report.refusals().map(|(condition, _)| *condition).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let list = |words: fn(&Words) -> &'static str, by: &str| {
        let each = lacking.iter().map(|c| format!("{} {} ({})", c.id, words(&c.title), c.source));
        each.collect::<Vec<_>>().join(by)
    };
    Err(Error::conflict(
        format!("まだ承認できません。満たされていない条件: {}", list(|w| w.ja, "、")),
        format!("This cannot be approved yet. Conditions that do not hold: {}", list(|w| w.en, "; ")),
    ))
}

fn refused(before: &SubcontractDecision, say: Said) -> Result<SubcontractDecision> {
    match before {
        SubcontractDecision::Open => Ok(SubcontractDecision::Refused { say }),
        // the second office may say no to what the first one let pass
        SubcontractDecision::Approved { owner, officer, .. } if owner.is_none() || officer.is_none() => {
            Ok(SubcontractDecision::Refused { say })
        }
        _ => Err(settled()),
    }
}

fn revoked(before: &SubcontractDecision, say: Said) -> Result<SubcontractDecision> {
    match before {
        SubcontractDecision::Approved { .. } => Ok(SubcontractDecision::Revoked { say }),
        _ => Err(settled()),
    }
}

fn approved(
    before: &SubcontractDecision,
    (voice, say): (Voice, Said),
    (mut conditions, until, small_firm): (Vec<Ground>, Date, bool),
) -> Result<SubcontractDecision> {
    let (owner, officer, until) = match (before, voice) {
        (SubcontractDecision::Open, Voice::Owner) => (Some(say), None, until),
        (SubcontractDecision::Open, Voice::Officer) => {
            return Err(Error::conflict(
                "先に担当の責任者の判断が要ります",
                "The owner of the engagement decides first",
            ));
        }
        (SubcontractDecision::Approved { owner, officer: None, conditions: first, until: earlier }, Voice::Officer) => {
            if !small_firm && owner.as_ref().is_some_and(|o| o.by == say.by) {
                return Err(Error::forbidden(
                    "担当の責任者として判断した人は、情報セキュリティ責任者として承認できません",
                    "Who decided as the owner cannot approve as the security officer",
                ));
            }
            conditions.retain(|one| !first.contains(one));
            conditions.splice(0..0, first.iter().cloned());
            (owner.clone(), Some(say), until.min(*earlier))
        }
        _ => return Err(settled()),
    };
    Ok(SubcontractDecision::Approved { owner, officer, conditions, until })
}

fn settled() -> Error {
    Error::conflict(
        "この申請にはすでに判断が出ています。続きは新しい申請にしてください",
        "This request has been decided. Enter a new request to go on",
    )
}
