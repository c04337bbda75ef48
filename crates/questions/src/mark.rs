//! What makes an answer doubtful. Marks are the client's: they never stand on a page or in a file of the answerer.

use catalogue::{Text, question::QuestionId};
use domain::Lang;
use jiff::civil::Date;
use serde::Serialize;

use crate::{Answers, Set, Value, when};

domain::codes! {
    /// Why an answer is doubted.
    pub enum MarkKind ("疑わしい点", "Reason for doubt") {
        /// Level 3 or more and no evidence named.
        EvidenceMissing = "evidence_missing" ("証跡が書かれていない", "No evidence is named"),
        /// Evidence whose last day has passed.
        EvidenceExpired = "evidence_expired" ("証跡の期限が切れている", "The evidence has expired"),
        /// Two answers that cannot both be true.
        Contradiction = "contradiction" ("ほかの回答と食い違う", "Contradicts another answer"),
        /// An incident that the answer does not fit.
        Incident = "incident" ("起きた事故と食い違う", "Contradicts an incident"),
        /// Up two levels or more since last time without new evidence.
        Jump = "jump" ("前回から2段階以上あがり、新しい証跡がない", "Two levels up since last time without new evidence"),
        /// Every level is the same.
        Uniform = "uniform" ("すべて同じ段階で答えている", "Every answer is the same level"),
    }
}

/// A doubt at a question, or at the whole where no question is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Where.
    pub question: Option<QuestionId>,
    /// Why.
    pub kind: MarkKind,
    /// More words, where the catalogue has them.
    pub said: Option<Text>,
}

impl Mark {
    fn at(question: &QuestionId, kind: MarkKind) -> Self {
        Self { question: Some(question.clone()), kind, said: None }
    }

    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.said.as_ref().map_or_else(|| self.kind.label(lang).to_owned(), |said| said.get(lang).to_owned())
    }
}

/// From how many levels on the same level everywhere is doubted.
const UNIFORM: usize = 8;

/// Everything that makes the answers doubtful. `last` are the answers of last time; `incidents` are measures that failed in
/// incidents known to the client.
#[must_use]
pub fn marks(set: &Set, answers: &Answers, last: Option<&Answers>, incidents: &[QuestionId], today: Date) -> Vec<Mark> {
    let mut out = Vec::new();
    for question in set.questions.iter().filter(|q| q.is_measure()) {
        let Some(answer) = answers.get(&question.id) else { continue };
        let Some(level) = answer.value.level() else { continue };
        if level >= 3 && answer.evidence.is_empty() && !question.evidence.is_empty() {
            out.push(Mark::at(&question.id, MarkKind::EvidenceMissing));
        }
        if answer.evidence.iter().any(|proof| proof.expired(today)) {
            out.push(Mark::at(&question.id, MarkKind::EvidenceExpired));
        }
        if level >= 4 && incidents.contains(&question.id) {
            out.push(Mark::at(&question.id, MarkKind::Incident));
        }
        if let Some(before) = last.and_then(|l| l.get(&question.id))
            && before.value.level().is_some_and(|b| level >= b.saturating_add(2))
            && answer.evidence.iter().all(|proof| before.evidence.contains(proof))
        {
            out.push(Mark::at(&question.id, MarkKind::Jump));
        }
    }
    for doubt in &set.doubts {
        let Some(first) = doubt.at.first() else { continue };
        if when::holds(&doubt.when, answers, first, today) {
            let mark = |id| Mark { said: Some(doubt.text.clone()), ..Mark::at(id, MarkKind::Contradiction) };
            out.extend(doubt.at.iter().map(mark));
        }
    }
    let levels: Vec<u8> = answers.0.values().filter_map(|a| a.value.level()).collect();
    let same = levels.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let wordless = answers.0.values().all(|a| a.remark.is_empty() && !matches!(a.value, Value::NotApplicable(_)));
    if levels.len() >= UNIFORM && same && wordless {
        out.push(Mark { question: None, kind: MarkKind::Uniform, said: None });
    }
    out
}
