use domain::person::Role;
use serde_json::json;

use super::*;
use crate::testing::{House, fields, houses};

async fn section_officer(house: &House, login: &str) -> Caller {
    let person = house.person(house.begun.root, login).await;
    house.role(person, Role::SectionSecurityOfficer, house.begun.root).await;
    house.caller(person).await
}

fn content(title: &str, answers: Value) -> Content {
    let Value::Object(answers) = answers else { panic!("an object") };
    Content { title: title.into(), step: "information".into(), answers }
}

#[tokio::test]
async fn a_draft_is_saved_and_seen_by_its_author_alone() {
    for house in houses().await {
        let (one, other) = (section_officer(&house, "one").await, section_officer(&house, "other").await);
        let drafts = house.app.drafts();
        let id = drafts.create(&one).await.unwrap().draft.id;
        let saved = drafts.save(&one, id, content("窓口の運用", json!({"places": ["remote"], "n": 1}))).await.unwrap();
        assert_eq!(saved.expires_on, jiff::civil::date(2026, 9, 9));
        let read = drafts.get(&one, id).await.unwrap().draft;
        assert_eq!(read, saved.draft);
        assert_eq!(read.answers["places"], json!(["remote"]));
        assert_eq!(drafts.list(&one).await.unwrap().len(), 1);

        assert!(drafts.list(&other).await.unwrap().is_empty());
        assert!(matches!(drafts.get(&other, id).await, Err(Error::NotFound)));
        assert!(matches!(drafts.save(&other, id, Content::default()).await, Err(Error::NotFound)));
        assert!(matches!(drafts.delete(&other, id).await, Err(Error::NotFound)));
        assert!(matches!(drafts.create(&house.admin().await).await, Err(Error::Forbidden(_))));

        drafts.delete(&one, id).await.unwrap();
        assert!(matches!(drafts.get(&one, id).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_draft_is_kept_until_its_last_day_and_no_longer() {
    for house in houses().await {
        let one = section_officer(&house, "one").await;
        let id = house.app.drafts().create(&one).await.unwrap().draft.id;
        house.app.clock().set("2026-09-09T14:59:59Z".parse().unwrap()); // 23:59 in Japan
        house.app.drafts().get(&one, id).await.unwrap();
        house.app.clock().set("2026-09-09T15:00:00Z".parse().unwrap()); // midnight
        assert!(matches!(house.app.drafts().get(&one, id).await, Err(Error::NotFound)));
        assert!(matches!(house.app.drafts().save(&one, id, Content::default()).await, Err(Error::NotFound)));
        assert!(house.app.drafts().list(&one).await.unwrap().is_empty());
        // what cannot be opened any more is not kept either
        house.app.drafts().create(&one).await.unwrap();
        assert!(matches!(house.app.drafts().delete(&one, id).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn bounds_are_said_at_their_fields() {
    for house in houses().await {
        let one = section_officer(&house, "one").await;
        let drafts = house.app.drafts();
        let id = drafts.create(&one).await.unwrap().draft.id;
        let mut large = content("題\n名", json!({"a": "x".repeat(MAX_BYTES)}));
        large.step = "../x".into();
        let refused = fields(drafts.save(&one, id, large).await);
        assert_eq!(
            refused,
            [("title".into(), "control_character"), ("step".into(), "form"), ("answers".into(), "out_of_range")]
        );
        for _ in 1..MAX_DRAFTS {
            drafts.create(&one).await.unwrap();
        }
        assert!(matches!(drafts.create(&one).await, Err(Error::Conflict(_))));
    }
}
