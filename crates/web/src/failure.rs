//! One place that turns a refused use case into a response: a page for people, `application/problem+json` for programs.

use std::sync::Arc;

use askama::Template as _;
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use domain::Lang;
use serde::Serialize;

use crate::{
    page::Nav,
    server::Web,
    views::errors::{ErrorPage, Fault},
    visit::{RequestId, Visitor},
};

/// A refused use case on its way out.
#[derive(Debug, Clone)]
pub struct Failure(pub Arc<app::Error>);

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Self {
        Self(Arc::new(error))
    }
}

/// Result of a handler.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// The status of each kind.
#[must_use]
pub const fn status(error: &app::Error) -> StatusCode {
    match error {
        app::Error::NotFound => StatusCode::NOT_FOUND,
        app::Error::Forbidden(_) => StatusCode::FORBIDDEN,
        app::Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        app::Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        app::Error::Conflict(_) => StatusCode::CONFLICT,
        app::Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Failure {
    /// Only the status; the layer around the routes knows language and form and writes the body.
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the page of a failure.
pub(crate) fn page(visitor: &Visitor, failure: &Failure) -> Response {
    let error = failure.0.as_ref();
    log(error, &visitor.request);
    if matches!(error, app::Error::Unauthenticated) {
        return crate::visit::to_sign_in(visitor);
    }
    let lang = visitor.lang;
    let fault = match error {
        app::Error::NotFound | app::Error::Unauthenticated => Fault::NotFound,
        app::Error::Forbidden(_) => Fault::Forbidden(Some(error.text(lang))),
        app::Error::Conflict(_) => {
            let said = Some(error.text(lang)).filter(|text| *text != app::Error::stale().text(lang));
            Fault::Conflict(crate::pages::nearest(&visitor.path), said)
        }
        app::Error::Invalid(errors) => {
            let said: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.field, e.problem.text(lang))).collect();
            Fault::Invalid(Some(said.join(" ")))
        }
        app::Error::Internal(_) => Fault::Internal,
    };
    let page = ErrorPage { ui: visitor.shell(Nav::Nowhere), fault, request_id: visitor.request.0.clone() };
    let body = page.render().unwrap_or_else(|e| e.to_string());
    (status(error), Html(body)).into_response()
}

/// Our own failures go to the log with the request's number; what people did wrong does not.
fn log(error: &app::Error, request: &RequestId) {
    if let app::Error::Internal(what) = error {
        tracing::error!(request = %request.0, %what, "a request failed");
    }
}

/// `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// `urn:sekimori:problem:` and the kind: not_found, forbidden, unauthenticated, invalid, conflict, internal.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sentence for people, in the language asked for.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Number under which the log knows the request.
    pub request_id: String,
    /// For `invalid`: each value that was refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One refused value.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// Place: name with indices, `items[2].name`.
    pub field: String,
    /// Stable code: missing, not_one_of, too_long, form, …
    pub code: String,
    /// Value and what is allowed, in the language asked for.
    pub message: String,
}

/// The problem of an error.
#[must_use]
pub fn problem(error: &app::Error, lang: Lang, request: &RequestId) -> Response {
    let errors = match error {
        app::Error::Invalid(errors) => errors
            .iter()
            .map(|e| ProblemField {
                field: e.field.clone(),
                code: e.problem.code().to_owned(),
                message: e.problem.text(lang),
            })
            .collect(),
        _ => Vec::new(),
    };
    let body = ProblemBody {
        kind: format!("urn:sekimori:problem:{}", error.code()),
        title: error.text(lang),
        status: status(error).as_u16(),
        request_id: request.0.clone(),
        errors,
    };
    let mut response = (status(error), Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if matches!(error, app::Error::Unauthenticated) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The layer around the API: language, request number, problems.
pub(crate) async fn as_problem(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let lang = crate::visit::wanted_language(request.headers());
    let id = RequestId::fresh(&web.app);
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(lang);
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions().get::<Failure>().cloned() {
        log(&failure.0, &id);
        response = problem(&failure.0, lang, &id);
    }
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A handler that panicked: logged, answered plainly; the server lives on.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over by value")]
pub(crate) fn caught(payload: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    let what = payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
        .unwrap_or_default();
    tracing::error!(%what, "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "こちらの不具合で処理できませんでした / Something went wrong on our side\n")
        .into_response()
}
