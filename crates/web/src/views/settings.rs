//! Settings: sample data, small-firm mode, version.

use askama::Template;
use domain::Lang;

use super::{Sample, sample_shell};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::Kind,
};

/// Accounts of the sample, when it has just been loaded.
#[derive(Debug, Clone)]
pub struct Accounts {
    /// The one password of all of them, shown once.
    pub password: String,
    /// Login name, who it is, what to try.
    pub rows: Vec<[String; 3]>,
}

/// `GET /settings`; posts `organisation_ja`, `organisation_en` and `small_firm` to itself, and to `/settings/sample/load`
/// and `/settings/sample/remove`.
#[derive(Debug, Template)]
#[template(path = "settings/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Sample data is loaded now.
    pub sample: bool,
    /// How to sign in to the sample just loaded.
    pub accounts: Option<Accounts>,
    /// The requester may decide.
    pub small_firm: bool,
    /// Labels `f-settings-…`; `None` when the reader may not change the settings.
    pub form: Option<Form>,
    /// Version of the program.
    pub version: String,
    /// Edition of the rules.
    pub edition: String,
    /// The database in words: `SQLite 3.50`.
    pub database: String,
    /// Name and value of further facts on the running system.
    pub facts: Vec<(String, String)>,
}

impl Show {
    fn modes(&self) -> Vec<Opt> {
        let ui = &self.ui;
        vec![
            Opt::new("no", ui.t("settings-small-off")).hint(ui.t("settings-small-no-hint")),
            Opt::new("yes", ui.t("settings-small-on")).hint(ui.t("settings-small-text")),
        ]
    }
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let accounts = Accounts {
        password: "7q2m-9f3k-kx4d-h8wn".to_owned(),
        rows: vec![[
            "takato.m".to_owned(),
            super::say(lang, "高遠 美緒（市民課）", "Mio Takato (Citizens’ Affairs)"),
            super::say(lang, "案件を登録する", "Enter an engagement"),
        ]],
    };
    let show = |sample: bool, small_firm, form| Show {
        accounts: sample.then(|| accounts.clone()),
        ui: sample_shell(lang, Nav::Settings, "/settings"),
        sample,
        small_firm,
        form,
        version: "0.1.0".to_owned(),
        edition: "2026-04".to_owned(),
        database: "SQLite 3.50".to_owned(),
        facts: vec![("uptime".to_owned(), "3 h".to_owned())],
    };
    let form = || Form::new("settings").with("organisation_ja", "青嶺市").with("small_firm", "no");
    let missing = vec![domain::FieldError::new("organisation_ja", domain::Problem::Missing)];
    vec![
        Sample::of("settings", &show(false, false, Some(form()))),
        Sample::of("settings-sample", &show(true, true, None)),
        Sample::of("settings-wrong", &show(false, false, Some(form().refused(missing)))),
    ]
}
