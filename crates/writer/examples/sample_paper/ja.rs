//! A contract in Japanese that uses every kind of part.

use domain::Lang;
use writer::paper::{
    Addressee, Align, Article, Body, Cell, Clause, Form, FormRow, Heading, Honorific, Item, List, ListMark, Mark,
    Paper, Part, Party, Row, Run, Seals, Side, Signatures, Status, Table,
};

/// The contract.
pub fn contract() -> Paper {
    let mut paper = Paper::new(Lang::Ja, "情報処理業務委託契約書");
    let meta = &mut paper.meta;
    meta.number = Some("情委第8-0012号".into());
    meta.version = Some("第1.2版".into());
    meta.date = Some("令和8年11月22日".into());
    meta.edition = Some("2026-11版".into());
    meta.form_number = Some("様式第3号（第5条関係）".into());
    meta.status = Status::Open(vec!["委託料の支払期日（第11条）".into()]);
    front(&mut paper);
    scope(&mut paper);
    security(&mut paper);
    ending(&mut paper);
    signatures(&mut paper);
    measures(&mut paper);
    report(&mut paper);
    paper
}

fn aligned(table: &mut Table, column: usize, align: Align) {
    if let Some(column) = table.columns.get_mut(column) {
        column.align = align;
    }
}

fn text(text: &str) -> Run {
    Run::text(text)
}

fn front(paper: &mut Paper) {
    paper.push(Part::title("情報処理業務委託契約書"));
    paper.push(Part::runs(vec![
        text("霞が関省（以下「甲」という。）と株式会社髙﨑システムズ（以下「乙」という。）は、甲が乙に委託する情報処理業務について、"),
        text("次のとおり契約（以下「本契約」という。）を結ぶ。"),
    ]));
}

fn scope(paper: &mut Paper) {
    paper.push(
        Part::article(
            Article::new("purpose", "目的")
                .clause("本契約は、甲の業務システム「統計集計基盤」の運用を乙が行うにあたり、双方が守る事柄と責任の境目を定め、預ける情報を安全に保つことを目的とする。"),
        )
        .from_sources(["KL-01"]),
    );
    paper.push(Part::article(
        Article::new("words", "用語")
            .clause(
                Clause::from("本契約で使う言葉の意味は、次のとおりとする。")
                    .item(Item::from(vec![Run::bold("預託情報"), text("　甲が乙に渡す情報と、乙が業務の中で作り、又は受け取る情報をいう。写しと控えを含む。")]).named("entrusted"))
                    .item(vec![Run::bold("従事者"), text("　乙の役員、従業員、派遣労働者その他、乙の下で業務に就く者をいう。")])
                    .item(Item::from(vec![Run::bold("事故"), text("　預託情報の漏えい、滅失、毀損、改ざん、又は使えなくなることと、そのおそれがある出来事をいう。次のものを含む。")])
                        .item("不審な接続や、身に覚えのない操作の記録が見つかったとき")
                        .item("媒体、端末、書類の置き忘れや盗難があったとき")
                        .item("誤った相手への送信に気づいたとき")
                        .named("incident")),
            )
            .clause(Clause::from("前項にない言葉は、別に定めがなければ、甲の情報セキュリティの規程で使う意味による。")),
    ));
    paper.push(Part::article(
        Article::new("work", "業務の範囲")
            .clause(vec![text("乙が行う業務は、"), Run::annex("measures"), text("の「1　業務の内容」に記すものとする。")])
            .clause("範囲を変えるときは、変更の内容、理由、費用と期日への影響を書いた書面を作り、双方の責任者が確認したうえで行う。"),
    ));
}

fn security(paper: &mut Paper) {
    paper.push(
        Part::article(
            Article::new("secret", "秘密の保持")
                .clause(
                    Clause::from(vec![text("乙は、預託情報を本契約の業務のためだけに使い、甲の書面による承諾なしに第三者へ見せ、又は渡してはならない。ただし、"), Run::ParagraphRef("law".into()), text("に当たる場合を除く。")])
                        .named("secret1"),
                )
                .clause(Clause::from("法令に基づいて開示を求められたときは、求められた範囲に限り、あらかじめ（それができないときは直ちに）甲に知らせたうえで開示できる。").named("law"))
                .clause("この条の義務は、本契約が終わった後も5年間続く。個人情報については期間を限らない。"),
        )
        .from_sources(["KL-03", "COLUMN-2025#2"]),
    );
    paper.push(
        Part::article(
            Article::new("measures-article", "安全管理の対策")
                .clause(
                    Clause::from(vec![text("乙は、"), Run::annex("measures"), text("の表に掲げる対策を、同表の期日までに行い、契約の期間中これを保つ。主なものは次のとおりである。")])
                        .item(vec![text("預託情報を扱う端末と媒体を台帳で管理し、"), Run::Underline("毎月末".into()), text("に現物と照らし合わせること。")])
                        .item("接続に使うIDは従事者ごとに1つとし、異動又は退職の日のうちに止めること。")
                        .item("操作の記録（ログ）を180日以上残し、甲が求めたときは5営業日以内に提出すること。"),
                )
                .clause(vec![text("乙は、対策の状況を"), Run::annex("report"), text("の様式で四半期ごとに甲へ報告する。報告の期限は、四半期が終わった日から10営業日とする。")]),
        )
        .from_sources(["KL-05", "KL-06"]),
    );
    paper.push(Part::article(
        Article::new("sub", "再委託")
            .clause("乙は、業務の全部又は一部を第三者に委ねるときは、相手の名称、委ねる範囲、扱う情報、対策を書いた申請書を開始の15営業日前までに甲へ出し、書面による承諾を得なければならない。")
            .clause(vec![text("再委託先が行ったことについて、乙は自ら行ったのと同じ責任を負う。"), Run::article("secret"), text("と"), Run::article("measures-article"), text("の義務は、再委託先にも同じ内容で負わせる。")]),
    ));
    paper.push(Part::article(
        Article::new("incident-report", "事故の報告")
            .clause(
                Clause::from(vec![
                    text("乙は、"),
                    Run::article("incident"),
                    text("の事故を知ったときは、1時間以内に電話で、24時間以内に書面で甲に知らせる。"),
                ])
                .named("first"),
            )
            .clause(vec![
                text("乙は、"),
                Run::ParagraphRef("first".into()),
                text("の報告の後、原因、影響の範囲、再発を防ぐ手だてを30日以内に書面で報告する。"),
            ]),
    ));
    paper.push(Part::article(
        Article::new("audit", "監査")
            .clause("甲は、10営業日前までに知らせたうえで、年1回に限り、乙の作業場所、帳票、記録を調べることができる。事故があったときは回数を限らず、事前の知らせは前日で足りる。")
            .clause("改める必要があると甲が判断した事項について、乙は20営業日以内に計画を示し、その計画に沿って改める。"),
    ));
}

fn ending(paper: &mut Paper) {
    paper.push(Part::article(
        Article::new("return", "返却と消去").clause(
            Clause::from("業務が終わったとき、又は甲が求めたときは、乙は10営業日以内に次のことを行う。")
                .item("預託情報の入った媒体と書類を、目録を添えて返すこと。")
                .item(vec![text("手元に残る電子データを復元できない方法で消し、方法、日時、立ち会った者を記した証明書を出すこと（"), Run::article("entrusted"), text("の写しと控えを含む。）。")]),
        ),
    ));
    paper.push(Part::article(
        Article::new("term", "契約期間")
            .clause("本契約の期間は、令和9年4月1日から令和10年3月31日までとする。自動では更新しない。"),
    ));
    paper.push(Part::article(Article::new("fee", "委託料").clause(vec![
        text("委託料は、48,620,000円（うち消費税及び地方消費税の額4,420,000円）とする。支払期日は、"),
        Run::open("支払期日"),
        text("とする。"),
    ])));
    paper.push(Part::article(
        Article::new("damages", "損害の賠償")
            .clause("乙の責めに帰すべき事由で事故が起きたときは、乙は甲に生じた損害（調査、通知、問合せ窓口、復旧に要した費用を含む。）を賠償する。")
            .clause("賠償の額は、委託料の額を上限とする。ただし、故意又は重大な過失があるときは、この限りでない。"),
    ));
    paper.push(Part::article(
        Article::new("talk", "協議").clause(
            "本契約に定めのない事項と、解釈に疑いが生じた事項は、双方が誠意をもって話し合い、結果を書面に残す。",
        ),
    ));
}

fn signatures(paper: &mut Paper) {
    paper.push(Part::paragraph("本契約を証するため、この書面を2通作り、双方が記名押印のうえ、各自1通を持つ。"));
    paper.push(Part::new(Body::Signatures(Signatures {
        date: "令和　　年　　月　　日".into(),
        parties: vec![
            Party {
                role: "甲（委託元）".into(),
                address: "東京都千代田区霞が関〇丁目〇番〇号".into(),
                organisation: "霞が関省".into(),
                title: "支出負担行為担当官　大臣官房会計課長".into(),
                person: "関　守".into(),
                mark: Mark::Seal,
            },
            Party {
                role: "乙（委託先）".into(),
                address: "埼玉県さいたま市大宮区〇〇町1丁目2番3号　髙﨑ビル5階".into(),
                organisation: "株式会社髙﨑システムズ".into(),
                title: "代表取締役".into(),
                person: "髙﨑　一郎".into(),
                mark: Mark::Seal,
            },
        ],
    })));
}

fn measures(paper: &mut Paper) {
    paper.push(Part::annex("measures", "業務の内容と安全管理の対策"));
    paper.push(Part::new(Body::Heading(Heading::new(1, "業務の内容").numbered().named("work-heading"))));
    paper.push(Part::paragraph("業務の内容、扱う情報、場所は次の表のとおりとする。"));
    let mut work = Table::new([("区分", 30), ("業務", 80), ("月ごとの量", 50)]);
    aligned(&mut work, 2, Align::Right);
    work.rows.push(Row {
        cells: vec![Cell::new("定常").spanning(1, 2), "サーバーの監視と一次対応".into(), "24時間365日".into()],
        trace: vec![],
    });
    work.rows.push(Row {
        cells: vec!["バックアップの取得と復元の試験".into(), "30回".into()], trace: vec![]
    });
    work.push([Cell::new("随時"), "利用者からの問合せへの回答".into(), "およそ120件".into()]);
    work.push([
        Cell::new("合計（目安）").spanning(2, 1).aligned(Align::Right).shaded(),
        Cell::new("1,250時間").shaded(),
    ]);
    work.caption = "表1　業務の区分と量".into();
    paper.push(Part::table(work));
    paper.push(Part::note("量は令和7年度の実績による目安であり、これを超えることがあります。"));
    paper.push(Part::numbered_heading(1, "安全管理の対策"));
    paper.push(Part::numbered_heading(2, "対策の一覧"));
    let mut table = Table::new([("番号", 16), ("対策", 74), ("期日", 30), ("確かめ方", 40)]);
    aligned(&mut table, 0, Align::Centre);
    table.caption = "表2　対策の一覧".into();
    for count in 1..=36 {
        let measure = match count % 4 {
            0 => "持ち出しの申請と承認の記録を残し、月に1回見直す。",
            1 => "預託情報を置く場所を限り、入退室の記録を取る。",
            2 => {
                "端末の記憶装置を暗号化し、画面は10分で自動的に施錠する。復旧用の鍵は、業務の担当とは別の者が保管する。"
            }
            _ => "OSとソフトウェアの修正プログラムを、公表から14日以内に適用する。",
        };
        let proof = if count % 2 == 0 { "台帳の写し" } else { "画面の写し、設定の一覧" };
        table.push([format!("{count}"), measure.to_owned(), "業務の開始日".to_owned(), proof.to_owned()]);
    }
    paper.push(Part::table(table).from_sources(["M-0101", "M-0102"]));
    paper.push(Part::numbered_heading(2, "守れないとき"));
    paper.push(Part::runs(vec![
        text("表2の対策を期日までに行えないときは、代わりの手だてを"),
        Run::annex("report"),
        text("の備考欄に書いて届け出る。"),
    ]));
    paper.push(Part::new(Body::List(List {
        mark: ListMark::Bullet,
        items: vec![
            "代わりの手だては、元の対策と同じ効果があるものに限る。".into(),
            "届け出てから承諾があるまでは、該当する作業を始めない。".into(),
        ],
    })));
}

fn report(paper: &mut Paper) {
    paper.push(Part::annex("report", "対策状況の報告書"));
    paper.push(Part::new(Body::Lines {
        side: Side::Right,
        lines: vec![vec![text("報告番号　"), Run::Blank(6)], vec![text("令和　　年　　月　　日")]],
    }));
    paper.push(Part::new(Body::Addressee(Addressee::to(["霞が関省", "大臣官房会計課"], Honorific::Onchu))));
    paper.push(Part::new(Body::Addressee(Addressee::from(
        ["株式会社髙﨑システムズ", "情報管理責任者　山田　花子"],
        Mark::Seal,
    ))));
    paper.push(Part::new(Body::Centred(vec![Run::bold("対策状況の報告書（第　　四半期）")])));
    paper.push(Part::runs(vec![Run::article("measures-article"), text("の定めにより、次のとおり報告します。")]));
    paper.push(Part::new(Body::Centred(vec![text("記")])));
    paper.push(Part::new(Body::Form(Form {
        label_mm: 45,
        rows: vec![
            FormRow::new("対象の期間", "令和　　年　　月　　日から令和　　年　　月　　日まで"),
            FormRow::new("全体の状況", "□ すべて実施　　□ 一部未実施（理由を下に書く）"),
            FormRow::blank("未実施の対策と理由", 30),
            FormRow::blank("備考", 22),
        ],
    })));
    paper.push(Part::new(Body::List(List {
        mark: ListMark::Box,
        items: vec!["台帳の写しを添えた。".into(), "ログの提出先を確かめた。".into()],
    })));
    paper.push(Part::new(Body::Seals(Seals {
        side: Side::Right,
        boxes: vec!["承認".into(), "審査".into(), "作成".into()],
    })));
}
