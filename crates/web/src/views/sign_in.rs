//! Signing in.

use askama::Template;
use domain::Lang;
use jiff::Timestamp;

use super::{Sample, sample_guest, sample_now};
use crate::{form::Form, page::Shell};

/// Why the form is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Name or password wrong; which of them is not said.
    Wrong,
    /// Too many attempts; nobody can sign in to this account before then.
    Locked(Timestamp),
    /// The session ran out.
    Ended,
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
}

impl SignIn {
    fn trouble_note(&self) -> Option<crate::page::Note> {
        let text = match self.trouble? {
            Trouble::Wrong => self.ui.t("sign-in-wrong").into_owned(),
            Trouble::Locked(until) => self.ui.t1("sign-in-locked", "until", self.ui.at(&until).text()),
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
    };
    vec![
        Sample::of("sign-in", &page(None, "")),
        Sample::of("sign-in-wrong", &page(Some(Trouble::Wrong), "")),
        Sample::of("sign-in-locked", &page(Some(Trouble::Locked(sample_now())), "")),
        Sample::of("sign-in-ended", &page(Some(Trouble::Ended), "/engagements")),
    ]
}
