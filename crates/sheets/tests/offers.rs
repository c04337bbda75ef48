//! What a book does not give stays empty in the sheet, and the row says why.
#![cfg(test)]

use answers::{AnswerBook, Asked};
use domain::Lang;
use rust_xlsxwriter::{DataValidation, Workbook};
use sheets::{Corrections, Plan, Reason, Vocabulary, plan, read};

const BOOK: &str = r#"
organisation = "株式会社サンプル"
stale_after_days = 200
[[scopes]]
id = "payroll"
kind = "service"
name = "給与計算"
[[evidence]]
id = "rule"
name = "ログ管理規程"
valid_until = "2026-11-30"
[[evidence]]
id = "photo"
name = "入口の写真"
[[answers]]
measure = "CM-LG-01"
level = 4
evidence = ["rule"]
answered_on = "2026-11-01"
[[answers]]
measure = "CM-PH-02"
level = 3
evidence = ["rule", "photo"]
answered_on = "2026-11-01"
[[answers]]
measure = "CM-TE-03"
level = 3
answered_on = "2026-01-01"
[[answers]]
measure = "CM-SB-01"
scope = "payroll"
level = 3
answered_on = "2026-11-01"
[[consents]]
client = "霞が関省"
given_on = "2026-11-01"
measures = ["CM-LG", "CM-PH", "CM-TE", "CM-SB"]
[[consents]]
client = "みなと市"
given_on = "2026-11-01"
until = "2026-11-20"
"#;

const QUESTIONS: [&str; 4] = [
    "ログの取得と保存期間",
    "入退室を管理していますか。",
    "バックアップを取得していますか。",
    "事前の承諾なしに再委託しないこと。",
];

fn sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["No.", "確認事項", "回答", "備考"]) {
        sheet.write(0, column, text).unwrap();
    }
    for (row, question) in (1..).zip(QUESTIONS) {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, question).unwrap();
    }
    let list = DataValidation::new().allow_list_strings(&["○", "△", "×"]).unwrap();
    sheet.add_data_validation(1, 2, 4, 2, &list).unwrap();
    book.save_to_buffer().unwrap()
}

fn filled(client: Option<&str>, scope: Option<&str>, on: &str) -> Plan {
    let book = AnswerBook::parse(BOOK).unwrap();
    let offer = book.offer(&Asked { client, scope, on: on.parse().unwrap() });
    let vocabulary = Vocabulary::load_embedded().unwrap();
    plan(&read(&sheet()).unwrap(), &offer, &vocabulary, &Corrections::default())
}

fn written(plan: &Plan) -> Vec<Option<&str>> {
    plan.rows.iter().map(|r| r.written.as_deref()).collect()
}

fn said(plan: &Plan, row: usize) -> String {
    plan.rows[row].reason.text(Lang::En)
}

#[test]
fn stale_unproven_and_other_scopes_stay_empty_and_say_so() {
    let now = filled(None, None, "2026-11-28");
    assert_eq!(written(&now), [Some("○"), Some("○"), None, None]);
    assert!(said(&now, 2).contains("CM-TE-03 was left empty: the answer is stale (given on 2026-01-01"));
    assert!(said(&now, 3).contains("only for other scopes (payroll)"));
    assert_eq!(written(&filled(None, Some("payroll"), "2026-11-28"))[3], Some("○"));

    let later = filled(None, None, "2026-12-01");
    assert_eq!(written(&later), [None, Some("△"), None, None], "one proof ended");
    assert!(said(&later, 0).contains("the proof \"ログ管理規程\" ended on 2026-11-30, and no other proof is good"));
    assert!(
        matches!(&later.rows[1].reason, Reason::AnsweredLower { level: Some(2), because, .. } if because.len() == 1)
    );
    assert_eq!(
        later.rows[1].reason.text(Lang::Ja),
        "回答帳の CM-PH-02 から、証跡「ログ管理規程」の期限が2026-11-30で切れたため下げて段階2で記入しました。"
    );
}

#[test]
fn a_client_without_consent_gets_nothing() {
    assert_eq!(written(&filled(Some("霞が関省"), None, "2026-11-28"))[0], Some("○"));
    let stranger = filled(Some("別の会社"), None, "2026-11-28");
    assert_eq!(written(&stranger), [None; 4]);
    assert!(said(&stranger, 0).contains("no consent for giving it to \"別の会社\""));
    let ended = filled(Some("みなと市"), None, "2026-11-28");
    assert_eq!(written(&ended), [None; 4]);
    assert!(said(&ended, 0).contains("the consent for \"みなと市\" ended on 2026-11-20"));
    assert!(ended.rows.iter().all(|r| r.remark.is_none() && r.evidence.is_none()));
}
