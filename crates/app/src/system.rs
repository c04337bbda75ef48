//! The running system, for those who operate it.

use domain::permission::Permission;

use crate::{App, Caller, Result, settings::Settings};

/// What is said of the running system.
#[derive(Debug, Clone)]
pub struct System {
    /// The installation's settings.
    pub settings: Settings,
    /// Kind of database: `SQLite` or `PostgreSQL`.
    pub database: &'static str,
    /// Edition of the catalogue in force.
    pub edition: String,
    /// The caller may change the settings.
    pub may_change: bool,
}

impl App {
    /// The state of the running system.
    ///
    /// # Errors
    /// Forbidden without [`Permission::Operate`].
    pub async fn system(&self, caller: &Caller) -> Result<System> {
        caller.may(Permission::Operate)?;
        let settings = self.settings().await?;
        let database = match self.db().dialect() {
            store::sql::Dialect::Sqlite => "SQLite",
            store::sql::Dialect::Postgres => "PostgreSQL",
        };
        let top = caller.units.root().map(|u| u.id);
        let may_change = top.is_some_and(|top| caller.may_at(Permission::ManageOrganisation, top).is_ok());
        Ok(System { settings, database, edition: self.catalogue().edition().to_owned(), may_change })
    }
}
