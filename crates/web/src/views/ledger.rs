//! The ledger 台帳: every change, verification, export, checkpoints.

use askama::Template;
use domain::Lang;
use jiff::Timestamp;

use super::{
    Sample,
    engagement::tabs::{Entry, sample_entries},
    sample_now, sample_shell, say,
};
use crate::{
    form::{Form, Opt},
    page::{LedgerState, Nav, Note, Shell},
    show::Pager,
};

/// What a verification found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Position of the entry.
    pub seq: i64,
    /// What is wrong with it: altered, missing, out of order.
    pub what: String,
}

/// A signed checkpoint.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// Last entry it covers.
    pub seq: i64,
    /// Hash of that entry.
    pub hash: String,
    /// When it was made.
    pub at: Timestamp,
    /// Where it is downloaded.
    pub href: String,
}

/// `GET /ledger`; posts to `/ledger/verify`, `/ledger/export` and `/ledger/checkpoint`.
#[derive(Debug, Template)]
#[template(path = "ledger/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Paging.
    pub pager: Pager,
    /// Filter: `action`, `subject`, `person`; labels `f-ledger-…`.
    pub filter: Form,
    /// Actions to choose from.
    pub actions: Vec<Opt>,
    /// A filter is in force.
    pub filtered: bool,
    /// Entries in all.
    pub count: u64,
    /// What the last verification found; empty when it found nothing.
    pub findings: Vec<Finding>,
    /// Newest first.
    pub checkpoints: Vec<Checkpoint>,
    /// Where the public key is downloaded, once there are checkpoints.
    pub key: Option<&'static str>,
    /// The reader may take the whole ledger out and sign checkpoints.
    pub may_export: bool,
}

impl Show {
    fn state(&self) -> Note {
        let ui = &self.ui;
        match ui.ledger {
            LedgerState::NotYet => ui.info(ui.t("ledger-state-not-yet")),
            LedgerState::Verified(at) => {
                let text = ui.words().t2("ledger-state-whole", ("n", self.count), ("at", ui.at_long(&at).text()));
                ui.note(crate::page::Weight::Done, text)
            }
            LedgerState::Broken(at) => ui.grave(ui.t1("ledger-state-broken", "at", ui.at_long(&at).text())),
        }
    }
    fn action_choices(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("ledger-any"))];
        out.extend(self.actions.iter().cloned());
        out
    }
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let show = |ledger, findings, entries| Show {
        ui: Shell { ledger, ..sample_shell(lang, Nav::Ledger, "/ledger") },
        entries,
        pager: Pager { shown: "1190–1204".to_owned(), newer: None, older: Some("/ledger?before=1190".to_owned()) },
        filter: Form::new("ledger"),
        actions: vec![Opt::new("engagement.created", say(lang, "案件を登録した", "Engagement entered"))],
        filtered: false,
        count: 1204,
        findings,
        checkpoints: vec![Checkpoint {
            seq: 1190,
            hash: "90aa31…7c2e".to_owned(),
            at: sample_now(),
            href: "/ledger/checkpoints/1190".to_owned(),
        }],
        key: Some("/ledger/key"),
        may_export: true,
    };
    let finding = Finding {
        seq: 1187,
        what: say(lang, "内容が書き換えられています（ハッシュが合いません）", "Altered: the hash does not match"),
    };
    vec![
        Sample::of("ledger", &show(LedgerState::Verified(sample_now()), Vec::new(), sample_entries(lang))),
        Sample::of("ledger-broken", &show(LedgerState::Broken(sample_now()), vec![finding], sample_entries(lang))),
        Sample::of(
            "ledger-none",
            &Show { checkpoints: Vec::new(), ..show(LedgerState::NotYet, Vec::new(), Vec::new()) },
        ),
    ]
}
