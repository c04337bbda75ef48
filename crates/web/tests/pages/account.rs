//! A person's own account, by its page.

use crate::office::{Office, PASSWORD, login};
use axum::http::StatusCode;
use domain::person::Role;

const AUDITOR: Role = Role::Auditor;

#[tokio::test]
async fn language_and_look_are_kept() {
    let office = Office::new().await;
    let browser = office.browser(AUDITOR).await;
    let page = browser.follow("/account/profile", &[("lang", "en"), ("theme", "dark")]).await;
    assert_eq!(page.attr("html", "lang").as_deref(), Some("en"));
    assert_eq!(page.attr("html", "data-theme").as_deref(), Some("dark"));
    let refused = browser.post("/account/profile", &[("lang", "fr"), ("theme", "pink")]).await;
    refused.refuses("f-profile-lang");
    refused.refuses("f-profile-theme");
    assert!(refused.text(".errors").contains("not one of"), "{}", refused.text(".errors"));
}

#[tokio::test]
async fn a_new_password_signs_out_the_other_devices() {
    let office = Office::new().await;
    let browser = office.browser(AUDITOR).await;
    let other = office.browser(AUDITOR).await;
    let new = "kisaragi no seki 2026";
    let refused = browser.post("/account/password", &[("current", ""), ("new", new), ("again", "x")]).await;
    refused.refuses("f-password-current");
    refused.refuses("f-password-again");
    assert_eq!(refused.value("new"), "", "no password goes back to the page");
    assert!(!refused.body.contains(new));
    let refused = browser.post("/account/password", &[("current", "wrong"), ("new", new), ("again", new)]).await;
    refused.refuses("f-password-current");
    let refused = browser.post("/account/password", &[("current", PASSWORD), ("new", "x"), ("again", "x")]).await;
    refused.refuses("f-password-new");
    browser.follow("/account/password", &[("current", PASSWORD), ("new", new), ("again", new)]).await;
    assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
    office.sign_in(login(AUDITOR), new).await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let office = Office::new().await;
    let browser = office.browser(AUDITOR).await;
    let other = office.browser(AUDITOR).await;
    let page = browser.get("/account").await;
    let end = page.attr("form[action^='/account/sessions/']", "action").unwrap();
    browser.follow(&end, &[]).await;
    assert_eq!(other.get("/account").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.post(&end, &[]).await.status, StatusCode::NOT_FOUND, "it has ended");
    let mine = office.browser(Role::SecurityOfficer).await.get("/account").await;
    assert!(mine.attr("form[action^='/account/sessions/']", "action").is_none(), "only one’s own");
}

#[tokio::test]
async fn tokens_are_made_once_and_revoked() {
    let office = Office::new().await;
    for english in [false, true] {
        let browser = if english { office.english(AUDITOR).await } else { office.browser(AUDITOR).await };
        let refused = browser.post("/account/tokens", &[("name", ""), ("until", "2028-01-01")]).await;
        refused.refuses("f-token-name");
        refused.refuses("f-token-until");
        assert_eq!(refused.value("until"), "2028-01-01");
        let said = if english { "366 days" } else { "366日" };
        assert!(refused.text(".errors").contains(said), "{}", refused.text(".errors"));
        let made = browser.post("/account/tokens", &[("name", "月次の集計"), ("until", "令和8年12月31日")]).await;
        assert_eq!(made.status, StatusCode::OK);
        let text = made.text("code#token");
        assert!(text.starts_with("skm_"), "{text}");
        assert!(office.app.auth().authenticate_token(&text).await.is_ok());
        let page = browser.get("/account").await;
        assert!(!page.body.contains(&text), "it is shown once");
        assert!(page.text("#h-tokens").len() > 3 && page.body.contains("2026-12-31"));
        let end = page.attr("form[action^='/account/tokens/']", "action").unwrap();
        let after = browser.follow(&end, &[]).await;
        assert!(after.attr("form[action^='/account/tokens/']", "action").is_none());
        assert!(office.app.auth().authenticate_token(&text).await.is_err());
    }
}

#[tokio::test]
async fn everyone_has_one_and_strangers_none() {
    let office = Office::new().await;
    for role in Role::ALL.iter().copied() {
        let page = office.browser(role).await.get("/account").await;
        assert_eq!(page.status, StatusCode::OK, "{role}");
        assert!(page.text(".head__sub").contains(login(role)), "{role}");
    }
    assert_eq!(office.stranger().get("/account").await.to(), "/sign-in?next=/account");
    assert_eq!(office.stranger().post("/account/tokens", &[]).await.to(), "/sign-in");
}
