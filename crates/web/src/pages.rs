//! Handlers of pages: extract, one use case, return a value.

mod facts_form;
mod frame;
mod request_forms;

use axum::Router;

use crate::server::Web;

/// Every page.
pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(frame::routes())
}
