//! What stands around the entries: named handlers, accesses given, terms.

use domain::{
    handover::{GivenAccess, NamedHandler, Terms},
    id::{AccessId, ContractorId, EngagementId, HandlerId, PersonId},
    permission::Scope,
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{Error, Result, Tx, args, from_json, parse, parse_opt, reach, sql, to_json};

/// Most handlers, and most accesses, of one engagement.
pub const MOST: i64 = 1_000;

sql! {
    HANDLER_INSERT = "insert into handler (id, engagement_id, works_for, employer, body, entered_at, entered_by, revision)
        values ($1, $2, $3, $4, $5, $6, $7, 1)";
    HANDLER_UPDATE = "update handler set employer = $3, body = $4, revision = revision + 1
        where id = $1 and revision = $2";
    HANDLERS = "select h.id, h.works_for, h.employer, h.body, h.revision
        from handler h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and {in:e.unit_id:$2} order by h.id limit 1000";
    HANDLER = "select h.id, h.works_for, h.employer, h.body, h.revision from handler h where h.id = $1";
    ACCESS_INSERT = "insert into given_access (id, engagement_id, contractor_id, body, entered_at, entered_by, revision)
        values ($1, $2, $3, $4, $5, $6, 1)";
    ACCESS_UPDATE = "update given_access set body = $3, revision = revision + 1 where id = $1 and revision = $2";
    ACCESSES = "select a.id, a.contractor_id, a.body, a.revision
        from given_access a join engagement e on e.id = a.engagement_id
        where a.engagement_id = $1 and {in:e.unit_id:$2} order by a.id limit 1000";
    ACCESSES_OF = "select e.seq, a.id, a.contractor_id, a.body, a.revision
        from given_access a join engagement e on e.id = a.engagement_id
        where a.contractor_id = $1 and {in:e.unit_id:$2} order by a.id desc limit 200";
    TERMS = "select t.body, t.revision from handling_terms t join engagement e on e.id = t.engagement_id
        where t.engagement_id = $1 and {in:e.unit_id:$2}";
    TERMS_INSERT = "insert into handling_terms (engagement_id, body, updated_at, updated_by, revision)
        values ($1, $2, $3, $4, 1)";
    TERMS_UPDATE = "update handling_terms set body = $3, updated_at = $4, updated_by = $5, revision = revision + 1
        where engagement_id = $1 and revision = $2";
}

/// A value with its revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept<T> {
    /// The value.
    pub value: T,
    /// Grows by one with each change; 0 while nothing was kept.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct HandlerRow {
    id: String,
    works_for: String,
    employer: Option<String>,
    body: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct AccessRow {
    id: String,
    contractor_id: String,
    body: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct AccessOfRow {
    seq: i64,
    id: String,
    contractor_id: String,
    body: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct TermsRow {
    body: String,
    revision: i64,
}

impl TryFrom<HandlerRow> for Kept<NamedHandler> {
    type Error = Error;
    fn try_from(row: HandlerRow) -> Result<Self> {
        let body: NamedHandler = from_json("handler.body", &row.body)?;
        let value = NamedHandler {
            id: parse("handler.id", &row.id)?,
            works_for: parse("handler.works_for", &row.works_for)?,
            employer: parse_opt("handler.employer", row.employer.as_deref())?,
            ..body
        };
        Ok(Self { value, revision: row.revision })
    }
}

impl TryFrom<AccessRow> for Kept<GivenAccess> {
    type Error = Error;
    fn try_from(row: AccessRow) -> Result<Self> {
        let body: GivenAccess = from_json("given_access.body", &row.body)?;
        let contractor: ContractorId = parse("given_access.contractor_id", &row.contractor_id)?;
        let id: AccessId = parse("given_access.id", &row.id)?;
        Ok(Self { value: GivenAccess { id, contractor, ..body }, revision: row.revision })
    }
}

/// Keeps a new handler.
///
/// # Errors
/// Of the database.
pub async fn insert_handler(
    tx: &mut Tx,
    _scope: &Scope,
    one: &NamedHandler,
    (at, by): (Timestamp, PersonId),
) -> Result<()> {
    let body = to_json("handler.body", one)?;
    tx.run(&HANDLER_INSERT, args![one.id, one.engagement, one.works_for, one.employer, body, at, by]).await?;
    Ok(())
}

/// Changes a handler that still has the revision.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn update_handler(tx: &mut Tx, _scope: &Scope, one: &NamedHandler, revision: i64) -> Result<()> {
    let body = to_json("handler.body", one)?;
    if tx.run(&HANDLER_UPDATE, args![one.id, revision, one.employer, body]).await? == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Handlers named for an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn handlers(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Vec<Kept<NamedHandler>>> {
    tx.all::<HandlerRow>(&HANDLERS, args![of, reach(scope)]).await?.into_iter().map(Kept::try_from).collect()
}

/// A handler by id, for whoever came by a link.
pub(super) async fn handler(tx: &mut Tx, id: HandlerId) -> Result<Option<NamedHandler>> {
    let row = tx.optional::<HandlerRow>(&HANDLER, args![id]).await?;
    Ok(row.map(Kept::try_from).transpose()?.map(|kept: Kept<NamedHandler>| kept.value))
}

/// Keeps a new access.
///
/// # Errors
/// Of the database.
pub async fn insert_access(
    tx: &mut Tx,
    _scope: &Scope,
    one: &GivenAccess,
    (at, by): (Timestamp, PersonId),
) -> Result<()> {
    let body = to_json("given_access.body", one)?;
    tx.run(&ACCESS_INSERT, args![one.id, one.engagement, one.contractor, body, at, by]).await?;
    Ok(())
}

/// Changes an access that still has the revision.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn update_access(tx: &mut Tx, _scope: &Scope, one: &GivenAccess, revision: i64) -> Result<()> {
    let body = to_json("given_access.body", one)?;
    if tx.run(&ACCESS_UPDATE, args![one.id, revision, body]).await? == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Accesses given for an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn accesses(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Vec<Kept<GivenAccess>>> {
    tx.all::<AccessRow>(&ACCESSES, args![of, reach(scope)]).await?.into_iter().map(Kept::try_from).collect()
}

/// Accesses given to a contractor for engagements within reach, the newest first, with the key each engagement's number
/// sorts by; at most 200.
///
/// # Errors
/// Of the database.
pub async fn accesses_of(tx: &mut Tx, scope: &Scope, firm: ContractorId) -> Result<Vec<(i64, Kept<GivenAccess>)>> {
    let rows = tx.all::<AccessOfRow>(&ACCESSES_OF, args![firm, reach(scope)]).await?;
    rows.into_iter()
        .map(|r| {
            let AccessOfRow { seq, id, contractor_id, body, revision } = r;
            Ok((seq, Kept::try_from(AccessRow { id, contractor_id, body, revision })?))
        })
        .collect()
}

/// The terms of an engagement within reach; empty while nobody entered any.
///
/// # Errors
/// Of the database.
pub async fn terms(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Kept<Terms>> {
    match tx.optional::<TermsRow>(&TERMS, args![of, reach(scope)]).await? {
        None => Ok(Kept { value: Terms::default(), revision: 0 }),
        Some(row) => Ok(Kept { value: from_json("handling_terms.body", &row.body)?, revision: row.revision }),
    }
}

/// Keeps the terms of an engagement that still have the revision; 0 for the first.
///
/// # Errors
/// [`Error::Stale`] when they were changed meanwhile.
pub async fn set_terms(
    tx: &mut Tx,
    _scope: &Scope,
    of: EngagementId,
    terms: &Kept<Terms>,
    (at, by): (Timestamp, PersonId),
) -> Result<()> {
    let body = to_json("handling_terms.body", &terms.value)?;
    let done = if terms.revision == 0 {
        match tx.run(&TERMS_INSERT, args![of, body, at, by]).await {
            Err(error) if error.is_unique_violation() => return Err(Error::Stale),
            other => other?,
        }
    } else {
        tx.run(&TERMS_UPDATE, args![of, terms.revision, body, at, by]).await?
    };
    if done == 1 { Ok(()) } else { Err(Error::Stale) }
}
