//! Requests that are wrong as such: no plain text is ever the answer.

use axum::body::Body;
use serde_json::json;

use crate::agency::{Agency, text};

#[tokio::test]
async fn what_is_no_json_is_said_with_line_and_column() {
    let agency = Agency::new().await;
    for (body, place) in
        [("{\n  \"name\": }", "line 2, column 11"), ("", "line 1, column 0"), ("{\"a\":1} x", "line 1, column 9")]
    {
        let request = agency.begin("owner", "POST", "/contractors").header("content-type", "application/json");
        let reply = agency.send(request.body(Body::from(body)).unwrap()).await;
        let problem = reply.problem(400);
        assert_eq!(problem["type"], "urn:sekimori:problem:bad_request");
        assert_eq!(problem["title"], format!("The body is not JSON ({place})"), "{body:?}");
    }
    let mut request = agency.begin("owner", "POST", "/contractors").header("content-type", "application/json");
    request.headers_mut().unwrap().insert("accept-language", "ja-JP,en;q=0.5".parse().unwrap());
    let reply = agency.send(request.body(Body::from("{")).unwrap()).await;
    assert_eq!(reply.problem(400)["title"], "本文がJSONになっていません（1行1文字目）");
    let request = agency.begin("owner", "POST", "/contractors").header("content-type", "application/json");
    agency.send(request.body(Body::from(vec![0xff, 0xfe])).unwrap()).await.problem(400);
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let agency = Agency::new().await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
        let mut request = agency.begin("owner", "POST", "/contractors");
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        let problem = agency.send(request.body(Body::from("{}")).unwrap()).await.problem(415);
        assert_eq!(problem["type"], "urn:sekimori:problem:media_type");
        assert_eq!(problem["title"], format!("Content-Type \"{kind}\" is not accepted; send application/json"));
    }
    for kind in ["application/json; charset=utf-8", "application/merge-patch+json"] {
        let request = agency.begin("owner", "POST", "/contractors").header("content-type", kind);
        agency.send(request.body(Body::from("{}")).unwrap()).await.problem(422);
    }
}

#[tokio::test]
async fn too_long_a_body_is_refused() {
    let agency = Agency::new().await;
    let long = json!({"name": "あ".repeat(400_000)});
    let problem = agency.post("owner", "/contractors", long).await.problem(413);
    assert_eq!(problem["title"], "The body is too long; at most 1048576 bytes are accepted");
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let path = format!("/engagements/{number}/attachments?name=a.pdf");
    let large = vec![7u8; (2 << 20) + 1];
    agency.send(agency.begin("owner", "POST", &path).body(Body::from(large)).unwrap()).await.problem(413);
    let announced = agency.begin("owner", "POST", &path).header("content-length", "99999999999");
    agency.send(announced.body(Body::from("x")).unwrap()).await.problem(413);
    let fits = agency.begin("owner", "POST", &path).body(Body::from(vec![7u8; 2 << 20])).unwrap();
    assert_eq!(agency.send(fits).await.is(201)["size"], 2 << 20);
}

#[tokio::test]
async fn routes_and_methods_that_are_not_there() {
    let agency = Agency::new().await;
    for path in ["/api/v1/engagement", "/api/v1", "/api/v1/", "/api/v2/engagements", "/api/x"] {
        let problem = agency.get("owner", path).await.problem(404);
        assert_eq!(problem["type"], "urn:sekimori:problem:not_found", "{path}");
    }
    assert!(text(&agency.get("", "/api/v1/nothing").await.problem(404)["title"]).contains("/api/openapi.json"));
    let reply = agency.call("owner", "PATCH", "/contractors", None).await;
    assert_eq!(reply.problem(405)["type"], "urn:sekimori:problem:method_not_allowed");
    assert!(reply.header("allow").contains("GET") && reply.header("allow").contains("POST"), "{:?}", reply.headers);
    agency.call("owner", "DELETE", "/register", None).await.problem(405);
    agency.call("", "POST", "/api/openapi.json", None).await.problem(405);
}

#[tokio::test]
async fn a_name_that_cannot_be_one_is_not_found() {
    let agency = Agency::new().await;
    for path in [
        "/engagements/R8-x",
        "/engagements/eng_1",
        "/engagements/%ff",
        "/approvals/apr_1",
        "/register/versions/x",
        "/register/versions/99",
        "/register/versions/-1",
        "/contractors/unt_00000000000000000000000000000000",
        "/people/admin",
    ] {
        agency.get("chief", path).await.problem(404);
    }
    // a number as people type it
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    assert_eq!(number, "R8-0001");
    assert_eq!(agency.get("owner", "/engagements/r8-1").await.is(200)["number"], "R8-0001");
}

#[tokio::test]
async fn answers_carry_the_number_of_the_request_and_are_not_kept() {
    let agency = Agency::new().await;
    let reply = agency.get("owner", "/account").await;
    assert_eq!(reply.header("x-request-id").len(), 12);
    assert_eq!(reply.header("cache-control"), "no-store");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let history = agency.get("owner", &format!("/engagements/{number}/history")).await.is(200);
    assert_eq!(text(&history["items"][0]["request"]).len(), 12);
}
