//! The organisation's own answer book and clients' sheets that are filled in from it.

use askama::Template;
use domain::Lang;
use jiff::civil::Date;

use super::{Sample, sample_shell, say};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Mark},
};

/// An answer of the book.
#[derive(Debug, Clone)]
pub struct Row {
    /// The measure.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub scope: String,
    /// The answer.
    pub answer: String,
    /// Proofs.
    pub evidence: String,
    /// Day it was given.
    pub on: Date,
    /// Whether it is current.
    pub fresh: (Kind, String),
}

/// `GET /book`; posts to `/book`, `/book/import` and `/sheets`.
#[derive(Debug, Template)]
#[template(path = "books/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// The answers.
    pub rows: Vec<Row>,
    /// Measures to choose from.
    pub measures: Vec<Opt>,
    /// Scopes.
    pub scopes: Vec<Opt>,
    /// Levels.
    pub levels: Vec<Opt>,
    /// Kinds of evidence.
    pub kinds: Vec<Opt>,
    /// Labels `f-book-…`.
    pub form: Form,
}

impl Show {
    fn mark(&self, row: &Row) -> Mark {
        Mark::new(row.fresh.0, row.fresh.1.clone())
    }
}

/// A question of a client's sheet.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it stands, `Sheet!C12`.
    pub place: String,
    /// Number of the line, for ids.
    pub no: usize,
    /// The question.
    pub text: String,
    /// What is written.
    pub written: String,
    /// Words beside it.
    pub remark: String,
    /// Score of the best candidate.
    pub score: String,
    /// Why it is so.
    pub reason: String,
    /// Measures to choose from; the first is what stands now.
    pub options: Vec<Opt>,
}

/// `GET /sheets/{id}`; posts `place.N` and `measure.N`.
#[derive(Debug, Template)]
#[template(path = "books/sheet.html")]
pub struct Sheet {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// How many rows have something to write.
    pub answered: usize,
    /// Every question found.
    pub lines: Vec<Line>,
    /// What is wrong.
    pub form: Form,
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Book, path);
    let opt = |code: &str| vec![Opt::new(code, code)];
    let show = |rows: Vec<Row>, form: Form| Show {
        ui: ui("/book"),
        rows,
        measures: opt("CM-GV-01"),
        scopes: opt("company"),
        levels: opt("3"),
        kinds: opt("POL"),
        form,
    };
    let row = Row {
        id: "CM-GV-01".into(),
        title: say(lang, "責任者と連絡窓口の指名", "Responsible person and contact"),
        scope: say(lang, "会社全体", "Whole company"),
        answer: "4".into(),
        evidence: say(lang, "体制図 第2版", "Organisation chart, 2nd edition"),
        on: jiff::civil::date(2026, 4, 1),
        fresh: (Kind::Met, say(lang, "新しい", "Current")),
    };
    let line = |no: usize, written: &str| Line {
        place: format!("Sheet1!C{no}"),
        no,
        text: say(lang, "ログを取得していますか", "Are logs kept?"),
        written: written.to_owned(),
        remark: String::new(),
        score: "0.83".to_owned(),
        reason: say(lang, "回答帳の CM-LG-01 から", "From CM-LG-01 of the book"),
        options: opt("CM-LG-01"),
    };
    let missing = vec![domain::FieldError::new("measure", domain::Problem::Missing)];
    vec![
        Sample::of("book", &show(vec![row], Form::new("book"))),
        Sample::of("book-none", &show(Vec::new(), Form::new("book").refused(missing))),
        Sample::of(
            "sheet",
            &Sheet {
                ui: ui("/sheets/sht_1"),
                id: "sht_1".to_owned(),
                name: say(lang, "調査票.xlsx", "checklist.xlsx"),
                answered: 1,
                lines: vec![line(1, "○"), line(2, "")],
                form: Form::new("sheet"),
            },
        ),
    ]
}
