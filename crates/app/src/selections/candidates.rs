//! Candidates: who takes part, what each quoted and shows, taken off with a reason.

use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    contractor::ContractorStanding,
    id::ContractorId,
    permission::{Permission, Scope},
    selection::{CandidateRecord, SelectionState, at_answer},
    text::Ground,
};
use ledger::action;

use super::{Candidate, MAX_CANDIDATES, Selection, Selections, unfit};
use crate::{
    Caller, Error, Result,
    engagements::CaseFile,
    work::{Change, Work},
};

impl Selections<'_> {
    /// Adds a contractor of the register.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; invalid at `contractor` when it is unknown, takes part
    /// already, gets no new work, or there are too many; conflict while a proposal waits or once it was decided.
    pub async fn add(&self, caller: &Caller, number: EngagementNumber, id: ContractorId) -> Result<()> {
        let register = caller.may(Permission::ViewContractor)?;
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        must_stand_open(&one)?;
        let found = store::contractors::by_id(&mut work.tx, &register, id).await?;
        let unknown = || Error::field("contractor", Problem::Unknown { value: id.to_string() });
        let contractor = found.ok_or_else(unknown)?;
        let all = store::selections::candidates(&mut work.tx, &scope, one.id).await?;
        if all.iter().any(|c| c.contractor == id) {
            return Err(Error::field("contractor", Problem::Taken { value: contractor.name.to_string() }));
        }
        if matches!(contractor.details.standing, ContractorStanding::Suspended | ContractorStanding::Ended) {
            return Err(Error::Invalid(vec![FieldError::rule(
                "contractor",
                "新しい委託を止めている相手なので、候補にできません",
                "No new work goes to this contractor, so it cannot be a candidate",
            )]));
        }
        if all.len() >= MAX_CANDIDATES {
            let max = i64::try_from(MAX_CANDIDATES).unwrap_or(i64::MAX);
            let value = all.len().saturating_add(1).to_string();
            return Err(Error::field("contractor", Problem::OutOfRange { value, min: 0, max }));
        }
        let position = all.iter().map(|c| c.position).max().unwrap_or(-1).saturating_add(1);
        let fresh = Candidate::fresh(&contractor, position);
        store::selections::add(&mut work.tx, &scope, one.id, &fresh).await?;
        let change = self.about(&case, &one, &fresh, action!("selection.add_candidate")).after(&fresh)?;
        self.settle(&mut work, &scope, (&mut case, &mut one), change).await?;
        work.commit().await
    }

    /// Keeps what is known of a candidate. Its certificates are not part of it: those are the register's.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; not found; conflict while a proposal waits, once it was
    /// decided, or when somebody changed it since `revision`; invalid with every value that is refused.
    pub async fn change_candidate(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (id, revision, record): (ContractorId, i64, CandidateRecord),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        must_stand_open(&one)?;
        let mut candidate = self.candidate(&mut work, &scope, (&one, id)).await?;
        if candidate.revision != revision {
            return Err(Error::stale());
        }
        let problems = record.problems(&one.formula);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let before = candidate.record.clone();
        candidate.record = record;
        candidate.record.frozen = None;
        candidate.record.sheet.certificates.clear();
        store::selections::save(&mut work.tx, &scope, one.id, &mut candidate).await?;
        let change = self
            .about(&case, &one, &candidate, action!("selection.judge"))
            .before(&before)?
            .after(&candidate.record)?;
        self.settle(&mut work, &scope, (&mut case, &mut one), change).await?;
        work.commit().await
    }

    /// Takes a candidate off; the reason and a digest of what was entered stay in the ledger.
    ///
    /// # Errors
    /// As [`Self::change_candidate`].
    pub async fn remove_candidate(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (id, revision, reason): (ContractorId, i64, Ground),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        must_stand_open(&one)?;
        let candidate = self.candidate(&mut work, &scope, (&one, id)).await?;
        if candidate.revision != revision {
            return Err(Error::stale());
        }
        store::selections::remove(&mut work.tx, &scope, one.id, &candidate).await?;
        let change = self
            .about(&case, &one, &candidate, action!("selection.remove_candidate"))
            .before(&candidate)?
            .note("reason", &reason);
        self.settle(&mut work, &scope, (&mut case, &mut one), change).await?;
        work.commit().await
    }

    async fn candidate(
        &self,
        work: &mut Work,
        scope: &Scope,
        (one, id): (&Selection, ContractorId),
    ) -> Result<Candidate> {
        let all = store::selections::candidates(&mut work.tx, scope, one.id).await?;
        all.into_iter().find(|c| c.contractor == id).ok_or(Error::NotFound)
    }

    fn about(&self, case: &CaseFile, one: &Selection, candidate: &Candidate, action: ledger::Action) -> Change {
        self.change(case, one, action).note("contractor", &candidate.name).note("contractor_id", candidate.contractor)
    }

    /// A round changes with its candidates, so that nobody proposes on what they did not see.
    async fn settle(
        &self,
        work: &mut Work,
        scope: &Scope,
        (case, one): (&mut CaseFile, &mut Selection),
        change: Change,
    ) -> Result<()> {
        store::selections::update(&mut work.tx, scope, one).await?;
        self.keep(work, scope, (case, one), change).await
    }
}

/// Candidates change while the round is under way and nobody waits for a decision.
fn must_stand_open(one: &Selection) -> Result<()> {
    if !matches!(one.state, SelectionState::Open | SelectionState::Published) {
        return Err(unfit(one.state));
    }
    if one.record.proposed.is_some() {
        return Err(Error::conflict(
            "決定を待っている間は、候補の内容を変えられません。直すときは、先に提案を取り下げてください",
            "While a decision is waited for, candidates stand still. Take the proposal back first",
        ));
    }
    Ok(())
}

/// Reads the answers of a self-assessment as people paste them: numbers parted by anything, or digits in a row.
///
/// # Errors
/// The first answer that is none of 1 to 5, with its place.
pub fn levels(text: &str) -> Result<Vec<u8>, FieldError> {
    let plain: String = text.chars().map(half).collect();
    let mut out: Vec<u8> = Vec::new();
    for word in plain.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()) {
        let position = out.len().saturating_add(1);
        if !word.bytes().all(|b| b.is_ascii_digit()) {
            return Err(at_answer(position, word));
        }
        // two digits between others are a mistyped answer; a whole row of digits is a row of answers
        let row = word.len() > 2;
        if !row && word.len() > 1 {
            return Err(at_answer(position, word));
        }
        for digit in word.chars() {
            let level = digit.to_digit(10).and_then(|d| u8::try_from(d).ok()).filter(|d| (1..=5).contains(d));
            let position = out.len().saturating_add(1);
            out.push(level.ok_or_else(|| at_answer(position, &digit.to_string()))?);
        }
    }
    Ok(out)
}

/// Full-width digits as half-width ones.
fn half(c: char) -> char {
    let full = u32::from(c).checked_sub(0xFF10).filter(|d| *d < 10);
    full.and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
}
