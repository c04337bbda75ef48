//! The page of whoever answers a questionnaire. It shows the questions, their own answers and what both sides wrote; nothing
//! the client thinks of them, and nobody else.

use askama::Template;
use domain::{Lang, questionnaire::QuestionnaireState};
use jiff::{Timestamp, civil::Date};

use super::{Sample, sample_guest, say};
use crate::{
    form::{Field, Form, Opt},
    page::{Note, Shell},
    show::Kind,
};

/// `GET /reply/{token}`: a link before it is used.
#[derive(Debug, Template)]
#[template(path = "answer/door.html")]
pub struct Door {
    /// Shared part.
    pub ui: Shell,
    /// Where the button leads.
    pub action: String,
    /// What the questionnaire is called.
    pub title: String,
    /// Wanted by.
    pub due_on: Date,
}

/// `POST /answer/end`: the session is over.
#[derive(Debug, Template)]
#[template(path = "answer/left.html")]
pub struct Left {
    /// Shared part.
    pub ui: Shell,
    /// What the questionnaire is called.
    pub title: String,
}

/// An answer from elsewhere.
#[derive(Debug, Clone)]
pub struct OfferLine {
    /// Where and when it was given.
    pub from: String,
    /// What it says.
    pub text: String,
    /// Old, or its evidence has expired; empty otherwise.
    pub doubt: String,
}

/// One question.
#[derive(Debug)]
pub struct Ask {
    /// Its id.
    pub id: String,
    /// Its number in the sheet.
    pub no: usize,
    /// The question.
    pub text: String,
    /// Help.
    pub hint: String,
    /// An answer that may be taken over.
    pub offer: Option<OfferLine>,
    /// Fields of the answer.
    pub fields: Vec<Field>,
    /// Fields of the proofs, in rows.
    pub proofs: Vec<Vec<Field>>,
    /// What is said beside it.
    pub tips: Vec<Note>,
    /// What both sides wrote.
    pub notes: Vec<(String, String)>,
    /// Where the answer came from, if not from this page.
    pub origin: String,
}

/// A section of the sheet.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its address.
    pub href: String,
    /// Its name.
    pub name: String,
    /// `3/8`
    pub count: String,
    /// Everything in it is answered.
    pub done: Done,
    /// It is the one shown.
    pub here: Here,
}

/// Whether a section is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Yes.
    Done,
    /// Not yet.
    Open,
}

/// Whether a section is the one shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// Yes.
    Here,
    /// No.
    Elsewhere,
}

/// `GET /answer`; posts `section` and a field for each part of each answer.
#[derive(Debug, Template)]
#[template(path = "answer/show.html")]
pub struct Show {
    /// Shared part.
    pub ui: Shell,
    /// What the questionnaire is called.
    pub title: String,
    /// Who answers.
    pub contractor: String,
    /// Wanted by.
    pub due_on: Date,
    /// Where it stands.
    pub state: QuestionnaireState,
    /// Answered and asked.
    pub progress: (usize, usize),
    /// Sections.
    pub steps: Vec<Step>,
    /// Number of the section shown.
    pub section: usize,
    /// Its name.
    pub heading: String,
    /// Its questions.
    pub asks: Vec<Ask>,
    /// Answers of the section and what is wrong with them.
    pub form: Form,
    /// How many answers could be taken over.
    pub offers: usize,
    /// Notes about the whole: who, when, what.
    pub notes: Vec<(String, Timestamp, String)>,
    /// Questions that ask for a file.
    pub file_questions: Vec<Opt>,
    /// Files received: name and digest.
    pub files: Vec<(String, String)>,
    /// Handing in: labels `f-hand-in-…`.
    pub hand_in: Form,
    /// Questions a note may be about.
    pub questions: Vec<Opt>,
    /// Questions that must still be answered: section and text.
    pub missing: Vec<(String, String)>,
}

/// A question that must still be answered: its address and its text.
type Missing = (String, String);

/// Questions shown that must still be answered; the others are folded.
const MISSING_SHOWN: usize = 5;

impl Show {
    fn is_open(&self) -> bool {
        self.state.is_open()
    }
    /// The first questions that must still be answered, and those that are folded.
    fn missing_parts(&self) -> (&[Missing], &[Missing]) {
        self.missing.split_at(self.missing.len().min(MISSING_SHOWN))
    }
    fn percent(&self) -> usize {
        self.progress.0
    }
}

fn sample(lang: Lang, state: QuestionnaireState, form: Form) -> Show {
    let ui = sample_guest(lang, "/answer");
    let form = form.labelled("CM-GV-01.value", say(lang, "段階", "Level"));
    let levels = [Opt::new("1", "1").hint(say(lang, "決まっていない", "Not settled")), Opt::new("N/A", "N/A")];
    let ask = Ask {
        id: "CM-GV-01".to_owned(),
        no: 1,
        text: say(lang, "責任者と窓口を決めていますか。", "Are a responsible person and a contact named?"),
        hint: say(lang, "体制図、辞令", "Organisation chart"),
        offer: Some(OfferLine {
            from: say(lang, "2026-04-12 の回答", "Answered on 2026-04-12"),
            text: say(lang, "段階 4", "Level 4"),
            doubt: String::new(),
        }),
        fields: vec![form.radios(&ui, "CM-GV-01.value", &levels)],
        proofs: Vec::new(),
        tips: vec![ui.caution(say(lang, "証跡の名前を一つは書いてください。", "Name at least one piece of evidence."))],
        notes: vec![(say(lang, "依頼元", "Client"), say(lang, "いつの体制図ですか。", "As of when is the chart?"))],
        origin: String::new(),
    };
    Show {
        title: say(lang, "窓口システムの運用", "Operation of the counter system"),
        contractor: say(lang, "株式会社霧沢システム設計", "Kirisawa System Design Co., Ltd."),
        due_on: jiff::civil::date(2026, 6, 30),
        state,
        progress: (12, 30),
        steps: vec![Step {
            href: "/answer?section=0".to_owned(),
            name: say(lang, "体制と信頼の根拠", "Governance"),
            count: "1/9".to_owned(),
            done: Done::Open,
            here: Here::Here,
        }],
        section: 0,
        heading: say(lang, "体制と信頼の根拠", "Governance"),
        asks: vec![ask],
        form,
        offers: 3,
        notes: vec![(say(lang, "依頼元", "Client"), ui.now, say(lang, "よろしくお願いします。", "Thank you."))],
        file_questions: vec![Opt::new("QP-05", "QP-05")],
        files: vec![("certificate.pdf".to_owned(), "ab12".to_owned())],
        hand_in: Form::new("hand-in"),
        questions: vec![Opt::new("", say(lang, "全体", "The whole"))],
        missing: vec![
            (say(lang, "認証", "Certificates"), say(lang, "認証を受けていますか。", "Any certificates?"));
            7
        ],
        ui,
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let missing = vec![domain::FieldError::new("CM-GV-01.value", domain::Problem::Missing)];
    vec![
        Sample::of(
            "answer-door",
            &Door {
                ui: sample_guest(lang, "/reply/abc"),
                action: "/reply/abc".to_owned(),
                title: say(lang, "窓口システムの運用", "Operation of the counter system"),
                due_on: jiff::civil::date(2026, 6, 30),
            },
        ),
        Sample::of(
            "answer-left",
            &Left {
                ui: sample_guest(lang, "/answer/end"),
                title: say(lang, "窓口システムの運用", "Operation of the counter system"),
            },
        ),
        Sample::of("answer", &sample(lang, QuestionnaireState::Begun, Form::new("answer"))),
        Sample::of("answer-wrong", &sample(lang, QuestionnaireState::Returned, Form::new("answer").refused(missing))),
        Sample::of("answer-submitted", &sample(lang, QuestionnaireState::Submitted, Form::new("answer"))),
    ]
}
