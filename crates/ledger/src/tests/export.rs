//! Exports: lossless, verifiable on their own, and read without panic.

use proptest::prelude::*;

use super::{chain, rows};
use crate::export::{ExportError, Line, MAX_LINE, read_line, verify, write_head, write_line, write_stored};
use crate::{Finding, Head, Stored, StoredHead};

fn lines(rows: &[Stored], head: &Head) -> Vec<Vec<u8>> {
    let mut lines: Vec<_> = rows.iter().map(|row| write_stored(row).unwrap().into_bytes()).collect();
    lines.push(write_head(head).unwrap().into_bytes());
    lines
}

#[test]
fn an_export_is_verified_without_the_database() {
    let entries = chain(10);
    let head = entries[9].head();
    let mut all = rows(&entries);
    let sound = lines(&all, &head);
    assert_eq!(sound[0], write_line(&entries[0]).unwrap().into_bytes());
    assert!(verify(sound.iter().map(Vec::as_slice)).unwrap().is_intact());
    all.remove(3);
    let report = verify(lines(&all, &head).iter().map(Vec::as_slice)).unwrap();
    assert_eq!(report.findings, [Finding::Missing { from: 4, to: 4 }]);
    let report = verify(sound[..5].iter().map(Vec::as_slice)).unwrap();
    assert_eq!((report.is_intact(), report.head), (true, None));
}

#[test]
fn lines_that_cannot_be_read_are_named() {
    let entries = chain(3);
    let mut all = lines(&rows(&entries), &entries[2].head());
    all.push(all[0].clone());
    assert_eq!(verify(all.iter().map(Vec::as_slice)).unwrap_err().0, 5);
    all[1] = b"{}".to_vec();
    assert!(matches!(verify(all.iter().map(Vec::as_slice)), Err((2, ExportError::Form(_)))));
    assert_eq!(read_line(&[0xff]), Err(ExportError::NotUtf8));
    assert_eq!(read_line(&vec![b' '; MAX_LINE + 1]), Err(ExportError::TooLong));
    let twice = String::from_utf8(all[0].clone()).unwrap().replacen("{", "{\"seq\":1,", 1);
    assert!(matches!(read_line(twice.as_bytes()), Err(ExportError::Form(_))));
    let more = String::from_utf8(all[0].clone()).unwrap().replacen("{", "{\"more\":1,", 1);
    assert!(matches!(read_line(more.as_bytes()), Err(ExportError::Form(_))));
}

fn any_row() -> impl Strategy<Value = Stored> {
    let texts = prop::collection::vec(any::<String>(), 8);
    let maybe = prop::collection::vec(any::<Option<String>>(), 5);
    (any::<i64>(), any::<i64>(), texts, maybe).prop_map(|(seq, at, texts, maybe)| Stored {
        seq,
        at,
        actor: texts[0].clone(),
        on_behalf_of: maybe[0].clone(),
        channel: texts[1].clone(),
        action: texts[2].clone(),
        subject_kind: texts[3].clone(),
        subject_id: texts[4].clone(),
        unit: maybe[1].clone(),
        before: maybe[2].clone(),
        after: maybe[3].clone(),
        detail: texts[5].clone(),
        request: maybe[4].clone(),
        prev: texts[6].clone(),
        hash: texts[7].clone(),
    })
}

proptest! {
    #[test]
    fn rows_of_any_content_round_trip(row in any_row()) {
        let line = write_stored(&row).unwrap();
        prop_assert_eq!(line.matches('\n').count(), 1);
        prop_assert_eq!(read_line(line.as_bytes()), Ok(Line::Entry(Box::new(row))));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(read_line(&bytes).is_err());
    }

    #[test]
    fn heads_round_trip(seq in 0..u64::MAX / 2, bytes in any::<[u8; 32]>()) {
        let head = Head { seq, hash: crate::Digest::from_bytes(bytes) };
        prop_assert_eq!(read_line(write_head(&head).unwrap().as_bytes()), Ok(Line::Head(StoredHead::from(&head))));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_of_any_content_are_verified_without_panic_and_never_pass(all in prop::collection::vec(any_row(), 1..12)) {
        let head = StoredHead { seq: all[0].seq, hash: all[0].hash.clone() };
        let mut verifier = crate::Verifier::new();
        all.iter().for_each(|row| verifier.push(row));
        prop_assert!(!verifier.finish_stored(Some(&head)).is_intact());
    }
}
