use std::ops::ControlFlow;

use domain::{Lang, person::Role};
use ledger::Finding;
use store::testing::raw;

use super::*;
use crate::testing::{House, fields, houses, operator};

async fn verify(house: &House) -> Report {
    house.app.ledger().verify_as_operator(&operator(), &mut |_| ControlFlow::Continue(())).await.unwrap()
}

/// Ten more entries, so that there is something to tamper with.
async fn ten_entries(house: &House) {
    for i in 0..10 {
        house.person(house.begun.root, &format!("p{i}")).await;
    }
}

#[tokio::test]
async fn a_sound_ledger_is_found_sound_and_that_is_remembered() {
    for house in houses().await {
        ten_entries(&house).await;
        let mut seen = Vec::new();
        let report = house
            .app
            .ledger()
            .verify(&house.admin().await, &mut |p| {
                seen.push(p);
                ControlFlow::Continue(())
            })
            .await
            .unwrap();
        assert!(report.is_intact(), "{report:?}");
        assert_eq!(seen, [Progress { done: report.count, total: report.count }]);
        let remembered = house.app.settings().await.unwrap().ledger_verified.unwrap();
        assert!(remembered.sound);
        assert_eq!(u64::try_from(remembered.seq).unwrap(), report.count);
        let stopped = house.app.ledger().verify_as_operator(&operator(), &mut |_| ControlFlow::Break(())).await;
        assert!(matches!(stopped, Err(Error::Conflict(_))));
        assert!(verify(&house).await.is_intact());
    }
}

/// Tampers with a fresh ledger of fifteen entries or so and gives what is found.
async fn found_after(tamper: &str) -> Vec<Vec<Finding>> {
    let mut out = Vec::new();
    for house in houses().await {
        ten_entries(&house).await;
        raw(&house.test.db, tamper).await;
        let report = verify(&house).await;
        assert!(!house.app.settings().await.unwrap().ledger_verified.unwrap().sound, "{tamper}");
        for finding in &report.findings {
            assert!(!finding.text(Lang::Ja).is_empty());
        }
        // what was found is found again, whatever was written in between
        let again = verify(&house).await;
        assert!(!again.is_intact(), "{tamper}");
        out.push(report.findings);
    }
    out
}

#[tokio::test]
async fn a_changed_entry_is_named() {
    for column in ["actor", "action", "detail", "subject_id", "channel"] {
        let found = found_after(&format!("update ledger set {column} = 'x' where seq = 8")).await;
        for findings in found {
            assert_eq!(findings.len(), 1, "{column} {findings:?}");
            assert!(matches!(findings[0], Finding::Altered { seq: 8, .. }), "{column} {findings:?}");
        }
    }
    for findings in found_after("update ledger set at = at + 1 where seq = 8").await {
        assert_eq!(findings, [Finding::Altered { seq: 8, field: None }]);
    }
}

#[tokio::test]
async fn deleted_entries_are_named() {
    for findings in found_after("delete from ledger where seq in (7, 8)").await {
        assert_eq!(findings, [Finding::Missing { from: 7, to: 8 }]);
    }
    for findings in found_after("delete from ledger where seq = 1").await {
        assert_eq!(findings, [Finding::Missing { from: 1, to: 1 }]);
    }
}

#[tokio::test]
async fn swapped_entries_are_named() {
    let swap = "update ledger set seq = -1 where seq = 6; update ledger set seq = 6 where seq = 9;
        update ledger set seq = 9 where seq = -1";
    for findings in found_after(swap).await {
        assert_eq!(findings, [Finding::Swapped { first: 6, second: 9 }]);
    }
}

#[tokio::test]
async fn a_cut_end_and_an_edited_head_are_named() {
    let cut = "delete from ledger where seq > (select max(seq) - 2 from ledger)";
    for findings in found_after(cut).await {
        assert!(matches!(findings[..], [Finding::TruncatedAtEnd { .. }]), "{findings:?}");
    }
    for findings in found_after("update ledger_head set seq = seq - 2").await {
        assert!(matches!(findings[..], [Finding::HeadMismatch { .. }]), "{findings:?}");
    }
    let back = "update ledger_head set seq = 9, hash = (select hash from ledger where seq = 9)";
    for findings in found_after(back).await {
        assert!(matches!(findings[..], [Finding::BeyondHead { head_seq: 9, .. }]), "{findings:?}");
    }
    let hash = "0".repeat(64);
    for findings in found_after(&format!("update ledger_head set hash = '{hash}'")).await {
        assert!(matches!(findings[..], [Finding::HeadMismatch { .. }]), "{findings:?}");
    }
    for findings in found_after("delete from ledger_head").await {
        assert!(matches!(findings[..], [Finding::HeadMissing]), "{findings:?}");
    }
    let both = "delete from ledger where seq > 5; delete from ledger_head";
    for findings in found_after(both).await {
        assert!(matches!(findings[..], [Finding::HeadMissing]), "{findings:?}");
    }
}

#[tokio::test]
async fn an_entry_put_in_is_named() {
    let put = "insert into ledger select seq - 100, at, actor, on_behalf_of, channel, action, subject_kind, subject_id,
        unit_id, before_digest, after_digest, detail, request_id, prev_hash, hash from ledger where seq = 8";
    for findings in found_after(put).await {
        assert!(findings.iter().any(|f| matches!(f, Finding::Inserted { from: -92, to: -92 })), "{findings:?}");
    }
}

#[tokio::test]
async fn the_page_shows_what_is_in_reach() {
    for house in houses().await {
        let (a, b) = (house.unit(house.begun.root, "土木部").await, house.unit(house.begun.root, "福祉部").await);
        let auditor = house.person(a, "auditor").await;
        house.role(auditor, Role::Auditor, a).await;
        let person_b = house.person(b, "person.b").await;
        let auditor = house.caller(auditor).await;
        let ledger = house.app.ledger();
        let filter = Filter::default();
        let before = house.app.queries();
        let page = ledger.page(&auditor, &filter, None, 200).await.unwrap();
        assert_eq!(house.app.queries() - before, 2);
        assert!(page.entries.iter().all(|e| e.unit == Some(a.to_string())));
        assert_eq!(page.entries.len(), 3);
        assert!(page.people.contains_key(&house.begun.administrator));
        assert!(ledger.history(&auditor, &person_b.to_string(), None, 200).await.unwrap().entries.is_empty());
        let admin = house.admin().await;
        let all = ledger.page(&admin, &filter, None, 200).await.unwrap();
        assert!(all.entries.iter().any(|e| e.unit.is_none()));
        let first = ledger.page(&admin, &filter, None, 4).await.unwrap();
        let rest = ledger.page(&admin, &filter, first.next, 200).await.unwrap();
        assert_eq!(first.entries.len() + rest.entries.len(), all.entries.len());
        assert_eq!(rest.next, None);
        let units = Filter { action: Some("unit.".into()), ..Filter::default() };
        assert_eq!(ledger.page(&admin, &units, None, 200).await.unwrap().entries.len(), 3);
        let history = ledger.history(&admin, &person_b.to_string(), None, 200).await.unwrap();
        assert_eq!(history.entries.len(), 1);
        let clerk = house.caller(person_b).await;
        assert!(matches!(ledger.page(&clerk, &filter, None, 9).await, Err(Error::Forbidden(_))));
        let mut sink = Vec::new();
        assert!(matches!(ledger.export(&auditor, &mut sink).await, Err(Error::Forbidden(_))), "one unit is not all");
        assert!(matches!(ledger.checkpoint(&auditor).await, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn an_export_verifies_without_the_database() {
    for house in houses().await {
        ten_entries(&house).await;
        let auditor = house.person(house.begun.root, "auditor").await;
        house.role(auditor, Role::Auditor, house.begun.root).await;
        let auditor = house.caller(auditor).await;
        let mut out = Vec::new();
        let exported = house.app.ledger().export(&auditor, &mut out).await.unwrap();
        let lines: Vec<&[u8]> = out.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
        assert_eq!(u64::try_from(lines.len()).unwrap(), exported.entries + 1);
        assert!(export::verify(lines.iter().copied()).unwrap().is_intact());
        let short = lines[..lines.len() - 2].iter().chain(lines.last()).copied();
        assert!(!export::verify(short).unwrap().is_intact());
    }
}

#[tokio::test]
async fn a_checkpoint_finds_a_ledger_rewritten_from_scratch() {
    use std::os::unix::fs::MetadataExt as _;
    for house in houses().await {
        let ledger = house.app.ledger();
        let mut go_on = |_: Progress| ControlFlow::Continue(());
        let text = ledger.checkpoint_as_operator(&operator()).await.unwrap();
        let key = ledger.public_key_as_operator().unwrap();
        let file = house.test.folder().join(KEY_FILE);
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        assert_eq!(
            std::fs::read_dir(house.test.folder())
                .unwrap()
                .filter(|f| { f.as_ref().unwrap().file_name().to_string_lossy().starts_with("ledger-key") })
                .count(),
            1
        );
        ten_entries(&house).await;
        let checked = ledger.check_checkpoint_as_operator((&text, Some(&key)), &mut go_on).await.unwrap();
        assert!(checked.is_sound());
        let changed = text.replace("seq: ", "seq: 1");
        let refused = ledger.check_checkpoint_as_operator((&changed, Some(&key)), &mut go_on).await;
        assert_eq!(fields(refused), [("checkpoint".into(), "rule")]);
        let other = ledger::SigningKey::from_seed(&[9; 32]).verifying_key().to_pem().unwrap();
        let refused = ledger.check_checkpoint_as_operator((&text, Some(&other)), &mut go_on).await;
        assert_eq!(fields(refused), [("checkpoint".into(), "rule")]);
        // whoever holds the database writes everything anew, sound in itself
        rewrite(&house).await;
        assert!(ledger.read_through(&mut go_on).await.unwrap().is_intact());
        let checked = ledger.check_checkpoint_as_operator((&text, None), &mut go_on).await.unwrap();
        assert_eq!(checked.held, ledger::Held::Other);
        assert!(!checked.is_sound());
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        assert!(matches!(ledger.checkpoint_as_operator(&operator()).await, Err(Error::Conflict(_))));
    }
}

/// Rewrites the first entry and chains all the others behind it.
async fn rewrite(house: &House) {
    let mut tx = house.app.db().write().await.unwrap();
    let rows = store::ledger::after(&mut tx, 0, 1000).await.unwrap();
    tx.commit().await.unwrap();
    let mut head = Head::GENESIS;
    let mut entries = Vec::new();
    for row in rows {
        let mut event = row.read().unwrap().event;
        event.request = Some("rewritten".into());
        let entry = event.chain(&head);
        head = entry.head();
        entries.push(entry);
    }
    raw(&house.test.db, "delete from ledger").await;
    let mut tx = house.app.db().write().await.unwrap();
    for entry in &entries {
        store::ledger::insert(&mut tx, entry).await.unwrap();
    }
    store::ledger::set_head(&mut tx, &head).await.unwrap();
    tx.commit().await.unwrap();
}
