//! Conditions that a selection settles (NISC-2008 6.1, 6.2). Where a round was begun it speaks, and no declaration stands in
//! for it; where there is none, somebody selected elsewhere and declares so.

use domain::{
    Words,
    id::ContractorId,
    selection::{SchemeDemand, ScsDemand, SelectionState},
    text::Title,
};
use jiff::civil::Date;
use serde::Serialize;

use super::{Context, Finding, Settled};
use crate::{
    fix::Fix,
    reason::{Reason, ReasonCode, Value},
};

/// The newest round of an engagement, as gates look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelectionFact {
    /// How far it is.
    pub state: SelectionState,
    /// When the formula was announced, with the beginning of its digest.
    pub published: Option<(Date, String)>,
    /// Proof asked for.
    pub scheme: SchemeDemand,
    /// SCS level asked for.
    pub scs: ScsDemand,
    /// Whether measures were to be priced.
    pub priced: bool,
    /// How many candidates were judged.
    pub candidates: usize,
    /// The chosen one.
    pub chosen: Option<ChosenFact>,
}

/// The chosen candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChosenFact {
    /// Who.
    pub contractor: ContractorId,
    /// Its name.
    pub name: Title,
    /// When it was decided.
    pub on: Date,
    /// The score for stability, where the formula has one.
    pub stability: Option<u8>,
    /// Answers of its self-assessment that are unclear.
    pub unclear: u8,
    /// Measures it does not offer and whose risk nobody bears.
    pub unborne: Vec<String>,
}

/// What a round says of a condition: `None` when it is silent.
pub type Look = fn(&SelectionFact, Option<ContractorId>) -> Option<Result<Reason, Reason>>;

/// Conditions of the catalogue that a round settles.
pub const SELECTED: &[(&str, Look)] = &[
    ("G2-8", frozen),
    ("G3-1", stability),
    ("G3-2", proof),
    ("G3-3", benchmark),
    ("G3-5", scored),
    ("G3-6", chosen),
    ("G3-9", prices),
];

/// Conditions to which a selection is the usual way; where there is none the page leads to it.
const BEGUN_BY: &[&str] = &["G2-8", "G3-5", "G3-6"];

pub(super) fn look(context: &Context<'_>) -> Option<Finding> {
    let fact = context.snap.desk.selection.filter(|fact| fact.state != SelectionState::Ended)?;
    let (_, look) = SELECTED.iter().find(|(id, _)| *id == context.condition.id.as_str())?;
    Some(match look(fact, context.snap.engagement.facts.contractor)? {
        Ok(reason) => Finding::met(reason),
        Err(reason) => Finding::unmet(reason, Fix::RunSelection),
    })
}

/// What is still to be declared can be settled by a selection as well, and that comes first.
pub(super) fn or_begin(context: &Context<'_>, mut finding: Finding) -> Finding {
    let id = &context.condition.id;
    let declares = matches!(finding.fix, Some(Fix::Declare(_)));
    if finding.settled == Settled::Unmet && declares && BEGUN_BY.contains(&id.as_str()) {
        finding.fix = Some(Fix::StartSelection(id.clone()));
    }
    finding
}

fn undecided() -> Reason {
    Reason::new(ReasonCode::SelectionUndecided)
}

fn counted(code: ReasonCode, count: usize) -> Reason {
    Reason::new(code).with("count", Value::Count(count))
}

/// N-6.1-2: weights and minima stand before anyone is judged by them.
fn frozen(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    Some(match &fact.published {
        Some((on, digest)) => {
            Ok(Reason::new(ReasonCode::FormulaFrozen).on(*on).with("digest", Value::Text(digest.clone())))
        }
        None => Err(Reason::new(ReasonCode::FormulaOpen)),
    })
}

/// N-6.1-1: a formula without stability leaves this to a declaration.
fn stability(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    let chosen = fact.chosen.as_ref()?;
    let score = chosen.stability?;
    let reason = Reason::new(ReasonCode::StabilityScored).with("score", Value::Count(usize::from(score)));
    Some(Ok(reason.on(chosen.on)))
}

/// N-6.2.1-2, N-6.2.3-2: whoever was chosen showed what was asked for. Where nothing was asked for a person says so.
fn proof(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    let words: Vec<Words> = [
        (fact.scheme != SchemeDemand::None).then(|| fact.scheme.words()),
        (fact.scs != ScsDemand::None).then(|| fact.scs.words()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if words.is_empty() {
        return None;
    }
    let Some(chosen) = &fact.chosen else { return Some(Err(undecided())) };
    let ja = words.iter().map(|w| w.ja).collect::<Vec<_>>().join("、");
    let en = words.iter().map(|w| w.en).collect::<Vec<_>>().join(", ");
    let reason = Reason::new(ReasonCode::ProofFits).with("scheme", Value::Both(ja, en));
    Some(Ok(reason.on(chosen.on)))
}

/// N-6.2.2-2: a self-assessment was verified by nobody, so what is unclear in it is asked about.
fn benchmark(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    if !matches!(fact.scheme, SchemeDemand::Benchmark | SchemeDemand::IsmsOrBenchmark) {
        return None;
    }
    Some(match &fact.chosen {
        None => Err(undecided()),
        Some(chosen) if chosen.unclear > 0 => Err(counted(ReasonCode::BenchmarkOpen, usize::from(chosen.unclear))),
        Some(chosen) => Ok(Reason::new(ReasonCode::BenchmarkClear).on(chosen.on)),
    })
}

/// N-6.1-2: scores by the announced formula.
fn scored(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    Some(match (&fact.chosen, &fact.published) {
        (Some(chosen), Some(_)) => Ok(counted(ReasonCode::ScoredByFormula, fact.candidates).on(chosen.on)),
        (_, None) => Err(Reason::new(ReasonCode::FormulaOpen)),
        (None, Some(_)) => Err(undecided()),
    })
}

/// N-6.1-2, N-7.3-1: the choice with its reason, and the engagement goes to the one that was chosen.
fn chosen(fact: &SelectionFact, contractor: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    Some(match &fact.chosen {
        None => Err(undecided()),
        Some(chosen) => {
            let name = Value::Text(chosen.name.to_string());
            if contractor == Some(chosen.contractor) {
                Ok(Reason::new(ReasonCode::ContractorChosen).with("name", name).on(chosen.on))
            } else {
                Err(Reason::new(ReasonCode::ContractorNotChosen).with("name", name))
            }
        }
    })
}

/// F41: someone bears the risk of what the chosen quotation leaves out. Without priced measures the plan speaks.
fn prices(fact: &SelectionFact, _: Option<ContractorId>) -> Option<Result<Reason, Reason>> {
    if !fact.priced {
        return None;
    }
    Some(match &fact.chosen {
        None => Err(undecided()),
        Some(chosen) if chosen.unborne.is_empty() => Ok(Reason::new(ReasonCode::PricesSettled)),
        Some(chosen) => {
            Err(Reason::new(ReasonCode::RiskUnaccepted).with("measures", Value::Names(chosen.unborne.clone())))
        }
    })
}
