//! The chain of an engagement by its pages, with and without a script alike.

use axum::http::StatusCode;
use domain::person::Role;

use crate::scene::Scene;

const REQUEST: [(&str, &str); 13] = [
    ("to", "霧沢設計㈱"),
    ("part", "夜間の監視"),
    ("extent", "part"),
    ("country", "JP"),
    ("ground", "expertise"),
    ("reason", "監視を専門とする"),
    ("in_our_contract", "yes"),
    ("between_them", "yes"),
    ("measures_reported", "yes"),
    ("measures_sufficient", "yes"),
    ("verification", "毎月の報告を見る"),
    ("asked_on", "令和8年6月1日"),
    ("sites", "仙台市\n\n盛岡市"),
];

#[tokio::test]
async fn a_request_is_entered_decided_in_two_offices_and_shown() {
    let scene = Scene::new().await;
    let base = scene.address("/engagements/{chained}/chain");
    let owner = &scene.owner;
    let form = owner.get(&format!("{base}/new")).await;
    let applicant = form.attr("select[name=applicant] option", "value").unwrap().to_owned();
    let mut typed = REQUEST.to_vec();
    typed.push(("applicant", &applicant));

    // one name for many firms, and a form with a gap: said at the field, and what was typed stays
    let mut vague = typed.clone();
    vague[0].1 = "霧沢";
    vague[1].1 = "";
    let refused = owner.post(&format!("{base}/new"), &vague).await;
    refused.refuses("f-chain-to");
    assert!(refused.text(".errors").contains("2社"), "{}", refused.text(".errors"));
    assert_eq!(refused.value("country"), "JP");

    let path = owner.post(&format!("{base}/new"), &typed).await.to().to_owned();
    let path = path.split('?').next().unwrap().to_owned();
    let shown = owner.get(&path).await;
    assert_eq!(shown.text("h1"), "夜間の監視");
    assert_eq!(shown.all("tbody .id").iter().filter(|id| id.starts_with("RS-")).count(), 9);
    let say = |voice: &'static str, revision: &'static str| {
        [
            ("voice", voice),
            ("say", "approve"),
            ("reason", "実績がある"),
            ("conditions", "名簿を出す"),
            ("until", "2027-03-31"),
            ("revision", revision),
        ]
    };
    let mut wordless = say("owner", "1");
    wordless[2].1 = "";
    owner.post(&format!("{path}/say"), &wordless).await.refuses("f-say-reason");
    let officer = scene.office.browser(Role::SecurityOfficer).await;
    let early = officer.post(&format!("{path}/say"), &say("officer", "1")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    // why it does not go, and where to go on
    assert!(early.text("main").contains("先に担当の責任者の判断が要ります"), "{}", early.text("main"));
    assert_eq!(early.attr("main .btn--next", "href").as_deref(), Some(path.as_str()));
    let stale = owner.post(&format!("{path}/say"), &say("owner", "7")).await;
    assert!(stale.text("main").contains("別の人が先に直した"), "{}", stale.text("main"));
    owner.follow(&format!("{path}/say"), &say("owner", "1")).await;
    let done = officer.follow(&format!("{path}/say"), &say("officer", "2")).await;
    assert!(done.text(".head").contains("承認済み"), "{}", done.text(".head"));

    let chain = owner.get(&base).await;
    assert!(chain.text("tbody").contains("霧沢設計㈱"), "{}", chain.text("tbody"));
    let contractor = scene.address("/contractors/{twin}/touched");
    assert_eq!(owner.get(&contractor).await.all("tbody .id").len(), 1);
}

#[tokio::test]
async fn a_firm_nobody_asked_for_stands_out_until_it_leaves() {
    let scene = Scene::new().await;
    let base = scene.address("/engagements/{chained}/chain");
    let owner = &scene.owner;
    let page = owner.get(&base).await;
    let giver = page.attr("select[name=giver] option", "value").unwrap().to_owned();
    let seen = [("giver", giver.as_str()), ("firm", "霧沢設計㈱"), ("on", "2026-06-01"), ("note", "名札")];
    let unknown = [("giver", giver.as_str()), ("firm", "どこにもない会社"), ("on", ""), ("note", "")];
    owner.post(&format!("{base}/see"), &unknown).await.refuses("f-seen-firm");
    let shown = owner.follow(&format!("{base}/see"), &seen).await;
    assert!(shown.text("main").contains("承認のないまま働いている会社が1社あります"), "{}", shown.text("main"));
    let firm = scene.address("{twin}");
    let gone = [("giver", giver.as_str()), ("firm", firm.as_str())];
    let left = owner.follow(&format!("{base}/leave"), &gone).await;
    assert!(!left.text("main").contains("承認のないまま"), "{}", left.text("main"));
}
