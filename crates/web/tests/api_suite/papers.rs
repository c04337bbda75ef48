//! Requirements and papers through the API: the plan goes out as it came in, papers follow it, versions stay.

use serde_json::{Value, json};

use crate::agency::{Agency, text};

#[tokio::test]
async fn a_plan_comes_back_as_it_was_sent_and_changes_what_is_asked() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({"subcontracting": "yes"})).await["number"]);
    let path = format!("/engagements/{number}/requirements");
    let shown = agency.get("owner", &path).await.is(200);
    assert_eq!((&shown["revision"], &shown["category"]["code"]), (&json!(0), &json!("remote_operation")));
    assert_eq!(shown["measures"].as_array().unwrap().len(), 90);
    let plan = json!({
        "alternatives": {"KL-22": "b"}, "values": {"KL-15": {"report_hours": 12}},
        "tailored": {"CM-GV-05": {"level": "not_applicable", "reason": "小さな業務"}},
        "owners": {"CM-GV-01": "both"}, "audit_factors": ["rights"], "audit": {"wanted": "yes", "reason": "重い"},
        "refused": {"KL-31": {"reason": "上限を求められた", "insurance": null, "tolerance": null}},
        "priced": {"CM-TE-01": {"offer": "extra", "amount": 120_000, "risk": null}},
        "names": {"contract_date": "2026-07-01"}, "rows": {"contacts": [{"name": "霧沢 一", "role": "窓口"}]},
    });
    let saved = agency.put("owner", &path, json!({"revision": 0, "plan": plan.clone()})).await.is(200);
    assert_eq!(saved["revision"], 1);
    for (member, value) in plan.as_object().unwrap() {
        assert_eq!(&saved["plan"][member], value, "{member}");
    }
    let line = |list: &str, id: &str| -> Value {
        saved[list].as_array().unwrap().iter().find(|l| l["id"] == id).cloned().unwrap_or_default()
    };
    assert_eq!(line("measures", "CM-GV-05")["level"]["code"], "not_applicable");
    assert_eq!(line("measures", "CM-GV-01")["owner"]["code"], "both");
    assert_eq!(line("clauses", "KL-31")["refused"], true);
    // what came out goes in again
    let again = json!({"revision": 1, "plan": saved["plan"]});
    assert_eq!(agency.put("owner", &path, again).await.is(200)["plan"], saved["plan"]);
    agency.put("owner", &path, json!({"revision": 0, "plan": {}})).await.problem(409);
}

#[tokio::test]
async fn everything_wrong_in_a_plan_is_named_with_its_place() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let path = format!("/engagements/{number}/requirements");
    let refused = async |plan: Value| {
        let reply = agency.put("owner", &path, json!({"revision": 0, "plan": plan})).await;
        reply.refused().into_iter().map(|(field, code)| format!("{field} {code}")).collect::<Vec<_>>()
    };
    let shape = json!({"tailored": {"CM-GV-05": {"level": "required"}}, "owners": {"CM-GV-01": 3}, "colour": "blue"});
    let found = refused(shape).await;
    for wanted in ["plan.tailored.CM-GV-05.reason missing", "plan.owners.CM-GV-01 type", "plan.colour unknown"] {
        let (place, _) = wanted.split_once(' ').unwrap();
        assert!(found.iter().any(|f| f.starts_with(place)), "{wanted}: {found:?}");
    }
    let values = json!({
        "values": {"KL-15": {"report_hours": {}}}, "owners": {"CM-GV-01": "nobody"},
        "tailored": {"CM-GV-05": {"level": "often", "reason": " "}}, "names": {"work": "x".repeat(5000)},
    });
    let found = refused(values).await;
    for place in [
        "plan.values.KL-15.report_hours",
        "plan.owners.CM-GV-01",
        "plan.tailored.CM-GV-05.level",
        "plan.tailored.CM-GV-05.reason",
        "plan.names.work",
    ] {
        assert!(found.iter().any(|f| f.starts_with(place)), "{place}: {found:?}");
    }
    let bounds = json!({"values": {"KL-15": {"report_hours": 9_999}}, "alternatives": {"KL-22": "z"}, "owners": {"CM-XX-01": "both"}});
    let found = refused(bounds).await;
    assert!(found.contains(&"plan.values.KL-15.report_hours out_of_range".to_owned()), "{found:?}");
    assert!(found.contains(&"plan.alternatives.KL-22 not_one_of".to_owned()), "{found:?}");
    assert!(found.contains(&"plan.owners.CM-XX-01 unknown".to_owned()), "{found:?}");
}

#[tokio::test]
async fn a_version_keeps_its_text_and_says_what_changed() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let (base, paper) = (format!("/engagements/{number}"), format!("/engagements/{number}/papers/security-annex"));
    let list = agency.get("owner", &format!("{base}/papers")).await.is(200);
    let annex = list["items"].as_array().unwrap().iter().find(|p| p["paper"] == "security-annex").unwrap();
    assert_eq!((&annex["current"], &annex["versions"]), (&json!(false), &json!([])));
    let preview = agency.get("owner", &format!("{paper}?lang=ja")).await.is(200);
    let hours = |i: &&Value| i["place"] == "values.KL-15.report_hours";
    let input = preview["inputs"].as_array().unwrap().iter().find(hours).unwrap();
    assert_eq!((&input["kind"], &input["min"]), (&json!("hours"), &json!(1)));
    assert!(text(&preview["html"]).contains("data-trace=\"KL-"));
    agency.get("owner", &format!("{paper}?lang=fr")).await.problem(422);

    let first = agency.post("owner", &paper, json!({"lang": "ja", "revision": 0})).await;
    assert!(first.header("location").starts_with("/api/v1/documents/doc_"));
    let first = first.is(201);
    assert_eq!(first["files"].as_array().unwrap().len(), 2);
    let bytes = agency.get("owner", &format!("/attachments/{}/content", text(&first["files"][0]["attachment"]))).await;
    assert!(bytes.bytes.starts_with(b"PK"));
    let plan = json!({"revision": 0, "plan": {"values": {"KL-15": {"report_hours": 6}}}});
    agency.put("owner", &format!("{base}/requirements"), plan).await.is(200);
    agency.post("owner", &paper, json!({"lang": "ja", "revision": 0})).await.problem(409);
    let second = agency.post("owner", &paper, json!({"lang": "ja", "revision": 1})).await.is(201);
    let shown = agency.get("owner", &format!("/documents/{}", text(&second["id"]))).await.is(200);
    assert_eq!((&shown["current"], &shown["changes"]["before"]), (&json!(true), &first["id"]));
    assert!(shown["changes"]["paragraphs"].to_string().contains("\"inserted\""));
    let old = agency.get("owner", &format!("/documents/{}", text(&first["id"]))).await.is(200);
    assert_eq!(old["current"], false);
    agency.post("owner", &paper, json!({"lang": "fr", "revision": 1})).await.problem(422);
    agency.get("owner", &format!("{base}/papers/no-such-paper")).await.problem(404);
}

#[tokio::test]
async fn the_catalogue_is_searched_and_every_id_says_where_it_is_used() {
    let agency = Agency::new().await;
    let first = agency.get("clerk", "/catalogue/items?list=measure&limit=50").await.is(200);
    assert_eq!((first["count"].clone(), first["items"].as_array().unwrap().len()), (json!(90), 50));
    let next = format!("/catalogue/items?list=measure&limit=50&after={}", text(&first["next"]));
    let rest = agency.get("clerk", &next).await.is(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (40, &Value::Null));
    let found = agency.get("clerk", "/catalogue/items?q=kl-15").await.is(200);
    assert_eq!(found["items"][0]["id"], "KL-15");
    let clause = agency.get("clerk", "/catalogue/items/KL-15").await.is(200);
    assert_eq!(clause["list"], "clause");
    assert!(clause["used_by"].as_array().unwrap().len() > 2 && clause["fields"]["title.ja"].is_string());
    assert_eq!(agency.get("clerk", "/catalogue/items?list=nonsense").await.refused()[0].0, "list");
    agency.get("clerk", "/catalogue/items/KL-99").await.problem(404);
}
