//! Conditions over the answers so far.

use catalogue::question::{AnswerKind, Need, QuestionId, When};
use jiff::civil::Date;

use crate::{Answer, Answers, Hint, Question, Set, Value};

/// Whether a condition holds; `at` is the question it stands at, for conditions that name none.
#[must_use]
pub fn holds(when: &When, answers: &Answers, at: &QuestionId, today: Date) -> bool {
    let level = |question: &Option<QuestionId>| {
        answers.get(question.as_ref().unwrap_or(at)).and_then(|answer| answer.value.level())
    };
    let own = || answers.get(at);
    match when {
        When::Is { question, value } => match answers.get(question).map(|a| &a.value) {
            Some(Value::Choice(chosen)) => chosen == value,
            Some(Value::Yes) => value == "yes",
            Some(Value::No) => value == "no",
            _ => false,
        },
        When::Has { question, value } => chosen(answers, question).is_some_and(|list| list.contains(value)),
        When::NotHas { question, value } => {
            chosen(answers, question).is_some_and(|list| !list.is_empty() && !list.contains(value))
        }
        When::LevelAtLeast { question, level: least } => level(question).is_some_and(|l| l >= *least),
        When::LevelAtMost { question, level: most } => level(question).is_some_and(|l| l <= *most),
        When::NoEvidenceFrom { level: least } => {
            own().is_some_and(|a| a.value.level().is_some_and(|l| l >= *least) && a.evidence.is_empty())
        }
        When::EvidenceExpired {} => own().is_some_and(|a| a.evidence.iter().any(|proof| proof.expired(today))),
        When::Answered { question } => answers.get(question).is_some(),
        When::All(parts) => parts.iter().all(|part| holds(part, answers, at, today)),
        When::Any(parts) => parts.iter().any(|part| holds(part, answers, at, today)),
    }
}

fn chosen<'a>(answers: &'a Answers, question: &QuestionId) -> Option<&'a Vec<String>> {
    match answers.get(question).map(|a| &a.value) {
        Some(Value::Several(list)) => Some(list),
        _ => None,
    }
}

/// Whether a question is asked, given the answers so far.
#[must_use]
pub fn asked(question: &Question, answers: &Answers, today: Date) -> bool {
    question.when.as_ref().is_none_or(|when| holds(when, answers, &question.id, today))
}

/// Questions that must be answered and are not.
#[must_use]
pub fn missing<'s>(set: &'s Set, answers: &Answers, today: Date) -> Vec<&'s Question> {
    let open = |q: &&Question| q.need == Need::Must && asked(q, answers, today) && answers.get(&q.id).is_none();
    set.questions.iter().filter(open).collect()
}

/// What is said beside a question as it stands.
#[must_use]
pub fn tips<'s>(set: &'s Set, question: &Question, answers: &Answers, today: Date) -> Vec<&'s Hint> {
    let measure = matches!(question.kind, AnswerKind::Level { .. });
    let said = |tip: &&Hint| measure && holds(&tip.when, answers, &question.id, today);
    let without_proof = |tip: &&Hint| !matches!(tip.when, When::NoEvidenceFrom { .. }) || !question.evidence.is_empty();
    let answered = |_: &&Hint| answers.get(&question.id).is_some_and(|a: &Answer| a.value.level().is_some());
    set.tips.iter().filter(said).filter(without_proof).filter(answered).collect()
}
