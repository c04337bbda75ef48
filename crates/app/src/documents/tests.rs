//! What holds the contract gate shut: a measure that a permit directs and the contract lacks, a must-have that was refused.

use catalogue::wording::ParameterKind;
use domain::{
    Lang,
    approval::Request,
    engagement::{Activity, Engagement, RawFacts, Stage, Term},
    plan::{PlanValue, RawPlan, Refusal},
    register::RegisterList,
    risk::DirectedMeasure,
};
use papers::{Field, Input};
use rules::gates::{ConditionReport, Status};

use crate::{
    Error,
    approvals::Decision,
    engagements::tests::{Office, analysis, facts, ground, offices, pass},
};

const CONTRACT: &str = "security-annex";

impl Office {
    async fn condition(&self, e: &Engagement, id: &str) -> ConditionReport {
        let view = self.house.app.engagements().show(&self.head, e.number).await.unwrap();
        let found = view.report.conditions.into_iter().find(|c| c.id.to_string() == id);
        found.unwrap_or_else(|| panic!("{id} is not among the conditions of the gate"))
    }

    async fn codes(&self, e: &Engagement, id: &str) -> (bool, Vec<String>) {
        let found = self.condition(e, id).await;
        (found.status == Status::Unmet, found.because.iter().map(|r| r.code.code().to_owned()).collect())
    }

    async fn plan(&self, e: &Engagement, change: impl FnOnce(&mut RawPlan)) {
        let requirements = self.house.app.requirements();
        let revision = requirements.show(&self.head, e.number).await.unwrap().case.plan.revision;
        let edited = requirements.edit(&self.head, e.number, revision, |plan| {
            change(plan);
            Ok(())
        });
        edited.await.unwrap();
    }

    /// Answers whatever the contract asks until nothing is open.
    async fn settle(&self, e: &Engagement) {
        let paper = CONTRACT.parse().unwrap();
        for _ in 0..6 {
            let preview = self.house.app.documents().preview(&self.head, e.number, (&paper, Lang::Ja)).await.unwrap();
            if preview.open_points.is_empty() {
                return;
            }
            let inputs = preview.inputs;
            self.plan(e, |plan| inputs.iter().for_each(|input| answer(plan, input))).await;
        }
        panic!("the contract stays open");
    }

    async fn issue(&self, e: &Engagement) {
        let paper = CONTRACT.parse().unwrap();
        self.house.app.documents().issue(&self.head, e.number, (&paper, Lang::Ja, None)).await.unwrap();
    }

    /// What the contract would say now.
    async fn contract(&self, e: &Engagement) -> String {
        let paper = CONTRACT.parse().unwrap();
        let preview = self.house.app.documents().preview(&self.head, e.number, (&paper, Lang::Ja)).await.unwrap();
        serde_json::to_string(&preview.paper).unwrap()
    }

    async fn permit(&self, e: &Engagement, measure: &str) {
        let app = &self.house.app;
        let id = app.approvals().request(&self.head, e.number, analysis()).await.unwrap();
        let until = app.clock().today().saturating_add(jiff::Span::new().days(200));
        let measures = vec![DirectedMeasure { text: ground(measure) }];
        self.decide(&self.officer, id, Decision::Permit { measures, until }).await.unwrap();
    }

    async fn until_contract(&self, e: &Engagement) {
        for stage in [Stage::Procure, Stage::Select, Stage::Contract] {
            assert_eq!(pass(self, e).await.unwrap().stage, stage);
        }
    }
}

fn answer(plan: &mut RawPlan, input: &Input) {
    let values = |plan: &mut RawPlan, value: PlanValue| {
        plan.values.entry(input.owner.clone()).or_default().insert(input.name.clone(), value);
    };
    match &input.field {
        Field::Alternative { choices, chosen: None, .. } => {
            plan.alternatives.insert(input.owner.clone(), choices[0].code.clone());
        }
        Field::Value { kind, min, choices, default: None, current: None, .. } => {
            let value = match kind {
                ParameterKind::Bool => PlanValue::Switch(true),
                ParameterKind::Enum => PlanValue::Text(choices[0].code.parse().unwrap()),
                ParameterKind::Date => PlanValue::Text("2027-03-31".parse().unwrap()),
                ParameterKind::List => PlanValue::List(vec!["本庁".parse().unwrap()]),
                ParameterKind::Article => PlanValue::Text("AR-04".parse().unwrap()),
                kind if kind.is_number() => PlanValue::Number(min.unwrap_or(1).max(1)),
                _ => PlanValue::Text("別に定めるもの".parse().unwrap()),
            };
            values(plan, value);
        }
        Field::Name { kind, recorded: None, current: None } => {
            let text = if *kind == ParameterKind::Date { "2027-03-31" } else { "北稜システムズ" };
            plan.names.insert(input.name.clone(), text.parse().unwrap());
        }
        _ => {}
    }
}

fn operation(system: &str) -> RawFacts {
    let (from, to) = ("2026-10-01".parse().unwrap(), "2027-03-31".parse().unwrap());
    RawFacts { term: Some(Term::new(from, to).unwrap()), ..facts(system, &[Activity::Operation]) }
}

/// NISC-2008 5.1(5): what a permit directs stands in the contract, and without that contract the work does not begin.
#[tokio::test]
async fn a_directed_measure_stands_in_the_annex_and_holds_the_gate_until_it_does() {
    for office in offices().await {
        office.list_work(RegisterList::Critical, "被災者台帳", &[Activity::Operation]).await;
        let e = office.enter(operation("被災者台帳")).await;
        office.permit(&e, "作業中は職員が立ち会い、記録を残す").await;
        office.until_contract(&e).await;
        office.settle(&e).await;
        assert!(office.contract(&e).await.contains("作業中は職員が立ち会い、記録を残す"));
        assert_eq!(office.codes(&e, "G4-2").await, (true, vec!["paper_missing".to_owned()]));
        let waiver = Request::Waiver {
            condition: "G4-2".parse().unwrap(),
            reason: ground("急ぐため"),
            until: office.house.app.clock().today(),
        };
        assert!(
            office.house.app.approvals().request(&office.head, e.number, waiver).await.is_err(),
            "it is never waived"
        );

        office.issue(&e).await;
        assert_eq!(office.condition(&e, "G4-2").await.status, Status::Met);

        // the permit ends and the next one directs something else: the contract that was made does not hold it
        let clock = office.house.app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_hours(24 * 201));
        office.permit(&e, "画面の操作をすべて録画する").await;
        assert_eq!(office.codes(&e, "G4-2").await, (true, vec!["paper_outdated".to_owned()]));
        let revision =
            office.house.app.engagements().show(&office.head, e.number).await.unwrap().case.engagement.revision;
        let passed = office.house.app.engagements().pass_gate(&office.head, e.number, revision).await;
        assert!(matches!(passed, Err(Error::Conflict(said)) if said.en.contains("G4-2")));
        assert!(office.contract(&e).await.contains("画面の操作をすべて録画する"));
        office.house.minutes(1);
        office.issue(&e).await;
        assert_eq!(office.condition(&e, "G4-2").await.status, Status::Met);
        office.sound().await;
    }
}

/// F10: whoever lets a must-have go says what insurance there is and why the rest can be borne, and an officer waives it.
#[tokio::test]
async fn a_refused_must_have_holds_the_gate_until_it_is_waived_knowingly() {
    for office in offices().await {
        let app = &office.house.app;
        office.list_work(RegisterList::NonCritical, "公共施設予約", &[Activity::Operation]).await;
        let e = office.enter(operation("公共施設予約")).await;
        office.until_contract(&e).await;
        let refused = |insurance: Option<&str>, tolerance: Option<&str>| Refusal {
            reason: ground("賠償の上限を外せないとの回答"),
            insurance: insurance.map(ground),
            tolerance: tolerance.map(ground),
        };
        let until = app.clock().today().saturating_add(jiff::Span::new().days(90));
        let waiver = || Request::Waiver {
            condition: "G4-8".parse().unwrap(),
            reason: ground("代わりの相手がいないため"),
            until,
        };

        office.plan(&e, |plan| drop(plan.refused.insert("KL-31".to_owned(), refused(None, None)))).await;
        assert_eq!(office.codes(&e, "G4-8").await, (true, vec!["refusal_unanswered".to_owned()]));
        office
            .plan(&e, |plan| drop(plan.refused.insert("KL-31".to_owned(), refused(Some("賠償保険1億円"), None))))
            .await;
        assert_eq!(office.codes(&e, "G4-8").await, (true, vec!["refusal_unanswered".to_owned()]), "half an answer");
        // a waiver asked for too early has no effect, whoever grants it
        if let Ok(id) = app.approvals().request(&office.head, e.number, waiver()).await {
            let _ = office.decide(&office.officer, id, Decision::Waive).await;
            assert_eq!(office.condition(&e, "G4-8").await.status, Status::Unmet);
        }
        let both = refused(Some("賠償保険1億円"), Some("損害の見込みは年の予備費の範囲にとどまる"));
        office.plan(&e, |plan| drop(plan.refused.insert("KL-31".to_owned(), both))).await;
        let (unmet, _) = office.codes(&e, "G4-8").await;
        if unmet {
            let id = app.approvals().request(&office.head, e.number, waiver()).await.unwrap();
            let own = app.approvals().decide(&office.head, id, (1, Decision::Waive, ground("自分で決める"))).await;
            assert!(matches!(own, Err(Error::Forbidden(_))));
            assert_eq!(office.condition(&e, "G4-8").await.status, Status::Unmet, "asked for, not yet granted");
            office.decide(&office.officer, id, Decision::Waive).await.unwrap();
        }
        assert!(matches!(office.condition(&e, "G4-8").await.status, Status::Waived(_)));
        // the day after it ends the gate is shut again
        let clock = app.clock();
        clock.set(clock.now() + jiff::SignedDuration::from_hours(24 * 91));
        assert_eq!(office.condition(&e, "G4-8").await.status, Status::Unmet);
        office.sound().await;
    }
}
