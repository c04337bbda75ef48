//! What someone with the database in hand might do, and what the report says then.

use domain::Lang;

use super::{chain, forged, rows, verify};
use crate::{Digest, Field, Finding, Head, Stored, StoredHead, Verifier};

fn sorted(mut rows: Vec<Stored>) -> Vec<Stored> {
    rows.sort_by_key(|row| row.seq);
    rows
}

fn findings(rows: &[Stored], head: &Head) -> Vec<Finding> {
    verify(rows, Some(head)).findings
}

#[test]
fn a_sound_ledger_is_intact() {
    let entries = chain(20);
    let report = verify(&rows(&entries), Some(&entries[19].head()));
    assert!(report.is_intact());
    assert_eq!((report.count, report.first), (20, Some(1)));
    assert_eq!(report.last, Some(StoredHead::from(&entries[19].head())));
    assert!(report.summary(Lang::Ja).contains("20件"));
    assert!(verify(&[], Some(&Head::GENESIS)).is_intact());
}

#[test]
fn verification_may_begin_behind_a_known_entry() {
    let entries = chain(20);
    let all = rows(&entries);
    let mut verifier = Verifier::after(&entries[9].head());
    all[10..].iter().for_each(|row| verifier.push(row));
    assert!(verifier.finish(Some(&entries[19].head())).is_intact());
    let mut wrong = Verifier::after(&Head { seq: 10, hash: Digest::ZERO });
    all[10..].iter().for_each(|row| wrong.push(row));
    assert_eq!(wrong.finish(None).findings, [Finding::PrevMismatch { seq: 11 }]);
}

#[test]
fn an_edited_row_is_named_with_the_field_where_it_can_be() {
    let entries = chain(10);
    let head = entries[9].head();
    let edit = |change: fn(&mut Stored)| {
        let mut all = rows(&entries);
        change(&mut all[4]);
        findings(&all, &head)
    };
    let altered = |field| [Finding::Altered { seq: 5, field }];
    assert_eq!(edit(|row| row.subject_id.push('x')), altered(None));
    assert_eq!(edit(|row| row.unit = Some(String::new())), altered(Some(Field::Unit)));
    assert_eq!(edit(|row| row.detail.push(' ')), altered(Some(Field::Detail)));
    assert_eq!(edit(|row| row.at = i64::MAX), altered(Some(Field::At)));
    assert_eq!(edit(|row| row.actor = "root".into()), altered(Some(Field::Actor)));
    assert_eq!(edit(|row| row.prev = "0".repeat(64)), altered(Some(Field::Prev)));
    assert_eq!(edit(|row| row.hash = "0".repeat(64)), altered(Some(Field::Hash)));
    let mut all = rows(&entries);
    all[9].hash = "0".repeat(64);
    assert_eq!(findings(&all, &head), [Finding::Altered { seq: 10, field: Some(Field::Hash) }]);
}

#[test]
fn a_row_that_is_chained_but_has_no_valid_form_is_unreadable() {
    let entries = chain(3);
    let mut row = Stored::from(&entries[2]);
    row.channel = "fax".to_owned();
    row.hash = row.computed_hash().to_string();
    let mut all = rows(&entries);
    all[2] = row;
    assert_eq!(verify(&all, None).findings, [Finding::Unreadable { seq: 3, field: Field::Channel }]);
}

#[test]
fn deleted_rows_are_missing() {
    let entries = chain(20);
    let mut all = rows(&entries);
    all.drain(4..7);
    all.remove(0);
    assert_eq!(
        findings(&all, &entries[19].head()),
        [Finding::Missing { from: 1, to: 1 }, Finding::Missing { from: 5, to: 7 }]
    );
}

#[test]
fn deletion_with_renumbering_is_seen_through() {
    let entries = chain(20);
    let mut all = rows(&entries);
    all.drain(4..7);
    for (i, row) in all.iter_mut().enumerate() {
        row.seq = i64::try_from(i).unwrap() + 1;
    }
    assert_eq!(
        verify(&all, None).findings,
        [Finding::Missing { from: 5, to: 7 }, Finding::Renumbered { from: 5, to: 17, by: -3 }]
    );
}

#[test]
fn swapped_rows_are_named_however_far_apart_and_however_swapped() {
    let entries = chain(30);
    let head = entries[29].head();
    for (i, j) in [(4, 5), (4, 6), (0, 1), (28, 29), (2, 25), (0, 29), (9, 18)] {
        let said = [Finding::Swapped { first: i as i64 + 1, second: j as i64 + 1 }];
        let mut by_number = rows(&entries);
        (by_number[i].seq, by_number[j].seq) = (by_number[j].seq, by_number[i].seq);
        let found = findings(&sorted(by_number), &head);
        assert_eq!(found, said, "numbers of {i} and {j}");

        let mut by_content = rows(&entries);
        let (a, b) = (by_content[i].clone(), by_content[j].clone());
        by_content[i] = Stored { seq: a.seq, prev: a.prev.clone(), hash: a.hash.clone(), ..b.clone() };
        by_content[j] = Stored { seq: b.seq, prev: b.prev, hash: b.hash, ..a };
        assert_eq!(findings(&by_content, &head), said, "contents of {i} and {j}");
    }
}

#[test]
fn a_row_moved_to_another_number_is_misplaced() {
    let entries = chain(40);
    let mut all = rows(&entries);
    all[4].seq = 41;
    assert_eq!(
        findings(&sorted(all.clone()), &entries[39].head()),
        [Finding::Misplaced { seq: 41, belongs: 5 }, Finding::BeyondHead { head_seq: 40, last: 41 }]
    );
    all[4].seq = 20;
    all.remove(19);
    assert_eq!(
        findings(&sorted(all), &entries[39].head()),
        [Finding::Misplaced { seq: 20, belongs: 5 }, Finding::Missing { from: 20, to: 20 }]
    );
}

#[test]
fn rows_in_a_ring_of_places_are_all_misplaced() {
    let entries = chain(12);
    let mut all = rows(&entries);
    (all[2].seq, all[5].seq, all[8].seq) = (6, 9, 3);
    assert_eq!(
        findings(&sorted(all), &entries[11].head()),
        [(3, 9), (6, 3), (9, 6)].map(|(seq, belongs)| Finding::Misplaced { seq, belongs })
    );
}

#[test]
fn an_inserted_row_is_named_whether_forged_well_or_badly() {
    let entries = chain(20);
    let base = rows(&entries);
    for well in [true, false] {
        let mut all = base.clone();
        for row in &mut all[9..] {
            row.seq += 1;
        }
        let mut fake = forged(base[3].clone(), 10, &base[8].hash);
        if !well {
            fake.hash = Digest::of_bytes(b"?").to_string();
        }
        all.insert(9, fake);
        assert_eq!(
            verify(&all, None).findings,
            [Finding::Inserted { from: 10, to: 10 }, Finding::Renumbered { from: 11, to: 21, by: 1 }],
            "well forged: {well}"
        );
    }
}

#[test]
fn an_inserted_row_and_a_deleted_one_further_on_are_told_apart() {
    let entries = chain(20);
    let mut all = rows(&entries);
    all.remove(15);
    for row in &mut all[4..15] {
        row.seq += 1;
    }
    all.insert(4, forged(all[0].clone(), 5, &all[3].hash.clone()));
    assert_eq!(
        findings(&all, &entries[19].head()),
        [
            Finding::Inserted { from: 5, to: 5 },
            Finding::Renumbered { from: 6, to: 16, by: 1 },
            Finding::Missing { from: 16, to: 16 }
        ]
    );
}

#[test]
fn a_second_row_of_the_same_number_is_a_duplicate_and_one_before_the_first_is_inserted() {
    let entries = chain(10);
    let head = entries[9].head();
    for first in [true, false] {
        let mut all = rows(&entries);
        let fake = forged(all[4].clone(), 5, &all[3].hash.clone());
        all.insert(if first { 4 } else { 5 }, fake);
        assert_eq!(findings(&all, &head), [Finding::Duplicate { seq: 5 }]);
    }
    let mut all = rows(&entries);
    all.insert(0, forged(all[4].clone(), -3, "x"));
    assert_eq!(findings(&all, &head), [Finding::Inserted { from: -3, to: -3 }]);
}

#[test]
fn a_replaced_row_and_a_rewritten_part_break_the_chain_behind_them() {
    let entries = chain(10);
    let head = entries[9].head();
    let mut all = rows(&entries);
    all[4] = forged(all[4].clone(), 5, &all[3].hash.clone());
    assert_eq!(findings(&all, &head), [Finding::PrevMismatch { seq: 6 }]);
    for i in 5..10 {
        all[i].prev = all[i - 1].hash.clone();
        all[i].hash = all[i].computed_hash().to_string();
    }
    assert_eq!(findings(&all, &head), [Finding::HeadMismatch { head_seq: 10 }]);
}

#[test]
fn a_deleted_end_an_edited_head_and_rows_behind_the_head_are_told_apart() {
    let entries = chain(10);
    let all = rows(&entries);
    let head = entries[9].head();
    assert_eq!(findings(&all[..7], &head), [Finding::TruncatedAtEnd { head_seq: 10, last: 7 }]);
    assert_eq!(findings(&[], &head), [Finding::TruncatedAtEnd { head_seq: 10, last: 0 }]);
    assert!(verify(&all[..7], None).is_intact());
    assert!(verify(&all[..7], None).summary(Lang::En).contains("without a head"));
    let edited = Head { hash: Digest::ZERO, ..head };
    assert_eq!(findings(&all, &edited), [Finding::HeadMismatch { head_seq: 10 }]);
    assert_eq!(findings(&all, &Head { seq: 12, ..head }), [Finding::HeadMismatch { head_seq: 12 }]);
    assert_eq!(findings(&all, &entries[7].head()), [Finding::BeyondHead { head_seq: 8, last: 10 }]);
    let mut verifier = Verifier::new();
    all.iter().for_each(|row| verifier.push(row));
    assert_eq!(verifier.finish_stored(None).findings, [Finding::HeadMissing]);
}

#[test]
fn findings_are_bounded_and_counted() {
    let entries = chain(1500);
    let mut all = rows(&entries);
    for row in &mut all {
        row.subject_id = "x".to_owned();
    }
    let report = verify(&all, None);
    assert_eq!((report.findings.len(), report.total), (1000, 1500));
}

#[test]
fn every_finding_speaks_both_languages() {
    let all = [
        Finding::Altered { seq: 7, field: None },
        Finding::Altered { seq: 7, field: Some(Field::At) },
        Finding::Unreadable { seq: 7, field: Field::At },
        Finding::Missing { from: 7, to: 9 },
        Finding::Inserted { from: 7, to: 7 },
        Finding::Renumbered { from: 7, to: 9, by: -2 },
        Finding::Swapped { first: 7, second: 9 },
        Finding::Misplaced { seq: 7, belongs: 9 },
        Finding::PrevMismatch { seq: 7 },
        Finding::OutOfOrder { seq: 7 },
        Finding::Duplicate { seq: 7 },
        Finding::TruncatedAtEnd { head_seq: 7, last: 3 },
        Finding::BeyondHead { head_seq: 7, last: 9 },
        Finding::HeadMismatch { head_seq: 7 },
    ];
    for finding in &all {
        let (ja, en) = (finding.text(Lang::Ja), finding.text(Lang::En));
        assert!(ja.contains('7') && en.contains('7'), "{ja} / {en}");
        assert!(!ja.is_ascii() && en.is_ascii(), "{ja} / {en}");
    }
    let mut texts: Vec<_> = all.iter().map(|f| f.text(Lang::En)).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), all.len());
}
