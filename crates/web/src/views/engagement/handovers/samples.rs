//! The pages of the information ledger as they look.

use domain::{FieldError, Lang, Problem};

use super::*;
use crate::{
    form::opts,
    page::Nav,
    views::{Sample, sample_now, sample_shell, say},
};

fn alert(lang: Lang, kind: Kind, word: (&str, &str), text: (&str, &str)) -> Alert {
    Alert {
        mark: Mark::new(kind, say(lang, word.0, word.1)),
        link: Link::new("/engagements/R8-0012/handovers/hnd_1", say(lang, "3 住民データ", "3 Residents’ data")),
        text: say(lang, text.0, text.1),
    }
}

fn list(lang: Lang, full: bool) -> List {
    let ui = sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/handovers");
    let row = |no: i64, kind: (&str, &str), state: Mark| Row {
        no,
        link: Link::new(
            format!("/engagements/R8-0012/handovers/hnd_{no}"),
            say(lang, "システム構成図", "System diagram"),
        ),
        mark_line: say(lang, "【秘】関係者：橘 一葉", "[Secret] for: Kazuha Tachibana"),
        kind: say(lang, kind.0, kind.1),
        amount: say(lang, "電子ファイル　1", "1 × File"),
        way: say(lang, "→ 霧沢システム設計　橘 一葉", "→ Kirisawa, Kazuha Tachibana"),
        at: sample_now(),
        state,
    };
    let met = |ja, en| Mark::new(Kind::Met, say(lang, ja, en));
    let handler = |name: &str, caution: Option<Mark>| Handler {
        link: Link::new("/engagements/R8-0012/handovers/handlers/hdl_1", name),
        employer: say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"),
        caution,
        agreed_on: Some(jiff::civil::date(2026, 6, 1)),
        pledged_on: Some(jiff::civil::date(2026, 6, 2)),
        trained_on: None,
        until: None,
        link_state: say(lang, "リンクなし", "No link"),
        make_link: "/engagements/R8-0012/handovers/handlers/hdl_1/link".to_owned(),
    };
    let access = Access {
        link: Link::new("/engagements/R8-0012/handovers/accesses/acs_1", "vpn-07"),
        kind: say(lang, "遠隔接続", "Remote access"),
        handler: say(lang, "橘 一葉", "Kazuha Tachibana"),
        owner: say(lang, "高遠 美緒", "Mio Takato"),
        factor: Mark::new(Kind::Over, say(lang, "なし", "Off")),
        reviewed_on: Some(jiff::civil::date(2025, 10, 1)),
        until: Some(jiff::civil::date(2027, 3, 31)),
        marks: vec![Mark::new(Kind::Over, say(lang, "見直しの期限切れ", "Review overdue"))],
    };
    List {
        head: super::super::sample_head(lang),
        alerts: if full {
            vec![
                alert(
                    lang,
                    Kind::Over,
                    ("裏付けなし", "No proof"),
                    ("廃棄の報告に、裏付けがありません", "The report of disposal lacks evidence"),
                ),
                alert(
                    lang,
                    Kind::Soon,
                    ("控え", "Note"),
                    ("6月30日までに書面の控えを渡します", "A written note is due on 30 June"),
                ),
            ]
        } else {
            Vec::new()
        },
        held: if full {
            vec![Still {
                item: say(lang, "システム構成図", "System diagram"),
                carrier: say(lang, "電子ファイル", "File"),
                holder: Link::new("/contractors/con_1", say(lang, "霧沢システム設計", "Kirisawa")),
                held: 2,
                claimed: 1,
            }]
        } else {
            Vec::new()
        },
        count: if full { 3 } else { 0 },
        kinds: vec![("/engagements/R8-0012/handovers".to_owned(), say(lang, "すべて", "All"), "page")],
        rows: if full {
            vec![
                row(3, ("消去", "Erase"), Mark::new(Kind::Over, say(lang, "裏付けなし", "Not proven"))),
                row(2, ("複製", "Copy"), met("記録済み", "Recorded")),
                row(1, ("提供", "Provide"), met("受領済み", "Received")),
            ]
        } else {
            Vec::new()
        },
        pager: Pager::default(),
        terms: vec![(
            say(lang, "秘密保持の約束", "Promise of secrecy"),
            say(lang, "令和8年6月1日から", "From 1 June 2026"),
            met("有効", "In force"),
        )],
        handlers: if full {
            vec![
                handler("橘 一葉", None),
                handler("夜久 七海", Some(Mark::new(Kind::Over, say(lang, "別の会社", "Another firm")))),
            ]
        } else {
            Vec::new()
        },
        accesses: if full { vec![access] } else { Vec::new() },
        may_keep: full,
        form: Form::new("handover-import"),
        ui,
    }
}

fn choices(lang: Lang) -> Vec<Opt> {
    vec![Opt::new("a", say(lang, "提供", "Provide")), Opt::new("b", say(lang, "返却", "Return"))]
}

/// What is still to be done about the entry of a sample.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ToDo {
    Receive,
    Note,
    Prove,
    Nothing,
}

fn show(lang: Lang, todo: ToDo) -> Show {
    let open = todo != ToDo::Nothing;
    Show {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/handovers/hnd_1"),
        head: super::super::sample_head(lang),
        no: "R8-0012-H0003".to_owned(),
        id: "hnd_1".to_owned(),
        item: say(lang, "システム構成図", "System diagram"),
        mark_line: say(lang, "【秘】関係者：橘 一葉", "[Secret] for: Kazuha Tachibana"),
        state: Mark::new(if open { Kind::Over } else { Kind::Met }, say(lang, "裏付けなし", "Not proven")),
        facts: vec![(say(lang, "種類", "What happened"), say(lang, "消去", "Erase"))],
        open: if open { vec![say(lang, "裏付けがありません", "Evidence is missing")] } else { Vec::new() },
        papers: vec![Link::new("/engagements/R8-0012/handovers/hnd_1/receipt.docx", say(lang, "受渡書", "Receipt"))],
        proofs: vec![Link::new("/engagements/R8-0012/files/att_1", "log.pdf")],
        receive: (todo == ToDo::Receive).then(|| Form::new("receive")),
        needs_paper: true,
        note: (todo == ToDo::Note).then(|| Form::new("note")),
        prove: (todo == ToDo::Prove).then(|| Form::new("prove")),
        methods: choices(lang),
        files: vec![Opt::new("att_1", "log.pdf")],
        entered: (say(lang, "高遠 美緒", "Mio Takato"), sample_now()),
    }
}

fn access(lang: Lang, form: Option<Form>) -> AccessForm {
    AccessForm {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/handovers/accesses/acs_1"),
        head: super::super::sample_head(lang),
        action: "/engagements/R8-0012/handovers/accesses/acs_1".to_owned(),
        name: "vpn-07".to_owned(),
        marks: vec![Mark::new(Kind::Over, say(lang, "二要素なし", "No second factor"))],
        except: form.is_none().then(|| Form::new("except")),
        may_act: form.is_some(),
        form,
        kinds: choices(lang),
        handlers: choices(lang),
        factors: choices(lang),
        facts: vec![(say(lang, "種類", "Kind"), say(lang, "遠隔接続", "Remote access"))],
        revoke: Form::new("revoke"),
        revision: 2,
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |page: &str| sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/handovers/{page}"));
    let head = || super::super::sample_head(lang);
    let new = |form| New {
        ui: ui("new"),
        head: head(),
        form,
        choices: Choices {
            kinds: opts!(domain::handover::HandoverKind, &ui("new"), "handover-kind-hint"),
            carriers: choices(lang),
            handlers: choices(lang),
            marks: choices(lang),
            criticalities: choices(lang),
            information: choices(lang),
            copying: choices(lang),
            items: vec![say(lang, "システム構成図", "System diagram")],
        },
        waived: say(lang, "免除中の条件: G5-9", "Waived today: G5-9"),
    };
    let refused = vec![FieldError::new("handler", Problem::Missing)];
    let handler = |form: Form| HandlerForm {
        ui: ui("handlers/hdl_1"),
        head: head(),
        action: "/engagements/R8-0012/handovers/handlers/hdl_1".to_owned(),
        name: "橘 一葉".to_owned(),
        form,
        contractor: say(lang, "霧沢システム設計", "Kirisawa"),
        revision: 1,
    };
    let terms = TermsForm {
        ui: ui("terms"),
        head: head(),
        form: Form::new("terms"),
        files: vec![Opt::new("", say(lang, "選ばない", "None")), Opt::new("att_1", "nda.pdf")],
        revision: 0,
    };
    let import = |slips: Vec<Slip>| ImportPage {
        ui: ui("import"),
        head: head(),
        name: "ledger.xlsx".to_owned(),
        action: if slips.is_empty() {
            "/engagements/R8-0012/handovers/imports/imp_1".to_owned()
        } else {
            String::new()
        },
        counts: (1, 3),
        rows: vec![(5, say(lang, "提供", "Provide"), say(lang, "システム構成図", "System diagram"))],
        slips,
    };
    let slip = Slip {
        cell: "C5".to_owned(),
        head: say(lang, "種類", "What happened"),
        value: "×".to_owned(),
        said: say(lang, "「提供」などから選んでください", "Choose one of: Provide …"),
    };
    vec![
        Sample::of("handovers", &list(lang, true)),
        Sample::of("handovers-none", &list(lang, false)),
        Sample::of("handover-new", &new(Form::new("handover"))),
        Sample::of("handover-new-wrong", &new(Form::new("handover").refused(refused))),
        Sample::of("handover", &show(lang, ToDo::Prove)),
        Sample::of("handover-receive", &show(lang, ToDo::Receive)),
        Sample::of("handover-note", &show(lang, ToDo::Note)),
        Sample::of("handover-done", &show(lang, ToDo::Nothing)),
        Sample::of("handler-form", &handler(Form::new("handler"))),
        Sample::of("access-form", &access(lang, Some(Form::new("access")))),
        Sample::of("access-form-officer", &access(lang, None)),
        Sample::of("terms-form", &terms),
        Sample::of("handover-import", &import(Vec::new())),
        Sample::of("handover-import-wrong", &import(vec![slip])),
        Sample::of(
            "handler-link",
            &LinkPage {
                ui: ui("handlers/hdl_1/link"),
                head: head(),
                handler: "橘 一葉".to_owned(),
                link: "https://sekimori.example/receive/abc".to_owned(),
            },
        ),
    ]
}
