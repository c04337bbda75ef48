use std::collections::{BTreeMap, BTreeSet};

use domain::{
    approval::{ApprovalKind, ApprovalState},
    calendar::EngagementNumber,
    engagement::{Category, DueKind, Stage, Standing},
    gate::Gate,
    permission::Permission,
    person::Role,
};
use rules::{decide::Verdict, gates::Status};
use store::engagements::list::{Direction, Filter, Sort};

use super::*;
use crate::{
    engagements::{View, list},
    testing::{self, operator},
};

/// Tables a sample writes to.
const TABLES: &[&str] = &[
    "unit",
    "person",
    "credential",
    "session",
    "token",
    "role_grant",
    "substitution",
    "contractor",
    "register_version",
    "register_entry",
    "engagement",
    "engagement_facts",
    "engagement_words",
    "engagement_counter",
    "approval",
    "waiver",
    "attachment",
    "declaration",
    "passage",
    "selection_round",
    "selection_candidate",
    "engagement_tally",
    "consultation",
    "saved_view",
    "draft",
    "sample_row",
];

/// How many rows each of them has.
async fn sizes(app: &App) -> BTreeMap<&'static str, String> {
    let mut out = BTreeMap::new();
    for table in TABLES {
        let counted = store::testing::raw_texts(app.db(), &format!("select cast(count(*) as text) from {table}")).await;
        out.insert(*table, counted[0].clone());
    }
    out
}

async fn sound(app: &App) {
    let report =
        app.ledger().verify_as_operator(&operator(), &mut |_| std::ops::ControlFlow::Continue(())).await.unwrap();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!(app.counts_astray().await.unwrap(), 0, "the counts per stage are those of the engagements");
}

async fn who(app: &App, login: &str) -> Caller {
    let mut tx = app.db().read().await.unwrap();
    let account = store::org::account_by_login(&mut tx, &login.parse().unwrap()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    app.caller(account.person.id, ledger::Channel::Web, None).await.unwrap()
}

async fn numbers(app: &App, caller: &Caller) -> Vec<EngagementNumber> {
    let query = list::Query {
        filter: Filter::default(),
        sort: Sort::Number,
        direction: Direction::Ascending,
        limit: 200,
        ..list::Query::default()
    };
    let page = app.engagements().list(caller, &query).await.unwrap();
    page.lines.into_iter().map(|l| l.number).collect()
}

async fn all(app: &App, caller: &Caller) -> Vec<View> {
    let mut out = Vec::new();
    for number in numbers(app, caller).await {
        out.push(app.engagements().show(caller, number).await.unwrap());
    }
    out
}

fn shows(views: &[View], what: &str, is: impl Fn(&View) -> bool) {
    assert!(views.iter().any(is), "no engagement shows: {what}");
}

fn pending(view: &View, kind: ApprovalKind) -> bool {
    view.case.approvals.iter().any(|a| a.state == ApprovalState::Pending && a.request.kind() == kind)
}

/// What someone trying the program out should find.
fn every_state_appears(views: &[View]) {
    let open = |v: &View| v.case.engagement.standing == Standing::Open;
    let decide = |v: &View| open(v) && v.case.engagement.stage == Stage::Decide;
    let categories: BTreeSet<Category> = views.iter().map(|v| v.case.engagement.facts.category).collect();
    assert_eq!(categories.len(), Category::ALL.len());
    let stages: BTreeSet<Stage> = views.iter().filter(|v| open(v)).map(|v| v.case.engagement.stage).collect();
    assert_eq!(stages.len(), Stage::ALL.len());
    for standing in Standing::ALL {
        shows(views, standing.code(), |v| v.case.engagement.standing == *standing);
    }
    for verdict in Verdict::ALL {
        shows(views, verdict.code(), |v| decide(v) && v.assessment.verdict == *verdict);
    }
    for kind in ApprovalKind::ALL {
        shows(views, kind.code(), |v| pending(v, *kind));
    }
    shows(views, "ready to pass", |v| decide(v) && v.report.is_passable() && v.assessment.verdict == Verdict::MayGoOut);
    shows(views, "ready under a permit", |v| decide(v) && v.report.is_passable() && v.assessment.permit.is_some());
    shows(views, "sent back", |v| v.case.approvals.iter().any(|a| a.state == ApprovalState::SentBack));
    shows(views, "a waiver granted", |v| v.report.conditions.iter().any(|c| matches!(c.status, Status::Waived(_))));
    shows(views, "critical, exception not asked", |v| {
        decide(v) && v.assessment.verdict == Verdict::NotInPrinciple && !pending(v, ApprovalKind::Exception)
    });
    shows(views, "listed, yet a critical item", |v| {
        v.assessment.because.iter().any(|r| r.code == rules::ReasonCode::CriticalAgainstListing)
    });
    shows(views, "closed for good", |v| v.passages.iter().any(|p| p.gate == Gate::Close));
    shows(views, "overdue", |v| open(v) && v.case.projection.due.is_some_and(|(on, _)| on < v.today));
    shows(views, "due this week", |v| {
        open(v) && v.case.projection.due.is_some_and(|(on, _)| on >= v.today && on <= marks::day(v.today, 6))
    });
    shows(views, "a permit that ends", |v| v.case.projection.due.is_some_and(|(_, kind)| kind == DueKind::PermitEnds));
    shows(views, "files", |v| v.files > 0 && v.case.declarations.iter().any(|d| d.attachment.is_some()));
}

/// Waiting for the officer since four, two and one days, and since today.
fn waiting_times(views: &[View], officer: &Caller) {
    let mut days: Vec<i32> = Vec::new();
    for view in views {
        for approval in view.case.approvals.iter().filter(|a| a.state == ApprovalState::Pending) {
            let needed = approval.request.kind().decided_with();
            if needed != Permission::UpdateRegister && officer.may_at(needed, approval.unit).is_ok() {
                let since = crate::clock::day_in_japan(approval.requested_at);
                days.push(view.today.since(since).unwrap().get_days());
            }
        }
    }
    days.sort_unstable();
    assert_eq!(days, [0, 1, 2, 4]);
}

/// Everything someone finds who looks around in a loaded sample.
async fn looks_alive(app: &App, loaded: &Loaded) {
    assert_eq!(loaded.password.chars().filter(char::is_ascii_alphanumeric).count(), 16);
    assert!(app.sample().is_loaded().await.unwrap());
    let chief = who(app, "sagisawa").await;
    let views = all(app, &chief).await;
    assert_eq!(views.len(), loaded.engagements);
    every_state_appears(&views);
    waiting_times(&views, &who(app, "kiryu").await);
    for view in &views {
        let mut again = view.case.clone();
        again.project(app.catalogue(), view.today);
        assert_eq!(again.projection.waiting_since, view.case.projection.waiting_since);
        assert!(view.case.engagement.updated_at <= app.clock().now());
    }
    app.auth().sign_in("takato", &loaded.password, "", "").await.unwrap();
    let substitute = who(app, "hozumi").await;
    assert!(substitute.actor.held().iter().any(|h| h.on_behalf_of.is_some()));
    sound(app).await;
}

#[tokio::test]
async fn an_empty_installation_becomes_the_city_and_is_empty_again() {
    let test = store::testing::databases().await.remove(0);
    let app = testing::open(&test, 5).await;
    let before = sizes(&app).await;
    let loaded = app.sample().load_as_operator(&operator()).await.unwrap();
    assert!(app.sample().load_as_operator(&operator()).await.is_err());
    looks_alive(&app, &loaded).await;

    app.sample().remove_as_operator(&operator()).await.unwrap();
    assert_eq!(sizes(&app).await, before);
    assert!(!app.is_initialised().await.unwrap());
    sound(&app).await;
    assert!(app.sample().remove_as_operator(&operator()).await.is_err());
}

#[tokio::test]
async fn what_is_real_stays_and_holds_the_sample() {
    for house in testing::houses().await {
        let (app, admin) = (&house.app, house.admin().await);
        let before = sizes(app).await;
        let loaded = app.sample().load(&admin).await.unwrap();
        looks_alive(app, &loaded).await;
        let top = admin.units.root().unwrap().id;

        let takato = who(app, "takato").await;
        let section = takato.units.iter().find(|(u, _)| u.name.as_str() == "市民課").unwrap().0.id;
        let real = house.person(section, "real").await;
        let refused = app.sample().remove(&admin).await.unwrap_err();
        assert!(refused.text(domain::Lang::Ja).contains("real"), "{refused}");
        assert_eq!(refused.code(), "conflict");

        let revision = app.organisation().person(&admin, real).await.unwrap().revision;
        let (name, lang) = ("本物 の人".to_owned(), domain::Lang::Ja);
        let moved = crate::organisation::ChangePerson { name, unit: top, lang, revision };
        app.organisation().change_person(&admin, real, &moved).await.unwrap();
        app.sample().remove(&admin).await.unwrap();
        let mut after = sizes(app).await;
        assert_eq!(after.insert("person", before["person"].clone()).unwrap(), "2");
        assert_eq!(after, before);
        sound(app).await;
        let stranger = house.caller(real).await;
        assert!(matches!(app.sample().load(&stranger).await, Err(Error::Forbidden(_))));
    }
}

/// What a real person sent to a contractor of the sample holds it, by name, until they take it back; what they sent to a
/// real one stays in any case.
#[tokio::test]
async fn questionnaires_of_real_people_are_not_lost_with_the_sample() {
    for house in testing::houses().await {
        let (app, admin, root) = (&house.app, house.admin().await, house.begun.root);
        let person = house.person(root, "buyer").await;
        house.role(person, Role::ProcurementLegal, root).await;
        let buyer = house.caller(person).await;
        let firm = |name: &str| crate::contractors::ContractorFields { name: name.into(), ..Default::default() };
        let own = app.contractors().create(&buyer, &firm("雨燕情報株式会社")).await.unwrap();
        app.sample().load(&admin).await.unwrap();
        let found =
            app.contractors().list(&buyer, &crate::contractors::Filter::named("夜鷹運輸"), None, 9).await.unwrap();
        let theirs = found.contractors[0].clone();
        let send = async |to: domain::id::ContractorId, title: &str| {
            let new = crate::questionnaires::NewQuestionnaire {
                contractors: vec![to],
                engagement: None,
                depth: catalogue::question::Depth::Basic,
                due_on: app.clock().today(),
                title: title.into(),
            };
            app.questionnaires().send(&buyer, &new).await.unwrap();
        };
        send(own.id, "自社あての調査").await;
        send(theirs.id, "見本あての調査").await;
        let mine = "select id from questionnaire where title = '見本あての調査'";
        let id = store::testing::raw_texts(app.db(), mine).await.remove(0);

        let refused = app.sample().remove(&admin).await.unwrap_err();
        let said = refused.text(domain::Lang::Ja);
        assert!(said.contains("見本あての調査") && !said.contains("自社あて"), "{said}");
        assert!(refused.text(domain::Lang::En).contains("withdraw it"), "it says what to do");
        assert_eq!(store::testing::raw_texts(app.db(), mine).await.len(), 1, "nothing is lost");

        app.questionnaires().withdraw(&buyer, id.parse().unwrap()).await.unwrap();
        let twin = app.contractors().create(&buyer, &firm("夜鷹 商事有限会社")).await.unwrap();
        let (keep, gone) = ((theirs.id, theirs.revision), (twin.id, twin.revision));
        app.contractors().merge(&buyer, keep, gone, "同じ会社だった").await.unwrap();
        let refused = app.sample().remove(&admin).await.unwrap_err();
        assert_eq!(refused.code(), "conflict", "{refused}");
        assert!(refused.text(domain::Lang::Ja).contains("夜鷹 商事有限会社"), "{refused}");

        // the way out: the contractor of the sample goes into a real one
        let theirs = app.contractors().show(&buyer, theirs.id).await.unwrap();
        let (keep, gone) = ((own.id, own.revision), (theirs.id, theirs.revision));
        let moved = app.contractors().merge(&buyer, keep, gone, "実在の委託先に移す").await.unwrap();
        let refused = app.sample().remove(&admin).await;
        // what the sample's engagements have with it goes with them
        assert!(refused.is_ok(), "{refused:?}");
        let mut left = store::testing::raw_texts(app.db(), "select title from questionnaire").await;
        left.sort();
        assert_eq!(left, ["自社あての調査", "見本あての調査"]);
        assert_eq!(app.contractors().show(&buyer, twin.id).await.unwrap().id, moved.id);
        sound(app).await;
    }
}

#[tokio::test]
async fn half_a_sample_is_taken_out_again() {
    for house in testing::houses().await {
        let admin = house.admin().await;
        house.person(admin.units.root().unwrap().id, "tsukioka").await;
        let before = sizes(&house.app).await;
        assert!(house.app.sample().load(&admin).await.is_err());
        assert_eq!(sizes(&house.app).await, before);
        assert!(!house.app.sample().is_loaded().await.unwrap());
        sound(&house.app).await;
    }
}

#[test]
fn accounts_say_what_to_try() {
    let script = Script::read().unwrap();
    let roles: BTreeSet<Role> =
        script.organisation.people.iter().flat_map(|p| p.roles.iter().map(|r| r.role)).collect();
    assert_eq!(roles.len(), Role::ALL.len());
    let shown = accounts(&script);
    assert!(shown.len() >= 8);
    assert!(shown.iter().all(|a| !a.hint.ja.is_empty() && !a.hint.en.is_empty() && !a.unit.en.is_empty()));
}
