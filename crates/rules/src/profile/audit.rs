//! Whether an audit is worth its cost (NISC-2008 6.3.3(2)): factors for and against, a suggestion, and nothing more. A
//! person decides, with a reason when it departs from the suggestion.

use catalogue::measure::Fact;
use domain::{
    engagement::{Answer, Facts},
    plan::{AuditFactor, Plan},
};
use serde::Serialize;

use super::facts_of;
use crate::reason::{Reason, ReasonCode, Value};

/// Below this amount in yen an audit may cost more than it is worth.
const SMALL_YEN: i64 = 1_000_000;
const RULE: &str = "N-6.3.3-2";

/// What speaks for and against an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditAdvice {
    /// What is suggested.
    pub advised: Answer,
    /// What speaks for it.
    pub speaks_for: Vec<Reason>,
    /// What speaks against it.
    pub against: Vec<Reason>,
}

/// Weighs the factors.
#[must_use]
pub fn audit_need(facts: &Facts, plan: &Plan) -> AuditAdvice {
    let holding = facts_of(facts, plan);
    let weighty = [Fact::Critical, Fact::MyNumber, Fact::PersonalData, Fact::TradeSecret, Fact::Abroad, Fact::LongTerm];
    let by_fact = weighty
        .into_iter()
        .filter(|f| holding.contains(f))
        .map(|fact| Reason::new(ReasonCode::AuditForFact).with("fact", Value::Words(fact.words())).under(RULE));
    let by_factor = AuditFactor::ALL.iter().filter(|f| plan.audit_factors.contains(f)).map(|factor| {
        Reason::new(ReasonCode::AuditSpeciallyWanted).with("factor", Value::Words(factor.words())).under(RULE)
    });
    let speaks_for: Vec<Reason> = by_fact.chain(by_factor).collect();
    let mut against = Vec::new();
    if !holding.contains(&Fact::LongTerm) {
        against.push(Reason::new(ReasonCode::AuditShortTerm).under(RULE));
    }
    if facts.amount.is_some_and(|yen| i64::from(yen) < SMALL_YEN) {
        against.push(Reason::new(ReasonCode::AuditSmallAmount).under(RULE));
    }
    let special = !plan.audit_factors.is_empty() || holding.contains(&Fact::Critical);
    let advised = if special || speaks_for.len() > against.len().saturating_add(1) { Answer::Yes } else { Answer::No };
    AuditAdvice { advised, speaks_for, against }
}
