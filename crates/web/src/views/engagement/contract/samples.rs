//! Samples of the contract check.

use domain::Lang;

use super::{
    Carried, ChangeLine, Changes, Contracts, Finding, Found, Group, LintLine, Negotiation, Paragraph, Quote, Result,
    Stretch, VersionRow, Wording,
};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Link, Mark},
    views::{Sample, engagement::sample_head, sample_now, sample_shell, say},
};

fn shell(lang: Lang, page: &str) -> Shell {
    sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/{page}"))
}

fn version(lang: Lang, n: i64) -> Link {
    let text = if lang == Lang::Ja { format!("第{n}版") } else { format!("Version {n}") };
    Link::new(format!("/engagements/R8-0012/contract/chk_{n}"), text)
}

fn row(lang: Lang, n: i64) -> VersionRow {
    VersionRow {
        contract: say(lang, "業務委託契約", "Outsourcing contract"),
        link: version(lang, n),
        marks: vec![
            Mark::new(Kind::None, say(lang, "記載なし 2", "Not stated 2")),
            Mark::new(Kind::Met, say(lang, "記載あり 18", "Stated 18")),
        ],
        kind: say(lang, "業務委託契約", "Outsourcing contract"),
        at: sample_now(),
        by: say(lang, "高遠 美緒", "Mio Takato"),
    }
}

fn finding(lang: Lang, concept: &str, (kind, gap): (Kind, Option<usize>)) -> Finding {
    let stated = kind != Kind::None;
    Finding {
        concept: concept.to_owned(),
        gap,
        next: gap.filter(|gap| *gap == 1).map(|_| 2),
        mark: Mark::new(kind, say(lang, "記載", "Stated")),
        title: say(lang, "事故の報告", "Incident report"),
        meaning: say(
            lang,
            "事故を知らせる時間と相手が決まっていること。",
            "Hours and addressee of the first notice are set.",
        ),
        clauses: vec![Link::new("/catalogue/KL-15", "KL-15")],
        because: vec![say(lang, "個人の情報を扱う業務です。", "The work handles personal data.")],
        reasons: if gap.is_some() { vec![say(lang, "期限がない", "No deadline")] } else { Vec::new() },
        quotes: if stated {
            vec![Quote {
                place: say(lang, "第12条 第1項", "Article 12 paragraph 1"),
                href: format!("#p-{concept}"),
                words: say(lang, "遅滞なく知らせる", "tell without delay"),
            }]
        } else {
            Vec::new()
        },
        values: if stated { vec![say(lang, "24時間以内", "within 24 hours")] } else { Vec::new() },
        corrected: None,
        wordings: if gap.is_some() { wordings(lang, concept) } else { Vec::new() },
    }
}

fn wordings(lang: Lang, concept: &str) -> Vec<Wording> {
    let one = |index: usize, strength: String, open: Vec<String>| Wording {
        id: format!("w-{concept}-{index}"),
        strength,
        title: say(lang, "事故の報告", "Incident report"),
        text: say(lang, "乙は、知った時から24時間以内に知らせる。", "The Contractor tells within 24 hours."),
        open,
    };
    let open = vec![say(lang, "連絡先", "Contact")];
    vec![one(0, say(lang, "標準", "standard"), open), one(1, say(lang, "強い", "strict"), Vec::new())]
}

fn text(lang: Lang) -> Vec<Paragraph> {
    let plain = |text: String| Stretch { text, found: None };
    let found = |concept: &str, tone: &'static str| Stretch {
        text: say(lang, "遅滞なく知らせる", "tell without delay"),
        found: Some(Found {
            tone,
            href: format!("#f-{concept}"),
            id: Some(format!("p-{concept}")),
            tag: Some(say(lang, "弱い 事故の報告", "weak Incident report")),
        }),
    };
    vec![
        Paragraph {
            class: "head",
            stretches: vec![plain(say(lang, "第12条（事故の報告）", "Article 12 (Incidents)"))],
        },
        Paragraph {
            class: "text",
            stretches: vec![plain(say(lang, "乙は、", "The contractor shall ")), found("incident_report", "weak")],
        },
        Paragraph { class: "text", stretches: vec![found("audit_right", "met")] },
    ]
}

fn change(lang: Lang) -> ChangeLine {
    ChangeLine {
        title: say(lang, "事故の報告", "Incident report"),
        mark: Mark::new(Kind::Met, say(lang, "増えた", "Gained")),
        text: say(lang, "弱い → 記載あり", "Weak → stated"),
        before: vec![say(lang, "遅滞なく", "without delay")],
        after: vec![say(lang, "24時間以内に", "within 24 hours")],
    }
}

fn result(lang: Lang) -> Result {
    let missing = finding(lang, "log_retention", (Kind::None, Some(1)));
    let weak = finding(lang, "incident_report", (Kind::Weak, Some(2)));
    let said = say(lang, "点検では「弱い」。別紙で定めた", "The check said \"weak\". An annex has it");
    let stated = Finding { corrected: Some(said), ..finding(lang, "audit_right", (Kind::Met, None)) };
    Result {
        head: sample_head(lang),
        file: "業務委託契約書（案）.docx".to_owned(),
        sha256: "41b7c0aa13e24d5f90bb6c7d8e1f2a3b".to_owned(),
        kind: say(lang, "業務委託契約", "Outsourcing contract"),
        parties: ("甲".to_owned(), "乙".to_owned()),
        edition: "2026-11".to_owned(),
        kept: Some(row(lang, 2)),
        id: "chk_2".to_owned(),
        carried: None,
        is_word: true,
        notices: vec![say(lang, "変更履歴があります", "The file has tracked changes")],
        totals: vec![(say(lang, "必須", "Must-have"), 18, 1, 1), (say(lang, "交渉できる", "Negotiable"), 3, 0, 0)],
        only_gaps: false,
        text: text(lang),
        groups: vec![Group {
            code: "must",
            title: say(lang, "必須", "Must-have"),
            findings: vec![missing, weak, stated],
        }],
        lint: vec![LintLine {
            id: "L2".to_owned(),
            place: say(lang, "第9条 第1項", "Article 9 paragraph 1"),
            text: say(lang, "「適切に」とあります。", "\"Suitably\" stands here."),
            mark: Mark::new(Kind::Weak, say(lang, "注意", "Caution")),
        }],
        negotiation: (
            vec![Negotiation {
                clause: Link::new("/engagements/R8-0012/requirements/KL-24", say(lang, "記録の保存", "Logs")),
                id: "KL-24".to_owned(),
                text: Mark::new(Kind::None, say(lang, "記載なし", "Not stated")),
                refused: Some(say(lang, "費用がかかる", "It costs money")),
                insurance: None,
                tolerance: None,
            }],
            Some(Link::new(
                "/engagements/R8-0012/waiver?condition=G4-8",
                say(lang, "免除を求める", "Ask for a waiver"),
            )),
        ),
        before: Some((version(lang, 1), vec![change(lang)])),
        lapsed: vec![say(lang, "もう一度見てください。", "Please look again.")],
        correct: Some((Form::new("correct"), vec![Opt::new("present", say(lang, "記載あり", "Stated"))])),
        ui: shell(lang, "contract/chk_2"),
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let contracts = |kept: Vec<VersionRow>, form: Option<Form>| Contracts {
        ui: shell(lang, "contract"),
        head: sample_head(lang),
        contracts: vec![
            Opt::new("", say(lang, "新しい契約", "A new contract")),
            Opt::new("業務委託契約", "業務委託契約"),
        ],
        kinds: vec![Opt::new("", say(lang, "文面から判断する", "Told from the text"))],
        limit: "20 MB".to_owned(),
        kept,
        form,
    };
    let bad = domain::FieldError::rule("file", "壊れています", "It is damaged");
    let carried = |content: &str| Carried {
        name: "契約書.docx".to_owned(),
        content: content.to_owned(),
        kind: String::new(),
        contract: String::new(),
        title: String::new(),
    };
    let fresh = |content: &str| Result {
        kept: None,
        id: String::new(),
        carried: Some(carried(content)),
        correct: None,
        before: None,
        lapsed: Vec::new(),
        negotiation: (Vec::new(), None),
        ..result(lang)
    };
    let clean = Result {
        groups: vec![Group {
            code: "must",
            title: say(lang, "必須", "Must-have"),
            findings: vec![finding(lang, "audit_right", (Kind::Met, None))],
        }],
        text: text(lang).into_iter().filter(|p| p.stretches.len() == 1).collect(),
        lint: Vec::new(),
        before: Some((version(lang, 1), Vec::new())),
        negotiation: (Vec::new(), None),
        correct: None,
        is_word: false,
        ..result(lang)
    };
    let compared = |changes| Changes {
        ui: shell(lang, "contract/chk_2/changes"),
        head: sample_head(lang),
        contract: say(lang, "業務委託契約", "Outsourcing contract"),
        versions: (version(lang, 1), version(lang, 2)),
        others: vec![version(lang, 3)],
        changes,
    };
    vec![
        Sample::of("contract", &contracts(vec![row(lang, 2), row(lang, 1)], Some(Form::new("contract")))),
        Sample::of("contract-wrong", &contracts(Vec::new(), Some(Form::new("contract").refused(vec![bad])))),
        Sample::of("contract-read", &contracts(Vec::new(), None)),
        Sample::of("contract-kept", &result(lang)),
        Sample::of("contract-fresh", &fresh("5aWR57SE")),
        Sample::of("contract-fresh-large", &fresh("")),
        Sample::of("contract-clean", &clean),
        Sample::of("contract-changes", &compared(vec![change(lang)])),
        Sample::of("contract-changes-none", &compared(Vec::new())),
    ]
}
