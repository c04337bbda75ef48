//! Subcontracting by the API: a request goes through two offices, and what rests on a firm is found.

use serde_json::{Value, json};

use crate::{
    agency::{Agency, TODAY, text},
    rights::passing_on,
};

#[tokio::test]
async fn a_request_goes_through_two_offices() {
    let agency = Agency::new().await;
    let mut firms = Vec::new();
    for name in ["株式会社霧沢設計", "夜鷹運用有限会社", "合同会社灯台"] {
        firms.push(text(&agency.post("owner", "/contractors", json!({"name": name})).await.is(201)["id"]));
    }
    let number = text(&agency.enter("owner", json!({"contractor": firms[0]})).await["number"]);
    let chain = format!("/engagements/{number}/chain");
    let requests = format!("{chain}/requests");

    let mut bad = passing_on(&firms[0], &firms[1]);
    bad["country"] = json!("X1");
    bad["sites"] = json!(["仙台", "x\u{7}"]);
    bad["asked_on"] = json!("きのう");
    let problem = agency.post("owner", &requests, bad).await.problem(422);
    let fields: Vec<String> = problem["errors"].as_array().unwrap().iter().map(|e| text(&e["field"])).collect();
    assert_eq!(fields, ["country", "sites[1]", "asked_on"]);

    let made = agency.post("owner", &requests, passing_on(&firms[0], &firms[1])).await.is(201);
    assert_eq!((&made["state"], &made["in_force"], &made["revision"]), (&json!("open"), &json!(false), &json!(1)));
    assert!(made["tests"].as_array().unwrap().iter().all(|t| t["holds"] == true), "{made}");
    let decision = format!("/engagements/{number}/subcontracts/{}/decision", text(&made["id"]));
    let say = |office: &str, revision: i64| {
        json!({"as": office, "say": "approve", "reason": "実績がある", "conditions": ["名簿を出す"],
            "until": "2027-03-31", "revision": revision})
    };
    agency.post("owner", &decision, say("officer", 1)).await.problem(403);
    agency.post("officer", &decision, say("owner", 1)).await.problem(403);
    agency.post("owner", &decision, say("boss", 1)).await.problem(422);
    assert_eq!(agency.post("owner", &decision, say("owner", 1)).await.is(200)["in_force"], false);
    agency.post("officer", &decision, say("officer", 1)).await.problem(409);
    let done = agency.post("officer", &decision, say("officer", 2)).await.is(200);
    assert_eq!((&done["state"], &done["in_force"]), (&json!("approved"), &json!(true)));
    assert_eq!(done["said"].as_array().unwrap().len(), 2);

    let seen = json!({"giver": firms[1], "firm": firms[2], "on": TODAY, "note": "名札"});
    agency.post("owner", &format!("{chain}/seen"), seen.clone()).await.is(204);
    let states = |chain: &Value| -> Vec<(String, i64)> {
        let parties = chain["parties"].as_array().unwrap().iter();
        parties.map(|p| (text(&p["state"]), p["tier"].as_i64().unwrap())).collect()
    };
    let expected = [("contractor", 1), ("approved", 2), ("unasked", 3)].map(|(s, n)| (s.to_owned(), n));
    assert_eq!(states(&agency.get("auditor", &chain).await.is(200)), expected);
    let touched = |firm: usize| format!("/contractors/{}/touched", firms[firm]);
    assert_eq!(agency.get("officer", &touched(2)).await.is(200)["items"][0]["direct"], false);
    assert_eq!(agency.get("owner-two", &touched(2)).await.is(200)["items"], json!([]));
    let heavy = agency.get("officer", "/contractors/concentration").await.is(200);
    assert_eq!(heavy["items"].as_array().unwrap().len(), 3);
    assert_eq!(agency.get("owner-two", "/contractors/concentration").await.is(200)["items"], json!([]));
    let gone = json!({"giver": firms[1], "firm": firms[2], "on": TODAY});
    agency.post("owner", &format!("{chain}/left"), gone.clone()).await.is(204);
    agency.post("owner", &format!("{chain}/left"), gone).await.problem(404);
    assert_eq!(states(&agency.get("owner", &chain).await.is(200)).len(), 2);
}
