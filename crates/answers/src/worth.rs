//! What the answers are worth on a day: a function of the book and the day, with its reasons.

use domain::Lang;
use jiff::{ToSpan as _, civil::Date};
use serde::Serialize;

use crate::{Answer, AnswerBook, Evidence, Standing, Target};

/// Most an answer counts for when none of its proofs is good any more: done in part.
const UNPROVEN: u8 = 2;

/// The level that counts, wherever answers are weighed: a level falls by one when a proof it rests on has ended, and to at
/// most 2 (done in part) when none is left; it never falls below 1. An answer that names no proof counts as it was given.
#[must_use]
pub const fn counted_level(level: u8, ended: usize, good: usize) -> u8 {
    if ended == 0 || level <= 1 {
        return level;
    }
    let lower = level.saturating_sub(1);
    if good == 0 && lower > UNPROVEN { UNPROVEN } else { lower }
}

/// A proof that ended and lowers an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lowered {
    /// Id of the proof.
    pub evidence: String,
    /// Its name.
    pub name: String,
    /// Last day it was good.
    pub ended_on: Date,
}

/// What an answer is worth on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Worth {
    /// Which answer.
    #[serde(flatten)]
    pub target: Target,
    /// The level the contractor gave; `None` where the measure does not apply.
    pub given: Option<u8>,
    /// The level it counts for on the day.
    pub level: Option<u8>,
    /// The proofs that ended.
    pub because: Vec<Lowered>,
    /// Whether no proof it names is good any more.
    pub unproven: bool,
    /// The last day it was fresh, where that has passed.
    pub stale_since: Option<Date>,
    /// Whether it has no day, so that nobody can say how old it is.
    pub undated: bool,
}

impl Worth {
    /// Whether it counts for less than was given, or may no longer be given at all.
    #[must_use]
    pub const fn needs_care(&self) -> bool {
        !self.because.is_empty() || self.stale_since.is_some()
    }

    /// Why, in one language; empty where nothing is to be said.
    #[must_use]
    pub fn reasons(&self, lang: Lang) -> Vec<String> {
        let mut out: Vec<String> = self
            .because
            .iter()
            .map(|l| match lang {
                Lang::Ja => format!("証跡「{}」の期限が{}で切れた", l.name, l.ended_on),
                Lang::En => format!("the proof \"{}\" ended on {}", l.name, l.ended_on),
            })
            .collect();
        if let Some(since) = self.stale_since {
            out.push(match lang {
                Lang::Ja => format!("回答が古い（{since}まで有効）"),
                Lang::En => format!("the answer is stale (fresh until {since})"),
            });
        }
        if self.undated {
            out.push(match lang {
                Lang::Ja => "回答した日がない".to_owned(),
                Lang::En => "the answer has no day".to_owned(),
            });
        }
        out
    }
}

/// A proof that ends within a time, with the answers that then fall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Id of the proof.
    pub evidence: String,
    /// Its name.
    pub name: String,
    /// Last day it is good.
    pub on: Date,
    /// The answers that rest on it.
    pub answers: Vec<Target>,
}

impl AnswerBook {
    /// What every answer is worth on a day, in the order of the book: see [`counted_level`]. As days pass, no level rises.
    #[must_use]
    pub fn on(&self, day: Date) -> Vec<Worth> {
        self.answers.iter().map(|answer| self.worth(answer, day)).collect()
    }

    /// What one answer is worth on a day.
    #[must_use]
    pub fn worth(&self, answer: &Answer, day: Date) -> Worth {
        let because: Vec<Lowered> = self.proofs(answer).filter(|e| !e.is_good(day)).filter_map(lowered).collect();
        let unproven = !because.is_empty() && self.proofs(answer).all(|e| !e.is_good(day));
        let given = match answer.standing {
            Standing::Level(level) => Some(level),
            Standing::NotApplicable(_) => None,
        };
        let good = self.proofs(answer).count().saturating_sub(because.len());
        let level = given.map(|level| counted_level(level, because.len(), good));
        let fresh_until = answer.answered_on.map(|on| on.saturating_add(i64::from(self.stale_after_days).days()));
        Worth {
            target: answer.target.clone(),
            given,
            level,
            because,
            unproven,
            stale_since: fresh_until.filter(|until| *until < day),
            undated: answer.answered_on.is_none(),
        }
    }

    /// The proofs whose last day lies between two days, both included, soonest first, with what then falls.
    #[must_use]
    pub fn ending(&self, from: Date, to: Date) -> Vec<Ending> {
        let mut out: Vec<Ending> = self
            .evidence
            .iter()
            .filter_map(|e| {
                let on = e.valid_until.filter(|on| (from..=to).contains(on))?;
                let answers =
                    self.answers.iter().filter(|a| a.evidence.contains(&e.id)).map(|a| a.target.clone()).collect();
                Some(Ending { evidence: e.id.clone(), name: e.name.clone(), on, answers })
            })
            .collect();
        out.sort_by(|a, b| (a.on, &a.evidence).cmp(&(b.on, &b.evidence)));
        out
    }
}

fn lowered(evidence: &Evidence) -> Option<Lowered> {
    let ended_on = evidence.valid_until?;
    Some(Lowered { evidence: evidence.id.clone(), name: evidence.name.clone(), ended_on })
}
