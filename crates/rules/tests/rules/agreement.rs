//! Rules and catalogue speak of the same checks and reasons.

use std::collections::BTreeSet;

use catalogue::CheckCode;
use domain::{Lang, gate::Gate};
use rules::{
    Fix, ReasonCode,
    decide::{Case, assess},
    gates::{CHECKS, Snapshot, evaluate},
};

use crate::support::{self, Base, catalogue, id};

#[test]
fn every_check_of_the_catalogue_has_one_function_and_a_condition() {
    let listed: Vec<CheckCode> = CHECKS.iter().map(|(code, _)| *code).collect();
    let unique: BTreeSet<CheckCode> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len(), "a check is listed twice");
    assert_eq!(unique, CheckCode::ALL.iter().copied().collect());
    let catalogue = catalogue();
    let used: BTreeSet<CheckCode> = catalogue.conditions().iter().map(|c| c.check).collect();
    assert_eq!(used, unique, "a check that no condition uses");
}

#[test]
fn every_reason_has_its_sentence_and_every_sentence_its_reason() {
    let catalogue = catalogue();
    let written: BTreeSet<&str> = catalogue.reasons().iter().map(|r| r.code.as_str()).collect();
    let given: BTreeSet<&str> = ReasonCode::ALL.iter().map(|c| c.code()).collect();
    assert_eq!(written, given);
    for code in ReasonCode::ALL {
        let text = catalogue.reason(code.code()).unwrap();
        let wanted: BTreeSet<&str> = code.params().iter().copied().collect();
        for lang in Lang::ALL {
            assert_eq!(text.placeholders(*lang), wanted, "{code} in {}", lang.code());
        }
        assert_eq!(text.rules.first().map(String::as_str), code.rule(), "main rule of {code}");
    }
}

#[test]
fn next_steps_have_words_and_codes_of_their_own() {
    let approval = id("apr", 1);
    let all = [
        Fix::EditFacts,
        Fix::JudgeItems,
        Fix::AnswerQuestions,
        Fix::RequestCriticality,
        Fix::RequestException,
        Fix::SplitScope,
        Fix::AwaitApproval(approval),
        Fix::MendSentBack(approval),
        Fix::ReportToChief(approval),
        Fix::Declare("G1-9".parse().unwrap()),
    ];
    let labels: BTreeSet<&str> = all.iter().map(|f| f.label(Lang::Ja)).collect();
    assert_eq!(labels.len(), all.len());
    for fix in &all {
        let json = serde_json::to_value(fix).unwrap();
        assert_eq!(json["kind"], fix.code());
    }
    assert_eq!(serde_json::to_value(&all[9]).unwrap(), serde_json::json!({ "kind": "declare", "id": "G1-9" }));
}

#[test]
fn decisions_and_gates_are_written_as_plain_json() {
    let base = Base::read();
    let facts = base.facts("bosai", &toml::Table::new());
    let register = base.register("city", &[]);
    let case = Case { facts: &facts, register: &register, approvals: &[], today: support::today() };
    let json = serde_json::to_value(assess(&case)).unwrap();
    assert_eq!(json["verdict"], "not_in_principle");
    let entry = "ent_00000000000000000000000000000003";
    assert_eq!(
        json["matched"][2],
        serde_json::json!({ "activity": "installation", "listing": "critical", "entry": entry })
    );
    let first = serde_json::json!({
        "code": "listed_critical", "rule": "N-5.1-1", "entry": entry,
        "params": { "system": "防災情報システム", "activities": ["installation"] },
    });
    assert_eq!(json["because"][0], first);
    assert_eq!(json["scope_cut"]["rest"], serde_json::json!(["design", "build"]));
    let engagement = support::engagement(facts, None);
    let snap = Snapshot {
        engagement: &engagement,
        register: &register,
        approvals: &[],
        waivers: &[],
        declarations: &[],
        desk: rules::gates::Desk::default(),
        today: support::today(),
    };
    let json = serde_json::to_value(evaluate(catalogue(), Gate::Decide, &snap)).unwrap();
    assert_eq!(json["gate"], "decide");
    assert_eq!(json["conditions"][4]["id"], "G1-5");
    assert_eq!(json["conditions"][4]["status"], "unmet");
    assert_eq!(json["conditions"][4]["fix"], serde_json::json!({ "kind": "request_exception" }));
}
