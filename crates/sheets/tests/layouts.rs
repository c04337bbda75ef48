//! Sheets of many layouts, made here: each question is found once, with the cells its answer goes into.
#![cfg(test)]

use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet};
use sheets::{Answer, Meaning, Question, read};

/// Builds a workbook of one sheet.
fn workbook(build: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    build(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// Writes rows of texts from a row on; `|` separates cells, an empty one is not written.
fn rows(sheet: &mut Worksheet, from: u32, lines: &[&str]) {
    for (row, line) in (from - 1..).zip(lines) {
        for (column, text) in (0..).zip(line.split('|').map(str::trim)) {
            if !text.is_empty() {
                sheet.write(row, column, text).unwrap();
            }
        }
    }
}

fn list(sheet: &mut Worksheet, cells: (u32, u16, u32, u16), values: &[&str]) {
    let validation = DataValidation::new().allow_list_strings(values).unwrap();
    sheet.add_data_validation(cells.0, cells.1, cells.2, cells.3, &validation).unwrap();
}

fn found(bytes: &[u8]) -> Vec<Question> {
    read(bytes).unwrap().questions().to_vec()
}

/// Cell of the question, of the answer, of the remark, as they stand in the sheet.
fn cells(questions: &[Question]) -> Vec<String> {
    let name = |p: Option<sheets::Place>| p.map_or_else(|| "-".into(), |p| p.to_string());
    questions
        .iter()
        .map(|q| {
            let answer = match &q.answer {
                Answer::Marks { options, .. } => {
                    options.iter().map(|(_, p)| p.to_string()).collect::<Vec<_>>().join("/")
                }
                Answer::Closed { cell, .. } => format!("({cell})"),
                answer => name(answer.cell()),
            };
            format!("{} {answer} {}", q.cell, name(q.remark))
        })
        .collect()
}

fn meanings(question: &Question) -> Vec<(String, Meaning)> {
    match &question.answer {
        Answer::Choice { allowed, .. } | Answer::Boxes { options: allowed, .. } => {
            allowed.iter().map(|c| (c.value.clone(), c.meaning)).collect()
        }
        Answer::Marks { options, .. } => options.iter().map(|(c, _)| (c.value.clone(), c.meaning)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn english_sheet_with_sections_and_a_list() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "Supplier security questionnaire",
                "Please answer every question.",
                "",
                "Ref|Control area|Question|Response|Comments|Evidence",
            ],
        );
        rows(
            sheet,
            5,
            &[
                "1|Access|Do you enforce multi-factor authentication for all users?",
                "2|Access|Are access rights reviewed at least yearly?",
                "3|Logging|Logs shall be retained for at least 12 months.",
                "||",
                "4|Continuity|Describe your backup and restore tests.",
            ],
        );
        list(sheet, (4, 3, 8, 3), &["Yes", "Partially", "No", "N/A"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["C5 D5 E5", "C6 D6 E6", "C7 D7 E7", "C9 D9 E9"]);
    assert_eq!(found[0].evidence.map(|p| p.to_string()).as_deref(), Some("F5"));
    assert_eq!(found[2].heading, "Logging");
    assert_eq!(
        meanings(&found[0]),
        [("Yes", Meaning::Yes), ("Partially", Meaning::Partial), ("No", Meaning::No), ("N/A", Meaning::NotApplicable)]
            .map(|(v, m)| (v.to_owned(), m))
    );
}

#[test]
fn two_row_header_with_columns_of_the_client_and_of_last_year() {
    let bytes = workbook(|sheet| {
        let format = Format::new();
        sheet.merge_range(2, 0, 3, 0, "項番", &format).unwrap();
        sheet.merge_range(2, 1, 3, 1, "確認項目", &format).unwrap();
        sheet.merge_range(2, 2, 2, 3, "前回", &format).unwrap();
        sheet.merge_range(2, 4, 2, 5, "今回（貴社記入）", &format).unwrap();
        sheet.merge_range(2, 6, 2, 7, "当社使用欄", &format).unwrap();
        rows(sheet, 4, &["||回答|備考|回答|備考|判定|コメント"]);
        rows(
            sheet,
            5,
            &[
                "1|入退室を管理していますか。|○||||",
                "2|ウイルス対策ソフトを導入していますか。|△|更新が手動||||",
                "3|パスワードの規則を定めていますか。|○|||||",
            ],
        );
        list(sheet, (4, 4, 6, 4), &["○", "△", "×", "－"]);
        list(sheet, (4, 6, 6, 6), &["合", "否"]);
    });
    assert_eq!(cells(&found(&bytes)), ["B5 E5 F5", "B6 E6 F6", "B7 E7 F7"]);
}

#[test]
fn large_middle_and_small_items_merged_down() {
    let bytes = workbook(|sheet| {
        rows(sheet, 1, &["大項目|中項目|小項目|実施状況|具体的な実施内容|証跡"]);
        let format = Format::new();
        sheet.merge_range(1, 0, 4, 0, "組織", &format).unwrap();
        sheet.merge_range(1, 1, 2, 1, "体制", &format).unwrap();
        sheet.merge_range(3, 1, 4, 1, "規程", &format).unwrap();
        rows(sheet, 2, &["||責任者の任命", "||体制図の整備", "||取扱規程の整備", "||規程の見直し"]);
        list(sheet, (1, 3, 4, 3), &["実施済", "一部実施", "未実施", "対象外"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["C2 D2 E2", "C3 D3 E3", "C4 D4 E4", "C5 D5 E5"]);
    assert_eq!(found[2].heading, "組織 / 規程");
    assert_eq!(
        meanings(&found[0]).iter().map(|(_, m)| *m).collect::<Vec<_>>(),
        [Meaning::Yes, Meaning::Partial, Meaning::No, Meaning::NotApplicable]
    );
}

#[test]
fn columns_for_marks_and_headings_between() {
    let bytes = workbook(|sheet| {
        rows(sheet, 1, &["点検表", "No.|点検内容|はい|いいえ|該当なし|特記事項"]);
        let format = Format::new();
        sheet.merge_range(2, 0, 2, 5, "１　組織的対策", &format).unwrap();
        rows(sheet, 4, &["1|責任者を定めているか。", "2|規程を定めているか。"]);
        sheet.merge_range(5, 0, 5, 5, "２　物理的対策", &format).unwrap();
        rows(sheet, 7, &["1|書庫を施錠しているか。", "※ 施錠は鍵の管理を含む。", "|（備考）提出は毎年度末とする。"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["B4 C4/D4/E4 F4", "B5 C5/D5/E5 F5", "B7 C7/D7/E7 F7"]);
    assert_eq!(found[2].heading, "２ 物理的対策".replace(' ', "　"));
    assert_eq!(found[0].number.as_deref(), Some("1"));
}

#[test]
fn five_columns_of_digits() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "No|評価項目|5|4|3|2|1|コメント",
                "1|データを暗号化している。",
                "2|復元試験を行っている。",
                "3|ログを点検している。",
            ],
        );
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["B2 C2/D2/E2/F2/G2 H2", "B3 C3/D3/E3/F3/G3 H3", "B4 C4/D4/E4/F4/G4 H4"]);
    assert_eq!(meanings(&found[0])[4], ("1".into(), Meaning::No));
    assert_eq!(meanings(&found[0])[0], ("5".into(), Meaning::Yes));
}

#[test]
fn boxes_in_one_cell_and_a_legend_without_lists() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "質問|回答|補足説明",
                "特権IDを管理していますか。|□はい　□いいえ",
                "特権IDの操作を記録していますか。|□はい　□一部　□いいえ",
            ],
        );
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["A2 B2 C2", "A3 B3 C3"]);
    assert!(matches!(&found[1].answer, Answer::Boxes { options, .. } if options.len() == 3));

    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "回答欄には次の記号を記入してください。　◎：実施し点検　○：実施　△：一部　×：未実施　－：該当なし",
                "",
                "番号|要求事項|回答|理由・予定",
                "1|再委託は事前に承諾を得ること。",
                "2|事故は24時間以内に報告すること。",
            ],
        );
    });
    let found = self::found(&bytes);
    assert_eq!(cells(&found), ["B4 C4 D4", "B5 C5 D5"]);
    assert_eq!(meanings(&found[0]).len(), 5, "{:?}", meanings(&found[0]));
}

#[test]
fn question_split_over_item_and_content() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "No|分野|項目|内容|回答|備考",
                "1|運用|バックアップ|世代数と保管場所",
                "2|運用|監視|時間帯",
                "3|終了|データ|返却の形式",
            ],
        );
        list(sheet, (1, 4, 3, 4), &["対応", "一部対応", "未対応"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["D2 E2 F2", "D3 E3 F3", "D4 E4 F4"]);
    assert_eq!(found[0].text, "バックアップ 世代数と保管場所");
    assert_eq!(found[0].cells.len(), 2);
}

#[test]
fn explanation_beside_the_question_is_not_the_question() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "設問番号|設問|解説|回答|備考",
                "Q1|持出しを制限していますか。|持出しには、印刷物、媒体、電子メールによる送信を含みます。許可の記録が残っていることを確かめてください。",
                "Q2|暗号化していますか。|保存時と通信時の両方について答えてください。方式が異なるときは備考に書いてください。",
                "Q3|（欠番）|",
                "Q4|教育をしていますか。|対象者と回数を含みます。",
            ],
        );
        list(sheet, (1, 3, 4, 3), &["はい", "いいえ"]);
    });
    assert_eq!(cells(&found(&bytes)), ["B2 D2 E2", "B3 D3 E3", "B5 D5 E5"]);
}

#[test]
fn examples_sums_and_answers_that_stand_there() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "No|確認事項|回答|備考",
                "例|施錠していますか。|はい|記入例です",
                "1|警備を行っていますか。|選択してください",
                "2|来訪者を記録していますか。|はい",
                "3|鍵を管理していますか。",
                "|「はい」の件数|",
            ],
        );
        sheet.write_formula(5, 2, "=COUNTIF(C3:C5,\"はい\")").unwrap();
        list(sheet, (1, 2, 4, 2), &["はい", "いいえ"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["B3 C3 D3", "B4 (C4) D4", "B5 C5 D5"]);
}

#[test]
fn lists_without_any_header() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            2,
            &[
                "セキュリティ確認",
                "",
                "|個人情報の管理責任者を置いている",
                "|従業者に教育を行っている",
                "|委託先を監督している",
            ],
        );
        for row in 3..6 {
            sheet.write_blank(row, 3, &Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin)).unwrap();
        }
        list(sheet, (3, 2, 5, 2), &["Yes", "No"]);
    });
    assert_eq!(cells(&found(&bytes)), ["B4 C4 D4", "B5 C5 D5", "B6 C6 D6"]);
}

#[test]
fn question_above_and_answer_below() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "ヒアリングシート",
                "Q1. バックアップの頻度を教えてください。",
                "回答：|",
                "",
                "Q2. ログの保存期間は何か月ですか。",
                "回答：|",
            ],
        );
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["A2 B3 -", "A5 B6 -"]);
    assert_eq!(found[0].text, "バックアップの頻度を教えてください。");
}

#[test]
fn lists_on_a_hidden_sheet_and_by_name() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("質問票").unwrap();
    rows(sheet, 1, &["No|質問事項|対応状況|コメント", "1|監査を受け入れますか。", "2|報告書を毎月出せますか。"]);
    let by_name = DataValidation::new().allow_list_formula("状況一覧".into());
    sheet.add_data_validation(1, 2, 1, 2, &by_name).unwrap();
    let by_cells = DataValidation::new().allow_list_formula("'選択 肢'!$A$1:$A$4".into());
    sheet.add_data_validation(2, 2, 2, 2, &by_cells).unwrap();
    let lists = book.add_worksheet().set_name("選択 肢").unwrap();
    rows(lists, 1, &["対応済", "対応中", "未対応", "対象外"]);
    lists.set_hidden(true);
    book.define_name("状況一覧", "='選択 肢'!$A$1:$A$4").unwrap();
    let found = found(&book.save_to_buffer().unwrap());
    assert_eq!(cells(&found), ["B2 C2 D2", "B3 C3 D3"]);
    assert_eq!(meanings(&found[0]), meanings(&found[1]));
    assert_eq!(meanings(&found[0]).len(), 4);
}

#[test]
fn protected_cells_are_left_to_the_client() {
    let bytes = workbook(|sheet| {
        let open = Format::new().set_unlocked();
        rows(sheet, 1, &["No|確認事項|回答|備考", "1|入退室を記録していますか。", "2|媒体を施錠していますか。"]);
        for column in [2, 3] {
            sheet.write_blank(1, column, &open).unwrap();
        }
        list(sheet, (1, 2, 2, 2), &["はい", "いいえ"]);
        sheet.protect();
    });
    assert_eq!(cells(&found(&bytes)), ["B2 C2 D2", "B3 (C3) -"]);
}

#[test]
fn cover_rosters_and_prose_have_no_questions() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "情報セキュリティ調査のお願い",
                "会社名|",
                "記入日|",
                "ご記入の上、期日までにご返送ください。",
                "番号|氏名|所属|研修受講日",
                "1",
                "2",
                "3",
            ],
        );
    });
    assert!(found(&bytes).is_empty(), "{:?}", cells(&found(&bytes)));
}

#[test]
fn header_merged_over_columns_that_hold_numbers_and_questions() {
    let bytes = workbook(|sheet| {
        let format = Format::new();
        sheet.merge_range(0, 0, 0, 2, "確認事項", &format).unwrap();
        sheet.merge_range(0, 3, 0, 4, "回答", &format).unwrap();
        rows(sheet, 1, &["|||||備考"]);
        for (row, (number, text)) in (1..).zip([
            ("1", "ログを取得していますか。"),
            ("2", "教育を行っていますか。"),
            ("3", "規程を定めていますか。"),
        ]) {
            sheet.write(row, 0, number).unwrap();
            sheet.merge_range(row, 1, row, 2, text, &format).unwrap();
            sheet.merge_range(row, 3, row, 4, "", &format).unwrap();
        }
        list(sheet, (1, 3, 3, 3), &["はい", "いいえ"]);
    });
    assert_eq!(cells(&found(&bytes)), ["B2 D2 F2", "B3 D3 F3", "B4 D4 F4"]);
}

#[test]
fn two_tables_beside_each_other() {
    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "No|点検項目|結果||No|点検項目|結果",
                "1|施錠していますか。|||4|教育していますか。",
                "2|記録していますか。|||5|監督していますか。",
                "3|点検していますか。|||6|報告していますか。",
            ],
        );
        list(sheet, (1, 2, 3, 2), &["○", "×"]);
        list(sheet, (1, 6, 3, 6), &["○", "×"]);
    });
    assert_eq!(cells(&found(&bytes)), ["B2 C2 -", "B3 C3 -", "B4 C4 -", "F2 G2 -", "F3 G3 -", "F4 G4 -"]);
}

#[test]
fn answer_to_the_left_and_english_control_matrix() {
    let bytes = workbook(|sheet| {
        rows(sheet, 1, &["回答|No.|質問|コメント", "|1|再委託の予定はありますか。", "|2|再委託先を監督していますか。"]);
        list(sheet, (1, 0, 2, 0), &["はい", "いいえ"]);
    });
    assert_eq!(cells(&found(&bytes)), ["C2 A2 D2", "C3 A3 D3"]);

    let bytes = workbook(|sheet| {
        rows(
            sheet,
            1,
            &[
                "Third-party assessment",
                "Requirement ID|Domain|Control|Control description|Implementation status|Supplier comments|Reference document|Buyer assessment",
                "AC-01|Access|User access|Access to information is limited to those who need it.",
                "AC-02|Access|Passwords|Passwords have at least 12 characters.",
                "IR-01|Incidents|Notification|The customer is informed of breaches within 24 hours.",
            ],
        );
        list(sheet, (2, 4, 4, 4), &["Implemented", "Partially implemented", "Not implemented", "Not applicable"]);
        list(sheet, (2, 7, 4, 7), &["Accepted", "Rejected"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["D3 E3 F3", "D4 E4 F4", "D5 E5 F5"]);
    assert_eq!(found[0].number.as_deref(), Some("AC-01"));
    assert_eq!(found[0].heading, "Access");
    assert_eq!(found[2].evidence.map(|p| p.to_string()).as_deref(), Some("G5"));
}

#[test]
fn parent_question_merged_down_over_its_parts() {
    let bytes = workbook(|sheet| {
        let format = Format::new();
        rows(sheet, 1, &["No|設問||回答|補足", "1||保存期間", "2||点検の頻度", "3||改ざんの防止"]);
        sheet.merge_range(0, 1, 0, 2, "設問", &format).unwrap();
        sheet.merge_range(1, 1, 3, 1, "ログの取扱いについて", &format).unwrap();
        list(sheet, (1, 3, 3, 3), &["定めている", "定めていない"]);
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["C2 D2 E2", "C3 D3 E3", "C4 D4 E4"]);
    assert_eq!(found[1].text, "ログの取扱いについて 点検の頻度");
}

#[test]
fn choices_to_cross_out_and_headings_that_look_like_questions() {
    let bytes = workbook(|sheet| {
        let boxed = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
        rows(
            sheet,
            1,
            &[
                "項目|回答|備考",
                "組織的な対策",
                "責任者の任命|はい・いいえ",
                "規程の整備|はい・いいえ",
                "人的な対策",
                "教育の実施|はい・いいえ",
            ],
        );
        for row in [2, 3, 5] {
            sheet.write_with_format(row, 1, "はい・いいえ", &boxed).unwrap();
        }
    });
    let found = found(&bytes);
    assert_eq!(cells(&found), ["A3 B3 C3", "A4 B4 C4", "A6 B6 C6"]);
    assert_eq!(meanings(&found[0]).len(), 2);
    assert_eq!(found[2].heading, "人的な対策");
}
