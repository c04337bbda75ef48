//! Subcontracting: requests to pass work on, firms seen at work, and what rests on a firm across engagements.

use domain::{
    calendar::EngagementNumber,
    id::{ContractorId, EngagementId, PersonId, SubcontractId, UnitId},
    permission::Scope,
    subcontract::{SubcontractDecision, SubcontractRequest},
    text::{Memo, Title},
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, reach, sql, to_json};

sql! {
    INSERT = "insert into subcontract (id, engagement_id, applicant_id, firm_id, state, until, asked_on, body, entered_by,
        entered_at, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";
    UPDATE = "update subcontract set state = $3, until = $4, body = $5, revision = revision + 1
        where id = $1 and revision = $2";
    BY_ID = "select s.body, s.entered_by, s.entered_at, s.revision, e.seq
        from subcontract s join engagement e on e.id = s.engagement_id where s.id = $1 and {in:e.unit_id:$2}";
    OF_ENGAGEMENT = "select s.body, s.entered_by, s.entered_at, s.revision, e.seq
        from subcontract s join engagement e on e.id = s.engagement_id
        where s.engagement_id = $1 and {in:e.unit_id:$2} order by s.id limit 2000";
    SEE = "insert into firm_at_work (engagement_id, giver_id, firm_id, seen_on, note, seen_by, seen_at, left_on)
        values ($1, $2, $3, $4, $5, $6, $7, null) on conflict (engagement_id, giver_id, firm_id)
        do update set seen_on = $4, note = $5, seen_by = $6, seen_at = $7, left_on = null";
    LEFT = "update firm_at_work set left_on = $4
        where engagement_id = $1 and giver_id = $2 and firm_id = $3 and left_on is null";
    AT_WORK = "select w.giver_id, w.firm_id, w.seen_on, w.note, w.seen_by, w.seen_at, w.left_on
        from firm_at_work w join engagement e on e.id = w.engagement_id
        where w.engagement_id = $1 and {in:e.unit_id:$2} order by w.seen_on, w.giver_id, w.firm_id limit 2000";
    // every engagement under way that a firm holds a part of, at whatever tier
    TOUCHED = "select e.seq, e.title, e.unit_id, e.stage, cast(min(t.tier) as bigint) as tier from (
          select e.id, 1 as tier from engagement e where e.contractor_id = $1
          union all select s.engagement_id, 2 from subcontract s where s.firm_id = $1 and s.state = 'approved'
          union all select w.engagement_id, 2 from firm_at_work w where w.firm_id = $1 and w.left_on is null
        ) t join engagement e on e.id = t.id
        where e.standing = 'open' and {in:e.unit_id:$2} and e.seq < $3
        group by e.seq, e.title, e.unit_id, e.stage order by e.seq desc limit $4";
    CONCENTRATION = "select c.id, c.name, cast(count(distinct t.engagement_id) as bigint) as n,
          cast(sum(t.tier_one) as bigint) as direct from (
          select e.contractor_id as firm_id, e.id as engagement_id, 1 as tier_one from engagement e
            where e.contractor_id is not null and {in:e.unit_id:$1} and e.standing = 'open'
          union select s.firm_id, s.engagement_id, 0 from subcontract s join engagement e on e.id = s.engagement_id
            where s.state = 'approved' and {in:e.unit_id:$1} and e.standing = 'open'
          union select w.firm_id, w.engagement_id, 0 from firm_at_work w join engagement e on e.id = w.engagement_id
            where w.left_on is null and {in:e.unit_id:$1} and e.standing = 'open'
        ) t join contractor c on c.id = t.firm_id
        group by c.id, c.name order by 3 desc, c.name{C}, c.id limit $2";
}

/// A request as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subcontract {
    /// The request with its decision.
    pub request: SubcontractRequest,
    /// Number of its engagement.
    pub number: EngagementNumber,
    /// Who entered it.
    pub entered_by: PersonId,
    /// When.
    pub entered_at: Timestamp,
    /// Grows by one with each change.
    pub revision: i64,
}

/// A firm seen at work below another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FirmAtWork {
    /// Who gave it work.
    pub giver: ContractorId,
    /// The firm.
    pub firm: ContractorId,
    /// Day it was seen.
    pub seen_on: Date,
    /// How it came to be known.
    pub note: Memo,
    /// Who wrote it down.
    pub seen_by: PersonId,
    /// When.
    pub seen_at: Timestamp,
    /// Day it was known to have left.
    pub left_on: Option<Date>,
}

/// An engagement that rests on a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Its number.
    pub number: EngagementNumber,
    /// Its title.
    pub title: Title,
    /// Its unit.
    pub unit: UnitId,
    /// Its stage.
    pub stage: domain::engagement::Stage,
    /// True when the firm is the contractor itself.
    pub direct: bool,
}

/// How much rests on a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// The firm.
    pub firm: ContractorId,
    /// Its name.
    pub name: Title,
    /// Engagements under way it has a part in.
    pub engagements: i64,
    /// Of these, as the contractor itself.
    pub direct: i64,
}

#[derive(sqlx::FromRow)]
struct SubcontractRow {
    body: String,
    entered_by: String,
    entered_at: i64,
    revision: i64,
    seq: i64,
}

#[derive(sqlx::FromRow)]
struct AtWorkRow {
    giver_id: String,
    firm_id: String,
    seen_on: String,
    note: String,
    seen_by: String,
    seen_at: i64,
    left_on: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TouchedRow {
    seq: i64,
    title: String,
    unit_id: String,
    stage: String,
    tier: i64,
}

#[derive(sqlx::FromRow)]
struct WeightRow {
    id: String,
    name: String,
    n: i64,
    direct: i64,
}

fn number(seq: i64) -> Result<EngagementNumber> {
    EngagementNumber::from_sort_key(seq).ok_or_else(|| Error::stored("engagement.seq", seq))
}

impl TryFrom<SubcontractRow> for Subcontract {
    type Error = Error;
    fn try_from(row: SubcontractRow) -> Result<Self> {
        Ok(Self {
            request: from_json("subcontract.body", &row.body)?,
            number: number(row.seq)?,
            entered_by: parse("subcontract.entered_by", &row.entered_by)?,
            entered_at: instant("subcontract.entered_at", row.entered_at)?,
            revision: row.revision,
        })
    }
}

impl TryFrom<AtWorkRow> for FirmAtWork {
    type Error = Error;
    fn try_from(row: AtWorkRow) -> Result<Self> {
        Ok(Self {
            giver: parse("firm_at_work.giver_id", &row.giver_id)?,
            firm: parse("firm_at_work.firm_id", &row.firm_id)?,
            seen_on: parse("firm_at_work.seen_on", &row.seen_on)?,
            note: parse("firm_at_work.note", &row.note)?,
            seen_by: parse("firm_at_work.seen_by", &row.seen_by)?,
            seen_at: instant("firm_at_work.seen_at", row.seen_at)?,
            left_on: parse_opt("firm_at_work.left_on", row.left_on.as_deref())?,
        })
    }
}

/// State and last day, as the columns beside the request hold them.
fn columns(decision: &SubcontractDecision) -> (&'static str, Option<Date>) {
    match decision {
        SubcontractDecision::Open => ("open", None),
        SubcontractDecision::Approved { until, .. } => ("approved", Some(*until)),
        SubcontractDecision::Refused { .. } => ("refused", None),
        SubcontractDecision::Revoked { .. } => ("revoked", None),
    }
}

/// Keeps a new request.
///
/// # Errors
/// Of the database.
pub async fn insert(
    tx: &mut Tx,
    _scope: &Scope,
    request: &SubcontractRequest,
    (by, at): (PersonId, Timestamp),
) -> Result<()> {
    let (state, until) = columns(&request.decision);
    let args = args![
        request.id,
        request.engagement,
        request.applicant,
        request.to,
        state,
        until,
        request.asked_on,
        to_json("subcontract.body", request)?,
        by,
        at,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Writes a request with what became of it.
///
/// # Errors
/// [`Error::Stale`] when it was changed since the revision given.
pub async fn update(tx: &mut Tx, _scope: &Scope, one: &Subcontract) -> Result<()> {
    let (state, until) = columns(&one.request.decision);
    let body = to_json("subcontract.body", &one.request)?;
    match tx.run(&UPDATE, args![one.request.id, one.revision, state, until, body]).await? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// One request within reach.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: SubcontractId) -> Result<Option<Subcontract>> {
    tx.optional::<SubcontractRow>(&BY_ID, args![id, reach(scope)]).await?.map(Subcontract::try_from).transpose()
}

/// Requests of an engagement, oldest first; at most 2,000.
///
/// # Errors
/// Of the database.
pub async fn of_engagement(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Vec<Subcontract>> {
    let rows = tx.all::<SubcontractRow>(&OF_ENGAGEMENT, args![engagement, reach(scope)]).await?;
    rows.into_iter().map(Subcontract::try_from).collect()
}

/// Writes down that a firm was seen at work.
///
/// # Errors
/// Of the database.
pub async fn see(tx: &mut Tx, _scope: &Scope, engagement: EngagementId, one: &FirmAtWork) -> Result<()> {
    let args = args![engagement, one.giver, one.firm, one.seen_on, one.note.as_str(), one.seen_by, one.seen_at];
    tx.run(&SEE, args).await?;
    Ok(())
}

/// Writes down that it has left; false when it was not at work.
///
/// # Errors
/// Of the database.
pub async fn leave(
    tx: &mut Tx,
    _scope: &Scope,
    engagement: EngagementId,
    (giver, firm, on): (ContractorId, ContractorId, Date),
) -> Result<bool> {
    Ok(tx.run(&LEFT, args![engagement, giver, firm, on]).await? == 1)
}

/// Firms seen at work for an engagement, those that left included; at most 2,000.
///
/// # Errors
/// Of the database.
pub async fn at_work(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Vec<FirmAtWork>> {
    let rows = tx.all::<AtWorkRow>(&AT_WORK, args![engagement, reach(scope)]).await?;
    rows.into_iter().map(FirmAtWork::try_from).collect()
}

/// Engagements under way within reach that a firm has a part in, newest first, before a number.
///
/// # Errors
/// Of the database.
pub async fn touched(
    tx: &mut Tx,
    scope: &Scope,
    firm: ContractorId,
    (before, limit): (Option<EngagementNumber>, i64),
) -> Result<Vec<Touched>> {
    let before = before.map_or(i64::MAX, EngagementNumber::sort_key);
    let rows = tx.all::<TouchedRow>(&TOUCHED, args![firm, reach(scope), before, limit]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Touched {
                number: number(row.seq)?,
                title: parse("engagement.title", &row.title)?,
                unit: parse("engagement.unit_id", &row.unit_id)?,
                stage: parse("engagement.stage", &row.stage)?,
                direct: row.tier == 1,
            })
        })
        .collect()
}

/// Firms by how many engagements under way within reach rest on them, the heaviest first.
///
/// # Errors
/// Of the database.
pub async fn concentration(tx: &mut Tx, scope: &Scope, limit: i64) -> Result<Vec<Weight>> {
    let rows = tx.all::<WeightRow>(&CONCENTRATION, args![reach(scope), limit]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Weight {
                firm: parse("contractor.id", &row.id)?,
                name: parse("contractor.name", &row.name)?,
                engagements: row.n,
                direct: row.direct,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
