//! People.

use std::collections::BTreeMap;

use domain::{
    Lang, Problem,
    id::{PersonId, UnitId},
    permission::{Permission, Scope},
    person::{Grant, Person, Role, Substitution},
    problem::Problems,
    text::{Login, Title},
};
use ledger::{Action, action, kind};

use super::{Organisation, keep_an_administrator, managed, open_unit, tree};
use crate::{
    Caller, Error, Result,
    auth::password,
    operator,
    work::{Change, Work},
};

/// A person to be made.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Name to sign in with.
    pub login: String,
    /// Name as written.
    pub name: String,
    /// Unit the person belongs to.
    pub unit: UnitId,
    /// Language of pages and messages.
    #[serde(default)]
    pub lang: Lang,
    /// First password; without one the person cannot sign in yet.
    #[serde(default)]
    pub password: Option<String>,
}

/// A person as they shall be.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// Name as written.
    pub name: String,
    /// Unit the person belongs to.
    pub unit: UnitId,
    /// Language of pages and messages.
    pub lang: Lang,
    /// The revision that was seen.
    pub revision: i64,
}

/// A page of people.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// By login name.
    pub people: Vec<Person>,
    /// Roles these people hold today.
    pub grants: BTreeMap<PersonId, Vec<Grant>>,
    /// Login name to go on after, when there are more.
    pub next: Option<String>,
}

/// A person with everything the page on them shows.
#[derive(Debug, Clone)]
pub struct ShownPerson {
    /// The person.
    pub person: Person,
    /// How often they were written; a form sends it back.
    pub revision: i64,
    /// Roles, past and future ones too.
    pub grants: Vec<Grant>,
    /// Substitutions they are part of.
    pub substitutions: Vec<Substitution>,
    /// Everyone who appears in the substitutions.
    pub names: BTreeMap<PersonId, Person>,
}

impl Organisation<'_> {
    /// People within reach by login name, after one, with the roles they hold today; at most 200. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn people(&self, caller: &Caller, query: &str, after: Option<&str>, limit: u16) -> Result<PeoplePage> {
        let scope = caller.may(Permission::ViewOrganisation)?;
        let limit = limit.clamp(1, 200);
        let today = self.app.inner.clock.today();
        let mut tx = self.app.db().read().await?;
        let more = i64::from(limit).saturating_add(1);
        let mut people = store::org::people(&mut tx, &scope, query, after.unwrap_or_default(), more).await?;
        let has_more = people.len() > usize::from(limit);
        people.truncate(usize::from(limit));
        let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
        let mut grants: BTreeMap<PersonId, Vec<Grant>> = BTreeMap::new();
        for grant in store::org::detail::grants_of_many(&mut tx, &scope, &ids, today).await? {
            grants.entry(grant.person).or_default().push(grant);
        }
        tx.commit().await?;
        let next = people.last().filter(|_| has_more).map(|p| p.login.to_string());
        Ok(PeoplePage { people, grants, next })
    }

    /// One person with roles and substitutions. Five statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] when out of reach; everyone may see themselves.
    pub async fn person(&self, caller: &Caller, id: PersonId) -> Result<ShownPerson> {
        // everyone may see themselves, with a role or without
        let scope = if id == caller.id() {
            operator::scope(Role::Administrator, Permission::ViewOrganisation)?
        } else {
            caller.may(Permission::ViewOrganisation)?
        };
        let mut tx = self.app.db().read().await?;
        let person = store::org::person(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let revision = store::org::detail::person_revision(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let grants = store::org::grants_of(&mut tx, &scope, id).await?;
        let substitutions = store::org::substitutions_of(&mut tx, &scope, id).await?;
        let ids: Vec<PersonId> = substitutions.iter().flat_map(|s| [s.absent, s.substitute]).collect();
        let names = store::org::names(&mut tx, &ids).await?.into_iter().map(|p| (p.id, p)).collect();
        tx.commit().await?;
        Ok(ShownPerson { person, revision, grants, substitutions, names })
    }

    /// Makes a person, with a first password if one is given.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `login`, `name`, `unit`, `password`.
    pub async fn create_person(&self, caller: &Caller, new: &NewPerson) -> Result<PersonId> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut problems = Problems::new();
        let login: Option<Login> = problems.required("login", &new.login);
        let name: Option<Title> = problems.required("name", &new.name);
        let password = new.password.as_deref().filter(|p| !p.is_empty());
        if let (Some(password), Some(login)) = (password, &login)
            && let Err(error) = password::check("password", password, login)
        {
            problems.add(error);
        }
        let (Some(login), Some(name), true) = (login, name, problems.is_empty()) else {
            return Err(problems.into_vec().into());
        };
        let hash = match password {
            Some(password) => Some(password::hash(&self.app.inner.dice, password).await?),
            None => None,
        };
        let id = self.app.mint();
        let person = Person { id, login, name, unit: new.unit, lang: new.lang, disabled: false };
        let mut work = self.app.work(caller).await?;
        open_unit("unit", &tree(&mut work.tx).await?, &scope, new.unit)?;
        insert(&mut work, &scope, &person, hash.as_deref()).await?;
        work.commit().await?;
        Ok(id)
    }

    /// Changes name, unit or language.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] when changed in between, [`Error::Invalid`] by field.
    pub async fn change_person(&self, caller: &Caller, id: PersonId, change: &ChangePerson) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut problems = Problems::new();
        let name: Option<Title> = problems.required("name", &change.name);
        let Some(name) = name else { return Err(problems.into_vec().into()) };
        let mut work = self.app.work(caller).await?;
        let old = seen(&mut work, &scope, id, change.revision).await?;
        if change.unit != old.unit {
            open_unit("unit", &tree(&mut work.tx).await?, &scope, change.unit)?;
        }
        let person = Person { name, unit: change.unit, lang: change.lang, ..old.clone() };
        save(work, &scope, action!("person.change"), (&old, &person)).await
    }

    /// Disables a person who left: no more signing in, all sessions end; the records stay.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] for oneself and for the last administrator.
    pub async fn disable_person(&self, caller: &Caller, id: PersonId, revision: i64) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        if id == caller.id() {
            return Err(Error::conflict("自分自身は無効にできません", "You cannot disable yourself"));
        }
        let mut work = self.app.work(caller).await?;
        let old = seen(&mut work, &scope, id, revision).await?;
        let today = work.today();
        keep_an_administrator(&mut work.tx, &scope, today, |g| g.person == id).await?;
        store::auth::delete_sessions(&mut work.tx, id, None).await?;
        let person = Person { disabled: true, ..old.clone() };
        save(work, &scope, action!("person.disable"), (&old, &person)).await
    }

    /// Lets a disabled person sign in again.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] when changed in between.
    pub async fn enable_person(&self, caller: &Caller, id: PersonId, revision: i64) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let mut work = self.app.work(caller).await?;
        let old = seen(&mut work, &scope, id, revision).await?;
        let person = Person { disabled: false, ..old.clone() };
        save(work, &scope, action!("person.enable"), (&old, &person)).await
    }
}

/// Writes a new person and, if there is one, the hash of a password.
pub(crate) async fn insert(work: &mut Work, scope: &Scope, person: &Person, hash: Option<&str>) -> Result<()> {
    if store::org::account_by_login(&mut work.tx, &person.login).await?.is_some() {
        return Err(Error::field("login", Problem::Taken { value: person.login.to_string() }));
    }
    let at = work.at();
    store::org::insert_person(&mut work.tx, scope, person, at).await?;
    let change = Change::of(action!("person.create"), kind!("person"), person.id).at(person.unit);
    work.record(change.after(person)?.note("login", &person.login)).await?;
    if let Some(hash) = hash {
        store::auth::set_password(&mut work.tx, person.id, hash, at).await?;
        work.record(Change::of(action!("password.set"), kind!("person"), person.id).at(person.unit)).await?;
    }
    Ok(())
}

/// The person, if the scope lets one manage them and they are still as they were seen.
async fn seen(work: &mut Work, scope: &Scope, id: PersonId, revision: i64) -> Result<Person> {
    let today = work.today();
    let person = managed(&mut work.tx, scope, id, today).await?;
    match store::org::detail::person_revision(&mut work.tx, scope, id).await? {
        Some(now) if now == revision => Ok(person),
        _ => Err(Error::stale()),
    }
}

async fn save(mut work: Work, scope: &Scope, action: Action, (old, new): (&Person, &Person)) -> Result<()> {
    store::org::update_person(&mut work.tx, scope, new).await?;
    let change = Change::of(action, kind!("person"), new.id).at(new.unit);
    work.record(change.before(old)?.after(new)?.note("login", &new.login)).await?;
    work.commit().await
}
