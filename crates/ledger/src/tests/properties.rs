//! Whatever is changed, something is found.

use proptest::prelude::*;

use super::{chain, rows, verify};
use crate::{Stored, canonical_json};

/// A text that is not the one given.
fn other(text: &str, with: &str) -> String {
    if with == text { format!("{with}'") } else { with.to_owned() }
}

fn other_option(text: Option<&str>, with: Option<&str>) -> Option<String> {
    if with == text { Some(format!("{}'", with.unwrap_or_default())) } else { with.map(str::to_owned) }
}

/// Changes one of the fifteen fields to something else.
fn change(row: &mut Stored, field: usize, number: i64, text: Option<&str>) {
    let plain = text.unwrap_or_default();
    match field {
        0 => row.seq = if number == row.seq { number.wrapping_add(1) } else { number },
        1 => row.at = if number == row.at { number.wrapping_add(1) } else { number },
        2 => row.actor = other(&row.actor, plain),
        3 => row.on_behalf_of = other_option(row.on_behalf_of.as_deref(), text),
        4 => row.channel = other(&row.channel, plain),
        5 => row.action = other(&row.action, plain),
        6 => row.subject_kind = other(&row.subject_kind, plain),
        7 => row.subject_id = other(&row.subject_id, plain),
        8 => row.unit = other_option(row.unit.as_deref(), text),
        9 => row.before = other_option(row.before.as_deref(), text),
        10 => row.after = other_option(row.after.as_deref(), text),
        11 => row.detail = other(&row.detail, plain),
        12 => row.request = other_option(row.request.as_deref(), text),
        13 => row.prev = other(&row.prev, plain),
        _ => row.hash = other(&row.hash, plain),
    }
}

/// Likely and unlikely replacement texts: of the right form, empty, anything.
fn replacement() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        Just(Some(String::new())),
        Just(Some("system".to_owned())),
        Just(Some("web".to_owned())),
        Just(Some("{}".to_owned())),
        Just(Some("unt_01920000000070008000000000000001".to_owned())),
        Just(Some("per_01920000000070008000000000000001".to_owned())),
        "[0-9a-f]{64}".prop_map(Some),
        "[a-z]{2,8}\\.[a-z]{2,8}".prop_map(Some),
        any::<String>().prop_map(Some),
    ]
}

proptest! {
    #[test]
    fn any_change_of_any_field_of_any_entry_is_found(
        length in 1usize..25, place in any::<prop::sample::Index>(), field in 0usize..15,
        number in prop_oneof![-2i64..30, any::<i64>()], text in replacement(), sort in any::<bool>(),
    ) {
        let entries = chain(length);
        let head = entries[length - 1].head();
        let mut all = rows(&entries);
        change(&mut all[place.index(length)], field, number, text.as_deref());
        if sort {
            all.sort_by_key(|row| row.seq);
        }
        prop_assert!(!verify(&all, Some(&head)).is_intact());
        prop_assert!(!verify(&all, None).is_intact());
    }

    #[test]
    fn any_other_order_is_found(
        all in (2usize..20).prop_flat_map(|n| Just(rows(&chain(n))).prop_shuffle()),
    ) {
        let in_order = all.windows(2).all(|pair| pair[0].seq < pair[1].seq);
        prop_assert_eq!(verify(&all, None).is_intact(), in_order);
    }

    #[test]
    fn any_selection_of_rows_other_than_all_is_found(
        keep in prop::collection::vec(any::<bool>(), 1..25),
    ) {
        let entries = chain(keep.len());
        let kept: Vec<Stored> =
            rows(&entries).into_iter().zip(&keep).filter(|(_, keep)| **keep).map(|(row, _)| row).collect();
        let report = verify(&kept, Some(&entries[keep.len() - 1].head()));
        prop_assert_eq!(report.is_intact(), kept.len() == keep.len());
        prop_assert_eq!(report.count, kept.len() as u64);
    }

    #[test]
    fn any_duplicated_row_is_found(
        length in 1usize..20, from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let entries = chain(length);
        let mut all = rows(&entries);
        let copy = all[from.index(length)].clone();
        all.insert(to.index(length + 1), copy);
        prop_assert!(!verify(&all, Some(&entries[length - 1].head())).is_intact());
    }

    #[test]
    fn contents_and_numbers_exchanged_in_any_way_are_found(
        length in 2usize..20, pairs in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 1..6),
        numbers_only in any::<bool>(),
    ) {
        let entries = chain(length);
        let original = rows(&entries);
        let mut all = original.clone();
        for (a, b) in pairs {
            let (a, b) = (a.index(length), b.index(length));
            if numbers_only {
                let seq = all[a].seq;
                all[a].seq = all[b].seq;
                all[b].seq = seq;
            } else {
                let (x, y) = (all[a].clone(), all[b].clone());
                all[a] = Stored { seq: x.seq, prev: x.prev.clone(), hash: x.hash.clone(), ..y.clone() };
                all[b] = Stored { seq: y.seq, prev: y.prev, hash: y.hash, ..x };
            }
        }
        all.sort_by_key(|row| row.seq);
        let report = verify(&all, Some(&entries[length - 1].head()));
        prop_assert_eq!(report.is_intact(), all == original);
    }

    #[test]
    fn an_edit_is_the_only_finding_and_names_the_entry(
        length in 1usize..40, place in any::<prop::sample::Index>(), text in any::<String>(), field in 4usize..8,
    ) {
        let entries = chain(length);
        let mut all = rows(&entries);
        let place = place.index(length);
        change(&mut all[place], field, 0, Some(&text));
        let report = verify(&all, Some(&entries[length - 1].head()));
        prop_assert_eq!(report.findings.len(), 1);
        prop_assert_eq!(report.findings[0].seq(), all[place].seq);
        prop_assert_eq!(report.findings[0].code(), "altered");
    }

    #[test]
    fn canonical_text_reads_back_and_stays_itself(members in prop::collection::btree_map(any::<String>(), any::<i64>(), 0..8)) {
        let text = canonical_json(&members).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(canonical_json(&value).unwrap(), text);
        prop_assert_eq!(value, serde_json::to_value(&members).unwrap());
    }
}
