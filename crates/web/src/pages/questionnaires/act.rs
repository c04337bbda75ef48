//! What the client does with a questionnaire: links, notes, sending back, more time, accepting, taking back.

use axum::{
    Form as Body,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Response},
};
use domain::{FieldError, calendar::parse_date, id::QuestionnaireId};

use super::{
    super::{
        body::Sent,
        parts::{Pairs, id, refusal, revision, value},
    },
    links_page,
    look::show_page,
};
use crate::{
    failure::Result,
    form::Form,
    server::Web,
    visit::{Page, Rendered, done},
};

fn at(id: QuestionnaireId) -> String {
    format!("/questionnaires/{id}")
}

/// Back to the page, or the page again with what is wrong.
async fn after(
    page: &Page,
    web: &Web,
    (id, said): (QuestionnaireId, &'static str),
    (pairs, result): (Pairs, std::result::Result<(), Vec<FieldError>>),
) -> Result<Response> {
    match result {
        Ok(()) => Ok(done(web, &at(id), said)),
        Err(errors) => {
            // who may not decide is told so, whatever is wrong with what they sent
            let view = web.app.questionnaires().to_decide(&page.caller, id).await?;
            let form = Form::new("decide").typed(pairs).refused(errors);
            Ok(Rendered::refused(&show_page(page, web, &view, form))?.into_response())
        }
    }
}

pub(super) async fn link(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let token = web.app.questionnaires().new_link(&page.caller, id).await?;
    let view = web.app.questionnaires().show(&page.caller, id).await?;
    links_page(&page, &web, &[(&view.sheet.questionnaire, &token)])
}

pub(super) async fn note(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let said = (Some(value(&pairs, "question")), value(&pairs, "body"));
    let result = refusal(web.app.questionnaires().note(&page.caller, id, said).await)?;
    after(&page, &web, (id, "noted"), (pairs, result)).await
}

pub(super) async fn send_back(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let due_on = match value(&pairs, "due_on").trim() {
        "" => Ok(None),
        text => parse_date(text).map(Some).map_err(|p| app::Error::field("due_on", p)),
    };
    let result = match due_on {
        Ok(due_on) => {
            let body = value(&pairs, "body").to_owned();
            web.app.questionnaires().send_back(&page.caller, id, (&body, due_on)).await
        }
        Err(error) => Err(error),
    };
    after(&page, &web, (id, "returned"), (pairs, refusal(result)?)).await
}

pub(super) async fn extend(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let result = match parse_date(value(&pairs, "due_on")) {
        Ok(due_on) => web.app.questionnaires().extend(&page.caller, id, due_on).await,
        Err(problem) => Err(app::Error::field("due_on", problem)),
    };
    after(&page, &web, (id, "extended"), (pairs, refusal(result)?)).await
}

pub(super) async fn accept(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    web.app.questionnaires().accept(&page.caller, id, revision(&pairs)).await?;
    Ok(done(&web, &at(id), "accepted"))
}

pub(super) async fn withdraw(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    web.app.questionnaires().withdraw(&page.caller, id).await?;
    Ok(done(&web, &at(id), "withdrawn"))
}

pub(super) async fn import(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    body: Multipart,
) -> Result<Response> {
    let id: QuestionnaireId = id(&text)?;
    let result = match Sent::one(body).await {
        Ok((_, _, bytes)) => web.app.questionnaires().import(&page.caller, id, &bytes).await.map(drop),
        Err(error) => Err(error),
    };
    after(&page, &web, (id, "imported"), (Vec::new(), refusal(result)?)).await
}
