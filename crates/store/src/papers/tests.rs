use domain::{
    permission::{Permission, Scope},
    person::{Actor, HeldRole, Person, Role},
    plan::RawPlan,
    unit::{Unit, UnitTree},
};

use super::*;
use crate::testing::{databases, raw};

pub(crate) const UNIT: &str = "unt_00000000000000000000000000000001";
pub(crate) const OTHER: &str = "unt_00000000000000000000000000000002";
pub(crate) const PERSON: &str = "per_00000000000000000000000000000001";
pub(crate) const ENGAGEMENT: &str = "eng_00000000000000000000000000000001";

pub(crate) async fn engagement(db: &crate::Db) {
    raw(
        db,
        &format!(
            "insert into unit values ('{UNIT}', null, '霧沢市', null, 0, false, 1);
            insert into unit values ('{OTHER}', '{UNIT}', '土木課', null, 0, false, 1);
            insert into person values ('{PERSON}', 'aki', '関 守', 'k', '{UNIT}', 'ja', 'auto', false, 1, 1);
            insert into engagement (seq, id, unit_id, owner_id, stage, stage_no, stage_since, standing, title, title_key,
                category, contractor_id, contractor_name, contractor_key, term_from, term_to, amount, flags, due_on,
                due_kind, unmet, waiting_since, register_version, entry_id, split_from, created_at, updated_at, revision)
            values (20260000001, '{ENGAGEMENT}', '{UNIT}', '{PERSON}', 'decide', 0, '2026-06-01', 'open', 't', 't',
                'build', null, '', '', null, null, -1, 0, '9999-12-31', '', 0, null, 0, null, null, 1, 1, 1)"
        ),
    )
    .await;
}

/// What a section's officer at a unit may see.
pub(crate) fn scope(unit: &str) -> Scope {
    let one = |id: &str, parent: Option<&str>| Unit {
        id: id.parse().unwrap(),
        parent: parent.map(|p| p.parse().unwrap()),
        name: "霧沢市".parse().unwrap(),
        name_en: None,
        position: 0,
        closed: false,
    };
    let units = UnitTree::new(vec![one(UNIT, None), one(OTHER, Some(UNIT))]);
    let person = Person {
        id: PERSON.parse().unwrap(),
        login: "aki".parse().unwrap(),
        name: "関 守".parse().unwrap(),
        unit: UNIT.parse().unwrap(),
        lang: Lang::Ja,
        disabled: false,
    };
    let held = HeldRole { role: Role::SectionSecurityOfficer, unit: unit.parse().unwrap(), on_behalf_of: None };
    Actor::new(person, vec![held], &units).may(Permission::ViewEngagement).unwrap()
}

fn document(n: u32, version: i64, at: i64) -> Document {
    Document {
        id: format!("doc_{n:032x}").parse().unwrap(),
        engagement: ENGAGEMENT.parse().unwrap(),
        paper: "nda".into(),
        lang: Lang::Ja,
        version,
        title: "秘密保持契約書".into(),
        edition: "2026-11".into(),
        open_points: 2,
        basis: Digest::of_bytes(b"facts"),
        model: "{}".into(),
        files: Vec::new(),
        made_at: Timestamp::from_microsecond(at).unwrap(),
        made_by: PERSON.parse().unwrap(),
    }
}

#[tokio::test]
async fn a_plan_changes_only_from_the_revision_that_was_seen() {
    for test in databases().await {
        engagement(&test.db).await;
        let all = scope(UNIT);
        let (id, by) = (ENGAGEMENT.parse().unwrap(), PERSON.parse().unwrap());
        let at = Timestamp::from_microsecond(7).unwrap();
        let made = Plan::try_from(RawPlan { edition: "2026-11".into(), ..RawPlan::default() }).unwrap();
        let mut tx = test.db.write().await.unwrap();
        assert_eq!(plan(&mut tx, &all, id).await.unwrap(), KeptPlan::default());
        assert!(save_plan(&mut tx, &all, id, (&made, 0), (at, by)).await.unwrap());
        assert!(!save_plan(&mut tx, &all, id, (&made, 0), (at, by)).await.unwrap(), "there is one by now");
        assert!(save_plan(&mut tx, &all, id, (&made, 1), (at, by)).await.unwrap());
        assert!(!save_plan(&mut tx, &all, id, (&made, 1), (at, by)).await.unwrap(), "it moved on");
        let kept = plan(&mut tx, &all, id).await.unwrap();
        assert_eq!((kept.plan, kept.revision, kept.changed), (made, 2, Some((at, by))));
        let elsewhere = scope(OTHER);
        assert_eq!(plan(&mut tx, &elsewhere, id).await.unwrap().revision, 0, "out of reach is not there");
    }
}

#[tokio::test]
async fn versions_of_a_paper_follow_each_other_and_stay() {
    for test in databases().await {
        engagement(&test.db).await;
        let all = scope(UNIT);
        let elsewhere = scope(OTHER);
        let id = ENGAGEMENT.parse().unwrap();
        let mut tx = test.db.write().await.unwrap();
        let (first, second) = (document(1, 1, 10), document(2, 2, 20));
        insert(&mut tx, &all, &first).await.unwrap();
        insert(&mut tx, &all, &second).await.unwrap();
        assert_eq!(latest(&mut tx, &all, id, ("nda", Lang::Ja)).await.unwrap(), Some(second.clone()));
        assert_eq!(latest(&mut tx, &all, id, ("nda", Lang::En)).await.unwrap(), None);
        assert_eq!(by_id(&mut tx, &all, first.id).await.unwrap(), Some(first.clone()));
        let versions: Vec<i64> = of_engagement(&mut tx, &all, id).await.unwrap().iter().map(|d| d.version).collect();
        assert_eq!(versions, [2, 1]);
        assert_eq!(by_id(&mut tx, &elsewhere, first.id).await.unwrap(), None);
        assert!(of_engagement(&mut tx, &elsewhere, id).await.unwrap().is_empty());
        let twice = insert(&mut tx, &all, &document(3, 2, 30)).await.unwrap_err();
        assert!(twice.is_unique_violation());
    }
}
