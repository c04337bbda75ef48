//! The questionnaire in six steps, and the drafts that wait to be finished.

use askama::Template;
use domain::{
    Lang,
    engagement::{Activity, Answer, Category, CategoryFit, Connection, InformationKind, Place},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

use super::{
    Sample,
    engagement::{Assessment, sample_assessment, tabs::item_choices},
    sample_now, sample_shell, say,
};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::Kind,
};

/// An answer given so far.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The question, in short.
    pub question: String,
    /// The answer, in words.
    pub answer: String,
    /// Step where it is changed.
    pub step: u8,
}

/// Something the answers lead to.
#[derive(Debug, Clone)]
pub struct Lead {
    /// What.
    pub text: String,
    /// Because of which answer.
    pub because: String,
}

/// `GET /drafts/{id}/{step}`; posts the fields of the step and `go` = `next`, `back`, `later`, `add` or `submit`.
#[derive(Debug, Template)]
#[template(path = "drafts/step.html")]
pub struct Step {
    /// Shared part.
    pub ui: Shell,
    /// Id of the draft.
    pub id: String,
    /// 1 to 6.
    pub step: u8,
    /// Fields of this step; form `facts`, in step 4 form `items`.
    pub form: Form,
    /// Answers so far.
    pub answers: Vec<Answered>,
    /// What they lead to.
    pub leads: Vec<Lead>,
    /// When the draft was last saved.
    pub saved_at: Option<Timestamp>,
    /// Until when it is kept.
    pub kept_until: Date,
    /// Step 1: names of systems the register and earlier engagements know.
    pub systems: Vec<String>,
    /// Step 2: contractors to choose from.
    pub contractors: Vec<Opt>,
    /// Step 4: rows shown.
    pub rows: usize,
    /// Step 5: ask whether connecting opens critical data (5.2(3)).
    pub ask_installation: bool,
    /// Step 5: ask whether rights reach all data (5.2(4)).
    pub ask_rights: bool,
    /// Step 6: what the rules say.
    pub assessment: Option<Assessment>,
    /// Step 6: what is still missing before it can be entered, with the step that asks it.
    pub missing: Vec<(String, u8)>,
    /// Step 6: units the engagement may belong to.
    pub units: Vec<Opt>,
}

impl Step {
    const LAST: u8 = 6;

    fn title(&self) -> String {
        self.ui.t(&format!("step-{}-title", self.step)).into_owned()
    }
    fn lead(&self) -> String {
        self.ui.t(&format!("step-{}-lead", self.step)).into_owned()
    }
    fn progress(&self) -> String {
        self.ui.words().t2("step-progress", ("step", self.step), ("last", Self::LAST))
    }
    fn next_button(&self) -> String {
        let next = self.ui.t(&format!("step-{}-short", self.step.saturating_add(1)));
        self.ui.t1("step-next", "next", next)
    }
    fn action(&self) -> String {
        format!("/drafts/{}/{}", self.id, self.step)
    }
    fn to(&self, step: &u8) -> String {
        format!("/drafts/{}/{step}", self.id)
    }
    fn choices(&self) -> (Vec<Opt>, Vec<Opt>, Vec<Opt>) {
        item_choices(&self.ui)
    }
    fn categories(&self) -> Vec<Opt> {
        opts!(Category, &self.ui, "category-hint")
    }
    fn fits(&self) -> Vec<Opt> {
        opts!(CategoryFit, &self.ui, "fit-hint")
    }
    fn activities(&self) -> Vec<Opt> {
        opts!(Activity, &self.ui, "activity-hint")
    }
    fn kinds(&self) -> Vec<Opt> {
        opts!(InformationKind, &self.ui, "information-hint")
    }
    fn places(&self) -> Vec<Opt> {
        opts!(Place, &self.ui, "place-hint")
    }
    fn connections(&self) -> Vec<Opt> {
        opts!(Connection, &self.ui, "connection-hint")
    }
    fn yes_no(&self) -> Vec<Opt> {
        opts!(Answer, &self.ui, "answer-hint")
    }
    fn contractor_choices(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("fact-undecided"))];
        out.extend(self.contractors.iter().cloned());
        out
    }
    fn saved_line(&self) -> String {
        let until = domain::calendar::long_date(self.kept_until, self.ui.lang);
        match self.saved_at {
            Some(at) => self.ui.words().t2("draft-saved", ("at", self.ui.at(&at).text()), ("until", until)),
            None => self.ui.t1("draft-not-saved", "until", until),
        }
    }
}

/// A draft in the list.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Id.
    pub id: String,
    /// Title so far; may be empty.
    pub title: String,
    /// Step to go on with.
    pub step: u8,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Until when it is kept.
    pub kept_until: Date,
}

/// `GET /drafts`
#[derive(Debug, Template)]
#[template(path = "drafts/list.html")]
pub struct List {
    /// Shared part.
    pub ui: Shell,
    /// Newest first.
    pub drafts: Vec<Draft>,
}

impl List {
    fn progress(&self, step: &u8) -> String {
        self.ui.words().t2("step-progress", ("step", step), ("last", Step::LAST))
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let answered = |ja: &str, en: &str, a: (&str, &str), step| Answered {
        question: say(lang, ja, en),
        answer: say(lang, a.0, a.1),
        step,
    };
    let lead = |ja: &str, en: &str, b: (&str, &str)| Lead { text: say(lang, ja, en), because: say(lang, b.0, b.1) };
    let step = |step: u8, form: Form| Step {
        ui: sample_shell(lang, Nav::Engagements, &format!("/drafts/dft_1/{step}")),
        id: "dft_1".to_owned(),
        step,
        rows: form.rows("items").max(3),
        form,
        answers: if step == 1 {
            Vec::new()
        } else {
            vec![
                answered(
                    "何を任せますか",
                    "What will be done",
                    ("情報システムの運用と保守", "Operation and maintenance of a system"),
                    1,
                ),
                answered(
                    "いつからいつまで",
                    "From when to when",
                    ("令和8年7月1日〜令和9年3月31日", "1 July 2026 – 31 March 2027"),
                    2,
                ),
            ]
        },
        leads: if step < 3 {
            Vec::new()
        } else {
            vec![
                lead(
                    "情報セキュリティ責任者の判断が要ります",
                    "A security officer has to decide",
                    ("付録1にない業務のため", "The register does not list the work"),
                ),
                lead(
                    "情報を一つずつ判定します",
                    "Each piece of information is judged",
                    ("個人の情報を選んだため", "You chose personal data"),
                ),
            ]
        },
        saved_at: (step > 1).then(sample_now),
        kept_until: date(2026, 9, 9),
        systems: vec!["住民総合窓口システム".to_owned(), "被災者台帳".to_owned()],
        contractors: vec![Opt::new("con_1", "株式会社霧沢システム設計")],
        ask_installation: true,
        ask_rights: true,
        assessment: (step == 6).then(|| sample_assessment(lang, Kind::Wait)),
        missing: Vec::new(),
        units: vec![Opt::new("unt_1", say(lang, "市民課", "Citizens’ Affairs"))],
    };
    let facts = || Form::new("facts");
    let three =
        facts().with("information", "personal").with("information", "business_secret").with("people_count", "12,480");
    let wrong = domain::FieldError::rule(
        "information",
        "「公開しているものだけ」は、ほかの種類と一緒には選べません",
        "\"Public only\" cannot be chosen together with another kind",
    );
    let number = domain::FieldError::new(
        "people_count",
        domain::text::parse_integer("たくさん").err().unwrap_or(domain::Problem::Missing),
    );
    let refused = facts()
        .with("information", "personal")
        .with("information", "public_only")
        .with("people_count", "たくさん")
        .refused(vec![wrong, number]);
    let items = Form::new("items")
        .with("items[0].name", say(lang, "住民記録", "Resident records"))
        .with("items[0].access", "accessible");
    let draft = |title: &str, step| Draft {
        id: "dft_1".to_owned(),
        title: title.to_owned(),
        step,
        saved_at: sample_now(),
        kept_until: date(2026, 9, 9),
    };
    let list = |drafts| List { ui: sample_shell(lang, Nav::Engagements, "/drafts"), drafts };
    vec![
        Sample::of("new-1", &step(1, facts().with("category", "remote_operation").with("activities", "operation"))),
        Sample::of("new-2", &step(2, facts().with("term.from", "令和8年7月1日"))),
        Sample::of("new-3", &step(3, three)),
        Sample::of("new-3-wrong", &step(3, refused)),
        Sample::of("new-4", &step(4, items)),
        Sample::of("new-5", &step(5, facts().with("places", "contractor_premises").with("connection", "remote"))),
        Sample::of("new-5-plain", &Step { ask_installation: false, ask_rights: false, ..step(5, facts()) }),
        Sample::of("new-6", &step(6, facts().with("unit", "unt_1"))),
        Sample::of(
            "new-6-missing",
            &Step {
                missing: vec![(say(lang, "作業の場所を選んでください", "Choose a place of work"), 5)],
                ..step(6, facts())
            },
        ),
        Sample::of("drafts", &list(vec![draft("防災アプリの改修", 3), draft("", 1)])),
        Sample::of("drafts-none", &list(Vec::new())),
    ]
}
