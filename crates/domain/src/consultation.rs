//! Questions to the chief security officer 相談 (NISC-2008 ch. 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ConsultationId, EngagementId, PersonId, UnitId},
    text::{Statement, Title},
};

codes! {
    /// Why the chief officer is asked.
    pub enum Urgency ("相談の種類", "Kind of question") {
        /// N-11-1: an emergency, or something the rule does not foresee.
        Emergency = "emergency" ("緊急・規程にないこと", "Emergency or beyond the rule"),
        /// N-11-2: something unclear.
        Question = "question" ("不明な点", "Question"),
    }
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Its id.
    pub id: ConsultationId,
    /// The engagement it is about, if one.
    pub engagement: Option<EngagementId>,
    /// The unit that asks.
    pub unit: UnitId,
    /// Why.
    pub urgency: Urgency,
    /// In a line.
    pub subject: Title,
    /// In full.
    pub question: Statement,
    /// Who asks.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// The answer, once there.
    pub answer: Option<Answered>,
}

/// The chief officer's answer or instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The answer.
    pub text: Statement,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}
