//! Questionnaires, by their pages: sent by one side, answered by the other, who sees nothing but its own sheet.

use axum::http::StatusCode;
use domain::person::Role;

use crate::office::{Browser, Office};

async fn firm(browser: &Browser, name: &str) -> String {
    let shown = browser.post("/contractors/new", &[("name", name), ("corporate_number", "")]).await;
    shown.to().rsplit('/').next().unwrap().to_owned()
}

/// Sends to contractors and gives the paths of the links.
async fn send(browser: &Browser, contractors: &[&str]) -> Vec<String> {
    let mut pairs = vec![("depth", "basic"), ("due_on", "2026-06-30"), ("title", "")];
    pairs.extend(contractors.iter().map(|id| ("contractors", *id)));
    let reply = browser.post("/questionnaires/new", &pairs).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text(".errors"));
    reply.all("code").iter().map(|link| link[link.find("/reply/").unwrap()..].to_owned()).collect()
}

/// Opens a link; gives a browser that holds nothing but its session.
async fn open(office: &Office, link: &str) -> Browser {
    let stranger = office.stranger();
    assert_eq!(stranger.get(link).await.status, StatusCode::OK);
    let opened = stranger.post(link, &[]).await;
    assert_eq!(opened.to(), "/answer");
    let cookie = opened.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/answer"), "{cookie}");
    let seconds: i64 = cookie.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    // wanted on the 30th, two weeks more, from the morning of the 11th
    assert!((33 * 86_400..35 * 86_400).contains(&seconds), "it ends with the link: {cookie}");
    stranger.with_cookie(cookie.split(';').next().unwrap())
}

#[tokio::test]
async fn sending_takes_three_decisions_and_shows_the_link_once() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let form = browser.get("/questionnaires/new").await;
    assert_eq!(form.status, StatusCode::OK);
    let refused = browser.post("/questionnaires/new", &[("depth", "basic"), ("due_on", "2026-06-01")]).await;
    refused.refuses("f-send-contractors");
    refused.refuses("f-send-due-on");
    let links = send(&browser, &[&one]).await;
    assert_eq!(links.len(), 1);
    let list = browser.get("/questionnaires").await;
    assert_eq!(list.all("tbody th a"), ["霧沢設計"]);
    assert!(!list.body.contains(links[0].as_str()));
    let page = list.attr("tbody th a", "href").unwrap();
    assert!(!browser.get(&page).await.body.contains(&links[0]), "a link is shown once");
}

#[tokio::test]
async fn a_sheet_is_answered_by_link_without_script_and_accepted() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    let links = send(&browser, &[&a, &b]).await;
    let answerer = open(&office, &links[0]).await;
    let again = office.stranger().post(&links[0], &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "used up");
    let page = answerer.get("/answer").await;
    assert_eq!(page.status, StatusCode::OK);
    let wrong = answerer.post("/answer", &[("section", "0"), ("QP-02.value", "たくさん")]).await;
    wrong.refuses("f-answer-QP-02-value");
    // the client's page, section by section, as the form of the page would send it
    let sections = page.all(".steps li").len();
    for section in 0..sections {
        let shown = answerer.get(&format!("/answer?section={section}")).await;
        let section = section.to_string();
        let mut pairs: Vec<(String, String)> = vec![("section".into(), section.clone())];
        for id in shown.all("fieldset.q .id") {
            let value = match id.as_str() {
                "QP-01" => "総務部 橘",
                "QP-02" => "12",
                "QP-07" => "no",
                "QP-09" => "japan",
                _ => "4",
            };
            pairs.push((format!("{id}.value"), value.to_owned()));
            if id.starts_with("CM") {
                pairs.push((format!("{id}.evidence[0].name"), "規程 第3版".to_owned()));
            }
        }
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let saved = answerer.follow("/answer", &pairs).await;
        assert!(saved.body.contains("checked") || saved.body.contains("12") || saved.body.contains("総務部"));
    }
    let early = answerer.post("/answer/submit", &[("name", "")]).await;
    early.refuses("f-hand-in-name");
    let done = answerer.follow("/answer/submit", &[("name", "橘 一葉"), ("keep", "yes")]).await;
    assert!(done.attr("form[action='/answer/submit']", "action").is_none(), "nothing to hand in any more");
    let list = browser.get("/questionnaires?state=submitted").await;
    let show = list.attr("tbody th a", "href").unwrap();
    let view = browser.get(&show).await;
    assert!(view.text("dl.funnel").contains("75.0"), "{}", view.text("dl.funnel"));
    let revision = view.value("revision");
    browser.post(&format!("{show}/accept"), &[("revision", &revision)]).await.to();
    let ended = answerer.get("/answer").await;
    assert_eq!(ended.status, StatusCode::CONFLICT, "its link has ended");
}

#[tokio::test]
async fn the_answerer_sees_nothing_of_others_or_of_judgements() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    let links = send(&browser, &[&a, &b]).await;
    let answerer = open(&office, &links[0]).await;
    answerer.post("/answer", &[("section", "1"), ("CM-GV-01.value", "5")]).await;
    for (method, path) in web::pages::ROUTES {
        let address = path.replace("{token}", "guessed");
        if address.contains('{') || address == "/assets/{file}" {
            continue;
        }
        let reply = match *method {
            "GET" => answerer.get(&address).await,
            _ => answerer.post(&address, &[]).await,
        };
        for secret in ["月岡工業", "評点", "疑わしい", "Σ"] {
            assert!(!reply.body.contains(secret), "{method} {path} shows {secret}");
        }
        let doors = ["/answer", "/reply", "/receipt", "/receive", "/assets"];
        let inside = doors.iter().any(|door| path.starts_with(door));
        let open = matches!(*path, "/sign-in" | "/preferences");
        assert!(inside || open || reply.to().starts_with("/sign-in"), "{method} {path}: {}", reply.status);
    }
    let guessed = office.stranger().with_cookie("answer=guessed").get("/answer").await;
    assert_eq!(guessed.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_answer_is_kept_as_it_is_given() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let links = send(&browser, &[&one]).await;
    let answerer = open(&office, &links[0]).await;
    let page = answerer.get("/answer").await;
    let section = page.all(".steps li").len() - 1;
    let shown = answerer.get(&format!("/answer?section={section}")).await;
    let id = shown.all("fieldset.q .id").remove(0);
    let value = format!("{id}.value");
    let section = section.to_string();
    let kept = answerer.post("/answer/field", &[("section", &section), ("only", &id), (&value, "2")]).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    let wrong = answerer.post("/answer/field", &[("section", &section), ("only", &id), (&value, "9")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.starts_with(&id), "{}", wrong.body);
    let again = answerer.get(&format!("/answer?section={section}")).await;
    assert!(again.attr(&format!("[name='{value}'][value='2']"), "checked").is_some());
}

#[tokio::test]
async fn posting_one_part_leaves_the_others_alone() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let links = send(&browser, &[&one]).await;
    let answerer = open(&office, &links[0]).await;
    let whole = [
        ("section", "0"),
        ("QP-01.value", "総務部 橘"),
        ("QP-01.remark", "4月に交代します"),
        ("QP-02.value", "12"),
        ("CM-GV-01.value", "4"),
        ("CM-GV-01.evidence[0].name", "規程 第3版"),
    ];
    answerer.follow("/answer", &whole).await;
    let kept = async |name: &str| {
        let mut found = Vec::new();
        for section in 0..answerer.get("/answer").await.all(".steps li").len() {
            let page = answerer.get(&format!("/answer?section={section}")).await;
            found.extend(page.attr(&format!("[name='{name}'][value='4']"), "checked").map(|_| "4".to_owned()));
            found.extend(page.attr(&format!("input[type='text'][name='{name}']"), "value"));
            found.extend(page.all(&format!("textarea[name='{name}']")));
        }
        found.into_iter().find(|text| !text.is_empty())
    };
    for (name, value) in whole.iter().skip(1) {
        assert_eq!(kept(name).await.as_deref(), Some(*value), "{name}");
    }
    // a part of a question, under whatever number its section has
    answerer.follow("/answer", &[("section", "3"), ("QP-02.value", "15")]).await;
    answerer.follow("/answer", &[("section", "0"), ("CM-GV-01.remark", "体制図も出せます")]).await;
    answerer.follow("/answer", &[("section", "0")]).await;
    assert_eq!(kept("QP-02.value").await.as_deref(), Some("15"));
    for (name, value) in whole.iter().filter(|(name, _)| !["section", "QP-02.value"].contains(name)) {
        assert_eq!(kept(name).await.as_deref(), Some(*value), "{name} was not sent");
    }
    // in passing nothing is wiped: by an empty field, by a question nobody knows, by nothing at all
    for pairs in [
        [("only", "QP-01"), ("QP-01.value", ""), ("QP-01.remark", "")],
        [("only", "QP-99"), ("QP-99.value", "1"), ("section", "0")],
        [("only", "CM-GV-01"), ("section", "0"), ("QP-02.value", "")],
    ] {
        let refused = answerer.post("/answer/field", &pairs).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{pairs:?}: {}", refused.body);
    }
    assert_eq!(kept("QP-01.value").await.as_deref(), Some("総務部 橘"));
    assert_eq!(kept("QP-02.value").await.as_deref(), Some("15"));
    // the button takes an answer away
    answerer.follow("/answer", &[("QP-01.value", ""), ("QP-01.remark", "")]).await;
    assert_eq!(kept("QP-01.value").await, None);
}

#[tokio::test]
async fn the_digest_of_a_file_is_never_typed() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let pairs = [("depth", "standard"), ("due_on", "2026-06-30"), ("title", ""), ("contractors", &one)];
    let sent = browser.post("/questionnaires/new", &pairs).await;
    let link = sent.text("code");
    let answerer = open(&office, &link[link.find("/reply/").unwrap()..]).await;
    let digest = "ab".repeat(32);
    answerer.follow("/answer", &[("QP-03.value", "isms")]).await;
    answerer.follow("/answer", &[("QP-05.value", "登録証.pdf"), ("QP-05.value", &digest)]).await;
    let list = browser.get("/questionnaires").await;
    let show = browser.get(&list.attr("tbody th a", "href").unwrap()).await;
    assert!(show.body.contains("登録証.pdf") && !show.body.contains(&digest));
}

#[tokio::test]
async fn pages_by_link_tell_nobody_their_address_and_can_be_left() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let one = firm(&browser, "霧沢設計").await;
    let links = send(&browser, &[&one]).await;
    let policy = |reply: &crate::office::Reply| reply.header("referrer-policy").to_owned();
    let stranger = office.stranger();
    for path in [links[0].as_str(), "/reply/guessed", "/answer"] {
        assert_eq!(policy(&stranger.get(path).await), "no-referrer", "{path}");
    }
    // over plain HTTP from another machine the browser needs its origin to send a form
    let far = stranger.at("sekimori.example.invalid");
    assert_eq!(policy(&far.get(&links[0]).await), "same-origin");
    assert_eq!(policy(&browser.get("/questionnaires").await), "same-origin");
    let answerer = open(&office, &links[0]).await;
    let page = answerer.get("/answer").await;
    assert_eq!(policy(&page), "no-referrer");
    assert!(page.header("set-cookie").contains("Max-Age="), "the cookie goes with the link");
    assert!(
        page.all("details li").len() + 5 == page.all(".sec .plain-list li").len(),
        "five open ones, the others folded"
    );
    let left = answerer.post("/answer/end", &[]).await;
    assert_eq!(left.status, StatusCode::OK);
    assert!(left.header("set-cookie").starts_with("answer=;") && left.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(answerer.get("/answer").await.status, StatusCode::CONFLICT);
    assert_eq!(answerer.post("/answer/end", &[]).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_link_is_whole_so_that_it_can_be_sent() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    let pairs = [("depth", "basic"), ("due_on", "2026-06-30"), ("title", ""), ("contractors", &a), ("contractors", &b)];
    let sent = browser.at("sekimori.example.invalid:8080").post("/questionnaires/new", &pairs).await;
    let links = sent.all("code");
    assert_eq!(links.len(), 2);
    for link in &links {
        assert!(link.starts_with("http://sekimori.example.invalid:8080/reply/"), "{link}");
    }
    let odd = browser.at("evil\"><b>").post("/questionnaires/new", &pairs).await;
    assert!(odd.all("code").iter().all(|link| link.starts_with("/reply/")), "{:?}", odd.all("code"));
    // those sent together are one list
    let together = sent.attr("a[href*='campaign=']", "href").unwrap();
    let list = browser.get(&together).await;
    assert_eq!(list.all("tbody th a").len(), 2);
    let one = browser.get(&list.attr("tbody th a", "href").unwrap()).await;
    assert_eq!(one.attr("a[href*='campaign=']", "href"), Some(together));
}

#[tokio::test]
async fn contractors_are_searched_and_chosen_ones_stay() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let far = firm(&browser, "鷲津製作所").await;
    for n in 0..55 {
        firm(&browser, &format!("霧沢 {n:02}")).await;
    }
    let first = browser.get("/questionnaires/new").await;
    assert_eq!(first.all(".choosing .choice").len(), 50);
    assert!(first.text(".choosing > p").contains("56"), "{}", first.text(".choosing > p"));
    // the search sends the form along
    let address = format!(
        "/questionnaires/new?q=%E9%9C%A7%E6%B2%A2&contractors={far}&depth=full&due_on=2026-07-31&title=%E5%A4%8F"
    );
    let found = browser.get(&address).await;
    assert!(found.attr(&format!("input[value='{far}']"), "checked").is_some());
    assert_eq!(found.all(".choosing .choice").len(), 51);
    assert_eq!(
        (found.value("due_on"), found.value("title"), found.attr("main [name=q]", "value").unwrap()),
        ("2026-07-31".into(), "夏".into(), "霧沢".into())
    );
    assert!(found.attr("input[name='depth'][value='full']", "checked").is_some());
    // from the contractor's page, however far down the list it stands
    let page = browser.get(&format!("/contractors/{far}")).await;
    let to = page.attr("a[href*='/questionnaires/new?contractor=']", "href").unwrap();
    let form = browser.get(&to).await;
    assert!(form.attr(&format!("input[value='{far}']"), "checked").is_some());
    // a refused form loses nothing
    let refused =
        browser.post("/questionnaires/new", &[("contractors", &far), ("depth", "basic"), ("due_on", "x")]).await;
    refused.refuses("f-send-due-on");
    assert!(refused.attr(&format!("input[value='{far}']"), "checked").is_some());
}

#[tokio::test]
async fn a_list_stays_narrowed_down_from_page_to_page() {
    let office = Office::new().await;
    let browser = office.browser(Role::ProcurementLegal).await;
    let (a, b) = (firm(&browser, "霧沢設計").await, firm(&browser, "月岡工業").await);
    for _ in 0..52 {
        send(&browser, &[&a]).await;
    }
    send(&browser, &[&b]).await;
    let page = browser.get(&format!("/contractors/{a}")).await;
    let list = browser.get(&page.attr("a[href*='/questionnaires?contractor=']", "href").unwrap()).await;
    let names = list.all("tbody th a");
    assert_eq!((names.len(), names.iter().all(|name| name == "霧沢設計")), (50, true));
    assert!(list.text("main").contains("霧沢設計 に送った質問票だけ"));
    let sent = list.attr(".chips a[href*='state=sent']", "href").unwrap();
    assert!(sent.contains(&format!("contractor={a}")), "{sent}");
    let older = list.attr("a[href*='after=']", "href").unwrap();
    let rest = browser.get(&older).await;
    assert_eq!(rest.all("tbody th a"), ["霧沢設計"; 2]);
}

#[tokio::test]
async fn an_engagement_leads_to_its_questionnaire() {
    let scene = crate::scene::Scene::new().await;
    let browser = scene.office.browser(Role::SectionSecurityOfficer).await;
    let page = browser.get(&scene.address("/engagements/{engagement}")).await;
    let to = page.attr("a[href*='/questionnaires/new?engagement=']", "href").unwrap();
    let form = browser.get(&to).await;
    assert_eq!(form.status, StatusCode::OK);
    assert_eq!(form.value("engagement"), to.rsplit('=').next().unwrap());
    let auditor = scene.office.browser(Role::Auditor).await;
    let page = auditor.get(&scene.address("/engagements/{engagement}")).await;
    assert!(page.attr("a[href*='/questionnaires/new']", "href").is_none());
}
