//! Chains, parties and requests as answers tell them.

use app::{
    chain::{ChainView, RequestView},
    rules::chain::{Party, PartyStanding},
};
use domain::{Lang, id::ContractorId, subcontract::SubcontractDecision};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{assessment::ReasonJson, coded::SubcontractDeciderLabel, common::PersonRef},
    server::Web,
};

/// A firm of the chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct FirmRef {
    /// Id, `con_…`.
    pub(super) id: String,
    /// Name.
    pub(super) name: String,
}

impl FirmRef {
    fn of(id: ContractorId, chain: &ChainView) -> Self {
        Self { id: id.to_string(), name: chain.firm(id).to_owned() }
    }
}

/// A firm at work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChainParty {
    /// The firm.
    firm: FirmRef,
    /// Who gave it work; left out for the contractor.
    #[serde(skip_serializing_if = "Option::is_none")]
    under: Option<FirmRef>,
    /// 1 for the contractor, 0 when no step leads to it.
    tier: u32,
    /// contractor, approved, not_approved, unasked or below_unapproved.
    state: &'static str,
    /// Last day of its approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Why it is not approved.
    reasons: Vec<ReasonJson>,
}

/// A condition for passing work on.
#[derive(Debug, Serialize, ToSchema)]
struct ChainTest {
    /// Id, `RS-1`.
    id: &'static str,
    /// What has to hold.
    title: String,
    /// Id of the duty behind it.
    source: &'static str,
    /// Whether it holds.
    holds: bool,
    /// Why.
    reasons: Vec<ReasonJson>,
}

/// What an officer said.
#[derive(Debug, Serialize, ToSchema)]
struct ChainSaid {
    /// owner, officer, refused or revoked.
    #[serde(rename = "as")]
    office: &'static str,
    /// Who.
    by: PersonRef,
    /// When.
    on: Date,
    /// Why.
    reason: String,
}

/// A request to pass work on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubcontractJson {
    /// Id, `sct_…`.
    id: String,
    /// Who would pass work on.
    applicant: FirmRef,
    /// Who would do it.
    to: FirmRef,
    /// Which part.
    part: String,
    /// Country, two letters.
    country: String,
    /// Asked on.
    asked_on: Date,
    /// open, approved, refused or revoked.
    state: &'static str,
    /// Whether its approval is in force today.
    in_force: bool,
    /// Why it stands so.
    because: Vec<ReasonJson>,
    /// The conditions.
    tests: Vec<ChainTest>,
    /// What was said.
    said: Vec<ChainSaid>,
    /// Conditions laid down with the approval.
    conditions: Vec<String>,
    /// Last day of the approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Grows by one with each change; a decision sends back the one it saw.
    revision: i64,
}

/// The chain of an engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Chain)]
pub(super) struct ChainJson {
    /// Who decides here.
    pub(super) decider: SubcontractDeciderLabel,
    /// Firms at work, tier by tier; empty before a contractor is chosen.
    pub(super) parties: Vec<ChainParty>,
    /// Requests, oldest first.
    pub(super) requests: Vec<SubcontractJson>,
}

pub(super) fn party(chain: &ChainView, one: &Party, (web, lang): (&Web, Lang)) -> ChainParty {
    let (state, until, because) = match &one.standing {
        PartyStanding::Contractor => ("contractor", None, None),
        PartyStanding::Approved { until, .. } => ("approved", Some(*until), None),
        PartyStanding::NotApproved { because, .. } => ("not_approved", None, Some(because.clone())),
        PartyStanding::Unasked => ("unasked", None, None),
        PartyStanding::BelowUnapproved => ("below_unapproved", None, None),
    };
    ChainParty {
        firm: FirmRef::of(one.firm, chain),
        under: one.under.map(|giver| FirmRef::of(giver, chain)),
        tier: one.tier,
        state,
        until,
        reasons: ReasonJson::each(because.as_slice(), web.app.catalogue(), lang),
    }
}

fn said(chain: &ChainView, decision: &SubcontractDecision) -> Vec<ChainSaid> {
    let one = |office: &'static str, say: &domain::subcontract::Say| ChainSaid {
        office,
        by: PersonRef::of(say.by, &chain.names),
        on: say.on,
        reason: say.reason.to_string(),
    };
    match decision {
        SubcontractDecision::Open => Vec::new(),
        SubcontractDecision::Approved { owner, officer, .. } => {
            let owner = owner.iter().map(|say| one("owner", say));
            owner.chain(officer.iter().map(|say| one("officer", say))).collect()
        }
        SubcontractDecision::Refused { say } => vec![one("refused", say)],
        SubcontractDecision::Revoked { say } => vec![one("revoked", say)],
    }
}

pub(super) fn subcontract(chain: &ChainView, one: &RequestView, (web, lang): (&Web, Lang)) -> SubcontractJson {
    let request = &one.kept.request;
    let (state, until, conditions) = match &request.decision {
        SubcontractDecision::Open => ("open", None, Vec::new()),
        SubcontractDecision::Approved { until, conditions, .. } => {
            ("approved", Some(*until), conditions.iter().map(ToString::to_string).collect())
        }
        SubcontractDecision::Refused { .. } => ("refused", None, Vec::new()),
        SubcontractDecision::Revoked { .. } => ("revoked", None, Vec::new()),
    };
    let reasons =
        |because: &app::rules::Reason| ReasonJson::each(std::slice::from_ref(because), web.app.catalogue(), lang);
    let tests = one.report.tests.iter().map(|test| ChainTest {
        id: test.condition.id,
        title: test.condition.title.get(lang).to_owned(),
        source: test.condition.source,
        holds: test.refused.is_none(),
        reasons: reasons(&test.because),
    });
    SubcontractJson {
        id: request.id.to_string(),
        applicant: FirmRef::of(request.applicant, chain),
        to: FirmRef::of(request.to, chain),
        part: request.part.to_string(),
        country: request.country.code(),
        asked_on: request.asked_on,
        state,
        in_force: one.standing.is_in_force(),
        because: reasons(one.standing.because()),
        tests: tests.collect(),
        said: said(chain, &request.decision),
        conditions,
        until,
        revision: one.kept.revision,
    }
}
