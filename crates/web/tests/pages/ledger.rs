//! The ledger, by its pages.

use crate::office::{Office, TODAY};
use axum::http::StatusCode;
use domain::{permission::Permission, person::Role};

#[tokio::test]
async fn entries_are_found_by_what_people_know() {
    let office = Office::new().await;
    let browser = office.browser(Role::Auditor).await;
    let page = browser.get("/ledger").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.all("tbody .name").contains(&"利用者を登録した".to_owned()), "{:?}", page.all("tbody .name"));
    let units = browser.get("/ledger?action=unit.").await;
    assert_eq!(units.all("tbody tr").len(), 3, "{:?}", units.all("tbody tr"));
    let of = browser.get("/ledger?subject=kiryu.r").await;
    assert!(of.all("tbody .name").contains(&"パスワードを設定した".to_owned()), "{:?}", of.all("tbody .name"));
    let by = browser.get("/ledger?person=hanawa.k").await;
    assert_eq!(by.all("tbody .name"), ["サインインした"]);
    let unknown = browser.get("/ledger?person=nobody&subject=R8-0001").await;
    unknown.refuses("f-ledger-person");
    unknown.refuses("f-ledger-subject");
    assert_eq!(unknown.value("subject"), "R8-0001");
}

#[tokio::test]
async fn a_long_ledger_is_walked_by_its_numbers() {
    let office = Office::new().await;
    let caller = office.caller(Role::Auditor).await;
    for _ in 0..60 {
        office.app.auth().preferences(&caller, "ja", "dark").await.unwrap();
    }
    let browser = office.browser(Role::Auditor).await;
    let first = browser.get("/ledger?action=person.preferences").await;
    assert_eq!(first.all("tbody tr").len(), 50);
    let older = first.attr(".pager a[rel=next]", "href").unwrap();
    let second = browser.get(&older).await;
    assert_eq!(second.all("tbody tr").len(), 10);
    let newest = second.attr(".pager a[rel=prev]", "href").unwrap();
    assert_eq!(browser.get(&newest).await.all("tbody tr"), first.all("tbody tr"));
}

#[tokio::test]
async fn verifying_says_what_it_found() {
    let office = Office::new().await;
    let browser = office.browser(Role::Auditor).await;
    assert!(browser.get("/ledger").await.text(".note").contains("まだ検証"));
    let page = browser.follow("/ledger/verify", &[]).await;
    assert!(page.all(".note").iter().any(|note| note.contains("すべてがつながっています")), "{:?}", page.all(".note"));
    let menu = page.text("nav#nav");
    assert!(!menu.is_empty());
}

#[tokio::test]
async fn export_checkpoint_and_key_are_downloads() {
    let office = Office::new().await;
    let browser = office.browser(Role::Auditor).await;
    assert!(browser.get("/ledger").await.attr("a[href='/ledger/key']", "href").is_none(), "no key before it signs");
    let page = browser.follow("/ledger/checkpoint", &[]).await;
    let link = page.attr("ul.files a", "href").unwrap();
    let point = browser.get(&link).await;
    assert!(point.body.starts_with("sekimori-checkpoint-v1\n"), "{}", point.body);
    assert!(point.header("content-disposition").starts_with("attachment; filename=\"sekimori-checkpoint-"));
    let key = browser.get("/ledger/key").await;
    assert!(key.body.starts_with("-----BEGIN PUBLIC KEY-----"));
    let export = browser.post("/ledger/export", &[]).await;
    assert_eq!(export.header("content-type"), "application/jsonl");
    assert!(export.header("content-disposition").contains(&format!("sekimori-ledger-{TODAY}.jsonl")));
    let lines: Vec<&str> = export.body.lines().collect();
    let entries = browser.get("/ledger").await.text("tbody td").parse::<usize>().unwrap();
    assert_eq!(lines.len(), entries + 1, "every entry and the head");
    assert_eq!(browser.get("/ledger/checkpoints/999999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_role_sees_what_it_may() {
    let office = Office::new().await;
    for role in Role::ALL.iter().copied() {
        let browser = office.browser(role).await;
        let status = |p: Permission| if role.permits(p) { StatusCode::OK } else { StatusCode::FORBIDDEN };
        let page = browser.get("/ledger").await;
        assert_eq!(page.status, status(Permission::ViewLedger), "{role}");
        assert_eq!(browser.get("/ledger/key").await.status, status(Permission::ExportLedger), "{role}");
        assert_eq!(browser.post("/ledger/export", &[]).await.status, status(Permission::ExportLedger), "{role}");
        let shown = page.attr("form[action='/ledger/export']", "action").is_some();
        assert_eq!(shown, role.permits(Permission::ExportLedger), "{role}");
    }
    assert_eq!(office.stranger().get("/ledger").await.to(), "/sign-in?next=/ledger");
}

#[tokio::test]
async fn an_officer_of_a_part_does_not_take_the_whole_out() {
    let office = Office::new().await;
    let local = office.person(office.section, "local.x", "田口 梢").await;
    office.grant(local, Role::Auditor, office.section).await;
    let browser = office.sign_in("local.x", crate::office::PASSWORD).await;
    let page = browser.get("/ledger").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.attr("form[action='/ledger/export']", "action").is_none());
    assert_eq!(browser.post("/ledger/export", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.post("/ledger/checkpoint", &[]).await.status, StatusCode::FORBIDDEN);
}
