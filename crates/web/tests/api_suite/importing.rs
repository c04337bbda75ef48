//! A list of contractors through the API: sent, looked at, put right, written; and entries that become one.

use serde_json::json;

use crate::agency::{Agency, text};

/// Asks until the import no longer runs.
async fn ended(agency: &Agency, address: &str) -> serde_json::Value {
    for _ in 0..500 {
        let now = agency.get("legal", address).await.is(200);
        if now["state"] != "running" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it runs on and on");
}

#[tokio::test]
async fn a_list_is_sent_looked_at_put_right_and_written_once() {
    let agency = Agency::new().await;
    let list = "呼び名,所在,番号\n霧沢電算,東京都,8000000000001\n夜鷹運輸,千葉県,7000000000001\n";
    let reply = agency.list("legal", list).await;
    let address = reply.header("location").trim_start_matches("/api/v1").to_owned();
    let sent = reply.is(201);
    assert_eq!((&sent["state"], &sent["name"]), (&json!("waiting"), &json!("list.csv")));
    let before = agency.get("legal", "/contractors").await.is(200)["count"].clone();

    // what the columns mean is said by a person; a wrong letter and a wrong meaning are named
    let columns = format!("{address}/columns");
    let wrong = json!({"header_row": 1, "columns": {"1": "name", "B": "colour"}});
    assert_eq!(
        agency.put("legal", &columns, wrong).await.refused(),
        [("columns.1".into(), "form".into()), ("columns.B".into(), "not_one_of".into())]
    );
    let right = json!({"header_row": 1, "columns": {"A": "name", "B": "address", "C": "corporate_number"}});
    let looked = agency.put("legal", &columns, right).await.is(200)["preview"].clone();
    assert_eq!((&looked["ready"], &looked["wrong"], &looked["create"]), (&json!(false), &json!(1), &json!(1)));
    assert_eq!(
        (&looked["errors"][0]["cell"], &looked["errors"][0]["field"]),
        (&json!("C3"), &json!("corporate_number"))
    );
    assert!(text(&looked["errors"][0]["message"]).contains("check digit"), "{looked}");

    // all or nothing
    assert_eq!(agency.call("legal", "POST", &format!("{address}/apply"), None).await.is(202)["name"], "list.csv");
    let refused = ended(&agency, &address).await;
    assert_eq!(refused["state"], "refused");
    assert!(text(&refused["errors"][0]).starts_with("C3"), "{refused}");
    assert_eq!(agency.get("legal", "/contractors").await.is(200)["count"], before);

    let list = "会社名,住所\n霧沢電算,東京都\n夜鷹運輸,千葉県\n";
    let reply = agency.list("legal", list).await;
    let address = reply.header("location").trim_start_matches("/api/v1").to_owned();
    let sent = reply.is(201);
    assert_eq!((&sent["preview"]["ready"], &sent["preview"]["rows"][0]["verdict"]), (&json!(true), &json!("create")));
    agency.call("legal", "POST", &format!("{address}/apply"), None).await.is(202);
    let done = ended(&agency, &address).await;
    assert_eq!((&done["state"], &done["summary"]["create"]), (&json!("done"), &json!(2)));
    agency.call("legal", "POST", &format!("{address}/apply"), None).await.problem(409);
    let again = agency.list("legal", list).await.is(201);
    assert_eq!((&again["preview"]["same"], &again["preview"]["ready"]), (&json!(2), &json!(false)));
}

#[tokio::test]
async fn a_list_belongs_to_whoever_sent_it_and_needs_the_right() {
    let agency = Agency::new().await;
    let sent = agency.list("legal", "会社名\n霧沢電算\n").await.is(201);
    let address = format!("/contractor-imports/{}", text(&sent["id"]));
    agency.get("owner", &address).await.problem(404);
    agency.call("owner", "POST", &format!("{address}/apply"), None).await.problem(404);
    agency.get("auditor", &address).await.problem(403);
    agency.call("auditor", "POST", &format!("{address}/apply"), None).await.problem(403);
    agency.list("auditor", "会社名\n夜鷹運輸\n").await.problem(403);
    assert_eq!(agency.list("legal", " ").await.refused(), [("file".into(), "rule".into())]);
    assert_eq!(agency.get("legal", &address).await.is(200)["state"], "waiting", "nobody applied it");
}

#[tokio::test]
async fn two_spellings_become_one_contractor() {
    let agency = Agency::new().await;
    let one = agency.post("legal", "/contractors", json!({"name": "株式会社霧沢電算"})).await.is(201);
    let two = agency.post("legal", "/contractors", json!({"name": "霧沢電算（有）"})).await.is(201);
    let found = agency.get("auditor", "/contractor-duplicates").await.is(200);
    assert_eq!(found["groups"][0].as_array().unwrap().len(), 2);
    let address = format!("/contractors/{}/merge", text(&one["id"]));
    let body = |reason: &str| json!({"revision": 1, "other": two["id"], "other_revision": 1, "reason": reason});
    agency.post("auditor", &address, body("同じ会社")).await.problem(403);
    assert_eq!(agency.post("legal", &address, body("")).await.refused(), [("reason".into(), "missing".into())]);
    let merged = agency.post("legal", &address, body("同じ会社だった")).await.is(200);
    assert_eq!(merged["id"], one["id"]);
    assert_eq!(agency.get("legal", &format!("/contractors/{}", text(&two["id"]))).await.is(200)["id"], one["id"]);
    agency.post("legal", &address, body("もう一度")).await.problem(404);
    assert_eq!(agency.get("auditor", "/contractor-duplicates").await.is(200)["groups"], json!([]));
}
