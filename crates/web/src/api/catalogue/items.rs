//! Entries of the catalogue by words or id, and where each is used.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use catalogue::Entry;
use domain::{Lang, Problem, problem::Problems};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{
        ApiCaller,
        extract::{Key, Params, checked, limit},
    },
    failure::Result,
    lookup::{LISTS, entry, search},
    server::Web,
};

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ItemParams {
    /// Words, or the beginning of an id.
    q: Option<String>,
    /// Of this list: measure, row, clause, article, annex, paper, duty, condition, item, area, threat, control, standard,
    /// source.
    list: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows of a page, 1 to 200; 50 when it is not given.
    limit: Option<String>,
}

/// An entry in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueLine {
    /// Permanent id.
    id: String,
    /// The list it stands in.
    list: String,
    /// Title.
    title: String,
}

/// Entries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueLines {
    /// Those whose id or title fits come first.
    items: Vec<CatalogueLine>,
    /// How many there are in all.
    count: usize,
    /// Send as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

fn line(entry: &Entry, lang: Lang) -> CatalogueLine {
    CatalogueLine {
        id: entry.id().to_owned(),
        list: entry.list().to_owned(),
        title: entry.title(lang).unwrap_or_default().to_owned(),
    }
}

/// List entries of the catalogue.
#[utoipa::path(
    get, path = "/catalogue/items", operation_id = "listCatalogue", tag = "catalogue", params(ItemParams),
    responses((status = 200, description = "A page of entries", body = CatalogueLines)),
)]
pub(super) async fn items(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ItemParams>,
) -> Result<Json<CatalogueLines>> {
    let mut problems = Problems::new();
    let rows = usize::from(limit(&mut problems, params.limit.as_deref()));
    let list = params.list.as_deref().unwrap_or_default();
    if !list.is_empty() && !LISTS.contains(&list) {
        let value = domain::problem::shorten(list);
        problems.keep::<()>("list", Err(Problem::NotOneOf { value, allowed: LISTS.to_vec() }));
    }
    checked(problems)?;
    let all = search(web.app.catalogue(), list, params.q.as_deref().unwrap_or_default());
    let from = params.after.as_deref().and_then(|id| all.iter().position(|e| e.id() == id));
    let from = from.map_or(0, |at| at.saturating_add(1));
    let shown: Vec<CatalogueLine> = all.iter().skip(from).take(rows).map(|e| line(e, by.lang)).collect();
    let more = all.len() > from.saturating_add(rows);
    let next = shown.last().filter(|_| more).map(|one| one.id.clone());
    Ok(Json(CatalogueLines { items: shown, count: all.len(), next }))
}

/// A place that names an id.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueUse {
    /// The list it stands in.
    list: String,
    /// Id of the entry.
    id: String,
    /// Its field.
    field: String,
}

/// Everything about an id.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatalogueItem {
    /// The id.
    id: String,
    /// The list it stands in; left out for items of a source that are no entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Edition of the catalogue.
    edition: String,
    /// Every value by its place, in both languages: `levels[2].ja`.
    fields: BTreeMap<String, String>,
    /// Where it is used.
    used_by: Vec<CatalogueUse>,
}

/// Show an entry of the catalogue.
#[utoipa::path(
    get, path = "/catalogue/items/{id}", operation_id = "showCatalogueItem", tag = "catalogue",
    params(("id" = String, Path, description = "Any id, `CM-GV-01`, `KL-15`, `N-7.2-2`")),
    responses((status = 200, description = "The entry", body = CatalogueItem)),
)]
pub(super) async fn item(by: ApiCaller, State(web): State<Web>, Key(id): Key<String>) -> Result<Json<CatalogueItem>> {
    let catalogue = web.app.catalogue();
    let known = entry(catalogue, &id);
    let uses = catalogue.uses(&id);
    if known.is_none() && uses.is_empty() {
        return Err(app::Error::NotFound.into());
    }
    let used = uses.iter().map(|u| CatalogueUse { list: u.list.clone(), id: u.id.clone(), field: u.field.clone() });
    Ok(Json(CatalogueItem {
        list: known.map(|e| e.list().to_owned()),
        title: known.and_then(|e| e.title(by.lang)).map(str::to_owned),
        edition: catalogue.edition().to_owned(),
        fields: known.map(Entry::fields).unwrap_or_default(),
        used_by: used.collect(),
        id,
    }))
}
