//! How many engagements stand where, per unit: kept in the transaction that changes an engagement, so that the home page
//! reads a few hundred short rows instead of counting every engagement there is.
//!
//! The table is derived. Backups leave it out, a restore counts anew, and `doctor` compares it with the engagements.

use domain::{engagement::Stage, id::EngagementId, permission::Scope};

use crate::{Result, Tx, args, reach, sql};

sql! {
    // before the change, only if the revision is still the one that was loaded
    LEAVE = "update engagement_tally set n = n - 1,
        stopped = stopped - (select case when e.unmet > 0 then 1 else 0 end from engagement e where e.id = $1)
        where exists (select 1 from engagement e where e.id = $1 and e.revision = $2 and e.unit_id = engagement_tally.unit_id
          and e.standing = engagement_tally.standing and e.stage_no = engagement_tally.stage_no)";
    // after it
    ENTER = "insert into engagement_tally (unit_id, standing, stage_no, n, stopped)
        select e.unit_id, e.standing, e.stage_no, 1, case when e.unmet > 0 then 1 else 0 end
        from engagement e where e.id = $1
        on conflict (unit_id, standing, stage_no)
        do update set n = engagement_tally.n + 1, stopped = engagement_tally.stopped + excluded.stopped";
    EMPTY = "delete from engagement_tally";
    COUNT_ANEW = "insert into engagement_tally (unit_id, standing, stage_no, n, stopped)
        select unit_id, standing, stage_no, count(*), sum(case when unmet > 0 then 1 else 0 end)
        from engagement group by unit_id, standing, stage_no";
    ASTRAY = "select cast(count(*) as bigint) as n from (
        select unit_id, standing, stage_no from (
          select unit_id, standing, stage_no, n, stopped from engagement_tally
          union all
          select unit_id, standing, stage_no, -count(*), -sum(case when unmet > 0 then 1 else 0 end)
          from engagement group by unit_id, standing, stage_no) as sides
        group by unit_id, standing, stage_no having sum(n) <> 0 or sum(stopped) <> 0) as differing";
    STAGES = "select stage_no, cast(sum(n) as bigint) as n, cast(sum(stopped) as bigint) as stopped from engagement_tally
        where standing = 'open' and {in:unit_id:$1} group by stage_no having sum(n) > 0 order by stage_no";
    REACHED = "select cast(coalesce(sum(n), 0) as bigint) as n from engagement_tally where {of:unit_id:$1}";
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct StageRow {
    stage_no: i64,
    n: i64,
    stopped: i64,
}

/// Takes an engagement out of the count before it changes; nothing happens when its revision is another by now.
pub(super) async fn leave(tx: &mut Tx, id: EngagementId, revision: i64) -> Result<()> {
    tx.run(&LEAVE, args![id, revision]).await?;
    Ok(())
}

/// Counts an engagement as it is now.
pub(super) async fn enter(tx: &mut Tx, id: EngagementId) -> Result<()> {
    tx.run(&ENTER, args![id]).await?;
    Ok(())
}

/// Counts everything anew, after rows came or went in bulk.
pub(crate) async fn count_anew(tx: &mut Tx) -> Result<()> {
    tx.run(&EMPTY, args![]).await?;
    tx.run(&COUNT_ANEW, args![]).await?;
    Ok(())
}

/// How many of its rows differ from the engagements themselves; 0 when it is sound.
///
/// # Errors
/// Of the database.
pub async fn astray(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one::<CountRow>(&ASTRAY, args![]).await?.n)
}

/// Open engagements within reach per stage: how many, and how many of them stand at a gate with unmet conditions.
///
/// # Errors
/// Of the database.
pub async fn stages(tx: &mut Tx, scope: &Scope) -> Result<Vec<(Stage, i64, i64)>> {
    let rows = tx.all::<StageRow>(&STAGES, args![reach(scope)]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((*Stage::ALL.get(usize::try_from(r.stage_no).ok()?)?, r.n, r.stopped)))
        .collect())
}

/// How many engagements these units have, whatever their standing; the units as a JSON list.
pub(super) async fn reached(tx: &mut Tx, units: &str) -> Result<i64> {
    Ok(tx.one::<CountRow>(&REACHED, args![units]).await?.n)
}
