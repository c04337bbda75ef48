//! The contract check of an engagement: drafts that were kept, a checked draft beside what is asked of it, two versions
//! compared.

mod samples;

use app::contracts::Status;
use askama::Template;
use jiff::Timestamp;

use super::{Head, Tab};
use crate::{
    form::{Form, Opt},
    page::Shell,
    show::{Kind, Link, Mark},
};

pub use samples::samples;

/// A kept version.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// What people call the contract.
    pub contract: String,
    /// `第2版`, with its page.
    pub link: Link,
    /// How it stands.
    pub marks: Vec<Mark>,
    /// Kind of document.
    pub kind: String,
    /// When it was checked.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// `GET /engagements/{number}/contract`; posts `file` (multipart), `kind`, `contract`, `name`, `go` = `check` or `keep`.
#[derive(Debug, Template)]
#[template(path = "engagement/contract.html")]
pub struct Contracts {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Newest first.
    pub kept: Vec<VersionRow>,
    /// The form; labels `f-contract-…`; `None` when the person may not check.
    pub form: Option<Form>,
    /// Kept contracts a draft may be the next version of.
    pub contracts: Vec<Opt>,
    /// Kinds of documents.
    pub kinds: Vec<Opt>,
    /// Largest size, `20 MB`.
    pub limit: String,
}

impl Contracts {
    fn tab(&self) -> Tab {
        Tab::Contract
    }
}

/// A stretch of the text.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Its words.
    pub text: String,
    /// What a finding says of it.
    pub found: Option<Found>,
}

/// A passage that a finding rests on.
#[derive(Debug, Clone)]
pub struct Found {
    /// `met` or `weak`.
    pub tone: &'static str,
    /// The finding, `#f-audit_right`.
    pub href: String,
    /// Id of the passage, where it begins here.
    pub id: Option<String>,
    /// Word and name of the finding, where it ends here.
    pub tag: Option<String>,
}

/// A paragraph of the text.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Class: `head`, `text`, `cell`, `aside`.
    pub class: &'static str,
    /// Its stretches.
    pub stretches: Vec<Stretch>,
}

/// A passage quoted at a finding.
#[derive(Debug, Clone)]
pub struct Quote {
    /// `第15条第1項`
    pub place: String,
    /// Its anchor in the text.
    pub href: String,
    /// The words.
    pub words: String,
}

/// Our wording in one strength.
#[derive(Debug, Clone)]
pub struct Wording {
    /// Id on the page.
    pub id: String,
    /// How strict.
    pub strength: String,
    /// Heading.
    pub title: String,
    /// The text, line by line.
    pub text: String,
    /// What is open in it.
    pub open: Vec<String>,
}

/// One concept.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Id of the concept.
    pub concept: String,
    /// Number among the gaps, from 1.
    pub gap: Option<usize>,
    /// The number of the gap after it.
    pub next: Option<usize>,
    /// How it stands.
    pub mark: Mark,
    /// Its name.
    pub title: String,
    /// What the clause is for.
    pub meaning: String,
    /// Clauses in the catalogue.
    pub clauses: Vec<Link>,
    /// Why it is asked here.
    pub because: Vec<String>,
    /// Why it is weak or not stated.
    pub reasons: Vec<String>,
    /// Where it stands.
    pub quotes: Vec<Quote>,
    /// Values that were read from the text.
    pub values: Vec<String>,
    /// What a person said of it: from what, why, who.
    pub corrected: Option<String>,
    /// Ours, the strength of this engagement first.
    pub wordings: Vec<Wording>,
}

impl Finding {
    fn is_gap(&self) -> bool {
        self.gap.is_some()
    }
    fn id(&self) -> String {
        format!("f-{}", self.concept)
    }
}

/// Concepts of one tier.
#[derive(Debug, Clone)]
pub struct Group {
    /// `must`, `negotiable`, `not_expected`.
    pub code: &'static str,
    /// Its name.
    pub title: String,
    /// Gaps first.
    pub findings: Vec<Finding>,
}

/// A must-have that is lacking, on its way to insurance, tolerance and waiver.
#[derive(Debug, Clone)]
pub struct Negotiation {
    /// The clause, with the page on which a refusal is recorded.
    pub clause: Link,
    /// Id in the catalogue.
    pub id: String,
    /// In the text.
    pub text: Mark,
    /// What the other side said.
    pub refused: Option<String>,
    /// Their insurance.
    pub insurance: Option<String>,
    /// What we can bear.
    pub tolerance: Option<String>,
}

/// A remark of the linter.
#[derive(Debug, Clone)]
pub struct LintLine {
    /// `L2`
    pub id: String,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub text: String,
    /// How grave.
    pub mark: Mark,
}

/// What a draft that is not kept carries along, so that nothing stays with the server.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Name of the file.
    pub name: String,
    /// Its bytes in base64; empty when it is too large to be carried.
    pub content: String,
    /// Kind as it was chosen.
    pub kind: String,
    /// Contract it is the next version of.
    pub contract: String,
    /// Name typed for a new contract.
    pub title: String,
}

/// What is different since another version.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// Name of the concept.
    pub title: String,
    /// Better, worse.
    pub mark: Mark,
    /// From what to what.
    pub text: String,
    /// Words before.
    pub before: Vec<String>,
    /// Words after.
    pub after: Vec<String>,
}

/// The result of a check. `GET /engagements/{number}/contract/{id}` for a kept one, the answer to a posted file otherwise.
#[derive(Debug, Template)]
#[template(path = "engagement/contract_result.html")]
pub struct Result {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// Name of the file.
    pub file: String,
    /// Digest of the file.
    pub sha256: String,
    /// Kind of document.
    pub kind: String,
    /// Client and vendor as the text names them.
    pub parties: (String, String),
    /// Edition of the catalogue.
    pub edition: String,
    /// The kept version: contract, version, address, when, by whom.
    pub kept: Option<VersionRow>,
    /// Id of the kept check; empty when nothing is kept.
    pub id: String,
    /// What is carried along when nothing is kept and the person may keep it.
    pub carried: Option<Carried>,
    /// Whether the file is a Word file.
    pub is_word: bool,
    /// How the file was read.
    pub notices: Vec<String>,
    /// Counts: tier, stated, weak, not stated.
    pub totals: Vec<(String, usize, usize, usize)>,
    /// Only gaps are shown.
    pub only_gaps: bool,
    /// The text.
    pub text: Vec<Paragraph>,
    /// The findings.
    pub groups: Vec<Group>,
    /// Remarks on the wording.
    pub lint: Vec<LintLine>,
    /// Must-haves to talk about, and how their waiver stands.
    pub negotiation: (Vec<Negotiation>, Option<Link>),
    /// The version before, and what changed since.
    pub before: Option<(Link, Vec<ChangeLine>)>,
    /// Corrections that no longer fit.
    pub lapsed: Vec<String>,
    /// What a person may say of a finding; `None` when this one may not.
    pub correct: Option<(Form, Vec<Opt>)>,
}

impl Result {
    fn word(&self, code: &str) -> &'static str {
        Status::from_code(code).map_or("", |status| status.words().get(self.ui.lang))
    }
    fn digest(&self) -> String {
        self.sha256.chars().take(12).collect()
    }
    fn gaps(&self) -> usize {
        self.groups.iter().flat_map(|g| &g.findings).filter(|f| f.is_gap()).count()
    }
    fn address(&self, tail: &str) -> String {
        self.head.to(&format!("contract/{}{tail}", self.id))
    }
    fn asked(&self) -> usize {
        self.totals.iter().map(|(_, stated, weak, missing)| stated + weak + missing).sum()
    }
    /// Widths of the bar: not stated, weak, stated, of a thousand.
    fn bar(&self) -> Vec<(&'static str, usize, usize)> {
        let sum = |of: fn(&(String, usize, usize, usize)) -> usize| self.totals.iter().map(of).sum::<usize>();
        let parts = [("none", sum(|t| t.3)), ("weak", sum(|t| t.2)), ("met", sum(|t| t.1))];
        let all = self.asked().max(1);
        let mut at = 0;
        let mut out = Vec::new();
        for (code, n) in parts.into_iter().filter(|(_, n)| *n > 0) {
            let width = n * 1000 / all;
            out.push((code, at, width.saturating_sub(4).max(1)));
            at += width;
        }
        out
    }
}

/// `GET /engagements/{number}/contract/{id}/changes?since=…`
#[derive(Debug, Template)]
#[template(path = "engagement/contract_changes.html")]
pub struct Changes {
    /// Shared part.
    pub ui: Shell,
    /// Head.
    pub head: Head,
    /// What people call the contract.
    pub contract: String,
    /// The older and the newer version.
    pub versions: (Link, Link),
    /// Other versions to compare with.
    pub others: Vec<Link>,
    /// What is different.
    pub changes: Vec<ChangeLine>,
}
