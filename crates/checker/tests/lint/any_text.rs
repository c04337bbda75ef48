//! Any text ends in a report whose places lie within it, and the time grows with its length only.

use checker::lint_rules;
use proptest::prelude::*;

use crate::support::{ENGINE, report};

/// Pieces that the rules look for, so that random texts reach them.
const PIECES: &[&str] = &[
    "第1条",
    "第2条（秘密保持）",
    "第〇条",
    "第三条の二",
    "\n",
    "\n2 ",
    "\n(1) ",
    "\n① ",
    "前項に規定する秘密情報",
    "（以下「秘密情報」という。）",
    "第五号",
    "第9条第3項",
    "同条",
    "前条",
    "【監査を行う場合】",
    "【A／B】",
    "〔 省〕",
    "（略）",
    "●●",
    "○日以内",
    "＿＿＿",
    "{{x}}",
    "{x}",
    "/  /",
    "□ 認める □ 認めない",
    "※1",
    "（※2）",
    "(*3)（第4項）",
    "別紙1",
    "別紙",
    "\n別紙2　一覧\n",
    "社外秘",
    "対外秘",
    "東京地判 H24.3.15",
    "大阪地判平成24年3月15日",
    "乙は、",
    "甲は、",
    "相手方",
    "本規程",
    "本契約",
    "すること。",
    "速やかに",
    "満了後の3か月前",
    "口頭",
    "書面",
    "10日以内",
    "みなす",
    "次に定める場合を除き",
    "個別契約",
    "再委託",
    "できる。",
    "情報取扱管理者を定め、",
    "取扱責任者を置く。",
    "。",
    "、",
    "「",
    "」",
    "（",
    "）",
    "【",
    "】",
    "~~",
    "<!--",
    "-->",
    "|",
    "\t",
    "　",
    "年　月　日まで",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(|c| c.to_string())];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn places_lie_within_the_text(text in texts()) {
        prop_assume!(!text.bytes().all(|b| b.is_ascii_whitespace()));
        let Ok(document) = reader::read(text.as_bytes(), Some("a.txt"), &reader::Limits::default()) else { return Ok(()) };
        let whole: Vec<char> = document.text().chars().collect();
        let report = checker::check(&document, &ENGINE, &checker::Options::default());
        for lint in &report.lint {
            prop_assert!(!lint.ja.is_empty() && !lint.en.is_empty());
            prop_assert!(!lint.ja.contains('{') || text.contains('{'), "{}", lint.ja);
            if let Some(place) = &lint.place {
                prop_assert!(place.start <= place.end && place.end <= whole.len(), "{place:?}");
                let quote: String = whole[place.start..place.end].iter().collect();
                prop_assert_eq!(&quote, &place.quote);
            }
        }
    }
}

#[test]
fn every_rule_has_its_words() {
    let concepts = catalogue::Catalogue::load_concepts().unwrap();
    let known: Vec<&str> = concepts.lint().iter().map(|rule| rule.id.as_str()).collect();
    let rules: Vec<&str> = lint_rules().map(|(id, _)| id).collect();
    assert_eq!(known, rules);
    let expected: Vec<String> = (1..=13).map(|n| format!("L{n}")).chain((1..=19).map(|n| format!("X{n}"))).collect();
    assert_eq!(rules, expected);
}

/// Texts that are one piece over and over end soon; `cargo test -p checker --release -- --ignored growth --nocapture`
/// shows how the time grows.
#[test]
fn long_texts_end() {
    for piece in PIECES {
        let found = report(&repeated(piece, 150));
        assert!(found.lint.len() < 2000, "{piece}");
    }
}

fn repeated(piece: &str, times: usize) -> String {
    format!("業務委託契約書\n第1条（目的）\n乙は、{}", piece.repeat(times))
}
