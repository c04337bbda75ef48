//! What is asked of an engagement and what people settle about it.

mod plan;

use app::{
    requirements::RequirementsView,
    rules::profile::{ClauseLine, MeasureLine, RowLine},
};
use axum::{Json, extract::State};
use catalogue::{Catalogue, Text};
use domain::{
    Lang,
    calendar::EngagementNumber,
    engagement::Answer,
    plan::{RequirementLevel, Tailoring},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::plan::PlanJson;
use super::{
    ApiCaller,
    assessment::ReasonJson,
    coded::{CategoryLabel, ClauseTierLabel, Coded, MeasureOwnerLabel, RequirementLevelLabel},
    common::PersonRef,
    extract::{Body, Key, checked, under},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(show, change))
}

/// A row of tables 1 and 2.
#[derive(Debug, Serialize, ToSchema)]
struct RequiredRow {
    /// Id, `T2-13`.
    id: String,
    /// Title.
    title: String,
    /// What holds.
    level: RequirementLevelLabel,
    /// What was derived.
    derived: RequirementLevelLabel,
    /// True while it may be chosen and nobody has said yes or no.
    undecided: bool,
    /// Why.
    reasons: Vec<ReasonJson>,
    /// Why a person set another level.
    #[serde(skip_serializing_if = "Option::is_none")]
    tailored: Option<String>,
}

/// A measure.
#[derive(Debug, Serialize, ToSchema)]
struct RequiredMeasure {
    /// Id, `CM-GV-01`.
    id: String,
    /// Title.
    title: String,
    /// What holds.
    level: RequirementLevelLabel,
    /// What was derived.
    derived: RequirementLevelLabel,
    /// Why.
    reasons: Vec<ReasonJson>,
    /// Why a person set another level.
    #[serde(skip_serializing_if = "Option::is_none")]
    tailored: Option<String>,
    /// Who carries it out.
    owner: MeasureOwnerLabel,
    /// Ids of the clauses that bind it in this engagement.
    clauses: Vec<String>,
}

/// A clause.
#[derive(Debug, Serialize, ToSchema)]
struct RequiredClause {
    /// Id, `KL-15`.
    id: String,
    /// Title.
    title: String,
    /// Whether it may be given up.
    tier: ClauseTierLabel,
    /// What holds.
    level: RequirementLevelLabel,
    /// What was derived.
    derived: RequirementLevelLabel,
    /// Why.
    reasons: Vec<ReasonJson>,
    /// Why a person set another level.
    #[serde(skip_serializing_if = "Option::is_none")]
    tailored: Option<String>,
    /// Code of the chosen text.
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative: Option<String>,
    /// The other side refused it.
    refused: bool,
}

/// Whether to audit: a suggestion, and what speaks for and against it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditAdvice)]
struct AuditAdviceJson {
    /// True when an audit is suggested.
    advised: bool,
    /// What speaks for it.
    speaks_for: Vec<ReasonJson>,
    /// What speaks against it.
    against: Vec<ReasonJson>,
}

/// What is asked of an engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Requirements)]
struct RequirementsJson {
    /// Send it back with a change; 0 while nothing was settled.
    revision: i64,
    /// When the plan was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_at: Option<Timestamp>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_by: Option<PersonRef>,
    /// Edition of the catalogue.
    edition: String,
    /// The category it is derived for.
    category: CategoryLabel,
    /// What people settled.
    plan: PlanJson,
    /// Rows of tables 1 and 2.
    rows: Vec<RequiredRow>,
    /// Common measures.
    measures: Vec<RequiredMeasure>,
    /// Clause families.
    clauses: Vec<RequiredClause>,
    /// Whether to audit.
    audit: AuditAdviceJson,
}

/// Words for lines.
#[derive(Clone, Copy)]
struct Words<'a> {
    catalogue: &'a Catalogue,
    lang: Lang,
}

impl Words<'_> {
    fn title(&self, text: Option<&Text>) -> String {
        text.map(|t| t.get(self.lang).to_owned()).unwrap_or_default()
    }
    const fn level(&self, level: RequirementLevel) -> RequirementLevelLabel {
        Coded::new(level, self.lang)
    }
    fn reasons(&self, because: &[app::rules::Reason]) -> Vec<ReasonJson> {
        ReasonJson::each(because, self.catalogue, self.lang)
    }
    fn row(&self, line: &RowLine) -> RequiredRow {
        RequiredRow {
            id: line.row.to_string(),
            title: self.title(self.catalogue.tables().row(&line.row).map(|r| &r.title)),
            level: self.level(line.level),
            derived: self.level(line.derived),
            undecided: line.derived == RequirementLevel::Optional && line.tailored.is_none(),
            reasons: self.reasons(&line.because),
            tailored: said(line.tailored.as_ref()),
        }
    }
    fn measure(&self, line: &MeasureLine) -> RequiredMeasure {
        RequiredMeasure {
            id: line.measure.to_string(),
            title: self.title(self.catalogue.measure(&line.measure).map(|m| &m.title)),
            level: self.level(line.level),
            derived: self.level(line.derived),
            reasons: self.reasons(&line.because),
            tailored: said(line.tailored.as_ref()),
            owner: Coded::new(line.owner, self.lang),
            clauses: line.clauses.iter().map(ToString::to_string).collect(),
        }
    }
    fn clause(&self, line: &ClauseLine) -> RequiredClause {
        RequiredClause {
            id: line.clause.to_string(),
            title: self.title(self.catalogue.clause(&line.clause).map(|c| &c.title)),
            tier: Coded::new(line.tier, self.lang),
            level: self.level(line.level),
            derived: self.level(line.derived),
            reasons: self.reasons(&line.because),
            tailored: said(line.tailored.as_ref()),
            alternative: line.alternative.clone(),
            refused: line.refused.is_some(),
        }
    }
}

fn said(tailored: Option<&Tailoring>) -> Option<String> {
    tailored.map(|t| t.reason.to_string())
}

impl RequirementsJson {
    fn of(view: &RequirementsView, words: Words<'_>) -> Self {
        let kept = &view.case.plan;
        Self {
            revision: kept.revision,
            changed_at: kept.changed.map(|(at, _)| at),
            changed_by: kept.changed.map(|(_, by)| PersonRef::of(by, &view.names)),
            edition: view.profile.edition.clone(),
            category: Coded::new(view.profile.category, words.lang),
            plan: PlanJson::of(&kept.plan),
            rows: view.profile.rows.iter().map(|line| words.row(line)).collect(),
            measures: view.profile.measures.iter().map(|line| words.measure(line)).collect(),
            clauses: view.profile.clauses.iter().map(|line| words.clause(line)).collect(),
            audit: AuditAdviceJson {
                advised: view.advice.advised == Answer::Yes,
                speaks_for: words.reasons(&view.advice.speaks_for),
                against: words.reasons(&view.advice.against),
            },
        }
    }
}

async fn shown(by: &ApiCaller, web: &Web, number: EngagementNumber) -> Result<Json<RequirementsJson>> {
    let view = web.app.requirements().show(&by.caller, number).await?;
    let words = Words { catalogue: web.app.catalogue(), lang: by.lang };
    Ok(Json(RequirementsJson::of(&view, words)))
}

/// Show the requirements of an engagement.
///
/// Derived anew from the facts and the plan each time: rows, measures and clauses with their levels and why.
#[utoipa::path(
    get, path = "/engagements/{number}/requirements", operation_id = "showRequirements", tag = "requirements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "What is asked", body = RequirementsJson)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
) -> Result<Json<RequirementsJson>> {
    shown(&by, &web, number).await
}

/// A plan as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanBody {
    /// The revision that was seen; 0 while nothing was settled.
    revision: i64,
    /// The whole plan; what is left out is taken back.
    plan: PlanJson,
}

/// Change the plan of an engagement.
///
/// Everything it names must exist in the catalogue in force, and every value must be within its bounds.
#[utoipa::path(
    put, path = "/engagements/{number}/requirements", operation_id = "changeRequirements", tag = "requirements",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = PlanBody,
    responses((status = 200, description = "What is asked now", body = RequirementsJson)),
)]
async fn change(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<PlanBody>,
) -> Result<Json<RequirementsJson>> {
    let mut problems = domain::problem::Problems::new();
    let plan = body.plan.read(&mut problems, "plan.");
    checked(problems)?;
    let saved = web.app.requirements().save(&by.caller, number, (body.revision, plan)).await;
    saved.map_err(|e| under("plan.", e, &|_| true))?;
    shown(&by, &web, number).await
}
