//! The catalogue: lists, a search by words or id, one entry. Open to everyone who is signed in.

mod clause;
mod detail;
mod more;

use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use catalogue::{Catalogue, Entry, measure::Family};

use super::parts::Trail;
use crate::{
    failure::Result,
    lookup::{LISTS, entry, href, search},
    page::{Nav, Shell},
    server::Web,
    show::Link,
    views::catalogue::{Entry as EntryPage, EntryLine, List, Shelf},
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/catalogue", get(list)).route("/catalogue/{id}", get(show))
}

/// Entries on a page.
const PAGE: usize = 60;

/// Words for the lists.
const NAMES: &[(&str, &str)] = &[
    ("measure", "catalogue-list-measure"),
    ("row", "catalogue-list-row"),
    ("clause", "catalogue-list-clause"),
    ("article", "catalogue-list-article"),
    ("annex", "catalogue-list-annex"),
    ("paper", "catalogue-list-paper"),
    ("duty", "catalogue-list-duty"),
    ("condition", "catalogue-list-condition"),
    ("item", "catalogue-list-item"),
    ("area", "catalogue-list-area"),
    ("threat", "catalogue-list-threat"),
    ("control", "catalogue-list-control"),
    ("standard", "catalogue-list-standard"),
    ("source", "catalogue-list-source"),
    ("concept", "catalogue-list-concept"),
    ("reason", "catalogue-list-reason"),
    ("role", "catalogue-list-role"),
    ("bundle", "catalogue-list-bundle"),
];

/// Name of a list.
fn list_name(ui: &Shell, list: &str) -> String {
    let key = NAMES.iter().find_map(|(code, key)| (*code == list).then_some(*key));
    key.map_or_else(|| list.to_owned(), |key| ui.t(key).into_owned())
}

async fn list(page: Page, State(web): State<Web>, Query(pairs): Query<Vec<(String, String)>>) -> Result<Rendered> {
    let ui = page.shell(Nav::Catalogue);
    let catalogue = web.app.catalogue();
    let value = |field: &str| pairs.iter().find(|(n, _)| n == field).map_or("", |(_, v)| v.as_str());
    let (q, list) = (value("q").trim(), value("list"));
    let list = if LISTS.contains(&list) { list } else { "" };
    let mut pager = crate::show::Pager::default();
    let asked = !q.is_empty() || !list.is_empty();
    let found = asked.then(|| {
        let all = search(catalogue, list, q);
        let trail = Trail::read(&pairs);
        let after: Option<String> = trail.at();
        let from = after.and_then(|id| all.iter().position(|e| e.id() == id)).map_or(0, |at| at.saturating_add(1));
        let shown: Vec<&Entry> = all.iter().skip(from).take(PAGE).copied().collect();
        let more = all.len() > from.saturating_add(PAGE);
        let next = shown.last().filter(|_| more).map(|e| e.id().to_owned());
        pager = trail.pager("/catalogue", q, next, String::new()).with("list", list);
        let line = |entry: &&Entry| EntryLine {
            link: Link::new(format!("/catalogue/{}", entry.id()), entry.id()),
            title: entry.title(ui.lang).unwrap_or(entry.id()).to_owned(),
            list: list_name(&ui, entry.list()),
        };
        (all.len(), shown.iter().map(line).collect())
    });
    let count = |list: &str| catalogue.entries().iter().filter(|e| e.list() == list).count();
    let shelf = |code: &&str| Shelf {
        link: Link::new(format!("/catalogue?list={code}"), list_name(&ui, code)),
        count: count(code),
        current: list == *code,
    };
    let family = |family: &Family| {
        let of = |m: &&catalogue::Measure| m.id.family() == Some(*family);
        let prefix = format!("CM-{}-", family.code());
        Shelf {
            link: Link::new(format!("/catalogue?list=measure&q={prefix}"), family.label(ui.lang)),
            count: catalogue.measures().iter().filter(of).count(),
            current: q == prefix,
        }
    };
    let shown = List {
        edition: catalogue.edition().to_owned(),
        q: q.to_owned(),
        list: list.to_owned(),
        shelves: LISTS.iter().map(shelf).collect(),
        families: Family::ALL.iter().map(family).collect(),
        found,
        pager,
        ui,
    };
    Rendered::ok(&shown)
}

async fn show(page: Page, State(web): State<Web>, Path(id): Path<String>) -> Result<Rendered> {
    let ui = page.shell(Nav::Catalogue);
    let catalogue = web.app.catalogue();
    let known = entry(catalogue, &id);
    let uses = uses(&ui, catalogue, &id);
    if known.is_none() && uses.is_empty() {
        return Err(app::Error::NotFound.into());
    }
    let other = ui.other();
    let title = |lang| known.and_then(|e| e.title(lang)).unwrap_or(&id).to_owned();
    let list = known.map_or("", Entry::list);
    let shown = EntryPage {
        title: title(ui.lang),
        other_title: title(other),
        list: match list {
            "" => Link::new("/catalogue", ui.t("catalogue-elsewhere")),
            list => Link::new(format!("/catalogue?list={list}"), list_name(&ui, list)),
        },
        edition: catalogue.edition().to_owned(),
        blocks: detail::Detail { ui: &ui, catalogue }.blocks(&id, known),
        uses,
        id,
        ui,
    };
    Rendered::ok(&shown)
}

/// Every place that names an id, list by list. Ids of papers and annexes are plain words, and looked for in the fields that
/// name papers and annexes.
fn uses(ui: &Shell, catalogue: &Catalogue, id: &str) -> Vec<(String, Vec<(Link, String)>)> {
    let mut places: Vec<(&str, &str)> = catalogue.uses(id).iter().map(|u| (u.list.as_str(), u.id.as_str())).collect();
    if catalogue.uses(id).is_empty() && id.parse::<catalogue::PaperId>().is_ok() {
        let names = |e: &&Entry| {
            e.id() != id && e.fields().iter().any(|(_, v)| v == id || v.contains(&format!("annex:{id}}}")))
        };
        places = catalogue.entries().iter().filter(names).map(|e| (e.list(), e.id())).collect();
    }
    let mut out: Vec<(&str, Vec<(Link, String)>)> = Vec::new();
    for (list, user) in places {
        let line = || {
            let to = href(catalogue, user).unwrap_or_else(|| format!("/catalogue?q={}", crate::link::escape(user)));
            let title = entry(catalogue, user).and_then(|e| e.title(ui.lang)).unwrap_or_default();
            (Link::new(to, user), title.to_owned())
        };
        match out.iter_mut().find(|(name, _)| *name == list) {
            Some((_, all)) => {
                if !all.iter().any(|(link, _)| link.text == user) {
                    all.push(line());
                }
            }
            None => out.push((list, vec![line()])),
        }
    }
    out.into_iter().map(|(list, all)| (list_name(ui, list), all)).collect()
}
