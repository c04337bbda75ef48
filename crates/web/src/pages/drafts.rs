//! The questionnaire in six steps, and the drafts it is kept in.

mod answers;
mod look;

use app::{Caller, Error, drafts::Content, engagements::NewEngagement};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    FieldError,
    engagement::{Facts, RawFacts},
    id::DraftId,
};
use serde::Deserialize;

use self::{
    answers::{Answers, LAST, step_of},
    look::Sheet,
};
use super::facts_form::{self, Pairs, value};
use crate::{
    failure::Result,
    page::Nav,
    server::Web,
    views::drafts::{Draft, List},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/new", get(first))
        .route("/drafts", get(list).post(begin))
        .route("/drafts/{id}/remove", post(remove))
        .route("/drafts/{id}/{step}", get(show).post(save))
}

/// Stands for the id of a draft that is made when its first step is sent.
const NEW: &str = "new";

fn id(text: &str) -> Result<DraftId> {
    text.parse().map_err(|_| Error::NotFound.into())
}

fn step(text: &str) -> Result<u8> {
    Ok(text.parse().ok().filter(|step| (1..=LAST).contains(step)).ok_or(Error::NotFound)?)
}

async fn list(page: Page, State(web): State<Web>) -> Result<Rendered> {
    let drafts = web.app.drafts().list(&page.caller).await?;
    let shown = drafts.into_iter().map(|one| Draft {
        id: one.draft.id.to_string(),
        title: one.draft.title.map(|t| t.to_string()).unwrap_or_default(),
        step: step(&one.draft.step).unwrap_or(1),
        saved_at: one.draft.updated_at,
        kept_until: one.expires_on,
    });
    Rendered::ok(&List { ui: page.shell(Nav::Engagements), drafts: shown.collect() })
}

/// The first step on a clean sheet; nothing is kept before it is sent.
async fn first(page: Page, State(web): State<Web>) -> Result<Rendered> {
    // asks for the permission, and fills the list that nobody would want to overlook
    web.app.drafts().list(&page.caller).await?;
    Sheet::fresh(&web).page(&page, &web, 1).await
}

/// Begins a draft, or goes on with one in which nothing was answered yet.
async fn begin(page: Page, State(web): State<Web>) -> Result<Redirect> {
    let drafts = web.app.drafts().list(&page.caller).await?;
    let blank = drafts.into_iter().find(|one| one.draft.answers.is_empty());
    let draft = match blank {
        Some(blank) => blank.draft,
        None => web.app.drafts().create(&page.caller).await?.draft,
    };
    Ok(Redirect::to(&format!("/drafts/{}/1", draft.id)))
}

async fn remove(page: Page, State(web): State<Web>, Path(draft): Path<String>) -> Result<Response> {
    web.app.drafts().delete(&page.caller, id(&draft)?).await?;
    Ok(done(&web, "/drafts", "draft-removed"))
}

#[derive(Deserialize)]
struct Shown {
    /// Rows to show in step 4, after one was asked for.
    #[serde(default)]
    rows: String,
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path((draft, at)): Path<(String, String)>,
    Query(query): Query<Shown>,
) -> Result<Rendered> {
    let kept = web.app.drafts().get(&page.caller, id(&draft)?).await?;
    let mut sheet = Sheet::of(kept);
    sheet.rows = query.rows.parse().unwrap_or_default();
    sheet.page(&page, &web, step(&at)?).await
}

async fn save(
    page: Page,
    State(web): State<Web>,
    Path((draft, at)): Path<(String, String)>,
    Body(sent): Body<Pairs>,
) -> Result<Response> {
    let at = step(&at)?;
    let kept = match draft.as_str() {
        NEW => web.app.drafts().create(&page.caller).await?,
        known => web.app.drafts().get(&page.caller, id(known)?).await?,
    };
    let mut sheet = Sheet::of(kept);
    sheet.answers.merge(at, &sent);
    let go = value(&sent, "go");
    let problems = if matches!(go, "back" | "later" | "add") { Vec::new() } else { problems(at, &sheet.answers) };
    let to = match go {
        "back" => at.saturating_sub(1).max(1),
        "later" | "add" | "submit" => at,
        _ if problems.is_empty() => at.saturating_add(1).min(LAST),
        _ => at,
    };
    if let Err(error) = sheet.keep(&page.caller, &web, to).await {
        return refused(&page, &web, (sheet, at), error).await;
    }
    match go {
        "later" => Ok(done(&web, "/drafts", "draft-saved")),
        "add" => {
            let rows = facts_form::rows(&sent, "items", (look::ROWS, RawFacts::MAX_ITEMS), true);
            Ok(Redirect::to(&format!("/drafts/{}/{at}?rows={rows}", sheet.id())).into_response())
        }
        "submit" => submit(&page, &web, (sheet, at)).await,
        _ if problems.is_empty() => Ok(Redirect::to(&format!("/drafts/{}/{to}", sheet.id())).into_response()),
        _ => refused(&page, &web, (sheet, at), Error::Invalid(problems)).await,
    }
}

/// What is wrong with the answers of one step.
fn problems(at: u8, answers: &Answers) -> Vec<FieldError> {
    if at == LAST {
        return Vec::new();
    }
    let mut all = everything(answers).err().unwrap_or_default();
    all.retain(|error| step_of(&error.field) == at);
    all
}

/// The facts, or everything that is missing or wrong in any step.
fn everything(answers: &Answers) -> Result<RawFacts, Vec<FieldError>> {
    let pairs = answers.counting();
    let (items, mut wrong) = match facts_form::parse_items(&pairs) {
        Ok(items) => (items, Vec::new()),
        Err(errors) => (Vec::new(), errors),
    };
    for error in &mut wrong {
        if error.field.is_empty() {
            "items".clone_into(&mut error.field);
        }
    }
    match facts_form::parse(&pairs, items) {
        Ok(facts) if wrong.is_empty() => Ok(facts),
        Ok(_) => Err(wrong),
        Err(mut errors) => {
            errors.append(&mut wrong);
            Err(errors)
        }
    }
}

/// The same step again with what is wrong; other refusals go on to the page of failures.
async fn refused(page: &Page, web: &Web, (mut sheet, at): (Sheet, u8), error: Error) -> Result<Response> {
    let Error::Invalid(mut errors) = error else { return Err(error.into()) };
    for error in &mut errors {
        // what no field of the form stands for is said without one
        if matches!(error.field.as_str(), "answers" | "step" | "items") {
            error.field.clear();
        }
    }
    sheet.refused = Some(errors);
    Ok(sheet.page(page, web, at).await?.into_response())
}

/// Enters the engagement; its draft goes with the same write.
async fn submit(page: &Page, web: &Web, (sheet, at): (Sheet, u8)) -> Result<Response> {
    let mut problems = domain::problem::Problems::new();
    let unit = problems.required("unit", value(sheet.answers.typed(), "unit"));
    let facts = everything(&sheet.answers).and_then(|raw| Facts::try_from(raw).map_err(|e| e.0));
    let (Ok(facts), Some(unit), Some(draft)) = (facts, unit, sheet.draft) else {
        // what the other steps lack stands on the page with links to them
        return refused(page, web, (sheet, at), Error::Invalid(problems.into_vec())).await;
    };
    match web.app.engagements().create_from_draft(&page.caller, draft, NewEngagement { unit, facts }).await {
        Ok(engagement) => Ok(done(web, &format!("/engagements/{}", engagement.number), "created")),
        Err(error) => refused(page, web, (sheet, at), error).await,
    }
}

impl Sheet {
    async fn keep(&mut self, caller: &Caller, web: &Web, to: u8) -> app::Result<()> {
        let title = value(self.answers.typed(), "title");
        let named = title.parse::<domain::text::Title>().is_ok();
        let content = Content {
            title: if named { title.to_owned() } else { String::new() },
            step: to.to_string(),
            answers: self.answers.to_map(),
        };
        let draft = self.draft.ok_or(Error::NotFound)?;
        let kept = web.app.drafts().save(caller, draft, content).await?;
        self.saved_at = Some(kept.draft.updated_at);
        self.kept_until = kept.expires_on;
        Ok(())
    }
}
