//! Gates 関: conditions between two stages, each met, unmet or waived.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    engagement::Stage,
    id::{AttachmentId, DeclarationId, EngagementId, PersonId, WaiverId},
    text::{Ground, Memo},
};

codes! {
    /// The gates on the way; each is named for the stage it leaves.
    pub enum Gate ("関", "Gate") {
        /// G1 判断 → 調達
        Decide = "decide" ("判断 → 調達", "Decide → Procure"),
        /// G2 調達 → 選定
        Procure = "procure" ("調達 → 選定", "Procure → Select"),
        /// G3 選定 → 契約
        Select = "select" ("選定 → 契約", "Select → Contract"),
        /// G4 契約 → 実施
        Contract = "contract" ("契約 → 実施", "Contract → Run"),
        /// G6 実施 → 検収
        Run = "run" ("実施 → 検収", "Run → Accept"),
        /// G7 検収 → 終了
        Accept = "accept" ("検収 → 終了", "Accept → Close"),
        /// G8 終了
        Close = "close" ("終了の完了", "Closing"),
    }
}

impl Gate {
    /// The gate that leaves a stage.
    #[must_use]
    pub const fn leaving(stage: Stage) -> Self {
        match stage {
            Stage::Decide => Self::Decide,
            Stage::Procure => Self::Procure,
            Stage::Select => Self::Select,
            Stage::Contract => Self::Contract,
            Stage::Run => Self::Run,
            Stage::Accept => Self::Accept,
            Stage::Close => Self::Close,
        }
    }
}

/// Permanent id of a condition, `G1-3`. Which ids exist is the catalogue's matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConditionId(String);

impl ConditionId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::str::FromStr for ConditionId {
    type Err = crate::Problem;
    fn from_str(text: &str) -> Result<Self, crate::Problem> {
        let ok = text.strip_prefix('G').and_then(|rest| rest.split_once('-')).is_some_and(|(gate, number)| {
            let digits = |s: &str| !s.is_empty() && s.len() <= 3 && s.bytes().all(|b| b.is_ascii_digit());
            digits(gate) && digits(number)
        });
        if ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(crate::Problem::form(text, crate::Words { ja: "「G1-3」のような番号です", en: "an id such as G1-3" }))
        }
    }
}
impl TryFrom<String> for ConditionId {
    type Error = crate::Problem;
    fn try_from(text: String) -> Result<Self, crate::Problem> {
        text.parse()
    }
}
impl From<ConditionId> for String {
    fn from(value: ConditionId) -> Self {
        value.0
    }
}
impl std::fmt::Display for ConditionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A waiver 免除 of a condition: by whom, why, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The condition.
    pub condition: ConditionId,
    /// Who granted it.
    pub granted_by: PersonId,
    /// When.
    pub granted_on: Date,
    /// Why.
    pub reason: Ground,
    /// Last day it holds.
    pub until: Date,
}

/// A person's statement that a condition is met, with what shows it. Used for conditions the program cannot yet see for
/// itself; it names who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its id.
    pub id: DeclarationId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The condition.
    pub condition: ConditionId,
    /// Who said so.
    pub declared_by: PersonId,
    /// When.
    pub declared_at: Timestamp,
    /// What shows it, in words.
    pub note: Ground,
    /// A file that shows it.
    pub attachment: Option<AttachmentId>,
}

/// A file kept under its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// Name it came with.
    pub name: crate::text::Title,
    /// Media type as judged from its name.
    pub media_type: String,
    /// Length in bytes.
    pub size: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Who gave it.
    pub received_by: PersonId,
    /// When it was received; never changed.
    pub received_at: Timestamp,
    /// Day from which its content holds, apart from when it was received.
    pub effective_on: Option<Date>,
    /// A word on it.
    pub note: Memo,
}

/// A gate passed: by whom, when, and how each condition stood at that moment. Never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The engagement.
    pub engagement: EngagementId,
    /// The gate.
    pub gate: Gate,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// For whom, when a substitute passed it.
    pub on_behalf_of: Option<PersonId>,
    /// The conditions as they stood.
    pub conditions: Vec<PassedCondition>,
}

/// How one condition stood when its gate was passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedCondition {
    /// The condition.
    pub id: ConditionId,
    /// `met`, `waived` or `not_applicable`.
    pub status: String,
    /// Why, in Japanese, as it was said then.
    pub ja: String,
    /// The same in English.
    pub en: String,
}
