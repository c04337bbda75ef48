//! What the pages on units and people show beside the records themselves.

use super::{GrantRow, many};
use crate::{Result, Tx, args, sql};
use domain::{
    id::{PersonId, UnitId},
    permission::Scope,
    person::Grant,
};
use jiff::civil::Date;

sql! {
    UNIT_REVISION = "select revision from unit where id = $1";
    PERSON_REVISION = "select revision from person where id = $1";
    GRANTS_OF_MANY = "select id, person_id, role, unit_id, from_on, until_on from role_grant
        where {in:person_id:$1} and from_on <= $2 and (until_on is null or until_on >= $2) order by id limit 2000";
    UNIT_COUNT = "select cast(count(*) as bigint) as units from unit";
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct CountRow {
    units: i64,
}

/// How often a unit was written; a form sends back what it saw.
///
/// # Errors
/// Of the database.
pub async fn unit_revision(tx: &mut Tx, _scope: &Scope, id: UnitId) -> Result<Option<i64>> {
    Ok(tx.optional::<RevisionRow>(&UNIT_REVISION, args![id]).await?.map(|r| r.revision))
}

/// The same of a person.
///
/// # Errors
/// Of the database.
pub async fn person_revision(tx: &mut Tx, _scope: &Scope, id: PersonId) -> Result<Option<i64>> {
    Ok(tx.optional::<RevisionRow>(&PERSON_REVISION, args![id]).await?.map(|r| r.revision))
}

/// Roles that people of one page hold on a day.
///
/// # Errors
/// Of the database.
pub async fn grants_of_many(tx: &mut Tx, _scope: &Scope, people: &[PersonId], day: Date) -> Result<Vec<Grant>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = people.iter().map(ToString::to_string).collect();
    let ids = format!("[\"{}\"]", list.join("\",\""));
    many(tx.all::<GrantRow>(&GRANTS_OF_MANY, args![ids, day]).await?)
}

/// How many units there are; none before the organisation is set up.
///
/// # Errors
/// Of the database.
pub async fn count_units(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one::<CountRow>(&UNIT_COUNT, args![]).await?.units)
}
