//! Questionnaires to contractors: sending, answering by link or Excel, what they are worth, accepting.
//!
//! Two kinds of people meet here. Those of the client come with their permissions; whoever answers comes by a link, and what
//! a link opens is one questionnaire and nothing else: no figure, no doubt, no other contractor.

mod answering;
mod client;
mod link;
mod sending;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use catalogue::question::QuestionId;
use domain::{
    id::PersonId,
    permission::Permission,
    questionnaire::{AnswerSource, QuestionnaireState},
};
use jiff::{Timestamp, civil::Date};
use questions::{Answer, Answers, Set, Value};
use store::{Tx, questionnaires::answering as rows};

pub(crate) use answering::read_book;
pub use answering::{Keep, Offer, Taken};
pub(crate) use client::small;
pub use client::{Listed, View};
pub(crate) use link::Refusals;
pub use link::{Opened, Peek, Respondent};
pub use sending::{Choosing, NewQuestionnaire, Prepared, Sent};
pub use store::questionnaires::{
    Filter, Questionnaire,
    answering::{AnswerFile, Link, Note},
};

use crate::{App, Caller, Error, Result, work::Work};

/// Largest Excel file, book or proof that is taken, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Days a link holds beyond the day the answer is wanted.
pub const LINK_DAYS: i64 = 14;

/// The use cases of questionnaires.
#[derive(Debug, Clone, Copy)]
pub struct Questionnaires<'a>(pub(crate) &'a App);

impl App {
    /// Questionnaires.
    #[must_use]
    pub const fn questionnaires(&self) -> Questionnaires<'_> {
        Questionnaires(self)
    }
}

/// How an answer came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The way.
    pub source: AnswerSource,
    /// When it came in.
    pub at: Timestamp,
    /// Day it was given.
    pub on: Date,
}

/// A questionnaire with everything in it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// What was asked, as it was sent.
    pub set: Set,
    /// What was answered.
    pub answers: Answers,
    /// How each answer came in.
    pub origins: BTreeMap<QuestionId, Origin>,
    /// What both sides wrote.
    pub notes: Vec<Note>,
    /// Files that came with the answers.
    pub files: Vec<AnswerFile>,
}

impl Sheet {
    /// Reads what belongs to a questionnaire: three statements.
    pub(crate) async fn load(tx: &mut Tx, questionnaire: Questionnaire) -> Result<Self> {
        let set: Set = serde_json::from_str(&questionnaire.body).map_err(Error::internal)?;
        let (mut answers, mut origins) = (Answers::default(), BTreeMap::new());
        for kept in rows::answers(tx, &questionnaire).await? {
            let Ok(id) = kept.question.parse::<QuestionId>() else { continue };
            let answer: Answer = serde_json::from_str(&kept.body).map_err(Error::internal)?;
            origins.insert(id.clone(), Origin { source: kept.source, at: kept.at, on: kept.on });
            answers.0.insert(id, answer);
        }
        let notes = rows::notes(tx, &questionnaire).await?;
        let files = rows::files(tx, &questionnaire).await?;
        Ok(Self { questionnaire, set, answers, origins, notes, files })
    }

    /// Questions asked as the answers stand.
    #[must_use]
    pub fn asked(&self, today: Date) -> usize {
        self.set.questions.iter().filter(|q| questions::asked(q, &self.answers, today)).count()
    }

    /// Changes an answer; the row of the questionnaire is written by [`Sheet::settle`].
    async fn put(&mut self, work: &mut Work, (id, answer): (&QuestionId, &Answer), origin: Origin) -> Result<bool> {
        let answer = &self.genuine(id, answer);
        if self.answers.get(id) == Some(answer) {
            return Ok(false);
        }
        let body = serde_json::to_string(answer).map_err(Error::internal)?;
        let question = id.to_string();
        let kept = rows::Kept { question, body, source: origin.source, at: origin.at, on: origin.on };
        rows::put(&mut work.tx, &self.questionnaire, &kept).await?;
        self.answers.0.insert(id.clone(), answer.clone());
        self.origins.insert(id.clone(), origin);
        Ok(true)
    }

    /// The answer as it may be kept: a file has the digest of one that was received here for this very question, or none.
    fn genuine(&self, id: &QuestionId, answer: &Answer) -> Answer {
        let mut answer = answer.clone();
        if let Value::File { sha256, .. } = &mut answer.value {
            let mut files = self.files.iter().filter(|f| f.question == id.as_str());
            let received = |digest: &String| files.any(|f| f.sha256.to_string() == *digest);
            *sha256 = sha256.take().filter(received);
        }
        answer
    }

    /// Brings the figures of the row up to date with the answers and writes it.
    async fn settle(&mut self, work: &mut Work) -> Result<()> {
        let today = work.today();
        let score = questions::score(&self.set, &self.answers, today);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let asked = self.asked(today);
        let now = work.at();
        let one = &mut self.questionnaire;
        one.score = score.permille.map(i64::from);
        one.coverage = i64::from(score.coverage);
        one.answered = count(self.answers.len());
        one.asked = count(asked);
        if one.begun_at.is_none() && !self.answers.is_empty() {
            one.begun_at = Some(now);
        }
        if one.begun_at.is_some() && matches!(one.state, QuestionnaireState::Sent | QuestionnaireState::Opened) {
            one.state = QuestionnaireState::Begun;
        }
        Ok(store::questionnaires::update(&mut work.tx, one).await?)
    }
}

/// For whom a substitute acts on a questionnaire of a unit.
fn stands_for(caller: &Caller, questionnaire: &Questionnaire) -> Option<PersonId> {
    caller.actor.acts_for(Permission::SendQuestionnaire, questionnaire.unit, &caller.units)
}

/// The states of a funnel with how many have come at least that far: sent, opened, begun, done, accepted.
#[must_use]
pub fn funnel(counts: &BTreeMap<QuestionnaireState, i64>) -> [i64; 5] {
    use QuestionnaireState as S;
    let of = |states: &[S]| states.iter().filter_map(|s| counts.get(s)).fold(0_i64, |a, n| a.saturating_add(*n));
    [
        of(&[S::Sent, S::Opened, S::Begun, S::Submitted, S::Returned, S::Accepted]),
        of(&[S::Opened, S::Begun, S::Submitted, S::Returned, S::Accepted]),
        of(&[S::Begun, S::Submitted, S::Returned, S::Accepted]),
        of(&[S::Submitted, S::Accepted]),
        of(&[S::Accepted]),
    ]
}
