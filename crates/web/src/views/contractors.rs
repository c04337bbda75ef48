//! Contractors 委託先.

use askama::Template;
use domain::{
    Lang,
    contractor::{CertificateKind, ContractorStanding, FairTradeStanding},
    engagement::Stage,
};
use jiff::Timestamp;

use super::{
    Sample,
    engagement::{handovers::Still, tabs::Entry},
    sample_now, sample_shell, say,
};
use crate::{
    form::{Form, Opt},
    page::{Nav, Shell},
    show::{Day, Kind, Link, Mark, Pager, Style},
};

pub mod import;
mod samples;

pub use samples::samples;

/// A contractor in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Full name.
    pub name: String,
    /// Another name it is known by; may be empty.
    pub known_as: String,
    /// Corporate number, if it has one.
    pub corporate_number: Option<String>,
    /// What can be shown, each with how it stands.
    pub certificates: Vec<Mark>,
    /// Said when it is not simply active.
    pub standing: Option<Mark>,
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
    /// Fields `standing`, `certificate`, `ends`.
    pub form: Form,
    /// Whether anything narrows the list down.
    pub narrowed: bool,
    /// The filter as a query string, for the files.
    pub query: String,
    /// How many there are.
    pub count: u64,
    /// At most a page of them.
    pub rows: Vec<Row>,
    /// Paging.
    pub pager: Pager,
}

impl List {
    fn standings(&self) -> Vec<Opt> {
        let all = Opt::new("", self.ui.t("contractors-any"));
        std::iter::once(all)
            .chain(ContractorStanding::ALL.iter().map(|s| Opt::new(s.code(), s.label(self.ui.lang))))
            .collect()
    }
    fn kinds(&self) -> Vec<Opt> {
        let all = Opt::new("", self.ui.t("contractors-any"));
        std::iter::once(all)
            .chain(CertificateKind::ALL.iter().map(|s| Opt::new(s.code(), s.label(self.ui.lang))))
            .collect()
    }
    fn ends(&self) -> Vec<Opt> {
        vec![
            Opt::new("", self.ui.t("contractors-any")),
            Opt::new("90", self.ui.t("contractors-ends-90")),
            Opt::new("0", self.ui.t("contractors-ends-0")),
        ]
    }
}

/// `GET /contractors/new` and `GET /contractors/{id}/edit`; posts what the register knows, and `revision`.
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

impl Edit {
    fn standings(&self) -> Vec<Opt> {
        ContractorStanding::ALL.iter().map(|s| Opt::new(s.code(), s.label(self.ui.lang))).collect()
    }
    fn fair_trades(&self) -> Vec<Opt> {
        FairTradeStanding::ALL.iter().map(|s| Opt::new(s.code(), s.label(self.ui.lang))).collect()
    }
    fn kinds(&self) -> Vec<Opt> {
        CertificateKind::ALL.iter().map(|s| Opt::new(s.code(), s.label(self.ui.lang))).collect()
    }
    /// Rows of a group: what is there and one or two more to write in.
    fn rows(&self, group: &str) -> usize {
        self.form.rows(group).saturating_add(1)
    }
}

/// A certificate as shown.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// What it is.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// What it was given for.
    pub scope: String,
    /// The sites, in a line.
    pub sites: String,
    /// Until when.
    pub ends: Option<Day>,
    /// How it stands.
    pub mark: Mark,
    /// Something to know: an id of the old system, a scope nobody wrote down.
    pub caution: String,
}

/// A line of two texts and a remark: contact, place, connection.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What or who.
    pub what: String,
    /// More of it.
    pub text: String,
    /// Beside it.
    pub note: String,
}

/// `GET /contractors/duplicates`
#[derive(Debug, Template)]
#[template(path = "contractors/duplicates.html")]
pub struct Duplicates {
    /// Shared part.
    pub ui: Shell,
    /// Each group: the pairs that can be merged, the one that stays first.
    pub groups: Vec<Vec<Twin>>,
    /// More of them.
    pub more: Option<String>,
}

/// An entry that looks like another.
#[derive(Debug, Clone)]
pub struct Twin {
    /// Its page.
    pub href: String,
    /// Name.
    pub name: String,
    /// Number.
    pub corporate_number: Option<String>,
    /// Merges it into the first of its group; `None` for the first itself, or when the person may not.
    pub merge: Option<String>,
}

/// `GET /contractors/{id}/merge?with=…`; posts `with`, `revision`, `other`, `reason`.
#[derive(Debug, Template)]
#[template(path = "contractors/merge.html")]
pub struct Merge {
    /// Shared part.
    pub ui: Shell,
    /// Id of the one that stays.
    pub id: String,
    /// The one that stays: name, number, revision.
    pub kept: (String, String, i64),
    /// The one that goes: id, name, number, revision.
    pub gone: (String, String, String, i64),
    /// Field `reason`.
    pub form: Form,
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
    /// Said when it is not simply active: the word and the reason.
    pub standing: Option<(Mark, String)>,
    /// What is known of it: name of the fact, the fact.
    pub facts: Vec<(String, String)>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Certificates and reports.
    pub certificates: Vec<Certificate>,
    /// Who speaks for it.
    pub contacts: Vec<Line>,
    /// Its places.
    pub addresses: Vec<Line>,
    /// Connections and accounts given to it.
    pub connections: Vec<(Line, Option<Mark>)>,
    /// What it still holds, each with its engagement; `None` for whoever may not see engagements.
    pub held: Option<Vec<Still>>,
    /// Accesses it can use: name with its page, kind, how it stands.
    pub accesses: Vec<(Link, String, Vec<Mark>)>,
    /// Engagements within reach.
    pub work: Vec<Work>,
    /// Paging of the engagements.
    pub pager: Pager,
    /// Entries that look the same, with the way to merge them.
    pub alike: Vec<Twin>,
    /// Names of the entries that were merged into it.
    pub merged: Vec<String>,
    /// What happened to it lately.
    pub entries: Vec<Entry>,
    /// The person may change it.
    pub may_edit: bool,
}
