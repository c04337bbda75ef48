//! A version of a paper: its files, who made it when, what changed since the one before.

use app::documents::{Document, Issued};
use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use domain::{Lang, id::DocumentId};

use super::{common, engagements::size};
use crate::{
    failure::Result,
    page::{Nav, Shell},
    server::Web,
    show::{Kind, Link, Mark},
    views::engagement::papers::{DocumentPage, FileLine},
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/documents/{id}", get(show))
}

/// How a version stands: replaced by a newer one, outdated, open, or as it should be.
pub(super) fn version_mark(ui: &Shell, document: &Document, (newest, same): (bool, bool)) -> Mark {
    match (newest, same, document.open_points) {
        (false, _, _) => Mark::new(Kind::Off, ui.t("papers-replaced")),
        (_, false, _) => Mark::new(Kind::Soon, ui.t("papers-outdated")),
        (_, true, 0) => Mark::new(Kind::Met, ui.t("papers-current")),
        (_, true, open) => Mark::new(Kind::Weak, ui.tn("paper-open-n", open)),
    }
}

async fn show(page: Page, State(web): State<Web>, Path(id): Path<String>) -> Result<Rendered> {
    let id: DocumentId = id.parse().map_err(|_| app::Error::NotFound)?;
    let issued = web.app.documents().issued(&page.caller, id).await?;
    let number = issued.case.engagement.number;
    let view = web.app.engagements().show(&page.caller, number).await?;
    let ui = page.shell(Nav::Engagements);
    let document = &issued.document;
    let own = |d: &&Document| d.paper == document.paper && d.lang == document.lang;
    let newest = issued.case.documents.iter().filter(own).all(|d| d.version <= document.version);
    let same = issued.case.basis(web.app.clock().today()) == document.basis;
    let language = if document.lang == Lang::Ja { "paper-lang-ja" } else { "paper-lang-en" };
    let shown = DocumentPage {
        head: common::head(&page, &view),
        title: document.title.clone(),
        version: ui.tn("version-n", document.version),
        mark: version_mark(&ui, document, (newest, same)),
        lang: ui.t(language).into_owned(),
        at: document.made_at,
        by: issued.names.of(document.made_by).to_owned(),
        edition: document.edition.clone(),
        open_points: document.open_points,
        now: format!("/engagements/{number}/papers/{}?lang={}", document.paper, document.lang.code()),
        files: files(&ui, document, &number.to_string()),
        changes: changes(&ui, &issued)?,
        html: common::paper_html(web.app.catalogue(), &issued.paper, (ui.lang, false))?,
        ui,
    };
    Rendered::ok(&shown)
}

fn files(ui: &Shell, document: &Document, number: &str) -> Vec<FileLine> {
    let kind = |code: &str| match code.parse::<catalogue::paper::FileKind>() {
        Ok(kind) => kind.label(ui.lang).to_owned(),
        Err(_) => code.to_owned(),
    };
    document
        .files
        .iter()
        .map(|file| FileLine {
            href: format!("/engagements/{number}/files/{}", file.attachment),
            kind: kind(&file.kind),
            size: size(ui, file.size),
            sha256: file.sha256.to_string(),
        })
        .collect()
}

/// The version before with what changed since; no markup when only dates and numbers of the paper did.
fn changes(ui: &Shell, issued: &Issued) -> Result<Option<(Link, Option<String>)>> {
    let Some((before, old)) = &issued.before else { return Ok(None) };
    let found = app::paper::changes(old, &issued.paper).map_err(app::Error::internal)?;
    let link = Link::new(format!("/documents/{}", before.id), ui.tn("version-n", before.version));
    let markup = (!found.is_empty()).then(|| app::html::changes(&found, issued.document.lang));
    Ok(Some((link, markup)))
}
