//! The register of critical and non-critical work 付録1, its versions, and proposing a change.

use askama::Template;
use domain::{Lang, engagement::Activity, register::RegisterList};
use jiff::civil::{Date, date};

use super::{Sample, sample_shell, say};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::Pager,
};

/// A line of the register, as shown.
#[derive(Debug, Clone)]
pub struct Line {
    /// Id.
    pub id: String,
    /// The system or body of data.
    pub system: String,
    /// Activities in words.
    pub activities: String,
    /// The information concerned.
    pub information: String,
    /// Why it stands on this list.
    pub reason: String,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_on: Date,
    /// When it should be looked at again.
    pub review_on: Option<Date>,
    /// That day has passed.
    pub review_due: bool,
}

/// A version, as listed.
#[derive(Debug, Clone)]
pub struct Version {
    /// Number.
    pub version: i64,
    /// Day it was made.
    pub made_on: Date,
    /// By whom.
    pub made_by: Option<String>,
    /// Why.
    pub reason: String,
}

/// `GET /register` and `GET /register/versions/{version}`
#[derive(Debug, Template)]
#[template(path = "register/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// The version shown; 0 before the first.
    pub version: i64,
    /// The newest version.
    pub newest: i64,
    /// Work not to be outsourced in principle.
    pub critical: Vec<Line>,
    /// Work that may be outsourced.
    pub non_critical: Vec<Line>,
    /// Versions, newest first.
    pub versions: Vec<Version>,
    /// Requests for an update that wait.
    pub pending: u64,
    /// Paging of the versions.
    pub pager: Pager,
    /// The person may make the next version.
    pub may_update: bool,
    /// What is searched for.
    pub q: String,
}

impl Show {
    fn is_old(&self) -> bool {
        self.version < self.newest
    }
    fn old_note(&self) -> crate::page::Note {
        let text = self.ui.words().t2("register-old", ("version", self.version), ("newest", self.newest));
        self.ui.caution(text).link("/register", self.ui.t("register-newest"))
    }
}

/// `GET /register/entries/new`, `GET /register/entries/{id}`; posts `change` = `save` or `remove`, `list`, `system`,
/// `activities`, `information`, `reason`, `review_on`, `decision`.
#[derive(Debug, Template)]
#[template(path = "register/entry.html")]
pub struct EntryForm {
    /// Shared part.
    pub ui: Shell,
    /// Where the form goes.
    pub action: String,
    /// Labels `f-entry-…`.
    pub form: Form,
    /// Name of the entry that would change; `None` for a new one.
    pub current: Option<String>,
}

impl EntryForm {
    fn changes(&self) -> Vec<Opt> {
        vec![
            Opt::new("save", self.ui.t("register-change-save")),
            Opt::new("remove", self.ui.t("register-change-remove")),
        ]
    }
    fn lists(&self) -> Vec<Opt> {
        opts!(RegisterList, &self.ui, "list-hint")
    }
    fn activities(&self) -> Vec<Opt> {
        opts!(Activity, &self.ui, "activity-hint")
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let line = |ja: &str, en: &str, review_due: bool| Line {
        id: "ent_1".to_owned(),
        system: say(lang, ja, en),
        activities: say(lang, "運用、保守・点検", "Operation, Maintenance"),
        information: say(lang, "住民記録", "Resident records"),
        reason: say(lang, "漏れると住民の権利を大きく損なう", "A leak would gravely harm residents’ rights"),
        decided_by: (!review_due).then(|| say(lang, "桐生 諒", "Ryo Kiryu")),
        decided_on: date(2026, 4, 3),
        review_on: review_due.then_some(date(2026, 6, 1)),
        review_due,
    };
    let version = |version, made_by: Option<String>| Version {
        version,
        made_on: date(2026, 4, 3),
        made_by,
        reason: say(lang, "被災者台帳の入力を加えた", "Disaster register entry added"),
    };
    let show = |shown, newest| Show {
        ui: sample_shell(lang, Nav::Register, "/register"),
        version: shown,
        newest,
        critical: vec![line("住民記録システム", "Resident records system", false)],
        non_critical: vec![line("図書館システム", "Library system", true)],
        versions: vec![version(7, Some(say(lang, "桐生 諒", "Ryo Kiryu"))), version(6, None)],
        pending: 1,
        pager: Pager::default(),
        may_update: true,
        q: String::new(),
    };
    let form = Form::new("entry")
        .with("change", "save")
        .with("list", "critical")
        .with("system", "住民記録システム")
        .with("activities", "operation");
    let missing = vec![
        domain::FieldError::new("reason", domain::Problem::Missing),
        domain::FieldError::new("activities", domain::Problem::Missing),
    ];
    let entry = |form, current: Option<String>| EntryForm {
        ui: sample_shell(lang, Nav::Register, "/register/entries/new"),
        action: "/register/entries/new".to_owned(),
        form,
        current,
    };
    vec![
        Sample::of("register", &show(7, 7)),
        Sample::of("register-old", &show(6, 7)),
        Sample::of(
            "register-empty",
            &Show { critical: Vec::new(), non_critical: Vec::new(), versions: Vec::new(), pending: 0, ..show(0, 0) },
        ),
        Sample::of("register-entry", &entry(Form::new("entry"), None)),
        Sample::of(
            "register-entry-change",
            &entry(form.refused(missing), Some(say(lang, "住民記録システム", "Resident records system"))),
        ),
    ]
}
