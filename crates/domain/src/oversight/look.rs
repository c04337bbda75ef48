//! Looks at how a contractor performs: checks and audits as planned (NISC-2008 6.3.3, 8.3), and incidents while work runs
//! (8.2).

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    FieldError,
    calendar::ends_of_hours,
    id::{AttachmentId, AuditId, EngagementId, FindingId, IncidentId, PersonId},
    problem::in_order,
    text::{Ground, Statement, Title},
};

codes! {
    /// What kind of look.
    pub enum AuditKind ("確認・監査の種類", "Kind of look") {
        /// A check by list or by papers.
        Check = "check" ("履行状況の確認", "Performance check"),
        /// An audit by our own people.
        OwnAudit = "own_audit" ("自組織の監査", "Own audit"),
        /// An audit by someone we chose.
        OutsideAudit = "outside_audit" ("外部の監査", "Outside audit"),
    }
}

impl AuditKind {
    /// True when working papers belong to it.
    #[must_use]
    pub const fn is_audit(self) -> bool {
        !matches!(self, Self::Check)
    }
}

/// A check or an audit, from its plan to its report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Audit {
    /// Its id.
    pub id: AuditId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What it is called.
    pub name: Title,
    /// What kind.
    pub kind: AuditKind,
    /// The last day it is planned for.
    pub planned_by: Date,
    /// Days of notice the contract gives.
    pub notice_days: u16,
    /// When the contractor was told.
    pub told_on: Option<Date>,
    /// When it was held.
    pub held_on: Option<Date>,
    /// Who held it.
    pub auditor: Option<Title>,
    /// Working papers.
    #[serde(default)]
    pub papers: Vec<AttachmentId>,
    /// When its report was written.
    pub reported_on: Option<Date>,
    /// What it found; empty when nothing was.
    #[serde(default)]
    pub findings: BTreeSet<FindingId>,
    /// Why it was called off.
    pub called_off: Option<Ground>,
}

checked_serde!(Audit, Incident);

impl Audit {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        in_order(&mut out, "held_on", (self.told_on, self.held_on));
        in_order(&mut out, "reported_on", (self.held_on, self.reported_on));
        if self.reported_on.is_some() && self.held_on.is_none() {
            out.push(FieldError::rule("held_on", "報告の前に、行った日を書いてください", "say when it was held"));
        }
        out
    }
}

/// An incident at the contractor or below it, with the clock of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Incident {
    /// Its id.
    pub id: IncidentId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What it is called.
    pub name: Title,
    /// What happened, as far as known.
    pub what: Statement,
    /// When the contractor noticed it, or suspected it.
    pub noticed_at: Timestamp,
    /// Hours the contract gives for the first word.
    pub within_hours: u16,
    /// When that word reached us.
    pub told_at: Option<Timestamp>,
    /// When it was over, and who said so.
    pub ended: Option<(Date, PersonId)>,
    /// What shows that it is over and will not come again.
    #[serde(default)]
    pub proof: Vec<AttachmentId>,
}

impl Incident {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        if self.told_at.is_some_and(|at| at < self.noticed_at) {
            out.push(FieldError::rule(
                "told_at",
                "気付いた時より前に知らされています",
                "the word came before it was noticed",
            ));
        }
        out
    }

    /// The last instant for the first word.
    #[must_use]
    pub fn word_due(&self) -> Timestamp {
        ends_of_hours(self.noticed_at, self.within_hours)
    }

    /// True when the first word came too late, or has not come although its time is over.
    #[must_use]
    pub fn is_word_late(&self, now: Timestamp) -> bool {
        let due = self.word_due();
        self.told_at.map_or(now > due, |at| at > due)
    }

    /// True while it goes on, or nothing shows that it is over.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.proof.is_empty() || self.ended.is_none_or(|(on, _)| on > today)
    }
}

codes! {
    /// What sets an engagement in service apart (§2.1 of the requirements). Several may hold together.
    pub enum SideState ("実施中の特別な状態", "Side state") {
        /// An incident goes on.
        Incident = "incident" ("事故対応中", "Incident"),
        /// Poor performance is suspected or talked over.
        Deficient = "deficient" ("履行不良", "Deficient"),
        /// A change is being examined.
        ChangeReview = "change_review" ("変更の審査中", "Change under review"),
        /// A request to pass work on is being examined.
        SubcontractReview = "subcontract_review" ("再委託の審査中", "Subcontracting under review"),
        /// The design evaluation comes later, as agreed.
        DesignPending = "design_pending" ("設計の評価待ち", "Design evaluation pending"),
    }
}
