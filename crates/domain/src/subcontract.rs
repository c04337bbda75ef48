//! Subcontracting 再委託: the request, its tests and its decision (NISC-2008 7.5(3); §5.5 of the requirements).

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Problem, Words,
    engagement::{Answer, InformationKind},
    id::{ContractorId, EngagementId, PersonId, SubcontractId},
    text::{Ground, Memo, Title},
};

/// A country by its two letters (ISO 3166-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// Japan.
    pub const JAPAN: Self = Self(*b"JP");

    /// The letters.
    #[must_use]
    pub fn code(self) -> String {
        self.0.iter().map(|b| char::from(*b)).collect()
    }
}
impl std::str::FromStr for Country {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        let upper = text.trim().to_ascii_uppercase();
        match upper.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b])),
            _ => Err(Problem::form(
                text,
                Words { ja: "「JP」のような国の2文字です", en: "two letters of a country such as JP" },
            )),
        }
    }
}
impl TryFrom<String> for Country {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<Country> for String {
    fn from(value: Country) -> Self {
        value.code()
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_two_letters() {
        assert_eq!("jp".parse::<Country>().unwrap(), Country::JAPAN);
        assert_eq!(Country::JAPAN.code(), "JP");
        assert!("JPN".parse::<Country>().is_err() && "日本".parse::<Country>().is_err());
    }
}
