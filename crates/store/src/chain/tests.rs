use domain::{
    country::Country,
    engagement::Answer,
    subcontract::{Extent, LevelProof, SubcontractGround},
};

use super::*;
use crate::{
    papers::tests::{ENGAGEMENT, OTHER, PERSON, UNIT, engagement, scope},
    testing::{databases, raw},
};

fn firm(n: u32) -> ContractorId {
    format!("con_{n:032x}").parse().unwrap()
}

fn day(n: i8) -> Date {
    jiff::civil::date(2026, 6, n)
}

fn request(n: u32, applicant: u32, to: u32) -> SubcontractRequest {
    SubcontractRequest {
        id: format!("sct_{n:032x}").parse().unwrap(),
        engagement: ENGAGEMENT.parse().unwrap(),
        applicant: firm(applicant),
        to: firm(to),
        part: "夜間の監視".parse().unwrap(),
        extent: Extent::Part,
        country: Country::JAPAN,
        sites: std::collections::BTreeSet::new(),
        ground: SubcontractGround::Expertise,
        reason: "監視の経験がある".parse().unwrap(),
        information: std::collections::BTreeSet::new(),
        level: LevelProof {
            between_them: Answer::Yes,
            in_our_contract: Answer::Yes,
            measures_reported: Answer::Unknown,
            measures_sufficient: Answer::Unknown,
            verification: None,
        },
        asked_on: day(1),
        decision: SubcontractDecision::Open,
    }
}

fn approved() -> SubcontractDecision {
    SubcontractDecision::Approved { owner: None, officer: None, conditions: Vec::new(), until: day(30) }
}

fn seen(giver: u32, at_work: u32) -> FirmAtWork {
    FirmAtWork {
        giver: firm(giver),
        firm: firm(at_work),
        seen_on: day(3),
        note: "名札で分かった".parse().unwrap(),
        seen_by: PERSON.parse().unwrap(),
        seen_at: Timestamp::UNIX_EPOCH,
        left_on: None,
    }
}

async fn prepared(db: &crate::Db) {
    engagement(db).await;
    let mut sql = String::new();
    for n in 1..=4 {
        sql += &format!(
            "insert into contractor (id, name, search_key, corporate_number, created_at, revision)
             values ('{}', '株式会社霧沢{n}', '株式会社霧沢{n} ', null, 1, 1);",
            firm(n)
        );
    }
    sql += &format!("update engagement set contractor_id = '{}' where id = '{ENGAGEMENT}';", firm(1));
    raw(db, &sql).await;
}

#[tokio::test]
async fn requests_are_kept_within_reach_and_change_only_as_seen() {
    for test in databases().await {
        prepared(&test.db).await;
        let (here, elsewhere) = (scope(UNIT), scope(OTHER));
        let id = ENGAGEMENT.parse().unwrap();
        let mut tx = test.db.write().await.unwrap();
        let by = (PERSON.parse().unwrap(), Timestamp::UNIX_EPOCH);
        for one in [request(1, 1, 2), request(2, 2, 3)] {
            insert(&mut tx, &here, &one, by).await.unwrap();
        }
        let listed = of_engagement(&mut tx, &here, id).await.unwrap();
        assert_eq!(listed.iter().map(|s| s.request.clone()).collect::<Vec<_>>(), [request(1, 1, 2), request(2, 2, 3)]);
        assert!(of_engagement(&mut tx, &elsewhere, id).await.unwrap().is_empty());
        let mut one = listed[0].clone();
        assert!(by_id(&mut tx, &elsewhere, one.request.id).await.unwrap().is_none());
        one.request.decision = approved();
        update(&mut tx, &here, &one).await.unwrap();
        assert!(matches!(update(&mut tx, &here, &one).await, Err(Error::Stale)));
        let again = by_id(&mut tx, &here, one.request.id).await.unwrap().unwrap();
        assert_eq!((again.request.decision, again.revision), (approved(), 2));
    }
}

#[tokio::test]
async fn what_rests_on_a_firm_is_found_at_every_tier_and_within_reach() {
    for test in databases().await {
        prepared(&test.db).await;
        let (here, elsewhere) = (scope(UNIT), scope(OTHER));
        let id: EngagementId = ENGAGEMENT.parse().unwrap();
        let mut tx = test.db.write().await.unwrap();
        let by = (PERSON.parse().unwrap(), Timestamp::UNIX_EPOCH);
        insert(&mut tx, &here, &SubcontractRequest { decision: approved(), ..request(1, 1, 2) }, by).await.unwrap();
        insert(&mut tx, &here, &request(2, 2, 3), by).await.unwrap();
        see(&mut tx, &here, id, &seen(2, 4)).await.unwrap();
        see(&mut tx, &here, id, &seen(1, 2)).await.unwrap();
        let mut found = Vec::new();
        for n in 1..=4 {
            let rows = touched(&mut tx, &here, firm(n), (None, 10)).await.unwrap();
            found.push(rows.iter().map(|t| t.direct).collect::<Vec<_>>());
            assert!(touched(&mut tx, &elsewhere, firm(n), (None, 10)).await.unwrap().is_empty());
        }
        // one row each, however many ways lead there; what is only asked for holds nothing yet
        assert_eq!(found, [vec![true], vec![false], vec![], vec![false]]);
        let weights = concentration(&mut tx, &here, 10).await.unwrap();
        let weights: Vec<_> = weights.iter().map(|w| (w.firm, w.engagements, w.direct)).collect();
        assert_eq!(weights, [(firm(1), 1, 1), (firm(2), 1, 0), (firm(4), 1, 0)]);
        assert!(concentration(&mut tx, &elsewhere, 10).await.unwrap().is_empty());

        assert!(leave(&mut tx, &here, id, (firm(2), firm(4), day(9))).await.unwrap());
        assert!(!leave(&mut tx, &here, id, (firm(2), firm(4), day(9))).await.unwrap());
        assert!(touched(&mut tx, &here, firm(4), (None, 10)).await.unwrap().is_empty());
        let all = at_work(&mut tx, &here, id).await.unwrap();
        assert_eq!(all.iter().map(|w| w.left_on).collect::<Vec<_>>(), [None, Some(day(9))]);
        assert!(at_work(&mut tx, &elsewhere, id).await.unwrap().is_empty());
    }
}
