//! The whole way of deciding, by API: unlisted work, critical work, the gate.

use serde_json::{Value, json};

use crate::agency::{Agency, facts, text};

/// Conditions of the gate that are unmet.
fn unmet(shown: &Value) -> Vec<String> {
    let conditions = shown["gate"]["conditions"].as_array().unwrap();
    conditions.iter().filter(|c| c["status"] == "unmet").map(|c| text(&c["id"])).collect()
}

/// Declares whatever the gate wants declared, until nothing is left to declare.
async fn declare_all(agency: &Agency, login: &str, number: &str) -> Value {
    let mut shown = agency.get(login, &format!("/engagements/{number}")).await.is(200);
    loop {
        let conditions = shown["gate"]["conditions"].as_array().unwrap().clone();
        let Some(open) = conditions.iter().find(|c| c["fix"]["code"] == "declare") else { return shown };
        let body = json!({"condition": open["id"], "note": "確かめました"});
        shown = agency.post(login, &format!("/engagements/{number}/declarations"), body).await.is(200);
    }
}

#[tokio::test]
async fn unlisted_work_goes_to_the_officer_and_the_register_gains_a_version() {
    let agency = Agency::new().await;
    let made = agency.enter("owner", json!({})).await;
    let number = text(&made["number"]);
    assert_eq!(number, "R8-0001");
    assert_eq!(made["assessment"]["verdict"], json!({"code": "ask_officer", "label": "The officer must decide"}));
    let reason = &made["assessment"]["reasons"][0];
    assert_eq!((text(&reason["code"]), text(&reason["rule"])), ("unlisted".into(), "N-5.1-3".into()));
    assert!(text(&reason["text"]).contains("窓口システム"));
    assert_eq!(made["assessment"]["next"][0]["code"], "request_criticality");
    let before = made["revision"].as_i64().unwrap();
    let blocked = agency.post("owner", &format!("/engagements/{number}/gate"), json!({"revision": before})).await;
    assert!(text(&blocked.problem(409)["title"]).contains("Unmet: G1-"), "{blocked:?}");

    agency.minutes(1);
    let asked = json!({"kind": "criticality", "explanation": "窓口の受付を行うシステムの運用"});
    let reply = agency.post("owner", &format!("/engagements/{number}/approvals"), asked.clone()).await;
    let address = reply.header("location").to_owned();
    let id = text(&reply.is(201)["id"]);
    assert_eq!(address, format!("/api/v1/approvals/{id}"));
    agency.post("owner", &format!("/engagements/{number}/approvals"), asked).await.problem(409);
    let own = agency.get("owner", &address).await.is(200);
    assert_eq!(own["mine"]["part"], "requester");
    let waiting = agency.get("officer", "/approvals/waiting").await.is(200);
    assert_eq!(waiting["items"][0]["id"], json!(id));
    assert_eq!(waiting["items"][0]["engagement"]["number"], json!(number));
    let shown = agency.get("officer", &address).await.is(200);
    assert_eq!(shown["mine"]["decisions"], json!(["critical", "not_critical", "send_back"]));

    // sent back, mended, decided
    agency.minutes(1);
    let decision = |revision: i64, code: &str| json!({"revision": revision, "decision": code, "reason": "確認した"});
    let sent = agency.post("officer", &format!("{address}/decision"), decision(1, "send_back")).await.is(200);
    assert_eq!(sent["approval"]["state"]["code"], "sent_back");
    assert_eq!(agency.get("owner", "/approvals/mine?state=sent_back").await.is(200)["items"][0]["id"], json!(id));
    let mended = json!({"kind": "criticality", "explanation": "窓口の受付。個人の情報は見えるだけ"});
    let again = agency.put("owner", &format!("{address}/request"), mended).await.is(200);
    let revision = again["approval"]["revision"].as_i64().unwrap();
    agency.post("officer", &format!("{address}/decision"), decision(1, "not_critical")).await.problem(409);
    let done = agency.post("officer", &format!("{address}/decision"), decision(revision, "not_critical")).await.is(200);
    assert_eq!(done["approval"]["decided"]["outcome"], "not_critical");
    assert_eq!(agency.get("officer", "/approvals/decided").await.is(200)["items"][0]["id"], json!(id));

    // the chief officer updates the register; the engagement keeps the version it began with
    let update = agency.get("chief", "/approvals/waiting").await.is(200)["items"][0].clone();
    assert_eq!(update["kind"]["code"], "register_update");
    assert_eq!(update["request"]["entry"]["says"]["list"]["code"], "non_critical");
    let path = format!("/approvals/{}/decision", text(&update["id"]));
    let amended = json!({"revision": 1, "decision": "update", "reason": "報告のとおり", "entry": {
        "list": "non_critical", "system": "窓口システム", "activities": ["operation"],
        "information": "住民記録（参照のみ）", "reason": "見えるだけで持ち出せない", "review_on": "2027-06-11"}});
    let updated = agency.post("chief", &path, amended).await.is(200);
    assert_eq!(updated["approval"]["decided"]["version"], 1);
    let register = agency.get("owner", "/register").await.is(200);
    assert_eq!(
        (register["version"].clone(), register["items"][0]["information"].clone()),
        (json!(1), json!("住民記録（参照のみ）"))
    );
    assert_eq!(agency.get("owner", "/register/versions/0").await.is(200)["items"], json!([]));
    let now = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    assert_eq!((now["register_version"].clone(), now["register_now"].clone()), (json!(0), json!(1)));
    assert_eq!(now["assessment"]["verdict"]["code"], "may_go_out");
    assert_eq!(now["entry"], register["items"][0]["id"]);

    let ready = declare_all(&agency, "owner", &number).await;
    assert_eq!(unmet(&ready), Vec::<String>::new(), "{}", ready["gate"]);
    assert_eq!(ready["gate"]["passable"], true);
    let passed = agency
        .post("owner", &format!("/engagements/{number}/gate"), json!({"revision": ready["revision"]}))
        .await
        .is(200);
    assert_eq!(passed["stage"]["code"], "procure");
    assert_eq!(passed["passages"][0]["gate"]["code"], "decide");
    let history = agency.get("owner", &format!("/engagements/{number}/history")).await.is(200);
    let actions: Vec<String> = history["items"].as_array().unwrap().iter().map(|e| text(&e["action"])).collect();
    assert_eq!(actions[0], "gate.pass");
    assert_eq!(actions.last().unwrap(), "engagement.create");
    assert_eq!(history["items"][0]["channel"], "api");
}

fn critical() -> Value {
    json!({"items": [
        {"name": "住民記録", "access": "accessible", "criticality": "critical", "needed_for": "operation"},
        {"name": "手引き", "access": "provided", "criticality": "not_critical"}]})
}

#[tokio::test]
async fn critical_work_passes_only_with_directed_measures() {
    let agency = Agency::new().await;
    let entry = json!({"reason": "定めた", "entry": {"list": "critical", "system": "窓口システム",
        "activities": ["operation"], "information": "住民記録", "reason": "漏れると住民の権利を害する"}});
    let reply = agency.post("chief", "/register/entries", entry).await;
    assert!(reply.header("location").starts_with("/api/v1/register/entries/ent_"));
    assert_eq!(reply.is(201)["version"], 1);

    let made = agency.enter("owner", critical()).await;
    let number = text(&made["number"]);
    assert_eq!(made["assessment"]["verdict"]["code"], "not_in_principle");
    assert_eq!(made["assessment"]["matched"][0]["listing"], "critical");
    let line =
        |residual: &str| json!({"threat": "TH-01", "before": "high", "measures": "接続元を限る", "residual": residual});
    let ask = |residual: &str| {
        json!({"kind": "exception", "necessity": "職員では夜間に対応できない", "grounds": "接続を限るため",
            "lines": [line("low"), line(residual)]})
    };
    let path = format!("/engagements/{number}/approvals");
    let high = agency.post("owner", &path, ask("high")).await;
    assert_eq!(high.refused(), [("lines[1].residual".to_owned(), "rule".to_owned())]);
    let id = text(&agency.post("owner", &path, ask("low")).await.is(201)["id"]);

    let decision = format!("/approvals/{id}/decision");
    let permit = |measures: Value| json!({"revision": 1, "decision": "permit", "reason": "やむを得ない", "until": "2027-03-31", "measures": measures});
    assert_eq!(
        agency.post("officer", &decision, permit(json!([]))).await.refused(),
        [("measures".to_owned(), "rule".to_owned())]
    );
    let wrong = json!({"revision": 1, "decision": "waive", "reason": "やむを得ない"});
    let refused = agency.post("officer", &decision, wrong).await;
    assert_eq!(refused.refused(), [("decision".to_owned(), "not_one_of".to_owned())]);
    assert!(
        text(&refused.json()["errors"][0]["message"]).contains("\"waive\" is not one of: permit, refuse, send_back")
    );
    let done = agency.post("officer", &decision, permit(json!(["作業の記録を毎週確かめる"]))).await.is(200);
    assert_eq!(done["approval"]["decided"]["permit"]["measures"], json!(["作業の記録を毎週確かめる"]));

    let now = declare_all(&agency, "owner", &number).await;
    assert_eq!(now["assessment"]["verdict"]["code"], "permitted_with_measures");
    assert_eq!(now["assessment"]["permit"]["until"], "2027-03-31");
    assert_eq!(unmet(&now), Vec::<String>::new(), "{}", now["gate"]);
    let gate = json!({"revision": now["revision"]});
    assert_eq!(
        agency.post("system", &format!("/engagements/{number}/gate"), gate).await.is(200)["stage"]["code"],
        "procure"
    );
}

#[tokio::test]
async fn a_condition_is_waived_until_a_day() {
    let agency = Agency::new().await;
    let open_question = json!({"rights_reach_all": "unknown"});
    let number = text(&agency.enter("owner", open_question).await["number"]);
    let shown = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    let conditions = shown["gate"]["conditions"].as_array().unwrap();
    let Some(open) = conditions.iter().find(|c| c["status"] == "unmet" && c["waivable"] == true) else {
        panic!("nothing to waive: {}", shown["gate"]);
    };
    let path = format!("/engagements/{number}/approvals");
    let ask = |until: &str| json!({"kind": "waiver", "condition": open["id"], "reason": "準備中", "until": until});
    assert_eq!(agency.post("owner", &path, ask("2026-06-10")).await.refused(), [("until".into(), "before".into())]);
    let id = text(&agency.post("owner", &path, ask("2026-09-30")).await.is(201)["id"]);
    let waive = json!({"revision": 1, "decision": "waive", "reason": "期限まで認める"});
    agency.post("owner", &format!("/approvals/{id}/decision"), waive.clone()).await.problem(403);
    agency.post("officer", &format!("/approvals/{id}/decision"), waive).await.is(200);
    let now = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    let one = now["gate"]["conditions"].as_array().unwrap().iter().find(|c| c["id"] == open["id"]).unwrap().clone();
    assert_eq!(one["status"], "waived");
    assert_eq!(one["waiver"]["until"], "2026-09-30");
    assert_eq!(now["waivers"][0]["granted_by"]["name"], "officerさん");
}

#[tokio::test]
async fn a_scope_cut_makes_two_engagements() {
    let agency = Agency::new().await;
    let more = json!({"activities": ["operation", "build"]});
    let made = agency.enter("owner", more).await;
    let number = text(&made["number"]);
    let parts = agency.get("owner", &format!("/engagements/{number}/parts?activities=operation")).await.is(200);
    assert_eq!(parts["spared"]["facts"]["activities"], json!(["operation"]));
    let all = agency.get("owner", &format!("/engagements/{number}/parts?activities=operation,build")).await;
    assert_eq!(all.refused(), [("activities".into(), "rule".into())]);
    let body = json!({"revision": made["revision"], "activities": ["operation"],
        "rest_title": "窓口システムの開発", "spared_title": "窓口システムの運用（自前）"});
    let reply = agency.post("owner", &format!("/engagements/{number}/split"), body.clone()).await;
    let split = reply.is(201);
    assert_eq!(split, json!({"rest": "R8-0002", "spared": "R8-0003"}));
    let old = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    assert_eq!(
        (old["standing"]["code"].clone(), old["split_into"].clone()),
        (json!("split"), json!(["R8-0002", "R8-0003"]))
    );
    agency.post("owner", &format!("/engagements/{number}/split"), body).await.problem(409);
}

#[tokio::test]
async fn facts_that_are_shown_can_be_sent_back() {
    let agency = Agency::new().await;
    let rich = json!({"term": {"from": "2026-07-01", "to": "2027-03-31"}, "amount": 48_620_000, "people_count": 12_480,
        "summary": "受付と照会", "subcontracting": "yes", "category_fit": "by_analogy"});
    let made = agency.enter("owner", rich).await;
    let path = format!("/engagements/{}/facts", text(&made["number"]));
    let body = json!({"revision": made["revision"], "facts": made["facts"]});
    let same = agency.put("owner", &path, body.clone()).await.is(200);
    assert_eq!(same["facts"], made["facts"]);
    assert_eq!(same["due"]["on"], "2026-07-01");
    // a second client that still holds the first revision
    let stale = agency.put("system", &path, body).await.problem(409);
    assert!(text(&stale["title"]).starts_with("Someone else changed this"));
    let end = json!({"ending": "in_house", "reason": "職員で行う"});
    let ended = agency.post("owner", &path.replace("facts", "end"), end.clone()).await.is(200);
    assert_eq!(ended["standing"]["code"], "in_house");
    agency.post("owner", &path.replace("facts", "end"), end).await.problem(409);
}

#[tokio::test]
async fn a_preview_keeps_nothing() {
    let agency = Agency::new().await;
    let said = agency.post("owner", "/engagements/preview", facts(json!({}))).await.is(200);
    assert_eq!(said["verdict"]["code"], "ask_officer");
    assert_eq!(agency.get("owner", "/engagements").await.is(200)["count"], 0);
    agency.post("legal", "/engagements/preview", facts(json!({}))).await.problem(403);
}
