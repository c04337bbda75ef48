//! Approval requests.

use domain::{
    approval::{Approval, ApprovalKind, ApprovalState, Decided, Request},
    calendar::EngagementNumber,
    id::{ApprovalId, EngagementId, PersonId},
    permission::Scope,
    person::Actor,
};

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, reach, sql, to_json};

sql! {
    INSERT = "insert into approval (id, engagement_id, unit_id, kind, state, request, requested_by, requested_at, decided,
        decided_by, decided_at, revision) values ($1, $2, $3, $4, $5, $6, $7, $8, null, null, null, 1)";
    UPDATE = "update approval set state = $2, request = $3, decided = $4, decided_by = $5, decided_at = $6,
        requested_at = $7, revision = revision + 1 where id = $1 and revision = $8";
    BY_ID = "select a.id, a.engagement_id, a.unit_id, a.request, a.requested_by, a.requested_at, a.state, a.decided,
        a.revision, e.seq, e.title from approval a left join engagement e on e.id = a.engagement_id
        where a.id = $1 and {in:a.unit_id:$2}";
    OF_ENGAGEMENT = "select a.id, a.engagement_id, a.unit_id, a.request, a.requested_by, a.requested_at, a.state,
        a.decided, a.revision, e.seq, e.title from approval a left join engagement e on e.id = a.engagement_id
        where a.engagement_id = $1 order by a.requested_at, a.id limit 500";
    // one reach per kind: an empty list where the person may not decide that kind
    WAITING = "select a.id, a.engagement_id, a.unit_id, a.request, a.requested_by, a.requested_at, a.state,
        a.decided, a.revision, e.seq, e.title from approval a left join engagement e on e.id = a.engagement_id
        where a.state = 'pending'
          and ((a.kind = 'criticality' and {in:a.unit_id:$1}) or (a.kind = 'exception' and {in:a.unit_id:$2})
            or (a.kind = 'register_update' and {in:a.unit_id:$3}) or (a.kind = 'waiver' and {in:a.unit_id:$4}))
          and a.requested_at > $5
        order by a.requested_at, a.id limit $6";
    WAITING_COUNT = "select count(*) as n from (select 1 from approval a
        where a.state = 'pending'
          and ((a.kind = 'criticality' and {in:a.unit_id:$1}) or (a.kind = 'exception' and {in:a.unit_id:$2})
            or (a.kind = 'register_update' and {in:a.unit_id:$3}) or (a.kind = 'waiver' and {in:a.unit_id:$4}))
        limit 100) as t";
    PENDING_OF_KIND = "select cast(count(*) as bigint) as n from approval where kind = $1 and state = 'pending'";
    MINE = "select a.id, a.engagement_id, a.unit_id, a.request, a.requested_by, a.requested_at, a.state,
        a.decided, a.revision, e.seq, e.title from approval a left join engagement e on e.id = a.engagement_id
        where a.requested_by = $1 and (cast($2 as text) is null or a.state = $2) and a.requested_at < $3
        order by a.requested_at desc, a.id limit $4";
    DECIDED_BY = "select a.id, a.engagement_id, a.unit_id, a.request, a.requested_by, a.requested_at, a.state,
        a.decided, a.revision, e.seq, e.title from approval a left join engagement e on e.id = a.engagement_id
        where a.decided_by = $1 and a.decided_at < $2 order by a.decided_at desc, a.id limit $3";
}

#[derive(sqlx::FromRow)]
struct ApprovalRow {
    id: String,
    engagement_id: Option<String>,
    unit_id: String,
    request: String,
    requested_by: String,
    requested_at: i64,
    state: String,
    decided: Option<String>,
    revision: i64,
    seq: Option<i64>,
    title: Option<String>,
}

/// A request with the engagement it is about, as lists show it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The request.
    pub approval: Approval,
    /// Number of its engagement.
    pub number: Option<EngagementNumber>,
    /// Title of its engagement.
    pub title: Option<String>,
}

impl TryFrom<ApprovalRow> for Listed {
    type Error = Error;
    fn try_from(row: ApprovalRow) -> Result<Self> {
        let request: Request = from_json("approval.request", &row.request)?;
        let decided: Option<Decided> =
            row.decided.as_deref().map(|text| from_json("approval.decided", text)).transpose()?;
        let approval = Approval {
            id: parse("approval.id", &row.id)?,
            engagement: parse_opt("approval.engagement_id", row.engagement_id.as_deref())?,
            unit: parse("approval.unit_id", &row.unit_id)?,
            request,
            requested_by: parse("approval.requested_by", &row.requested_by)?,
            requested_at: instant("approval.requested_at", row.requested_at)?,
            state: parse("approval.state", &row.state)?,
            decided,
            revision: row.revision,
        };
        Ok(Self { approval, number: row.seq.and_then(EngagementNumber::from_sort_key), title: row.title })
    }
}

fn listed(rows: Vec<ApprovalRow>) -> Result<Vec<Listed>> {
    rows.into_iter().map(Listed::try_from).collect()
}

/// Adds a request.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, a: &Approval) -> Result<()> {
    let args = args![
        a.id,
        a.engagement,
        a.unit,
        a.request.kind().code(),
        a.state.code(),
        to_json("approval.request", &a.request)?,
        a.requested_by,
        a.requested_at,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Saves a request whose revision is still the one loaded.
///
/// # Errors
/// [`Error::Stale`] when someone else was first; of the database.
pub async fn update(tx: &mut Tx, _scope: &Scope, a: &mut Approval) -> Result<()> {
    let decided = a.decided.as_ref().map(|d| to_json("approval.decided", d)).transpose()?;
    let args = args![
        a.id,
        a.state.code(),
        to_json("approval.request", &a.request)?,
        decided,
        a.decided.as_ref().map(|d| d.by),
        a.decided.as_ref().map(|d| d.at),
        a.requested_at,
        a.revision,
    ];
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    a.revision = a.revision.saturating_add(1);
    Ok(())
}

/// A request within reach.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: ApprovalId) -> Result<Option<Listed>> {
    tx.optional::<ApprovalRow>(&BY_ID, args![id, reach(scope)]).await?.map(Listed::try_from).transpose()
}

/// All requests of an engagement the person may see, oldest first.
///
/// # Errors
/// Of the database.
pub async fn of_engagement(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<Vec<Approval>> {
    Ok(listed(tx.all(&OF_ENGAGEMENT, args![id]).await?)?.into_iter().map(|l| l.approval).collect())
}

/// Where the actor may decide one kind; an empty list for nowhere.
fn deciding_reach(actor: &Actor, kind: ApprovalKind) -> Option<String> {
    actor.may(kind.decided_with()).map_or_else(|_| Some("[]".to_owned()), |scope| reach(&scope))
}

/// Requests waiting for the actor, longest first, after an instant.
///
/// # Errors
/// Of the database.
pub async fn waiting_for(tx: &mut Tx, actor: &Actor, after: i64, limit: i64) -> Result<Vec<Listed>> {
    let args = args![
        deciding_reach(actor, ApprovalKind::Criticality),
        deciding_reach(actor, ApprovalKind::Exception),
        deciding_reach(actor, ApprovalKind::RegisterUpdate),
        deciding_reach(actor, ApprovalKind::Waiver),
        after,
        limit,
    ];
    listed(tx.all(&WAITING, args).await?)
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

/// How many wait for the actor, counting no further than 100.
///
/// # Errors
/// Of the database.
pub async fn waiting_count(tx: &mut Tx, actor: &Actor) -> Result<i64> {
    let args = args![
        deciding_reach(actor, ApprovalKind::Criticality),
        deciding_reach(actor, ApprovalKind::Exception),
        deciding_reach(actor, ApprovalKind::RegisterUpdate),
        deciding_reach(actor, ApprovalKind::Waiver),
    ];
    Ok(tx.one::<CountRow>(&WAITING_COUNT, args).await?.n)
}

/// How many requests of a kind wait for a decision, anywhere.
///
/// # Errors
/// Of the database.
pub async fn pending_of(tx: &mut Tx, kind: ApprovalKind) -> Result<i64> {
    Ok(tx.one::<CountRow>(&PENDING_OF_KIND, args![kind.code()]).await?.n)
}

/// The actor's own requests, newest first, before an instant.
///
/// # Errors
/// Of the database.
pub async fn requested_by(
    tx: &mut Tx,
    person: PersonId,
    state: Option<ApprovalState>,
    (before, limit): (i64, i64),
) -> Result<Vec<Listed>> {
    listed(tx.all(&MINE, args![person, state.map(ApprovalState::code), before, limit]).await?)
}

/// What the actor decided, newest first, before an instant.
///
/// # Errors
/// Of the database.
pub async fn decided_by(tx: &mut Tx, person: PersonId, before: i64, limit: i64) -> Result<Vec<Listed>> {
    listed(tx.all(&DECIDED_BY, args![person, before, limit]).await?)
}
