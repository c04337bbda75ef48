//! Signing in.

use askama::Template;
use domain::Lang;

use super::{Sample, sample_guest, say};
use crate::{form::Form, page::Shell};

/// Why the form is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Name or password wrong; which of them is not said.
    Wrong,
    /// The session ran out.
    Ended,
}

/// An account of a demonstration, one press away.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Name, unit and role.
    pub who: String,
}

/// `GET /sign-in`; posts `login`, `password`, `next`.
#[derive(Debug, Template)]
#[template(path = "sign_in/show.html")]
pub struct SignIn {
    /// Shared part, without a person.
    pub ui: Shell,
    /// What was typed; labels `f-sign-in-…`.
    pub form: Form,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// Where to go afterwards; a path of this site or empty.
    pub next: String,
    /// Accounts of a demonstration; empty everywhere else.
    pub offers: Vec<Offer>,
}

impl SignIn {
    fn trouble_note(&self) -> Option<crate::page::Note> {
        let text = match self.trouble? {
            Trouble::Wrong => self.ui.t("sign-in-wrong").into_owned(),
            Trouble::Ended => return Some(self.ui.info(self.ui.t("sign-in-ended"))),
        };
        Some(self.ui.caution(text))
    }
}

/// As it looks.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let page = |trouble, next: &str| SignIn {
        ui: sample_guest(lang, "/sign-in"),
        form: Form::new("sign-in").with("login", "takato.m"),
        trouble,
        next: next.to_owned(),
        offers: Vec::new(),
    };
    let offer = Offer {
        login: "takato".to_owned(),
        password: "7q2m9f3kkx4dh8wn".to_owned(),
        who: say(
            lang,
            "高遠 美緒・市民課・課室情報セキュリティ責任者",
            "高遠 美緒, Citizens' Affairs, Section security officer",
        ),
    };
    vec![
        Sample::of("sign-in", &page(None, "")),
        Sample::of("sign-in-demo", &SignIn { offers: vec![offer], ..page(None, "") }),
        Sample::of("sign-in-wrong", &page(Some(Trouble::Wrong), "")),
        Sample::of("sign-in-ended", &page(Some(Trouble::Ended), "/engagements")),
    ]
}
