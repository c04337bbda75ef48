//! Roles and substitutes.

use domain::{
    FieldError, Problem,
    id::{GrantId, PersonId, SubstitutionId, UnitId},
    permission::{Permission, Scope},
    person::{Grant, Person, Role, Substitution},
};
use jiff::civil::Date;
use ledger::{action, kind};

use super::{Organisation, keep_an_administrator, managed, open_unit, tree};
use crate::{
    Caller, Error, Result, operator,
    work::{Change, Work},
};

/// A role to be given.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// Where; it reaches everything below.
    pub unit: UnitId,
    /// First day, today or later.
    pub from: Date,
    /// Last day, if it ends.
    #[serde(default)]
    pub until: Option<Date>,
}

/// A substitution to be set.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSubstitution {
    /// Who is away.
    pub absent: PersonId,
    /// Who stands in.
    pub substitute: PersonId,
    /// First day, today or later.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

fn rule(field: &'static str, ja: &'static str, en: &'static str) -> Error {
    vec![FieldError::rule(field, ja, en)].into()
}

/// First and last day in order, and nothing before today: what a person could do in the past stays what it was.
fn check_days(today: Date, from: Date, until: Option<Date>) -> Result<()> {
    let mut problems = domain::problem::Problems::new();
    if from < today {
        let problem = Problem::Before { value: from.to_string(), bound: today.to_string() };
        problems.add(FieldError::new("from", problem));
    }
    if let Some(until) = until.filter(|until| *until < from) {
        let problem = Problem::Before { value: until.to_string(), bound: from.to_string() };
        problems.add(FieldError::new("until", problem));
    }
    Ok(problems.finish()?)
}

/// A last day that only shortens, and not into the past: yesterday ends it at once.
fn check_end(today: Date, until: Option<Date>, last: Date) -> Result<()> {
    let yesterday = today.yesterday().unwrap_or(today);
    if until.is_some_and(|until| until < today) {
        return Err(Error::conflict("すでに終わっています", "It has already ended"));
    }
    if last < yesterday {
        let problem = Problem::Before { value: last.to_string(), bound: yesterday.to_string() };
        return Err(Error::field("last", problem));
    }
    if until.is_some_and(|until| last > until) {
        return Err(rule("last", "いまの終わりの日より後にはできません", "It cannot end later than it does now"));
    }
    Ok(())
}

fn overlaps(a: (Date, Option<Date>), b: (Date, Option<Date>)) -> bool {
    a.1.is_none_or(|last| b.0 <= last) && b.1.is_none_or(|last| a.0 <= last)
}

impl Organisation<'_> {
    /// Gives a role at a unit for a time.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `person`, `role`, `unit`, `from`, `until`.
    pub async fn grant(&self, caller: &Caller, new: &NewGrant) -> Result<GrantId> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut work = self.app.work(caller).await?;
        check_days(work.today(), new.from, new.until)?;
        let tree = tree(&mut work.tx).await?;
        let unit = open_unit("unit", &tree, &scope, new.unit)?;
        if new.role == Role::ChiefSecurityOfficer && unit.parent.is_some() {
            return Err(rule(
                "role",
                "統括情報セキュリティ責任者は、組織全体にだけ付けられます",
                "The chief security officer answers for the whole organisation only",
            ));
        }
        let person = store::org::person(&mut work.tx, &scope, new.person).await?;
        let person = enabled("person", person, new.person)?;
        let id = self.app.mint();
        let grant = Grant { id, person: person.id, role: new.role, unit: unit.id, from: new.from, until: new.until };
        insert_grant(&mut work, &scope, &grant).await?;
        work.commit().await?;
        Ok(id)
    }

    /// Ends a role; `last` is the last day it holds, yesterday ends it at once.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] for the last administrator, [`Error::Invalid`] at `last`.
    pub async fn end_grant(&self, caller: &Caller, id: GrantId, last: Date) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut work = self.app.work(caller).await?;
        let today = work.today();
        let old = store::org::grant(&mut work.tx, &scope, id).await?.ok_or(Error::NotFound)?;
        check_end(today, old.until, last)?;
        if old.role == Role::Administrator {
            keep_an_administrator(&mut work.tx, &scope, today, |g| g.id == id).await?;
        }
        store::org::end_grant(&mut work.tx, &scope, id, last).await?;
        let new = Grant { until: Some(last), ..old.clone() };
        let change = Change::of(action!("role.end"), kind!("grant"), id).at(old.unit).before(&old)?.after(&new)?;
        let change = change.note("role", old.role).note("person", old.person).note("until", last);
        work.record(change).await?;
        work.commit().await
    }

    /// Lets someone stand in for a person for a time, with all their roles. Everyone may do so for themselves.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `substitute`, `from`, `until`; [`Error::NotFound`] for an absent person out of reach.
    pub async fn substitute(&self, caller: &Caller, new: &NewSubstitution) -> Result<SubstitutionId> {
        let mut work = self.app.work(caller).await?;
        let today = work.today();
        let (scope, absent) = self.responsible(&mut work, caller, new.absent).await?;
        check_days(today, new.from, Some(new.until))?;
        if new.absent == new.substitute {
            return Err(rule("substitute", "本人を代理にはできません", "Nobody can stand in for themselves"));
        }
        let person = store::org::account(&mut work.tx, new.substitute).await?.map(|a| a.person);
        let person = enabled("substitute", person, new.substitute)?;
        let own = new.absent == caller.id();
        if !own && !scope.covers(person.unit) {
            return Err(Error::field("substitute", Problem::Unknown { value: new.substitute.to_string() }));
        }
        let others = store::org::substitutions_of(&mut work.tx, &scope, absent.id).await?;
        let span = |s: &Substitution| (s.from, Some(s.until));
        let same = |s: &Substitution| s.absent == absent.id && s.substitute == person.id && s.from <= s.until;
        if others.iter().any(|s| same(s) && overlaps(span(s), (new.from, Some(new.until)))) {
            return Err(rule(
                "from",
                "その期間には、同じ代理がすでにあります",
                "The same substitution already covers these days",
            ));
        }
        let id = self.app.mint();
        let one = Substitution { id, absent: absent.id, substitute: person.id, from: new.from, until: new.until };
        store::org::insert_substitution(&mut work.tx, &scope, &one).await?;
        let change = Change::of(action!("substitution.create"), kind!("substitution"), id).at(absent.unit);
        let change = change.after(&one)?.note("absent", absent.id).note("substitute", person.id);
        work.record(change.note("from", new.from).note("until", new.until)).await?;
        work.commit().await?;
        Ok(id)
    }

    /// Ends a substitution; `last` is its last day, yesterday ends it at once. The absent person, the one standing in
    /// and an administrator may do so.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`], [`Error::Invalid`] at `last`.
    pub async fn end_substitution(&self, caller: &Caller, id: SubstitutionId, last: Date) -> Result<()> {
        let mut work = self.app.work(caller).await?;
        let today = work.today();
        let any = operator::scope(Role::Administrator, Permission::ManageOrganisation)?;
        let old = store::org::substitution(&mut work.tx, &any, id).await?.ok_or(Error::NotFound)?;
        let concerned = if old.substitute == caller.id() { old.substitute } else { old.absent };
        let (scope, _) = self.responsible(&mut work, caller, concerned).await?;
        check_end(today, Some(old.until), last)?;
        store::org::end_substitution(&mut work.tx, &scope, id, last).await?;
        let absent = store::org::account(&mut work.tx, old.absent).await?.ok_or(Error::NotFound)?.person;
        let new = Substitution { until: last, ..old.clone() };
        let change = Change::of(action!("substitution.end"), kind!("substitution"), id).at(absent.unit);
        work.record(change.before(&old)?.after(&new)?.note("until", last)).await?;
        work.commit().await
    }

    /// The person whose substitutes the caller may set: themselves, or people they manage.
    async fn responsible(&self, work: &mut Work, caller: &Caller, person: PersonId) -> Result<(Scope, Person)> {
        if person == caller.id() {
            // one's own substitute needs no role, only to be oneself
            let scope = operator::scope(Role::Administrator, Permission::ManageOrganisation)?;
            return Ok((scope, caller.actor.person().clone()));
        }
        let scope = caller.may(Permission::ManageOrganisation)?;
        let today = work.today();
        let person = managed(&mut work.tx, &scope, person, today).await?;
        Ok((scope, person))
    }
}

/// Writes a grant that does not repeat another.
pub(crate) async fn insert_grant(work: &mut Work, scope: &Scope, grant: &Grant) -> Result<()> {
    let others = store::org::grants_of(&mut work.tx, scope, grant.person).await?;
    let same = |g: &Grant| g.role == grant.role && g.unit == grant.unit && g.until.is_none_or(|until| g.from <= until);
    if others.iter().any(|g| same(g) && overlaps((g.from, g.until), (grant.from, grant.until))) {
        return Err(rule(
            "role",
            "この人は、その期間にこの役割をすでに持っています",
            "This person already holds this role in that time",
        ));
    }
    store::org::insert_grant(&mut work.tx, scope, grant).await?;
    let change = Change::of(action!("role.grant"), kind!("grant"), grant.id).at(grant.unit).after(grant)?;
    let change = change.note("role", grant.role).note("person", grant.person).note("from", grant.from);
    let change = match grant.until {
        Some(until) => change.note("until", until),
        None => change,
    };
    work.record(change).await
}

fn enabled(field: &str, person: Option<Person>, id: PersonId) -> Result<Person> {
    person.filter(|p| !p.disabled).ok_or_else(|| Error::field(field, Problem::Unknown { value: id.to_string() }))
}
