//! The ledger's rows. Only ever added to; there is no statement here that changes or removes one.

use domain::permission::Scope;
use ledger::{Entry, Head, Stored, StoredHead};

use crate::{Error, Result, Tx, args, parse, reach, sql};

sql! {
    HEAD = "select seq, hash from ledger_head where id = 1{lock}";
    HEAD_PLAIN = "select seq, hash from ledger_head where id = 1";
    HEAD_INSERT = "insert into ledger_head (id, seq, hash) values (1, $1, $2)";
    HEAD_SET = "update ledger_head set seq = $1, hash = $2 where id = 1";
    INSERT = "insert into ledger (seq, at, actor, on_behalf_of, channel, action, subject_kind, subject_id, unit_id,
        before_digest, after_digest, detail, request_id, prev_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    AFTER = "select seq, at, actor, on_behalf_of, channel, action, subject_kind, subject_id, unit_id, before_digest,
        after_digest, detail, request_id, prev_hash, hash from ledger where seq > $1 order by seq limit $2";
    AT = "select seq, at, actor, on_behalf_of, channel, action, subject_kind, subject_id, unit_id, before_digest,
        after_digest, detail, request_id, prev_hash, hash from ledger where seq = $1";
    PAGE = "select seq, at, actor, on_behalf_of, channel, action, subject_kind, subject_id, unit_id, before_digest,
        after_digest, detail, request_id, prev_hash, hash from ledger
        where seq < $1 and {in:unit_id:$2}
          and (cast($3 as text) is null or action like $3)
          and (cast($4 as text) is null or actor = $4)
          and (cast($5 as text) is null or subject_id = $5)
        order by seq desc limit $6";
    OF_SUBJECT = "select seq, at, actor, on_behalf_of, channel, action, subject_kind, subject_id, unit_id, before_digest,
        after_digest, detail, request_id, prev_hash, hash from ledger
        where subject_id = $1 and seq < $2 and {in:unit_id:$4} order by seq desc limit $3";
    CHECKPOINT_INSERT = "insert into checkpoint (seq, at, body) values ($1, $2, $3) on conflict (seq) do nothing";
    CHECKPOINT_AT = "select seq, at, body from checkpoint where seq = $1";
    CHECKPOINTS = "select seq, at, body from checkpoint order by seq desc limit 100";
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    seq: i64,
    at: i64,
    actor: String,
    on_behalf_of: Option<String>,
    channel: String,
    action: String,
    subject_kind: String,
    subject_id: String,
    unit_id: Option<String>,
    before_digest: Option<String>,
    after_digest: Option<String>,
    detail: String,
    request_id: Option<String>,
    prev_hash: String,
    hash: String,
}

impl From<EntryRow> for Stored {
    fn from(row: EntryRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            on_behalf_of: row.on_behalf_of,
            channel: row.channel,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            unit: row.unit_id,
            before: row.before_digest,
            after: row.after_digest,
            detail: row.detail,
            request: row.request_id,
            prev: row.prev_hash,
            hash: row.hash,
        }
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    seq: i64,
    hash: String,
}

impl TryFrom<HeadRow> for Head {
    type Error = Error;
    fn try_from(row: HeadRow) -> Result<Self> {
        Ok(Self {
            seq: u64::try_from(row.seq).map_err(|e| Error::stored("ledger_head.seq", e))?,
            hash: parse("ledger_head.hash", &row.hash)?,
        })
    }
}

fn seq(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Takes the head and keeps every other writer waiting until the transaction ends. First statement of a write.
///
/// # Errors
/// Of the database.
pub async fn lock(tx: &mut Tx) -> Result<Head> {
    match tx.optional::<HeadRow>(&HEAD, args![]).await? {
        Some(row) => row.try_into(),
        None => {
            tx.run(&HEAD_INSERT, args![0i64, Head::GENESIS.hash.to_string()]).await?;
            Ok(Head::GENESIS)
        }
    }
}

/// Adds an entry.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let row = Stored::from(entry);
    let args = args![
        row.seq,
        row.at,
        row.actor,
        row.on_behalf_of,
        row.channel,
        row.action,
        row.subject_kind,
        row.subject_id,
        row.unit,
        row.before,
        row.after,
        row.detail,
        row.request,
        row.prev,
        row.hash,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Sets the head; last statement of a write.
///
/// # Errors
/// Of the database.
pub async fn set_head(tx: &mut Tx, head: &Head) -> Result<()> {
    tx.run(&HEAD_SET, args![seq(head.seq), head.hash.to_string()]).await?;
    Ok(())
}

/// The head as stored, even if it was tampered with; `None` before the first entry.
///
/// # Errors
/// Of the database.
pub async fn head(tx: &mut Tx) -> Result<Option<StoredHead>> {
    Ok(tx.optional::<HeadRow>(&HEAD_PLAIN, args![]).await?.map(|r| StoredHead { seq: r.seq, hash: r.hash }))
}

/// Rows after one, in order, as stored; the verifier reads the ledger so.
///
/// # Errors
/// Of the database.
pub async fn after(tx: &mut Tx, seq: i64, limit: i64) -> Result<Vec<Stored>> {
    Ok(tx.all::<EntryRow>(&AFTER, args![seq, limit]).await?.into_iter().map(Stored::from).collect())
}

/// One row as stored.
///
/// # Errors
/// Of the database.
pub async fn at(tx: &mut Tx, seq: i64) -> Result<Option<Stored>> {
    Ok(tx.optional::<EntryRow>(&AT, args![seq]).await?.map(Stored::from))
}

/// What to show of the ledger.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Beginning of an action: `engagement.`
    pub action: Option<String>,
    /// Who, as the ledger writes it.
    pub actor: Option<String>,
    /// What it was done to, as the ledger writes it.
    pub subject: Option<String>,
}

/// A page of the ledger within reach, newest first, before an entry.
///
/// # Errors
/// Of the database.
pub async fn page(tx: &mut Tx, scope: &Scope, filter: &Filter, before: i64, limit: i64) -> Result<Vec<Stored>> {
    let action = filter.action.as_ref().map(|a| format!("{}%", a.replace(['%', '_'], "")));
    let args = args![before, reach(scope), action, filter.actor.clone(), filter.subject.clone(), limit];
    let rows = tx.all::<EntryRow>(&PAGE, args).await?;
    Ok(rows.into_iter().map(Stored::from).collect())
}

/// What happened to one subject, as far as it belongs to units in reach, newest first. Entries without a unit are about
/// the whole and shown to those who see the whole.
///
/// # Errors
/// Of the database.
pub async fn of_subject(tx: &mut Tx, scope: &Scope, subject: &str, before: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx.all::<EntryRow>(&OF_SUBJECT, args![subject, before, limit, reach(scope)]).await?;
    Ok(rows.into_iter().map(Stored::from).collect())
}

#[derive(sqlx::FromRow)]
struct CheckpointRow {
    seq: i64,
    at: i64,
    body: String,
}

/// A checkpoint that was issued.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Entry it vouches for.
    pub seq: i64,
    /// When.
    pub at: jiff::Timestamp,
    /// The signed text.
    pub body: String,
}

/// Keeps an issued checkpoint.
///
/// # Errors
/// Of the database.
pub async fn insert_checkpoint(tx: &mut Tx, _scope: &Scope, issued: &Issued) -> Result<()> {
    tx.run(&CHECKPOINT_INSERT, args![issued.seq, issued.at, issued.body.as_str()]).await?;
    Ok(())
}

/// One checkpoint, by the entry it vouches for.
///
/// # Errors
/// Of the database.
pub async fn checkpoint(tx: &mut Tx, _scope: &Scope, seq: i64) -> Result<Option<Issued>> {
    let row = tx.optional::<CheckpointRow>(&CHECKPOINT_AT, args![seq]).await?;
    row.map(|r| Ok(Issued { seq: r.seq, at: crate::instant("checkpoint.at", r.at)?, body: r.body })).transpose()
}

/// Checkpoints issued, newest first.
///
/// # Errors
/// Of the database.
pub async fn checkpoints(tx: &mut Tx, _scope: &Scope) -> Result<Vec<Issued>> {
    let rows = tx.all::<CheckpointRow>(&CHECKPOINTS, args![]).await?;
    rows.into_iter()
        .map(|r| Ok(Issued { seq: r.seq, at: crate::instant("checkpoint.at", r.at)?, body: r.body }))
        .collect()
}
