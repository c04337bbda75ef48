//! Answers that are kept here for the next time, by measure and scope: those a contractor agreed to, and this organisation's own
//! for clients of its own. The book a contractor keeps itself, with consents and bundles, is in `answers`.

use std::collections::{BTreeMap, BTreeSet};

use answers::{Evidence, Given, Offer, Said, Standing, Withheld};
use catalogue::question::QuestionId;
use domain::Lang;
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{Answer, Proof, Set, Value};

domain::codes! {
    /// How far an answer of the book reaches.
    pub enum ScopeKind ("回答の範囲", "Scope of an answer") {
        /// The whole company.
        Company = "company" ("会社全体", "Whole company"),
        /// One service.
        Service = "service" ("サービス", "Service"),
        /// One place.
        Site = "site" ("拠点", "Site"),
    }
}

domain::codes! {
    /// Whether an answer of the book can still be offered.
    pub enum Freshness ("新しさ", "Freshness") {
        /// Yes.
        Fresh = "fresh" ("新しい", "Current"),
        /// Given too long ago.
        Stale = "stale" ("古い（見直しが要ります）", "Old: look at it again"),
        /// Its evidence has expired.
        Expired = "expired" ("証跡の期限切れ", "Evidence expired"),
    }
}

/// What an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookScope {
    /// How far.
    pub kind: ScopeKind,
    /// Name of the service or site; empty for the company.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

impl BookScope {
    /// The whole company.
    #[must_use]
    pub const fn company() -> Self {
        Self { kind: ScopeKind::Company, name: String::new() }
    }
}

/// One answer of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookEntry {
    /// Id of the measure.
    pub measure: QuestionId,
    /// What it is about.
    pub scope: BookScope,
    /// The answer: a level, or not applicable.
    pub answer: Answer,
    /// Day it was given.
    pub answered_on: Date,
}

impl BookEntry {
    /// Days after which an answer is to be looked at again.
    pub const STALE_AFTER: i32 = 365;

    /// How it stands on a day. One expired proof is enough: whoever relies on the answer is told at once.
    #[must_use]
    pub fn freshness(&self, today: Date) -> Freshness {
        if self.answer.evidence.iter().any(|proof| proof.expired(today)) {
            return Freshness::Expired;
        }
        let last = self.answered_on.saturating_add(Span::new().days(Self::STALE_AFTER));
        if last < today { Freshness::Stale } else { Freshness::Fresh }
    }
}

/// A contractor's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// Whose.
    pub organisation: String,
    /// The answers, one for a measure and scope.
    pub entries: Vec<BookEntry>,
}

impl Book {
    /// The answer to a measure for a scope, or else for the whole company.
    #[must_use]
    pub fn answer(&self, measure: &QuestionId, scope: &BookScope) -> Option<&BookEntry> {
        let of = |wanted: &BookScope| self.entries.iter().find(|e| e.measure == *measure && e.scope == *wanted);
        of(scope).or_else(|| of(&BookScope::company()))
    }

    /// What can be offered for the questions of a set: by measure id, never by the words of a question.
    #[must_use]
    pub fn offers(&self, set: &Set, scope: &BookScope) -> BTreeMap<QuestionId, &BookEntry> {
        let measures = set.questions.iter().filter(|q| q.is_measure());
        measures.filter_map(|q| Some((q.id.clone(), self.answer(&q.id, scope)?))).collect()
    }

    /// Puts an answer in, in place of one for the same measure and scope.
    pub fn put(&mut self, entry: BookEntry) {
        self.entries.retain(|e| e.measure != entry.measure || e.scope != entry.scope);
        self.entries.push(entry);
        self.entries.sort_by(|a, b| (&a.measure, &a.scope).cmp(&(&b.measure, &b.scope)));
    }

    /// The book as filling a client's sheet uses it, as it stands on a day: what is old or has expired proofs is left out,
    /// so that nobody signs for it unseen, and says why.
    #[must_use]
    pub fn for_sheets(&self, scope: &BookScope, today: Date) -> Offer {
        let mut measures: Vec<&QuestionId> = self.entries.iter().map(|e| &e.measure).collect();
        measures.dedup();
        let entries = measures.into_iter().filter_map(|m| self.answer(m, scope));
        let (mut fresh, mut left) = (Vec::new(), Vec::new());
        for entry in entries {
            match withheld(entry, today) {
                Some(why) => left.push((entry.measure.to_string(), why)),
                None => fresh.extend(given(entry)),
            }
        }
        let here: BTreeSet<&QuestionId> =
            self.entries.iter().filter(|e| self.answer(&e.measure, scope).is_some()).map(|e| &e.measure).collect();
        for entry in self.entries.iter().filter(|e| !here.contains(&e.measure)) {
            let of = |e: &&BookEntry| e.measure == entry.measure;
            let scopes = self.entries.iter().filter(of).map(|e| e.scope.name.clone()).collect();
            left.push((entry.measure.to_string(), Withheld::OtherScope { scopes }));
        }
        Offer::plain(fresh).withholding(left)
    }
}

/// Why an answer is not given on a day, if it is not.
fn withheld(entry: &BookEntry, today: Date) -> Option<Withheld> {
    match entry.freshness(today) {
        Freshness::Fresh => None,
        Freshness::Stale => {
            let days = u16::try_from(BookEntry::STALE_AFTER).unwrap_or(u16::MAX);
            Some(Withheld::Stale { answered_on: entry.answered_on, days })
        }
        Freshness::Expired => {
            let ended =
                entry.answer.evidence.iter().filter_map(|p| Some((p.valid_until.filter(|_| p.expired(today))?, p)));
            let (on, proof) = ended.max_by_key(|(on, _)| *on)?;
            let name = proof.name.clone();
            let none = entry.answer.evidence.iter().all(|p| p.expired(today));
            Some(if none { Withheld::ProofEnded { name, on } } else { Withheld::ProofLapsed { name, on } })
        }
    }
}

fn given(entry: &BookEntry) -> Option<Given> {
    let both = |text: &str| {
        let text = Some(text.to_owned()).filter(|t| !t.is_empty());
        Said { ja: text.clone(), en: text }
    };
    let standing = match &entry.answer.value {
        Value::Level(level) => Standing::Level(*level),
        Value::NotApplicable(reason) => Standing::NotApplicable(both(reason)),
        _ => return None,
    };
    let evidence = entry.answer.evidence.iter().enumerate().map(|(at, proof)| Evidence {
        id: format!("E{}", at.saturating_add(1)),
        name: proof.name.clone(),
        kind: proof.kind,
        valid_until: proof.valid_until,
        sha256: proof.sha256.as_ref().and_then(|text| text.parse().ok()),
        file: None,
    });
    Some(Given {
        measure: entry.measure.to_string(),
        standing,
        remark: both(&entry.answer.remark),
        evidence: evidence.collect(),
        answered_on: Some(entry.answered_on),
    })
}

impl Book {
    /// What a contractor's own book gives on a day, for the whole company, and how many answers it withholds because they are
    /// old, unproven or not agreed to. The day is `today` where an answer has none.
    #[must_use]
    pub fn from_offer(organisation: &str, offer: &Offer, today: Date) -> (Self, usize) {
        let mut withheld = 0_usize;
        let mut entries = Vec::new();
        for (measure, offered) in offer.iter() {
            match (offered, measure.parse()) {
                (Ok(given), Ok(measure)) => entries.push(taken(measure, given, today)),
                _ => withheld = withheld.saturating_add(1),
            }
        }
        (Self { organisation: organisation.to_owned(), entries }, withheld)
    }
}

fn taken(measure: QuestionId, given: &Given, today: Date) -> BookEntry {
    let value = match &given.standing {
        Standing::Level(level) => Value::Level(*level),
        Standing::NotApplicable(said) => Value::NotApplicable(said.get(Lang::Ja).unwrap_or_default().to_owned()),
    };
    let evidence = given.evidence.iter().map(|e| Proof {
        name: e.name.clone(),
        kind: e.kind,
        valid_until: e.valid_until,
        sha256: e.sha256.map(|digest| digest.to_string()),
    });
    let remark = given.remark.get(Lang::Ja).unwrap_or_default().to_owned();
    BookEntry {
        measure,
        scope: BookScope::company(),
        answer: Answer { value, remark, evidence: evidence.collect() },
        answered_on: given.answered_on.unwrap_or(today),
    }
}
