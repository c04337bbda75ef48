use domain::person::Role;

use super::*;
use crate::testing::{House, fields, houses};

async fn buyer(house: &House) -> Caller {
    let person = house.person(house.begun.root, "buyer").await;
    house.role(person, Role::ProcurementLegal, house.begun.root).await;
    house.caller(person).await
}

fn firm(name: &str, number: &str) -> ContractorFields {
    ContractorFields { name: name.into(), corporate_number: number.into(), ..ContractorFields::default() }
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
            let found = contractors.list(&buyer, &Filter::named(query), None, 50).await.unwrap();
            assert_eq!(found.contractors.len(), expected, "{query}");
            assert_eq!(
                contractors.list(&buyer, &Filter::named(query), None, 1).await.unwrap().count,
                i64::try_from(expected).unwrap()
            );
        }
        assert_eq!(contractors.list(&buyer, &Filter::named(""), None, 1).await.unwrap().count, 2);
        assert_eq!(contractors.show(&buyer, one.id).await.unwrap(), one);
        let nobody = house.person(house.begun.root, "nobody").await;
        let nobody = house.caller(nobody).await;
        assert!(matches!(contractors.list(&nobody, &Filter::named(""), None, 50).await, Err(Error::Forbidden(_))));
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
        assert_eq!(contractors.list(&buyer, &Filter::named("霧沢工業"), None, 50).await.unwrap().contractors.len(), 1);
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
                    details: Details::default(),
                    created_at: house.app.clock().now(),
                    revision: 1,
                };
                store::contractors::insert(&mut tx, &scope, &one).await.unwrap();
                made += 1;
            }
            tx.commit().await.unwrap();
            let before = house.app.queries();
            house.app.contractors().list(&buyer, &Filter::named("商会"), None, 200).await.unwrap();
            took.push(house.app.queries() - before);
        }
        assert_eq!(took[0], took[1]);
        let (mut seen, mut after) = (std::collections::BTreeSet::new(), None);
        loop {
            let page = house.app.contractors().list(&buyer, &Filter::named("商会"), after, 37).await.unwrap();
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

fn detailed(name: &str, number: &str, change: impl FnOnce(&mut RawDetails)) -> ContractorFields {
    let mut fields = firm(name, number);
    change(&mut fields.details);
    fields
}

#[tokio::test]
async fn lists_are_narrowed_by_standing_certificate_and_end() {
    use domain::contractor::{CertificateKind, ContractorStanding, RawCertificate};
    let certificate = |kind: &str, expires: &str| RawCertificate {
        kind: kind.into(),
        number: "1".into(),
        expires: expires.into(),
        ..RawCertificate::default()
    };
    for house in houses().await {
        let buyer = buyer(&house).await;
        let contractors = house.app.contractors();
        let new = |name: &'static str, change: fn(&mut RawDetails)| detailed(name, "", change);
        let mut isms = new("霧沢電算", |d| d.kana = "キリサワデンサン".into());
        isms.details.certificates = vec![certificate("isms", "2026-06-30"), certificate("soc2", "")];
        let mut mark = new("夜鷹運輸", |d| d.standing = "suspended".into());
        mark.details.standing_reason = "漏えいの説明を待っている".into();
        mark.details.certificates = vec![certificate("privacy_mark", "2027-06-30")];
        for fields in [&isms, &mark, &firm("樫ノ木印刷", "")] {
            contractors.create(&buyer, fields).await.unwrap();
        }
        let found = async |filter: Filter| {
            let page = contractors.list(&buyer, &filter, None, 50).await.unwrap();
            assert_eq!(usize::try_from(page.count).unwrap(), page.contractors.len());
            page.contractors.iter().map(|c| c.name.to_string()).collect::<Vec<_>>()
        };
        let all = Filter::default();
        assert_eq!(found(Filter { standing: Some(ContractorStanding::Suspended), ..all.clone() }).await, ["夜鷹運輸"]);
        assert_eq!(found(Filter { certificate: Some(CertificateKind::Isms), ..all.clone() }).await, ["霧沢電算"]);
        assert_eq!(found(Filter { certificate: Some(CertificateKind::Scs3), ..all.clone() }).await, [""; 0]);
        assert_eq!(found(Filter { ends_by: Some(jiff::civil::date(2026, 6, 30)), ..all.clone() }).await, ["霧沢電算"]);
        assert_eq!(found(Filter::named("きりさわでん")).await, ["霧沢電算"]);
    }
}

#[tokio::test]
async fn duplicates_are_found_and_become_one_with_their_history() {
    for house in houses().await {
        let root = house.begun.root;
        let buyer = buyer(&house).await;
        let officer = house.person(root, "officer").await;
        house.role(officer, Role::SectionSecurityOfficer, root).await;
        let officer = house.caller(officer).await;
        let contractors = house.app.contractors();
        let a = contractors.create(&buyer, &firm("株式会社霧沢ソフト", &number(1))).await.unwrap();
        let with_kana = detailed("霧沢ソフト㈱", "", |d| d.kana = "キリサワソフト".into());
        let b = contractors.create(&buyer, &with_kana).await.unwrap();
        contractors.create(&buyer, &firm("夜鷹運輸", "")).await.unwrap();
        let facts = serde_json::json!({
            "title": "帳票の印刷", "category": "processing", "system": "税務システム", "activities": ["processing"],
            "information": ["personal"], "places": ["contractor_premises"], "connection": "none", "contractor": b.id
        });
        let new = crate::engagements::NewEngagement { unit: root, facts: serde_json::from_value(facts).unwrap() };
        let engagement = house.app.engagements().create(&officer, new).await.unwrap().number;

        let alike = contractors.alike(&buyer, "").await.unwrap();
        assert_eq!(alike.groups.len(), 1);
        assert_eq!(alike.groups[0].len(), 2);
        let merge = async |reason: &str| contractors.merge(&buyer, (a.id, 1), (b.id, 1), reason).await;
        assert_eq!(fields(merge("").await), [("reason".to_owned(), "missing")]);
        let one = merge("同じ会社の二重登録").await.unwrap();
        assert_eq!((one.id, one.revision), (a.id, 2));
        assert_eq!(one.details.kana.as_str(), "キリサワソフト");
        assert_eq!(one.details.aliases.iter().map(|l| l.as_str()).collect::<Vec<_>>(), ["霧沢ソフト㈱"]);
        assert!(contractors.alike(&buyer, "").await.unwrap().groups.is_empty());
        // the old id leads on, the list shows one, the engagement went over with its facts
        assert_eq!(contractors.show(&buyer, b.id).await.unwrap().id, a.id);
        assert_eq!(contractors.list(&buyer, &Filter::named("霧沢"), None, 9).await.unwrap().count, 1);
        let view = house.app.engagements().show(&officer, engagement).await.unwrap();
        assert_eq!(view.case.engagement.facts.contractor, Some(a.id));
        assert_eq!(view.case.projection.contractor_name, "株式会社霧沢ソフト");
        let detail = contractors.detail(&buyer, a.id).await.unwrap();
        assert_eq!(detail.merged.iter().map(|m| m.id).collect::<Vec<_>>(), [b.id]);
        assert_eq!(detail.history.entries.first().unwrap().action, "contractor.merge");
        assert!(matches!(merge("もう一度").await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn two_legal_persons_stay_apart() {
    for house in houses().await {
        let buyer = buyer(&house).await;
        let contractors = house.app.contractors();
        let a = contractors.create(&buyer, &firm("霧沢電算", &number(1))).await.unwrap();
        let b = contractors.create(&buyer, &firm("霧沢電算", &number(2))).await.unwrap();
        let refused = contractors.merge(&buyer, (a.id, 1), (b.id, 1), "同じ名前").await;
        assert_eq!(fields(refused), [("reason".to_owned(), "rule")]);
    }
}

#[tokio::test]
async fn one_person_speaks_for_several_contractors() {
    use domain::contractor::RawContact;
    for house in houses().await {
        let buyer = buyer(&house).await;
        for name in ["霧沢電算", "夜鷹運輸"] {
            let contact =
                RawContact { name: "苔庭 洋".into(), mail: "koke@example.jp".into(), ..RawContact::default() };
            let fields = detailed(name, "", |d| d.contacts = vec![contact]);
            let one = house.app.contractors().create(&buyer, &fields).await.unwrap();
            assert_eq!(one.details.contacts.len(), 1);
        }
    }
}
