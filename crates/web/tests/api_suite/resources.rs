//! Contractors, questions, files, drafts, views, units, people, roles: made, shown, changed.

use axum::body::Body;
use serde_json::json;

use crate::agency::{Agency, TODAY, text};

#[tokio::test]
async fn contractors_are_told_apart_and_change_once() {
    let agency = Agency::new().await;
    let reply = agency.post("owner", "/contractors", json!({"name": "霧沢電算"})).await;
    let address = reply.header("location").to_owned();
    let made = reply.is(201);
    assert_eq!(made["corporate_number"], json!(null));
    let again = agency.post("owner", "/contractors", json!({"name": "霧沢電算"})).await;
    assert_eq!(again.refused(), [("name".into(), "taken".into())]);
    let change = json!({"revision": 1, "name": "霧沢電算", "corporate_number": "８０００００００００００１"});
    let changed = agency.put("legal", &address, change.clone()).await.is(200);
    assert_eq!((changed["corporate_number"].clone(), changed["revision"].clone()), (json!("8000000000001"), json!(2)));
    agency.put("owner", &address, change).await.problem(409);
    assert_eq!(agency.get("auditor", &address).await.is(200), changed);
    let taken = json!({"name": "別の名", "corporate_number": "8000000000001"});
    assert_eq!(
        agency.post("owner", "/contractors", taken).await.refused(),
        [("corporate_number".into(), "taken".into())]
    );
}

#[tokio::test]
async fn a_question_is_answered_once() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let ask =
        json!({"urgency": "emergency", "subject": "委託先での漏えい", "question": "どうするか", "engagement": number});
    let reply = agency.post("owner", "/consultations", ask).await;
    let address = reply.header("location").to_owned();
    let asked = reply.is(201);
    assert_eq!(
        asked["engagement"],
        json!({"number": number, "title": "窓口システムの運用",
        "stage": {"code": "decide", "label": "Decide"}})
    );
    assert_eq!(agency.get("owner", "/consultations/addressees").await.is(200)["items"][0]["name"], "chiefさん");
    assert_eq!(agency.get("chief", "/consultations/waiting").await.is(200), json!({"open": 1, "emergencies": 1}));
    agency.get("owner", "/consultations/waiting").await.problem(403);
    agency.post("owner", &format!("{address}/answer"), json!({"text": "自分で"})).await.problem(403);
    let answered = agency.post("chief", &format!("{address}/answer"), json!({"text": "接続を切る"})).await.is(200);
    assert_eq!(answered["answer"]["by"]["name"], "chiefさん");
    agency.post("chief", &format!("{address}/answer"), json!({"text": "もう一度"})).await.problem(409);
    assert_eq!(agency.get("owner", "/consultations?state=open").await.is(200)["count"], 0);
    assert_eq!(agency.get("owner", "/consultations?state=answered&q=%E6%8E%A5%E7%B6%9A").await.is(200)["count"], 1);
    for i in 0..4 {
        agency.minutes(1);
        let more = json!({"urgency": "question", "subject": format!("相談{i}"), "question": "内容"});
        agency.post("owner", "/consultations", more).await.is(201);
    }
    let first = agency.get("owner", "/consultations?limit=3").await.is(200);
    let rest = agency.get("owner", &format!("/consultations?limit=3&before={}", text(&first["next"]))).await.is(200);
    assert_eq!((first["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (3, 2));
    assert!(rest["next"].is_null());
}

#[tokio::test]
async fn files_come_back_as_they_were_given() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let path = format!("/engagements/{number}/attachments");
    let named = format!("{path}?name=%E4%BB%95%E6%A7%98%E6%9B%B8.pdf&effective_on=2026-07-01&note=%E6%A1%88");
    let bytes: Vec<u8> = (0..200_000u32).map(|i| (i % 251) as u8).collect();
    let request = agency.begin("owner", "POST", &named).header("content-type", "application/octet-stream");
    let reply = agency.send(request.body(Body::from(bytes.clone())).unwrap()).await;
    let address = reply.header("location").to_owned();
    let made = reply.is(201);
    assert_eq!((made["name"].clone(), made["media_type"].clone()), (json!("仕様書.pdf"), json!("application/pdf")));
    assert_eq!((made["effective_on"].clone(), made["note"].clone()), (json!("2026-07-01"), json!("案")));
    assert_eq!(made["size"], 200_000);
    let got = agency.get("auditor", &address).await;
    assert_eq!(got.bytes, bytes);
    assert_eq!(got.header("content-type"), "application/octet-stream");
    assert_eq!(got.header("content-length"), "200000");
    assert!(got.header("content-disposition").starts_with("attachment"));
    assert_eq!(got.header("etag"), format!("\"{}\"", text(&made["sha256"])));

    // the same by a form, superseding the first
    agency.minutes(1);
    let form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"仕様書.pdf\"\r\n\r\nnewer\r\n--x--\r\n";
    let request = agency.begin("owner", "POST", &path).header("content-type", "multipart/form-data; boundary=x");
    let newer = agency.send(request.body(Body::from(form)).unwrap()).await.is(201);
    let listed = agency.get("owner", &path).await.is(200);
    assert_eq!(listed["items"][0]["id"], newer["id"]);
    assert_eq!(listed["items"][1]["superseded_by"], newer["id"]);
    assert_eq!(listed["items"][1]["received_by"]["name"], "ownerさん");
    let refused = async |kind: &str, query: &str, body: &'static str| {
        let request = agency.begin("owner", "POST", &format!("{path}{query}")).header("content-type", kind);
        agency.send(request.body(Body::from(body)).unwrap()).await.refused()
    };
    assert_eq!(refused("text/plain", "", "x").await, [("name".into(), "missing".into())]);
    assert_eq!(refused("text/plain", "?name=a%3Ab", "x").await, [("name".into(), "form".into())]);
    assert_eq!(refused("multipart/form-data; boundary=x", "", "--x--\r\n").await, [("file".into(), "missing".into())]);
    assert_eq!(refused("multipart/form-data", "", "x").await, [("file".into(), "rule".into())]);
    assert_eq!(refused("multipart/form-data; boundary=x", "", "--x\r\nbroken").await, [("file".into(), "rule".into())]);
    let two = refused("text/plain", "?name=a.pdf&effective_on=x", "x").await;
    assert_eq!(two, [("effective_on".into(), "form".into())]);

    // a file declared as what shows a condition
    let shown = agency.get("owner", &format!("/engagements/{number}")).await.is(200);
    assert_eq!(shown["files"], 2);
    let unknown = json!({"condition": "G9-9", "note": "確かめた", "attachment": made["id"]});
    let declared = agency.post("owner", &format!("/engagements/{number}/declarations"), unknown).await;
    assert_eq!(declared.refused(), [("condition".into(), "unknown".into())]);
}

#[tokio::test]
async fn drafts_and_views_are_ones_own() {
    let agency = Agency::new().await;
    let reply = agency.call("owner", "POST", "/drafts", None).await;
    let address = reply.header("location").to_owned();
    assert_eq!(reply.is(201)["expires_on"], "2026-09-09");
    let body =
        json!({"title": "窓口", "step": "information", "answers": {"system": "窓口システム", "items": [1, null]}});
    let saved = agency.put("owner", &address, body.clone()).await.is(200);
    assert_eq!(saved["answers"], body["answers"]);
    assert_eq!(agency.get("owner", "/drafts").await.is(200)["items"][0], saved);
    let wrong = json!({"title": "x", "step": "A B", "answers": {"long": "あ".repeat(30_000)}});
    let refused = agency.put("owner", &address, wrong).await.refused();
    assert_eq!(refused, [("step".into(), "form".into()), ("answers".into(), "out_of_range".into())]);
    assert_eq!(agency.call("owner", "DELETE", &address, None).await.status, 204);
    agency.get("owner", &address).await.problem(404);
    let view =
        agency.post("owner", "/views", json!({"name": "判断中", "query": "/engagements?stage=decide"})).await.is(201);
    assert_eq!(agency.get("owner", "/views").await.is(200)["items"], json!([view]));
    let path = format!("/views/{}", text(&view["id"]));
    assert_eq!(agency.call("owner", "DELETE", &path, None).await.status, 204);
    agency.call("owner", "DELETE", &path, None).await.problem(404);
}

#[tokio::test]
async fn units_people_and_roles() {
    let agency = Agency::new().await;
    let root = agency.begun.root.to_string();
    let new = json!({"parent": root, "name": "税務課", "name_en": "Tax", "position": 3});
    let reply = agency.post("admin", "/units", new.clone()).await;
    let unit_path = reply.header("location").to_owned();
    let unit = text(&reply.is(201)["id"]);
    assert_eq!(agency.post("admin", "/units", new).await.refused(), [("name".into(), "taken".into())]);
    let shown = agency.get("owner", &unit_path).await;
    shown.problem(404);
    let shown = agency.get("admin", &unit_path).await.is(200);
    assert_eq!((shown["revision"].clone(), shown["depth"].clone()), (json!(1), json!(1)));
    let change = json!({"revision": 1, "parent": root, "name": "税務第一課"});
    let changed = agency.put("admin", &unit_path, change.clone()).await.is(200);
    assert_eq!((changed["name"].clone(), changed["name_en"].clone()), (json!("税務第一課"), json!(null)));
    agency.put("admin", &unit_path, change).await.problem(409);

    let person = json!({"login": "mizusawa", "name": "水沢 春", "unit": unit, "lang": "en"});
    let reply = agency.post("admin", "/people", person).await;
    let path = reply.header("location").to_owned();
    let id = text(&reply.is(201)["id"]);
    let grant = json!({"person": id, "role": "section_security_officer", "unit": unit, "from": TODAY});
    let grant = agency.post("admin", "/grants", grant).await.is(201);
    let chief = json!({"person": id, "role": "chief_security_officer", "unit": unit, "from": TODAY});
    assert_eq!(agency.post("admin", "/grants", chief).await.refused(), [("role".into(), "rule".into())]);
    let shown = agency.get("admin", &path).await.is(200);
    assert_eq!(shown["grants"][0]["role"]["label"], "Section security officer");
    let change = json!({"revision": shown["revision"], "name": "水沢 はる", "unit": unit, "lang": "ja"});
    assert_eq!(agency.put("admin", &path, change).await.is(200)["name"], "水沢 はる");
    assert_eq!(
        agency.put("admin", &format!("{path}/password"), json!({"password": "short"})).await.refused(),
        [("password".into(), "too_short".into())]
    );
    let revision = agency.get("admin", &path).await.is(200)["revision"].clone();
    let disabled = agency.post("admin", &format!("{path}/disable"), json!({"revision": revision})).await.is(200);
    assert_eq!(disabled["disabled"], true);
    agency.post("admin", &format!("{path}/enable"), json!({"revision": disabled["revision"]})).await.is(200);
    let end = format!("/grants/{}/end", text(&grant["id"]));
    assert_eq!(agency.post("admin", &end, json!({"last": "2026-06-10"})).await.status, 204);
    agency.post("admin", &end, json!({"last": "2026-06-10"})).await.problem(409);
    let closed = agency.post("admin", &format!("{unit_path}/close"), json!({"revision": 2})).await.is(200);
    assert_eq!(closed["closed"], true);
    agency.post("admin", &format!("{unit_path}/reopen"), json!({"revision": 3})).await.is(200);

    let whole = agency.get("admin", "/organisation?limit=3").await.is(200);
    assert_eq!(whole["units"].as_array().unwrap().len(), 4);
    assert_eq!(whole["count"], 13);
    let next = agency.get("admin", &format!("/people?limit=200&after={}", text(&whole["next"]))).await.is(200);
    assert_eq!(next["items"].as_array().unwrap().len(), 10);
    assert_eq!(agency.get("admin", "/people?q=mizu").await.is(200)["items"][0]["login"], "mizusawa");
    assert_eq!(agency.get("chief", "/units").await.is(200)["items"][0]["depth"], 0);
}

#[tokio::test]
async fn a_substitute_decides_in_the_name_of_another() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let asked = json!({"kind": "criticality", "explanation": "説明"});
    let id = text(&agency.post("owner", &format!("/engagements/{number}/approvals"), asked).await.is(201)["id"]);
    let away = json!({"absent": agency.people["officer"].to_string(), "substitute": agency.people["clerk"].to_string(),
        "from": TODAY, "until": "2026-06-20"});
    let substitution = agency.post("officer", "/substitutions", away).await.is(201);
    let me = agency.get("clerk", "/account").await.is(200);
    assert_eq!(me["roles"][0]["on_behalf_of"], agency.people["officer"].to_string());
    let shown = agency.get("clerk", &format!("/approvals/{id}")).await.is(200);
    assert_eq!(shown["mine"]["on_behalf_of"], agency.people["officer"].to_string());
    let decision = json!({"revision": 1, "decision": "not_critical", "reason": "代わりに確かめた"});
    let done = agency.post("clerk", &format!("/approvals/{id}/decision"), decision).await.is(200);
    assert_eq!(done["approval"]["decided"]["on_behalf_of"]["name"], "officerさん");
    let end = format!("/substitutions/{}/end", text(&substitution["id"]));
    assert_eq!(agency.post("clerk", &end, json!({"last": "2026-06-10"})).await.status, 204);
    assert_eq!(agency.get("clerk", "/account").await.is(200)["roles"], json!([]));
}

#[tokio::test]
async fn the_register_keeps_every_form_of_an_entry() {
    let agency = Agency::new().await;
    let entry = |information: &str, review: &str| {
        json!({"reason": "定めた", "entry": {"list": "critical", "system": "住民記録システム", "activities": ["operation"],
            "information": information, "reason": "重い", "review_on": review}})
    };
    let made = agency.post("chief", "/register/entries", entry("台帳", "2026-07-01")).await.is(201);
    let path = format!("/register/entries/{}", text(&made["entry"]));
    assert_eq!(
        agency.put("chief", &path, entry("台帳", "2026-06-11")).await.refused(),
        [("entry.review_on".into(), "before".into())]
    );
    assert_eq!(agency.put("chief", &path, entry("台帳と履歴", "2026-07-01")).await.is(200)["version"], 2);
    let opposite = json!({"reason": "定めた", "entry": {"list": "non_critical", "system": "住民記録システム",
        "activities": ["operation"], "information": "x", "reason": "軽い"}});
    assert_eq!(
        agency.post("chief", "/register/entries", opposite).await.refused(),
        [("entry.activities".into(), "rule".into())]
    );
    assert_eq!(
        agency.get("owner", "/register/systems?q=%E4%BD%8F%E6%B0%91").await.is(200)["items"],
        json!(["住民記録システム"])
    );
    assert_eq!(agency.get("owner", "/register/reviews").await.is(200)["items"], json!([]));
    assert_eq!(agency.get("owner", "/register/reviews?by=2026-07-01").await.is(200)["items"][0]["id"], made["entry"]);
    assert_eq!(
        agency.post("chief", &format!("{path}/removal"), json!({"reason": "なくなった"})).await.is(200)["version"],
        3
    );
    agency.post("chief", &format!("{path}/removal"), json!({"reason": "なくなった"})).await.problem(409);
    let history = agency.get("owner", &path).await.is(200);
    assert_eq!((history["standing"].clone(), history["items"].as_array().unwrap().len()), (json!(false), 2));
    assert_eq!(history["items"][0]["ended"]["version"], 3);
    let versions = agency.get("owner", "/register/versions").await.is(200);
    assert_eq!(versions["items"][0]["reason"], "なくなった");
    assert_eq!(agency.get("owner", "/register/versions?before=2").await.is(200)["items"][0]["version"], 1);
    assert_eq!(agency.get("owner", "/register/versions/1").await.is(200)["items"][0]["information"], "台帳");
    agency.post("owner", "/register/entries", entry("x", "2026-07-01")).await.problem(403);
}
