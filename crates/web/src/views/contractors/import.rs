//! Importing a list: the file, what the columns mean, what would happen, how far it is.

use askama::Template;
use domain::Lang;

use super::super::{Sample, sample_shell, say};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Mark},
};

/// `GET /contractors/import`; posts the field `file`.
#[derive(Debug, Template)]
#[template(path = "contractors/import.html")]
pub struct Import {
    /// Shared part.
    pub ui: Shell,
    /// Field `file`.
    pub form: Form,
    /// Most bytes, in words.
    pub limit: String,
}

/// A column of the file.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its letters.
    pub letter: String,
    /// Its head.
    pub head: String,
    /// What stands in the first rows below.
    pub example: String,
    /// Name of its field in the form: `columns[3]`.
    pub field: String,
}

/// A row with what becomes of it.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub number: u32,
    /// The contractor.
    pub name: String,
    /// New or changed.
    pub mark: Mark,
    /// What it changes, in a line.
    pub changed: String,
}

/// Something wrong in a cell.
#[derive(Debug, Clone)]
pub struct Slip {
    /// Its place: `一覧!C12`.
    pub cell: String,
    /// What the column means.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what is allowed.
    pub said: String,
}

/// `GET /contractors/imports/{id}` while nothing is written.
#[derive(Debug, Template)]
#[template(path = "contractors/import_preview.html")]
pub struct Preview {
    /// Shared part.
    pub ui: Shell,
    /// Id of the import.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// What to know of the file.
    pub notices: Vec<String>,
    /// What is wrong with the whole.
    pub form: Form,
    /// Sheets to choose from; none for CSV.
    pub sheets: Vec<Opt>,
    /// The columns.
    pub columns: Vec<Column>,
    /// What a column can mean.
    pub meanings: Vec<Opt>,
    /// New, changed, the same.
    pub counts: (u64, u64, u64),
    /// Some of the rows that do something.
    pub rows: Vec<Row>,
    /// What is wrong, the first of it.
    pub slips: Vec<Slip>,
    /// How much is wrong in all.
    pub wrong: u64,
    /// Nothing holds the import back.
    pub ready: bool,
    /// Everything is the same already.
    pub idle: bool,
}

/// `GET /contractors/imports/{id}` while it is written and afterwards.
#[derive(Debug, Template)]
#[template(path = "contractors/import_state.html")]
pub struct State {
    /// Shared part.
    pub ui: Shell,
    /// Name of the file.
    pub name: String,
    /// Rows that are through, while it runs.
    pub running: Option<u64>,
    /// New, changed, the same, when it is done.
    pub done: Option<(u64, u64, u64)>,
    /// What was refused; nothing is written then.
    pub refused: Vec<String>,
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Contractors, path);
    let upload = |form| Import { ui: ui("/contractors/import"), form, limit: "50 MiB".to_owned() };
    let empty = domain::FieldError::new("file", domain::Problem::Missing);
    let opt = |value: &str, ja: &str, en: &str| Opt::new(value, say(lang, ja, en));
    let column = |letter: &str, index: usize, ja: &str, en: &str| Column {
        letter: letter.to_owned(),
        head: say(lang, ja, en),
        example: say(lang, "㈱霧沢電算", "Kirisawa Densan"),
        field: format!("columns[{index}]"),
    };
    let preview = |wrong: u64| Preview {
        ui: ui("/contractors/imports/imp_1"),
        id: "imp_1".to_owned(),
        name: "委託先一覧.xlsx".to_owned(),
        notices: vec![say(lang, "日付を1904年から数えるブックです。", "The workbook counts its days from 1904.")],
        form: Form::new("import").with("header_row", "3").with("columns[1]", "name").with("sheet", "0"),
        sheets: vec![opt("0", "一覧", "List")],
        columns: vec![column("A", 0, "番号", "No."), column("B", 1, "委託先名", "Contractor")],
        meanings: vec![opt("", "取り込まない", "Not imported"), opt("name", "名前", "Name")],
        counts: (180, 12, 8),
        rows: vec![Row {
            number: 4,
            name: say(lang, "霧沢電算株式会社", "Kirisawa Densan"),
            mark: Mark::new(Kind::Now, say(lang, "新規", "New")),
            changed: say(lang, "名前、法人番号", "Name, corporate number"),
        }],
        slips: (0..wrong.min(1))
            .map(|_| Slip {
                cell: "一覧!C12".to_owned(),
                field: say(lang, "法人番号", "Corporate number"),
                value: "7000000000001".to_owned(),
                said: say(lang, "検査数字が合いません", "The check digit does not fit"),
            })
            .collect(),
        wrong,
        ready: wrong == 0,
        idle: false,
    };
    let state = |running, done, refused| State {
        ui: ui("/contractors/imports/imp_1"),
        name: "委託先一覧.xlsx".to_owned(),
        running,
        done,
        refused,
    };
    vec![
        Sample::of("contractors-import", &upload(Form::new("import"))),
        Sample::of("contractors-import-wrong", &upload(Form::new("import").refused(vec![empty]))),
        Sample::of("contractors-import-preview", &preview(0)),
        Sample::of("contractors-import-slips", &preview(3)),
        Sample::of("contractors-import-running", &state(Some(41_500), None, Vec::new())),
        Sample::of("contractors-import-done", &state(None, Some((180, 12, 8)), Vec::new())),
        Sample::of(
            "contractors-import-refused",
            &state(None, None, vec![say(lang, "一覧!C12: 重複", "List!C12: twice")]),
        ),
    ]
}
