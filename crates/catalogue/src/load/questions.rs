//! Questionnaires: every question that is named exists, every depth stands once, every choice names its values once, and a
//! condition asks of a question what its answer can say.

use std::collections::BTreeSet;

use super::{File, Loader};
use crate::{
    Measure,
    question::{
        AnswerKind, Choosable, Contradiction, Depth, DepthSet, ProfileQuestion, QuestionId, Questions, Tip, When,
    },
};

pub(super) fn load(loader: &mut Loader<'_>, measures: &[Measure]) -> Questions {
    loader.read("questions.toml", |file| read(file, measures))
}

fn read(file: &mut File<'_>, measures: &[Measure]) -> Questions {
    let depths: Vec<DepthSet> = file.list("depth", "depth");
    let questions: Vec<ProfileQuestion> = file.list("question", "id");
    let tips: Vec<Tip> = file.list("tip", "id");
    let contradictions: Vec<Contradiction> = file.list("contradiction", "id");
    file.cover("depth", Depth::ALL, |depth| depths.iter().filter(|d| d.depth == depth).count());
    let ids = questions.iter().map(|q| &q.id).chain(tips.iter().map(|t| &t.id));
    file.unique(ids.chain(contradictions.iter().map(|c| &c.id)).map(QuestionId::as_str));
    let mut known: BTreeSet<QuestionId> = measures.iter().map(|m| QuestionId::from(&m.id)).collect();
    known.extend(questions.iter().map(|q| q.id.clone()));
    let mut names: Vec<(String, QuestionId)> = Vec::new();
    for set in &depths {
        let entry = set.depth.code();
        names.extend(set.questions.iter().map(|q| (entry.to_owned(), q.clone())));
        names.extend(set.measures.iter().map(|m| (entry.to_owned(), QuestionId::from(m))));
    }
    for question in &questions {
        names.extend(named(question.id.as_str(), question.when.as_ref()));
        shape(file, question);
        if let Some(when) = &question.when {
            fits(file, (question.id.as_str(), Stands::Alone), when, &questions);
        }
    }
    for tip in &tips {
        names.extend(named(tip.id.as_str(), Some(&tip.when)));
        fits(file, (tip.id.as_str(), Stands::AtMeasure), &tip.when, &questions);
    }
    for one in &contradictions {
        names.extend(named(one.id.as_str(), Some(&one.when)));
        fits(file, (one.id.as_str(), Stands::Alone), &one.when, &questions);
        names.extend(one.at.iter().map(|q| (one.id.to_string(), q.clone())));
    }
    for (entry, id) in names {
        if !known.contains(&id) {
            let said = (format!("「{id}」という質問はありません"), format!("there is no question {id}"));
            file.note(&entry, said);
        }
    }
    Questions { depths, questions, tips, contradictions }
}

fn named(entry: &str, when: Option<&When>) -> Vec<(String, QuestionId)> {
    let ids = when.map(When::questions).unwrap_or_default();
    ids.into_iter().map(|id| (entry.to_owned(), id.clone())).collect()
}

/// Where a condition stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Beside whatever measure is being answered, which it may mean without naming it.
    AtMeasure,
    /// Beside nothing: it names its questions.
    Alone,
}

/// Notes a condition that no answer can ever fulfil, or every one.
fn fits(file: &mut File<'_>, (entry, stands): (&str, Stands), when: &When, questions: &[ProfileQuestion]) {
    let kind = |id: &QuestionId| questions.iter().find(|q| q.id == *id).map(|q| &q.kind);
    let level = |question: Option<&QuestionId>, level: u8| {
        let of_measure = question.map_or(stands == Stands::AtMeasure, |id| kind(id).is_none());
        of_measure && (1..=5).contains(&level)
    };
    let offers = |options: &[Choosable], value: &str| options.iter().any(|o| o.value == value);
    let good = match when {
        When::Is { question, value } => match kind(question) {
            Some(AnswerKind::Choice { options }) => offers(options, value),
            Some(AnswerKind::YesNo) => matches!(value.as_str(), "yes" | "no"),
            _ => false,
        },
        When::Has { question, value } | When::NotHas { question, value } => {
            matches!(kind(question), Some(AnswerKind::Several { options }) if offers(options, value))
        }
        When::LevelAtLeast { question, level: n } | When::LevelAtMost { question, level: n } => {
            level(question.as_ref(), *n)
        }
        When::NoEvidenceFrom { level: n } => level(None, *n),
        When::EvidenceExpired {} => stands == Stands::AtMeasure,
        When::Answered { .. } => true,
        When::All(parts) | When::Any(parts) => {
            parts.iter().for_each(|part| fits(file, (entry, stands), part, questions));
            !parts.is_empty()
        }
    };
    if !good {
        let shown = toml::Value::try_from(when).map(|value| value.to_string()).unwrap_or_default();
        let said = (
            format!("条件 {shown} は、その質問の答えに合いません（ない選択肢、段階の範囲、空の並び）"),
            format!(
                "the condition {shown} does not fit what its question can answer: no such option, no such level, or empty"
            ),
        );
        file.note(entry, said);
    }
}

fn shape(file: &mut File<'_>, question: &ProfileQuestion) {
    let id = question.id.as_str();
    let unequal = |values: Vec<&str>| values.iter().collect::<BTreeSet<_>>().len() != values.len() || values.is_empty();
    let wrong = match &question.kind {
        AnswerKind::Choice { options } | AnswerKind::Several { options } => {
            unequal(options.iter().map(|o| o.value.as_str()).collect())
        }
        AnswerKind::Table { rows, columns } => {
            unequal(columns.iter().map(|c| c.key.as_str()).collect()) || !(1..=200).contains(rows)
        }
        AnswerKind::Text { most } => !(1..=4000).contains(most),
        AnswerKind::Number { min, max, .. } => min >= max,
        AnswerKind::Level { .. } => true,
        AnswerKind::YesNo | AnswerKind::Date | AnswerKind::File => false,
    };
    if wrong {
        let said = (
            "選択肢、列、範囲のどれかが正しくありません（空、重なり、上下の逆）".into(),
            "options, columns or bounds are wrong: empty, twice the same, or upside down".into(),
        );
        file.note(id, said);
    }
}
