//! Questions to the chief security officer and their answers.

use app::consultations::{Query, Question, Shown, State as Which};
use axum::{Json, extract::State};
use domain::{Lang, Problem, id::ConsultationId, problem::Problems};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, StageLabel, UrgencyCode, UrgencyLabel},
    common::{Made, PersonRef, UnitRef},
    extract::{Body, Key, Params, checked, limit, maybe},
    requests::not_one_of,
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, ask))
        .routes(routes!(waiting))
        .routes(routes!(addressees))
        .routes(routes!(show))
        .routes(routes!(answer))
}

/// A question and its answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Consultation)]
struct ConsultationJson {
    /// Id, `cst_…`.
    id: String,
    /// Why the chief officer is asked.
    urgency: UrgencyLabel,
    /// In a line.
    subject: String,
    /// In full.
    question: String,
    /// The unit that asks.
    unit: UnitRef,
    /// Who asks.
    asked_by: PersonRef,
    /// When.
    asked_at: Timestamp,
    /// The engagement it is about, where the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    engagement: Option<AboutJson>,
    /// The answer, once there.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<AnswerJson>,
}

/// The engagement a question is about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsultedEngagement)]
struct AboutJson {
    /// Number.
    number: String,
    /// Title.
    title: String,
    /// Where it stands.
    stage: StageLabel,
}

/// The chief officer's answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsultationAnswer)]
struct AnswerJson {
    /// The answer.
    text: String,
    /// By whom.
    by: PersonRef,
    /// When.
    at: Timestamp,
}

impl ConsultationJson {
    fn of(shown: &Shown, by: &ApiCaller, lang: Lang) -> Self {
        let one = &shown.consultation;
        let answerer = shown.answerer.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
        Self {
            id: one.id.to_string(),
            urgency: Coded::new(one.urgency, lang),
            subject: one.subject.to_string(),
            question: one.question.to_string(),
            unit: UnitRef::of(one.unit, &by.caller, lang),
            asked_by: PersonRef::new(one.asked_by, &shown.asker),
            asked_at: one.asked_at,
            engagement: shown.about.as_ref().map(|about| AboutJson {
                number: about.number.to_string(),
                title: about.title.to_string(),
                stage: Coded::new(about.stage, lang),
            }),
            answer: one.answer.as_ref().map(|a| AnswerJson {
                text: a.text.to_string(),
                by: PersonRef::new(a.by, answerer),
                at: a.at,
            }),
        }
    }
}

async fn shown(by: &ApiCaller, web: &Web, id: ConsultationId) -> Result<ConsultationJson> {
    Ok(ConsultationJson::of(&web.app.consultations().show(&by.caller, id).await?, by, by.lang))
}

/// Which questions.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Part of subject, question, answer or engagement number.
    q: Option<String>,
    /// open, answered or all (default).
    state: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// A page of questions.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationList {
    /// Open emergencies first, then the newest first.
    items: Vec<ConsultationJson>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many are found in all.
    count: i64,
}

/// List questions to the chief officer.
///
/// Those within reach, and the caller's own wherever they were asked.
#[utoipa::path(
    get, path = "/consultations", operation_id = "listConsultations", tag = "consultations", params(ListParams),
    responses((status = 200, description = "A page of questions", body = ConsultationList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ListParams>,
) -> Result<Json<ConsultationList>> {
    let mut problems = Problems::new();
    let state = match params.state.as_deref() {
        None | Some("all") => Which::All,
        Some("open") => Which::Open,
        Some("answered") => Which::Answered,
        Some(other) => {
            problems.add(not_one_of("state", other, vec!["open", "answered", "all"]));
            Which::All
        }
    };
    let before = maybe(&mut problems, "before", params.before.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let query = Query { query: params.q.unwrap_or_default(), state, before, limit };
    let page = web.app.consultations().list(&by.caller, &query).await?;
    Ok(Json(ConsultationList {
        items: page.consultations.iter().map(|s| ConsultationJson::of(s, &by, by.lang)).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        count: page.count,
    }))
}

/// How many wait for an answer.
#[derive(Debug, Serialize, ToSchema)]
struct WaitingCount {
    /// Questions without an answer.
    open: i64,
    /// How many of them are emergencies.
    emergencies: i64,
}

/// Count questions waiting for me.
///
/// For who answers them.
#[utoipa::path(
    get, path = "/consultations/waiting", operation_id = "countWaitingConsultations", tag = "consultations",
    responses((status = 200, description = "How many", body = WaitingCount)),
)]
async fn waiting(by: ApiCaller, State(web): State<Web>) -> Result<Json<WaitingCount>> {
    let (open, emergencies) = web.app.consultations().waiting(&by.caller).await?;
    Ok(Json(WaitingCount { open, emergencies }))
}

/// People a question goes to.
#[derive(Debug, Serialize, ToSchema)]
struct Addressees {
    /// The chief officers of today.
    items: Vec<PersonRef>,
}

/// List whom a question goes to.
///
/// The chief officers of today.
#[utoipa::path(
    get, path = "/consultations/addressees", operation_id = "listAddressees", tag = "consultations",
    responses((status = 200, description = "People", body = Addressees)),
)]
async fn addressees(by: ApiCaller, State(web): State<Web>) -> Result<Json<Addressees>> {
    let found = web.app.consultations().addressees(&by.caller).await?;
    Ok(Json(Addressees { items: found.iter().map(|p| PersonRef::new(p.id, &p.name)).collect() }))
}

/// Show a question to the chief officer.
#[utoipa::path(
    get, path = "/consultations/{id}", operation_id = "showConsultation", tag = "consultations",
    params(("id" = String, Path, description = "Id, `cst_…`")),
    responses((status = 200, description = "The question and its answer", body = ConsultationJson)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<ConsultationId>) -> Result<Json<ConsultationJson>> {
    Ok(Json(shown(&by, &web, id).await?))
}

/// A new question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConsultation {
    /// Number of the engagement it is about, if one.
    engagement: Option<String>,
    /// Why the chief officer is asked.
    urgency: UrgencyCode,
    /// In a line; up to 120 characters.
    subject: String,
    /// In full; up to 4,000 characters.
    question: String,
}

/// Ask the chief officer.
///
/// About an engagement the caller may see, or about none.
#[utoipa::path(
    post, path = "/consultations", operation_id = "askChiefOfficer", tag = "consultations",
    request_body = NewConsultation,
    responses((status = 201, description = "Asked; its address is in Location", body = ConsultationJson)),
)]
async fn ask(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<NewConsultation>,
) -> Result<Made<ConsultationJson>> {
    let mut problems = Problems::new();
    let engagement = maybe(&mut problems, "engagement", body.engagement.as_deref());
    let urgency = body.urgency.read(&mut problems, "urgency");
    let subject = problems.required("subject", &body.subject);
    let question = problems.required("question", &body.question);
    checked(problems)?;
    let (Some(urgency), Some(subject), Some(question)) = (urgency, subject, question) else {
        return Err(app::Error::field("subject", Problem::Missing).into());
    };
    let made = web.app.consultations().ask(&by.caller, Question { engagement, urgency, subject, question }).await?;
    Ok(Made(format!("/consultations/{}", made.id), shown(&by, &web, made.id).await?))
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerBody {
    /// The answer; up to 4,000 characters.
    text: String,
}

/// Answer a question.
///
/// Once given, an answer stands.
#[utoipa::path(
    post, path = "/consultations/{id}/answer", operation_id = "answerConsultation", tag = "consultations",
    params(("id" = String, Path, description = "Id, `cst_…`")),
    request_body = AnswerBody,
    responses((status = 200, description = "The question with its answer", body = ConsultationJson)),
)]
async fn answer(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ConsultationId>,
    Body(body): Body<AnswerBody>,
) -> Result<Json<ConsultationJson>> {
    let mut problems = Problems::new();
    let text = problems.required("text", &body.text);
    checked(problems)?;
    if let Some(text) = text {
        web.app.consultations().answer(&by.caller, id, text).await?;
    }
    Ok(Json(shown(&by, &web, id).await?))
}
