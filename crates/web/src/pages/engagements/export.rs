//! The list as an Excel or CSV file: all rows of the filter, read page by page.

use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{Pairs, query::Address};
use crate::{failure::Result, page::Nav, server::Web, visit::Page};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/engagements/export.xlsx", get(excel)).route("/engagements/export.csv", get(comma_separated))
}

async fn excel(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    export(&page, &web, &pairs, app::export::Format::Excel).await
}

async fn comma_separated(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Response> {
    export(&page, &web, &pairs, app::export::Format::Csv).await
}

async fn export(page: &Page, web: &Web, pairs: &Pairs, format: app::export::Format) -> Result<Response> {
    let address = Address::read(pairs).map_err(app::Error::from)?;
    let query = address.query(&page.caller, web.app.clock().today()).map_err(app::Error::from)?;
    let ui = page.shell(Nav::Engagements);
    let mut filters = vec![("view".to_owned(), address.view.clone())];
    filters.extend((!address.q.is_empty()).then(|| ("q".to_owned(), address.q.clone())));
    filters.extend(address.conditions.iter().map(|(n, v)| ((*n).to_owned(), v.clone())));
    let file = web.app.engagements().export(&page.caller, &query, (format, ui.lang, filters)).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type.to_owned()), (header::CONTENT_DISPOSITION, file.disposition)];
    Ok((headers, Body::from(file.bytes)).into_response())
}
