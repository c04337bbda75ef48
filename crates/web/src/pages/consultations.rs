//! Questions to the chief officer: list, asking, reading, answering.

use app::consultations::{Query as Which, Question, Shown, State as Answers};
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use domain::{Lang, permission::Permission, problem::Problems, text::Statement};

use super::parts::{Pairs, Trail, again, id, refusal, value};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    server::Web,
    show::Link,
    views::consultations::{List, New, Row, Show},
    visit::{Page, Rendered, done},
};

/// Rows of a page.
const ROWS: u16 = 50;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/consultations", get(list))
        .route("/consultations/new", get(blank).post(ask))
        .route("/consultations/{id}", get(show))
        .route("/consultations/{id}/answer", post(answer))
}

/// Who asked, with the unit.
fn by(page: &Page, shown: &Shown) -> String {
    let unit = page.caller.units.get(shown.consultation.unit).map_or("", |u| u.label(page.lang()));
    match page.lang() {
        Lang::Ja => format!("{unit} {}", shown.asker).trim().to_owned(),
        Lang::En if unit.is_empty() => shown.asker.to_string(),
        Lang::En => format!("{} ({unit})", shown.asker),
    }
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let (q, trail) = (value(&pairs, "q"), Trail::read(&pairs));
    let which = Which { query: q.to_owned(), state: Answers::All, before: trail.at(), limit: ROWS };
    let found = web.app.consultations().list(&page.caller, &which).await?;
    let ui = page.shell(Nav::Consultations);
    let rows: Vec<Row> = found
        .consultations
        .iter()
        .map(|shown| Row {
            href: format!("/consultations/{}", shown.consultation.id),
            subject: shown.consultation.subject.to_string(),
            urgency: shown.consultation.urgency,
            by: by(&page, shown),
            at: shown.consultation.asked_at,
            answered: shown.consultation.answer.is_some(),
        })
        .collect();
    let shown = ui.tn("consultations-count", rows.len());
    Rendered::ok(&List {
        q: q.to_owned(),
        count: u64::try_from(found.count).unwrap_or_default(),
        rows,
        pager: trail.pager("/consultations", q, found.next.map(|cursor| cursor.to_string()), shown),
        ui,
    })
}

async fn blank(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let form = Form::new("consultation").with("urgency", "question").with("engagement", value(&pairs, "engagement"));
    Rendered::ok(&new_page(&page, &web, form).await?)
}

async fn new_page(page: &Page, web: &Web, form: Form) -> Result<New> {
    let chiefs = web.app.consultations().addressees(&page.caller).await?;
    let names: Vec<&str> = chiefs.iter().map(|p| p.name.as_str()).collect();
    let role = domain::person::Role::ChiefSecurityOfficer.label(page.lang());
    let chief = match page.lang() {
        Lang::Ja => format!("{role} {}", names.join("、")).trim().to_owned(),
        Lang::En if names.is_empty() => role.to_owned(),
        Lang::En => format!("{}, {}", names.join(", "), role.to_lowercase()),
    };
    Ok(New { ui: page.shell(Nav::Consultations), form, chief })
}

fn question(pairs: &Pairs) -> app::Result<Question> {
    let mut problems = Problems::new();
    let urgency = problems.required("urgency", value(pairs, "urgency"));
    let engagement = problems.optional("engagement", value(pairs, "engagement"));
    let subject = problems.required("subject", value(pairs, "subject"));
    let question = problems.required("question", value(pairs, "question"));
    match (urgency, subject, question) {
        (Some(urgency), Some(subject), Some(question)) if problems.is_empty() => {
            Ok(Question { engagement, urgency, subject, question })
        }
        _ => Err(problems.into_vec().into()),
    }
}

async fn ask(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let asked = match question(&pairs) {
        Ok(question) => web.app.consultations().ask(&page.caller, question).await,
        Err(error) => Err(error),
    };
    match refusal(asked)? {
        Ok(one) => Ok(done(&web, &format!("/consultations/{}", one.id), "asked")),
        Err(errors) => again(&new_page(&page, &web, Form::new("consultation").typed(pairs).refused(errors)).await?),
    }
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&show_page(&page, &web, &text, Form::new("reply")).await?)
}

async fn show_page(page: &Page, web: &Web, text: &str, form: Form) -> Result<Show> {
    let shown = web.app.consultations().show(&page.caller, id(text)?).await?;
    let one = &shown.consultation;
    let open = one.answer.is_none();
    let may = page.caller.actor.may_at(Permission::AnswerConsultation, one.unit).is_ok();
    let answerer = shown.answerer.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(Show {
        ui: page.shell(Nav::Consultations),
        id: one.id.to_string(),
        subject: one.subject.to_string(),
        urgency: one.urgency,
        engagement: shown
            .about
            .as_ref()
            .map(|a| Link::new(format!("/engagements/{}", a.number), format!("{} {}", a.number, a.title))),
        by: by(page, &shown),
        at: one.asked_at,
        question: one.question.to_string(),
        answer: one.answer.as_ref().map(|a| (a.text.to_string(), answerer, a.at)),
        form: (open && may).then_some(form),
    })
}

async fn answer(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id = id(&text)?;
    let mut problems = Problems::new();
    let reply: Option<Statement> = problems.required("text", value(&pairs, "text"));
    let answered = match reply {
        Some(reply) => web.app.consultations().answer(&page.caller, id, reply).await,
        None => Err(problems.into_vec().into()),
    };
    match refusal(answered)? {
        Ok(_) => Ok(done(&web, &format!("/consultations/{id}"), "answered")),
        Err(errors) => {
            // someone who may not answer at all is told that, not what is wrong with the answer
            web.app.consultations().waiting(&page.caller).await?;
            let form = Form::new("reply").typed(pairs).refused(errors);
            again(&show_page(&page, &web, &text, form).await?)
        }
    }
}
