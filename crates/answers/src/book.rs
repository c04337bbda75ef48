//! The book and its parts. A value of these types came through [`AnswerBook::parse`] and is sound.

use std::collections::BTreeSet;

use catalogue::measure::Evidence as Kind;
use domain::fold::fold;
use jiff::civil::Date;
use ledger::Digest;
use serde::Serialize;

use crate::Said;

/// How long an answer is fresh where the book does not say, in days.
pub(crate) const FRESH_DAYS: u16 = 365;
/// Hexadecimal digits of a proof's digest in the id made of it.
const CONTENT_DIGITS: usize = 24;

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ScopeKind {
    /// A service the contractor offers.
    Service,
    /// A place of work.
    Site,
}

impl ScopeKind {
    /// The codes, as the file spells them.
    pub const ALL: [(&'static str, Self); 2] = [("service", Self::Service), ("site", Self::Site)];
}

/// A part of the contractor that has answers of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// Its id within the book.
    pub id: String,
    /// What it is.
    pub kind: ScopeKind,
    /// Its name.
    pub name: Said,
}

/// A proof. Answers name it by its id, so that one proof that ends touches every answer resting on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its id within the book.
    pub id: String,
    /// Its name, such as a document with its edition.
    pub name: String,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Last day it is good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// SHA-256 of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
    /// Name of the file, beside the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

impl Evidence {
    /// Whether it is good on a day.
    #[must_use]
    pub fn is_good(&self, day: Date) -> bool {
        self.valid_until.is_none_or(|until| until >= day)
    }

    /// The id of a proof that was given none: made of all it says. The same proof has it in every book, another never, so
    /// that taking one book into another cannot put an answer on a proof it did not name.
    pub(crate) fn content_id(&self) -> String {
        let said = (&self.name, self.kind, self.valid_until, self.sha256, &self.file);
        let digest = Digest::of_bytes(&serde_json::to_vec(&said).unwrap_or_default()).to_string();
        format!("proof-{}", digest.get(..CONTENT_DIGITS).unwrap_or(&digest))
    }
}

/// How far a measure is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// 1 none, 2 partly, 3 done, 4 done and checked, 5 improved.
    Level(u8),
    /// It does not apply, and why.
    NotApplicable(Said),
}

/// What an answer is about: a measure, for the company or a scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Target {
    /// The measure, such as `CM-LG-01`.
    pub measure: String,
    /// Id of the scope; `None` for the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.scope {
            None => f.write_str(&self.measure),
            Some(scope) => write!(f, "{} ({scope})", self.measure),
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What it is about.
    #[serde(flatten)]
    pub target: Target,
    /// How far the measure is carried out.
    #[serde(flatten)]
    pub standing: Standing,
    /// Words to the client.
    #[serde(skip_serializing_if = "Said::is_empty")]
    pub remark: Said,
    /// Ids of the proofs it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// Day of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<Date>,
}

/// The contractor's consent that a client is given answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    /// The client's name; spellings of one name are the same client.
    pub client: String,
    /// First day it holds.
    pub given_on: Date,
    /// Last day it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Day it was taken back; from then on it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<Date>,
    /// Measures it is for, or their families (`CM-LG`); none: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// Scopes it is for, `company` for the company; none: all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Whether files of proofs may be handed over, or their names and digests only.
    pub files: bool,
}

impl Consent {
    /// Whether it is this client's, however the name is spelt.
    #[must_use]
    pub fn is_of(&self, client: &str) -> bool {
        fold(&self.client) == fold(client)
    }

    /// Whether it speaks of this answer.
    #[must_use]
    pub fn covers(&self, target: &Target) -> bool {
        let scope = target.scope.as_deref().unwrap_or("company");
        let measure = |m: &String| {
            *m == target.measure || target.measure.strip_prefix(m.as_str()).is_some_and(|rest| rest.starts_with('-'))
        };
        (self.scopes.is_empty() || self.scopes.iter().any(|s| s == scope))
            && (self.measures.is_empty() || self.measures.iter().any(measure))
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.given_on <= day && self.ended(day).is_none()
    }

    /// The day it ended, where it has ended by a day.
    #[must_use]
    pub fn ended(&self, day: Date) -> Option<Date> {
        let ran_out = self.until.filter(|until| *until < day);
        let withdrawn = self.withdrawn_on.filter(|on| *on <= day);
        [ran_out, withdrawn].into_iter().flatten().min()
    }
}

/// The answers of a contractor, their proofs, and who may be given what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerBook {
    pub(crate) organisation: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) edition: Option<String>,
    pub(crate) stale_after_days: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<Scope>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) evidence: Vec<Evidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<Answer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) consents: Vec<Consent>,
}

impl AnswerBook {
    /// Whose answers they are.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.organisation
    }

    /// The edition of the common measures the answers were given to.
    #[must_use]
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }

    /// Days after which an answer is stale.
    #[must_use]
    pub const fn stale_after_days(&self) -> u16 {
        self.stale_after_days
    }

    /// Services and sites with answers of their own.
    #[must_use]
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// Every proof.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// Every answer, in the order of the book.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Which client may be given what.
    #[must_use]
    pub fn consents(&self) -> &[Consent] {
        &self.consents
    }

    /// A proof by its id.
    #[must_use]
    pub fn proof(&self, id: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|e| e.id == id)
    }

    /// The proofs an answer rests on.
    pub fn proofs<'a>(&'a self, answer: &'a Answer) -> impl Iterator<Item = &'a Evidence> {
        answer.evidence.iter().filter_map(|id| self.proof(id))
    }

    /// The answer to a target.
    #[must_use]
    pub fn answer(&self, target: &Target) -> Option<&Answer> {
        self.answers.iter().find(|a| a.target == *target)
    }

    /// The same book with the digest of a proof's file.
    #[must_use]
    pub fn with_digest(mut self, evidence: &str, sha256: Digest) -> Self {
        for proof in self.evidence.iter_mut().filter(|e| e.id == evidence) {
            proof.sha256 = Some(sha256);
        }
        self
    }

    /// Ids of the proofs whose files a client may be handed on a day: those of the answers for which it has a consent that
    /// speaks of files. A consent to other answers is none to these.
    #[must_use]
    pub fn handed(&self, client: &str, day: Date) -> BTreeSet<&str> {
        let theirs: Vec<&Consent> =
            self.consents.iter().filter(|c| c.files && c.is_of(client) && c.holds(day)).collect();
        let covered = self.answers.iter().filter(|a| theirs.iter().any(|c| c.covers(&a.target)));
        covered.flat_map(|a| &a.evidence).map(String::as_str).collect()
    }

    /// What a client may be given on a day: the answers it has consent for, the proofs they rest on, its own consents.
    #[must_use]
    pub fn clipped(&self, client: &str, day: Date) -> Self {
        let theirs: Vec<Consent> = self.consents.iter().filter(|c| c.is_of(client) && c.holds(day)).cloned().collect();
        let answers: Vec<Answer> =
            self.answers.iter().filter(|a| theirs.iter().any(|c| c.covers(&a.target))).cloned().collect();
        let linked: BTreeSet<&String> = answers.iter().flat_map(|a| &a.evidence).collect();
        let named: BTreeSet<&String> = answers
            .iter()
            .filter_map(|a| a.target.scope.as_ref())
            .chain(theirs.iter().flat_map(|c| &c.scopes))
            .collect();
        Self {
            organisation: self.organisation.clone(),
            edition: self.edition.clone(),
            stale_after_days: self.stale_after_days,
            scopes: self.scopes.iter().filter(|s| named.contains(&s.id)).cloned().collect(),
            evidence: self.evidence.iter().filter(|e| linked.contains(&e.id)).cloned().collect(),
            answers: answers.clone(),
            consents: theirs,
        }
    }

    /// The book as TOML that [`Self::parse`] reads.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The book as JSON that [`Self::parse`] reads, for people.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }
}
