//! Questionnaires through the API: sent, answered by link, scored, sent back, accepted; by Excel as well.

use serde_json::{Value, json};

use crate::agency::{Agency, Reply, text};

async fn firm(agency: &Agency, name: &str) -> String {
    text(&agency.post("legal", "/contractors", json!({"name": name})).await.is(201)["id"])
}

async fn send(agency: &Agency, login: &str, contractors: &[&str]) -> Value {
    let wanted = json!({"contractors": contractors, "depth": "basic", "due_on": "2026-06-30"});
    agency.post(login, "/questionnaires", wanted).await.is(201)["items"].clone()
}

/// Answers every question by the Excel file that was downloaded, and hands it in by the link.
async fn answered(agency: &Agency, sent: &Value) {
    let link = text(&sent["link"]);
    let app = agency.app.questionnaires();
    let opened = app.open(link.rsplit('/').next().unwrap(), ("192.0.2.1", None)).await.unwrap();
    let by = app.respondent(&opened.secret, None).await.unwrap();
    let (sheet, _) = app.answer_sheet(&by).await.unwrap();
    let entry = |question: &app::questions::Question| {
        let value = match question.id.as_str() {
            "QP-01" => "総務部 橘",
            "QP-02" => "12",
            "QP-07" => "no",
            "QP-09" => "japan",
            _ => "4",
        };
        let proof = app::questions::Field { name: "規程 第3版".into(), ..app::questions::Field::default() };
        let evidence = if question.evidence.is_empty() { Vec::new() } else { vec![proof] };
        (question.id.clone(), app::questions::Entry { values: vec![value.into()], evidence, ..Default::default() })
    };
    let entries: Vec<_> = sheet.set.questions.iter().map(entry).collect();
    app.answer(&by, &entries).await.unwrap();
    app.submit(&by, "橘 一葉", app::questionnaires::Keep::Nowhere).await.unwrap();
}

async fn upload(agency: &Agency, path: &str, bytes: Vec<u8>) -> Reply {
    agency.send(agency.begin("legal", "POST", path).body(bytes.into()).unwrap()).await
}

#[tokio::test]
async fn one_goes_out_comes_back_and_is_accepted() {
    let agency = Agency::new().await;
    let (a, b) = (firm(&agency, "霧沢設計").await, firm(&agency, "月岡工業").await);
    let sent = send(&agency, "legal", &[&a, &b]).await;
    let link = text(&sent[0]["link"]);
    assert!(link.starts_with("/reply/"), "{link}");
    let id = text(&sent[0]["id"]);
    let path = format!("/questionnaires/{id}");
    let shown = agency.get("legal", &path).await.is(200);
    assert!(!shown.to_string().contains(&link), "a link is given once");
    assert_eq!((shown["link_holds"].clone(), shown.get("score")), (json!(true), None), "nothing scorable is no zero");
    answered(&agency, &sent[0]).await;
    let score = agency.get("legal", &format!("{path}/score")).await.is(200);
    assert_eq!(
        (&score["figure"], &score["band"]["code"], &score["coverage"]),
        (&json!(75.0), &json!("b"), &json!(100.0))
    );
    let lines = score["lines"].as_array().unwrap();
    let sum = |key: &str| lines.iter().map(|l| l[key].as_u64().unwrap() * l["weight"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(json!(sum("points")), score["points"], "it can be checked by hand");
    let asked = json!({"body": "体制図の日付を教えてください", "due_on": "2026-07-15"});
    assert_eq!(agency.post("legal", &format!("{path}/send-back"), asked).await.status, 204);
    assert_eq!(agency.post("legal", &format!("{path}/extend"), json!({"due_on": "2026-08-31"})).await.status, 204);
    let shown = agency.get("legal", &path).await.is(200);
    assert_eq!((&shown["state"]["code"], &shown["due_on"]), (&json!("returned"), &json!("2026-08-31")));
    assert_eq!(shown["notes"][0]["body"], "体制図の日付を教えてください");
    let new = agency.call("legal", "POST", &format!("{path}/link"), None).await.is(200);
    answered(&agency, &new).await;
    let revision = agency.get("legal", &path).await.is(200)["revision"].as_i64().unwrap();
    let accept = format!("{path}/accept");
    agency.post("legal", &accept, json!({"revision": revision - 1})).await.problem(409);
    assert_eq!(agency.post("legal", &accept, json!({"revision": revision})).await.status, 204);
    agency.call("legal", "POST", &format!("{path}/link"), None).await.problem(409);
    // both were sent together; a list can be narrowed down to that, and counts
    let campaign = text(&sent[0]["campaign"]);
    let list = agency.get("legal", &format!("/questionnaires?campaign={campaign}")).await.is(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let counts: Vec<_> =
        list["counts"].as_array().unwrap().iter().map(|c| (&c["state"]["code"], &c["count"])).collect();
    assert_eq!(counts.len(), 2);
    assert!(counts.contains(&(&json!("accepted"), &json!(1))) && counts.contains(&(&json!("sent"), &json!(1))));
    let accepted = agency.get("legal", &format!("/questionnaires?state=accepted&contractor={a}")).await.is(200);
    assert_eq!(accepted["items"][0]["id"], json!(id));
    let withdrawn = format!("/questionnaires/{}/withdraw", text(&sent[1]["id"]));
    assert_eq!(agency.call("legal", "POST", &withdrawn, None).await.status, 204);
    agency.call("legal", "POST", &withdrawn, None).await.problem(409);
}

#[tokio::test]
async fn the_excel_file_goes_both_ways() {
    let agency = Agency::new().await;
    let firm = firm(&agency, "霧沢設計").await;
    let sent = send(&agency, "legal", &[&firm]).await;
    let path = format!("/questionnaires/{}/workbook", text(&sent[0]["id"]));
    let book = agency.get("legal", &path).await;
    assert!(book.status == 200 && book.bytes.starts_with(b"PK"));
    assert!(book.header("content-disposition").contains(".xlsx"));
    assert_eq!(upload(&agency, &path, book.bytes).await.is(200), json!({"changed": 0}));
    assert_eq!(
        upload(&agency, &path, b"no workbook".to_vec()).await.refused(),
        [("file".to_owned(), "rule".to_owned())]
    );
    assert_eq!(upload(&agency, &path, Vec::new()).await.refused(), [("file".to_owned(), "missing".to_owned())]);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_who_may_not_is_told_first() {
    let agency = Agency::new().await;
    let wrong = json!({"contractors": ["x"], "depth": "deep", "due_on": "soon", "engagement": "y"});
    let places: Vec<String> =
        agency.post("legal", "/questionnaires", wrong.clone()).await.refused().into_iter().map(|(at, _)| at).collect();
    assert_eq!(places, ["contractors[0]", "depth", "due_on", "engagement"]);
    agency.post("auditor", "/questionnaires", wrong).await.problem(403);
    let firm = firm(&agency, "霧沢設計").await;
    let sent = send(&agency, "legal", &[&firm]).await;
    let path = format!("/questionnaires/{}", text(&sent[0]["id"]));
    agency.post("auditor", &format!("{path}/extend"), json!({"due_on": "soon"})).await.problem(403);
    let refused = agency.post("legal", &format!("{path}/extend"), json!({"due_on": "soon"})).await.refused();
    assert_eq!(refused[0].0, "due_on");
    agency.get("auditor", &path).await.is(200);
    agency.get("owner-two", &path).await.problem(404);
}
