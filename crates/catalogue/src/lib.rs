//! The catalogue: what the regime says, as data.
//!
//! Gate conditions, the 90 common measures, the 58 duties, tables 1 and 2, items of the handling rule, the boundary of
//! responsibility, later yardsticks, the sentences of every reason, the plain words of every choice, threats and the
//! duties of roles stand in TOML files in `catalogue/` at the root of the repository and are embedded in the binary. Each
//! file has an envelope (id, edition, date, source, right to use); ids are permanent; every text is Japanese and English.
//!
//! An id is the same everywhere: [`Catalogue::uses`] lists every place that names it. Two editions are compared by
//! [`Catalogue::diff`]; an organisation tailors by a [`Profile`], never by editing.
//!
//! Clause families, ordinary articles, annexes and papers ([`wording`], [`clause`], [`article`], [`paper`]) are data of the
//! same kind: passages that say under which strength, alternative, category and fact they stand.
//!
//! This crate reads and checks the files. It refuses to decide anything: conditions name a check of a closed list, and
//! what a check means is the business of `rules`.
//!
//! ```
//! use catalogue::Catalogue;
//! use domain::{Lang, gate::Gate};
//!
//! let catalogue = Catalogue::load_embedded().expect("the embedded files are sound");
//! let first = catalogue.conditions_of(Gate::Decide).next().expect("every gate has conditions");
//! assert_eq!(first.id.as_str(), "G1-1");
//! assert!(!first.title.get(Lang::Ja).is_empty());
//! ```

#[macro_use]
mod id;

pub mod article;
pub mod choice;
pub mod clause;
pub mod concept;
pub mod condition;
pub mod crosswalk;
pub mod difference;
pub mod duty;
pub mod entry;
pub mod handling;
mod holiday;
pub mod lint;
mod load;
pub mod measure;
pub mod paper;
pub mod problem;
pub mod profile;
pub mod question;
pub mod reason;
mod requirement;
pub mod responsibility;
pub mod role;
pub mod source;
pub mod table;
pub mod text;
pub mod threat;
pub mod vocabulary;
pub mod wording;

use domain::{
    Lang,
    gate::{ConditionId, Gate},
    person::Role,
};

pub use article::Article;
pub use choice::{Choice, Choices, Options};
pub use clause::{Clause, Obliged, Tier};
pub use concept::{CheckReason, Concept, Concepts, Gives, Signal, TermFamily, Who};
pub use condition::{Applies, CheckCode, Condition, Waivable};
pub use crosswalk::Crosswalks;
pub use difference::Difference;
pub use duty::{Duty, DutyId};
pub use entry::{Entry, Use};
pub use handling::{HandlingId, HandlingItem};
pub use holiday::{HolidayStanding, HolidayYear};
pub use lint::LintRule;
pub use measure::{Fact, Family, Measure, MeasureId, Owner};
pub use paper::{Annex, Bundle, Paper};
pub use problem::CatalogueProblem;
pub use profile::{Profile, ProfileProblem};
pub use question::Questions;
pub use reason::ReasonText;
pub use responsibility::Responsibility;
pub use role::RoleDuties;
pub use source::{DocumentId, Envelope, Source, SourceRef};
pub use table::{Cell, Row, RowId, Tables};
pub use text::Text;
pub use threat::{Threat, ThreatId};
pub use vocabulary::{SheetVocabulary, VOCABULARY};
pub use wording::{AnnexId, ArticleId, ClauseId, PaperId};

/// The embedded files, name and text.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("sources.toml", include_str!("../../../catalogue/sources.toml")),
    ("conditions.toml", include_str!("../../../catalogue/conditions.toml")),
    ("reasons.toml", include_str!("../../../catalogue/reasons.toml")),
    ("choices.toml", include_str!("../../../catalogue/choices.toml")),
    ("threats.toml", include_str!("../../../catalogue/threats.toml")),
    ("roles.toml", include_str!("../../../catalogue/roles.toml")),
    ("measures/gv.toml", include_str!("../../../catalogue/measures/gv.toml")),
    ("measures/hr.toml", include_str!("../../../catalogue/measures/hr.toml")),
    ("measures/in.toml", include_str!("../../../catalogue/measures/in.toml")),
    ("measures/ac.toml", include_str!("../../../catalogue/measures/ac.toml")),
    ("measures/ph.toml", include_str!("../../../catalogue/measures/ph.toml")),
    ("measures/te.toml", include_str!("../../../catalogue/measures/te.toml")),
    ("measures/lg.toml", include_str!("../../../catalogue/measures/lg.toml")),
    ("measures/vu.toml", include_str!("../../../catalogue/measures/vu.toml")),
    ("measures/dv.toml", include_str!("../../../catalogue/measures/dv.toml")),
    ("measures/sl.toml", include_str!("../../../catalogue/measures/sl.toml")),
    ("measures/ic.toml", include_str!("../../../catalogue/measures/ic.toml")),
    ("measures/sb.toml", include_str!("../../../catalogue/measures/sb.toml")),
    ("measures/mo.toml", include_str!("../../../catalogue/measures/mo.toml")),
    ("measures/cl.toml", include_str!("../../../catalogue/measures/cl.toml")),
    ("measures/ex.toml", include_str!("../../../catalogue/measures/ex.toml")),
    ("measures/cs.toml", include_str!("../../../catalogue/measures/cs.toml")),
    ("duties.toml", include_str!("../../../catalogue/duties.toml")),
    ("tables.toml", include_str!("../../../catalogue/tables.toml")),
    ("handling.toml", include_str!("../../../catalogue/handling.toml")),
    ("responsibility.toml", include_str!("../../../catalogue/responsibility.toml")),
    ("clauses/organisation.toml", include_str!("../../../catalogue/clauses/organisation.toml")),
    ("clauses/information.toml", include_str!("../../../catalogue/clauses/information.toml")),
    ("clauses/product.toml", include_str!("../../../catalogue/clauses/product.toml")),
    ("clauses/operation.toml", include_str!("../../../catalogue/clauses/operation.toml")),
    ("clauses/incident.toml", include_str!("../../../catalogue/clauses/incident.toml")),
    ("clauses/oversight.toml", include_str!("../../../catalogue/clauses/oversight.toml")),
    ("clauses/liability.toml", include_str!("../../../catalogue/clauses/liability.toml")),
    ("articles.toml", include_str!("../../../catalogue/articles.toml")),
    ("annexes.toml", include_str!("../../../catalogue/annexes.toml")),
    ("papers.toml", include_str!("../../../catalogue/papers.toml")),
    ("papers/procurement.toml", include_str!("../../../catalogue/papers/procurement.toml")),
    ("papers/contracts.toml", include_str!("../../../catalogue/papers/contracts.toml")),
    ("papers/agreements.toml", include_str!("../../../catalogue/papers/agreements.toml")),
    ("papers/subcontracting.toml", include_str!("../../../catalogue/papers/subcontracting.toml")),
    ("papers/internal.toml", include_str!("../../../catalogue/papers/internal.toml")),
    ("papers/tables.toml", include_str!("../../../catalogue/papers/tables.toml")),
    ("terms.toml", include_str!("../../../catalogue/terms.toml")),
    ("concepts.toml", include_str!("../../../catalogue/concepts.toml")),
    ("lint.toml", include_str!("../../../catalogue/lint.toml")),
    ("crosswalks.toml", include_str!("../../../catalogue/crosswalks.toml")),
    ("questions.toml", include_str!("../../../catalogue/questions.toml")),
    ("holidays.toml", include_str!("../../../catalogue/holidays.toml")),
];

/// The whole catalogue, checked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(crate) envelopes: Vec<(String, Envelope)>,
    pub(crate) sources: Vec<Source>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) reasons: Vec<ReasonText>,
    pub(crate) choices: Choices,
    pub(crate) threats: Vec<Threat>,
    pub(crate) roles: Vec<RoleDuties>,
    pub(crate) families: load::Families,
    pub(crate) entries: Vec<Entry>,
    pub(crate) index: entry::Index,
    pub(crate) wordings: load::Wordings,
    pub(crate) concepts: Concepts,
    pub(crate) questions: Questions,
}

impl Catalogue {
    /// Reads the files embedded in the binary.
    ///
    /// # Errors
    /// Every problem found, with file and entry.
    pub fn load_embedded() -> Result<Self, Vec<CatalogueProblem>> {
        Self::load_from(EMBEDDED)
    }

    /// Reads the given files (name and text); a file of [`EMBEDDED`] that is not among them is a problem.
    ///
    /// # Errors
    /// Every problem found, with file and entry.
    pub fn load_from(files: &[(&str, &str)]) -> Result<Self, Vec<CatalogueProblem>> {
        load::load(files)
    }

    /// The edition all files belong to, such as `2026-11`.
    #[must_use]
    pub fn edition(&self) -> &str {
        self.envelopes.first().map_or("", |(_, envelope)| envelope.edition.as_str())
    }

    /// Each file with its envelope.
    pub fn envelopes(&self) -> impl Iterator<Item = (&str, &Envelope)> {
        self.envelopes.iter().map(|(file, envelope)| (file.as_str(), envelope))
    }

    /// The source documents.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// One source document.
    #[must_use]
    pub fn source(&self, id: &DocumentId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }

    /// Every gate condition, in the order of the file.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The conditions of one gate, in the order of the file.
    pub fn conditions_of(&self, gate: Gate) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |condition| condition.gate == gate)
    }

    /// One condition.
    #[must_use]
    pub fn condition(&self, id: &ConditionId) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.id == *id)
    }

    /// Every reason.
    #[must_use]
    pub fn reasons(&self) -> &[ReasonText] {
        &self.reasons
    }

    /// One reason by its code.
    #[must_use]
    pub fn reason(&self, code: &str) -> Option<&ReasonText> {
        self.reasons.iter().find(|reason| reason.code == code)
    }

    /// The sentence of a reason with its placeholders filled; the code itself when the catalogue does not know it.
    #[must_use]
    pub fn text(&self, code: &str, lang: Lang, params: &[(&str, String)]) -> String {
        self.reason(code).map_or_else(|| code.to_owned(), |reason| reason.fill(lang, params))
    }

    /// Plain words for what a person can choose.
    #[must_use]
    pub const fn choices(&self) -> &Choices {
        &self.choices
    }

    /// Threats for the risk analysis of an exception.
    #[must_use]
    pub fn threats(&self) -> &[Threat] {
        &self.threats
    }

    /// One threat.
    #[must_use]
    pub fn threat(&self, id: &ThreatId) -> Option<&Threat> {
        self.threats.iter().find(|threat| threat.id == *id)
    }

    /// Reads only what the contract check needs, from the embedded files, so that a single check starts at once.
    ///
    /// # Errors
    /// Every problem found, with file and entry.
    pub fn load_concepts() -> Result<Concepts, Vec<CatalogueProblem>> {
        load::load_concepts(EMBEDDED)
    }

    /// What the contract check looks for.
    #[must_use]
    pub const fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// What questionnaires are made from.
    #[must_use]
    pub const fn questions(&self) -> &Questions {
        &self.questions
    }

    /// Public holidays, year by year.
    #[must_use]
    pub fn holidays(&self) -> &[HolidayYear] {
        &self.families.holidays
    }

    /// Business days by these holidays.
    #[must_use]
    pub fn business_days(&self) -> domain::calendar::BusinessDays {
        holiday::business_days(self.holidays())
    }

    /// The duties of every role.
    #[must_use]
    pub fn roles(&self) -> &[RoleDuties] {
        &self.roles
    }

    /// The duties of one role.
    #[must_use]
    pub fn role(&self, role: Role) -> Option<&RoleDuties> {
        self.roles.iter().find(|duties| duties.role == role)
    }
}
