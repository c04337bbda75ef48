//! Articles, sentences and everything built on them. Half of the inputs are text as it is; for the others every byte stands
//! for a piece of a contract, so that the fuzzer plays with numbering, brackets and list marks and not with UTF-8.

#![no_main]

use std::sync::LazyLock;

use checker::{Engine, Options, check, explain};
use libfuzzer_sys::fuzz_target;
use reader::{Limits, read};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let concepts = catalogue::Catalogue::load_concepts().expect("the catalogue is whole");
    Engine::new(concepts).expect("its patterns can be read")
});

const PIECES: &[&str] = &[
    "\n", "\n\n", "　", " ", "\t", "第1条", "第２条（秘密保持）\n", "第三条の二", "第●条", "第10条 ", "第1章　総則\n", "１．", "1.1 ", "(1) ", "（２）",
    "①", "ア　", "イ．", "一　", "二 ", "■ ", "・", "- ", "2　", "3 ", "【目的】", "別紙１\n", "附則\n", "以上\n", "記\n", "（", "）", "「", "」", "『", "。", "、",
    "甲は、", "乙は、", "乙は", "当社は、", "株式会社青空（以下「甲」という。）", "と株式会社夕凪（以下「乙」という。）は、", "ただし、", "この限りでない。", "前項の", "第5条第2項",
    "秘密情報", "を第三者に開示してはならない。", "することができる。", "に努める。", "するものとする。", "次の各号のいずれか", "24時間以内に", "二十四時間", "1億5,000万円", "〇", "twenty-four (24) hours",
    "2～3営業日", "東京地方裁判所", "を管轄する", "令和8年4月1日", "~~", "<!--", "-->", "|", "｜項目｜内容｜\n", "- 3 -\n", "\u{c}", "再委託", "承諾", "監査", "ログを", "5年間保存する。", "契約終了後",
    "\u{3099}", "ﾊﾟ", "\u{200b}", "👍", "注）", "※", "１", "２", "９", "0", "一", "十", "百", "万", "億", "A", "-", ".", ",",
];

fn contract(data: &[u8]) -> String {
    data.iter().filter_map(|byte| PIECES.get(usize::from(*byte) % PIECES.len())).copied().collect()
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let bytes = if first % 2 == 0 { rest.to_vec() } else { contract(rest).into_bytes() };
    let Ok(document) = read(&bytes, Some(if first % 4 < 2 { "a.txt" } else { "a.md" }), &Limits::default()) else { return };
    let options = Options::default();
    let report = check(&document, &ENGINE, &options);
    let text: Vec<char> = document.text().chars().collect();
    let places = report.findings.iter().flat_map(|f| &f.places).chain(report.lint.iter().filter_map(|l| l.place.as_ref()));
    for place in places {
        let quote: String = text[place.start..place.end].iter().collect();
        assert_eq!(quote, place.quote);
    }
    assert_eq!(report.findings.len(), 28);
    for finding in &report.findings {
        let _ = checker::values(&finding.concept, &document.text());
    }
    let _ = explain(&document, &ENGINE, &options);
});
