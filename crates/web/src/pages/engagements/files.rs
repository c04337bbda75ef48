//! Files attached to an engagement, and declarations that rest on them.

use app::{attachments::NewAttachment, engagements::View};
use axum::{
    Router,
    body::Body,
    extract::{Multipart, Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    FieldError, Problem,
    engagement::Standing,
    gate::ConditionId,
    id::AttachmentId,
    permission::Permission,
    problem::Problems,
    text::{Ground, Memo},
};

use super::{number, value, view, view_for};
use crate::{
    failure::Result,
    form::{Form, Opt},
    page::{Nav, Shell},
    pages::{body::Sent, common},
    server::Web,
    views::{
        engagement::tabs::{File, Files},
        requests::Declare,
    },
    visit::{Page, Rendered, done},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/engagements/{number}/files", get(files).post(attach))
        .route("/engagements/{number}/files/{id}", get(download))
        .route("/engagements/{number}/declare/{condition}", get(declare_form).post(declare))
}

pub(in crate::pages) fn size(ui: &Shell, bytes: i64) -> String {
    match bytes {
        n if n < 1_024 => ui.tn("size-bytes", n),
        n if n < 1_024 * 1_024 => ui.tn("size-kib", n / 1_024),
        n => ui.tn("size-mib", n / (1_024 * 1_024)),
    }
}

pub(super) fn limit(web: &Web) -> u64 {
    u64::try_from(web.config.max_upload.max(1 << 20)).unwrap_or(u64::MAX)
}

async fn files(page: Page, State(web): State<Web>, Path(text): Path<String>) -> Result<Rendered> {
    let view = view(&page, &web, &text).await?;
    let e = &view.case.engagement;
    let may = e.standing == Standing::Open && page.caller.actor.may_at(Permission::EditEngagement, e.unit).is_ok();
    Rendered::ok(&files_page(&page, &web, &view, may.then(|| Form::new("file"))).await?)
}

async fn files_page(page: &Page, web: &Web, view: &View, form: Option<Form>) -> Result<Files> {
    let ui = page.shell(Nav::Engagements);
    let number = view.case.engagement.number;
    let found = web.app.attachments().list(&page.caller, number, None).await?;
    let files = found
        .attachments
        .iter()
        .map(|shown| {
            let one = &shown.attachment;
            let shows = view.case.declarations.iter().find(|d| d.attachment == Some(one.id));
            File {
                href: format!("/engagements/{number}/files/{}", one.id),
                name: one.name.to_string(),
                size: size(&ui, one.size),
                sha256: one.sha256.to_string(),
                by: shown.receiver.to_string(),
                at: one.received_at,
                effective_on: one.effective_on,
                note: one.note.to_string(),
                shows: shows.map(|d| d.condition.to_string()),
            }
        })
        .collect();
    let most = i64::try_from(limit(web)).unwrap_or(i64::MAX);
    Ok(Files { head: common::head(page, view), files, form, limit: size(&ui, most), ui })
}

async fn attach(page: Page, State(web): State<Web>, Path(text): Path<String>, body: Multipart) -> Result<Response> {
    let view = view(&page, &web, &text).await?;
    let (pairs, result) = match Sent::read(body).await {
        Ok(sent) => {
            let result = keep(&page, &web, &view, &sent).await;
            (sent.pairs, result.map(drop))
        }
        Err(error) => (Vec::new(), Err(error.into())),
    };
    let Err(failure) = result else {
        return Ok(done(&web, &format!("/engagements/{}/files", view.case.engagement.number), "attached"));
    };
    match failure.0.as_ref() {
        app::Error::Invalid(errors) => {
            let form = Form::new("file").typed(pairs).refused(errors.clone());
            Ok(Rendered::refused(&files_page(&page, &web, &view, Some(form)).await?)?.into_response())
        }
        _ => Err(failure),
    }
}

/// Attaches what was sent.
async fn keep(page: &Page, web: &Web, view: &View, sent: &Sent) -> Result<AttachmentId> {
    let mut problems = Problems::new();
    let effective_on = match value(&sent.pairs, "effective_on") {
        "" => None,
        text => problems.keep("effective_on", domain::calendar::parse_date(text)),
    };
    let note: Memo = problems.keep("note", value(&sent.pairs, "note").parse()).unwrap_or_default();
    if sent.file.is_none() {
        problems.add(FieldError::new("file", Problem::Missing));
    }
    problems.finish().map_err(app::Error::from)?;
    let Some((name, bytes)) = &sent.file else { return Err(app::Error::NotFound.into()) };
    let about = NewAttachment { name: name.clone(), effective_on, note };
    let attachments = web.app.attachments().at_most(limit(web));
    let kept = attachments.add(&page.caller, view.case.engagement.number, about, bytes.as_ref()).await;
    Ok(kept.map_err(renamed)?.id)
}

/// The use case speaks of `name`; on the page that is the file.
fn renamed(error: app::Error) -> app::Error {
    match error {
        app::Error::Invalid(errors) => app::Error::Invalid(
            errors
                .into_iter()
                .map(|e| {
                    if matches!(e.field.as_str(), "name" | "bytes" | "body") {
                        FieldError::new("file", e.problem)
                    } else {
                        e
                    }
                })
                .collect(),
        ),
        other => other,
    }
}

async fn download(page: Page, State(web): State<Web>, Path((text, id)): Path<(String, String)>) -> Result<Response> {
    let number = number(&text)?;
    let id: AttachmentId = id.parse().map_err(|_| app::Error::NotFound)?;
    let download = web.app.attachments().open(&page.caller, id).await?;
    let view = web.app.engagements().show(&page.caller, number).await?;
    if view.case.engagement.id != download.attachment.engagement {
        return Err(app::Error::NotFound.into());
    }
    let name = writer_name(download.attachment.name.as_str());
    let bytes = app::attachments::read_all(download.bytes).await?;
    // never shown in the page's own origin: always a download, as plain bytes
    let headers = [(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from(bytes)).into_response())
}

fn writer_name(name: &str) -> String {
    app::file_name::content_disposition(name)
}

/// The condition of an address, as it stands at the gate ahead.
async fn declared(page: &Page, web: &Web, view: &View, (id, form): (&str, Form)) -> Result<Declare> {
    let id: ConditionId = id.parse().map_err(|_| app::Error::NotFound)?;
    let report = view.report.conditions.iter().find(|c| c.id == id).ok_or(app::Error::NotFound)?;
    let found = web.app.attachments().list(&page.caller, view.case.engagement.number, None).await?;
    let files = found.attachments.iter().map(|s| Opt::new(s.attachment.id.to_string(), s.attachment.name.to_string()));
    Ok(Declare {
        ui: page.shell(Nav::Engagements),
        head: common::head(page, view),
        condition: common::condition(web.app.catalogue(), page, view, report),
        form,
        files: files.collect(),
    })
}

async fn declare_form(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
) -> Result<Rendered> {
    let view = view_for(&page, &web, &text, Permission::EditEngagement).await?;
    Rendered::ok(&declared(&page, &web, &view, (&id, Form::new("declare"))).await?)
}

async fn declare(
    page: Page,
    State(web): State<Web>,
    Path((text, id)): Path<(String, String)>,
    body: Multipart,
) -> Result<Response> {
    let view = view(&page, &web, &text).await?;
    let sent = Sent::read(body).await?;
    let result = declare_it(&page, &web, &view, (&id, &sent)).await;
    let Err(failure) = result else {
        return Ok(done(&web, &format!("/engagements/{}", view.case.engagement.number), "declared"));
    };
    match failure.0.as_ref() {
        app::Error::Invalid(errors) if errors.iter().all(|e| e.field != "condition") => {
            let form = Form::new("declare").typed(sent.pairs).refused(errors.clone());
            Ok(Rendered::refused(&declared(&page, &web, &view, (&id, form)).await?)?.into_response())
        }
        _ => Err(failure),
    }
}

async fn declare_it(page: &Page, web: &Web, view: &View, (id, sent): (&str, &Sent)) -> Result<()> {
    let id: ConditionId = id.parse().map_err(|_| app::Error::NotFound)?;
    let mut problems = Problems::new();
    let note: Option<Ground> = problems.required("note", value(&sent.pairs, "note"));
    let mut attachment: Option<AttachmentId> = problems.optional("attachment", value(&sent.pairs, "attachment"));
    problems.finish().map_err(app::Error::from)?;
    if sent.file.is_some() {
        attachment = Some(keep(page, web, view, &Sent { pairs: Vec::new(), file: sent.file.clone() }).await?);
    }
    let Some(note) = note else { return Err(app::Error::NotFound.into()) };
    Ok(web.app.engagements().declare(&page.caller, view.case.engagement.number, (id, note, attachment)).await?)
}
