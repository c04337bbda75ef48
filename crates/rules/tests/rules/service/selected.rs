//! The gates over a selection: it speaks before any declaration, and where there is none it is offered.

use domain::{
    engagement::{Engagement, Facts},
    gate::{Declaration, Gate},
    register::Register,
    selection::{SchemeDemand, ScsDemand, SelectionState},
};
use jiff::civil::date;
use rules::{
    Fix, ReasonCode,
    gates::{ChosenFact, ConditionReport, Desk, SELECTED, SelectionFact, Snapshot, Status, evaluate},
};

use super::said;
use crate::support::{self, Base, catalogue, id};

struct World {
    engagement: Engagement,
    register: Register,
    declarations: Vec<Declaration>,
}

impl World {
    fn new(contractor: Option<u32>) -> Self {
        let base = Base::read();
        let mut facts = domain::engagement::RawFacts::from(base.facts("madoguchi", &toml::Table::new()));
        facts.contractor = contractor.map(|n| id("con", n));
        let declarations = (1..).zip(SELECTED).map(|(n, (condition, _))| Declaration {
            id: id("dcl", n),
            engagement: id("eng", 1),
            condition: condition.parse().unwrap(),
            declared_by: id("per", 1),
            declared_at: support::morning(date(2026, 6, 1)),
            note: "ほかの記録のとおり".parse().unwrap(),
            attachment: None,
        });
        Self {
            engagement: support::engagement(Facts::try_from(facts).unwrap(), None),
            register: base.register("city", &[]),
            declarations: declarations.collect(),
        }
    }

    /// A condition as a selection leaves it.
    fn look(&self, condition: &str, declared: bool, selection: Option<&SelectionFact>) -> ConditionReport {
        let gate = if condition == "G2-8" { Gate::Procure } else { Gate::Select };
        let snap = Snapshot {
            engagement: &self.engagement,
            register: &self.register,
            approvals: &[],
            waivers: &[],
            declarations: if declared { &self.declarations } else { &[] },
            desk: Desk { selection, ..Desk::default() },
            today: support::today(),
        };
        let report = evaluate(catalogue(), gate, &snap);
        let found = report.conditions.into_iter().find(|c| c.id.as_str() == condition).unwrap();
        for reason in &found.because {
            said(reason);
        }
        found
    }

    fn code(&self, condition: &str, selection: &SelectionFact) -> (bool, ReasonCode) {
        let found = self.look(condition, true, Some(selection));
        (found.status == Status::Met, found.because[0].code)
    }
}

fn open() -> SelectionFact {
    SelectionFact {
        state: SelectionState::Open,
        published: None,
        scheme: SchemeDemand::IsmsOrBenchmark,
        scs: ScsDemand::Star3,
        priced: true,
        candidates: 3,
        chosen: None,
    }
}

fn published() -> SelectionFact {
    SelectionFact {
        state: SelectionState::Published,
        published: Some((date(2026, 6, 2), "41b7c0aa".to_owned())),
        ..open()
    }
}

fn decided() -> SelectionFact {
    let chosen = ChosenFact {
        contractor: id("con", 7),
        name: "霧沢システム設計".parse().unwrap(),
        on: date(2026, 6, 10),
        stability: Some(70),
        unclear: 0,
        unborne: Vec::new(),
    };
    SelectionFact { state: SelectionState::Decided, chosen: Some(chosen), ..published() }
}

#[test]
fn each_listed_condition_is_in_the_catalogue_once() {
    let mut ids: Vec<&str> = SELECTED.iter().map(|(id, _)| *id).collect();
    assert!(ids.iter().all(|id| catalogue().conditions().iter().any(|c| c.id.as_str() == *id)));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), SELECTED.len());
}

#[test]
fn without_a_round_a_person_declares_and_a_selection_is_offered() {
    let world = World::new(None);
    for condition in ["G2-8", "G3-5", "G3-6"] {
        let found = world.look(condition, false, None);
        assert_eq!(found.fix, Some(Fix::StartSelection(condition.parse().unwrap())));
        assert_eq!(world.look(condition, true, None).status, Status::Met, "{condition}");
    }
    assert!(matches!(world.look("G3-1", false, None).fix, Some(Fix::Declare(_))));
    // a round that was given up is as none
    let ended = SelectionFact { state: SelectionState::Ended, ..published() };
    for (condition, _) in SELECTED {
        assert_eq!(world.look(condition, true, Some(&ended)), world.look(condition, true, None));
    }
}

#[test]
fn a_round_speaks_before_any_declaration() {
    run();
}

pub fn run() {
    let world = World::new(None);
    let undecided = (false, ReasonCode::SelectionUndecided);
    assert_eq!(world.code("G2-8", &open()), (false, ReasonCode::FormulaOpen));
    assert_eq!(world.code("G2-8", &published()), (true, ReasonCode::FormulaFrozen));
    assert_eq!(world.code("G3-5", &open()), (false, ReasonCode::FormulaOpen));
    for condition in ["G3-2", "G3-3", "G3-5", "G3-6", "G3-9"] {
        assert_eq!(world.code(condition, &published()), undecided, "{condition}");
        assert_eq!(world.look(condition, true, Some(&published())).fix, Some(Fix::RunSelection));
    }
    assert_eq!(world.code("G3-1", &published()).1, ReasonCode::Declared, "nobody was chosen, so it is silent");

    let chosen = World::new(Some(7));
    assert_eq!(world.code("G3-6", &decided()), (false, ReasonCode::ContractorNotChosen));
    assert_eq!(chosen.code("G3-6", &decided()), (true, ReasonCode::ContractorChosen));
    assert_eq!(chosen.code("G3-1", &decided()), (true, ReasonCode::StabilityScored));
    assert_eq!(chosen.code("G3-2", &decided()), (true, ReasonCode::ProofFits));
    assert_eq!(chosen.code("G3-3", &decided()), (true, ReasonCode::BenchmarkClear));
    assert_eq!(chosen.code("G3-5", &decided()), (true, ReasonCode::ScoredByFormula));
    assert_eq!(chosen.code("G3-9", &decided()), (true, ReasonCode::PricesSettled));

    let mut poor = decided();
    let one = poor.chosen.as_mut().unwrap();
    (one.unclear, one.stability, one.unborne) = (2, None, vec!["CM-AC-01".to_owned()]);
    assert_eq!(chosen.code("G3-3", &poor), (false, ReasonCode::BenchmarkOpen));
    assert_eq!(chosen.code("G3-9", &poor), (false, ReasonCode::RiskUnaccepted));
    assert_eq!(chosen.code("G3-1", &poor).1, ReasonCode::Declared);

    // what was not asked for a person says
    let plain = SelectionFact { scheme: SchemeDemand::None, scs: ScsDemand::None, priced: false, ..decided() };
    for condition in ["G3-2", "G3-3"] {
        assert_eq!(chosen.code(condition, &plain).1, ReasonCode::Declared, "{condition}");
    }
    assert_eq!(chosen.look("G3-9", true, Some(&plain)).status, Status::NotApplicable);
}
