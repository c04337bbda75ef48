//! Contractors, by their pages.

use crate::office::Office;
use axum::http::StatusCode;
use domain::person::Role;

#[tokio::test]
async fn a_contractor_is_entered_found_and_changed() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let empty = browser.get("/contractors").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text(".empty h2").contains("委託先"));
    let name = "株式会社霧沢システム設計";
    let shown = browser
        .follow(
            "/contractors/new",
            &[("name", name), ("corporate_number", "８０００００００００００１"), ("revision", "0")],
        )
        .await;
    assert_eq!(shown.text("h1"), name);
    assert!(shown.text("dl.facts").contains("8000000000001"));
    assert!(shown.attr("[role=status] .note, .note[role=status]", "class").is_some(), "says what was done");
    let found = browser.get("/contractors?q=%E3%88%B1%E9%9C%A7%E6%B2%A2").await;
    assert_eq!(found.all("tbody th a"), [name]);
    let edit = found.attr("tbody th a", "href").unwrap() + "/edit";
    let form = browser.get(&edit).await;
    assert_eq!(form.value("name"), name);
    assert_eq!(form.value("revision"), "1");
    let pairs = [("name", "合同会社霧沢"), ("corporate_number", ""), ("revision", "1")];
    assert_eq!(browser.follow(&edit, &pairs).await.text("h1"), "合同会社霧沢");
    let stale = browser.post(&edit, &pairs).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_and_names_the_fields() {
    let office = Office::new().await;
    let typed = [("name", "  "), ("corporate_number", "7000000000001"), ("revision", "0")];
    for (browser, said) in [
        (office.browser(Role::SectionSecurityOfficer).await, "検査数字"),
        (office.english(Role::ProcurementLegal).await, "check digit"),
    ] {
        let reply = browser.post("/contractors/new", &typed).await;
        reply.refuses("f-contractor-name");
        reply.refuses("f-contractor-corporate_number".replace('_', "-").as_str());
        assert_eq!(reply.value("corporate_number"), "7000000000001");
        assert!(reply.text(".errors").contains(said), "{}", reply.text(".errors"));
    }
}

#[tokio::test]
async fn names_are_taken_and_a_refused_change_still_knows_its_revision() {
    let office = Office::new().await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    for (name, number) in [("霧沢設計", "8000000000001"), ("月岡工業", "")] {
        browser.post("/contractors/new", &[("name", name), ("corporate_number", number)]).await.to();
    }
    let list = browser.get("/contractors?q=%E6%9C%88%E5%B2%A1").await;
    let edit = list.attr("tbody th a", "href").unwrap() + "/edit";
    let pairs = [("name", "月岡工業"), ("corporate_number", "8000000000001"), ("revision", "1")];
    let reply = browser.post(&edit, &pairs).await;
    reply.refuses("f-contractor-corporate-number");
    assert_eq!(reply.value("revision"), "1");
    assert_eq!(reply.value("corporate_number"), "8000000000001");
}

#[tokio::test]
async fn long_lists_are_walked_onward_and_back() {
    let office = Office::new().await;
    let caller = office.caller(Role::ProcurementLegal).await;
    for n in 0..120 {
        let fields = app::contractors::ContractorFields { name: format!("受託者{n:03}"), ..Default::default() };
        office.app.contractors().create(&caller, &fields).await.unwrap();
    }
    let browser = office.browser(Role::Auditor).await;
    let mut seen = Vec::new();
    let mut pages = vec![browser.get("/contractors").await];
    while let Some(next) = pages.last().unwrap().attr(".pager a[rel=next]", "href") {
        pages.push(browser.get(&next).await);
    }
    for page in &pages {
        seen.extend(page.all("tbody th a"));
    }
    assert_eq!((pages.len(), seen.len()), (3, 120));
    assert_eq!(pages[0].text(".count"), "120社");
    let back = pages[2].attr(".pager a[rel=prev]", "href").unwrap();
    assert_eq!(browser.get(&back).await.all("tbody th a"), pages[1].all("tbody th a"));
    let first = pages[1].attr(".pager a[rel=prev]", "href").unwrap();
    assert_eq!(browser.get(&first).await.all("tbody th a"), pages[0].all("tbody th a"));
}

#[tokio::test]
async fn each_role_sees_what_it_may() {
    let office = Office::new().await;
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    let page = owner.post("/contractors/new", &[("name", "霧沢設計")]).await.to().to_owned();
    for role in Role::ALL.iter().copied() {
        let browser = office.browser(role).await;
        let sees = role.permits(domain::permission::Permission::ViewContractor);
        let edits = role.permits(domain::permission::Permission::EditContractor);
        let status = |yes| if yes { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(browser.get("/contractors").await.status, status(sees), "{role}");
        assert_eq!(browser.get(&page).await.status, status(sees), "{role}");
        assert_eq!(browser.get("/contractors/new").await.status, status(edits), "{role}");
        assert_eq!(browser.get(&format!("{page}/edit")).await.status, status(edits), "{role}");
    }
    let browser = office.browser(Role::Auditor).await;
    for nowhere in ["/contractors/con_00000000000000000000000000000000", "/contractors/x"] {
        assert_eq!(browser.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    let asked = office.stranger().get("/contractors?q=a").await;
    assert_eq!(asked.to(), "/sign-in?next=/contractors%3Fq%3Da");
}
