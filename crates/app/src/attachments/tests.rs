use domain::person::Role;
use tokio::io::AsyncReadExt as _;

use super::*;
use crate::{
    engagements::NewEngagement,
    testing::{House, fields, houses},
};

struct Office {
    house: House,
    a: Caller,
    b: Caller,
    auditor: Caller,
    number: EngagementNumber,
}

async fn officer(house: &House, login: &str, role: Role, unit: UnitId) -> Caller {
    let person = house.person(unit, login).await;
    house.role(person, role, unit).await;
    house.caller(person).await
}

/// Two divisions with a section officer each, an auditor over both, and an engagement of the first.
async fn offices() -> Vec<Office> {
    let mut out = Vec::new();
    for house in houses().await {
        let root = house.begun.root;
        let units = [house.unit(root, "企画部").await, house.unit(root, "福祉部").await];
        let a = officer(&house, "aki", Role::SectionSecurityOfficer, units[0]).await;
        let b = officer(&house, "ben", Role::SectionSecurityOfficer, units[1]).await;
        let auditor = officer(&house, "auditor", Role::Auditor, root).await;
        let facts = serde_json::json!({
            "title": "帳票の印刷", "category": "processing", "system": "税務システム", "activities": ["processing"],
            "information": ["personal"], "places": ["contractor_premises"], "connection": "none"
        });
        let new = NewEngagement { unit: units[0], facts: serde_json::from_value(facts).unwrap() };
        let number = house.app.engagements().create(&a, new).await.unwrap().number;
        out.push(Office { house, a, b, auditor, number });
    }
    out
}

fn paper(name: &str) -> NewAttachment {
    NewAttachment { name: name.into(), effective_on: Some(jiff::civil::date(2026, 7, 1)), note: Memo::default() }
}

async fn read(mut download: Download) -> Vec<u8> {
    let mut out = Vec::new();
    download.bytes.read_to_end(&mut out).await.unwrap();
    out
}

#[tokio::test]
async fn a_newer_file_supersedes_and_the_older_one_stays() {
    for o in offices().await {
        let files = o.house.app.attachments();
        let old = files.add(&o.a, o.number, paper("/home/a/契約書.pdf"), &b"first"[..]).await.unwrap();
        o.house.minutes(1);
        let new = files.add(&o.a, o.number, paper("契約書.PDF"), &b"another name"[..]).await.unwrap();
        o.house.minutes(1);
        let newer = files.add(&o.a, o.number, paper("契約書.pdf"), &b"second"[..]).await.unwrap();
        assert_eq!((old.name.as_str(), old.media_type.as_str()), ("契約書.pdf", "application/pdf"));
        assert_eq!((old.size, old.sha256), (5, ledger::Digest::of_bytes(b"first")));
        let rows = files.list(&o.auditor, o.number, None).await.unwrap().attachments;
        let seen: Vec<_> = rows.iter().map(|r| (r.attachment.id, r.superseded_by)).collect();
        assert_eq!(seen, [(newer.id, None), (new.id, None), (old.id, Some(newer.id))]);
        assert_eq!(rows[2].receiver.as_str(), "aki");
        assert_eq!(read(files.open(&o.auditor, old.id).await.unwrap()).await, b"first");
        assert_eq!(read(files.open(&o.a, newer.id).await.unwrap()).await, b"second");
        let exe = files.add(&o.a, o.number, paper("tool.svg"), &b"<svg/>"[..]).await.unwrap();
        assert_eq!(exe.media_type, "application/octet-stream");

        let mut tx = o.house.app.db().read().await.unwrap();
        let entries = store::ledger::after(&mut tx, 0, 1000).await.unwrap();
        let entry = entries.iter().find(|e| e.subject_id == old.id.to_string()).unwrap();
        assert_eq!(entry.action, "attachment.add");
        assert!(entry.detail.contains(&old.sha256.to_string()));
        let contents = store::attachments::digests(&mut tx, "", 100).await.unwrap();
        assert_eq!(contents.len(), 4);
        assert!(contents.contains(&(old.sha256, 5)));
    }
}

#[tokio::test]
async fn units_do_not_see_each_other_and_readers_do_not_write() {
    for o in offices().await {
        let files = o.house.app.attachments();
        let id = files.add(&o.a, o.number, paper("仕様書.docx"), &b"text"[..]).await.unwrap().id;
        assert!(matches!(files.list(&o.b, o.number, None).await, Err(Error::NotFound)));
        assert!(matches!(files.open(&o.b, id).await, Err(Error::NotFound)));
        let refused = files.add(&o.b, o.number, paper("x.pdf"), &b"x"[..]).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = files.add(&o.auditor, o.number, paper("x.pdf"), &b"x"[..]).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let admin = o.house.admin().await;
        assert!(matches!(files.open(&admin, id).await, Err(Error::Forbidden(_))));
        assert!(matches!(files.list(&admin, o.number, None).await, Err(Error::Forbidden(_))));
        assert_eq!(files.list(&o.a, o.number, None).await.unwrap().attachments.len(), 1);
    }
}

#[tokio::test]
async fn a_file_altered_on_disk_is_not_handed_out() {
    for o in offices().await {
        let files = o.house.app.attachments();
        let one = files.add(&o.a, o.number, paper("契約書.pdf"), &b"100,000 yen"[..]).await.unwrap();
        let path = files.files().path(one.sha256);
        std::fs::write(&path, b"900,000 yen").unwrap();
        assert!(matches!(files.open(&o.a, one.id).await, Err(Error::Conflict(_))));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(files.open(&o.a, one.id).await, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn hostile_names_and_large_bodies_leave_nothing() {
    for o in offices().await {
        let files = o.house.app.attachments().at_most(10);
        for name in
            ["", "..", "a\0.pdf", "x\r\nSet-Cookie: a=b", "invoice\u{202e}fdp.exe", "con:stream", &"長".repeat(200)]
        {
            let refused = fields(files.add(&o.a, o.number, paper(name), &b"x"[..]).await);
            assert_eq!(refused[0].0, "name", "{name:?}");
        }
        let large = files.add(&o.a, o.number, paper("large.pdf"), &[0u8; 11][..]).await;
        assert_eq!(fields(large), [("file".into(), "out_of_range")]);
        let escaped = files.add(&o.a, o.number, paper("../../../etc/passwd"), &b"x"[..]).await.unwrap();
        assert_eq!(escaped.name.as_str(), "passwd");
        assert_eq!(files.list(&o.a, o.number, None).await.unwrap().attachments.len(), 1);
        let left = std::fs::read_dir(o.house.test.folder().join("files").join("incoming")).unwrap();
        assert_eq!(left.count(), 0);
    }
}

#[tokio::test]
async fn pages_follow_each_other_with_few_statements() {
    for o in offices().await {
        let files = o.house.app.attachments();
        let first = files.add(&o.a, o.number, paper("基.pdf"), &b"x"[..]).await.unwrap();
        let scope = o.a.may(Permission::EditEngagement).unwrap();
        let (mut made, mut took) = (1, Vec::new());
        for rows in [10, 250] {
            let mut tx = o.house.app.db().write().await.unwrap();
            while made < rows {
                let name = format!("{made}.pdf").parse().unwrap();
                let one = Attachment { id: o.house.app.mint(), name, ..first.clone() };
                store::attachments::insert(&mut tx, &scope, &one).await.unwrap();
                made += 1;
            }
            tx.commit().await.unwrap();
            let before = o.house.app.queries();
            files.list(&o.a, o.number, None).await.unwrap();
            took.push(o.house.app.queries() - before);
        }
        assert_eq!(took[0], took[1]);
        let (mut seen, mut before) = (std::collections::BTreeSet::new(), None);
        loop {
            let page = files.list(&o.a, o.number, before).await.unwrap();
            seen.extend(page.attachments.iter().map(|s| s.attachment.id));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 250);
    }
}
