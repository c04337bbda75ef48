//! What a handler takes from a request: a JSON body, the query, the path. Each refuses as a problem, never in plain text.

use axum::{
    body::Body as HttpBody,
    extract::{FromRequest, FromRequestParts, MatchedPath, Path, Query, Request},
    http::{Extensions, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{FieldError, Problem, problem::Problems};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    document,
    refusal::Refusal,
    shape::{self, Misfit, Why},
};
use crate::failure::Failure;

/// Most bytes of a JSON body; papers are attached, not sent as JSON.
pub(crate) const MAX_JSON: u64 = 1 << 20;

/// A JSON body in the shape of its schema.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + ToSchema, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;
    async fn from_request(request: Request, _state: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let refuse = |refusal: Refusal| refusal.response(&parts.extensions);
        media_type(&parts).map_err(refuse)?;
        let bytes = received(body, MAX_JSON).await.map_err(refuse)?;
        read(&bytes).map(Self).map_err(refuse)
    }
}

fn media_type(parts: &Parts) -> Result<(), Refusal> {
    let given = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let plain = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if plain == "application/json" || (plain.starts_with("application/") && plain.ends_with("+json")) {
        return Ok(());
    }
    Err(Refusal::MediaType { given: domain::problem::shorten(given), allowed: "application/json" })
}

/// The whole body, if it is not longer than allowed.
async fn received(body: HttpBody, most: u64) -> Result<axum::body::Bytes, Refusal> {
    let limit = usize::try_from(most).unwrap_or(usize::MAX);
    axum::body::to_bytes(body, limit).await.map_err(|error| {
        let mut source: Option<&dyn std::error::Error> = Some(&error);
        while let Some(one) = source {
            if one.to_string().contains("length limit") {
                return Refusal::TooLarge(most);
            }
            source = one.source();
        }
        Refusal::Broken
    })
}

fn read<T: DeserializeOwned + ToSchema>(bytes: &[u8]) -> Result<T, Refusal> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|e| Refusal::Syntax { line: e.line(), column: e.column() })?;
    let misfits = shape::misfits(document::schemas(), &T::name(), &value);
    if !misfits.is_empty() {
        return Err(Refusal::Misfits(misfits));
    }
    serde_json::from_value(value).map_err(|error| {
        // the schema lets something through that the type does not: our mistake, and still an answer with its words
        tracing::error!(%error, "a body fits its schema but not its type");
        let why = Why::Type { given: domain::problem::shorten(&error.to_string()), wanted: "object" };
        Refusal::Misfits(vec![Misfit { field: String::new(), why }])
    })
}

/// The query. That every name in it is known has been seen to by [`strict_query`].
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Response> {
        // every parameter is a text that may be missing; what it must be is said by the handler's own reading
        Query::try_from_uri(&parts.uri).map(|Query(params)| Self(params)).map_err(|error| {
            let why = Why::Type { given: domain::problem::shorten(&error.to_string()), wanted: "string" };
            Refusal::Misfits(vec![Misfit { field: String::new(), why }]).response(&parts.extensions)
        })
    }
}

/// The layer that refuses query parameters the document does not list for the operation: a mistyped filter would
/// otherwise show everything.
pub(crate) async fn strict_query(request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    if let Some(path) = matched
        && request.uri().query().is_some_and(|q| !q.is_empty())
        && let Some(operation) = document::operation(&path, request.method())
    {
        let misfits = unknown(operation, request.uri());
        if !misfits.is_empty() {
            return Refusal::Misfits(misfits).response(request.extensions());
        }
    }
    next.run(request).await
}

fn unknown(operation: &Value, uri: &Uri) -> Vec<Misfit> {
    let in_query = |p: &&Value| p.get("in").and_then(Value::as_str) == Some("query");
    let listed = operation.get("parameters").and_then(Value::as_array).into_iter().flatten().filter(in_query);
    let known: Vec<String> =
        listed.filter_map(|p| p.get("name").and_then(Value::as_str)).map(ToOwned::to_owned).collect();
    let pairs: Vec<(String, String)> = Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
    let mut misfits = Vec::new();
    for (i, (name, _)) in pairs.iter().enumerate() {
        let field = domain::problem::shorten(name);
        if !known.contains(name) {
            misfits.push(Misfit { field, why: Why::Unknown { allowed: known.clone() } });
        } else if pairs.iter().take(i).any(|(other, _)| other == name) {
            misfits.push(Misfit { field, why: Why::Repeated });
        }
    }
    misfits
}

/// What the path names. Something that cannot be a name of this kind is not found.
#[derive(Debug)]
pub(crate) struct Key<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Key<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let found = Path::<T>::from_request_parts(parts, state).await;
        found.map(|Path(key)| Self(key)).map_err(|_| app::Error::NotFound.into())
    }
}

/// No such route.
pub(crate) async fn no_route(request: Request) -> Response {
    // a nested router may have taken the beginning of the path away
    let path = request.uri().path();
    let whole = if path.starts_with("/api") { path.to_owned() } else { format!("/api{path}") };
    Refusal::NoRoute(domain::problem::shorten(&whole)).response(request.extensions())
}

/// Another method than the route knows.
pub(crate) async fn no_method(request: Request) -> Response {
    Refusal::NoMethod(request.method().to_string()).response(request.extensions())
}

/// A handler that panicked, as an internal failure with the number of its request.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the payload over by value")]
pub(crate) fn caught(payload: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let what = payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
        .unwrap_or_default();
    Failure::from(app::Error::internal(format!("a handler panicked: {what}"))).into_response()
}

/// Too long a body that is not JSON.
pub(crate) fn too_large(most: u64, noted: &Extensions) -> Response {
    Refusal::TooLarge(most).response(noted)
}

/// Rows of a page: the parameter `limit`, 1 to 200; 50 when it is not given.
pub(crate) fn limit(problems: &mut Problems, text: Option<&str>) -> u16 {
    let Some(text) = text else { return 50 };
    let outside = || Problem::OutOfRange { value: domain::problem::shorten(text), min: 1, max: 200 };
    let read = text.parse::<u16>().ok().filter(|n| (1..=200).contains(n)).ok_or_else(outside);
    problems.keep("limit", read).unwrap_or(50)
}

/// A text parameter that may be missing.
pub(crate) fn maybe<T: std::str::FromStr<Err = Problem>>(
    problems: &mut Problems,
    field: &str,
    text: Option<&str>,
) -> Option<T> {
    text.and_then(|text| problems.keep(field, text.parse()))
}

/// A whole number in the query, as where to go on.
pub(crate) fn number(problems: &mut Problems, field: &str, text: Option<&str>) -> Option<i64> {
    let text = text?;
    problems.keep(field, text.parse().map_err(|_| Problem::Unknown { value: domain::problem::shorten(text) }))
}

/// A day in the form 2026-07-01.
pub(crate) fn day(problems: &mut Problems, field: &str, text: &str) -> Option<jiff::civil::Date> {
    problems.keep(field, domain::calendar::parse_date(text))
}

/// Everything wrong, or go on.
pub(crate) fn checked(problems: Problems) -> Result<(), Failure> {
    problems.finish().map_err(|errors| app::Error::Invalid(errors).into())
}

/// Errors of a use case under the name of the member that holds the values it speaks of.
pub(crate) fn under(prefix: &str, error: app::Error, members: &dyn Fn(&str) -> bool) -> app::Error {
    let app::Error::Invalid(errors) = error else { return error };
    let head = |field: &str| field.split(['.', '[']).next().unwrap_or_default().to_owned();
    let moved = errors
        .into_iter()
        .map(|e| if members(&head(&e.field)) { FieldError::new(format!("{prefix}{}", e.field), e.problem) } else { e });
    app::Error::Invalid(moved.collect())
}
