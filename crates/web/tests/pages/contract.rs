//! The contract check of an engagement, by its pages.

use crate::{
    office::{Browser, Office, PASSWORD, Reply},
    requirements::entered,
};
use axum::http::StatusCode;
use domain::person::Role;

/// A draft that states little.
pub const DRAFT: &str = "業務委託契約書\n\n霧沢県（以下「甲」という。）と霧沢設計株式会社（以下「乙」という。）は、次のとおり契約する。\n\n\
第1条（目的）\n甲は、窓口システムの運用業務を乙に委託する。\n\n\
第2条（秘密保持）\n乙は、業務上知り得た甲の情報を第三者に開示し、又は漏えいしてはならない。\n\n\
第3条（事故の報告）\n乙は、情報の漏えい等の事故が発生したときは、知った時から24時間以内に甲に報告しなければならない。\n\n\
第4条（再委託）\n乙は、甲の書面による事前の承諾を得ないで、業務の全部又は一部を第三者に委託してはならない。\n";

async fn sent(browser: &Browser, engagement: &str, pairs: &[(&str, &str)], draft: &str) -> Reply {
    browser.upload_file(&format!("{engagement}/contract"), pairs, ("案.txt", draft)).await
}

/// Keeps a draft and gives the address of the version.
async fn kept(browser: &Browser, engagement: &str, pairs: &[(&str, &str)], draft: &str) -> String {
    let mut all = vec![("go", "keep")];
    all.extend_from_slice(pairs);
    sent(browser, engagement, &all, draft).await.to().to_owned()
}

#[tokio::test]
async fn a_draft_is_checked_and_kept_only_on_request() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let page = format!("{engagement}/contract");
    assert!(browser.get(&page).await.text("main").contains("保存した点検はまだありません"));

    let found = sent(&browser, &engagement, &[("go", "check")], DRAFT).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text("h1").contains("契約点検"));
    assert!(found.text("#f-incident_report summary").contains("24時間以内"), "{}", found.text("#f-incident_report"));
    assert!(found.text("#f-audit_right summary").contains("記載なし"));
    let gaps = found.all(".find--gap").len();
    assert!(gaps > 5 && found.attr("#gap-1", "id").is_some() && found.attr(&format!("#gap-{gaps}"), "id").is_some());
    // our wording comes from the clauses of the catalogue, with figures
    let ours = found.text("#f-return_destroy .copytext");
    assert!(ours.contains('甲') && ours.contains('乙') && ours.chars().count() > 40, "{ours}");
    assert!(found.attr(".hl--met[href='#f-incident_report']", "id").is_some(), "passages lead to findings");
    assert!(found.text(".contract").contains("第3条（事故の報告）"));
    assert!(browser.get(&page).await.text("main").contains("保存した点検はまだありません"), "nothing was kept");

    // what the page carries along is enough to keep it after all
    let content = found.attr("input[name=content]", "value").unwrap();
    let carried = [("go", "keep"), ("file_name", "案.txt"), ("content", content.as_str())];
    let result = browser.follow(&format!("{page}/carried"), &carried).await;
    assert!(result.text("h1").contains("第1版") && result.text(".flash").contains("保存しました"));
    let carried = [("go", "json"), ("file_name", "案.txt"), ("content", content.as_str())];
    let json = browser.post(&format!("{page}/carried"), &carried).await;
    assert!(json.header("content-disposition").contains("attachment") && json.body.contains("\"incident_report\""));
    assert!(browser.get(&page).await.text("tbody").contains("第1版"));
    assert!(browser.get(&format!("{engagement}/files")).await.text("tbody").contains("案.txt"));
}

#[tokio::test]
async fn what_cannot_be_read_comes_back_with_the_reason() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    for (content, said) in [("{\\rtf1 abc}", "リッチテキスト"), ("   ", "ファイルが空です")] {
        let refused = sent(&browser, &engagement, &[("go", "check")], content).await;
        refused.refuses("f-contract-file");
        assert!(refused.text(".errors").contains(said), "{}", refused.text(".errors"));
    }
    let refused = sent(&browser, &engagement, &[("go", "check"), ("kind", "poem")], DRAFT).await;
    refused.refuses("f-contract-kind");
    let refused = sent(&browser, &engagement, &[("go", "keep"), ("contract", "ない契約")], DRAFT).await;
    refused.refuses("f-contract-contract");
}

#[tokio::test]
async fn corrections_go_on_to_the_next_version_and_versions_are_compared() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let first = kept(&browser, &engagement, &[("name", "基本契約")], DRAFT).await;
    let shown = browser.get(&first).await;
    assert!(shown.text("h1").contains("基本契約 第1版"), "{}", shown.text("h1"));
    let again = sent(&browser, &engagement, &[("go", "keep"), ("contract", "基本契約")], DRAFT).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the same file is no new version");

    let correct = format!("{first}/correct");
    let pairs = |status, reason| [("concept", "audit_right"), ("status", status), ("reason", reason)];
    let bare = browser.post(&correct, &pairs("present", "")).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser.post(&correct, &pairs("present", "別に結ぶ覚書にある")).await;
    assert!(done.to().ends_with("#f-audit_right"));
    let shown = browser.get(&first).await;
    assert!(shown.text("#f-audit_right").contains("別に結ぶ覚書にある"));
    assert!(shown.text("#f-audit_right summary").contains("記載あり"));

    let weaker = DRAFT.replace("知った時から24時間以内に", "遅滞なく");
    let second = kept(&browser, &engagement, &[("contract", "基本契約")], &weaker).await;
    let shown = browser.get(&second).await;
    assert!(shown.text("h1").contains("第2版") && shown.text("#f-audit_right").contains("別に結ぶ覚書にある"));
    assert_eq!(browser.post(&correct, &pairs("weak", "直す")).await.status, StatusCode::CONFLICT, "an older version");
    let changes = browser.get(&format!("{second}/changes")).await;
    assert!(changes.text("h1").contains("第1版") && changes.text(".paper-changes").contains("24時間以内"));
    let back = [("concept", "audit_right"), ("status", "")];
    assert_eq!(browser.post(&format!("{second}/correct"), &back).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get(&second).await.text("#f-audit_right summary").contains("記載なし"));
    let html = browser.get(&format!("{second}/html")).await;
    assert_eq!(html.text("h1"), "契約書の点検");
    assert!(
        html.all("td.present").iter().any(|cell| cell == "記載あり") && html.text("td.missing").contains("記載なし")
    );
    assert_eq!(browser.get(&format!("{second}/docx")).await.status, StatusCode::CONFLICT, "a text takes no comments");
    assert_eq!(browser.get(&format!("{second}/exe")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_may_only_look_keeps_nothing_and_others_see_nothing() {
    let office = Office::new().await;
    let engagement = entered(&office, serde_json::json!({})).await;
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    let version = kept(&owner, &engagement, &[], DRAFT).await;
    let auditor = office.browser(Role::Auditor).await;
    let shown = auditor.get(&version).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.attr("main form", "action").is_none());
    assert_eq!(sent(&auditor, &engagement, &[("go", "check")], DRAFT).await.status, StatusCode::FORBIDDEN);
    let english = office.english(Role::ProcurementLegal).await;
    assert!(english.get(&version).await.text("#f-audit_right summary").contains("Not stated"));
    let welfare = office.unit(office.division, "福祉課", "Welfare").await;
    let other = office.person(welfare, "elsewhere.e", "余所 一").await;
    office.grant(other, Role::SectionSecurityOfficer, welfare).await;
    let elsewhere = office.sign_in("elsewhere.e", PASSWORD).await;
    for address in [version.clone(), format!("{version}/html"), format!("{version}/changes")] {
        assert_eq!(elsewhere.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(sent(&elsewhere, &engagement, &[("go", "check")], DRAFT).await.status, StatusCode::NOT_FOUND);
    // the version is found only under its own engagement
    let second = entered(&office, serde_json::json!({"title": "別の業務"})).await;
    let id = version.rsplit('/').next().unwrap();
    assert_eq!(owner.get(&format!("{second}/contract/{id}")).await.status, StatusCode::NOT_FOUND);
}
