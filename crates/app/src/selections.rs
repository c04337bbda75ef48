//! Selections: the candidates of an engagement, the formula they are judged by, the decision (NISC-2008 6.1, 6.2).
//!
//! A round is written, announced, judged, decided. What was announced is never changed. Who proposes does not decide. A new
//! round begins with nobody in it: going on with a contractor is judged anew (7.3).

mod candidates;
mod decide;
mod export;
mod fact;
mod formula;
#[cfg(test)]
mod tests;
mod words;

use catalogue::measure::{AnsweredBy, Measure};
use domain::{
    calendar::EngagementNumber,
    contractor::Certificate,
    engagement::{Stage, Standing},
    id::ContractorId,
    permission::{Permission, Scope},
    plan::RequirementLevel,
    selection::{Formula, QuestionnaireFigure, RoundRecord, SelectionState, Triage},
};
use jiff::civil::Date;
use ledger::{Digest, action, kind};
use rules::selection::{Evaluation, evaluate};
pub use store::selections::{Candidate, MAX_CANDIDATES, Selection};

pub use candidates::levels;
pub use decide::Verdict;
pub(crate) use fact::fact;

use crate::{
    App, Caller, Error, Result,
    approvals::Part,
    engagements::{CaseFile, Names},
    work::{Change, Work},
};

/// The use cases of selections.
#[derive(Debug, Clone, Copy)]
pub struct Selections<'a>(pub(crate) &'a App);

impl App {
    /// Selections of contractors for engagements.
    #[must_use]
    pub const fn selections(&self) -> Selections<'_> {
        Selections(self)
    }
}

/// A candidate as the formula judges it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The candidate.
    pub candidate: Candidate,
    /// Its certificates: of the register, or as they were at the decision.
    pub certificates: Vec<Certificate>,
    /// Points, place, and what keeps it from being chosen.
    pub evaluation: Evaluation,
    /// The last questionnaire accepted of it, as far as the caller may see it.
    pub questionnaire: Option<QuestionnaireFigure>,
}

/// The selection of an engagement.
#[derive(Debug, Clone)]
pub struct View {
    /// The engagement.
    pub case: CaseFile,
    /// Every round, the newest first.
    pub rounds: Vec<(i64, SelectionState)>,
    /// The round that is looked at.
    pub selection: Option<Selection>,
    /// Its candidates, in the order of entry.
    pub candidates: Vec<Judged>,
    /// The day they are judged on: that of the decision, else today.
    pub judged_on: Date,
    /// Names of everyone who appears.
    pub names: Names,
    /// The announced formula is the one that judges.
    pub is_intact: bool,
    /// Whether the caller may write it, the round being the newest and neither decided nor given up.
    pub may_edit: bool,
    /// Whether the caller may begin a round.
    pub may_begin: bool,
    /// The caller's part in the proposal that waits.
    pub part: Part,
}

impl View {
    /// One candidate.
    #[must_use]
    pub fn candidate(&self, id: ContractorId) -> Option<&Judged> {
        self.candidates.iter().find(|j| j.candidate.contractor == id)
    }
}

impl<'a> Selections<'a> {
    /// Measures whose price a quotation can be asked for: those the work requires of a contractor.
    #[must_use]
    pub fn measures(self, case: &CaseFile) -> Vec<&'a Measure> {
        let catalogue = self.0.catalogue();
        let profile = rules::profile::profile(catalogue, &case.engagement.facts, &case.plan.plan);
        let required = profile.measures.iter().filter(|line| line.level == RequirementLevel::Required);
        let known = required.filter_map(|line| catalogue.measure(&line.measure));
        known.filter(|m| m.answered_by == AnsweredBy::Contractor).collect()
    }
}

impl Selections<'_> {
    /// The selection of an engagement, its newest round or another one. The number of statements does not depend on how
    /// many candidates there are.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewSelection`]; not found when the engagement or the round is out of sight.
    pub async fn show(&self, caller: &Caller, number: EngagementNumber, round: Option<i64>) -> Result<View> {
        let scope = caller.may(Permission::ViewSelection)?;
        let mut tx = self.0.db().read().await?;
        let case = CaseFile::load(&mut tx, &scope, number).await?;
        let all = store::selections::of_engagement(&mut tx, &scope, case.engagement.id).await?;
        let rounds: Vec<_> = all.iter().map(|s| (s.round, s.state)).collect();
        let is_newest = round.is_none_or(|r| rounds.first().is_some_and(|(newest, _)| *newest == r));
        let selection = match round {
            None => all.into_iter().next(),
            Some(round) => Some(all.into_iter().find(|s| s.round == round).ok_or(Error::NotFound)?),
        };
        let candidates = match &selection {
            Some(one) => store::selections::candidates(&mut tx, &scope, one.id).await?,
            None => Vec::new(),
        };
        let figures = match caller.may(Permission::ViewQuestionnaire) {
            Ok(scope) => {
                let ids: Vec<_> = candidates.iter().map(|c| c.contractor).collect();
                store::selections::figures(&mut tx, &scope, &ids).await?
            }
            Err(_) => Vec::new(),
        };
        let settings = crate::settings::load(&mut tx).await?;
        let mut people = case.people();
        people.extend(selection.iter().flat_map(fact::people));
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        let today = self.0.clock().today();
        let judged_on = selection.as_ref().and_then(decided_on).unwrap_or(today);
        let unit = case.engagement.unit;
        let is_open = case.engagement.standing == Standing::Open && can_select(case.engagement.stage);
        let edits = is_open && caller.actor.may_at(Permission::EditSelection, unit).is_ok();
        let over = |s: &Selection| matches!(s.state, SelectionState::Decided | SelectionState::Ended);
        let part = match &selection {
            Some(one) if is_newest && is_open => {
                decide::part(self.0.catalogue(), caller, (one, unit), settings.small_firm)
            }
            _ => Part::Reader,
        };
        Ok(View {
            rounds,
            candidates: selection
                .as_ref()
                .map_or_else(Vec::new, |s| judged(&s.formula, candidates, &figures, judged_on)),
            is_intact: selection.as_ref().is_none_or(fact::is_intact),
            may_edit: edits && is_newest && selection.as_ref().is_some_and(|s| !over(s)),
            may_begin: edits && is_newest && selection.as_ref().is_none_or(over),
            selection,
            case,
            judged_on,
            names,
            part,
        })
    }

    /// The same for a form about it; whoever may not do what the form does gets the refusal at once.
    ///
    /// # Errors
    /// As [`Self::show`]; forbidden without the permission at its unit; conflict when the engagement has ended or stands at
    /// another stage.
    pub async fn show_for(&self, caller: &Caller, number: EngagementNumber, permission: Permission) -> Result<View> {
        let view = self.show(caller, number, None).await?;
        caller.may_at(permission, view.case.engagement.unit)?;
        must_select(&view.case)?;
        Ok(view)
    }

    /// Begins a round: with the weights of the round before, if there was one, and nobody in it.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditSelection`] at its unit; conflict when a round is under way, the engagement has
    /// ended or stands at another stage.
    pub async fn begin(&self, caller: &Caller, number: EngagementNumber) -> Result<Selection> {
        let scope = caller.may(Permission::EditSelection)?;
        let mut work = self.0.work(caller).await?;
        let mut case = CaseFile::load(&mut work.tx, &scope, number).await?;
        must_select(&case)?;
        let before = store::selections::latest(&mut work.tx, &scope, case.engagement.id).await?;
        if before.as_ref().is_some_and(|b| matches!(b.state, SelectionState::Open | SelectionState::Published)) {
            return Err(Error::conflict(
                "この案件の選定は、もう始まっています",
                "A selection for this engagement is under way already",
            ));
        }
        let one = Selection {
            id: self.0.mint(),
            engagement: case.engagement.id,
            round: before.as_ref().map_or(0, |b| b.round).saturating_add(1),
            state: SelectionState::Open,
            formula: before.map_or_else(Formula::default, anew),
            record: RoundRecord::default(),
            made_at: work.at(),
            made_by: caller.id(),
            revision: 1,
        };
        store::selections::insert(&mut work.tx, &scope, &one).await?;
        let change = self.change(&case, &one, action!("selection.begin")).after(&one)?;
        self.keep(&mut work, &scope, (&mut case, &one), change).await?;
        work.commit().await?;
        Ok(one)
    }

    /// An entry about a round.
    fn change(&self, case: &CaseFile, one: &Selection, action: ledger::Action) -> Change {
        Change::of(action, kind!("selection"), one.id)
            .at(case.engagement.unit)
            .note("number", case.engagement.number)
            .note("title", &case.engagement.facts.title)
            .note("round", one.round)
    }

    /// Records a change and lets lists show what the gate says of it.
    async fn keep(
        &self,
        work: &mut Work,
        scope: &Scope,
        (case, one): (&mut CaseFile, &Selection),
        change: Change,
    ) -> Result<()> {
        work.record(change).await?;
        case.selection = fact(one);
        let before = case.projection.unmet;
        case.project(self.0.catalogue(), work.today());
        if case.projection.unmet == before {
            // whoever is at the facts meanwhile is not disturbed
            return Ok(());
        }
        Ok(store::engagements::update(&mut work.tx, scope, &mut case.engagement, &case.projection).await?)
    }

    /// The engagement and its newest round, to be changed.
    async fn for_change(
        &self,
        caller: &Caller,
        work: &mut Work,
        (number, permission): (EngagementNumber, Permission),
    ) -> Result<(Scope, CaseFile, Selection)> {
        let scope = caller.may(permission)?;
        let case = CaseFile::load(&mut work.tx, &scope, number).await?;
        must_select(&case)?;
        let one = store::selections::latest(&mut work.tx, &scope, case.engagement.id).await?.ok_or(Error::NotFound)?;
        Ok((scope, case, one))
    }
}

/// Weights and minima of the round before; what was asked of this round is asked anew.
fn anew(before: Selection) -> Formula {
    Formula { triage: Triage::default(), scs: domain::selection::ScsDemand::None, ..before.formula }
}

/// Stages at which a contractor is looked for: the formula is announced with the specification, the choice comes after.
const fn can_select(stage: Stage) -> bool {
    matches!(stage, Stage::Procure | Stage::Select)
}

fn must_select(case: &CaseFile) -> Result<()> {
    case.must_be_open(None)?;
    let stage = case.engagement.stage;
    if can_select(stage) {
        return Ok(());
    }
    let words = stage.words();
    Err(Error::conflict(
        format!("選定を進めるのは、案件が「調達」か「選定」にある間です（いま「{}」）", words.ja),
        format!("A selection is run while the engagement is at Procure or Select; it is at {}", words.en),
    ))
}

/// A round in a state in which something cannot be done.
fn unfit(state: SelectionState) -> Error {
    let words = state.words();
    Error::conflict(
        format!("この選定は「{}」なので、この操作はできません", words.ja),
        format!("This selection stands as \"{}\", so this cannot be done", words.en),
    )
}

fn decided_on(one: &Selection) -> Option<Date> {
    one.record.decided.as_ref().map(|d| crate::clock::day_in_japan(d.choice.at))
}

/// The certificates that count: those frozen at the decision, before it those of the register.
fn certificates(one: &Candidate) -> Vec<Certificate> {
    let frozen = one.record.frozen.is_some();
    if frozen { one.record.sheet.certificates.clone() } else { one.details.certificates.clone() }
}

/// Candidates as the formula judges them on a day.
fn judged(
    formula: &Formula,
    candidates: Vec<Candidate>,
    figures: &[(ContractorId, QuestionnaireFigure)],
    on: Date,
) -> Vec<Judged> {
    let certificates: Vec<Vec<Certificate>> = candidates.iter().map(certificates).collect();
    let asked: Vec<rules::selection::Candidate<'_>> = candidates
        .iter()
        .zip(&certificates)
        .map(|(one, certificates)| rules::selection::Candidate {
            sheet: &one.record.sheet,
            certificates,
            standing: one.standing(),
        })
        .collect();
    let found = evaluate(formula, &asked, on);
    let figure = |one: &Candidate| match &one.record.frozen {
        Some(frozen) => frozen.questionnaire.clone(),
        None => figures.iter().find(|(id, _)| *id == one.contractor).map(|(_, f)| f.clone()),
    };
    let figures: Vec<_> = candidates.iter().map(figure).collect();
    candidates
        .into_iter()
        .zip(certificates)
        .zip(found.into_iter().zip(figures))
        .map(|((candidate, certificates), (evaluation, questionnaire))| Judged {
            candidate,
            certificates,
            evaluation,
            questionnaire,
        })
        .collect()
}

/// The formula as it is announced, and its digest.
fn announced(formula: &Formula) -> Result<(String, Digest)> {
    let text = serde_json::to_string_pretty(formula).map_err(Error::internal)?;
    let digest = Digest::of_bytes(text.as_bytes());
    Ok((text, digest))
}
