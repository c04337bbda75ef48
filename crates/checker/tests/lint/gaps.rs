//! L2 to L6, L9, L10, L13: what the text itself shows.

use crate::support::{contract, of, quotes, report, tells};

#[test]
fn l2_a_weak_word_needs_a_figure_or_an_annex() {
    let weak = contract("第2条（報告）\n乙は、事故を知ったときは、速やかに甲に報告する。");
    tells(
        "L2",
        &weak,
        &contract("第2条（報告）\n乙は、事故を知ったときは、速やかに、遅くとも24時間以内に甲に報告する。"),
    );
    tells(
        "L2",
        &weak,
        &contract("第2条（報告）\n乙は、事故を知ったときは、別紙1の手順により速やかに甲に報告する。\n別紙1\n手順"),
    );
    tells(
        "L2",
        &contract("第2条（管理）\n乙は、情報の安全管理に努めるものとする。"),
        &contract("第2条（管理）\n乙は、情報を施錠した棚で保管する。"),
    );
    assert_eq!(quotes(&weak, "L2"), ["速やかに"]);
    // the number of an article is no figure, and 不十分な is no weak word
    assert_eq!(quotes(&contract("第2条（報告）\n乙は、第1条の業務について適切に報告する。"), "L2"), ["適切に"]);
    assert!(quotes(&contract("第2条（是正）\n甲は、履行が不十分な点を乙に示す。"), "L2").is_empty());
    // figures in kanji count, 十分 does not
    assert!(quotes(&contract("第2条（報告）\n乙は、速やかに、遅くとも三十日以内に報告する。"), "L2").is_empty());
    assert_eq!(quotes(&contract("第2条（管理）\n乙は、十分な管理を行う。"), "L2"), ["十分な"]);
}

#[test]
fn l3_every_kind_of_blank() {
    let open = [
        "乙は、〔　〕から受け取った情報を守る。",
        "〔甲〕は、乙に資料を渡す。",
        "[乙]は、体制を整備する。",
        "乙は、次の事項を報告する。（略）",
        "乙は、●日以内に報告する。",
        "乙は、○○に報告する。",
        "乙は、＿＿＿＿に報告するものとし、その写しを甲に渡す。",
        "乙は、__________に報告するものとし、その写しを甲に渡す。",
        "乙は、{{報告期限}}までに報告する。",
        "{client}は、乙に資料を渡す。",
        "委託料は、【金額】円とする。",
        "乙は、第　条に定める体制を整える。",
        "第●条に定める体制による。",
        "乙は、結果を　年　月　日までに提出する。",
        "乙は、/　　/までに提出する。",
        "乙は、XXXの手順に従う。",
        "期限はTBDとする。",
        "乙は、（　　　）を責任者とする。",
        "契約の期間は、満〇年間とする。",
        "【記載例を削除すること】",
    ];
    for line in open {
        assert!(!quotes(&contract(&format!("第2条（事項）\n{line}")), "L3").is_empty(), "{line}");
    }
    let filled = [
        "乙は、30日以内に甲（東京支店）に報告する。",
        "【秘密保持】",
        "○ 乙は、資料を返す。",
        "● 乙は、資料を返す。",
        "二〇二六年四月一日から施行する。",
        "令和　　年　　月　　日",
        "住所　＿＿＿＿＿＿＿＿",
        "氏名 __________ 印",
        "乙は、ISO/IEC 27001の認証を保つ。",
        "個人情報の保護に関する法律〔平成15年法律第57号〕に従う。",
        "乙は、TLS及びXMLを用いる。",
        "[1] 参考",
        "乙は、障害の程度（S/A/B）に応じて連絡する。",
    ];
    for line in filled {
        let found = quotes(&contract(&format!("第2条（事項）\n{line}")), "L3");
        assert!(found.is_empty(), "{line}: {found:?}");
    }
    // the place names the article, whether the blank stands in its heading or its text
    let text = contract("第2条（体制）\n乙は、体制を整える。\n第〇条（報告）\n乙は、報告する。");
    let said = report(&text);
    let place = of(&said, "L3")[0].place.clone().unwrap();
    assert!(place.article.starts_with("第〇条"), "{place:?}");
    // one heading of a choice that was left
    tells(
        "L3",
        &contract("第2条（監査）\n【監査を行う場合】\n乙は、監査に応じる。"),
        &contract("第2条（監査）\n乙は、監査に応じる。"),
    );
}

#[test]
fn l4_choices_all_kept_or_none_made() {
    let both = "第2条（再委託）\n【再委託を禁じる場合】\n乙は、再委託をしない。\n【再委託を認める場合】\n乙は、甲の承諾を得て再委託をし、状況を報告する。";
    tells("L4", &contract(both), &contract("第2条（再委託）\n乙は、再委託をしない。"));
    let one = "第2条（監査）\n【監査を行う場合】\n乙は、監査に応じる。\n第3条（報告）\n【報告を求める場合】\n乙は、報告する。";
    assert!(quotes(&contract(one), "L4").is_empty(), "two articles are two choices");
    tells(
        "L4",
        &contract("第2条（期間）\n乙は、退職後【六か月間／一年間】、競業をしない。"),
        &contract("第2条（期間）\n乙は、退職後一年間、競業をしない。"),
    );
    tells(
        "L4",
        &contract("第2条（監査）\n乙は、再委託先を〔適宜確認し、／監査し、〕甲に報告する。"),
        &contract("第2条（監査）\n乙は、再委託先を監査し、甲に報告する。"),
    );
    tells("L4", &contract("第2条（再委託）\n□ 認める　□ 認めない"), &contract("第2条（再委託）\n□ 認める　☑ 認めない"));
    tells(
        "L4",
        &contract("第2条（期間）\n案1\n期間は一年とする。\n案2\n期間は二年とする。"),
        &contract("第2条（期間）\n期間は一年とする。"),
    );
    // a form is filled in when something has happened; what is agreed is not
    let boxes = "\n別紙1　{}\n次の欄に書く。\n□ 第一報　□ 続報";
    let annexed =
        |title: &str| contract(&format!("第2条（報告）\n乙は、別紙1により報告する。{}", boxes.replace("{}", title)));
    tells("L4", &annexed("報告の時期"), &annexed("事故等報告書"));
    let said = report(&contract(both));
    assert!(of(&said, "L4")[0].ja.contains("2つ"), "{:?}", of(&said, "L4"));
}

#[test]
fn l5_one_name_for_a_party_and_no_wording_of_a_specification() {
    let mixed = contract(
        "第2条（返却）\n乙は、甲の資料を委託元に返す。\n第3条（報告）\n乙は、甲に報告する。甲は、これを確かめる。",
    );
    tells("L5", &mixed, &contract("第2条（返却）\n乙は、甲の資料を甲に返す。\n第3条（報告）\n乙は、甲に報告する。"));
    assert_eq!(quotes(&mixed, "L5"), ["委託元"]);
    tells(
        "L5",
        &contract("第2条（報告）\n乙は、本調達に係る事故を甲に報告する。"),
        &contract("第2条（報告）\n乙は、本業務に係る事故を甲に報告する。"),
    );
    tells(
        "L5",
        &contract("第2条（体制）\n乙は、体制を整備すること。"),
        &contract("第2条（体制）\n乙は、次のことを行う。\n(1) 体制を整備すること。\n(2) 体制図を甲に渡すこと。"),
    );
    // a subcontractor is no second name of the contractor
    assert!(quotes(&contract("第2条（再委託）\n乙は、再受託者に同じ義務を負わせ、甲に報告する。甲は、これを確かめる。甲は、乙に問う。"), "L5").is_empty());
}

#[test]
fn l6_cited_annexes_are_there() {
    let cited = "第2条（体制）\n乙は、別紙1の体制で本業務を行う。";
    tells("L6", &contract(cited), &contract(&format!("{cited}\n別紙1　体制図\n責任者　田中")));
    tells("L6", &contract("第2条（要件）\n乙は、付属文書に従う。"), &contract("第2条（要件）\n乙は、第1条に従う。"));
    assert!(quotes(&contract("第2条（法令）\n乙は、会社法別表第1に従う。"), "L6").is_empty());
    assert!(quotes(&contract(&format!("{cited}\n別紙1　体制図\n責任者　田中")), "X11").is_empty());
}

#[test]
fn l9_subcontracting_comes_with_a_report() {
    tells(
        "L9",
        &contract("第2条（再委託）\n乙は、甲の承諾を得て、本業務の一部を再委託することができる。"),
        &contract(
            "第2条（再委託）\n乙は、甲の承諾を得て、本業務の一部を再委託することができる。\n2 乙は、再委託先の対策の状況を毎月甲に報告する。",
        ),
    );
    assert!(quotes(&contract("第2条（再委託）\n乙は、本業務を再委託することはできない。"), "L9").is_empty());
}

#[test]
fn l10_and_x18_secrecy_outlives_the_contract() {
    let secret = "第2条（秘密保持）\n乙は、本業務で知った情報を第三者に開示してはならない。";
    let goes_on = "第3条（存続）\n第2条の義務は、本契約が終わった後も3年間続く。";
    tells("L10", &contract(secret), &contract(&format!("{secret}\n{goes_on}")));
    let term = "第4条（期間）\n本契約の有効期間は、締結の日から1年間とする。";
    tells("X18", &contract(&format!("{secret}\n{term}")), &contract(&format!("{secret}\n{goes_on}\n{term}")));
    assert!(quotes(&contract(secret), "X18").is_empty(), "without a term nothing ends");
}

#[test]
fn l13_operation_speaks_of_subcontracting() {
    let head = "システム運用・保守業務委託契約書\n\n株式会社青葉（以下「甲」という。）と株式会社若葉（以下「乙」という。）は、次のとおり契約する。\n\n第1条（委託）\n甲は、システムの運用・保守業務を乙に委託する。\n第2条（監視）\n乙は、毎日、システムを監視する。\n";
    tells("L13", head, &format!("{head}第3条（再委託）\n乙は、運用・保守業務を第三者に再委託してはならない。\n"));
    assert!(quotes(&contract("第2条（報告）\n乙は、甲に報告する。"), "L13").is_empty(), "no operation");
}
