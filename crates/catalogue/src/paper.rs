//! Papers: what each document of an engagement is made of, as data.
//!
//! A paper is a list of [`Part`]s of a closed set; tables take their rows from a closed list of [`RowSource`]s. Who drafts
//! a paper, who fills which box by hand, who seals it and to whom it goes is written here; how it looks is not.

mod part;
mod rows;

use domain::engagement::{Category, Stage};
use serde::{Deserialize, Serialize};

pub use part::{ArticleSource, Box as FormBox, ClauseForm, Column, ListStyle, Mark, Part, Signer, Step};
pub use rows::RowSource;

use crate::{
    SourceRef, Text,
    wording::{AnnexId, PaperId, Parameter, Strength, Trigger},
};

domain::codes! {
    /// Who has to do with a paper.
    pub enum Party ("関係者", "Party") {
        /// The program writes it from the engagement.
        Program = "program" ("自動で入る", "Filled by the program"),
        /// The client's unit.
        Client = "client" ("委託元", "Client"),
        /// An officer of the client who decides.
        Officer = "officer" ("委託元の責任者", "Client's officer"),
        /// The contractor; before the award a bidder.
        Contractor = "contractor" ("委託先", "Contractor"),
        /// A subcontractor.
        Subcontractor = "subcontractor" ("再委託先", "Subcontractor"),
        /// A person who does the work.
        Worker = "worker" ("従事者", "Worker"),
        /// The auditor.
        Auditor = "auditor" ("監査人", "Auditor"),
    }
}

domain::codes! {
    /// How the addressee is written to.
    pub enum Honorific ("敬称", "Form of address") {
        /// 御中, to an organisation.
        Onchu = "onchu" ("御中", "To an organisation"),
        /// 様, to a person.
        Sama = "sama" ("様", "To a person"),
    }
}

domain::codes! {
    /// How the page lies.
    pub enum Orientation ("用紙の向き", "Orientation") {
        /// A4 upright.
        Portrait = "portrait" ("縦", "Portrait"),
        /// A4 on its side, for wide tables.
        Landscape = "landscape" ("横", "Landscape"),
    }
}

domain::codes! {
    /// Whether an annex shares its pages.
    #[derive(Default)]
    pub enum Pages ("ページの使い方", "Use of pages") {
        /// It begins a page and nothing follows on it: it is filled, replaced or handed in by itself.
        #[default]
        Own = "own" ("独立", "Own"),
        /// It stands below the annex before it where both share their pages and lie the same way.
        Shared = "shared" ("続けて置く", "Shared"),
    }
}

domain::codes! {
    /// Files a paper is made as.
    pub enum FileKind ("ファイルの形", "File") {
        /// Word.
        Docx = "docx" ("Word", "Word"),
        /// Excel, where a table is filled in.
        Xlsx = "xlsx" ("Excel", "Excel"),
        /// PDF.
        Pdf = "pdf" ("PDF", "PDF"),
    }
}

/// To whom a paper goes. A paper without one is a contract between parties or an internal record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addressee {
    /// The party.
    pub party: Party,
    /// 御中 or 様.
    pub honorific: Honorific,
    /// Name and post, with placeholders.
    pub line: Text,
}

/// One paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Permanent id.
    pub id: PaperId,
    /// 様式番号: `様式第7号`, `Form 7`.
    pub form_number: Text,
    /// Title at the head.
    pub title: Text,
    /// What it is for and who does what with it, for the person about to draft it.
    pub purpose: Text,
    /// The stage it belongs to.
    pub stage: Stage,
    /// Who brings it into being.
    pub drafted_by: Party,
    /// To whom it goes.
    #[serde(default)]
    pub addressee: Option<Addressee>,
    /// Who it comes from; left out for contracts.
    #[serde(default)]
    pub sender: Option<Party>,
    /// Running head, with placeholders.
    pub header: Text,
    /// How the page lies.
    pub orientation: Orientation,
    /// Files it is made as, the usual one first.
    pub files: Vec<FileKind>,
    /// Categories it is for; empty = all.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// Facts of which one must hold; empty = any engagement.
    #[serde(default)]
    pub when: Vec<Trigger>,
    /// Strength proposed first, where the paper holds clauses.
    #[serde(default)]
    pub strength: Option<Strength>,
    /// Where it comes from.
    pub source: Vec<SourceRef>,
    /// What a person sets for this paper, beside the parameters of its clauses.
    #[serde(default)]
    pub inputs: Vec<Parameter>,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// An annex 別紙, attached to every paper whose text cites it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Permanent id.
    pub id: AnnexId,
    /// Title.
    pub title: Text,
    /// What is written in it and who keeps it up to date.
    pub purpose: Text,
    /// Who fills it.
    pub filled_by: Party,
    /// How the page lies.
    pub orientation: Orientation,
    /// Whether it shares its pages.
    #[serde(default)]
    pub pages: Pages,
    /// What a person sets for it.
    #[serde(default)]
    pub inputs: Vec<Parameter>,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// Papers drafted together at one stage, in the order they are used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The stage.
    pub stage: Stage,
    /// What the person holds in hand with it.
    pub title: Text,
    /// The papers.
    pub papers: Vec<PaperId>,
}
