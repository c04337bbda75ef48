//! Conditions that look at the plan and the papers of an engagement. What a paper written elsewhere settles may still be
//! declared: the program does not see that paper, a person does.

use std::collections::BTreeSet;

use domain::{
    engagement::Answer,
    gate::Declaration,
    plan::{Offer, Plan, RequirementLevel},
};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    Context, Finding,
    checks::{Settled, latest},
};
use crate::{
    fix::Fix,
    officer::day_in_japan,
    profile::{ClauseLine, ClauseTier, Profile, audit_need},
    reason::{Reason, ReasonCode, Value},
};

domain::codes! {
    /// Whether a paper still says what facts and plan say.
    pub enum Basis ("文書の元", "Basis") {
        /// It does.
        Current = "current" ("今の内容から", "Current"),
        /// They were changed since.
        Outdated = "outdated" ("前の内容から", "Outdated"),
    }
}

/// The newest version of a paper, as far as a gate looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperFact {
    /// Which, by its id in the catalogue.
    pub paper: String,
    /// Its version.
    pub version: i64,
    /// Points left open in it.
    pub open_points: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it still says what facts and plan say.
    pub basis: Basis,
}

/// What the newest kept checks of the contract say of clauses. Which of them it must hold is asked when the gate is looked
/// at: facts and plan may have changed since the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractFact {
    /// Clauses that were found in it, by their ids. What is not named here is not stated: silence meets nothing.
    pub stated: BTreeSet<String>,
    /// When it was checked.
    pub checked_at: Timestamp,
}

/// What people settled and wrote for an engagement.
#[derive(Debug, Clone, Copy, Default)]
pub struct Desk<'a> {
    /// The plan; `None` while nothing was settled.
    pub plan: Option<&'a Plan>,
    /// The newest version of each paper.
    pub papers: &'a [PaperFact],
    /// The contract as it was last checked; `None` while no check was kept.
    pub contract: Option<&'a ContractFact>,
    /// The newest round of its selection; `None` while there is none, or when it was given up.
    pub selection: Option<&'a super::SelectionFact>,
}

/// Met by what was found, or by a declaration; otherwise unmet.
fn or_declared(context: &Context<'_>, found: Result<Reason, (Reason, Fix)>) -> Finding {
    match (found, latest(context)) {
        (Ok(reason), _) => Finding::met(reason),
        (Err(_), Some(declaration)) => by_declaration(declaration),
        (Err((reason, fix)), None) => Finding::unmet(reason, fix),
    }
}

fn by_declaration(declaration: &Declaration) -> Finding {
    let reason = Reason::new(ReasonCode::Declared).on(day_in_japan(declaration.declared_at));
    Finding { shown_by: Some(declaration.id), ..Finding::met(reason) }
}

fn write(context: &Context<'_>) -> Fix {
    let paper = context.condition.papers.first().cloned().unwrap_or_default();
    Fix::WritePaper { paper, condition: context.condition.id.clone() }
}

fn settle(context: &Context<'_>) -> Fix {
    Fix::SettleRequirements(context.condition.id.clone())
}

/// The newest of the papers a condition names, as a reason, or what is wrong with it.
fn paper(context: &Context<'_>) -> Result<Reason, (Reason, Fix)> {
    let papers = context.snap.desk.papers.iter().filter(|p| context.condition.papers.contains(&p.paper));
    let fit = |p: &&PaperFact| (p.open_points == 0 && p.basis == Basis::Current, p.made_at);
    let Some(found) = papers.max_by_key(fit) else {
        return Err((Reason::new(ReasonCode::PaperMissing), write(context)));
    };
    let day = day_in_japan(found.made_at);
    if found.open_points > 0 {
        let open = usize::try_from(found.open_points).unwrap_or_default();
        return Err((Reason::new(ReasonCode::PaperOpen).with("count", Value::Count(open)), write(context)));
    }
    match found.basis {
        Basis::Outdated => Err((Reason::new(ReasonCode::PaperOutdated).on(day), write(context))),
        Basis::Current => Ok(Reason::new(ReasonCode::PaperReady).on(day)),
    }
}

/// A paper that says it is finished, or a declaration that another one does.
pub(super) fn paper_ready(context: &Context<'_>) -> Finding {
    or_declared(context, paper(context))
}

/// N-6.3.1-1: whatever may be chosen was chosen or left out, with a reason.
pub(super) fn choices_reasoned(context: &Context<'_>) -> Finding {
    let Some(profile) = context.profile else { return super::checks::declared(context) };
    let open: Vec<String> = profile.undecided().map(|line| line.row.to_string()).collect();
    let found = if open.is_empty() {
        Ok(Reason::new(ReasonCode::ChoicesReasoned))
    } else {
        let reason = Reason::new(ReasonCode::ChoicesOpen).with("count", Value::Count(open.len()));
        Err((reason.with("rows", Value::Names(open)), settle(context)))
    };
    or_declared(context, found)
}

/// N-7.5: whether work may be passed on is chosen.
pub(super) fn subcontracting_chosen(context: &Context<'_>) -> Finding {
    let chosen = context.profile.and_then(|p| p.clauses.iter().find(|c| c.clause.as_str() == "KL-22"));
    let found = match chosen.and_then(|line| line.alternative.as_deref()) {
        Some(code) => {
            let reason = Reason::new(ReasonCode::AlternativeChosen).with("clause", Value::Text("KL-22".to_owned()));
            Ok(reason.with("choice", Value::Text(code.to_owned())))
        }
        None => Err((
            Reason::new(ReasonCode::AlternativeOpen).with("clause", Value::Text("KL-22".to_owned())),
            settle(context),
        )),
    };
    or_declared(context, found)
}

/// N-6.3.3-2, N-6.3.3-3: auditing is decided, with a reason where it departs from what the factors suggest; the audit
/// specification is written when it is wanted.
pub(super) fn audit_decided(context: &Context<'_>) -> Finding {
    let plan = context.snap.desk.plan;
    let decision = plan.and_then(|p| p.audit.as_ref().map(|a| (p, a))).filter(|(_, a)| a.wanted != Answer::Unknown);
    let Some((plan, decision)) = decision else {
        return or_declared(context, Err((Reason::new(ReasonCode::AuditUndecided), settle(context))));
    };
    let advice = audit_need(&context.snap.engagement.facts, plan);
    let found = if advice.advised != decision.wanted && decision.reason.is_none() {
        Err((Reason::new(ReasonCode::AuditUnreasoned), settle(context)))
    } else if decision.wanted == Answer::Yes {
        paper(context)
    } else {
        Ok(Reason::new(ReasonCode::AuditDeclined))
    };
    or_declared(context, found)
}

/// CO-X1: every must-have clause stands; one that was refused holds the gate until an officer waives it, knowing of
/// insurance and of what can be borne (F10).
pub(super) fn must_haves_kept(context: &Context<'_>) -> Finding {
    let Some(profile) = context.profile else { return super::checks::declared(context) };
    let refused: Vec<&ClauseLine> =
        profile.clauses.iter().filter(|c| c.tier == ClauseTier::Must && c.refused.is_some()).collect();
    let names = |lines: &[&ClauseLine]| Value::Names(lines.iter().map(|line| line.clause.to_string()).collect());
    let is_open =
        |line: &ClauseLine| line.refused.as_ref().is_some_and(|r| r.insurance.is_none() || r.tolerance.is_none());
    let unanswered: Vec<&ClauseLine> = refused.iter().copied().filter(|line| is_open(line)).collect();
    if !unanswered.is_empty() {
        let reason = Reason::new(ReasonCode::RefusalUnanswered).with("clauses", names(&unanswered));
        return Finding::unmet(reason, settle(context));
    }
    let checked = context.snap.desk.contract.map(|contract| checked(context, (profile, contract)));
    match checked {
        Some(finding) if finding.settled == Settled::Unmet => finding,
        _ if !refused.is_empty() => {
            let reason = Reason::new(ReasonCode::MustHaveRefused).with("clauses", names(&refused));
            Finding::unmet(reason, settle(context))
        }
        Some(finding) => finding,
        None => or_declared(context, paper(context)),
    }
}

/// The contract itself, once it was checked, says more than the paper it was begun from. What it lacks of that which is a
/// must-have today is mended, or a refusal is recorded; a declaration counts only when it was made knowing of the check.
fn checked(context: &Context<'_>, (profile, contract): (&Profile, &ContractFact)) -> Finding {
    let lacking = profile.must_haves_beyond(&contract.stated).filter(|line| line.refused.is_none());
    let lacking: Vec<String> = lacking.map(|line| line.clause.to_string()).collect();
    let day = day_in_japan(contract.checked_at);
    if lacking.is_empty() {
        return Finding::met(Reason::new(ReasonCode::ContractStates).on(day));
    }
    if let Some(declaration) = latest(context).filter(|said| said.declared_at > contract.checked_at) {
        return by_declaration(declaration);
    }
    let reason = Reason::new(ReasonCode::ContractLacks).on(day).with("clauses", Value::Names(lacking));
    Finding::unmet(reason, Fix::CheckContract(context.condition.id.clone()))
}

/// IPA-2018 Q12, F35: nobody can say later that a measure was the other side's. Of a service, the four boundary areas are
/// settled as well.
pub(super) fn owners_settled(context: &Context<'_>) -> Finding {
    let Some(profile) = context.profile else { return super::checks::declared(context) };
    let areas = ["RB-1", "RB-2", "RB-3", "RB-4"];
    let settled = |area: &str| context.snap.desk.plan.is_some_and(|p| p.owners.contains_key(area));
    let served = context.snap.engagement.facts.is_cloud();
    let open: Vec<String> = areas.iter().filter(|a| served && !settled(a)).map(|a| (*a).to_owned()).collect();
    let found = if open.is_empty() {
        Ok(Reason::new(ReasonCode::OwnersSettled).with("count", Value::Count(profile.required().count())))
    } else {
        Err((Reason::new(ReasonCode::OwnersOpen).with("areas", Value::Names(open)), settle(context)))
    };
    or_declared(context, found)
}

/// F41: whoever takes a quotation that leaves a required measure out says who bears the risk.
pub(super) fn prices_settled(context: &Context<'_>) -> Finding {
    let Some(profile) = context.profile else { return super::checks::declared(context) };
    let Some(plan) = context.snap.desk.plan.filter(|p| !p.priced.is_empty()) else {
        return Finding::not_applicable(Reason::new(ReasonCode::NothingPriced));
    };
    let left_out = |line: &&crate::profile::MeasureLine| {
        line.level == RequirementLevel::Required
            && plan.priced.get(line.measure.as_str()).is_some_and(|p| p.offer == Offer::NotOffered && p.risk.is_none())
    };
    let open: Vec<String> = profile.measures.iter().filter(left_out).map(|line| line.measure.to_string()).collect();
    let found = if open.is_empty() {
        Ok(Reason::new(ReasonCode::PricesSettled))
    } else {
        Err((Reason::new(ReasonCode::RiskUnaccepted).with("measures", Value::Names(open)), settle(context)))
    };
    or_declared(context, found)
}

/// True when a gate has a condition that looks at the profile.
pub(super) fn need_profile<'a>(mut conditions: impl Iterator<Item = &'a catalogue::Condition>) -> bool {
    use catalogue::CheckCode as C;
    conditions.any(|c| {
        matches!(
            c.check,
            C::ChoicesReasoned | C::SubcontractingChosen | C::MustHavesKept | C::OwnersSettled | C::PricesSettled
        )
    })
}

/// The profile, where it is needed.
pub(super) fn profile_of(catalogue: &catalogue::Catalogue, snap: &super::Snapshot<'_>) -> Profile {
    let none = Plan::default();
    crate::profile::profile(catalogue, &snap.engagement.facts, snap.desk.plan.unwrap_or(&none))
}
