//! Who may do what: permissions, roles, and the scope a permission reaches.

use serde::Serialize;

use crate::{Lang, id::UnitId, person::Role};

codes! {
    /// One thing a person may be allowed to do. Denied unless a role grants it.
    pub enum Permission ("権限", "Permission") {
        /// See engagements and everything that belongs to them.
        ViewEngagement = "engagement.view" ("委託案件を見る", "View engagements"),
        /// Enter engagements, change their facts, declare conditions.
        EditEngagement = "engagement.edit" ("委託案件を書く", "Edit engagements"),
        /// Ask officers for a decision.
        RequestDecision = "decision.request" ("判断・許可・免除を依頼する", "Request decisions"),
        /// Pass a gate whose conditions are settled.
        PassGate = "gate.pass" ("関を通す", "Pass a gate"),
        /// Decide whether unlisted work is critical (NISC-2008 5.1(3)).
        DecideCriticality = "decision.criticality" ("危機的かを判断する", "Decide criticality"),
        /// Grant an exception permit (NISC-2008 5.1(5)).
        GrantException = "decision.exception" ("例外を許可する", "Grant exceptions"),
        /// Approve a waiver of a gate condition.
        ApproveWaiver = "decision.waiver" ("免除を承認する", "Approve waivers"),
        /// Approve that a contractor passes work on (NISC-2008 7.5(3)).
        ApproveSubcontract = "decision.subcontract" ("再委託を承認する", "Approve subcontracting"),
        /// Check draft contracts of an engagement, keep results, correct findings.
        CheckContract = "contract.check" ("契約書を点検する", "Check contracts"),
        /// Record what is handed to contractors and comes back, their handlers and accesses (NISC-2008 8.1(2)).
        KeepHandovers = "handover.keep" ("情報の授受とアクセスを記録する", "Record hand-overs and accesses"),
        /// See the register of critical and non-critical work.
        ViewRegister = "register.view" ("付録1を見る", "View the register"),
        /// Update the register (NISC-2008 5.1(4)).
        UpdateRegister = "register.update" ("付録1を更新する", "Update the register"),
        /// Ask the chief security officer (NISC-2008 11).
        AskChief = "consultation.ask" ("統括責任者に相談する", "Ask the chief officer"),
        /// See all questions to the chief officer within reach.
        ViewConsultation = "consultation.view" ("相談を見る", "View consultations"),
        /// Answer them.
        AnswerConsultation = "consultation.answer" ("相談に答える", "Answer consultations"),
        /// See contractors.
        ViewContractor = "contractor.view" ("委託先を見る", "View contractors"),
        /// Enter and change contractors.
        EditContractor = "contractor.edit" ("委託先を書く", "Edit contractors"),
        /// See questionnaires, their answers and what they are worth.
        ViewQuestionnaire = "questionnaire.view" ("質問票を見る", "View questionnaires"),
        /// Send questionnaires, send them back, accept them.
        SendQuestionnaire = "questionnaire.send" ("質問票を送る・受領する", "Send and accept questionnaires"),
        /// See selections: candidates, how they were judged, who was chosen.
        ViewSelection = "selection.view" ("選定を見る", "View selections"),
        /// Prepare selections, judge candidates, propose one.
        EditSelection = "selection.edit" ("選定を準備し、候補を評価し、提案する", "Prepare selections, judge and propose candidates"),
        /// Choose the contractor that was proposed (NISC-2008 6.1).
        DecideSelection = "selection.decide" ("委託先を決める", "Choose the contractor"),
        /// Keep one's own answer book and fill clients' sheets.
        EditBook = "book.edit" ("回答帳を書き、調査票に記入する", "Keep the answer book and fill sheets"),
        /// See units, people and roles.
        ViewOrganisation = "organisation.view" ("組織と役割を見る", "View organisation"),
        /// Change units, people, roles and substitutes.
        ManageOrganisation = "organisation.manage" ("組織と役割を管理する", "Manage organisation"),
        /// See the ledger.
        ViewLedger = "ledger.view" ("台帳を見る", "View the ledger"),
        /// Export the ledger and sign checkpoints.
        ExportLedger = "ledger.export" ("台帳を書き出す", "Export the ledger"),
        /// Load and remove sample data, see the state of the system.
        Operate = "system.operate" ("システムを運用する", "Operate the system"),
    }
}

impl Role {
    /// The matrix. A role given at a unit reaches that unit and everything below it.
    #[must_use]
    pub const fn permits(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::ChiefSecurityOfficer => !matches!(
                permission,
                P::EditEngagement
                    | P::RequestDecision
                    | P::PassGate
                    | P::ManageOrganisation
                    | P::Operate
                    | P::EditContractor
                    | P::SendQuestionnaire
                    | P::EditSelection
                    | P::EditBook
                    | P::CheckContract
                    | P::KeepHandovers
            ),
            Self::SecurityOfficer => matches!(
                permission,
                P::ViewEngagement
                    | P::DecideCriticality
                    | P::GrantException
                    | P::ApproveWaiver
                    | P::ApproveSubcontract
                    | P::ViewRegister
                    | P::AskChief
                    | P::ViewConsultation
                    | P::ViewContractor
                    | P::ViewQuestionnaire
                    | P::ViewSelection
                    | P::DecideSelection
                    | P::ViewOrganisation
                    | P::ViewLedger
            ),
            Self::SystemSecurityOfficer | Self::SectionSecurityOfficer => matches!(
                permission,
                P::ViewEngagement
                    | P::EditEngagement
                    | P::RequestDecision
                    | P::PassGate
                    | P::CheckContract
                    | P::KeepHandovers
                    | P::ViewRegister
                    | P::AskChief
                    | P::ViewConsultation
                    | P::ViewContractor
                    | P::EditContractor
                    | P::ViewQuestionnaire
                    | P::SendQuestionnaire
                    | P::ViewSelection
                    | P::EditSelection
                    | P::DecideSelection
                    | P::EditBook
                    | P::ViewOrganisation
            ),
            Self::ProcurementLegal => matches!(
                permission,
                P::ViewEngagement
                    | P::ViewRegister
                    | P::ViewContractor
                    | P::EditContractor
                    | P::ViewQuestionnaire
                    | P::SendQuestionnaire
                    | P::ViewSelection
                    | P::EditSelection
                    | P::EditBook
                    | P::CheckContract
                    | P::ViewOrganisation
            ),
            Self::Auditor => matches!(
                permission,
                P::ViewEngagement
                    | P::ViewRegister
                    | P::ViewConsultation
                    | P::ViewContractor
                    | P::ViewQuestionnaire
                    | P::ViewSelection
                    | P::ViewOrganisation
                    | P::ViewLedger
                    | P::ExportLedger
            ),
            Self::Administrator => {
                matches!(
                    permission,
                    P::ViewOrganisation | P::ManageOrganisation | P::Operate | P::ViewLedger | P::ViewRegister
                )
            }
        }
    }
}

/// Proof that a person holds a permission, and where. Store functions ask for it, so a query without a check does not
/// compile; it is made only by [`crate::person::Actor::may`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    permission: Permission,
    reach: Reach,
}

/// Where a permission reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The whole organisation.
    All,
    /// These units (already including everything below them), sorted, never empty.
    Units(Vec<UnitId>),
}

impl Scope {
    pub(crate) const fn new(permission: Permission, reach: Reach) -> Self {
        Self { permission, reach }
    }
    /// What was asked for.
    #[must_use]
    pub const fn permission(&self) -> Permission {
        self.permission
    }
    /// Where it holds.
    #[must_use]
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }
    /// True when it holds at a unit.
    #[must_use]
    pub fn covers(&self, unit: UnitId) -> bool {
        match &self.reach {
            Reach::All => true,
            Reach::Units(units) => units.binary_search(&unit).is_ok(),
        }
    }
}

/// A permission the person does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("permission {0} is needed")]
pub struct Denied(pub Permission);

impl Denied {
    /// The sentence for people.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        match lang {
            Lang::Ja => format!("この操作には「{}」の権限が要ります", self.0.label(lang)),
            Lang::En => format!("This needs the permission \"{}\"", self.0.label(lang)),
        }
    }
}
