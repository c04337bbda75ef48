//! The account, the ledger, the installation, the catalogue.

use serde_json::{Value, json};

use crate::agency::{Agency, PASSWORD, text};

#[tokio::test]
async fn an_account_shows_what_one_may_do() {
    let agency = Agency::new().await;
    let me = agency.get("owner", "/account").await.is(200);
    assert_eq!(me["unit"]["name"], "Citizens");
    assert_eq!(
        me["roles"][0]["role"],
        json!({"code": "section_security_officer", "label": "Section security officer"})
    );
    let held = me["permissions"].as_array().unwrap();
    let edit = held.iter().find(|p| p["permission"]["code"] == "engagement.edit").unwrap();
    assert_eq!(
        (edit["everywhere"].clone(), edit["units"].clone()),
        (json!(false), json!([agency.sections[0].to_string()]))
    );
    let mut request = agency.begin("chief", "GET", "/account");
    request.headers_mut().unwrap().insert("accept-language", "ja".parse().unwrap());
    let me = agency.send(request.body(axum::body::Body::empty()).unwrap()).await.is(200);
    assert_eq!(me["roles"][0]["role"]["label"], "統括情報セキュリティ責任者");
    assert_eq!(me["permissions"][0]["everywhere"], true);
}

#[tokio::test]
async fn sessions_password_and_preferences() {
    let agency = Agency::new().await;
    let auth = agency.app.auth();
    auth.sign_in("admin", PASSWORD, "192.0.2.1", "browser").await.unwrap();
    auth.sign_in("admin", PASSWORD, "192.0.2.2", "other").await.unwrap();
    let sessions = agency.get("admin", "/account/sessions").await.is(200);
    assert_eq!(sessions["items"].as_array().unwrap().len(), 2);
    let one = format!("/account/sessions/{}", text(&sessions["items"][0]["id"]));
    assert_eq!(agency.call("admin", "DELETE", &one, None).await.status, 204);
    agency.call("admin", "DELETE", &one, None).await.problem(404);
    assert_eq!(agency.call("admin", "DELETE", "/account/sessions", None).await.is(200), json!({"ended": 1}));
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let refused = agency.put("admin", "/account/password", change("wrong wrong wrong", "a quiet harbour 42")).await;
    assert_eq!(refused.refused(), [("old".into(), "rule".into())]);
    let refused = agency.put("admin", "/account/password", change(PASSWORD, "hush-7")).await;
    assert_eq!(refused.refused(), [("new".into(), "too_short".into())]);
    assert!(!String::from_utf8_lossy(&refused.bytes).contains("hush-7"), "a password is not repeated");
    assert_eq!(agency.put("admin", "/account/password", change(PASSWORD, "a quiet harbour 42")).await.status, 204);
    agency.put("admin", "/account/preferences", json!({"lang": "en", "theme": "dark"})).await;
    let me = agency.get("admin", "/account").await.is(200);
    assert_eq!((me["lang"].clone(), me["theme"].clone()), (json!("en"), json!("dark")));
}

#[tokio::test]
async fn the_ledger_is_read_verified_exported_and_vouched_for() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let page =
        agency.get("auditor", &format!("/ledger?subject={number}&person=owner&action=engagement.")).await.is(200);
    let entry = &page["items"][0];
    assert_eq!(entry["action"], "engagement.create");
    assert_eq!(entry["person"]["name"], "ownerさん");
    assert_eq!(entry["detail"]["number"], json!(number));
    assert_eq!(entry["at"], "2026-06-11T01:00:00Z");
    assert_eq!(agency.get("auditor", "/ledger?person=nobody").await.refused(), [("person".into(), "unknown".into())]);
    let first = agency.get("auditor", "/ledger?limit=2").await.is(200);
    let second = agency.get("auditor", &format!("/ledger?limit=2&before={}", text(&first["next"]))).await.is(200);
    assert_eq!(second["items"][0]["seq"].as_i64().unwrap() + 1, first["items"][1]["seq"].as_i64().unwrap());

    let report = agency.call("auditor", "POST", "/ledger/verification", None).await.is(200);
    assert_eq!((report["intact"].clone(), report["total"].clone()), (json!(true), json!(0)));
    assert_eq!(agency.get("auditor", "/settings").await.is(200)["ledger_verified"]["sound"], true);
    agency.call("owner", "POST", "/ledger/verification", None).await.problem(403);

    let export = agency.call("auditor", "POST", "/ledger/export", None).await;
    assert_eq!(export.header("content-type"), "application/jsonl");
    let lines: Vec<Value> =
        String::from_utf8(export.bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = report["count"].as_u64().unwrap();
    assert_eq!(u64::try_from(lines.len()).unwrap(), count + 3, "verification, export and head");
    agency.call("owner", "POST", "/ledger/export", None).await.problem(403);
    agency.call("auditor-two", "POST", "/ledger/export", None).await.problem(403);

    let made = agency.call("auditor", "POST", "/ledger/checkpoints", None).await.is(201);
    let listed = agency.get("auditor", "/ledger/checkpoints").await.is(200);
    assert_eq!(listed["items"][0]["text"], made["text"]);
    let seq = listed["items"][0]["seq"].as_i64().unwrap();
    assert_eq!(agency.get("auditor", &format!("/ledger/checkpoints/{seq}")).await.is(200), listed["items"][0]);
    agency.get("auditor", "/ledger/checkpoints/999999").await.problem(404);
    let key = agency.get("auditor", "/ledger/key").await.is(200);
    let body = json!({"checkpoint": made["text"], "public_key": key["pem"]});
    let checked = agency.post("auditor", "/ledger/checkpoints/check", body).await.is(200);
    assert_eq!((checked["sound"].clone(), checked["seq"].clone()), (json!(true), json!(seq)));
    let altered = json!({"checkpoint": text(&made["text"]).replace("2026", "2025")});
    let refused = agency.post("auditor", "/ledger/checkpoints/check", altered).await.refused();
    assert_eq!(refused, [("checkpoint".into(), "rule".into())]);
}

#[tokio::test]
async fn the_installation_is_set_by_who_manages_it() {
    let agency = Agency::new().await;
    let before = agency.get("clerk", "/settings").await.is(200);
    assert_eq!(
        (before["organisation_en"].clone(), before["small_firm"].clone()),
        (json!("Kirisawa Prefecture"), json!(false))
    );
    let small = json!({"organisation_ja": "霧沢商店", "small_firm": true});
    assert_eq!(agency.put("admin", "/settings", small).await.is(200)["small_firm"], true);
    let system = agency.get("admin", "/system").await.is(200);
    assert_eq!((system["database"].clone(), system["may_change"].clone()), (json!("SQLite"), json!(true)));
    agency.get("owner", "/system").await.problem(403);
    let sample = agency.get("admin", "/system/sample").await.is(200);
    assert_eq!(sample["loaded"], false);
    agency.get("owner", "/system/sample").await.problem(403);
    agency.enter("owner", json!({})).await;
    agency.call("admin", "POST", "/system/sample", None).await.problem(409);
}

#[tokio::test]
async fn the_catalogue_speaks_both_languages() {
    let agency = Agency::new().await;
    let list = async |path: &str, lang: &str| {
        let mut request = agency.begin("clerk", "GET", &format!("/catalogue/{path}"));
        request.headers_mut().unwrap().insert("accept-language", lang.parse().unwrap());
        agency.send(request.body(axum::body::Body::empty()).unwrap()).await.is(200)
    };
    for path in ["conditions", "reasons", "choices", "threats", "roles", "sources", "editions"] {
        let (ja, en) = (list(path, "ja").await, list(path, "en").await);
        assert_ne!(ja, en, "{path}");
        if path != "choices" {
            assert!(!ja["items"].as_array().unwrap().is_empty(), "{path}");
            assert_eq!(ja["items"].as_array().unwrap().len(), en["items"].as_array().unwrap().len(), "{path}");
        }
    }
    let gate = list("conditions?gate=decide", "en").await;
    assert_eq!(gate["items"][0]["id"], "G1-1");
    assert!(gate["items"].as_array().unwrap().iter().all(|c| c["gate"]["code"] == "decide"));
    // every reason of an assessment is one the catalogue lists
    let reasons = list("reasons", "en").await;
    let known: Vec<String> = reasons["items"].as_array().unwrap().iter().map(|r| text(&r["code"])).collect();
    let made = agency.enter("owner", json!({})).await;
    for reason in made["assessment"]["reasons"].as_array().unwrap() {
        assert!(known.contains(&text(&reason["code"])), "{reason}");
    }
}
