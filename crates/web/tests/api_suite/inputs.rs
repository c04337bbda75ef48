//! Bad values: each is named with its place, its value and what is allowed, in both languages, all at once.

use serde_json::{Value, json};

use crate::agency::{Agency, facts, text};

/// What to send where, and the place, code, Japanese and English message of one thing refused.
type Case = (&'static str, &'static str, Value, (&'static str, &'static str, &'static str, &'static str));

fn cases(unit: &str) -> Vec<Case> {
    let entered = |more: Value| json!({"unit": unit, "facts": facts(more)});
    vec![
        ("POST", "/engagements", json!({}), ("unit", "missing", "入力してください", "A value is required")),
        (
            "POST",
            "/engagements",
            entered(json!({"titel": "x"})),
            (
                "facts.titel",
                "unknown_name",
                "この名前は使えません。使えるのは ",
                "This name is not known here; allowed: ",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"people_count": "多い"})),
            (
                "facts.people_count",
                "type",
                "「多い」は型が合いません。整数にしてください",
                "多い does not fit; a whole number",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"people_count": -1})),
            ("facts.people_count", "out_of_range", "「-1」は範囲の外です", "-1 is outside 0 to 4294967295"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"category": "cleaning"})),
            (
                "facts.category",
                "not_one_of",
                "「cleaning」は使えません。使えるのは build、",
                "\"cleaning\" is not one of: build, ",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"activities": ["operation", "x"]})),
            ("facts.activities[1]", "not_one_of", "「x」は使えません", "\"x\" is not one of: design, build"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"title": "あ".repeat(121)})),
            (
                "facts.title",
                "too_long",
                "120文字以内で入力してください（いま121文字）",
                "At most 120 characters are allowed; 121",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"title": " "})),
            ("facts.title", "missing", "入力してください", "A value is required"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"term": {"from": "2026-07-01", "to": "2026-06-30"}})),
            ("facts.term.to", "before", "2026-06-30は早すぎます。2026-07-01以後に", "2026-06-30 is before 2026-07-01"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"term": {"from": "きのう", "to": "2026-06-30"}})),
            (
                "facts.term.from",
                "form",
                "「きのう」は形が合いません",
                "\"きのう\" does not have the form a date such as",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"amount": 10_000_000_000_000_i64})),
            (
                "facts.amount",
                "out_of_range",
                "「10000000000000」は範囲の外です",
                "10000000000000 is outside 0 to 9999999999999",
            ),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"information": ["public_only", "personal"]})),
            ("facts.information", "rule", "「公開しているものだけ」は", "\"Public only\" cannot be chosen together"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"contractor": "con_00000000000000000000000000000000"})),
            ("facts.contractor", "unknown", "「con_0000", "\"con_00000000000000000000000000000000\" names nothing"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"contractor": "霧沢"})),
            ("facts.contractor", "form", "「霧沢」は形が合いません", "\"霧沢\" does not have the form a prefix"),
        ),
        (
            "POST",
            "/engagements",
            entered(json!({"items": [{"name": "台帳", "access": "given"}, {"access": "provided", "name": "x\u{7}"}]})),
            ("facts.items[1].name", "control_character", "2文字目に制御文字", "Character 2 is a control character"),
        ),
        (
            "POST",
            "/contractors",
            json!({"name": "霧沢電算", "corporate_number": "7000000000001"}),
            ("corporate_number", "form", "検査数字", "check digit"),
        ),
        (
            "POST",
            "/consultations",
            json!({"urgency": "now", "subject": "x", "question": "y", "engagement": "R8"}),
            ("engagement", "form", "「R8」は形が合いません", "\"R8\" does not have the form a fiscal year"),
        ),
        (
            "POST",
            "/account/tokens",
            json!({"name": "x", "days": 367}),
            ("days", "out_of_range", "1から366まで", "367 is outside 1 to 366"),
        ),
        (
            "PUT",
            "/account/preferences",
            json!({"lang": "fr", "theme": "dark"}),
            ("lang", "not_one_of", "「fr」は使えません。使えるのは ja、en です", "\"fr\" is not one of: ja, en"),
        ),
        (
            "POST",
            "/views",
            json!({"name": "x", "query": "/elsewhere"}),
            ("query", "not_one_of", "「/elsewhere」は使えません", "\"/elsewhere\" is not one of: /engagements"),
        ),
        (
            "POST",
            "/substitutions",
            json!({"absent": "per_x", "substitute": "per_y", "from": "2026-13-01", "until": ""}),
            ("from", "form", "「2026-13-01」は形が合いません", "\"2026-13-01\" does not have the form"),
        ),
        (
            "GET",
            "/engagements?stgae=decide",
            Value::Null,
            ("stgae", "unknown_name", "この名前は使えません。使えるのは q、", "allowed: q, "),
        ),
        ("GET", "/engagements?stage=decide&stage=run", Value::Null, ("stage", "repeated", "一つだけ", "only once")),
        (
            "GET",
            "/engagements?stage=begin",
            Value::Null,
            ("stage", "not_one_of", "「begin」は使えません", "\"begin\" is not one of: decide"),
        ),
        (
            "GET",
            "/engagements?sort=size",
            Value::Null,
            ("sort", "not_one_of", "使えるのは number、", "is not one of: number, title"),
        ),
        (
            "GET",
            "/engagements?direction=up",
            Value::Null,
            ("direction", "not_one_of", "使えるのは asc、desc", "asc, desc"),
        ),
        (
            "GET",
            "/engagements?limit=0",
            Value::Null,
            ("limit", "out_of_range", "1から200まで", "0 is outside 1 to 200"),
        ),
        (
            "GET",
            "/engagements?cursor=xyz",
            Value::Null,
            ("cursor", "unknown", "「xyz」は見つからないか", "\"xyz\" names nothing"),
        ),
        (
            "GET",
            "/engagements?year=8",
            Value::Null,
            ("year", "out_of_range", "「8」は範囲の外", "8 is outside 1990 to 2200"),
        ),
        (
            "GET",
            "/engagements?unit=1",
            Value::Null,
            ("unit", "form", "「1」は形が合いません", "\"1\" does not have the form"),
        ),
        (
            "GET",
            "/register?version=1",
            Value::Null,
            ("version", "unknown_name", "この名前は使えません", "not known here"),
        ),
        (
            "GET",
            "/approvals/waiting?after=x",
            Value::Null,
            ("after", "unknown", "「x」は見つからない", "\"x\" names nothing"),
        ),
        (
            "GET",
            "/catalogue/conditions?gate=x",
            Value::Null,
            ("gate", "not_one_of", "「x」は使えません", "\"x\" is not one of: decide"),
        ),
    ]
}

#[tokio::test]
async fn every_refused_value_is_named_in_both_languages() {
    let agency = Agency::new().await;
    for (method, path, body, (field, code, ja, en)) in cases(&agency.sections[0].to_string()) {
        for (lang, wanted) in [("ja", ja), ("en", en)] {
            let mut request = agency.begin("owner", method, path);
            request.headers_mut().unwrap().insert("accept-language", lang.parse().unwrap());
            let request = if body.is_null() {
                request.body(axum::body::Body::empty()).unwrap()
            } else {
                request.header("content-type", "application/json").body(body.to_string().into()).unwrap()
            };
            let reply = agency.send(request).await;
            let problem = reply.problem(422);
            assert_eq!(problem["type"], "urn:sekimori:problem:invalid");
            let errors = problem["errors"].as_array().unwrap();
            let Some(one) = errors.iter().find(|e| e["field"] == field) else { panic!("{path} {field}: {problem}") };
            assert_eq!(one["code"], code, "{path} {field}: {problem}");
            assert!(text(&one["message"]).contains(wanted), "{path} {field} {lang}: {}", one["message"]);
        }
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let agency = Agency::new().await;
    let wrong = json!({"unit": "x", "facts": facts(json!({
        "title": "", "category": "y", "activities": [], "information": ["public_only", "personal"],
        "connection": "tunnel", "contractor": "z", "term": {"from": "2026-07-01", "to": "2026-06-30"},
        "items": [{"name": "台帳", "access": "provided"}, {"name": "台帳", "access": "provided"}]}))});
    let mut places: Vec<String> =
        agency.post("owner", "/engagements", wrong).await.refused().into_iter().map(|e| e.0).collect();
    places.sort();
    let expected = [
        "facts.activities",
        "facts.category",
        "facts.connection",
        "facts.contractor",
        "facts.information",
        "facts.items[1].name",
        "facts.term.to",
        "facts.title",
        "unit",
    ];
    assert_eq!(places, expected);
    let exception = json!({"kind": "exception", "necessity": " ", "grounds": "", "lines": [
        {"threat": "", "before": "huge", "measures": "m", "residual": "low"},
        {"threat": "TH-01", "before": "low", "measures": "", "residual": "medium"}]});
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let refused = agency.post("owner", &format!("/engagements/{number}/approvals"), exception).await.refused();
    let places: Vec<String> = refused.into_iter().map(|e| e.0).collect();
    assert_eq!(
        places,
        ["necessity", "lines[0].threat", "lines[0].before", "lines[1].measures", "grounds", "lines[1].residual"]
    );
}

#[tokio::test]
async fn a_kind_of_request_has_its_own_members() {
    let agency = Agency::new().await;
    let number = text(&agency.enter("owner", json!({})).await["number"]);
    let path = format!("/engagements/{number}/approvals");
    let refused = async |body: Value| agency.post("owner", &path, body).await.refused();
    assert_eq!(refused(json!({})).await, [("kind".into(), "missing".into())]);
    assert_eq!(refused(json!({"kind": "wish"})).await, [("kind".into(), "not_one_of".into())]);
    // an update of the register is asked for by itself
    assert_eq!(refused(json!({"kind": "register_update"})).await, [("kind".into(), "not_one_of".into())]);
    let mixed = json!({"kind": "criticality", "explanation": "x", "until": "2026-07-01"});
    assert_eq!(refused(mixed).await, [("until".into(), "unknown_name".into())]);
    assert_eq!(refused(json!([])).await, [(String::new(), "type".into())]);
    assert_eq!(refused(json!("x")).await, [(String::new(), "type".into())]);
}
