//! Importing a list: sent, looked at, put right, written.

use std::collections::BTreeMap;

use app::contractors::import::{ImportField, Mapping, Preview, State as Stands, Verdict, Waiting};
use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use domain::{FieldError, Lang, Problem, Words, id::ImportId, problem::Problems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    ApiCaller,
    common::Made,
    extract::{Body, Key, Params, checked},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(receive)).routes(routes!(show)).routes(routes!(map)).routes(routes!(apply))
}

/// A column of the list.
#[derive(Debug, Serialize, ToSchema)]
struct ImportColumn {
    /// Its letters, as Excel counts.
    column: String,
    /// Its head as it stands.
    head: String,
    /// What it means, such as `name`; left out when it is passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// A row that does something.
#[derive(Debug, Serialize, ToSchema)]
struct ImportRow {
    /// Its number.
    row: u32,
    /// The contractor.
    name: String,
    /// `create` or `update`.
    verdict: &'static str,
    /// What it changes.
    changes: Vec<&'static str>,
}

/// Something wrong in the list.
#[derive(Debug, Serialize, ToSchema)]
struct ImportSlip {
    /// The cell, `一覧!C12`.
    cell: String,
    /// What the column means.
    field: &'static str,
    /// What stands there, shortened.
    value: String,
    /// What is wrong with it and what is allowed.
    message: String,
}

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
struct ImportPreview {
    /// Its worksheets; one without a name for CSV.
    sheets: Vec<String>,
    /// The worksheet that is read, from 0.
    sheet: usize,
    /// The row with the heads, from 1; 0 when none was found.
    header_row: u32,
    /// Its columns.
    columns: Vec<ImportColumn>,
    /// New contractors.
    create: u64,
    /// Contractors that change.
    update: u64,
    /// Rows that say what the register says.
    same: u64,
    /// Some of the rows that do something.
    rows: Vec<ImportRow>,
    /// How much is wrong in all.
    wrong: u64,
    /// The first 200 of it.
    errors: Vec<ImportSlip>,
    /// What is wrong with the whole list.
    problems: Vec<String>,
    /// What to know of the file.
    notices: Vec<String>,
    /// Whether it can be applied.
    ready: bool,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
struct ImportSummary {
    /// New contractors.
    create: u64,
    /// Contractors that changed.
    update: u64,
    /// Rows that said what the register said.
    same: u64,
}

/// A list that was sent. It is kept for six hours, and only whoever sent it sees it.
#[derive(Debug, Serialize, ToSchema)]
struct ContractorImport {
    /// Id, `imp_…`.
    id: String,
    /// Name of the file.
    name: String,
    /// `waiting`, `running`, `done`, `refused` or `failed`; nothing is written but in `done`.
    state: &'static str,
    /// Rows that are through.
    rows_done: u64,
    /// What it would do; while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    preview: Option<ImportPreview>,
    /// What it did; when it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<ImportSummary>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<String>,
}

fn looked_at(found: &Preview, lang: Lang) -> ImportPreview {
    let mapping = &found.layout.mapping;
    let width = mapping.columns.keys().last().map_or(0, |last| last.saturating_add(1)).max(found.layout.heads.len());
    let column = |column: usize| ImportColumn {
        column: app::contractors::import::column_name(column),
        head: found.layout.heads.get(column).cloned().unwrap_or_default(),
        field: mapping.columns.get(&column).map(|field| field.code()),
    };
    let row = |one: &app::contractors::import::Sample| ImportRow {
        row: one.row,
        name: one.name.clone(),
        verdict: match one.verdict {
            Verdict::Create => "create",
            Verdict::Update => "update",
            Verdict::Skip => "same",
        },
        changes: one.changed.iter().map(|field| field.code()).collect(),
    };
    let slip = |one: &app::contractors::import::RowError| ImportSlip {
        cell: one.cell.clone(),
        field: one.field.code(),
        value: one.value.clone(),
        message: one.wrong.text(lang),
    };
    ImportPreview {
        sheets: found.layout.sheets.clone(),
        sheet: mapping.sheet,
        header_row: mapping.header_row,
        columns: (0..width).map(column).collect(),
        create: found.create,
        update: found.update,
        same: found.skip,
        rows: found.samples.iter().map(row).collect(),
        wrong: found.wrong,
        errors: found.errors.iter().map(slip).collect(),
        problems: found.problems.iter().map(|one| one.problem.text(lang)).collect(),
        notices: found.notices.iter().map(|(ja, en)| if lang == Lang::Ja { ja } else { en }.clone()).collect(),
        ready: found.is_ready(),
    }
}

async fn standing(by: &ApiCaller, web: &Web, (id, waiting): (ImportId, &Waiting)) -> Result<ContractorImport> {
    let (mut preview, mut summary, mut errors) = (None, None, Vec::new());
    let state = match waiting.state() {
        Stands::Waiting => {
            preview = Some(looked_at(&web.app.contractors().preview(&by.caller, id).await?, by.lang));
            "waiting"
        }
        Stands::Running => "running",
        Stands::Done(done) => {
            summary = Some(ImportSummary { create: done.create, update: done.update, same: done.skip });
            "done"
        }
        Stands::Refused(refused) => {
            errors = refused.iter().map(|one| one.problem.text(by.lang)).collect();
            "refused"
        }
        Stands::Failed => "failed",
    };
    let (name, rows_done) = (waiting.name.clone(), waiting.rows_done());
    Ok(ContractorImport { id: id.to_string(), name, state, rows_done, preview, summary, errors })
}

/// What is said of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReceiveParams {
    /// Name of the file.
    name: Option<String>,
}

/// Send a list of contractors.
///
/// Its bytes as the body: an Excel workbook or CSV of any layout. Nothing is written; the answer says what would be, and
/// what is wrong.
#[utoipa::path(
    post, path = "/contractor-imports", operation_id = "sendContractorList", tag = "contractors", params(ReceiveParams),
    request_body(description = "The file", content((Vec<u8> = "application/octet-stream"))),
    responses((status = 201, description = "Looked at; its address is in Location", body = ContractorImport,
        headers(("Location" = String, description = "Address of the import")))),
)]
async fn receive(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ReceiveParams>,
    body: Bytes,
) -> Result<Made<ContractorImport>> {
    let name = params.name.unwrap_or_default();
    let contractors = web.app.contractors();
    let id = contractors.receive(&by.caller, &name, body.to_vec()).await?;
    let waiting = contractors.waiting(&by.caller, id)?;
    Ok(Made(format!("/contractor-imports/{id}"), standing(&by, &web, (id, waiting.as_ref())).await?))
}

/// Show an import.
#[utoipa::path(
    get, path = "/contractor-imports/{id}", operation_id = "showContractorImport", tag = "contractors",
    params(("id" = String, Path, description = "Id, `imp_…`")),
    responses((status = 200, description = "How it stands", body = ContractorImport)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<ImportId>) -> Result<Json<ContractorImport>> {
    let waiting = web.app.contractors().waiting(&by.caller, id)?;
    Ok(Json(standing(&by, &web, (id, waiting.as_ref())).await?))
}

/// What the columns of a list mean.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportColumns {
    /// The worksheet, from 0.
    #[serde(default)]
    sheet: u32,
    /// The row with the heads, from 1.
    header_row: u32,
    /// Meaning by column: `{"B": "name", "D": "corporate_number"}`; a column that is not named is passed over.
    columns: BTreeMap<String, String>,
}

/// Letters of a column, counted from 0.
fn column_index(letters: &str) -> Result<usize, Problem> {
    const FORM: Words =
        Words { ja: "列は英字です（例 A、B、AA）", en: "letters of a column, such as A, B or AA" };
    let fits = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    if !fits {
        return Err(Problem::form(letters, FORM));
    }
    let one = |sum: usize, b: u8| {
        sum.saturating_mul(26).saturating_add(usize::from(b.saturating_sub(b'A'))).saturating_add(1)
    };
    Ok(letters.bytes().fold(0, one).saturating_sub(1))
}

/// Say what the columns mean.
///
/// Instead of what was guessed. What is said holds for the next list with the same heads as well, once it is applied.
#[utoipa::path(
    put, path = "/contractor-imports/{id}/columns", operation_id = "mapContractorColumns", tag = "contractors",
    params(("id" = String, Path, description = "Id, `imp_…`")),
    request_body = ImportColumns,
    responses((status = 200, description = "How it stands now", body = ContractorImport)),
)]
async fn map(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ImportId>,
    Body(body): Body<ImportColumns>,
) -> Result<Json<ContractorImport>> {
    let waiting = web.app.contractors().waiting(&by.caller, id)?;
    let mut problems = Problems::new();
    let mut columns = BTreeMap::new();
    for (letters, field) in &body.columns {
        let place = format!("columns.{}", domain::problem::shorten(letters));
        let index = problems.keep(&place, column_index(letters));
        if let (Some(index), Some(field)) = (index, problems.keep(&place, field.parse::<ImportField>()))
            && let Some(twice) = columns.insert(index, field)
        {
            problems.add(FieldError::new(place, Problem::Taken { value: twice.code().to_owned() }));
        }
    }
    checked(problems)?;
    let sheet = usize::try_from(body.sheet).unwrap_or(usize::MAX);
    web.app.contractors().map(&by.caller, id, Mapping { sheet, header_row: body.header_row, columns })?;
    Ok(Json(standing(&by, &web, (id, waiting.as_ref())).await?))
}

/// Apply an import.
///
/// All of it or nothing. It runs on; ask for the import until it no longer says `running`.
#[utoipa::path(
    post, path = "/contractor-imports/{id}/apply", operation_id = "applyContractorImport", tag = "contractors",
    params(("id" = String, Path, description = "Id, `imp_…`")),
    responses((status = 202, description = "Begun", body = ContractorImport)),
)]
async fn apply(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ImportId>,
) -> Result<(StatusCode, Json<ContractorImport>)> {
    let contractors = web.app.contractors();
    contractors.start(&by.caller, id)?;
    let waiting = contractors.waiting(&by.caller, id)?;
    Ok((StatusCode::ACCEPTED, Json(standing(&by, &web, (id, waiting.as_ref())).await?)))
}

#[cfg(test)]
mod tests {
    use super::column_index;
    use app::contractors::import::column_name;

    #[test]
    fn letters_and_numbers_of_columns_are_one() {
        for n in [0, 1, 25, 26, 27, 701, 702, 16_383] {
            assert_eq!(column_index(&column_name(n)), Ok(n));
        }
        for bad in ["", "a", "A1", "ABCD", "あ"] {
            assert_eq!(column_index(bad).unwrap_err().code(), "form");
        }
    }
}
