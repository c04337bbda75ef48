//! The tests of a request to pass work on, and how its approval stands (§5.5; N-7.5-3). They apply again at every tier.

use domain::{
    Words,
    engagement::Answer,
    id::{ContractorId, PersonId},
    subcontract::{Extent, Say, SubcontractDecider, SubcontractDecision, SubcontractGround, SubcontractRequest},
};
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    act::{ActCondition, ActReport, ensure},
    reason::{Reason, ReasonCode, Value},
};

/// What a request is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Who decides (D2).
    pub decider: SubcontractDecider,
    /// Whether one person may decide and approve: small-firm mode, which says so.
    pub one_person_may: Answer,
    /// The contractor and the subcontractors approved today.
    pub approved: &'a [ContractorId],
    /// Whether work would come back to the applicant, as the chain says.
    pub circles: Answer,
}

const fn condition(id: &'static str, source: &'static str, ja: &'static str, en: &'static str) -> ActCondition {
    ActCondition { id, source, title: Words { ja, en } }
}

/// The conditions for passing work on, in order.
pub const PASSING_ON: &[ActCondition] = &[
    condition("RS-1", "N-7.5-1", "仕事の一部だけである", "Only a part of the work"),
    condition(
        "RS-2",
        "N-7.5-3",
        "申請した会社が、委託先か承認した再委託先である",
        "The applicant is the contractor or an approved subcontractor",
    ),
    condition("RS-3", "N-7.5-3", "仕事が輪にならない", "The work makes no circle"),
    condition("RS-4", "N-7.5-3", "もっともな理由がある", "There is a reasonable ground"),
    condition("RS-5", "N-7.5-3", "両者の契約が同じ水準を求めている", "Their own contract asks for the same level"),
    condition("RS-6", "N-7.5-3", "こちらの契約が同じ水準を求めている", "Our contract demands the same level"),
    condition("RS-7", "N-7.5-3", "再委託先の対策が報告された", "The subcontractor's measures were reported"),
    condition("RS-8", "N-7.5-3", "その対策で足りると確かめた", "They were found sufficient"),
    condition("RS-9", "N-7.5-3", "結果の確かめ方が決まっている", "It is settled how results are verified"),
];

/// Looks at a request before anyone decides. Unknown counts as no.
#[must_use]
pub fn examine(request: &SubcontractRequest, setting: &Setting<'_>) -> ActReport {
    use ReasonCode as C;
    let level = &request.level;
    let check = |holds: bool, code: C| ensure(|| Some(holds), || Reason::new(code));
    let said = !request.reason.as_str().is_empty();
    let found = [
        check(request.extent == Extent::Part, C::SubWhole),
        check(setting.approved.contains(&request.applicant), C::SubApplicantNotApproved),
        check(setting.circles == Answer::No && request.applicant != request.to, C::SubCycle),
        check(request.ground != SubcontractGround::Other && said, C::SubGroundMissing),
        check(level.between_them == Answer::Yes, C::SubLevelNotAgreed),
        check(level.in_our_contract == Answer::Yes, C::SubLevelNotInContract),
        check(level.measures_reported == Answer::Yes, C::SubMeasuresUnreported),
        check(level.measures_sufficient == Answer::Yes, C::SubMeasuresInsufficient),
        check(level.verification.is_some(), C::SubNoVerification),
    ];
    ActReport::new(PASSING_ON.iter().copied().zip(found))
}

/// How the approval of a request stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    InForce {
        /// Last day.
        until: Date,
        /// Why.
        because: Reason,
    },
    /// It does not.
    NotInForce {
        /// Why.
        because: Reason,
    },
}

impl Standing {
    /// True when it holds.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        matches!(self, Self::InForce { .. })
    }
    /// Why.
    #[must_use]
    pub const fn because(&self) -> &Reason {
        match self {
            Self::InForce { because, .. } | Self::NotInForce { because } => because,
        }
    }
}

/// How the approval of a request stands on a day, by who has to decide. The whole of the work is never approved, whoever
/// signed it.
#[must_use]
pub fn standing(request: &SubcontractRequest, setting: &Setting<'_>, today: Date) -> Standing {
    let not = |because| Standing::NotInForce { because };
    if request.extent == Extent::Whole {
        return not(Reason::new(ReasonCode::SubWhole));
    }
    match &request.decision {
        SubcontractDecision::Open => not(Reason::new(ReasonCode::SubOpen)),
        SubcontractDecision::Refused { say } => not(Reason::new(ReasonCode::SubRefused).on(say.on)),
        SubcontractDecision::Revoked { say } => not(Reason::new(ReasonCode::SubRevoked).on(say.on)),
        SubcontractDecision::Approved { owner, officer, conditions, until } => {
            // a word dated after the day has not been given yet
            let given = |say: &Option<Say>| say.as_ref().filter(|s| s.on <= today).map(|s| s.by);
            let words = (given(owner), given(officer));
            if let Err(because) = decided(words, setting) {
                return not(because);
            }
            if *until < today {
                return not(Reason::new(ReasonCode::SubExpired).on(*until));
            }
            let count = Value::Count(conditions.len());
            let because = Reason::new(ReasonCode::SubInForce).on(*until).with("count", count);
            Standing::InForce { until: *until, because }
        }
    }
}

fn decided((owner, officer): (Option<PersonId>, Option<PersonId>), setting: &Setting<'_>) -> Result<(), Reason> {
    let (needs_owner, needs_officer) = match setting.decider {
        SubcontractDecider::OwnerThenOfficer => (true, true),
        SubcontractDecider::Owner => (true, false),
        SubcontractDecider::Officer => (false, true),
    };
    if needs_owner && owner.is_none() {
        return Err(Reason::new(ReasonCode::SubNeedsOwner));
    }
    if needs_officer && officer.is_none() {
        return Err(Reason::new(ReasonCode::SubNeedsOfficer));
    }
    if needs_owner && needs_officer && owner == officer && setting.one_person_may != Answer::Yes {
        return Err(Reason::new(ReasonCode::SubOnePerson));
    }
    Ok(())
}
