//! Approvals: asking officers, deciding, sending back.

pub mod decide;

use domain::{
    Problem,
    approval::{Approval, ApprovalKind, ApprovalState, Decided, Outcome, Request},
    calendar::EngagementNumber,
    engagement::Engagement,
    id::{ApprovalId, PersonId},
    permission::{Permission, Scope},
    text::Ground,
};
use ledger::{action, kind};
use rules::{Fix, decide::Verdict, gates::Status};
pub use store::approvals::Listed;

pub use decide::Decision;

use crate::{
    App, Caller, Error, Result,
    engagements::{CaseFile, Names},
    work::{Change, Work},
};

/// The use cases of approvals.
#[derive(Debug, Clone, Copy)]
pub struct Approvals<'a>(pub(crate) &'a App);

impl App {
    /// Approvals.
    #[must_use]
    pub const fn approvals(&self) -> Approvals<'_> {
        Approvals(self)
    }
}

/// A list of requests with the names that appear on it.
#[derive(Debug, Clone)]
pub struct Requests {
    /// The requests.
    pub items: Vec<Listed>,
    /// Names of requesters and deciders.
    pub names: Names,
    /// True when there are more.
    pub more: bool,
}

/// One request as its page shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The request.
    pub listed: Listed,
    /// The engagement it is about.
    pub engagement: Option<Engagement>,
    /// Names of everyone who appears.
    pub names: Names,
    /// What the caller can do with it.
    pub role: Part,
}

/// The caller's part in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// May decide it now.
    Decide {
        /// For whom, when as a substitute.
        on_behalf_of: Option<PersonId>,
        /// True when requester and decider are one person and small-firm mode lets it pass with a notice.
        same_person: bool,
    },
    /// Would hold the permission, but a rule on persons forbids it; says why.
    Barred(crate::error::Sentence),
    /// Asked for it, and may mend or withdraw it.
    Requester,
    /// Looks on.
    Reader,
}

impl Shown {
    /// Refuses as a decision would be refused, before anything of it is read.
    ///
    /// # Errors
    /// Conflict when it is closed already; forbidden when the caller may not decide it, with the reason.
    pub fn must_decide(&self) -> Result<()> {
        match &self.role {
            Part::Decide { .. } => Ok(()),
            Part::Barred(sentence) => Err(Error::Forbidden(sentence.clone())),
            Part::Requester | Part::Reader => match self.listed.approval.state {
                ApprovalState::Pending => Err(not_yours()),
                _ => Err(decided_already()),
            },
        }
    }

    /// Refuses as mending would be refused.
    ///
    /// # Errors
    /// Forbidden for anyone but the requester; conflict when it was not sent back.
    pub fn must_mend(&self, caller: &Caller) -> Result<()> {
        self.must_withdraw(caller)?;
        if self.listed.approval.state == ApprovalState::SentBack { Ok(()) } else { Err(not_sent_back()) }
    }

    /// Refuses as withdrawing would be refused.
    ///
    /// # Errors
    /// Forbidden for anyone but the requester; conflict when it is closed already.
    pub fn must_withdraw(&self, caller: &Caller) -> Result<()> {
        let approval = &self.listed.approval;
        if approval.requested_by != caller.id() {
            return Err(not_the_requester());
        }
        match approval.state {
            ApprovalState::Pending | ApprovalState::SentBack => Ok(()),
            _ => Err(decided_already()),
        }
    }
}

fn not_yours() -> Error {
    Error::forbidden("この依頼を決める権限がありません", "This request is not yours to decide")
}

fn not_the_requester() -> Error {
    Error::forbidden("依頼した本人だけができます", "Only the person who asked can do this")
}

fn not_sent_back() -> Error {
    Error::conflict("差し戻された依頼ではありません", "This request was not sent back")
}

impl Approvals<'_> {
    /// Asks for a decision on an engagement.
    ///
    /// # Errors
    /// Forbidden without [`Permission::RequestDecision`] at its unit; conflict when the state of the engagement gives no
    /// ground for this request or one like it is open already; invalid when a waiver names a condition that cannot be
    /// waived or a past date.
    pub async fn request(&self, caller: &Caller, number: EngagementNumber, request: Request) -> Result<ApprovalId> {
        let scope = caller.may(Permission::RequestDecision)?;
        let mut work = self.0.work(caller).await?;
        let mut file = CaseFile::load(&mut work.tx, &scope, number).await?;
        file.must_be_open(None)?;
        self.grounds(&file, &request, work.today())?;
        let approval = Approval {
            id: self.0.mint(),
            engagement: Some(file.engagement.id),
            unit: file.engagement.unit,
            requested_by: caller.id(),
            requested_at: work.at(),
            state: ApprovalState::Pending,
            decided: None,
            revision: 1,
            request,
        };
        store::approvals::insert(&mut work.tx, &scope, &approval).await?;
        let change = Change::of(action!("approval.request"), kind!("approval"), approval.id)
            .at(approval.unit)
            .after(&approval)?
            .note("kind", approval.request.kind())
            .note("number", file.engagement.number);
        work.record(change).await?;
        let id = approval.id;
        file.approvals.push(approval);
        self.touch(&mut work, &scope, &mut file).await?;
        work.commit().await?;
        Ok(id)
    }

    /// Answers a request that was sent back: mended, it waits for the officer again.
    ///
    /// # Errors
    /// Forbidden for anyone but the requester; conflict when it was not sent back or there is no ground for it any more;
    /// invalid when its kind changed, or as for [`Self::request`].
    pub async fn resubmit(&self, caller: &Caller, id: ApprovalId, request: Request) -> Result<()> {
        let scope = caller.may(Permission::RequestDecision)?;
        let mut work = self.0.work(caller).await?;
        let mut approval = self.own(&mut work, &scope, caller, id).await?;
        if approval.state != ApprovalState::SentBack {
            return Err(not_sent_back());
        }
        if approval.request.kind() != request.kind() {
            return Err(Error::field(
                "kind",
                Problem::NotOneOf {
                    value: request.kind().code().to_owned(),
                    allowed: vec![approval.request.kind().code()],
                },
            ));
        }
        if let Some(engagement) = approval.engagement {
            let mut file = CaseFile::load_by_id(&mut work.tx, &scope, engagement).await?;
            file.must_be_open(None)?;
            file.approvals.retain(|other| other.id != id);
            self.grounds(&file, &request, work.today())?;
        }
        let before = approval.clone();
        approval.request = request;
        approval.state = ApprovalState::Pending;
        approval.requested_at = work.at();
        store::approvals::update(&mut work.tx, &scope, &mut approval).await?;
        let change = Change::of(action!("approval.resubmit"), kind!("approval"), id)
            .at(approval.unit)
            .before(&before)?
            .after(&approval)?;
        work.record(change).await?;
        self.touch_engagement(&mut work, &scope, &approval).await?;
        work.commit().await
    }

    /// Takes a request back.
    ///
    /// # Errors
    /// Forbidden for anyone but the requester; conflict when it is decided already.
    pub async fn withdraw(&self, caller: &Caller, id: ApprovalId, reason: Ground) -> Result<()> {
        let scope = caller.may(Permission::RequestDecision)?;
        let mut work = self.0.work(caller).await?;
        let mut approval = self.own(&mut work, &scope, caller, id).await?;
        if !matches!(approval.state, ApprovalState::Pending | ApprovalState::SentBack) {
            return Err(decided_already());
        }
        let before = approval.clone();
        approval.state = ApprovalState::Withdrawn;
        approval.decided = Some(Decided {
            outcome: Outcome::Withdrawn,
            by: caller.id(),
            on_behalf_of: None,
            at: work.at(),
            reason,
            same_person: false,
        });
        store::approvals::update(&mut work.tx, &scope, &mut approval).await?;
        let change = Change::of(action!("approval.withdraw"), kind!("approval"), id)
            .at(approval.unit)
            .before(&before)?
            .after(&approval)?;
        work.record(change).await?;
        self.touch_engagement(&mut work, &scope, &approval).await?;
        work.commit().await
    }

    /// One request, with what the caller can do with it.
    ///
    /// # Errors
    /// Not found when it is out of reach.
    pub async fn show(&self, caller: &Caller, id: ApprovalId) -> Result<Shown> {
        let mut tx = self.0.db().read().await?;
        let settings = crate::settings::load(&mut tx).await?;
        let listed = self.visible(&mut tx, caller, id).await?;
        let engagement = match (listed.approval.engagement, caller.may(Permission::ViewEngagement)) {
            (Some(id), Ok(scope)) => store::engagements::by_id(&mut tx, &scope, id).await?.map(|l| l.engagement),
            _ => None,
        };
        let mut people = vec![listed.approval.requested_by];
        people.extend(engagement.as_ref().map(|e| e.owner));
        people.extend(listed.approval.decided.iter().flat_map(|d| [Some(d.by), d.on_behalf_of]).flatten());
        let role = part(self.0.catalogue(), caller, &listed.approval, settings.small_firm);
        if let Part::Decide { on_behalf_of, .. } = &role {
            people.extend(*on_behalf_of);
        }
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        Ok(Shown { listed, engagement, names, role })
    }

    /// A request the caller may see: within reach of what they may view or decide, or their own.
    async fn visible(&self, tx: &mut store::Tx, caller: &Caller, id: ApprovalId) -> Result<Listed> {
        for permission in [Permission::ViewEngagement, Permission::UpdateRegister] {
            if let Ok(scope) = caller.may(permission)
                && let Some(listed) = store::approvals::by_id(tx, &scope, id).await?
            {
                return Ok(listed);
            }
        }
        Err(Error::NotFound)
    }

    /// Requests waiting for the caller, longest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn waiting(&self, caller: &Caller, after: i64, limit: i64) -> Result<Requests> {
        let mut tx = self.0.db().read().await?;
        let items = store::approvals::waiting_for(&mut tx, &caller.actor, after, limit.saturating_add(1)).await?;
        Self::requests(tx, items, limit).await
    }

    /// How many wait for the caller, counting no further than 100.
    ///
    /// # Errors
    /// Of the database.
    pub async fn waiting_count(&self, caller: &Caller) -> Result<i64> {
        let mut tx = self.0.db().read().await?;
        let n = store::approvals::waiting_count(&mut tx, &caller.actor).await?;
        tx.commit().await?;
        Ok(n)
    }

    /// The caller's own requests, newest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mine(
        &self,
        caller: &Caller,
        state: Option<ApprovalState>,
        (before, limit): (i64, i64),
    ) -> Result<Requests> {
        let mut tx = self.0.db().read().await?;
        let page = (before, limit.saturating_add(1));
        let items = store::approvals::requested_by(&mut tx, caller.id(), state, page).await?;
        Self::requests(tx, items, limit).await
    }

    /// What the caller decided, newest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn decided(&self, caller: &Caller, before: i64, limit: i64) -> Result<Requests> {
        let mut tx = self.0.db().read().await?;
        let items = store::approvals::decided_by(&mut tx, caller.id(), before, limit.saturating_add(1)).await?;
        Self::requests(tx, items, limit).await
    }

    pub(crate) async fn requests(mut tx: store::Tx, mut items: Vec<Listed>, limit: i64) -> Result<Requests> {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let people: Vec<PersonId> = items
            .iter()
            .flat_map(|l| [Some(l.approval.requested_by), l.approval.decided.as_ref().map(|d| d.by)])
            .flatten()
            .collect();
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        Ok(Requests { items, names, more })
    }

    async fn own(&self, work: &mut Work, scope: &Scope, caller: &Caller, id: ApprovalId) -> Result<Approval> {
        let listed = store::approvals::by_id(&mut work.tx, scope, id).await?.ok_or(Error::NotFound)?;
        if listed.approval.requested_by == caller.id() {
            return Ok(listed.approval);
        }
        Err(not_the_requester())
    }

    /// Is there a ground for this request?
    fn grounds(&self, file: &CaseFile, request: &Request, today: jiff::civil::Date) -> Result<()> {
        let open = file.approvals.iter().any(|a| {
            matches!(a.state, ApprovalState::Pending | ApprovalState::SentBack) && same_matter(&a.request, request)
        });
        if open {
            return Err(Error::conflict(
                "同じ依頼がすでに出ています。承認の一覧を確かめてください",
                "The same request is open already; see the list of approvals",
            ));
        }
        let verdict = file.assess(today).verdict;
        match request {
            Request::Criticality { .. } if verdict == Verdict::AskOfficer => Ok(()),
            Request::Criticality { .. } => Err(Error::conflict(
                "いまの内容では、情報セキュリティ責任者の判断を求める理由がありません",
                "As things stand there is nothing for the security officer to decide",
            )),
            Request::Exception { .. } if verdict == Verdict::NotInPrinciple => Ok(()),
            Request::Exception { .. } => Err(Error::conflict(
                "例外の許可は、危機的と判断された業務についてだけ求められます",
                "An exception can be asked for only for work judged critical",
            )),
            Request::Waiver { condition, until, .. } => {
                if *until < today {
                    let problem = Problem::Before { value: until.to_string(), bound: today.to_string() };
                    return Err(Error::field("until", problem));
                }
                let waivable = self
                    .0
                    .catalogue()
                    .condition(condition)
                    .is_some_and(|c| c.waivable == catalogue::Waivable::Waivable);
                let unmet = file
                    .gate(self.0.catalogue(), today)
                    .conditions
                    .iter()
                    .any(|c| c.id == *condition && c.status == Status::Unmet);
                if (waivable && unmet) || crate::handovers::waivable(condition) {
                    return Ok(());
                }
                Err(Error::field("condition", Problem::Unknown { value: condition.to_string() }))
            }
            Request::RegisterUpdate { .. } => Err(Error::conflict(
                "付録1の更新は、責任者の判断の後に自動で依頼されます",
                "An update of the register is asked for by itself after an officer's decision",
            )),
        }
    }

    /// Saves the engagement anew after something about its approvals changed.
    pub(crate) async fn touch(&self, work: &mut Work, scope: &Scope, file: &mut CaseFile) -> Result<()> {
        file.engagement.updated_at = work.at();
        file.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, scope, &mut file.engagement, &file.projection).await?;
        Ok(())
    }

    pub(crate) async fn touch_engagement(&self, work: &mut Work, scope: &Scope, approval: &Approval) -> Result<()> {
        if let Some(id) = approval.engagement {
            let mut file = CaseFile::load_by_id(&mut work.tx, scope, id).await?;
            self.touch(work, scope, &mut file).await?;
        }
        Ok(())
    }
}

/// Two requests about one and the same thing.
fn same_matter(a: &Request, b: &Request) -> bool {
    match (a, b) {
        (Request::Waiver { condition: a, .. }, Request::Waiver { condition: b, .. }) => a == b,
        _ => a.kind() == b.kind(),
    }
}

pub(crate) fn decided_already() -> Error {
    Error::conflict("この依頼はすでに終わっています", "This request is closed already")
}

/// What the caller can do with a request.
fn part(catalogue: &catalogue::Catalogue, caller: &Caller, approval: &Approval, small_firm: bool) -> Part {
    let mine = approval.requested_by == caller.id();
    let permission = approval.request.kind().decided_with();
    if approval.state == ApprovalState::Pending && caller.may_at(permission, approval.unit).is_ok() {
        return match decide::segregation(catalogue, caller, approval, small_firm) {
            Ok(notice) => Part::Decide {
                on_behalf_of: caller.actor.acts_for(permission, approval.unit, &caller.units),
                same_person: notice,
            },
            Err(_) if mine => Part::Requester,
            Err(sentence) => Part::Barred(sentence),
        };
    }
    let open = matches!(approval.state, ApprovalState::Pending | ApprovalState::SentBack);
    if mine && open { Part::Requester } else { Part::Reader }
}

/// Decisions on an engagement that has outgrown what they were made on no longer hold; they stay on record.
pub(crate) async fn lapse(work: &mut Work, scope: &Scope, file: &mut CaseFile, by: PersonId) -> Result<()> {
    let at = work.at();
    for approval in &mut file.approvals {
        // work that was held critical does not become less so by growing
        let outcome = approval.decided.as_ref().map(|d| &d.outcome);
        let rests = matches!(outcome, Some(Outcome::NotCritical | Outcome::Permitted { .. }));
        if !rests || approval.state != ApprovalState::Approved {
            continue;
        }
        let before = approval.clone();
        let said = "業務の内容が決定のときより広がったため、この決定は効力を失った / \
                    The work has outgrown what was decided on, so the decision no longer holds";
        let reason = said.parse().map_err(Error::internal)?;
        approval.state = ApprovalState::Withdrawn;
        approval.decided =
            Some(Decided { outcome: Outcome::Withdrawn, by, on_behalf_of: None, at, reason, same_person: false });
        store::approvals::update(&mut work.tx, scope, approval).await?;
        let change = Change::of(action!("approval.lapse"), kind!("approval"), approval.id)
            .at(approval.unit)
            .before(&before)?
            .after(&*approval)?;
        work.record(change).await?;
    }
    Ok(())
}

/// Withdraws every open request of an engagement that ends.
pub(crate) async fn withdraw_all(work: &mut Work, scope: &Scope, file: &mut CaseFile, by: PersonId) -> Result<()> {
    let at = work.at();
    for approval in &mut file.approvals {
        if !matches!(approval.state, ApprovalState::Pending | ApprovalState::SentBack)
            || approval.request.kind() == ApprovalKind::RegisterUpdate
        {
            continue;
        }
        let before = approval.clone();
        let reason = "案件が終わったため / The engagement ended".parse().map_err(Error::internal)?;
        approval.state = ApprovalState::Withdrawn;
        approval.decided =
            Some(Decided { outcome: Outcome::Withdrawn, by, on_behalf_of: None, at, reason, same_person: false });
        store::approvals::update(&mut work.tx, scope, approval).await?;
        let change = Change::of(action!("approval.withdraw"), kind!("approval"), approval.id)
            .at(approval.unit)
            .before(&before)?
            .after(&*approval)?;
        work.record(change).await?;
    }
    Ok(())
}

/// The link that settles a condition by asking, if that is its way.
#[must_use]
pub fn is_request(fix: &Fix) -> bool {
    matches!(fix, Fix::RequestCriticality | Fix::RequestException)
}
