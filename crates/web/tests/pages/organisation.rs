//! Units, people, roles and substitutes, by their pages.

use crate::office::{Office, PASSWORD};
use axum::http::StatusCode;
use domain::{permission::Permission, person::Role};

#[tokio::test]
async fn units_are_made_changed_closed_and_reopened() {
    let office = Office::new().await;
    let browser = office.browser(Role::Administrator).await;
    let form = browser.get("/organisation/units/new").await;
    assert_eq!(form.all("select[name=parent] option"), ["青嶺市", "市民局", "市民課"]);
    let division = office.division.to_string();
    let pairs = [("name", "福祉課"), ("name_en", "Welfare"), ("parent", division.as_str()), ("position", "3")];
    let list = browser.follow("/organisation/units/new", &pairs).await;
    assert!(list.all("ul.tree a").contains(&"福祉課".to_owned()));
    let document = list.body.split("/organisation/units/unt_").find(|part| part.contains(">福祉課<")).unwrap();
    let unit = format!("/organisation/units/unt_{}", document.split('"').next().unwrap());
    let form = browser.get(&unit).await;
    assert_eq!((form.value("name_en").as_str(), form.value("position").as_str()), ("Welfare", "3"));
    assert!(!form.all("select[name=parent] option").contains(&"福祉課".to_owned()), "not below itself");
    let pairs = [("name", "福祉総務課"), ("parent", &division), ("revision", "1")];
    assert!(browser.follow(&unit, &pairs).await.text("ul.tree").contains("福祉総務課"));
    assert_eq!(browser.post(&unit, &pairs).await.status, StatusCode::CONFLICT, "the form is old");
    let closed = browser.follow(&format!("{unit}/close"), &[("revision", "2")]).await;
    assert!(closed.text("ul.tree").contains("閉じた"));
    assert!(browser.get(&unit).await.attr("form[action$=reopen]", "action").is_some());
    let open = browser.follow(&format!("{unit}/reopen"), &[("revision", "3")]).await;
    assert!(!open.text("ul.tree").contains("閉じた"));
    let root = format!("/organisation/units/{}", office.root);
    let form = browser.get(&root).await;
    assert!(form.attr("select[name=parent]", "id").is_none(), "the organisation stands below nothing");
    let pairs = [("name", "青嶺市役所"), ("revision", "1")];
    assert!(browser.follow(&root, &pairs).await.text("ul.tree").contains("青嶺市役所"));
}

#[tokio::test]
async fn a_refused_unit_keeps_what_was_typed() {
    let office = Office::new().await;
    let root = office.root.to_string();
    for english in [false, true] {
        let browser =
            if english { office.english(Role::Administrator).await } else { office.browser(Role::Administrator).await };
        let typed = [("name", ""), ("name_en", "Welfare"), ("parent", "x"), ("position", "first")];
        let reply = browser.post("/organisation/units/new", &typed).await;
        for field in ["name", "parent", "position"] {
            reply.refuses(&format!("f-unit-{field}"));
        }
        assert_eq!((reply.value("name_en").as_str(), reply.value("position").as_str()), ("Welfare", "first"));
        let said = if english { "whole number" } else { "整数" };
        assert!(reply.text(".errors").contains(said), "{}", reply.text(".errors"));
        browser.post("/organisation/units/new", &[("name", "市民局"), ("parent", &root)]).await.refuses("f-unit-name");
    }
}

#[tokio::test]
async fn a_person_is_entered_given_a_role_and_a_password() {
    let office = Office::new().await;
    let browser = office.browser(Role::Administrator).await;
    let section = office.section.to_string();
    let pairs = [("login", "amano.s"), ("name", "天野 澄"), ("unit", section.as_str()), ("lang", "ja")];
    let made = browser.post("/organisation/people/new", &pairs).await;
    assert_eq!(made.status, StatusCode::OK);
    let password = made.text("code#password");
    assert!(password.len() >= 16, "{password}");
    let person = made.attr("form[action$='/edit']", "action").unwrap().replace("/edit", "");
    let newcomer = office.sign_in("amano.s", &password).await;
    assert_eq!(newcomer.get("/contractors").await.status, StatusCode::FORBIDDEN);
    assert_eq!(newcomer.get(&person).await.status, StatusCode::OK, "everyone sees themselves");

    let grants = format!("{person}/grants");
    let refused = browser.post(&grants, &[("role", "boss"), ("unit", ""), ("from", "きょう"), ("until", "")]).await;
    for field in ["role", "unit", "from"] {
        refused.refuses(&format!("f-grant-{field}"));
    }
    assert!(refused.attr("details[open]", "class").is_some(), "the refused form stands open");
    let pairs = [("role", "procurement_legal"), ("unit", &section), ("from", "令和8年6月11日"), ("until", "")];
    let granted = browser.follow(&grants, &pairs).await;
    assert!(granted.text("tbody").contains("調達・法務"));
    assert_eq!(newcomer.get("/contractors").await.status, StatusCode::OK);
    let end = granted.attr("form[action*='/grants/grt_']", "action").unwrap();
    browser.follow(&end, &[]).await;
    assert_eq!(newcomer.get("/contractors").await.status, StatusCode::FORBIDDEN, "the role ends at once");

    let again = browser.post(&format!("{person}/password"), &[]).await.text("code#password");
    assert_ne!(again, password);
    assert_eq!(newcomer.get("/account").await.status, StatusCode::SEE_OTHER, "all sessions ended");
    office.sign_in("amano.s", &again).await;
}

#[tokio::test]
async fn a_person_is_changed_disabled_and_enabled() {
    let office = Office::new().await;
    let browser = office.browser(Role::Administrator).await;
    let person = format!("/organisation/people/{}", office.people[&Role::Auditor]);
    let division = office.division.to_string();
    let pairs = [("name", "塙 香織"), ("unit", division.as_str()), ("lang", "en"), ("revision", "1")];
    let changed = browser.follow(&format!("{person}/edit"), &pairs).await;
    assert_eq!(changed.text("h1"), "塙 香織");
    assert_eq!(browser.post(&format!("{person}/edit"), &pairs).await.status, StatusCode::CONFLICT);
    let pairs = [("name", ""), ("unit", "x"), ("lang", "fr"), ("revision", "2")];
    let refused = browser.post(&format!("{person}/edit"), &pairs).await;
    for field in ["name", "unit", "lang"] {
        refused.refuses(&format!("f-person-{field}"));
    }
    let left = browser.follow(&format!("{person}/disable"), &[("revision", "2")]).await;
    assert!(left.text(".head__sub").contains("離任"));
    let reply = office.stranger().post("/sign-in", &[("login", "hanawa.k"), ("password", PASSWORD)]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.follow(&format!("{person}/enable"), &[("revision", "3")]).await;
    office.sign_in("hanawa.k", PASSWORD).await;
}

#[tokio::test]
async fn anyone_names_their_own_substitute() {
    let office = Office::new().await;
    let chief = office.browser(Role::ChiefSecurityOfficer).await;
    let myself = format!("/organisation/people/{}", office.people[&Role::ChiefSecurityOfficer]);
    let path = format!("{myself}/substitutions");
    let form = chief.get(&myself).await;
    assert!(form.all("datalist option").contains(&"桐生 諒".to_owned()));
    let refused = chief.post(&path, &[("substitute", "nobody"), ("from", "2026-06-10"), ("until", "")]).await;
    refused.refuses("f-substitution-substitute");
    refused.refuses("f-substitution-until");
    assert_eq!(refused.value("substitute"), "nobody");
    let auditor = office.browser(Role::Auditor).await;
    assert_eq!(auditor.get("/register/entries/new").await.status, StatusCode::FORBIDDEN);
    let pairs = [("substitute", "hanawa.k"), ("from", "2026-06-11"), ("until", "2026-06-20")];
    let made = chief.follow(&path, &pairs).await;
    assert_eq!(auditor.get("/register/entries/new").await.status, StatusCode::OK, "with all roles of the absent");
    let end = made.attr("form[action*='/substitutions/sub_']", "action").unwrap();
    chief.follow(&end, &[]).await;
    assert_eq!(auditor.get("/register/entries/new").await.status, StatusCode::FORBIDDEN);
    let other = format!("/organisation/people/{}/substitutions", office.people[&Role::SecurityOfficer]);
    for pairs in [&pairs[..], &[]] {
        assert_eq!(chief.post(&other, pairs).await.status, StatusCode::FORBIDDEN, "not someone else’s");
    }
}

#[tokio::test]
async fn the_page_shows_people_units_and_the_matrix() {
    let office = Office::new().await;
    let browser = office.browser(Role::SectionSecurityOfficer).await;
    let page = browser.get("/organisation").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text("#h-people").contains("2名"), "only people within reach: {}", page.text("#h-people"));
    assert!(page.attr("ul.tree a", "href").is_none(), "units are not changed by everyone");
    assert_eq!(page.all("details tbody tr").len(), Permission::ALL.len());
    let found = office.browser(Role::Auditor).await.get("/organisation?q=%E6%A1%90%E7%94%9F").await;
    assert_eq!(found.all("tbody th a"), ["桐生 諒"]);
    assert!(found.text("tbody td").contains("青嶺市"), "{}", found.text("tbody"));
}

#[tokio::test]
async fn an_administrator_of_a_division_ends_there() {
    let office = Office::new().await;
    let local = office.person(office.division, "local.a", "田口 梢").await;
    office.grant(local, Role::Administrator, office.division).await;
    let browser = office.sign_in("local.a", PASSWORD).await;
    let form = browser.get("/organisation/units/new").await;
    assert_eq!(form.all("select[name=parent] option"), ["市民局", "市民課"]);
    assert_eq!(browser.get(&format!("/organisation/units/{}", office.root)).await.status, StatusCode::NOT_FOUND);
    let chief = format!("/organisation/people/{}", office.people[&Role::ChiefSecurityOfficer]);
    assert_eq!(browser.get(&chief).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.post(&format!("{chief}/password"), &[]).await.status, StatusCode::NOT_FOUND);
    let owner = format!("/organisation/people/{}", office.people[&Role::SectionSecurityOfficer]);
    assert_eq!(browser.get(&owner).await.status, StatusCode::OK);
    assert_eq!(browser.post(&format!("{owner}/password"), &[]).await.status, StatusCode::OK);
}
