//! The page of a named handler who confirms what was received. It shows the entries meant for that person and nothing else.

use askama::Template;
use domain::Lang;
use jiff::Timestamp;

use super::{Sample, sample_guest, say};
use crate::{
    form::Form,
    page::Shell,
    show::{Kind, Mark},
};

/// `GET /receive/{token}`: a link before it is used.
#[derive(Debug, Template)]
#[template(path = "receipt/door.html")]
pub struct Door {
    /// Shared part.
    pub ui: Shell,
    /// Where the button leads.
    pub action: String,
    /// The engagement.
    pub title: String,
    /// Whom the link was made for.
    pub handler: String,
}

/// An entry as the handler sees it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its number.
    pub no: i64,
    /// The item.
    pub item: String,
    /// The mark it carries.
    pub mark_line: String,
    /// What happened.
    pub kind: String,
    /// Form and count.
    pub amount: String,
    /// When it was handed over.
    pub at: Timestamp,
    /// Where it may be used, whether copies may be made, when it is to come back.
    pub rules: Vec<String>,
    /// Receipt confirmed at.
    pub received: Option<Timestamp>,
    /// Its receipt can be confirmed now.
    pub open: bool,
}

/// `GET /receipt`; posts `entries`, `name`, `condition`.
#[derive(Debug, Template)]
#[template(path = "receipt/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// The engagement.
    pub title: String,
    /// The firm.
    pub firm: String,
    /// The handler.
    pub handler: String,
    /// Entries, the newest first.
    pub lines: Vec<Line>,
    /// Labels `f-receipt-…`.
    pub form: Form,
}

impl Show {
    fn open(&self) -> Vec<&Line> {
        self.lines.iter().filter(|l| l.open).collect()
    }
    fn done(&self) -> Vec<&Line> {
        self.lines.iter().filter(|l| !l.open).collect()
    }
    fn mark(&self, line: &Line) -> Mark {
        match line.received {
            Some(at) => Mark::new(Kind::Met, self.ui.t1("receipt-received-at", "at", self.ui.at_long(&at).text())),
            None => Mark::new(Kind::Off, self.ui.t("receipt-nothing-asked")),
        }
    }
    fn boxes(&self) -> Vec<crate::form::Opt> {
        self.open()
            .iter()
            .map(|l| {
                let label = format!("{}　{}", l.item, l.amount);
                let mut hint = vec![l.mark_line.clone(), l.kind.clone(), self.ui.at_long(&l.at).text()];
                hint.extend(l.rules.iter().cloned());
                crate::form::Opt::new(l.id.clone(), label).hint(hint.join("　"))
            })
            .collect()
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let line = |id: &str, open: bool| Line {
        id: id.to_owned(),
        no: 3,
        item: say(lang, "システム構成図", "System diagram"),
        mark_line: say(lang, "【秘】機密性2 ／ 関係者：橘 一葉", "[Secret] 機密性2 / for: Kazuha Tachibana"),
        kind: say(lang, "提供", "Provide"),
        amount: say(lang, "電子ファイル　1", "1 × File"),
        at: super::sample_now(),
        rules: vec![say(lang, "複製：その都度許可", "Copying: by permission")],
        received: (!open).then(super::sample_now),
        open,
    };
    let page = |lines, form| Show {
        ui: sample_guest(lang, "/receipt"),
        title: say(lang, "住民総合窓口システム 運用保守業務", "Residents’ service desk: operation"),
        firm: say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."),
        handler: say(lang, "橘 一葉", "Kazuha Tachibana"),
        lines,
        form,
    };
    let wrong = vec![domain::FieldError::new("name", domain::Problem::Missing)];
    vec![
        Sample::of(
            "receipt-door",
            &Door {
                ui: sample_guest(lang, "/receive/abc"),
                action: "/receive/abc".to_owned(),
                title: say(lang, "住民総合窓口システム 運用保守業務", "Residents’ service desk: operation"),
                handler: say(lang, "橘 一葉", "Kazuha Tachibana"),
            },
        ),
        Sample::of("receipt", &page(vec![line("hnd_1", true), line("hnd_2", false)], Form::new("receipt"))),
        Sample::of("receipt-wrong", &page(vec![line("hnd_1", true)], Form::new("receipt").refused(wrong))),
        Sample::of("receipt-none", &page(Vec::new(), Form::new("receipt"))),
    ]
}
