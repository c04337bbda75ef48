use domain::{engagement::Activity, register::RegisterList};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::testing::databases;

fn entry(n: u128, list: RegisterList, system: &str, activity: Activity) -> Entry {
    Entry {
        id: format!("ent_{n:032x}").parse().unwrap(),
        list,
        system: system.parse().unwrap(),
        activities: [activity].into(),
        information: "受付簿".parse().unwrap(),
        reason: "判断の記録による".parse().unwrap(),
        decided_by: None,
        decided_on: date(2026, 4, 1),
        review_on: n.is_multiple_of(2).then(|| date(2027, 4, 1)),
    }
}

async fn make(tx: &mut Tx, change: &RegisterChange) -> Result<i64> {
    apply(tx, change, None, date(2026, 4, 2), &"届出による".parse().unwrap()).await
}

#[tokio::test]
async fn an_old_version_stays_as_it_stood() {
    for test in databases().await {
        let mut tx = test.db.write().await.unwrap();
        assert_eq!(current_version(&mut tx).await.unwrap(), 0);
        assert!(at(&mut tx, 0).await.unwrap().entries.is_empty());
        let first = entry(1, RegisterList::NonCritical, "窓口システム", Activity::Operation);
        assert_eq!(make(&mut tx, &RegisterChange::Add(Box::new(first.clone()))).await.unwrap(), 1);
        let second = entry(1, RegisterList::Critical, "窓口システム", Activity::Operation);
        assert_eq!(make(&mut tx, &RegisterChange::Replace(Box::new(second.clone()))).await.unwrap(), 2);
        assert_eq!(make(&mut tx, &RegisterChange::Remove { entry: first.id }).await.unwrap(), 3);
        tx.commit().await.unwrap();

        let mut tx = test.db.read().await.unwrap();
        assert_eq!(at(&mut tx, 1).await.unwrap().entries, std::slice::from_ref(&first));
        assert_eq!(at(&mut tx, 2).await.unwrap().entries, [second]);
        assert!(at(&mut tx, 3).await.unwrap().entries.is_empty());
        assert_eq!(for_system(&mut tx, 1, "窓口ｼｽﾃﾑ").await.unwrap().entries, std::slice::from_ref(&first));
        assert!(for_system(&mut tx, 1, "窓口").await.unwrap().entries.is_empty());
        let forms: Vec<_> = history(&mut tx, first.id)
            .await
            .unwrap()
            .iter()
            .map(|f| (f.made.version, f.ended.as_ref().map(|v| v.version)))
            .collect();
        assert_eq!(forms, [(2, Some(3)), (1, Some(2))]);
        let numbers: Vec<_> = versions(&mut tx, i64::MAX, 2).await.unwrap().iter().map(|v| v.version).collect();
        assert_eq!(numbers, [3, 2]);
        assert!(version(&mut tx, 4).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_line_that_is_gone_is_not_changed_and_one_that_stands_is_not_added() {
    for test in databases().await {
        let one = entry(1, RegisterList::Critical, "住民台帳", Activity::Processing);
        let mut tx = test.db.write().await.unwrap();
        make(&mut tx, &RegisterChange::Add(Box::new(one.clone()))).await.unwrap();
        make(&mut tx, &RegisterChange::Remove { entry: one.id }).await.unwrap();
        tx.commit().await.unwrap();
        for gone in [RegisterChange::Replace(Box::new(one.clone())), RegisterChange::Remove { entry: one.id }] {
            let mut tx = test.db.write().await.unwrap();
            assert!(matches!(make(&mut tx, &gone).await, Err(Error::Stale)));
        }
        let mut tx = test.db.write().await.unwrap();
        make(&mut tx, &RegisterChange::Add(Box::new(one.clone()))).await.unwrap();
        let twice = make(&mut tx, &RegisterChange::Add(Box::new(one.clone()))).await;
        assert!(matches!(twice, Err(Error::Stale)));
        drop(tx);
        let mut tx = test.db.read().await.unwrap();
        assert_eq!(current_version(&mut tx).await.unwrap(), 2, "refused changes leave no version");
    }
}

#[tokio::test]
async fn suggestions_are_like_what_was_typed() {
    for test in databases().await {
        let mut tx = test.db.write().await.unwrap();
        for (n, name) in [(1, "窓口支援システム"), (2, "財務会計システム"), (3, "統計データ"), (4, "窓口支援システム")]
        {
            let list = if n == 4 { RegisterList::Critical } else { RegisterList::NonCritical };
            let change = RegisterChange::Add(Box::new(entry(n, list, name, Activity::Operation)));
            make(&mut tx, &change).await.unwrap();
        }
        let names = |found: Vec<Title>| found.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(systems(&mut tx, "窓口", 5).await.unwrap()), ["窓口支援システム"]);
        assert_eq!(names(systems(&mut tx, "マドグチ", 5).await.unwrap()), Vec::<String>::new());
        assert_eq!(names(systems(&mut tx, "財務会計ｼｽﾃﾑ更改", 5).await.unwrap()), ["財務会計システム"]);
        assert_eq!(systems(&mut tx, "窓口用の支援システム", 1).await.unwrap().len(), 1);
        assert_eq!(systems(&mut tx, "", 2).await.unwrap().len(), 2);
        assert_eq!(reviews(&mut tx, date(2027, 4, 1), 10).await.unwrap().len(), 2);
        assert!(reviews(&mut tx, date(2027, 3, 31), 10).await.unwrap().is_empty());
    }
}

/// What a version must hold, by replaying the changes that were accepted.
fn replay(mut entries: Vec<Entry>, change: &RegisterChange) -> Option<Vec<Entry>> {
    let place = |id: EntryId, all: &[Entry]| all.iter().position(|e| e.id == id);
    match change {
        RegisterChange::Add(entry) if place(entry.id, &entries).is_none() => entries.push((**entry).clone()),
        RegisterChange::Replace(entry) => {
            let i = place(entry.id, &entries)?;
            entries[i] = (**entry).clone();
        }
        RegisterChange::Remove { entry } => {
            let i = place(*entry, &entries)?;
            entries.remove(i);
        }
        RegisterChange::Add(_) => return None,
    }
    Some(entries)
}

fn some_change() -> impl Strategy<Value = RegisterChange> {
    (0u8..3, 1u128..6, any::<bool>(), 0usize..3).prop_map(|(what, id, critical, system)| {
        let list = if critical { RegisterList::Critical } else { RegisterList::NonCritical };
        let system = ["窓口システム", "財務会計システム", "統計データ"][system];
        let entry = entry(id, list, system, Activity::Operation);
        match what {
            0 => RegisterChange::Add(Box::new(entry)),
            1 => RegisterChange::Replace(Box::new(entry)),
            _ => RegisterChange::Remove { entry: entry.id },
        }
    })
}

fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|e| e.id);
    entries
}

async fn at_equals_replay(db: &crate::Db, changes: &[RegisterChange]) {
    let mut expected: Vec<Vec<Entry>> = vec![Vec::new()];
    // rolled back at the end, so that every case starts from the empty register
    let mut tx = db.write().await.unwrap();
    for change in changes {
        let before = expected.last().unwrap().clone();
        // a refusal leaves its transaction unusable, so only changes that the replay accepts are applied
        if let Some(after) = replay(before, change) {
            let made = make(&mut tx, change).await.unwrap();
            assert_eq!(made, i64::try_from(expected.len()).unwrap());
            expected.push(after);
        }
    }
    for (version, entries) in expected.iter().enumerate() {
        let stored = at(&mut tx, i64::try_from(version).unwrap()).await.unwrap();
        assert_eq!(sorted(stored.entries), sorted(entries.clone()), "version {version}");
    }
}

#[test]
fn every_version_equals_the_changes_replayed() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let tests = runtime.block_on(databases());
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(changes in prop::collection::vec(some_change(), 0..24))| {
        for test in &tests {
            runtime.block_on(at_equals_replay(&test.db, &changes));
        }
    });
}
