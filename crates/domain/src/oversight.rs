//! Watching work in service: report schedules, findings, poor performance, service levels and the sheets of the end
//! (NISC-2008 8.3, 9, 10.1; COLUMN-2025 CO-M3, CO-M4).

mod ending;
mod finding;
mod look;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Problem,
    calendar::DueRule,
    id::{EngagementId, ScheduleId},
    text::Title,
};

pub use ending::{
    AcceptanceLine, AcceptanceResult, DataReturn, DesignEvaluation, LateAgreement, OpenVulnerability, Picked,
    ProductCandidate, SurvivingDuties, VulnerabilityDecision,
};
pub use finding::{Correction, Finding, FindingError, FindingState, Gravity, Shortfall, ShortfallError, Step};
pub use look::{Audit, AuditKind, Incident, SideState};

codes! {
    /// How often a report is due.
    pub enum ReportRhythm ("報告の間隔", "Rhythm of reports") {
        /// For every month.
        Monthly = "monthly" ("毎月", "Monthly"),
        /// For every quarter.
        Quarterly = "quarterly" ("四半期ごと", "Quarterly"),
        /// For every half year.
        HalfYearly = "half_yearly" ("半年ごと", "Half-yearly"),
        /// For every year.
        Yearly = "yearly" ("毎年", "Yearly"),
    }
}

impl ReportRhythm {
    /// Months one report covers.
    #[must_use]
    pub const fn months(self) -> i32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        }
    }
}

codes! {
    /// What a monthly report speaks of (COLUMN-2025 CO-M3).
    pub enum ReportSection ("報告の項目", "Section of a report") {
        /// Accounts added and removed, privileged use, failed sign-ins.
        Access = "access" ("アクセスの状況", "Access"),
        /// Patches due, applied and late, with the reason.
        Patches = "patches" ("修正の適用", "Patches"),
        /// Open weak points.
        Vulnerabilities = "vulnerabilities" ("残る弱点", "Open vulnerabilities"),
        /// Changes among the people.
        Handlers = "handlers" ("従事者の異動", "Changes of handlers"),
        /// Incidents and near misses.
        Incidents = "incidents" ("事故とヒヤリハット", "Incidents and near misses"),
        /// Training held.
        Training = "training" ("教育", "Training"),
        /// Changes among subcontractors.
        Subcontractors = "subcontractors" ("再委託の変更", "Changes of subcontractors"),
        /// How corrections proceed.
        Corrections = "corrections" ("是正の進み", "Corrections"),
    }
}

/// Reports due at a rhythm, as the contract says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct ReportSchedule {
    /// Its id.
    pub id: ScheduleId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What it is called.
    pub name: Title,
    /// How often.
    pub rhythm: ReportRhythm,
    /// First day covered; the first report covers the rest of that period.
    pub from: Date,
    /// Last day covered.
    pub until: Date,
    /// When a report is due, counted from the last day it covers.
    pub due: DueRule,
    /// Business days after the due date from which silence is more than a delay.
    pub patience: u16,
    /// What it has to speak of.
    pub sections: BTreeSet<ReportSection>,
}

checked_serde!(ReportSchedule, ReceivedReport);

impl ReportSchedule {
    /// What in it contradicts itself; nothing when it can stand. A report that has to say nothing would always be whole.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        crate::problem::in_order(&mut out, "until", (Some(self.from), Some(self.until)));
        if self.sections.is_empty() {
            out.push(FieldError::new("sections", Problem::Missing));
        }
        out
    }
}

/// A report that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct ReceivedReport {
    /// The schedule it belongs to.
    pub schedule: ScheduleId,
    /// Last day it covers, which names its period.
    pub covers_to: Date,
    /// When it came.
    pub received_on: Date,
    /// What it speaks of.
    pub sections: BTreeSet<ReportSection>,
}

impl ReceivedReport {
    /// What in it contradicts itself: it came before the period it covers was over.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        crate::problem::in_order(&mut out, "received_on", (Some(self.covers_to), Some(self.received_on)));
        out
    }
}

codes! {
    /// Which side of a target is good.
    pub enum Better ("良い方向", "Better") {
        /// At least the target.
        AtLeast = "at_least" ("目標以上", "At least"),
        /// At most the target.
        AtMost = "at_most" ("目標以下", "At most"),
    }
}

/// A service level the contract promises. Values are in thousandths of the unit, so that 99.95 % is 99950.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// What is measured.
    pub name: Title,
    /// Its unit.
    pub unit: Title,
    /// The target in thousandths.
    pub target: i64,
    /// Which side is good.
    pub better: Better,
}

/// A value of a service level for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceValue {
    /// Last day of the period.
    pub covers_to: Date,
    /// The value in thousandths; `None` when it was not measured.
    pub value: Option<i64>,
}

impl ServiceLevel {
    /// Whether a value keeps the promise. What was not measured does not.
    #[must_use]
    pub fn is_kept(&self, value: &ServiceValue) -> bool {
        value.value.is_some_and(|v| match self.better {
            Better::AtLeast => v >= self.target,
            Better::AtMost => v <= self.target,
        })
    }
}
