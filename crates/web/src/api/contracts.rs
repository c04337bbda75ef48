//! The contract check of engagements: a draft against what is asked, kept only on request; corrections; versions compared.

use app::contracts::{
    Checked, ContractCheck, Difference, DocumentType, Draft, FoundPlace, Keep, Proposals, Standing, Status, Tally, What,
};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{FieldError, Lang, Problem, calendar::EngagementNumber, id::ContractCheckId, problem::Problems};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiCaller,
    common::{DONE, Made, PersonRef},
    extract::{Body, Key, Params, checked, maybe},
};
use crate::{failure::Result, server::Web};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::default()
        .routes(routes!(list, check))
        .routes(routes!(show))
        .routes(routes!(changes))
        .routes(routes!(download))
        .routes(routes!(correct))
}

/// How many concepts are stated how.
#[derive(Debug, Serialize, ToSchema)]
struct ContractTally {
    /// Stated.
    stated: usize,
    /// Stated weakly.
    weak: usize,
    /// Not stated.
    missing: usize,
}

fn tally(of: Tally) -> ContractTally {
    ContractTally { stated: of.stated, weak: of.weak, missing: of.missing }
}

/// A kept version of a contract.
#[derive(Debug, Serialize, ToSchema)]
struct ContractVersion {
    /// Id, `chk_…`.
    id: String,
    /// What people call the contract.
    contract: String,
    /// Version of the draft, from 1.
    version: i64,
    /// Kind of document it was read as.
    document_type: String,
    /// Id of the attachment that holds the file.
    attachment: String,
    /// SHA-256 of the file in hexadecimal.
    sha256: String,
    /// Edition of the catalogue it was checked with.
    edition: String,
    /// Of what is a must here.
    must: ContractTally,
    /// Of what may be traded.
    negotiable: ContractTally,
    /// Must-have clauses of today that are not stated, or only in abstract words.
    lacking: Vec<String>,
    /// When it was checked.
    checked_at: Timestamp,
    /// By whom.
    checked_by: PersonRef,
}

impl ContractVersion {
    fn of(one: &ContractCheck, names: &app::engagements::Names, profile: &app::rules::profile::Profile) -> Self {
        // what cannot be read states nothing
        let standing = Standing::kept(one).unwrap_or_default();
        Self {
            id: one.id.to_string(),
            contract: one.contract.clone(),
            version: one.version,
            document_type: one.document_type.clone(),
            attachment: one.attachment.to_string(),
            sha256: one.sha256.to_string(),
            edition: one.edition.clone(),
            must: tally(standing.must),
            negotiable: tally(standing.negotiable),
            lacking: standing.lacking(profile),
            checked_at: one.checked_at,
            checked_by: PersonRef::of(one.checked_by, names),
        }
    }
}

/// Kept versions.
#[derive(Debug, Serialize, ToSchema)]
struct ContractList {
    /// Newest first.
    items: Vec<ContractVersion>,
}

/// List kept contract checks of an engagement.
#[utoipa::path(
    get, path = "/engagements/{number}/contract-checks", operation_id = "listContractChecks", tag = "contracts",
    params(("number" = String, Path, description = "Number, `R8-0012`")),
    responses((status = 200, description = "Kept versions", body = ContractList)),
)]
async fn list(by: ApiCaller, State(web): State<Web>, Key(number): Key<EngagementNumber>) -> Result<Json<ContractList>> {
    let found = web.app.contracts().list(&by.caller, number).await?;
    let view = &found.requirements;
    let items = view.case.contracts.iter().map(|one| ContractVersion::of(one, &found.names, &view.profile));
    Ok(Json(ContractList { items: items.collect() }))
}

/// A passage.
#[derive(Debug, Serialize, ToSchema)]
struct ContractPlace {
    /// Article as printed.
    article: String,
    /// Paragraph of the article, from 1.
    paragraph: u32,
    /// The words.
    quote: String,
    /// First character in the text.
    start: usize,
    /// One past the last.
    end: usize,
}

fn places(all: &[FoundPlace]) -> Vec<ContractPlace> {
    let one = |p: &FoundPlace| {
        let (article, quote) = (p.article.clone(), p.quote.clone());
        ContractPlace { article, paragraph: p.paragraph, quote, start: p.start, end: p.end }
    };
    all.iter().map(one).collect()
}

/// What the draft says of one concept.
#[derive(Debug, Serialize, ToSchema)]
struct ContractFinding {
    /// Id of the concept.
    concept: String,
    /// Its name.
    title: String,
    /// present, weak or missing.
    status: &'static str,
    /// must, negotiable or not_expected, by the requirements of the engagement.
    tier: &'static str,
    /// Clauses of the catalogue.
    clauses: Vec<String>,
    /// Where it stands.
    places: Vec<ContractPlace>,
    /// Values read from the text.
    #[schema(value_type = Object)]
    parameters: Value,
    /// Why it is weak or missing.
    reasons: Vec<String>,
    /// Our wording, in the strength of this engagement; empty when it is stated.
    proposal: String,
    /// What the check had said, where a person corrected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected_from: Option<&'static str>,
}

/// A remark on the wording.
#[derive(Debug, Serialize, ToSchema)]
struct ContractRemark {
    /// L1–L13, X1–X19.
    id: String,
    /// Article, if at one place.
    place: String,
    /// What is wrong.
    text: String,
}

/// A checked draft.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedContract {
    /// The kept version; left out when nothing is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<ContractVersion>,
    /// Name of the file.
    file: String,
    /// SHA-256 of the file in hexadecimal.
    sha256: String,
    /// Kind of document.
    document_type: &'static str,
    /// How the file was read.
    notices: Vec<String>,
    /// Every concept once.
    findings: Vec<ContractFinding>,
    /// Remarks on the wording.
    remarks: Vec<ContractRemark>,
}

fn shown(web: &Web, checked: &Checked, proposals: &Proposals, lang: Lang) -> Result<CheckedContract> {
    let concepts = web.app.contracts().concepts()?;
    let findings = checked.report.findings.iter().map(|f| ContractFinding {
        concept: f.concept.clone(),
        title: concepts.concept(&f.concept).map(|c| c.title.get(lang).to_owned()).unwrap_or_default(),
        status: f.status.code(),
        tier: f.tier.code(),
        clauses: f.clauses.clone(),
        places: places(&f.places),
        parameters: Value::Object(f.parameters.clone()),
        reasons: f.reasons_in(concepts, lang),
        proposal: proposals
            .first(&f.concept)
            .filter(|_| f.status != Status::Present)
            .map(app::contracts::Proposal::text)
            .unwrap_or_default(),
        corrected_from: checked.report.corrected.iter().find(|c| c.concept == f.concept).map(|c| c.was.code()),
    });
    let remarks = checked.report.lint.iter().map(|one| ContractRemark {
        id: one.id.clone(),
        place: one.place.as_ref().map(|p| p.article.clone()).unwrap_or_default(),
        text: one.text(lang).to_owned(),
    });
    let notice = |(ja, en): &(String, String)| if lang == Lang::Ja { ja.clone() } else { en.clone() };
    Ok(CheckedContract {
        kept: checked
            .kept
            .as_ref()
            .map(|kept| ContractVersion::of(kept, &checked.names, &checked.requirements.profile)),
        file: checked.name.clone(),
        sha256: checked.sha256.to_string(),
        document_type: checked.report.document_type.code(),
        notices: checked.examined.notices.iter().map(notice).collect(),
        findings: findings.collect(),
        remarks: remarks.collect(),
    })
}

/// What is said of a draft.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CheckParams {
    /// Name of the file, with its extension.
    name: Option<String>,
    /// Kind of document, where you know better than the check.
    kind: Option<String>,
    /// true keeps file and result as the next version; nothing is kept otherwise.
    keep: Option<String>,
    /// The kept contract it is the next version of.
    contract: Option<String>,
    /// Name for a new contract.
    title: Option<String>,
}

impl CheckParams {
    fn draft(&self, bytes: Vec<u8>) -> Result<(Draft, Option<Keep>)> {
        let mut problems = Problems::new();
        let kind = self.kind.as_deref().and_then(|code| {
            let known = DocumentType::from_code(code);
            if known.is_none() {
                let allowed = DocumentType::ALL.iter().map(|kind| kind.code()).collect();
                problems.add(FieldError::new("kind", Problem::NotOneOf { value: code.to_owned(), allowed }));
            }
            known
        });
        let keep = match self.keep.as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                let problem = Problem::NotOneOf { value: other.to_owned(), allowed: vec!["true", "false"] };
                problems.add(FieldError::new("keep", problem));
                false
            }
        };
        checked(problems)?;
        let name = self.name.clone().unwrap_or_default();
        let draft = Draft { name, bytes, kind, contract: self.contract.clone() };
        Ok((draft, keep.then(|| Keep { contract: self.title.clone().unwrap_or_default() })))
    }
}

/// Check a draft contract.
///
/// Its bytes as the body. Nothing of it is kept unless `keep=true`; then it becomes the next version of its contract and
/// its file an attachment. The text is compared with the requirements of the engagement; this is no legal opinion.
#[utoipa::path(
    post, path = "/engagements/{number}/contract-checks", operation_id = "checkContract", tag = "contracts",
    params(("number" = String, Path, description = "Number, `R8-0012`"), CheckParams),
    request_body(description = "The file", content((Vec<u8> = "application/octet-stream"))),
    responses(
        (status = 200, description = "Checked; nothing is kept", body = CheckedContract),
        (status = 201, description = "Checked and kept; its address is in Location", body = CheckedContract,
            headers(("Location" = String, description = "Address of the version"))),
    ),
)]
async fn check(
    by: ApiCaller,
    State(web): State<Web>,
    Key(number): Key<EngagementNumber>,
    Params(params): Params<CheckParams>,
    body: Bytes,
) -> Result<Response> {
    let (draft, keep) = params.draft(body.to_vec())?;
    let contracts = web.app.contracts();
    let checked = match keep {
        Some(keep) => {
            let id = contracts.keep(&by.caller, number, (draft, keep)).await?;
            contracts.show(&by.caller, id).await?
        }
        None => contracts.check(&by.caller, number, draft).await?,
    };
    let proposals = contracts.proposals(&by.caller, &checked.requirements).await?;
    let answer = shown(&web, &checked, &proposals, by.lang)?;
    let made = checked.kept.as_ref().map(|kept| format!("/contract-checks/{}", kept.id));
    Ok(match made {
        Some(address) => Made(address, answer).into_response(),
        None => Json(answer).into_response(),
    })
}

/// Show a kept contract check.
#[utoipa::path(
    get, path = "/contract-checks/{id}", operation_id = "showContractCheck", tag = "contracts",
    params(("id" = String, Path, description = "Id, `chk_…`")),
    responses((status = 200, description = "The version, corrections counted in", body = CheckedContract)),
)]
async fn show(by: ApiCaller, State(web): State<Web>, Key(id): Key<ContractCheckId>) -> Result<Json<CheckedContract>> {
    let checked = web.app.contracts().show(&by.caller, id).await?;
    let proposals = web.app.contracts().proposals(&by.caller, &checked.requirements).await?;
    Ok(Json(shown(&web, &checked, &proposals, by.lang)?))
}

/// With which version.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SinceParams {
    /// Id of the earlier version; the one before when it is not given.
    since: Option<String>,
}

/// Something a version states otherwise.
#[derive(Debug, Serialize, ToSchema)]
struct ContractDifference {
    /// Id of the concept.
    concept: String,
    /// Name of the value; left out where the status differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Status or value before.
    #[schema(value_type = Object)]
    from: Value,
    /// Status or value now.
    #[schema(value_type = Object)]
    to: Value,
    /// True when the newer version states less.
    loss: bool,
    /// Where the older version states it.
    before: Vec<ContractPlace>,
    /// Where the newer one does.
    after: Vec<ContractPlace>,
}

/// What is different between two versions.
#[derive(Debug, Serialize, ToSchema)]
struct ContractChanges {
    /// Id of the earlier version.
    since: String,
    /// Concept by concept; empty when they state the same.
    items: Vec<ContractDifference>,
}

/// Compare two versions of a contract.
#[utoipa::path(
    get, path = "/contract-checks/{id}/changes", operation_id = "compareContractVersions", tag = "contracts",
    params(("id" = String, Path, description = "Id, `chk_…`"), SinceParams),
    responses((status = 200, description = "What is different", body = ContractChanges)),
)]
async fn changes(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractCheckId>,
    Params(params): Params<SinceParams>,
) -> Result<Json<ContractChanges>> {
    let mut problems = Problems::new();
    let since: Option<ContractCheckId> = maybe(&mut problems, "since", params.since.as_deref());
    checked(problems)?;
    let found = web.app.contracts().changes(&by.caller, (id, since)).await?;
    let one = |d: &Difference| {
        let (parameter, from, to) = match &d.difference {
            What::Status { from, to } => (None, Value::from(from.code()), Value::from(to.code())),
            What::Parameter { name, from, to } => {
                (Some(name.clone()), from.clone().unwrap_or_default(), to.clone().unwrap_or_default())
            }
        };
        ContractDifference {
            concept: d.concept.clone(),
            parameter,
            from,
            to,
            loss: d.is_loss(),
            before: places(&d.before),
            after: places(&d.after),
        }
    };
    Ok(Json(ContractChanges { since: found.older.id.to_string(), items: found.changes.iter().map(one).collect() }))
}

/// In which form.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct FormatParams {
    /// docx: the file with comments and proposed clauses; html: the report. docx when it is not given.
    format: Option<String>,
}

/// Download a kept check.
#[utoipa::path(
    get, path = "/contract-checks/{id}/file", operation_id = "downloadContractCheck", tag = "contracts",
    params(("id" = String, Path, description = "Id, `chk_…`"), FormatParams),
    responses((status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream")))),
)]
async fn download(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractCheckId>,
    Params(params): Params<FormatParams>,
) -> Result<Response> {
    let format = params.format.as_deref().unwrap_or("docx");
    if !matches!(format, "docx" | "html") {
        let problem = Problem::NotOneOf { value: format.to_owned(), allowed: vec!["docx", "html"] };
        return Err(app::Error::field("format", problem).into());
    }
    let contracts = web.app.contracts();
    let found = contracts.show(&by.caller, id).await?;
    let proposals = contracts.proposals(&by.caller, &found.requirements).await?;
    let kept = found.kept.as_ref().ok_or(app::Error::NotFound)?;
    let bytes = if format == "html" {
        app::contracts::html(&found, &proposals, by.lang)?.into_bytes()
    } else {
        let original = contracts.file(&by.caller, kept).await?;
        app::contracts::with_remarks((&found, &original), &proposals, (by.lang, web.app.clock().now()))?
    };
    let name = app::contracts::word_name(&found.name, by.lang, format);
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, app::file_name::content_disposition(&name)),
    ];
    Ok((headers, bytes).into_response())
}

/// What you say of a finding.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionBody {
    /// Id of the concept.
    concept: String,
    /// present, weak or missing; left out, an earlier correction is taken back.
    #[serde(default)]
    status: Option<String>,
    /// Why.
    #[serde(default)]
    reason: Option<String>,
}

/// Correct a finding.
///
/// Of the newest version of a contract. It goes on to the next version while the words it rests on are still there.
#[utoipa::path(
    post, path = "/contract-checks/{id}/corrections", operation_id = "correctContractFinding", tag = "contracts",
    params(("id" = String, Path, description = "Id, `chk_…`")),
    request_body = CorrectionBody,
    responses((status = 204, description = "Corrected")),
)]
async fn correct(
    by: ApiCaller,
    State(web): State<Web>,
    Key(id): Key<ContractCheckId>,
    Body(body): Body<CorrectionBody>,
) -> Result<StatusCode> {
    let contracts = web.app.contracts();
    let Some(code) = &body.status else {
        contracts.take_back(&by.caller, id, &body.concept).await?;
        return Ok(DONE);
    };
    let mut problems = Problems::new();
    let status = Status::from_code(code);
    if status.is_none() {
        let problem =
            Problem::NotOneOf { value: code.clone(), allowed: Status::ALL.iter().map(|s| s.code()).collect() };
        problems.add(FieldError::new("status", problem));
    }
    let reason: Option<domain::text::Ground> = problems.required("reason", body.reason.as_deref().unwrap_or_default());
    checked(problems)?;
    if let (Some(status), Some(reason)) = (status, reason) {
        contracts.correct(&by.caller, id, (&body.concept, status, reason)).await?;
    }
    Ok(DONE)
}
