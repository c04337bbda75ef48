//! What the pages on units and people show beside the records themselves.

use std::collections::BTreeMap;

use super::{Account, GrantRow, PersonRow, like, many};
use crate::{Result, Tx, args, parse, reach, sql};
use domain::{
    id::{PersonId, UnitId},
    permission::Scope,
    person::{Grant, Person, Role},
};
use jiff::civil::Date;

sql! {
    UNIT_REVISION = "select revision from unit where id = $1";
    PERSON_REVISION = "select revision from person where id = $1";
    GRANTS_OF_MANY = "select id, person_id, role, unit_id, from_on, until_on from role_grant
        where {in:person_id:$1} and from_on <= $2 and (until_on is null or until_on >= $2) order by id limit 2000";
    PEOPLE_COUNT = "select cast(count(*) as bigint) as n from person
        where {in:unit_id:$1} and (cast($2 as text) is null or search_key like $2)";
    PEOPLE_BY_UNIT = "select unit_id as id, cast(count(*) as bigint) as n from person
        where {in:unit_id:$1} and disabled = false group by unit_id order by unit_id limit 5000";
    HOLDERS = "select p.id, p.login, p.name, p.unit_id, p.lang, p.theme, p.disabled from person p
        where p.disabled = false and p.id in (select g.person_id from role_grant g
            where g.role = $1 and g.from_on <= $2 and (g.until_on is null or g.until_on >= $2))
        order by p.login{C} limit 20";
    UNIT_COUNT = "select cast(count(*) as bigint) as units from unit";
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct NumberRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct ByUnitRow {
    id: String,
    n: i64,
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

/// How many people are found within reach.
///
/// # Errors
/// Of the database.
pub async fn count_people(tx: &mut Tx, scope: &Scope, query: &str) -> Result<i64> {
    Ok(tx.one::<NumberRow>(&PEOPLE_COUNT, args![reach(scope), like(query)]).await?.n)
}

/// How many active people belong to each unit within reach; units without any are left out.
///
/// # Errors
/// Of the database.
pub async fn people_by_unit(tx: &mut Tx, scope: &Scope) -> Result<BTreeMap<UnitId, i64>> {
    let rows = tx.all::<ByUnitRow>(&PEOPLE_BY_UNIT, args![reach(scope)]).await?;
    rows.into_iter().map(|r| Ok((parse("person.unit_id", &r.id)?, r.n))).collect()
}

/// Active people who hold a role anywhere on a day, at most 20: whom others turn to.
///
/// # Errors
/// Of the database.
pub async fn holders(tx: &mut Tx, role: Role, day: Date) -> Result<Vec<Person>> {
    let rows = tx.all::<PersonRow>(&HOLDERS, args![role.code(), day]).await?;
    Ok(many::<_, Account>(rows)?.into_iter().map(|a| a.person).collect())
}

/// How many units there are; none before the organisation is set up.
///
/// # Errors
/// Of the database.
pub async fn count_units(tx: &mut Tx) -> Result<i64> {
    Ok(tx.one::<CountRow>(&UNIT_COUNT, args![]).await?.units)
}
