//! A person's own account: language and theme, password, sessions, tokens.

use askama::Template;
use domain::Lang;
use jiff::{Timestamp, civil::Date};

use super::{Sample, organisation::lang_choices, sample_now, sample_shell, say};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell, Theme},
    show::Kind,
};

/// A session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Id.
    pub id: String,
    /// The device, in words.
    pub device: String,
    /// Where from.
    pub address: String,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub used: Timestamp,
    /// The one in use now.
    pub this: bool,
}

/// A personal access token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub since: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// Last day it holds.
    pub until: Option<Date>,
}

/// `GET /account`; posts to `/account/profile` (`lang`, `theme`), `/account/password` (`current`, `new`, `again`),
/// `/account/sessions/{id}/end`, `/account/tokens` (`name`, `until`), `/account/tokens/{id}/end`.
#[derive(Debug, Template)]
#[template(path = "account/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Name to sign in with.
    pub login: String,
    /// Labels `f-profile-…`.
    pub profile: Form,
    /// Labels `f-password-…`.
    pub password: Form,
    /// This one first.
    pub sessions: Vec<Session>,
    /// Newest first.
    pub tokens: Vec<Token>,
    /// Labels `f-token-…`.
    pub token: Form,
    /// A token just made, shown once.
    pub new_token: Option<String>,
}

impl Show {
    fn langs(&self) -> Vec<Opt> {
        lang_choices()
    }
    fn themes(&self) -> Vec<Opt> {
        Theme::ALL.iter().map(|theme| Opt::new(theme.code(), self.ui.t(theme.long_key()))).collect()
    }
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let session = |id: &str, this| Session {
        id: id.to_owned(),
        device: "Firefox / Windows".to_owned(),
        address: "192.0.2.14".to_owned(),
        since: sample_now(),
        used: sample_now(),
        this,
    };
    let show = |token: Form, password: Form, new_token: Option<&str>| Show {
        ui: sample_shell(lang, Nav::Account, "/account"),
        login: "takato.m".to_owned(),
        profile: Form::new("profile").with("lang", lang.code()).with("theme", "auto"),
        password,
        sessions: vec![session("ses_1", true), session("ses_2", false)],
        tokens: vec![Token {
            id: "tok_1".to_owned(),
            name: say(lang, "月次の集計", "Monthly figures"),
            since: sample_now(),
            used: None,
            until: Some(jiff::civil::date(2027, 3, 31)),
        }],
        token,
        new_token: new_token.map(str::to_owned),
    };
    let missing = vec![domain::FieldError::new("name", domain::Problem::Missing)];
    let short = vec![domain::FieldError::new("new", domain::Problem::TooShort { min: 12, actual: 6 })];
    vec![
        Sample::of("account", &show(Form::new("token"), Form::new("password"), None)),
        Sample::of("account-token", &show(Form::new("token"), Form::new("password"), Some("skm_7Q2M9f3kXXXXXXXXXXXX"))),
        Sample::of(
            "account-wrong",
            &show(Form::new("token").refused(missing), Form::new("password").refused(short), None),
        ),
        Sample::of(
            "account-plain",
            &Show { tokens: Vec::new(), ..show(Form::new("token"), Form::new("password"), None) },
        ),
    ]
}
