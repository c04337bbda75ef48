//! Errors as pages, each with a next step.

use askama::Template;
use domain::Lang;

use super::{Sample, sample_guest, sample_shell, say};
use crate::{
    page::{Nav, Shell},
    show::Link,
};

/// What may reach a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 403, with the sentence of [`domain::permission::Denied`] where there is one.
    Forbidden(Option<String>),
    /// 404
    NotFound,
    /// 409: the address of what there is now, and why this does not go as things stand; without a sentence, someone else
    /// was first.
    Conflict(String, Option<String>),
    /// 422 outside a form, with a sentence where there is one.
    Invalid(Option<String>),
    /// 429
    TooMany,
    /// 500
    Internal,
}

/// Any error.
#[derive(Debug, Template)]
#[template(path = "errors/show.html")]
pub struct ErrorPage {
    /// Shared part; without a person before signing in.
    pub ui: Shell,
    /// What happened.
    pub fault: Fault,
    /// Number under which the log knows the request.
    pub request_id: String,
}

impl ErrorPage {
    /// Status of the response.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self.fault {
            Fault::Forbidden(_) => 403,
            Fault::NotFound => 404,
            Fault::Conflict(..) => 409,
            Fault::Invalid(_) => 422,
            Fault::TooMany => 429,
            Fault::Internal => 500,
        }
    }
    /// What the texts of this error are called.
    fn key(&self) -> String {
        match self.fault {
            Fault::Conflict(_, Some(_)) => "error-409-as-it-stands".to_owned(),
            _ => format!("error-{}", self.status()),
        }
    }
    fn title(&self) -> String {
        self.ui.t(&format!("{}-title", self.key())).into_owned()
    }
    fn text(&self) -> String {
        self.ui.t(&format!("{}-text", self.key())).into_owned()
    }
    fn said(&self) -> Option<&str> {
        match &self.fault {
            Fault::Forbidden(said) | Fault::Invalid(said) | Fault::Conflict(_, said) => said.as_deref(),
            _ => None,
        }
    }
    /// Next steps; the first is the filled button.
    fn steps(&self) -> Vec<Link> {
        let ui = &self.ui;
        let home = Link::new("/", ui.t("error-home"));
        if ui.person.is_none() {
            return vec![Link::new("/sign-in", ui.t("error-sign-in"))];
        }
        match &self.fault {
            Fault::Forbidden(_) => vec![Link::new("/organisation", ui.t("error-roles")), home],
            Fault::NotFound => vec![Link::new("/engagements", ui.t("error-search")), home],
            Fault::Conflict(href, _) => vec![Link::new(href.clone(), ui.t("error-now")), home],
            Fault::TooMany | Fault::Internal => vec![Link::new(ui.path.clone(), ui.t("error-again")), home],
            Fault::Invalid(_) => vec![home],
        }
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let page = |fault| ErrorPage {
        ui: sample_shell(lang, Nav::Nowhere, "/engagements/R8-0012"),
        fault,
        request_id: "01J8-7Q2M".to_owned(),
    };
    let denied = domain::permission::Denied(domain::permission::Permission::PassGate).text(lang);
    let ended = say(
        lang,
        "この案件は終わっているため、変更できません",
        "This engagement has ended and can no longer be changed",
    );
    vec![
        Sample::of("error-403", &page(Fault::Forbidden(Some(denied)))),
        Sample::of("error-404", &page(Fault::NotFound)),
        Sample::of("error-409", &page(Fault::Conflict("/engagements/R8-0012".to_owned(), None))),
        Sample::of("error-409-said", &page(Fault::Conflict("/engagements/R8-0012".to_owned(), Some(ended)))),
        Sample::of("error-422", &page(Fault::Invalid(None))),
        Sample::of("error-429", &page(Fault::TooMany)),
        Sample::of("error-500", &page(Fault::Internal)),
        Sample::of(
            "error-guest",
            &ErrorPage { ui: sample_guest(lang, "/x"), fault: Fault::NotFound, request_id: String::new() },
        ),
    ]
}
