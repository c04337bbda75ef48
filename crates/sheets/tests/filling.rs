//! Filling changes the cells of the plan and not one byte elsewhere; other programs read what was written.
#![cfg(test)]

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
    sync::OnceLock,
};

use answers::{Evidence, Given, Offer, Said, Standing};
use calamine::{Data, Reader, Xlsx};
use domain::Lang;
use rust_xlsxwriter::{DataValidation, Format, FormatBorder, Image, Note, Workbook};
use sheets::{Corrections, Plan, Reason, SheetError, Vocabulary, fill, plan, read};

fn vocabulary() -> &'static Vocabulary {
    static READY: OnceLock<Vocabulary> = OnceLock::new();
    READY.get_or_init(|| Vocabulary::load_embedded().unwrap())
}

fn given(measure: &str, level: u8, remark: &str) -> Given {
    Given {
        measure: measure.into(),
        standing: Standing::Level(level),
        remark: Said { ja: Some(remark.into()), en: Some(remark.into()) },
        evidence: vec![Evidence {
            id: "rule".into(),
            name: "規程 第3版".into(),
            kind: None,
            valid_until: "2027-03-31".parse().ok(),
            sha256: None,
            file: None,
        }],
        answered_on: "2026-10-01".parse().ok(),
    }
}

fn book() -> Offer {
    let not = Given {
        standing: Standing::NotApplicable(Said {
            ja: Some("構築しません".into()), en: Some("no construction".into())
        }),
        ..given("CM-DV-07", 1, "")
    };
    Offer::plain(vec![
        given("CM-LG-01", 4, "操作ログを13か月保存"),
        given("CM-TE-03", 2, "=HYPERLINK(\"x\")"),
        given("CM-PH-02", 1, "来年度に導入"),
        given("CM-SB-01", 3, ""),
        not,
    ])
}

/// A sheet with much that must survive.
fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("チェック <票>").unwrap();
    let border = Format::new().set_border(FormatBorder::Thin).set_unlocked();
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 5, "委託先チェックシート", &bold).unwrap();
    for (column, text) in (0..).zip(["No.", "確認事項", "回答", "備考", "証跡", "回答日"]) {
        sheet.write_with_format(2, column, text, &bold).unwrap();
    }
    let questions = [
        "ログの取得と保存期間",
        "バックアップを取得していますか。",
        "入退室を管理していますか。",
        "無断で再委託している業務はありませんか。",
        "ST確認書を取得していますか。",
        "資本金を記入してください。",
        "脆弱性情報を収集していますか。",
    ];
    for (row, question) in (3..).zip(questions) {
        sheet.write(row, 0, row - 2).unwrap();
        sheet.write_rich_string(row, 1, &[(&bold, "【必須】"), (&Format::new(), question)]).unwrap();
        for column in 2..6 {
            sheet.write_blank(row, column, &border).unwrap();
        }
    }
    let list = DataValidation::new().allow_list_strings(&["はい", "一部", "いいえ", "該当なし"]).unwrap();
    sheet.add_data_validation(3, 2, 9, 2, &list).unwrap();
    sheet.write_formula(11, 2, "=COUNTIF(C4:C10,\"はい\")").unwrap();
    sheet.insert_note(3, 2, &Note::new("選んでください")).unwrap();
    sheet.insert_image(12, 1, &Image::new_from_buffer(PIXEL).unwrap()).unwrap();
    sheet.protect();
    let second = book.add_worksheet().set_name("別紙").unwrap();
    second.write(0, 0, "触らない").unwrap();
    book.save_to_buffer().unwrap()
}

/// A PNG of one pixel.
const PIXEL: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196,
    137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 240, 31, 0, 5, 0, 1, 255, 137, 153, 61, 29, 0, 0, 0,
    0, 73, 69, 78, 68, 174, 66, 96, 130,
];

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        out.insert(name, content);
    }
    out
}

fn names(bytes: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.file_names().map(|n| n.unwrap().into_owned()).collect()
}

/// The cells of a sheet's part, each as it is written.
fn written_cells(xml: &str) -> (String, BTreeMap<String, String>) {
    let mut rest = xml;
    let (mut frame, mut cells) = (String::new(), BTreeMap::new());
    while let Some(at) = rest.find("<c ") {
        frame.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag_end = rest.find('>').unwrap() + 1;
        let end = if rest[..tag_end].ends_with("/>") { tag_end } else { rest.find("</c>").unwrap() + 4 };
        let name = rest.split("r=\"").nth(1).unwrap().split('"').next().unwrap();
        cells.insert(name.to_owned(), rest[..end].to_owned());
        rest = &rest[end..];
    }
    frame.push_str(rest);
    (frame, cells)
}

fn filled() -> (Vec<u8>, Plan, Vec<u8>) {
    let before = rich();
    let plan = plan(&read(&before).unwrap(), &book(), vocabulary(), &Corrections::default());
    let after = fill(&before, &plan).unwrap();
    (before, plan, after)
}

#[test]
fn nothing_but_the_planned_cells_changes() {
    let (before, plan, after) = filled();
    assert_eq!(names(&before), names(&after), "entries and their order");
    let (old, new) = (parts(&before), parts(&after));
    for (name, content) in &old {
        if name != "xl/worksheets/sheet1.xml" {
            assert_eq!(Some(content), new.get(name), "{name}");
        }
    }
    let text =
        |parts: &BTreeMap<String, Vec<u8>>| String::from_utf8(parts["xl/worksheets/sheet1.xml"].clone()).unwrap();
    let ((old_frame, old_cells), (new_frame, new_cells)) = (written_cells(&text(&old)), written_cells(&text(&new)));
    assert_eq!(old_frame, new_frame);
    let mut planned = Vec::new();
    for row in &plan.rows {
        planned.extend(row.written.as_ref().and(row.answer_cell));
        planned.extend(row.remark.as_ref().and(row.question.remark));
        planned.extend(row.evidence.as_ref().and(row.question.evidence));
        planned.extend(row.date.as_ref().and(row.question.date));
    }
    let planned: Vec<String> = planned.iter().map(ToString::to_string).collect();
    let style = |cell: &str| cell.split(" s=\"").nth(1).map(|s| s.split('"').next().unwrap().to_owned());
    for (name, cell) in &old_cells {
        if planned.contains(name) {
            assert_ne!(cell, &new_cells[name], "{name}");
            assert_eq!(style(cell), style(&new_cells[name]), "{name} keeps its style");
        } else {
            assert_eq!(cell, &new_cells[name], "{name}");
        }
    }
    assert_eq!(old_cells.len(), new_cells.len());
    let again = fill(&before, &plan).unwrap();
    assert_eq!(after, again, "the same bytes every time");
}

#[test]
fn the_answers_stand_in_the_words_of_the_sheet() {
    let (_, plan, after) = filled();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(after)).unwrap();
    let sheet = book.worksheet_range("チェック <票>").unwrap();
    let text = |row: u32, column: u32| match sheet.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        None | Some(Data::Empty) => String::new(),
        other => format!("{other:?}"),
    };
    let answers: Vec<String> = (3..10).map(|row| text(row, 2)).collect();
    assert_eq!(answers, ["はい", "一部", "いいえ", "", "該当なし", "", ""]);
    assert_eq!(text(3, 3), "操作ログを13か月保存");
    assert_eq!(text(4, 3), "'=HYPERLINK(\"x\")", "never a formula");
    assert!(text(6, 3).contains("対策を実施しています"), "{}", text(6, 3));
    assert_eq!(text(7, 3), "構築しません");
    assert_eq!(text(3, 4), "規程 第3版（2027-03-31まで有効）");
    assert_eq!(text(3, 5), "2026-10-01");
    let reasons: Vec<&Reason> = plan.rows.iter().map(|r| &r.reason).collect();
    assert!(matches!(reasons[3], Reason::InWords { .. }), "{reasons:?}");
    assert!(matches!(reasons[5], Reason::OtherTopic { .. }), "{reasons:?}");
    assert!(matches!(reasons[6], Reason::NotInBook { .. }), "{reasons:?}");
    for reason in reasons {
        assert!(!reason.text(Lang::Ja).is_empty() && reason.text(Lang::En).is_ascii(), "{reason:?}");
    }
}

#[test]
fn a_filled_sheet_is_not_answered_twice() {
    let (_, _, after) = filled();
    let again = plan(&read(&after).unwrap(), &book(), vocabulary(), &Corrections::default());
    assert!(matches!(&again.rows[0].reason, Reason::Closed { holds } if holds == "はい"));
    assert!(again.rows.iter().all(|r| r.written.is_none()));
}

#[test]
fn corrections_come_before_the_mapping() {
    let before = rich();
    let workbook = read(&before).unwrap();
    let mut corrections = Corrections::default();
    corrections.learn("【必須】資本金を記入してください。", Some("CM-LG-01"));
    corrections.learn("【必須】ログの取得と保存期間", None);
    let plan = plan(&workbook, &book(), vocabulary(), &corrections);
    assert_eq!(plan.rows[5].written.as_deref(), Some("はい"));
    assert_eq!((plan.rows[0].written.as_deref(), &plan.rows[0].reason), (None, &Reason::CorrectedToNone));
}

#[test]
fn a_person_decides_differently() {
    let before = rich();
    let mut plan = plan(&read(&before).unwrap(), &book(), vocabulary(), &Corrections::default());
    assert!(plan.rows[6].choose(sheets::Meaning::Partial));
    plan.rows[0].clear();
    let after = read(&fill(&before, &plan).unwrap()).unwrap();
    assert_eq!(after.text("チェック <票>", "C10".parse().unwrap()), "一部");
    assert_eq!(after.text("チェック <票>", "C4".parse().unwrap()), "");
}

#[test]
fn a_plan_fills_its_own_file_only() {
    let (_, plan, _) = filled();
    let mut other = Workbook::new();
    other.add_worksheet().set_name("チェック <票>").unwrap();
    let error = fill(&other.save_to_buffer().unwrap(), &plan).unwrap_err();
    assert!(matches!(error, SheetError::OtherFile { .. }), "{error:?}");
}

#[test]
fn the_report_has_the_agreed_fields() {
    let (_, plan, _) = filled();
    let json = serde_json::to_value(plan.report("調査票.xlsx", Lang::Ja)).unwrap();
    assert_eq!(json["sheet"], "調査票.xlsx");
    let first = &json["questions"][0];
    assert_eq!(first["cell"], "B4");
    assert_eq!(first["answer_cell"], "C4");
    assert_eq!(first["written"], "はい");
    assert_eq!(first["remark_cell"], "D4");
    assert_eq!(first["candidates"][0]["measure"], "CM-LG-01");
    assert!(first["candidates"][0]["score"].as_f64().unwrap() > 0.5);
    assert!(first["reason"].as_str().unwrap().contains("CM-LG-01"));
    assert_eq!(json["questions"][5]["candidates"].as_array().unwrap().len(), 0);
}

#[test]
fn numbers_marks_boxes_and_free_words_are_written() {
    let mut book_file = Workbook::new();
    let levels = book_file.add_worksheet().set_name("数").unwrap();
    for (column, text) in (0..).zip(["設問", "成熟度", "コメント"]) {
        levels.write(0, column, text).unwrap();
    }
    levels.write(1, 0, "ログの取得と保存").unwrap();
    levels.write(2, 0, "バックアップの取得").unwrap();
    levels
        .add_data_validation(
            1,
            1,
            2,
            1,
            &DataValidation::new().allow_list_strings(&["1", "2", "3", "4", "5", "N/A"]).unwrap(),
        )
        .unwrap();
    let marks = book_file.add_worksheet().set_name("印").unwrap();
    for (column, text) in (0..).zip(["番号", "点検項目", "適", "否", "備考"]) {
        marks.write(0, column, text).unwrap();
    }
    for (row, text) in (1..).zip(["ログの取得と保存", "バックアップの取得"]) {
        marks.write(row, 0, row).unwrap();
        marks.write(row, 1, text).unwrap();
    }
    let boxes = book_file.add_worksheet().set_name("箱").unwrap();
    for (column, text) in (0..).zip(["質問", "回答", "補足"]) {
        boxes.write(0, column, text).unwrap();
    }
    boxes.write(1, 0, "ログを取得していますか。").unwrap();
    boxes.write(1, 1, "□はい　□いいえ").unwrap();
    let words = book_file.add_worksheet().set_name("言葉").unwrap();
    for (column, text) in (0..).zip(["No", "質問", "ご回答"]) {
        words.write(0, column, text).unwrap();
    }
    words.write(1, 0, 1).unwrap();
    words.write(1, 1, "ログの保存期間を教えてください。").unwrap();
    let before = book_file.save_to_buffer().unwrap();
    let plan = plan(&read(&before).unwrap(), &book(), vocabulary(), &Corrections::default());
    let after = fill(&before, &plan).unwrap();
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(after)).unwrap();
    let mut value = |sheet: &str, row, column| {
        file.worksheet_range(sheet).unwrap().get_value((row, column)).cloned().unwrap_or(Data::Empty)
    };
    assert_eq!(value("数", 1, 1), Data::Float(4.0));
    assert_eq!(value("数", 2, 1), Data::Float(2.0));
    assert_eq!(value("印", 1, 2), Data::String("○".into()));
    assert_eq!(value("印", 2, 3), Data::String("○".into()), "partly: 否, and the remark says so");
    assert!(value("印", 2, 4).to_string().starts_with("一部実施しています。"));
    assert_eq!(value("箱", 1, 1), Data::String("■はい　□いいえ".into()));
    assert_eq!(value("言葉", 1, 2), Data::String("実施しています。操作ログを13か月保存".into()));
}

fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> SheetError {
    let error = read(bytes).unwrap_err();
    assert!(error.text(Lang::Ja).chars().any(|c| c > '\u{3000}') && error.text(Lang::En).len() > 20);
    error
}

#[test]
fn files_that_are_no_workbooks_are_refused_with_a_reason() {
    let ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(refused(b""), SheetError::NotAWorkbook);
    assert_eq!(refused("番号,質問\n1,ログ".as_bytes()), SheetError::NotAWorkbook);
    assert_eq!(refused(&[&ole[..], &wide("EncryptedPackage")].concat()), SheetError::Encrypted);
    assert_eq!(refused(&[&ole[..], &wide("Workbook")].concat()), SheetError::OldExcel);
    assert_eq!(refused(&ole), SheetError::NotAWorkbook);
    assert_eq!(
        refused(&package(&[("[Content_Types].xml", ""), ("xl/workbook.bin", "")])),
        SheetError::OtherFormat(".xlsb")
    );
    assert!(matches!(refused(&package(&[("mimetype", ""), ("content.xml", "")])), SheetError::OtherFormat(_)));
    assert_eq!(refused(&package(&[("[Content_Types].xml", ""), ("word/document.xml", "")])), SheetError::NotAWorkbook);
    assert!(matches!(refused(b"PK\x03\x04 broken"), SheetError::Damaged { .. }));
    let whole = rich();
    assert!(matches!(refused(&whole[..whole.len() / 2]), SheetError::Damaged { .. }));
}

/// A minimal workbook around the text of one sheet.
fn minimal(sheet: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn hostile_parts_are_refused() {
    let entity = r#"<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(refused(&minimal(entity)), SheetError::Doctype { .. }));
    assert!(matches!(refused(&minimal("<worksheet><sheetData><row></sheetData>")), SheetError::Damaged { .. }));
    let bomb = format!("<worksheet>{}</worksheet>", " ".repeat(49 * 1024 * 1024));
    assert!(matches!(refused(&minimal(&bomb)), SheetError::TooLarge { .. }));
    let no_sheet = package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
    ]);
    assert!(matches!(refused(&no_sheet), SheetError::Missing { .. }));
    let far = r#"<worksheet><sheetData><row r="99999999"><c r="ZZZZ99999999"><v>1</v></c><c r="A0"/></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>"#;
    assert!(read(&minimal(far)).unwrap().questions().is_empty());
}

#[test]
fn what_happened_in_the_past_is_left_to_a_person() {
    let mut file = Workbook::new();
    let sheet = file.add_worksheet();
    for (column, text) in (0..).zip(["No", "確認事項", "回答", "備考"]) {
        sheet.write(0, column, text).unwrap();
    }
    for (row, text) in
        (1..).zip(["過去3年間に情報漏えい事故を起こしたことがありますか。", "入退室を管理していますか。"])
    {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, text).unwrap();
    }
    sheet
        .add_data_validation(1, 2, 2, 2, &DataValidation::new().allow_list_strings(&["はい", "いいえ"]).unwrap())
        .unwrap();
    let book = Offer::plain(vec![given("CM-GV-09", 3, "公表の方針を定めています")]);
    let plan = plan(&read(&file.save_to_buffer().unwrap()).unwrap(), &book, vocabulary(), &Corrections::default());
    assert_eq!(plan.rows[0].written, None);
    assert_eq!(plan.rows[0].remark.as_deref(), Some("公表の方針を定めています"));
    assert!(matches!(plan.rows[0].reason, Reason::Past { .. }), "{:?}", plan.rows[0].reason);
}
