//! The register of critical and non-critical work: versions that are only ever added to.
//!
//! A line belongs to the versions from the one that brought it until the one that took it away or replaced it, so any
//! past version can be read as it stood. The register is one for the whole organisation and every decision is judged
//! by it, whoever asks; therefore reading takes no scope.

use std::collections::BTreeSet;

use domain::{
    id::{EntryId, PersonId},
    register::{Entry, Register, RegisterChange, RegisterVersion},
    text::{Ground, Title},
};
use jiff::civil::Date;

use crate::{Error, Result, Tx, args, from_json, parse, parse_opt, sql, to_json};

sql! {
    CURRENT = "select coalesce(max(version), 0) as version from register_version";
    AT = "select id, from_version, until_version, list, system_name, body from register_entry
        where from_version <= $1 and (until_version is null or until_version > $1)
        order by list, system_key, id limit 5001";
    FOR_SYSTEM = "select id, from_version, until_version, list, system_name, body from register_entry
        where system_key = $2 and from_version <= $1 and (until_version is null or until_version > $1)
        order by list, id limit 5001";
    SYSTEMS = "select min(system_name{C}) as system_name, system_key from register_entry where until_version is null
        group by system_key order by system_key limit 5001";
    HISTORY = "select e.id, e.from_version, e.until_version, e.list, e.system_name, e.body,
        b.made_on, b.made_by, b.reason, u.made_on as ended_on, u.made_by as ended_by, u.reason as end_reason
        from register_entry e join register_version b on b.version = e.from_version
        left join register_version u on u.version = e.until_version
        where e.id = $1 order by e.from_version desc limit 500";
    STANDS = "select id from register_entry where id = $1 and until_version is null";
    REVIEWS = "select id, from_version, until_version, list, system_name, body from register_entry
        where until_version is null and review_on is not null and review_on <= $1
        order by review_on{C}, id limit $2";
    VERSIONS = "select version, made_on, made_by, reason from register_version where version < $1
        order by version desc limit $2";
    VERSION = "select version, made_on, made_by, reason from register_version where version = $1";
    VERSION_INSERT = "insert into register_version (version, made_on, made_by, reason) values ($1, $2, $3, $4)";
    INSERT = "insert into register_entry
        (id, from_version, until_version, list, system_name, system_key, body, review_on)
        values ($1, $2, null, $3, $4, $5, $6, $7)";
    END = "update register_entry set until_version = $2 where id = $1 and until_version is null";
}

/// Most lines one version may have.
pub const MAX_ENTRIES: usize = 5000;

#[derive(sqlx::FromRow)]
struct NumberRow {
    version: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: String,
    from_version: i64,
    until_version: Option<i64>,
    list: String,
    system_name: String,
    body: String,
}

#[derive(sqlx::FromRow)]
struct SystemRow {
    system_name: String,
    system_key: String,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    version: i64,
    made_on: String,
    made_by: Option<String>,
    reason: String,
}

impl EntryRow {
    fn entry(self) -> Result<Entry> {
        let entry: Entry = from_json("register_entry.body", &self.body)?;
        // the columns are what is searched, the body is what is judged by: they must tell the same
        if entry.id.to_string() != self.id
            || entry.list.code() != self.list
            || entry.system.as_str() != self.system_name
        {
            return Err(Error::stored("register_entry.body", "differs from its columns"));
        }
        Ok(entry)
    }
}

impl TryFrom<VersionRow> for RegisterVersion {
    type Error = Error;
    fn try_from(row: VersionRow) -> Result<Self> {
        Ok(Self {
            version: row.version,
            made_on: parse("register_version.made_on", &row.made_on)?,
            made_by: parse_opt("register_version.made_by", row.made_by.as_deref())?,
            reason: parse("register_version.reason", &row.reason)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct IdRow {
    #[expect(dead_code, reason = "only whether there is one is asked")]
    id: String,
}

#[derive(sqlx::FromRow)]
struct FormRow {
    #[sqlx(flatten)]
    entry: EntryRow,
    made_on: String,
    made_by: Option<String>,
    reason: String,
    ended_on: Option<String>,
    ended_by: Option<String>,
    end_reason: Option<String>,
}

/// One form a line has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The line as it was.
    pub entry: Entry,
    /// The version that brought it.
    pub made: RegisterVersion,
    /// The version that replaced it or took it away.
    pub ended: Option<RegisterVersion>,
}

impl TryFrom<FormRow> for Form {
    type Error = Error;
    fn try_from(row: FormRow) -> Result<Self> {
        let (made_on, made_by, reason) = (row.made_on, row.made_by, row.reason);
        let made = VersionRow { version: row.entry.from_version, made_on, made_by, reason }.try_into()?;
        let ended = match (row.entry.until_version, row.ended_on, row.end_reason) {
            (Some(version), Some(made_on), Some(reason)) => {
                Some(VersionRow { version, made_on, made_by: row.ended_by, reason }.try_into()?)
            }
            _ => None,
        };
        Ok(Self { entry: row.entry.entry()?, made, ended })
    }
}

fn entries(rows: Vec<EntryRow>) -> Result<Vec<Entry>> {
    // never judge by part of a register
    if rows.len() > MAX_ENTRIES {
        return Err(Error::stored("register_entry", format!("more than {MAX_ENTRIES} lines in one version")));
    }
    rows.into_iter().map(EntryRow::entry).collect()
}

/// The newest version; 0 before the first.
///
/// # Errors
/// Of the database.
pub async fn current_version(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one::<NumberRow>(&CURRENT, args![]).await?.version)
}

/// The register as it stood in a version.
///
/// # Errors
/// Of the database.
pub async fn at(tx: &mut Tx, version: i64) -> Result<Register> {
    Ok(Register { version, entries: entries(tx.all(&AT, args![version]).await?)? })
}

/// The lines of a version on one system, given by its name or its folded name.
///
/// # Errors
/// Of the database.
pub async fn for_system(tx: &mut Tx, version: i64, system_key: &str) -> Result<Register> {
    let rows = tx.all(&FOR_SYSTEM, args![version, domain::fold::fold(system_key)]).await?;
    Ok(Register { version, entries: entries(rows)? })
}

/// Names of systems in the newest version that are like what was typed, the likest first.
///
/// # Errors
/// Of the database.
pub async fn systems(tx: &mut Tx, query: &str, limit: usize) -> Result<Vec<Title>> {
    let wanted = domain::fold::fold(query);
    let rows = tx.all::<SystemRow>(&SYSTEMS, args![]).await?;
    let mut likely: Vec<(u32, SystemRow)> = rows
        .into_iter()
        .map(|row| (likeness(&wanted, &row.system_key), row))
        .filter(|(likeness, _)| *likeness > 0)
        .collect();
    likely.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    likely.into_iter().take(limit).map(|(_, row)| parse("register_entry.system_name", &row.system_name)).collect()
}

/// How alike two folded names are, 0 (not) to 1000 (equal): one within the other, or neighbouring characters shared.
fn likeness(wanted: &str, key: &str) -> u32 {
    if wanted.is_empty() || wanted == key {
        return 1000;
    }
    if key.starts_with(wanted) {
        return 950;
    }
    if key.contains(wanted) || wanted.contains(key) {
        return 900;
    }
    let (a, b) = (pairs(wanted), pairs(key));
    let shared = a.intersection(&b).count().saturating_mul(2000);
    let share = shared.checked_div(a.len().saturating_add(b.len())).unwrap_or(0);
    // less than a third in common is chance
    if share < 334 { 0 } else { u32::try_from(share.min(899)).unwrap_or(0) }
}

/// Neighbouring characters of a folded name without the word システム, which says nothing: most names end with it.
fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let text = text.replace("しすてむ", "");
    text.chars().zip(text.chars().skip(1)).collect()
}

/// All forms a line has had, the newest first.
///
/// # Errors
/// Of the database.
pub async fn history(tx: &mut Tx, id: EntryId) -> Result<Vec<Form>> {
    tx.all::<FormRow>(&HISTORY, args![id]).await?.into_iter().map(Form::try_from).collect()
}

/// Lines of the newest version whose day of review has come by a day, the earliest first.
///
/// # Errors
/// Of the database.
pub async fn reviews(tx: &mut Tx, by: Date, limit: i64) -> Result<Vec<Entry>> {
    entries(tx.all(&REVIEWS, args![by, limit]).await?)
}

/// Versions before one, the newest first.
///
/// # Errors
/// Of the database.
pub async fn versions(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<RegisterVersion>> {
    tx.all::<VersionRow>(&VERSIONS, args![before, limit]).await?.into_iter().map(TryFrom::try_from).collect()
}

/// Who made one version.
///
/// # Errors
/// Of the database.
pub async fn version(tx: &mut Tx, version: i64) -> Result<Option<RegisterVersion>> {
    tx.optional::<VersionRow>(&VERSION, args![version]).await?.map(TryFrom::try_from).transpose()
}

/// Makes the next version by one change and gives its number. The caller holds the ledger's head, so no other version
/// is made meanwhile.
///
/// # Errors
/// [`Error::Stale`] when the line to be replaced or removed is gone, or the one to be added is already there.
pub async fn apply(
    tx: &mut Tx,
    change: &RegisterChange,
    made_by: impl Into<Option<PersonId>>,
    on: Date,
    reason: &Ground,
) -> Result<i64> {
    let next = current_version(tx).await?.saturating_add(1);
    tx.run(&VERSION_INSERT, args![next, on, made_by.into(), reason.as_str()]).await?;
    match change {
        RegisterChange::Add(entry) => {
            if tx.optional::<IdRow>(&STANDS, args![entry.id]).await?.is_some() {
                return Err(Error::Stale);
            }
            insert(tx, entry, next).await?;
        }
        RegisterChange::Replace(entry) => {
            end(tx, entry.id, next).await?;
            insert(tx, entry, next).await?;
        }
        RegisterChange::Remove { entry } => end(tx, *entry, next).await?,
    }
    Ok(next)
}

async fn insert(tx: &mut Tx, entry: &Entry, version: i64) -> Result<()> {
    let key = domain::fold::fold(entry.system.as_str());
    let body = to_json("register_entry.body", entry)?;
    let args = args![entry.id, version, entry.list.code(), &entry.system, key, body, entry.review_on];
    tx.run(&INSERT, args).await?;
    Ok(())
}

async fn end(tx: &mut Tx, id: EntryId, version: i64) -> Result<()> {
    if tx.run(&END, args![id, version]).await? == 1 { Ok(()) } else { Err(Error::Stale) }
}

#[cfg(test)]
mod tests;
