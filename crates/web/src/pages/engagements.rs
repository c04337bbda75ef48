//! Pages of engagements.

mod act;
mod chain;
mod contract;
mod export;
mod facts;
pub(super) mod files;
mod handovers;
mod list;
mod paper_form;
mod paper_rows;
mod papers;
mod query;
mod request;
mod requirement;
mod requirements;
mod selection;
mod show;

use app::engagements::View;
use axum::Router;
use domain::{calendar::EngagementNumber, permission::Permission};

use crate::{failure::Result, server::Web, visit::Page};

pub(super) use files::size;
pub(super) use handovers::{amount, flaw_word};
pub(super) use request::{criticality_page, exception_page, items, waiver_page};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .merge(list::routes())
        .merge(export::routes())
        .merge(show::routes())
        .merge(facts::routes())
        .merge(files::routes())
        .merge(requirements::routes())
        .merge(requirement::routes())
        .merge(papers::routes())
        .merge(contract::routes())
        .merge(chain::routes())
        .merge(selection::routes())
        .merge(handovers::routes())
        .merge(request::routes())
        .merge(act::routes())
}

/// The number in an address; anything that is none is not found.
fn number(text: &str) -> Result<EngagementNumber> {
    text.parse().map_err(|_| app::Error::NotFound.into())
}

/// The engagement an address names.
async fn view(page: &Page, web: &Web, text: &str) -> Result<View> {
    Ok(web.app.engagements().show(&page.caller, number(text)?).await?)
}

/// The same for a form about it; whoever may not do what the form does gets the refusal at once.
async fn view_for(page: &Page, web: &Web, text: &str, permission: Permission) -> Result<View> {
    Ok(web.app.engagements().show_for(&page.caller, number(text)?, permission).await?)
}

/// Pairs of a form.
type Pairs = Vec<(String, String)>;

/// First value of a field, as typed.
fn value<'a>(pairs: &'a Pairs, field: &str) -> &'a str {
    pairs.iter().find_map(|(name, value)| (name == field).then_some(value.as_str())).unwrap_or_default()
}

/// The revision a form was made from; an unreadable one is stale.
fn revision(pairs: &Pairs) -> i64 {
    value(pairs, "revision").parse().unwrap_or(-1)
}
