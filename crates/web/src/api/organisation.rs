//! Units, people, roles and substitutes.

mod people;
mod roles;
mod units;

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use domain::{id::PersonId, person::Grant, problem::Problems};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::{people::PersonJson, units::UnitJson};
use super::{
    ApiCaller,
    coded::{Coded, RoleLabel},
    common::UnitRef,
    extract::{Params, checked, limit},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(overview))
        .routes(routes!(units::list, units::create))
        .routes(routes!(units::show, units::change))
        .routes(routes!(units::close))
        .routes(routes!(units::reopen))
        .routes(routes!(people::list, people::create))
        .routes(routes!(people::show, people::change))
        .routes(routes!(people::disable))
        .routes(routes!(people::enable))
        .routes(routes!(people::set_password))
        .routes(routes!(roles::grant))
        .routes(routes!(roles::end_grant))
        .routes(routes!(roles::substitute))
        .routes(routes!(roles::end_substitution))
}

/// A role given to a person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Grant)]
pub(super) struct GrantJson {
    /// Id, `grt_…`.
    id: String,
    /// The role.
    role: RoleLabel,
    /// Where; it reaches everything below.
    unit: UnitRef,
    /// First day.
    from: Date,
    /// Last day, if it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
}

impl GrantJson {
    fn each(grants: &[Grant], by: &ApiCaller) -> Vec<Self> {
        let one = |g: &Grant| Self {
            id: g.id.to_string(),
            role: Coded::new(g.role, by.lang),
            unit: UnitRef::of(g.unit, &by.caller, by.lang),
            from: g.from,
            until: g.until,
        };
        grants.iter().map(one).collect()
    }
}

/// Which people.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PeopleParams {
    /// Part of login name or name.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// A person of a list, with the roles they hold today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonLine {
    /// The person.
    #[serde(flatten)]
    person: PersonJson,
    /// Roles held today.
    roles: Vec<GrantJson>,
}

fn lines(
    people: &[domain::person::Person],
    grants: &BTreeMap<PersonId, Vec<Grant>>,
    by: &ApiCaller,
) -> Vec<PersonLine> {
    let held = |id| grants.get(id).map(Vec::as_slice).unwrap_or_default();
    people
        .iter()
        .map(|p| PersonLine { person: PersonJson::of(p, by), roles: GrantJson::each(held(&p.id), by) })
        .collect()
}

/// The organisation at a glance.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationJson {
    /// All units in the order of the tree, parents before children.
    units: Vec<UnitLine>,
    /// A page of people.
    people: Vec<PersonLine>,
    /// Send as `after` for more people.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many people are found in all.
    count: i64,
}

/// A unit with how many people it has.
#[derive(Debug, Serialize, ToSchema)]
struct UnitLine {
    /// The unit.
    #[serde(flatten)]
    unit: UnitJson,
    /// Active people who belong to it.
    people: i64,
}

/// Show the organisation.
///
/// All units with how many people they have, and a page of people.
#[utoipa::path(
    get, path = "/organisation", operation_id = "showOrganisation", tag = "organisation", params(PeopleParams),
    responses((status = 200, description = "Units and people", body = OrganisationJson)),
)]
async fn overview(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<PeopleParams>,
) -> Result<Json<OrganisationJson>> {
    let mut problems = Problems::new();
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let query = params.q.as_deref().unwrap_or_default();
    let found = web.app.organisation().overview(&by.caller, query, params.after.as_deref(), limit).await?;
    let units = found.units.iter().map(|(unit, depth)| UnitLine {
        unit: UnitJson::of(unit, depth),
        people: found.by_unit.get(&unit.id).copied().unwrap_or_default(),
    });
    Ok(Json(OrganisationJson {
        units: units.collect(),
        people: lines(&found.people.people, &found.people.grants, &by),
        next: found.people.next,
        count: found.count,
    }))
}
