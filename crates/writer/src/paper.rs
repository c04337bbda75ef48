//! The model of a paper: what stands in it and in which order, never how it looks.
//!
//! A [`Paper`] is plain data. The outputs (docx, PDF, HTML) number its articles and
//! resolve its references through the same [`Numbers`], so that 第5条 is 第5条 in all of them.
//!
//! ```
//! use domain::Lang;
//! use writer::paper::{Article, Clause, Numbers, Paper, Part, Run};
//!
//! let mut paper = Paper::new(Lang::Ja, "業務委託契約書");
//! paper.push(Part::article(Article::new("purpose", "目的").clause("この契約は、条件を定める。")));
//! paper.push(Part::article(
//!     Article::new("return", "返還").clause(Clause::of(vec![Run::article("purpose"), "の業務が終わったとき".into()])),
//! ));
//! let numbers = Numbers::of(&paper)?;
//! assert_eq!(numbers.plain(&Run::article("purpose")), "第1条");
//! # Ok::<(), writer::paper::PaperError>(())
//! ```

mod article;
mod block;
mod change;
mod error;
pub(crate) mod number;
mod quotes;
mod run;
mod table;
mod words;

use domain::Lang;
use serde::{Deserialize, Serialize};

pub use article::{Article, ArticleForm, Clause, Item};
pub use block::{
    Addressee, Annex, Begins, Form, FormRow, Heading, HeadingMark, Honorific, List, ListMark, Mark, Orientation, Party,
    Seals, Side, Signatures,
};
pub(crate) use block::{PartyLine, Ruled};
pub use change::{Change, ChangeKind, Stretch, changes};
pub use error::PaperError;
pub(crate) use number::{Counter, Piece, form};
pub use number::{Many, Number, Numbers, Target, TargetKind};
pub use run::{Key, Run, Runs, Trace, TraceId, plain};
pub(crate) use table::Placed;
pub use table::{Align, Cell, Column, Row, Shade, Table};
pub(crate) use words::Words;

/// A paper: what is said about it, and its parts from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Language of the paper: its numbering, punctuation and typefaces.
    pub lang: Lang,
    /// Title, number, version, date and whether anything is open.
    pub meta: Meta,
    /// How articles look.
    #[serde(default)]
    pub articles: ArticleForm,
    /// How the pages lie until an annex says otherwise.
    #[serde(default)]
    pub orientation: Orientation,
    /// The parts.
    pub parts: Vec<Part>,
}

/// What is said about a paper on every page of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Title; also the title of the file for viewers.
    pub title: String,
    /// Number of the contract (契約番号) the paper belongs to, printed before its own number.
    #[serde(default)]
    pub contract: Option<String>,
    /// Document number (文書番号).
    pub number: Option<String>,
    /// Version as printed, such as `第1.0版`.
    pub version: Option<String>,
    /// Date as printed, such as `令和8年11月22日`.
    pub date: Option<String>,
    /// Form number (様式番号), printed at the top left of every page.
    pub form_number: Option<String>,
    /// Edition of the catalogue the paper was made from, printed small in the footer.
    pub edition: Option<String>,
    /// Whether everything is settled.
    #[serde(default)]
    pub status: Status,
}

/// Whether everything in a paper is settled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing is open, unless a [`Run::Open`] says otherwise.
    #[default]
    Final,
    /// These points are open: the paper carries the mark 未確定 and lists them.
    Open(Vec<String>),
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is.
    pub body: Body,
    /// Requirements and sources it comes from; shown by the HTML preview only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Trace,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The title of the paper, large and centred. Usually the words of [`Meta::title`].
    Title(String),
    /// Who it is for, or who it is from.
    Addressee(Addressee),
    /// Lines at one side, such as number and date at the top right.
    Lines {
        /// At which side.
        side: Side,
        /// The lines.
        lines: Vec<Runs>,
    },
    /// A heading.
    Heading(Heading),
    /// A paragraph of running text.
    Paragraph(Runs),
    /// A line in the middle, such as 記.
    Centred(Runs),
    /// An article of a contract.
    Article(Article),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A form of labels and values.
    Form(Form),
    /// Where the parties sign.
    Signatures(Signatures),
    /// A row of boxes for seals, such as 承認・審査・作成.
    Seals(Seals),
    /// A remark in small print.
    Note(Runs),
    /// What follows begins a new page.
    PageBreak,
    /// An annex begins here and lasts until the next one.
    Annex(Annex),
}

impl Paper {
    /// An empty paper with a title.
    #[must_use]
    pub fn new(lang: Lang, title: impl Into<String>) -> Self {
        Self {
            lang,
            meta: Meta { title: title.into(), ..Meta::default() },
            articles: ArticleForm::default(),
            orientation: Orientation::default(),
            parts: Vec::new(),
        }
    }

    /// Puts a part at the end.
    pub fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// What is open: the points of [`Status::Open`], then the open places in the text that no
    /// point names yet. Empty when the paper is final.
    #[must_use]
    pub fn open_points(&self) -> Vec<String> {
        let mut out = match &self.meta.status {
            Status::Final => Vec::new(),
            Status::Open(points) => points.clone(),
        };
        self.each_run(&mut |run| {
            if let Run::Open(label) = run
                && !out.iter().any(|point| point.contains(label.as_str()))
            {
                out.push(label.clone());
            }
        });
        out
    }

    /// Whether the paper carries the mark 未確定.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.meta.status, Status::Open(_)) || !self.open_points().is_empty()
    }

    /// What stands at the right of every page's head: number of the contract, number and version.
    pub(crate) fn header_text(&self) -> String {
        let words = Words::of(self.lang);
        let contract = self.meta.contract.as_ref().map(|contract| format!("{} {contract}", words.contract));
        // Beside the number of a contract the paper's own number needs no word before it, and the line stays short.
        let number = self.meta.number.as_ref().map(|number| match contract {
            Some(_) => number.clone(),
            None => format!("{} {number}", words.number),
        });
        let gap = match self.lang {
            Lang::Ja => "\u{3000}",
            Lang::En => ", ",
        };
        [contract, number, self.meta.version.clone()].into_iter().flatten().collect::<Vec<_>>().join(gap)
    }

    /// What stands small at the right of every page's foot: the edition of the catalogue.
    pub(crate) fn footer_text(&self) -> String {
        let words = Words::of(self.lang);
        self.meta.edition.as_ref().map(|edition| format!("{} {edition}", words.edition)).unwrap_or_default()
    }

    /// Goes over every run, in the order of print.
    pub fn each_run<'a>(&'a self, see: &mut impl FnMut(&'a Run)) {
        for part in &self.parts {
            part.body.each_runs(&mut |runs| runs.iter().for_each(&mut *see));
        }
    }
}

impl Part {
    /// A part that comes from nothing in particular.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self { body, trace: Vec::new() }
    }

    /// The same part with what it comes from.
    #[must_use]
    pub fn from_sources<T: Into<TraceId>>(mut self, ids: impl IntoIterator<Item = T>) -> Self {
        self.trace.extend(ids.into_iter().map(Into::into));
        self
    }

    /// The title.
    #[must_use]
    pub fn title(text: impl Into<String>) -> Self {
        Self::new(Body::Title(text.into()))
    }

    /// A heading without a number; level 1 is the highest.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::new(Body::Heading(Heading::new(level, text)))
    }

    /// A heading with a number (1, 1.1, (1)).
    #[must_use]
    pub fn numbered_heading(level: u8, text: impl Into<String>) -> Self {
        Self::new(Body::Heading(Heading::new(level, text).numbered()))
    }

    /// A paragraph.
    #[must_use]
    pub fn paragraph(runs: impl Into<Run>) -> Self {
        Self::new(Body::Paragraph(vec![runs.into()]))
    }

    /// A paragraph of several runs.
    #[must_use]
    pub const fn runs(runs: Runs) -> Self {
        Self::new(Body::Paragraph(runs))
    }

    /// An article.
    #[must_use]
    pub const fn article(article: Article) -> Self {
        Self::new(Body::Article(article))
    }

    /// A table.
    #[must_use]
    pub const fn table(table: Table) -> Self {
        Self::new(Body::Table(table))
    }

    /// A remark in small print.
    #[must_use]
    pub fn note(text: impl Into<Run>) -> Self {
        Self::new(Body::Note(vec![text.into()]))
    }

    /// An annex; references name it by its key.
    #[must_use]
    pub fn annex(key: impl Into<Key>, title: impl Into<String>) -> Self {
        Self::new(Body::Annex(Annex {
            key: key.into(),
            title: title.into(),
            orientation: Orientation::default(),
            begins: Begins::default(),
        }))
    }

    /// A page break.
    #[must_use]
    pub const fn page_break() -> Self {
        Self::new(Body::PageBreak)
    }
}

impl Body {
    /// Goes over every group of runs, in the order of print.
    pub(crate) fn each_runs<'a>(&'a self, see: &mut impl FnMut(&'a Runs)) {
        match self {
            Self::Lines { lines, .. } => lines.iter().for_each(see),
            Self::Heading(Heading { text, .. }) => see(text),
            Self::Paragraph(runs) | Self::Centred(runs) | Self::Note(runs) => see(runs),
            Self::Article(article) => article.clauses.iter().for_each(|clause| clause.each_runs(see)),
            Self::List(list) => list.items.iter().for_each(|item| item.each_runs(see)),
            Self::Table(table) => table.each_runs(see),
            Self::Form(form) => form.rows.iter().for_each(|row| row.value.iter().for_each(&mut *see)),
            Self::Title(_)
            | Self::Addressee(_)
            | Self::Signatures(_)
            | Self::Seals(_)
            | Self::PageBreak
            | Self::Annex(_) => {}
        }
    }
}
