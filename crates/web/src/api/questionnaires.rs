//! Questionnaires to contractors, as the client sees them. Whoever answers comes by a link and needs no token.

use app::questionnaires::{Filter, NewQuestionnaire, Questionnaire, Sent};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    calendar::EngagementNumber,
    id::{CampaignId, ContractorId, QuestionnaireId},
    problem::Problems,
    questionnaire::QuestionnaireState,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{Coded, DepthCode, QuestionnaireStateLabel, in_query},
    common::{DONE, or_none},
    extract::{Body, Key, Params, checked, day, limit, maybe},
};
use crate::{failure::Result, server::Web};

mod detail;

use detail::{QuestionnaireDetail, ScoreJson};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, send))
        .routes(routes!(show))
        .routes(routes!(score))
        .routes(routes!(new_link))
        .routes(routes!(note))
        .routes(routes!(send_back))
        .routes(routes!(extend))
        .routes(routes!(accept))
        .routes(routes!(withdraw))
        .routes(routes!(workbook, import))
}

/// A questionnaire.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Questionnaire)]
struct QuestionnaireJson {
    /// Id, `qst_…`.
    id: String,
    /// Those it was sent together with, `cmp_…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign: Option<String>,
    /// Whom it was sent to, `con_…`.
    contractor: String,
    /// Name of the contractor.
    contractor_name: String,
    /// What it is called.
    title: String,
    /// Where it stands.
    state: QuestionnaireStateLabel,
    /// Day by which the answer is wanted.
    due_on: Date,
    /// When it was sent.
    sent_at: Timestamp,
    /// When it was first opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened_at: Option<Timestamp>,
    /// When it was handed in last.
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<Timestamp>,
    /// Who handed it in, as they named themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_by: Option<String>,
    /// Questions answered.
    answered: i64,
    /// Questions asked.
    asked: i64,
    /// The figure as of the last change, 0 to 100 with one digit behind the point; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    /// Grows by one with each change; accepting sends back the one that was seen.
    revision: i64,
}

impl QuestionnaireJson {
    fn of(one: &Questionnaire, by: &ApiCaller) -> Self {
        Self {
            id: one.id.to_string(),
            campaign: one.campaign.map(|id| id.to_string()),
            contractor: one.contractor.to_string(),
            contractor_name: one.contractor_name.to_string(),
            title: one.title.to_string(),
            state: Coded::new(one.state, by.lang),
            due_on: one.due_on,
            sent_at: one.sent_at,
            opened_at: one.opened_at,
            submitted_at: one.submitted_at,
            submitted_by: one.submitted_by.as_deref().and_then(or_none),
            answered: one.answered,
            asked: one.asked,
            score: one.score.and_then(|tenths| i32::try_from(tenths).ok()).map(|tenths| f64::from(tenths) / 10.0),
            revision: one.revision,
        }
    }
}

/// Which questionnaires.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Where they stand: `sent`, `opened`, `begun`, `submitted`, `returned`, `accepted`, `withdrawn`.
    state: Option<String>,
    /// Whom they were sent to, `con_…`.
    contractor: Option<String>,
    /// Sent together, `cmp_…`.
    campaign: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// How many stand where.
#[derive(Debug, Serialize, ToSchema)]
struct StateCount {
    /// Where.
    state: QuestionnaireStateLabel,
    /// How many.
    count: i64,
}

/// A page of questionnaires.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionnaireList {
    /// The rows, newest first.
    items: Vec<QuestionnaireJson>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many stand where, of the contractor and campaign asked for.
    counts: Vec<StateCount>,
}

/// List questionnaires.
#[utoipa::path(
    get, path = "/questionnaires", operation_id = "listQuestionnaires", tag = "questionnaires", params(ListParams),
    responses((status = 200, description = "A page of questionnaires", body = QuestionnaireList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ListParams>,
) -> Result<Json<QuestionnaireList>> {
    let mut problems = Problems::new();
    let filter = Filter {
        state: in_query::<QuestionnaireState>(&mut problems, "state", params.state.as_deref()),
        contractor: maybe::<ContractorId>(&mut problems, "contractor", params.contractor.as_deref()),
        campaign: maybe::<CampaignId>(&mut problems, "campaign", params.campaign.as_deref()),
    };
    let before = maybe(&mut problems, "before", params.before.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let found = web.app.questionnaires().list(&by.caller, &filter, before, limit).await?;
    let counts =
        found.counts.iter().map(|(state, count)| StateCount { state: Coded::new(*state, by.lang), count: *count });
    Ok(Json(QuestionnaireList {
        items: found.rows.iter().map(|one| QuestionnaireJson::of(one, &by)).collect(),
        next: found.next.map(|id| id.to_string()),
        counts: counts.collect(),
    }))
}

/// A questionnaire to be sent: to whom, how deep, by when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SendQuestionnaire {
    /// To whom, `con_…`; 1 to 200.
    contractors: Vec<String>,
    /// How much is asked.
    depth: DepthCode,
    /// Day by which the answer is wanted.
    due_on: String,
    /// Number of the engagement it is about; its requirements choose the questions.
    #[serde(default)]
    engagement: Option<String>,
    /// What it is called; the engagement's title when left out.
    #[serde(default)]
    title: Option<String>,
}

/// One that was sent.
#[derive(Debug, Serialize, ToSchema)]
struct SentQuestionnaire {
    /// The questionnaire.
    #[serde(flatten)]
    questionnaire: QuestionnaireJson,
    /// Where it is answered. It is given here and never again; without a configured public address it begins with the path.
    link: String,
}

/// Those that were sent.
#[derive(Debug, Serialize, ToSchema)]
struct SentList {
    /// One for each contractor, in the order given.
    items: Vec<SentQuestionnaire>,
}

/// The address of a link.
fn address(web: &Web, token: &str) -> String {
    let base = web.config.public_address.as_deref().unwrap_or_default().trim_end_matches('/');
    format!("{base}/reply/{token}")
}

/// Send a questionnaire.
///
/// Its text is frozen. All contractors get theirs, or none does.
#[utoipa::path(
    post, path = "/questionnaires", operation_id = "sendQuestionnaire", tag = "questionnaires",
    request_body = SendQuestionnaire,
    responses((status = 201, description = "Sent, each with its link", body = SentList)),
)]
async fn send(by: ApiCaller, State(web): State<Web>, Body(body): Body<SendQuestionnaire>) -> Result<Response> {
    let mut problems = Problems::new();
    let contractors: Vec<ContractorId> = body
        .contractors
        .iter()
        .enumerate()
        .filter_map(|(i, text)| problems.keep(&format!("contractors[{i}]"), text.parse()))
        .collect();
    let depth = body.depth.read(&mut problems, "depth");
    let due_on = day(&mut problems, "due_on", &body.due_on);
    let engagement: Option<EngagementNumber> = maybe(&mut problems, "engagement", body.engagement.as_deref());
    let refused = problems.finish().err();
    let (Some(depth), Some(due_on), None) = (depth, due_on, &refused) else {
        // who may not send is told so, whatever is wrong with what they sent
        web.app.questionnaires().prepare(&by.caller, None, &app::questionnaires::Choosing::default()).await?;
        return Err(app::Error::Invalid(refused.unwrap_or_default()).into());
    };
    let title = body.title.unwrap_or_default();
    let new = NewQuestionnaire { contractors, engagement, depth, due_on, title };
    let sent = web.app.questionnaires().send(&by.caller, &new).await?;
    let one = |Sent { questionnaire, token }: &Sent| SentQuestionnaire {
        questionnaire: QuestionnaireJson::of(questionnaire, &by),
        link: address(&web, token),
    };
    Ok((StatusCode::CREATED, Json(SentList { items: sent.iter().map(one).collect() })).into_response())
}

/// Show a questionnaire.
///
/// With every question that is asked as the answers stand, notes, files and the figure of today.
#[utoipa::path(
    get, path = "/questionnaires/{id}", operation_id = "showQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 200, description = "The questionnaire", body = QuestionnaireDetail)),
)]
async fn show(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
) -> Result<Json<QuestionnaireDetail>> {
    let view = web.app.questionnaires().show(&by.caller, id).await?;
    Ok(Json(QuestionnaireDetail::of(&view, &by, &web)))
}

/// Score a questionnaire.
///
/// The figure of today with everything it is made of, so that it can be checked by hand.
#[utoipa::path(
    get, path = "/questionnaires/{id}/score", operation_id = "scoreQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 200, description = "The figure", body = ScoreJson)),
)]
async fn score(by: ApiCaller, State(web): State<Web>, Key(id): Key<QuestionnaireId>) -> Result<Json<ScoreJson>> {
    let view = web.app.questionnaires().show(&by.caller, id).await?;
    Ok(Json(ScoreJson::of(&view, by.lang)))
}

/// A link to answer by.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerLink {
    /// Where it is answered. It is given here and never again; without a configured public address it begins with the path.
    link: String,
}

/// Make a new link for answering.
///
/// The one before ends, and the session that was begun with it.
#[utoipa::path(
    post, path = "/questionnaires/{id}/link", operation_id = "linkQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 200, description = "The link", body = AnswerLink)),
)]
async fn new_link(by: ApiCaller, State(web): State<Web>, Key(id): Key<QuestionnaireId>) -> Result<Json<AnswerLink>> {
    let token = web.app.questionnaires().new_link(&by.caller, id).await?;
    Ok(Json(AnswerLink { link: address(&web, &token) }))
}

/// Words to the contractor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// What it says; up to 2000 characters. The contractor reads it.
    body: String,
    /// The question it is about; the whole when left out.
    #[serde(default)]
    question: Option<String>,
}

/// Write a note to the contractor.
#[utoipa::path(
    post, path = "/questionnaires/{id}/notes", operation_id = "noteQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")), request_body = NewNote,
    responses((status = 204, description = "Written")),
)]
async fn note(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<NewNote>,
) -> Result<StatusCode> {
    web.app.questionnaires().note(&by.caller, id, (body.question.as_deref(), &body.body)).await?;
    Ok(DONE)
}

/// Why it goes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SendBack {
    /// What is to be mended; the contractor reads it.
    body: String,
    /// A new day; the one before when left out.
    #[serde(default)]
    due_on: Option<String>,
}

/// A day of a body, once the caller may decide.
async fn due(web: &Web, by: &ApiCaller, id: QuestionnaireId, text: &str) -> Result<Date> {
    let mut problems = Problems::new();
    if let Some(day) = day(&mut problems, "due_on", text) {
        return Ok(day);
    }
    web.app.questionnaires().to_decide(&by.caller, id).await?;
    Err(app::Error::Invalid(problems.into_vec()).into())
}

/// Send answers back.
#[utoipa::path(
    post, path = "/questionnaires/{id}/send-back", operation_id = "sendBackQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")), request_body = SendBack,
    responses((status = 204, description = "Sent back; the link holds longer")),
)]
async fn send_back(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<SendBack>,
) -> Result<StatusCode> {
    let due_on = match body.due_on.as_deref() {
        Some(text) => Some(due(&web, &by, id, text).await?),
        None => None,
    };
    web.app.questionnaires().send_back(&by.caller, id, (&body.body, due_on)).await?;
    Ok(DONE)
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Extend {
    /// A later day than the one before.
    due_on: String,
}

/// Give more time.
#[utoipa::path(
    post, path = "/questionnaires/{id}/extend", operation_id = "extendQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")), request_body = Extend,
    responses((status = 204, description = "Extended; the link holds longer")),
)]
async fn extend(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<Extend>,
) -> Result<StatusCode> {
    let due_on = due(&web, &by, id, &body.due_on).await?;
    web.app.questionnaires().extend(&by.caller, id, due_on).await?;
    Ok(DONE)
}

/// What was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Accept {
    /// The revision that was seen.
    revision: i64,
}

/// Accept answers.
#[utoipa::path(
    post, path = "/questionnaires/{id}/accept", operation_id = "acceptQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")), request_body = Accept,
    responses((status = 204, description = "Accepted; its link has ended")),
)]
async fn accept(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    Body(body): Body<Accept>,
) -> Result<StatusCode> {
    web.app.questionnaires().accept(&by.caller, id, body.revision).await?;
    Ok(DONE)
}

/// Withdraw a questionnaire.
#[utoipa::path(
    post, path = "/questionnaires/{id}/withdraw", operation_id = "withdrawQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 204, description = "Withdrawn; its link has ended")),
)]
async fn withdraw(by: ApiCaller, State(web): State<Web>, Key(id): Key<QuestionnaireId>) -> Result<StatusCode> {
    web.app.questionnaires().withdraw(&by.caller, id).await?;
    Ok(DONE)
}

/// Download the Excel file.
///
/// With the answers so far; to be sent by mail and read back.
#[utoipa::path(
    get, path = "/questionnaires/{id}/workbook", operation_id = "downloadQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    responses((status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream")))),
)]
async fn workbook(by: ApiCaller, State(web): State<Web>, Key(id): Key<QuestionnaireId>) -> Result<Response> {
    let bytes = web.app.questionnaires().workbook(&by.caller, id, by.lang).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(&format!("{id}.xlsx"))),
    ];
    Ok((headers, bytes).into_response())
}

/// What an Excel file brought.
#[derive(Debug, Serialize, ToSchema)]
struct ImportedAnswers {
    /// Answers that are new or changed.
    changed: usize,
}

/// Read an Excel file back.
///
/// Its bytes as the body. All of it is taken, or nothing, and then every problem is named with sheet and cell.
#[utoipa::path(
    post, path = "/questionnaires/{id}/workbook", operation_id = "importQuestionnaire", tag = "questionnaires",
    params(("id" = String, Path, description = "Id, `qst_…`")),
    request_body(description = "The file", content((Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "Taken", body = ImportedAnswers)),
)]
async fn import(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<QuestionnaireId>,
    body: Bytes,
) -> Result<Json<ImportedAnswers>> {
    let changed = web.app.questionnaires().import(&by.caller, id, &body).await?;
    Ok(Json(ImportedAnswers { changed }))
}
