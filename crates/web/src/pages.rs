//! Handlers of pages: extract, one use case, return a value.

mod actions;
mod approvals;
mod common;
mod drafts;
mod engagements;
mod facts_form;
mod frame;
mod home;
mod request_forms;

use axum::Router;

use crate::server::Web;

/// Every page.
pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(frame::routes()).merge(home::routes()).merge(engagements::routes()).merge(drafts::routes()).merge(approvals::routes())
}
