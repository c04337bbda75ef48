use std::io::{Cursor, Read as _};

use domain::Lang;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::*;
use crate::paper::{Article, Cell, Clause, Heading, Item, Key, Part, Row, Status, Table};

/// The parts of a file, in their order.
pub(super) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

pub(super) fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("{name}")).1
}

pub(super) fn assert_well_formed(bytes: &[u8]) {
    for (name, text) in parts(bytes) {
        let mut reader = Reader::from_str(&text);
        let mut depth = 0_i32;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}");
    }
}

fn contract(lang: Lang) -> Paper {
    let mut paper = Paper::new(lang, "契約 <&> \"題\"");
    paper.meta.number = Some("第12号".into());
    paper.meta.status = Status::Open(vec!["金額".into()]);
    paper.push(Part::title("契約"));
    paper.push(Part::article(Article::new("a", "目的").clause("定める。")));
    let items = Clause::from("次の").named("b2").item(Item::from("一").item("ア")).item(Item::from("二").named("b22"));
    paper.push(Part::article(Article::new("b", "義務").clause("初め。").clause(items)));
    paper.push(Part::article(Article::new("c", "参照").clause(Clause::of(vec![
        Run::article("b22"),
        Run::Text("、".into()),
        Run::article("a"),
        Run::Text("、".into()),
        Run::annex("x"),
        Run::Break,
        Run::open("期日"),
    ]))));
    paper.push(Part::annex("x", "基準"));
    paper.push(Part::new(Body::Heading(Heading::new(1, "見出し").numbered().named("h"))));
    paper.push(Part::runs(vec![Run::HeadingRef("h".into())]));
    paper.push(Part::article(Article::new("xa", "別紙の条").clause("別。")));
    paper
}

#[test]
fn every_part_is_well_formed_and_the_bytes_are_the_same_twice() {
    for lang in [Lang::Ja, Lang::En] {
        let paper = contract(lang);
        let bytes = write(&paper, Face::Mincho).unwrap();
        assert_well_formed(&bytes);
        assert_eq!(bytes, write(&paper, Face::Mincho).unwrap());
    }
}

#[test]
fn numbers_are_words_own_and_references_are_fields() {
    let bytes = write(&contract(Lang::Ja), Face::Gothic).unwrap();
    let document = part(&bytes, "word/document.xml");
    let numbering = part(&bytes, "word/numbering.xml");
    assert!(
        numbering.contains(r#"<w:lvlText w:val="第%1条"/>"#) && numbering.contains(r#"<w:lvlText w:val="別紙%1"/>"#)
    );
    assert!(!document.contains(">第1条　") && !document.contains("別紙1　"), "no number is typed");
    // 第2条第2項第2号: article and paragraph are fields, the item is words.
    for (mark, text) in [("p0_2", "第2条"), ("p0_2_2", "2"), ("p0_1", "第1条"), ("p1", "別紙1"), ("h1_1_0_0", "1")]
    {
        let field = format!(
            r#"<w:instrText xml:space="preserve"> REF _S{mark} \n \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#
        );
        assert!(document.contains(&field), "{mark}");
        assert_eq!(document.matches(&format!(r#"w:name="_S{mark}""#)).count(), 1, "{mark}");
    }
    assert!(document.contains("第2号"));
}

#[test]
fn each_annex_and_each_set_of_items_counts_anew() {
    let bytes = write(&contract(Lang::Ja), Face::Gothic).unwrap();
    let numbering = part(&bytes, "word/numbering.xml");
    let lists = |scheme: u32| numbering.matches(&format!(r#"<w:abstractNumId w:val="{scheme}"/>"#)).count();
    assert_eq!((lists(0), lists(1), lists(2), lists(5)), (2, 1, 1, 1), "articles twice: paper and annex");
    assert!(numbering.contains(r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>"#));
}

#[test]
fn an_open_paper_says_so_on_every_page_and_lists_what_is_open() {
    let bytes = write(&contract(Lang::Ja), Face::Gothic).unwrap();
    assert!(part(&bytes, "word/header1.xml").contains("【未確定】"));
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("・金額") && document.contains("・期日") && document.contains("【期日】"));
    let mut settled = Paper::new(Lang::Ja, "確定");
    settled.push(Part::paragraph("決まった。"));
    assert!(!part(&write(&settled, Face::Gothic).unwrap(), "word/header1.xml").contains("未確定"));
}

#[test]
fn tables_repeat_their_head_and_merge_cells() {
    let mut table = Table::new([("項目", 40), ("内容", 60), ("期日", 60)]);
    table
        .rows
        .push(Row { cells: vec![Cell::new("縦").spanning(1, 2), Cell::new("横").spanning(2, 1)], trace: vec![] });
    table.rows.push(Row { cells: vec!["一".into(), "二".into()], trace: vec![] });
    let mut paper = Paper::new(Lang::Ja, "表");
    paper.push(Part::table(table));
    let document = part(&write(&paper, Face::Gothic).unwrap(), "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(document.matches("<w:cantSplit/>").count(), 3);
    assert!(document.contains(r#"<w:vMerge w:val="restart"/>"#) && document.contains("<w:vMerge/>"));
    assert!(document.contains(r#"<w:gridSpan w:val="2"/>"#));
}

#[test]
fn annexes_on_their_side_are_sections_of_their_own() {
    let mut paper = Paper::new(Lang::Ja, "契約");
    paper.push(Part::paragraph("本文。"));
    paper.push(Part::annex("wide", "広い表"));
    if let Some(Part { body: Body::Annex(annex), .. }) = paper.parts.last_mut() {
        annex.orientation = Orientation::Landscape;
    }
    paper.push(Part::paragraph("表。"));
    paper.push(Part::annex("upright", "次の表"));
    paper.push(Part::paragraph("終わり。"));
    let bytes = write(&paper, Face::Gothic).unwrap();
    assert_well_formed(&bytes);
    let document = part(&bytes, "word/document.xml");
    let sizes: Vec<&str> = document.split("<w:pgSz ").skip(1).map(|rest| rest.split('/').next().unwrap()).collect();
    let upright = r#"w:w="11906" w:h="16838""#;
    assert_eq!(sizes, [upright, r#"w:w="16838" w:h="11906" w:orient="landscape""#, upright]);
    // head and foot of the wide pages reach as far as they do
    assert!(part(&bytes, "word/header2.xml").contains(r#"w:pos="14003""#));
    let mut plain = Paper::new(Lang::Ja, "契約");
    plain.push(Part::paragraph("本文。"));
    assert_eq!(part(&write(&plain, Face::Gothic).unwrap(), "word/document.xml").matches("<w:sectPr>").count(), 1);
    // reading on the screen does not turn pages
    let page = crate::html::write(&paper, 2, &crate::html::Tracing::Hidden).unwrap();
    assert!(!page.contains("landscape"));
}

#[test]
fn the_head_names_contract_number_and_version() {
    let mut paper = Paper::new(Lang::Ja, "契約");
    paper.meta.number = Some("霧情政 第12号".into());
    paper.meta.version = Some("第1.0版".into());
    assert_eq!(paper.header_text(), "文書番号 霧情政 第12号\u{3000}第1.0版");
    paper.meta.contract = Some("第R9-0012号".into());
    assert_eq!(paper.header_text(), "契約番号 第R9-0012号\u{3000}霧情政 第12号\u{3000}第1.0版");
    paper.push(Part::paragraph("本文。"));
    assert!(part(&write(&paper, Face::Gothic).unwrap(), "word/header1.xml").contains("契約番号 第R9-0012号"));
}

#[test]
fn a_wrong_reference_writes_nothing() {
    let mut paper = Paper::new(Lang::Ja, "t");
    paper.push(Part::paragraph(Run::article("nowhere")));
    let error = write(&paper, Face::Gothic).unwrap_err();
    assert!(matches!(&error, PaperError::UnknownKey { key, .. } if *key == Key::from("nowhere")), "{error}");
}

#[test]
fn letters_that_xml_cannot_hold_are_left_out() {
    let mut paper = Paper::new(Lang::En, "a\u{1}b\u{fffe}");
    paper.push(Part::paragraph("one\u{0}two\nthree"));
    let bytes = write(&paper, Face::Gothic).unwrap();
    assert_well_formed(&bytes);
    assert!(part(&bytes, "word/document.xml").contains("onetwo</w:t><w:br/>"));
}
