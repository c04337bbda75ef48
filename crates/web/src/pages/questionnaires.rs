//! Questionnaires, as the client sees them: list with funnel, sending, one with its figure, deciding.

mod act;
mod look;

use app::questionnaires::{Choosing, Filter, NewQuestionnaire, Questionnaire, Sent as Mailed, funnel};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use catalogue::question::Depth;
use domain::{
    calendar::EngagementNumber,
    id::{CampaignId, ContractorId, QuestionnaireId},
    problem::Problems,
    questionnaire::QuestionnaireState,
};

use super::parts::{Pairs, Trail, again, day, id, refusal, value, values};
use crate::{
    failure::Result,
    form::{Form, Opt},
    link,
    page::{Nav, Shell},
    server::Web,
    show::Link,
    views::questionnaires::{List, New, Row, SentLine, SentPage},
    visit::{Page, Rendered},
};

/// Rows of a page.
const ROWS: u16 = 50;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/questionnaires", get(list))
        .route("/questionnaires/new", get(blank).post(send))
        .route("/questionnaires/{id}", get(look::show))
        .route("/questionnaires/{id}/answers.xlsx", get(excel))
        .route("/questionnaires/{id}/files/{file}", get(look::file))
        .route("/questionnaires/{id}/import", post(act::import))
        .route("/questionnaires/{id}/link", post(act::link))
        .route("/questionnaires/{id}/note", post(act::note))
        .route("/questionnaires/{id}/send-back", post(act::send_back))
        .route("/questionnaires/{id}/extend", post(act::extend))
        .route("/questionnaires/{id}/accept", post(act::accept))
        .route("/questionnaires/{id}/withdraw", post(act::withdraw))
}

/// The figure of a row in tenths, for people.
pub(super) fn figure(score: Option<i64>) -> String {
    score.map_or_else(|| "–".to_owned(), |n| format!("{}.{}", n / 10, n % 10))
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let state: Option<QuestionnaireState> = value(&pairs, "state").parse().ok();
    let contractor: Option<ContractorId> = value(&pairs, "contractor").parse().ok();
    let campaign: Option<CampaignId> = value(&pairs, "campaign").parse().ok();
    let trail = Trail::read(&pairs);
    let filter = Filter { state, contractor, campaign };
    let found = web.app.questionnaires().list(&page.caller, &filter, trail.at(), ROWS).await?;
    let ui = page.shell(Nav::Questionnaires);
    let row = |q: &Questionnaire| Row {
        link: Link::new(format!("/questionnaires/{}", q.id), q.title.as_str()),
        contractor: q.contractor_name.to_string(),
        state: q.state,
        due_on: q.due_on,
        answered: format!("{} / {}", q.answered, q.asked),
        score: figure(q.score),
    };
    let current = |here: bool| if here { "page" } else { "" };
    let to = |state: &str| {
        let kept = [
            ("state", state.to_owned()),
            ("contractor", contractor.map(|id| id.to_string()).unwrap_or_default()),
            ("campaign", campaign.map(|id| id.to_string()).unwrap_or_default()),
        ];
        let query = link::query(&kept.map(|(name, value)| (name.to_owned(), value)));
        if query.is_empty() { "/questionnaires".to_owned() } else { format!("/questionnaires?{query}") }
    };
    let mut states = vec![(to(""), ui.t("questionnaires-all").into_owned(), current(state.is_none()))];
    states.extend(QuestionnaireState::ALL.iter().map(|s| {
        let n = found.counts.get(s).copied().unwrap_or(0);
        let label = format!("{} {n}", s.label(ui.lang));
        (to(s.code()), label, current(state == Some(*s)))
    }));
    let pager = trail.pager("/questionnaires", "", found.next.map(|id| id.to_string()), String::new());
    Rendered::ok(&List {
        funnel: funnel(&found.counts),
        states,
        narrowed: narrowed(&ui, &filter, &found.rows),
        rows: found.rows.iter().map(row).collect(),
        pager: pager
            .with("state", state.map_or("", QuestionnaireState::code))
            .with("contractor", &contractor.map(|id| id.to_string()).unwrap_or_default())
            .with("campaign", &campaign.map(|id| id.to_string()).unwrap_or_default()),
        ui,
    })
}

/// What a list is narrowed down to beside the state, in words.
fn narrowed(ui: &Shell, filter: &Filter, rows: &[Questionnaire]) -> Option<String> {
    let first = rows.first();
    match (filter.contractor, filter.campaign) {
        (None, None) => None,
        (Some(_), _) => {
            Some(first.map_or_else(String::new, |q| ui.t1("questionnaires-of", "name", q.contractor_name.as_str())))
        }
        (None, Some(_)) => {
            Some(first.map_or_else(String::new, |q| ui.t1("questionnaires-together", "name", q.title.as_str())))
        }
    }
}

async fn blank(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let form = Form::new("send").typed(pairs.clone());
    Rendered::ok(&new_page(&page, &web, &pairs, form).await?)
}

/// The form for sending; without values of its own it starts from what the requirements suggest.
async fn new_page(page: &Page, web: &Web, pairs: &Pairs, form: Form) -> Result<New> {
    let number: Option<EngagementNumber> = match value(pairs, "engagement") {
        "" => None,
        text => Some(id(text)?),
    };
    // whoever searches sends the form along; only the first time it is filled in for them
    let fresh = !form.is_refused() && value(pairs, "due_on").is_empty();
    let mut chosen: Vec<ContractorId> = values(pairs, "contractors").iter().filter_map(|t| t.parse().ok()).collect();
    chosen.extend(value(pairs, "contractor").parse::<ContractorId>().ok().filter(|_| fresh));
    let choosing = Choosing { chosen, query: value(pairs, "q").to_owned() };
    let prepared = web.app.questionnaires().prepare(&page.caller, number, &choosing).await?;
    let ui = page.shell(Nav::Questionnaires);
    let mut form = form;
    if fresh {
        form = form.with("due_on", prepared.due_on.to_string());
        let first = prepared.contractor.into_iter().chain(choosing.chosen.iter().copied());
        form = first.fold(form, |form, id| form.with("contractors", id.to_string()));
    }
    if form.value("depth").is_empty() && !form.is_refused() {
        form = form.with("depth", prepared.depth.code());
    }
    let listed = prepared.chosen.iter().chain(&prepared.contractors);
    let beyond = usize::try_from(prepared.count).unwrap_or(0) > prepared.contractors.len();
    Ok(New {
        contractors: listed.map(|c| Opt::new(c.id.to_string(), c.name.as_str())).collect(),
        found: beyond.then_some(prepared.count),
        depths: prepared.sizes.iter().map(|(depth, n)| depth_option(&ui, web, *depth, *n)).collect(),
        engagement: prepared.engagement.map(|(number, title)| (number.to_string(), title.to_string())),
        form,
        ui,
    })
}

fn depth_option(ui: &Shell, web: &Web, depth: Depth, questions: usize) -> Opt {
    let lead = web.app.catalogue().questions().depth(depth).map_or("", |d| d.lead.get(ui.lang));
    let label = format!("{}　{}", depth.label(ui.lang), ui.tn("questionnaire-n", questions));
    Opt::new(depth.code(), label).hint(lead)
}

async fn send(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let mut problems = Problems::new();
    let depth: Option<Depth> = problems.required("depth", value(&pairs, "depth"));
    let due_on = day(&mut problems, &pairs, "due_on");
    let engagement: Option<EngagementNumber> = problems.optional("engagement", value(&pairs, "engagement"));
    let contractors = values(&pairs, "contractors");
    let contractors: Vec<ContractorId> =
        contractors.into_iter().filter_map(|text| problems.keep("contractors", text.parse())).collect();
    let title = value(&pairs, "title").to_owned();
    let result = match (depth, due_on, problems.finish()) {
        (Some(depth), Some(due_on), Ok(())) => {
            let new = NewQuestionnaire { contractors, engagement, depth, due_on, title };
            refusal(web.app.questionnaires().send(&page.caller, &new).await)?
        }
        (_, _, Err(errors)) => Err(errors),
        _ => Err(Vec::new()),
    };
    match result {
        Ok(sent) => sent_page(&page, &web, &sent),
        Err(errors) => {
            let form = Form::new("send").typed(pairs.clone()).refused(errors);
            again(&new_page(&page, &web, &pairs, form).await?)
        }
    }
}

/// Links are shown once, on the answer to the form itself; they are in no address, cookie or log.
fn sent_page(page: &Page, web: &Web, sent: &[Mailed]) -> Result<Response> {
    let lines = sent.iter().map(|s| (&s.questionnaire, s.token.as_str())).collect::<Vec<_>>();
    links_page(page, web, &lines)
}

fn links_page(page: &Page, web: &Web, sent: &[(&Questionnaire, &str)]) -> Result<Response> {
    let ui = page.shell(Nav::Questionnaires);
    // an address that can be copied as it is: the one that is configured, or the one this page was asked at
    let base = web.config.public_address.as_deref().unwrap_or(&page.visitor.origin);
    let base = base.trim_end_matches('/').to_owned();
    let line = |(no, (q, token)): (usize, &(&Questionnaire, &str))| SentLine {
        page: Link::new(format!("/questionnaires/{}", q.id), q.contractor_name.as_str()),
        no: no.saturating_add(1),
        link: format!("{base}/reply/{token}"),
        excel: format!("/questionnaires/{}/answers.xlsx", q.id),
    };
    let lines = sent.iter().enumerate().map(line).collect();
    let campaign = sent.first().and_then(|(q, _)| q.campaign).filter(|_| sent.len() > 1);
    let campaign = campaign.map(|id| format!("/questionnaires?campaign={id}"));
    Ok(Rendered::ok(&SentPage { ui, lines, campaign })?.into_response())
}

async fn excel(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let bytes = web.app.questionnaires().workbook(&page.caller, id, page.lang()).await?;
    Ok(download(&format!("{id}.xlsx"), bytes))
}

/// Bytes to be saved, never shown in the page's own origin.
pub(super) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(name)),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
