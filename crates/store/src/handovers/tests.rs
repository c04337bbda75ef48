use std::collections::BTreeSet;

use domain::{
    engagement::Criticality,
    handover::{
        AccessKind, CopyPermission, GivenAccess, HandlingRule, Marking, NamedHandler, Quantity, Receipt, SecondFactor,
        SecrecyMark, Terms,
    },
    id::ContractorId,
};
use jiff::civil::date;

use super::{around::Kept, link::HandlerLink, *};
use crate::{
    papers::tests::{ENGAGEMENT, OTHER, PERSON, UNIT, engagement, scope},
    testing::{databases, raw, raw_texts},
};

const FIRM: &str = "con_00000000000000000000000000000001";
const SECOND: &str = "con_00000000000000000000000000000002";
const HANDLER: &str = "hdl_00000000000000000000000000000001";

async fn scene(db: &crate::Db) {
    engagement(db).await;
    for (id, name) in [(FIRM, "霧沢システム"), (SECOND, "夜鷹")] {
        raw(
            db,
            &format!(
                "insert into contractor values ('{id}', '{name}', '{name}', null, 1, 1, '{name}', '{name}', '{{}}',
                'active', ' ', '9999-12-31', null)"
            ),
        )
        .await;
    }
}

fn at(n: i64) -> Timestamp {
    Timestamp::from_microsecond(n).unwrap()
}

fn entry(no: i64, kind: HandoverKind, item: &str) -> Entry {
    let firm = Side::Contractor(FIRM.parse().unwrap());
    let (from, to) = match kind {
        HandoverKind::Return => (firm, Side::Client),
        HandoverKind::Erase => (firm, firm),
        _ => (Side::Client, firm),
    };
    Entry {
        no,
        handover: Handover {
            id: format!("hnd_{no:032x}").parse().unwrap(),
            engagement: ENGAGEMENT.parse().unwrap(),
            kind,
            item: item.parse().unwrap(),
            quantity: Quantity::try_from(2).unwrap(),
            serials: BTreeSet::new(),
            marking: Marking { mark: SecrecyMark::Secret, class: None, audience: "移行班".parse().unwrap() },
            criticality: Criticality::NotCritical,
            information: BTreeSet::new(),
            carrier: Carrier::File,
            purpose: None,
            necessity: None,
            from,
            to,
            handler: Some(HANDLER.parse().unwrap()),
            at: at(no),
            method: None,
            protection: None,
            place: None,
            copying: CopyPermission::Asked,
            due_back: None,
            receipt: None,
            note: None,
            disposal: None,
            through: None,
        },
        waits: true,
        receipt_way: None,
        receipt_paper: None,
        entered_at: at(no),
        entered_by: PERSON.parse().unwrap(),
        revision: 1,
    }
}

fn handler() -> NamedHandler {
    NamedHandler {
        id: HANDLER.parse().unwrap(),
        engagement: ENGAGEMENT.parse().unwrap(),
        name: "橘 一葉".parse().unwrap(),
        works_for: FIRM.parse().unwrap(),
        employer: Some(SECOND.parse().unwrap()),
        agreed_on: Some(date(2026, 6, 1)),
        pledged_on: None,
        trained_on: None,
        until: None,
    }
}

fn firm(id: &str) -> ContractorId {
    id.parse().unwrap()
}

#[tokio::test]
async fn entries_keep_their_numbers_and_are_found_only_within_reach() {
    for test in databases().await {
        scene(&test.db).await;
        let (all_units, elsewhere, of) = (scope(UNIT), scope(OTHER), ENGAGEMENT.parse().unwrap());
        let mut tx = test.db.write().await.unwrap();
        for no in 1..=5 {
            assert_eq!(last_no(&mut tx, &all_units, of).await.unwrap(), no - 1);
            let kind = if no == 4 { HandoverKind::Erase } else { HandoverKind::Provide };
            insert(&mut tx, &all_units, &entry(no, kind, "構成図")).await.unwrap();
        }
        let numbers = |rows: Vec<Entry>| rows.into_iter().map(|e| e.no).collect::<Vec<_>>();
        assert_eq!(numbers(page(&mut tx, &all_units, of, (None, None), 3).await.unwrap()), [5, 4, 3]);
        assert_eq!(numbers(page(&mut tx, &all_units, of, (Some(3), None), 3).await.unwrap()), [2, 1]);
        let erased = page(&mut tx, &all_units, of, (None, Some(HandoverKind::Erase)), 3).await.unwrap();
        assert_eq!(numbers(erased), [4]);
        assert_eq!(numbers(all(&mut tx, &all_units, of).await.unwrap()), [1, 2, 3, 4, 5]);
        assert_eq!(count(&mut tx, &all_units, of).await.unwrap(), 5);
        assert!(page(&mut tx, &elsewhere, of, (None, None), 3).await.unwrap().is_empty(), "out of reach is not there");
        assert!(all(&mut tx, &elsewhere, of).await.unwrap().is_empty());
        assert_eq!(count(&mut tx, &elsewhere, of).await.unwrap(), 0);
        let id = entry(2, HandoverKind::Provide, "構成図").handover.id;
        assert_eq!(by_id(&mut tx, &elsewhere, of, id).await.unwrap(), None);
        assert_eq!(by_id(&mut tx, &all_units, of, id).await.unwrap(), Some(entry(2, HandoverKind::Provide, "構成図")));
        let mut again = entry(5, HandoverKind::Provide, "構成図");
        again.handover.id = format!("hnd_{:032x}", 99).parse().unwrap();
        assert!(insert(&mut tx, &all_units, &again).await.unwrap_err().is_unique_violation());
    }
}

#[tokio::test]
async fn a_change_needs_the_revision_and_shows_what_still_waits() {
    for test in databases().await {
        scene(&test.db).await;
        let (reach, of) = (scope(UNIT), ENGAGEMENT.parse().unwrap());
        let mut tx = test.db.write().await.unwrap();
        insert(&mut tx, &reach, &entry(1, HandoverKind::Provide, "構成図")).await.unwrap();
        insert(&mut tx, &reach, &entry(2, HandoverKind::Provide, "名簿")).await.unwrap();
        let mut one = entry(1, HandoverKind::Provide, "構成図");
        one.waits = false;
        one.receipt_way = Some(ReceiptWay::Link);
        one.handover.receipt = Some(Receipt {
            handler: one.handover.handler,
            person: None,
            at: at(7),
            condition: "異常なし".parse().unwrap(),
        });
        update(&mut tx, &mut one).await.unwrap();
        assert_eq!(one.revision, 2);
        let mut stale = entry(1, HandoverKind::Provide, "構成図");
        assert!(matches!(update(&mut tx, &mut stale).await, Err(Error::Stale)));
        let open: Vec<i64> = waiting(&mut tx, &reach, of).await.unwrap().into_iter().map(|e| e.no).collect();
        assert_eq!(open, [2]);
        let item = of_item(&mut tx, &reach, of, &one.handover.item).await.unwrap();
        assert_eq!(item, [one]);
    }
}

#[tokio::test]
async fn what_is_held_is_written_anew_item_by_item() {
    for test in databases().await {
        scene(&test.db).await;
        let (reach, elsewhere, of) = (scope(UNIT), scope(OTHER), ENGAGEMENT.parse().unwrap());
        let mut tx = test.db.write().await.unwrap();
        let (a, b): (Title, Title) = ("名簿".parse().unwrap(), "構成図".parse().unwrap());
        settle(&mut tx, of, &a, &[(firm(FIRM), Carrier::File, 3, 1), (firm(SECOND), Carrier::Paper, 1, 0)])
            .await
            .unwrap();
        settle(&mut tx, of, &b, &[(firm(FIRM), Carrier::Medium, 1, 0)]).await.unwrap();
        settle(&mut tx, of, &a, &[(firm(FIRM), Carrier::File, 2, 0)]).await.unwrap();
        let seen: Vec<(String, i64, i64)> = held(&mut tx, &reach, of)
            .await
            .unwrap()
            .into_iter()
            .map(|s| (s.item.to_string(), s.held, s.claimed))
            .collect();
        assert_eq!(seen, [("名簿".to_owned(), 2, 0), ("構成図".to_owned(), 1, 0)]);
        assert_eq!(held_by(&mut tx, &reach, firm(FIRM)).await.unwrap().len(), 2);
        assert!(held_by(&mut tx, &reach, firm(SECOND)).await.unwrap().is_empty());
        assert!(held_by(&mut tx, &elsewhere, firm(FIRM)).await.unwrap().is_empty());
        settle(&mut tx, of, &a, &[]).await.unwrap();
        assert_eq!(held(&mut tx, &reach, of).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn handlers_accesses_and_terms_keep_their_revisions() {
    for test in databases().await {
        scene(&test.db).await;
        let (reach, elsewhere, of) = (scope(UNIT), scope(OTHER), ENGAGEMENT.parse().unwrap());
        let by = (at(1), PERSON.parse().unwrap());
        let mut tx = test.db.write().await.unwrap();
        around::insert_handler(&mut tx, &reach, &handler(), by).await.unwrap();
        assert_eq!(around::handlers(&mut tx, &reach, of).await.unwrap(), [Kept { value: handler(), revision: 1 }]);
        assert!(around::handlers(&mut tx, &elsewhere, of).await.unwrap().is_empty());
        let left = NamedHandler { until: Some(date(2026, 9, 30)), ..handler() };
        around::update_handler(&mut tx, &reach, &left, 1).await.unwrap();
        assert!(matches!(around::update_handler(&mut tx, &reach, &left, 1).await, Err(Error::Stale)));
        let access = GivenAccess {
            id: "acs_00000000000000000000000000000001".parse().unwrap(),
            engagement: of,
            contractor: firm(FIRM),
            name: "vpn-07".parse().unwrap(),
            kind: AccessKind::RemoteAccess,
            handler: Some(HANDLER.parse().unwrap()),
            owner: PERSON.parse().unwrap(),
            second_factor: SecondFactor::Off,
            given_on: date(2026, 6, 1),
            reviewed_on: None,
            until: None,
            revoked_on: None,
        };
        around::insert_access(&mut tx, &reach, &access, by).await.unwrap();
        let gone = GivenAccess { revoked_on: Some(date(2026, 7, 1)), ..access };
        around::update_access(&mut tx, &reach, &gone, 1).await.unwrap();
        assert!(matches!(around::update_access(&mut tx, &reach, &gone, 1).await, Err(Error::Stale)));
        assert_eq!(around::accesses(&mut tx, &reach, of).await.unwrap(), [Kept { value: gone, revision: 2 }]);
        assert_eq!(around::accesses_of(&mut tx, &reach, firm(FIRM)).await.unwrap().len(), 1);
        assert!(around::accesses_of(&mut tx, &elsewhere, firm(FIRM)).await.unwrap().is_empty());

        let empty = around::terms(&mut tx, &reach, of).await.unwrap();
        assert_eq!((empty.revision, &empty.value), (0, &Terms::default()));
        let rule =
            HandlingRule { version: "第1.0版".parse().unwrap(), accepted_on: None, accepted_by: None, paper: None };
        let first = Kept { value: Terms { rule: Some(rule), ..Terms::default() }, revision: 0 };
        around::set_terms(&mut tx, &reach, of, &first, by).await.unwrap();
        assert_eq!(around::terms(&mut tx, &reach, of).await.unwrap(), Kept { revision: 1, ..first.clone() });
        assert_eq!(around::terms(&mut tx, &elsewhere, of).await.unwrap().revision, 0, "out of reach is not there");
        let stale = Kept { revision: 5, ..first };
        assert!(matches!(around::set_terms(&mut tx, &reach, of, &stale, by).await, Err(Error::Stale)));
    }
}

#[tokio::test]
async fn a_link_opens_once_and_only_what_its_handler_receives() {
    for test in databases().await {
        scene(&test.db).await;
        let reach = scope(UNIT);
        let mut tx = test.db.write().await.unwrap();
        around::insert_handler(&mut tx, &reach, &handler(), (at(1), PERSON.parse().unwrap())).await.unwrap();
        insert(&mut tx, &reach, &entry(1, HandoverKind::Provide, "構成図")).await.unwrap();
        let mut other = entry(2, HandoverKind::Provide, "名簿");
        other.handover.handler = Some("hdl_00000000000000000000000000000009".parse().unwrap());
        insert(&mut tx, &reach, &other).await.unwrap();
        let link = |n: u32, at: Timestamp| HandlerLink {
            id: format!("lnk_{n:032x}").parse().unwrap(),
            handler: HANDLER.parse().unwrap(),
            created_at: at,
            expires_at: Timestamp::from_microsecond(100).unwrap(),
            opened_at: None,
            ended_at: None,
        };
        link::insert(&mut tx, &link(1, at(1)), "t1").await.unwrap();
        link::insert(&mut tx, &link(2, at(2)), "t2").await.unwrap();
        assert!(!link::open(&mut tx, link(1, at(1)).id, at(3), "s1").await.unwrap(), "the newer one ended it");
        assert!(link::open(&mut tx, link(2, at(2)).id, at(3), "s2").await.unwrap());
        assert!(!link::open(&mut tx, link(2, at(2)).id, at(4), "s3").await.unwrap(), "it opens once");
        let opened = link::by_session(&mut tx, "s2").await.unwrap().unwrap();
        assert_eq!((opened.handler.name.as_str(), opened.firm.as_str()), ("橘 一葉", "霧沢システム"));
        assert!(opened.link.holds(at(99)) && !opened.link.holds(at(100)));
        assert!(link::by_session(&mut tx, "s3").await.unwrap().is_none());
        let seen: Vec<i64> = of_handler(&mut tx, &opened).await.unwrap().into_iter().map(|e| e.no).collect();
        assert_eq!(seen, [1]);
        assert_eq!(link::standing(&mut tx, &reach, ENGAGEMENT.parse().unwrap()).await.unwrap().len(), 1);
        link::end(&mut tx, HANDLER.parse().unwrap(), at(5)).await.unwrap();
        let ended = link::by_token(&mut tx, "t2").await.unwrap().unwrap().link;
        assert!(!ended.holds(at(6)));
        assert_eq!(link::current(&mut tx, ended.id).await.unwrap(), Some(ended));
    }
}

#[tokio::test]
async fn merged_contractors_keep_what_was_handed_to_either() {
    for test in databases().await {
        scene(&test.db).await;
        let (reach, of) = (scope(UNIT), ENGAGEMENT.parse().unwrap());
        let mut tx = test.db.write().await.unwrap();
        let item: Title = "構成図".parse().unwrap();
        insert(&mut tx, &reach, &entry(1, HandoverKind::Provide, "構成図")).await.unwrap();
        around::insert_handler(&mut tx, &reach, &handler(), (at(1), PERSON.parse().unwrap())).await.unwrap();
        let lines = [
            (firm(FIRM), Carrier::File, 2, 1),
            (firm(SECOND), Carrier::File, 1, 0),
            (firm(FIRM), Carrier::Paper, 4, 0),
        ];
        settle(&mut tx, of, &item, &lines).await.unwrap();
        let gone = crate::contractors::by_id(&mut tx, &reach, firm(FIRM)).await.unwrap().unwrap();
        crate::contractors::merge::merge(&mut tx, &reach, &gone, firm(SECOND)).await.unwrap();
        let kept =
            by_id(&mut tx, &reach, of, entry(1, HandoverKind::Provide, "構成図").handover.id).await.unwrap().unwrap();
        assert_eq!(kept.handover.to, Side::Contractor(firm(SECOND)));
        let mut seen: Vec<(Carrier, i64, i64)> = held_by(&mut tx, &reach, firm(SECOND))
            .await
            .unwrap()
            .into_iter()
            .map(|s| (s.carrier, s.held, s.claimed))
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, [(Carrier::Paper, 4, 0), (Carrier::File, 3, 1)]);
        assert!(held_by(&mut tx, &reach, firm(FIRM)).await.unwrap().is_empty());
        let one = around::handlers(&mut tx, &reach, of).await.unwrap().remove(0).value;
        assert_eq!(one.works_for, firm(SECOND));
        tx.commit().await.unwrap();
        let left = raw_texts(&test.db, &format!("select holder_id from holding where holder_id = '{FIRM}'")).await;
        assert!(left.is_empty());
    }
}
