//! A selection through the API: announced, judged, proposed, decided; what others may not.

use domain::calendar::EngagementNumber;
use serde_json::{Value, json};

use crate::agency::{Agency, text};

/// Walks an engagement of the owner to Select, declaring what nobody can see.
async fn at_select(agency: &Agency) -> String {
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let asked = json!({"kind": "criticality", "explanation": "説明"});
    let approval = agency.post("owner", &format!("/engagements/{number}/approvals"), asked).await.is(201);
    let decided = json!({"revision": 1, "decision": "not_critical", "reason": "確認した"});
    let path = format!("/approvals/{}/decision", text(&approval["id"]));
    agency.post("officer", &path, decided).await;
    for stage in ["procure", "select"] {
        settle(agency, &number).await;
        let revision = agency.get("owner", &format!("/engagements/{number}")).await.is(200)["revision"].clone();
        let passed = agency.post("owner", &format!("/engagements/{number}/gate"), json!({"revision": revision})).await;
        let engagement = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
        assert_eq!(engagement["stage"]["code"], stage, "{passed:?}");
    }
    number
}

/// Declares every condition of the gate ahead that can be declared.
async fn settle(agency: &Agency, number: &str) {
    let caller = agency.app.caller(agency.people["owner"], app::Channel::Api, None).await.unwrap();
    let key: EngagementNumber = number.parse().unwrap();
    let view = agency.app.engagements().show(&caller, key).await.unwrap();
    for condition in view.report.unmet() {
        let Some(id) = condition.fix.as_ref().and_then(|f| f.declarable()) else { continue };
        let said = (id.clone(), "記録のとおり".parse().unwrap(), None);
        agency.app.engagements().declare(&caller, key, said).await.unwrap();
    }
}

async fn firm(agency: &Agency, name: &str) -> String {
    text(&agency.post("owner", "/contractors", json!({"name": name})).await.is(201)["id"])
}

fn record(price: i64) -> Value {
    json!({"price": price, "scores": {"stability": 70}, "grounds": {"stability": "決算3期とも黒字"},
        "scope_covers": "unknown", "audit_fits": "unknown",
        "lines": {"CM-GV-01": {"offer": "extra", "amount": 50_000, "bearer": "shared", "reason": "個人情報を扱うため",
            "talks": "6月8日に協議した", "agreed": "半分ずつ持つ"}}})
}

fn formula() -> Value {
    json!({"factors": [{"factor": "price", "weight": 60}, {"factor": "stability", "weight": 40, "minimum": 50}],
        "scheme": "none", "benchmark_set": "items25", "benchmark_mean": 30, "scs": "none", "measures": ["CM-GV-01"]})
}

#[tokio::test]
async fn a_selection_is_announced_judged_and_decided() {
    let agency = Agency::new().await;
    let number = at_select(&agency).await;
    let base = format!("/engagements/{number}/selection");
    assert_eq!(agency.get("owner", &base).await.is(200)["selection"], Value::Null);
    let begun = agency.call("owner", "POST", &base, None).await;
    assert_eq!(begun.header("location"), format!("/api/v1{base}"));
    begun.is(201);
    agency.call("owner", "POST", &base, None).await.problem(409);

    let mut draft = formula();
    draft["factors"][0]["weight"] = json!(50);
    let body = |revision: i64, formula: &Value| json!({"revision": revision, "formula": formula});
    let path = format!("{base}/formula");
    assert_eq!(agency.put("owner", &path, body(1, &draft)).await.status, 204);
    let publication = format!("{base}/publication");
    let refused = agency.post("owner", &publication, json!({"revision": 2})).await.refused();
    assert_eq!(refused, [("formula.weights".into(), "rule".into())]);
    assert_eq!(agency.put("owner", &path, body(2, &formula())).await.status, 204);
    assert_eq!(agency.post("owner", &publication, json!({"revision": 3})).await.status, 204);
    agency.put("owner", &path, body(4, &draft)).await.problem(409);
    let shown = agency.get("auditor", &base).await.is(200);
    let published = &shown["selection"]["published"];
    let again: Value = serde_json::from_str(published["text"].as_str().unwrap()).unwrap();
    assert_eq!(again["factors"][1]["minimum"], 50);
    assert_eq!(text(&published["sha256"]).len(), 64);

    let (first, second) = (firm(&agency, "霧沢設計").await, firm(&agency, "月岡工業").await);
    for (id, price) in [(&first, 1_000_000), (&second, 900_000)] {
        let added = agency.post("legal", &format!("{base}/candidates"), json!({"contractor": id})).await;
        assert_eq!(added.status, 204, "{added:?}");
        let judged = json!({"revision": 1, "record": record(price)});
        assert_eq!(agency.put("legal", &format!("{base}/candidates/{id}"), judged).await.status, 204);
    }
    let mut wrong = record(1);
    wrong["scores"]["stability"] = json!(170);
    wrong["lines"]["CM-XX-01"] = wrong["lines"]["CM-GV-01"].clone();
    let address = format!("{base}/candidates/{first}");
    let refused = agency.put("legal", &address, json!({"revision": 2, "record": wrong}));
    assert_eq!(
        refused.await.refused(),
        [("record.scores.stability".into(), "out_of_range".into()), ("record.lines.CM-XX-01".into(), "unknown".into())]
    );

    let shown = agency.get("owner", &base).await.is(200);
    assert_eq!(shown["candidates"][1]["rank"], 1, "{shown}");
    assert_eq!(shown["candidates"][1]["total"], 8_800, "60 for the lowest price, 70 × 40 % for stability");
    assert_eq!(shown["candidates"][0]["parts"][0]["score"], 9_000);
    let revision = shown["selection"]["revision"].clone();
    let proposal = json!({"revision": revision, "contractor": second, "reason": "総合点が高い"});
    assert_eq!(agency.post("legal", &format!("{base}/proposal"), proposal).await.status, 204);
    let revision = agency.get("owner", &base).await.is(200)["selection"]["revision"].clone();
    let decision = json!({"revision": revision, "decision": "choose", "reason": "提案のとおり"});
    agency.post("legal", &format!("{base}/decision"), decision.clone()).await.problem(403);
    assert_eq!(agency.post("owner", &format!("{base}/decision"), decision).await.status, 204);
    let engagement = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    assert_eq!(engagement["facts"]["contractor"], json!(second), "{engagement}");
    let gate = engagement["gate"]["conditions"].as_array().unwrap();
    let chosen = gate.iter().find(|c| c["id"] == "G3-6").unwrap();
    assert!(chosen.to_string().contains("contractor_chosen"), "{chosen}");
    let file = agency.get("auditor", &format!("{base}/comparison")).await;
    assert!(file.status == 200 && file.bytes.starts_with(b"PK"));
    let ledger = agency.get("auditor", "/ledger?action=selection.").await.is(200);
    let actions: Vec<String> = ledger["items"].as_array().unwrap().iter().map(|e| text(&e["action"])).collect();
    assert!(actions.contains(&"selection.decide".to_owned()) && actions.contains(&"selection.publish".to_owned()));
    agency.get("owner-two", &base).await.problem(404);
    agency.get("admin", &base).await.problem(403);
}
