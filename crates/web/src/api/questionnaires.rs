//! Questionnaires, as the client works with them. Whoever answers comes by a link to a page, never by the API.

use app::questionnaires::{Filter, NewQuestionnaire, Questionnaire, View};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
};
use catalogue::question::Depth;
use domain::{
    calendar::EngagementNumber,
    id::{ContractorId, QuestionnaireId},
    problem::Problems,
    questionnaire::QuestionnaireState,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::DONE,
    extract::{Body, Key, Params, checked, day, limit, maybe},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, send))
        .routes(routes!(show))
        .routes(routes!(accept))
        .routes(routes!(send_back))
        .routes(routes!(link))
}

/// A questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Questionnaire)]
struct QuestionnaireJson {
    /// Id, `qst_…`.
    id: String,
    /// Those it was sent together with.
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign: Option<String>,
    /// Whom it was sent to.
    contractor: String,
    /// The contractor's name.
    contractor_name: String,
    /// What it is called.
    title: String,
    /// How much it asks: basic, standard, full.
    depth: String,
    /// Where it stands: sent, opened, begun, submitted, returned, accepted, withdrawn.
    state: String,
    /// Wanted by.
    due_on: Date,
    /// When it was sent.
    sent_at: Timestamp,
    /// When it was handed in last.
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<Timestamp>,
    /// Figure in tenths, as of the last change; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<i64>,
    /// Questions answered.
    answered: i64,
    /// Questions asked.
    asked: i64,
    /// Grows by one with each change; accepting sends back the one it saw.
    revision: i64,
}

impl From<&Questionnaire> for QuestionnaireJson {
    fn from(q: &Questionnaire) -> Self {
        Self {
            id: q.id.to_string(),
            campaign: q.campaign.map(|c| c.to_string()),
            contractor: q.contractor.to_string(),
            contractor_name: q.contractor_name.to_string(),
            title: q.title.to_string(),
            depth: q.depth.clone(),
            state: q.state.code().to_owned(),
            due_on: q.due_on,
            sent_at: q.sent_at,
            submitted_at: q.submitted_at,
            score: q.score,
            answered: q.answered,
            asked: q.asked,
            revision: q.revision,
        }
    }
}

/// Which questionnaires.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Where they stand.
    state: Option<String>,
    /// Id of the contractor.
    contractor: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// A page of questionnaires.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionnaireList {
    /// The rows, the newest first.
    items: Vec<QuestionnaireJson>,
    /// Send as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many came at least that far: sent, opened, begun, done, accepted.
    funnel: Vec<i64>,
}

/// List questionnaires.
///
/// The newest first.
#[utoipa::path(
    get, path = "/questionnaires", operation_id = "listQuestionnaires", tag = "contractors", params(ListParams),
    responses((status = 200, description = "A page of questionnaires", body = QuestionnaireList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ListParams>,
) -> Result<Json<QuestionnaireList>> {
    let mut problems = Problems::new();
    let state: Option<QuestionnaireState> = maybe(&mut problems, "state", params.state.as_deref());
    let contractor: Option<ContractorId> = maybe(&mut problems, "contractor", params.contractor.as_deref());
    let after: Option<QuestionnaireId> = maybe(&mut problems, "after", params.after.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let filter = Filter { state, contractor, campaign: None };
    let found = web.app.questionnaires().list(&by.caller, &filter, after, limit).await?;
    Ok(Json(QuestionnaireList {
        items: found.rows.iter().map(Into::into).collect(),
        next: found.next.map(|id| id.to_string()),
        funnel: app::questionnaires::funnel(&found.counts).to_vec(),
    }))
}

/// One answer as the client sees it.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerJson {
    /// Id of the question: a measure or `QP-01`.
    question: String,
    /// The question in Japanese, as it was sent.
    text: String,
    /// The answer in words; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// Words beside it.
    #[serde(skip_serializing_if = "String::is_empty")]
    remark: String,
    /// Names of the evidence.
    evidence: Vec<String>,
    /// Doubts, by code.
    marks: Vec<String>,
}

/// A questionnaire with its answers and its figure.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionnaireDetail {
    /// The questionnaire.
    #[serde(flatten)]
    questionnaire: QuestionnaireJson,
    /// Figure as of today, such as `72.5`, or a dash.
    score_today: String,
    /// Share that was answered, such as `95.0%`.
    coverage: String,
    /// The formula with its figures.
    formula: String,
    /// Edition of the catalogue.
    edition: String,
    /// Every question with its answer.
    answers: Vec<AnswerJson>,
}

fn detail(view: &View) -> QuestionnaireDetail {
    let lang = domain::Lang::Ja;
    let answer = |q: &app::questions::Question| {
        let kept = view.sheet.answers.get(&q.id);
        let marks = view.marks.iter().filter(|m| m.question.as_ref() == Some(&q.id));
        AnswerJson {
            question: q.id.to_string(),
            text: q.text.get(lang).to_owned(),
            answer: kept.map(|a| app::questions::shown(q, &a.value, lang)),
            remark: kept.map(|a| a.remark.clone()).unwrap_or_default(),
            evidence: kept.map(|a| a.evidence.iter().map(|p| p.name.clone()).collect()).unwrap_or_default(),
            marks: marks.map(|m| m.kind.code().to_owned()).collect(),
        }
    };
    QuestionnaireDetail {
        questionnaire: (&view.sheet.questionnaire).into(),
        score_today: view.score.text(),
        coverage: view.score.coverage_text(),
        formula: view.score.formula(lang),
        edition: view.score.edition.clone(),
        answers: view.sheet.set.questions.iter().map(answer).collect(),
    }
}

/// Show a questionnaire.
#[utoipa::path(
    get, path = "/questionnaires/{id}", operation_id = "showQuestionnaire", tag = "contractors",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 200, description = "The questionnaire", body = QuestionnaireDetail)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
) -> Result<Json<QuestionnaireDetail>> {
    Ok(Json(detail(&web.app.questionnaires().show(&by.caller, id).await?)))
}

/// A questionnaire to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SendQuestionnaire {
    /// Ids of the contractors, 1 to 200.
    contractors: Vec<String>,
    /// How much is asked: basic, standard, full.
    depth: String,
    /// Wanted by, `2026-06-30`.
    due_on: String,
    /// Number of the engagement it is about.
    #[serde(default)]
    engagement: Option<String>,
    /// What it is called; left out, the title of the engagement.
    #[serde(default)]
    title: Option<String>,
}

/// A questionnaire that was sent.
#[derive(Debug, Serialize, ToSchema)]
struct SentJson {
    /// The questionnaire.
    questionnaire: QuestionnaireJson,
    /// Path to answer at; shown once.
    link: String,
}

/// Questionnaires that were sent.
#[derive(Debug, Serialize, ToSchema)]
struct SentList {
    /// One for each contractor.
    items: Vec<SentJson>,
}

/// Send a questionnaire.
///
/// To one contractor or several; all or none. Links are in the answer and nowhere else.
#[utoipa::path(
    post, path = "/questionnaires", operation_id = "sendQuestionnaire", tag = "contractors",
    request_body = SendQuestionnaire,
    responses((status = 201, description = "Sent", body = SentList)),
)]
async fn send(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<SendQuestionnaire>,
) -> Result<(StatusCode, Json<SentList>)> {
    let mut problems = Problems::new();
    let depth: Option<Depth> = problems.required("depth", &body.depth);
    let due_on = day(&mut problems, "due_on", &body.due_on);
    let engagement: Option<EngagementNumber> = maybe(&mut problems, "engagement", body.engagement.as_deref());
    let ids = body.contractors.iter().enumerate();
    let contractors: Vec<ContractorId> =
        ids.filter_map(|(at, text)| problems.keep(&format!("contractors[{at}]"), text.parse())).collect();
    checked(problems)?;
    let (Some(depth), Some(due_on)) = (depth, due_on) else { return Err(app::Error::NotFound.into()) };
    let new = NewQuestionnaire { contractors, engagement, depth, due_on, title: body.title.unwrap_or_default() };
    let sent = web.app.questionnaires().send(&by.caller, &new).await?;
    let items = sent.iter().map(|s| SentJson {
        questionnaire: (&s.questionnaire).into(),
        link: format!("/reply/{}", s.token),
    });
    Ok((StatusCode::CREATED, Json(SentList { items: items.collect() })))
}

/// What was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AcceptQuestionnaire {
    /// The revision that was seen.
    revision: i64,
}

/// Accept a questionnaire that was handed in.
#[utoipa::path(
    post, path = "/questionnaires/{id}/accept", operation_id = "acceptQuestionnaire", tag = "contractors",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    request_body = AcceptQuestionnaire,
    responses((status = 204, description = "Accepted")),
)]
async fn accept(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<AcceptQuestionnaire>,
) -> Result<StatusCode> {
    web.app.questionnaires().accept(&by.caller, id, body.revision).await?;
    Ok(DONE)
}

/// Why it goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SendBackQuestionnaire {
    /// What the contractor reads.
    body: String,
}

/// Send a questionnaire back.
#[utoipa::path(
    post, path = "/questionnaires/{id}/send-back", operation_id = "sendBackQuestionnaire", tag = "contractors",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    request_body = SendBackQuestionnaire,
    responses((status = 204, description = "Sent back")),
)]
async fn send_back(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<SendBackQuestionnaire>,
) -> Result<StatusCode> {
    web.app.questionnaires().send_back(&by.caller, id, (&body.body, None)).await?;
    Ok(DONE)
}

/// A link to answer by.
#[derive(Debug, Serialize, ToSchema)]
struct LinkJson {
    /// Path to answer at; shown once.
    link: String,
}

/// Make a new link; the one before ends.
#[utoipa::path(
    post, path = "/questionnaires/{id}/link", operation_id = "makeQuestionnaireLink", tag = "contractors",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 201, description = "The link", body = LinkJson)),
)]
async fn link(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
) -> Result<(StatusCode, Json<LinkJson>)> {
    let token = web.app.questionnaires().new_link(&by.caller, id).await?;
    Ok((StatusCode::CREATED, Json(LinkJson { link: format!("/reply/{token}") })))
}
