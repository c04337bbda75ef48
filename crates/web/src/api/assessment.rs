//! May it go out, and what does the gate ahead say: answers of the rules as JSON, with their sentences.

use app::{
    engagements::Names,
    rules::{
        Fix, Reason,
        decide::{Assessment, Listing},
        gates::{ConditionReport, GateReport, Status},
    },
};
use catalogue::{Catalogue, Waivable};
use domain::{Lang, gate::Waiver, risk::Permit};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    coded::{ActivityLabel, Coded, CriticalityLabel, GateLabel, VerdictLabel},
    common::PersonRef,
};

/// One reason: a code for programs, the rule behind it, and the sentence for people.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Reason)]
pub(crate) struct ReasonJson {
    /// Stable code; `GET /api/v1/catalogue/reasons` lists all.
    code: &'static str,
    /// Id of the rule, such as `N-5.1-3`.
    rule: String,
    /// The sentence in the language asked for.
    text: String,
    /// Id of the register entry it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
}

impl ReasonJson {
    pub(crate) fn each(reasons: &[Reason], catalogue: &Catalogue, lang: Lang) -> Vec<Self> {
        let one = |reason: &Reason| Self {
            code: reason.code.code(),
            rule: reason.rule.to_string(),
            text: reason.text(catalogue, lang),
            entry: reason.entry.map(|id| id.to_string()),
        };
        reasons.iter().map(one).collect()
    }
}

/// A next step.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Fix)]
pub(crate) struct FixJson {
    /// Stable code: edit_facts, judge_items, answer_questions, request_criticality, request_exception, split_scope,
    /// await_approval, mend_sent_back, report_to_chief, declare, write_paper, settle_requirements, check_contract,
    /// start_selection, run_selection.
    code: &'static str,
    /// What it is about: the id of a request, of a condition, or of a paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// Words for a button.
    label: &'static str,
}

impl FixJson {
    pub(crate) fn of(fix: &Fix, lang: Lang) -> Self {
        let id = match fix {
            Fix::AwaitApproval(id) | Fix::MendSentBack(id) | Fix::ReportToChief(id) => Some(id.to_string()),
            Fix::Declare(id) | Fix::SettleRequirements(id) | Fix::CheckContract(id) | Fix::StartSelection(id) => {
                Some(id.to_string())
            }
            Fix::WritePaper { paper, .. } => Some(paper.clone()),
            _ => None,
        };
        Self { code: fix.code(), id, label: fix.label(lang) }
    }
}

/// May it go out, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Assessment)]
pub(crate) struct AssessmentJson {
    /// The answer.
    verdict: VerdictLabel,
    /// Why.
    reasons: Vec<ReasonJson>,
    /// What the register says of each activity.
    matched: Vec<MatchJson>,
    /// A split that would spare critical information.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope_cut: Option<CutJson>,
    /// The exception permit in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    permit: Option<PermitJson>,
    /// The officer's last decision whether the work is critical.
    #[serde(skip_serializing_if = "Option::is_none")]
    judgement: Option<JudgementJson>,
    /// What to do next, the most useful first.
    next: Vec<FixJson>,
}

/// One activity and what the register says of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActivityMatch)]
pub(crate) struct MatchJson {
    /// The activity.
    activity: ActivityLabel,
    /// critical, both, unlisted or non_critical.
    listing: &'static str,
    /// The register entry it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
}

/// A split that would spare critical information.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ScopeCut)]
pub(crate) struct CutJson {
    /// What would be split off.
    spared: Vec<ActivityLabel>,
    /// What would remain.
    rest: Vec<ActivityLabel>,
}

/// An exception permit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Permit)]
pub(crate) struct PermitJson {
    /// Measures directed.
    measures: Vec<String>,
    /// Why it was granted.
    reason: String,
    /// Day it was granted.
    granted_on: Date,
    /// Last day it holds.
    until: Date,
}

impl PermitJson {
    pub(crate) fn of(permit: &Permit) -> Self {
        Self {
            measures: permit.measures.iter().map(|m| m.text.to_string()).collect(),
            reason: permit.reason.to_string(),
            granted_on: permit.granted_on,
            until: permit.until,
        }
    }
}

/// An officer's decision whether the work is critical.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Judgement)]
pub(crate) struct JudgementJson {
    /// The request it answered.
    approval: String,
    /// What was decided.
    criticality: CriticalityLabel,
    /// The day, in Japan.
    on: Date,
}

impl AssessmentJson {
    pub(crate) fn of(a: &Assessment, catalogue: &Catalogue, lang: Lang) -> Self {
        let listing = |l: &Listing| match l {
            Listing::Critical(_) => "critical",
            Listing::Both(_) => "both",
            Listing::Unlisted => "unlisted",
            Listing::NonCritical(_) => "non_critical",
        };
        let matched = a.matched.iter().map(|m| MatchJson {
            activity: Coded::new(m.activity, lang),
            listing: listing(&m.listing),
            entry: m.listing.entry().map(|id| id.to_string()),
        });
        Self {
            verdict: Coded::new(a.verdict, lang),
            reasons: ReasonJson::each(&a.because, catalogue, lang),
            matched: matched.collect(),
            scope_cut: a
                .scope_cut
                .as_ref()
                .map(|cut| CutJson { spared: Coded::each(&cut.spared, lang), rest: Coded::each(&cut.rest, lang) }),
            permit: a.permit.as_ref().map(PermitJson::of),
            judgement: a.judgement.as_ref().map(|j| JudgementJson {
                approval: j.approval.to_string(),
                criticality: Coded::new(j.criticality, lang),
                on: j.on,
            }),
            next: a.next.iter().map(|fix| FixJson::of(fix, lang)).collect(),
        }
    }
}

/// A gate with all its conditions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = GateReport)]
pub(crate) struct GateJson {
    /// Which gate.
    gate: GateLabel,
    /// True when nothing holds it shut.
    passable: bool,
    /// How many conditions are met.
    met: usize,
    /// How many are unmet.
    unmet: usize,
    /// How many are waived.
    waived: usize,
    /// How many do not apply.
    not_applicable: usize,
    /// The conditions, in the order of the catalogue.
    conditions: Vec<ConditionJson>,
}

/// A condition of a gate.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ConditionReport)]
pub(crate) struct ConditionJson {
    /// Permanent id, `G1-3`.
    id: String,
    /// A short statement that is true when the condition is met.
    title: String,
    /// met, unmet, waived or not_applicable.
    status: &'static str,
    /// Why.
    reasons: Vec<ReasonJson>,
    /// What would settle it, when it is unmet.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson>,
    /// Where it comes from.
    source: Vec<SourceJson>,
    /// True when an officer may waive it.
    waivable: bool,
    /// The waiver it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver: Option<WaiverJson>,
    /// Id of the declaration it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_by: Option<String>,
}

/// A place in a source document.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SourceRef)]
pub(crate) struct SourceJson {
    /// The document, `NISC-2008`.
    document: String,
    /// Section as printed there.
    section: String,
    /// Id of the duty, when it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl SourceJson {
    pub(crate) fn each(sources: &[catalogue::SourceRef]) -> Vec<Self> {
        let one = |s: &catalogue::SourceRef| Self {
            document: s.document.to_string(),
            section: s.section.clone(),
            id: s.id.clone(),
        };
        sources.iter().map(one).collect()
    }
}

/// A waiver of a condition.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Waiver)]
pub(crate) struct WaiverJson {
    /// Id, `wvr_…`.
    id: String,
    /// The condition.
    condition: String,
    /// Who granted it.
    granted_by: PersonRef,
    /// When.
    granted_on: Date,
    /// Why.
    reason: String,
    /// Last day it holds.
    until: Date,
}

impl WaiverJson {
    pub(crate) fn of(waiver: &Waiver, names: &Names) -> Self {
        Self {
            id: waiver.id.to_string(),
            condition: waiver.condition.to_string(),
            granted_by: PersonRef::of(waiver.granted_by, names),
            granted_on: waiver.granted_on,
            reason: waiver.reason.to_string(),
            until: waiver.until,
        }
    }
}

impl GateJson {
    pub(crate) fn of(report: &GateReport, catalogue: &Catalogue, names: &Names, lang: Lang) -> Self {
        let counts = report.counts();
        let conditions = report.conditions.iter().map(|c| condition(c, catalogue, names, lang));
        Self {
            gate: Coded::new(report.gate, lang),
            passable: report.is_passable(),
            met: counts.met,
            unmet: counts.unmet,
            waived: counts.waived,
            not_applicable: counts.not_applicable,
            conditions: conditions.collect(),
        }
    }
}

fn condition(report: &ConditionReport, catalogue: &Catalogue, names: &Names, lang: Lang) -> ConditionJson {
    let known = catalogue.condition(&report.id);
    let waiver = match &report.status {
        Status::Waived(waiver) => Some(WaiverJson::of(waiver, names)),
        _ => None,
    };
    ConditionJson {
        id: report.id.to_string(),
        title: known.map(|k| k.title.get(lang).to_owned()).unwrap_or_default(),
        status: report.status.code(),
        reasons: ReasonJson::each(&report.because, catalogue, lang),
        fix: report.fix.as_ref().map(|fix| FixJson::of(fix, lang)),
        source: known.map(|k| SourceJson::each(&k.source)).unwrap_or_default(),
        waivable: known.is_some_and(|k| k.waivable == Waivable::Waivable),
        waiver,
        shown_by: report.shown_by.map(|id| id.to_string()),
    }
}
