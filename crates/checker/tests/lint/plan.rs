//! L1, L7, L8, L11, L12: what the linter is told beside the text.

use catalogue::table::CellMark;
use checker::{AskedClause, LintInputs};

use crate::support::{contract, of, report, report_with};

fn asked(clause: &str, mark: CellMark, asked: bool, reason: Option<&str>) -> LintInputs {
    let one = AskedClause { clause: clause.into(), mark, asked, reason: reason.map(str::to_owned) };
    LintInputs { asked: vec![one], ..LintInputs::default() }
}

const AUDIT: &str = "第2条（監査）\n甲は、7日前に通知して、乙の作業場所に立ち入り、情報の管理の状況を監査することができる。乙は、これに応じなければならない。";

#[test]
fn l1_a_required_clause_has_a_text() {
    let with = report_with(&contract(AUDIT), asked("KL-19", CellMark::Required, true, None));
    assert!(of(&with, "L1").is_empty(), "{:#?}", with.finding("audit_right"));
    let without = report_with(&contract(""), asked("KL-19", CellMark::Required, true, None));
    assert!(of(&without, "L1")[0].ja.contains("KL-19"));
    assert!(of(&report(&contract("")), "L1").is_empty(), "nothing was asked");
    // nothing is known of a clause that no concept serves
    assert!(of(&report_with(&contract(""), asked("KL-99", CellMark::Required, true, None)), "L1").is_empty());
}

#[test]
fn l7_a_clause_for_a_cell_that_does_not_apply() {
    let inputs = || asked("KL-19", CellMark::NotApplicable, false, None);
    assert_eq!(of(&report_with(&contract(AUDIT), inputs()), "L7").len(), 1);
    assert!(of(&report_with(&contract(""), inputs()), "L7").is_empty());
    // a row of a list, and a word within an article on something else that was asked for, are no such clause
    let rows = "第2条（報告）\n乙は、毎月、次の表の事項を甲に報告する。\n| 項目 | 内容 |\n| 監査 | 甲による監査を受け入れた日 |\n| 点検 | 点検の結果 |";
    assert!(of(&report_with(&contract(rows), inputs()), "L7").is_empty());
    let both = |subcontract: bool| {
        let one = |clause: &str, asked| AskedClause {
            clause: clause.into(),
            mark: if asked { CellMark::Required } else { CellMark::NotApplicable },
            asked,
            reason: None,
        };
        LintInputs { asked: vec![one("KL-19", false), one("KL-22", subcontract)], ..LintInputs::default() }
    };
    let within = contract(
        "第2条（再委託）\n乙は、甲の事前の書面による承諾を得て再委託することができる。この場合、乙は、再委託先に、甲が7日前に通知して監査することを受け入れさせなければならない。甲は、再委託先の作業場所に立ち入り、監査することができる。",
    );
    assert!(
        of(&report_with(&within, both(true)), "L7").is_empty(),
        "{:#?}",
        of(&report_with(&within, both(true)), "L7")
    );
    assert_eq!(of(&report_with(&contract(AUDIT), both(true)), "L7").len(), 1);
}

#[test]
fn l8_departing_from_the_table_needs_a_reason() {
    let said = |inputs| of(&report_with(&contract(""), inputs), "L8").len();
    assert_eq!(said(asked("KL-19", CellMark::NotApplicable, true, None)), 1);
    assert_eq!(said(asked("KL-19", CellMark::NotApplicable, true, Some(" "))), 1);
    assert_eq!(said(asked("KL-19", CellMark::NotApplicable, true, Some("重要な情報を預けるため"))), 0);
    assert_eq!(said(asked("KL-15", CellMark::Included, false, None)), 1);
    assert_eq!(said(asked("KL-15", CellMark::Included, false, Some("約款に定めがある"))), 0);
    assert_eq!(said(asked("KL-15", CellMark::Included, true, None)), 0);
    assert_eq!(said(asked("KL-15", CellMark::Required, true, None)), 0);
}

#[test]
fn l11_specification_and_contract_name_the_same_figures() {
    let text = |hours: u32| {
        contract(&format!(
            "第2条（報告）\n乙は、情報の漏えい又はそのおそれを知ったときは、{hours}時間以内に甲に報告しなければならない。"
        ))
    };
    let inputs = |hours| LintInputs { specification: Some(report(&text(hours))), ..LintInputs::default() };
    let said = report_with(&text(48), inputs(24));
    let found = of(&said, "L11");
    assert_eq!(found.len(), 1, "{:#?}", said.finding("incident_report"));
    assert!(found[0].ja.contains("48") && found[0].ja.contains("24"), "{}", found[0].ja);
    assert!(found[0].place.is_some());
    assert!(of(&report_with(&text(24), inputs(24)), "L11").is_empty());
    assert!(of(&report(&text(24)), "L11").is_empty());
    // a first report and a last one: the same two figures in another order are no disagreement
    let two = |first: &str, second: &str| contract(&format!("第2条（報告）\n{first}\n2　{second}"));
    let early = "乙は、情報の漏えい又はそのおそれを知ったときは、24時間以内に甲に報告しなければならない。";
    let late = "乙は、情報の漏えいの原因及び対策を、7日以内に甲に報告しなければならない。";
    let inputs = || LintInputs { specification: Some(report(&two(late, early))), ..LintInputs::default() };
    assert!(of(&report_with(&two(early, late), inputs()), "L11").is_empty());
    let said = report_with(&two(&early.replace("24", "48"), &late.replace('7', "9")), inputs());
    assert_eq!(of(&said, "L11").len(), 1, "{:#?}", of(&said, "L11"));
    assert!(of(&said, "L11")[0].place.as_ref().is_some_and(|place| place.quote.contains("48時間")));
    let law = |law: &str| contract(&format!("第2条（準拠法）\n本契約は、{law}に準拠し、これに従って解釈する。"));
    let inputs = LintInputs { specification: Some(report(&law("日本の法律"))), ..LintInputs::default() };
    assert!(of(&report_with(&law("日本法"), inputs), "L11").is_empty());
}

#[test]
fn l12_must_haves_are_there() {
    let bare = report(&contract(""));
    assert!(of(&bare, "L12").iter().any(|lint| lint.en.contains("Secrecy")), "{:#?}", of(&bare, "L12"));
    let secret = report(&contract("第2条（秘密保持）\n乙は、本業務で知った情報を第三者に開示してはならない。"));
    assert!(!of(&secret, "L12").iter().any(|lint| lint.en.contains("\"Secrecy\"")), "{:#?}", of(&secret, "L12"));
}

#[test]
fn x15_classes_are_those_of_the_organisation() {
    let inputs = |classes: &[&str]| LintInputs {
        classes: classes.iter().map(|c| (*c).to_owned()).collect(),
        ..LintInputs::default()
    };
    let text = contract("第2条（表示）\n甲は、社外秘の資料にその旨を表示する。");
    assert_eq!(of(&report_with(&text, inputs(&["極秘", "対外秘"])), "X15").len(), 1);
    assert!(of(&report_with(&text, inputs(&["極秘", "社外秘"])), "X15").is_empty());
}
