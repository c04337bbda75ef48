//! Roles and substitutes.

use app::organisation::{NewGrant, NewSubstitution};
use axum::{extract::State, http::StatusCode};
use domain::{
    Problem,
    id::{GrantId, SubstitutionId},
    problem::Problems,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::{
        ApiCaller,
        coded::RoleCode,
        common::{DONE, Made, MadeId},
        extract::{Body, Key, checked, day},
    },
    failure::Result,
    server::Web,
};

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrantBody {
    /// Id of the person.
    person: String,
    /// Which role.
    role: RoleCode,
    /// Id of the unit; the role reaches everything below.
    unit: String,
    /// First day, today or later.
    #[schema(format = Date)]
    from: String,
    /// Last day, if it ends.
    #[schema(format = Date)]
    until: Option<String>,
}

/// Give a role.
#[utoipa::path(
    post, path = "/grants", operation_id = "grantRole", tag = "organisation",
    request_body = GrantBody,
    responses((status = 201, description = "Given; Location is the person", body = MadeId)),
)]
pub(super) async fn grant(by: ApiCaller, State(web): State<Web>, Body(body): Body<GrantBody>) -> Result<Made<MadeId>> {
    let mut problems = Problems::new();
    let person = problems.required("person", &body.person);
    let role = body.role.read(&mut problems, "role");
    let unit = problems.required("unit", &body.unit);
    let from = day(&mut problems, "from", &body.from);
    let until = body.until.as_deref().and_then(|text| day(&mut problems, "until", text));
    checked(problems)?;
    let (Some(person), Some(role), Some(unit), Some(from)) = (person, role, unit, from) else {
        return Err(app::Error::field("person", Problem::Missing).into());
    };
    let id = web.app.organisation().grant(&by.caller, &NewGrant { person, role, unit, from, until }).await?;
    Ok(Made(format!("/people/{person}"), MadeId { id: id.to_string() }))
}

/// When something ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LastDay {
    /// Last day it holds; yesterday ends it at once.
    #[schema(format = Date)]
    last: String,
}

impl LastDay {
    fn read(&self) -> Result<jiff::civil::Date> {
        let mut problems = Problems::new();
        let last = day(&mut problems, "last", &self.last);
        checked(problems)?;
        last.ok_or_else(|| app::Error::field("last", Problem::Missing).into())
    }
}

/// End a role.
#[utoipa::path(
    post, path = "/grants/{id}/end", operation_id = "endGrant", tag = "organisation",
    params(("id" = String, Path, description = "Id, `grt_…`")),
    request_body = LastDay,
    responses((status = 204, description = "It ends on that day")),
)]
pub(super) async fn end_grant(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<GrantId>,
    Body(body): Body<LastDay>,
) -> Result<StatusCode> {
    web.app.organisation().end_grant(&by.caller, id, body.read()?).await?;
    Ok(DONE)
}

/// A substitution to be set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SubstitutionBody {
    /// Id of the person who is away; the caller may do so for themselves.
    absent: String,
    /// Id of the person who stands in.
    substitute: String,
    /// First day, today or later.
    #[schema(format = Date)]
    from: String,
    /// Last day.
    #[schema(format = Date)]
    until: String,
}

/// Set a substitute.
///
/// Someone stands in for a person for a time, with all their roles.
#[utoipa::path(
    post, path = "/substitutions", operation_id = "setSubstitute", tag = "organisation",
    request_body = SubstitutionBody,
    responses((status = 201, description = "Set; Location is the person who is away", body = MadeId)),
)]
pub(super) async fn substitute(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<SubstitutionBody>,
) -> Result<Made<MadeId>> {
    let mut problems = Problems::new();
    let absent = problems.required("absent", &body.absent);
    let substitute = problems.required("substitute", &body.substitute);
    let from = day(&mut problems, "from", &body.from);
    let until = day(&mut problems, "until", &body.until);
    checked(problems)?;
    let (Some(absent), Some(substitute), Some(from), Some(until)) = (absent, substitute, from, until) else {
        return Err(app::Error::field("absent", Problem::Missing).into());
    };
    let new = NewSubstitution { absent, substitute, from, until };
    let id = web.app.organisation().substitute(&by.caller, &new).await?;
    Ok(Made(format!("/people/{absent}"), MadeId { id: id.to_string() }))
}

/// End a substitution.
///
/// The person who is away, the one standing in and an administrator may do so.
#[utoipa::path(
    post, path = "/substitutions/{id}/end", operation_id = "endSubstitution", tag = "organisation",
    params(("id" = String, Path, description = "Id, `sub_…`")),
    request_body = LastDay,
    responses((status = 204, description = "It ends on that day")),
)]
pub(super) async fn end_substitution(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<SubstitutionId>,
    Body(body): Body<LastDay>,
) -> Result<StatusCode> {
    web.app.organisation().end_substitution(&by.caller, id, body.read()?).await?;
    Ok(DONE)
}
