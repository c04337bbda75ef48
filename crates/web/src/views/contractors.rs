//! Contractors 委託先.

use askama::Template;
use domain::{Lang, engagement::Stage};
use jiff::Timestamp;

use super::{Sample, sample_now, sample_shell, say};
use crate::{
    form::Form,
    page::{Nav, Shell},
    show::{Link, Pager},
};

/// A contractor in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Full name.
    pub name: String,
    /// Corporate number, if it has one.
    pub corporate_number: Option<String>,
    /// Engagements under way, within reach.
    pub engagements: u64,
}

/// `GET /contractors`
#[derive(Debug, Template)]
#[template(path = "contractors/list.html")]
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

/// `GET /contractors/new` and `GET /contractors/{id}/edit`; posts `name`, `corporate_number`, `revision`.
#[derive(Debug, Template)]
#[template(path = "contractors/edit.html")]
pub struct Edit {
    /// Shared part.
    pub ui: Shell,
    /// Where the form goes.
    pub action: String,
    /// Name as it stands; `None` for a new one.
    pub current: Option<String>,
    /// Labels `f-contractor-…`.
    pub form: Form,
    /// Revision the form was made from; 0 for a new one.
    pub revision: i64,
}

/// An engagement of a contractor.
#[derive(Debug, Clone)]
pub struct Work {
    /// The engagement.
    pub link: Link,
    /// Its number.
    pub number: String,
    /// Unit.
    pub unit: String,
    /// Stage.
    pub stage: Stage,
}

/// `GET /contractors/{id}`
#[derive(Debug, Template)]
#[template(path = "contractors/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Corporate number, if it has one.
    pub corporate_number: Option<String>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Engagements within reach.
    pub work: Vec<Work>,
    /// Paging of the engagements.
    pub pager: Pager,
    /// The person may change it.
    pub may_edit: bool,
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Contractors, path);
    let name = || say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd.");
    let list = |q: &str, rows: Vec<Row>| List {
        ui: ui("/contractors"),
        q: q.to_owned(),
        count: u64::try_from(rows.len()).unwrap_or(0),
        rows,
        pager: Pager { shown: say(lang, "2社", "2 contractors"), newer: None, older: None },
    };
    let row = |corporate_number: Option<&str>| Row {
        href: "/contractors/con_1".to_owned(),
        name: name(),
        corporate_number: corporate_number.map(str::to_owned),
        engagements: 4,
    };
    let edit = |current: Option<String>, form| Edit {
        ui: ui("/contractors/new"),
        action: "/contractors/new".to_owned(),
        current,
        form,
        revision: 0,
    };
    let bad = "7000000000001".parse::<domain::contractor::CorporateNumber>().err().unwrap_or(domain::Problem::Missing);
    let show = |work| Show {
        ui: ui("/contractors/con_1"),
        id: "con_1".to_owned(),
        name: name(),
        corporate_number: Some("8000000000001".to_owned()),
        created_at: sample_now(),
        work,
        pager: Pager::default(),
        may_edit: true,
    };
    let work = Work {
        link: Link::new(
            "/engagements/R8-0012",
            say(lang, "住民総合窓口システム 運用保守業務", "Residents’ service desk system"),
        ),
        number: "R8-0012".to_owned(),
        unit: say(lang, "市民課", "Citizens’ Affairs"),
        stage: Stage::Contract,
    };
    vec![
        Sample::of("contractors", &list("", vec![row(Some("8000000000001")), row(None)])),
        Sample::of("contractors-none", &list("", Vec::new())),
        Sample::of("contractors-not-found", &list("霧", Vec::new())),
        Sample::of("contractor-new", &edit(None, Form::new("contractor"))),
        Sample::of(
            "contractor-wrong",
            &edit(
                Some(name()),
                Form::new("contractor")
                    .with("name", name())
                    .with("corporate_number", "7000000000001")
                    .refused(vec![domain::FieldError::new("corporate_number", bad)]),
            ),
        ),
        Sample::of("contractor", &show(vec![work])),
        Sample::of("contractor-idle", &show(Vec::new())),
    ]
}
