use domain::person::{Grant, Role};
use jiff::civil::date;

use super::*;
use crate::testing::{House, fields, houses};

fn operation_of(list: RegisterList, system: &str) -> EntryFields {
    EntryFields {
        list,
        system: system.parse().unwrap(),
        activities: [Activity::Operation].into(),
        information: "申請者の記録".parse().unwrap(),
        reason: "外に漏れたときの害が小さい".parse().unwrap(),
        review_on: Some(date(2027, 6, 1)),
    }
}

fn because() -> Ground {
    "年度の見直しによる".parse().unwrap()
}

async fn holder(house: &House, login: &str, role: Role) -> Caller {
    let person = house.person(house.begun.root, login).await;
    house.role(person, role, house.begun.root).await;
    house.caller(person).await
}

#[tokio::test]
async fn two_updates_later_the_first_version_reads_as_it_did() {
    for house in houses().await {
        let chief = holder(&house, "chief", Role::ChiefSecurityOfficer).await;
        let register = house.app.register();
        assert!(register.current(&chief).await.unwrap().register.entries.is_empty());
        let (one, id) =
            register.add(&chief, operation_of(RegisterList::NonCritical, "窓口システム"), because()).await.unwrap();
        let before = register.at(&chief, one).await.unwrap().register;
        let two = register
            .replace(&chief, id, operation_of(RegisterList::Critical, "窓口システム"), because())
            .await
            .unwrap();
        let three = register.change(&chief, RegisterChange::Remove { entry: id }, because()).await.unwrap();
        assert_eq!((one, two, three), (1, 2, 3));
        assert_eq!(register.at(&chief, one).await.unwrap().register, before);
        assert_eq!(before.entries[0].decided_by, Some(chief.id()));

        let page = register.entry(&chief, id).await.unwrap();
        assert!(page.standing().is_none());
        let lists: Vec<_> = page.forms.iter().map(|f| f.entry.list).collect();
        assert_eq!(lists, [RegisterList::Critical, RegisterList::NonCritical]);
        assert_eq!(page.forms[1].ended.as_ref().unwrap().version, two);
        assert_eq!(page.names.of(chief.id()), "chief");
        let versions = register.versions(&chief, Some(3)).await.unwrap();
        assert_eq!(versions.versions.iter().map(|v| v.version).collect::<Vec<_>>(), [2, 1]);
        for missing in [-1, 4] {
            assert!(matches!(register.at(&chief, missing).await, Err(Error::NotFound)));
        }
    }
}

#[tokio::test]
async fn lines_that_contradict_each_other_are_refused() {
    for house in houses().await {
        let chief = holder(&house, "chief", Role::ChiefSecurityOfficer).await;
        let register = house.app.register();
        let (_, id) =
            register.add(&chief, operation_of(RegisterList::Critical, "窓口システム"), because()).await.unwrap();
        // the same system, however it is written
        let other = operation_of(RegisterList::NonCritical, "窓口ｼｽﾃﾑ");
        assert_eq!(fields(register.add(&chief, other.clone(), because()).await), [("activities".into(), "rule")]);
        // another activity of the same system may stand on the other list
        let build = EntryFields { activities: [Activity::Build].into(), ..other.clone() };
        let (_, build_id) = register.add(&chief, build.clone(), because()).await.unwrap();
        let both = EntryFields { activities: [Activity::Build, Activity::Operation].into(), ..build.clone() };
        let refused = register.replace(&chief, build_id, both, because()).await;
        assert_eq!(fields(refused), [("activities".into(), "rule")]);
        // a line never contradicts itself
        register.replace(&chief, id, other, because()).await.unwrap();

        let bare = EntryFields { activities: BTreeSet::new(), review_on: Some(date(2026, 6, 11)), ..build };
        let refused = fields(register.add(&chief, bare, because()).await);
        assert_eq!(refused, [("activities".into(), "missing"), ("review_on".into(), "before")]);
        assert_eq!(register.current(&chief).await.unwrap().newest, 3, "refused changes leave no version");
        register.change(&chief, RegisterChange::Remove { entry: id }, because()).await.unwrap();
        let gone = register.change(&chief, RegisterChange::Remove { entry: id }, because()).await;
        assert!(matches!(gone, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn only_the_chief_officer_of_the_whole_updates_and_every_update_is_recorded() {
    for house in houses().await {
        let officer = holder(&house, "officer", Role::SecurityOfficer).await;
        let new = operation_of(RegisterList::Critical, "窓口システム");
        let refused = house.app.register().add(&officer, new.clone(), because()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let division = house.unit(house.begun.root, "企画部").await;
        let person = house.person(division, "below").await;
        // no administrator can give it there; even so it would not reach
        let scope = house.admin().await.may(Permission::ManageOrganisation).unwrap();
        let from = house.app.clock().today();
        let role = Role::ChiefSecurityOfficer;
        let grant = Grant { id: house.app.mint(), person, role, unit: division, from, until: None };
        let mut tx = house.app.db().write().await.unwrap();
        store::org::insert_grant(&mut tx, &scope, &grant).await.unwrap();
        tx.commit().await.unwrap();
        let below = house.caller(person).await;
        let refused = house.app.register().add(&below, new.clone(), because()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "the register is one for the whole organisation");

        let chief = holder(&house, "chief", Role::ChiefSecurityOfficer).await;
        house.app.register().add(&chief, new, because()).await.unwrap();
        let scope = chief.may(Permission::ViewLedger).unwrap();
        let mut tx = house.app.db().read().await.unwrap();
        let entries = store::ledger::of_subject(&mut tx, &scope, "1", i64::MAX, 10).await.unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].action, "register.update");
        let digest = |r: &Register| ledger::Digest::of_json(r).unwrap().to_string();
        let now = store::register::at(&mut tx, 1).await.unwrap();
        assert_eq!(entries[0].after.as_deref(), Some(digest(&now).as_str()));
        assert_eq!(entries[0].before.as_deref(), Some(digest(&Register { version: 0, entries: vec![] }).as_str()));
        drop(tx);

        assert_eq!(house.app.register().systems(&officer, "窓口").await.unwrap().len(), 1);
        assert_eq!(house.app.register().reviews(&chief, date(2027, 6, 1)).await.unwrap().len(), 1);
        assert!(house.app.register().reviews(&chief, date(2027, 5, 31)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_number_of_statements_does_not_grow_with_lines() {
    for house in houses().await {
        let chief = holder(&house, "chief", Role::ChiefSecurityOfficer).await;
        let (mut made, mut took) = (0, Vec::new());
        for lines in [10, 300] {
            let mut tx = house.app.db().write().await.unwrap();
            while made < lines {
                let fields = operation_of(RegisterList::Critical, &format!("第{made}号システム"));
                let entry = house.app.register().decided(&chief, house.app.mint(), fields);
                let change = RegisterChange::Add(Box::new(entry));
                store::register::apply(&mut tx, &change, chief.id(), date(2026, 6, 11), &because()).await.unwrap();
                made += 1;
            }
            tx.commit().await.unwrap();
            let before = house.app.queries();
            let page = house.app.register().current(&chief).await.unwrap();
            assert_eq!(page.register.entries.len(), lines);
            house.app.register().versions(&chief, None).await.unwrap();
            house.app.register().systems(&chief, "第1号").await.unwrap();
            took.push(house.app.queries() - before);
        }
        assert_eq!(took[0], took[1]);
    }
}
