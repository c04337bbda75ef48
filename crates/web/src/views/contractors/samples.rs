//! The pages of contractors as they look.

use jiff::civil::date;

use super::{
    Certificate, Day, Duplicates, Edit, Entry, Form, Kind, Lang, Line, Link, List, Mark, Merge, Nav, Pager, Row,
    Sample, Shell, Show, Stage, Still, Style, Twin, Work, sample_now, sample_shell, say,
};

fn ui(lang: Lang, path: &str) -> Shell {
    sample_shell(lang, Nav::Contractors, path)
}

fn name(lang: Lang) -> String {
    say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd.")
}

fn list(lang: Lang, q: &str, rows: Vec<Row>) -> List {
    List {
        ui: ui(lang, "/contractors"),
        q: q.to_owned(),
        form: Form::new("contractors"),
        narrowed: !q.is_empty(),
        query: String::new(),
        count: u64::try_from(rows.len()).unwrap_or(0),
        rows,
        pager: Pager { shown: say(lang, "2社", "2 contractors"), newer: None, older: None },
    }
}

fn row(lang: Lang, corporate_number: Option<&str>) -> Row {
    let known = corporate_number.is_some();
    Row {
        href: "/contractors/con_1".to_owned(),
        name: name(lang),
        known_as: if known { say(lang, "旧 霧沢電算", "formerly Kirisawa Densan") } else { String::new() },
        corporate_number: corporate_number.map(str::to_owned),
        certificates: vec![Mark::new(Kind::Met, "ISMS")],
        standing: (!known).then(|| Mark::new(Kind::Over, say(lang, "新しい委託を停止", "Suspended"))),
        engagements: 4,
    }
}

fn edit(lang: Lang, current: Option<String>, form: Form) -> Edit {
    Edit { ui: ui(lang, "/contractors/new"), action: "/contractors/new".to_owned(), current, form, revision: 0 }
}

fn twin(lang: Lang, n: u8) -> Twin {
    Twin {
        href: format!("/contractors/con_{n}"),
        name: name(lang),
        corporate_number: (n == 1).then(|| "8000000000001".to_owned()),
        merge: (n > 1).then(|| "/contractors/con_1/merge?with=con_2".to_owned()),
    }
}

fn certificate(lang: Lang) -> Certificate {
    Certificate {
        kind: say(lang, "ISMS認証", "ISMS certificate"),
        number: "IS 000001".to_owned(),
        scope: say(lang, "自治体向けシステムの構築と運用", "Building and running systems for local governments"),
        sites: say(lang, "本社、大阪センター", "Head office, Osaka centre"),
        ends: Some(Day(date(2026, 8, 31), lang, Style::Long)),
        mark: Mark::new(Kind::Soon, say(lang, "期限間近", "Ends soon")),
        caution: String::new(),
    }
}

fn show(lang: Lang, work: Vec<Work>) -> Show {
    let line = |what: &str, text: &str, note: &str| Line { what: what.into(), text: text.into(), note: note.into() };
    let full = !work.is_empty();
    let old = Certificate {
        kind: "SECURITY ACTION ★2".to_owned(),
        number: "41234567890".to_owned(),
        scope: String::new(),
        sites: String::new(),
        ends: None,
        mark: Mark::new(Kind::Off, say(lang, "期限不明", "No date")),
        caution: say(lang, "2026年3月までの旧システムのIDです", "An id of the system that ended in March 2026"),
    };
    Show {
        ui: ui(lang, "/contractors/con_1"),
        id: "con_1".to_owned(),
        name: name(lang),
        standing: full.then(|| {
            let why = say(lang, "漏えいの説明を待っています", "We wait for an account of a leak");
            (Mark::new(Kind::Soon, say(lang, "注意して取引", "On watch")).washed(), why)
        }),
        facts: vec![
            (say(lang, "法人番号", "Corporate number"), "8000000000001".to_owned()),
            (say(lang, "資本金", "Capital"), say(lang, "50,000,000円", "50,000,000 yen")),
        ],
        created_at: sample_now(),
        certificates: if full { vec![certificate(lang), old] } else { Vec::new() },
        contacts: if full { vec![line("苔庭 洋", "koke@example.jp", "営業部")] } else { Vec::new() },
        addresses: if full {
            vec![line(&say(lang, "本社", "Head office"), "東京都千代田区霧沢1-2-3", "")]
        } else {
            Vec::new()
        },
        connections: if full {
            let over = Mark::new(Kind::Over, say(lang, "期限切れ", "Expired"));
            vec![(line("VPN", "保守班", "2026-03-31"), Some(over))]
        } else {
            Vec::new()
        },
        held: full.then(|| {
            vec![Still {
                item: say(lang, "システム構成図", "System diagram"),
                carrier: say(lang, "電子ファイル", "File"),
                holder: Link::new("/engagements/R8-0012/handovers", "R8-0012"),
                held: 2,
                claimed: 1,
            }]
        }),
        accesses: if full {
            let mark = Mark::new(Kind::Over, say(lang, "見直しの期限切れ", "Review overdue"));
            let link = Link::new("/engagements/R8-0012/handovers/accesses/acs_1", "vpn-07");
            vec![(link, say(lang, "遠隔接続", "Remote access"), vec![mark])]
        } else {
            Vec::new()
        },
        work,
        pager: Pager::default(),
        alike: if full { vec![twin(lang, 2)] } else { Vec::new() },
        merged: if full {
            vec![say(lang, "霧沢システム設計㈱", "Kirisawa System Design")]
        } else {
            Vec::new()
        },
        entries: vec![Entry {
            seq: 12,
            at: sample_now(),
            by: say(lang, "高遠 美緒", "Mio Takato"),
            action: say(lang, "委託先を登録した", "Entered the contractor"),
            subject: name(lang),
            href: None,
            hash: "41b7c0aa09dd".to_owned(),
        }],
        may_edit: true,
    }
}

fn merge(lang: Lang) -> Merge {
    Merge {
        ui: ui(lang, "/contractors/con_1/merge"),
        id: "con_1".to_owned(),
        kept: (name(lang), "8000000000001".to_owned(), 1),
        gone: ("con_2".to_owned(), say(lang, "霧沢システム設計㈱", "Kirisawa System Design"), String::new(), 1),
        form: Form::new("merge"),
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let bad = "7000000000001".parse::<domain::contractor::CorporateNumber>().err().unwrap_or(domain::Problem::Missing);
    let work = Work {
        link: Link::new(
            "/engagements/R8-0012",
            say(lang, "住民総合窓口システム 運用保守業務", "Residents’ service desk system"),
        ),
        number: "R8-0012".to_owned(),
        unit: say(lang, "市民課", "Citizens’ Affairs"),
        stage: Stage::Contract,
    };
    let wrong = Form::new("contractor")
        .with("name", name(lang))
        .with("corporate_number", "7000000000001")
        .with("certificates[0].kind", "isms")
        .with("certificates[0].number", "IS 1")
        .refused(vec![domain::FieldError::new("corporate_number", bad)]);
    let groups = |groups| Duplicates { ui: ui(lang, "/contractors/duplicates"), groups, more: None };
    let own = vec![
        Sample::of("contractors", &list(lang, "", vec![row(lang, Some("8000000000001")), row(lang, None)])),
        Sample::of("contractors-none", &list(lang, "", Vec::new())),
        Sample::of("contractors-not-found", &list(lang, "霧", Vec::new())),
        Sample::of("contractor-new", &edit(lang, None, Form::new("contractor"))),
        Sample::of("contractor-wrong", &edit(lang, Some(name(lang)), wrong)),
        Sample::of("contractor", &show(lang, vec![work])),
        Sample::of("contractor-idle", &show(lang, Vec::new())),
        Sample::of("contractors-duplicates", &groups(vec![vec![twin(lang, 1), twin(lang, 2)]])),
        Sample::of("contractors-no-duplicates", &groups(Vec::new())),
        Sample::of("contractor-merge", &merge(lang)),
    ];
    own.into_iter().chain(super::import::samples(lang)).collect()
}
