//! Answering a questionnaire by link. No account; the cookie opens one questionnaire and nothing else.

mod look;

use app::questionnaires::{Keep, Respondent};
use axum::{
    Form as Body, Router,
    extract::{FromRequestParts, Multipart, Path, Query, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::cookie::CookieJar;
use catalogue::question::QuestionId;
use domain::FieldError;
use jiff::Timestamp;

use super::{
    body::Sent,
    parts::{Pairs, refusal, value},
    questionnaires::download,
};
use crate::{
    failure::{Failure, Result},
    form::Form,
    page::Nav,
    server::{Config, Web},
    views::answer::{Door, Left},
    visit::{Guest, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/reply/{token}", get(door).post(open))
        .route("/answer", get(show).post(save))
        .route("/answer/field", post(field))
        .route("/answer/answers.xlsx", get(excel))
        .route("/answer/excel", post(import))
        .route("/answer/book", post(book))
        .route("/answer/files", post(files))
        .route("/answer/take", post(take))
        .route("/answer/note", post(note))
        .route("/answer/submit", post(submit))
        .route("/answer/end", post(end))
}

fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Secure-answer" } else { "answer" }
}

/// Pages that are reached by a link, whose address is a secret or leads to one.
pub(crate) fn is_by_link(path: &str) -> bool {
    path.starts_with("/reply/") || path == "/answer" || path.starts_with("/answer/")
}

/// The cookie of a session that holds until a time. It is gone from the browser when the link is.
fn cookie(config: &Config, secret: &str, seconds: i64) -> [(header::HeaderName, String); 1] {
    let name = cookie_name(config);
    let secure = if config.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={secret}; HttpOnly; SameSite=Strict{secure}; Path=/answer; Max-Age={}", seconds.max(0));
    [(header::SET_COOKIE, text)]
}

/// Seconds from now to a time.
fn left(web: &Web, until: Timestamp) -> i64 {
    until.duration_since(web.app.clock().now()).as_secs()
}

/// Whatever is wrong with a link, the page says the same of one that never was.
fn no_link() -> Failure {
    app::Error::conflict(
        "このリンクでは開けません。届いたリンクが最後まで写っているか確かめ、依頼元に新しいリンクを頼んでください",
        "This link opens nothing. Make sure it was copied to its end, or ask for a new one",
    )
    .into()
}

fn linked<T>(result: app::Result<T>) -> Result<T> {
    match result {
        Err(app::Error::NotFound | app::Error::Unauthenticated) => Err(no_link()),
        other => Ok(other?),
    }
}

/// Refused values apart from every other failure; a link that ended meanwhile leads to no sign-in page.
fn outcome<T>(result: app::Result<T>) -> Result<std::result::Result<T, Vec<FieldError>>> {
    match result {
        Err(app::Error::Unauthenticated) => Err(no_link()),
        other => refusal(other),
    }
}

/// Somebody who came by a link, with the frame of their page.
pub(super) struct Answering {
    guest: Guest,
    by: Respondent,
    secret: String,
}

impl FromRequestParts<Web> for Answering {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Failure> {
        let guest = Guest::from_request_parts(parts, web).await?;
        let jar = CookieJar::from_headers(&parts.headers);
        let secret = jar.get(cookie_name(&web.config)).map(|c| c.value().to_owned()).ok_or_else(no_link)?;
        let request = Some(guest.0.request.0.clone());
        let by = linked(web.app.questionnaires().respondent(&secret, request).await)?;
        Ok(Self { guest, by, secret })
    }
}

async fn door(Guest(visitor): Guest, State(web): State<Web>, Path(token): Path<String>) -> Result<Rendered> {
    let from = (visitor.address.as_str(), Some(visitor.request.0.clone()));
    let peek = linked(web.app.questionnaires().peek(&token, from).await)?;
    Rendered::ok(&Door {
        ui: visitor.shell(Nav::Nowhere).for_guest(),
        action: format!("/reply/{}", crate::link::escape(&token)),
        title: peek.title.to_string(),
        due_on: peek.due_on,
    })
}

async fn open(Guest(visitor): Guest, State(web): State<Web>, Path(token): Path<String>) -> Result<Response> {
    let from = (visitor.address.as_str(), Some(visitor.request.0.clone()));
    let opened = linked(web.app.questionnaires().open(&token, from).await)?;
    let cookie = cookie(&web.config, &opened.secret, left(&web, opened.until));
    Ok((cookie, Redirect::to("/answer")).into_response())
}

/// Ends the session, so that nobody finds it at a shared computer.
async fn end(answering: Answering, State(web): State<Web>) -> Result<Response> {
    linked(web.app.questionnaires().leave(&answering.by).await)?;
    let ui = answering.guest.0.shell(Nav::Nowhere).for_guest();
    let title = answering.by.questionnaire().title.to_string();
    Ok((cookie(&web.config, "", 0), Rendered::ok(&Left { ui, title })?).into_response())
}

fn section(pairs: &Pairs) -> usize {
    value(pairs, "section").parse().unwrap_or(0)
}

async fn show(answering: Answering, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    let page = look::page(&answering, &web, section(&pairs), (Form::new("answer"), Form::new("hand-in"))).await?;
    // the link may hold longer than when it was opened
    let cookie = cookie(&web.config, &answering.secret, left(&web, answering.by.until()));
    Ok((cookie, Rendered::ok(&page)?).into_response())
}

async fn again(answering: &Answering, web: &Web, section: usize, forms: (Form, Form)) -> Result<Response> {
    Ok(Rendered::refused(&look::page(answering, web, section, forms).await?)?.into_response())
}

async fn save(answering: Answering, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let section = section(&pairs);
    let entries = look::typed(&answering, &web, &pairs).await?;
    match outcome(web.app.questionnaires().answer(&answering.by, &entries).await)? {
        Ok(_) => Ok(done(&web, &format!("/answer?section={section}"), "saved")),
        Err(errors) => {
            let form = Form::new("answer").typed(pairs).refused(errors);
            again(&answering, &web, section, (form, Form::new("hand-in"))).await
        }
    }
}

/// One answer as it is given, from the script of the page: answered with one sentence.
async fn field(answering: Answering, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let ui = answering.guest.0.shell(Nav::Nowhere);
    let only: Option<QuestionId> = value(&pairs, "only").parse().ok();
    let mut entries = look::typed(&answering, &web, &pairs).await?;
    entries.retain(|(id, _)| Some(id) == only.as_ref());
    if entries.iter().all(|(_, entry)| entry.is_empty()) {
        // nothing is wiped in passing; that takes the button
        let id = only.map(|id| id.to_string()).unwrap_or_default();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, ui.t1("answer-field-empty", "id", id)).into_response());
    }
    let (status, said) = match outcome(web.app.questionnaires().answer(&answering.by, &entries).await)? {
        Ok(_) => {
            let at = ui.at(&web.app.clock().now()).text();
            (StatusCode::OK, ui.t1("answer-saved-at", "at", at))
        }
        Err(errors) => {
            let said: Vec<String> = errors.iter().map(|e| e.problem.text(ui.lang)).collect();
            let which = only.map(|id| id.to_string()).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, format!("{which}: {}", said.join(" ")))
        }
    };
    Ok((status, said).into_response())
}

async fn excel(answering: Answering, State(web): State<Web>) -> Result<Response> {
    let bytes = web.app.questionnaires().answer_workbook(&answering.by, answering.guest.0.lang).await?;
    Ok(download(&format!("{}.xlsx", answering.by.questionnaire().id), bytes))
}

/// After a file was read: back to the page, or the page with every problem of the file.
async fn after(answering: &Answering, web: &Web, said: &'static str, result: app::Result<()>) -> Result<Response> {
    match outcome(result)? {
        Ok(()) => Ok(done(web, "/answer", said)),
        Err(errors) => again(answering, web, 0, (Form::new("answer").refused(errors), Form::new("hand-in"))).await,
    }
}

async fn import(answering: Answering, State(web): State<Web>, body: Multipart) -> Result<Response> {
    let result = match Sent::one(body).await {
        Ok((_, _, bytes)) => web.app.questionnaires().answer_import(&answering.by, &bytes).await.map(drop),
        Err(error) => Err(error),
    };
    after(&answering, &web, "imported", result).await
}

async fn book(answering: Answering, State(web): State<Web>, body: Multipart) -> Result<Response> {
    let result = match Sent::one(body).await {
        Ok((_, _, bytes)) => web.app.questionnaires().take_book(&answering.by, &bytes).await.map(drop),
        Err(error) => Err(error),
    };
    after(&answering, &web, "taken", result).await
}

async fn files(answering: Answering, State(web): State<Web>, body: Multipart) -> Result<Response> {
    let result = match Sent::one(body).await {
        Ok((pairs, name, bytes)) => {
            let question = value(&pairs, "question");
            web.app.questionnaires().attach(&answering.by, (question, &name), &bytes).await
        }
        Err(error) => Err(error),
    };
    after(&answering, &web, "attached", result).await
}

async fn take(answering: Answering, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let only: Option<QuestionId> = match value(&pairs, "question") {
        "" => None,
        text => Some(super::parts::id(text)?),
    };
    if let Err(errors) = outcome(web.app.questionnaires().take(&answering.by, only.as_ref()).await)? {
        return Err(app::Error::Invalid(errors).into());
    }
    Ok(done(&web, &format!("/answer?section={}", section(&pairs)), "taken"))
}

async fn note(answering: Answering, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let said = (Some(value(&pairs, "about")), value(&pairs, "body"));
    match outcome(web.app.questionnaires().answer_note(&answering.by, said).await)? {
        Ok(()) => Ok(done(&web, "/answer", "noted")),
        Err(errors) => {
            let renamed = super::parts::renamed(errors, &[("question", "about")]);
            let form = Form::new("hand-in").typed(pairs).refused(renamed);
            again(&answering, &web, 0, (Form::new("answer"), form)).await
        }
    }
}

async fn submit(answering: Answering, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let keep = if value(&pairs, "keep") == "yes" { Keep::InBook } else { Keep::Nowhere };
    match outcome(web.app.questionnaires().submit(&answering.by, value(&pairs, "name"), keep).await)? {
        Ok(()) => Ok(done(&web, "/answer", "submitted")),
        Err(errors) => {
            // open questions are listed below the heading; the field of the form is what is marked
            let (own, open): (Vec<FieldError>, Vec<FieldError>) = errors.into_iter().partition(|e| e.field == "name");
            let own = if own.is_empty() && !open.is_empty() {
                vec![FieldError::rule(
                    "name",
                    "まだ答えていない必須の質問があります。下の一覧を見てください",
                    "Required questions are still open. See the list below",
                )]
            } else {
                own
            };
            let form = Form::new("hand-in").typed(pairs).refused(own);
            again(&answering, &web, 0, (Form::new("answer"), form)).await
        }
    }
}
