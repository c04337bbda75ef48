//! Handlers of pages: extract, one use case, return a value.

mod account;
mod actions;
mod answer;
mod approvals;
mod body;
mod books;
mod catalogue;
mod common;
mod consultations;
mod contractors;
mod documents;
mod drafts;
mod engagements;
mod facts_form;
mod frame;
mod home;
mod ledger;
mod organisation;
mod parts;
mod questionnaires;
mod receipt;
mod register;
mod request_forms;
mod routes;
mod settings;
mod stream;

use axum::Router;

pub(crate) use answer::is_by_link;
pub use routes::ROUTES;
pub(crate) use routes::nearest;

use crate::server::Web;

/// Every page.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .merge(frame::routes())
        .merge(home::routes())
        .merge(engagements::routes())
        .merge(documents::routes())
        .merge(catalogue::routes())
        .merge(drafts::routes())
        .merge(approvals::routes())
        .merge(register::routes())
        .merge(contractors::routes())
        .merge(questionnaires::routes())
        .merge(answer::routes())
        .merge(receipt::routes())
        .merge(books::routes())
        .merge(consultations::routes())
        .merge(organisation::routes())
        .merge(ledger::routes())
        .merge(account::routes())
        .merge(settings::routes())
}
