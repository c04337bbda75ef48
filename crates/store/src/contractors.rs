//! Contractors. One list for the whole organisation: the scope says that a person may read or write it, not which part.

use std::collections::BTreeMap;

use domain::{
    contractor::{CertificateKind, Contractor, ContractorStanding, Details},
    id::ContractorId,
    permission::Scope,
    text::Title,
};
use jiff::civil::Date;

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, reach, sql, to_json};

pub mod mapping;
pub mod merge;

sql! {
    INSERT = "insert into contractor (id, name, search_key, corporate_number, created_at, revision,
        name_key, core_key, body, standing, marks, ends_on, merged_into)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null)";
    UPDATE = "update contractor set name = $3, search_key = $4, corporate_number = $5, name_key = $6, core_key = $7,
        body = $8, standing = $9, marks = $10, ends_on = $11, revision = revision + 1
        where id = $1 and revision = $2 and merged_into is null";
    BY_ID = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor where id = $1";
    // the key of the line to go on after is looked up here, so that the index is entered where the last page ended
    PAGE = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where (search_key, id) > (coalesce((select search_key from contractor where id = $2), ''),
                                  coalesce(cast($2 as text), ''))
          and merged_into is null
          and (cast($1 as text) is null or {has:search_key:$1})
          and (cast($4 as text) is null or standing = $4)
          and (cast($5 as text) is null or {has:marks:$5})
          and (cast($6 as text) is null or ends_on <= $6)
        order by search_key, id limit $3";
    OF_IDS = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where {of:id:$1} and merged_into is null order by search_key, id limit 500";
    COUNT = "select count(*) as n from contractor where merged_into is null
          and (cast($1 as text) is null or {has:search_key:$1})
          and (cast($2 as text) is null or standing = $2)
          and (cast($3 as text) is null or {has:marks:$3})
          and (cast($4 as text) is null or ends_on <= $4)";
    NAMESAKES = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where name_key = $1 and merged_into is null order by id limit 20";
    NAMES = "select id, name from contractor where {of:id:$1} order by id limit 5000";
    NAMED = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where {of:name_key:$1} and merged_into is null order by id limit 5000";
    WITH_IDS = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where {of:id:$1} and merged_into is null order by id limit 5000";
    NUMBERED = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where {of:corporate_number:$1} order by id limit 5000";
    CARRY = "update engagement set contractor_name = $2, contractor_key = $3 where contractor_id = $1";
    CARRIED = "select seq, title_key from engagement where contractor_id = $1 and seq > $2 order by seq limit 500";
    UNDER_WAY = "select contractor_id as id, cast(count(*) as bigint) as n from engagement
        where {of:contractor_id:$1} and {in:unit_id:$2} and {plain:standing} = 'open'
        group by contractor_id order by contractor_id limit 1000";
    UNKEYED = "select id, name from contractor where core_key is null order by id limit 500";
    KEYS = "update contractor set name_key = $2, core_key = $3 where id = $1";
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
    body: Option<String>,
    merged_into: Option<String>,
}

#[derive(sqlx::FromRow)]
struct UnkeyedRow {
    id: String,
    name: String,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    id: String,
    name: String,
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
            details: row.body.map_or_else(|| Ok(Details::default()), |body| from_json("contractor.body", &body))?,
            created_at: instant("contractor.created_at", row.created_at)?,
            revision: row.revision,
        })
    }
}

/// What a list is narrowed down by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name, a reading, another name or a number; empty for all.
    pub query: String,
    /// Only those of a standing.
    pub standing: Option<ContractorStanding>,
    /// Only those with a certificate of a kind.
    pub certificate: Option<CertificateKind>,
    /// Only those with a certificate that ends on this day or before.
    pub ends_by: Option<Date>,
}

impl Filter {
    /// Only a search.
    #[must_use]
    pub fn named(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }
}

/// Names of contractors by id; at most 5,000. Merged ones keep their name.
///
/// # Errors
/// Of the database.
pub async fn names(tx: &mut Tx, ids: &[ContractorId]) -> Result<BTreeMap<ContractorId, Title>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = tx.all::<NameRow>(&NAMES, args![to_json("contractor.id", &ids)?]).await?;
    rows.into_iter().map(|r| Ok((parse("contractor.id", &r.id)?, parse("contractor.name", &r.name)?))).collect()
}

/// What is looked for in the keys; `None` for everything.
fn part(query: &str) -> Option<String> {
    Some(domain::fold::fold(query)).filter(|folded| !folded.is_empty())
}

fn mark(kind: CertificateKind) -> String {
    format!(" {kind} ")
}

pub(super) fn many<T: TryFrom<R, Error = Error>, R>(rows: Vec<R>) -> Result<Vec<T>> {
    rows.into_iter().map(T::try_from).collect()
}

/// What is derived from a contractor for its lists.
struct Keys {
    /// Folded name, a space, the number and the other names: a folded text has no space, so what is looked for never
    /// reaches across.
    search: String,
    /// Folded name.
    name: String,
    /// The same without the form of the company.
    core: String,
    body: String,
    marks: String,
    ends_on: String,
}

impl Keys {
    fn of(one: &Contractor) -> Result<Self> {
        use std::fmt::Write as _;
        let name = domain::fold::fold(one.name.as_str());
        let number = one.corporate_number.as_ref().map_or("", |n| n.as_str());
        let d = &one.details;
        let mut search = format!("{name} {number}");
        for other in [&d.kana, &d.name_en].into_iter().chain(&d.aliases).filter(|o| !o.as_str().is_empty()) {
            // writing to a String cannot fail
            let _ = write!(search, " {}", domain::fold::fold(other.as_str()));
        }
        let mut marks = String::from(" ");
        for kind in CertificateKind::ALL.iter().filter(|k| d.certificates.iter().any(|c| c.kind == **k)) {
            let _ = write!(marks, "{kind} ");
        }
        Ok(Self {
            core: domain::fold::core(one.name.as_str()),
            search,
            name,
            body: to_json("contractor.body", d)?,
            marks,
            ends_on: d.first_end().map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        })
    }
}

/// Folded name and core of every contractor that was entered before lists had them. What a core is stands in
/// [`domain::fold::core`] alone, so this is done here and not in the migration's SQL.
///
/// # Errors
/// Of the database.
pub(crate) async fn fill_keys(db: &crate::Db) -> Result<()> {
    let mut tx = db.write().await?;
    loop {
        let rows = tx.all::<UnkeyedRow>(&UNKEYED, args![]).await?;
        if rows.is_empty() {
            return tx.commit().await;
        }
        for row in rows {
            let name = domain::fold::fold(&row.name);
            let core = domain::fold::core(&row.name);
            tx.run(&KEYS, args![row.id, name, core]).await?;
        }
    }
}

/// Adds a contractor.
///
/// # Errors
/// Of the database; a taken corporate number is a unique violation.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Contractor) -> Result<()> {
    let k = Keys::of(one)?;
    let args = args![
        one.id,
        &one.name,
        k.search,
        &one.corporate_number,
        one.created_at,
        one.revision,
        k.name,
        k.core,
        k.body,
        one.details.standing.code(),
        k.marks,
        k.ends_on,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Changes the contractor that still has the revision given; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when it was changed or merged meanwhile; a taken corporate number is a unique violation.
pub async fn update(tx: &mut Tx, _scope: &Scope, one: &mut Contractor) -> Result<()> {
    let k = Keys::of(one)?;
    let args = args![
        one.id,
        one.revision,
        &one.name,
        k.search,
        &one.corporate_number,
        k.name,
        k.core,
        k.body,
        one.details.standing.code(),
        k.marks,
        k.ends_on,
    ];
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

/// A contractor, or the one it was merged into.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one at a time, never in a list")]
pub enum Found {
    /// It stands by itself.
    Itself(Contractor),
    /// It was merged into another.
    MergedInto(ContractorId),
}

/// One contractor, also when it was merged away.
///
/// # Errors
/// Of the database.
pub async fn find(tx: &mut Tx, _scope: &Scope, id: ContractorId) -> Result<Option<Found>> {
    let Some(row) = tx.optional::<ContractorRow>(&BY_ID, args![id]).await? else { return Ok(None) };
    Ok(Some(match &row.merged_into {
        Some(into) => Found::MergedInto(parse("contractor.merged_into", into)?),
        None => Found::Itself(row.try_into()?),
    }))
}

/// One contractor that was not merged away.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: ContractorId) -> Result<Option<Contractor>> {
    Ok(match find(tx, scope, id).await? {
        Some(Found::Itself(one)) => Some(one),
        Some(Found::MergedInto(_)) | None => None,
    })
}

/// Contractors of a filter, by name, after one of them.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    _scope: &Scope,
    filter: &Filter,
    after: Option<ContractorId>,
    limit: i64,
) -> Result<Vec<Contractor>> {
    let (standing, kind) = (filter.standing.map(ContractorStanding::code), filter.certificate.map(mark));
    let args = args![part(&filter.query), after, limit, standing, kind, filter.ends_by];
    many::<_, ContractorRow>(tx.all(&PAGE, args).await?)
}

/// Those of a list of ids that are there and not merged, by name; at most 500.
///
/// # Errors
/// Of the database.
pub async fn of_ids(tx: &mut Tx, _scope: &Scope, ids: &[ContractorId]) -> Result<Vec<Contractor>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    many::<_, ContractorRow>(tx.all(&OF_IDS, args![to_json("contractor.id", &list)?]).await?)
}

/// How many are found.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, _scope: &Scope, filter: &Filter) -> Result<i64> {
    let (standing, kind) = (filter.standing.map(ContractorStanding::code), filter.certificate.map(mark));
    Ok(tx.one::<CountRow>(&COUNT, args![part(&filter.query), standing, kind, filter.ends_by]).await?.n)
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
    many::<_, ContractorRow>(tx.all(&NAMESAKES, args![domain::fold::fold(name)]).await?)
}

/// Contractors whose folded name is one of these; at most 5,000.
///
/// # Errors
/// Of the database.
pub async fn named(tx: &mut Tx, _scope: &Scope, keys: &[String]) -> Result<Vec<Contractor>> {
    many::<_, ContractorRow>(tx.all(&NAMED, args![to_json("contractor.name_key", &keys)?]).await?)
}

/// Contractors with these ids that were not merged away; at most 5,000.
///
/// # Errors
/// Of the database.
pub async fn with_ids(tx: &mut Tx, _scope: &Scope, ids: &[ContractorId]) -> Result<Vec<Contractor>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    many::<_, ContractorRow>(tx.all(&WITH_IDS, args![to_json("contractor.id", &ids)?]).await?)
}

/// Contractors with one of these corporate numbers, merged ones under the id they have now; at most 5,000.
///
/// # Errors
/// Of the database.
pub async fn numbered(tx: &mut Tx, _scope: &Scope, numbers: &[String]) -> Result<Vec<Contractor>> {
    many::<_, ContractorRow>(tx.all(&NUMBERED, args![to_json("contractor.corporate_number", &numbers)?]).await?)
}

#[cfg(test)]
mod tests;
