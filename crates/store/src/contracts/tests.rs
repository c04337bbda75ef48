use domain::permission::Scope;

use super::*;
use crate::{
    papers::tests::{ENGAGEMENT, OTHER, PERSON, UNIT, engagement, scope},
    testing::{databases, raw},
};

const FILE: &str = "att_00000000000000000000000000000001";

fn check(n: u32, contract: &str, version: i64) -> ContractCheck {
    ContractCheck {
        id: format!("chk_{n:032x}").parse().unwrap(),
        engagement: ENGAGEMENT.parse().unwrap(),
        contract: contract.into(),
        version,
        attachment: FILE.parse().unwrap(),
        document_type: "outsourcing".into(),
        sha256: Digest::of_bytes(b"draft"),
        edition: "2026-11".into(),
        standing: "{}".into(),
        model: "{\"text\": []}".into(),
        checked_at: Timestamp::from_microsecond(i64::from(n)).unwrap(),
        checked_by: PERSON.parse().unwrap(),
    }
}

fn said(concept: &str, body: &str) -> ContractCorrection {
    let at = Timestamp::from_microsecond(5).unwrap();
    ContractCorrection { concept: concept.into(), body: body.into(), at, by: PERSON.parse().unwrap() }
}

async fn file(db: &crate::Db) {
    let digest = Digest::of_bytes(b"draft");
    let row = format!(
        "insert into attachment values
        ('{FILE}', '{ENGAGEMENT}', '契約書.docx', 'application/octet-stream', 5, '{digest}', '{PERSON}', 1, null, '')"
    );
    raw(db, &row).await;
}

async fn ids(tx: &mut Tx, scope: &Scope) -> Vec<(String, i64)> {
    let all = of_engagement(tx, scope, ENGAGEMENT.parse().unwrap()).await.unwrap();
    assert!(all.iter().all(|one| one.model.is_empty()), "lists do not carry texts");
    all.into_iter().map(|one| (one.contract, one.version)).collect()
}

#[tokio::test]
async fn checks_are_kept_version_by_version_and_only_within_reach() {
    for test in databases().await {
        engagement(&test.db).await;
        file(&test.db).await;
        let (all, elsewhere) = (scope(UNIT), scope(OTHER));
        let mut tx = test.db.write().await.unwrap();
        for one in [check(1, "秘密保持契約", 1), check(2, "業務委託契約", 1), check(3, "業務委託契約", 2)]
        {
            insert(&mut tx, &all, &one).await.unwrap();
        }
        let listed = [("業務委託契約", 2), ("業務委託契約", 1), ("秘密保持契約", 1)];
        assert_eq!(ids(&mut tx, &all).await, listed.map(|(name, n)| (name.to_owned(), n)));
        assert_eq!(by_id(&mut tx, &all, check(2, "", 1).id).await.unwrap(), Some(check(2, "業務委託契約", 1)));
        set_standing(&mut tx, &all, check(2, "", 1).id, "{\"must\": 1}").await.unwrap();
        let again = by_id(&mut tx, &all, check(2, "", 1).id).await.unwrap().unwrap();
        assert_eq!((again.standing.as_str(), again.model.as_str()), ("{\"must\": 1}", "{\"text\": []}"));
        let of = (ENGAGEMENT.parse().unwrap(), "業務委託契約");
        for (version, expected) in [(None, Some(3)), (Some(3), Some(3)), (Some(2), Some(2)), (Some(1), None)] {
            let found = before(&mut tx, &all, of, version).await.unwrap().map(|one| one.id);
            assert_eq!(found, expected.map(|n| check(n, "", 1).id), "before {version:?}");
        }
        assert_eq!(before(&mut tx, &elsewhere, of, None).await.unwrap(), None);
        assert_eq!(by_id(&mut tx, &elsewhere, check(2, "", 1).id).await.unwrap(), None);
        assert!(ids(&mut tx, &elsewhere).await.is_empty());
        let twice = insert(&mut tx, &all, &check(9, "業務委託契約", 2)).await.unwrap_err();
        assert!(twice.is_unique_violation());
    }
}

#[tokio::test]
async fn a_later_word_takes_the_place_of_the_one_before_and_can_be_taken_back() {
    for test in databases().await {
        engagement(&test.db).await;
        let (all, elsewhere) = (scope(UNIT), scope(OTHER));
        let of = (ENGAGEMENT.parse().unwrap(), "業務委託契約");
        let mut tx = test.db.write().await.unwrap();
        for one in [said("survival", "1"), said("audit_right", "2"), said("survival", "3")] {
            correct(&mut tx, &all, of, &one).await.unwrap();
        }
        correct(&mut tx, &all, (of.0, "秘密保持契約"), &said("survival", "4")).await.unwrap();
        let kept = corrections(&mut tx, &all, of).await.unwrap();
        assert_eq!(kept, [said("audit_right", "2"), said("survival", "3")]);
        assert!(corrections(&mut tx, &elsewhere, of).await.unwrap().is_empty(), "out of reach is not there");
        assert!(take_back(&mut tx, &all, of, "survival").await.unwrap());
        assert!(!take_back(&mut tx, &all, of, "survival").await.unwrap());
        assert_eq!(corrections(&mut tx, &all, of).await.unwrap().len(), 1);
        assert_eq!(corrections(&mut tx, &all, (of.0, "秘密保持契約")).await.unwrap().len(), 1);
    }
}
