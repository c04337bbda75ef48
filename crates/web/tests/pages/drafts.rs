//! The questionnaire: interrupted and resumed, wrong values kept, entered at the end.

use crate::house::{House, Reply};
use axum::http::StatusCode;
use domain::{engagement::Category, person::Role};

const FIRST: &[(&str, &str)] = &[
    ("title", "窓口システムの運用"),
    ("category", "remote_operation"),
    ("category_fit", "direct"),
    ("system", "窓口システム"),
    ("activities", "operation"),
    ("activities", "maintenance"),
];
const FIFTH: &[(&str, &str)] = &[
    ("places", "contractor_premises"),
    ("connection", "remote"),
    ("rights_reach_all", "no"),
    ("subcontracting", "no"),
    ("accounts", "no"),
];
const ITEM: &[(&str, &str)] = &[
    ("items[0].name", "住民記録"),
    ("items[0].access", "accessible"),
    ("items[0].criticality", "not_critical"),
    ("items[0].needed_for", ""),
    ("items[1].name", ""),
];

fn go<'a>(pairs: &[(&'a str, &'a str)], go: &'a str) -> Vec<(&'a str, &'a str)> {
    pairs.iter().copied().chain([("go", go)]).collect()
}

/// `/drafts/dft_…` of an address in it.
fn draft(to: &str) -> String {
    to.rsplit_once('/').unwrap().0.to_owned()
}

async fn section_officer(house: &House) -> String {
    house.person("takato", &[(Role::SectionSecurityOfficer, house.section)]).await;
    house.sign_in("takato").await
}

async fn send(house: &House, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Reply {
    house.post(cookie, path, pairs).await
}

#[tokio::test]
async fn interrupted_and_resumed() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let page = house.get(&cookie, "/engagements/new").await.ok();
    assert_eq!(page.attributes("form.form", "action"), ["/drafts/new/1"]);
    assert_eq!(page.ticked("category_fit"), ["direct"]);
    assert!(house.get(&cookie, "/drafts").await.ok().attributes("th a", "href").is_empty(), "a GET made a draft");

    let to = send(&house, &cookie, "/drafts/new/1", &go(FIRST, "next")).await.sent("");
    assert!(to.ends_with("/2"), "{to}");
    let at = draft(&to);
    let later = [("term.from", "令和8年7月1日"), ("amount", "たくさん")];
    assert_eq!(send(&house, &cookie, &to, &go(&later, "later")).await.sent("draft-saved"), "/drafts");

    let elsewhere = house.sign_in("takato").await;
    let list = house.get(&elsewhere, "/drafts").await.ok();
    assert_eq!(list.texts("th a"), ["窓口システムの運用"]);
    assert_eq!(list.attributes("th a", "href"), [format!("{at}/2")]);
    let second = house.get(&elsewhere, &format!("{at}/2")).await.ok();
    assert_eq!((second.value("term.from"), second.value("amount")), ("令和8年7月1日".into(), "たくさん".into()));
    assert!(second.texts(".answers dd").iter().any(|answer| answer == "運用、保守・点検"));
    let back = house.get(&elsewhere, &format!("{at}/1")).await.ok();
    assert_eq!(back.ticked("activities"), ["operation", "maintenance"]);
    assert_eq!(back.value("title"), "窓口システムの運用");

    let removed = send(&house, &cookie, &format!("{at}/remove"), &[]).await.sent("draft-removed");
    assert_eq!(removed, "/drafts");
    assert_eq!(house.get(&cookie, &format!("{at}/1")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn wrong_values_are_refused_and_kept() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let first = send(&house, &cookie, "/drafts/new/1", &[("title", ""), ("system", "窓口"), ("go", "next")]).await;
    let first = first.refused();
    assert_eq!(first.value("system"), "窓口");
    assert_eq!(first.errors(), ["#f-facts-title", "#f-facts-category", "#f-facts-activities"]);
    let at = draft(&first.attributes("form.form", "action")[0]);
    assert_eq!(house.get(&cookie, &format!("{at}/1")).await.ok().value("system"), "窓口", "kept all the same");

    let wrong = [("term.from", "2026-07-01"), ("amount", "-5"), ("go", "next")];
    let second = send(&house, &cookie, &format!("{at}/2"), &wrong).await.refused();
    assert_eq!(second.errors(), ["#f-facts-term-to", "#f-facts-amount"]);
    assert_eq!(second.value("amount"), "-5");
    let both = [("information", "personal"), ("information", "public_only"), ("people_count", "<b>"), ("go", "next")];
    let third = send(&house, &cookie, &format!("{at}/3"), &both).await.refused();
    assert_eq!(third.errors(), ["#f-facts-information", "#f-facts-people-count"]);
    assert_eq!(third.ticked("information"), ["personal", "public_only"]);
    assert!(!third.body.contains("<b>\""), "escaped");
    let third = house.get(&cookie, &format!("{at}/3")).await.ok();
    assert_eq!(third.value("people_count"), "<b>");
    let twice = [("items[0].name", "台帳"), ("items[2].name", "台帳"), ("go", "next")];
    let fourth = send(&house, &cookie, &format!("{at}/4"), &twice).await.refused();
    assert_eq!(fourth.errors(), ["#f-items-items-2--name"]);
    assert_eq!(fourth.value("items[2].name"), "台帳");

    // going back asks nothing, and loses nothing
    let back = send(&house, &cookie, &format!("{at}/5"), &[("places", "abroad"), ("go", "back")]).await;
    assert_eq!(back.sent(""), format!("{at}/4"));
    assert_eq!(house.get(&cookie, &format!("{at}/5")).await.ok().ticked("places"), ["abroad"]);

    let long = "長".repeat(30_000);
    let refused =
        send(&house, &cookie, &format!("{at}/1"), &[("title", "a"), ("summary", &long), ("go", "later")]).await;
    let refused = refused.refused();
    assert_eq!(refused.value("summary").chars().count(), 30_000, "too long to keep, not too long to show");
}

#[tokio::test]
async fn the_last_step_names_what_is_missing_and_enters_what_is_whole() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let at = draft(&send(&house, &cookie, "/drafts/new/1", &go(FIRST, "next")).await.sent(""));
    let sixth = format!("{at}/6");
    let page = house.get(&cookie, &sixth).await.ok();
    let links = page.attributes(".plain-list a", "href");
    assert_eq!(links, [format!("{at}/3"), format!("{at}/5"), format!("{at}/5")]);
    assert_eq!(page.texts(".verdict").len(), 1, "enough is known to be weighed");
    assert!(page.attributes("button[value=submit]", "value").is_empty());
    let early =
        send(&house, &cookie, &sixth, &[("unit", &house.section.to_string()), ("go", "submit")]).await.refused();
    assert_eq!(early.attributes(".plain-list a", "href"), links);

    let third =
        send(&house, &cookie, &format!("{at}/3"), &[("information", "personal"), ("go", "next")]).await.sent("");
    assert_eq!(third, format!("{at}/4"));
    let add = send(&house, &cookie, &third, &go(ITEM, "add")).await.sent("");
    assert_eq!(add, format!("{at}/4?rows=4"));
    let rows = house.get(&cookie, &add).await.ok();
    assert_eq!((rows.attributes(".rowset", "role").len(), rows.value("items[0].name")), (4, "住民記録".into()));
    send(&house, &cookie, &third, &go(ITEM, "next")).await.sent("");
    send(&house, &cookie, &format!("{at}/5"), &go(FIFTH, "next")).await.sent("");

    let whole = house.get(&cookie, &sixth).await.ok();
    assert!(whole.attributes(".plain-list a", "href").is_empty());
    assert_eq!(whole.value("unit"), house.section.to_string(), "one's own unit is proposed");
    assert_eq!(whole.texts(".verdict b"), ["責任者の判断が要ります"]);
    let nowhere = send(&house, &cookie, &sixth, &[("unit", "unt_x"), ("go", "submit")]).await.refused();
    assert_eq!(nowhere.errors(), ["#f-facts-unit"]);
    let elsewhere = send(&house, &cookie, &sixth, &[("unit", &house.begun.root.to_string()), ("go", "submit")]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);

    let unit = house.section.to_string();
    let to = send(&house, &cookie, &sixth, &[("unit", &unit), ("go", "submit")]).await.sent("created");
    assert_eq!(to, "/engagements/R8-0001");
    let again = send(&house, &cookie, &sixth, &[("unit", &unit), ("go", "submit")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "sent twice, entered once");
    house.get(&cookie, &to).await.ok();
    let person = house.person("kansa", &[(Role::Auditor, house.begun.root)]).await;
    let view = house.app.engagements().show(&house.caller(person).await, "R8-0001".parse().unwrap()).await.unwrap();
    let facts = &view.case.engagement.facts;
    assert_eq!((facts.category, facts.items.len(), facts.activities.len()), (Category::RemoteOperation, 1, 2));
    assert!(house.get(&cookie, "/drafts").await.ok().attributes("th a", "href").is_empty());
}

#[tokio::test]
async fn a_contractor_that_is_gone_is_named_at_its_step() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let at = draft(&send(&house, &cookie, "/drafts/new/1", &go(FIRST, "next")).await.sent(""));
    let stranger = [("contractor", "con_01920000000070008000000000000001"), ("go", "next")];
    send(&house, &cookie, &format!("{at}/2"), &stranger).await.sent("");
    send(&house, &cookie, &format!("{at}/3"), &[("information", "personal"), ("go", "next")]).await.sent("");
    send(&house, &cookie, &format!("{at}/5"), &go(FIFTH, "next")).await.sent("");
    let sixth = [("unit", house.section.to_string())];
    let submit = [("unit", sixth[0].1.as_str()), ("go", "submit")];
    let page = send(&house, &cookie, &format!("{at}/6"), &submit).await.refused();
    assert_eq!(page.attributes(".plain-list a", "href"), [format!("{at}/2")]);
    house.get(&cookie, &format!("{at}/1")).await.ok();
}

#[tokio::test]
async fn questions_depend_on_the_category() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let at = draft(&send(&house, &cookie, "/drafts/new/1", &go(FIRST, "next")).await.sent(""));
    let fifth = house.get(&cookie, &format!("{at}/5")).await.ok();
    let asked = |page: &Reply, field: &str| !page.attributes(&format!("[name={field}]"), "type").is_empty();
    assert!(asked(&fifth, "rights_reach_all") && !asked(&fifth, "installation_opens_critical"));
    let mut build: Vec<_> = FIRST.iter().copied().filter(|(name, _)| *name != "category").collect();
    build.push(("category", "build"));
    send(&house, &cookie, &format!("{at}/1"), &go(&build, "next")).await.sent("");
    let fifth = house.get(&cookie, &format!("{at}/5")).await.ok();
    assert!(!asked(&fifth, "rights_reach_all") && asked(&fifth, "installation_opens_critical"));
}

#[tokio::test]
async fn drafts_are_private_and_addresses_are_checked() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let begun = send(&house, &cookie, "/drafts", &[]).await.sent("");
    assert_eq!(send(&house, &cookie, "/drafts", &[]).await.sent(""), begun, "an empty draft is used before another");
    let at = draft(&begun);
    house.person("sato", &[(Role::SectionSecurityOfficer, house.section)]).await;
    let other = house.sign_in("sato").await;
    for path in [format!("{at}/1"), format!("{at}/6")] {
        assert_eq!(house.get(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        let posted = send(&house, &other, &path, &go(FIRST, "next")).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(send(&house, &other, &format!("{at}/remove"), &[]).await.status, StatusCode::NOT_FOUND);
    for bad in [format!("{at}/0"), format!("{at}/7"), format!("{at}/x"), "/drafts/new/1".into(), "/drafts/x/1".into()] {
        assert_eq!(house.get(&cookie, &bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    let hostile = house.get(&cookie, &format!("{at}/4?rows=999999999999")).await.ok();
    assert_eq!(hostile.attributes(".rowset", "role").len(), 200);

    house.person("kansa", &[(Role::Auditor, house.begun.root)]).await;
    let auditor = house.sign_in("kansa").await;
    for path in ["/drafts", "/engagements/new"] {
        assert_eq!(house.get(&auditor, path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(send(&house, &auditor, "/drafts", &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(send(&house, &auditor, "/drafts/new/1", &go(FIRST, "next")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get("", &format!("{at}/1")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn drafts_are_gone_after_ninety_days() {
    let house = House::new().await;
    let cookie = section_officer(&house).await;
    let at = draft(&send(&house, &cookie, "/drafts/new/1", &go(FIRST, "next")).await.sent(""));
    house.minutes(90 * 24 * 60);
    let cookie = house.sign_in("takato").await;
    let page = house.get(&cookie, &format!("{at}/1")).await.ok();
    assert!(page.body.contains("令和8年9月9日"), "the last day is said");
    house.minutes(24 * 60);
    let cookie = house.sign_in("takato").await;
    assert_eq!(house.get(&cookie, &format!("{at}/1")).await.status, StatusCode::NOT_FOUND);
    assert!(house.get(&cookie, "/drafts").await.ok().attributes("th a", "href").is_empty());
}
