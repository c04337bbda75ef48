//! How each condition is found to be met: one function a check, in one list.

use catalogue::{CheckCode, Condition};
use domain::{
    engagement::{Answer, CategoryFit, Criticality, InformationKind, RawFacts},
    gate::Declaration,
    id::DeclarationId,
};

use super::{Snapshot, papers, work_is_decided};
use crate::{
    decide::Assessment,
    fix::Fix,
    officer::day_in_japan,
    reason::{Reason, ReasonCode, Value},
};

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The engagement with its papers.
    pub snap: &'a Snapshot<'a>,
    /// The condition.
    pub condition: &'a Condition,
    /// The answer to "may this work go out?".
    pub assessment: &'a Assessment,
    /// What is asked of the engagement, where the gate looks at it.
    pub profile: Option<&'a crate::profile::Profile>,
}

/// What a check found, before waivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Met.
    Met,
    /// Not met.
    Unmet,
    /// Not a matter of this engagement.
    NotApplicable,
}

/// What a check found, with reasons and the way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Met or not.
    pub settled: Settled,
    /// Why.
    pub because: Vec<Reason>,
    /// What would settle it.
    pub fix: Option<Fix>,
    /// The declaration it rests on.
    pub shown_by: Option<DeclarationId>,
}

impl Finding {
    pub(super) fn met(reason: Reason) -> Self {
        Self { settled: Settled::Met, because: vec![reason], fix: None, shown_by: None }
    }
    pub(super) fn unmet(reason: Reason, fix: Fix) -> Self {
        Self { settled: Settled::Unmet, because: vec![reason], fix: Some(fix), shown_by: None }
    }
    pub(super) fn not_applicable(reason: Reason) -> Self {
        Self { settled: Settled::NotApplicable, because: vec![reason], fix: None, shown_by: None }
    }
}

/// A check as a function.
pub type Check = fn(&Context<'_>) -> Finding;

/// Every check, by its code in the catalogue.
pub const CHECKS: &[(CheckCode, Check)] = &[
    (CheckCode::CategorySettled, category_settled),
    (CheckCode::ItemsListed, items_listed),
    (CheckCode::ItemsJudged, items_judged),
    (CheckCode::WorkDecided, work_decided),
    (CheckCode::PermitInForce, permit_in_force),
    (CheckCode::ScopeCutConsidered, scope_cut_considered),
    (CheckCode::InstallationAnswered, installation_answered),
    (CheckCode::RightsAnswered, rights_answered),
    (CheckCode::PaperReady, papers::paper_ready),
    (CheckCode::ChoicesReasoned, papers::choices_reasoned),
    (CheckCode::SubcontractingChosen, papers::subcontracting_chosen),
    (CheckCode::AuditDecided, papers::audit_decided),
    (CheckCode::MustHavesKept, papers::must_haves_kept),
    (CheckCode::OwnersSettled, papers::owners_settled),
    (CheckCode::PricesSettled, papers::prices_settled),
    (CheckCode::Declared, declared),
];

/// Runs the check a condition names. A code that is not in the list asks for a declaration, which nothing but a person
/// can give.
pub(super) fn run(context: &Context<'_>) -> Finding {
    let check = CHECKS.iter().find(|(code, _)| *code == context.condition.check);
    check.map_or(declared as Check, |(_, check)| *check)(context)
}

fn facts<'a>(context: &Context<'a>) -> &'a RawFacts {
    &context.snap.engagement.facts
}

/// N-3: the category itself, or one by analogy with a word on the likeness.
fn category_settled(context: &Context<'_>) -> Finding {
    let facts = facts(context);
    let reason = |code| Reason::new(code).with("category", Value::Words(facts.category.words()));
    match facts.category_fit {
        CategoryFit::Direct => Finding::met(reason(ReasonCode::CategoryFits)),
        CategoryFit::ByAnalogy if facts.summary.as_str().is_empty() => {
            Finding::unmet(reason(ReasonCode::CategoryUnexplained), Fix::EditFacts)
        }
        CategoryFit::ByAnalogy => Finding::met(reason(ReasonCode::CategoryLikened)),
    }
}

fn has_only_public(facts: &RawFacts) -> bool {
    facts.information.contains(&InformationKind::PublicOnly) && facts.items.is_empty()
}

fn counted(code: ReasonCode, facts: &RawFacts) -> Reason {
    Reason::new(code).with("count", Value::Count(facts.items.len()))
}

/// N-5.2-1: the list exists.
fn items_listed(context: &Context<'_>) -> Finding {
    let facts = facts(context);
    if has_only_public(facts) {
        Finding::not_applicable(Reason::new(ReasonCode::PublicOnly))
    } else if facts.items.is_empty() {
        Finding::unmet(Reason::new(ReasonCode::ItemsNotListed), Fix::JudgeItems)
    } else {
        Finding::met(counted(ReasonCode::ItemsListed, facts))
    }
}

/// N-5.2-1: every item is judged.
fn items_judged(context: &Context<'_>) -> Finding {
    let facts = facts(context);
    let open: Vec<String> =
        facts.items.iter().filter(|i| i.criticality == Criticality::Unjudged).map(|i| i.name.to_string()).collect();
    if has_only_public(facts) {
        Finding::not_applicable(Reason::new(ReasonCode::PublicOnly))
    } else if facts.items.is_empty() {
        Finding::unmet(Reason::new(ReasonCode::ItemsNotListed), Fix::JudgeItems)
    } else if open.is_empty() {
        Finding::met(counted(ReasonCode::ItemsJudged, facts))
    } else {
        let reason = Reason::new(ReasonCode::ItemsUnjudged).with("count", Value::Count(open.len()));
        Finding::unmet(reason.with("items", Value::Names(open)), Fix::JudgeItems)
    }
}

/// N-5.1-1 to N-5.1-3: register or officer have said what kind of work this is.
fn work_decided(context: &Context<'_>) -> Finding {
    let assessment = context.assessment;
    let met = work_is_decided(assessment.verdict);
    let because = assessment.because.iter().filter(|r| !matches!(&*r.rule, "N-5.1-4" | "N-5.1-5")).cloned().collect();
    let settled = if met { Settled::Met } else { Settled::Unmet };
    let fix = if met { None } else { assessment.next.first().cloned() };
    Finding { settled, because, fix, shown_by: None }
}

/// N-5.1-5: a permit with directed measures holds today.
fn permit_in_force(context: &Context<'_>) -> Finding {
    let assessment = context.assessment;
    let met = assessment.permit.is_some();
    let because = assessment.because.iter().filter(|r| r.rule == "N-5.1-5").cloned().collect();
    let settled = if met { Settled::Met } else { Settled::Unmet };
    let fix = if met { None } else { assessment.next.first().cloned() };
    Finding { settled, because, fix, shown_by: None }
}

/// N-5.2-2: no split is possible, or a person said why it is not made.
fn scope_cut_considered(context: &Context<'_>) -> Finding {
    let Some(cut) = &context.assessment.scope_cut else {
        let made = context.snap.engagement.split_from.is_some();
        let code = if made { ReasonCode::ScopeCutMade } else { ReasonCode::ScopeCutNone };
        return Finding::met(Reason::new(code));
    };
    match latest(context) {
        Some(declaration) => {
            let reason = Reason::new(ReasonCode::ScopeCutDeclined).on(day_in_japan(declaration.declared_at));
            Finding { shown_by: Some(declaration.id), ..Finding::met(reason) }
        }
        None => Finding::unmet(cut.reason(), Fix::SplitScope),
    }
}

/// N-5.2-3: it is known what installation opens.
fn installation_answered(context: &Context<'_>) -> Finding {
    match facts(context).installation_opens_critical {
        Answer::Unknown => Finding::unmet(Reason::new(ReasonCode::InstallationUnanswered), Fix::AnswerQuestions),
        answer => Finding::met(answered(ReasonCode::InstallationAnswered, answer)),
    }
}

/// N-5.2-4: it is known how far the contractor's rights reach.
fn rights_answered(context: &Context<'_>) -> Finding {
    match facts(context).rights_reach_all {
        Answer::Unknown => Finding::unmet(Reason::new(ReasonCode::RightsUnanswered), Fix::AnswerQuestions),
        answer => Finding::met(answered(ReasonCode::RightsAnswered, answer)),
    }
}

fn answered(code: ReasonCode, answer: Answer) -> Reason {
    Reason::new(code).with("answer", Value::Words(answer.words()))
}

/// A person says so, and with what.
pub(super) fn declared(context: &Context<'_>) -> Finding {
    match latest(context) {
        Some(declaration) => {
            let reason = Reason::new(ReasonCode::Declared).on(day_in_japan(declaration.declared_at));
            Finding { shown_by: Some(declaration.id), ..Finding::met(reason) }
        }
        None => Finding::unmet(Reason::new(ReasonCode::NotDeclared), Fix::Declare(context.condition.id.clone())),
    }
}

/// The last declaration for the condition.
pub(super) fn latest<'a>(context: &Context<'a>) -> Option<&'a Declaration> {
    let own = |d: &&Declaration| d.engagement == context.snap.engagement.id && d.condition == context.condition.id;
    context.snap.declarations.iter().filter(own).max_by_key(|d| (d.declared_at, d.id))
}
