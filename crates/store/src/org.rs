//! Units, people, roles and substitutes.

pub mod detail;

use domain::{
    Lang,
    id::{GrantId, PersonId, SubstitutionId, UnitId},
    permission::Scope,
    person::{Grant, Person, Role, Substitution},
    text::Login,
    unit::Unit,
};
use jiff::{Timestamp, civil::Date};

use crate::{Error, Result, Tx, args, parse, parse_opt, reach, sql};

sql! {
    UNITS = "select id, parent_id, name, name_en, position, closed from unit order by position, id limit 5000";
    UNIT_INSERT = "insert into unit (id, parent_id, name, name_en, position, closed, revision)
        values ($1, $2, $3, $4, $5, $6, 1)";
    UNIT_UPDATE = "update unit set parent_id = $2, name = $3, name_en = $4, position = $5, closed = $6,
        revision = revision + 1 where id = $1";
    PERSON_BY_ID = "select id, login, name, unit_id, lang, theme, disabled from person where id = $1";
    PERSON_BY_LOGIN = "select id, login, name, unit_id, lang, theme, disabled from person where login = $1";
    PERSON_IN_SCOPE = "select id, login, name, unit_id, lang, theme, disabled from person
        where id = $1 and {in:unit_id:$2}";
    PEOPLE = "select id, login, name, unit_id, lang, theme, disabled from person
        where {in:unit_id:$1} and (cast($2 as text) is null or search_key like $2)
          and login{C} > $3
        order by login{C} limit $4";
    NAMES = "select id, login, name, unit_id, lang, theme, disabled from person where {of:id:$1} order by id limit 1000";
    PERSON_INSERT = "insert into person (id, login, name, search_key, unit_id, lang, theme, disabled, created_at, revision)
        values ($1, $2, $3, $4, $5, $6, 'auto', false, $7, 1)";
    PERSON_UPDATE = "update person set name = $2, search_key = $3, unit_id = $4, lang = $5, disabled = $6,
        revision = revision + 1 where id = $1";
    PREFERENCES = "update person set lang = $2, theme = $3 where id = $1";
    GRANT_INSERT = "insert into role_grant (id, person_id, role, unit_id, from_on, until_on) values ($1, $2, $3, $4, $5, $6)";
    GRANT_END = "update role_grant set until_on = $2 where id = $1";
    GRANT_BY_ID = "select id, person_id, role, unit_id, from_on, until_on from role_grant where id = $1";
    GRANTS_OF = "select id, person_id, role, unit_id, from_on, until_on from role_grant where person_id = $1
        order by from_on, id limit 200";
    GRANTS_ALL = "select id, person_id, role, unit_id, from_on, until_on from role_grant
        where from_on <= $1 and (until_on is null or until_on >= $1) order by unit_id, role, id limit 20000";
    // own roles, and those of everyone the person stands in for on that day
    HELD = "select g.id, g.person_id, g.role, g.unit_id, g.from_on, g.until_on from role_grant g
        where g.from_on <= $2 and (g.until_on is null or g.until_on >= $2)
          and (g.person_id = $1 or g.person_id in
              (select s.absent_id from substitution s join person p on p.id = s.absent_id
               where s.substitute_id = $1 and s.from_on <= $2 and s.until_on >= $2 and p.disabled = false))
        order by g.id limit 400";
    SUBSTITUTION_INSERT = "insert into substitution (id, absent_id, substitute_id, from_on, until_on)
        values ($1, $2, $3, $4, $5)";
    SUBSTITUTION_END = "update substitution set until_on = $2 where id = $1";
    SUBSTITUTION_BY_ID = "select id, absent_id, substitute_id, from_on, until_on from substitution where id = $1";
    SUBSTITUTIONS_OF = "select id, absent_id, substitute_id, from_on, until_on from substitution
        where absent_id = $1 or substitute_id = $1 order by from_on desc, id limit 200";
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: String,
    parent_id: Option<String>,
    name: String,
    name_en: Option<String>,
    position: i64,
    closed: bool,
}

impl TryFrom<UnitRow> for Unit {
    type Error = Error;
    fn try_from(row: UnitRow) -> Result<Self> {
        Ok(Self {
            id: parse("unit.id", &row.id)?,
            parent: parse_opt("unit.parent_id", row.parent_id.as_deref())?,
            name: parse("unit.name", &row.name)?,
            name_en: parse_opt("unit.name_en", row.name_en.as_deref())?,
            position: row.position,
            closed: row.closed,
        })
    }
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: String,
    login: String,
    name: String,
    unit_id: String,
    lang: String,
    theme: String,
    disabled: bool,
}

/// A person with the look of the pages they chose.
#[derive(Debug, Clone)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// `auto`, `light` or `dark`.
    pub theme: String,
}

impl TryFrom<PersonRow> for Account {
    type Error = Error;
    fn try_from(row: PersonRow) -> Result<Self> {
        let lang = Lang::from_tag(&row.lang).ok_or_else(|| Error::stored("person.lang", &row.lang))?;
        let person = Person {
            id: parse("person.id", &row.id)?,
            login: parse("person.login", &row.login)?,
            name: parse("person.name", &row.name)?,
            unit: parse("person.unit_id", &row.unit_id)?,
            lang,
            disabled: row.disabled,
        };
        Ok(Self { person, theme: row.theme })
    }
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    id: String,
    person_id: String,
    role: String,
    unit_id: String,
    from_on: String,
    until_on: Option<String>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = Error;
    fn try_from(row: GrantRow) -> Result<Self> {
        Ok(Self {
            id: parse("role_grant.id", &row.id)?,
            person: parse("role_grant.person_id", &row.person_id)?,
            role: parse::<Role>("role_grant.role", &row.role)?,
            unit: parse("role_grant.unit_id", &row.unit_id)?,
            from: parse("role_grant.from_on", &row.from_on)?,
            until: parse_opt("role_grant.until_on", row.until_on.as_deref())?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct SubstitutionRow {
    id: String,
    absent_id: String,
    substitute_id: String,
    from_on: String,
    until_on: String,
}

impl TryFrom<SubstitutionRow> for Substitution {
    type Error = Error;
    fn try_from(row: SubstitutionRow) -> Result<Self> {
        Ok(Self {
            id: parse("substitution.id", &row.id)?,
            absent: parse("substitution.absent_id", &row.absent_id)?,
            substitute: parse("substitution.substitute_id", &row.substitute_id)?,
            from: parse("substitution.from_on", &row.from_on)?,
            until: parse("substitution.until_on", &row.until_on)?,
        })
    }
}

fn many<R, T: TryFrom<R, Error = Error>>(rows: Vec<R>) -> Result<Vec<T>> {
    rows.into_iter().map(T::try_from).collect()
}

/// All units. The tree is no secret to anyone who may sign in.
///
/// # Errors
/// Of the database.
pub async fn units(tx: &mut Tx) -> Result<Vec<Unit>> {
    many(tx.all::<UnitRow>(&UNITS, args![]).await?)
}

/// Adds a unit.
///
/// # Errors
/// Of the database.
pub async fn insert_unit(tx: &mut Tx, _scope: &Scope, unit: &Unit) -> Result<()> {
    tx.run(&UNIT_INSERT, args![unit.id, unit.parent, &unit.name, &unit.name_en, unit.position, unit.closed]).await?;
    Ok(())
}

/// Changes a unit.
///
/// # Errors
/// Of the database.
pub async fn update_unit(tx: &mut Tx, _scope: &Scope, unit: &Unit) -> Result<()> {
    tx.run(&UNIT_UPDATE, args![unit.id, unit.parent, &unit.name, &unit.name_en, unit.position, unit.closed]).await?;
    Ok(())
}

/// A person by id, for signing in and for acting; not for showing to others.
///
/// # Errors
/// Of the database.
pub async fn account(tx: &mut Tx, id: PersonId) -> Result<Option<Account>> {
    tx.optional::<PersonRow>(&PERSON_BY_ID, args![id]).await?.map(Account::try_from).transpose()
}

/// A person by login name, for signing in.
///
/// # Errors
/// Of the database.
pub async fn account_by_login(tx: &mut Tx, login: &Login) -> Result<Option<Account>> {
    tx.optional::<PersonRow>(&PERSON_BY_LOGIN, args![login]).await?.map(Account::try_from).transpose()
}

/// A person within reach.
///
/// # Errors
/// Of the database.
pub async fn person(tx: &mut Tx, scope: &Scope, id: PersonId) -> Result<Option<Person>> {
    let row = tx.optional::<PersonRow>(&PERSON_IN_SCOPE, args![id, reach(scope)]).await?;
    Ok(row.map(Account::try_from).transpose()?.map(|a| a.person))
}

/// People within reach by login name, after one, at most `limit`.
///
/// # Errors
/// Of the database.
pub async fn people(tx: &mut Tx, scope: &Scope, query: &str, after: &str, limit: i64) -> Result<Vec<Person>> {
    let pattern = like(query);
    let rows = tx.all::<PersonRow>(&PEOPLE, args![reach(scope), pattern, after, limit]).await?;
    Ok(many::<_, Account>(rows)?.into_iter().map(|a| a.person).collect())
}

/// Names of people that appear on records one may see already; at most 1,000.
///
/// # Errors
/// Of the database.
pub async fn names(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = tx.all::<PersonRow>(&NAMES, args![format!("[\"{}\"]", list.join("\",\""))]).await?;
    Ok(many::<_, Account>(rows)?.into_iter().map(|a| a.person).collect())
}

/// Adds a person.
///
/// # Errors
/// Of the database; a taken login name is a unique violation.
pub async fn insert_person(tx: &mut Tx, _scope: &Scope, person: &Person, at: Timestamp) -> Result<()> {
    let key = person_key(person);
    let args = args![person.id, &person.login, &person.name, key, person.unit, person.lang.code(), at];
    tx.run(&PERSON_INSERT, args).await?;
    Ok(())
}

/// Changes a person; the login name stays.
///
/// # Errors
/// Of the database.
pub async fn update_person(tx: &mut Tx, _scope: &Scope, person: &Person) -> Result<()> {
    let key = person_key(person);
    tx.run(&PERSON_UPDATE, args![person.id, &person.name, key, person.unit, person.lang.code(), person.disabled])
        .await?;
    Ok(())
}

/// Sets a person's own language and look.
///
/// # Errors
/// Of the database.
pub async fn set_preferences(tx: &mut Tx, id: PersonId, lang: Lang, theme: &str) -> Result<()> {
    tx.run(&PREFERENCES, args![id, lang.code(), theme]).await?;
    Ok(())
}

/// Gives a role.
///
/// # Errors
/// Of the database.
pub async fn insert_grant(tx: &mut Tx, _scope: &Scope, grant: &Grant) -> Result<()> {
    let args = args![grant.id, grant.person, grant.role.code(), grant.unit, grant.from, grant.until];
    tx.run(&GRANT_INSERT, args).await?;
    Ok(())
}

/// Ends a role on a day; the record stays.
///
/// # Errors
/// Of the database.
pub async fn end_grant(tx: &mut Tx, _scope: &Scope, id: GrantId, last: Date) -> Result<()> {
    tx.run(&GRANT_END, args![id, last]).await?;
    Ok(())
}

/// One grant, for changing it.
///
/// # Errors
/// Of the database.
pub async fn grant(tx: &mut Tx, scope: &Scope, id: GrantId) -> Result<Option<Grant>> {
    let grant = tx.optional::<GrantRow>(&GRANT_BY_ID, args![id]).await?.map(Grant::try_from).transpose()?;
    Ok(grant.filter(|g| scope.covers(g.unit)))
}

/// All grants of a person, past and future too.
///
/// # Errors
/// Of the database.
pub async fn grants_of(tx: &mut Tx, _scope: &Scope, person: PersonId) -> Result<Vec<Grant>> {
    many(tx.all::<GrantRow>(&GRANTS_OF, args![person]).await?)
}

/// All grants that hold on a day, for showing who answers for what.
///
/// # Errors
/// Of the database.
pub async fn grants_on(tx: &mut Tx, _scope: &Scope, day: Date) -> Result<Vec<Grant>> {
    many(tx.all::<GrantRow>(&GRANTS_ALL, args![day]).await?)
}

/// Grants usable by a person on a day: own ones, and those of people stood in for.
///
/// # Errors
/// Of the database.
pub async fn held(tx: &mut Tx, person: PersonId, day: Date) -> Result<Vec<Grant>> {
    many(tx.all::<GrantRow>(&HELD, args![person, day]).await?)
}

/// Records a substitution.
///
/// # Errors
/// Of the database.
pub async fn insert_substitution(tx: &mut Tx, _scope: &Scope, one: &Substitution) -> Result<()> {
    tx.run(&SUBSTITUTION_INSERT, args![one.id, one.absent, one.substitute, one.from, one.until]).await?;
    Ok(())
}

/// Ends a substitution on a day.
///
/// # Errors
/// Of the database.
pub async fn end_substitution(tx: &mut Tx, _scope: &Scope, id: SubstitutionId, last: Date) -> Result<()> {
    tx.run(&SUBSTITUTION_END, args![id, last]).await?;
    Ok(())
}

/// One substitution.
///
/// # Errors
/// Of the database.
pub async fn substitution(tx: &mut Tx, _scope: &Scope, id: SubstitutionId) -> Result<Option<Substitution>> {
    tx.optional::<SubstitutionRow>(&SUBSTITUTION_BY_ID, args![id]).await?.map(Substitution::try_from).transpose()
}

/// Substitutions a person is part of.
///
/// # Errors
/// Of the database.
pub async fn substitutions_of(tx: &mut Tx, _scope: &Scope, person: PersonId) -> Result<Vec<Substitution>> {
    many(tx.all::<SubstitutionRow>(&SUBSTITUTIONS_OF, args![person]).await?)
}

fn person_key(person: &Person) -> String {
    domain::fold::fold(&format!("{} {}", person.name, person.login))
}

/// A `like` pattern for a folded text; `None` when nothing is looked for.
pub(crate) fn like(query: &str) -> Option<String> {
    let folded = domain::fold::fold(query);
    (!folded.is_empty()).then(|| format!("%{}%", folded.replace(['%', '_', '\\'], "")))
}

/// The id of a unit as a person typed it.
///
/// # Errors
/// Of the database.
pub async fn unit(tx: &mut Tx, id: UnitId) -> Result<Option<Unit>> {
    Ok(units(tx).await?.into_iter().find(|u| u.id == id))
}
