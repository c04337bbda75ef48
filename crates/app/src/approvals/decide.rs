//! Deciding a request: the officer's side.

use domain::{
    Problem,
    approval::{Approval, ApprovalKind, ApprovalState, Decided, Outcome, Request},
    gate::Waiver,
    id::{ApprovalId, EntryId},
    permission::{Permission, Scope},
    register::{Entry, RegisterChange, RegisterList},
    risk::{DirectedMeasure, Permit, RawPermit},
    text::Ground,
};
use jiff::civil::Date;
use ledger::{action, kind};
use rules::segregation::Firm;

use super::{Approvals, decided_already, not_yours};
use crate::{
    Caller, Error, Result,
    engagements::CaseFile,
    error::Sentence,
    work::{Change, Work},
};

/// What an officer decides.
#[derive(Debug, Clone)]
pub enum Decision {
    /// Unlisted work is critical.
    Critical,
    /// Unlisted work is not critical.
    NotCritical,
    /// The exception is permitted, with directed measures until a day.
    Permit {
        /// Measures directed.
        measures: Vec<DirectedMeasure>,
        /// Last day it holds.
        until: Date,
    },
    /// The register is updated as proposed or amended.
    Update {
        /// The change to make.
        change: RegisterChange,
    },
    /// The register needs no update.
    NoUpdate,
    /// The condition is waived.
    Waive,
    /// Refused.
    Refuse,
    /// Back to the requester to be mended.
    SendBack,
}

impl Decision {
    /// Whether it answers a kind of request.
    #[must_use]
    pub const fn answers(&self, kind: ApprovalKind) -> bool {
        match self {
            Self::Critical | Self::NotCritical => matches!(kind, ApprovalKind::Criticality),
            Self::Permit { .. } => matches!(kind, ApprovalKind::Exception),
            Self::Update { .. } | Self::NoUpdate => matches!(kind, ApprovalKind::RegisterUpdate),
            Self::Waive => matches!(kind, ApprovalKind::Waiver),
            Self::Refuse => matches!(kind, ApprovalKind::Exception | ApprovalKind::Waiver),
            Self::SendBack => !matches!(kind, ApprovalKind::RegisterUpdate),
        }
    }

    /// Codes of the decisions a kind of request can be answered with.
    #[must_use]
    pub fn codes(kind: ApprovalKind) -> Vec<&'static str> {
        match kind {
            ApprovalKind::Criticality => vec!["critical", "not_critical", "send_back"],
            ApprovalKind::Exception => vec!["permit", "refuse", "send_back"],
            ApprovalKind::RegisterUpdate => vec!["update", "no_update"],
            ApprovalKind::Waiver => vec!["waive", "refuse", "send_back"],
        }
    }
}

/// May this person decide this request? `true` asks for the notice of small-firm mode.
pub(super) fn segregation(
    catalogue: &catalogue::Catalogue,
    caller: &Caller,
    approval: &Approval,
    small_firm: bool,
) -> Result<bool, Sentence> {
    let permission = approval.request.kind().decided_with();
    let behalf = caller.actor.acts_for(permission, approval.unit, &caller.units);
    let firm = if small_firm { Firm::Small } else { Firm::Regular };
    rules::segregation::may_decide(approval.requested_by, caller.id(), behalf, firm)
        .map(|separation| separation.is_same_person())
        .map_err(|refusal| Sentence {
            ja: refusal.0.text(catalogue, domain::Lang::Ja),
            en: refusal.0.text(catalogue, domain::Lang::En),
        })
}

impl Approvals<'_> {
    /// Decides a request. A decision on unlisted work also asks the chief officer for the update of the register.
    ///
    /// # Errors
    /// Forbidden without the permission its kind needs at its unit, or when requester and decider are one person
    /// outside small-firm mode; conflict when it is no longer pending or was changed since `revision`; invalid when
    /// the decision does not fit the kind, or a permit lacks directed measures.
    pub async fn decide(
        &self,
        caller: &Caller,
        id: ApprovalId,
        (revision, decision, reason): (i64, Decision, Ground),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let settings = crate::settings::load(&mut work.tx).await?;
        let (scope, mut approval) = self.decidable(&mut work, caller, id).await?;
        if approval.revision != revision {
            return Err(Error::stale());
        }
        let kind = approval.request.kind();
        if !decision.answers(kind) {
            return Err(Error::field(
                "decision",
                Problem::NotOneOf { value: String::new(), allowed: Decision::codes(kind) },
            ));
        }
        let same_person =
            segregation(self.0.catalogue(), caller, &approval, settings.small_firm).map_err(Error::Forbidden)?;
        let before = approval.clone();
        let outcome = self.outcome(&mut work, caller, (&scope, &approval), (decision, &reason)).await?;
        approval.state = state_after(&outcome);
        let on_behalf_of = caller.actor.acts_for(kind.decided_with(), approval.unit, &caller.units);
        approval.decided = Some(Decided { outcome, by: caller.id(), on_behalf_of, at: work.at(), reason, same_person });
        store::approvals::update(&mut work.tx, &scope, &mut approval).await?;
        let mut change = Change::of(action!("approval.decide"), kind!("approval"), id)
            .at(approval.unit)
            .before(&before)?
            .after(&approval)?
            .note("kind", kind)
            .note("state", approval.state)
            .for_person(on_behalf_of);
        if same_person {
            change = change.note("same_person", "small_firm");
        }
        work.record(change).await?;
        self.follow_up(&mut work, caller, &scope, &approval).await?;
        work.commit().await
    }

    async fn decidable(&self, work: &mut Work, caller: &Caller, id: ApprovalId) -> Result<(Scope, Approval)> {
        let mut seen = false;
        for kind in ApprovalKind::ALL {
            let Ok(scope) = caller.may(kind.decided_with()) else { continue };
            let Some(listed) = store::approvals::by_id(&mut work.tx, &scope, id).await? else { continue };
            seen = true;
            if listed.approval.request.kind() != *kind {
                continue;
            }
            if listed.approval.state != ApprovalState::Pending {
                return Err(decided_already());
            }
            return Ok((scope, listed.approval));
        }
        // someone who may see it learns that it is not theirs to decide; anyone else, nothing
        let visible = match caller.may(Permission::ViewEngagement) {
            Ok(scope) => store::approvals::by_id(&mut work.tx, &scope, id).await?.is_some(),
            Err(_) => false,
        };
        if seen || visible {
            return Err(not_yours());
        }
        Err(Error::NotFound)
    }

    /// What the decision brings about beside the request itself.
    async fn outcome(
        &self,
        work: &mut Work,
        caller: &Caller,
        (scope, approval): (&Scope, &Approval),
        (decision, reason): (Decision, &Ground),
    ) -> Result<Outcome> {
        Ok(match decision {
            Decision::Critical => Outcome::Critical,
            Decision::NotCritical => Outcome::NotCritical,
            Decision::Permit { measures, until } => {
                let raw = RawPermit {
                    measures,
                    reason: reason.clone(),
                    granted_by: caller.id(),
                    granted_on: work.today(),
                    until,
                };
                let permit = Permit::try_from(raw).map_err(|e| Error::Invalid(e.0))?;
                Outcome::Permitted { permit: Box::new(permit) }
            }
            Decision::Update { change } => {
                let (version, entry) = self.update_register(work, caller, &change, reason).await?;
                Outcome::Updated { version, entry }
            }
            Decision::NoUpdate => Outcome::NoUpdate,
            Decision::Waive => self.waive(work, caller, (scope, approval)).await?,
            Decision::Refuse => Outcome::Refused,
            Decision::SendBack => Outcome::SentBack,
        })
    }

    async fn update_register(
        &self,
        work: &mut Work,
        caller: &Caller,
        change: &RegisterChange,
        reason: &Ground,
    ) -> Result<(i64, Option<EntryId>)> {
        let version = crate::register::apply(work, caller, change, reason).await?;
        let entry = match change {
            RegisterChange::Add(entry) | RegisterChange::Replace(entry) => Some(entry.id),
            RegisterChange::Remove { .. } => None,
        };
        Ok((version, entry))
    }

    async fn waive(&self, work: &mut Work, caller: &Caller, (scope, approval): (&Scope, &Approval)) -> Result<Outcome> {
        let (Request::Waiver { condition, reason, until }, Some(engagement)) = (&approval.request, approval.engagement)
        else {
            return Err(Error::internal("a waiver without its engagement"));
        };
        let waiver = Waiver {
            id: self.0.mint(),
            engagement,
            condition: condition.clone(),
            granted_by: caller.id(),
            granted_on: work.today(),
            reason: reason.clone(),
            until: *until,
        };
        store::gates::insert_waiver(&mut work.tx, scope, &waiver, approval.id).await?;
        Ok(Outcome::Waived)
    }

    /// The engagement is weighed anew; a decision on unlisted work asks for the update of the register (5.1(4)).
    async fn follow_up(&self, work: &mut Work, caller: &Caller, scope: &Scope, approval: &Approval) -> Result<()> {
        let Some(id) = approval.engagement else { return Ok(()) };
        // an update of the register is decided at the organisation, where every engagement is within reach
        let mut file = CaseFile::load_by_id(&mut work.tx, scope, id).await?;
        let list = match approval.decided.as_ref().map(|d| &d.outcome) {
            Some(Outcome::Critical) => Some(RegisterList::Critical),
            Some(Outcome::NotCritical) => Some(RegisterList::NonCritical),
            _ => None,
        };
        if let (Some(list), Some(decided)) = (list, &approval.decided) {
            let update = self.register_request(work, caller, &file, (list, &decided.reason))?;
            store::approvals::insert(&mut work.tx, scope, &update).await?;
            let change = Change::of(action!("approval.request"), kind!("approval"), update.id)
                .at(update.unit)
                .after(&update)?
                .note("kind", ApprovalKind::RegisterUpdate)
                .note("number", file.engagement.number);
            work.record(change).await?;
        }
        if let Some(Outcome::Updated { entry: Some(entry), .. }) = approval.decided.as_ref().map(|d| &d.outcome) {
            file.engagement.entry = Some(*entry);
        }
        // what was just written is read back, so that the projection cannot differ from the records
        let entry = file.engagement.entry;
        let mut file = CaseFile::load_by_id(&mut work.tx, scope, id).await?;
        file.engagement.entry = entry;
        self.touch(work, scope, &mut file).await
    }

    fn register_request(
        &self,
        work: &Work,
        caller: &Caller,
        file: &CaseFile,
        (list, reason): (RegisterList, &Ground),
    ) -> Result<Approval> {
        let facts = &file.engagement.facts;
        let assessment = file.assess(work.today());
        let unlisted: std::collections::BTreeSet<_> = assessment
            .matched
            .iter()
            .filter(|m| m.listing == rules::decide::Listing::Unlisted)
            .map(|m| m.activity)
            .collect();
        let activities = if unlisted.is_empty() { facts.activities.clone() } else { unlisted };
        let root = caller.units.root().map(|u| u.id).ok_or_else(|| Error::internal("no organisation unit"))?;
        let entry = Entry {
            id: self.0.mint(),
            list,
            system: facts.system.clone(),
            activities,
            information: information_words(facts)?,
            reason: reason.clone(),
            decided_by: Some(caller.id()),
            decided_on: work.today(),
            review_on: work.today().checked_add(jiff::Span::new().years(1)).ok(),
        };
        Ok(Approval {
            id: self.0.mint(),
            engagement: Some(file.engagement.id),
            unit: root,
            request: Request::RegisterUpdate { change: RegisterChange::Add(Box::new(entry)), decision: reason.clone() },
            requested_by: caller.id(),
            requested_at: work.at(),
            state: ApprovalState::Pending,
            decided: None,
            revision: 1,
        })
    }
}

const fn state_after(outcome: &Outcome) -> ApprovalState {
    match outcome {
        Outcome::SentBack => ApprovalState::SentBack,
        Outcome::Refused => ApprovalState::Refused,
        Outcome::Withdrawn => ApprovalState::Withdrawn,
        Outcome::Critical
        | Outcome::NotCritical
        | Outcome::Permitted { .. }
        | Outcome::Updated { .. }
        | Outcome::NoUpdate
        | Outcome::Waived => ApprovalState::Approved,
    }
}

/// The information concerned, in a line: the items by name, or the kinds.
fn information_words(facts: &domain::engagement::RawFacts) -> Result<domain::text::Title> {
    let names: Vec<&str> = if facts.items.is_empty() {
        facts.information.iter().map(|k| k.label(domain::Lang::Ja)).collect()
    } else {
        facts.items.iter().map(|i| i.name.as_str()).collect()
    };
    let line: String = names.join("、").chars().take(domain::text::Title::MAX).collect();
    line.parse().map_err(Error::internal)
}
