use domain::{FieldError, Lang, permission::Permission};

use super::*;
use crate::{
    Caller,
    settings::ChangeSettings,
    testing::{House, fields, first_steps, houses, open, operator},
};

fn code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.map_or_else(|e| e.code(), |_| "ok")
}

fn named(name: &str) -> UnitFields {
    UnitFields { name: name.into(), ..UnitFields::default() }
}

async fn revision(house: &House, unit: UnitId) -> i64 {
    house.app.organisation().unit(&house.admin().await, unit).await.unwrap().1
}

#[tokio::test]
async fn an_installation_is_set_up_once() {
    for test in store::testing::databases().await {
        let app = open(&test, 1).await;
        assert!(!app.is_initialised().await.unwrap());
        let mut wrong = first_steps();
        wrong.organisation_ja = String::new();
        wrong.login = "9".into();
        wrong.password = "short".into();
        let refused = fields(app.initialise(&operator(), &wrong).await);
        assert_eq!(refused, [("login".into(), "form"), ("organisation_ja".into(), "missing")]);
        let begun = app.initialise(&operator(), &first_steps()).await.unwrap();
        assert!(app.is_initialised().await.unwrap());
        assert_eq!(code(app.initialise(&operator(), &first_steps()).await), "conflict");
        let settings = app.settings().await.unwrap();
        assert_eq!(settings.organisation(Lang::En), "Kirisawa Prefecture");
        assert_eq!(settings.database_id.len(), 32);
        let admin = app.caller(begun.administrator, crate::Channel::Cli, None).await.unwrap();
        assert!(admin.may(Permission::ManageOrganisation).is_ok());
    }
}

#[tokio::test]
async fn settings_are_for_the_administrator_of_the_whole() {
    for house in houses().await {
        let change =
            |ja: &str| ChangeSettings { organisation_ja: ja.into(), organisation_en: String::new(), small_firm: true };
        let unit = house.unit(house.begun.root, "財務課").await;
        let local = house.person(unit, "local").await;
        house.role(local, Role::Administrator, unit).await;
        let local = house.caller(local).await;
        assert_eq!(code(house.app.change_settings(&local, &change("x")).await), "forbidden");
        let admin = house.admin().await;
        assert_eq!(fields(house.app.change_settings(&admin, &change(" ")).await)[0].0, "organisation_ja");
        house.app.change_settings(&admin, &change("㈱霧沢")).await.unwrap();
        house.app.change_settings(&admin, &change("㈱霧沢")).await.unwrap();
        let settings = house.app.settings().await.unwrap();
        assert!(settings.small_firm);
        assert_eq!((settings.organisation(Lang::Ja), settings.organisation(Lang::En)), ("㈱霧沢", "㈱霧沢"));
    }
}

#[tokio::test]
async fn units_form_a_tree_without_circles() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let root = house.begun.root;
        let a = house.unit(root, "総務部").await;
        let b = house.unit(a, "情報課").await;
        let admin = house.admin().await;
        let again = NewUnit { parent: root, fields: named("総務部") };
        assert_eq!(fields(organisation.create_unit(&admin, &again).await), [("name".into(), "taken")]);
        let change = |parent, name: &str, revision| ChangeUnit { parent, fields: named(name), revision };
        let below_itself = organisation.change_unit(&admin, a, &change(Some(b), "総務部", 1)).await;
        assert_eq!(fields(below_itself), [("parent".into(), "rule")]);
        let second_root = organisation.change_unit(&admin, a, &change(None, "総務部", 1)).await;
        assert_eq!(fields(second_root), [("parent".into(), "rule")]);
        let moved_root = organisation.change_unit(&admin, root, &change(Some(a), "霧沢県", 1)).await;
        assert_eq!(fields(moved_root), [("parent".into(), "rule")]);
        organisation.change_unit(&admin, b, &change(Some(root), "情報政策課", 1)).await.unwrap();
        assert_eq!(code(organisation.change_unit(&admin, b, &change(Some(a), "情報課", 1)).await), "conflict");
        organisation.change_unit(&admin, b, &change(Some(a), "情報課", 2)).await.unwrap();
        assert_eq!(code(organisation.close_unit(&admin, a, 1).await), "conflict", "an open unit below");
        assert_eq!(code(organisation.close_unit(&admin, root, 1).await), "conflict");
        organisation.close_unit(&admin, b, 3).await.unwrap();
        organisation.close_unit(&admin, a, revision(&house, a).await).await.unwrap();
        let below_closed = NewUnit { parent: a, fields: named("x") };
        assert_eq!(fields(organisation.create_unit(&admin, &below_closed).await), [("parent".into(), "rule")]);
        assert_eq!(code(organisation.reopen_unit(&admin, b, 4).await), "conflict");
        organisation.reopen_unit(&admin, a, 2).await.unwrap();
        assert_eq!(organisation.units(&house.admin().await).unwrap().below(root).len(), 3);
    }
}

#[tokio::test]
async fn the_tree_has_sixteen_levels() {
    for house in houses().await {
        let mut parent = house.begun.root;
        for level in 2..=16 {
            parent = house.unit(parent, &format!("段{level}")).await;
        }
        let admin = house.admin().await;
        let new = NewUnit { parent, fields: named("段17") };
        let refused: Vec<FieldError> = match house.app.organisation().create_unit(&admin, &new).await {
            Err(Error::Invalid(errors)) => errors,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused[0].field, "parent");
    }
}

#[tokio::test]
async fn people_are_paged_searched_and_changed() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let unit = house.unit(house.begun.root, "土木部").await;
        for i in 0..5 {
            house.person(unit, &format!("p{i}")).await;
        }
        let admin = house.admin().await;
        let before = house.app.queries();
        let page = organisation.people(&admin, "", None, 3).await.unwrap();
        assert_eq!(house.app.queries() - before, 2);
        assert_eq!(page.next.as_deref(), Some("p2"));
        let page = organisation.people(&admin, "", page.next.as_deref(), 50).await.unwrap();
        assert_eq!(page.people.len(), 3);
        assert_eq!(page.next, None);
        assert_eq!(page.grants.values().flatten().count(), 1);
        let found = organisation.people(&admin, "Ｐ４", None, 50).await.unwrap();
        let id = found.people[0].id;
        let taken = NewPerson {
            login: "P4".into(),
            name: "別の人".into(),
            unit,
            lang: Lang::En,
            password: Some("short".into()),
        };
        assert_eq!(fields(organisation.create_person(&admin, &taken).await), [("password".into(), "too_short")]);
        let taken = NewPerson { password: None, ..taken };
        assert_eq!(fields(organisation.create_person(&admin, &taken).await), [("login".into(), "taken")]);
        let change = ChangePerson { name: "霧沢 四郎".into(), unit: house.begun.root, lang: Lang::En, revision: 1 };
        organisation.change_person(&admin, id, &change).await.unwrap();
        assert_eq!(code(organisation.change_person(&admin, id, &change).await), "conflict");
        let shown = organisation.person(&admin, id).await.unwrap();
        assert_eq!((shown.person.name.as_str(), shown.revision), ("霧沢 四郎", 2));
        organisation.disable_person(&admin, id, 2).await.unwrap();
        organisation.enable_person(&admin, id, 3).await.unwrap();
        assert_eq!(code(organisation.disable_person(&admin, admin.id(), 1).await), "conflict");
    }
}

#[tokio::test]
async fn roles_have_places_and_days() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let admin = house.admin().await;
        let unit = house.unit(house.begun.root, "土木部").await;
        let clerk = house.person(unit, "clerk").await;
        let today = house.app.clock().today();
        let (yesterday, tomorrow) = (today.yesterday().unwrap(), today.tomorrow().unwrap());
        let new = NewGrant { person: clerk, role: Role::ChiefSecurityOfficer, unit, from: today, until: None };
        assert_eq!(fields(organisation.grant(&admin, &new).await), [("role".into(), "rule")]);
        let past = NewGrant { role: Role::Auditor, from: yesterday, until: Some(yesterday), ..new.clone() };
        assert_eq!(fields(organisation.grant(&admin, &past).await), [("from".into(), "before")]);
        let later = NewGrant { from: tomorrow, until: None, ..past.clone() };
        let grant = organisation.grant(&admin, &later).await.unwrap();
        assert_eq!(fields(organisation.grant(&admin, &later).await), [("role".into(), "rule")]);
        assert!(house.caller(clerk).await.may(Permission::ViewLedger).is_err());
        house.minutes(24 * 60);
        assert!(house.caller(clerk).await.may_at(Permission::ViewLedger, unit).is_ok());
        assert!(house.caller(clerk).await.may_at(Permission::ViewLedger, house.begun.root).is_err());
        assert_eq!(fields(organisation.end_grant(&admin, grant, yesterday).await), [("last".into(), "before")]);
        organisation.end_grant(&admin, grant, today).await.unwrap();
        assert!(house.caller(clerk).await.may(Permission::ViewLedger).is_err());
        assert_eq!(code(organisation.end_grant(&admin, grant, today).await), "conflict");
        organisation.grant(&admin, &NewGrant { from: tomorrow, ..later }).await.unwrap();
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let admin = house.admin().await;
        let today = house.app.clock().today();
        let own = organisation.person(&admin, admin.id()).await.unwrap().grants[0].id;
        assert_eq!(code(organisation.end_grant(&admin, own, today).await), "conflict");
        let second = house.person(house.begun.root, "second").await;
        let for_a_day = NewGrant {
            person: second,
            role: Role::Administrator,
            unit: house.begun.root,
            from: today,
            until: Some(today.tomorrow().unwrap()),
        };
        let short = organisation.grant(&admin, &for_a_day).await.unwrap();
        assert_eq!(code(organisation.end_grant(&admin, own, today).await), "conflict", "the other one's role ends");
        organisation.end_grant(&admin, short, today.yesterday().unwrap()).await.unwrap();
        house.role(second, Role::Administrator, house.begun.root).await;
        organisation.end_grant(&admin, own, today.yesterday().unwrap()).await.unwrap();
        let second = house.caller(second).await;
        assert_eq!(code(organisation.disable_person(&second, admin.id(), 1).await), "ok");
    }
}

#[tokio::test]
async fn a_substitute_has_the_roles_only_in_the_days() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let unit = house.unit(house.begun.root, "土木部").await;
        let officer = house.person(unit, "officer").await;
        let deputy = house.person(house.begun.root, "deputy").await;
        house.role(officer, Role::SecurityOfficer, unit).await;
        let officer = house.caller(officer).await;
        let day = |n| house.app.clock().today() + jiff::Span::new().days(n);
        let new = NewSubstitution { absent: officer.id(), substitute: deputy, from: day(1), until: day(2) };
        let own = NewSubstitution { substitute: officer.id(), ..new.clone() };
        assert_eq!(fields(organisation.substitute(&officer, &own).await), [("substitute".into(), "rule")]);
        let backwards = NewSubstitution { from: day(3), ..new.clone() };
        assert_eq!(fields(organisation.substitute(&officer, &backwards).await), [("until".into(), "before")]);
        let stranger = house.caller(deputy).await;
        assert_eq!(code(organisation.substitute(&stranger, &new).await), "forbidden");
        let id = organisation.substitute(&officer, &new).await.unwrap();
        assert_eq!(fields(organisation.substitute(&officer, &new).await), [("from".into(), "rule")]);
        let may = async |house: &House| house.caller(deputy).await.may_at(Permission::ApproveWaiver, unit).is_ok();
        assert!(!may(&house).await);
        house.minutes(24 * 60);
        assert!(may(&house).await);
        let acting: Caller = house.caller(deputy).await;
        assert_eq!(acting.actor.held()[0].on_behalf_of, Some(officer.id()));
        assert_eq!(organisation.person(&acting, deputy).await.unwrap().names.len(), 2);
        house.minutes(48 * 60);
        assert!(!may(&house).await);
        assert_eq!(code(organisation.end_substitution(&officer, id, day(-1)).await), "conflict");
        let new = NewSubstitution { from: day(0), until: day(9), ..new };
        let id = organisation.substitute(&house.admin().await, &new).await.unwrap();
        assert!(may(&house).await);
        organisation.end_substitution(&house.caller(deputy).await, id, day(-1)).await.unwrap();
        assert!(!may(&house).await);
    }
}

#[tokio::test]
async fn one_units_administrator_does_not_reach_another() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let (a, b) = (house.unit(house.begun.root, "土木部").await, house.unit(house.begun.root, "福祉部").await);
        let local = house.person(a, "local").await;
        house.role(local, Role::Administrator, a).await;
        let other = house.person(b, "other").await;
        let today = house.app.clock().today();
        let grant = house.role(other, Role::SectionSecurityOfficer, b).await;
        let local = house.caller(local).await;
        let people = organisation.people(&local, "", None, 200).await.unwrap().people;
        assert_eq!(people.iter().map(|p| p.login.as_str()).collect::<Vec<_>>(), ["local"]);
        assert_eq!(code(organisation.person(&local, other).await), "not_found");
        let change = ChangePerson { name: "x".into(), unit: a, lang: Lang::Ja, revision: 1 };
        assert_eq!(code(organisation.change_person(&local, other, &change).await), "not_found");
        assert_eq!(code(organisation.disable_person(&local, other, 1).await), "not_found");
        assert_eq!(code(organisation.end_grant(&local, grant, today).await), "not_found");
        let role = |unit, person| NewGrant { person, role: Role::Auditor, unit, from: today, until: None };
        assert_eq!(fields(organisation.grant(&local, &role(b, local.id())).await), [("unit".into(), "unknown")]);
        assert_eq!(fields(organisation.grant(&local, &role(a, other)).await), [("person".into(), "unknown")]);
        let new = NewSubstitution { absent: other, substitute: local.id(), from: today, until: today };
        assert_eq!(code(organisation.substitute(&local, &new).await), "not_found");
        assert_eq!(code(organisation.unit(&local, b).await), "not_found");
        let unit = ChangeUnit { parent: Some(a), fields: named("x"), revision: 1 };
        assert_eq!(code(organisation.change_unit(&local, b, &unit).await), "not_found");
        assert_eq!(code(organisation.close_unit(&local, b, 1).await), "not_found");
        let below_b = NewUnit { parent: b, fields: named("x") };
        assert_eq!(fields(organisation.create_unit(&local, &below_b).await), [("parent".into(), "unknown")]);
        let new = NewPerson { login: "new".into(), name: "x".into(), unit: b, lang: Lang::Ja, password: None };
        assert_eq!(fields(organisation.create_person(&local, &new).await), [("unit".into(), "unknown")]);
        // a person of the own unit whose roles reach further
        let auditor = house.person(a, "auditor").await;
        house.role(auditor, Role::Auditor, house.begun.root).await;
        assert_eq!(code(organisation.disable_person(&local, auditor, 1).await), "forbidden");
        let new = NewSubstitution { absent: auditor, substitute: local.id(), from: today, until: today };
        assert_eq!(code(organisation.substitute(&local, &new).await), "forbidden");
    }
}

#[tokio::test]
async fn without_a_role_one_sees_oneself_only() {
    for house in houses().await {
        let organisation = house.app.organisation();
        let clerk = house.person(house.begun.root, "clerk").await;
        let clerk = house.caller(clerk).await;
        assert_eq!(code(organisation.people(&clerk, "", None, 10).await), "forbidden");
        assert_eq!(code(organisation.person(&clerk, house.begun.administrator).await), "forbidden");
        assert_eq!(code(organisation.person(&clerk, clerk.id()).await), "ok");
        assert!(organisation.units(&clerk).is_err());
        let unit = NewUnit { parent: house.begun.root, fields: named("x") };
        assert_eq!(code(organisation.create_unit(&clerk, &unit).await), "forbidden");
    }
}
