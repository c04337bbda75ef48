//! Contractors. One list for the whole organisation: the scope says that a person may read or write it, not which part.

use std::collections::BTreeMap;

use domain::{contractor::Contractor, id::ContractorId, permission::Scope};

use crate::{Error, Result, Tx, args, instant, parse, parse_opt, reach, sql};

sql! {
    INSERT = "insert into contractor (id, name, search_key, corporate_number, created_at, revision)
        values ($1, $2, $3, $4, $5, $6)";
    UPDATE = "update contractor set name = $3, search_key = $4, corporate_number = $5, revision = revision + 1
        where id = $1 and revision = $2";
    BY_ID = "select id, name, corporate_number, created_at, revision from contractor where id = $1";
    // the key of the line to go on after is looked up here, so that the index is entered where the last page ended
    PAGE = "select id, name, corporate_number, created_at, revision from contractor
        where (search_key, id) > (coalesce((select search_key from contractor where id = $2), ''),
                                  coalesce(cast($2 as text), ''))
          and (cast($1 as text) is null or {has:search_key:$1})
        order by search_key, id limit $3";
    COUNT = "select count(*) as n from contractor where (cast($1 as text) is null or {has:search_key:$1})";
    NAMESAKES = "select id, name, corporate_number, created_at, revision from contractor
        where search_key >= $1 and search_key < $2 order by search_key, id limit 20";
    CARRY = "update engagement set contractor_name = $2, contractor_key = $3 where contractor_id = $1";
    CARRIED = "select seq, title_key from engagement where contractor_id = $1 and seq > $2 order by seq limit 500";
    UNDER_WAY = "select contractor_id as id, cast(count(*) as bigint) as n from engagement
        where {of:contractor_id:$1} and {in:unit_id:$2} and {plain:standing} = 'open'
        group by contractor_id order by contractor_id limit 1000";
    WORDS_DELETE = "delete from engagement_words where rowid = $1";
    WORDS_INSERT = "insert into engagement_words (rowid, grams) values ($1, {tsv:$2})";
}

#[derive(sqlx::FromRow)]
struct ContractorRow {
    id: String,
    name: String,
    corporate_number: Option<String>,
    created_at: i64,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct UnderWayRow {
    id: String,
    n: i64,
}

#[derive(sqlx::FromRow)]
struct CarriedRow {
    seq: i64,
    title_key: String,
}

impl TryFrom<ContractorRow> for Contractor {
    type Error = Error;
    fn try_from(row: ContractorRow) -> Result<Self> {
        Ok(Self {
            id: parse("contractor.id", &row.id)?,
            name: parse("contractor.name", &row.name)?,
            corporate_number: parse_opt("contractor.corporate_number", row.corporate_number.as_deref())?,
            created_at: instant("contractor.created_at", row.created_at)?,
            revision: row.revision,
        })
    }
}

/// What is looked for in the keys; `None` for everything.
fn part(query: &str) -> Option<String> {
    Some(domain::fold::fold(query)).filter(|folded| !folded.is_empty())
}

fn many(rows: Vec<ContractorRow>) -> Result<Vec<Contractor>> {
    rows.into_iter().map(Contractor::try_from).collect()
}

/// Folded name, a space, the number: a folded text has no space, so what is looked for never reaches across.
fn search_key(one: &Contractor) -> String {
    let number = one.corporate_number.as_ref().map_or("", |n| n.as_str());
    format!("{} {number}", domain::fold::fold(one.name.as_str()))
}

/// Adds a contractor.
///
/// # Errors
/// Of the database; a taken corporate number is a unique violation.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Contractor) -> Result<()> {
    let key = search_key(one);
    tx.run(&INSERT, args![one.id, &one.name, key, &one.corporate_number, one.created_at, one.revision]).await?;
    Ok(())
}

/// Changes the contractor that still has the revision given; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile; a taken corporate number is a unique violation.
pub async fn update(tx: &mut Tx, _scope: &Scope, one: &mut Contractor) -> Result<()> {
    let args = args![one.id, one.revision, &one.name, search_key(one), &one.corporate_number];
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    one.revision = one.revision.saturating_add(1);
    Ok(())
}

/// Carries a new name to the lists and the search of the contractor's engagements; they keep everything else.
///
/// # Errors
/// Of the database.
pub async fn carry_name(tx: &mut Tx, _scope: &Scope, one: &Contractor) -> Result<()> {
    tx.run(&CARRY, args![one.id, &one.name, domain::fold::fold(one.name.as_str())]).await?;
    let mut after = -1i64;
    loop {
        let rows = tx.all::<CarriedRow>(&CARRIED, args![one.id, after]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.seq;
        for row in rows {
            let number = domain::calendar::EngagementNumber::from_sort_key(row.seq)
                .ok_or_else(|| Error::stored("engagement.seq", row.seq))?;
            let grams = crate::words::grams_of(&number.to_string(), &row.title_key, one.name.as_str());
            tx.run(&WORDS_DELETE, args![row.seq]).await?;
            tx.run(&WORDS_INSERT, args![row.seq, grams]).await?;
        }
    }
}

/// One contractor.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, _scope: &Scope, id: ContractorId) -> Result<Option<Contractor>> {
    tx.optional::<ContractorRow>(&BY_ID, args![id]).await?.map(Contractor::try_from).transpose()
}

/// Contractors found by part of name or number, by name, after one of them.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    _scope: &Scope,
    query: &str,
    after: Option<ContractorId>,
    limit: i64,
) -> Result<Vec<Contractor>> {
    many(tx.all(&PAGE, args![part(query), after, limit]).await?)
}

/// How many are found.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, _scope: &Scope, query: &str) -> Result<i64> {
    Ok(tx.one::<CountRow>(&COUNT, args![part(query)]).await?.n)
}

/// How many engagements under way each of these contractors has, within a reach that sees engagements.
///
/// # Errors
/// Of the database.
pub async fn under_way(tx: &mut Tx, scope: &Scope, ids: &[ContractorId]) -> Result<BTreeMap<ContractorId, i64>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let ids = format!("[\"{}\"]", list.join("\",\""));
    let rows = tx.all::<UnderWayRow>(&UNDER_WAY, args![ids, reach(scope)]).await?;
    rows.into_iter().map(|r| Ok((parse("engagement.contractor_id", &r.id)?, r.n))).collect()
}

/// Contractors of the same name, however it is written; at most 20.
///
/// # Errors
/// Of the database.
pub async fn namesakes(tx: &mut Tx, _scope: &Scope, name: &str) -> Result<Vec<Contractor>> {
    let key = domain::fold::fold(name);
    // keys that begin with the name and the space after it: '!' follows the space
    many(tx.all(&NAMESAKES, args![format!("{key} "), format!("{key}!")]).await?)
}
