//! One engagement with everything that belongs to it.

use app::engagements::{Names, View};
use catalogue::Catalogue;
use domain::{
    Lang,
    gate::{Declaration, Passage},
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{
    ApiCaller,
    assessment::{AssessmentJson, GateJson, WaiverJson},
    coded::{CategoryLabel, Coded, DueKindLabel, GateLabel, RoleLabel, SealLabel, StageLabel, StandingLabel},
    common::{EngagementRef, PersonRef, UnitRef},
    facts::FactsJson,
    requests::ApprovalJson,
};

/// What falls due next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Due {
    /// Day.
    pub(crate) on: Date,
    /// What.
    pub(crate) kind: DueKindLabel,
}

/// A contractor as engagements name it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContractorRef {
    /// Id, `con_…`.
    id: String,
    /// Name.
    name: String,
}

/// An engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engagement)]
pub(crate) struct EngagementJson {
    /// Number, `R8-0012`.
    number: String,
    /// Id, `eng_…`, as the ledger writes it.
    id: String,
    /// Title.
    title: String,
    /// The unit it belongs to.
    unit: UnitRef,
    /// Who answers for it.
    owner: PersonRef,
    /// The role in which the owner does so today.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_role: Option<RoleLabel>,
    /// Where it stands on the way.
    stage: StageLabel,
    /// Day the stage was reached.
    stage_since: Date,
    /// Moving, or ended otherwise.
    standing: StandingLabel,
    /// Category of the work.
    category: CategoryLabel,
    /// What makes it delicate.
    seals: Vec<SealLabel>,
    /// The contractor, once known.
    #[serde(skip_serializing_if = "Option::is_none")]
    contractor: Option<ContractorRef>,
    /// What is known of the work; can be changed and sent back.
    facts: FactsJson,
    /// Register version it is judged under.
    register_version: i64,
    /// Register version in force today.
    register_now: i64,
    /// Register entry an officer's decision made for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    /// Id of the engagement it was split from.
    #[serde(skip_serializing_if = "Option::is_none")]
    split_from: Option<String>,
    /// Numbers of the engagements it was split into.
    split_into: Vec<String>,
    /// What falls due next.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Due>,
    /// Since when an officer's decision is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_since: Option<Timestamp>,
    /// When it was entered.
    created_at: Timestamp,
    /// When it was last changed.
    updated_at: Timestamp,
    /// Grows by one with each change; a change sends back the one it saw.
    revision: i64,
    /// May it go out, and why.
    assessment: AssessmentJson,
    /// The gate ahead.
    gate: GateJson,
    /// Requests to officers, oldest first.
    approvals: Vec<ApprovalJson>,
    /// Waivers.
    waivers: Vec<WaiverJson>,
    /// Declarations.
    declarations: Vec<DeclarationJson>,
    /// Gates passed.
    passages: Vec<PassageJson>,
    /// How many files are attached.
    files: i64,
    /// How many entries of the ledger are about it.
    entries: i64,
}

/// A person's statement that a condition is met.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Declaration)]
pub(crate) struct DeclarationJson {
    /// Id, `dcl_…`.
    id: String,
    /// The condition.
    condition: String,
    /// Who said so.
    declared_by: PersonRef,
    /// When.
    declared_at: Timestamp,
    /// What shows it, in words.
    note: String,
    /// Id of a file that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachment: Option<String>,
}

impl DeclarationJson {
    fn of(declaration: &Declaration, names: &Names) -> Self {
        Self {
            id: declaration.id.to_string(),
            condition: declaration.condition.to_string(),
            declared_by: PersonRef::of(declaration.declared_by, names),
            declared_at: declaration.declared_at,
            note: declaration.note.to_string(),
            attachment: declaration.attachment.map(|id| id.to_string()),
        }
    }
}

/// A gate passed; how each condition stood at that moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Passage)]
pub(crate) struct PassageJson {
    /// The gate.
    gate: GateLabel,
    /// When.
    at: Timestamp,
    /// By whom.
    by: PersonRef,
    /// For whom, when a substitute passed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<PersonRef>,
    /// The conditions as they stood.
    conditions: Vec<PassedConditionJson>,
}

/// How one condition stood when its gate was passed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PassedCondition)]
pub(crate) struct PassedConditionJson {
    /// The condition.
    id: String,
    /// met, waived or not_applicable.
    status: String,
    /// Why, as it was said then.
    text: String,
}

impl PassageJson {
    fn of(passage: &Passage, names: &Names, lang: Lang) -> Self {
        let conditions = passage.conditions.iter().map(|c| PassedConditionJson {
            id: c.id.to_string(),
            status: c.status.clone(),
            text: if lang == Lang::Ja { c.ja.clone() } else { c.en.clone() },
        });
        Self {
            gate: Coded::new(passage.gate, lang),
            at: passage.at,
            by: PersonRef::of(passage.by, names),
            on_behalf_of: passage.on_behalf_of.map(|id| PersonRef::of(id, names)),
            conditions: conditions.collect(),
        }
    }
}

impl EngagementJson {
    pub(super) fn of(view: &View, by: &ApiCaller, catalogue: &Catalogue) -> Self {
        let (case, names, lang) = (&view.case, &view.names, by.lang);
        let e = &case.engagement;
        let about = EngagementRef { number: e.number.to_string(), title: e.facts.title.to_string() };
        let approvals =
            case.approvals.iter().map(|a| ApprovalJson::of(a, Some(about.clone()), (names, &by.caller, lang)));
        let contractor = e
            .facts
            .contractor
            .map(|id| ContractorRef { id: id.to_string(), name: case.projection.contractor_name.clone() });
        Self {
            number: e.number.to_string(),
            id: e.id.to_string(),
            title: e.facts.title.to_string(),
            unit: UnitRef::of(e.unit, &by.caller, lang),
            owner: PersonRef::of(e.owner, names),
            owner_role: view.owner_role.map(|role| Coded::new(role, lang)),
            stage: Coded::new(e.stage, lang),
            stage_since: e.stage_since,
            standing: Coded::new(e.standing, lang),
            category: Coded::new(e.facts.category, lang),
            seals: Coded::each(&e.facts.seals(), lang),
            contractor,
            facts: FactsJson::of(&e.facts),
            register_version: e.register_version,
            register_now: view.register_now,
            entry: e.entry.map(|id| id.to_string()),
            split_from: e.split_from.map(|id| id.to_string()),
            split_into: view.split_into.iter().map(ToString::to_string).collect(),
            due: case.projection.due.map(|(on, kind)| Due { on, kind: Coded::new(kind, lang) }),
            waiting_since: case.projection.waiting_since,
            created_at: e.created_at,
            updated_at: e.updated_at,
            revision: e.revision,
            assessment: AssessmentJson::of(&view.assessment, catalogue, lang),
            gate: GateJson::of(&view.report, catalogue, names, lang),
            approvals: approvals.collect(),
            waivers: case.waivers.iter().map(|w| WaiverJson::of(w, names)).collect(),
            declarations: case.declarations.iter().map(|d| DeclarationJson::of(d, names)).collect(),
            passages: view.passages.iter().map(|p| PassageJson::of(p, names, lang)).collect(),
            files: view.files,
            entries: view.entries,
        }
    }
}
