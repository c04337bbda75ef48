//! Who is asking, and by which way.

use std::sync::Arc;

use domain::{
    Lang,
    id::PersonId,
    permission::{Permission, Scope},
    person::{Actor, HeldRole},
    unit::UnitTree,
};
use ledger::Channel;

use crate::{App, Error, Result};

/// The acting person, the unit tree they act in, and the way they came.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person with their permissions.
    pub actor: Arc<Actor>,
    /// All units.
    pub units: Arc<UnitTree>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// Page, API or command line.
    pub channel: Channel,
    /// Id of the request, for the ledger and the log.
    pub request: Option<String>,
}

impl Caller {
    /// The permission with its scope; first line of every use case.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn may(&self, permission: Permission) -> Result<Scope> {
        Ok(self.actor.may(permission)?)
    }

    /// The permission at one unit.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn may_at(&self, permission: Permission, unit: domain::id::UnitId) -> Result<Scope> {
        Ok(self.actor.may_at(permission, unit)?)
    }

    /// The person's id.
    #[must_use]
    pub fn id(&self) -> PersonId {
        self.actor.id()
    }

    /// The person's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.actor.person().lang
    }
}

/// A visitor of a page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The person.
    pub caller: Caller,
    /// The installation.
    pub settings: crate::settings::Settings,
    /// Approvals waiting for the person, counted up to 100.
    pub waiting: i64,
}

impl App {
    /// Loads a person with the roles they hold today, own and as a substitute: three statements.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when the person is unknown or disabled.
    pub async fn caller(&self, id: PersonId, channel: Channel, request: Option<String>) -> Result<Caller> {
        let mut tx = self.db().read().await?;
        let caller = self.caller_in(&mut tx, id, channel, request).await?;
        tx.commit().await?;
        Ok(caller)
    }

    /// Everything a page needs to know of its visitor: five statements in one snapshot.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when the person is unknown or disabled.
    pub async fn visit(&self, id: PersonId, channel: Channel, request: Option<String>) -> Result<Visit> {
        let mut tx = self.db().read().await?;
        let caller = self.caller_in(&mut tx, id, channel, request).await?;
        let settings = crate::settings::load(&mut tx).await?;
        let waiting = store::approvals::waiting_count(&mut tx, &caller.actor).await?;
        tx.commit().await?;
        Ok(Visit { caller, settings, waiting })
    }

    pub(crate) async fn caller_in(
        &self,
        tx: &mut store::Tx,
        id: PersonId,
        channel: Channel,
        request: Option<String>,
    ) -> Result<Caller> {
        let account = store::org::account(tx, id).await?.ok_or(Error::Unauthenticated)?;
        if account.person.disabled {
            return Err(Error::Unauthenticated);
        }
        let units = UnitTree::new(store::org::units(tx).await?);
        let grants = store::org::held(tx, id, self.inner.clock.today()).await?;
        let held = grants
            .into_iter()
            .map(|g| HeldRole { role: g.role, unit: g.unit, on_behalf_of: (g.person != id).then_some(g.person) })
            .collect();
        Ok(Caller {
            actor: Arc::new(Actor::new(account.person, held, &units)),
            units: Arc::new(units),
            theme: account.theme,
            channel,
            request,
        })
    }
}
