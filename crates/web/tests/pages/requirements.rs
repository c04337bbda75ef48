//! What is asked of an engagement, by its pages.

use crate::office::{Browser, Office};
use app::engagements::NewEngagement;
use axum::http::StatusCode;
use domain::{
    engagement::{Facts, RawFacts},
    person::Role,
};

/// Enters an engagement; `more` takes the place of what stands here. Gives the address of its requirements.
pub async fn entered(office: &Office, more: serde_json::Value) -> String {
    let mut facts = serde_json::json!({
        "title": "窓口システムの運用", "category": "remote_operation", "system": "窓口システム",
        "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
        "connection": "remote", "rights_reach_all": "no", "subcontracting": "yes", "accounts": "no",
        "term": {"from": "2026-07-01", "to": "2027-03-31"},
        "items": [{"name": "住民記録", "access": "accessible", "criticality": "not_critical"}]
    });
    facts.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let raw: RawFacts = serde_json::from_value(facts).unwrap();
    let caller = office.caller(Role::SectionSecurityOfficer).await;
    let new = NewEngagement { unit: office.section, facts: Facts::try_from(raw).unwrap() };
    let made = office.app.engagements().create(&caller, new).await.unwrap();
    format!("/engagements/{}", made.number)
}

async fn open_rows(browser: &Browser, page: &str) -> Vec<String> {
    let reply = browser.get(page).await;
    let document = scraper::Html::parse_document(&reply.body);
    let selector = scraper::Selector::parse("select[name^=tailored]").unwrap();
    document.select(&selector).filter_map(|e| e.attr("name").map(str::to_owned)).collect()
}

#[tokio::test]
async fn what_is_open_is_settled_part_by_part() {
    let office = Office::new().await;
    let page = entered(&office, serde_json::json!({})).await + "/requirements";
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let shown = browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.all("table.table--req tbody tr").len() > 60, "measures, clauses and rows are listed");
    assert!(shown.attr("a[href='/catalogue/KL-15']", "href").is_some(), "ids lead into the catalogue");
    let levels = open_rows(&browser, &page).await;
    assert!(!levels.is_empty());

    // a choice without a reason comes back as it was typed
    let first = levels[0].as_str();
    let reason = first.replace(".level", ".reason");
    let wrong = [("part", "rows"), ("revision", "0"), (first, "required"), (reason.as_str(), " ")];
    let refused = browser.post(&page, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.attr(&format!("[name='{first}'] option[selected]"), "value").as_deref(), Some("required"));
    assert_eq!(refused.all(".errors li").len(), 1);

    let mut pairs = vec![("part".to_owned(), "rows".to_owned()), ("revision".to_owned(), "0".to_owned())];
    for level in &levels {
        pairs.push((level.clone(), "not_applicable".to_owned()));
        pairs.push((level.replace(".level", ".reason"), "この業務では要らない".to_owned()));
    }
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    browser.follow(&page, &pairs).await;
    assert!(open_rows(&browser, &page).await.is_empty());
    assert_eq!(browser.post(&page, &pairs).await.status, StatusCode::CONFLICT, "somebody else was quicker");

    let sub = [("part", "subcontracting"), ("revision", "1")];
    browser.post(&page, &sub).await.refuses("f-sub-alternative");
    let sub = [("part", "subcontracting"), ("revision", "1"), ("alternative", "b")];
    browser.follow(&page, &sub).await;
    let audit = [("part", "audit"), ("revision", "2"), ("wanted", ""), ("reason", "短い")];
    let refused = browser.post(&page, &audit).await;
    refused.refuses("f-audit-wanted");
    assert_eq!(refused.text("#f-audit-reason"), "短い");
    let audit = [("part", "audit"), ("revision", "2"), ("factors", "rights"), ("wanted", "yes"), ("reason", "重い")];
    let done = browser.follow(&page, &audit).await;
    assert!(done.text("section[aria-labelledby=h-audit]").contains("監査を求める"));
    let nonsense = [("part", "other"), ("revision", "3")];
    assert_eq!(browser.post(&page, &nonsense).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_service_has_areas_that_somebody_guards() {
    let office = Office::new().await;
    let cloud =
        serde_json::json!({"category": "asp", "activities": ["service_use"], "places": ["contractor_premises"]});
    let page = entered(&office, cloud).await + "/requirements";
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    assert_eq!(browser.get(&page).await.all("select[name^='owners.RB-']").len(), 4);
    let wrong = [("part", "areas"), ("revision", "0"), ("owners.RB-1", "nobody")];
    browser.post(&page, &wrong).await.refuses("f-areas-owners-RB-1");
    let pairs = [
        ("part", "areas"),
        ("revision", "0"),
        ("owners.RB-1", "provider"),
        ("owners.RB-2", "provider"),
        ("owners.RB-3", "contractor"),
        ("owners.RB-4", "client"),
    ];
    let done = browser.follow(&page, &pairs).await;
    assert!(!done.text("section[aria-labelledby=h-areas]").contains("担い手がいない"));
}

#[tokio::test]
async fn one_line_is_changed_with_a_reason_and_what_was_derived_stays() {
    let office = Office::new().await;
    let page = entered(&office, serde_json::json!({})).await + "/requirements";
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let measure = format!("{page}/CM-GV-01");
    browser
        .post(&measure, &[("level", "not_applicable"), ("reason", ""), ("revision", "0")])
        .await
        .refuses("f-line-reason");
    let amount = [("offer", "extra"), ("amount", "たくさん"), ("revision", "0")];
    let refused = browser.post(&measure, &amount).await;
    refused.refuses("f-line-amount");
    assert_eq!(refused.value("amount"), "たくさん");
    let pairs = [
        ("level", "not_applicable"),
        ("reason", "すでに別の契約で求めている"),
        ("owner", "both"),
        ("offer", "not_offered"),
        ("amount", ""),
        ("risk", ""),
        ("revision", "0"),
    ];
    let list = browser.follow(&measure, &pairs).await;
    assert!(list.body.contains("すでに別の契約で求めている"));
    let shown = browser.get(&measure).await;
    assert_eq!(shown.attr("#f-line-owner option[selected]", "value").as_deref(), Some("both"));
    assert!(shown.text(".kv").contains("必要"), "what was derived: {}", shown.text(".kv"));

    let clause = format!("{page}/KL-15");
    browser.post(&clause, &[("insurance", "賠償責任保険"), ("revision", "1")]).await.refuses("f-line-refused");
    let refusal = [("refused", "責任を負えないとの回答"), ("insurance", ""), ("tolerance", ""), ("revision", "1")];
    let list = browser.follow(&clause, &refusal).await;
    assert!(list.text("section[aria-labelledby=h-refused]").contains("KL-15"));
    assert_eq!(browser.post(&clause, &refusal).await.status, StatusCode::CONFLICT);
    assert_eq!(browser.get(&format!("{page}/KL-99")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{page}/T2-1")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_may_only_look_sees_no_form_and_others_see_nothing() {
    let office = Office::new().await;
    let page = entered(&office, serde_json::json!({})).await + "/requirements";
    let auditor = office.browser(Role::Auditor).await;
    let shown = auditor.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.attr("main form", "action").is_none());
    assert!(auditor.get(&format!("{page}/CM-GV-01")).await.attr("main form", "action").is_none());
    let pairs = [("part", "audit"), ("wanted", "no"), ("revision", "0")];
    assert_eq!(auditor.post(&page, &pairs).await.status, StatusCode::FORBIDDEN);
    let welfare = office.unit(office.division, "福祉課", "Welfare").await;
    let other = office.person(welfare, "elsewhere.e", "余所 一").await;
    office.grant(other, Role::SectionSecurityOfficer, welfare).await;
    let elsewhere = office.sign_in("elsewhere.e", crate::office::PASSWORD).await;
    assert_eq!(elsewhere.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.post(&page, &pairs).await.status, StatusCode::NOT_FOUND);
}
