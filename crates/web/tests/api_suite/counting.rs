//! The list: pages, order, search, and a number of statements that does not grow.

use serde_json::{Value, json};

use crate::agency::{Agency, text};

async fn fill(agency: &Agency, from: usize, to: usize) {
    for i in from..to {
        let more = json!({"title": format!("窓口システムの運用 その{i:03}"), "amount": (i * 37) % 100 * 10_000});
        agency.enter("owner", more).await;
    }
}

fn numbers(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|i| text(&i["number"])).collect()
}

/// Statements one request takes.
async fn statements(agency: &Agency, login: &str, path: &str) -> u64 {
    agency.get(login, path).await.is(200);
    let before = agency.app.queries();
    agency.get(login, path).await.is(200);
    agency.app.queries() - before
}

#[tokio::test]
async fn statements_do_not_grow_with_engagements() {
    let agency = Agency::new().await;
    fill(&agency, 0, 10).await;
    let paths = [
        "/engagements?limit=5",
        "/engagements?limit=5&sort=title&q=%E9%81%8B%E7%94%A8",
        "/engagements?limit=5&stage=decide&standing=open",
        "/engagements/R8-0003",
        "/engagements/R8-0003/history",
        "/engagements/R8-0003/attachments",
        "/engagements/R8-0003/requirements",
        "/engagements/R8-0003/papers",
        "/engagements/R8-0003/papers/pledge",
        "/home",
        "/approvals/mine",
        "/contractors",
        "/people",
        "/register",
        "/account",
    ];
    let mut few = Vec::new();
    for path in paths {
        few.push(statements(&agency, "owner", path).await);
    }
    let ledger = statements(&agency, "auditor", "/ledger?limit=200").await;
    fill(&agency, 10, 300).await;
    for (path, before) in paths.iter().zip(few) {
        let now = statements(&agency, "owner", path).await;
        assert_eq!(now, before, "{path}");
        assert!(now <= 25, "{path}: {now}");
    }
    assert_eq!(statements(&agency, "auditor", "/ledger?limit=200").await, ledger);
    // all pages forth and back hold every engagement once, in order
    let (mut seen, mut path) = (Vec::new(), "/engagements?limit=70".to_owned());
    let count = loop {
        let page = agency.get("owner", &path).await.is(200);
        seen.extend(numbers(&page));
        match page["next"].as_str() {
            Some(next) => path = format!("/engagements?limit=70&cursor={next}"),
            None => break page["count"].clone(),
        }
    };
    let expected: Vec<String> = (1..=300).rev().map(|n| format!("R8-{n:04}")).collect();
    assert_eq!(seen, expected);
    assert_eq!(count, 300);
}

#[tokio::test]
async fn statements_do_not_grow_with_papers() {
    let agency = Agency::new().await;
    fill(&agency, 0, 1).await;
    let paths = ["/engagements/R8-0001/papers", "/engagements/R8-0001/papers/pledge?lang=ja", "/engagements/R8-0001"];
    let issue = async |paper: &str| {
        let path = format!("/engagements/R8-0001/papers/{paper}");
        agency.post("owner", &path, json!({"lang": "ja", "revision": 0})).await.is(201)["id"].clone()
    };
    issue("pledge").await;
    let mut few = Vec::new();
    for path in paths {
        few.push(statements(&agency, "owner", path).await);
    }
    let mut last = Value::Null;
    for paper in ["pledge", "pledge", "nda", "check-plan"] {
        last = issue(paper).await;
    }
    for (path, before) in paths.iter().zip(few) {
        assert_eq!(statements(&agency, "owner", path).await, before, "{path}");
    }
    let one = statements(&agency, "owner", &format!("/documents/{}", text(&last))).await;
    assert!(one <= 20, "{one}");
}

#[tokio::test]
async fn pages_go_back_as_they_came() {
    let agency = Agency::new().await;
    fill(&agency, 0, 12).await;
    for sort in ["number", "title", "contractor", "stage", "due", "amount"] {
        let base = format!("/engagements?limit=5&sort={sort}");
        let first = agency.get("owner", &base).await.is(200);
        assert!(first["previous"].is_null());
        let second = agency.get("owner", &format!("{base}&cursor={}", text(&first["next"]))).await.is(200);
        let third = agency.get("owner", &format!("{base}&cursor={}", text(&second["next"]))).await.is(200);
        assert!(third["next"].is_null(), "{sort}");
        assert_eq!(numbers(&third).len(), 2, "{sort}");
        let back = agency.get("owner", &format!("{base}&cursor={}", text(&third["previous"]))).await.is(200);
        assert_eq!(numbers(&back), numbers(&second), "{sort}");
        let start = agency.get("owner", &format!("{base}&cursor={}", text(&back["previous"]))).await.is(200);
        assert_eq!(numbers(&start), numbers(&first), "{sort}");
    }
}

#[tokio::test]
async fn filters_and_search_meet() {
    let agency = Agency::new().await;
    let firm = agency.post("owner", "/contractors", json!({"name": "㈱霧沢データ"})).await.is(201);
    let cloud = json!({"title": "電子申請サービスの利用", "category": "asp", "activities": ["service_use"],
        "contractor": firm["id"], "term": {"from": "2026-04-01", "to": "2026-07-31"}});
    let number = text(&agency.enter("owner", cloud).await["number"]);
    agency.enter("owner", json!({})).await;
    agency.enter("owner-two", json!({"information": ["my_number"]})).await;
    let count = async |login: &str, query: &str| {
        agency.get(login, &format!("/engagements?{query}")).await.is(200)["count"].clone()
    };
    for (query, found) in [
        ("q=%E9%9C%A7%E6%B2%A2", 1),
        ("q=%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE%E9%9C%A7%E6%B2%A2", 1),
        ("q=%E3%81%A7%E3%83%BC%E3%81%9F", 1),
        ("category=asp", 1),
        ("seal=cloud", 1),
        ("seal=my_number", 1),
        ("stage=decide", 3),
        ("stage=run", 0),
        ("standing=open", 3),
        ("stopped=unmet", 3),
        ("stopped=waiting", 0),
        ("year=2026", 3),
        ("year=2025", 0),
        ("ending=2026-08-01", 1),
        ("ending=2026-07-01", 0),
        ("owner=me", 0),
    ] {
        assert_eq!(count("legal", query).await, found, "{query}");
    }
    assert_eq!(count("owner", "owner=me").await, 2);
    assert_eq!(count("legal", &format!("contractor={}", text(&firm["id"]))).await, 1);
    assert_eq!(count("legal", &format!("unit={}", agency.sections[1])).await, 1);
    assert_eq!(count("legal", &format!("unit={}", agency.begun.root)).await, 3);
    let export = agency.get("owner", "/engagements/export?category=asp&format=csv").await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    assert!(String::from_utf8_lossy(&export.bytes).contains(&number));
    let sheet = agency.get("owner", "/engagements/export").await;
    assert!(sheet.bytes.starts_with(b"PK") && sheet.header("content-type").contains("spreadsheetml"));
    let listed = agency.get("owner", "/contractors?q=%E3%82%AD%E3%83%AA").await.is(200);
    assert_eq!(listed["count"], 0);
    let listed = agency.get("owner", "/contractors?q=%E9%9C%A7%E6%B2%A2").await.is(200);
    assert_eq!((listed["items"][0]["under_way"].clone(), listed["count"].clone()), (json!(1), json!(1)));
}
