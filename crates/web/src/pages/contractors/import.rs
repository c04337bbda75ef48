//! Importing a list, and the register as a file.

use std::collections::BTreeMap;

use app::{
    contractors::import::{ImportField, Mapping, Preview, State as Stands, Verdict},
    export::Format,
};
use axum::{
    Form as Body, Router,
    extract::{Multipart, Path, Query, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{FieldError, Lang, id::ImportId};

use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::{
        body::Sent,
        engagements::files,
        parts::{Pairs, again, id, refusal, value},
    },
    server::Web,
    show::{Kind, Mark},
    views::contractors::import as views,
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/contractors/import", get(blank).post(receive))
        .route("/contractors/imports/{id}", get(show).post(map))
        .route("/contractors/imports/{id}/run", post(run))
        .route("/contractors/export.xlsx", get(excel))
        .route("/contractors/export.csv", get(comma_separated))
}

fn upload(page: &Page, web: &Web, form: Form) -> views::Import {
    let ui = page.shell(Nav::Contractors);
    let most = i64::try_from(web.config.max_upload.max(1 << 20)).unwrap_or(i64::MAX);
    views::Import { limit: files::size(&ui, most), form, ui }
}

async fn blank(page: Page, State(web): State<Web>) -> Result<Rendered> {
    web.app.contractors().may_import(&page.caller)?;
    Rendered::ok(&upload(&page, &web, Form::new("import")))
}

async fn receive(page: Page, State(web): State<Web>, body: Multipart) -> Result<Response> {
    // who may not take a list in is told so, whatever they sent
    web.app.contractors().may_import(&page.caller)?;
    let received = match Sent::one(body).await {
        Ok((_, name, bytes)) => web.app.contractors().receive(&page.caller, &name, bytes.to_vec()).await,
        Err(error) => Err(error),
    };
    let received = refusal(received)?;
    match received {
        Ok(id) => Ok(Redirect::to(&format!("/contractors/imports/{id}")).into_response()),
        Err(errors) => again(&upload(&page, &web, Form::new("import").refused(errors))),
    }
}

async fn show(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id: ImportId = id(&text)?;
    let waiting = web.app.contractors().waiting(&page.caller, id)?;
    let ui = page.shell(Nav::Contractors);
    let state = |running, done, refused| views::State {
        ui: page.shell(Nav::Contractors),
        name: waiting.name.clone(),
        running,
        done,
        refused,
    };
    let shown = match waiting.state() {
        Stands::Waiting => return preview(&page, &web, (id, &waiting.name), Vec::new()).await,
        Stands::Running => {
            let page = Rendered::ok(&state(Some(waiting.rows_done()), None, Vec::new()))?;
            // asks again by itself, also without scripts
            return Ok(([(header::REFRESH, "2")], page).into_response());
        }
        Stands::Done(s) => state(None, Some((s.create, s.update, s.skip)), Vec::new()),
        Stands::Refused(errors) => state(None, None, errors.iter().map(|e| e.problem.text(ui.lang)).collect()),
        Stands::Failed => state(None, None, vec![ui.t("import-failed").into_owned()]),
    };
    Ok(Rendered::ok(&shown)?.into_response())
}

async fn preview(page: &Page, web: &Web, (id, name): (ImportId, &str), errors: Vec<FieldError>) -> Result<Response> {
    let found = match refusal(web.app.contractors().preview(&page.caller, id).await)? {
        Ok(found) => found,
        Err(errors) => return again(&upload(page, web, Form::new("import").refused(errors))),
    };
    let ui = page.shell(Nav::Contractors);
    let shown = preview_page(ui, (id, name), &found, errors);
    Ok(Rendered::ok(&shown)?.into_response())
}

fn preview_page(ui: Shell, (id, name): (ImportId, &str), found: &Preview, errors: Vec<FieldError>) -> views::Preview {
    let lang = ui.lang;
    let mapping = &found.layout.mapping;
    let mut form =
        Form::new("import").with("sheet", mapping.sheet.to_string()).with("header_row", mapping.header_row.to_string());
    for (column, field) in &mapping.columns {
        form = form.with(format!("columns[{column}]"), field.code());
    }
    let mut problems = found.problems.clone();
    problems.extend(errors);
    let below = found.top.iter().filter(|r| r.number > mapping.header_row);
    let example = |column: usize| below.clone().map(|r| r.text(column)).find(|t| !t.is_empty()).unwrap_or_default();
    let width = found.top.iter().map(|r| r.cells.len()).max().unwrap_or(0).max(found.layout.heads.len()).min(60);
    let columns = (0..width).map(|column| views::Column {
        letter: app::contractors::import::column_name(column),
        head: found.layout.heads.get(column).cloned().unwrap_or_default(),
        example: domain::problem::shorten(example(column)),
        field: format!("columns[{column}]"),
    });
    let nothing = Opt::new("", ui.t("import-not"));
    let meanings = ImportField::ALL.iter().map(|f| Opt::new(f.code(), f.label(lang)));
    let join = if lang == Lang::Ja { "、" } else { ", " };
    let row = |s: &app::contractors::import::Sample| views::Row {
        number: s.row,
        name: s.name.clone(),
        mark: match s.verdict {
            Verdict::Create => Mark::new(Kind::Now, ui.t("import-create")),
            Verdict::Update => Mark::new(Kind::Soon, ui.t("import-update")),
            Verdict::Skip => Mark::new(Kind::Off, ui.t("import-skip")),
        },
        changed: s.changed.iter().map(|f| f.label(lang)).collect::<Vec<_>>().join(join),
    };
    let mut notices: Vec<String> =
        found.notices.iter().map(|(ja, en)| if lang == Lang::Ja { ja.clone() } else { en.clone() }).collect();
    if found.formulas > 0 {
        notices.push(ui.tn("import-formulas", found.formulas));
    }
    let slips = found.errors.iter().map(|e| views::Slip {
        cell: e.cell.clone(),
        field: e.field.label(lang).to_owned(),
        value: e.value.clone(),
        said: e.wrong.text(lang),
    });
    let sheets = found.layout.sheets.iter().enumerate().filter(|(_, name)| !name.is_empty());
    views::Preview {
        id: id.to_string(),
        name: name.to_owned(),
        notices,
        form: form.refused(problems),
        sheets: sheets.map(|(i, name)| Opt::new(i.to_string(), name)).collect(),
        columns: columns.collect(),
        meanings: std::iter::once(nothing).chain(meanings).collect(),
        counts: (found.create, found.update, found.skip),
        rows: found.samples.iter().map(row).collect(),
        slips: slips.collect(),
        wrong: found.wrong,
        ready: found.is_ready(),
        idle: found.wrong == 0 && found.problems.is_empty() && found.create.saturating_add(found.update) == 0,
        ui,
    }
}

/// What a person says of sheet, row and columns.
fn mapping(pairs: &Pairs) -> Mapping {
    let mut columns = BTreeMap::new();
    for (name, text) in pairs {
        let column = name.strip_prefix("columns[").and_then(|rest| rest.strip_suffix(']')).and_then(|n| n.parse().ok());
        if let (Some(column), Ok(field)) = (column, text.parse::<ImportField>()) {
            columns.insert(column, field);
        }
    }
    let whole = |field: &str| value(pairs, field).trim().parse().unwrap_or(0);
    Mapping { sheet: usize::try_from(whole("sheet")).unwrap_or(0), header_row: whole("header_row"), columns }
}

async fn map(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let id: ImportId = id(&text)?;
    web.app.contractors().map(&page.caller, id, mapping(&pairs))?;
    Ok(Redirect::to(&format!("/contractors/imports/{id}")).into_response())
}

async fn run(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    let id: ImportId = id(&text)?;
    web.app.contractors().start(&page.caller, id)?;
    Ok(Redirect::to(&format!("/contractors/imports/{id}")).into_response())
}

async fn excel(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    export(&page, &web, (&pairs, Format::Excel)).await
}

async fn comma_separated(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    export(&page, &web, (&pairs, Format::Csv)).await
}

async fn export(page: &Page, web: &Web, (pairs, format): (&Pairs, Format)) -> Result<Response> {
    let filter = super::filter(web.app.clock().today(), pairs);
    let lang = page.shell(Nav::Contractors).lang;
    let file = web.app.contractors().export(&page.caller, &filter, (format, lang)).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    Ok((headers, axum::body::Body::from(file.bytes)).into_response())
}
