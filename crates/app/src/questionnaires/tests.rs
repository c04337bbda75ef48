use catalogue::question::{AnswerKind, Depth, QuestionId};
use domain::{Lang, id::ContractorId, person::Role};
use questions::{Entry, Field, Set, workbook};

mod links;
mod reuse;

use super::*;
use crate::{
    Caller,
    contractors::ContractorFields,
    testing::{House, fields, houses},
};

async fn buyer(house: &House) -> Caller {
    let person = house.person(house.begun.root, "buyer").await;
    house.role(person, Role::ProcurementLegal, house.begun.root).await;
    house.caller(person).await
}

async fn firm(house: &House, buyer: &Caller, name: &str) -> ContractorId {
    let firm = ContractorFields { name: name.into(), ..ContractorFields::default() };
    house.app.contractors().create(buyer, &firm).await.unwrap().id
}

fn new(contractors: Vec<ContractorId>) -> NewQuestionnaire {
    let due_on = "2026-06-30".parse().unwrap();
    NewQuestionnaire { contractors, engagement: None, depth: Depth::Basic, due_on, title: String::new() }
}

/// An answer to any question that lets the sheet be handed in.
fn fitting(set: &Set, id: &QuestionId) -> Entry {
    let question = set.question(id).unwrap();
    let value = match &question.kind {
        AnswerKind::Level { .. } => "3".to_owned(),
        AnswerKind::Choice { options } => options[0].value.clone(),
        AnswerKind::Several { options } => options[0].value.clone(),
        AnswerKind::YesNo => "no".to_owned(),
        AnswerKind::Number { .. } => "12".to_owned(),
        AnswerKind::Date => "2026-05-01".to_owned(),
        AnswerKind::Text { .. } | AnswerKind::File => "窓口の担当".to_owned(),
        AnswerKind::Table { .. } => String::new(),
    };
    let proof = Field { name: "規程 第3版".into(), ..Field::default() };
    let evidence = if question.evidence.is_empty() { Vec::new() } else { vec![proof] };
    Entry { values: vec![value], evidence, ..Entry::default() }
}

const FROM: (&str, Option<String>) = ("192.0.2.1", None);

async fn open(house: &House, token: &str) -> Respondent {
    let opened = house.app.questionnaires().open(token, FROM).await.unwrap();
    house.app.questionnaires().respondent(&opened.secret, None).await.unwrap()
}

async fn answer_all(house: &House, by: &Respondent) {
    let (sheet, _) = house.app.questionnaires().answer_sheet(by).await.unwrap();
    let entries: Vec<_> = sheet.set.questions.iter().map(|q| (q.id.clone(), fitting(&sheet.set, &q.id))).collect();
    house.app.questionnaires().answer(by, &entries).await.unwrap();
}

#[tokio::test]
async fn a_questionnaire_goes_out_and_comes_back() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let (a, b) = (firm(&house, &buyer, "霧沢設計").await, firm(&house, &buyer, "月岡工業").await);
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![a, b])).await.unwrap();
        assert_eq!(sent.len(), 2);
        assert!(sent[0].questionnaire.campaign.is_some());
        let id = sent[0].questionnaire.id;
        assert_eq!(app.peek(&sent[0].token, FROM).await.unwrap().due_on.to_string(), "2026-06-30");
        let by = open(&house, &sent[0].token).await;
        let missing = app.submit(&by, "橘 一葉", Keep::InBook).await;
        assert!(fields(missing).iter().all(|(_, code)| *code == "missing"));
        answer_all(&house, &by).await;
        let listed = app.list(&buyer, &Filter::default(), None, 50).await.unwrap();
        assert_eq!(funnel(&listed.counts), [2, 1, 1, 0, 0]);
        app.submit(&by, "橘 一葉", Keep::InBook).await.unwrap();
        assert!(matches!(app.answer(&by, &[]).await, Err(Error::Conflict(_))), "handed in is handed in");
        let view = app.show(&buyer, id).await.unwrap();
        assert_eq!(view.score.text(), "50.0");
        app.send_back(&buyer, id, ("体制図の日付を教えてください", None)).await.unwrap();
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        assert_eq!(sheet.notes.len(), 1);
        let by = app.respondent_again(&by).await;
        app.submit(&by, "橘 一葉", Keep::InBook).await.unwrap();
        let view = app.show(&buyer, id).await.unwrap();
        assert!(matches!(app.accept(&buyer, id, view.sheet.questionnaire.revision - 1).await, Err(Error::Conflict(_))));
        app.accept(&buyer, id, view.sheet.questionnaire.revision).await.unwrap();
        let listed = app.list(&buyer, &Filter::default(), None, 50).await.unwrap();
        assert_eq!(funnel(&listed.counts), [2, 1, 1, 1, 1]);
        // asked again, the same firm is offered what it agreed to keep, and only that firm
        let again = app.send(&buyer, &new(vec![a])).await.unwrap();
        let by = open(&house, &again[0].token).await;
        let (sheet, offers) = app.answer_sheet(&by).await.unwrap();
        // tables, and what an answer made needless, were not answered; all else is offered
        let given: Vec<_> = view.sheet.answers.0.keys().collect();
        assert_eq!(offers.keys().collect::<Vec<_>>(), given);
        let asked = |id: &QuestionId| sheet.set.question(id).is_some();
        assert!(given.len() > 10 && given.iter().all(|id| asked(id)));
        let other = open(&house, &sent[1].token).await;
        assert!(app.answer_sheet(&other).await.unwrap().1.is_empty(), "nothing of another contractor is offered");
        assert!(app.take(&by, None).await.unwrap() > 10);
    }
}

impl Questionnaires<'_> {
    /// The same respondent with what is stored now.
    async fn respondent_again(&self, by: &Respondent) -> Respondent {
        let mut tx = self.0.db().read().await.unwrap();
        let (_, one) = rows::by_link(&mut tx, by.link_id()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        by.with(one)
    }
}

#[tokio::test]
async fn a_workbook_is_taken_in_whole_or_not_at_all() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        let by = open(&house, &sent.token).await;
        let (sheet, _) = app.answer_sheet(&by).await.unwrap();
        let mut answers = Answers::default();
        for question in sheet.set.questions.iter().filter(|q| q.is_measure()) {
            let answer = questions::enter(question, &fitting(&sheet.set, &question.id)).unwrap().unwrap();
            answers.0.insert(question.id.clone(), answer);
        }
        let cover = workbook::Cover {
            id: sent.questionnaire.id.to_string(),
            client: "霧沢県".into(),
            contractor: "霧沢設計".into(),
            title: "質問票".into(),
            due_on: "2026-06-30".parse().unwrap(),
            made_at: house.app.clock().now(),
            lang: Lang::Ja,
        };
        let good = workbook::write(&sheet.set, &answers, &cover).unwrap();
        let other = workbook::Cover { id: "qst_00000000000070008000000000000009".into(), ..cover };
        let wrong = workbook::write(&sheet.set, &answers, &other).unwrap();
        assert_eq!(fields(app.answer_import(&by, &wrong).await), [("file".to_owned(), "rule")]);
        assert!(app.answer_sheet(&by).await.unwrap().0.answers.is_empty(), "nothing half imported");
        assert_eq!(app.answer_import(&by, &good).await.unwrap(), answers.len());
        assert_eq!(app.answer_sheet(&by).await.unwrap().0.answers, answers);
        let back = app.answer_workbook(&by, Lang::En).await.unwrap();
        assert_eq!(app.answer_import(&by, &back).await.unwrap(), 0, "the same file changes nothing");
    }
}

#[tokio::test]
async fn people_see_what_lies_within_their_reach() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let sent = app.send(&buyer, &new(vec![firm])).await.unwrap().remove(0);
        let unit = house.unit(house.begun.root, "水道課").await;
        let person = house.person(unit, "elsewhere").await;
        house.role(person, Role::SectionSecurityOfficer, unit).await;
        let elsewhere = house.caller(person).await;
        assert!(matches!(app.show(&elsewhere, sent.questionnaire.id).await, Err(Error::NotFound)));
        assert!(app.list(&elsewhere, &Filter::default(), None, 50).await.unwrap().rows.is_empty());
        let nobody = house.person(unit, "nobody").await;
        let nobody = house.caller(nobody).await;
        assert!(matches!(app.list(&nobody, &Filter::default(), None, 50).await, Err(Error::Forbidden(_))));
        assert!(matches!(app.send(&nobody, &new(vec![firm])).await, Err(Error::Forbidden(_))));
        assert!(matches!(app.new_link(&elsewhere, sent.questionnaire.id).await, Err(Error::NotFound)));
        let past = NewQuestionnaire { due_on: "2026-06-01".parse().unwrap(), ..new(Vec::new()) };
        let codes = fields(app.send(&buyer, &past).await);
        assert_eq!(codes, [("contractors".to_owned(), "missing"), ("due_on".to_owned(), "before")]);
    }
}

#[tokio::test]
async fn the_list_takes_the_same_number_of_statements_however_long() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let app = house.app.questionnaires();
        let mut counts = Vec::new();
        for _ in 0..2 {
            app.send(&buyer, &new(vec![firm])).await.unwrap();
            let before = house.app.queries();
            app.list(&buyer, &Filter::default(), None, 50).await.unwrap();
            counts.push(house.app.queries() - before);
        }
        assert_eq!(counts[0], counts[1]);
    }
}

#[tokio::test]
async fn a_book_fills_the_own_one_and_a_questionnaire() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let books = house.app.books();
        let typed = Entry { values: vec!["4".into()], ..Entry::default() };
        let scope = questions::BookScope::company();
        books.keep(&buyer, "CM-LG-01", scope.clone(), &typed).await.unwrap();
        let wrong = books.keep(&buyer, "CM-XX-01", scope, &typed).await;
        assert_eq!(fields(wrong), [("measure".to_owned(), "unknown")]);
        let toml = "organisation = \"霧沢設計\"\n[[answers]]\nmeasure = \"CM-LG-01\"\nlevel = 4\n\
                    evidence = [{ name = \"規程\", kind = \"POL\" }]\nanswered_on = \"2026-06-01\"\n";
        let (whose, key, _) = books.import(&buyer, toml.as_bytes()).await.unwrap();
        assert_eq!((whose.as_str(), key), ("霧沢設計", None));
        assert_eq!(fields(books.import(&buyer, b"PK no bundle").await), [("file".to_owned(), "rule")]);
        assert_eq!(fields(books.upload(&buyer, "a.xls", b"no workbook").await), [("file".to_owned(), "rule")]);
        // a contractor fills its questionnaire from the same bundle
        let firm = firm(&house, &buyer, "霧沢設計").await;
        let full = NewQuestionnaire { depth: Depth::Full, ..new(vec![firm]) };
        let sent = house.app.questionnaires().send(&buyer, &full).await.unwrap().remove(0);
        let by = open(&house, &sent.token).await;
        let taken = house.app.questionnaires().take_book(&by, toml.as_bytes()).await.unwrap();
        assert_eq!((taken.taken, taken.left), (1, 0));
    }
}
