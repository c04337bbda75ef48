//! Gates 関: every condition met, unmet, waived or not applicable, with reasons and the way to settle it (§2.3 of the
//! requirements).

mod checks;
mod in_service;
mod papers;
mod selected;
mod waivers;

use catalogue::{Applies, Catalogue, Condition};
use domain::{
    approval::Approval,
    engagement::{Answer, Category, Engagement, InformationKind},
    gate::{ConditionId, Declaration, Gate, Waiver},
    id::DeclarationId,
    register::Register,
};
use jiff::civil::Date;
use serde::Serialize;

pub use checks::{CHECKS, Context, Finding, Settled};
pub(crate) use in_service::Own;
pub use in_service::{AtWork, Handling, IN_SERVICE, InService, Look, REVIEW_MONTHS, warnings};
pub use papers::{Basis, ContractFact, Desk, PaperFact};
pub use selected::{ChosenFact, SELECTED, SelectionFact};

use crate::{
    decide::{Assessment, Case, Verdict, assess},
    fix::Fix,
    reason::{Reason, ReasonCode},
};

/// An engagement with everything its gates look at.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// The register in the version the engagement is judged under.
    pub register: &'a Register,
    /// Approvals; those of other engagements are passed over.
    pub approvals: &'a [Approval],
    /// Waivers; those of other engagements are passed over.
    pub waivers: &'a [Waiver],
    /// Declarations; those of other engagements are passed over.
    pub declarations: &'a [Declaration],
    /// What people settled and wrote for it.
    pub desk: Desk<'a>,
    /// Today, in Japan.
    pub today: Date,
}

/// How a condition stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "status", content = "waiver", rename_all = "snake_case")]
pub enum Status {
    /// Met.
    Met,
    /// Not met; the gate stays shut.
    Unmet,
    /// Not met, but waived.
    Waived(Waiver),
    /// Not a matter of this engagement.
    NotApplicable,
}

impl Status {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Waived(_) => "waived",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// True when the condition does not hold the gate shut.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        !matches!(self, Self::Unmet)
    }
}

/// One condition with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionReport {
    /// Which condition.
    pub id: ConditionId,
    /// How it stands.
    #[serde(flatten)]
    pub status: Status,
    /// Why.
    pub because: Vec<Reason>,
    /// What would settle it, when it is unmet.
    pub fix: Option<Fix>,
    /// The declaration it rests on, if it rests on one.
    pub shown_by: Option<DeclarationId>,
}

/// How many conditions stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Met.
    pub met: usize,
    /// Unmet.
    pub unmet: usize,
    /// Waived.
    pub waived: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

/// One gate with all its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateReport {
    /// Which gate.
    pub gate: Gate,
    /// Its conditions, in the order of the catalogue.
    pub conditions: Vec<ConditionReport>,
}

impl GateReport {
    /// True when nothing holds the gate shut. A gate without conditions never opens.
    #[must_use]
    pub fn is_passable(&self) -> bool {
        !self.conditions.is_empty() && self.conditions.iter().all(|c| c.status.is_settled())
    }

    /// Conditions that hold the gate shut.
    pub fn unmet(&self) -> impl Iterator<Item = &ConditionReport> {
        self.conditions.iter().filter(|c| c.status == Status::Unmet)
    }

    /// How many conditions stand how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for condition in &self.conditions {
            let count = match condition.status {
                Status::Met => &mut counts.met,
                Status::Unmet => &mut counts.unmet,
                Status::Waived(_) => &mut counts.waived,
                Status::NotApplicable => &mut counts.not_applicable,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// Evaluates one gate of an engagement from its papers alone: what happens in service, a person declares.
#[must_use]
pub fn evaluate(catalogue: &Catalogue, gate: Gate, snap: &Snapshot<'_>) -> GateReport {
    evaluate_in_service(catalogue, gate, snap, &InService::default())
}

/// Evaluates one gate of an engagement, with what the records of its service show. Where they speak they come before any
/// declaration; where they are silent the gate stands as [`evaluate`] finds it.
#[must_use]
pub fn evaluate_in_service(
    catalogue: &Catalogue,
    gate: Gate,
    snap: &Snapshot<'_>,
    service: &InService<'_>,
) -> GateReport {
    let approvals: Vec<Approval> =
        snap.approvals.iter().filter(|a| a.engagement == Some(snap.engagement.id)).cloned().collect();
    let own = Snapshot { approvals: &approvals, ..*snap };
    let case = Case { facts: &own.engagement.facts, register: own.register, approvals: &approvals, today: own.today };
    let assessment = assess(&case);
    let profile = papers::need_profile(catalogue.conditions_of(gate)).then(|| papers::profile_of(catalogue, &own));
    let facts = Own::new(service, own.engagement.id);
    let facts = facts.facts();
    let report = |condition| report(&own, condition, (&assessment, profile.as_ref()), &facts);
    let conditions = catalogue.conditions_of(gate).map(report).collect();
    GateReport { gate, conditions }
}

fn report(
    snap: &Snapshot<'_>,
    condition: &Condition,
    (assessment, profile): (&Assessment, Option<&crate::profile::Profile>),
    service: &InService<'_>,
) -> ConditionReport {
    let context = Context { snap, condition, assessment, profile };
    let finding = match not_applicable(snap, condition.applies, assessment) {
        Some(code) => Finding::not_applicable(Reason::new(code)),
        None => in_service::look(&context, service)
            .or_else(|| selected::look(&context))
            .unwrap_or_else(|| selected::or_begin(&context, checks::run(&context))),
    };
    let (status, because, fix) = waivers::apply(&context, finding.settled, finding.because, finding.fix);
    let rule = condition.source.first().map_or(condition.id.as_str(), |s| s.rule());
    let because = because.into_iter().map(|r| r.under(rule)).collect();
    ConditionReport { id: condition.id.clone(), status, because, fix, shown_by: finding.shown_by }
}

/// Why a condition is no matter of this engagement, if it is none. What is unknown counts as applying.
fn not_applicable(snap: &Snapshot<'_>, applies: Applies, assessment: &Assessment) -> Option<ReasonCode> {
    let facts = &snap.engagement.facts;
    let (does, code) = match applies {
        Applies::Always => return None,
        Applies::OnlyBuild => (facts.category == Category::Build, ReasonCode::AppliesBuild),
        Applies::OnlyOperation => (facts.category.is_operation(), ReasonCode::AppliesOperation),
        Applies::OnlyCloud => (facts.is_cloud(), ReasonCode::AppliesCloud),
        Applies::OnlyPersonal => (facts.has_personal(), ReasonCode::AppliesPersonal),
        Applies::OnlyNonPublic => {
            (!facts.information.contains(&InformationKind::PublicOnly), ReasonCode::AppliesNonPublic)
        }
        Applies::OnlyCritical => (assessment.verdict.is_critical(), ReasonCode::AppliesCritical),
        Applies::OnlySubcontracting => (facts.subcontracting != Answer::No, ReasonCode::AppliesSubcontracting),
    };
    (!does).then_some(code)
}

/// True when the verdict lets the work go on to the gate's other conditions.
pub(crate) const fn work_is_decided(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::AskOfficer | Verdict::Incomplete)
}
