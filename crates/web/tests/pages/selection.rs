//! A selection by its pages: from the first draft of the formula to the contractor of the engagement.

use crate::office::{Browser, Office, Reply};
use app::contractors::ContractorFields;
use axum::http::StatusCode;
use domain::{calendar::EngagementNumber, id::ContractorId, person::Role};

/// Walks an engagement to Select, declaring what the program cannot see.
async fn at_select(office: &Office) -> String {
    let more = serde_json::json!({"information": ["technical"]});
    let address = crate::requirements::entered(office, more).await;
    let number: EngagementNumber = address.trim_start_matches("/engagements/").parse().unwrap();
    let owner = office.caller(Role::SectionSecurityOfficer).await;
    let officer = office.caller(Role::SecurityOfficer).await;
    let app = &office.app;
    let request =
        domain::approval::Request::Criticality { explanation: "設計書に触れるため".parse().unwrap() };
    let asked = app.approvals().request(&owner, number, request).await.unwrap();
    let decision = (1, app::approvals::Decision::NotCritical, "確認した".parse().unwrap());
    app.approvals().decide(&officer, asked, decision).await.unwrap();
    for _ in 0..2 {
        let view = app.engagements().show(&owner, number).await.unwrap();
        for condition in view.report.unmet() {
            let Some(id) = condition.fix.as_ref().and_then(|f| f.declarable()) else { continue };
            let said = (id.clone(), "記録のとおり".parse().unwrap(), None);
            app.engagements().declare(&owner, number, said).await.unwrap();
        }
        let revision = app.engagements().show(&owner, number).await.unwrap().case.engagement.revision;
        app.engagements().pass_gate(&owner, number, revision).await.unwrap();
    }
    format!("{address}/selection")
}

async fn firm(office: &Office, name: &str) -> ContractorId {
    let caller = office.caller(Role::SectionSecurityOfficer).await;
    let fields = ContractorFields { name: name.into(), ..ContractorFields::default() };
    office.app.contractors().create(&caller, &fields).await.unwrap().id
}

const FORMULA: &[(&str, &str)] = &[
    ("weight_price", "60"),
    ("weight_stability", "40"),
    ("minimum_stability", "50"),
    ("scheme", "none"),
    ("benchmark_set", "items25"),
    ("benchmark_mean", "3.0"),
    ("confidential", "yes"),
    ("stoppage", "no"),
    ("access", "no"),
    ("scs", "none"),
    ("measures", "CM-GV-01"),
    ("go", "save"),
];

fn with<'a>(pairs: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().filter(|(n, _)| more.iter().all(|(m, _)| m != n)).chain(more).copied().collect()
}

async fn revision(browser: &Browser, page: &str) -> String {
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{page}: {}", shown.text("main"));
    shown.value("revision")
}

fn ok(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{:?} {}", reply.all(".errors li"), reply.text("main"));
}

#[tokio::test]
async fn a_contractor_is_chosen_page_by_page() {
    let office = Office::new().await;
    let base = at_select(&office).await;
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    let legal = office.browser(Role::ProcurementLegal).await;
    let auditor = office.browser(Role::Auditor).await;

    let empty = owner.get(&base).await;
    assert!(empty.text("main .btn--next").contains("選定をはじめる"));
    assert!(empty.attr("a[href$='/declare/G3-6']", "href").is_some(), "whoever selected elsewhere declares so");
    assert!(auditor.get(&base).await.attr("main form", "action").is_none(), "an auditor begins nothing");
    ok(&owner.post(&base, &[]).await);

    // a draft that is typed wrong comes back as it was typed; one that does not add up is kept and not announced
    let formula = format!("{base}/formula");
    let seen = revision(&owner, &formula).await;
    let wrong = owner.post(&formula, &with(FORMULA, &[("weight_price", "多め"), ("revision", &seen)])).await;
    wrong.refuses("f-formula-weight-price");
    assert_eq!(wrong.value("weight_price"), "多め");
    ok(&owner.post(&formula, &with(FORMULA, &[("weight_price", "50"), ("revision", &seen)])).await);
    let publish = format!("{base}/publish");
    let seen = revision(&owner, &publish).await;
    assert!(owner.get(&publish).await.text(".note--yama").contains("いま90"));
    assert_eq!(owner.post(&publish, &[("revision", &seen)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let all = owner.post(&formula, &with(FORMULA, &[("go", "all"), ("revision", &seen)])).await;
    assert_eq!(all.status, StatusCode::OK);
    assert!(all.all("input[name=measures][checked]").len() > 3, "all that the work requires are chosen at once");
    ok(&owner.post(&formula, &with(FORMULA, &[("scs", "triage"), ("revision", &seen)])).await);
    assert!(owner.get(&base).await.text("main").contains("★4"), "one yes asks for the higher level");
    let seen = revision(&owner, &formula).await;
    ok(&owner.post(&formula, &with(FORMULA, &[("revision", &seen)])).await);
    let seen = revision(&owner, &publish).await;
    ok(&owner.post(&publish, &[("revision", &seen)]).await);

    let shown = auditor.get(&base).await;
    let digest = shown.text("#digest");
    let file = auditor.get(&format!("{base}/formula.json")).await;
    assert_eq!(digest, sha256(&file.body), "anyone can compute the digest");
    assert_eq!(owner.get(&formula).await.to(), base, "and its form is closed");
    let late = owner.post(&formula, &with(FORMULA, &[("revision", "5")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "an announced formula is not changed");

    // candidates from the register
    let (first, second) = (firm(&office, "霧沢設計").await, firm(&office, "月岡工業").await);
    let search = format!("{base}/candidates");
    let found = legal.get(&format!("{search}?q={}", web::link::escape("月岡"))).await;
    assert_eq!(found.all("table tbody th .name"), ["月岡工業"]);
    for id in [first, second] {
        ok(&legal.post(&search, &[("contractor", &id.to_string())]).await);
    }
    let again = legal.post(&search, &[("contractor", &first.to_string())]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (id, price) in [(first, "1,000,000"), (second, "９００，０００円")] {
        let page = format!("{search}/{id}");
        let seen = revision(&legal, &page).await;
        let sent = [("price", price), ("scores.stability", "70"), ("revision", &seen), ("go", "save")];
        legal.post(&page, &sent).await.refuses("f-candidate-grounds-stability");
        ok(&legal.post(&page, &with(&sent, &[("grounds.stability", "決算3期とも黒字")])).await);
        let lines = format!("{page}/lines");
        let seen = revision(&legal, &lines).await;
        let sent = [("lines[0].measure", "CM-GV-01"), ("lines[0].talks", "6月8日に協議した"), ("revision", &seen)];
        legal.post(&lines, &sent).await.refuses("f-lines-lines-0--offer");
        let more = [("lines[0].offer", "extra"), ("lines[0].amount", "50,000"), ("lines[0].bearer", "shared")];
        ok(&legal.post(&lines, &[&sent[..], &more[..]].concat()).await);
    }
    let compared = auditor.get(&base).await;
    let heads = compared.all("table.weigh thead th .name");
    assert_eq!(heads, ["霧沢設計", "月岡工業"]);
    let row = compared.all("table.weigh tbody tr").into_iter().find(|r| r.starts_with("総合点")).unwrap();
    assert!(row.contains("82.00") && row.contains("88.00"), "{row}");
    let body = compared.text("table.weigh");
    assert!(body.contains("決算3期とも黒字") && body.contains("費用の負担 双方") && body.contains("6月8日に協議した"));

    // proposed by procurement, decided by the section's officer
    let decision = format!("{base}/decision");
    let seen = revision(&legal, &decision).await;
    legal.post(&decision, &[("go", "propose"), ("revision", &seen)]).await.refuses("f-decision-contractor");
    let id = second.to_string();
    let proposed = [("go", "propose"), ("contractor", id.as_str()), ("reason", "総合点が高い"), ("revision", &seen)];
    ok(&legal.post(&decision, &proposed).await);
    assert_eq!(legal.get(&decision).await.all("button[value=choose]").len(), 0, "who proposes does not decide");
    let seen = revision(&owner, &decision).await;
    let chosen = [("go", "choose"), ("reason", "提案のとおりとする"), ("revision", seen.as_str())];
    assert_eq!(legal.post(&decision, &chosen).await.status, StatusCode::FORBIDDEN);
    ok(&owner.post(&decision, &chosen).await);
    let after = owner.get(&base).await;
    assert!(after.text("#h-decided").contains("月岡工業"));
    assert!(after.text("dl.facts").contains("月岡工業"), "and the engagement goes to it");
    let excel = auditor.get(&format!("{base}/comparison.xlsx")).await;
    assert!(excel.header("content-disposition").contains("xlsx"));
    assert!(owner.get(base.trim_end_matches("/selection")).await.text("main").contains("「月岡工業」に決めました"));
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// Whoever answers a questionnaire by link holds a cookie of their own; it opens nothing of a selection.
#[tokio::test]
async fn a_contractors_link_opens_nothing_of_a_selection() {
    let office = Office::new().await;
    let base = at_select(&office).await;
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    ok(&owner.post(&base, &[]).await);
    let id = firm(&office, "霧沢設計").await;
    ok(&owner.post(&format!("{base}/candidates"), &[("contractor", &id.to_string())]).await);
    let caller = office.caller(Role::SectionSecurityOfficer).await;
    let new = app::questionnaires::NewQuestionnaire {
        contractors: vec![id],
        engagement: None,
        depth: catalogue::question::Depth::Basic,
        due_on: office.app.clock().today(),
        title: String::new(),
    };
    let sent = office.app.questionnaires().send(&caller, &new).await.unwrap().remove(0);
    let opened = office.stranger().post(&format!("/reply/{}", sent.token), &[]).await;
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let contractor = office.stranger().with_cookie(&cookie);
    assert_eq!(contractor.get("/answer").await.status, StatusCode::OK, "the link holds");
    for path in ["", "/formula", "/formula.json", "/candidates", "/decision", "/comparison.xlsx"] {
        let reply = contractor.get(&format!("{base}{path}")).await;
        assert!(reply.to().starts_with("/sign-in"), "{path}");
    }
    let page = contractor.get("/answer").await;
    for word in ["候補の比較", "選定の", &base, "提案"] {
        assert!(!page.body.contains(word), "and the page says nothing of it: {word}");
    }
}

/// However many take part, a page runs the same statements.
#[tokio::test]
async fn the_comparison_takes_the_same_statements_however_many_take_part() {
    let office = Office::new().await;
    let base = at_select(&office).await;
    let owner = office.browser(Role::SectionSecurityOfficer).await;
    ok(&owner.post(&base, &[]).await);
    let mut counts = Vec::new();
    for n in 0..12 {
        let id = firm(&office, &format!("候補{n}")).await;
        ok(&owner.post(&format!("{base}/candidates"), &[("contractor", &id.to_string())]).await);
        owner.get(&base).await;
        let before = office.app.queries();
        assert_eq!(owner.get(&base).await.status, StatusCode::OK);
        counts.push(office.app.queries() - before);
    }
    assert_eq!(counts.first(), counts.last(), "{counts:?}");
}
