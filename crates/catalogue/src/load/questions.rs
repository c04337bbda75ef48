//! Questionnaires: every question that is named exists, every depth stands once, every choice names its values once.

use std::collections::BTreeSet;

use super::{File, Loader};
use crate::{
    Measure,
    question::{AnswerKind, Contradiction, Depth, DepthSet, ProfileQuestion, QuestionId, Questions, Tip, When},
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
    }
    for tip in &tips {
        names.extend(named(tip.id.as_str(), Some(&tip.when)));
    }
    for one in &contradictions {
        names.extend(named(one.id.as_str(), Some(&one.when)));
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
