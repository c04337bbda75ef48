use domain::{engagement::Answer, selection::Choice};

use super::*;
use crate::{
    papers::tests::{ENGAGEMENT, OTHER, PERSON, UNIT, engagement, scope},
    testing::{databases, raw},
};

fn contractor(n: u32) -> ContractorId {
    format!("con_{n:032x}").parse().unwrap()
}

async fn firms(db: &crate::Db, count: u32) {
    for n in 1..=count {
        let id = contractor(n);
        let body = r#"{"certificates": [{"kind": "isms"}]}"#;
        raw(
            db,
            &format!(
                "insert into contractor (id, name, search_key, created_at, revision, name_key, core_key, body, standing,
                    marks, ends_on) values ('{id}', '候補{n}', 'k{n} ', 1, 1, 'k{n}', 'k{n}', '{body}', 'active', ' isms ',
                    '9999-12-31')"
            ),
        )
        .await;
    }
}

fn round(n: i64) -> Selection {
    Selection {
        id: format!("sel_{n:032x}").parse().unwrap(),
        engagement: ENGAGEMENT.parse().unwrap(),
        round: n,
        state: SelectionState::Open,
        formula: Formula::default(),
        record: RoundRecord::default(),
        made_at: Timestamp::from_microsecond(7).unwrap(),
        made_by: PERSON.parse().unwrap(),
        revision: 1,
    }
}

fn candidate(n: u32, position: i64) -> Candidate {
    Candidate {
        contractor: contractor(n),
        name: format!("候補{n}").parse().unwrap(),
        position,
        details: Details::default(),
        record: CandidateRecord::default(),
        revision: 1,
    }
}

#[tokio::test]
async fn rounds_and_candidates_come_back_as_they_were_kept_and_only_within_reach() {
    for test in databases().await {
        engagement(&test.db).await;
        firms(&test.db, 2).await;
        let (all, elsewhere) = (scope(UNIT), scope(OTHER));
        let mut one = round(1);
        one.formula.site = "大阪センター".parse().unwrap();
        let mut tx = test.db.write().await.unwrap();
        insert(&mut tx, &all, &one).await.unwrap();
        insert(&mut tx, &all, &round(2)).await.unwrap();
        let mut first = candidate(1, 0);
        first.record.sheet.price = Some(1_000_i64.try_into().unwrap());
        first.record.sheet.scope_covers = Answer::Yes;
        first.record.scope_ground = "適用範囲定義書 2章".parse().unwrap();
        add(&mut tx, &all, one.id, &candidate(2, 1)).await.unwrap();
        add(&mut tx, &all, one.id, &first).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = test.db.read().await.unwrap();
        let rounds = of_engagement(&mut tx, &all, one.engagement).await.unwrap();
        assert_eq!(rounds.iter().map(|r| r.round).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(rounds[1], one);
        assert_eq!(latest(&mut tx, &all, one.engagement).await.unwrap().unwrap().round, 2);
        let found = candidates(&mut tx, &all, one.id).await.unwrap();
        assert_eq!(found.iter().map(|c| c.contractor).collect::<Vec<_>>(), [contractor(1), contractor(2)]);
        assert_eq!(found[0].record, first.record);
        assert_eq!(found[0].details.certificates.len(), 1, "the register speaks until the decision");
        assert!(of_engagement(&mut tx, &elsewhere, one.engagement).await.unwrap().is_empty());
        assert!(latest(&mut tx, &elsewhere, one.engagement).await.unwrap().is_none());
        assert!(candidates(&mut tx, &elsewhere, one.id).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_change_from_an_older_revision_is_stale_and_a_place_is_taken_once() {
    for test in databases().await {
        engagement(&test.db).await;
        firms(&test.db, 1).await;
        let all = scope(UNIT);
        let mut tx = test.db.write().await.unwrap();
        let mut one = round(1);
        insert(&mut tx, &all, &one).await.unwrap();
        let mut seen = one.clone();
        one.state = SelectionState::Published;
        update(&mut tx, &all, &mut one).await.unwrap();
        assert!(matches!(update(&mut tx, &all, &mut seen).await, Err(Error::Stale)));
        let mut first = candidate(1, 0);
        add(&mut tx, &all, one.id, &first).await.unwrap();
        let old = first.clone();
        save(&mut tx, &all, one.id, &mut first).await.unwrap();
        assert!(matches!(save(&mut tx, &all, one.id, &mut old.clone()).await, Err(Error::Stale)));
        assert!(matches!(remove(&mut tx, &all, one.id, &old).await, Err(Error::Stale)));
        remove(&mut tx, &all, one.id, &first).await.unwrap();
        assert!(candidates(&mut tx, &all, one.id).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        let mut tx = test.db.write().await.unwrap();
        let again = Selection { id: format!("sel_{:032x}", 9).parse().unwrap(), ..round(1) };
        assert!(insert(&mut tx, &all, &again).await.unwrap_err().is_unique_violation());
    }
}

#[tokio::test]
async fn a_merged_contractor_keeps_its_place_in_rounds_and_decisions() {
    for test in databases().await {
        engagement(&test.db).await;
        firms(&test.db, 3).await;
        let all = scope(UNIT);
        let mut tx = test.db.write().await.unwrap();
        let mut one = round(1);
        one.record.proposed = Some(Choice {
            contractor: contractor(1),
            reason: "価格と実績".parse().unwrap(),
            by: PERSON.parse().unwrap(),
            at: one.made_at,
        });
        insert(&mut tx, &all, &one).await.unwrap();
        add(&mut tx, &all, one.id, &candidate(1, 0)).await.unwrap();
        add(&mut tx, &all, one.id, &candidate(2, 1)).await.unwrap();
        assert!(compete(&mut tx, &all, contractor(1), contractor(2)).await.unwrap());
        assert!(!compete(&mut tx, &all, contractor(1), contractor(3)).await.unwrap());
        carry(&mut tx, &all, contractor(1), contractor(3)).await.unwrap();
        let found = latest(&mut tx, &all, one.engagement).await.unwrap().unwrap();
        assert_eq!(found.record.proposed.unwrap().contractor, contractor(3));
        let all_of = candidates(&mut tx, &all, one.id).await.unwrap();
        assert_eq!(all_of.iter().map(|c| c.contractor).collect::<Vec<_>>(), [contractor(3), contractor(2)]);
    }
}

#[tokio::test]
async fn the_last_accepted_questionnaire_of_each_speaks_and_only_within_reach() {
    for test in databases().await {
        engagement(&test.db).await;
        firms(&test.db, 2).await;
        let sent = |n: u32, unit: &str, state: &str, decided: &str, score: i64| {
            format!(
                "insert into questionnaire (id, contractor_id, unit_id, title, depth, body, state, due_on, sent_at, sent_by,
                    decided_at, score, coverage, answered, asked, kept, revision)
                values ('qst_{n:032x}', '{}', '{unit}', 't', 'basic', '{{}}', '{state}', '2026-06-30', 1, '{PERSON}',
                    {decided}, {score}, 900, 9, 10, true, 1)",
                contractor(1)
            )
        };
        for one in [
            sent(1, UNIT, "accepted", "50", 700),
            sent(2, OTHER, "accepted", "40", 800),
            sent(3, UNIT, "submitted", "null", 990),
        ] {
            raw(&test.db, &one).await;
        }
        let mut tx = test.db.read().await.unwrap();
        let both = [contractor(1), contractor(2)];
        let of = |found: Vec<(ContractorId, QuestionnaireFigure)>| {
            found.into_iter().map(|(id, f)| (id, f.score)).collect::<Vec<_>>()
        };
        let found = figures(&mut tx, &scope(UNIT), &both).await.unwrap();
        assert_eq!(of(found), [(contractor(1), Some(700))], "the later acceptance counts, not the later id");
        let found = figures(&mut tx, &scope(OTHER), &both).await.unwrap();
        assert_eq!(of(found), [(contractor(1), Some(800))]);
        assert!(figures(&mut tx, &scope(UNIT), &[]).await.unwrap().is_empty());
    }
}
