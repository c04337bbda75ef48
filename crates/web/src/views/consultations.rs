//! Questions to the chief security officer 相談 (NISC-2008 ch. 11).

use askama::Template;
use domain::{Lang, consultation::Urgency};
use jiff::Timestamp;

use super::{Sample, sample_now, sample_shell, say};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

/// A question in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// In a line.
    pub subject: String,
    /// Why the officer is asked.
    pub urgency: Urgency,
    /// Unit and person.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Answered.
    pub answered: bool,
}

impl Row {
    fn mark(&self, ui: &Shell) -> Mark {
        match (self.answered, self.urgency) {
            (true, _) => Mark::new(Kind::Met, ui.t("consultation-answered")),
            (false, Urgency::Emergency) => Mark::new(Kind::Over, ui.t("consultation-waiting")),
            (false, Urgency::Question) => Mark::new(Kind::Wait, ui.t("consultation-waiting")),
        }
    }
}

/// `GET /consultations`
#[derive(Debug, Template)]
#[template(path = "consultations/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// What is searched for.
    pub q: String,
    /// How many there are.
    pub count: u64,
    /// At most a page of them.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
}

/// `GET /consultations/new`; posts `urgency`, `engagement`, `subject`, `question`.
#[derive(Debug, Template)]
#[template(path = "consultations/new.html")]
pub struct New {
    /// Shared part.
    pub ui: Shell,
    /// Labels `f-consultation-…`.
    pub form: Form,
    /// Who will answer.
    pub chief: String,
}

impl New {
    fn urgencies(&self) -> Vec<Opt> {
        opts!(Urgency, &self.ui, "urgency-hint")
    }
}

/// `GET /consultations/{id}`; the answer posts `text` to `/consultations/{id}/answer`.
#[derive(Debug, Template)]
#[template(path = "consultations/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// In a line.
    pub subject: String,
    /// Why the officer is asked.
    pub urgency: Urgency,
    /// The engagement it is about.
    pub engagement: Option<Link>,
    /// Unit and person.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// In full.
    pub question: String,
    /// Answer, by whom, when.
    pub answer: Option<(String, String, Timestamp)>,
    /// Form of the answer; `None` when the person may not answer. Labels `f-reply-…`.
    pub form: Option<Form>,
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Consultations, path);
    let row = |answered, urgency| Row {
        href: "/consultations/cst_1".to_owned(),
        subject: say(lang, "災害時に口頭で依頼してよいか", "May work be ordered orally in a disaster?"),
        urgency,
        by: say(lang, "福祉課 小田切 環", "Tamaki Odagiri (Welfare)"),
        at: sample_now(),
        answered,
    };
    let list = |q: &str, rows: Vec<Row>| List {
        ui: ui("/consultations"),
        q: q.to_owned(),
        count: u64::try_from(rows.len()).unwrap_or(0),
        rows,
        pager: Pager::default(),
    };
    let show = |answer, form| Show {
        ui: ui("/consultations/cst_1"),
        id: "cst_1".to_owned(),
        subject: say(lang, "災害時に口頭で依頼してよいか", "May work be ordered orally in a disaster?"),
        urgency: Urgency::Emergency,
        engagement: Some(Link::new("/engagements/R8-0021", "R8-0021")),
        by: say(lang, "福祉課 小田切 環", "Tamaki Odagiri (Welfare)"),
        at: sample_now(),
        question: say(
            lang,
            "庁舎が停電しています。書面を後にしてよいでしょうか。",
            "The office has no power. May papers follow later?",
        ),
        answer,
        form,
    };
    let missing = |field: &str| vec![domain::FieldError::new(field, domain::Problem::Missing)];
    let chief = || say(lang, "統括情報セキュリティ責任者 三枝 文", "Aya Saegusa, chief security officer");
    vec![
        Sample::of(
            "consultations",
            &list(
                "",
                vec![row(false, Urgency::Emergency), row(false, Urgency::Question), row(true, Urgency::Question)],
            ),
        ),
        Sample::of("consultations-none", &list("", Vec::new())),
        Sample::of("consultations-not-found", &list("印鑑", Vec::new())),
        Sample::of(
            "consultation-new",
            &New {
                ui: ui("/consultations/new"),
                form: Form::new("consultation").with("urgency", "question"),
                chief: chief(),
            },
        ),
        Sample::of(
            "consultation-wrong",
            &New {
                ui: ui("/consultations/new"),
                form: Form::new("consultation").refused(missing("subject")),
                chief: chief(),
            },
        ),
        Sample::of("consultation", &show(None, Some(Form::new("reply")))),
        Sample::of("consultation-reply-wrong", &show(None, Some(Form::new("reply").refused(missing("text"))))),
        Sample::of(
            "consultation-answered",
            &show(
                Some((
                    say(lang, "書面は復旧の翌営業日までに。", "Papers by the business day after power is back."),
                    chief(),
                    sample_now(),
                )),
                None,
            ),
        ),
    ]
}
