//! Gate conditions (§2.3 of the requirements; NISC-2008 ch. 5 to 9, ASPIC-2011 phases).

use domain::gate::{ConditionId, Gate};
use serde::{Deserialize, Serialize};

use crate::{SourceRef, Text};

domain::codes! {
    /// Whether a condition may be waived by an officer.
    pub enum Waivable ("免除の可否", "Waivable") {
        /// An officer may waive it, with a reason and a last day.
        Waivable = "waivable" ("免除できる", "Waivable"),
        /// Nobody may.
        Never = "never" ("免除できない", "Never waived"),
    }
}

domain::codes! {
    /// Which engagements a condition is about.
    pub enum Applies ("対象", "Applies to") {
        /// Every engagement.
        Always = "always" ("すべて", "Every engagement"),
        /// Category A, system build.
        OnlyBuild = "only_build" ("システムの構築・開発", "System build"),
        /// Categories B to G, operation, maintenance and inspection.
        OnlyOperation = "only_operation" ("運用・保守・点検", "Operation and maintenance"),
        /// A cloud service is used.
        OnlyCloud = "only_cloud" ("クラウドの利用", "Cloud services"),
        /// Personal data is or may be involved.
        OnlyPersonal = "only_personal" ("個人の情報を扱う案件", "Personal data"),
        /// Something that is not public is given or seen.
        OnlyNonPublic = "only_non_public" ("公開していない情報を扱う案件", "Non-public information"),
        /// The work is critical, by the register or an officer's decision.
        OnlyCritical = "only_critical" ("危機的業務", "Critical work"),
        /// A subcontractor is or may be wished for.
        OnlySubcontracting = "only_subcontracting" ("再委託があり得る案件", "Possible subcontracting"),
    }
}

domain::codes! {
    /// How a condition is found to be met. What each check looks at is written in the `rules` crate, one function each.
    pub enum CheckCode ("確かめ方", "Check") {
        /// The category fits by itself, or the likeness is explained (N-3).
        CategorySettled = "category_settled" ("区分が決まっている", "Category settled"),
        /// The information list exists (N-5.2-1).
        ItemsListed = "items_listed" ("情報の一覧がある", "Information listed"),
        /// Every item on it is judged (N-5.2-1).
        ItemsJudged = "items_judged" ("情報がすべて判定済み", "Information judged"),
        /// Register or officer say what kind of work it is (N-5.1-1 to N-5.1-3).
        WorkDecided = "work_decided" ("業務の判断がある", "Work decided"),
        /// A permit with directed measures is in force (N-5.1-5).
        PermitInForce = "permit_in_force" ("許可が有効", "Permit in force"),
        /// A scope cut was made, is impossible, or was considered and declined (N-5.2-2).
        ScopeCutConsidered = "scope_cut_considered" ("範囲の分割を検討済み", "Scope cut considered"),
        /// The question on installation is answered (N-5.2-3).
        InstallationAnswered = "installation_answered" ("導入の問いに回答済み", "Installation answered"),
        /// The question on access rights is answered (N-5.2-4).
        RightsAnswered = "rights_answered" ("権限の問いに回答済み", "Rights answered"),
        /// One of the condition's papers is finished and says what facts and plan say.
        PaperReady = "paper_ready" ("文書ができている", "Paper ready"),
        /// Whatever may be chosen was chosen or left out with a reason (N-6.3.1-1).
        ChoicesReasoned = "choices_reasoned" ("採否に理由がある", "Choices reasoned"),
        /// Whether work may be passed on is chosen (N-7.5).
        SubcontractingChosen = "subcontracting_chosen" ("再委託の扱いを選んだ", "Subcontracting chosen"),
        /// Auditing is decided (N-6.3.3-2).
        AuditDecided = "audit_decided" ("監査の要否を決めた", "Audit decided"),
        /// No must-have clause was refused (CO-X1).
        MustHavesKept = "must_haves_kept" ("必須の条項がそろっている", "Must-haves kept"),
        /// Every required measure and boundary area has an owner.
        OwnersSettled = "owners_settled" ("分担に空きがない", "Owners settled"),
        /// Required measures that are not offered have someone who bears the risk.
        PricesSettled = "prices_settled" ("見積りの空きを引き受けた", "Prices settled"),
        /// A person declares it, with a note of what shows it.
        Declared = "declared" ("申告", "Declared"),
    }
}

/// One condition of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Permanent id, `G1-3`.
    pub id: ConditionId,
    /// The gate it belongs to.
    pub gate: Gate,
    /// A short statement that is true when the condition is met.
    pub title: Text,
    /// Why it is asked and how to settle it.
    pub help: Text,
    /// Where it comes from; at least one place.
    pub source: Vec<SourceRef>,
    /// Whether it may be waived.
    pub waivable: Waivable,
    /// Which engagements it is about.
    pub applies: Applies,
    /// How it is found to be met.
    pub check: CheckCode,
    /// Papers of which one settles it, by their ids; the first is the one to write.
    #[serde(default)]
    pub papers: Vec<String>,
}
