//! The requirement profile 要件: what is asked of one engagement, line by line, and why.
//!
//! Tables 1 and 2 say what a category of work asks (NISC-2008 6.3.1, 7.1); the facts of the engagement add to it; people
//! tailor it with a reason, and what was derived stays beside what they set. What is not known counts as the most careful
//! case, so a further fact can add a requirement and never takes one away unseen.

mod audit;
mod compare;
mod holding;

use std::collections::BTreeSet;

use catalogue::{
    Catalogue,
    clause::Tier,
    measure::{Fact, Measure, MeasureId},
    table::{Cell, CellMark, ReasonLetter, Row, RowId, TableNumber},
    wording::{ClauseId, Trigger},
};
use domain::{
    Words,
    engagement::{Category, Facts},
    plan::{MeasureOwner, Plan, Refusal, RequirementLevel, Tailoring},
};
use serde::Serialize;

pub use audit::{AuditAdvice, audit_need};
pub use compare::{Changed, compare};
pub use holding::{facts_of, triggers_of};

use crate::reason::{Reason, ReasonCode, Value};

/// What is asked of an engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// Edition of the catalogue it was derived from.
    pub edition: String,
    /// The category it was derived for.
    pub category: Category,
    /// Facts that hold, as measures ask for them.
    pub facts: BTreeSet<Fact>,
    /// The same as wordings ask for them.
    pub triggers: BTreeSet<Trigger>,
    /// Rows of tables 1 and 2.
    pub rows: Vec<RowLine>,
    /// Common measures.
    pub measures: Vec<MeasureLine>,
    /// Clause families.
    pub clauses: Vec<ClauseLine>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowLine {
    /// Which.
    pub row: RowId,
    /// What holds.
    pub level: RequirementLevel,
    /// What was derived.
    pub derived: RequirementLevel,
    /// Why.
    pub because: Vec<Reason>,
    /// Set otherwise by a person.
    pub tailored: Option<Tailoring>,
}

/// A common measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureLine {
    /// Which.
    pub measure: MeasureId,
    /// What holds.
    pub level: RequirementLevel,
    /// What was derived.
    pub derived: RequirementLevel,
    /// Why.
    pub because: Vec<Reason>,
    /// Set otherwise by a person.
    pub tailored: Option<Tailoring>,
    /// Who carries it out.
    pub owner: MeasureOwner,
    /// Clauses that bind it in this engagement.
    pub clauses: Vec<ClauseId>,
}

domain::codes! {
    /// Whether a clause may be given up in this engagement (COLUMN-2025; CO-X1).
    pub enum ClauseTier ("譲れるか", "Clause tier") {
        /// Without it no contract, unless a waiver is approved.
        Must = "must" ("必須", "Must-have"),
        /// May be traded.
        Negotiable = "negotiable" ("交渉できる", "Negotiable"),
    }
}

/// A clause family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseLine {
    /// Which.
    pub clause: ClauseId,
    /// Whether it may be given up.
    pub tier: ClauseTier,
    /// What holds.
    pub level: RequirementLevel,
    /// What was derived.
    pub derived: RequirementLevel,
    /// Why.
    pub because: Vec<Reason>,
    /// Set otherwise by a person.
    pub tailored: Option<Tailoring>,
    /// The alternative a person chose.
    pub alternative: Option<String>,
    /// The other side refused it.
    pub refused: Option<Refusal>,
}

impl Profile {
    /// One measure.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&MeasureLine> {
        self.measures.iter().find(|line| line.measure == *id)
    }

    /// One clause.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&ClauseLine> {
        self.clauses.iter().find(|line| line.clause == *id)
    }

    /// Measures that must be stated and done.
    pub fn required(&self) -> impl Iterator<Item = &MeasureLine> {
        self.measures.iter().filter(|line| line.level == RequirementLevel::Required)
    }

    /// Clauses that belong into specification and contract.
    pub fn asked_clauses(&self) -> impl Iterator<Item = &ClauseLine> {
        self.clauses.iter().filter(|line| line.level == RequirementLevel::Required)
    }

    /// Clauses without which there is no contract, as facts and plan stand now.
    pub fn must_haves(&self) -> impl Iterator<Item = &ClauseLine> {
        self.asked_clauses().filter(|line| line.tier == ClauseTier::Must)
    }

    /// Must-haves that are not among the clauses a contract was found to state.
    pub fn must_haves_beyond(&self, stated: &BTreeSet<String>) -> impl Iterator<Item = &ClauseLine> {
        self.must_haves().filter(|line| !stated.contains(line.clause.as_str()))
    }

    /// Rows and measures that may be chosen and of which nobody has said yes or no (N-6.3.1-1: tailored, with a reason).
    pub fn undecided(&self) -> impl Iterator<Item = &RowLine> {
        self.rows.iter().filter(|line| line.derived == RequirementLevel::Optional && line.tailored.is_none())
    }
}

/// Derives what is asked of an engagement.
#[must_use]
pub fn profile(catalogue: &Catalogue, facts: &Facts, plan: &Plan) -> Profile {
    let holding = facts_of(facts, plan);
    let triggers = triggers_of(facts, plan);
    let rows: Vec<RowLine> =
        catalogue.tables().rows().iter().filter_map(|row| row_line(catalogue, row, facts, plan, &triggers)).collect();
    let mut measures: Vec<MeasureLine> = catalogue
        .measures()
        .iter()
        .map(|measure| measure_line(catalogue, measure, (facts.category, plan), (&holding, &rows)))
        .collect();
    let clauses: Vec<ClauseLine> = catalogue
        .clauses()
        .iter()
        .map(|clause| clause_line(clause, (facts.category, plan), (&triggers, &rows, &measures)))
        .collect();
    for line in &mut measures {
        let binds = |clause: &&catalogue::clause::Clause| clause.measures.iter().any(|m| *m == line.measure.as_str());
        let asked = |clause: &&catalogue::clause::Clause| {
            clauses.iter().any(|c| c.clause == clause.id && c.level == RequirementLevel::Required)
        };
        line.clauses = catalogue.clauses().iter().filter(binds).filter(asked).map(|c| c.id.clone()).collect();
    }
    Profile {
        edition: catalogue.edition().to_owned(),
        category: facts.category,
        facts: holding,
        triggers,
        rows,
        measures,
        clauses,
    }
}

/// Required before optional before included before not applicable.
const fn weight(level: RequirementLevel) -> u8 {
    match level {
        RequirementLevel::Required => 3,
        RequirementLevel::Optional => 2,
        RequirementLevel::Included => 1,
        RequirementLevel::NotApplicable => 0,
    }
}

fn stronger(a: RequirementLevel, b: RequirementLevel) -> RequirementLevel {
    if weight(a) >= weight(b) { a } else { b }
}

/// What a cell asks. An item under a condition whose announcement is a duty all the same is required until a person says
/// otherwise (defect D5); one for the construction of systems is no matter of software alone.
fn level_of(cell: &Cell, triggers: &BTreeSet<Trigger>) -> RequirementLevel {
    match (cell.mark, cell.reason) {
        (_, Some(ReasonLetter::ConstructionType)) if !triggers.contains(&Trigger::SystemConstruction) => {
            RequirementLevel::NotApplicable
        }
        (CellMark::Required | CellMark::PhysicalOnly, _) => RequirementLevel::Required,
        (CellMark::Optional, Some(ReasonLetter::ConditionAnnounced)) => RequirementLevel::Required,
        (CellMark::Optional, _) => RequirementLevel::Optional,
        (CellMark::Included, _) => RequirementLevel::Included,
        (CellMark::NotApplicable, _) => RequirementLevel::NotApplicable,
    }
}

fn words(text: &catalogue::Text) -> Value {
    Value::Both(text.get(domain::Lang::Ja).to_owned(), text.get(domain::Lang::En).to_owned())
}

fn tailored(plan: &Plan, id: &str, derived: RequirementLevel) -> (RequirementLevel, Option<Tailoring>, Option<Reason>) {
    let Some(set) = plan.tailored.get(id) else { return (derived, None, None) };
    let reason = Reason::new(ReasonCode::TailoredTo)
        .with("level", Value::Words(set.level.words()))
        .with("reason", Value::Text(set.reason.to_string()))
        .under(id);
    (set.level, Some(set.clone()), Some(reason))
}

fn row_line(
    catalogue: &Catalogue,
    row: &Row,
    facts: &Facts,
    plan: &Plan,
    triggers: &BTreeSet<Trigger>,
) -> Option<RowLine> {
    let cell = row.cell(facts.category)?;
    let mut derived = level_of(cell, triggers);
    let mut because = vec![cell_reason(catalogue, row, cell)];
    // T2-13 and T1-10 ask the question on passing work on; the audit row follows the decision on auditing
    if matches!(row.id.as_str(), "T1-8" | "T2-10") && triggers.contains(&Trigger::AuditChosen) {
        derived = RequirementLevel::Required;
        because.push(Reason::new(ReasonCode::AuditWasChosen).under("N-6.3.3-2"));
    }
    let (level, tailored, reason) = tailored(plan, row.id.as_str(), derived);
    because.extend(reason);
    Some(RowLine { row: row.id.clone(), level, derived, because, tailored })
}

fn cell_reason(catalogue: &Catalogue, row: &Row, cell: &Cell) -> Reason {
    let table: Words = row.id.table().words();
    let why = cell.reason.and_then(|letter| catalogue.tables().reason(letter));
    let reason = Reason::new(if why.is_some() { ReasonCode::AskedByCell } else { ReasonCode::PrintedInCell })
        .with("table", Value::Words(table))
        .with("row", words(&row.title))
        .with("mark", Value::Words(cell.mark.words()));
    let reason = match why {
        Some(text) => reason.with("why", words(text)),
        None => reason,
    };
    reason.under(row.id.as_str())
}

/// Facts that say no more than the category does: where a table speaks of the measure, they add nothing to it.
const fn is_of_category(fact: Fact) -> bool {
    matches!(
        fact,
        Fact::Always
            | Fact::NonPublic
            | Fact::Development
            | Fact::Operation
            | Fact::Maintenance
            | Fact::DataCentre
            | Fact::Processing
            | Fact::StorageTransport
            | Fact::Cloud
    )
}

fn measure_line(
    catalogue: &Catalogue,
    measure: &Measure,
    (category, plan): (Category, &Plan),
    (holding, rows): (&BTreeSet<Fact>, &[RowLine]),
) -> MeasureLine {
    let mut because = Vec::new();
    let mut derived: Option<RequirementLevel> = None;
    for line in rows {
        let Some(row) = catalogue.tables().row(&line.row) else { continue };
        if !row.measures(category).contains(&measure.id) {
            continue;
        }
        derived = Some(derived.map_or(line.level, |d| stronger(d, line.level)));
        because.extend(line.because.iter().cloned());
    }
    let in_table = derived.is_some();
    let rule = measure.satisfies.first().and_then(|s| s.id.as_deref()).unwrap_or(measure.id.as_str());
    for fact in measure.applies.iter().filter(|f| holding.contains(f)) {
        if in_table && is_of_category(*fact) {
            continue;
        }
        let reason = Reason::new(ReasonCode::CalledByFact).with("fact", Value::Words(fact.words()));
        because.push(reason.under(rule));
        derived = Some(RequirementLevel::Required);
    }
    let derived = derived.unwrap_or_else(|| {
        because.push(Reason::new(ReasonCode::NothingCalls).under(measure.id.as_str()));
        RequirementLevel::NotApplicable
    });
    let (level, tailored, reason) = tailored(plan, measure.id.as_str(), derived);
    because.extend(reason);
    let owner = plan.owners.get(measure.id.as_str()).copied().unwrap_or_else(|| usual_owner(measure, holding));
    MeasureLine { measure: measure.id.clone(), level, derived, because, tailored, owner, clauses: Vec::new() }
}

/// A provider does what is its own only where there is one.
fn usual_owner(measure: &Measure, holding: &BTreeSet<Fact>) -> MeasureOwner {
    let served = holding.contains(&Fact::Cloud) || holding.contains(&Fact::DataCentre);
    match measure.owner {
        MeasureOwner::Provider if !served => MeasureOwner::Contractor,
        owner => owner,
    }
}

fn clause_line(
    clause: &catalogue::clause::Clause,
    (category, plan): (Category, &Plan),
    (triggers, rows, measures): (&BTreeSet<Trigger>, &[RowLine], &[MeasureLine]),
) -> ClauseLine {
    let id = clause.id.as_str();
    let personal = triggers.contains(&Trigger::PersonalData);
    let tier = match clause.tier {
        Tier::Must => ClauseTier::Must,
        Tier::MustWithPersonalData if personal => ClauseTier::Must,
        Tier::MustWithPersonalData | Tier::Negotiable => ClauseTier::Negotiable,
    };
    let fits = clause.categories.contains(&category)
        && clause.conditions.iter().any(|t| *t == Trigger::Always || triggers.contains(t));
    let mut because = Vec::new();
    let derived = if fits {
        clause_level(clause, tier, (rows, measures), &mut because)
    } else {
        because.push(Reason::new(ReasonCode::ClauseDoesNotFit).under(id));
        RequirementLevel::NotApplicable
    };
    let (level, tailored, reason) = tailored(plan, id, derived);
    because.extend(reason);
    ClauseLine {
        clause: clause.id.clone(),
        tier,
        level,
        derived,
        because,
        tailored,
        alternative: plan.alternatives.get(id).cloned(),
        refused: plan.refused.get(id).cloned(),
    }
}

/// A clause is asked as strongly as the row of table 2 it words, or else as the strongest measure it binds; a must-have
/// always.
fn clause_level(
    clause: &catalogue::clause::Clause,
    tier: ClauseTier,
    (rows, measures): (&[RowLine], &[MeasureLine]),
    because: &mut Vec<Reason>,
) -> RequirementLevel {
    let named = |line: &&RowLine| clause.rows.iter().any(|r| r == line.row.as_str());
    let table = |number: TableNumber| {
        let of = rows.iter().filter(named).filter(move |line| line.row.table() == number);
        of.max_by_key(|line| weight(line.level))
    };
    let row = [table(TableNumber::Contract), table(TableNumber::Specification)];
    let row = row.into_iter().flatten().max_by_key(|line| weight(line.level));
    let level = match row {
        Some(line) => {
            because.extend(line.because.iter().cloned());
            line.level
        }
        None => {
            let binds = |line: &&MeasureLine| clause.measures.iter().any(|m| *m == line.measure.as_str());
            let strongest = measures.iter().filter(binds).max_by_key(|line| weight(line.level));
            if let Some(line) = strongest {
                let reason = Reason::new(ReasonCode::BindsMeasure)
                    .with("measure", Value::Text(line.measure.to_string()))
                    .with("level", Value::Words(line.level.words()));
                because.push(reason.under(clause.id.as_str()));
            }
            strongest.map_or(RequirementLevel::Optional, |line| line.level)
        }
    };
    if tier == ClauseTier::Must && level != RequirementLevel::Required {
        because.push(Reason::new(ReasonCode::MustHave).under("CO-X1"));
        return RequirementLevel::Required;
    }
    level
}
