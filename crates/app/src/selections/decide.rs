//! Proposing a candidate, and deciding the proposal: another person than the one who proposed.

use catalogue::Catalogue;
use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    engagement::Stage,
    id::{ContractorId, UnitId},
    permission::{Permission, Scope},
    selection::{Choice, Decision, Factor, Frozen, QuestionnaireFigure, Remark, SelectionState},
    text::Ground,
};
use ledger::{action, kind};
use rules::segregation::{Firm, may_decide};

use super::{
    Candidate, Judged, Selection, Selections,
    fact::{fact, is_intact},
    judged, unfit,
};
use crate::{
    Caller, Error, Result,
    approvals::Part,
    engagements::CaseFile,
    error::Sentence,
    work::{Change, Work},
};

/// What becomes of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The proposed one gets the work.
    Choose,
    /// Back to those who judge.
    SendBack,
}

/// May this person decide the proposal? `true` asks for the notice of small-firm mode.
fn segregation(
    catalogue: &Catalogue,
    caller: &Caller,
    (proposed, unit): (&Choice, UnitId),
    small_firm: bool,
) -> Result<bool, Sentence> {
    let behalf = caller.actor.acts_for(Permission::DecideSelection, unit, &caller.units);
    let firm = if small_firm { Firm::Small } else { Firm::Regular };
    may_decide(proposed.by, caller.id(), behalf, firm).map(|kept| kept.is_same_person()).map_err(|refusal| Sentence {
        ja: refusal.0.text(catalogue, Lang::Ja),
        en: refusal.0.text(catalogue, Lang::En),
    })
}

/// The caller's part in the proposal that waits.
pub(super) fn part(
    catalogue: &Catalogue,
    caller: &Caller,
    (one, unit): (&Selection, UnitId),
    small_firm: bool,
) -> Part {
    let Some(proposed) = &one.record.proposed else { return Part::Reader };
    let mine = proposed.by == caller.id();
    if caller.may_at(Permission::DecideSelection, unit).is_err() {
        return if mine { Part::Requester } else { Part::Reader };
    }
    match segregation(catalogue, caller, (proposed, unit), small_firm) {
        Ok(same_person) => Part::Decide {
            on_behalf_of: caller.actor.acts_for(Permission::DecideSelection, unit, &caller.units),
            same_person,
        },
        Err(_) if mine => Part::Requester,
        Err(sentence) => Part::Barred(sentence),
    }
}

impl Selections<'_> {
    /// Proposes a candidate for decision. From then on the candidates stand still.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict unless the formula was announced, the engagement
    /// is at Select and nothing was changed since `revision`; invalid at `contractor` with what keeps it from being chosen.
    pub async fn propose(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, contractor, reason): (i64, ContractorId, Ground),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        must_be_judged(&case, &one)?;
        if one.record.proposed.is_some() || one.revision != revision {
            return Err(Error::stale());
        }
        let all = self.judged_now(caller, &mut work, (&scope, &one)).await?;
        let chosen = all.iter().find(|j| j.candidate.contractor == contractor);
        let chosen =
            chosen.ok_or_else(|| Error::field("contractor", Problem::Unknown { value: contractor.to_string() }))?;
        self.must_be_eligible(&one, chosen)?;
        let before = one.clone();
        one.record.proposed = Some(Choice { contractor, reason, by: caller.id(), at: work.at() });
        one.record.sent_back = None;
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        let change = self
            .change(&case, &one, action!("selection.propose"))
            .before(&before)?
            .after(&one)?
            .note("contractor", &chosen.candidate.name);
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await
    }

    /// Takes the proposal back, so that candidates can be changed again.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict when none waits.
    pub async fn withdraw(&self, caller: &Caller, number: EngagementNumber, revision: i64) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::EditSelection)).await?;
        if one.revision != revision {
            return Err(Error::stale());
        }
        let before = one.clone();
        if one.record.proposed.take().is_none() {
            return Err(nothing_waits());
        }
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        let change = self.change(&case, &one, action!("selection.withdraw")).before(&before)?.after(&one)?;
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await
    }

    /// Decides the proposal. Choosing makes the proposed one the engagement's contractor, freezes what was looked at, and
    /// judges once more on this day: whoever can no longer be chosen is not.
    ///
    /// # Errors
    /// Forbidden without [`Permission::DecideSelection`] at its unit, or when proposer and decider are one person outside
    /// small-firm mode; conflict when nothing waits, the engagement is not at Select, something changed since `revision`, or
    /// the announced formula is not the one that judges; invalid when the proposed one can no longer be chosen.
    pub async fn decide(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (revision, verdict, reason): (i64, Verdict, Ground),
    ) -> Result<()> {
        let mut work = self.0.work(caller).await?;
        let settings = crate::settings::load(&mut work.tx).await?;
        let (scope, mut case, mut one) =
            self.for_change(caller, &mut work, (number, Permission::DecideSelection)).await?;
        must_be_judged(&case, &one)?;
        let proposed = one.record.proposed.clone().ok_or_else(nothing_waits)?;
        let unit = case.engagement.unit;
        let same_person = segregation(self.0.catalogue(), caller, (&proposed, unit), settings.small_firm)
            .map_err(Error::Forbidden)?;
        if one.revision != revision {
            return Err(Error::stale());
        }
        if verdict == Verdict::SendBack {
            return self.send_back(caller, work, (&scope, case, one), reason).await;
        }
        if !is_intact(&one) {
            return Err(Error::conflict(
                "評価の式が公表したものと違っています。決定できません。台帳を検証してください",
                "The formula is not the one that was announced, so nothing is decided. Verify the ledger",
            ));
        }
        let all = self.judged_now(caller, &mut work, (&scope, &one)).await?;
        let chosen = all.iter().find(|j| j.candidate.contractor == proposed.contractor).ok_or(Error::NotFound)?;
        self.must_be_eligible(&one, chosen)?;
        let before = one.clone();
        one.record.decided = Some(Decision {
            choice: Choice { contractor: proposed.contractor, reason, by: caller.id(), at: work.at() },
            on_behalf_of: caller.actor.acts_for(Permission::DecideSelection, unit, &caller.units),
            same_person,
            name: chosen.candidate.name.clone(),
            candidates: all.len(),
            total: chosen.evaluation.total,
            stability: chosen.candidate.record.sheet.scores.get(&Factor::Stability).copied(),
            unclear: one.formula.unclear(&chosen.candidate.record.sheet),
            unborne: chosen.candidate.record.unborne(&one.formula),
            proposed,
        });
        one.record.proposed = None;
        one.state = SelectionState::Decided;
        for found in all {
            freeze(&mut work, &scope, (&one, found)).await?;
        }
        store::selections::update(&mut work.tx, &scope, &mut one).await?;
        self.hand_over(&mut work, &scope, (&mut case, &before, &one)).await?;
        work.commit().await
    }

    /// The entries of a decision, and the engagement that goes to the chosen one.
    async fn hand_over(
        &self,
        work: &mut Work,
        scope: &Scope,
        (case, before, one): (&mut CaseFile, &Selection, &Selection),
    ) -> Result<()> {
        let Some(decided) = &one.record.decided else { return Err(Error::internal("nothing was decided")) };
        let mut change = self
            .change(case, one, action!("selection.decide"))
            .before(before)?
            .after(one)?
            .note("contractor", &decided.name)
            .note("contractor_id", decided.choice.contractor)
            .note("points", rules::selection::hundredths(decided.total))
            .note("candidates", decided.candidates)
            .note("formula_sha256", one.record.published.as_ref().map_or("", |p| p.digest.as_str()))
            .for_person(decided.on_behalf_of);
        if decided.same_person {
            change = change.note("same_person", "small_firm");
        }
        work.record(change).await?;
        let engagement = case.engagement.clone();
        let mut facts = domain::engagement::RawFacts::from(engagement.facts.clone());
        facts.contractor = Some(decided.choice.contractor);
        case.engagement.facts = facts.try_into().map_err(|e: domain::engagement::FactsError| Error::Invalid(e.0))?;
        case.name_contractor(&mut work.tx).await?;
        case.selection = fact(one);
        let change = Change::of(action!("engagement.contractor_chosen"), kind!("engagement"), engagement.id)
            .before(&engagement)?
            .note("contractor", &decided.name)
            .note("selection", one.id)
            .for_person(decided.on_behalf_of);
        self.0.engagements().save(work, scope, case, change).await
    }

    async fn send_back(
        &self,
        caller: &Caller,
        mut work: Work,
        (scope, mut case, mut one): (&Scope, CaseFile, Selection),
        reason: Ground,
    ) -> Result<()> {
        let before = one.clone();
        one.record.proposed = None;
        one.record.sent_back = Some(Remark { reason, by: caller.id(), at: work.at() });
        store::selections::update(&mut work.tx, scope, &mut one).await?;
        let change = self.change(&case, &one, action!("selection.send_back")).before(&before)?.after(&one)?;
        self.keep(&mut work, scope, (&mut case, &one), change).await?;
        work.commit().await
    }

    /// The candidates of a round as they are judged now, with what their questionnaires say.
    async fn judged_now(
        &self,
        caller: &Caller,
        work: &mut Work,
        (scope, one): (&Scope, &Selection),
    ) -> Result<Vec<Judged>> {
        let all = store::selections::candidates(&mut work.tx, scope, one.id).await?;
        let ids: Vec<ContractorId> = all.iter().map(|c: &Candidate| c.contractor).collect();
        let figures: Vec<(ContractorId, QuestionnaireFigure)> = match caller.may(Permission::ViewQuestionnaire) {
            Ok(scope) => store::selections::figures(&mut work.tx, &scope, &ids).await?,
            Err(_) => Vec::new(),
        };
        Ok(judged(&one.formula, all, &figures, work.today()))
    }

    /// Refuses a candidate that the formula does not let through, or of which something is still to be answered.
    fn must_be_eligible(&self, one: &Selection, found: &Judged) -> Result<()> {
        let mut out: Vec<FieldError> = found
            .evaluation
            .failures
            .iter()
            .map(|failure| {
                let ((ja, _), (en, _)) = (self.why(failure, Lang::Ja), self.why(failure, Lang::En));
                FieldError::new("contractor", Problem::Said { ja, en })
            })
            .collect();
        let unclear = one.formula.unclear(&found.candidate.record.sheet);
        let asked = found.evaluation.failures.iter().any(|f| self.why(f, Lang::En).1 == "N-6.2.2-2");
        if unclear > 0 && !asked {
            let ja = format!("自己診断に、はっきりしない答えが{unclear}件残っています");
            let en = format!("{unclear} answers of the self-assessment are unclear");
            out.push(FieldError::new("contractor", Problem::Said { ja, en }));
        }
        let unborne = found.candidate.record.unborne(&one.formula);
        if !unborne.is_empty() {
            let list = unborne.join(", ");
            let ja = format!("提供されない対策の危険を、誰が引き受けるか決まっていません（{list}）");
            let en = format!("Nobody bears the risk of measures not offered: {list}");
            out.push(FieldError::new("contractor", Problem::Said { ja, en }));
        }
        if out.is_empty() { Ok(()) } else { Err(Error::Invalid(out)) }
    }
}

/// A decision is made at Select, by an announced formula.
fn must_be_judged(case: &CaseFile, one: &Selection) -> Result<()> {
    if one.state != SelectionState::Published {
        return Err(unfit(one.state));
    }
    if case.engagement.stage == Stage::Select {
        return Ok(());
    }
    Err(Error::conflict(
        "委託先を決めるのは、案件が「選定」に進んでからです。先に「調達」の関を通してください",
        "A contractor is chosen once the engagement is at Select; pass the gate of Procure first",
    ))
}

fn nothing_waits() -> Error {
    Error::conflict("決定を待っている提案はありません", "No proposal is waiting for a decision")
}

/// What may change later is kept as it was on the day of the decision, so that judging again gives the same.
async fn freeze(work: &mut Work, scope: &Scope, (one, found): (&Selection, Judged)) -> Result<()> {
    let Judged { mut candidate, certificates, questionnaire, .. } = found;
    candidate.record.frozen = Some(Frozen { standing: candidate.details.standing, questionnaire });
    candidate.record.sheet.certificates = certificates;
    Ok(store::selections::save(&mut work.tx, scope, one.id, &mut candidate).await?)
}
