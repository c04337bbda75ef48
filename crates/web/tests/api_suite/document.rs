//! The OpenAPI document: complete, and as it is committed.

use std::{collections::BTreeSet, path::PathBuf};

use serde_json::{Value, json};

use crate::agency::{Agency, text};

/// One operation of the document.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: String,
    pub path: String,
    pub id: String,
    pub says: Value,
}

impl Operation {
    pub fn changes(&self) -> bool {
        self.method != "GET"
    }
    pub fn has_body(&self) -> bool {
        self.says.get("requestBody").is_some()
    }
    fn parameters(&self, place: &str) -> Vec<String> {
        let all = self.says.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        all.iter().filter(|p| p["in"] == place).map(|p| text(&p["name"])).collect()
    }
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document = web::api::openapi_document();
    let mut out = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, says) in item.as_object().unwrap() {
            let id = says["operationId"].as_str().unwrap_or_default().to_owned();
            out.push(Operation { method: method.to_uppercase(), path: path.clone(), id, says: says.clone() });
        }
    }
    out
}

fn snapshot() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json")
}

#[test]
fn the_committed_document_is_the_one_served() {
    let now = format!("{}\n", serde_json::to_string_pretty(web::api::openapi_document()).unwrap());
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(snapshot(), &now).unwrap();
    }
    let committed = std::fs::read_to_string(snapshot()).unwrap_or_default();
    assert!(
        committed == now,
        "docs/openapi.json is not what the handlers say; look at the difference after \
         `UPDATE_SNAPSHOTS=1 cargo test -p web --test api_suite document`"
    );
}

#[tokio::test]
async fn it_is_served_to_anyone_and_says_which_version_it_is() {
    let agency = Agency::new().await;
    let served = agency.get("", "/api/openapi.json").await.is(200);
    assert_eq!(&served, web::api::openapi_document());
    assert!(text(&served["openapi"]).starts_with("3.1"));
    assert_eq!(served["components"]["securitySchemes"]["token"]["scheme"], "bearer");
}

#[test]
fn every_operation_says_what_it_is_and_how_it_can_fail() {
    let mut ids = BTreeSet::new();
    let all = operations();
    assert!(all.len() > 80, "{}", all.len());
    for one in &all {
        let about = format!("{} {}", one.method, one.path);
        assert!(!one.id.is_empty() && ids.insert(one.id.clone()), "{about}: operationId");
        let summary = text(&one.says["summary"]);
        assert!(!summary.is_empty() && !summary.ends_with(':') && summary.chars().count() < 60, "{about}: {summary}");
        assert_eq!(one.says["tags"].as_array().map(Vec::len), Some(1), "{about}: tags {}", one.says["tags"]);
        assert_eq!(one.says["security"], json!([{"token": []}]), "{about}: security");
        let responses = one.says["responses"].as_object().unwrap();
        assert!(responses.keys().any(|s| s.starts_with('2')), "{about}: no success");
        let mut needed = vec!["401", "403"];
        let in_path: Vec<&str> = one.path.split('/').filter(|p| p.starts_with('{')).collect();
        assert_eq!(one.parameters("path").len(), in_path.len(), "{about}: path parameters");
        if !in_path.is_empty() {
            needed.push("404");
        }
        if one.changes() {
            needed.push("409");
        }
        if one.has_body() {
            needed.extend(["400", "413", "415", "422"]);
        }
        if !one.parameters("query").is_empty() {
            needed.push("422");
        }
        for status in needed {
            let content = &responses.get(status).unwrap_or_else(|| panic!("{about}: no {status}"))["content"];
            assert!(content.get("application/problem+json").is_some(), "{about}: {status} is no problem: {content}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_body_is_closed() {
    let document = web::api::openapi_document();
    let mut references = BTreeSet::new();
    collect(document, &mut references);
    for reference in &references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for one in operations().iter().filter(|o| o.has_body()) {
        let content = &one.says["requestBody"]["content"]["application/json"];
        let Some(reference) = content["schema"]["$ref"].as_str() else { continue };
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
        let variants = schema["oneOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        for variant in variants {
            assert_eq!(variant["additionalProperties"], false, "{}: {reference}", one.id);
        }
    }
    let tags: BTreeSet<String> = document["tags"].as_array().unwrap().iter().map(|t| text(&t["name"])).collect();
    let used: BTreeSet<String> = operations().iter().map(|o| text(&o.says["tags"][0])).collect();
    assert_eq!(tags, used);
}

fn collect(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                out.insert(reference.clone());
            }
            members.values().for_each(|v| collect(v, out));
        }
        Value::Array(items) => items.iter().for_each(|v| collect(v, out)),
        _ => {}
    }
}
