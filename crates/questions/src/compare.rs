//! What has changed since last time.

use catalogue::question::QuestionId;
use serde::Serialize;

use crate::{Answer, Answers, Set, Value};

/// How an answer differs from the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which.
    pub question: QuestionId,
    /// The answer before.
    pub before: Option<Answer>,
    /// The answer now.
    pub now: Option<Answer>,
    /// Levels up or down, where both have one.
    pub levels: Option<i8>,
}

/// Every question whose answer differs from last time, in the order of the set.
#[must_use]
pub fn compare(set: &Set, before: &Answers, now: &Answers) -> Vec<Change> {
    let level = |answer: Option<&Answer>| match answer.map(|a| &a.value) {
        Some(Value::Level(level)) => i8::try_from(*level).ok(),
        _ => None,
    };
    let one = |id: &QuestionId| {
        let (old, new) = (before.get(id), now.get(id));
        let levels = level(old).zip(level(new)).map(|(a, b)| b.saturating_sub(a));
        (old != new).then(|| Change { question: id.clone(), before: old.cloned(), now: new.cloned(), levels })
    };
    set.questions.iter().filter_map(|q| one(&q.id)).collect()
}
