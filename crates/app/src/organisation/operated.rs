//! The same use cases for the operator of the machine, who needs no role: they could write to the database file anyway.
//! What they do is recorded under their login on the machine.

use domain::{
    Problem,
    id::PersonId,
    permission::{Permission, Scope},
    person::{Grant, Person, Role},
    problem::Problems,
    text::{Login, Title},
    unit::{Unit, UnitTree},
};
use jiff::civil::Date;
use ledger::{Action, OperatorLogin, action, kind};

use super::{PeoplePage, insert_grant, insert_person, keep_an_administrator, tree};
use crate::{
    App, Error, Result,
    auth::password,
    operator,
    work::{Author, Change},
};

/// People and roles, by the operator of the machine.
#[derive(Debug, Clone, Copy)]
pub struct Operated<'a> {
    app: &'a App,
    operator: &'a OperatorLogin,
}

impl App {
    /// People and roles, by the operator of the machine.
    #[must_use]
    pub const fn operated<'a>(&'a self, operator: &'a OperatorLogin) -> Operated<'a> {
        Operated { app: self, operator }
    }
}

/// A person as the operator enters them; the unit by id or name, the organisation itself when left out.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    /// Name to sign in with.
    pub login: String,
    /// Name as written.
    pub name: String,
    /// Unit by id or name.
    pub unit: Option<String>,
    /// Language of pages and messages.
    pub lang: domain::Lang,
    /// First password, if there is one.
    pub password: Option<String>,
}

/// A role as the operator gives it.
#[derive(Debug, Clone)]
pub struct Given {
    /// Login name of the person.
    pub login: String,
    /// Which role.
    pub role: Role,
    /// Unit by id or name; the organisation itself when left out.
    pub unit: Option<String>,
    /// Last day, if it ends.
    pub until: Option<Date>,
}

fn scope() -> Result<Scope> {
    operator::scope(Role::Administrator, Permission::ManageOrganisation)
}

/// The unit of an id or of a name that only one unit has; the organisation itself when nothing is named.
///
/// # Errors
/// [`Error::Invalid`] at the field.
pub fn find_unit<'t>(units: &'t UnitTree, field: &str, text: Option<&str>) -> Result<&'t Unit> {
    let unknown = |value: &str| Error::field(field, Problem::Unknown { value: domain::problem::shorten(value) });
    let Some(text) = text else { return units.root().ok_or_else(|| unknown("")) };
    let fits = |u: &Unit| {
        u.id.to_string() == text || u.name.as_str() == text || u.name_en.as_ref().is_some_and(|n| n.as_str() == text)
    };
    let mut found = units.iter().map(|(unit, _)| unit).filter(|unit| fits(unit));
    match (found.next(), found.next()) {
        (Some(unit), None) => Ok(unit),
        (Some(_), Some(_)) => Err(vec![domain::FieldError::rule(
            field,
            "同じ名前の組織単位がいくつかあります。「unt_」で始まる番号で指定してください",
            "Several units have this name. Name it by its id, which begins with unt_",
        )]
        .into()),
        _ => Err(unknown(text)),
    }
}

impl Operated<'_> {
    /// All units.
    ///
    /// # Errors
    /// Of the database.
    pub async fn units(&self) -> Result<UnitTree> {
        let mut tx = self.app.db().read().await?;
        let units = tree(&mut tx).await?;
        tx.commit().await?;
        Ok(units)
    }

    /// The person of a login name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn person(&self, login: &str) -> Result<Person> {
        let login: Login = login.parse().map_err(|p| Error::field("login", p))?;
        let mut tx = self.app.db().read().await?;
        let account = store::org::account_by_login(&mut tx, &login).await?;
        tx.commit().await?;
        Ok(account.ok_or(Error::NotFound)?.person)
    }

    /// People by login name, after one, with the roles they hold today; at most 200.
    ///
    /// # Errors
    /// Of the database.
    pub async fn people(&self, query: &str, after: Option<&str>) -> Result<PeoplePage> {
        let scope = scope()?;
        let today = self.app.inner.clock.today();
        let mut tx = self.app.db().read().await?;
        let people = store::org::people(&mut tx, &scope, query, after.unwrap_or_default(), 201).await?;
        let (people, next) = crate::page::cut(people, 200, |p| p.login.to_string());
        let ids: Vec<PersonId> = people.iter().map(|p| p.id).collect();
        let mut page = PeoplePage { people, next, ..PeoplePage::default() };
        for grant in store::org::detail::grants_of_many(&mut tx, &scope, &ids, today).await? {
            page.grants.entry(grant.person).or_default().push(grant);
        }
        tx.commit().await?;
        Ok(page)
    }

    /// Makes a person.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `login`, `name`, `unit`, `password`.
    pub async fn create_person(&self, new: &Entered) -> Result<Person> {
        let mut problems = Problems::new();
        let login: Option<Login> = problems.required("login", &new.login);
        let name: Option<Title> = problems.required("name", &new.name);
        if let (Some(password), Some(login)) = (&new.password, &login)
            && let Err(error) = password::check("password", password, login)
        {
            problems.add(error);
        }
        let (Some(login), Some(name), true) = (login, name, problems.is_empty()) else {
            return Err(problems.into_vec().into());
        };
        let hash = match &new.password {
            Some(password) => Some(password::hash(&self.app.inner.dice, password).await?),
            None => None,
        };
        let mut work = self.app.work_as(Author::from(self.operator)).await?;
        let unit = find_unit(&tree(&mut work.tx).await?, "unit", new.unit.as_deref())?.id;
        let person = Person { id: self.app.mint(), login, name, unit, lang: new.lang, disabled: false };
        insert_person(&mut work, &scope()?, &person, hash.as_deref()).await?;
        work.commit().await?;
        Ok(person)
    }

    /// Gives a role from today on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown login name; [`Error::Invalid`] at `unit`, `role`, `until`.
    pub async fn grant(&self, given: &Given) -> Result<Grant> {
        let person = self.person(&given.login).await?;
        let mut work = self.app.work_as(Author::from(self.operator)).await?;
        let tree = tree(&mut work.tx).await?;
        let unit = find_unit(&tree, "unit", given.unit.as_deref())?;
        let from = work.today();
        let refused = |field, ja, en| Err(Error::from(vec![domain::FieldError::rule(field, ja, en)]));
        if given.role == Role::ChiefSecurityOfficer && unit.parent.is_some() {
            return refused(
                "role",
                "統括情報セキュリティ責任者は、組織全体にだけ付けられます",
                "The chief security officer answers for the whole organisation only",
            );
        }
        if unit.closed || person.disabled {
            return refused(
                if unit.closed { "unit" } else { "login" },
                "閉じた組織単位や、無効にした人には付けられません",
                "A closed unit or a disabled person cannot be given a role",
            );
        }
        if let Some(until) = given.until.filter(|until| *until < from) {
            let problem = Problem::Before { value: until.to_string(), bound: from.to_string() };
            return Err(Error::field("until", problem));
        }
        let id = self.app.mint();
        let grant = Grant { id, person: person.id, role: given.role, unit: unit.id, from, until: given.until };
        insert_grant(&mut work, &scope()?, &grant).await?;
        work.commit().await?;
        Ok(grant)
    }

    /// Disables a person: no more signing in, all sessions end; the records stay. False when they were disabled before.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] for the last administrator.
    pub async fn disable(&self, login: &str) -> Result<bool> {
        self.switch(login, (true, action!("person.disable"))).await
    }

    /// Lets a disabled person sign in again. False when they could before.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn enable(&self, login: &str) -> Result<bool> {
        self.switch(login, (false, action!("person.enable"))).await
    }

    async fn switch(&self, login: &str, (disabled, action): (bool, Action)) -> Result<bool> {
        let scope = scope()?;
        let login: Login = login.parse().map_err(|p| Error::field("login", p))?;
        let mut work = self.app.work_as(Author::from(self.operator)).await?;
        let account = store::org::account_by_login(&mut work.tx, &login).await?.ok_or(Error::NotFound)?;
        let old = account.person;
        if old.disabled == disabled {
            return Ok(false);
        }
        if disabled {
            let today = work.today();
            keep_an_administrator(&mut work.tx, &scope, today, |g| g.person == old.id).await?;
            store::auth::delete_sessions(&mut work.tx, old.id, None).await?;
        }
        let new = Person { disabled, ..old.clone() };
        store::org::update_person(&mut work.tx, &scope, &new).await?;
        let change = Change::of(action, kind!("person"), new.id).at(new.unit).before(&old)?.after(&new)?;
        work.record(change.note("login", &new.login)).await?;
        work.commit().await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PASSWORD, fields, houses, operator};

    #[tokio::test]
    async fn the_operator_keeps_people_and_roles() {
        for house in houses().await {
            let login = operator();
            let by = house.app.operated(&login);
            let soumu = house.unit(house.begun.root, "総務課").await;
            let new = Entered { login: "hanawa".into(), name: "塙 香".into(), ..Entered::default() };
            let new = Entered { unit: Some("総務課".into()), password: Some(PASSWORD.into()), ..new };
            let person = by.create_person(&new).await.unwrap();
            assert_eq!(person.unit, soumu);
            assert_eq!(fields(by.create_person(&new).await), [("login".to_owned(), "taken")]);
            let given = Given { login: "hanawa".into(), role: Role::Auditor, unit: None, until: None };
            let grant = by.grant(&given).await.unwrap();
            assert_eq!(grant.unit, house.begun.root);
            assert_eq!(fields(by.grant(&given).await), [("role".to_owned(), "rule")]);
            let page = by.people("塙", None).await.unwrap();
            assert_eq!(page.people.len(), 1);
            assert_eq!(page.grants.get(&person.id).map(Vec::len), Some(1));
            assert!(by.disable("hanawa").await.unwrap());
            assert!(!by.disable("hanawa").await.unwrap());
            assert!(by.enable("hanawa").await.unwrap());
            assert!(matches!(by.disable("sekimori").await, Err(Error::Conflict(_))));
            assert!(matches!(by.disable("nobody").await, Err(Error::NotFound)));
            let admin = house.admin().await;
            let page = house.app.ledger().page(&admin, &crate::ledgers::Filter::default(), None, 1).await.unwrap();
            assert_eq!(page.entries[0].actor, "operator:root");
        }
    }

    #[tokio::test]
    async fn a_name_that_two_units_have_is_no_name() {
        for house in houses().await {
            let upper = house.unit(house.begun.root, "政策部").await;
            let first = house.unit(house.begun.root, "管理係").await;
            house.unit(upper, "管理係").await;
            let login = operator();
            let units = house.app.operated(&login).units().await.unwrap();
            assert!(find_unit(&units, "unit", Some("管理係")).is_err());
            assert!(find_unit(&units, "unit", Some("管理")).is_err());
            assert_eq!(find_unit(&units, "unit", Some(&first.to_string())).unwrap().id, first);
        }
    }
}
