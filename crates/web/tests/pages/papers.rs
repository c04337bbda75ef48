//! Papers by their pages: preview, values, versions, what changed.

use crate::{
    office::{Browser, Office, PASSWORD},
    requirements::entered,
};
use axum::http::StatusCode;
use domain::person::Role;

const HOURS: &str = "values.KL-15.report_hours";

async fn hours(browser: &Browser, paper: &str, revision: &str, value: &str) -> crate::office::Reply {
    browser.follow(paper, &[("lang", "ja"), ("revision", revision), (HOURS, value)]).await
}

#[tokio::test]
async fn a_paper_is_filled_made_and_compared() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let list = browser.get(&format!("{engagement}/papers")).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text("tbody").contains("まだない"), "{}", list.text("main"));
    let paper = format!("{engagement}/papers/security-annex");
    assert!(list.attr(&format!("a[href='{paper}']"), "href").is_some(), "{:?}", list.all("tbody th"));

    let shown = browser.get(&paper).await;
    assert!(shown.attr(&format!("[name='{HOURS}']"), "id").is_some(), "{:?}", shown.all(".inputs summary"));
    assert!(shown.text(".sheet .paper").len() > 500);
    assert!(shown.attr(".paper-trace a", "href").is_none());
    let traced = browser.get(&format!("{paper}?lang=ja&sources=1")).await;
    assert!(traced.attr(".paper-trace a[href^='/catalogue/KL-']", "href").is_some());

    // what cannot be read, and what is out of bounds, comes back as it was typed
    for wrong in ["多め", "99999"] {
        let refused = browser.post(&paper, &[("lang", "ja"), ("revision", "0"), (HOURS, wrong)]).await;
        refused.refuses("f-paper-values-KL-15-report-hours");
        assert_eq!(refused.value(HOURS), wrong);
    }
    assert_eq!(hours(&browser, &paper, "0", "１２").await.value(HOURS), "12");
    let stale = browser.post(&paper, &[("lang", "ja"), ("revision", "0"), (HOURS, "6")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let stale = browser.post(&format!("{paper}/issue"), &[("lang", "ja"), ("revision", "0")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "what was seen is no longer what would be made");

    let first = browser.follow(&format!("{paper}/issue"), &[("lang", "ja"), ("revision", "1")]).await;
    assert!(first.text("h1").len() > 3 && first.text(".head__sub").contains("第1版"));
    assert_eq!(first.all("code.digest").len(), first.all("tbody a.btn").len());
    let link = first.attr("tbody a.btn", "href").unwrap();
    let file = browser.get(&link).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-disposition").contains("attachment"));

    hours(&browser, &paper, "1", "6").await;
    let before = browser.get(&format!("{engagement}/papers")).await;
    assert!(before.text("tbody").contains("内容が変わった") || before.body.contains("内容が変わった"));
    let second = browser.follow(&format!("{paper}/issue"), &[("lang", "ja"), ("revision", "2")]).await;
    assert!(second.text(".head__sub").contains("第2版"));
    let changes = second.text(".paper-changes");
    assert!(changes.contains("12") && changes.contains('6'), "{changes}");
    assert!(second.attr(".paper-changes ins", "class").is_none() && !second.all(".paper-changes ins").is_empty());
    assert_eq!(browser.get(&format!("{paper}?lang=ja")).await.all("section[aria-labelledby=h-versions] li").len(), 2);
    let english = browser.get(&format!("{paper}?lang=en")).await;
    assert!(english.attr(".paper[lang=en]", "lang").is_some());
    assert_eq!(english.all("section[aria-labelledby=h-versions] li").len(), 0, "versions are of one language");
}

#[tokio::test]
async fn rows_and_strength_of_wording_are_set_on_the_page() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let paper = format!("{engagement}/papers/security-annex");
    let (name, phone) = ("rows.contacts[0].name", "rows.contacts[0].phone");
    let shown = browser.get(&paper).await;
    assert!(shown.attr(&format!("[name='{name}']"), "id").is_some(), "{:?}", shown.all(".inputs summary"));
    let typed = [("lang", "ja"), ("revision", "0"), (name, "千種 亮"), (phone, "0900-44-0012"), ("strength", "strict")];
    let saved = browser.follow(&paper, &typed).await;
    assert_eq!((saved.value(name), saved.value(phone)), ("千種 亮".into(), "0900-44-0012".into()));
    assert!(saved.text(".sheet .paper").contains("千種 亮"), "the row stands in the paper");
    assert_eq!(saved.attr("[name=strength][value=strict][checked]", "value").as_deref(), Some("strict"));
    assert_eq!(saved.all("[name=strength][checked]").len(), 1, "one is chosen");
    assert!(saved.attr("[name='rows.contacts[2].name']", "id").is_some(), "a row more than are filled");

    let long = "長".repeat(20_000);
    let refused = browser.post(&paper, &[("lang", "ja"), ("revision", "1"), (name, &long)]).await;
    refused.refuses("f-paper-rows-contacts-0--name");
    let refused = browser.post(&paper, &[("lang", "ja"), ("revision", "1"), ("strength", "harsh")]).await;
    refused.refuses("f-paper-strength");

    let emptied = browser.follow(&paper, &[("lang", "ja"), ("revision", "1"), (name, ""), (phone, "")]).await;
    assert!(!emptied.text(".sheet .paper").contains("千種 亮"));
}

/// Two clicks from a line of a paper to its source: the clause under the line, and there the measure and the section.
#[tokio::test]
async fn a_line_of_a_paper_leads_to_clause_measure_and_section_in_two_clicks() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let shown = browser.get(&format!("{engagement}/papers/security-annex?lang=ja&sources=1")).await;
    let document = scraper::Html::parse_document(&shown.body);
    let links = scraper::Selector::parse(".paper-trace a").unwrap();
    let mut hrefs: Vec<String> = document.select(&links).filter_map(|a| a.attr("href").map(str::to_owned)).collect();
    hrefs.sort_unstable();
    hrefs.dedup();
    assert!(hrefs.iter().any(|href| href.starts_with("/catalogue/CM-")), "{hrefs:?}");
    for href in &hrefs {
        let entry = browser.get(href).await;
        assert_eq!(entry.status, StatusCode::OK, "{href}");
    }
    let clause = browser.get("/catalogue/KL-15").await;
    assert!(clause.attr("main a[href^='/catalogue/CM-IC-']", "href").is_some(), "measures");
    assert!(clause.text("main").contains("NISC-2008"), "sections of the sources");
}

#[tokio::test]
async fn every_paper_that_fits_can_be_looked_at_in_both_languages() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.english(Role::SectionSecurityOfficer).await;
    let list = browser.get(&format!("{engagement}/papers")).await;
    let document = scraper::Html::parse_document(&list.body);
    let links = scraper::Selector::parse("tbody th a").unwrap();
    let hrefs: Vec<String> = document.select(&links).filter_map(|a| a.attr("href").map(str::to_owned)).collect();
    assert!(hrefs.len() >= 10, "{hrefs:?}");
    for href in hrefs {
        for lang in ["ja", "en"] {
            let reply = browser.get(&format!("{href}?lang={lang}&sources=1")).await;
            assert_eq!(reply.status, StatusCode::OK, "{href}");
            assert!(!reply.body.contains('⟨'), "{href} {lang}");
            assert_eq!(reply.all("h1").len(), 1, "{href}");
        }
    }
    assert_eq!(browser.get(&format!("{engagement}/papers/no-such-paper")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/documents/doc_1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_only_look_makes_nothing_and_others_see_nothing() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let (paper, issue) = (format!("{engagement}/papers/pledge"), format!("{engagement}/papers/pledge/issue"));
    let auditor = office.browser(Role::Auditor).await;
    let shown = auditor.get(&paper).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.attr("main form", "action").is_none());
    let pairs = [("lang", "ja"), ("revision", "0")];
    assert_eq!(auditor.post(&paper, &pairs).await.status, StatusCode::FORBIDDEN);
    assert_eq!(auditor.post(&issue, &pairs).await.status, StatusCode::FORBIDDEN);
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    let made = owner.post(&issue, &pairs).await.to().to_owned();
    assert_eq!(auditor.get(&made).await.status, StatusCode::OK);
    let welfare = office.unit(office.division, "福祉課", "Welfare").await;
    let other = office.person(welfare, "elsewhere.e", "余所 一").await;
    office.grant(other, Role::SectionSecurityOfficer, welfare).await;
    let elsewhere = office.sign_in("elsewhere.e", PASSWORD).await;
    for address in [&paper, &made] {
        assert_eq!(elsewhere.get(address).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(elsewhere.post(&issue, &pairs).await.status, StatusCode::NOT_FOUND);
}
