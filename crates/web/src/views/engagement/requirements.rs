//! What is asked of an engagement: what is still open, line by line, and one line for changing it.

use askama::Template;
use domain::{
    Lang,
    engagement::Answer,
    plan::{AuditFactor, MeasureOwner, Offer, RequirementLevel},
};

use super::{Head, Reason, Tab, sample_head};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Link, Mark},
    views::{Sample, sample_shell, say},
};

/// A level as a status: a mark, a word, a colour.
#[must_use]
pub fn level_mark(level: RequirementLevel, lang: Lang) -> Mark {
    let kind = match level {
        RequirementLevel::Required => Kind::Now,
        RequirementLevel::Optional => Kind::Weak,
        RequirementLevel::Included => Kind::Met,
        RequirementLevel::NotApplicable => Kind::Off,
    };
    Mark::new(kind, level.label(lang))
}

/// One line: a row of the tables, a measure, a clause.
#[derive(Debug, Clone)]
pub struct ReqLine {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is asked, or what it is for.
    pub text: String,
    /// What holds.
    pub mark: Mark,
    /// What was derived, where a person set another level, with their reason.
    pub tailored: Option<String>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// For measures: who carries it out. For clauses: whether it may be given up.
    pub owner: String,
    /// Clauses that bind a measure; for a clause its chosen text.
    pub clauses: Vec<Link>,
    /// The other side refused it.
    pub refused: bool,
}

/// Measures of one family.
#[derive(Debug, Clone)]
pub struct ReqFamily {
    /// `GV`
    pub code: String,
    /// Its name.
    pub name: String,
    /// Those that are a matter of the work.
    pub measures: Vec<ReqLine>,
}

/// The decision whether to audit.
#[derive(Debug, Clone)]
pub struct Audit {
    /// What is suggested.
    pub advised: String,
    /// What speaks for it.
    pub speaks_for: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What was decided, and why.
    pub decided: Option<String>,
    /// The form; labels `f-audit-…`.
    pub form: Option<Form>,
}

/// The choice between texts on passing work on.
#[derive(Debug, Clone)]
pub struct Subcontracting {
    /// The chosen text.
    pub chosen: Option<String>,
    /// The texts, with when each is the right one.
    pub choices: Vec<Opt>,
    /// The form; labels `f-sub-…`.
    pub form: Option<Form>,
}

/// The four areas of a service and who guards each.
#[derive(Debug, Clone)]
pub struct Areas {
    /// Id, title, question, who guards it.
    pub areas: Vec<(String, String, String, Option<String>)>,
    /// The form; labels come with the areas.
    pub form: Option<Form>,
}

/// `GET /engagements/{number}/requirements`; posts `part` = `rows`, `subcontracting`, `audit` or `areas`, `revision`, and
/// the fields of that part.
#[derive(Debug, Template)]
#[template(path = "engagement/requirements.html")]
pub struct Requirements {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Edition of the catalogue.
    pub edition: String,
    /// Measures at each level.
    pub counts: Vec<(Mark, usize)>,
    /// Revision of the plan.
    pub revision: i64,
    /// Rows that may be chosen and of which nobody has said yes or no.
    pub undecided: Vec<ReqLine>,
    /// The form for them; labels `f-rows-…`.
    pub rows_form: Option<Form>,
    /// Texts on passing work on; `None` where it is no matter of the work.
    pub subcontracting: Option<Subcontracting>,
    /// Whether to audit.
    pub audit: Audit,
    /// Areas of a service; `None` without one.
    pub areas: Option<Areas>,
    /// Must-have clauses that were refused.
    pub refused: Vec<ReqLine>,
    /// Required measures that a quotation leaves out without anybody bearing the risk.
    pub unpriced: Vec<Link>,
    /// Measures, family by family.
    pub families: Vec<ReqFamily>,
    /// Measures that are no matter of the work.
    pub out: Vec<ReqLine>,
    /// Rows of tables 1 and 2.
    pub rows: Vec<ReqLine>,
    /// Clauses.
    pub clauses: Vec<ReqLine>,
    /// Conditions of the gate ahead that may be declared instead.
    pub declare: Vec<Link>,
}

impl Requirements {
    fn tab(&self) -> Tab {
        Tab::Requirements
    }
    fn levels(&self) -> Vec<Opt> {
        let level = |level: RequirementLevel, key: &str| Opt::new(level.code(), self.ui.t(key));
        vec![
            Opt::new("", self.ui.t("rows-later")),
            level(RequirementLevel::Required, "rows-take"),
            level(RequirementLevel::NotApplicable, "rows-leave"),
        ]
    }
    fn answers(&self) -> Vec<Opt> {
        let answer = |answer: Answer, key: &str| Opt::new(answer.code(), self.ui.t(key));
        vec![answer(Answer::Yes, "audit-yes"), answer(Answer::No, "audit-no")]
    }
    fn factors(&self) -> Vec<Opt> {
        opts!(AuditFactor, &self.ui, "audit-factor-hint")
    }
    fn owners(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("paper-not-chosen"))];
        out.extend(opts!(MeasureOwner, &self.ui, "owner-hint"));
        out
    }
    fn level_field(&self, id: &str) -> String {
        format!("tailored.{id}.level")
    }
    fn reason_field(&self, id: &str) -> String {
        format!("tailored.{id}.reason")
    }
    fn owner_field(&self, id: &str) -> String {
        format!("owners.{id}")
    }
    /// The part that comes next: its button is the filled one.
    fn next(&self) -> &'static str {
        let sub_open = self.subcontracting.as_ref().is_some_and(|s| s.chosen.is_none());
        let areas_open = self.areas.as_ref().is_some_and(|a| a.areas.iter().any(|(_, _, _, owner)| owner.is_none()));
        if !self.undecided.is_empty() {
            "rows"
        } else if sub_open {
            "subcontracting"
        } else if self.audit.decided.is_none() {
            "audit"
        } else if areas_open {
            "areas"
        } else {
            ""
        }
    }
    fn areas_settled(&self, areas: &Areas) -> bool {
        areas.areas.iter().all(|(_, _, _, owner)| owner.is_some())
    }
}

/// What kind of line is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A row of table 1 or 2.
    Row,
    /// A measure.
    Measure,
    /// A clause.
    Clause,
}

/// `GET /engagements/{number}/requirements/{id}`; posts `level`, `reason`, for measures `owner`, `offer`, `amount`, `risk`,
/// for clauses `alternative`, `refused`, `insurance`, `tolerance`, and `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/requirement.html")]
pub struct Requirement {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// What it is.
    pub kind: LineKind,
    /// The line.
    pub line: ReqLine,
    /// What was derived.
    pub derived: Mark,
    /// Texts of a clause that exclude each other.
    pub alternatives: Vec<Opt>,
    /// A bidder may be asked for a price.
    pub priced: bool,
    /// Labels `f-line-…`; `None` when the person may not change the plan.
    pub form: Option<Form>,
    /// Revision of the plan.
    pub revision: i64,
}

impl Requirement {
    fn action(&self) -> String {
        self.head.to(&format!("requirements/{}", self.line.id))
    }
    fn levels(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t1("line-as-derived", "level", &self.derived.text))];
        out.extend(opts!(RequirementLevel, &self.ui, "level-hint"));
        out
    }
    fn owners(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("line-usual-owner"))];
        out.extend(opts!(MeasureOwner, &self.ui, "owner-hint"));
        out
    }
    fn offers(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("line-no-offer"))];
        out.extend(opts!(Offer, &self.ui, "offer-hint"));
        out
    }
    fn alternative_choices(&self) -> Vec<Opt> {
        let mut out = self.alternatives.clone();
        out.push(Opt::new("", self.ui.t("paper-not-chosen")));
        out
    }
}

fn sample_line(lang: Lang, id: &str, level: RequirementLevel) -> ReqLine {
    ReqLine {
        id: id.to_owned(),
        title: say(lang, "事故の連絡", "Telling of incidents"),
        text: say(lang, "事故を知ったら、決めた時間のうちに知らせる。", "Tell of an incident within the hours agreed."),
        mark: level_mark(level, lang),
        tailored: (level == RequirementLevel::NotApplicable).then(|| say(lang, "導いた値は必要", "Derived: required")),
        reasons: vec![Reason {
            text: say(lang, "表2の行で必要とされている", "Table 2 asks for it"),
            because: String::new(),
            rule: "T2-5".to_owned(),
        }],
        owner: MeasureOwner::Contractor.label(lang).to_owned(),
        clauses: vec![Link::new("/catalogue/KL-15", "KL-15")],
        refused: id == "KL-16",
    }
}

fn sample_list(lang: Lang) -> Requirements {
    let area = |id: &str, owner: Option<&str>| {
        let owner = owner.map(ToOwned::to_owned);
        (id.to_owned(), say(lang, "設備", "Equipment"), say(lang, "だれが守るか", "Who guards it?"), owner)
    };
    let choice =
        |code: &str, ja: &str, en: &str| Opt::new(code, say(lang, ja, en)).hint(say(lang, "要る場合", "When so"));
    let areas = vec![area("RB-1", None), area("RB-2", Some("委託元"))];
    let labelled = |form: Form| form.labelled("owners.RB-1", "RB-1").labelled("owners.RB-2", "RB-2");
    Requirements {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/requirements"),
        head: sample_head(lang),
        edition: "2026-11".to_owned(),
        counts: RequirementLevel::ALL.iter().map(|l| (level_mark(*l, lang), 12)).collect(),
        revision: 3,
        undecided: vec![sample_line(lang, "T1-9", RequirementLevel::Optional)],
        rows_form: Some(Form::new("rows")),
        subcontracting: Some(Subcontracting {
            chosen: None,
            choices: vec![choice("a", "認めない", "Not allowed"), choice("b", "承認を得て認める", "With consent")],
            form: Some(Form::new("sub")),
        }),
        audit: Audit {
            advised: say(lang, "監査を求める", "Ask for an audit"),
            speaks_for: vec![say(lang, "個人の情報を扱う", "Personal data")],
            against: vec![say(lang, "期間が短い", "Short term")],
            decided: None,
            form: Some(Form::new("audit")),
        },
        areas: Some(Areas { areas, form: Some(labelled(Form::new("areas"))) }),
        refused: vec![sample_line(lang, "KL-16", RequirementLevel::Required)],
        unpriced: vec![Link::new("/engagements/R8-0012/requirements/CM-TE-01", "CM-TE-01")],
        families: vec![ReqFamily {
            code: "IC".to_owned(),
            name: say(lang, "事故", "Incidents"),
            measures: vec![
                sample_line(lang, "CM-IC-01", RequirementLevel::Required),
                sample_line(lang, "CM-IC-02", RequirementLevel::Included),
            ],
        }],
        out: vec![sample_line(lang, "CM-PH-01", RequirementLevel::NotApplicable)],
        rows: vec![sample_line(lang, "T2-5", RequirementLevel::Required)],
        clauses: vec![sample_line(lang, "KL-15", RequirementLevel::Required)],
        declare: vec![Link::new("/engagements/R8-0012/declare/G2-3", "G2-3")],
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let open = sample_list(lang);
    let mut read = sample_list(lang);
    (read.rows_form, read.areas, read.audit.form) = (None, None, None);
    read.audit.decided = Some(say(lang, "求めない", "None"));
    read.subcontracting = Some(Subcontracting { chosen: Some("a".to_owned()), choices: Vec::new(), form: None });
    (read.undecided, read.refused, read.unpriced, read.declare) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let missing = domain::FieldError::new("tailored.T1-9.reason", domain::Problem::Missing);
    let mut wrong = sample_list(lang);
    wrong.rows_form = Some(
        Form::new("rows")
            .with("tailored.T1-9.level", "required")
            .refused(vec![missing])
            .labelled("tailored.T1-9.reason", "T1-9"),
    );
    let line = |kind, id: &str, form: Option<Form>| Requirement {
        ui: sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/requirements/{id}")),
        head: sample_head(lang),
        kind,
        line: sample_line(lang, id, RequirementLevel::Required),
        derived: level_mark(RequirementLevel::Optional, lang),
        alternatives: vec![Opt::new("a", "a").hint("b")],
        priced: kind == LineKind::Measure,
        form,
        revision: 3,
    };
    let refused = Form::new("line").refused(vec![domain::FieldError::new("reason", domain::Problem::Missing)]);
    vec![
        Sample::of("requirements", &open),
        Sample::of("requirements-read", &read),
        Sample::of("requirements-wrong", &wrong),
        Sample::of("requirement-measure", &line(LineKind::Measure, "CM-IC-01", Some(Form::new("line")))),
        Sample::of("requirement-clause", &line(LineKind::Clause, "KL-15", Some(refused))),
        Sample::of("requirement-row", &line(LineKind::Row, "T2-5", Some(Form::new("line")))),
        Sample::of("requirement-read", &line(LineKind::Measure, "CM-IC-01", None)),
    ]
}
