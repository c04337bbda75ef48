//! Links by which a named handler confirms what was received. A link opens the entries meant for that handler, and nothing
//! else: no other handler, no other engagement.

use domain::{
    handover::NamedHandler,
    id::{HandlerId, LinkId, UnitId},
    text::Title,
};
use jiff::Timestamp;
use serde::Serialize;

use super::around;
use crate::{Error, Result, Tx, args, instant, instant_opt, parse, sql};

sql! {
    INSERT = "insert into handler_link (id, handler_id, token_hash, session_hash, created_at, expires_at, opened_at, ended_at)
        values ($1, $2, $3, null, $4, $5, null, null)";
    END = "update handler_link set ended_at = $2 where handler_id = $1 and ended_at is null";
    OPEN = "update handler_link set opened_at = $2, session_hash = $3
        where id = $1 and opened_at is null and ended_at is null and expires_at > $2";
    BY_TOKEN = "select l.id, l.handler_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from handler_link l where l.token_hash = $1";
    BY_SESSION = "select l.id, l.handler_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from handler_link l where l.session_hash = $1";
    BY_ID = "select l.id, l.handler_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from handler_link l where l.id = $1";
    LATEST = "select l.id, l.handler_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from handler_link l join handler h on h.id = l.handler_id
        where h.engagement_id = $1 and l.ended_at is null order by l.created_at desc, l.id limit 1000";
    ABOUT = "select e.unit_id as unit_id, e.title as title, c.name as firm from handler h
        join engagement e on e.id = h.engagement_id join contractor c on c.id = h.works_for where h.id = $1";
}

/// A link of a handler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandlerLink {
    /// Its id.
    pub id: LinkId,
    /// The handler.
    pub handler: HandlerId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was used.
    pub opened_at: Option<Timestamp>,
    /// When it was replaced or ended.
    pub ended_at: Option<Timestamp>,
}

impl HandlerLink {
    /// It still leads somewhere.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
}

/// A link with what it opens.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The link.
    pub link: HandlerLink,
    /// Whom it belongs to.
    pub handler: NamedHandler,
    /// The unit of the engagement.
    pub unit: UnitId,
    /// Title of the engagement.
    pub title: Title,
    /// The firm the handler works for.
    pub firm: Title,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: String,
    handler_id: String,
    created_at: i64,
    expires_at: i64,
    opened_at: Option<i64>,
    ended_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct AboutRow {
    unit_id: String,
    title: String,
    firm: String,
}

impl TryFrom<LinkRow> for HandlerLink {
    type Error = Error;
    fn try_from(row: LinkRow) -> Result<Self> {
        Ok(Self {
            id: parse("handler_link.id", &row.id)?,
            handler: parse("handler_link.handler_id", &row.handler_id)?,
            created_at: instant("handler_link.created_at", row.created_at)?,
            expires_at: instant("handler_link.expires_at", row.expires_at)?,
            opened_at: instant_opt("handler_link.opened_at", row.opened_at)?,
            ended_at: instant_opt("handler_link.ended_at", row.ended_at)?,
        })
    }
}

/// Keeps a new link by the digest of its token and ends every other one of the handler.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, link: &HandlerLink, token_hash: &str) -> Result<()> {
    end(tx, link.handler, link.created_at).await?;
    tx.run(&INSERT, args![link.id, link.handler, token_hash, link.created_at, link.expires_at]).await?;
    Ok(())
}

/// Ends every link of a handler.
///
/// # Errors
/// Of the database.
pub async fn end(tx: &mut Tx, handler: HandlerId, at: Timestamp) -> Result<()> {
    tx.run(&END, args![handler, at]).await?;
    Ok(())
}

/// Uses a link up; tells whether it could be used.
///
/// # Errors
/// Of the database.
pub async fn open(tx: &mut Tx, link: LinkId, at: Timestamp, session_hash: &str) -> Result<bool> {
    Ok(tx.run(&OPEN, args![link, at, session_hash]).await? == 1)
}

/// A link by the digest of its token, whatever has become of it.
///
/// # Errors
/// Of the database.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<Opened>> {
    let row = tx.optional::<LinkRow>(&BY_TOKEN, args![token_hash]).await?;
    led(tx, row).await
}

/// The same by the digest of the session that was begun with it.
///
/// # Errors
/// Of the database.
pub async fn by_session(tx: &mut Tx, session_hash: &str) -> Result<Option<Opened>> {
    let row = tx.optional::<LinkRow>(&BY_SESSION, args![session_hash]).await?;
    led(tx, row).await
}

/// A link by its id, as it stands now; only whoever came by it has the id.
///
/// # Errors
/// Of the database.
pub async fn current(tx: &mut Tx, id: LinkId) -> Result<Option<HandlerLink>> {
    tx.optional::<LinkRow>(&BY_ID, args![id]).await?.map(HandlerLink::try_from).transpose()
}

async fn led(tx: &mut Tx, row: Option<LinkRow>) -> Result<Option<Opened>> {
    let Some(link) = row.map(HandlerLink::try_from).transpose()? else { return Ok(None) };
    let Some(handler) = around::handler(tx, link.handler).await? else { return Ok(None) };
    let about = tx.one::<AboutRow>(&ABOUT, args![handler.id]).await?;
    Ok(Some(Opened {
        link,
        unit: parse("engagement.unit_id", &about.unit_id)?,
        title: parse("engagement.title", &about.title)?,
        firm: parse("contractor.name", &about.firm)?,
        handler,
    }))
}

/// Links of an engagement's handlers that were not replaced.
///
/// # Errors
/// Of the database.
pub async fn standing(
    tx: &mut Tx,
    _scope: &domain::permission::Scope,
    of: domain::id::EngagementId,
) -> Result<Vec<HandlerLink>> {
    tx.all::<LinkRow>(&LATEST, args![of]).await?.into_iter().map(HandlerLink::try_from).collect()
}
