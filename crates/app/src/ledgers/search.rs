//! Finding entries by what people know: the number of an engagement, a login name.

use domain::{
    FieldError, Problem,
    calendar::EngagementNumber,
    permission::{Permission, Scope},
    problem::shorten,
    text::Login,
};
use store::{
    Tx,
    ledger::{Filter, Issued},
};

use super::{LedgerPage, Ledgers, whole, with_people};
use crate::{Caller, Error, Result};

/// What a person looks for; empty where it does not matter.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Beginning of an action: `engagement.`
    pub action: String,
    /// What it was done to: the number of an engagement, a login name, or an id.
    pub subject: String,
    /// Who did it: a login name, an id, `system`, or `operator:` and a login.
    pub person: String,
}

impl Ledgers<'_> {
    /// Entries within reach that fit a search, newest first, before one; at most 200. At most four statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] at `subject` or `person` when it names nothing.
    pub async fn find(&self, caller: &Caller, search: &Search, before: Option<i64>, limit: u16) -> Result<LedgerPage> {
        let scope = caller.may(Permission::ViewLedger)?;
        let limit = i64::from(limit.clamp(1, 200));
        let mut tx = self.app.db().read().await?;
        let mut errors = Vec::new();
        let subject = subject(&mut tx, &scope, search.subject.trim()).await?;
        let person = person(&mut tx, search.person.trim()).await?;
        let mut known = |field: &str, typed: &str, found: Option<String>| {
            if !typed.trim().is_empty() && found.is_none() {
                errors.push(FieldError::new(field, Problem::Unknown { value: shorten(typed.trim()) }));
            }
            found
        };
        let action = search.action.trim();
        let filter = Filter {
            action: (!action.is_empty()).then(|| action.to_owned()),
            actor: known("person", &search.person, person),
            subject: known("subject", &search.subject, subject),
        };
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let before = before.unwrap_or(i64::MAX);
        let rows = store::ledger::page(&mut tx, &scope, &filter, before, limit.saturating_add(1)).await?;
        let page = with_people(&mut tx, rows, limit).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// True for who may take the whole ledger out and sign checkpoints; for showing links, never as the check itself.
    #[must_use]
    pub fn may_export(&self, caller: &Caller) -> bool {
        whole(caller).is_ok()
    }

    /// A checkpoint that was issued, by the entry it vouches for.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`].
    pub async fn issued(&self, caller: &Caller, seq: i64) -> Result<Issued> {
        let scope = whole(caller)?;
        let mut tx = self.app.db().read().await?;
        let found = store::ledger::checkpoint(&mut tx, &scope, seq).await?;
        tx.commit().await?;
        found.ok_or(Error::NotFound)
    }
}

/// The id under which the ledger knows what a person typed.
async fn subject(tx: &mut Tx, scope: &Scope, typed: &str) -> Result<Option<String>> {
    if let Ok(number) = typed.parse::<EngagementNumber>() {
        let found = store::consultations::engagement(tx, scope, number).await?;
        return Ok(found.map(|(id, _)| id.to_string()));
    }
    if let Ok(login) = typed.parse::<Login>()
        && let Some(account) = store::org::account_by_login(tx, &login).await?
    {
        return Ok(Some(account.person.id.to_string()));
    }
    // anything else is taken as the ledger writes it: an id, a version of the register, the name of a setting
    Ok((!typed.is_empty()).then(|| typed.to_owned()))
}

async fn person(tx: &mut Tx, typed: &str) -> Result<Option<String>> {
    if typed == "system" || typed.starts_with("operator:") || typed.starts_with("per_") {
        return Ok(Some(typed.to_owned()));
    }
    let Ok(login) = typed.parse::<Login>() else { return Ok(None) };
    Ok(store::org::account_by_login(tx, &login).await?.map(|a| a.person.id.to_string()))
}
