//! The text of one questionnaire, and how it is made from the catalogue.

use std::collections::BTreeSet;

use catalogue::{
    Catalogue, Fact, Measure, MeasureId, Text,
    measure::{AnsweredBy, Evidence},
    question::{AnswerKind, Depth, Need, QuestionId, Severity, When},
};
use serde::{Deserialize, Serialize};

/// One question as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Permanent id.
    pub id: QuestionId,
    /// Part of the sheet it stands in.
    pub section: Text,
    /// A short label.
    pub title: Text,
    /// The question.
    pub text: Text,
    /// Help under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// What the answer looks like.
    pub kind: AnswerKind,
    /// Whether it must be answered.
    pub need: Need,
    /// Asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Kinds of evidence that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// How much it counts; 0 where it is not scored.
    pub weight: u32,
}

impl Question {
    /// Asks for the level of a measure.
    #[must_use]
    pub const fn is_measure(&self) -> bool {
        matches!(self.kind, AnswerKind::Level { .. })
    }
}

/// What is said beside a measure while it is answered, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// How much it matters.
    pub severity: Severity,
    /// When it is said.
    pub when: When,
    /// What is said.
    pub text: Text,
}

/// Answers that cannot both be true, as they were known when the set was sent. Only the client sees these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// When it is found.
    pub when: When,
    /// Questions it is shown at.
    pub at: Vec<QuestionId>,
    /// What is said to the client.
    pub text: Text,
}

/// A set of questions with everything needed to answer and to weigh it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Edition of the catalogue it was made from.
    pub edition: String,
    /// How much it asks.
    pub depth: Depth,
    /// The questions in order.
    pub questions: Vec<Question>,
    /// What is said while answering.
    pub tips: Vec<Hint>,
    /// What the client doubts.
    pub doubts: Vec<Doubt>,
}

/// What is known of the work when a set is made.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Measures the requirements ask for; `None` without an engagement.
    pub required: Option<BTreeSet<MeasureId>>,
    /// Measures that do not concern the engagement at all.
    pub off: BTreeSet<MeasureId>,
}

/// How much to ask: the heavier the information or the reach, the more.
#[must_use]
pub fn depth_for(facts: &BTreeSet<Fact>) -> Depth {
    let has = |fact| facts.contains(&fact);
    let heavy = has(Fact::Critical)
        || has(Fact::MyNumber)
        || has(Fact::TradeSecret)
        || has(Fact::ImportantRequirements)
        || (has(Fact::PersonalData) && (has(Fact::Connection) || has(Fact::Cloud) || has(Fact::Abroad)));
    let some =
        [Fact::NonPublic, Fact::PersonalData, Fact::Connection, Fact::Accounts, Fact::Cloud, Fact::EntrustedByOthers];
    if heavy {
        Depth::Full
    } else if some.into_iter().any(has) {
        Depth::Standard
    } else {
        Depth::Basic
    }
}

/// Weight of a measure: required ones count three times, those of the first look twice.
const REQUIRED: u32 = 3;
const FIRST: u32 = 2;
const OTHER: u32 = 1;

impl Set {
    /// The set of a depth. With requirements, the standard depth asks whatever they ask, and the full depth leaves out
    /// only what does not concern the work.
    #[must_use]
    pub fn from_catalogue(catalogue: &Catalogue, depth: Depth, asked: &Asked) -> Self {
        let source = catalogue.questions();
        let steps: Vec<_> = Depth::ALL.iter().filter(|d| **d <= depth).filter_map(|d| source.depth(*d)).collect();
        let first: BTreeSet<&MeasureId> = source.depth(Depth::Basic).into_iter().flat_map(|d| &d.measures).collect();
        let listed: BTreeSet<&MeasureId> = steps.iter().flat_map(|d| &d.measures).collect();
        let takes = |measure: &Measure| {
            let id = &measure.id;
            let required = asked.required.as_ref().is_some_and(|r| r.contains(id));
            match depth {
                _ if measure.answered_by != AnsweredBy::Contractor => false,
                Depth::Basic => first.contains(id),
                Depth::Standard if asked.required.is_some() => first.contains(id) || required,
                Depth::Standard => listed.contains(id),
                Depth::Full => required || !asked.off.contains(id),
            }
        };
        let weight = |id: &MeasureId| match &asked.required {
            Some(required) if required.contains(id) => REQUIRED,
            _ if first.contains(id) => FIRST,
            _ => OTHER,
        };
        let ids: BTreeSet<&QuestionId> = steps.iter().flat_map(|d| &d.questions).collect();
        let mut questions: Vec<Question> = Vec::new();
        let mut sections: Vec<&Text> = Vec::new();
        for question in source.questions.iter().filter(|q| ids.contains(&q.id)) {
            if !sections.contains(&&question.section) {
                sections.push(&question.section);
            }
        }
        // one section stays together, wherever its questions stand in the file
        for section in sections {
            let of = source.questions.iter().filter(|q| ids.contains(&q.id) && q.section == *section);
            questions.extend(of.map(|q| Question {
                id: q.id.clone(),
                section: q.section.clone(),
                title: q.text.clone(),
                text: q.text.clone(),
                hint: q.hint.clone(),
                kind: q.kind.clone(),
                need: q.need,
                when: q.when.clone(),
                evidence: Vec::new(),
                weight: 0,
            }));
        }
        questions.extend(catalogue.measures().iter().filter(|m| takes(m)).filter_map(|m| measure(m, weight(&m.id))));
        let known: BTreeSet<QuestionId> = questions.iter().map(|q| q.id.clone()).collect();
        for question in &mut questions {
            // a condition on something that is not asked can never hold: then the question is simply asked
            if question.when.as_ref().is_some_and(|w| w.questions().iter().any(|id| !known.contains(*id))) {
                question.when = None;
                question.need = Need::May;
            }
        }
        let tips = source.tips.iter();
        let doubts = source.contradictions.iter().filter(|c| c.when.questions().iter().all(|id| known.contains(*id)));
        Self {
            edition: catalogue.edition().to_owned(),
            depth,
            questions,
            tips: tips.map(|t| Hint { severity: t.severity, when: t.when.clone(), text: t.text.clone() }).collect(),
            doubts: doubts.map(|c| Doubt { when: c.when.clone(), at: c.at.clone(), text: c.text.clone() }).collect(),
        }
    }

    /// One question.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|q| q.id == *id)
    }

    /// Digest of everything that was frozen.
    #[must_use]
    pub fn digest(&self) -> String {
        ledger::Digest::of_bytes(serde_json::to_string(self).unwrap_or_default().as_bytes()).to_string()
    }
}

fn measure(measure: &Measure, weight: u32) -> Option<Question> {
    let words = measure.id.family()?.words();
    // families are a closed list with words in both languages
    let section = serde_json::from_value(serde_json::json!({ "ja": words.ja, "en": words.en })).ok()?;
    Some(Question {
        id: QuestionId::from(&measure.id),
        section,
        title: measure.title.clone(),
        text: measure.question.clone(),
        hint: Some(measure.examples.clone()),
        kind: AnswerKind::Level { levels: Box::new(measure.levels.clone()) },
        need: Need::Must,
        when: None,
        evidence: measure.evidence.clone(),
        weight,
    })
}
