//! Requests to officers on their pages: each kind decided, sent back, mended, refused, withdrawn; who may and who may not.

use crate::house::{House, Reply};
use axum::http::StatusCode;
use domain::{
    approval::{ApprovalState, Request},
    calendar::EngagementNumber,
    id::{ApprovalId, PersonId},
    person::Role,
};
use serde_json::json;

/// A section that asks, an officer who decides, a chief who keeps the register.
struct Cast {
    house: House,
    asks: PersonId,
    officer: PersonId,
    section: String,
    decides: String,
    chief: String,
}

impl Cast {
    async fn new() -> Self {
        let house = House::new().await;
        let (section, root) = (house.section, house.begun.root);
        let asks = house.person("takato", &[(Role::SectionSecurityOfficer, section)]).await;
        let officer = house.person("kiryu", &[(Role::SecurityOfficer, root)]).await;
        house.person("mizuno", &[(Role::ChiefSecurityOfficer, root)]).await;
        let (section, decides) = (house.sign_in("takato").await, house.sign_in("kiryu").await);
        let chief = house.sign_in("mizuno").await;
        Self { house, asks, officer, section, decides, chief }
    }

    async fn engagement(&self) -> EngagementNumber {
        self.house.engagement(self.asks, json!({})).await.number
    }

    async fn ask(&self, number: EngagementNumber, request: serde_json::Value) -> String {
        let caller = self.house.caller(self.asks).await;
        let request: Request = serde_json::from_value(request).unwrap();
        let id = self.house.app.approvals().request(&caller, number, request).await.unwrap();
        format!("/approvals/{id}")
    }

    async fn ask_criticality(&self, number: EngagementNumber) -> String {
        self.ask(number, json!({"kind": "criticality", "explanation": "窓口の運用。住民記録が見える"})).await
    }

    async fn state(&self, at: &str) -> ApprovalState {
        let id: ApprovalId = at.rsplit('/').next().unwrap().parse().unwrap();
        let caller = self.house.caller(self.officer).await;
        self.house.app.approvals().show(&caller, id).await.unwrap().listed.approval.state
    }

    /// Opens the page for its revision and sends a form as the page would.
    async fn answer(&self, cookie: &str, (at, act): (&str, &str), pairs: &[(&str, &str)]) -> Reply {
        let page = self.house.get(cookie, at).await.ok();
        let revision = page.value("revision");
        let mut all = vec![("revision", revision.as_str())];
        all.extend(pairs);
        self.house.post(cookie, &format!("{at}/{act}"), &all).await
    }

    /// Address of the first request in a box.
    async fn first(&self, cookie: &str, which: &str) -> Option<String> {
        let page = self.house.get(cookie, &format!("/approvals?box={which}")).await.ok();
        page.attributes("th .name a", "href").into_iter().next()
    }
}

fn exception() -> serde_json::Value {
    json!({"kind": "exception", "analysis": {"necessity": "発災後すぐ始める", "grounds": "職員が立ち会う", "lines": [
        {"threat": "紛失", "before": "high", "measures": "持ち出さない", "residual": "low"}]}})
}

#[tokio::test]
async fn criticality_is_decided_and_the_register_follows() {
    let cast = Cast::new().await;
    let at = cast.ask_criticality(cast.engagement().await).await;
    assert_eq!(cast.first(&cast.decides, "waiting").await.as_deref(), Some(at.as_str()));
    assert_eq!(cast.first(&cast.section, "mine").await.as_deref(), Some(at.as_str()));
    assert_eq!(cast.first(&cast.section, "waiting").await, None);

    let wrong = cast.answer(&cast.decides, (&at, "decide"), &[("reason", "短")]).await.refused();
    assert_eq!(wrong.errors(), ["#f-decide-critical", "#f-decide-reason"]);
    assert_eq!(wrong.value("reason"), "短");
    let sound = [("critical", "no"), ("reason", "見えるだけで、持ち出せない")];
    let to = cast.answer(&cast.decides, (&at, "decide"), &sound).await.sent("decided");
    let page = cast.house.get(&cast.decides, &to).await.ok();
    assert_eq!(page.texts(".verdict b"), ["危機的な業務ではないと判断"]);
    assert_eq!(cast.first(&cast.decides, "decided").await.as_deref(), Some(at.as_str()));
    let late = cast.house.post(&cast.decides, &format!("{at}/decide"), &sound).await;
    assert_eq!(late.status, StatusCode::CONFLICT);

    // the chief officer is asked to update the register, with the entry filled in
    let update = cast.first(&cast.chief, "waiting").await.unwrap();
    let page = cast.house.get(&cast.chief, &update).await.ok();
    assert_eq!((page.value("system"), page.value("information")), ("窓口システム".into(), "住民記録".into()));
    assert_eq!(
        (page.ticked("list"), page.ticked("activities")),
        (vec!["non_critical".into()], vec!["operation".into()])
    );
    assert!(page.attributes("form[action$=send-back]", "action").is_empty());
    let empty = [("update", "yes"), ("list", "non_critical"), ("system", "窓口システム"), ("review_on", "いつか")];
    let wrong = cast.answer(&cast.chief, (&update, "decide"), &empty).await.refused();
    let expected = ["activities", "information", "entry-reason", "review-on", "reason"];
    assert_eq!(wrong.errors(), expected.map(|field| format!("#f-decide-{field}")));
    assert_eq!(wrong.value("review_on"), "いつか");
    let amended = [
        ("update", "yes"),
        ("list", "non_critical"),
        ("system", "窓口システム"),
        ("activities", "operation"),
        ("activities", "maintenance"),
        ("information", "住民記録（閲覧のみ）"),
        ("entry_reason", "見えるだけで、持ち出せない"),
        ("review_on", "令和9年6月1日"),
        ("reason", "責任者の判断のとおり"),
    ];
    let past = amended.map(|(name, value)| if name == "review_on" { (name, "2026-06-11") } else { (name, value) });
    let wrong = cast.answer(&cast.chief, (&update, "decide"), &past).await.refused();
    assert_eq!(wrong.errors(), ["#f-decide-review-on"], "what only the use case can see comes back to its field");
    cast.answer(&cast.chief, (&update, "decide"), &amended).await.sent("decided");
    let register = cast.house.app.register().current(&cast.house.caller(cast.officer).await).await.unwrap().register;
    assert_eq!((register.version, register.entries.len(), register.entries[0].activities.len()), (1, 1, 2));
}

#[tokio::test]
async fn the_register_may_stay_as_it_is() {
    let cast = Cast::new().await;
    let at = cast.ask_criticality(cast.engagement().await).await;
    let sound = [("critical", "no"), ("reason", "この案件だけの事情")];
    cast.answer(&cast.decides, (&at, "decide"), &sound).await.sent("decided");
    let update = cast.first(&cast.chief, "waiting").await.unwrap();
    let no = [("update", "no"), ("reason", "一度きりの業務のため")];
    cast.answer(&cast.chief, (&update, "decide"), &no).await.sent("decided");
    assert_eq!(cast.state(&update).await, ApprovalState::Approved);
    let register = cast.house.app.register().current(&cast.house.caller(cast.officer).await).await.unwrap().register;
    assert_eq!(register.version, 0);
}

#[tokio::test]
async fn sent_back_mended_and_withdrawn() {
    let cast = Cast::new().await;
    let at = cast.ask_criticality(cast.engagement().await).await;
    let mend = format!("{at}/mend");
    assert_eq!(cast.house.get(&cast.section, &mend).await.status, StatusCode::CONFLICT, "not sent back yet");
    let wrong = cast.answer(&cast.decides, (&at, "send-back"), &[("reason", "")]).await.refused();
    assert_eq!(wrong.errors(), ["#f-answer-reason"]);
    let why = [("reason", "誰の情報かを書き足してください")];
    cast.answer(&cast.decides, (&at, "send-back"), &why).await.sent("sent-back");

    let page = cast.house.get(&cast.section, &at).await.ok();
    assert_eq!(page.attributes(".head__actions a", "href"), std::slice::from_ref(&mend));
    assert_eq!(cast.house.get(&cast.decides, &mend).await.status, StatusCode::FORBIDDEN, "only who asked mends");
    let form = cast.house.get(&cast.section, &mend).await.ok();
    assert_eq!(form.value("explanation"), "窓口の運用。住民記録が見える");
    assert!(form.body.contains("誰の情報かを書き足してください"));
    let wrong = cast.house.post(&cast.section, &mend, &[("explanation", " ")]).await.refused();
    assert_eq!(wrong.errors(), ["#f-criticality-explanation"]);
    let better = [("explanation", "住民 12,480人の記録が見える")];
    assert_eq!(cast.house.post(&cast.section, &mend, &better).await.sent("requested"), at);
    assert_eq!(cast.state(&at).await, ApprovalState::Pending);
    assert!(cast.house.get(&cast.decides, &at).await.ok().body.contains("住民 12,480人"));

    assert_eq!(
        cast.house.post(&cast.decides, &format!("{at}/withdraw"), &[("reason", "やめる")]).await.status,
        StatusCode::FORBIDDEN
    );
    let wrong = cast.answer(&cast.section, (&at, "withdraw"), &[]).await.refused();
    assert_eq!(wrong.errors(), ["#f-answer-reason"]);
    cast.answer(&cast.section, (&at, "withdraw"), &[("reason", "内容を見直す")]).await.sent("withdrawn");
    assert_eq!(cast.state(&at).await, ApprovalState::Withdrawn);
    let over = cast.house.post(&cast.section, &format!("{at}/withdraw"), &[("reason", "")]).await;
    assert_eq!(over.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn exceptions_need_measures() {
    let cast = Cast::new().await;
    let number = cast.engagement().await;
    let at = cast.ask_criticality(number).await;
    let sound = [("critical", "yes"), ("reason", "漏れると取り返しがつかない")];
    cast.answer(&cast.decides, (&at, "decide"), &sound).await.sent("decided");

    let at = cast.ask(number, exception()).await;
    assert!(cast.house.get(&cast.decides, &at).await.ok().texts("tbody th").contains(&"紛失".to_owned()));
    let bare = [("measures", " \n "), ("until", "2026-06-01"), ("reason", "残るリスクは低い")];
    let wrong = cast.answer(&cast.decides, (&at, "decide"), &bare).await.refused();
    assert_eq!(wrong.errors(), ["#f-decide-measures"]);
    let past = [("measures", "立ち会う"), ("until", "2026-06-01"), ("reason", "残るリスクは低い")];
    let wrong = cast.answer(&cast.decides, (&at, "decide"), &past).await.refused();
    assert_eq!((wrong.errors(), wrong.value("measures")), (vec!["#f-decide-until".into()], "立ち会う".into()));
    cast.answer(&cast.decides, (&at, "send-back"), &[("reason", "脅威が足りません")]).await.sent("sent-back");

    let mend = format!("{at}/mend");
    let form = cast.house.get(&cast.section, &mend).await.ok();
    assert_eq!((form.value("lines[0].threat"), form.value("lines[0].residual")), ("紛失".into(), "low".into()));
    let lines = [
        ("necessity", "発災後すぐ始める"),
        ("lines[0].threat", "紛失"),
        ("lines[0].before", "high"),
        ("lines[0].measures", "持ち出さない"),
        ("lines[0].residual", "low"),
        ("lines[3].threat", "盗み見"),
        ("lines[3].before", "medium"),
        ("lines[3].measures", "立ち会う"),
        ("lines[3].residual", "high"),
        ("grounds", "職員が立ち会う"),
    ];
    let more: Vec<_> = lines.iter().copied().chain([("lines[9].threat", ""), ("go", "add")]).collect();
    let more = cast.house.post(&cast.section, &mend, &more).await.ok();
    assert_eq!((more.attributes(".rowset", "role").len(), more.value("lines[3].threat")), (11, "盗み見".into()));
    let wrong = cast.house.post(&cast.section, &mend, &lines).await.refused();
    let once: std::collections::BTreeSet<_> = wrong.errors().into_iter().collect();
    assert_eq!(once.into_iter().collect::<Vec<_>>(), ["#f-exception-lines-3--residual"]);
    let sound = lines.map(|(name, value)| if name == "lines[3].residual" { (name, "low") } else { (name, value) });
    cast.house.post(&cast.section, &mend, &sound).await.sent("requested");

    let permit =
        [("measures", "立ち会う\r\n持ち出さない"), ("until", "令和9年3月31日"), ("reason", "残るリスクは低い")];
    let to = cast.answer(&cast.decides, (&at, "decide"), &permit).await.sent("decided");
    let page = cast.house.get(&cast.section, &to).await.ok();
    assert_eq!(page.texts(".verdict li"), ["立ち会う", "持ち出さない"]);
}

#[tokio::test]
async fn exceptions_and_waivers_can_be_refused() {
    let cast = Cast::new().await;
    let number = cast.engagement().await;
    let at = cast.ask_criticality(number).await;
    let unfit = cast.answer(&cast.decides, (&at, "refuse"), &[("reason", "認めない")]).await.refused();
    assert_eq!(unfit.texts(".errors li").len(), 1, "a question is answered, not refused");
    let sound = [("critical", "yes"), ("reason", "漏れると取り返しがつかない")];
    cast.answer(&cast.decides, (&at, "decide"), &sound).await.sent("decided");
    let at = cast.ask(number, exception()).await;
    cast.answer(&cast.decides, (&at, "refuse"), &[("reason", "自前でできる")]).await.sent("refused");
    assert_eq!(cast.state(&at).await, ApprovalState::Refused);
    assert_eq!(cast.house.get(&cast.section, &at).await.ok().texts(".verdict b"), ["不承認"]);
}

async fn waiver(cast: &Cast, number: EngagementNumber) -> (String, String) {
    let page = cast.house.get(&cast.section, &format!("/engagements/{number}/waiver")).await.ok();
    let condition = page.attributes("select[name=condition] option", "value").into_iter().next().unwrap();
    let request = json!({"kind": "waiver", "condition": condition, "reason": "手続き中のため", "until": "2026-07-31"});
    (cast.ask(number, request).await, condition)
}

#[tokio::test]
async fn waivers_are_granted_and_mended() {
    let cast = Cast::new().await;
    let number = cast.house.engagement(cast.asks, json!({"rights_reach_all": "unknown"})).await.number;
    let (at, condition) = waiver(&cast, number).await;
    cast.answer(&cast.decides, (&at, "send-back"), &[("reason", "期限を短くしてください")]).await.sent("sent-back");
    let mend = format!("{at}/mend");
    let form = cast.house.get(&cast.section, &mend).await.ok();
    assert_eq!((form.value("condition"), form.value("until")), (condition.clone(), "令和8年7月31日".into()));
    let past = [("condition", condition.as_str()), ("reason", "手続き中のため"), ("until", "2026-06-01")];
    assert_eq!(cast.house.post(&cast.section, &mend, &past).await.refused().errors(), ["#f-waiver-until"]);
    let other = [("condition", "G9-9"), ("reason", "手続き中のため"), ("until", "2026-06-30")];
    assert_eq!(cast.house.post(&cast.section, &mend, &other).await.refused().errors(), ["#f-waiver-condition"]);
    let sound = [("condition", condition.as_str()), ("reason", "手続き中のため"), ("until", "2026-06-30")];
    cast.house.post(&cast.section, &mend, &sound).await.sent("requested");
    cast.answer(&cast.decides, (&at, "decide"), &[("reason", "月内に終わるため")]).await.sent("decided");
    assert_eq!(cast.state(&at).await, ApprovalState::Approved);
}

#[tokio::test]
async fn nobody_decides_their_own_request_unless_the_firm_is_small() {
    let cast = Cast::new().await;
    let (section, root) = (cast.house.section, cast.house.begun.root);
    let both = [(Role::SectionSecurityOfficer, section), (Role::SecurityOfficer, root)];
    let one = cast.house.person("hitori", &both).await;
    let cookie = cast.house.sign_in("hitori").await;
    let number = cast.engagement().await;
    let request: Request = serde_json::from_value(json!({"kind": "criticality", "explanation": "運用"})).unwrap();
    let caller = cast.house.caller(one).await;
    let id = cast.house.app.approvals().request(&caller, number, request).await.unwrap();
    let at = format!("/approvals/{id}");

    let page = cast.house.get(&cookie, &at).await.ok();
    assert!(page.attributes("form[action$=decide]", "action").is_empty());
    assert_eq!(page.attributes("form[action$=withdraw]", "action").len(), 1);
    let sound = [("critical", "no"), ("reason", "見えるだけ"), ("revision", "1")];
    let denied = cast.house.post(&cookie, &format!("{at}/decide"), &sound).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let said = cast.house.app.catalogue().text("requester_decides", domain::Lang::Ja, &[]);
    assert!(denied.body.contains(&said), "{said}");
    let unread = cast.house.post(&cookie, &format!("{at}/decide"), &[]).await;
    assert_eq!(unread.status, StatusCode::FORBIDDEN, "not even what is missing is said");

    cast.house.small_firm().await;
    let page = cast.house.get(&cookie, &at).await.ok();
    assert!(page.body.contains("小規模モードのため"));
    cast.answer(&cookie, (&at, "decide"), &sound[..2]).await.sent("decided");
    let page = cast.house.get(&cast.decides, &at).await.ok();
    assert!(page.body.contains("依頼した人と決めた人が同じです"));
}

#[tokio::test]
async fn who_may_not_decide_learns_it_and_who_may_not_see_learns_nothing() {
    let cast = Cast::new().await;
    let at = cast.ask_criticality(cast.engagement().await).await;
    cast.house.person("kansa", &[(Role::Auditor, cast.house.begun.root)]).await;
    let other = cast.house.unit("福祉課").await;
    cast.house.person("fukushi", &[(Role::SecurityOfficer, other)]).await;
    let (auditor, stranger) = (cast.house.sign_in("kansa").await, cast.house.sign_in("fukushi").await);
    cast.house.get(&auditor, &at).await.ok();
    assert_eq!(cast.house.get(&stranger, &at).await.status, StatusCode::NOT_FOUND);
    for act in ["decide", "send-back", "refuse"] {
        for pairs in [vec![], vec![("critical", "no"), ("reason", "理由です"), ("revision", "1")]] {
            let to = format!("{at}/{act}");
            assert_eq!(cast.house.post(&auditor, &to, &pairs).await.status, StatusCode::FORBIDDEN, "{act} {pairs:?}");
            assert_eq!(cast.house.post(&stranger, &to, &pairs).await.status, StatusCode::NOT_FOUND, "{act} {pairs:?}");
        }
    }
    for act in ["withdraw", "mend"] {
        let to = format!("{at}/{act}");
        assert_eq!(cast.house.post(&auditor, &to, &[]).await.status, StatusCode::FORBIDDEN, "{act}");
        assert_eq!(cast.house.post(&stranger, &to, &[]).await.status, StatusCode::NOT_FOUND, "{act}");
    }
    for stale in ["0", "7", "x", ""] {
        let old = [("critical", "no"), ("reason", "理由です"), ("revision", stale)];
        let reply = cast.house.post(&cast.decides, &format!("{at}/decide"), &old).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{stale}");
    }
    for bad in ["/approvals/x", "/approvals/apr_01920000000070008000000000000001", "/approvals/x/mend"] {
        assert_eq!(cast.house.get(&cast.decides, bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    cast.house.get(&cast.decides, "/approvals?box=%3Cb%3E&from=x").await.ok();
    cast.house.get(&cast.decides, "/approvals?box=mine&from=-9223372036854775808").await.ok();
}

#[tokio::test]
async fn substitutes_are_told_for_whom_they_decide() {
    let cast = Cast::new().await;
    let at = cast.ask_criticality(cast.engagement().await).await;
    let substitute = cast.house.person("dairi", &[]).await;
    let new = app::organisation::NewSubstitution {
        absent: cast.officer,
        substitute,
        from: cast.house.app.clock().today(),
        until: "2026-06-20".parse().unwrap(),
    };
    let admin = cast.house.caller(cast.house.begun.administrator).await;
    cast.house.app.organisation().substitute(&admin, &new).await.unwrap();
    let cookie = cast.house.sign_in("dairi").await;
    let list = cast.house.get(&cookie, "/approvals").await.ok();
    assert!(list.body.contains("6/20（土） まで、kiryuさんの代理として決められます。"));
    assert!(cast.house.get(&cookie, &at).await.ok().body.contains("kiryuさんの代理として決めます。"));
    let sound = [("critical", "no"), ("reason", "見えるだけ")];
    cast.answer(&cookie, (&at, "decide"), &sound).await.sent("decided");
    assert!(cast.house.get(&cast.decides, &at).await.ok().body.contains("dairiさん（kiryuさんの代理）"));
}

#[tokio::test]
async fn lists_go_on_page_by_page() {
    let cast = Cast::new().await;
    for _ in 0..51 {
        cast.house.minutes(1);
        let number = cast.engagement().await;
        cast.ask_criticality(number).await;
    }
    let first = cast.house.get(&cast.decides, "/approvals").await.ok();
    assert_eq!(first.attributes("th .name a", "href").len(), 50);
    let next = first.attributes("a[rel=prev]", "href");
    let second = cast.house.get(&cast.decides, &next[0]).await.ok();
    assert_eq!(second.attributes("th .name a", "href").len(), 1);
    let own = cast.house.get(&cast.section, "/approvals?box=mine").await.ok();
    let next = own.attributes("a[rel=next]", "href");
    assert_eq!(cast.house.get(&cast.section, &next[0]).await.ok().attributes("th .name a", "href").len(), 1);
}
