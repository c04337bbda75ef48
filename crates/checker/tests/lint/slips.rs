//! X1 to X19: slips of drafting.

use crate::support::{contract, of, quotes, report, tells};

/// A contract with enough articles for its numbers to be trusted.
fn long(articles: &str) -> String {
    contract(&format!(
        "{articles}\n第6条（協議）\n甲及び乙は、疑義を協議して決める。\n第7条（管轄）\n紛争は、東京地方裁判所で争う。"
    ))
}

#[test]
fn x1_references_lead_somewhere() {
    let of_article = |n: u32| {
        long(&format!(
            "第2条（秘密保持）\n乙は、秘密を守る。\n第3条（解除）\n甲は、乙が第{n}条に違反したときは、本契約を解除することができる。"
        ))
    };
    tells("X1", &of_article(9), &of_article(2));
    let of_paragraph = |n: u32| {
        long(&format!(
            "第2条（秘密保持）\n乙は、秘密を守る。\n2 乙は、秘密を複製しない。\n第3条（解除）\n甲は、乙が第2条第{n}項に違反したときは、本契約を解除することができる。"
        ))
    };
    tells("X1", &of_paragraph(3), &of_paragraph(2));
    let of_item = |n: &str| {
        long(&format!(
            "第2条（管理）\n乙は、次の事項を守る。\n(1) 施錠すること。\n(2) 複製しないこと。\n(3) 第{n}号により作った写しを廃棄すること。"
        ))
    };
    tells("X1", &of_item("五"), &of_item("二"));
    tells(
        "X1",
        &long("第2条（秘密保持）\n前項の情報は、秘密とする。"),
        &long("第2条（秘密保持）\n乙は、情報を守る。\n2 前項の情報は、秘密とする。"),
    );
    // laws, other contracts and what is joined to them are not ours
    for text in [
        "民法第415条及び第416条",
        "個人情報の保護に関する法律（平成15年法律第57号）第27条",
        "基本契約第30条",
        "別記第9号様式",
        "下請代金支払遅延等防止法第99条、同条第9項",
    ] {
        assert!(quotes(&long(&format!("第2条（法令）\n乙は、{text}に従う。")), "X1").is_empty(), "{text}");
    }
    let deleted = long("第2条（秘密保持）\n乙は、第3条の義務を負う。\n第3条　削除");
    assert_eq!(quotes(&deleted, "X1"), ["第3条"]);
    let report = report(&of_article(9));
    let place = of(&report, "X1")[0].place.clone().unwrap();
    assert_eq!((place.article.as_str(), place.quote.as_str()), ("第3条", "第9条"));
}

#[test]
fn x2_references_lead_to_the_right_place() {
    let titled = |n: u32| {
        long(&format!(
            "第2条（秘密保持）\n乙は、情報を漏らさない。\n第3条（再委託）\n乙は、再委託をしない。\n第4条（解除）\n甲は、乙が第{n}条（秘密保持）に違反したときは、解除できる。"
        ))
    };
    tells("X2", &titled(3), &titled(2));
    let described = |n: u32| {
        long(&format!(
            "第2条（秘密保持）\n乙は、情報を漏らさない。\n第3条（再委託）\n乙は、再委託をしない。\n第4条（存続）\n第{n}条に定める秘密保持の義務は、終了後も続く。"
        ))
    };
    tells("X2", &described(3), &described(2));
    let item = |n: &str| {
        long(&format!(
            "第2条（管理）\n乙は、次の事項を行う。\n① 変更があったときは、第{n}号の具体的管理状況の報告に記す。\n② 毎月、具体的管理状況を甲に示す。"
        ))
    };
    tells("X2", &item("九"), &item("二"));
    assert!(quotes(&item("九"), "X1").is_empty(), "said once");
}

#[test]
fn x3_and_x4_the_preceding_paragraph_defines_the_term() {
    let text = |middle: &str, named: &str| {
        long(&format!(
            "第2条（秘密保持）\n乙は、甲が秘密と示した情報（以下「秘密情報」という。）を漏らさない。\n2 {middle}\n3 乙は、法令により{named}に規定する秘密情報の開示を求められたときは、甲に知らせる。"
        ))
    };
    let deems = "口頭で示された情報は、10日以内に書面が渡されたときに秘密情報とみなす。";
    let handles = "乙は、秘密情報をほかの情報と分けて保管する。";
    tells("X3", &text(deems, "前項"), &text(deems, "第1項"));
    assert!(quotes(&text(deems, "前項"), "X4").is_empty());
    tells("X4", &text(handles, "前項"), &text(handles, "第1項"));
    assert!(quotes(&text(handles, "前項"), "X3").is_empty());
}

#[test]
fn x5_a_contract_calls_itself_a_contract() {
    tells(
        "X5",
        &contract("第2条（義務）\n乙は、本規程に定める義務を負う。"),
        &contract("第2条（義務）\n乙は、本契約に定める義務を負う。"),
    );
    let defined = contract(
        "第2条（義務）\n乙は、甲の情報管理規程（以下「本規程」という。）を守る。\n第3条（改定）\n本規程は、改められることがある。",
    );
    assert!(quotes(&defined, "X5").is_empty());
}

#[test]
fn x6_the_other_party_needs_two_sides() {
    tells(
        "X6",
        &contract("第2条（秘密保持）\n乙が口頭で相手方から受けた情報については、乙が相手方に対して義務を負う。"),
        &contract("第2条（秘密保持）\n甲又は乙が口頭で相手方から受けた情報については、相手方に対して義務を負う。"),
    );
    assert!(quotes(&contract("第2条（調査）\n乙は、取引の相手方を調べ、甲に示す。"), "X6").is_empty());
}

#[test]
fn x7_one_word_for_one_thing() {
    let text = |word: &str| {
        contract(&format!(
            "第2条（秘密保持）\n乙は、甲が指定した情報（以下「対象秘密情報」という。）を守る。\n2 乙は、{word}を複製しない。"
        ))
    };
    tells("X7", &text("対象秘密事項"), &text("対象秘密情報"));
    tells(
        "X7",
        &contract("第2条（報告）\n乙は、本件業務の状況を報告する。"),
        &contract("第2条（報告）\n乙は、本業務の状況を報告する。"),
    );
}

#[test]
fn x8_a_pledge_is_no_contract() {
    let text = |word: &str| {
        format!(
            "秘密保持誓約書\n\n私は、貴社の秘密情報について、次のとおり誓約します。\n第1条（秘密保持）\n私は、秘密情報を漏らしません。\n第2条（期間）\n{word}は、3年間有効とします。\n"
        )
    };
    tells("X8", &text("本契約"), &text("この誓約"));
    tells("X8", &text("本契約"), &contract("第2条（期間）\n本契約は、3年間有効とする。"));
}

#[test]
fn x9_before_or_after() {
    tells(
        "X9",
        &contract("第2条（更新）\n期間満了後の3か月前までに通知がなければ、更新する。"),
        &contract(
            "第2条（更新）\n期間満了の3か月前までに通知がなければ、更新する。契約の終了後3か月間は、資料を残す。",
        ),
    );
    assert_eq!(
        quotes(&contract("第2条（更新）\n期間満了後の〇ヵ月前までに通知する。"), "X9"),
        ["期間満了後の〇ヵ月前"]
    );
}

#[test]
fn x10_one_rule_for_oral_disclosure() {
    let open = "2 口頭で示された情報は、後に書面が渡された場合に限り、秘密情報とする。";
    let limited = "3 口頭で示された情報は、示した時に秘密と告げ、10日以内に書面を渡したときに、秘密情報とみなす。";
    let text = |more: &str| contract(&format!("第2条（秘密情報）\n甲が秘密と示した情報を秘密情報とする。\n{more}"));
    tells("X10", &text(&format!("{open}\n{limited}")), &text(limited));
    assert!(quotes(&text(open), "X10").is_empty());
}

#[test]
fn x11_every_annex_of_a_series() {
    let text =
        |annexes: &str| contract(&format!("第2条（情報）\n甲の情報は別紙1に、乙の情報は別紙2に記す。\n{annexes}"));
    tells("X11", &text("別紙1　甲の情報\n図面"), &text("別紙1　甲の情報\n図面\n別紙2　乙の情報\n見積"));
    assert!(quotes(&text("別紙1　甲の情報\n図面"), "L6").is_empty(), "said once");
    assert_eq!(quotes(&text("別紙1　甲の情報\n図面"), "X11"), ["別紙2"]);
}

#[test]
fn x12_marks_and_notes_match() {
    let text = |mark: &str, note: &str| {
        contract(&format!(
            "第2条（情報）（※1）\n乙は、情報を守る。\n第3条（賠償）（{mark}）\n乙は、損害を賠償する。\n（※1）情報の範囲は案件ごとに決めます。\n（{note}）賠償の定めは漏えいを抑えます。"
        ))
    };
    tells("X12", &text("※4", "※2"), &text("* 2", "※ 2"));
    assert_eq!(of(&report(&text("※4", "※2")), "X12").len(), 2, "one mark without note, one note without mark");
}

#[test]
fn x13_notes_name_the_right_paragraph() {
    let text = |n: u32| {
        contract(&format!(
            "第2条（情報）\n乙は、情報を守る。（※1）\n2 情報は一覧にする。（※2）\n（※1）一覧にする方法もあります（☞※2（第{n}項）を参照）。\n（※2）一覧は更新します。"
        ))
    };
    tells("X13", &text(4), &text(2));
}

#[test]
fn x14_one_role_or_two() {
    let text = |second: &str| {
        contract(&format!(
            "第2条（管理）\n乙は、次の事項を守る。\n(1) 情報取扱管理者を定め、情報を保管する。\n(2) {second}を定め、氏名を甲に届ける。"
        ))
    };
    tells("X14", &text("取扱責任者"), &text("情報取扱管理者"));
    assert!(quotes(&text("経理担当者"), "X14").is_empty());
}

#[test]
fn x15_one_name_for_a_class() {
    tells(
        "X15",
        &contract("第2条（表示）\n社外秘の資料にはその旨を記す。対外秘の資料は施錠する。"),
        &contract("第2条（表示）\n社外秘の資料にはその旨を記す。極秘の資料は施錠する。"),
    );
}

#[test]
fn x16_the_cases_follow() {
    tells(
        "X16",
        &contract(
            "第2条（開示）\n乙は、次に定める場合を除き、情報を開示しない。ただし、以下の情報は対象外とする。\n(1) 公知の情報\n(2) 独自に作った情報",
        ),
        &contract(
            "第2条（開示）\n乙は、次に定める場合を除き、情報を開示しない。\n(1) 甲が承諾した場合\n(2) 法令による場合",
        ),
    );
    assert!(
        !quotes(
            &contract(
                "第2条（開示）\n乙は、次の各号に掲げる場合を除き、情報を開示しない。\n第3条（返却）\n乙は、資料を返す。"
            ),
            "X16"
        )
        .is_empty()
    );
}

#[test]
fn x17_something_prevails() {
    let two =
        "第2条（個別契約）\n業務の内容は、個別契約で定める。\n第3条（成立）\n個別契約は、注文書と請書で成立する。";
    tells(
        "X17",
        &contract(two),
        &contract(&format!("{two}\n第4条（優先）\n本契約と個別契約が異なるときは、個別契約が優先する。")),
    );
    let rules = "就業規則\n\n第1条（遵守）\n従業員は、次のことを守る。\n第2条（競業）\n従業員は、退職後一年間、会社と競合する会社に就職してはならない。";
    tells("X17", rules, &format!("{rules}ただし、会社と個別に契約を結んだときは、当該契約による。"));
}

#[test]
fn x19_a_ruling_has_one_court() {
    let text = |court: &str| {
        contract(&format!(
            "第2条（参考）\n競業の禁止は広すぎるとされた（東京地判 H24.3.15）。\n2 期間も長いとされた（{court}地判平成24年3月15日）。"
        ))
    };
    tells("X19", &text("大阪"), &text("東京"));
}
