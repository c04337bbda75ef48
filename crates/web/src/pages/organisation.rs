//! Units, people, roles and substitutes.

mod people;
mod roles;
mod units;

use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use domain::{
    Lang,
    permission::Permission,
    person::{Grant, Role},
    unit::Unit,
};

use super::{
    contractors::between,
    parts::{Pairs, Trail, value},
};
use crate::{
    failure::Result,
    form::Opt,
    page::{Nav, Shell},
    server::Web,
    show::Link,
    views::organisation::{self as view, Show},
    visit::{Page, Rendered},
};

/// People on a page.
const ROWS: u16 = 50;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/organisation", get(show))
        .merge(units::routes())
        .merge(people::routes())
        .merge(roles::routes())
}

async fn show(page: Page, State(web): State<Web>, Query(pairs): Query<Pairs>) -> Result<Rendered> {
    let (q, trail) = (value(&pairs, "q"), Trail::read(&pairs));
    let after: Option<String> = trail.at();
    let found = web.app.organisation().overview(&page.caller, q, after.as_deref(), ROWS).await?;
    let ui = page.shell(Nav::Organisation);
    let units = found.units.iter().map(|(unit, depth)| view::Unit {
        link: Link::new(format!("/organisation/units/{}", unit.id), unit.label(ui.lang)),
        depth,
        people: found.by_unit.get(&unit.id).and_then(|n| u64::try_from(*n).ok()).unwrap_or_default(),
        closed: unit.closed,
    });
    let people = &found.people.people;
    let shown = between(&ui, people.first(), people.last(), |p| p.login.to_string());
    let none = Vec::new();
    let grants = |p: &domain::person::Person| found.people.grants.get(&p.id).unwrap_or(&none).clone();
    Rendered::ok(&Show {
        units: units.collect(),
        q: q.to_owned(),
        people: people.iter().map(|p| person(&page, p, &grants(p))).collect(),
        count: u64::try_from(found.count).unwrap_or_default(),
        pager: trail.pager("/organisation", q, found.people.next.clone(), shown),
        matrix: matrix(ui.lang),
        ui,
    })
}

/// Each permission with the roles that grant it.
fn matrix(lang: Lang) -> Vec<(String, Vec<bool>)> {
    let row = |p: &Permission| (p.label(lang).to_owned(), Role::ALL.iter().map(|r| r.permits(*p)).collect());
    Permission::ALL.iter().map(row).collect()
}

/// A person as lists show them.
fn person(page: &Page, one: &domain::person::Person, grants: &[Grant]) -> view::Person {
    let lang = page.lang();
    let mut roles: Vec<&str> = grants.iter().map(|g| g.role.label(lang)).collect();
    roles.dedup();
    view::Person {
        link: Link::new(format!("/organisation/people/{}", one.id), one.name.as_str()),
        login: one.login.to_string(),
        unit: unit_name(page, one.unit),
        roles: roles.join(if lang == Lang::Ja { "、" } else { ", " }),
        disabled: one.disabled,
    }
}

fn unit_name(page: &Page, id: domain::id::UnitId) -> String {
    page.caller.units.get(id).map(|u| u.label(page.lang()).to_owned()).unwrap_or_default()
}

/// Units to choose from, set in by their depth.
fn choices(ui: &Shell, units: &[(Unit, usize)]) -> Vec<Opt> {
    let top = units.iter().map(|(_, depth)| *depth).min().unwrap_or_default();
    let label =
        |unit: &Unit, depth: usize| format!("{}{}", "　".repeat(depth.saturating_sub(top)), unit.label(ui.lang));
    units.iter().map(|(unit, depth)| Opt::new(unit.id.to_string(), label(unit, *depth))).collect()
}
