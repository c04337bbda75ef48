//! Subcontracting 再委託: the request, its tests and its decision (NISC-2008 7.5(3); §5.5 of the requirements).

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError,
    country::Country,
    engagement::{Answer, InformationKind},
    id::{ContractorId, EngagementId, PersonId, SubcontractId},
    text::{Ground, Memo, Title},
};

codes! {
    /// How much of the work would be passed on.
    pub enum Extent ("再委託の広さ", "Extent") {
        /// A part.
        Part = "part" ("一部", "A part"),
        /// Everything, which is never allowed.
        Whole = "whole" ("全部", "The whole"),
    }
}

codes! {
    /// Why the work would be passed on (test 1 of §5.5).
    pub enum SubcontractGround ("再委託の理由", "Ground for subcontracting") {
        /// Their skill makes it possible at all.
        Expertise = "expertise" ("専門性があり技術的に可能になる", "Their skill makes it possible"),
        /// The price becomes fair.
        FairCost = "fair_cost" ("費用が適正になる", "The price becomes fair"),
        /// Neither.
        Other = "other" ("どちらでもない", "Neither"),
    }
}

codes! {
    /// Who decides on subcontracting (D2: the rule and its revision note name different officers).
    pub enum SubcontractDecider ("再委託を決める人", "Who decides on subcontracting") {
        /// The owner decides and the security officer approves.
        OwnerThenOfficer = "owner_then_officer" ("担当の責任者が決め、情報セキュリティ責任者が承認する", "The owner decides, the security officer approves"),
        /// The owner alone.
        Owner = "owner" ("担当の責任者", "The owner"),
        /// The security officer alone.
        Officer = "officer" ("情報セキュリティ責任者", "The security officer"),
    }
}

/// The same level as if the contractor did it itself (test 2 of §5.5). Unknown answers count as no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelProof {
    /// Contractor and subcontractor agreed on the same level in their own contract.
    pub between_them: Answer,
    /// (i) Our contract demands it.
    pub in_our_contract: Answer,
    /// (ii) The contractor reported the subcontractor's measures.
    pub measures_reported: Answer,
    /// (ii) We found them sufficient.
    pub measures_sufficient: Answer,
    /// (iii) How results are verified.
    pub verification: Option<Ground>,
}

/// A request to pass part of the work on. The applicant may be of any tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct SubcontractRequest {
    /// Its id.
    pub id: SubcontractId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Who would pass work on.
    pub applicant: ContractorId,
    /// Who would do it.
    pub to: ContractorId,
    /// Which part.
    pub part: Ground,
    /// How much.
    pub extent: Extent,
    /// Country the work would be done in.
    pub country: Country,
    /// Sites the work would be done at.
    pub sites: BTreeSet<Title>,
    /// Why.
    pub ground: SubcontractGround,
    /// Why, in words.
    pub reason: Memo,
    /// Kinds of information they would touch.
    pub information: BTreeSet<InformationKind>,
    /// The level.
    pub level: LevelProof,
    /// Asked on.
    pub asked_on: Date,
    /// The decision.
    pub decision: SubcontractDecision,
}

checked_serde!(SubcontractRequest);

impl SubcontractRequest {
    /// What in it contradicts itself; nothing when it can stand. Nobody decides before it was asked.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        if self.applicant == self.to {
            out.push(FieldError::rule(
                "to",
                "申請した会社が自分自身に再委託することはできません",
                "a firm does not pass work on to itself",
            ));
        }
        let mut after = |field: &str, day: Option<Date>| {
            crate::problem::in_order(&mut out, field, (Some(self.asked_on), day));
        };
        match &self.decision {
            SubcontractDecision::Open => {}
            SubcontractDecision::Approved { owner, officer, until, .. } => {
                after("owner", owner.as_ref().map(|say| say.on));
                after("officer", officer.as_ref().map(|say| say.on));
                after("until", Some(*until));
            }
            SubcontractDecision::Refused { say } | SubcontractDecision::Revoked { say } => after("say", Some(say.on)),
        }
        out
    }
}

/// A word of one officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    /// Who.
    pub by: PersonId,
    /// When.
    pub on: Date,
    /// Why.
    pub reason: Ground,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SubcontractDecision {
    /// Nobody decided.
    #[default]
    Open,
    /// Allowed, with conditions, to a last day.
    Approved {
        /// The owner's word.
        owner: Option<Say>,
        /// The officer's word.
        officer: Option<Say>,
        /// Conditions.
        conditions: Vec<Ground>,
        /// Last day.
        until: Date,
    },
    /// Refused.
    Refused {
        /// Who said so.
        say: Say,
    },
    /// Taken back.
    Revoked {
        /// Who said so.
        say: Say,
    },
}
