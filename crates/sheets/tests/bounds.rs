//! Workbooks made to cost more than their length end in a sentence, or in no more than their length.
#![cfg(test)]

use std::{fmt::Write as _, io::Write as _, time::Instant};

use answers::{Given, Offer, Said, Standing};
use domain::Lang;
use sheets::{Corrections, SheetError, Vocabulary, fill, plan, read};
use zip::{ZipWriter, write::SimpleFileOptions};

const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>"#;

fn book(strings: &str, sheet: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn too_large(bytes: &[u8], what: &str) {
    match read(bytes) {
        Err(error @ SheetError::TooLarge { .. }) => {
            assert!(error.text(Lang::En).contains(what), "{}", error.text(Lang::En));
            assert!(!error.text(Lang::Ja).is_empty());
        }
        other => panic!("{what}: {:?}", other.map(|workbook| workbook.questions().len())),
    }
}

#[test]
fn every_bound_holds() {
    let began = Instant::now();
    // one text of 200 KB in 1,000 cells
    let strings = format!("<sst><si><t>{}</t></si></sst>", "あ".repeat(70_000));
    let rows: String = (1..=1_000).map(|n| format!("<row r=\"{n}\"><c t=\"s\"><v>0</v></c></row>")).collect();
    too_large(&book(&strings, &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")), "bytes of texts");
    let none = "<sst/>";
    let list = "<dataValidation type=\"list\" sqref=\"C2\"><formula1>A:A</formula1></dataValidation>".repeat(5_001);
    too_large(&book(none, &format!("<worksheet><sheetData/>{list}</worksheet>")), "lists to choose from");
    let areas = "C2 ".repeat(5_001);
    let list = format!("<dataValidation type=\"list\" sqref=\"{areas}\"><formula1>\"a,b\"</formula1></dataValidation>");
    too_large(&book(none, &format!("<worksheet><sheetData/>{list}</worksheet>")), "lists to choose from");
    let columns = "<col min=\"1\" max=\"2\" hidden=\"1\"/>".repeat(16_385);
    too_large(&book(none, &format!("<worksheet><cols>{columns}</cols><sheetData/></worksheet>")), "hidden columns");
    let merges = "<mergeCell ref=\"A1:B2\"/>".repeat(50_001);
    too_large(&book(none, &format!("<worksheet><sheetData/>{merges}</worksheet>")), "merged cells");
    let sheets = "<sheet name=\"a\" r:id=\"r1\"/>".repeat(251);
    let many = book(none, "<worksheet/>");
    assert!(read(&many).is_ok());
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in
        [("[Content_Types].xml", "<Types/>".to_owned()), ("xl/workbook.xml", format!("<workbook>{sheets}</workbook>"))]
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    too_large(&zip.finish().unwrap().into_inner(), "sheets");
    let cells: String = (1..=2_401).map(|n| format!("<row r=\"{n}\">{}</row>", "<c/>".repeat(250))).collect();
    too_large(&book(none, &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")), "cells");
    assert!(began.elapsed().as_secs() < 90, "{:?}", began.elapsed());
}

/// Many lists from one column, many rows, each a question: read, planned and written in a time that grows with the file.
#[test]
fn many_questions_with_many_lists_take_no_more_than_their_length() {
    let began = Instant::now();
    let (mut rows, mut lists) = (String::from("<row r=\"1\">"), String::new());
    let text = |place: String, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    for (column, head) in ["A", "B", "C", "D"].into_iter().zip(["No.", "確認事項", "回答", "備考"]) {
        rows.push_str(&text(format!("{column}1"), head));
    }
    rows.push_str("</row>");
    for n in 2..1_500 {
        let _ = write!(
            rows,
            "<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c>{}{}</row>",
            text(format!("B{n}"), "ログを取得していますか。"),
            text(format!("F{n}"), "はい")
        );
        let _ = write!(lists, "<dataValidation type=\"list\" sqref=\"C{n}\"><formula1>F:F</formula1></dataValidation>");
    }
    let bytes = book(
        "<sst/>",
        &format!("<worksheet><sheetData>{rows}</sheetData><dataValidations>{lists}</dataValidations></worksheet>"),
    );
    let workbook = read(&bytes).unwrap();
    assert!(workbook.questions().len() > 1_000, "{}", workbook.questions().len());
    let (measure, standing) = ("CM-LG-01".into(), Standing::Level(3));
    let offer = Offer::plain(vec![Given {
        measure,
        standing,
        remark: Said::default(),
        evidence: Vec::new(),
        answered_on: None,
    }]);
    let plan = plan(&workbook, &offer, &Vocabulary::load_embedded().unwrap(), &Corrections::default());
    assert!(plan.answered() > 1_000, "{}", plan.answered());
    assert!(read(&fill(&bytes, &plan).unwrap()).is_ok());
    assert!(began.elapsed().as_secs() < 90, "{:?}", began.elapsed());
}
