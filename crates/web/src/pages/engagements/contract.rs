//! The contract check of an engagement: a draft comes in, is held against what is asked, and is kept only on request.

mod look;
mod passages;

use app::contracts::{Checked, DocumentType, Draft, Keep, Status};
use axum::{
    Form as Body, Router,
    extract::{Multipart, Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{FieldError, Problem, id::ContractCheckId, permission::Permission, problem::Problems, text::Ground};

use super::{Pairs, files::limit, number, value, view};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::Nav,
    pages::{body::Sent, common},
    server::Web,
    views::engagement::contract::{Carried, Changes, Contracts},
    visit::{Page, Rendered, done},
};

/// Most bytes of a draft that a page carries along, so that it can be kept after it was looked at.
const CARRIED: usize = 2 << 20;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/contract", get(list).post(posted))
        .route("/engagements/{number}/contract/carried", post(carried))
        .route("/engagements/{number}/contract/{id}", get(show))
        .route("/engagements/{number}/contract/{id}/changes", get(changes))
        .route("/engagements/{number}/contract/{id}/{format}", get(download))
        .route("/engagements/{number}/contract/{id}/correct", post(correct))
}

async fn list(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    Rendered::ok(&contracts(&page, &web, &text, Form::new("contract")).await?)
}

async fn contracts(page: &Page, web: &Web, text: &str, form: Form) -> Result<Contracts> {
    let view = view(page, web, text).await?;
    let found = web.app.contracts().list(&page.caller, number(text)?).await?;
    let ui = page.shell(Nav::Engagements);
    let number = view.case.engagement.number.to_string();
    let kept = &found.requirements.case.contracts;
    let mut names = vec![Opt::new("", ui.t("contract-new"))];
    for one in kept {
        if names.iter().all(|option| option.value != one.contract) {
            names.push(Opt::new(&one.contract, &one.contract));
        }
    }
    let mut kinds = vec![Opt::new("", ui.t("contract-kind-auto"))];
    kinds.extend(DocumentType::ALL.iter().map(|kind| Opt::new(kind.code(), kind.words().get(ui.lang))));
    let most = i64::try_from(limit(web)).unwrap_or(i64::MAX);
    Ok(Contracts {
        head: common::head(page, &view),
        kept: kept.iter().map(|one| look::row(&ui, &number, one, found.names.of(one.checked_by))).collect(),
        form: found.may_check.then_some(form),
        contracts: names,
        kinds,
        limit: super::size(&ui, most),
        ui,
    })
}

async fn posted(page: Page, State(web): State<Web>, Path(text): Path<String>, body: Multipart) -> Result<Response> {
    // who may not check gets the refusal before the file is looked at
    super::view_for(&page, &web, &text, Permission::CheckContract).await?;
    let (pairs, result) = match Sent::read(body).await {
        Ok(sent) => {
            let done = taken(&page, &web, &text, &sent).await;
            (sent.pairs, done)
        }
        Err(error) => (Vec::new(), Err(error.into())),
    };
    match result {
        Ok(response) => Ok(response),
        Err(failure) => match failure.0.as_ref() {
            app::Error::Invalid(errors) => {
                let form = Form::new("contract").typed(pairs).refused(errors.clone());
                Ok(Rendered::refused(&contracts(&page, &web, &text, form).await?)?.into_response())
            }
            _ => Err(failure),
        },
    }
}

async fn taken(page: &Page, web: &Web, text: &str, sent: &Sent) -> Result<Response> {
    let Some((name, bytes)) = &sent.file else {
        return Err(app::Error::field("file", Problem::Missing).into());
    };
    let draft = draft(&sent.pairs, name, bytes.to_vec())?;
    if value(&sent.pairs, "go") == "keep" {
        return kept(page, web, text, (draft, value(&sent.pairs, "name"))).await;
    }
    let content = if bytes.len() <= CARRIED { app::contracts::carry(bytes) } else { String::new() };
    let carried = Carried {
        name: name.clone(),
        content,
        kind: value(&sent.pairs, "kind").to_owned(),
        contract: value(&sent.pairs, "contract").to_owned(),
        title: value(&sent.pairs, "name").to_owned(),
    };
    let checked = web.app.contracts().check(&page.caller, number(text)?, draft).await?;
    let view = view(page, web, text).await?;
    let result = look::result(page, web, (&view, &checked), (Some(carried), false)).await?;
    Ok(Rendered::ok(&result)?.into_response())
}

fn draft(pairs: &Pairs, name: &str, bytes: Vec<u8>) -> Result<Draft> {
    let kind = match value(pairs, "kind") {
        "" => None,
        code => Some(DocumentType::from_code(code).ok_or_else(|| {
            let allowed = DocumentType::ALL.iter().map(|kind| kind.code()).collect();
            app::Error::field("kind", Problem::NotOneOf { value: code.to_owned(), allowed })
        })?),
    };
    let contract = Some(value(pairs, "contract").to_owned()).filter(|name| !name.is_empty());
    Ok(Draft { name: name.to_owned(), bytes, kind, contract })
}

async fn kept(page: &Page, web: &Web, text: &str, (draft, name): (Draft, &str)) -> Result<Response> {
    let number = number(text)?;
    let keep = Keep { contract: name.to_owned() };
    let id = web.app.contracts().keep(&page.caller, number, (draft, keep)).await?;
    Ok(done(web, &format!("/engagements/{number}/contract/{id}"), "contract-kept"))
}

/// What a page of a result carried along: keep it after all, or take it away in another form.
async fn carried(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    super::view_for(&page, &web, &text, Permission::CheckContract).await?;
    let bytes = app::contracts::carried(value(&pairs, "content"))?;
    let draft = draft(&pairs, value(&pairs, "file_name"), bytes.clone())?;
    match value(&pairs, "go") {
        "keep" => kept(&page, &web, &text, (draft, value(&pairs, "name"))).await,
        format => {
            let checked = web.app.contracts().check(&page.caller, number(&text)?, draft).await?;
            handed(&page, &web, (&checked, bytes), format).await
        }
    }
}

/// The id in an address, of a check that belongs to the engagement in the address.
async fn kept_check(page: &Page, web: &Web, text: &str, id: &str) -> Result<Checked> {
    let id: ContractCheckId = id.parse().map_err(|_| app::Error::NotFound)?;
    let number = number(text)?;
    let checked = web.app.contracts().show(&page.caller, id).await?;
    if checked.requirements.case.engagement.number != number {
        return Err(app::Error::NotFound.into());
    }
    Ok(checked)
}

async fn show(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let checked = kept_check(&page, &web, &text, &id).await?;
    let view = view(&page, &web, &text).await?;
    let only_gaps = value(&pairs, "show") == "gaps";
    Rendered::ok(&look::result(&page, &web, (&view, &checked), (None, only_gaps)).await?)
}

async fn download(
    page: Page,
    State(web): State<Web>,
    Path((text, id, format)): Path<(String, String, String)>,
) -> Result<Response> {
    let checked = kept_check(&page, &web, &text, &id).await?;
    let bytes = match (&checked.kept, format.as_str()) {
        (Some(kept), "docx") => web.app.contracts().file(&page.caller, kept).await?,
        _ => Vec::new(),
    };
    handed(&page, &web, (&checked, bytes), &format).await
}

/// The result as a file.
async fn handed(page: &Page, web: &Web, (checked, bytes): (&Checked, Vec<u8>), format: &str) -> Result<Response> {
    let lang = page.lang();
    let proposals = web.app.contracts().proposals(&page.caller, &checked.requirements).await?;
    let body = match format {
        "docx" => {
            let now = web.app.clock().now();
            app::contracts::with_remarks((checked, &bytes), &proposals, (lang, now))?
        }
        "html" => app::contracts::html(checked, &proposals, lang)?.into_bytes(),
        "json" => serde_json::to_vec_pretty(&checked.report).map_err(app::Error::internal)?,
        _ => return Err(app::Error::NotFound.into()),
    };
    let name = app::contracts::word_name(&checked.name, lang, format);
    // never shown in the page's own origin: always a download, as plain bytes
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(&name)),
    ];
    Ok((headers, axum::body::Body::from(body)).into_response())
}

async fn correct(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Body(typed): Body<Pairs>,
) -> Result<Response> {
    // who may not check gets the refusal before what was typed is looked at
    super::view_for(&page, &web, &text, Permission::CheckContract).await?;
    let checked = kept_check(&page, &web, &text, &id).await?;
    let Some(kept) = &checked.kept else { return Err(app::Error::NotFound.into()) };
    let concept = value(&typed, "concept");
    let contracts = web.app.contracts();
    if value(&typed, "status").is_empty() {
        contracts.take_back(&page.caller, kept.id, concept).await?;
    } else {
        let mut problems = Problems::new();
        let status = Status::from_code(value(&typed, "status"));
        if status.is_none() {
            let allowed = Status::ALL.iter().map(|s| s.code()).collect();
            let value = value(&typed, "status").to_owned();
            problems.add(FieldError::new("status", Problem::NotOneOf { value, allowed }));
        }
        let reason: Option<Ground> = problems.required("reason", value(&typed, "reason"));
        problems.finish().map_err(app::Error::from)?;
        if let (Some(status), Some(reason)) = (status, reason) {
            contracts.correct(&page.caller, kept.id, (concept, status, reason)).await?;
        }
    }
    let to = format!("/engagements/{text}/contract/{}#f-{concept}", kept.id);
    Ok(done(&web, &to, "finding-corrected"))
}

async fn changes(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let id: ContractCheckId = id.parse().map_err(|_| app::Error::NotFound)?;
    let since = match value(&pairs, "since") {
        "" => None,
        other => Some(other.parse().map_err(|_| app::Error::NotFound)?),
    };
    let found = web.app.contracts().changes(&page.caller, (id, since)).await?;
    if found.newer.requirements.case.engagement.number != number(&text)? {
        return Err(app::Error::NotFound.into());
    }
    let view = view(&page, &web, &text).await?;
    let ui = page.shell(Nav::Engagements);
    let Some(newer) = &found.newer.kept else { return Err(app::Error::NotFound.into()) };
    let older = &found.older;
    let link = |one: &app::contracts::ContractCheck| look::version(&ui, &text, one);
    let others = found.newer.requirements.case.contracts.iter();
    let others = others.filter(|one| one.contract == newer.contract && one.id != newer.id && one.id != older.id);
    let compared = |one: &app::contracts::ContractCheck| {
        let mut link = look::version(&ui, &text, one);
        link.href = format!("/engagements/{text}/contract/{}/changes?since={}", newer.id, one.id);
        link
    };
    Rendered::ok(&Changes {
        head: common::head(&page, &view),
        contract: newer.contract.clone(),
        versions: (link(older), link(newer)),
        others: others.map(compared).collect(),
        changes: look::changes(&ui, web.app.contracts().concepts()?, &found.changes),
        ui,
    })
}
