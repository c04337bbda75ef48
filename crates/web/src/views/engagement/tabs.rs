//! The other tabs of an engagement: information, files, facts, history.

use askama::Template;
use domain::{
    Lang,
    engagement::{Access, Activity, Answer, Category, CategoryFit, Connection, Criticality, InformationKind, Place},
};
use jiff::{Timestamp, civil::Date};

use super::{Head, Tab, sample_head};
use crate::{
    form::{Form, Opt, opts},
    page::{Nav, Shell},
    show::{Kind, Pager},
    views::{Sample, sample_now, sample_shell, say},
};

/// One item of the list of NISC-2008 5.2(1), as shown.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// How the contractor comes by it.
    pub access: Access,
    /// The judgement.
    pub criticality: Criticality,
    /// The only activity that needs it.
    pub needed_for: Option<Activity>,
}

impl Item {
    const fn kind(&self) -> Kind {
        match self.criticality {
            Criticality::Unjudged => Kind::None,
            Criticality::Critical => Kind::Over,
            Criticality::NotCritical => Kind::Met,
        }
    }
}

/// `GET /engagements/{number}/information`; posts `items[i].name`, `.access`, `.criticality`, `.needed_for`,
/// `revision`, and `go` = `save` or `add`.
#[derive(Debug, Template)]
#[template(path = "engagement/information.html")]
pub struct Information {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// As stored.
    pub items: Vec<Item>,
    /// The list as a form, while it may be changed; labels `f-items-…`.
    pub form: Option<Form>,
    /// Rows shown in the form.
    pub rows: usize,
    /// Revision of the engagement the form was made from.
    pub revision: i64,
}

/// Choices for the fields of an information item.
pub(crate) fn item_choices(ui: &Shell) -> (Vec<Opt>, Vec<Opt>, Vec<Opt>) {
    let mut needed = vec![Opt::new("", ui.t("items-needed-any"))];
    needed.extend(opts!(Activity, ui, "activity-hint"));
    (opts!(Access, ui, "access-hint"), opts!(Criticality, ui, "criticality-hint"), needed)
}

impl Information {
    fn tab(&self) -> Tab {
        Tab::Information
    }
    fn choices(&self) -> (Vec<Opt>, Vec<Opt>, Vec<Opt>) {
        item_choices(&self.ui)
    }
}

/// A file as shown.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it is downloaded.
    pub href: String,
    /// Its name.
    pub name: String,
    /// `412 KB`
    pub size: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Who gave it.
    pub by: String,
    /// When it was received.
    pub at: Timestamp,
    /// Day from which its content holds.
    pub effective_on: Option<Date>,
    /// A word on it.
    pub note: String,
    /// The condition it shows to be met, if one: `G1-4`.
    pub shows: Option<String>,
}

impl File {
    fn digest(&self) -> String {
        self.sha256.chars().take(12).collect()
    }
}

/// `GET /engagements/{number}/files`; posts `file` (multipart), `effective_on`, `note`.
#[derive(Debug, Template)]
#[template(path = "engagement/files.html")]
pub struct Files {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Newest first.
    pub files: Vec<File>,
    /// Form for another file; labels `f-file-…`; `None` when the person may not add one.
    pub form: Option<Form>,
    /// Largest size, `20 MB`.
    pub limit: String,
}

impl Files {
    fn tab(&self) -> Tab {
        Tab::Files
    }
}

/// `GET /engagements/{number}/facts`; posts every field of the facts, `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/facts.html")]
pub struct Facts {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Question and answer, in words.
    pub answers: Vec<(String, String)>,
    /// The facts as a form, while they may be changed; labels `f-facts-…`.
    pub form: Option<Form>,
    /// Contractors to choose from.
    pub contractors: Vec<Opt>,
    /// Revision the form was made from.
    pub revision: i64,
}

impl Facts {
    fn tab(&self) -> Tab {
        Tab::Facts
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
    fn answer_choices(&self) -> Vec<Opt> {
        opts!(Answer, &self.ui, "answer-hint")
    }
    fn contractor_choices(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("fact-undecided"))];
        out.extend(self.contractors.iter().cloned());
        out
    }
}

/// A ledger entry as shown.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Position in the ledger.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who; for whom, when a substitute.
    pub by: String,
    /// What was done, in words.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Its page.
    pub href: Option<String>,
    /// First characters of its hash.
    pub hash: String,
}

/// `GET /engagements/{number}/history`
#[derive(Debug, Template)]
#[template(path = "engagement/history.html")]
pub struct History {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Newest first.
    pub entries: Vec<Entry>,
    /// Paging.
    pub pager: Pager,
}

impl History {
    fn tab(&self) -> Tab {
        Tab::History
    }
}

pub(crate) fn sample_entries(lang: Lang) -> Vec<Entry> {
    let entry = |seq, ja: &str, en: &str| Entry {
        seq,
        at: sample_now(),
        by: say(lang, "高遠 美緒", "Mio Takato"),
        action: say(lang, ja, en),
        subject: say(lang, "R8-0012 住民総合窓口システム", "R8-0012 Residents’ service desk"),
        href: Some("/engagements/R8-0012".to_owned()),
        hash: "41b7c0…09dd".to_owned(),
    };
    vec![
        entry(1204, "内容を直した", "Facts changed"),
        entry(1203, "免除を依頼した", "Waiver requested"),
        Entry { href: None, ..entry(1190, "案件を登録した", "Engagement entered") },
    ]
}

fn items_form() -> Form {
    Form::new("items")
        .with("items[0].name", "住民記録（氏名・住所・生年月日）")
        .with("items[0].access", "accessible")
        .with("items[0].criticality", "not_critical")
        .with("items[1].name", "システム構成図")
        .with("items[1].access", "provided")
        .with("items[1].criticality", "unjudged")
}

/// As they look.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    let ui = |page: &str| sample_shell(lang, Nav::Engagements, &format!("/engagements/R8-0012/{page}"));
    let item = |ja: &str, en: &str, access, criticality| Item {
        name: say(lang, ja, en),
        access,
        criticality,
        needed_for: (access == Access::Provided).then_some(Activity::Maintenance),
    };
    let items = || {
        vec![
            item("住民記録（氏名・住所・生年月日）", "Resident records", Access::Accessible, Criticality::NotCritical),
            item("システム構成図", "System diagram", Access::Provided, Criticality::Unjudged),
            item(
                "災害時の要支援者名簿",
                "List of people needing help in disasters",
                Access::Accessible,
                Criticality::Critical,
            ),
        ]
    };
    let information = |form: Option<Form>, items| Information {
        ui: ui("information"),
        head: sample_head(lang),
        items,
        rows: form.as_ref().map_or(0, |f| f.rows("items").saturating_add(1)),
        form,
        revision: 4,
    };
    let taken = domain::FieldError::new("items[1].name", domain::Problem::Taken { value: "システム構成図".to_owned() });
    let file = |name: &str, shows: Option<&str>| File {
        href: "/engagements/R8-0012/files/att_1".to_owned(),
        name: name.to_owned(),
        size: "412 KB".to_owned(),
        sha256: "41b7c0aa13e24d5f90bb6c7d8e1f2a3b4c5d6e7f8091a2b3c4d5e6f70819309dd".chars().take(64).collect(),
        by: say(lang, "高遠 美緒", "Mio Takato"),
        at: sample_now(),
        effective_on: shows.map(|_| jiff::civil::date(2026, 6, 1)),
        note: String::new(),
        shows: shows.map(str::to_owned),
    };
    let files =
        |files, form| Files { ui: ui("files"), head: sample_head(lang), files, form, limit: "20 MB".to_owned() };
    let facts = |form| Facts {
        ui: ui("facts"),
        head: sample_head(lang),
        answers: vec![
            (say(lang, "業務の区分", "Work category"), Category::RemoteOperation.label(lang).to_owned()),
            (say(lang, "作業の場所", "Place of work"), Place::ContractorPremises.label(lang).to_owned()),
        ],
        form,
        contractors: vec![Opt::new("con_1", "株式会社霧沢システム設計")],
        revision: 4,
    };
    let missing = domain::FieldError::new(
        "term.to",
        domain::Problem::Before { value: "2026-06-30".to_owned(), bound: "2026-07-01".to_owned() },
    );
    let facts_form = Form::new("facts")
        .with("title", "住民総合窓口システム 運用保守業務")
        .with("category", "remote_operation")
        .with("category_fit", "direct")
        .with("activities", "operation")
        .with("information", "personal")
        .with("places", "contractor_premises")
        .with("connection", "remote")
        .with("term.to", "2026-06-30");
    vec![
        Sample::of("engagement-information", &information(Some(items_form()), items())),
        Sample::of("engagement-information-wrong", &information(Some(items_form().refused(vec![taken])), items())),
        Sample::of("engagement-information-read", &information(None, items())),
        Sample::of("engagement-information-none", &information(None, Vec::new())),
        Sample::of(
            "engagement-files",
            &files(vec![file("予算書.pdf", Some("G1-4")), file("構成図.xlsx", None)], Some(Form::new("file"))),
        ),
        Sample::of("engagement-files-none", &files(Vec::new(), None)),
        Sample::of("engagement-facts", &facts(None)),
        Sample::of("engagement-facts-form", &facts(Some(facts_form.clone()))),
        Sample::of("engagement-facts-wrong", &facts(Some(facts_form.refused(vec![missing])))),
        Sample::of(
            "engagement-history",
            &History {
                ui: ui("history"),
                head: sample_head(lang),
                entries: sample_entries(lang),
                pager: Pager {
                    shown: "1190–1204".to_owned(),
                    newer: None,
                    older: Some("/engagements/R8-0012/history?before=1190".to_owned()),
                },
            },
        ),
    ]
}
