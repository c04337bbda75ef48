//! No bytes make the reader or the mapping panic, and a damaged workbook is refused or read, never anything else.
#![cfg(test)]

use std::sync::OnceLock;

use answers::{Given, Offer, Said, Standing};
use proptest::prelude::*;
use rust_xlsxwriter::{DataValidation, Workbook};
use sheets::{Corrections, Vocabulary, fill, is_negative, map, plan, read};

fn vocabulary() -> &'static Vocabulary {
    static READY: OnceLock<Vocabulary> = OnceLock::new();
    READY.get_or_init(|| Vocabulary::load_embedded().unwrap())
}

fn sample() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["No", "質問", "回答", "備考"]) {
            sheet.write(0, column, text).unwrap();
        }
        for row in 1..6 {
            sheet.write(row, 0, row).unwrap();
            sheet.write(row, 1, "ログを取得していますか。").unwrap();
        }
        let list = DataValidation::new().allow_list_strings(&["はい", "いいえ"]).unwrap();
        sheet.add_data_validation(1, 2, 5, 2, &list).unwrap();
        book.save_to_buffer().unwrap()
    })
}

fn given(remark: Said) -> Offer {
    let (measure, standing) = ("CM-LG-01".into(), Standing::Level(3));
    Offer::plain(vec![Given { measure, standing, remark, evidence: Vec::new(), answered_on: None }])
}

fn through(bytes: &[u8]) {
    if let Ok(workbook) = read(bytes) {
        let plan = plan(&workbook, &given(Said::default()), vocabulary(), &Corrections::default());
        if let Ok(filled) = fill(bytes, &plan) {
            read(&filled).expect("what was filled can be read");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), as_zip in any::<bool>()) {
        let head: &[u8] = if as_zip { b"PK\x03\x04" } else { b"" };
        through(&[head, &bytes].concat());
    }

    #[test]
    fn any_damage(at in 0..10_000_usize, byte in any::<u8>(), cut in 0..10_000_usize) {
        let mut bytes = sample().to_vec();
        let length = bytes.len();
        bytes[at % length] = byte;
        through(&bytes);
        bytes.truncate(cut % length);
        through(&bytes);
    }

    #[test]
    fn any_question(text in ".{0,200}") {
        let _ = map(&text, vocabulary());
        let _ = is_negative(&text);
        let mut corrections = Corrections::default();
        corrections.learn(&text, None);
        prop_assert_eq!(corrections.get(&text), Some(None));
    }

    #[test]
    fn any_remark_is_read_back(remark in "[^\\p{C}\\s](.{0,60}[^\\p{C}\\s])?") {
        let book = given(Said { ja: Some(remark.clone()), en: None });
        let plan = plan(&read(sample()).unwrap(), &book, vocabulary(), &Corrections::default());
        let filled = read(&fill(sample(), &plan).unwrap()).unwrap();
        let got = filled.text("Sheet1", "D2".parse().unwrap()).trim_start_matches('\'').to_owned();
        let kept: String = remark.chars().filter(|c| (*c == '\t' || !c.is_control()) && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        prop_assert_eq!(got, kept.trim().trim_start_matches('\''));
    }
}
