//! The chain below an engagement: who is at work, requests to pass work on and what is said of them, and what rests on a
//! firm across engagements.

mod answers;

use std::collections::BTreeSet;

use answers::{ChainJson, FirmRef, SubcontractJson, party, subcontract};

use app::chain::{NewSighting, NewSubcontract, Say, Voice};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    country::Country,
    id::{ContractorId, SubcontractId},
    problem::Problems,
    subcontract::LevelProof,
    text::{Ground, Title},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    coded::{AnswerCode, Coded, ExtentCode, InformationKindCode, StageLabel, SubcontractGroundCode, several},
    common::{DONE, Made, UnitRef},
    extract::{Body, Key, Params, checked, day, limit, maybe},
    requests::not_one_of,
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(show))
        .routes(routes!(request))
        .routes(routes!(decide))
        .routes(routes!(seen))
        .routes(routes!(left))
        .routes(routes!(touched))
        .routes(routes!(concentration))
}

/// Show the chain of an engagement.
///
/// Firms at work at every tier with how each stands, and the requests to pass work on.
#[utoipa::path(
    get, path = "/engagements/{number}/chain", operation_id = "showChain", tag = "chain",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "The chain", body = ChainJson)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(number): Key<EngagementNumber>) -> Result<Json<ChainJson>> {
    let chain = web.app.chain().of(&by.caller, number).await?;
    let with = (&web, by.lang);
    Ok(Json(ChainJson {
        decider: Coded::new(chain.decider, by.lang),
        parties: chain.parties.iter().map(|one| party(&chain, one, with)).collect(),
        requests: chain.requests.iter().map(|one| subcontract(&chain, one, with)).collect(),
    }))
}

async fn shown(by: &ApiCaller, web: &Web, (number, id): (EngagementNumber, SubcontractId)) -> Result<SubcontractJson> {
    let chain = web.app.chain().of(&by.caller, number).await?;
    let one = chain.request(id).ok_or(app::Error::NotFound)?;
    Ok(subcontract(&chain, one, (web, by.lang)))
}

/// A request to pass work on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSubcontractBody {
    /// Id of who would pass work on.
    applicant: String,
    /// Id of who would do it.
    to: String,
    /// Which part.
    part: String,
    /// How much.
    extent: ExtentCode,
    /// Country of the work, two letters.
    country: String,
    /// Places of work.
    #[serde(default)]
    sites: Vec<String>,
    /// Why.
    ground: SubcontractGroundCode,
    /// Why, in words.
    reason: String,
    /// Kinds of information they would touch.
    #[serde(default)]
    information: Vec<InformationKindCode>,
    /// Our contract asks for the same level of subcontractors.
    in_our_contract: AnswerCode,
    /// So does the contract between the two.
    between_them: AnswerCode,
    /// The subcontractor's measures were reported.
    measures_reported: AnswerCode,
    /// They were found sufficient.
    measures_sufficient: AnswerCode,
    /// How results are verified.
    #[serde(default)]
    verification: String,
    /// Asked on.
    asked_on: String,
}

fn read(body: &NewSubcontractBody) -> Result<NewSubcontract> {
    let mut problems = Problems::new();
    let applicant = problems.required("applicant", &body.applicant);
    let to = problems.required("to", &body.to);
    let part = problems.required("part", &body.part);
    let extent = body.extent.read(&mut problems, "extent");
    let country: Option<Country> = problems.required("country", &body.country);
    let mut sites = BTreeSet::new();
    for (i, site) in body.sites.iter().enumerate() {
        sites.extend(problems.keep(&format!("sites[{i}]"), site.parse::<Title>()));
    }
    let ground = body.ground.read(&mut problems, "ground");
    let reason = problems.required("reason", &body.reason);
    let information = several(&mut problems, "information", &body.information);
    let between_them = body.between_them.read(&mut problems, "between_them");
    let in_our_contract = body.in_our_contract.read(&mut problems, "in_our_contract");
    let measures_reported = body.measures_reported.read(&mut problems, "measures_reported");
    let measures_sufficient = body.measures_sufficient.read(&mut problems, "measures_sufficient");
    let verification = problems.optional("verification", &body.verification);
    let asked_on = day(&mut problems, "asked_on", &body.asked_on);
    checked(problems)?;
    let all = || {
        Some(NewSubcontract {
            applicant: applicant?,
            to: to?,
            part: part?,
            extent: extent?,
            country: country?,
            sites,
            ground: ground?,
            reason: reason?,
            information,
            level: LevelProof {
                between_them: between_them?,
                in_our_contract: in_our_contract?,
                measures_reported: measures_reported?,
                measures_sufficient: measures_sufficient?,
                verification,
            },
            asked_on: asked_on?,
        })
    };
    Ok(all().ok_or_else(|| app::Error::field("applicant", Problem::Missing))?)
}

/// Record a request to pass work on.
///
/// As the contractor put it; nothing is decided by it.
#[utoipa::path(
    post, path = "/engagements/{number}/chain/requests", operation_id = "requestSubcontract", tag = "chain",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = NewSubcontractBody,
    responses((status = 201, description = "Recorded", body = SubcontractJson)),
)]
async fn request(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<NewSubcontractBody>,
) -> Result<Made<SubcontractJson>> {
    let id = web.app.chain().enter(&by.caller, number, read(&body)?).await?;
    Ok(Made(format!("/engagements/{number}/chain"), shown(&by, &web, (number, id)).await?))
}

/// What is said of a request.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubcontractSayBody {
    /// owner or officer.
    #[serde(rename = "as")]
    office: String,
    /// approve, refuse or revoke.
    say: String,
    /// Why.
    reason: String,
    /// Conditions of an approval.
    #[serde(default)]
    conditions: Vec<String>,
    /// Last day of an approval.
    #[serde(default)]
    until: String,
    /// Revision of the request this was decided on.
    revision: i64,
}

fn said_in(body: &SubcontractSayBody) -> Result<(Voice, Say, i64)> {
    let mut problems = Problems::new();
    let voice = match body.office.as_str() {
        "owner" => Some(Voice::Owner),
        "officer" => Some(Voice::Officer),
        other => {
            problems.add(not_one_of("as", other, vec!["owner", "officer"]));
            None
        }
    };
    let reason: Option<Ground> = problems.required("reason", &body.reason);
    let mut conditions = Vec::new();
    for (i, one) in body.conditions.iter().enumerate() {
        conditions.extend(problems.keep(&format!("conditions[{i}]"), one.parse::<Ground>()));
    }
    let mut until = None;
    match body.say.as_str() {
        "approve" => until = day(&mut problems, "until", &body.until),
        "refuse" | "revoke" => {}
        other => problems.add(not_one_of("say", other, vec!["approve", "refuse", "revoke"])),
    }
    checked(problems)?;
    let say = match (body.say.as_str(), reason, until) {
        ("approve", Some(reason), Some(until)) => Some(Say::Approve { reason, conditions, until }),
        ("refuse", Some(reason), _) => Some(Say::Refuse { reason }),
        ("revoke", Some(reason), _) => Some(Say::Revoke { reason }),
        _ => None,
    };
    match (voice, say) {
        (Some(voice), Some(say)) => Ok((voice, say, body.revision)),
        _ => Err(app::Error::Invalid(vec![FieldError::new("say", Problem::Missing)]).into()),
    }
}

/// Decide a request to pass work on.
///
/// The owner first, then the officer; either may refuse, and end an approval. Refused with the conditions that do not hold.
#[utoipa::path(
    post, path = "/engagements/{number}/subcontracts/{id}/decision", operation_id = "decideSubcontract", tag = "chain",
    params(
        ("number" = String, Path, description = "Number, `R8-0012`"),
        ("id" = String, Path, description = "Id, `sct_…`"),
    ),
    request_body = SubcontractSayBody,
    responses((status = 200, description = "The request as it stands now", body = SubcontractJson)),
)]
async fn decide(
    by: ApiCaller,
    State(web): State<Web>,
    Key((number, id)): Key<(EngagementNumber, SubcontractId)>,
    Body(body): Body<SubcontractSayBody>,
) -> Result<Json<SubcontractJson>> {
    shown(&by, &web, (number, id)).await?;
    web.app.chain().say(&by.caller, id, said_in(&body)?).await?;
    Ok(Json(shown(&by, &web, (number, id)).await?))
}

/// A firm that was seen at work.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenBody {
    /// Id of who gave it work.
    giver: String,
    /// Id of the firm.
    firm: String,
    /// Day.
    on: String,
    /// How it came to be known.
    #[serde(default)]
    note: String,
}

/// Record a firm seen at work.
///
/// It counts as a violation until it is approved or has left.
#[utoipa::path(
    post, path = "/engagements/{number}/chain/seen", operation_id = "recordFirmSeen", tag = "chain",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = SeenBody,
    responses((status = 204, description = "Recorded")),
)]
async fn seen(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<SeenBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let giver = problems.required("giver", &body.giver);
    let firm = problems.required("firm", &body.firm);
    let on = day(&mut problems, "on", &body.on);
    let note = problems.keep("note", body.note.parse()).unwrap_or_default();
    checked(problems)?;
    if let (Some(giver), Some(firm), Some(on)) = (giver, firm, on) {
        web.app.chain().see(&by.caller, number, NewSighting { giver, firm, on, note }).await?;
    }
    Ok(DONE)
}

/// A firm that has left.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LeftBody {
    /// Id of who gave it work.
    giver: String,
    /// Id of the firm.
    firm: String,
    /// Day.
    on: String,
}

/// Record that a firm has left.
#[utoipa::path(
    post, path = "/engagements/{number}/chain/left", operation_id = "recordFirmLeft", tag = "chain",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    request_body = LeftBody,
    responses((status = 204, description = "Recorded")),
)]
async fn left(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Body(body): Body<LeftBody>,
) -> Result<StatusCode> {
    let mut problems = Problems::new();
    let giver = problems.required("giver", &body.giver);
    let firm = problems.required("firm", &body.firm);
    let on = day(&mut problems, "on", &body.on);
    checked(problems)?;
    if let (Some(giver), Some(firm), Some(on)) = (giver, firm, on) {
        web.app.chain().leave(&by.caller, number, (giver, firm, on)).await?;
    }
    Ok(DONE)
}

/// Which engagements.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TouchedParams {
    /// `next` of the page before.
    before: Option<String>,
    /// Rows a page, 1 to 200; 50 when left out.
    limit: Option<String>,
}

/// An engagement that rests on a firm.
#[derive(Debug, Serialize, ToSchema)]
struct TouchedEngagement {
    /// Number.
    number: String,
    /// Title.
    title: String,
    /// Unit.
    unit: UnitRef,
    /// Stage.
    stage: StageLabel,
    /// True when the firm is the contractor itself.
    direct: bool,
}

/// A page of engagements that rest on a firm.
#[derive(Debug, Serialize, ToSchema)]
struct TouchedList {
    /// Newest first.
    items: Vec<TouchedEngagement>,
    /// Send as `before` for more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// List engagements that rest on a contractor.
///
/// Those under way within reach that it has a part in, at whatever tier.
#[utoipa::path(
    get, path = "/contractors/{id}/touched", operation_id = "listTouchedEngagements", tag = "chain",
    params(("id" = String, Path, description = "Id, `con_…`"), TouchedParams),
    responses((status = 200, description = "A page of engagements", body = TouchedList)),
)]
async fn touched(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractorId>,
    Params(params): Params<TouchedParams>,
) -> Result<Json<TouchedList>> {
    let mut problems = Problems::new();
    let before = maybe(&mut problems, "before", params.before.as_deref());
    let limit = limit(&mut problems, params.limit.as_deref());
    checked(problems)?;
    let firm = web.app.contractors().show(&by.caller, id).await?;
    let page = web.app.chain().touched(&by.caller, firm.id, (before, limit)).await?;
    let items = page.engagements.iter().map(|one| TouchedEngagement {
        number: one.number.to_string(),
        title: one.title.to_string(),
        unit: UnitRef::of(one.unit, &by.caller, by.lang),
        stage: Coded::new(one.stage, by.lang),
        direct: one.direct,
    });
    Ok(Json(TouchedList { items: items.collect(), next: page.next.map(|n| n.to_string()) }))
}

/// How much rests on a firm.
#[derive(Debug, Serialize, ToSchema)]
struct FirmWeight {
    /// The firm.
    firm: FirmRef,
    /// Engagements under way it has a part in.
    engagements: i64,
    /// Of these, as the contractor itself.
    direct: i64,
}

/// Firms by how much rests on them.
#[derive(Debug, Serialize, ToSchema)]
struct WeightList {
    /// The heaviest first, at most a hundred.
    items: Vec<FirmWeight>,
}

/// List firms by how much rests on them.
///
/// Over engagements under way within reach, at every tier.
#[utoipa::path(
    get, path = "/contractors/concentration", operation_id = "listConcentration", tag = "chain",
    responses((status = 200, description = "Firms", body = WeightList)),
)]
async fn concentration(by: ApiCaller, State(web): State<Web>) -> Result<Json<WeightList>> {
    let found = web.app.chain().concentration(&by.caller).await?;
    let items = found.iter().map(|one| FirmWeight {
        firm: FirmRef { id: one.firm.to_string(), name: one.name.to_string() },
        engagements: one.engagements,
        direct: one.direct,
    });
    Ok(Json(WeightList { items: items.collect() }))
}
