//! What is kept, for whom, and for how long: earlier answers, files, clients' sheets.

use std::time::Duration;

use super::*;

/// A security officer of a section and what they sent.
async fn section(house: &House) -> Caller {
    let unit = house.unit(house.begun.root, "水道課").await;
    let person = house.person(unit, "suido").await;
    house.role(person, Role::SectionSecurityOfficer, unit).await;
    house.caller(person).await
}

/// Sends one, has it answered in full and handed in.
async fn round(house: &House, by: &Caller, firm: ContractorId, keep: Keep) -> (Sent, Respondent) {
    let app = house.app.questionnaires();
    let sent = app.send(by, &new(vec![firm])).await.unwrap().remove(0);
    let respondent = open(house, &sent.token).await;
    answer_all(house, &respondent).await;
    app.submit(&respondent, "橘 一葉", keep).await.unwrap();
    house.minutes(60);
    (sent, respondent)
}

async fn offers(house: &House, sent: &Sent) -> BTreeMap<QuestionId, Offer> {
    let by = open(house, &sent.token).await;
    house.app.questionnaires().answer_sheet(&by).await.unwrap().1
}

#[tokio::test]
async fn a_unit_compares_with_what_it_asked_itself() {
    for house in houses().await {
        let (buyer, section) = (buyer(&house).await, section(&house).await);
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let (first, _) = round(&house, &buyer, firm, Keep::Nowhere).await;
        let (second, _) = round(&house, &section, firm, Keep::Nowhere).await;
        let seen = app.show(&section, second.questionnaire.id).await.unwrap();
        assert!(seen.last.is_none() && seen.before.is_empty(), "another unit's answers are not shown");
        let seen = app.show(&buyer, second.questionnaire.id).await.unwrap();
        assert_eq!(seen.last.map(|(q, _)| q.id), Some(first.questionnaire.id));
    }
}

#[tokio::test]
async fn answers_that_serve_one_questionnaire_only_are_not_offered() {
    for house in houses().await {
        let (buyer, section) = (buyer(&house).await, section(&house).await);
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        round(&house, &buyer, firm, Keep::Nowhere).await;
        let next = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        assert!(offers(&house, &next).await.is_empty());
        // agreed to: offered to the same firm, whichever unit asks
        let (agreed, respondent) = round(&house, &buyer, firm, Keep::InBook).await;
        let next = app.send(&section, &new(vec![firm])).await.unwrap().remove(0);
        assert!(offers(&house, &next).await.len() > 10);
        // and no more once the firm says no
        app.send_back(&buyer, agreed.questionnaire.id, ("体制図の日付を教えてください", None)).await.unwrap();
        app.submit(&respondent, "橘 一葉", Keep::Nowhere).await.unwrap();
        let next = app.send(&section, &new(vec![firm])).await.unwrap().remove(0);
        assert!(offers(&house, &next).await.is_empty(), "what was kept before is gone as well");
    }
}

/// A question of the set that takes a file.
fn file_question(set: &Set) -> QuestionId {
    set.questions.iter().find(|q| matches!(q.kind, AnswerKind::File)).unwrap().id.clone()
}

async fn standard(house: &House, buyer: &Caller, firm: ContractorId) -> Sent {
    let new = NewQuestionnaire { depth: Depth::Standard, ..new(vec![firm]) };
    house.app.questionnaires().send(buyer, &new).await.unwrap().remove(0)
}

#[tokio::test]
async fn a_file_is_one_that_was_received() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = standard(&house, &buyer, firm).await;
        let by = open(&house, &sent.token).await;
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        let question = file_question(&sheet.set);
        let digest = |bytes: &[u8]| ledger::Digest::of_bytes(bytes).to_string();
        let typed = |sha256: &str| Entry { values: vec!["登録証.pdf".into(), sha256.into()], ..Entry::default() };
        let kept = async || {
            let (sheet, _) = app.answer_sheet(&by).await.unwrap();
            sheet.answers.get(&question).map(|a| a.value.clone())
        };
        let file = |sha256: Option<String>| Some(Value::File { name: "登録証.pdf".into(), sha256 });
        app.answer(&by, &[(question.clone(), typed(&digest(b"never sent")))]).await.unwrap();
        assert_eq!(kept().await, file(None), "a digest alone shows nothing");
        app.attach(&by, (question.as_str(), "登録証.pdf"), b"%PDF").await.unwrap();
        assert_eq!(kept().await, file(Some(digest(b"%PDF"))));
        app.answer(&by, &[(question.clone(), typed(&digest(b"%PDF")))]).await.unwrap();
        assert_eq!(kept().await, file(Some(digest(b"%PDF"))), "what was received stays");
        let refused = app.attach(&by, ("QP-01", "a.pdf"), b"%PDF").await;
        assert_eq!(fields(refused), [("question".to_owned(), "unknown")]);
        // the bytes lie in the folder, once, and the database names them
        let (view, contents) = (app.show(&buyer, sent.questionnaire.id).await.unwrap(), house.app.contents());
        let received = &view.sheet.files[0];
        assert_eq!(std::fs::read(contents.path(received.sha256)).unwrap(), b"%PDF");
        let (_, bytes) = app.file(&buyer, sent.questionnaire.id, received.id).await.unwrap();
        assert_eq!(bytes, b"%PDF");
        std::fs::write(contents.path(received.sha256), b"%BAD").unwrap();
        let altered = app.file(&buyer, sent.questionnaire.id, received.id).await;
        assert!(matches!(altered, Err(Error::Conflict(_))), "altered on disk is not handed out");
    }
}

#[tokio::test]
async fn a_file_of_last_time_comes_with_its_answer() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = standard(&house, &buyer, firm).await;
        let by = open(&house, &sent.token).await;
        answer_all(&house, &by).await;
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        let question = file_question(&sheet.set);
        let tables = sheet.set.questions.iter().filter_map(|q| match &q.kind {
            AnswerKind::Table { columns, .. } => {
                let rows = vec![vec!["本社".to_owned(); columns.len()]];
                Some((q.id.clone(), Entry { rows, ..Entry::default() }))
            }
            _ => None,
        });
        app.answer(&by, &tables.collect::<Vec<_>>()).await.unwrap();
        app.attach(&by, (question.as_str(), "登録証.pdf"), b"%PDF").await.unwrap();
        app.submit(&by, "橘 一葉", Keep::InBook).await.unwrap();
        let next = standard(&house, &buyer, firm).await;
        let by = open(&house, &next.token).await;
        app.take(&by, Some(&question)).await.unwrap();
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        let value =
            Value::File { name: "登録証.pdf".into(), sha256: Some(ledger::Digest::of_bytes(b"%PDF").to_string()) };
        assert_eq!(sheet.answers.get(&question).map(|a| &a.value), Some(&value));
        let (_, bytes) = app.file(&buyer, next.questionnaire.id, sheet.files[0].id).await.unwrap();
        assert_eq!(bytes, b"%PDF");
    }
}

#[tokio::test]
async fn files_are_read_while_others_write() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let (app, books) = (house.app.questionnaires(), house.app.books());
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        let by = open(&house, &sent.token).await;
        let book = app.workbook(&buyer, sent.questionnaire.id, Lang::Ja).await.unwrap();
        let sheet = books.upload(&buyer, "調査票.xlsx", &book).await.unwrap();
        // whoever holds the lock of the ledger keeps nobody from hearing what is wrong with a file
        let held = house.app.work(&buyer).await.unwrap();
        let patience = Duration::from_secs(20);
        let refused = async {
            assert_eq!(fields(app.answer_import(&by, b"PK no workbook").await), [("file".to_owned(), "rule")]);
            assert_eq!(
                fields(app.import(&buyer, sent.questionnaire.id, b"PK no workbook").await),
                [("file".to_owned(), "rule")]
            );
            books.filled(&buyer, sheet).await.unwrap();
            let gone = books.correct(&buyer, house.app.mint(), &crate::books::Choices::default()).await;
            assert!(matches!(gone, Err(Error::NotFound)));
        };
        tokio::time::timeout(patience, refused).await.expect("waits for the lock");
        drop(held);
    }
}

#[tokio::test]
async fn a_clients_sheet_is_gone_after_its_time() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let (app, books) = (house.app.questionnaires(), house.app.books());
        let sent = standard(&house, &buyer, firm).await;
        let by = open(&house, &sent.token).await;
        let book = app.workbook(&buyer, sent.questionnaire.id, Lang::Ja).await.unwrap();
        let other = app.workbook(&buyer, sent.questionnaire.id, Lang::En).await.unwrap();
        let (alone, shared) = (
            books.upload(&buyer, "調査票.xlsx", &book).await.unwrap(),
            books.upload(&buyer, "同じもの.xlsx", &other).await.unwrap(),
        );
        // the same bytes also came with an answer
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        app.attach(&by, (file_question(&sheet.set).as_str(), "別紙.xlsx"), &other).await.unwrap();
        let there = |bytes: &[u8]| house.app.contents().path(ledger::Digest::of_bytes(bytes)).exists();
        let day = 60 * 24;
        house.minutes(29 * day);
        assert_eq!(books.drop_old().await.unwrap(), 0);
        let newer = books.upload(&buyer, "新しい.xlsx", &book).await.unwrap();
        books.filled(&buyer, alone).await.unwrap();
        house.minutes(2 * day);
        for sheet in [alone, shared] {
            assert!(
                matches!(books.filled(&buyer, sheet).await, Err(Error::NotFound)),
                "over before it is cleared away"
            );
            assert!(matches!(books.filled_file(&buyer, sheet).await, Err(Error::NotFound)));
            let none = crate::books::Choices::default();
            assert!(matches!(books.correct(&buyer, sheet, &none).await, Err(Error::NotFound)));
        }
        assert_eq!(books.drop_old().await.unwrap(), 2);
        assert_eq!(books.drop_old().await.unwrap(), 0);
        books.filled(&buyer, newer).await.unwrap();
        assert!(there(&book) && there(&other), "what something else names stays");
        house.minutes(31 * day);
        assert_eq!(books.drop_old().await.unwrap(), 1);
        assert!(!there(&book) && there(&other), "the last one takes the bytes with it");
        let expired = "select actor from ledger where action = 'sheet.expire'";
        assert_eq!(store::testing::raw_texts(house.app.db(), expired).await, ["system"; 3]);
    }
}

#[tokio::test]
async fn a_note_may_be_as_long_as_a_reason() {
    let house = houses().await.remove(0);
    let buyer = buyer(&house).await;
    let firm = firm(&house, &buyer, "霧沢設計").await;
    let app = house.app.questionnaires();
    let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
    let by = open(&house, &sent.token).await;
    let long = "あ".repeat(2000);
    app.answer_note(&by, (None, &long)).await.unwrap();
    app.note(&buyer, sent.questionnaire.id, (None, &long)).await.unwrap();
    let longer = format!("{long}い");
    assert_eq!(fields(app.answer_note(&by, (None, &longer)).await), [("body".to_owned(), "too_long")]);
    let (sheet, _) = app.answer_sheet(&by).await.unwrap();
    assert!(sheet.notes.iter().all(|note| note.body == long) && sheet.notes.len() == 2);
}

#[tokio::test]
async fn chosen_contractors_stay_while_others_are_looked_for() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        for n in 0..55 {
            firm(&house, &buyer, &format!("霧沢 {n:02}")).await;
        }
        let far = firm(&house, &buyer, "鷲津製作所").await;
        let app = house.app.questionnaires();
        let first = app.prepare(&buyer, None, &Choosing::default()).await.unwrap();
        assert_eq!((first.contractors.len(), first.count, first.chosen.len()), (50, 56, 0));
        assert!(first.contractors.iter().all(|c| c.id != far), "not among the first");
        let sought = Choosing { query: "鷲津".into(), chosen: Vec::new() };
        let found = app.prepare(&buyer, None, &sought).await.unwrap();
        assert_eq!(found.contractors.iter().map(|c| c.id).collect::<Vec<_>>(), [far]);
        let on = Choosing { query: "霧沢 54".into(), chosen: vec![far] };
        let found = app.prepare(&buyer, None, &on).await.unwrap();
        assert_eq!(found.chosen.iter().map(|c| c.id).collect::<Vec<_>>(), [far]);
        assert_eq!((found.contractors.len(), found.count), (1, 1));
    }
}
