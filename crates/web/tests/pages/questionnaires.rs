//! Questionnaires, by their pages: sent by one side, answered by the other, who sees nothing but its own sheet.

use axum::http::StatusCode;
use domain::person::Role;

use crate::office::{Browser, Office};

async fn firm(browser: &Browser, name: &str) -> String {
    let shown = browser.post("/contractors/new", &[("name", name), ("corporate_number", "")]).await;
    shown.to().rsplit('/').next().unwrap().to_owned()
}

/// Sends to contractors and gives the paths of the links.
async fn send(browser: &Browser, contractors: &[&str]) -> Vec<String> {
    let mut pairs = vec![("depth", "basic"), ("due_on", "2026-06-30"), ("title", "")];
    pairs.extend(contractors.iter().map(|id| ("contractors", *id)));
    let reply = browser.post("/questionnaires/new", &pairs).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text(".errors"));
    reply.all("code").iter().map(|link| link[link.find("/reply/").unwrap()..].to_owned()).collect()
}

/// Opens a link; gives a browser that holds nothing but its session.
async fn open(office: &Office, link: &str) -> Browser {
    let stranger = office.stranger();
    assert_eq!(stranger.get(link).await.status, StatusCode::OK);
    let opened = stranger.post(link, &[]).await;
    assert_eq!(opened.to(), "/answer");
    let cookie = opened.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/answer"), "{cookie}");
    stranger.with_cookie(cookie.split(';').next().unwrap())
}

#[tokio::test]
async fn sending_takes_three_decisions_and_shows_the_link_once() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let form = browser.get("/questionnaires/new").await;
    assert_eq!(form.status, StatusCode::OK);
    let refused = browser.post("/questionnaires/new", &[("depth", "basic"), ("due_on", "2026-06-01")]).await;
    refused.refuses("f-send-contractors");
    refused.refuses("f-send-due-on");
    let links = send(&browser, &[&one]).await;
    assert_eq!(links.len(), 1);
    let list = browser.get("/questionnaires").await;
    assert_eq!(list.all("tbody th a"), ["霧沢設計"]);
    assert!(!list.body.contains(links[0].as_str()));
    let page = list.attr("tbody th a", "href").unwrap();
    assert!(!browser.get(&page).await.body.contains(&links[0]), "a link is shown once");
}

#[tokio::test]
async fn a_sheet_is_answered_by_link_without_script_and_accepted() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    let links = send(&browser, &[&a, &b]).await;
    let answerer = open(&office, &links[0]).await;
    let again = office.stranger().post(&links[0], &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "used up");
    let page = answerer.get("/answer").await;
    assert_eq!(page.status, StatusCode::OK);
    let wrong = answerer.post("/answer", &[("section", "0"), ("QP-02.value", "たくさん")]).await;
    wrong.refuses("f-answer-QP-02-value");
    // the client's page, section by section, as the form of the page would send it
    let sections = page.all(".steps li").len();
    for section in 0..sections {
        let shown = answerer.get(&format!("/answer?section={section}")).await;
        let section = section.to_string();
        let mut pairs: Vec<(String, String)> = vec![("section".into(), section.clone())];
        for id in shown.all("fieldset.q .id") {
            let value = match id.as_str() {
                "QP-01" => "総務部 橘",
                "QP-02" => "12",
                "QP-07" => "no",
                "QP-09" => "japan",
                _ => "4",
            };
            pairs.push((format!("{id}.value"), value.to_owned()));
            if id.starts_with("CM") {
                pairs.push((format!("{id}.evidence[0].name"), "規程 第3版".to_owned()));
            }
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let saved = answerer.follow("/answer", &pairs).await;
        assert!(saved.body.contains("checked") || saved.body.contains("12") || saved.body.contains("総務部"));
    }
    let early = answerer.post("/answer/submit", &[("name", "")]).await;
    early.refuses("f-hand-in-name");
    let done = answerer.follow("/answer/submit", &[("name", "橘 一葉"), ("keep", "yes")]).await;
    assert!(done.attr("form[action='/answer/submit']", "action").is_none(), "nothing to hand in any more");
    let list = browser.get("/questionnaires?state=submitted").await;
    let show = list.attr("tbody th a", "href").unwrap();
    let view = browser.get(&show).await;
    assert!(view.text("dl.funnel").contains("75.0"), "{}", view.text("dl.funnel"));
    let revision = view.value("revision");
    browser.post(&format!("{show}/accept"), &[("revision", &revision)]).await.to();
    let ended = answerer.get("/answer").await;
    assert_eq!(ended.status, StatusCode::CONFLICT, "its link has ended");
}

#[tokio::test]
async fn the_answerer_sees_nothing_of_others_or_of_judgements() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    let links = send(&browser, &[&a, &b]).await;
    let answerer = open(&office, &links[0]).await;
    answerer.post("/answer", &[("section", "1"), ("CM-GV-01.value", "5")]).await;
    for (method, path) in web::pages::ROUTES {
        let address = path.replace("{token}", "guessed");
        if address.contains('{') || address == "/assets/{file}" {
            continue;
        }
        let reply = match *method {
            "GET" => answerer.get(&address).await,
            _ => answerer.post(&address, &[]).await,
        };
        for secret in ["月岡工業", "評点", "疑わしい", "Σ"] {
            assert!(!reply.body.contains(secret), "{method} {path} shows {secret}");
        }
        let inside = path.starts_with("/answer") || path.starts_with("/reply") || path.starts_with("/assets");
        let open = matches!(*path, "/sign-in" | "/preferences");
        assert!(inside || open || reply.to().starts_with("/sign-in"), "{method} {path}: {}", reply.status);
    }
    let guessed = office.stranger().with_cookie("answer=guessed").get("/answer").await;
    assert_eq!(guessed.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_answer_is_kept_as_it_is_given() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let links = send(&browser, &[&one]).await;
    let answerer = open(&office, &links[0]).await;
    let page = answerer.get("/answer").await;
    let section = page.all(".steps li").len() - 1;
    let shown = answerer.get(&format!("/answer?section={section}")).await;
    let id = shown.all("fieldset.q .id").remove(0);
    let value = format!("{id}.value");
    let section = section.to_string();
    let kept = answerer.post("/answer/field", &[("section", &section), ("only", &id), (&value, "2")]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    let wrong = answerer.post("/answer/field", &[("section", &section), ("only", &id), (&value, "9")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.starts_with(&id), "{}", wrong.body);
    let again = answerer.get(&format!("/answer?section={section}")).await;
    assert!(again.attr(&format!("[name='{value}'][value='2']"), "checked").is_some());
}
