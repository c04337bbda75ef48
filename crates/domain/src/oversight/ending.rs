//! What is looked at when work ends: the acceptance sheet, the design evaluation and weak points left open
//! (NISC-2008 9(1), 10.1; §5.6 of the requirements).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError,
    id::AttachmentId,
    text::{Ground, Title},
};

codes! {
    /// What a look at a measure found.
    pub enum AcceptanceResult ("検収の結果", "Result of a look") {
        /// Done as agreed.
        Pass = "pass" ("実施されている", "Done"),
        /// Not done.
        Fail = "fail" ("実施されていない", "Not done"),
        /// Not done at first, mended and shown.
        Corrected = "corrected" ("直したことを確かめた", "Mended and confirmed"),
    }
}

/// Whether a measure was picked to be looked at. Both ways need a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "picked", rename_all = "snake_case")]
pub enum Picked {
    /// Nobody said.
    Open,
    /// Looked at.
    Yes {
        /// Why it was picked.
        reason: Ground,
        /// What was found; `None` before the look.
        result: Option<AcceptanceResult>,
        /// What shows it.
        proof: Vec<AttachmentId>,
    },
    /// Left out.
    No {
        /// Why.
        reason: Option<Ground>,
    },
}

/// One measure of contract and confirmation on the acceptance sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptanceLine {
    /// Id of the measure.
    pub measure: Title,
    /// Whether it was picked.
    pub picked: Picked,
}

/// An agreement on a design evaluation that comes late through no fault of the contractor (10.1(3)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct LateAgreement {
    /// Agreed on; has to lie before the delivery.
    pub agreed_on: Date,
    /// The evaluation comes by.
    pub until: Date,
    /// The agreement.
    pub paper: AttachmentId,
}

checked_serde!(LateAgreement);

impl LateAgreement {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        crate::problem::in_order(&mut out, "until", (Some(self.agreed_on), Some(self.until)));
        out
    }
}

/// The evaluation of the security design (ST) of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "wanted", rename_all = "snake_case")]
pub enum DesignEvaluation {
    /// Not wanted.
    No {
        /// Why, such as a change that touches no important requirement (10.1(1)).
        reason: Ground,
    },
    /// Wanted.
    Yes {
        /// Delivery of the product.
        delivery: Date,
        /// The confirmation came on.
        confirmed_on: Option<Date>,
        /// An agreement on a late confirmation.
        late: Option<LateAgreement>,
    },
}

codes! {
    /// What is done about a weak point.
    pub enum VulnerabilityDecision ("弱点の扱い", "What is done about a weak point") {
        /// Mended.
        Fixed = "fixed" ("直した", "Mended"),
        /// Left, with a substitute.
        Left = "left" ("直さず別の手当てをする", "Left, with a substitute"),
        /// Nobody decided.
        Undecided = "undecided" ("未定", "Undecided"),
    }
}

/// A weak point of what is delivered. One that is left needs reason, substitute and effect (F27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenVulnerability {
    /// What it is.
    pub name: Title,
    /// What is done about it.
    pub decision: VulnerabilityDecision,
    /// Why it is left.
    pub reason: Option<Ground>,
    /// What is done instead.
    pub substitute: Option<Ground>,
    /// What it may lead to.
    pub effect: Option<Ground>,
}

impl OpenVulnerability {
    /// True when the report may say no more about it.
    #[must_use]
    pub const fn is_explained(&self) -> bool {
        match self.decision {
            VulnerabilityDecision::Fixed => true,
            VulnerabilityDecision::Left => self.reason.is_some() && self.substitute.is_some() && self.effect.is_some(),
            VulnerabilityDecision::Undecided => false,
        }
    }
}

/// What the contract says on the data at the end, and what became of it (ASPIC-2011 A-5-2, NISC-2008 8.1(4)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum DataReturn {
    /// There is none to give back.
    Nothing {
        /// Why.
        reason: Ground,
    },
    /// It comes back.
    Returned {
        /// When, how and in which form, as agreed.
        agreed: Ground,
        /// When it came.
        on: Option<Date>,
        /// When somebody here read it.
        read_on: Option<Date>,
    },
}

/// What is noted of duties that outlive the work (KL-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurvivingDuties {
    /// Which duties, by article.
    pub duties: Ground,
    /// Until when, in the contract's words.
    pub until: Title,
    /// When the contractor was reminded of them.
    pub told_on: Option<Date>,
}

/// A product that may be bought for a system with functions that matter (NISC-2008 10.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductCandidate {
    /// What it is called.
    pub name: Title,
    /// Functions it has, by name.
    pub functions: std::collections::BTreeSet<Title>,
    /// Last day of its certificate of IT security evaluation; `None` when it has none.
    pub certified_until: Option<Date>,
}
