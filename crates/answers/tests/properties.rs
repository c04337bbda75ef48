//! Properties of the book: what is written comes back; as days pass nothing gets better; no text and no bytes panic.
#![cfg(test)]

use answers::{AnswerBook, Asked, Bundle, Offered, Standing};
use jiff::{ToSpan as _, civil::Date};
use proptest::prelude::*;

const MEASURES: [&str; 6] = ["CM-GV-01", "CM-LG-01", "CM-IC-01", "CM-IN-04", "CM-TE-03", "CM-EX-02"];

fn date() -> impl Strategy<Value = Date> {
    (2020_i16..2032, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    "[ぁ-んァ-ヶ一-龠a-zA-Z0-9=\"'\\\\{}#\\[\\]、。 ]{1,24}"
        .prop_filter("says something", |t: &String| !t.trim().is_empty())
}

/// A book as JSON text, out of parts that are each allowed.
fn source() -> impl Strategy<Value = String> {
    let proofs = prop::collection::vec((text(), prop::option::of(date())), 0..5);
    let answers = prop::collection::vec(
        (
            0_usize..6,
            prop::option::of(0_usize..2),
            1_u8..=5,
            any::<bool>(),
            text(),
            prop::collection::vec(0_usize..5, 0..4),
            prop::option::of(date()),
        ),
        0..12,
    );
    let consents = prop::collection::vec((text(), date(), prop::option::of(0_i64..900), any::<bool>()), 0..3);
    (text(), 1_u16..1000, proofs, answers, consents).prop_map(|(organisation, days, proofs, answers, consents)| {
        let evidence: Vec<_> = proofs
            .iter()
            .enumerate()
            .map(|(n, (name, until))| serde_json::json!({ "id": format!("p{n}"), "name": name, "valid_until": until.unwrap_or(Date::new(2040, 1, 1).unwrap()) }))
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        let answers: Vec<_> = answers
            .into_iter()
            .filter(|a| seen.insert((a.0, a.1)))
            .map(|(measure, scope, level, applies, remark, linked, on)| {
                let linked: Vec<String> =
                    linked.into_iter().filter(|n| *n < proofs.len()).map(|n| format!("p{n}")).collect();
                let mut value = serde_json::json!({ "measure": MEASURES[measure], "remark": remark, "evidence": linked });
                if applies {
                    value["level"] = level.into();
                } else {
                    value["not_applicable"] = serde_json::json!({ "ja": remark });
                }
                if let Some(scope) = scope {
                    value["scope"] = format!("s{scope}").into();
                }
                if let Some(on) = on {
                    value["answered_on"] = on.to_string().into();
                }
                value
            })
            .collect();
        let consents: Vec<_> = consents
            .into_iter()
            .map(|(client, on, until, files)| {
                let mut value = serde_json::json!({ "client": client, "given_on": on.to_string(), "files": files });
                if let Some(days) = until {
                    value["until"] = on.checked_add(days.days()).unwrap().to_string().into();
                }
                value
            })
            .collect();
        serde_json::json!({
            "organisation": organisation, "stale_after_days": days, "evidence": evidence, "answers": answers, "consents": consents,
            "scopes": [{ "id": "s0", "kind": "service", "name": "一" }, { "id": "s1", "kind": "site", "name": { "en": "two" } }],
        })
        .to_string()
    })
}

proptest! {
    #[test]
    fn a_book_comes_back_as_it_was(source in source()) {
        let book = AnswerBook::parse(&source).unwrap();
        prop_assert_eq!(&AnswerBook::parse(&book.to_toml()).unwrap(), &book);
        prop_assert_eq!(&AnswerBook::parse(&book.to_json()).unwrap(), &book);
    }

    #[test]
    fn as_days_pass_no_answer_gets_better(source in source(), from in date(), days in 0_i64..2000) {
        let book = AnswerBook::parse(&source).unwrap();
        let later = from.checked_add(days.days()).unwrap();
        for (before, after) in book.on(from).iter().zip(book.on(later)) {
            prop_assert!(after.level <= before.level, "{before:?} {after:?}");
            prop_assert!(after.level <= after.given);
            prop_assert!(after.because.len() >= before.because.len());
            prop_assert!(before.stale_since.is_none() || after.stale_since.is_some());
            prop_assert_eq!(after.level == after.given || !after.because.is_empty(), true, "nothing falls without a reason");
        }
        let (first, second) = (book.offer(&Asked::on(from)), book.offer(&Asked::on(later)));
        for (measure, offered) in second.iter() {
            let Ok(given) = offered else { continue };
            let Offered::Given { given: before, .. } = first.of(measure) else {
                prop_assert!(false, "{} was withheld before and is given later", measure);
                unreachable!()
            };
            if let (Standing::Level(a), Standing::Level(b)) = (&before.standing, &given.standing) {
                prop_assert!(b <= a);
            }
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,200}", more in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = AnswerBook::parse(&text);
        let _ = AnswerBook::parse(&String::from_utf8_lossy(&more));
        let _ = Bundle::open(&more, None);
        let zip = [b"PK\x03\x04".as_slice(), &more].concat();
        prop_assert!(Bundle::open(&zip, None).is_err());
    }

    #[test]
    fn changed_text_of_a_book_never_panics(source in source(), at in any::<prop::sample::Index>(), with in any::<char>()) {
        let mut chars: Vec<char> = source.chars().collect();
        let at = at.index(chars.len());
        chars[at] = with;
        let _ = AnswerBook::parse(&chars.into_iter().collect::<String>());
    }
}
