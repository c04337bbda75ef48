//! Checks of draft contracts that people kept, and what people say of their findings. A check is added and never changed;
//! the one column that follows later corrections is what gates and lists look at.

use domain::{
    id::{AttachmentId, ContractCheckId, EngagementId, PersonId},
    permission::Scope,
};
use jiff::Timestamp;
use ledger::Digest;
use serde::Serialize;

use crate::{Error, Result, Tx, args, instant, parse, reach, sql};

sql! {
    INSERT = "insert into contract_check (id, engagement_id, contract, version, attachment_id, document_type, sha256, edition,
        standing, model, checked_at, checked_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    BY_ID = "select c.id, c.engagement_id, c.contract, c.version, c.attachment_id, c.document_type, c.sha256, c.edition,
        c.standing, c.model, c.checked_at, c.checked_by
        from contract_check c join engagement e on e.id = c.engagement_id where c.id = $1 and {in:e.unit_id:$2}";
    OF_ENGAGEMENT = "select c.id, c.engagement_id, c.contract, c.version, c.attachment_id, c.document_type, c.sha256,
        c.edition, c.standing, '' as model, c.checked_at, c.checked_by
        from contract_check c join engagement e on e.id = c.engagement_id
        where c.engagement_id = $1 and {in:e.unit_id:$2} order by c.checked_at desc, c.id desc limit 200";
    BEFORE = "select c.id, c.engagement_id, c.contract, c.version, c.attachment_id, c.document_type, c.sha256, c.edition,
        c.standing, c.model, c.checked_at, c.checked_by
        from contract_check c join engagement e on e.id = c.engagement_id
        where c.engagement_id = $1 and c.contract = $2 and (cast($3 as bigint) is null or c.version < $3)
          and {in:e.unit_id:$4} order by c.version desc limit 1";
    STANDING = "update contract_check set standing = $2 where id = $1";
    CORRECTIONS = "select r.concept, r.body, r.corrected_at, r.corrected_by
        from contract_correction r join engagement e on e.id = r.engagement_id
        where r.engagement_id = $1 and r.contract = $2 and {in:e.unit_id:$3} order by r.concept{C} limit 100";
    CORRECT = "insert into contract_correction (engagement_id, contract, concept, body, corrected_at, corrected_by)
        values ($1, $2, $3, $4, $5, $6) on conflict (engagement_id, contract, concept)
        do update set body = $4, corrected_at = $5, corrected_by = $6";
    TAKE_BACK = "delete from contract_correction where engagement_id = $1 and contract = $2 and concept = $3";
}

/// A kept check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractCheck {
    /// Its id.
    pub id: ContractCheckId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// What people call the contract; versions of one contract share it.
    pub contract: String,
    /// Version of the draft, from 1.
    pub version: i64,
    /// The file that was checked.
    pub attachment: AttachmentId,
    /// The kind of document it was read as, by its code.
    pub document_type: String,
    /// Digest of the file.
    pub sha256: Digest,
    /// Edition of the catalogue it was checked with.
    pub edition: String,
    /// What it states, in short, as JSON; follows corrections.
    #[serde(skip)]
    pub standing: String,
    /// Text and findings as JSON; left empty in lists.
    #[serde(skip)]
    pub model: String,
    /// When it was checked.
    pub checked_at: Timestamp,
    /// By whom.
    pub checked_by: PersonId,
}

/// What a person says of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContractCorrection {
    /// Id of the concept.
    pub concept: String,
    /// The correction as JSON.
    pub body: String,
    /// When it was said.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
}

#[derive(sqlx::FromRow)]
struct CheckRow {
    id: String,
    engagement_id: String,
    contract: String,
    version: i64,
    attachment_id: String,
    document_type: String,
    sha256: String,
    edition: String,
    standing: String,
    model: String,
    checked_at: i64,
    checked_by: String,
}

impl TryFrom<CheckRow> for ContractCheck {
    type Error = Error;
    fn try_from(row: CheckRow) -> Result<Self> {
        Ok(Self {
            id: parse("contract_check.id", &row.id)?,
            engagement: parse("contract_check.engagement_id", &row.engagement_id)?,
            contract: row.contract,
            version: row.version,
            attachment: parse("contract_check.attachment_id", &row.attachment_id)?,
            document_type: row.document_type,
            sha256: parse("contract_check.sha256", &row.sha256)?,
            edition: row.edition,
            standing: row.standing,
            model: row.model,
            checked_at: instant("contract_check.checked_at", row.checked_at)?,
            checked_by: parse("contract_check.checked_by", &row.checked_by)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct CorrectionRow {
    concept: String,
    body: String,
    corrected_at: i64,
    corrected_by: String,
}

impl TryFrom<CorrectionRow> for ContractCorrection {
    type Error = Error;
    fn try_from(row: CorrectionRow) -> Result<Self> {
        Ok(Self {
            concept: row.concept,
            body: row.body,
            at: instant("contract_correction.corrected_at", row.corrected_at)?,
            by: parse("contract_correction.corrected_by", &row.corrected_by)?,
        })
    }
}

/// Adds a check.
///
/// # Errors
/// Of the database; a unique violation when the version is there already.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &ContractCheck) -> Result<()> {
    let args = args![
        one.id,
        one.engagement,
        one.contract.as_str(),
        one.version,
        one.attachment,
        one.document_type.as_str(),
        one.sha256.to_string(),
        one.edition.as_str(),
        one.standing.as_str(),
        one.model.as_str(),
        one.checked_at,
        one.checked_by,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// One check within reach, with its model.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: ContractCheckId) -> Result<Option<ContractCheck>> {
    tx.optional::<CheckRow>(&BY_ID, args![id, reach(scope)]).await?.map(ContractCheck::try_from).transpose()
}

/// Checks of an engagement within reach, the newest first, without their models.
///
/// # Errors
/// Of the database.
pub async fn of_engagement(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Vec<ContractCheck>> {
    let rows = tx.all::<CheckRow>(&OF_ENGAGEMENT, args![engagement, reach(scope)]).await?;
    rows.into_iter().map(ContractCheck::try_from).collect()
}

/// The version of a contract before one, within reach, with its model; the newest when no version is named.
///
/// # Errors
/// Of the database.
pub async fn before(
    tx: &mut Tx,
    scope: &Scope,
    (engagement, contract): (EngagementId, &str),
    version: Option<i64>,
) -> Result<Option<ContractCheck>> {
    let row = tx.optional::<CheckRow>(&BEFORE, args![engagement, contract, version, reach(scope)]).await?;
    row.map(ContractCheck::try_from).transpose()
}

/// Says anew what a check states in short.
///
/// # Errors
/// Of the database.
pub async fn set_standing(tx: &mut Tx, _scope: &Scope, id: ContractCheckId, standing: &str) -> Result<()> {
    tx.run(&STANDING, args![id, standing]).await?;
    Ok(())
}

/// What people say of the findings on one contract of an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn corrections(
    tx: &mut Tx,
    scope: &Scope,
    (engagement, contract): (EngagementId, &str),
) -> Result<Vec<ContractCorrection>> {
    let rows = tx.all::<CorrectionRow>(&CORRECTIONS, args![engagement, contract, reach(scope)]).await?;
    rows.into_iter().map(ContractCorrection::try_from).collect()
}

/// Keeps a correction in place of one on the same concept.
///
/// # Errors
/// Of the database.
pub async fn correct(
    tx: &mut Tx,
    _scope: &Scope,
    (engagement, contract): (EngagementId, &str),
    one: &ContractCorrection,
) -> Result<()> {
    let args = args![engagement, contract, one.concept.as_str(), one.body.as_str(), one.at, one.by];
    tx.run(&CORRECT, args).await?;
    Ok(())
}

/// Takes a correction back; false when there was none.
///
/// # Errors
/// Of the database.
pub async fn take_back(
    tx: &mut Tx,
    _scope: &Scope,
    (engagement, contract): (EngagementId, &str),
    concept: &str,
) -> Result<bool> {
    Ok(tx.run(&TAKE_BACK, args![engagement, contract, concept]).await? == 1)
}

#[cfg(test)]
mod tests;
