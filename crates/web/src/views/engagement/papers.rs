//! Papers of an engagement: the list by stage, one paper as it would be made now, a version that was made.

use askama::Template;
use domain::{Lang, engagement::Stage};
use jiff::Timestamp;

use super::{Head, Tab, sample_head};
use crate::{
    form::{Field, Form, Opt},
    page::{Nav, Shell},
    show::{Kind, Link, Mark},
    views::{Sample, sample_now, sample_shell, say},
};

/// One paper in the list.
#[derive(Debug, Clone)]
pub struct PaperLine {
    /// Its page.
    pub href: String,
    /// 様式番号
    pub form_number: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// How it stands.
    pub mark: Mark,
    /// Points that would be open if it were made now.
    pub open: usize,
    /// Newest versions, one a language: `第2版`.
    pub versions: Vec<Link>,
}

/// The papers of one stage.
#[derive(Debug, Clone)]
pub struct PaperStage {
    /// The stage.
    pub stage: Stage,
    /// What they are for together.
    pub title: String,
    /// In the order they are used.
    pub papers: Vec<PaperLine>,
}

/// `GET /engagements/{number}/papers`
#[derive(Debug, Template)]
#[template(path = "engagement/papers.html")]
pub struct Papers {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Stage by stage.
    pub stages: Vec<PaperStage>,
    /// The paper the gate ahead asks for first.
    pub next: Option<Link>,
}

impl Papers {
    fn tab(&self) -> Tab {
        Tab::Papers
    }
}

/// A point that is open in a paper.
#[derive(Debug, Clone)]
pub struct OpenLine {
    /// What has to be settled.
    pub text: String,
    /// Of what: choose a text, set a value.
    pub kind: String,
    /// The field that settles it, or the page that does.
    pub href: Option<String>,
}

/// Fields of one clause, article, annex, or of all papers.
#[derive(Debug, Clone)]
pub struct InputGroup {
    /// Title of the clause.
    pub title: String,
    /// Its entry in the catalogue.
    pub source: Option<Link>,
    /// Shown unfolded: something is open or wrong in it.
    pub unfolded: bool,
    /// The fields.
    pub fields: Vec<Field>,
    /// Rows of a table, cell by cell.
    pub rows: Vec<Vec<Field>>,
    /// What becomes of the rows.
    pub note: String,
}

/// A version of a paper.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// `第2版`, with its page.
    pub link: Link,
    /// How it stands.
    pub mark: Mark,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// `GET /engagements/{number}/papers/{paper}?lang=ja&sources=1`; posts every input by its name in the plan
/// (`values.KL-15.report_hours`), `revision`, `lang`.
#[derive(Debug, Template)]
#[template(path = "engagement/paper.html")]
pub struct PaperPage {
    /// Shared part.
    pub ui: Shell,
    /// Head of the engagement.
    pub head: Head,
    /// Id of the paper.
    pub id: String,
    /// Title in the language of the page.
    pub title: String,
    /// 様式番号
    pub form_number: String,
    /// What it is for.
    pub purpose: String,
    /// Language of the paper.
    pub lang: Lang,
    /// Whether each paragraph says what it comes from.
    pub sources: bool,
    /// The paper as markup.
    pub html: String,
    /// What is open in it.
    pub open: Vec<OpenLine>,
    /// What a person can set, owner by owner.
    pub groups: Vec<InputGroup>,
    /// The form; `None` when the person may not change the plan.
    pub form: Option<Form>,
    /// Revision of the plan.
    pub revision: i64,
    /// Versions made of it in this language, the newest first.
    pub versions: Vec<VersionLine>,
    /// Conditions of the gate ahead that another paper may show to be met.
    pub declare: Vec<Link>,
}

impl PaperPage {
    fn action(&self) -> String {
        self.head.to(&format!("papers/{}", self.id))
    }
    fn address(&self, lang: Lang, sources: bool) -> String {
        let sources = if sources { "&sources=1" } else { "" };
        format!("{}?lang={}{sources}", self.action(), lang.code())
    }
    fn other(&self) -> Lang {
        if self.lang == Lang::Ja { Lang::En } else { Lang::Ja }
    }
    fn other_href(&self) -> String {
        self.address(self.other(), self.sources)
    }
    fn sources_href(&self) -> String {
        self.address(self.lang, !self.sources)
    }
    /// Words for the language of the paper and for the other one.
    fn lang_keys(&self) -> (&'static str, &'static str) {
        match self.lang {
            Lang::Ja => ("paper-lang-ja", "paper-lang-en"),
            Lang::En => ("paper-lang-en", "paper-lang-ja"),
        }
    }
}

/// A file of a version.
#[derive(Debug, Clone)]
pub struct FileLine {
    /// Where it is downloaded.
    pub href: String,
    /// `Word`, `PDF`, `Excel`.
    pub kind: String,
    /// `42 KB`
    pub size: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// `GET /documents/{id}`
#[derive(Debug, Template)]
#[template(path = "engagement/document.html")]
pub struct DocumentPage {
    /// Shared part.
    pub ui: Shell,
    /// Head of the engagement.
    pub head: Head,
    /// Title, in the language of the paper.
    pub title: String,
    /// `第2版`
    pub version: String,
    /// How it stands.
    pub mark: Mark,
    /// Language of the paper, in words.
    pub lang: String,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Edition of the catalogue.
    pub edition: String,
    /// Points left open in it.
    pub open_points: i64,
    /// The paper as it would be made now.
    pub now: String,
    /// Its files.
    pub files: Vec<FileLine>,
    /// The version before, and what changed since, as markup; `None` for the first.
    pub changes: Option<(Link, Option<String>)>,
    /// The paper as markup.
    pub html: String,
}

pub(crate) fn sample_paper(lang: Lang) -> String {
    use app::paper::{Article, Clause, Paper, Part, Run};
    let mut paper = Paper::new(lang, say(lang, "業務委託契約書", "Services contract"));
    paper.push(Part::title(say(lang, "業務委託契約書", "Services contract")));
    let report = Clause::of(vec![
        say(lang, "乙は、事故を知ったときから", "The contractor tells of an incident within ").as_str().into(),
        Run::Open(say(lang, "時間", "hours")),
        say(lang, "以内に知らせる。", " of knowing it.").as_str().into(),
    ]);
    let purpose = Article::new("purpose", say(lang, "目的", "Purpose"));
    paper.push(Part::article(purpose.clause(say(lang, "この契約は、条件を定める。", "This sets the terms.").as_str())));
    let article = Article::new("report", say(lang, "事故の報告", "Incidents")).clause(report);
    paper.push(Part::article(article).from_sources(["KL-15", "CM-IC-01"]));
    let show = |id: &app::paper::TraceId| app::html::Source {
        label: id.as_str().to_owned(),
        href: Some(format!("/catalogue/{}", id.as_str())),
    };
    app::html::write(&paper, 2, &app::html::Tracing::Details(&show)).unwrap_or_default()
}

fn sample_page(lang: Lang) -> PaperPage {
    let ui = sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/papers/outsourcing-contract");
    let hours = "values.KL-15.report_hours";
    let form = Form::new("paper").labelled(hours, say(lang, "最初の知らせまでの時間", "Hours until the first notice"));
    let form = form.labelled("alternatives.KL-22", say(lang, "再委託の案", "Text on subcontracting"));
    let name = |row: usize, key: &str| format!("rows.contacts[{row}].{key}");
    let form = (0..2).flat_map(|row| ["name", "phone"].map(|key| name(row, key))).fold(form, |form, field| {
        let label = say(lang, &format!("欄 {field}"), &format!("Cell {field}"));
        form.labelled(field, label)
    });
    let cell = |row: usize, key: &str| form.text(&ui, &name(row, key));
    let choice =
        |code: &str, ja: &str, en: &str| Opt::new(code, say(lang, ja, en)).hint(say(lang, "要る場合", "When so"));
    let choices = [choice("a", "認めない", "Not allowed"), choice("b", "承認を得て認める", "With consent")];
    let groups = vec![
        InputGroup {
            title: say(lang, "事故の報告", "Incident report"),
            source: Some(Link::new("/catalogue/KL-15", "KL-15")),
            unfolded: true,
            fields: vec![form.number(&ui, hours).unit(say(lang, "時間", "hours"))],
            rows: Vec::new(),
            note: String::new(),
        },
        InputGroup {
            title: say(lang, "再委託", "Subcontracting"),
            source: Some(Link::new("/catalogue/KL-22", "KL-22")),
            unfolded: false,
            fields: vec![form.radios(&ui, "alternatives.KL-22", &choices)],
            rows: Vec::new(),
            note: String::new(),
        },
        InputGroup {
            title: say(lang, "表「責任者及び連絡窓口」の行", "Rows of \"Contacts\""),
            source: None,
            unfolded: true,
            fields: Vec::new(),
            rows: (0..2).map(|row| vec![cell(row, "name"), cell(row, "phone")]).collect(),
            note: say(lang, "空の行は保存されません。", "Empty rows are not saved."),
        },
    ];
    PaperPage {
        head: sample_head(lang),
        id: "outsourcing-contract".to_owned(),
        title: say(lang, "業務委託契約書", "Services contract"),
        form_number: say(lang, "様式第7号", "Form 7"),
        purpose: say(lang, "委託先と取り交わす契約書です。", "The contract with the contractor."),
        lang,
        sources: true,
        html: sample_paper(lang),
        open: vec![OpenLine {
            text: say(lang, "最初の知らせまでの時間", "Hours until the first notice"),
            kind: say(lang, "値を決める", "Set a value"),
            href: Some(format!("#{}", form.id(hours))),
        }],
        groups,
        form: Some(form),
        revision: 3,
        versions: vec![VersionLine {
            link: Link::new("/documents/doc_1", say(lang, "第1版", "Version 1")),
            mark: Mark::new(Kind::Soon, say(lang, "内容が変わった", "Outdated")),
            at: sample_now(),
            by: say(lang, "高遠 美緒", "Mio Takato"),
        }],
        declare: vec![Link::new("/engagements/R8-0012/declare/G4-1", "G4-1")],
        ui,
    }
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let line = |ja: &str, en: &str, mark, versions| PaperLine {
        href: "/engagements/R8-0012/papers/outsourcing-contract".to_owned(),
        form_number: say(lang, "様式第7号", "Form 7"),
        title: say(lang, ja, en),
        purpose: say(lang, "委託先と取り交わす契約書です。", "The contract with the contractor."),
        mark,
        open: 2,
        versions,
    };
    let version = || vec![Link::new("/documents/doc_1", say(lang, "第2版（日本語）", "Version 2 (Japanese)"))];
    let papers = vec![
        line("業務委託契約書", "Services contract", Mark::new(Kind::Met, say(lang, "最新", "Current")), version()),
        line("誓約書", "Pledge", Mark::new(Kind::Off, say(lang, "未作成", "Not made")), Vec::new()),
    ];
    let list = Papers {
        ui: sample_shell(lang, Nav::Engagements, "/engagements/R8-0012/papers"),
        head: sample_head(lang),
        stages: vec![PaperStage { stage: Stage::Contract, title: say(lang, "契約を結ぶ", "Making it"), papers }],
        next: Some(Link::new(
            "/engagements/R8-0012/papers/outsourcing-contract",
            say(lang, "業務委託契約書", "Contract"),
        )),
    };
    let open = sample_page(lang);
    let settled = PaperPage { open: Vec::new(), versions: Vec::new(), declare: Vec::new(), ..sample_page(lang) };
    let unlinked = sample_page(lang).open.into_iter().map(|line| OpenLine { href: None, ..line }).collect();
    let read = PaperPage { open: unlinked, form: None, sources: false, groups: Vec::new(), ..sample_page(lang) };
    let document = |changes| DocumentPage {
        ui: sample_shell(lang, Nav::Engagements, "/documents/doc_2"),
        head: sample_head(lang),
        title: say(lang, "業務委託契約書", "Services contract"),
        version: say(lang, "第2版", "Version 2"),
        mark: Mark::new(Kind::Met, say(lang, "最新", "Current")),
        lang: say(lang, "日本語", "Japanese"),
        at: sample_now(),
        by: say(lang, "高遠 美緒", "Mio Takato"),
        edition: "2026-11".to_owned(),
        open_points: 1,
        now: "/engagements/R8-0012/papers/outsourcing-contract?lang=ja".to_owned(),
        files: vec![FileLine {
            href: "/engagements/R8-0012/files/att_1".to_owned(),
            kind: "Word".to_owned(),
            size: "42 KB".to_owned(),
            sha256: "41b7c0aa13e24d5f90bb6c7d8e1f2a3b".to_owned(),
        }],
        changes,
        html: sample_paper(lang),
    };
    let before = || Link::new("/documents/doc_1", say(lang, "第1版", "Version 1"));
    let changed = "<ol class=\"paper-changes\"><li><p><del>24</del><ins>1</ins></p></li></ol>".to_owned();
    vec![
        Sample::of("papers", &list),
        Sample::of(
            "papers-none",
            &Papers { stages: Vec::new(), next: None, ui: list.ui.clone(), head: sample_head(lang) },
        ),
        Sample::of("paper", &open),
        Sample::of("paper-settled", &settled),
        Sample::of("paper-read", &read),
        Sample::of("document", &document(Some((before(), Some(changed))))),
        Sample::of("document-same", &document(Some((before(), None)))),
        Sample::of("document-first", &document(None)),
    ]
}
