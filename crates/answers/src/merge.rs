//! Taking the answers of a bundle into a book. The whole result is made first; what does not fit is said, nothing is
//! taken by halves.

use std::collections::BTreeMap;

use domain::{Lang, fold::fold};
use serde::Serialize;

use crate::{Answer, AnswerBook, Consent, Evidence, Target};

/// What becomes of an answer or a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The book did not have it.
    Added,
    /// The book has the same.
    Same,
    /// The bundle's is newer and takes its place.
    Replaced,
    /// The book's is newer and stays.
    Kept,
    /// They differ and neither is newer, or they are two proofs under one id; a person decides.
    Conflict,
}

impl Fate {
    /// In one language.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Added, Lang::Ja) => "追加",
            (Self::Same, Lang::Ja) => "同じ",
            (Self::Replaced, Lang::Ja) => "新しいので置き換え",
            (Self::Kept, Lang::Ja) => "手元が新しいので残す",
            (Self::Conflict, Lang::Ja) => "食い違い",
            (Self::Added, Lang::En) => "added",
            (Self::Same, Lang::En) => "the same",
            (Self::Replaced, Lang::En) => "newer, replaced",
            (Self::Kept, Lang::En) => "older, kept yours",
            (Self::Conflict, Lang::En) => "conflict",
        }
    }
}

/// One answer or proof with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeLine {
    /// The answer's target, or `evidence ID`.
    pub entry: String,
    /// What becomes of it.
    pub fate: Fate,
}

/// A book with the answers of another taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The whole result; conflicts stand in it as the book had them.
    pub book: AnswerBook,
    /// One line for each answer and proof of the other.
    pub lines: Vec<MergeLine>,
}

impl Merge {
    /// What a person has to decide.
    pub fn conflicts(&self) -> impl Iterator<Item = &MergeLine> {
        self.lines.iter().filter(|l| l.fate == Fate::Conflict)
    }
}

impl AnswerBook {
    /// The same book with every answer and proof of the other that it differs in and that is not older.
    #[must_use]
    pub fn preferring(mut self, other: &Self) -> Self {
        for own in &mut self.answers {
            let better = other.answers.iter().find(|a| a.target == own.target && a.answered_on >= own.answered_on);
            if let Some(better) = better {
                *own = better.clone();
            }
        }
        for own in &mut self.evidence {
            let longer = |e: &&Evidence| match (e.valid_until, own.valid_until) {
                (Some(a), Some(b)) => a >= b,
                _ => true,
            };
            if let Some(better) = other.evidence.iter().filter(|e| e.id == own.id).find(longer) {
                *own = better.clone();
            }
        }
        self
    }
}

/// The two books are not of one contractor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the book is of \"{book}\", the bundle of \"{bundle}\"")]
pub struct OtherOrganisation {
    /// Whose the book is.
    pub book: String,
    /// Whose the bundle is.
    pub bundle: String,
}

/// Takes answers into a book: the later answer counts; of proofs the one that is good for longer.
///
/// # Errors
/// When the two are not of one contractor.
pub fn merge(book: Option<AnswerBook>, other: &AnswerBook) -> Result<Merge, OtherOrganisation> {
    let Some(mut book) = book else {
        let proofs = other.evidence.iter().map(|e| format!("evidence {}", e.id));
        let lines = other.answers.iter().map(|a| a.target.to_string()).chain(proofs);
        let lines = lines.map(|entry| MergeLine { entry, fate: Fate::Added }).collect();
        return Ok(Merge { book: other.clone(), lines });
    };
    if fold(&book.organisation) != fold(&other.organisation) {
        return Err(OtherOrganisation { book: book.organisation, bundle: other.organisation.clone() });
    }
    let mut lines = Vec::new();
    for scope in &other.scopes {
        if !book.scopes.iter().any(|s| s.id == scope.id) {
            book.scopes.push(scope.clone());
        }
    }
    let mut proofs = Vec::new();
    for proof in &other.evidence {
        let fate = take_proof(&mut book.evidence, proof);
        proofs.push(MergeLine { entry: format!("evidence {}", proof.id), fate });
    }
    for answer in &other.answers {
        let fate = take_answer(&mut book.answers, answer);
        lines.push(MergeLine { entry: answer.target.to_string(), fate });
    }
    take_consents(&mut book.consents, &other.consents);
    book.edition = book.edition.max(other.edition.clone());
    lines.extend(proofs);
    Ok(Merge { book, lines })
}

fn take_answer(answers: &mut Vec<Answer>, other: &Answer) -> Fate {
    let same = |target: &Target| *target == other.target;
    let Some(own) = answers.iter_mut().find(|a| same(&a.target)) else {
        answers.push(other.clone());
        return Fate::Added;
    };
    if own == other {
        return Fate::Same;
    }
    match own.answered_on.cmp(&other.answered_on) {
        std::cmp::Ordering::Less => {
            *own = other.clone();
            Fate::Replaced
        }
        std::cmp::Ordering::Greater => Fate::Kept,
        std::cmp::Ordering::Equal => Fate::Conflict,
    }
}

fn take_proof(evidence: &mut Vec<Evidence>, other: &Evidence) -> Fate {
    let Some(own) = evidence.iter_mut().find(|e| e.id == other.id) else {
        evidence.push(other.clone());
        return Fate::Added;
    };
    if own == other {
        return Fate::Same;
    }
    // another proof that happens to have the same id: every answer that rests on the one would rest on the other
    if fold(&own.name) != fold(&other.name) || own.kind != other.kind {
        return Fate::Conflict;
    }
    match (own.valid_until, other.valid_until) {
        (Some(a), Some(b)) if a < b => {
            *own = other.clone();
            Fate::Replaced
        }
        (Some(a), Some(b)) if a > b => Fate::Kept,
        _ => Fate::Conflict,
    }
}

/// A consent of the same client and extent is replaced by a later one; a withdrawal is never lost.
fn take_consents(consents: &mut Vec<Consent>, others: &[Consent]) {
    let extent = |c: &Consent| (fold(&c.client), c.measures.clone(), c.scopes.clone());
    let mut at = BTreeMap::new();
    for (n, own) in consents.iter().enumerate() {
        at.entry(extent(own)).or_insert(n);
    }
    for other in others {
        let n = *at.entry(extent(other)).or_insert(consents.len());
        match consents.get_mut(n) {
            None => consents.push(other.clone()),
            Some(own) if own.given_on < other.given_on => *own = other.clone(),
            Some(own) if own.given_on == other.given_on => {
                own.withdrawn_on = [own.withdrawn_on, other.withdrawn_on].into_iter().flatten().min();
                own.files = own.files && other.files;
            }
            Some(_) => {}
        }
    }
}
