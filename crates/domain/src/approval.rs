//! Approvals 承認: a request to an officer, decided, sent back, refused or withdrawn.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    gate::ConditionId,
    id::{ApprovalId, EngagementId, EntryId, PersonId, UnitId},
    permission::Permission,
    register::RegisterChange,
    risk::RiskAnalysis,
    text::{Ground, Statement},
};

codes! {
    /// What is asked for.
    pub enum ApprovalKind ("承認の種類", "Kind of approval") {
        /// Is this unlisted work critical? (NISC-2008 5.1(3))
        Criticality = "criticality" ("付録1にない業務の判断", "Decision on unlisted work"),
        /// May this critical work go out all the same? (5.1(5))
        Exception = "exception" ("危機的業務の例外許可", "Exception for critical work"),
        /// Update of the register after a decision (5.1(4))
        RegisterUpdate = "register_update" ("付録1の更新", "Update of the register"),
        /// Waiver of a gate condition.
        Waiver = "waiver" ("条件の免除", "Waiver of a condition"),
    }
}

impl ApprovalKind {
    /// Permission needed to decide it.
    #[must_use]
    pub const fn decided_with(self) -> Permission {
        match self {
            Self::Criticality => Permission::DecideCriticality,
            Self::Exception => Permission::GrantException,
            Self::RegisterUpdate => Permission::UpdateRegister,
            Self::Waiver => Permission::ApproveWaiver,
        }
    }
}

/// What is asked for, with its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Request {
    /// Explanation of the work and its information.
    Criticality {
        /// The explanation.
        explanation: Statement,
    },
    /// Risk analysis for an exception.
    Exception {
        /// The analysis.
        analysis: Box<RiskAnalysis>,
    },
    /// The change of the register an officer's decision leads to.
    RegisterUpdate {
        /// The change proposed.
        change: RegisterChange,
        /// The officer's decision, in words.
        decision: Ground,
    },
    /// A condition that should be waived.
    Waiver {
        /// The condition.
        condition: ConditionId,
        /// Why.
        reason: Ground,
        /// Until when.
        until: Date,
    },
}

impl Request {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ApprovalKind {
        match self {
            Self::Criticality { .. } => ApprovalKind::Criticality,
            Self::Exception { .. } => ApprovalKind::Exception,
            Self::RegisterUpdate { .. } => ApprovalKind::RegisterUpdate,
            Self::Waiver { .. } => ApprovalKind::Waiver,
        }
    }
}

codes! {
    /// Where a request stands.
    pub enum ApprovalState ("承認の状態", "Approval state") {
        /// Waiting for the officer.
        Pending = "pending" ("承認待ち", "Pending"),
        /// Back with the requester, to be mended.
        SentBack = "sent_back" ("差戻し", "Sent back"),
        /// Decided as asked, or decided at all.
        Approved = "approved" ("承認", "Approved"),
        /// Refused.
        Refused = "refused" ("不承認", "Refused"),
        /// Taken back by the requester.
        Withdrawn = "withdrawn" ("取下げ", "Withdrawn"),
    }
}

/// What the officer decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The work is critical.
    Critical,
    /// The work is not critical.
    NotCritical,
    /// The permit.
    Permitted {
        /// Directed measures and validity.
        permit: Box<crate::risk::Permit>,
    },
    /// The register was updated to a version.
    Updated {
        /// The version made.
        version: i64,
        /// The entry made or changed.
        entry: Option<EntryId>,
    },
    /// The register needs no update.
    NoUpdate,
    /// The condition is waived.
    Waived,
    /// Refused.
    Refused,
    /// Back to the requester.
    SentBack,
    /// Taken back.
    Withdrawn,
}

/// A decision on a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// By whom.
    pub by: PersonId,
    /// For whom, when a substitute decided.
    pub on_behalf_of: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Ground,
    /// True when requester and decider are one person, which only small-firm mode allows.
    pub same_person: bool,
}

/// An approval request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its id.
    pub id: ApprovalId,
    /// The engagement it belongs to; a register update may stand alone.
    pub engagement: Option<EngagementId>,
    /// The unit at which the deciding permission must be held.
    pub unit: UnitId,
    /// What is asked.
    pub request: Request,
    /// Who asks.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Timestamp,
    /// Where it stands.
    pub state: ApprovalState,
    /// The last decision, if any.
    pub decided: Option<Decided>,
    /// Grows by one with each change.
    pub revision: i64,
}
