//! What rests on a contractor across engagements: where it has a part, and which firms carry most.

use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};

use crate::{
    failure::Result,
    page::Nav,
    pages::parts::{Pairs, Trail, id},
    server::Web,
    show::Link,
    views::engagement::chain::{Concentration, TouchedBy, TouchedRow, WeightRow},
    visit::{Page, Rendered},
};

/// Rows of a page.
const ROWS: u16 = 50;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/contractors/concentration", get(concentration))
        .route("/contractors/{id}/touched", get(touched))
}

async fn touched(
    page: Page,
    State(web): State<Web>,
    Path(text): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Rendered> {
    let firm = web.app.contractors().show(&page.caller, id(&text)?).await?;
    let trail = Trail::read(&pairs);
    let found = web.app.chain().touched(&page.caller, firm.id, (trail.at(), ROWS)).await?;
    let ui = page.shell(Nav::Contractors);
    let rows: Vec<TouchedRow> = found
        .engagements
        .iter()
        .map(|one| TouchedRow {
            number: one.number.to_string(),
            link: Link::new(format!("/engagements/{}/chain", one.number), one.title.to_string()),
            unit: page.caller.units.get(one.unit).map(|u| u.label(ui.lang).to_owned()).unwrap_or_default(),
            stage: one.stage,
            part: ui.t(if one.direct { "touched-contractor" } else { "touched-below" }).into_owned(),
        })
        .collect();
    let href = format!("/contractors/{}", firm.id);
    let shown = ui.tn("touched-count", rows.len());
    Rendered::ok(&TouchedBy {
        pager: trail.pager(&format!("{href}/touched"), "", found.next.map(|n| n.to_string()), shown),
        name: firm.name.to_string(),
        href,
        rows,
        ui,
    })
}

async fn concentration(page: Page, State(web): State<Web>) -> Result<Rendered> {
    let found = web.app.chain().concentration(&page.caller).await?;
    let rows = found.iter().map(|one| WeightRow {
        firm: Link::new(format!("/contractors/{}", one.firm), one.name.to_string()),
        touched: format!("/contractors/{}/touched", one.firm),
        engagements: one.engagements,
        direct: one.direct,
    });
    Rendered::ok(&Concentration { rows: rows.collect(), ui: page.shell(Nav::Contractors) })
}
