//! Engagements: the record itself. Lists are in [`list`], counts per stage in [`tally`].

pub mod list;
pub mod tally;

use domain::{
    calendar::{EngagementNumber, FiscalYear},
    engagement::{DueKind, Engagement, Facts, Stage},
    id::EngagementId,
    permission::Scope,
};
use jiff::{Timestamp, civil::Date};

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, reach, sql, to_json};

sql! {
    NEXT_NUMBER = "insert into engagement_counter (year, last) values ($1, 1)
        on conflict (year) do update set last = engagement_counter.last + 1 returning last";
    INSERT = "insert into engagement (seq, id, unit_id, owner_id, stage, stage_no, stage_since, standing, title, title_key,
        category, contractor_id, contractor_name, contractor_key, term_from, term_to, amount, flags, due_on, due_kind,
        unmet, waiting_since, register_version, entry_id, split_from, created_at, updated_at, revision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, $25, $26, $27, $28)";
    UPDATE = "update engagement set unit_id = $2, owner_id = $3, stage = $4, stage_no = $5, stage_since = $6,
        standing = $7, title = $8, title_key = $9, category = $10, contractor_id = $11, contractor_name = $12,
        contractor_key = $13, term_from = $14, term_to = $15, amount = $16, flags = $17, due_on = $18, due_kind = $19,
        unmet = $20, waiting_since = $21, register_version = $22, entry_id = $23, updated_at = $24, revision = revision + 1
        where id = $1 and revision = $25";
    FACTS_INSERT = "insert into engagement_facts (engagement_id, facts) values ($1, $2)";
    FACTS_UPDATE = "update engagement_facts set facts = $2 where engagement_id = $1";
    WORDS_DELETE = "delete from engagement_words where rowid = $1";
    WORDS_INSERT = "insert into engagement_words (rowid, grams) values ($1, {tsv:$2})";
    BY_SEQ = "select e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.stage_since, e.standing, e.contractor_name,
        e.due_on, e.due_kind, e.unmet, e.waiting_since, e.register_version, e.entry_id, e.split_from, e.created_at,
        e.updated_at, e.revision, f.facts
        from engagement e join engagement_facts f on f.engagement_id = e.id where e.seq = $1 and {in:e.unit_id:$2}";
    BY_ID = "select e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.stage_since, e.standing, e.contractor_name,
        e.due_on, e.due_kind, e.unmet, e.waiting_since, e.register_version, e.entry_id, e.split_from, e.created_at,
        e.updated_at, e.revision, f.facts
        from engagement e join engagement_facts f on f.engagement_id = e.id where e.id = $1 and {in:e.unit_id:$2}";
    // shown beside the tabs of one engagement
    BESIDE = "select (select count(*) from attachment where engagement_id = $1) as files,
        (select count(*) from ledger where subject_id = $1) as entries";
    CONTRACTOR_NAME = "select name from contractor where id = $1";
    SPLIT_INTO = "select seq from engagement where split_from = $1 order by seq limit 10";
}

#[derive(sqlx::FromRow)]
struct EngagementRow {
    seq: i64,
    id: String,
    unit_id: String,
    owner_id: String,
    stage: String,
    stage_since: String,
    standing: String,
    contractor_name: String,
    due_on: String,
    due_kind: String,
    unmet: i64,
    waiting_since: Option<i64>,
    register_version: i64,
    entry_id: Option<String>,
    split_from: Option<String>,
    created_at: i64,
    updated_at: i64,
    revision: i64,
    facts: String,
}

/// What lists show of an engagement beside its own facts; worked out anew with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// Name of the contractor, empty before one is chosen.
    pub contractor_name: String,
    /// What falls due next, and when.
    pub due: Option<(Date, DueKind)>,
    /// Unmet conditions at the gate ahead.
    pub unmet: i64,
    /// Since when an approval is waited for.
    pub waiting_since: Option<Timestamp>,
}

/// An engagement with its projection.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The engagement.
    pub engagement: Engagement,
    /// Its projection as last worked out.
    pub projection: Projection,
}

/// Day that sorts after every real one.
const NEVER: &str = "9999-12-31";

pub(crate) fn due_of(on: &str, kind: &str) -> Result<Option<(Date, DueKind)>> {
    if on == NEVER {
        Ok(None)
    } else {
        Ok(Some((parse("engagement.due_on", on)?, parse("engagement.due_kind", kind)?)))
    }
}

impl TryFrom<EngagementRow> for Loaded {
    type Error = Error;
    fn try_from(row: EngagementRow) -> Result<Self> {
        let facts: Facts = from_json("engagement_facts.facts", &row.facts)?;
        let number =
            EngagementNumber::from_sort_key(row.seq).ok_or_else(|| Error::stored("engagement.seq", row.seq))?;
        let engagement = Engagement {
            id: parse("engagement.id", &row.id)?,
            number,
            unit: parse("engagement.unit_id", &row.unit_id)?,
            owner: parse("engagement.owner_id", &row.owner_id)?,
            stage: parse("engagement.stage", &row.stage)?,
            stage_since: parse("engagement.stage_since", &row.stage_since)?,
            standing: parse("engagement.standing", &row.standing)?,
            facts,
            register_version: row.register_version,
            entry: parse_opt("engagement.entry_id", row.entry_id.as_deref())?,
            split_from: parse_opt("engagement.split_from", row.split_from.as_deref())?,
            created_at: instant("engagement.created_at", row.created_at)?,
            updated_at: instant("engagement.updated_at", row.updated_at)?,
            revision: row.revision,
        };
        let projection = Projection {
            contractor_name: row.contractor_name,
            due: due_of(&row.due_on, &row.due_kind)?,
            unmet: row.unmet,
            waiting_since: crate::instant_opt("engagement.waiting_since", row.waiting_since)?,
        };
        Ok(Self { engagement, projection })
    }
}

#[derive(sqlx::FromRow)]
struct LastRow {
    last: i64,
}

#[derive(sqlx::FromRow)]
struct SeqRow {
    seq: i64,
}

#[derive(sqlx::FromRow)]
struct BesideRow {
    files: i64,
    entries: i64,
}

/// How many files and how many ledger entries belong to an engagement the person may see.
///
/// # Errors
/// Of the database.
pub async fn beside(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<(i64, i64)> {
    let row: BesideRow = tx.one(&BESIDE, args![id]).await?;
    Ok((row.files, row.entries))
}

#[derive(sqlx::FromRow)]
struct NameRow {
    name: String,
}

/// Full name of a contractor; `None` when there is no such contractor.
///
/// # Errors
/// Of the database.
pub async fn contractor_name(tx: &mut Tx, id: domain::id::ContractorId) -> Result<Option<String>> {
    Ok(tx.optional::<NameRow>(&CONTRACTOR_NAME, args![id]).await?.map(|r| r.name))
}

/// Takes the next number of a fiscal year.
///
/// # Errors
/// Of the database.
pub async fn next_number(tx: &mut Tx, _scope: &Scope, year: FiscalYear) -> Result<EngagementNumber> {
    let row: LastRow = tx.one(&NEXT_NUMBER, args![i64::from(year.year())]).await?;
    let running = u32::try_from(row.last).map_err(|e| Error::stored("engagement_counter.last", e))?;
    Ok(EngagementNumber::new(year, running))
}

/// Adds an engagement.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, e: &Engagement, p: &Projection) -> Result<()> {
    let (due_on, due_kind) = due_columns(p);
    let args = args![
        e.number.sort_key(),
        e.id,
        e.unit,
        e.owner,
        e.stage.code(),
        stage_no(e.stage),
        e.stage_since,
        e.standing.code(),
        &e.facts.title,
        domain::fold::fold(e.facts.title.as_str()),
        e.facts.category.code(),
        e.facts.contractor,
        p.contractor_name.as_str(),
        domain::fold::fold(&p.contractor_name),
        e.facts.term.map(|t| t.from()),
        e.facts.term.map(|t| t.to()),
        e.facts.amount.map_or(-1, domain::text::Yen::get),
        bits(&e.facts),
        due_on,
        due_kind,
        p.unmet,
        p.waiting_since,
        e.register_version,
        e.entry,
        e.split_from,
        e.created_at,
        e.updated_at,
        e.revision,
    ];
    tx.run(&INSERT, args).await?;
    tally::enter(tx, e.id).await?;
    tx.run(&FACTS_INSERT, args![e.id, to_json("engagement_facts.facts", &e.facts)?]).await?;
    words(tx, e, p).await
}

/// Saves an engagement whose revision is still the one that was loaded; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when someone else was first; of the database.
pub async fn update(tx: &mut Tx, _scope: &Scope, e: &mut Engagement, p: &Projection) -> Result<()> {
    let (due_on, due_kind) = due_columns(p);
    let args = args![
        e.id,
        e.unit,
        e.owner,
        e.stage.code(),
        stage_no(e.stage),
        e.stage_since,
        e.standing.code(),
        &e.facts.title,
        domain::fold::fold(e.facts.title.as_str()),
        e.facts.category.code(),
        e.facts.contractor,
        p.contractor_name.as_str(),
        domain::fold::fold(&p.contractor_name),
        e.facts.term.map(|t| t.from()),
        e.facts.term.map(|t| t.to()),
        e.facts.amount.map_or(-1, domain::text::Yen::get),
        bits(&e.facts),
        due_on,
        due_kind,
        p.unmet,
        p.waiting_since,
        e.register_version,
        e.entry,
        e.updated_at,
        e.revision,
    ];
    tally::leave(tx, e.id, e.revision).await?;
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    tally::enter(tx, e.id).await?;
    e.revision = e.revision.saturating_add(1);
    tx.run(&FACTS_UPDATE, args![e.id, to_json("engagement_facts.facts", &e.facts)?]).await?;
    tx.run(&WORDS_DELETE, args![e.number.sort_key()]).await?;
    words(tx, e, p).await
}

async fn words(tx: &mut Tx, e: &Engagement, p: &Projection) -> Result<()> {
    let grams = crate::words::grams_of(&e.number.to_string(), e.facts.title.as_str(), &p.contractor_name);
    tx.run(&WORDS_INSERT, args![e.number.sort_key(), grams]).await?;
    Ok(())
}

/// An engagement within reach by its number.
///
/// # Errors
/// Of the database.
pub async fn by_number(tx: &mut Tx, scope: &Scope, number: EngagementNumber) -> Result<Option<Loaded>> {
    let row = tx.optional::<EngagementRow>(&BY_SEQ, args![number.sort_key(), reach(scope)]).await?;
    row.map(Loaded::try_from).transpose()
}

/// An engagement within reach by its id.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: EngagementId) -> Result<Option<Loaded>> {
    let row = tx.optional::<EngagementRow>(&BY_ID, args![id, reach(scope)]).await?;
    row.map(Loaded::try_from).transpose()
}

/// Numbers of the engagements one was split into.
///
/// # Errors
/// Of the database.
pub async fn split_into(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<Vec<EngagementNumber>> {
    let rows = tx.all::<SeqRow>(&SPLIT_INTO, args![id]).await?;
    Ok(rows.into_iter().filter_map(|r| EngagementNumber::from_sort_key(r.seq)).collect())
}

fn due_columns(p: &Projection) -> (String, &'static str) {
    match p.due {
        Some((on, kind)) => (on.to_string(), kind.code()),
        None => (NEVER.to_owned(), DueKind::Nothing.code()),
    }
}

pub(crate) fn stage_no(stage: Stage) -> i64 {
    i64::try_from(stage.index()).unwrap_or(0)
}

fn bits(facts: &Facts) -> i64 {
    facts.seals().into_iter().fold(0, |bits, seal| bits | seal.bit())
}
