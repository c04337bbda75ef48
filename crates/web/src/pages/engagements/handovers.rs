//! The information ledger of an engagement: list, entering, one entry, proof, handlers, accesses, terms, files.

mod act;
mod around;
mod look;

use app::{
    engagements::View,
    handovers::{Blank, Importing, Paper, RawHandover},
};
use axum::{
    Form as Body, Router,
    body::Body as Bytes,
    extract::{Multipart, Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    FieldError, Problem,
    handover::HandoverKind,
    id::{AttachmentId, HandoverId, ImportId},
    permission::Permission,
};

use super::{Pairs, files, number, value, view, view_for};
use crate::{
    failure::Result,
    form::Form,
    page::Nav,
    pages::{
        body::Sent,
        common,
        parts::{id, refusal, values},
    },
    server::Web,
    views::engagement::handovers as views,
    visit::{Page, Rendered, done},
};

pub(in crate::pages) use look::{amount, flaw_word};

/// Entries of a page.
const ROWS: u16 = 50;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/handovers", get(list))
        .route("/engagements/{number}/handovers/new", get(blank).post(record))
        .route("/engagements/{number}/handovers/export.xlsx", get(export))
        .route("/engagements/{number}/handovers/record.docx", get(record_paper))
        .route("/engagements/{number}/handovers/import", post(import))
        .route("/engagements/{number}/handovers/imports/{id}", post(take_in))
        .route("/engagements/{number}/handovers/terms", get(around::terms).post(around::set_terms))
        .route("/engagements/{number}/handovers/handlers/{id}", get(around::handler).post(around::set_handler))
        .route("/engagements/{number}/handovers/handlers/{id}/link", post(around::link))
        .route("/engagements/{number}/handovers/accesses/{id}", get(around::access).post(around::set_access))
        .route("/engagements/{number}/handovers/accesses/{id}/review", post(around::review))
        .route("/engagements/{number}/handovers/accesses/{id}/revoke", post(around::revoke))
        .route("/engagements/{number}/handovers/accesses/{id}/except", post(around::except))
        .route("/engagements/{number}/handovers/{id}", get(act::show))
        .route("/engagements/{number}/handovers/{id}/receive", post(act::receive))
        .route("/engagements/{number}/handovers/{id}/note", post(act::note))
        .route("/engagements/{number}/handovers/{id}/prove", post(act::prove))
        .route("/engagements/{number}/handovers/{id}/receipt.docx", get(receipt_paper))
        .route("/engagements/{number}/handovers/{id}/certificate.docx", get(certificate))
}

fn base(view: &View) -> String {
    format!("/engagements/{}/handovers", view.case.engagement.number)
}

async fn list(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    Rendered::ok(&list_page(&page, &web, &view, (&pairs, Form::new("handover-import"))).await?)
}

async fn list_page(page: &Page, web: &Web, view: &View, (pairs, form): (&Pairs, Form)) -> Result<views::List> {
    let before: Option<i64> = value(pairs, "before").parse().ok();
    let kind: Option<HandoverKind> = value(pairs, "kind").parse().ok();
    let number = view.case.engagement.number;
    let book = web.app.handovers().show(&page.caller, number, (before, kind, ROWS)).await?;
    Ok(look::list(page, web, view, (&book, before, kind, form)))
}

async fn blank(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
    let blank = web.app.handovers().blank(&page.caller, view.case.engagement.number).await?;
    let form = Form::new("handover")
        .with("quantity", "1")
        .with("on", blank.now.0.to_string())
        .with("time", blank.now.1.clone())
        .with("kind", "provide")
        .with("carrier", "file")
        .with("copying", "asked");
    Rendered::ok(&look::new(&page, &view, (&blank, form)))
}

async fn record(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Body(pairs): Body<Pairs>,
) -> Result<Response> {
    let number = number(&text)?;
    match refusal(web.app.handovers().record(&page.caller, number, &raw(&pairs)).await)? {
        Ok(_) => Ok(done(&web, &format!("/engagements/{number}/handovers"), "recorded")),
        Err(errors) => {
            let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
            let blank: Blank = web.app.handovers().blank(&page.caller, number).await?;
            let form = Form::new("handover").typed(pairs).refused(errors);
            Ok(Rendered::refused(&look::new(&page, &view, (&blank, form)))?.into_response())
        }
    }
}

fn raw(pairs: &Pairs) -> RawHandover {
    let text = |field: &str| value(pairs, field).to_owned();
    RawHandover {
        kind: text("kind"),
        item: text("item"),
        quantity: text("quantity"),
        serials: text("serials"),
        mark: text("mark"),
        class: text("class"),
        audience: text("audience"),
        criticality: text("criticality"),
        information: values(pairs, "information").into_iter().map(ToOwned::to_owned).collect(),
        carrier: text("carrier"),
        purpose: text("purpose"),
        necessity: text("necessity"),
        handler: text("handler"),
        on: text("on"),
        time: text("time"),
        method: text("method"),
        protection: text("protection"),
        place: text("place"),
        copying: text("copying"),
        due_back: text("due_back"),
        note_days: text("note_days"),
    }
}

/// A file to be saved.
fn download(file: app::export::File) -> Response {
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    (headers, Bytes::from(file.bytes)).into_response()
}

async fn export(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    Ok(download(web.app.handovers().export(&page.caller, number(&text)?, page.lang()).await?))
}

async fn paper(page: &Page, web: &Web, text: &str, which: Paper) -> Result<Response> {
    Ok(download(web.app.handovers().paper(&page.caller, number(text)?, (which, page.lang())).await?))
}

async fn record_paper(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Response> {
    paper(&page, &web, &text, Paper::Record).await
}

async fn receipt_paper(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
) -> Result<Response> {
    let entry: HandoverId = id(&entry)?;
    paper(&page, &web, &text, Paper::Receipt(entry)).await
}

async fn certificate(
    page: Page,
    State(web): State<Web>,
    Path((text, entry)): Path<(String, String)>,
) -> Result<Response> {
    let entry: HandoverId = id(&entry)?;
    paper(&page, &web, &text, Paper::Certificate(entry)).await
}

async fn import(page: Page, State(web): State<Web>, Path(text): Path<String>, body: Multipart) -> Result<Response> {
    let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
    let number = view.case.engagement.number;
    let looked = match Sent::one(body).await {
        Ok((_, name, bytes)) => web.app.handovers().look(&page.caller, number, (&name, bytes.to_vec())).await,
        Err(error) => Err(error),
    };
    match refusal(looked)? {
        Ok((kept, found)) => import_page(&page, &view, (Some(kept), &found)),
        Err(errors) => {
            let form = Form::new("handover-import").refused(errors);
            Ok(Rendered::refused(&list_page(&page, &web, &view, (&Vec::new(), form)).await?)?.into_response())
        }
    }
}

fn import_page(page: &Page, view: &View, (kept, found): (Option<ImportId>, &Importing)) -> Result<Response> {
    let ui = page.shell(Nav::Engagements);
    let fresh = found.fresh();
    let ready = found.wrong.is_empty() && fresh > 0;
    let action = kept.filter(|_| ready).map(|id| format!("{}/imports/{id}", base(view))).unwrap_or_default();
    let rows = found.lines.iter().filter(|l| l.known.is_none());
    let shown = views::ImportPage {
        head: common::head(page, view),
        name: found.name.clone(),
        action,
        counts: (fresh, found.lines.len().saturating_sub(fresh)),
        rows: rows.map(|l| (l.row, l.kind.clone(), l.item.clone())).take(200).collect(),
        slips: found
            .wrong
            .iter()
            .take(200)
            .map(|w| views::Slip {
                cell: w.cell.clone(),
                head: w.head.clone(),
                value: w.value.clone(),
                said: w.problem.text(ui.lang),
            })
            .collect(),
        ui,
    };
    let page = if found.wrong.is_empty() { Rendered::ok(&shown)? } else { Rendered::refused(&shown)? };
    Ok(page.into_response())
}

async fn take_in(page: Page, State(web): State<Web>, Path((text, kept)): Path<(String, String)>) -> Result<Response> {
    let kept: ImportId = id(&kept)?;
    let number = number(&text)?;
    let found = web.app.handovers().take_in(&page.caller, number, kept).await?;
    if found.wrong.is_empty() {
        return Ok(done(&web, &format!("/engagements/{number}/handovers"), "imported"));
    }
    // somebody recorded in between: what was possible then is not any more
    let view = view_for(&page, &web, &text, Permission::KeepHandovers).await?;
    import_page(&page, &view, (Some(kept), &found))
}

/// Attaches the file a form carries and gives its id; nothing when there is none.
async fn attached(page: &Page, web: &Web, view: &View, sent: &Sent) -> app::Result<Option<AttachmentId>> {
    let Some((name, bytes)) = &sent.file else { return Ok(None) };
    let about =
        app::attachments::NewAttachment { name: name.clone(), effective_on: None, note: domain::text::Memo::default() };
    let attachments = web.app.attachments().at_most(files::limit(web));
    let kept = attachments.add(&page.caller, view.case.engagement.number, about, bytes.as_ref()).await;
    let kept = kept.map_err(|error| match error {
        app::Error::Invalid(errors) => {
            app::Error::Invalid(errors.into_iter().map(|e| FieldError::new("file", e.problem)).collect())
        }
        other => other,
    })?;
    Ok(Some(kept.id))
}

/// What is missing says so at a field.
const fn missing() -> Problem {
    Problem::Missing
}
