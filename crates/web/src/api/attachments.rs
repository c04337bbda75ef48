//! Files attached to engagements: taken in as they come, handed out only when they are what was received.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use app::attachments::{Attachment, AttachmentsPage, NewAttachment};
use axum::{
    Json,
    body::{Body as HttpBody, Bytes, HttpBody as _},
    extract::{FromRequest as _, Multipart, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use axum_extra::body::AsyncReadBody;
use domain::{FieldError, Problem, calendar::EngagementNumber, id::AttachmentId, problem::Problems};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, ReadBuf};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::{Made, PersonRef},
    extract::{Key, Params, checked, day, maybe, too_large},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default().routes(routes!(list, attach)).routes(routes!(download))
}

/// An attached file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attachment)]
struct AttachmentJson {
    /// Id, `att_…`.
    id: String,
    /// Its name.
    name: String,
    /// Kind of content, judged by its name.
    media_type: String,
    /// Length in bytes.
    size: i64,
    /// SHA-256 in hexadecimal.
    sha256: String,
    /// Who gave it.
    received_by: PersonRef,
    /// When it was received.
    received_at: Timestamp,
    /// Day from which the paper itself holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_on: Option<Date>,
    /// What it is.
    note: String,
    /// Id of the newer file of the same name that supersedes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
}

impl AttachmentJson {
    fn of(one: &Attachment, receiver: &str, newer: Option<AttachmentId>) -> Self {
        Self {
            id: one.id.to_string(),
            name: one.name.to_string(),
            media_type: one.media_type.clone(),
            size: one.size,
            sha256: one.sha256.to_string(),
            received_by: PersonRef::new(one.received_by, receiver),
            received_at: one.received_at,
            effective_on: one.effective_on,
            note: one.note.to_string(),
            superseded_by: newer.map(|id| id.to_string()),
        }
    }
}

/// Where the files go on.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `next` of the page before.
    before: Option<String>,
}

/// Files of an engagement.
#[derive(Debug, Serialize, ToSchema)]
struct AttachmentList {
    /// Newest first, superseded ones too; 100 a page.
    items: Vec<AttachmentJson>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// List files of an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/attachments", operation_id = "listAttachments", tag = "attachments",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ListParams),
    responses((status = 200, description = "A page of files", body = AttachmentList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<ListParams>,
) -> Result<Json<AttachmentList>> {
    let mut problems = Problems::new();
    let before = maybe(&mut problems, "before", params.before.as_deref());
    checked(problems)?;
    let AttachmentsPage { attachments, next } = web.app.attachments().list(&by.caller, number, before).await?;
    let items = attachments.iter().map(|s| AttachmentJson::of(&s.attachment, s.receiver.as_str(), s.superseded_by));
    Ok(Json(AttachmentList { items: items.collect(), next: next.map(|id| id.to_string()) }))
}

/// What is said of a file.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AttachParams {
    /// Its name, with its extension; a form with a file names it itself.
    name: Option<String>,
    /// Day from which the paper itself holds, `2026-07-01`.
    effective_on: Option<String>,
    /// What it is.
    note: Option<String>,
}

/// A form with a file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its schema is used: the form is read part by part")]
struct FileForm {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Attach a file.
///
/// Its bytes as the body with the name in the query, or a form with one part `file`. A newer file of the same name
/// supersedes the older one; none is ever overwritten.
#[utoipa::path(
    post, path = "/engagements/{number}/attachments", operation_id = "attachFile", tag = "attachments",
    params(("number" = String, Path, description = "Number, `R8-0012`"), AttachParams),
    request_body(description = "The file", content(
        (Vec<u8> = "application/octet-stream"),
        (FileForm = "multipart/form-data"),
    )),
    responses((status = 201, description = "Attached; its address is in Location", body = AttachmentJson)),
)]
async fn attach(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<AttachParams>,
    request: Request,
) -> Result<Response> {
    let most = u64::try_from(web.config.max_upload.max(1 << 20)).unwrap_or(u64::MAX);
    let noted = request.extensions().clone();
    if announced(request.headers()).is_some_and(|length| length > most.saturating_add(64 * 1024)) {
        return Ok(too_large(most, &noted));
    }
    let about = params.read()?;
    let attachments = web.app.attachments().at_most(most);
    let taken = if is_form(request.headers()) {
        let (name, body) = from_form(request, most).await?;
        let about = NewAttachment { name: params.name.unwrap_or(name), ..about };
        attachments.add(&by.caller, number, about, body.as_ref()).await
    } else {
        attachments.add(&by.caller, number, about, Incoming::new(request.into_body())).await
    };
    match taken {
        Ok(one) => {
            let shown = AttachmentJson::of(&one, by.caller.actor.person().name.as_str(), None);
            Ok(Made(format!("/attachments/{}/content", one.id), shown).into_response())
        }
        Err(app::Error::Invalid(errors)) if errors.iter().any(is_length) => Ok(too_large(most, &noted)),
        Err(error) => Err(error.into()),
    }
}

impl AttachParams {
    fn read(&self) -> Result<NewAttachment> {
        let mut problems = Problems::new();
        let effective_on = self.effective_on.as_deref().and_then(|text| day(&mut problems, "effective_on", text));
        let note = problems.keep("note", self.note.as_deref().unwrap_or_default().parse()).unwrap_or_default();
        checked(problems)?;
        Ok(NewAttachment { name: self.name.clone().unwrap_or_default(), effective_on, note })
    }
}

fn is_length(error: &FieldError) -> bool {
    error.field == "file" && matches!(error.problem, Problem::OutOfRange { .. })
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_form(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    given.is_some_and(|v| v.trim().to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// Name and bytes of the part `file`.
async fn from_form(request: Request, most: u64) -> Result<(String, Bytes)> {
    let cut = || {
        let (ja, en) = ("フォームが途中で切れているか、形が合いません", "The form is cut short or not well formed");
        app::Error::Invalid(vec![FieldError::rule("file", ja, en)])
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| cut())?;
    while let Some(part) = form.next_field().await.map_err(|_| cut())? {
        if part.name() != Some("file") {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|e| {
            if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                let max = i64::try_from(most).unwrap_or(i64::MAX);
                return app::Error::field("file", Problem::OutOfRange { value: format!("> {most}"), min: 0, max });
            }
            cut()
        })?;
        return Ok((name, bytes));
    }
    Err(app::Error::field("file", Problem::Missing).into())
}

/// A request body as a reader, so that a file goes to disk as it comes in.
struct Incoming {
    body: HttpBody,
    chunk: Bytes,
}

impl Incoming {
    const fn new(body: HttpBody) -> Self {
        Self { body, chunk: Bytes::new() }
    }
}

impl AsyncRead for Incoming {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        while self.chunk.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(Ok(())),
                Some(Err(error)) => return Poll::Ready(Err(std::io::Error::other(error))),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.chunk = data;
                    }
                }
            }
        }
        let length = self.chunk.len().min(buf.remaining());
        let now = self.chunk.split_to(length);
        buf.put_slice(&now);
        Poll::Ready(Ok(()))
    }
}

/// Download a file.
///
/// Handed out only when its bytes are those that were received. They always come as bytes to be kept, never to be shown.
#[utoipa::path(
    get, path = "/attachments/{id}/content", operation_id = "downloadFile", tag = "attachments",
    params(("id" = String, Path, description = "Id, `att_…`")),
    responses(
        (status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream"))),
        (status = 409, description = "The bytes on disk are not those that were received",
            body = crate::failure::ProblemBody, content_type = "application/problem+json"),
    ),
)]
async fn download(by: ApiCaller, State(web): State<Web>, Key(id): Key<AttachmentId>) -> Result<Response> {
    let found = web.app.attachments().open(&by.caller, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, found.attachment.size.to_string()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(found.attachment.name.as_str())),
        (header::ETAG, format!("\"{}\"", found.attachment.sha256)),
    ];
    Ok((headers, AsyncReadBody::new(found.bytes)).into_response())
}
