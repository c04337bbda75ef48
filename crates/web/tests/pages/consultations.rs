//! Questions to the chief officer, by their pages.

use crate::office::Office;
use axum::http::StatusCode;
use domain::{permission::Permission, person::Role};

const QUESTION: [(&str, &str); 4] = [
    ("urgency", "emergency"),
    ("engagement", ""),
    ("subject", "災害時に口頭で依頼してよいか"),
    ("question", "庁舎が停電しています。\n書面を後にしてよいでしょうか。"),
];

#[tokio::test]
async fn a_question_is_asked_found_and_answered_once() {
    let office = Office::new().await;
    let asker = office.browser(Role::SectionSecurityOfficer).await;
    let form = asker.get("/consultations/new").await;
    assert!(form.text(".head").contains("三枝 文"), "says who answers: {}", form.text(".head"));
    let path = asker.post("/consultations/new", &QUESTION).await.to().to_owned();
    let shown = asker.get(&path).await;
    assert_eq!(shown.text("h1"), "災害時に口頭で依頼してよいか");
    assert!(shown.attr("textarea[name=text]", "id").is_none(), "the asker does not answer");
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    let list = chief.get("/consultations?q=%E5%81%9C%E9%9B%BB").await;
    assert_eq!(list.all("tbody th a"), ["災害時に口頭で依頼してよいか"]);
    assert_eq!(list.text(".count"), "1件");
    let answer = format!("{path}/answer");
    chief.post(&answer, &[("text", " ")]).await.refuses("f-reply-text");
    let answered = chief.follow(&answer, &[("text", "復旧の翌営業日までに出してください。")]).await;
    assert!(answered.text(".verdict").contains("翌営業日"));
    let twice = chief.post(&answer, &[("text", "もう一度")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_refused_question_keeps_what_was_typed() {
    let office = Office::new().await;
    let typed = [("urgency", "soon"), ("engagement", "R8-9999"), ("subject", ""), ("question", "なぜでしょうか")];
    for (browser, said) in [
        (office.browser(Role::SectionSecurityOfficer).await, "入力してください"),
        (office.english(Role::SystemSecurityOfficer).await, "A value is required"),
    ] {
        let reply = browser.post("/consultations/new", &typed).await;
        reply.refuses("f-consultation-subject");
        assert!(reply.text(".errors").contains(said), "{}", reply.text(".errors"));
        assert_eq!(reply.all(".errors li").len(), 2, "{:?}", reply.all(".errors li"));
        assert_eq!(reply.text("textarea"), "なぜでしょうか");
        assert_eq!(reply.value("engagement"), "R8-9999");
        let unknown = [("urgency", "question"), ("engagement", "R8-9999"), ("subject", "a"), ("question", "b")];
        browser.post("/consultations/new", &unknown).await.refuses("f-consultation-engagement");
    }
}

#[tokio::test]
async fn each_role_sees_what_it_may() {
    let office = Office::new().await;
    let asker = office.browser(Role::SectionSecurityOfficer).await;
    let path = asker.post("/consultations/new", &QUESTION).await.to().to_owned();
    for role in Role::ALL.iter().copied() {
        let browser = office.browser(role).await;
        let status = |p: Permission| if role.permits(p) { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(browser.get("/consultations").await.status, status(Permission::ViewConsultation), "{role}");
        assert_eq!(browser.get(&path).await.status, status(Permission::ViewConsultation), "{role}");
        assert_eq!(browser.get("/consultations/new").await.status, status(Permission::AskChief), "{role}");
        if !role.permits(Permission::AnswerConsultation) {
            for text in ["", "答えます"] {
                let reply = browser.post(&format!("{path}/answer"), &[("text", text)]).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{role}");
            }
        }
        if !role.permits(Permission::AskChief) {
            assert_eq!(browser.post("/consultations/new", &[]).await.status, StatusCode::FORBIDDEN, "{role}");
        }
    }
    assert_eq!(office.stranger().get(&path).await.to(), format!("/sign-in?next={path}"));
}
