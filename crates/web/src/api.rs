//! The JSON API: every use case, described by OpenAPI 3.1, with personal access tokens.
//!
//! Routes and document come from one definition, so neither can lack what the other has. Bodies are checked against
//! their schema in the document first, then every value is read into its domain type; all problems are named at once,
//! with place, value and what is allowed, in the language of `Accept-Language`.

mod account;
mod approvals;
mod assessment;
mod attachments;
mod caller;
mod catalogue;
mod chain;
mod coded;
mod common;
mod consultations;
mod contractors;
mod contracts;
mod document;
mod drafts;
mod engagements;
mod extract;
mod facts;
mod handovers;
mod home;
mod ledger;
mod organisation;
mod papers;
mod questionnaires;
mod refusal;
mod register;
mod requests;
mod requirements;
mod selections;
mod settings;
mod shape;

use axum::{Json, Router, middleware, routing::get};
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use caller::ApiCaller;

use crate::server::Web;

/// Routes of version 1 and the document that describes them.
fn parts() -> (Router<Web>, OpenApi) {
    let (router, api) = OpenApiRouter::with_openapi(document::empty())
        .merge(home::routes())
        .merge(engagements::routes())
        .merge(requirements::routes())
        .merge(papers::routes())
        .merge(contracts::routes())
        .merge(selections::routes())
        .merge(handovers::routes())
        .merge(approvals::routes())
        .merge(register::routes())
        .merge(contractors::routes())
        .merge(chain::routes())
        .merge(questionnaires::routes())
        .merge(consultations::routes())
        .merge(attachments::routes())
        .merge(drafts::routes())
        .merge(organisation::routes())
        .merge(account::routes())
        .merge(ledger::routes())
        .merge(settings::routes())
        .merge(catalogue::routes())
        .split_for_parts();
    (router, document::finish(api))
}

/// Every route below `/api`.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .nest("/v1", parts().0)
        .route("/openapi.json", get(openapi))
        .method_not_allowed_fallback(extract::no_method)
        .fallback(extract::no_route)
        .layer(middleware::from_fn(extract::strict_query))
        .layer(CatchPanicLayer::custom(extract::caught))
}

async fn openapi() -> Json<&'static Value> {
    Json(document::json())
}

/// The OpenAPI document, as `/api/openapi.json` serves it.
#[must_use]
pub fn openapi_document() -> &'static Value {
    document::json()
}
