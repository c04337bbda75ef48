use domain::questionnaire::AnswerSource;
use ledger::Digest;

use super::{
    answering::{AnswerFile, Kept, Link, Note},
    *,
};
use crate::{
    Db,
    book::{self, BookRow, Owner, Upload},
    papers::tests::{OTHER, PERSON, UNIT, engagement, scope},
    testing::{databases, raw, raw_texts},
};

const FIRM: &str = "con_00000000000000000000000000000001";
const RIVAL: &str = "con_00000000000000000000000000000002";

/// Two units, a person and two contractors.
async fn ground(db: &Db) {
    engagement(db).await;
    for (id, name) in [(FIRM, "霧沢設計"), (RIVAL, "月岡工業")] {
        let row = format!(
            "insert into contractor values ('{id}', '{name}', '{name}', null, 1, 1, '{name}', '{name}', '{{}}', 'active',
            ' ', '9999-12-31', null)"
        );
        raw(db, &row).await;
    }
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap()
}

fn one(n: u32, unit: &str, firm: &str) -> Questionnaire {
    Questionnaire {
        id: format!("qst_{n:032x}").parse().unwrap(),
        campaign: None,
        contractor: firm.parse().unwrap(),
        contractor_name: if firm == FIRM { "霧沢設計" } else { "月岡工業" }.parse().unwrap(),
        engagement: None,
        unit: unit.parse().unwrap(),
        title: "情報セキュリティの質問票".parse().unwrap(),
        depth: "basic".into(),
        body: "{\"questions\": []}".into(),
        state: QuestionnaireState::Sent,
        due_on: "2026-06-30".parse().unwrap(),
        sent_at: at(i64::from(n)),
        sent_by: PERSON.parse().unwrap(),
        opened_at: None,
        begun_at: None,
        submitted_at: None,
        submitted_by: None,
        decided_at: None,
        decided_by: None,
        score: None,
        coverage: 0,
        answered: 0,
        asked: 9,
        kept: false,
        revision: 1,
    }
}

async fn put(tx: &mut Tx, questionnaire: &Questionnaire) {
    insert(tx, &scope(UNIT), questionnaire).await.unwrap();
}

/// Hands one in, and says whether its answers may be offered again.
async fn hand_in(tx: &mut Tx, questionnaire: &Questionnaire, kept: bool) -> Questionnaire {
    let mut one = questionnaire.clone();
    one.state = QuestionnaireState::Submitted;
    (one.submitted_at, one.submitted_by) = (Some(at(one.sent_at.as_microsecond() + 50)), Some("橘".into()));
    one.kept = kept;
    update(tx, &mut one).await.unwrap();
    one
}

fn ids(list: &[Questionnaire]) -> Vec<String> {
    list.iter().map(|q| q.id.to_string()).collect()
}

#[tokio::test]
async fn lists_pages_and_counts_stay_within_reach() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let campaign: CampaignId = "cmp_00000000000000000000000000000001".parse().unwrap();
        let mine: Vec<_> = (1..=5).map(|n| one(n, UNIT, FIRM)).collect();
        let theirs = Questionnaire { campaign: Some(campaign), ..one(6, OTHER, RIVAL) };
        for questionnaire in mine.iter().chain([&theirs]) {
            put(&mut tx, questionnaire).await;
        }
        let (all, section) = (scope(UNIT), scope(OTHER));
        assert_eq!(by_id(&mut tx, &all, mine[0].id).await.unwrap(), Some(mine[0].clone()));
        assert_eq!(by_id(&mut tx, &section, mine[0].id).await.unwrap(), None, "out of reach is not there");
        let none = Filter::default();
        let first = page(&mut tx, &all, &none, None, 4).await.unwrap();
        assert_eq!(ids(&first), [6, 5, 4, 3].map(|n| one(n, UNIT, FIRM).id.to_string()));
        assert!(first.iter().all(|q| q.body.is_empty()), "lists do not carry texts");
        let rest = page(&mut tx, &all, &none, Some(first[3].id), 4).await.unwrap();
        assert_eq!(ids(&rest), [2, 1].map(|n| one(n, UNIT, FIRM).id.to_string()));
        assert_eq!(ids(&page(&mut tx, &section, &none, None, 9).await.unwrap()), [theirs.id.to_string()]);
        let together = Filter { campaign: Some(campaign), ..Filter::default() };
        assert_eq!(ids(&page(&mut tx, &all, &together, None, 9).await.unwrap()), [theirs.id.to_string()]);
        let firm = Filter { contractor: Some(FIRM.parse().unwrap()), ..Filter::default() };
        assert_eq!(page(&mut tx, &all, &firm, None, 9).await.unwrap().len(), 5);
        hand_in(&mut tx, &mine[0], false).await;
        let submitted = Filter { state: Some(QuestionnaireState::Submitted), ..Filter::default() };
        assert_eq!(ids(&page(&mut tx, &all, &submitted, None, 9).await.unwrap()), [mine[0].id.to_string()]);
        let counts = |sent, submitted| {
            let all = [(QuestionnaireState::Sent, sent), (QuestionnaireState::Submitted, submitted)];
            all.into_iter().filter(|(_, n)| *n > 0).collect::<BTreeMap<_, i64>>()
        };
        assert_eq!(funnel(&mut tx, &all, &none).await.unwrap(), counts(5, 1));
        assert_eq!(funnel(&mut tx, &section, &none).await.unwrap(), counts(1, 0));
        assert_eq!(funnel(&mut tx, &all, &together).await.unwrap(), counts(1, 0));
    }
}

#[tokio::test]
async fn a_change_from_an_older_revision_is_refused() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let sent = one(1, UNIT, FIRM);
        put(&mut tx, &sent).await;
        let changed = hand_in(&mut tx, &sent, true).await;
        assert_eq!(changed.revision, 2);
        assert_eq!(by_id(&mut tx, &scope(UNIT), sent.id).await.unwrap(), Some(changed));
        assert!(matches!(update(&mut tx, &mut sent.clone()).await, Err(Error::Stale)));
    }
}

#[tokio::test]
async fn last_time_is_looked_up_within_reach() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let (all, section) = (scope(UNIT), scope(OTHER));
        // ids do not follow the time here, as they do not within one millisecond
        let early = Questionnaire { sent_at: at(10), ..one(9, OTHER, FIRM) };
        let secret = Questionnaire { sent_at: at(20), ..one(8, UNIT, FIRM) };
        let rival = Questionnaire { sent_at: at(25), ..one(7, OTHER, RIVAL) };
        let now = Questionnaire { sent_at: at(30), ..one(1, OTHER, FIRM) };
        for questionnaire in [&early, &secret, &rival, &now] {
            put(&mut tx, questionnaire).await;
        }
        assert_eq!(last(&mut tx, &all, &now).await.unwrap(), None, "nothing was handed in yet");
        for questionnaire in [&early, &secret, &rival] {
            hand_in(&mut tx, questionnaire, false).await;
        }
        let id = |found: Option<Questionnaire>| found.map(|q| q.id);
        assert_eq!(id(last(&mut tx, &all, &now).await.unwrap()), Some(secret.id));
        assert_eq!(id(last(&mut tx, &section, &now).await.unwrap()), Some(early.id), "another unit's is not shown");
        assert_eq!(id(last(&mut tx, &all, &early).await.unwrap()), None, "nothing came before the first");
    }
}

#[tokio::test]
async fn a_respondent_is_offered_what_its_own_firm_agreed_to() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let (agreed, refused) = (one(1, OTHER, FIRM), one(2, UNIT, FIRM));
        let (rival, now) = (one(3, UNIT, RIVAL), one(4, UNIT, FIRM));
        for questionnaire in [&agreed, &refused, &rival, &now] {
            put(&mut tx, questionnaire).await;
        }
        hand_in(&mut tx, &refused, false).await;
        hand_in(&mut tx, &rival, true).await;
        assert_eq!(answering::offered(&mut tx, &now).await.unwrap(), None, "not agreed to is not offered");
        let agreed = hand_in(&mut tx, &agreed, true).await;
        assert_eq!(answering::offered(&mut tx, &now).await.unwrap(), Some(agreed.clone()));
        assert_eq!(answering::offered(&mut tx, &agreed).await.unwrap(), None, "one is not offered to itself");
    }
}

#[tokio::test]
async fn one_link_leads_in_at_a_time_and_once() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let of = one(1, UNIT, FIRM);
        put(&mut tx, &of).await;
        let link = |n: u32| Link {
            id: format!("lnk_{n:032x}").parse().unwrap(),
            questionnaire: of.id,
            created_at: at(i64::from(n)),
            expires_at: at(100),
            opened_at: None,
            ended_at: None,
        };
        for n in 1..=2 {
            answering::insert_link(&mut tx, &of, &link(n), &format!("hash{n}")).await.unwrap();
        }
        let (old, _) = answering::by_token(&mut tx, "hash1").await.unwrap().unwrap();
        assert_eq!(old.ended_at, Some(at(2)), "the one before ends");
        assert!(!answering::open_link(&mut tx, old.id, at(3), "s0").await.unwrap());
        assert!(!answering::open_link(&mut tx, link(2).id, at(100), "s1").await.unwrap(), "expired");
        assert!(answering::open_link(&mut tx, link(2).id, at(99), "s2").await.unwrap());
        assert!(!answering::open_link(&mut tx, link(2).id, at(99), "s3").await.unwrap(), "used up");
        answering::extend_links(&mut tx, &of, at(200)).await.unwrap();
        answering::extend_links(&mut tx, &of, at(150)).await.unwrap();
        let (opened, found) = answering::by_session(&mut tx, "s2").await.unwrap().unwrap();
        assert_eq!((opened.expires_at, found), (at(200), of.clone()), "never shortened");
        assert!(opened.holds(at(199)) && !opened.holds(at(200)));
        let (ended, _) = answering::by_link(&mut tx, old.id).await.unwrap().unwrap();
        assert_eq!(ended.expires_at, at(100), "what has ended does not come back");
        answering::end_links(&mut tx, &of, at(120)).await.unwrap();
        let listed = answering::links(&mut tx, &of).await.unwrap();
        assert_eq!(
            listed.iter().map(|l| (l.id, l.ended_at)).collect::<Vec<_>>(),
            [(link(2).id, Some(at(120))), (link(1).id, Some(at(2)))]
        );
        assert!(answering::by_token(&mut tx, "guessed").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn answers_notes_and_files_belong_to_one_questionnaire() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let (of, other) = (one(1, UNIT, FIRM), one(2, UNIT, FIRM));
        put(&mut tx, &of).await;
        put(&mut tx, &other).await;
        let kept = |question: &str, body: &str| Kept {
            question: question.into(),
            body: body.into(),
            source: AnswerSource::Page,
            at: at(3),
            on: "2026-06-11".parse().unwrap(),
        };
        for (question, body) in [("QP-02", "2"), ("CM-GV-01", "1"), ("QP-02", "3")] {
            answering::put(&mut tx, &of, &kept(question, body)).await.unwrap();
        }
        answering::remove(&mut tx, &other, "QP-02").await.unwrap();
        assert_eq!(answering::answers(&mut tx, &of).await.unwrap(), [kept("CM-GV-01", "1"), kept("QP-02", "3")]);
        assert!(answering::answers(&mut tx, &other).await.unwrap().is_empty());
        let file = AnswerFile {
            id: "anf_00000000000000000000000000000001".parse().unwrap(),
            question: "QP-05".into(),
            name: "登録証.pdf".into(),
            sha256: Digest::of_bytes(b"proof"),
            size: 5,
            at: at(4),
        };
        answering::insert_file(&mut tx, &of, &file).await.unwrap();
        assert_eq!(answering::file(&mut tx, &of, file.id).await.unwrap(), Some(file.clone()));
        assert_eq!(answering::file(&mut tx, &other, file.id).await.unwrap(), None);
        assert_eq!(answering::files(&mut tx, &of).await.unwrap(), [file]);
        let note = |n: u32, person: Option<PersonId>| Note {
            id: format!("nte_{n:032x}").parse().unwrap(),
            question: None,
            body: "よろしく".into(),
            person,
            person_name: person.map(|_| "関 守".into()),
            at: at(5),
        };
        for one in [note(1, None), note(2, Some(PERSON.parse().unwrap()))] {
            answering::insert_note(&mut tx, &of, &one).await.unwrap();
        }
        let notes = answering::notes(&mut tx, &of).await.unwrap();
        assert_eq!(notes, [note(1, None), note(2, Some(PERSON.parse().unwrap()))]);
    }
}

#[tokio::test]
async fn what_a_questionnaire_put_into_a_book_can_be_taken_out_again() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let from = one(1, UNIT, FIRM).id;
        let row = |measure: &str, questionnaire: Option<QuestionnaireId>| BookRow {
            measure: measure.into(),
            scope_kind: "company".into(),
            scope_name: String::new(),
            body: "{}".into(),
            answered_on: "2026-06-11".parse().unwrap(),
            kept_at: at(6),
            questionnaire,
        };
        let (firm, rival) = (Owner::Contractor(FIRM.parse().unwrap()), Owner::Contractor(RIVAL.parse().unwrap()));
        for (owner, one) in [
            (firm, row("CM-GV-01", Some(from))),
            (firm, row("CM-GV-02", None)),
            (rival, row("CM-GV-01", Some(from))),
            (Owner::Own, row("CM-GV-01", None)),
        ] {
            book::put(&mut tx, owner, &one).await.unwrap();
        }
        assert_eq!(book::forget(&mut tx, firm, from).await.unwrap(), 1);
        assert_eq!(book::of(&mut tx, firm).await.unwrap(), [row("CM-GV-02", None)]);
        assert_eq!(book::of(&mut tx, rival).await.unwrap(), [row("CM-GV-01", Some(from))]);
        assert_eq!(book::of(&mut tx, Owner::Own).await.unwrap(), [row("CM-GV-01", None)]);
    }
}

#[tokio::test]
async fn a_sheet_is_its_owners_for_a_time() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.write().await.unwrap();
        let (all, person): (_, PersonId) = (scope(UNIT), PERSON.parse().unwrap());
        let digest = Digest::of_bytes(b"sheet");
        let sheet = |n: u32| Upload {
            id: format!("sht_{n:032x}").parse().unwrap(),
            name: "調査票.xlsx".into(),
            sha256: digest,
            size: 5,
            choices: "{}".into(),
            created_at: at(i64::from(n)),
        };
        for n in 1..=3 {
            book::upload(&mut tx, &all, person, &sheet(n)).await.unwrap();
        }
        let nobody: PersonId = "per_00000000000000000000000000000009".parse().unwrap();
        assert_eq!(book::uploaded(&mut tx, &all, (person, sheet(2).id), at(1)).await.unwrap(), Some(sheet(2)));
        assert_eq!(
            book::uploaded(&mut tx, &all, (person, sheet(2).id), at(2)).await.unwrap(),
            None,
            "its time is over"
        );
        assert_eq!(book::uploaded(&mut tx, &all, (nobody, sheet(2).id), at(1)).await.unwrap(), None);
        assert!(!book::choose(&mut tx, &all, nobody, sheet(2).id, "{\"a\": \"b\"}").await.unwrap());
        assert_eq!(crate::attachments::held(&mut tx, digest).await.unwrap(), 3);
        let named = crate::attachments::digests(&mut tx, "", 9).await.unwrap();
        assert_eq!(named, [(digest, 5)], "clients' sheets are among the contents that are looked over");
        let old = book::old(&mut tx, at(2), 9).await.unwrap();
        assert_eq!(
            old.iter().map(|o| (o.id, o.unit.to_string())).collect::<Vec<_>>(),
            [(sheet(1).id, UNIT.to_owned()), (sheet(2).id, UNIT.to_owned())]
        );
        assert_eq!(book::old(&mut tx, at(2), 1).await.unwrap().len(), 1);
        for one in &old {
            book::drop_old(&mut tx, one).await.unwrap();
        }
        assert_eq!(crate::attachments::held(&mut tx, digest).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(raw_texts(&test.db, "select id from sheet_upload").await, [sheet(3).id.to_string()]);
    }
}

#[tokio::test]
async fn chosen_contractors_are_found_by_id() {
    for test in databases().await {
        ground(&test.db).await;
        let mut tx = test.db.read().await.unwrap();
        let ids: Vec<ContractorId> =
            [RIVAL, FIRM, "con_00000000000000000000000000000009"].map(|t| t.parse().unwrap()).into();
        let found = crate::contractors::of_ids(&mut tx, &scope(UNIT), &ids).await.unwrap();
        assert_eq!(found.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["月岡工業", "霧沢設計"]);
        assert!(crate::contractors::of_ids(&mut tx, &scope(UNIT), &[]).await.unwrap().is_empty());
    }
}
