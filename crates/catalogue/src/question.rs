//! Questionnaires: which measures belong to which depth, what is asked beside them, what is said while answering, and
//! which answers cannot both be true. Conditions are closed lists in data; nothing here is code.

use serde::{Deserialize, Serialize};

use crate::{MeasureId, Text};

domain::codes! {
    /// How much is asked.
    pub enum Depth ("質問の深さ", "Depth") {
        /// A first look.
        Basic = "basic" ("基本", "Basic"),
        /// Whatever the requirements ask.
        Standard = "standard" ("標準", "Standard"),
        /// Everything that may matter.
        Full = "full" ("詳細", "Full"),
    }
}

domain::codes! {
    /// Whether a question must be answered before the sheet is handed in.
    pub enum Need ("必要さ", "Need") {
        /// Must be answered.
        Must = "must" ("必須", "Required"),
        /// May be left open.
        May = "may" ("任意", "Optional"),
    }
}

domain::codes! {
    /// How much a tip matters.
    pub enum Severity ("助言の重さ", "Severity of a tip") {
        /// Good to know.
        Info = "info" ("参考", "Note"),
        /// Likely to come back.
        Caution = "caution" ("注意", "Caution"),
        /// Something is wrong.
        Warning = "warning" ("警告", "Warning"),
    }
}

catalogue_id! {
    /// Permanent id of a question: that of a measure, `CM-GV-01`, or of a question beside them, `QP-01`.
    pub struct QuestionId:
        "「CM-GV-01」か「QP-01」のような番号です（英大文字、数字、ハイフンで24字まで）",
        "an id such as CM-GV-01 or QP-01: capitals, digits and dashes, up to 24",
        |text| (3..=24).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            && !text.ends_with('-');
}

impl From<&MeasureId> for QuestionId {
    fn from(id: &MeasureId) -> Self {
        Self(id.as_str().to_owned())
    }
}

/// One value to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// As stored.
    pub value: String,
    /// As read.
    pub label: Text,
}

/// A column of a table that is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillColumn {
    /// As stored.
    pub key: String,
    /// As read.
    pub label: Text,
}

/// What an answer looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerKind {
    /// Level 1 to 5 of a measure, or not applicable with a reason.
    Level {
        /// What each level looks like.
        levels: Box<[Text; 5]>,
    },
    /// One of a list.
    Choice {
        /// The list.
        options: Vec<Choosable>,
    },
    /// Any number of a list, at least one.
    Several {
        /// The list.
        options: Vec<Choosable>,
    },
    /// Yes or no.
    YesNo,
    /// A whole number within bounds.
    Number {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// What is counted.
        unit: Text,
    },
    /// A day.
    Date,
    /// Words.
    Text {
        /// Most characters, up to 4000.
        most: usize,
    },
    /// A file.
    File,
    /// Rows under given columns.
    Table {
        /// Most rows.
        rows: usize,
        /// The columns.
        columns: Vec<FillColumn>,
    },
}

/// What is true of the answers so far. Where no question is named, the one the condition stands at is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// A choice, or yes or no, is this value.
    Is {
        /// The question.
        question: QuestionId,
        /// The value.
        value: String,
    },
    /// This value is among those chosen.
    Has {
        /// The question.
        question: QuestionId,
        /// The value.
        value: String,
    },
    /// Something is chosen, and this value is not among it.
    NotHas {
        /// The question.
        question: QuestionId,
        /// The value.
        value: String,
    },
    /// A level is at least this.
    LevelAtLeast {
        /// The question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<QuestionId>,
        /// The level.
        level: u8,
    },
    /// A level is at most this.
    LevelAtMost {
        /// The question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<QuestionId>,
        /// The level.
        level: u8,
    },
    /// The level is at least this and no evidence is named.
    NoEvidenceFrom {
        /// The level.
        level: u8,
    },
    /// Evidence is named whose last day has passed.
    EvidenceExpired {},
    /// There is an answer.
    Answered {
        /// The question.
        question: QuestionId,
    },
    /// All of these.
    All(Vec<When>),
    /// One of these.
    Any(Vec<When>),
}

impl When {
    /// Every question it names.
    pub fn questions(&self) -> Vec<&QuestionId> {
        match self {
            Self::Is { question, .. }
            | Self::Has { question, .. }
            | Self::NotHas { question, .. }
            | Self::Answered { question } => vec![question],
            Self::LevelAtLeast { question, .. } | Self::LevelAtMost { question, .. } => question.iter().collect(),
            Self::NoEvidenceFrom { .. } | Self::EvidenceExpired {} => Vec::new(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::questions).collect(),
        }
    }
}

/// A question that is no measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileQuestion {
    /// Permanent id.
    pub id: QuestionId,
    /// Part of the sheet it stands in.
    pub section: Text,
    /// The question.
    pub text: Text,
    /// Help under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Whether it must be answered.
    pub need: Need,
    /// Asked only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// What the answer looks like.
    pub kind: AnswerKind,
}

/// What is said beside a measure while it is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tip {
    /// Permanent id.
    pub id: QuestionId,
    /// How much it matters.
    pub severity: Severity,
    /// When it is said.
    pub when: When,
    /// What is said.
    pub text: Text,
}

/// Answers that cannot both be true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Permanent id.
    pub id: QuestionId,
    /// When it is found.
    pub when: When,
    /// Questions it is shown at.
    pub at: Vec<QuestionId>,
    /// What is said to the client.
    pub text: Text,
}

/// What belongs to one depth, beside what belongs to the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepthSet {
    /// Which.
    pub depth: Depth,
    /// When to take it.
    pub lead: Text,
    /// Measures added; empty at the full depth, which asks all.
    pub measures: Vec<MeasureId>,
    /// Questions added.
    pub questions: Vec<QuestionId>,
}

/// Everything questionnaires are made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Questions {
    /// The three depths, from the least.
    pub depths: Vec<DepthSet>,
    /// Questions beside the measures.
    pub questions: Vec<ProfileQuestion>,
    /// Tips.
    pub tips: Vec<Tip>,
    /// Contradictions.
    pub contradictions: Vec<Contradiction>,
}

impl Questions {
    /// What one depth adds.
    #[must_use]
    pub fn depth(&self, depth: Depth) -> Option<&DepthSet> {
        self.depths.iter().find(|set| set.depth == depth)
    }

    /// One question.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&ProfileQuestion> {
        self.questions.iter().find(|q| q.id == *id)
    }
}
