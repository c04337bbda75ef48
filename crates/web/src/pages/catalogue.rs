//! The catalogue: lists, a search by words or id, one entry. Open to everyone who is signed in.

mod clause;
mod detail;
mod more;

use std::sync::OnceLock;

use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use catalogue::{Catalogue, Entry, measure::Family};
use domain::Lang;

use super::parts::Trail;
use crate::{
    failure::Result,
    page::{Nav, Shell},
    server::Web,
    show::Link,
    views::catalogue::{Entry as EntryPage, EntryLine, List, Shelf},
    visit::{Page, Rendered},
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/catalogue", get(list)).route("/catalogue/{id}", get(show))
}

/// Lists that people look things up in, in the order shown.
pub(crate) const LISTS: &[&str] = &[
    "measure",
    "row",
    "clause",
    "article",
    "annex",
    "paper",
    "duty",
    "condition",
    "item",
    "area",
    "threat",
    "control",
    "standard",
    "source",
];

/// Entries on a page.
const PAGE: usize = 60;

/// Address of an entry, or of the document a place in a document belongs to; nothing where the catalogue says nothing.
pub(crate) fn href(catalogue: &Catalogue, id: &str) -> Option<String> {
    let known = |id: &str| entry(catalogue, id).is_some() || !catalogue.uses(id).is_empty();
    let found =
        if known(id) { Some(id) } else { id.split_once(' ').map(|(document, _)| document).filter(|d| known(d)) };
    found.filter(|id| !id.is_empty()).map(|id| format!("/catalogue/{}", crate::link::escape(id)))
}

/// The entry of an id; plain values such as `build` are none.
pub(crate) fn entry<'a>(catalogue: &'a Catalogue, id: &str) -> Option<&'a Entry> {
    let listed = |e: &&Entry| LISTS.contains(&e.list());
    catalogue.entries().iter().filter(|e| e.id() == id).find(listed)
}

/// Name of a list.
fn list_name(ui: &Shell, list: &str) -> String {
    ui.maybe(&format!("catalogue-list-{list}")).map_or_else(|| list.to_owned(), std::borrow::Cow::into_owned)
}

/// Every entry with its words folded, made once: the catalogue does not change while the program runs.
fn folded(catalogue: &Catalogue) -> &'static [String] {
    static FOLDED: OnceLock<Vec<String>> = OnceLock::new();
    FOLDED.get_or_init(|| {
        let words = |entry: &Entry| {
            let fields: Vec<String> = entry.fields().into_values().collect();
            domain::fold::fold(&format!("{} {}", entry.id(), fields.join(" ")))
        };
        catalogue.entries().iter().map(words).collect()
    })
}

/// Entries of a list that hold every word; those whose id begins with what was typed come first.
pub(crate) fn search<'a>(catalogue: &'a Catalogue, list: &str, q: &str) -> Vec<&'a Entry> {
    let words = domain::fold::words(q);
    let wanted = |entry: &Entry| LISTS.contains(&entry.list()) && (list.is_empty() || entry.list() == list);
    let texts = folded(catalogue);
    let holds = |text: &String| words.iter().all(|word| text.contains(word.as_str()));
    let found = catalogue.entries().iter().zip(texts).filter(|(entry, text)| wanted(entry) && holds(text));
    let mut found: Vec<&Entry> = found.map(|(entry, _)| entry).collect();
    let (typed, whole) = (q.trim().to_ascii_uppercase(), domain::fold::fold(q));
    let named = |entry: &Entry| {
        Lang::ALL.iter().any(|l| entry.title(*l).is_some_and(|t| domain::fold::fold(t).contains(&whole)))
    };
    found.sort_by_key(|entry| {
        let rank = if !typed.is_empty() && entry.id().starts_with(&typed) {
            0
        } else if named(entry) {
            1
        } else {
            2
        };
        (rank, LISTS.iter().position(|l| *l == entry.list()))
    });
    found
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
