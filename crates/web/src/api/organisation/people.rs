//! People.

use app::organisation::{ChangePerson, NewPerson, ShownPerson};
use axum::{Json, extract::State, http::StatusCode};
use domain::{Problem, id::PersonId, person::Person, problem::Problems};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GrantJson, PeopleParams, PersonLine, lines};
use crate::{
    api::{
        ApiCaller,
        coded::LanguageCode,
        common::{DONE, Made, MadeId, PersonRef, UnitRef},
        engagements::Seen,
        extract::{Body, Key, Params, checked, limit},
    },
    failure::Result,
    server::Web,
};

/// A person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
pub(super) struct PersonJson {
    /// Id, `per_…`.
    id: String,
    /// Name to sign in with.
    login: String,
    /// Name as written.
    name: String,
    /// Unit the person belongs to.
    unit: UnitRef,
    /// Language of their pages: ja or en.
    lang: &'static str,
    /// A person who left cannot sign in; the records stay.
    disabled: bool,
}

impl PersonJson {
    pub(super) fn of(person: &Person, by: &ApiCaller) -> Self {
        Self {
            id: person.id.to_string(),
            login: person.login.to_string(),
            name: person.name.to_string(),
            unit: UnitRef::of(person.unit, &by.caller, by.lang),
            lang: person.lang.code(),
            disabled: person.disabled,
        }
    }
}

/// A page of people.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonList {
    /// By login name.
    items: Vec<PersonLine>,
    /// Send as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// List people.
///
/// Those within reach, by login name, with the roles they hold today.
#[utoipa::path(
    get, path = "/people", operation_id = "listPeople", tag = "organisation", params(PeopleParams),
    responses((status = 200, description = "A page of people", body = PersonList)),
)]
pub(super) async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<PeopleParams>,
) -> Result<Json<PersonList>> {
    let mut problems = Problems::new();
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let query = params.q.as_deref().unwrap_or_default();
    let page = web.app.organisation().people(&by.caller, query, params.after.as_deref(), limit).await?;
    Ok(Json(PersonList { items: lines(&page.people, &page.grants, &by), next: page.next }))
}

/// A person with roles and substitutions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonShown {
    /// The person.
    #[serde(flatten)]
    person: PersonJson,
    /// Roles, past and future ones too.
    grants: Vec<GrantJson>,
    /// Substitutions they are part of.
    substitutions: Vec<SubstitutionJson>,
    /// Grows by one with each change; a change sends back the one it saw.
    revision: i64,
}

/// Someone standing in for someone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Substitution)]
pub(super) struct SubstitutionJson {
    /// Id, `sub_…`.
    id: String,
    /// Who is away.
    absent: PersonRef,
    /// Who stands in.
    substitute: PersonRef,
    /// First day.
    from: Date,
    /// Last day.
    until: Date,
}

fn person(shown: &ShownPerson, by: &ApiCaller) -> PersonShown {
    let named = |id: PersonId| PersonRef::new(id, shown.names.get(&id).map_or("–", |p| p.name.as_str()));
    let substitutions = shown.substitutions.iter().map(|s| SubstitutionJson {
        id: s.id.to_string(),
        absent: named(s.absent),
        substitute: named(s.substitute),
        from: s.from,
        until: s.until,
    });
    PersonShown {
        person: PersonJson::of(&shown.person, by),
        grants: GrantJson::each(&shown.grants, by),
        substitutions: substitutions.collect(),
        revision: shown.revision,
    }
}

async fn shown(by: &ApiCaller, web: &Web, id: PersonId) -> Result<PersonShown> {
    Ok(person(&web.app.organisation().person(&by.caller, id).await?, by))
}

/// Show a person.
///
/// Everyone may see themselves.
#[utoipa::path(
    get, path = "/people/{id}", operation_id = "showPerson", tag = "organisation",
    params(("id" = String, Path, description = "Id, `per_…`")),
    responses((status = 200, description = "The person", body = PersonShown)),
)]
pub(super) async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<PersonId>) -> Result<Json<PersonShown>> {
    Ok(Json(shown(&by, &web, id).await?))
}

/// A new person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPersonBody {
    /// Name to sign in with: 2 to 64 of `a-z 0-9 . _ -`, beginning with a letter.
    login: String,
    /// Name as written.
    name: String,
    /// Id of the unit the person belongs to.
    unit: String,
    /// Language of their pages; ja when left out.
    lang: Option<LanguageCode>,
    /// First password, 12 to 256 characters; without one the person cannot sign in yet.
    password: Option<String>,
}

/// Make a person.
#[utoipa::path(
    post, path = "/people", operation_id = "createPerson", tag = "organisation",
    request_body = NewPersonBody,
    responses((status = 201, description = "Made; its address is in Location", body = MadeId)),
)]
pub(super) async fn create(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<NewPersonBody>,
) -> Result<Made<MadeId>> {
    let mut problems = Problems::new();
    let unit = problems.required("unit", &body.unit);
    let lang = body.lang.as_ref().and_then(|code| code.read(&mut problems, "lang"));
    checked(problems)?;
    let unit = unit.ok_or_else(|| app::Error::field("unit", Problem::Missing))?;
    let new =
        NewPerson { login: body.login, name: body.name, unit, lang: lang.unwrap_or_default(), password: body.password };
    let id = web.app.organisation().create_person(&by.caller, &new).await?;
    Ok(Made(format!("/people/{id}"), MadeId { id: id.to_string() }))
}

/// A person as they shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePersonBody {
    /// The revision that was seen.
    revision: i64,
    /// Name as written.
    name: String,
    /// Id of the unit the person belongs to.
    unit: String,
    /// Language of their pages.
    lang: LanguageCode,
}

/// Change a person.
#[utoipa::path(
    put, path = "/people/{id}", operation_id = "changePerson", tag = "organisation",
    params(("id" = String, Path, description = "Id, `per_…`")),
    request_body = ChangePersonBody,
    responses((status = 200, description = "The person as they stand now", body = PersonShown)),
)]
pub(super) async fn change(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<PersonId>,
    Body(body): Body<ChangePersonBody>,
) -> Result<Json<PersonShown>> {
    let mut problems = Problems::new();
    let unit = problems.required("unit", &body.unit);
    let lang = body.lang.read(&mut problems, "lang");
    checked(problems)?;
    let (Some(unit), Some(lang)) = (unit, lang) else {
        return Err(app::Error::field("unit", Problem::Missing).into());
    };
    let change = ChangePerson { name: body.name, unit, lang, revision: body.revision };
    web.app.organisation().change_person(&by.caller, id, &change).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// Disable a person.
///
/// No more signing in; sessions end, tokens no longer hold, the records stay.
#[utoipa::path(
    post, path = "/people/{id}/disable", operation_id = "disablePerson", tag = "organisation",
    params(("id" = String, Path, description = "Id, `per_…`")),
    request_body = Seen,
    responses((status = 200, description = "The person as they stand now", body = PersonShown)),
)]
pub(super) async fn disable(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<PersonId>,
    Body(body): Body<Seen>,
) -> Result<Json<PersonShown>> {
    web.app.organisation().disable_person(&by.caller, id, body.revision).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// Enable a person again.
#[utoipa::path(
    post, path = "/people/{id}/enable", operation_id = "enablePerson", tag = "organisation",
    params(("id" = String, Path, description = "Id, `per_…`")),
    request_body = Seen,
    responses((status = 200, description = "The person as they stand now", body = PersonShown)),
)]
pub(super) async fn enable(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<PersonId>,
    Body(body): Body<Seen>,
) -> Result<Json<PersonShown>> {
    web.app.organisation().enable_person(&by.caller, id, body.revision).await?;
    Ok(Json(shown(&by, &web, id).await?))
}

/// A password for someone else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPasswordBody {
    /// The password, 12 to 256 characters.
    password: String,
}

/// Set a person's password.
///
/// Lifts a lock and ends their sessions. One's own is changed at `/account/password`.
#[utoipa::path(
    put, path = "/people/{id}/password", operation_id = "setPassword", tag = "organisation",
    params(("id" = String, Path, description = "Id, `per_…`")),
    request_body = SetPasswordBody,
    responses((status = 204, description = "Set")),
)]
pub(super) async fn set_password(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<PersonId>,
    Body(body): Body<SetPasswordBody>,
) -> Result<StatusCode> {
    web.app.auth().set_password(&by.caller, id, &body.password).await?;
    Ok(DONE)
}
