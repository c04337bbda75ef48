//! The first steps of an installation: the organisation and its first administrator.

use domain::{
    Lang,
    id::{PersonId, UnitId},
    permission::Permission,
    person::{Grant, Person, Role},
    problem::Problems,
    text::{Login, Title},
    unit::Unit,
};
use ledger::{OperatorLogin, action, kind};

use crate::{
    App, Error, Result,
    auth::password,
    operator, organisation, settings,
    work::{Author, Change, Work},
};

/// What is needed to begin.
#[derive(Clone)]
pub struct FirstSteps {
    /// Name of the organisation in Japanese.
    pub organisation_ja: String,
    /// Its name in English; may be empty.
    pub organisation_en: String,
    /// Login name of the first administrator.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
}

impl std::fmt::Debug for FirstSteps {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstSteps")
            .field("organisation_ja", &self.organisation_ja)
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// The unit that is the whole organisation.
    pub root: UnitId,
    /// The first administrator.
    pub administrator: PersonId,
}

fn already() -> Error {
    Error::conflict("この設置先は、すでに初期設定が済んでいます", "This installation has already been initialised")
}

impl App {
    /// True once the organisation has been set up.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_initialised(&self) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let units = store::org::detail::count_units(&mut tx).await?;
        tx.commit().await?;
        Ok(units > 0)
    }

    /// Sets up the organisation and its first administrator.
    ///
    /// # Errors
    /// [`Error::Conflict`] when that was done before; [`Error::Invalid`] at `organisation_ja`, `organisation_en`,
    /// `login`, `name`, `password`.
    pub async fn initialise(&self, operator: &OperatorLogin, steps: &FirstSteps) -> Result<Begun> {
        if self.is_initialised().await? {
            return Err(already());
        }
        let (login, name) = check(steps)?;
        let (ja, en) = settings::names(&steps.organisation_ja, &steps.organisation_en)?;
        let hash = password::hash(&self.inner.dice, &steps.password).await?;
        let mut work = self.work_as(Author::from(operator)).await?;
        if store::org::detail::count_units(&mut work.tx).await? > 0 {
            return Err(already());
        }
        let id = format!("{}", uuid::Uuid::from_bytes(self.inner.dice.bytes()).simple());
        store::settings::set(&mut work.tx, settings::DATABASE_ID, &id).await?;
        let change = Change::named(action!("database.create"), kind!("database"), &id)?;
        work.record(change).await?;
        settings::save_names(&mut work, (&ja, &en)).await?;
        let root = self.first_unit(&mut work, (&ja, &en)).await?;
        let person = Person { id: self.mint(), login, name, unit: root, lang: Lang::Ja, disabled: false };
        self.first_administrator(&mut work, &person, &hash).await?;
        work.commit().await?;
        Ok(Begun { root, administrator: person.id })
    }

    async fn first_unit(&self, work: &mut Work, (ja, en): (&str, &str)) -> Result<UnitId> {
        let scope = operator::scope(Role::Administrator, Permission::ManageOrganisation)?;
        let name: Title = ja.parse().map_err(|p| Error::field("organisation_ja", p))?;
        let name_en: Option<Title> = en.parse().ok();
        let unit = Unit { id: self.mint(), parent: None, name, name_en, position: 0, closed: false };
        store::org::insert_unit(&mut work.tx, &scope, &unit).await?;
        let change = Change::of(action!("unit.create"), kind!("unit"), unit.id).at(unit.id);
        work.record(change.after(&unit)?.note("name", &unit.name)).await?;
        Ok(unit.id)
    }

    async fn first_administrator(&self, work: &mut Work, person: &Person, hash: &str) -> Result<()> {
        let scope = operator::scope(Role::Administrator, Permission::ManageOrganisation)?;
        organisation::insert_person(work, &scope, person, Some(hash)).await?;
        let from = work.today();
        let role = Role::Administrator;
        let grant = Grant { id: self.mint(), person: person.id, role, unit: person.unit, from, until: None };
        organisation::insert_grant(work, &scope, &grant).await
    }
}

fn check(steps: &FirstSteps) -> Result<(Login, Title)> {
    let mut problems = Problems::new();
    let login: Option<Login> = problems.required("login", &steps.login);
    let name: Option<Title> = problems.required("name", &steps.name);
    if let Err(errors) = settings::names(&steps.organisation_ja, &steps.organisation_en)
        && let Error::Invalid(errors) = errors
    {
        errors.into_iter().for_each(|e| problems.add(e));
    }
    if let Some(login) = &login
        && let Err(error) = password::check("password", &steps.password, login)
    {
        problems.add(error);
    }
    match (login, name) {
        (Some(login), Some(name)) if problems.is_empty() => Ok((login, name)),
        _ => Err(problems.into_vec().into()),
    }
}
