//! Contractors: one list for the whole organisation.

use app::contractors::{ContractorFields, Filter};
use axum::{Json, extract::State};
use domain::{
    contractor::{CertificateKind, Contractor, ContractorStanding},
    id::ContractorId,
    problem::Problems,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::Made,
    extract::{Body, Key, Params, checked, limit, maybe},
};
use crate::{failure::Result, server::Web};

mod details;
mod import;
mod merge;

use details::DetailsJson;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, create))
        .routes(routes!(show, change))
        .merge(merge::routes())
        .merge(import::routes())
}

/// A contractor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contractor)]
struct ContractorJson {
    /// Id, `con_…`.
    id: String,
    /// Full name.
    name: String,
    /// Corporate number, 13 digits, if it has one.
    corporate_number: Option<String>,
    /// Everything else that is known.
    details: DetailsJson,
    /// When it was entered.
    created_at: Timestamp,
    /// Grows by one with each change; a change sends back the one it saw.
    revision: i64,
}

impl From<&Contractor> for ContractorJson {
    fn from(one: &Contractor) -> Self {
        Self {
            id: one.id.to_string(),
            name: one.name.to_string(),
            corporate_number: one.corporate_number.as_ref().map(ToString::to_string),
            details: (&one.details).into(),
            created_at: one.created_at,
            revision: one.revision,
        }
    }
}

/// Which contractors.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Part of name or number; spelling variants meet.
    q: Option<String>,
    /// Only those of a standing: `active`, `watch`, `suspended`, `ended`.
    standing: Option<String>,
    /// Only those with a certificate of a kind, such as `isms`.
    certificate: Option<String>,
    /// Only those with a certificate that ends on this day or before.
    ends_by: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// A contractor of a list.
#[derive(Debug, Serialize, ToSchema)]
struct ContractorLine {
    /// The contractor.
    #[serde(flatten)]
    contractor: ContractorJson,
    /// Engagements under way with it, within the caller's reach.
    under_way: i64,
}

/// A page of contractors.
#[derive(Debug, Serialize, ToSchema)]
struct ContractorList {
    /// The rows, by name.
    items: Vec<ContractorLine>,
    /// Send as `after` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many are found in all.
    count: i64,
}

/// List contractors.
///
/// By name.
#[utoipa::path(
    get, path = "/contractors", operation_id = "listContractors", tag = "contractors", params(ListParams),
    responses((status = 200, description = "A page of contractors", body = ContractorList)),
)]
async fn list(
    by: ApiCaller,
    State(web): State<Web>,
    Params(params): Params<ListParams>,
) -> Result<Json<ContractorList>> {
    let mut problems = Problems::new();
    let after = maybe(&mut problems, "after", params.after.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    let filter = Filter {
        query: params.q.unwrap_or_default(),
        standing: maybe::<ContractorStanding>(&mut problems, "standing", params.standing.as_deref()),
        certificate: maybe::<CertificateKind>(&mut problems, "certificate", params.certificate.as_deref()),
        ends_by: params.ends_by.as_deref().and_then(|t| problems.keep("ends_by", domain::calendar::parse_date(t))),
    };
    checked(problems)?;
    let page = web.app.contractors().list(&by.caller, &filter, after, limit).await?;
    let items = page.contractors.iter().map(|one| ContractorLine {
        contractor: one.into(),
        under_way: page.under_way.get(&one.id).copied().unwrap_or_default(),
    });
    Ok(Json(ContractorList { items: items.collect(), next: page.next.map(|id| id.to_string()), count: page.count }))
}

/// Show a contractor.
///
/// One that was merged into another answers as the one it is now.
#[utoipa::path(
    get, path = "/contractors/{id}", operation_id = "showContractor", tag = "contractors",
    params(("id" = String, Path, description = "Id, `con_…`")),
    responses((status = 200, description = "The contractor", body = ContractorJson)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<ContractorId>) -> Result<Json<ContractorJson>> {
    Ok(Json((&web.app.contractors().show(&by.caller, id).await?).into()))
}

/// A new contractor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContractor {
    /// Full name; up to 120 characters.
    name: String,
    /// Corporate number, 13 digits with its check digit; needed where another firm has the same name.
    #[serde(default)]
    corporate_number: Option<String>,
    /// Everything else that is known.
    #[serde(default)]
    details: DetailsJson,
}

/// Enter a contractor.
#[utoipa::path(
    post, path = "/contractors", operation_id = "createContractor", tag = "contractors",
    request_body = NewContractor,
    responses((status = 201, description = "Entered; its address is in Location", body = ContractorJson)),
)]
async fn create(
    by: ApiCaller,
    State(web): State<Web>,
    Body(body): Body<NewContractor>,
) -> Result<Made<ContractorJson>> {
    let fields = ContractorFields {
        name: body.name,
        corporate_number: body.corporate_number.unwrap_or_default(),
        details: body.details.into(),
    };
    let made = web.app.contractors().create(&by.caller, &fields).await?;
    Ok(Made(format!("/contractors/{}", made.id), (&made).into()))
}

/// A contractor as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeContractor {
    /// The revision that was seen.
    revision: i64,
    /// Full name.
    name: String,
    /// Corporate number; left out, it is taken back.
    #[serde(default)]
    corporate_number: Option<String>,
    /// Everything else; left out, it stays as it is.
    #[serde(default)]
    details: Option<DetailsJson>,
}

/// Change a contractor.
#[utoipa::path(
    put, path = "/contractors/{id}", operation_id = "changeContractor", tag = "contractors",
    params(("id" = String, Path, description = "Id, `con_…`")),
    request_body = ChangeContractor,
    responses((status = 200, description = "The contractor as it stands now", body = ContractorJson)),
)]
async fn change(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractorId>,
    Body(body): Body<ChangeContractor>,
) -> Result<Json<ContractorJson>> {
    let details = match body.details {
        Some(details) => details.into(),
        None => ContractorFields::from(&web.app.contractors().show(&by.caller, id).await?).details,
    };
    let corporate_number = body.corporate_number.unwrap_or_default();
    let fields = ContractorFields { name: body.name, corporate_number, details };
    let changed = web.app.contractors().change(&by.caller, id, body.revision, &fields).await?;
    Ok(Json((&changed).into()))
}
