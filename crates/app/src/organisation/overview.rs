//! What the page on the whole organisation shows at once, and where someone may put units and people.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    id::{PersonId, UnitId},
    permission::Permission,
    unit::{Unit, UnitTree},
};

use super::{Organisation, PeoplePage};
use crate::{Caller, Error, Result};

/// Units and a page of people.
#[derive(Debug, Clone)]
pub struct Overview {
    /// All units.
    pub units: Arc<UnitTree>,
    /// Active people of each unit; units without any are left out.
    pub by_unit: BTreeMap<UnitId, i64>,
    /// A page of the people found.
    pub people: PeoplePage,
    /// How many are found in all.
    pub count: i64,
}

impl Organisation<'_> {
    /// Units with how many people they have, and a page of people by login name, after one. Four statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn overview(&self, caller: &Caller, query: &str, after: Option<&str>, limit: u16) -> Result<Overview> {
        let scope = caller.may(Permission::ViewOrganisation)?;
        let people = self.people(caller, query, after, limit).await?;
        let mut tx = self.app.db().read().await?;
        let count = store::org::detail::count_people(&mut tx, &scope, query).await?;
        let by_unit = store::org::detail::people_by_unit(&mut tx, &scope).await?;
        tx.commit().await?;
        Ok(Overview { units: Arc::clone(&caller.units), by_unit, people, count })
    }

    /// Open units the caller may put units and people into, with their depth. No statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn places(&self, caller: &Caller) -> Result<Vec<(Unit, usize)>> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        let open = |u: &Unit| !u.closed && scope.covers(u.id);
        Ok(caller.units.iter().filter(|(u, _)| open(u)).map(|(u, depth)| (u.clone(), depth)).collect())
    }

    /// A unit to be changed, with its revision.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`] when it is out of reach.
    pub async fn unit_to_edit(&self, caller: &Caller, id: UnitId) -> Result<(Unit, i64)> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        if !scope.covers(id) {
            return Err(Error::NotFound);
        }
        self.unit(caller, id).await
    }

    /// The active person of a login name, as someone types it to name a substitute: anyone in the organisation can be
    /// named, by who knows their login name.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] at the field when there is no such person.
    pub async fn named(&self, caller: &Caller, field: &str, login: &str) -> Result<PersonId> {
        caller.may(Permission::ViewOrganisation)?;
        let typed = login.trim();
        if typed.is_empty() {
            return Err(Error::field(field, domain::Problem::Missing));
        }
        let unknown = || Error::field(field, domain::Problem::Unknown { value: domain::problem::shorten(typed) });
        let login: domain::text::Login = typed.parse().map_err(|_| unknown())?;
        let mut tx = self.app.db().read().await?;
        let found = store::org::account_by_login(&mut tx, &login).await?;
        tx.commit().await?;
        found.filter(|a| !a.person.disabled).map(|a| a.person.id).ok_or_else(unknown)
    }
}
