use domain::{engagement::Stage, person::Role};

use super::*;
use crate::{
    engagements::NewEngagement,
    testing::{House, fields, houses},
};

struct Town {
    house: House,
    a: Caller,
    b: Caller,
    chief: Caller,
    units: [UnitId; 2],
}

/// Two divisions with a section officer each, and the chief officer over both.
async fn towns() -> Vec<Town> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let units = [house.unit(root, "企画部").await, house.unit(root, "福祉部").await];
        let a = officer(&house, "aki", Role::SectionSecurityOfficer, units[0]).await;
        let b = officer(&house, "ben", Role::SectionSecurityOfficer, units[1]).await;
        let chief = officer(&house, "chief", Role::ChiefSecurityOfficer, root).await;
        out.push(Town { house, a, b, chief, units });
    }
    out
}

async fn officer(house: &House, login: &str, role: Role, unit: UnitId) -> Caller {
    let person = house.person(unit, login).await;
    house.role(person, role, unit).await;
    house.caller(person).await
}

async fn engagement(town: &Town, title: &str) -> EngagementNumber {
    let facts = serde_json::json!({
        "title": title, "category": "remote_operation", "system": "窓口システム", "activities": ["operation"],
        "information": ["personal"], "places": ["remote"], "connection": "remote"
    });
    let new = NewEngagement { unit: town.units[0], facts: serde_json::from_value(facts).unwrap() };
    town.house.app.engagements().create(&town.a, new).await.unwrap().number
}

fn question(urgency: Urgency, subject: &str, engagement: Option<EngagementNumber>) -> Question {
    let question = "委託先の端末が盗まれました。どう動けばよいでしょうか".parse().unwrap();
    Question { engagement, urgency, subject: subject.parse().unwrap(), question }
}

fn all() -> Query {
    Query { limit: 50, ..Query::default() }
}

fn subjects(page: &ConsultationsPage) -> Vec<&str> {
    page.consultations.iter().map(|c| c.consultation.subject.as_str()).collect()
}

#[tokio::test]
async fn an_emergency_reaches_the_chief_with_its_context_and_the_answer_is_found_again() {
    for town in towns().await {
        let number = engagement(&town, "窓口システムの遠隔運用").await;
        let consultations = town.house.app.consultations();
        let asked = question(Urgency::Emergency, "端末の盗難", Some(number));
        let id = consultations.ask(&town.a, asked).await.unwrap().id;
        assert_eq!(consultations.waiting(&town.chief).await.unwrap(), (1, 1));
        let shown = consultations.show(&town.chief, id).await.unwrap();
        let about = shown.about.unwrap();
        assert_eq!((about.number, about.stage), (number, Stage::Decide));
        assert_eq!(about.title.as_str(), "窓口システムの遠隔運用");
        assert_eq!(shown.asker.as_str(), "aki");
        assert_eq!(shown.consultation.unit, town.units[0]);

        let text: Statement = "ただちに遠隔接続を止めてください".parse().unwrap();
        assert!(matches!(consultations.answer(&town.a, id, text.clone()).await, Err(Error::Forbidden(_))));
        consultations.answer(&town.chief, id, text.clone()).await.unwrap();
        assert!(matches!(consultations.answer(&town.chief, id, text.clone()).await, Err(Error::Conflict(_))));
        assert_eq!(consultations.waiting(&town.chief).await.unwrap(), (0, 0));
        let number = number.to_string();
        for query in ["盗難", "ヌスマレ", "遠隔接続", "えんかくせつぞく", &number, "盗 難"] {
            let found = consultations.list(&town.a, &Query { query: query.into(), ..all() }).await.unwrap();
            let expected = usize::from(!["ヌスマレ", "えんかくせつぞく"].contains(&query));
            assert_eq!(found.consultations.len(), expected, "{query}");
        }
        let shown = consultations.show(&town.a, id).await.unwrap();
        assert_eq!(shown.consultation.answer.unwrap().text, text);
        assert_eq!(shown.answerer.unwrap().as_str(), "chief");

        let scope = town.chief.may(Permission::ViewLedger).unwrap();
        let mut tx = town.house.app.db().read().await.unwrap();
        let entries = store::ledger::of_subject(&mut tx, &scope, &id.to_string(), i64::MAX, 10).await.unwrap();
        let actions: Vec<_> = entries.iter().map(|e| e.action.as_str()).collect();
        assert_eq!(actions, ["consultation.answer", "consultation.ask"]);
        assert_eq!(entries[0].before, entries[1].after);
    }
}

#[tokio::test]
async fn units_do_not_see_each_other() {
    for town in towns().await {
        let number = engagement(&town, "窓口システムの遠隔運用").await;
        let consultations = town.house.app.consultations();
        let id = consultations.ask(&town.a, question(Urgency::Question, "範囲", Some(number))).await.unwrap().id;
        assert!(consultations.list(&town.b, &all()).await.unwrap().consultations.is_empty());
        assert!(matches!(consultations.show(&town.b, id).await, Err(Error::NotFound)));
        // an engagement out of sight cannot be asked about, and is not told from one that does not exist
        let hidden = consultations.ask(&town.b, question(Urgency::Question, "x", Some(number))).await;
        let missing = "R8-9999".parse().ok();
        let none = consultations.ask(&town.a, question(Urgency::Question, "x", missing)).await;
        assert_eq!(fields(hidden), [("engagement".into(), "unknown")]);
        assert_eq!(fields(none), [("engagement".into(), "unknown")]);

        // one without a role sees nothing, one who has asked keeps seeing that
        let outsider = town.house.person(town.units[1], "outsider").await;
        let outsider = town.house.caller(outsider).await;
        assert!(matches!(consultations.list(&outsider, &all()).await, Err(Error::Forbidden(_))));
        assert!(matches!(consultations.show(&outsider, id).await, Err(Error::Forbidden(_))));
        assert!(matches!(
            consultations.ask(&outsider, question(Urgency::Question, "x", None)).await,
            Err(Error::Forbidden(_))
        ));
        let mut moved = town.a.clone();
        moved.actor = domain::person::Actor::new(town.a.actor.person().clone(), Vec::new(), &town.a.units).into();
        let own = consultations.list(&moved, &all()).await.unwrap();
        assert_eq!(subjects(&own), ["範囲"]);
        assert!(own.consultations[0].about.is_none(), "the engagement itself is out of sight now");
        assert_eq!(consultations.show(&moved, id).await.unwrap().consultation.id, id);
    }
}

#[tokio::test]
async fn open_emergencies_come_first_and_pages_follow_each_other() {
    for town in towns().await {
        let consultations = town.house.app.consultations();
        let mut emergency = None;
        for (n, urgency) in
            [Urgency::Emergency, Urgency::Question, Urgency::Emergency, Urgency::Question].into_iter().enumerate()
        {
            town.house.minutes(1);
            let one = consultations.ask(&town.b, question(urgency, &format!("問{n}"), None)).await.unwrap();
            emergency = emergency.or(Some(one.id));
        }
        let page = consultations.list(&town.chief, &all()).await.unwrap();
        assert_eq!(subjects(&page), ["問2", "問0", "問3", "問1"]);
        let answer = "承知しました".parse().unwrap();
        consultations.answer(&town.chief, emergency.unwrap(), answer).await.unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = consultations.list(&town.chief, &Query { before, limit: 1, ..Query::default() }).await.unwrap();
            seen.extend(subjects(&page).iter().map(|s| (*s).to_owned()));
            // a place survives the way through an address
            before = page.next.map(|next| next.to_string().parse().unwrap());
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["問2", "問3", "問1", "問0"]);
        let answered = Query { state: State::Answered, ..all() };
        assert_eq!(subjects(&consultations.list(&town.chief, &answered).await.unwrap()), ["問0"]);
        let open = Query { state: State::Open, ..all() };
        assert_eq!(subjects(&consultations.list(&town.chief, &open).await.unwrap()), ["問2", "問3", "問1"]);
        for wrong in ["", "1-2", "2-0-cst_x", "1-x-y", "0-1-eng_01920000000070008000000000000001"] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
        }
    }
}

#[tokio::test]
async fn the_number_of_statements_does_not_grow_with_questions() {
    for town in towns().await {
        let scope = town.a.may(Permission::AskChief).unwrap();
        let (mut made, mut took) = (0, Vec::new());
        for rows in [10, 500] {
            let mut tx = town.house.app.db().write().await.unwrap();
            while made < rows {
                let one = Consultation {
                    id: town.house.app.mint(),
                    engagement: None,
                    unit: town.units[0],
                    urgency: Urgency::Question,
                    subject: format!("問{made}").parse().unwrap(),
                    question: "問い".parse().unwrap(),
                    asked_by: town.a.id(),
                    asked_at: town.house.app.clock().now(),
                    answer: None,
                };
                store::consultations::insert(&mut tx, &scope, &one).await.unwrap();
                made += 1;
            }
            tx.commit().await.unwrap();
            let before = town.house.app.queries();
            let page = town.house.app.consultations().list(&town.a, &Query { limit: 200, ..all() }).await.unwrap();
            assert_eq!(page.consultations.len(), rows.min(200));
            took.push(town.house.app.queries() - before);
        }
        assert_eq!(took[0], took[1]);
    }
}
