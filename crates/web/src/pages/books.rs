//! The organisation's own answer book, and clients' sheets filled in from it.

use std::collections::BTreeMap;

use app::{
    books::{Choices, NONE, place},
    questions::{self, BookEntry, BookScope, Entry, Field, Freshness, ScopeKind},
};
use axum::{
    Form as Body, Router,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use catalogue::measure::{AnsweredBy, Evidence};
use domain::{FieldError, Problem, id::SheetId};

use super::{
    body::Sent,
    parts::{Pairs, id, refusal, renamed, value},
    questionnaires::download,
};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    server::Web,
    show::Kind,
    views::books::{Line, Row, Sheet, Show},
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/book", get(show).post(keep))
        .route("/book/import", post(import))
        .route("/sheets", post(upload))
        .route("/sheets/{id}", get(sheet).post(correct))
        .route("/sheets/{id}/file", get(file))
}

async fn show(page: Page, State(web): State<Web>) -> Result<Rendered> {
    Rendered::ok(&book_page(&page, &web, Form::new("book")).await?)
}

async fn book_page(page: &Page, web: &Web, form: Form) -> Result<Show> {
    let book = web.app.books().own(&page.caller).await?;
    let ui = page.shell(Nav::Book);
    let lang = ui.lang;
    let catalogue = web.app.catalogue();
    let today = web.app.clock().today();
    let title = |id: &str| {
        let found = catalogue.measures().iter().find(|m| m.id.as_str() == id);
        found.map_or_else(String::new, |m| m.title.get(lang).to_owned())
    };
    let asked = catalogue.measures().iter().filter(|m| m.answered_by == AnsweredBy::Contractor);
    let mut kinds = vec![Opt::new("", "–")];
    kinds.extend(Evidence::ALL.iter().map(|k| Opt::new(k.code(), k.label(lang))));
    let mut levels: Vec<Opt> = (1..=5).map(|n: u8| Opt::new(n.to_string(), n.to_string())).collect();
    levels.push(Opt::new("N/A", ui.t("answer-na")));
    Ok(Show {
        rows: book.entries.iter().map(|e| row(&ui, e, title(e.measure.as_str()), today)).collect(),
        measures: asked.map(|m| Opt::new(m.id.as_str(), format!("{} {}", m.id, m.title.get(lang)))).collect(),
        scopes: ScopeKind::ALL.iter().map(|k| Opt::new(k.code(), k.label(lang))).collect(),
        levels,
        kinds,
        form,
        ui,
    })
}

fn row(ui: &Shell, entry: &BookEntry, title: String, today: jiff::civil::Date) -> Row {
    let fresh = entry.freshness(today);
    let kind = match fresh {
        Freshness::Fresh => Kind::Met,
        Freshness::Stale => Kind::Soon,
        Freshness::Expired => Kind::Over,
    };
    let answer = match &entry.answer.value {
        questions::Value::Level(level) => level.to_string(),
        questions::Value::NotApplicable(reason) => format!("N/A {reason}"),
        _ => String::new(),
    };
    let proofs = entry.answer.evidence.iter().map(|p| match p.valid_until {
        Some(until) => format!("{}（{until}）", p.name),
        None => p.name.clone(),
    });
    Row {
        id: entry.measure.to_string(),
        title,
        scope: format!("{} {}", entry.scope.kind.label(ui.lang), entry.scope.name).trim().to_owned(),
        answer: format!("{answer} {}", entry.answer.remark).trim().to_owned(),
        evidence: proofs.collect::<Vec<_>>().join(" / "),
        on: entry.answered_on,
        fresh: (kind, fresh.label(ui.lang).to_owned()),
    }
}

async fn keep(page: Page, State(web): State<Web>, Body(pairs): Body<Pairs>) -> Result<Response> {
    let get = |field: &str| value(&pairs, field).to_owned();
    let kind = get("scope").parse::<ScopeKind>().map_err(|p| app::Error::field("scope", p));
    let entry = Entry {
        values: vec![get("value")],
        reason: get("reason"),
        remark: get("remark"),
        evidence: vec![Field {
            name: get("evidence"),
            kind: get("kind"),
            valid_until: get("valid_until"),
            ..Field::default()
        }],
        ..Entry::default()
    };
    let result = match kind {
        Ok(kind) => {
            let name = if kind == ScopeKind::Company { String::new() } else { get("scope_name").trim().to_owned() };
            let scope = BookScope { kind, name };
            web.app.books().keep(&page.caller, &get("measure"), scope, &entry).await
        }
        Err(error) => Err(error),
    };
    match refusal(result)? {
        Ok(()) => Ok(done(&web, "/book", "saved")),
        Err(errors) => {
            let names = [
                ("evidence[0].name", "evidence"),
                ("evidence[0].kind", "kind"),
                ("evidence[0].valid_until", "valid_until"),
                ("scope", "scope_name"),
            ];
            again(&page, &web, (pairs, renamed(errors, &names))).await
        }
    }
}

async fn again(page: &Page, web: &Web, (pairs, errors): (Pairs, Vec<FieldError>)) -> Result<Response> {
    let form = Form::new("book").typed(pairs).refused(errors);
    Ok(Rendered::refused(&book_page(page, web, form).await?)?.into_response())
}

async fn import(page: Page, State(web): State<Web>, body: Multipart) -> Result<Response> {
    let result = match Sent::one(body).await {
        Ok((_, _, bytes)) => web.app.books().import(&page.caller, &bytes).await.map(drop),
        Err(error) => Err(error),
    };
    match refusal(result)? {
        Ok(()) => Ok(done(&web, "/book", "imported")),
        Err(errors) => again(&page, &web, (Vec::new(), renamed(errors, &[("file", "book")]))).await,
    }
}

async fn upload(page: Page, State(web): State<Web>, body: Multipart) -> Result<Response> {
    let result = match Sent::one(body).await {
        Ok((_, name, bytes)) => web.app.books().upload(&page.caller, &name, &bytes).await,
        Err(error) => Err(error),
    };
    match refusal(result)? {
        Ok(id) => Ok(Redirect::to(&format!("/sheets/{id}")).into_response()),
        Err(errors) => again(&page, &web, (Vec::new(), errors)).await,
    }
}

async fn sheet(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&sheet_page(&page, &web, id(&text)?, Form::new("sheet")).await?)
}

async fn sheet_page(page: &Page, web: &Web, id: SheetId, form: Form) -> Result<Sheet> {
    let filled = web.app.books().filled(&page.caller, id).await?;
    let ui = page.shell(Nav::Book);
    let all: Vec<Opt> = web
        .app
        .catalogue()
        .measures()
        .iter()
        .filter(|m| m.answered_by == AnsweredBy::Contractor)
        .map(|m| Opt::new(m.id.as_str(), format!("{} {}", m.id, m.title.get(ui.lang))))
        .collect();
    let lines = (1..).zip(&filled.plan.rows).map(|(no, row)| {
        let best = row.candidates.first();
        let none = Opt::new(NONE, ui.t("sheet-no-measure"));
        let mut options: Vec<Opt> = Vec::new();
        for candidate in &row.candidates {
            options.extend(all.iter().find(|o| o.value == candidate.measure).cloned());
        }
        if options.is_empty() {
            options.push(none.clone());
        }
        let rest: Vec<Opt> = all.iter().filter(|o| options.iter().all(|k| k.value != o.value)).cloned().collect();
        let has_none = options.iter().any(|o| o.value == NONE);
        options.extend((!has_none).then_some(none));
        options.extend(rest);
        Line {
            place: place(&row.question),
            no,
            text: row.question.text.clone(),
            written: row.written.clone().unwrap_or_default(),
            remark: row.remark.clone().unwrap_or_default(),
            score: best.map_or_else(|| "–".to_owned(), |c| format!("{:.2}", c.score)),
            reason: row.reason.text(ui.lang),
            options,
        }
    });
    Ok(Sheet {
        id: filled.id.to_string(),
        name: filled.name.clone(),
        answered: filled.plan.answered(),
        lines: lines.collect(),
        form,
        ui,
    })
}

async fn correct(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: SheetId = id(&text)?;
    let mut choices = BTreeMap::new();
    for (name, place) in &pairs {
        if let Some(no) = name.strip_prefix("place.") {
            choices.insert(place.clone(), value(&pairs, &format!("measure.{no}")).to_owned());
        }
    }
    match refusal(web.app.books().correct(&page.caller, id, &Choices(choices)).await)? {
        Ok(_) => Ok(done(&web, &format!("/sheets/{id}"), "corrected")),
        Err(errors) => {
            let said = errors.into_iter().map(|e| {
                let (ja, en) = (
                    format!("{}: {}", e.field, e.problem.text(domain::Lang::Ja)),
                    format!("{}: {}", e.field, e.problem.text(domain::Lang::En)),
                );
                FieldError::new("measure", Problem::Said { ja, en })
            });
            let form = Form::new("sheet").refused(said.collect());
            Ok(Rendered::refused(&sheet_page(&page, &web, id, form).await?)?.into_response())
        }
    }
}

async fn file(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let (name, bytes) = web.app.books().filled_file(&page.caller, id(&text)?).await?;
    Ok(download(&name, bytes))
}
