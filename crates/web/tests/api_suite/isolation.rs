//! One section does not see the other's: every operation about something that belongs to a section, called from the
//! other one, finds nothing.

use serde_json::{Value, json};

use crate::{
    agency::{Agency, text},
    document::{Operation, operations},
    rights::Things,
};

/// Operations about one thing of a section.
fn about(kinds: &[&str]) -> Vec<Operation> {
    let is = |o: &Operation| kinds.iter().any(|kind| o.path.contains(kind));
    operations().into_iter().filter(is).collect()
}

#[tokio::test]
async fn a_sections_things_are_not_found_from_the_other() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner").await;
    let own = about(&[
        "/engagements/{number}",
        "/approvals/{id}",
        "/attachments/{id}",
        "/documents/{id}",
        "/consultations/{id}",
        "/questionnaires/{id}",
    ]);
    assert!(own.len() >= 18, "{}", own.len());
    for operation in own {
        for other in ["owner-two", "officer-two", "auditor-two"] {
            let reply = things.send(&agency, other, &operation).await;
            let status = reply.status.as_u16();
            // who lacks the permission altogether is told so before anything is looked up
            let without = matches!(status, 403) && !other.starts_with("owner");
            let answer = matches!(operation.id.as_str(), "answerConsultation" | "exceptAccess") && status == 403;
            assert!(status == 404 || without || answer, "{} as {other}: {}", operation.id, reply.json());
        }
    }
}

#[tokio::test]
async fn lists_hold_only_what_is_within_reach() {
    let agency = Agency::new().await;
    let (one, two) = (Things::new(&agency, "owner").await, Things::new(&agency, "owner-two").await);
    let numbers =
        |list: Value| -> Vec<String> { list["items"].as_array().unwrap().iter().map(|i| text(&i["number"])).collect() };
    assert_eq!(numbers(agency.get("owner", "/engagements").await.is(200)), std::slice::from_ref(&one.number));
    assert_eq!(numbers(agency.get("owner-two", "/engagements").await.is(200)), std::slice::from_ref(&two.number));
    assert_eq!(agency.get("legal", "/engagements").await.is(200)["count"], 2);
    let waiting =
        async |login: &str| agency.get(login, "/approvals/waiting").await.is(200)["items"].as_array().unwrap().len();
    assert_eq!((waiting("officer").await, waiting("officer-two").await, waiting("owner").await), (2, 1, 0));
    assert_eq!(agency.get("owner-two", "/consultations").await.is(200)["count"], 1);
    assert_eq!(agency.get("chief", "/consultations").await.is(200)["count"], 2);
    let home = agency.get("owner-two", "/home").await.is(200);
    assert_eq!(home["next"].as_array().unwrap().len(), 1);
    assert_eq!(home["stages"], json!([{"stage": {"code": "decide", "label": "Decide"}, "open": 1, "stopped": 1}]));
    let ledger = agency.get("auditor-two", "/ledger?action=engagement.").await.is(200);
    let units: Vec<String> = ledger["items"].as_array().unwrap().iter().map(|e| text(&e["unit"])).collect();
    assert!(!units.is_empty() && units.iter().all(|u| *u == agency.sections[1].to_string()), "{units:?}");
    let export = agency.get("owner-two", "/engagements/export?format=csv").await;
    let csv = String::from_utf8(export.bytes).unwrap();
    assert!(csv.contains(&two.number) && !csv.contains(&one.number), "{csv}");
}

#[tokio::test]
async fn what_is_private_is_not_found_by_others() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner").await;
    let private = about(&["/drafts/{id}", "/views/{id}", "/account/tokens/{id}", "/account/sessions/{id}"]);
    assert_eq!(private.len(), 6);
    for operation in private {
        for other in ["system", "owner-two"] {
            things.send(&agency, other, &operation).await.problem(404);
        }
    }
    assert_eq!(agency.get("system", "/drafts").await.is(200)["items"], json!([]));
    assert_eq!(agency.get("system", "/views").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn an_administrator_of_one_section_manages_nobody_of_the_other() {
    let agency = Agency::new().await;
    let things = Things::new(&agency, "owner-two").await;
    let managed = about(&["/people/{id}", "/units/{id}", "/grants/{id}", "/substitutions/{id}"]);
    assert_eq!(managed.len(), 11);
    for operation in managed {
        things.send(&agency, "admin-one", &operation).await.problem(404);
    }
    let make = |unit: &str| json!({"login": "fresh", "name": "新しい人", "unit": unit});
    let two = agency.sections[1].to_string();
    assert_eq!(agency.post("admin-one", "/people", make(&two)).await.refused(), [("unit".into(), "unknown".into())]);
    let one = agency.sections[0].to_string();
    let reply = agency.post("admin-one", "/people", make(&one)).await;
    assert!(reply.header("location").starts_with("/api/v1/people/per_"));
    reply.is(201);
    agency.put("admin-one", "/settings", json!({"organisation_ja": "x", "small_firm": true})).await.problem(403);
    let people = agency.get("admin-one", "/people").await.is(200);
    let units: Vec<String> = people["items"].as_array().unwrap().iter().map(|p| text(&p["unit"]["id"])).collect();
    assert!(units.iter().all(|u| *u == one), "{units:?}");
}
