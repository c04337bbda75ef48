//! The information ledger: entries, what each holder still has, and what must still be done about them. Handlers, accesses
//! and terms are in [`around`], links by which receipt is confirmed in [`link`].

pub mod around;
pub mod link;

use domain::{
    handover::{Carrier, Handover, HandoverKind, ReceiptWay, Side},
    id::{AttachmentId, ContractorId, EngagementId, HandoverId, PersonId},
    permission::Scope,
    text::Title,
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, reach, sql, to_json};

/// Most entries of one engagement, so that its balance and its gates are always worked out over all of them.
pub const MOST: i64 = 20_000;

sql! {
    LAST = "select cast(coalesce(max(no), 0) as bigint) as n from handover where engagement_id = $1";
    INSERT = "insert into handover (id, engagement_id, no, kind, item, from_id, to_id, handler_id, happened_at, waits, body,
        receipt_way, receipt_paper, entered_at, entered_by, revision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)";
    UPDATE = "update handover set waits = $3, body = $4, receipt_way = $5, receipt_paper = $6, revision = revision + 1
        where id = $1 and revision = $2";
    BY_ID = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and h.id = $2 and {in:e.unit_id:$3}";
    PAGE = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and {in:e.unit_id:$2} and (cast($3 as bigint) is null or h.no < $3)
          and (cast($4 as text) is null or h.kind = $4)
        order by h.no desc limit $5";
    ALL = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and {in:e.unit_id:$2} order by h.no limit 20000";
    OF_ITEM = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and h.item = $2 and {in:e.unit_id:$3} order by h.no limit 20000";
    WAITING = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and h.waits = $2 and {in:e.unit_id:$3} order by h.no limit 200";
    OF_HANDLER = "select h.id, h.no, h.from_id, h.to_id, h.waits, h.body, h.receipt_way, h.receipt_paper, h.entered_at,
        h.entered_by, h.revision from handover h where h.handler_id = $1 order by h.no desc limit 200";
    COUNT = "select cast(count(*) as bigint) as n from handover h join engagement e on e.id = h.engagement_id
        where h.engagement_id = $1 and {in:e.unit_id:$2}";
    HELD_DELETE = "delete from holding where engagement_id = $1 and item = $2";
    HELD_INSERT = "insert into holding (engagement_id, holder_id, item, carrier, held, claimed)
        values ($1, $2, $3, $4, $5, $6)";
    HELD = "select b.engagement_id, e.seq, e.title, b.holder_id, c.name, b.item, b.carrier, b.held, b.claimed
        from holding b join engagement e on e.id = b.engagement_id join contractor c on c.id = b.holder_id
        where b.engagement_id = $1 and {in:e.unit_id:$2} order by b.item{C}, b.holder_id, b.carrier limit 500";
    HELD_BY = "select b.engagement_id, e.seq, e.title, b.holder_id, c.name, b.item, b.carrier, b.held, b.claimed
        from holding b join engagement e on e.id = b.engagement_id join contractor c on c.id = b.holder_id
        where b.holder_id = $1 and {in:e.unit_id:$2} order by b.engagement_id, b.item{C}, b.carrier limit 500";
}

/// An entry with what is kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number within the engagement, from 1.
    pub no: i64,
    /// What happened.
    pub handover: Handover,
    /// Something is still to be done: a receipt, a written note, proof of a disposal.
    pub waits: bool,
    /// How the receipt came to be known.
    pub receipt_way: Option<ReceiptWay>,
    /// The signed paper of the receipt.
    pub receipt_paper: Option<AttachmentId>,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// By whom.
    pub entered_by: PersonId,
    /// Grows by one with each change.
    pub revision: i64,
}

/// What a holder still has of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Still {
    /// The engagement.
    pub engagement: EngagementId,
    /// The key its number sorts by.
    pub seq: i64,
    /// Its title.
    pub title: Title,
    /// The holder.
    pub holder: ContractorId,
    /// The holder's name.
    pub holder_name: Title,
    /// The item.
    pub item: Title,
    /// Its form.
    pub carrier: Carrier,
    /// How many, as far as anything shows.
    pub held: i64,
    /// How many of these are said to be gone, without proof.
    pub claimed: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    no: i64,
    from_id: Option<String>,
    to_id: Option<String>,
    waits: bool,
    body: String,
    receipt_way: Option<String>,
    receipt_paper: Option<String>,
    entered_at: i64,
    entered_by: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct StillRow {
    engagement_id: String,
    seq: i64,
    title: String,
    holder_id: String,
    name: String,
    item: String,
    carrier: String,
    held: i64,
    claimed: i64,
}

fn side(id: Option<&str>) -> Result<Side> {
    Ok(parse_opt("handover.side", id)?.map_or(Side::Client, Side::Contractor))
}

const fn firm(side: Side) -> Option<ContractorId> {
    match side {
        Side::Client => None,
        Side::Contractor(id) => Some(id),
    }
}

impl TryFrom<Row> for Entry {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let body: Handover = from_json("handover.body", &row.body)?;
        // the columns say who stands at either end: they follow when contractors are merged
        let (from, to) = (side(row.from_id.as_deref())?, side(row.to_id.as_deref())?);
        Ok(Self {
            no: row.no,
            handover: Handover { id: parse("handover.id", &row.id)?, from, to, ..body },
            waits: row.waits,
            receipt_way: parse_opt("handover.receipt_way", row.receipt_way.as_deref())?,
            receipt_paper: parse_opt("handover.receipt_paper", row.receipt_paper.as_deref())?,
            entered_at: instant("handover.entered_at", row.entered_at)?,
            entered_by: parse("handover.entered_by", &row.entered_by)?,
            revision: row.revision,
        })
    }
}

impl TryFrom<StillRow> for Still {
    type Error = Error;
    fn try_from(row: StillRow) -> Result<Self> {
        Ok(Self {
            engagement: parse("holding.engagement_id", &row.engagement_id)?,
            seq: row.seq,
            title: parse("engagement.title", &row.title)?,
            holder: parse("holding.holder_id", &row.holder_id)?,
            holder_name: parse("contractor.name", &row.name)?,
            item: parse("holding.item", &row.item)?,
            carrier: parse("holding.carrier", &row.carrier)?,
            held: row.held,
            claimed: row.claimed,
        })
    }
}

fn entries(rows: Vec<Row>) -> Result<Vec<Entry>> {
    rows.into_iter().map(Entry::try_from).collect()
}

/// The last number given in an engagement; 0 when there is none.
///
/// # Errors
/// Of the database.
pub async fn last_no(tx: &mut Tx, _scope: &Scope, of: EngagementId) -> Result<i64> {
    Ok(tx.one::<CountRow>(&LAST, args![of]).await?.n)
}

/// Keeps a new entry.
///
/// # Errors
/// Of the database; a unique violation when its number was taken meanwhile.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Entry) -> Result<()> {
    let h = &one.handover;
    let args = args![
        h.id,
        h.engagement,
        one.no,
        h.kind,
        &h.item,
        firm(h.from),
        firm(h.to),
        h.handler,
        h.at,
        one.waits,
        to_json("handover.body", h)?,
        one.receipt_way,
        one.receipt_paper,
        one.entered_at,
        one.entered_by,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Changes what may change of an entry that was read in this transaction: receipt, note, disposal.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn update(tx: &mut Tx, one: &mut Entry) -> Result<()> {
    let h = &one.handover;
    let args = args![h.id, one.revision, one.waits, to_json("handover.body", h)?, one.receipt_way, one.receipt_paper];
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    one.revision = one.revision.saturating_add(1);
    Ok(())
}

/// One entry of an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, of: EngagementId, id: HandoverId) -> Result<Option<Entry>> {
    tx.optional::<Row>(&BY_ID, args![of, id, reach(scope)]).await?.map(Entry::try_from).transpose()
}

/// Entries of an engagement, the newest first, before a number; only those of a kind when one is given.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    of: EngagementId,
    (before, kind): (Option<i64>, Option<HandoverKind>),
    limit: i64,
) -> Result<Vec<Entry>> {
    entries(tx.all::<Row>(&PAGE, args![of, reach(scope), before, kind, limit]).await?)
}

/// Every entry of an engagement in the order of entering; there are at most [`MOST`].
///
/// # Errors
/// Of the database.
pub async fn all(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Vec<Entry>> {
    entries(tx.all::<Row>(&ALL, args![of, reach(scope)]).await?)
}

/// Every entry about one item.
///
/// # Errors
/// Of the database.
pub async fn of_item(tx: &mut Tx, scope: &Scope, of: EngagementId, item: &Title) -> Result<Vec<Entry>> {
    entries(tx.all::<Row>(&OF_ITEM, args![of, item, reach(scope)]).await?)
}

/// Entries about which something is still to be done, the oldest first; at most 200.
///
/// # Errors
/// Of the database.
pub async fn waiting(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Vec<Entry>> {
    entries(tx.all::<Row>(&WAITING, args![of, true, reach(scope)]).await?)
}

/// Entries meant for one handler, the newest first; at most 200. For whoever came by that handler's link.
///
/// # Errors
/// Of the database.
pub async fn of_handler(tx: &mut Tx, to: &link::Opened) -> Result<Vec<Entry>> {
    entries(tx.all::<Row>(&OF_HANDLER, args![to.handler.id]).await?)
}

/// How many entries an engagement has.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<i64> {
    Ok(tx.one::<CountRow>(&COUNT, args![of, reach(scope)]).await?.n)
}

/// A line of the balance: holder, form, held, claimed.
pub type Line = (ContractorId, Carrier, i64, i64);

/// Writes anew what is held of one item.
///
/// # Errors
/// Of the database.
pub async fn settle(tx: &mut Tx, of: EngagementId, item: &Title, lines: &[Line]) -> Result<()> {
    tx.run(&HELD_DELETE, args![of, item]).await?;
    for (holder, carrier, held, claimed) in lines {
        tx.run(&HELD_INSERT, args![of, *holder, item, *carrier, *held, *claimed]).await?;
    }
    Ok(())
}

/// What is still held for an engagement, by item; at most 500 lines.
///
/// # Errors
/// Of the database.
pub async fn held(tx: &mut Tx, scope: &Scope, of: EngagementId) -> Result<Vec<Still>> {
    tx.all::<StillRow>(&HELD, args![of, reach(scope)]).await?.into_iter().map(Still::try_from).collect()
}

/// What a contractor still holds for engagements within reach; at most 500 lines.
///
/// # Errors
/// Of the database.
pub async fn held_by(tx: &mut Tx, scope: &Scope, holder: ContractorId) -> Result<Vec<Still>> {
    tx.all::<StillRow>(&HELD_BY, args![holder, reach(scope)]).await?.into_iter().map(Still::try_from).collect()
}

#[cfg(test)]
mod tests;
