//! Accesses given to contractors.

use app::handovers::RawAccess;
use axum::{Json, extract::State, http::StatusCode};
use domain::{calendar::EngagementNumber, handover::SecondFactor, id::AccessId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    api::{
        ApiCaller,
        coded::{AccessKindCode, AccessKindLabel},
        common::{DONE, Made, MadeId, PersonRef},
        extract::{Body, Key},
    },
    failure::Result,
    server::Web,
};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(accesses, give_access))
        .routes(routes!(change_access))
        .routes(routes!(review))
        .routes(routes!(revoke))
        .routes(routes!(except))
}

/// An access given to a contractor.
#[derive(Debug, Serialize, ToSchema)]
struct AccessJson {
    /// Id, `acs_…`.
    id: String,
    /// User name, line, key number.
    name: String,
    /// Its kind.
    kind: AccessKindLabel,
    /// Id of the contractor.
    contractor: String,
    /// Id of the handler who uses it; left out for something shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    handler: Option<String>,
    /// Who answers for it.
    owner: PersonRef,
    /// on, off or excepted.
    second_factor: &'static str,
    /// Last day of the exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    excepted_until: Option<Date>,
    /// Given on.
    given_on: Date,
    /// Last looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_on: Option<Date>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Taken away on.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_on: Option<Date>,
    /// What is wrong with it today: `outlived`, `no_second_factor`, `review_due`.
    flaws: Vec<String>,
    /// Send it back with a change.
    revision: i64,
}

/// Accesses.
#[derive(Debug, Serialize, ToSchema)]
struct AccessList {
    /// In the order they were given.
    items: Vec<AccessJson>,
}

/// List the accesses given for an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/accesses", operation_id = "listAccesses", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The accesses", body = AccessList)),
)]
async fn accesses(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
) -> Result<Json<AccessList>> {
    let book = web.app.handovers().show(&by.caller, number, (Some(0), None, 1)).await?;
    let flaws = |id: AccessId| {
        let mine = book.attention.iter().filter_map(|a| match a {
            app::handovers::Attention::Access(which, flaw) if *which == id => Some(*flaw),
            _ => None,
        });
        mine.map(|flaw| match flaw {
            app::rules::watch::AccessFlaw::Outlived => "outlived".to_owned(),
            app::rules::watch::AccessFlaw::NoSecondFactor => "no_second_factor".to_owned(),
            app::rules::watch::AccessFlaw::ReviewDue => "review_due".to_owned(),
        })
        .collect()
    };
    let one = |kept: &app::handovers::Kept<domain::handover::GivenAccess>| {
        let a = &kept.value;
        let (second_factor, excepted_until) = match &a.second_factor {
            SecondFactor::On => ("on", None),
            SecondFactor::Off => ("off", None),
            SecondFactor::Excepted { until, .. } => ("excepted", Some(*until)),
        };
        AccessJson {
            id: a.id.to_string(),
            name: a.name.to_string(),
            kind: AccessKindLabel::new(a.kind, by.lang),
            contractor: a.contractor.to_string(),
            handler: a.handler.map(|id| id.to_string()),
            owner: PersonRef::of(a.owner, &book.names),
            second_factor,
            excepted_until,
            given_on: a.given_on,
            reviewed_on: a.reviewed_on,
            until: a.until,
            revoked_on: a.revoked_on,
            flaws: flaws(a.id),
            revision: kept.revision,
        }
    };
    Ok(Json(AccessList { items: book.accesses.iter().map(one).collect() }))
}

/// An access to be recorded or changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccessBody {
    /// User name, line, key number.
    name: String,
    /// Its kind.
    kind: AccessKindCode,
    /// Id of the handler who uses it; left out for something shared.
    #[serde(default)]
    handler: String,
    /// Login name of who answers for it; the caller when left out.
    #[serde(default)]
    owner: String,
    /// on or off.
    second_factor: String,
    /// Given on.
    given_on: String,
    /// Last looked at.
    #[serde(default)]
    reviewed_on: String,
    /// Last day.
    #[serde(default)]
    until: String,
    /// Revision that was seen; only for a change.
    #[serde(default)]
    revision: i64,
}

impl AccessBody {
    fn raw(self) -> RawAccess {
        RawAccess {
            name: self.name,
            kind: self.kind.text().to_owned(),
            handler: self.handler,
            owner: self.owner,
            second_factor: self.second_factor,
            given_on: self.given_on,
            reviewed_on: self.reviewed_on,
            until: self.until,
        }
    }
}

/// Record an access.
#[utoipa::path(
    post, path = "/engagements/{number}/accesses", operation_id = "giveAccess", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = AccessBody,
    responses((status = 201, description = "Recorded; its address is in Location", body = MadeId)),
)]
async fn give_access(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<AccessBody>,
) -> Result<Made<MadeId>> {
    let id = web.app.handovers().set_access(&by.caller, number, (None, &body.raw())).await?;
    Ok(Made(format!("/engagements/{number}/accesses/{id}"), MadeId { id: id.to_string() }))
}

/// Change an access.
#[utoipa::path(
    put, path = "/engagements/{number}/accesses/{id}", operation_id = "changeAccess", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `acs_…`")),
    request_body = AccessBody,
    responses((status = 204, description = "Changed")),
)]
async fn change_access(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, AccessId)>,
    Body(body): Body<AccessBody>,
) -> Result<StatusCode> {
    let revision = body.revision;
    web.app.handovers().set_access(&by.caller, number, (Some((id, revision)), &body.raw())).await?;
    Ok(DONE)
}

/// What was seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccessSeen {
    /// Revision that was seen.
    revision: i64,
}

/// Record a review of an access.
///
/// Somebody looked today: it is still needed.
#[utoipa::path(
    post, path = "/engagements/{number}/accesses/{id}/review", operation_id = "reviewAccess", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `acs_…`")),
    request_body = AccessSeen,
    responses((status = 204, description = "Recorded")),
)]
async fn review(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, AccessId)>,
    Body(body): Body<AccessSeen>,
) -> Result<StatusCode> {
    web.app.handovers().review_access(&by.caller, number, (id, body.revision)).await?;
    Ok(DONE)
}

/// When an access was taken away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RevokeBody {
    /// Revision that was seen.
    revision: i64,
    /// Day; today when left out.
    #[serde(default)]
    on: String,
}

/// Record that an access was taken away.
#[utoipa::path(
    post, path = "/engagements/{number}/accesses/{id}/revocation", operation_id = "revokeAccess", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `acs_…`")),
    request_body = RevokeBody,
    responses((status = 204, description = "Recorded")),
)]
async fn revoke(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, AccessId)>,
    Body(body): Body<RevokeBody>,
) -> Result<StatusCode> {
    web.app.handovers().revoke_access(&by.caller, number, (id, body.revision, &body.on)).await?;
    Ok(DONE)
}

/// Why and until when a missing second factor is borne.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExceptBody {
    /// Revision that was seen.
    revision: i64,
    /// Why.
    reason: String,
    /// Last day.
    until: String,
}

/// Bear until a day that an access has no second factor.
///
/// For officers who may approve waivers.
#[utoipa::path(
    post, path = "/engagements/{number}/accesses/{id}/exception", operation_id = "exceptAccess", tag = "handovers",
    params(("number" = String, Path, description = "Number, `R8-0012`"), ("id" = String, Path, description = "Id, `acs_…`")),
    request_body = ExceptBody,
    responses((status = 204, description = "Recorded")),
)]
async fn except(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, AccessId)>,
    Body(body): Body<ExceptBody>,
) -> Result<StatusCode> {
    let said = (body.reason.as_str(), body.until.as_str());
    web.app.handovers().except_access(&by.caller, number, (id, body.revision), said).await?;
    Ok(DONE)
}
