use domain::person::Role;

use super::*;
use crate::testing::{House, fields, houses};

async fn buyer(house: &House) -> Caller {
    let person = house.person(house.begun.root, "buyer").await;
    house.role(person, Role::ProcurementLegal, house.begun.root).await;
    house.caller(person).await
}

fn firm(name: &str, number: &str) -> ContractorFields {
    ContractorFields { name: name.into(), corporate_number: number.into() }
}

/// A corporate number made by rule, belonging to nobody.
fn number(n: u64) -> String {
    let twelve = format!("{n:012}");
    format!("{}{twelve}", CorporateNumber::check_digit(&twelve).unwrap())
}

#[tokio::test]
async fn contractors_are_found_however_they_are_written() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let contractors = house.app.contractors();
        let one = contractors.create(&buyer, &firm("株式会社霧沢ソフト", &number(1))).await.unwrap();
        contractors.create(&buyer, &firm("夜鷹運輸有限会社", "")).await.unwrap();
        for query in ["㈱霧沢", "きりさわ", "霧沢そふと", "000000000001", "100% 霧沢"] {
            let expected = usize::from(!query.contains("きりさわ") && !query.contains('%'));
            let found = contractors.list(&buyer, query, None, 50).await.unwrap();
            assert_eq!(found.contractors.len(), expected, "{query}");
            assert_eq!(contractors.count(&buyer, query).await.unwrap(), i64::try_from(expected).unwrap());
        }
        assert_eq!(contractors.count(&buyer, "").await.unwrap(), 2);
        assert_eq!(contractors.show(&buyer, one.id).await.unwrap(), one);
        let nobody = house.person(house.begun.root, "nobody").await;
        let nobody = house.caller(nobody).await;
        assert!(matches!(contractors.list(&nobody, "", None, 50).await, Err(Error::Forbidden(_))));
        assert!(matches!(contractors.show(&nobody, one.id).await, Err(Error::Forbidden(_))));
        assert!(matches!(contractors.create(&nobody, &firm("x", "")).await, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn numbers_are_unique_and_changes_know_what_they_change() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let contractors = house.app.contractors();
        let one = contractors.create(&buyer, &firm("株式会社霧沢", &number(1))).await.unwrap();
        let taken = contractors.create(&buyer, &firm("別の会社", &number(1))).await;
        assert_eq!(fields(taken), [("corporate_number".into(), "taken")]);
        // of one name, but told apart by number
        let namesake = contractors.create(&buyer, &firm("㈱霧沢", &number(2))).await.unwrap();
        assert_eq!(fields(contractors.create(&buyer, &firm("（株）霧沢", "")).await), [("name".into(), "taken")]);
        let both = contractors.create(&buyer, &firm("", "7000000000001")).await;
        assert_eq!(fields(both), [("name".into(), "missing"), ("corporate_number".into(), "form")]);

        let changed = contractors.change(&buyer, one.id, one.revision, &firm("株式会社霧沢工業", &number(1))).await;
        assert_eq!(changed.unwrap().revision, 2);
        let late = contractors.change(&buyer, one.id, one.revision, &firm("遅れた名", &number(1))).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        let taken = contractors.change(&buyer, namesake.id, 1, &firm("㈱霧沢", &number(1))).await;
        assert_eq!(fields(taken), [("corporate_number".into(), "taken")]);
        assert_eq!(contractors.list(&buyer, "霧沢工業", None, 50).await.unwrap().contractors.len(), 1);
        assert_eq!(contractors.show(&buyer, one.id).await.unwrap().name.as_str(), "株式会社霧沢工業");
        let mut tx = house.app.db().read().await.unwrap();
        let last = store::ledger::after(&mut tx, 0, 1000).await.unwrap();
        let actions: Vec<_> =
            last.iter().filter(|e| e.subject_id == one.id.to_string()).map(|e| e.action.as_str()).collect();
        assert_eq!(actions, ["contractor.create", "contractor.change"]);
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_and_with_few_statements() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let scope = buyer.may(Permission::EditContractor).unwrap();
        let (mut made, mut took) = (0, Vec::new());
        for rows in [10, 500] {
            let mut tx = house.app.db().write().await.unwrap();
            while made < rows {
                let one = Contractor {
                    id: house.app.mint(),
                    // some share a name, so that the id decides
                    name: format!("試料{}商会", made % 100).parse().unwrap(),
                    corporate_number: None,
                    created_at: house.app.clock().now(),
                    revision: 1,
                };
                store::contractors::insert(&mut tx, &scope, &one).await.unwrap();
                made += 1;
            }
            tx.commit().await.unwrap();
            let before = house.app.queries();
            house.app.contractors().list(&buyer, "商会", None, 200).await.unwrap();
            house.app.contractors().count(&buyer, "試料").await.unwrap();
            took.push(house.app.queries() - before);
        }
        assert_eq!(took[0], took[1]);
        let (mut seen, mut after) = (std::collections::BTreeSet::new(), None);
        loop {
            let page = house.app.contractors().list(&buyer, "商会", after, 37).await.unwrap();
            for one in page.contractors {
                assert!(seen.insert(one.id), "shown twice");
            }
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 500);
    }
}

#[tokio::test]
async fn engagements_are_found_by_the_new_name_of_their_contractor() {
    use store::engagements::list::Filter;

    for house in houses().await {
        let root = house.begun.root;
        let officer = house.person(root, "officer").await;
        house.role(officer, Role::SectionSecurityOfficer, root).await;
        let officer = house.caller(officer).await;
        let one = house.app.contractors().create(&officer, &firm("株式会社霧沢", "")).await.unwrap();
        let facts = serde_json::json!({
            "title": "帳票の印刷", "category": "processing", "system": "税務システム", "activities": ["processing"],
            "information": ["personal"], "places": ["contractor_premises"], "connection": "none",
            "contractor": one.id
        });
        let new = crate::engagements::NewEngagement { unit: root, facts: serde_json::from_value(facts).unwrap() };
        let number = house.app.engagements().create(&officer, new).await.unwrap().number;
        let found = async |words: &str| {
            let filter = Filter { words: domain::fold::words(words), ..Filter::default() };
            let query = crate::engagements::list::Query { filter, limit: 10, ..Default::default() };
            let page = house.app.engagements().list(&officer, &query).await.unwrap();
            page.lines.iter().map(|l| (l.number, l.contractor_name.clone())).collect::<Vec<_>>()
        };
        assert_eq!(found("霧沢").await, [(number, "株式会社霧沢".to_owned())]);
        house.app.contractors().change(&officer, one.id, 1, &firm("夜鷹株式会社", "")).await.unwrap();
        assert!(found("霧沢").await.is_empty());
        assert_eq!(found("夜鷹 印刷").await, [(number, "夜鷹株式会社".to_owned())]);
    }
}
