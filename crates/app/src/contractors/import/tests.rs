use domain::{id::UnitId, person::Role};

use super::*;
use crate::{
    contractors::{ContractorFields, Filter},
    export::Format,
    testing::{House, houses},
};

async fn buyer(house: &House, login: &str) -> Caller {
    let root: UnitId = house.begun.root;
    let person = house.person(root, login).await;
    house.role(person, Role::ProcurementLegal, root).await;
    house.caller(person).await
}

const MESSY: &str = "委託先一覧（令和8年度）,,,,,,,\r\n\
    作成: 会計課,,,,,,,\r\n\
    No.,委託先名,法人番号,フリガナ,ご担当者名,Eメール,ISMS登録番号,ISMS有効期限,資本金(円),取引状況,備考\r\n\
    1,㈱霧沢電算,８０００００００００００１,キリサワデンサン,霧沢 一,kiri@example.jp,IS 000001,R9.3.31,\"10,000,000\",取引できる,\"改行\nあり\"\r\n\
    2,夜鷹運輸（有）,,ﾖﾀﾞｶ,,,,,,,'=危ない\r\n\
    ,,,,,,,,,,\r\n\
    3,樫ノ木印刷　株式会社,,,,,,,,,\r\n";

#[tokio::test]
async fn a_messy_list_is_understood_and_comes_back_unchanged() {
    for house in houses().await {
        let buyer = buyer(&house, "buyer").await;
        let contractors = house.app.contractors();
        let progress = Progress::default();
        let bytes = MESSY.as_bytes().to_vec();
        let preview = contractors.judge_file(&buyer, "一覧.csv", bytes.clone()).await.unwrap();
        assert_eq!((preview.errors.clone(), preview.problems.clone()), (Vec::new(), Vec::new()));
        assert_eq!((preview.create, preview.update, preview.skip), (3, 0, 0));
        assert_eq!(preview.layout.mapping.header_row, 3);
        assert_eq!(contractors.list(&buyer, &Filter::default(), None, 9).await.unwrap().count, 0, "only looked at");

        let summary = contractors.import_file(&buyer, "一覧.csv", bytes.clone(), &progress).await.unwrap();
        assert_eq!(summary, Summary { create: 3, update: 0, skip: 0 });
        assert!(rows_done(&progress) >= 3);
        let one = contractors.list(&buyer, &Filter::named("霧沢"), None, 9).await.unwrap().contractors.remove(0);
        let fields = ContractorFields::from(&one);
        assert_eq!(fields.corporate_number, "8000000000001");
        assert_eq!(fields.details.certificates[0].expires, "2027-03-31");
        assert_eq!(fields.details.capital, "10000000");
        let two = contractors.list(&buyer, &Filter::named("夜鷹"), None, 9).await.unwrap().contractors.remove(0);
        assert_eq!(two.details.note.as_str(), "=危ない");
        let detail = contractors.detail(&buyer, one.id).await.unwrap();
        assert_eq!(detail.history.entries.last().unwrap().action, "contractor.create");

        let again = contractors.judge_file(&buyer, "一覧.csv", bytes).await.unwrap();
        assert_eq!((again.create, again.update, again.skip), (0, 0, 3));
        for (format, lang) in [(Format::Excel, Lang::Ja), (Format::Excel, Lang::En), (Format::Csv, Lang::Ja)] {
            let file = contractors.export(&buyer, &Filter::default(), (format, lang)).await.unwrap();
            let back = contractors.judge_file(&buyer, "出力", file.bytes).await.unwrap();
            assert_eq!(back.errors, Vec::new());
            assert_eq!((back.create, back.update, back.skip), (0, 0, 3), "{format:?} {lang:?}");
        }
    }
}

#[tokio::test]
async fn one_wrong_row_holds_back_everything_and_is_named() {
    for house in houses().await {
        let buyer = buyer(&house, "buyer").await;
        let contractors = house.app.contractors();
        let list =
            "会社名,法人番号,メール\n霧沢電算,7000000000001,kiri@example.jp\n夜鷹運輸,,yodaka\n霧沢 電算,,\n樫ノ木,,\n";
        let preview = contractors.judge_file(&buyer, "a.csv", list.as_bytes().to_vec()).await.unwrap();
        let told: Vec<_> = preview.errors.iter().map(|e| (e.cell.as_str(), e.value.as_str(), e.field)).collect();
        assert_eq!(told, [("B2", "7000000000001", ImportField::Number), ("C3", "yodaka", ImportField::ContactMail)]);
        assert!(preview.errors[0].wrong.text(Lang::Ja).contains("検査数字"));
        let refused = contractors.import_file(&buyer, "a.csv", list.as_bytes().to_vec(), &Progress::default()).await;
        let Err(Error::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors[0].problem.text(Lang::Ja).starts_with("B2（法人番号）"), "{errors:?}");
        assert_eq!(contractors.list(&buyer, &Filter::default(), None, 9).await.unwrap().count, 0);
        let twice = "会社名\n霧沢電算\n㈱夜鷹\n株式会社夜鷹\n";
        let preview = contractors.judge_file(&buyer, "a.csv", twice.as_bytes().to_vec()).await.unwrap();
        assert_eq!(preview.errors[0].wrong, Wrong::Twice { row: 3 });
        let nameless = contractors.judge_file(&buyer, "a.csv", b"1,2\n3,4\n".to_vec()).await.unwrap();
        assert_eq!(nameless.problems[0].field, "columns");
        assert!(!nameless.is_ready());
    }
}

#[tokio::test]
async fn a_file_waits_for_its_sender_and_remembers_what_columns_mean() {
    for house in houses().await {
        let (buyer, other) = (buyer(&house, "buyer").await, buyer(&house, "other").await);
        let contractors = house.app.contractors();
        let list = "甲,乙\n霧沢電算,東京都\n".as_bytes().to_vec();
        let id = contractors.receive(&buyer, "一覧.csv", list.clone()).await.unwrap();
        assert!(matches!(contractors.waiting(&other, id), Err(Error::NotFound)));
        assert!(!contractors.preview(&buyer, id).await.unwrap().is_ready());
        let columns = [(0, ImportField::Name), (1, ImportField::Address)].into();
        contractors.map(&buyer, id, Mapping { sheet: 0, header_row: 1, columns }).unwrap();
        assert!(contractors.preview(&buyer, id).await.unwrap().is_ready());
        contractors.start(&buyer, id).unwrap();
        assert!(matches!(contractors.start(&buyer, id), Err(Error::Conflict(_))));
        let waiting = contractors.waiting(&buyer, id).unwrap();
        for _ in 0..500 {
            if !matches!(waiting.state(), State::Running) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert!(matches!(waiting.state(), State::Done(Summary { create: 1, .. })), "{:?}", waiting.state());
        let refused = contractors.receive(&buyer, "old.xls", vec![0x09, 0x08, 0, 0, 0]).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn rows_are_judged_by_the_same_number_of_statements_however_they_name_their_contractor() {
    for house in houses().await {
        let buyer = buyer(&house, "buyer").await;
        let contractors = house.app.contractors();
        let names: String = (0..60).map(|n| format!("霧沢{n}号\n")).collect();
        let list = format!("会社名\n{names}").into_bytes();
        contractors.import_file(&buyer, "一覧.csv", list, &Progress::default()).await.unwrap();
        let all = contractors.list(&buyer, &Filter::default(), None, 100).await.unwrap().contractors;
        let mut counts = Vec::new();
        for n in [2, 60] {
            let rows: String = all[..n].iter().map(|one| format!("{},{},甲\n", one.id, one.name)).collect();
            let list = format!("登録ID,会社名,備考\n{rows}").into_bytes();
            let before = house.app.db().queries();
            let preview = contractors.judge_file(&buyer, "一覧.csv", list).await.unwrap();
            assert_eq!((preview.update, preview.wrong), (u64::try_from(n).unwrap(), 0));
            counts.push(house.app.db().queries() - before);
        }
        assert_eq!(counts[0], counts[1], "one question for all ids of a batch");
    }
}

/// While a file is read, others write: the lock is taken when the rows are known, and what cannot be read never takes it.
#[tokio::test]
async fn the_file_is_read_before_the_lock_is_taken() {
    for house in houses().await {
        let buyer = buyer(&house, "buyer").await;
        let contractors = house.app.contractors();
        // somebody writes for the whole time
        let busy = house.app.work(&buyer).await.unwrap();
        let broken = b"1,2\n3,4\n".to_vec();
        let progress = Progress::default();
        let import = contractors.import_file(&buyer, "a.csv", broken, &progress);
        let refused = tokio::time::timeout(std::time::Duration::from_secs(20), import).await;
        assert!(matches!(refused, Ok(Err(Error::Invalid(_)))), "it is refused without waiting: {refused:?}");
        drop(busy);
    }
}
