//! The confirmation document 確認書 (NISC-2008 7.2; §6.3 of the requirements) and the changes a contractor asks for (7.4).
//!
//! It says who answers for which measure and who speaks for either side. It has versions; each but the first follows from a
//! change that was examined and allowed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Problem,
    engagement::Answer,
    handover::Side,
    id::{AttachmentId, ChangeRequestId, ConfirmationId, EngagementId},
    plan::MeasureOwner,
    problem::in_order,
    subcontract::Say,
    text::{Ground, Line, Memo, Statement, Title},
};

codes! {
    /// In what form both sides confirmed their duties (7.2(1), 7.2(4)).
    pub enum ConfirmationForm ("確認の形", "Form of confirmation") {
        /// A document of its own, signed by the contractor's responsible person.
        Document = "document" ("確認書", "Document"),
        /// An annex, which is part of the contract.
        Annex = "annex" ("契約の別紙", "Annex"),
        /// The contract itself says it all.
        InContract = "in_contract" ("契約の本文", "The contract itself"),
    }
}

codes! {
    /// Whom the confirmation names (7.2(2)).
    pub enum ContactRole ("確認書の連絡先", "Contact of a confirmation") {
        /// Answers for it at the client.
        ClientResponsible = "client_responsible" ("委託元の責任者", "Client's responsible person"),
        /// Speaks on technical matters at the client.
        ClientTechnical = "client_technical" ("委託元の技術の窓口", "Client's technical contact"),
        /// Answers for it at the contractor.
        ContractorResponsible = "contractor_responsible" ("委託先の責任者", "Contractor's responsible person"),
        /// Speaks on technical matters at the contractor.
        ContractorTechnical = "contractor_technical" ("委託先の技術の窓口", "Contractor's technical contact"),
    }
}

/// Somebody the confirmation names, with the way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmationContact {
    /// As what.
    pub role: ContactRole,
    /// Name.
    pub name: Title,
    /// Telephone or mail.
    pub reach: Line,
}

/// One measure with whoever answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmedMeasure {
    /// Id of the measure.
    pub measure: Title,
    /// Who carries it out; `None` while nobody said.
    pub owner: Option<MeasureOwner>,
    /// How, where the contract asks for it (7.2(3)).
    #[serde(default)]
    pub how: Memo,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Who signed.
    pub name: Title,
    /// When.
    pub on: Date,
}

/// A version of the confirmation document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Confirmation {
    /// Its id.
    pub id: ConfirmationId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Version, from 1.
    pub version: u32,
    /// In what form.
    pub form: ConfirmationForm,
    /// Measures of the contract with who answers for them.
    pub measures: Vec<ConfirmedMeasure>,
    /// Whom it names.
    pub contacts: Vec<ConfirmationContact>,
    /// Named staff.
    #[serde(default)]
    pub staff: Vec<Title>,
    /// The client's signature.
    pub client: Option<Signed>,
    /// The signature of the contractor's responsible person.
    pub contractor: Option<Signed>,
    /// The change it follows from; none for the first version.
    pub change: Option<ChangeRequestId>,
    /// The signed paper.
    pub paper: Option<AttachmentId>,
}

checked_serde!(Confirmation, ChangeRequest);

impl Confirmation {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        if self.version == 0 {
            out.push(FieldError::new(
                "version",
                Problem::OutOfRange { value: "0".into(), min: 1, max: i64::from(u32::MAX) },
            ));
        }
        if self.version == 1 && self.change.is_some() {
            out.push(FieldError::rule(
                "change",
                "最初の版は変更から生まれません",
                "the first version follows from no change",
            ));
        }
        let named: BTreeSet<&str> = self.measures.iter().map(|m| m.measure.as_str()).collect();
        if named.len() != self.measures.len() {
            out.push(FieldError::rule("measures", "同じ対策が二度あります", "a measure stands twice"));
        }
        out
    }

    /// The day from which it binds both sides: that of the later signature.
    #[must_use]
    pub fn signed_on(&self) -> Option<Date> {
        Some(self.client.as_ref()?.on.max(self.contractor.as_ref()?.on))
    }
}

codes! {
    /// What a change touches.
    pub enum ChangeSubject ("変更の対象", "Subject of a change") {
        /// A measure or how it is carried out.
        Measure = "measure" ("対策", "A measure"),
        /// Responsible persons, contacts or staff.
        People = "people" ("体制・人", "People"),
        /// Place of work.
        Place = "place" ("作業の場所", "Place of work"),
        /// Systems, tools, connections.
        Systems = "systems" ("機器・道具・接続", "Systems"),
        /// Term or amount.
        Terms = "terms" ("期間・金額", "Term or amount"),
        /// Who works below.
        Subcontractors = "subcontractors" ("再委託先", "Subcontractors"),
    }
}

/// What a change wish was held against (7.4(1)). What nobody looked at is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeLook {
    /// It keeps to the contract.
    pub contract: Answer,
    /// It keeps to the confirmation.
    pub confirmation: Answer,
    /// The contractor would still have been chosen by the criteria used.
    pub criteria: Answer,
    /// What was found.
    #[serde(default)]
    pub note: Memo,
}

/// What became of a change wish.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeDecision {
    /// Nobody decided.
    #[default]
    Open,
    /// Allowed, by an amendment where it departs from the contract.
    Approved {
        /// Who said so.
        say: Say,
        /// The amendment, where one is needed.
        amendment: Option<AttachmentId>,
    },
    /// Refused.
    Refused {
        /// Who said so.
        say: Say,
    },
}

/// A change the contractor asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct ChangeRequest {
    /// Its id.
    pub id: ChangeRequestId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Who asks.
    pub asked_by: Side,
    /// When.
    pub asked_on: Date,
    /// What for.
    pub what: Statement,
    /// Why.
    pub reason: Ground,
    /// What it touches.
    pub subjects: BTreeSet<ChangeSubject>,
    /// What it was held against.
    pub look: ChangeLook,
    /// The decision.
    pub decision: ChangeDecision,
}

impl ChangeRequest {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        if self.subjects.is_empty() {
            out.push(FieldError::new("subjects", Problem::Missing));
        }
        if let ChangeDecision::Approved { say, .. } | ChangeDecision::Refused { say } = &self.decision {
            in_order(&mut out, "decision", (Some(self.asked_on), Some(say.on)));
        }
        out
    }

    /// True while nobody decided by a day.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        let decided = match &self.decision {
            ChangeDecision::Open => false,
            ChangeDecision::Approved { say, .. } | ChangeDecision::Refused { say } => say.on <= today,
        };
        self.asked_on <= today && !decided
    }
}
