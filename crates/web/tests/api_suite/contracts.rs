//! The contract check through the API: checked, kept, corrected, compared.

use serde_json::{Value, json};

use crate::agency::{Agency, text};

/// A draft that states little.
pub const DRAFT: &str = "業務委託契約書\n\n霧沢県（以下「甲」という。）と霧沢設計株式会社（以下「乙」という。）は、次のとおり契約する。\n\n\
第1条（秘密保持）\n乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。\n\n\
第2条（事故の報告）\n乙は、情報の漏えい等の事故が発生したときは、知った時から24時間以内に甲に報告しなければならない。\n";

fn finding<'v>(of: &'v Value, concept: &str) -> &'v Value {
    of["findings"].as_array().unwrap().iter().find(|f| f["concept"] == concept).unwrap()
}

#[tokio::test]
async fn a_draft_is_checked_kept_corrected_and_compared() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let list = format!("/engagements/{number}/contract-checks");
    let loose = agency.contract("legal", &number, "", DRAFT).await.is(200);
    assert_eq!(loose["findings"].as_array().unwrap().len(), 28);
    assert_eq!(finding(&loose, "incident_report")["parameters"]["deadline_hours"], 24);
    assert_eq!(finding(&loose, "audit_right")["status"], "missing");
    assert!(text(&finding(&loose, "audit_right")["proposal"]).chars().count() > 20);
    assert_eq!((&loose["kept"], agency.get("owner", &list).await.is(200)["items"].clone()), (&json!(null), json!([])));

    let reply = agency.contract("legal", &number, "&keep=true&title=basic", DRAFT).await;
    let address = reply.header("location").trim_start_matches("/api/v1").to_owned();
    let first = reply.is(201);
    assert_eq!((&first["kept"]["contract"], &first["kept"]["version"]), (&json!("basic"), &json!(1)));
    agency.contract("legal", &number, "&keep=true&contract=basic", DRAFT).await.problem(409);
    let said = |status: &str| json!({"concept": "audit_right", "status": status, "reason": "覚書にある"});
    let corrections = format!("{address}/corrections");
    assert_eq!(
        agency.post("legal", &corrections, said("fine")).await.refused(),
        [("status".into(), "not_one_of".into())]
    );
    assert_eq!(agency.post("legal", &corrections, said("present")).await.status, 204);
    agency.post("auditor", &corrections, said("weak")).await.problem(403);

    let draft = DRAFT.replace("知った時から24時間以内に", "遅滞なく");
    let reply = agency.contract("owner", &number, "&keep=true&contract=basic", &draft).await;
    let newer = reply.header("location").trim_start_matches("/api/v1").to_owned();
    let second = reply.is(201);
    assert_eq!(finding(&second, "audit_right")["corrected_from"], "missing");
    let changes = agency.get("auditor", &format!("{newer}/changes")).await.is(200);
    let items = changes["items"].as_array().unwrap();
    assert!(items.iter().any(|one| one["concept"] == "incident_report"), "{changes}");
    assert_eq!(agency.get("auditor", &list).await.is(200)["items"].as_array().unwrap().len(), 2);
    assert_eq!(agency.get("auditor", &address).await.is(200)["kept"]["version"], 1);
    agency.get("auditor", &format!("{address}/file")).await.problem(409);
    assert_eq!(agency.get("auditor", &format!("{address}/file?format=html")).await.status, 200);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_others_see_nothing() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let refused = agency.contract("owner", &number, "", "   ").await.refused();
    assert_eq!(refused, [("file".into(), "rule".into())]);
    let refused = agency.contract("owner", &number, "&kind=poem&keep=maybe", DRAFT).await.refused();
    assert_eq!(refused, [("kind".into(), "not_one_of".into()), ("keep".into(), "not_one_of".into())]);
    let kept = agency.contract("owner", &number, "&keep=true", DRAFT).await.is(201);
    let address = format!("/contract-checks/{}", text(&kept["kept"]["id"]));
    agency.get("owner-two", &address).await.problem(404);
    agency.contract("owner-two", &number, "", DRAFT).await.problem(404);
    agency.contract("auditor", &number, "", DRAFT).await.problem(403);
}
