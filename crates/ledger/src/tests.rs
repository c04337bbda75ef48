//! Chains to try things on, and the tests that need whole ledgers.

mod checkpoint;
mod export;
mod properties;
mod tampering;

use crate::{ActorRef, Channel, Detail, Digest, Entry, Event, Head, Report, Stored, Subject, Verifier, action, kind};

/// A chain of `length` entries that differ from each other.
pub(crate) fn chain(length: usize) -> Vec<Entry> {
    let mut head = Head::GENESIS;
    let mut entries = Vec::new();
    for i in 0..length {
        let at = jiff::Timestamp::from_microsecond(1_781_139_723_123_456 + i64::try_from(i).unwrap()).unwrap();
        let subject = Subject::named(kind!("engagement"), &format!("eng_{i}")).unwrap();
        let mut event = Event::new(at, ActorRef::System, Channel::Web, action!("engagement.change"), subject)
            .detail(Detail::new().text("件名", i).count("n", 3));
        if i % 2 == 0 {
            event = event.changed(None, Some(Digest::of_bytes(&i.to_be_bytes()))).request("r-1");
        }
        let entry = event.chain(&head);
        head = entry.head();
        entries.push(entry);
    }
    entries
}

pub(crate) fn rows(entries: &[Entry]) -> Vec<Stored> {
    entries.iter().map(Stored::from).collect()
}

pub(crate) fn verify(rows: &[Stored], head: Option<&Head>) -> Report {
    let mut verifier = Verifier::new();
    for row in rows {
        verifier.push(row);
    }
    verifier.finish(head)
}

/// A row that carries the right hash for its content, as someone would forge it who knows the encoding.
pub(crate) fn forged(mut row: Stored, seq: i64, prev: &str) -> Stored {
    row.seq = seq;
    row.prev = prev.to_owned();
    row.subject_id = "forged".to_owned();
    row.hash = row.computed_hash().to_string();
    row
}

#[test]
fn the_worked_example_of_the_documentation() {
    let subject = Subject::named(kind!("unit"), "soumu").unwrap();
    let at = "2026-06-11T01:02:03.123456789Z".parse().unwrap();
    let entry = Event::new(at, ActorRef::System, Channel::Cli, action!("unit.create"), subject)
        .detail(Detail::new().text("name", "総務"))
        .request(" r\n1 ")
        .chain(&Head::GENESIS);
    assert_eq!(entry.event.at.as_microsecond(), 1_781_139_723_123_456);
    let hash = entry.hash.to_string();
    assert_eq!(hash, "a2a18dc8eebfd603b8e983543d60149d70df81a584d896bceb5e610f7d1dd403");
    assert!(include_str!("lib.rs").contains(&hash));
}

#[test]
fn rows_read_back_as_the_entries_they_were() {
    for entry in chain(5) {
        assert_eq!(Stored::from(&entry).read().unwrap(), entry);
    }
}

#[test]
fn a_text_cannot_flow_from_one_field_into_the_next() {
    let row = Stored::from(&chain(1)[0]);
    let base = row.computed_hash();
    let moved = Stored { subject_kind: "engagementeng".to_owned(), subject_id: "_0".to_owned(), ..row.clone() };
    assert_ne!(moved.computed_hash(), base);
    let exchanged = Stored { unit: row.after.clone(), after: row.unit.clone(), ..row.clone() };
    assert_ne!(exchanged.computed_hash(), base);
    assert_ne!(Stored { unit: Some(String::new()), ..row }.computed_hash(), base);
}
