//! The register of critical work, by its pages.

use crate::office::Office;
use axum::http::StatusCode;
use domain::{permission::Permission, person::Role};

const ENTRY: [(&str, &str); 8] = [
    ("list", "critical"),
    ("system", "住民記録システム"),
    ("activities", "operation"),
    ("activities", "maintenance"),
    ("information", "住民記録"),
    ("reason", "漏れると住民の権利を大きく損なう"),
    ("review_on", "令和9年4月1日"),
    ("decision", "年次の見直しで加えた"),
];

fn with<'a>(field: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    ENTRY.iter().map(|(n, v)| if *n == field { (*n, value) } else { (*n, *v) }).collect()
}

#[tokio::test]
async fn versions_are_made_and_old_ones_stay() {
    let office = Office::new().await;
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    let empty = chief.get("/register").await;
    assert_eq!(empty.attr(".head__actions a", "href").as_deref(), Some("/register/entries/new"));
    let first = chief.follow("/register/entries/new", &ENTRY).await;
    assert!(first.text("tbody").contains("住民記録システム"));
    assert!(first.text("tbody").contains("令和9年4月1日"));
    let entry = first.attr("tbody th a", "href").unwrap();
    let form = chief.get(&entry).await;
    assert_eq!(form.value("system"), "住民記録システム");
    assert_eq!(form.value("review_on"), "2027-04-01");
    let mut changed = with("system", "住民基本台帳システム");
    changed.push(("change", "save"));
    let second = chief.follow(&entry, &changed).await;
    assert!(second.text("tbody").contains("住民基本台帳システム"));
    assert_eq!(second.all("ol.timeline li").len(), 2);
    let old = chief.get("/register/versions/1").await;
    assert!(old.text("tbody").contains("住民記録システム"));
    assert!(old.text(".note").contains("第2版"));
    assert!(old.attr("tbody th a", "href").is_none(), "an old version is not changed");
    let third = chief.follow(&entry, &[("change", "remove"), ("decision", "廃止した")]).await;
    assert!(!third.text("main").contains("住民基本台帳システム"));
    assert_eq!(chief.get(&entry).await.status, StatusCode::NOT_FOUND);
    assert_eq!(chief.get("/register/versions/9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_search_narrows_the_lists() {
    let office = Office::new().await;
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    chief.post("/register/entries/new", &ENTRY).await.to();
    let mut other = with("system", "図書館システム");
    other.retain(|(n, _)| *n != "list" && *n != "information");
    other.extend([("list", "non_critical"), ("information", "貸出の記録")]);
    chief.post("/register/entries/new", &other).await.to();
    let found = office.browser(Role::Auditor).await.get("/register?q=%E5%9B%B3%E6%9B%B8").await;
    assert_eq!(found.all("tbody th .name"), ["図書館システム"]);
    assert!(found.attr(".head__actions a", "href").is_none(), "an auditor changes nothing");
}

#[tokio::test]
async fn a_refused_entry_keeps_what_was_typed_and_names_every_field() {
    let office = Office::new().await;
    let typed = [("list", ""), ("system", "住民記録"), ("review_on", "いつか"), ("information", ""), ("reason", "x")];
    for (role, english) in [(Role::ChiefSecurityOfficer, false), (Role::ChiefSecurityOfficer, true)] {
        let browser = if english { office.english(role).await } else { office.browser(role).await };
        let reply = browser.post("/register/entries/new", &typed).await;
        assert_eq!(reply.all(".errors li").len(), 6, "{:?}", reply.all(".errors li"));
        for field in ["list", "activities", "information", "reason", "review-on", "decision"] {
            reply.refuses(&format!("f-entry-{field}"));
        }
        assert_eq!(reply.value("system"), "住民記録");
        assert_eq!(reply.value("review_on"), "いつか");
        let said = if english { "2 characters" } else { "2文字以上" };
        assert!(reply.text(".errors").contains(said), "{}", reply.text(".errors"));
    }
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    chief.post("/register/entries/new", &with("review_on", "2026-06-11")).await.refuses("f-entry-review-on");
}

#[tokio::test]
async fn each_role_sees_what_it_may() {
    let office = Office::new().await;
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    let entry = chief.follow("/register/entries/new", &ENTRY).await.attr("tbody th a", "href").unwrap();
    for role in Role::ALL.iter().copied() {
        let browser = office.browser(role).await;
        let updates = role.permits(Permission::UpdateRegister);
        let status = |yes| if yes { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(browser.get("/register").await.status, status(role.permits(Permission::ViewRegister)), "{role}");
        assert_eq!(browser.get("/register/versions/1").await.status, StatusCode::OK, "{role}");
        assert_eq!(browser.get("/register/entries/new").await.status, status(updates), "{role}");
        assert_eq!(browser.get(&entry).await.status, status(updates), "{role}");
        if !updates {
            for pairs in [&ENTRY[..], &[]] {
                let reply = browser.post("/register/entries/new", pairs).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role}");
            }
        }
    }
    assert_eq!(office.stranger().get("/register").await.to(), "/sign-in?next=/register");
}
