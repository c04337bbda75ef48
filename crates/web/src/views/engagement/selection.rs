//! The selection of an engagement: the formula, the candidates side by side, the decision.

mod samples;

use askama::Template;
use domain::{
    engagement::Answer,
    plan::Offer,
    selection::{BenchmarkSet, CostBearer, SchemeDemand, ScsDemand},
};
use jiff::Timestamp;

use super::{Head, Tab};
use crate::{
    form::{Form, Opt, opts},
    page::Shell,
    show::{Kind, Link, Mark, Pager},
};

pub use samples::samples;

/// Who said or did something, when, and why.
#[derive(Debug, Clone)]
pub struct Act {
    /// By whom; for whom, when a substitute.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why; empty where no reason is asked for.
    pub reason: String,
}

/// A candidate as a column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Where what is known of it is entered, or its page in the register.
    pub href: String,
    /// Place, or that it cannot be chosen.
    pub mark: Mark,
    /// It was chosen, or is proposed.
    pub chosen: Option<String>,
}

/// What a candidate shows for a criterion.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The figure or the answer.
    pub figure: String,
    /// How it comes about: `70 × 30%`.
    pub how: String,
    /// Marks beside it.
    pub marks: Vec<Mark>,
    /// Reasons and records, each a line.
    pub words: Vec<String>,
    /// More, folded: name and text.
    pub more: Vec<(String, String)>,
    /// A page with more.
    pub link: Option<Link>,
}

/// A criterion with one cell a candidate.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub title: String,
    /// Weight, minimum, what is asked for.
    pub note: String,
    /// In the order of the columns.
    pub cells: Vec<Cell>,
}

/// Lines that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they are about.
    pub title: String,
    /// The lines.
    pub lines: Vec<Line>,
}

/// A round as the page shows it.
#[derive(Debug, Clone)]
pub struct Round {
    /// How far it is.
    pub state: Mark,
    /// Still a draft.
    pub is_draft: bool,
    /// Factor, weight, minimum.
    pub factors: Vec<(String, u8, Option<u8>)>,
    /// What is asked for beside: name and value.
    pub demands: Vec<(String, String)>,
    /// Measures to be priced: id and name.
    pub measures: Vec<(String, String)>,
    /// What keeps a draft from being announced.
    pub problems: Vec<String>,
    /// When and by whom it was announced, and its digest.
    pub published: Option<(Act, String)>,
    /// The announced formula is the one that judges.
    pub is_intact: bool,
    /// Who is proposed.
    pub proposed: Option<(String, Act)>,
    /// The last proposal came back.
    pub sent_back: Option<Act>,
    /// Who was chosen, the points, that one person proposed and decided.
    pub decided: Option<(String, String, Act, bool)>,
    /// It was given up.
    pub ended: Option<Act>,
}

/// `GET /engagements/{number}/selection`; posts nothing to begin a round.
#[derive(Debug, Template)]
#[template(path = "engagement/selection.html")]
pub struct Selection {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The round; `None` while there is none.
    pub round: Option<Round>,
    /// Rounds, when there are several: the one shown has no address.
    pub rounds: Vec<(String, Option<String>)>,
    /// Candidates.
    pub columns: Vec<Column>,
    /// Criteria.
    pub groups: Vec<Group>,
    /// The one thing to do next.
    pub next: Option<Link>,
    /// A sentence on what is waited for.
    pub waiting: Option<String>,
    /// Whether the person may write it.
    pub may_edit: bool,
    /// Whether the person may begin a round.
    pub may_begin: bool,
    /// Where the person declares that it was done elsewhere, while there is no round.
    pub declare: Option<Link>,
    /// The round the files are of: `?round=1`.
    pub query: String,
    /// The form to give it up; labels `f-selection-…`.
    pub form: Form,
    /// Revision the page was made from.
    pub revision: i64,
}

impl Selection {
    fn tab(&self) -> Tab {
        Tab::Selection
    }
    fn width(&self) -> usize {
        self.columns.len().saturating_add(1)
    }
    fn column(&self, at: &usize) -> &str {
        self.columns.get(*at).map_or("–", |c| c.name.as_str())
    }
    fn is_wide(&self) -> bool {
        self.columns.len() > 4
    }
}

/// `GET /engagements/{number}/selection/formula`; posts `weight_…`, `minimum_…`, `scheme`, `benchmark_set`,
/// `benchmark_mean`, `site`, `scs`, `confidential`, `stoppage`, `access`, `ceiling`, `measures`, `revision`, `go`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_formula.html")]
pub struct FormulaPage {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Labels `f-formula-…`.
    pub form: Form,
    /// Factors: code, name.
    pub factors: Vec<(&'static str, String)>,
    /// Measures the work requires of a contractor.
    pub measures: Vec<Opt>,
    /// How many of them are chosen.
    pub chosen: usize,
    /// The SCS level that follows from the stored answers.
    pub follows: String,
    /// Revision the form was made from.
    pub revision: i64,
}

impl FormulaPage {
    fn schemes(&self) -> Vec<Opt> {
        opts!(SchemeDemand, self.ui, "scheme-hint")
    }
    fn sets(&self) -> Vec<Opt> {
        opts!(BenchmarkSet, self.ui, "benchmark-set-hint")
    }
    fn levels(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("triage", self.ui.t("selection-scs-triage"))];
        out.extend(opts!(ScsDemand, self.ui, "scs-hint"));
        out
    }
    fn answers(&self) -> Vec<Opt> {
        opts!(Answer, self.ui, "none-hint")
    }
    fn chosen_of(&self) -> String {
        self.ui.words().t2("selection-measures-chosen", ("n", self.chosen), ("all", self.measures.len()))
    }
    fn weight(&self, code: &str) -> String {
        format!("weight_{code}")
    }
    fn minimum(&self, code: &str) -> String {
        format!("minimum_{code}")
    }
}

/// `GET /engagements/{number}/selection/publish`; posts `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_publish.html")]
pub struct Publish {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The round.
    pub round: Round,
    /// Revision the page was made from.
    pub revision: i64,
}

impl Publish {
    fn one(&self) -> &Round {
        &self.round
    }
}

/// A contractor of the register that may take part.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// Its page.
    pub link: Link,
    /// Number, other name.
    pub known_as: String,
    /// Its certificates.
    pub certificates: Vec<Mark>,
    /// What speaks against new work.
    pub standing: Option<Mark>,
    /// It takes part already.
    pub is_in: bool,
    /// It can be added.
    pub can_join: bool,
}

/// `GET /engagements/{number}/selection/candidates`; posts `contractor`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_candidates.html")]
pub struct Candidates {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// What is looked for.
    pub q: String,
    /// How many are found.
    pub count: u64,
    /// What was refused; labels `f-candidates-…`.
    pub form: Form,
    /// The rows.
    pub rows: Vec<Found>,
    /// Paging.
    pub pager: Pager,
}

/// A certificate shown beside the form.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Kind and validity.
    pub mark: Mark,
    /// Number, scope, sites, day.
    pub facts: Vec<(String, String)>,
}

/// `GET /engagements/{number}/selection/candidates/{id}`; posts `price`, `scores.…`, `grounds.…`, `scope_covers`,
/// `scope_ground`, `benchmark`, `unclear`, `benchmark_ground`, `audit_fits`, `audit_ground`, `revision`, `go`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_candidate.html")]
pub struct CandidatePage {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The contractor.
    pub contractor: Link,
    /// The address of this page.
    pub base: String,
    /// Labels `f-candidate-…`.
    pub form: Form,
    /// Factors a person scores: code, name with weight.
    pub factors: Vec<(&'static str, String)>,
    /// Whether a certificate's scope can decide, a self-assessment, an audit.
    pub asks: (bool, bool, bool),
    /// How many answers the self-assessment has.
    pub items: usize,
    /// Its certificates.
    pub proofs: Vec<Proof>,
    /// The questionnaire: figure and page.
    pub questionnaire: Option<Link>,
    /// Measures priced, of how many.
    pub priced: (usize, usize),
    /// What keeps it from being chosen as it stands.
    pub failures: Vec<(String, String)>,
    /// Revision the form was made from.
    pub revision: i64,
}

impl CandidatePage {
    fn answers(&self) -> Vec<Opt> {
        opts!(Answer, self.ui, "none-hint")
    }
    fn priced_of(&self) -> String {
        self.ui.words().t2("selection-to-lines", ("n", self.priced.0), ("all", self.priced.1))
    }
    fn score(&self, code: &str) -> String {
        format!("scores.{code}")
    }
    fn ground(&self, code: &str) -> String {
        format!("grounds.{code}")
    }
}

/// A measure in a quotation.
#[derive(Debug, Clone)]
pub struct PricedRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How it is offered, as stored.
    pub mark: Mark,
    /// Something is entered or refused: shown open.
    pub is_open: bool,
}

/// `GET /engagements/{number}/selection/candidates/{id}/lines`; posts `lines[i].…`, `revision`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_lines.html")]
pub struct Lines {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The contractor.
    pub contractor: Link,
    /// The address of the candidate.
    pub base: String,
    /// Labels `f-lines-…`.
    pub form: Form,
    /// The measures, in the order of the formula.
    pub rows: Vec<PricedRow>,
    /// Revision the form was made from.
    pub revision: i64,
}

impl Lines {
    fn offers(&self) -> Vec<Opt> {
        let mut out = vec![Opt::new("", self.ui.t("selection-no-answer"))];
        out.extend(opts!(Offer, self.ui, "none-hint"));
        out
    }
    fn bearers(&self) -> Vec<Opt> {
        opts!(CostBearer, self.ui, "none-hint")
    }
}

/// What the person can do on the page of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Propose one.
    Propose,
    /// Decide the proposal.
    Decide,
    /// Take their own proposal back.
    Withdraw,
    /// Look on.
    Look,
}

/// `GET /engagements/{number}/selection/decision`; posts `contractor`, `reason`, `revision`, `go`.
#[derive(Debug, Template)]
#[template(path = "engagement/selection_decision.html")]
pub struct DecisionPage {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// The round.
    pub round: Round,
    /// Candidates with points and what keeps them out: name, points, mark, reasons.
    pub standings: Vec<(String, String, Mark, Vec<String>)>,
    /// Those who can be chosen.
    pub choices: Vec<Opt>,
    /// What the person can do.
    pub role: Role,
    /// Why not, where a rule on persons forbids it.
    pub barred: Option<String>,
    /// One person proposed and decides.
    pub same_person: bool,
    /// There is but one candidate.
    pub is_single: bool,
    /// Labels `f-decision-…`.
    pub form: Form,
    /// Revision the page was made from.
    pub revision: i64,
}
