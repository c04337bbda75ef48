//! Conditions that look at the plan and the papers of an engagement. What a paper written elsewhere settles may still be
//! declared: the program does not see that paper, a person does.

use domain::{
    engagement::Answer,
    plan::{Offer, Plan, RequirementLevel},
};
use jiff::Timestamp;
use serde::Serialize;

use super::{Context, Finding, checks::latest};
use crate::{
    fix::Fix,
    officer::day_in_japan,
    profile::{ClauseTier, Profile, audit_need},
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

/// What the newest kept check of the contract says of what it must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractFact {
    /// Must-have clauses that it does not state, or only weakly, by their ids.
    pub lacking: Vec<String>,
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
        (Err(_), Some(declaration)) => {
            let reason = Reason::new(ReasonCode::Declared).on(day_in_japan(declaration.declared_at));
            Finding { shown_by: Some(declaration.id), ..Finding::met(reason) }
        }
        (Err((reason, fix)), None) => Finding::unmet(reason, fix),
    }
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
    let refused = || profile.clauses.iter().filter(|c| c.tier == ClauseTier::Must && c.refused.is_some());
    let names = |lines: Vec<&crate::profile::ClauseLine>| {
        Value::Names(lines.into_iter().map(|line| line.clause.to_string()).collect())
    };
    let unanswered: Vec<_> = refused()
        .filter(|c| c.refused.as_ref().is_some_and(|r| r.insurance.is_none() || r.tolerance.is_none()))
        .collect();
    if !unanswered.is_empty() {
        let reason = Reason::new(ReasonCode::RefusalUnanswered).with("clauses", names(unanswered));
        return Finding::unmet(reason, settle(context));
    }
    let all: Vec<_> = refused().collect();
    if let Some(finding) = context.snap.desk.contract.and_then(|contract| lacks(context, contract, &all)) {
        return finding;
    }
    if !all.is_empty() {
        let reason = Reason::new(ReasonCode::MustHaveRefused).with("clauses", names(all));
        return Finding::unmet(reason, settle(context));
    }
    match context.snap.desk.contract {
        Some(contract) if !contract.lacking.is_empty() => {
            let reason = Reason::new(ReasonCode::ContractLacks).with("clauses", Value::Names(contract.lacking.clone()));
            let reason = reason.on(day_in_japan(contract.checked_at));
            or_declared(context, Err((reason, Fix::CheckContract(context.condition.id.clone()))))
        }
        Some(contract) => Finding::met(Reason::new(ReasonCode::ContractStates).on(day_in_japan(contract.checked_at))),
        None => or_declared(context, paper(context)),
    }
}

/// The contract itself, once it was checked, says more than the paper it was begun from. What it lacks is mended, or a
/// refusal is recorded; a declaration counts only when it was made knowing of the check.
fn lacks(context: &Context<'_>, contract: &ContractFact, refused: &[&crate::profile::ClauseLine]) -> Option<Finding> {
    let open = contract.lacking.iter().filter(|id| refused.iter().all(|line| line.clause.as_str() != id.as_str()));
    let open: Vec<String> = open.cloned().collect();
    if open.is_empty() || latest(context).is_some_and(|declared| declared.declared_at > contract.checked_at) {
        return None;
    }
    let reason = Reason::new(ReasonCode::ContractLacks).on(day_in_japan(contract.checked_at));
    let reason = reason.with("clauses", Value::Names(open));
    Some(Finding::unmet(reason, Fix::CheckContract(context.condition.id.clone())))
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
