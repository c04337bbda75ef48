//! The catalogue by its pages: every entry has one, and is found by its words and its id.

use crate::office::Office;
use axum::http::StatusCode;
use domain::person::Role;

#[tokio::test]
async fn every_entry_has_a_page_in_both_languages() {
    let office = Office::new().await;
    let (japanese, lists) =
        (office.browser(Role::Auditor).await, ["measure", "row", "clause", "article", "annex", "paper"]);
    let more = ["duty", "condition", "item", "area", "threat", "control", "standard", "source"];
    let shown = |list: &str| lists.contains(&list) || more.contains(&list);
    let ids: Vec<String> =
        office.app.catalogue().entries().iter().filter(|e| shown(e.list())).map(|e| e.id().to_owned()).collect();
    assert!(ids.len() > 450, "{}", ids.len());
    for id in &ids {
        let reply = japanese.get(&format!("/catalogue/{id}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{id}");
        assert!(!reply.body.contains('⟨') && !reply.text("h1").is_empty(), "{id}");
    }
    let english = office.english(Role::Auditor).await;
    for id in ids.iter().step_by(9) {
        let reply = english.get(&format!("/catalogue/{id}")).await;
        assert!(reply.status == StatusCode::OK && !reply.body.contains('⟨'), "{id}");
    }
}

#[tokio::test]
async fn a_clause_shows_its_strengths_and_where_it_is_used() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let clause = browser.get("/catalogue/KL-15").await;
    let heads = clause.all("h2").join(" ");
    for wanted in ["仕様書での文", "厳格", "標準", "緩やか", "入れる値", "弱くなる書き方", "使われている所"]
    {
        assert!(heads.contains(wanted), "{wanted}: {heads}");
    }
    assert!(clause.attr(".wording [lang=ja]", "lang").is_some() && clause.attr(".wording [lang=en]", "lang").is_some());
    let row = browser.get("/catalogue/T2-1").await;
    assert_eq!(row.all("tbody th").len(), 9, "nine cells");
    let duty = browser.get("/catalogue/N-6.3.3-2").await;
    assert!(duty.text("h1").len() > 3);
    let paper = browser.get("/catalogue/security-annex").await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(!paper.all("#h-uses + * , section[aria-labelledby=h-uses] li").is_empty());
    assert_eq!(browser.get("/catalogue/KL-99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn it_is_searched_by_words_and_ids_a_page_at_a_time() {
    let office = Office::new().await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let start = browser.get("/catalogue").await;
    assert!(start.all(".lists li").len() > 25 && start.all("tbody tr").is_empty());
    let by_id = browser.get("/catalogue?q=CM-AC-01").await;
    assert_eq!(by_id.text("tbody .id"), "CM-AC-01");
    let words = browser.get("/catalogue?q=%E5%86%8D%E5%A7%94%E8%A8%97").await;
    assert!(words.all("tbody tr").len() > 5);
    let all = browser.get("/catalogue?list=measure").await;
    assert_eq!(all.all("tbody tr").len(), 60);
    let next = all.attr(".pager a[rel=next]", "href").unwrap();
    assert_eq!(browser.get(&next).await.all("tbody tr").len(), 30);
    let none = browser.get("/catalogue?q=zzzqqq").await;
    assert!(none.text(".empty h3").contains("見つかりません"));
}
