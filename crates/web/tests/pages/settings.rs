//! Settings and sample data, by their pages.

use crate::office::{Office, PASSWORD};
use axum::http::StatusCode;
use domain::person::Role;

#[tokio::test]
async fn name_and_small_firm_mode_are_changed() {
    let office = Office::new().await;
    let browser = office.browser(Role::Administrator).await;
    let page = browser.get("/settings").await;
    assert_eq!(page.value("organisation_ja"), "青嶺市");
    assert!(page.text("dl.kv").contains("SQLite"));
    let pairs = [("organisation_ja", "青嶺町"), ("organisation_en", "Aomine Town"), ("small_firm", "yes")];
    let page = browser.follow("/settings", &pairs).await;
    assert_eq!(page.value("organisation_ja"), "青嶺町");
    assert_eq!(page.attr("input[name=small_firm][checked]", "value").as_deref(), Some("yes"));
    assert!(office.app.settings().await.unwrap().small_firm);
}

#[tokio::test]
async fn refused_settings_keep_what_was_typed() {
    let office = Office::new().await;
    for english in [false, true] {
        let browser =
            if english { office.english(Role::Administrator).await } else { office.browser(Role::Administrator).await };
        let long = "長".repeat(121);
        let typed = [("organisation_ja", " "), ("organisation_en", long.as_str()), ("small_firm", "yes")];
        let reply = browser.post("/settings", &typed).await;
        reply.refuses("f-settings-organisation-ja");
        reply.refuses("f-settings-organisation-en");
        assert_eq!(reply.value("organisation_en"), long);
        assert_eq!(reply.attr("input[name=small_firm][checked]", "value").as_deref(), Some("yes"));
        let said = if english { "at most 120" } else { "120文字以内" };
        assert!(reply.text(".errors").to_lowercase().contains(said), "{}", reply.text(".errors"));
    }
}

#[tokio::test]
async fn sample_data_comes_with_its_password_and_goes_again() {
    let office = Office::new().await;
    let browser = office.browser(Role::Administrator).await;
    let loaded = browser.post("/settings/sample/load", &[]).await;
    assert_eq!(loaded.status, StatusCode::OK, "{}", loaded.text("main"));
    let (login, password) = (loaded.text("tbody th"), loaded.text("code#password"));
    office.sign_in(&login, &password).await;
    assert_eq!(browser.post("/settings/sample/load", &[]).await.status, StatusCode::CONFLICT);
    let page = browser.get("/settings").await;
    assert!(!page.body.contains(&password), "the password is shown once");
    browser.follow("/settings/sample/remove", &[]).await;
    let reply = office.stranger().post("/sign-in", &[("login", &login), ("password", &password)]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_administrators_come_here() {
    let office = Office::new().await;
    for role in Role::ALL.iter().copied().filter(|r| *r != Role::Administrator) {
        let browser = office.browser(role).await;
        assert_eq!(browser.get("/settings").await.status, StatusCode::FORBIDDEN, "{role}");
        for path in ["/settings", "/settings/sample/load", "/settings/sample/remove"] {
            assert_eq!(browser.post(path, &[]).await.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
    }
    assert_eq!(office.stranger().get("/settings").await.to(), "/sign-in?next=/settings");
    // someone who administers a part sees the state of the system, but changes nothing of the whole
    let local = office.person(office.division, "local.a", "田口 梢").await;
    office.grant(local, Role::Administrator, office.division).await;
    let browser = office.sign_in("local.a", PASSWORD).await;
    assert!(browser.get("/settings").await.attr("input[name=organisation_ja]", "id").is_none());
    let pairs = [("organisation_ja", "x"), ("small_firm", "yes")];
    assert_eq!(browser.post("/settings", &pairs).await.status, StatusCode::FORBIDDEN);
}
