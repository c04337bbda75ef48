//! What a person can do next.

use domain::{Lang, Words, gate::ConditionId, id::ApprovalId};
use serde::Serialize;

/// A next step. Pages turn it into a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Fix {
    /// Change what is known of the work.
    EditFacts,
    /// Put information on the list, or judge it.
    JudgeItems,
    /// Answer the questions on installation and rights.
    AnswerQuestions,
    /// Ask the security officer whether the work is critical.
    RequestCriticality,
    /// Ask for an exception permit.
    RequestException,
    /// Split the engagement in two.
    SplitScope,
    /// Nothing but to wait for an officer.
    AwaitApproval(ApprovalId),
    /// Mend a request that was sent back.
    MendSentBack(ApprovalId),
    /// Report a decision to the chief officer and ask for the update of the register.
    ReportToChief(ApprovalId),
    /// Declare that a condition is met.
    Declare(ConditionId),
    /// Write a paper, or declare that another one serves.
    WritePaper {
        /// The paper, by its id in the catalogue.
        paper: String,
        /// The condition it settles.
        condition: ConditionId,
    },
    /// Settle what the plan leaves open, or declare that it is settled elsewhere.
    SettleRequirements(ConditionId),
    /// Check the next draft of the contract, record what was refused, or declare that it is settled elsewhere.
    CheckContract(ConditionId),
    /// Select the contractor among candidates, or declare that it was done elsewhere.
    StartSelection(ConditionId),
    /// Go on with a selection that was begun; no declaration stands in for it.
    RunSelection,
}

impl Fix {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EditFacts => "edit_facts",
            Self::JudgeItems => "judge_items",
            Self::AnswerQuestions => "answer_questions",
            Self::RequestCriticality => "request_criticality",
            Self::RequestException => "request_exception",
            Self::SplitScope => "split_scope",
            Self::AwaitApproval(_) => "await_approval",
            Self::MendSentBack(_) => "mend_sent_back",
            Self::ReportToChief(_) => "report_to_chief",
            Self::Declare(_) => "declare",
            Self::WritePaper { .. } => "write_paper",
            Self::SettleRequirements(_) => "settle_requirements",
            Self::CheckContract(_) => "check_contract",
            Self::StartSelection(_) => "start_selection",
            Self::RunSelection => "run_selection",
        }
    }

    /// The condition a person may declare met instead of taking the step.
    #[must_use]
    pub const fn declarable(&self) -> Option<&ConditionId> {
        match self {
            Self::Declare(condition)
            | Self::WritePaper { condition, .. }
            | Self::SettleRequirements(condition)
            | Self::CheckContract(condition)
            | Self::StartSelection(condition) => Some(condition),
            _ => None,
        }
    }

    /// Words for a button or a link.
    #[must_use]
    pub const fn words(&self) -> Words {
        match self {
            Self::EditFacts => Words { ja: "案件の内容を直す", en: "Edit the engagement" },
            Self::JudgeItems => {
                Words { ja: "情報を書き出して判定する", en: "List and judge the information" }
            }
            Self::AnswerQuestions => Words { ja: "残った問いに答える", en: "Answer the open questions" },
            Self::RequestCriticality => Words { ja: "責任者に判断を求める", en: "Ask the officer to decide" },
            Self::RequestException => Words { ja: "例外の許可を求める", en: "Ask for a permit" },
            Self::SplitScope => Words { ja: "案件を二つに分ける", en: "Split the engagement" },
            Self::AwaitApproval(_) => Words { ja: "責任者の返事を待つ", en: "Wait for the officer" },
            Self::MendSentBack(_) => Words { ja: "差し戻しを直す", en: "Mend what was sent back" },
            Self::ReportToChief(_) => Words { ja: "統括責任者に報告する", en: "Report to the chief officer" },
            Self::Declare(_) => Words { ja: "満たしたことを申告する", en: "Declare it met" },
            Self::WritePaper { .. } => Words { ja: "文書をつくる", en: "Write the paper" },
            Self::CheckContract(_) => Words { ja: "契約書を点検する", en: "Check the contract" },
            Self::SettleRequirements(_) => Words { ja: "要件を詰める", en: "Settle the requirements" },
            Self::StartSelection(_) => Words { ja: "選定をはじめる", en: "Begin the selection" },
            Self::RunSelection => Words { ja: "選定を進める", en: "Go on with the selection" },
        }
    }

    /// The words in one language.
    #[must_use]
    pub const fn label(&self, lang: Lang) -> &'static str {
        self.words().get(lang)
    }
}
