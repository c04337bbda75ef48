//! Contractors: one list for the whole organisation.

use std::collections::BTreeMap;

use domain::{
    FieldError, Problem,
    contractor::{Contractor, CorporateNumber, Details, RawDetails},
    id::ContractorId,
    permission::{Permission, Scope},
    problem::Problems,
    text::Title,
};
use ledger::{action, kind};
pub use store::contractors::Filter;
use store::{Tx, contractors::Found};

use crate::{App, Caller, Error, Result, work::Change};

pub mod export;
pub mod import;
pub mod merge;

/// Most rows of one page.
pub const MAX_PAGE: u16 = 200;

/// The use cases of contractors.
#[derive(Debug, Clone, Copy)]
pub struct Contractors<'a>(&'a App);

impl App {
    /// Contractors.
    #[must_use]
    pub const fn contractors(&self) -> Contractors<'_> {
        Contractors(self)
    }
}

/// A page of contractors by name.
#[derive(Debug, Clone)]
pub struct ContractorsPage {
    /// The rows.
    pub contractors: Vec<Contractor>,
    /// Ask again after this one for more.
    pub next: Option<ContractorId>,
    /// How many are found in all.
    pub count: i64,
    /// Engagements under way with those of the page, within the caller's reach.
    pub under_way: BTreeMap<ContractorId, i64>,
}

/// What a form says of a contractor.
#[derive(Debug, Clone, Default)]
pub struct ContractorFields {
    /// Full name.
    pub name: String,
    /// Corporate number; may be empty.
    pub corporate_number: String,
    /// Everything else.
    pub details: RawDetails,
}

/// What a form said, checked.
type Checked = (Title, Option<CorporateNumber>, Details);

impl ContractorFields {
    fn check(&self) -> Result<Checked, Vec<FieldError>> {
        let mut problems = Problems::new();
        let name = problems.required("name", &self.name);
        let number = problems.optional("corporate_number", &self.corporate_number);
        let details = self.details.check(&mut problems);
        match (name, problems.is_empty()) {
            (Some(name), true) => Ok((name, number, details)),
            _ => Err(problems.into_vec()),
        }
    }
}

impl From<&Contractor> for ContractorFields {
    fn from(one: &Contractor) -> Self {
        Self {
            name: one.name.to_string(),
            corporate_number: one.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            details: RawDetails::from(&one.details),
        }
    }
}

/// A contractor with what its page shows beside it.
#[derive(Debug, Clone)]
pub struct Detail {
    /// The contractor.
    pub contractor: Contractor,
    /// Entries that were merged into it.
    pub merged: Vec<Contractor>,
    /// Other entries whose name differs only in spelling or form of company.
    pub alike: Vec<Contractor>,
    /// The last things that happened to it, newest first.
    pub history: crate::ledgers::LedgerPage,
}

/// Entries of the ledger shown with a contractor.
const HISTORY: i64 = 20;

impl Contractors<'_> {
    /// Contractors of a filter, by name, after one of them. Three statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewContractor`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &Filter,
        after: Option<ContractorId>,
        limit: u16,
    ) -> Result<ContractorsPage> {
        let scope = caller.may(Permission::ViewContractor)?;
        let limit = i64::from(limit.clamp(1, MAX_PAGE));
        let mut tx = self.0.db().read().await?;
        let rows = store::contractors::page(&mut tx, &scope, filter, after, limit.saturating_add(1)).await?;
        let (contractors, next) = crate::page::cut(rows, limit, |c| c.id);
        let count = store::contractors::count(&mut tx, &scope, filter).await?;
        let ids: Vec<ContractorId> = contractors.iter().map(|c| c.id).collect();
        let under_way = match caller.may(Permission::ViewEngagement) {
            Ok(scope) => store::contractors::under_way(&mut tx, &scope, &ids).await?,
            Err(_) => BTreeMap::new(),
        };
        tx.commit().await?;
        Ok(ContractorsPage { contractors, next, count, under_way })
    }

    /// One contractor; one that was merged is answered by the one it is now.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewContractor`]; not found.
    pub async fn show(&self, caller: &Caller, id: ContractorId) -> Result<Contractor> {
        let scope = caller.may(Permission::ViewContractor)?;
        let mut tx = self.0.db().read().await?;
        let found = now(&mut tx, &scope, id).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// One contractor with what was merged into it, what looks like it, and what happened to it.
    ///
    /// # Errors
    /// As [`Self::show`].
    pub async fn detail(&self, caller: &Caller, id: ContractorId) -> Result<Detail> {
        let scope = caller.may(Permission::ViewContractor)?;
        let mut tx = self.0.db().read().await?;
        let contractor = now(&mut tx, &scope, id).await?;
        let merged = store::contractors::merge::merged(&mut tx, &scope, contractor.id).await?;
        let mut alike = store::contractors::merge::like(&mut tx, &scope, contractor.name.as_str()).await?;
        alike.retain(|other| other.id != contractor.id);
        let subject = contractor.id.to_string();
        let limit = HISTORY.saturating_add(1);
        let rows = store::ledger::of_subject(&mut tx, &scope, &subject, i64::MAX, limit).await?;
        let history = crate::ledgers::with_people(&mut tx, rows, HISTORY).await?;
        tx.commit().await?;
        Ok(Detail { contractor, merged, alike, history })
    }

    /// A contractor to be changed, or none for one to be entered: what a form starts from.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; not found.
    pub async fn to_edit(&self, caller: &Caller, id: Option<ContractorId>) -> Result<Option<Contractor>> {
        let scope = caller.may(Permission::EditContractor)?;
        let Some(id) = id else { return Ok(None) };
        let mut tx = self.0.db().read().await?;
        let found = store::contractors::by_id(&mut tx, &scope, id).await?;
        tx.commit().await?;
        found.map(Some).ok_or(Error::NotFound)
    }

    /// Enters a contractor.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; invalid when a value is refused, the number is taken, or
    /// one of the same name cannot be told apart by its number.
    pub async fn create(&self, caller: &Caller, fields: &ContractorFields) -> Result<Contractor> {
        let scope = caller.may(Permission::EditContractor)?;
        let (name, corporate_number, details) = fields.check()?;
        let mut work = self.0.work(caller).await?;
        let one = Contractor { id: self.0.mint(), name, corporate_number, details, created_at: work.at(), revision: 1 };
        tell_apart(&mut work.tx, &scope, &one).await?;
        store::contractors::insert(&mut work.tx, &scope, &one).await.map_err(|e| taken(e, &one))?;
        let change = Change::of(action!("contractor.create"), kind!("contractor"), one.id)
            .at(caller.actor.person().unit)
            .after(&one)?
            .note("name", &one.name);
        work.record(change).await?;
        work.commit().await?;
        Ok(one)
    }

    /// Changes a contractor that still has the revision the form saw.
    ///
    /// # Errors
    /// As [`Self::create`]; conflict when it was changed meanwhile.
    pub async fn change(
        &self,
        caller: &Caller,
        id: ContractorId,
        revision: i64,
        fields: &ContractorFields,
    ) -> Result<Contractor> {
        let scope = caller.may(Permission::EditContractor)?;
        let (name, corporate_number, details) = fields.check()?;
        let mut work = self.0.work(caller).await?;
        let old = store::contractors::by_id(&mut work.tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let mut one = Contractor { name, corporate_number, details, revision, ..old.clone() };
        tell_apart(&mut work.tx, &scope, &one).await?;
        store::contractors::update(&mut work.tx, &scope, &mut one).await.map_err(|e| taken(e, &one))?;
        if one.name != old.name {
            store::contractors::carry_name(&mut work.tx, &scope, &one).await?;
        }
        let change = Change::of(action!("contractor.change"), kind!("contractor"), one.id)
            .at(caller.actor.person().unit)
            .before(&old)?
            .after(&one)?
            .note("name", &one.name)
            .note("name_before", &old.name);
        work.record(change).await?;
        work.commit().await?;
        Ok(one)
    }
}

/// A contractor as it stands now, wherever it was merged to.
async fn now(tx: &mut Tx, scope: &Scope, id: ContractorId) -> Result<Contractor> {
    match store::contractors::find(tx, scope, id).await?.ok_or(Error::NotFound)? {
        Found::Itself(one) => Ok(one),
        Found::MergedInto(into) => store::contractors::by_id(tx, scope, into).await?.ok_or(Error::NotFound),
    }
}

fn taken(error: store::Error, one: &Contractor) -> Error {
    if error.is_unique_violation() {
        let value = one.corporate_number.as_ref().map_or_else(String::new, ToString::to_string);
        return Error::field("corporate_number", Problem::Taken { value });
    }
    error.into()
}

/// Firms of one name exist; they are told apart by their numbers, so each of them needs one.
async fn tell_apart(tx: &mut Tx, scope: &Scope, one: &Contractor) -> Result<()> {
    let others = store::contractors::namesakes(tx, scope, one.name.as_str()).await?;
    let alike = |other: &&Contractor| {
        other.id != one.id && (one.corporate_number.is_none() || other.corporate_number.is_none())
    };
    match others.iter().find(alike) {
        None => Ok(()),
        Some(other) => Err(Error::field("name", Problem::Taken { value: other.name.to_string() })),
    }
}

#[cfg(test)]
mod tests;
