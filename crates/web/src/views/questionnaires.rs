//! Questionnaires 質問票, as the client sees them.

use askama::Template;
use domain::{Lang, questionnaire::QuestionnaireState};
use jiff::{Timestamp, civil::Date};

use super::{Sample, sample_now, sample_shell, say};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Link, Mark, Pager},
};

/// The mark of a state.
#[must_use]
pub fn state_mark(state: QuestionnaireState, lang: Lang) -> Mark {
    use QuestionnaireState as S;
    let kind = match state {
        S::Sent => Kind::Wait,
        S::Opened | S::Begun => Kind::Now,
        S::Submitted => Kind::Soon,
        S::Returned => Kind::Weak,
        S::Accepted => Kind::Met,
        S::Withdrawn => Kind::Off,
    };
    Mark::new(kind, state.label(lang))
}

/// One in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The questionnaire.
    pub link: Link,
    /// The contractor.
    pub contractor: String,
    /// Where it stands.
    pub state: QuestionnaireState,
    /// Wanted by.
    pub due_on: Date,
    /// `12 / 30`
    pub answered: String,
    /// The figure, or a dash.
    pub score: String,
}

/// `GET /questionnaires`
#[derive(Debug, Template)]
#[template(path = "questionnaires/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Sent, opened, begun, done, accepted.
    pub funnel: [i64; 5],
    /// States to narrow down by: address, label, chosen.
    pub states: Vec<(String, String, &'static str)>,
    /// What the list is narrowed down to beside the state, in words.
    pub narrowed: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
}

impl List {
    fn mark(&self, row: &Row) -> Mark {
        state_mark(row.state, self.ui.lang)
    }
    fn steps(&self) -> Vec<(String, i64)> {
        let keys = ["sent", "opened", "begun", "done", "accepted"];
        let words = keys.iter().map(|k| self.ui.t(&format!("questionnaires-funnel-{k}")).into_owned());
        words.zip(self.funnel).collect()
    }
}

/// `GET /questionnaires/new`; posts `contractors`, `depth`, `due_on`, `title`, `engagement`.
#[derive(Debug, Template)]
#[template(path = "questionnaires/new.html")]
pub struct New {
    /// Shared part.
    pub ui: Shell,
    /// Labels `f-send-…`.
    pub form: Form,
    /// Contractors to choose from, the chosen ones first.
    pub contractors: Vec<Opt>,
    /// How many are found in all, where not all of them are listed.
    pub found: Option<i64>,
    /// Depths with how many questions each asks.
    pub depths: Vec<Opt>,
    /// The engagement it is about: number and title.
    pub engagement: Option<(String, String)>,
}

/// One that was sent.
#[derive(Debug, Clone)]
pub struct SentLine {
    /// Its page.
    pub page: Link,
    /// Number of the line, for ids.
    pub no: usize,
    /// The address to answer at.
    pub link: String,
    /// The Excel file.
    pub excel: String,
}

/// After `POST /questionnaires/new` and `/questionnaires/{id}/link`: links are shown once.
#[derive(Debug, Template)]
#[template(path = "questionnaires/sent.html")]
pub struct SentPage {
    /// Shared part.
    pub ui: Shell,
    /// What was sent.
    pub lines: Vec<SentLine>,
    /// Those that were sent together, as a list.
    pub campaign: Option<String>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct AnswerLine {
    /// Id of the question.
    pub id: String,
    /// Section it stands in.
    pub section: String,
    /// The question.
    pub text: String,
    /// What was answered; empty for nothing.
    pub answer: String,
    /// Why it does not apply, and words beside it.
    pub words: Vec<String>,
    /// Proofs with their last day.
    pub evidence: Vec<String>,
    /// Way and day it came in.
    pub origin: String,
    /// Doubts.
    pub marks: Vec<String>,
    /// Level, points, weight, contribution; `None` where it is not scored.
    pub figure: Option<(String, u32, u32, String)>,
    /// How it differs from last time.
    pub change: String,
}

/// A note.
#[derive(Debug, Clone)]
pub struct NoteLine {
    /// Question it is about; empty for the whole.
    pub question: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub body: String,
}

/// `GET /questionnaires/{id}`
#[derive(Debug, Template)]
#[template(path = "questionnaires/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// Id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The contractor.
    pub contractor: Link,
    /// Where it stands.
    pub state: QuestionnaireState,
    /// Depth in words.
    pub depth: String,
    /// Wanted by.
    pub due_on: Date,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Handed in: by whom and when.
    pub submitted: Option<(String, Timestamp)>,
    /// Figure, band, coverage, formula, edition.
    pub figure: (String, String, String, String, String),
    /// How many are silent and how many left out.
    pub counts: (usize, usize),
    /// Doubts about the whole.
    pub doubts: Vec<String>,
    /// Every question that is asked.
    pub lines: Vec<AnswerLine>,
    /// Notes.
    pub notes: Vec<NoteLine>,
    /// Files: address, name, digest.
    pub files: Vec<(String, String, String)>,
    /// State of the newest link.
    pub link: String,
    /// Those sent together with it, as a list.
    pub campaign: Option<String>,
    /// The one before: its page and how many answers differ.
    pub last: Option<(Link, usize)>,
    /// Revision, for accepting what was seen.
    pub revision: i64,
    /// The person may act.
    pub may_decide: bool,
    /// Form of notes, sending back, more time. Labels `f-decide-…`.
    pub form: Form,
    /// Questions a note may be about.
    pub questions: Vec<Opt>,
}

impl Show {
    fn mark(&self) -> Mark {
        state_mark(self.state, self.ui.lang)
    }
    fn to(&self, act: &str) -> String {
        format!("/questionnaires/{}/{act}", self.id)
    }
    fn is_submitted(&self) -> bool {
        self.state == QuestionnaireState::Submitted
    }
    fn is_open(&self) -> bool {
        self.state.is_open()
    }
    fn is_over(&self) -> bool {
        matches!(self.state, QuestionnaireState::Accepted | QuestionnaireState::Withdrawn)
    }
}

fn sample_show(lang: Lang, state: QuestionnaireState, form: Form) -> Show {
    let line = |id: &str, answer: &str, marks: Vec<String>| AnswerLine {
        id: id.to_owned(),
        section: say(lang, "体制と信頼の根拠", "Governance"),
        text: say(lang, "責任者と窓口を決めていますか。", "Are a responsible person and a contact named?"),
        answer: answer.to_owned(),
        words: vec![say(lang, "4月に交代します", "Changes in April")],
        evidence: vec![say(lang, "体制図 第2版", "Organisation chart, 2nd edition")],
        origin: say(lang, "画面 2026-06-10", "Page 2026-06-10"),
        marks,
        figure: Some((answer.to_owned(), 75, 2, "12.5".to_owned())),
        change: "+1".to_owned(),
    };
    Show {
        ui: sample_shell(lang, Nav::Questionnaires, "/questionnaires/qst_1"),
        id: "qst_1".to_owned(),
        title: say(lang, "窓口システムの運用", "Operation of the counter system"),
        contractor: Link::new("/contractors/con_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design")),
        state,
        depth: say(lang, "標準", "Standard"),
        due_on: jiff::civil::date(2026, 6, 30),
        sent_at: sample_now(),
        submitted: Some((say(lang, "橘 一葉", "Kazuha Tachibana"), sample_now())),
        figure: (
            "72.5".into(),
            "B".into(),
            "95.0%".into(),
            "Σ(重み×点) 290 ÷ Σ重み 4 ＝ 72.5".into(),
            "2026-11".into(),
        ),
        counts: (1, 2),
        doubts: vec![say(lang, "すべて同じ段階で答えている", "Every answer is the same level")],
        lines: vec![
            line("CM-GV-01", "4", vec![say(lang, "証跡が書かれていない", "No evidence is named")]),
            AnswerLine { answer: String::new(), figure: None, ..line("CM-GV-02", "", Vec::new()) },
        ],
        notes: vec![NoteLine {
            question: "CM-GV-01".to_owned(),
            by: say(lang, "委託先", "Contractor"),
            at: sample_now(),
            body: say(lang, "名簿は別に送ります。", "The list follows."),
        }],
        files: vec![(
            "/questionnaires/qst_1/files/anf_1".into(),
            say(lang, "登録証.pdf", "certificate.pdf"),
            "ab12".into(),
        )],
        link: say(lang, "使用済み", "Used"),
        campaign: Some("/questionnaires?campaign=cmp_1".to_owned()),
        last: Some((Link::new("/questionnaires/qst_0", say(lang, "前回の質問票", "The one before")), 3)),
        revision: 4,
        may_decide: true,
        form,
        questions: vec![Opt::new("", say(lang, "全体", "The whole")), Opt::new("CM-GV-01", "CM-GV-01")],
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |path: &str| sample_shell(lang, Nav::Questionnaires, path);
    let row = |state: QuestionnaireState| Row {
        link: Link::new("/questionnaires/qst_1", say(lang, "窓口システムの運用", "Operation of the counter system")),
        contractor: say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."),
        state,
        due_on: jiff::civil::date(2026, 6, 30),
        answered: "12 / 30".to_owned(),
        score: "–".to_owned(),
    };
    let list = |rows: Vec<Row>| List {
        ui: ui("/questionnaires"),
        funnel: [5, 4, 3, 2, 1],
        states: vec![("/questionnaires?state=sent".into(), say(lang, "送信済み", "Sent"), "page")],
        narrowed: Some(say(lang, "霧沢システム設計への質問票", "Questionnaires to Kirisawa System Design")),
        rows,
        pager: Pager::default(),
    };
    let new = |form: Form| New {
        ui: ui("/questionnaires/new"),
        form,
        contractors: vec![Opt::new("con_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design"))],
        found: Some(230),
        depths: vec![Opt::new("basic", say(lang, "基本", "Basic")).hint(say(lang, "19問", "19 questions"))],
        engagement: Some(("R8-0021".into(), say(lang, "窓口システムの運用", "Operation of the counter system"))),
    };
    let sent = SentPage {
        ui: ui("/questionnaires/new"),
        lines: vec![SentLine {
            page: Link::new("/questionnaires/qst_1", say(lang, "株式会社霧沢システム設計", "Kirisawa System Design")),
            no: 1,
            link: "https://sekimori.example.invalid/reply/abc".to_owned(),
            excel: "/questionnaires/qst_1/answers.xlsx".to_owned(),
        }],
        campaign: Some("/questionnaires?campaign=cmp_1".to_owned()),
    };
    let missing = |field: &str| vec![domain::FieldError::new(field, domain::Problem::Missing)];
    vec![
        Sample::of("questionnaires", &list(QuestionnaireState::ALL.iter().map(|s| row(*s)).collect())),
        Sample::of("questionnaires-none", &list(Vec::new())),
        Sample::of("questionnaire-new", &new(Form::new("send").with("depth", "basic"))),
        Sample::of("questionnaire-wrong", &new(Form::new("send").refused(missing("contractors")))),
        Sample::of("questionnaire-sent", &sent),
        Sample::of("questionnaire", &sample_show(lang, QuestionnaireState::Submitted, Form::new("decide"))),
        Sample::of(
            "questionnaire-begun",
            &sample_show(lang, QuestionnaireState::Begun, Form::new("decide").refused(missing("body"))),
        ),
    ]
}
