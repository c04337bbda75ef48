//! Entries that name the same contractor: finding them, and merging one into another.

use domain::{
    contractor::Contractor,
    id::{ContractorId, EngagementId, UnitId},
    permission::Scope,
};

use super::{ContractorRow, many};
use crate::{Result, Tx, args, parse, sql, to_json};

sql! {
    CORES = "select core_key as key from contractor
        where merged_into is null and core_key > $1 and core_key <> ''
        group by core_key having count(*) > 1 order by core_key limit $2";
    OF_CORES = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where {of:core_key:$1} and merged_into is null order by core_key, id limit 500";
    MERGED = "select id, name, corporate_number, created_at, revision, body, merged_into from contractor
        where merged_into = $1 order by id limit 100";
    CLOSE = "update contractor set merged_into = $2, corporate_number = null, revision = revision + 1
        where id = $1 and revision = $3 and merged_into is null";
    REPOINT_MERGED = "update contractor set merged_into = $2 where merged_into = $1";
    FACTS = "update engagement_facts set facts = replace(facts, $1, $2)
        where engagement_id in (select id from engagement where contractor_id = $1)";
    ENGAGEMENTS = "update engagement set contractor_id = $2, revision = revision + 1 where contractor_id = $1";
    ENGAGED = "select id as key, unit_id as unit from engagement where contractor_id = $1 and id > $2 order by id limit 500";
    QUESTIONNAIRES = "update questionnaire set contractor_id = $2 where contractor_id = $1";
    // the request names the firms too; an id stands nowhere else in it
    SUBCONTRACTS = "update subcontract set body = replace(body, $1, $2), revision = revision + 1,
        applicant_id = case when applicant_id = $1 then $2 else applicant_id end,
        firm_id = case when firm_id = $1 then $2 else firm_id end
        where applicant_id = $1 or firm_id = $1";
    AT_WORK_TWICE = "delete from firm_at_work where (giver_id = $1 or firm_id = $1) and exists (select 1 from firm_at_work b
        where b.engagement_id = firm_at_work.engagement_id
          and b.giver_id = case when firm_at_work.giver_id = $1 then $2 else firm_at_work.giver_id end
          and b.firm_id = case when firm_at_work.firm_id = $1 then $2 else firm_at_work.firm_id end)";
    AT_WORK = "update firm_at_work set giver_id = case when giver_id = $1 then $2 else giver_id end,
        firm_id = case when firm_id = $1 then $2 else firm_id end where giver_id = $1 or firm_id = $1";
    BOOK = "update book_answer set owner = $2 where owner = $1 and not exists (select 1 from book_answer b
        where b.owner = $2 and b.measure = book_answer.measure and b.scope_kind = book_answer.scope_kind
          and b.scope_name = book_answer.scope_name)";
    BOOK_REST = "delete from book_answer where owner = $1";
    // the bodies name the contractor too; where an id stands in a column, the column holds
    HANDOVERS_FROM = "update handover set from_id = $2 where from_id = $1";
    HANDOVERS_TO = "update handover set to_id = $2 where to_id = $1";
    HELD_BOTH = "update holding set
        held = held + (select b.held from holding b where b.holder_id = $1 and b.engagement_id = holding.engagement_id
          and b.item = holding.item and b.carrier = holding.carrier),
        claimed = claimed + (select b.claimed from holding b where b.holder_id = $1
          and b.engagement_id = holding.engagement_id and b.item = holding.item and b.carrier = holding.carrier)
        where holder_id = $2 and exists (select 1 from holding b where b.holder_id = $1
          and b.engagement_id = holding.engagement_id and b.item = holding.item and b.carrier = holding.carrier)";
    HELD_MOVE = "update holding set holder_id = $2 where holder_id = $1 and not exists (select 1 from holding b
        where b.holder_id = $2 and b.engagement_id = holding.engagement_id and b.item = holding.item
          and b.carrier = holding.carrier)";
    HELD_REST = "delete from holding where holder_id = $1";
    HANDLERS = "update handler set works_for = $2 where works_for = $1";
    EMPLOYERS = "update handler set employer = $2 where employer = $1";
    ACCESSES = "update given_access set contractor_id = $2 where contractor_id = $1";
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    key: String,
}

#[derive(sqlx::FromRow)]
struct EngagedRow {
    key: String,
    unit: String,
}

/// Groups of contractors whose names differ in nothing but spelling and form of company, after a key; and the key to go
/// on after.
///
/// # Errors
/// Of the database.
pub async fn alike(
    tx: &mut Tx,
    _scope: &Scope,
    after: &str,
    limit: i64,
) -> Result<(Vec<Vec<Contractor>>, Option<String>)> {
    let keys: Vec<String> = tx.all::<KeyRow>(&CORES, args![after, limit]).await?.into_iter().map(|r| r.key).collect();
    let next = keys.last().filter(|_| i64::try_from(keys.len()).is_ok_and(|n| n >= limit)).cloned();
    let found: Vec<Contractor> =
        many::<_, ContractorRow>(tx.all(&OF_CORES, args![to_json("contractor.core_key", &keys)?]).await?)?;
    let mut groups: Vec<(String, Vec<Contractor>)> = Vec::new();
    for one in found {
        let core = domain::fold::core(one.name.as_str());
        match groups.last_mut() {
            Some((key, group)) if *key == core => group.push(one),
            _ => groups.push((core, vec![one])),
        }
    }
    Ok((groups.into_iter().map(|(_, group)| group).collect(), next))
}

/// Contractors whose name differs from this one in nothing but spelling and form of company; at most 500.
///
/// # Errors
/// Of the database.
pub async fn like(tx: &mut Tx, _scope: &Scope, name: &str) -> Result<Vec<Contractor>> {
    let core = [domain::fold::core(name)];
    many::<_, ContractorRow>(tx.all(&OF_CORES, args![to_json("contractor.core_key", &core)?]).await?)
}

/// What was merged into a contractor; at most 100.
///
/// # Errors
/// Of the database.
pub async fn merged(tx: &mut Tx, _scope: &Scope, into: ContractorId) -> Result<Vec<Contractor>> {
    many::<_, ContractorRow>(tx.all(&MERGED, args![into]).await?)
}

/// Engagements of a contractor with their units, wherever they are, after one of them; at most 500.
///
/// # Errors
/// Of the database.
pub async fn engaged(
    tx: &mut Tx,
    _scope: &Scope,
    id: ContractorId,
    after: Option<EngagementId>,
) -> Result<Vec<(EngagementId, UnitId)>> {
    let after = after.map(|a| a.to_string()).unwrap_or_default();
    let rows = tx.all::<EngagedRow>(&ENGAGED, args![id, after]).await?;
    rows.into_iter().map(|r| Ok((parse("engagement.id", &r.key)?, parse("engagement.unit_id", &r.unit)?))).collect()
}

/// Closes an entry in favour of another: engagements, questionnaires, kept answers and earlier merged entries go over; its
/// number becomes free. The entry itself stays for the record.
///
/// # Errors
/// [`crate::Error::Stale`] when the entry was changed or merged meanwhile.
pub async fn merge(tx: &mut Tx, scope: &Scope, gone: &Contractor, into: ContractorId) -> Result<()> {
    if tx.run(&CLOSE, args![gone.id, into, gone.revision]).await? != 1 {
        return Err(crate::Error::Stale);
    }
    tx.run(&REPOINT_MERGED, args![gone.id, into]).await?;
    // the facts name the contractor too; an id stands nowhere else in them
    tx.run(&FACTS, args![gone.id, into]).await?;
    tx.run(&ENGAGEMENTS, args![gone.id, into]).await?;
    tx.run(&QUESTIONNAIRES, args![gone.id, into]).await?;
    tx.run(&SUBCONTRACTS, args![gone.id, into]).await?;
    tx.run(&AT_WORK_TWICE, args![gone.id, into]).await?;
    tx.run(&AT_WORK, args![gone.id, into]).await?;
    crate::selections::carry(tx, scope, gone.id, into).await?;
    // of two answers kept for one measure, that of the entry that stays holds
    tx.run(&BOOK, args![gone.id, into]).await?;
    tx.run(&BOOK_REST, args![gone.id]).await?;
    for statement in [&HANDOVERS_FROM, &HANDOVERS_TO, &HELD_BOTH, &HELD_MOVE, &HANDLERS, &EMPLOYERS, &ACCESSES] {
        tx.run(statement, args![gone.id, into]).await?;
    }
    tx.run(&HELD_REST, args![gone.id]).await?;
    Ok(())
}
