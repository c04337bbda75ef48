//! The JSON API: every use case, described by OpenAPI 3.1, with personal access tokens.

mod caller;

use axum::Router;

pub use caller::ApiCaller;

use crate::server::Web;

/// Every route below `/api`.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
}
