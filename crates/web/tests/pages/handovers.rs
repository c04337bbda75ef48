//! The information ledger by its pages: terms, a handler, a release refused and let through, the receipt by link, a claim that
//! closes nothing until it is proven.

use axum::http::StatusCode;
use domain::person::Role;

use crate::office::{Browser, Office};

/// An engagement with a contractor and one item; gives its ledger's address.
async fn engagement(office: &Office, browser: &Browser) -> String {
    let shown = browser.post("/contractors/new", &[("name", "樫ノ木印刷"), ("corporate_number", "")]).await;
    let contractor = shown.to().rsplit('/').next().unwrap().to_owned();
    let json = serde_json::json!({
        "title": "受診券の封入", "category": "processing", "system": "健診", "activities": ["processing"],
        "information": ["personal"], "places": ["contractor_premises"], "connection": "none",
        "contractor": contractor,
        "items": [{"name": "宛名", "access": "provided", "criticality": "not_critical"}]
    });
    let raw: domain::engagement::RawFacts = serde_json::from_value(json).unwrap();
    let facts = domain::engagement::Facts::try_from(raw).unwrap();
    let caller = office.caller(Role::SectionSecurityOfficer).await;
    let new = app::engagements::NewEngagement { unit: office.section, facts };
    let number = office.app.engagements().create(&caller, new).await.unwrap().number;
    format!("/engagements/{number}/handovers")
}

const TERMS: &[(&str, &str)] = &[
    ("revision", "0"),
    ("secrecy_from", "2026-06-01"),
    ("contract_from", "2026-06-01"),
    ("contract_until", "令和9年3月31日"),
    ("rule_version", "第1.0版"),
    ("rule_accepted_on", "2026-06-02"),
    ("rule_accepted_by", "樫ノ木 倫"),
];

fn provide<'a>(handler: &'a str, carrier: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("kind", "provide"),
        ("item", "宛名"),
        ("carrier", carrier),
        ("quantity", "1"),
        ("handler", handler),
        ("on", "2026-06-10"),
        ("time", "14:30"),
        ("purpose", "印字のため"),
        ("necessity", "宛名がないと印字できない"),
        ("method", "手渡し"),
        ("protection", "暗号化"),
    ]
}

#[tokio::test]
async fn a_release_needs_terms_and_a_named_handler_who_then_confirms_it() {
    let office = Office::new().await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let base = engagement(&office, &browser).await;
    let form = browser.get(&format!("{base}/new")).await;
    assert_eq!(form.status, StatusCode::OK);
    let refused = browser.post(&format!("{base}/new"), &provide("", "file")).await;
    refused.refuses("f-handover-handler");
    let said = refused.text(".errors");
    for (id, source) in [("G5-3", "N-8.1-2"), ("G5-6", "CO-N1"), ("G5-7", "N-7.1-1"), ("G5-8", "N-8.1-6")] {
        assert!(said.contains(id) && said.contains(source), "{id}: {said}");
    }
    assert!(refused.body.contains("宛名がないと印字できない"), "what was typed stays");
    let named = [("name", "朽葉 惺"), ("employer", "own"), ("agreed_on", "2026-06-02")];
    browser.post(&format!("{base}/handlers/new"), &[("name", "")]).await.refuses("f-handler-name");
    assert_eq!(browser.post(&format!("{base}/handlers/new"), &named).await.to(), base);
    let wrong = [("revision", "0"), ("secrecy_from", "きのう")];
    browser.post(&format!("{base}/terms"), &wrong).await.refuses("f-terms-secrecy-from");
    assert_eq!(browser.post(&format!("{base}/terms"), TERMS).await.to(), base);
    assert_eq!(browser.post(&format!("{base}/terms"), TERMS).await.status, StatusCode::CONFLICT);
    assert_eq!(browser.post(&format!("{base}/new"), &provide("朽葉 惺", "file")).await.to(), base);

    let list = browser.get(&base).await;
    let form = list.attr("form[action$='/link']", "action").unwrap();
    let made = browser.post(&form, &[]).await;
    let link = made.all("code").remove(0);
    let link = link[link.find("/receive/").unwrap()..].to_owned();
    assert!(!browser.get(&base).await.body.contains(&link), "a link is shown once");
    let stranger = office.stranger();
    assert!(stranger.get(&link).await.body.contains("朽葉 惺"));
    let opened = stranger.post(&link, &[]).await;
    assert_eq!(opened.to(), "/receipt");
    let cookie = opened.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/receipt"), "{cookie}");
    assert_eq!(office.stranger().post(&link, &[]).await.status, StatusCode::CONFLICT, "used up");
    let receiver = stranger.with_cookie(cookie.split(';').next().unwrap());
    let page = receiver.get("/receipt").await;
    assert!(page.body.contains("【秘】関係者：朽葉 惺"), "both sides see the same entry");
    let entry = page.attr("input[name='entries']", "value").unwrap();
    receiver.post("/receipt", &[("entries", &entry), ("name", "別の人")]).await.refuses("f-receipt-name");
    let fine = [("entries", entry.as_str()), ("name", "朽葉 惺"), ("condition", "異常なし")];
    assert_eq!(receiver.post("/receipt", &fine).await.to(), "/receipt");
    let shown = browser.get(&format!("{base}/{entry}")).await;
    assert!(shown.body.contains("異常なし") && shown.body.contains("受領済み"), "{}", shown.text(".facts"));
    assert!(receiver.get(&base).await.to().starts_with("/sign-in"), "the link opens nothing else");
}

#[tokio::test]
async fn an_erasure_without_proof_stays_in_the_balance() {
    let office = Office::new().await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let base = engagement(&office, &browser).await;
    browser
        .post(&format!("{base}/handlers/new"), &[("name", "朽葉 惺"), ("employer", "own"), ("agreed_on", "2026-06-02")])
        .await;
    browser.post(&format!("{base}/terms"), TERMS).await;
    browser.post(&format!("{base}/new"), &provide("朽葉 惺", "file")).await;
    let more = [("kind", "erase"), ("item", "宛名"), ("carrier", "file"), ("quantity", "2"), ("on", "2026-06-11")];
    browser.post(&format!("{base}/new"), &more).await.refuses("f-handover-quantity");
    let erase = [("kind", "erase"), ("item", "宛名"), ("carrier", "file"), ("on", "2026-06-11")];
    assert_eq!(browser.post(&format!("{base}/new"), &erase).await.to(), base);
    let list = browser.get(&base).await;
    assert_eq!(list.all("#h-held ~ table td.num, section[aria-labelledby='h-held'] td.num"), ["1", "1"]);
    let entry = list.attr("section[aria-labelledby='h-alerts'] th a", "href").unwrap();
    let report = [
        ("method", "service_deletion"),
        ("place", "第二作業室"),
        ("performer", "朽葉 惺"),
        ("witness", "苅安 澪"),
        ("performed_on", "2026-06-11"),
        ("report_number", "樫管-0031"),
        ("report_received_on", "2026-06-11"),
        ("confirm", "yes"),
    ];
    let saved = browser.upload(&format!("{entry}/prove"), &report).await;
    assert_eq!(saved.to(), entry);
    assert!(
        browser.get(&entry).await.body.contains("裏付けなし"),
        "a report without anything that shows it is a claim"
    );
    let wrong = browser.upload(&format!("{entry}/prove"), &[("performed_on", "2027-01-01")]).await;
    wrong.refuses("f-prove-performed-on");
    let held = browser.get(&base).await;
    assert_eq!(held.all("section[aria-labelledby='h-held'] td.num"), ["1", "1"]);
    let firm = browser.get(&held.attr("section[aria-labelledby='h-held'] a", "href").unwrap()).await;
    assert_eq!(firm.all("section[aria-labelledby='h-held'] tbody th"), ["宛名"], "the contractor's page shows it too");
}
