//! The register of critical and non-critical work: reading any version, and updates by the chief officer.
//!
//! Officers below ask for updates through approvals, which end in [`apply`] like the chief officer's own. The register
//! is one for the organisation, so the permission to update it must be held at its top.

use std::collections::BTreeSet;

use domain::{
    FieldError, Problem,
    approval::ApprovalKind,
    engagement::Activity,
    id::{EntryId, PersonId, UnitId},
    permission::Permission,
    problem::Problems,
    register::{Entry, Register, RegisterChange, RegisterList, RegisterVersion},
    text::{Ground, Title},
};
use jiff::civil::Date;
use ledger::{action, kind};
pub use store::register::Form;

use crate::{
    App, Caller, Error, Result,
    engagements::Names,
    work::{Change, Work},
};

/// Versions on one page.
const PAGE: i64 = 50;

/// The use cases of the register.
#[derive(Debug, Clone, Copy)]
pub struct RegisterOfWork<'a>(&'a App);

impl App {
    /// The register of critical and non-critical work.
    #[must_use]
    pub const fn register(&self) -> RegisterOfWork<'_> {
        RegisterOfWork(self)
    }
}

/// A version with what a page shows beside it.
#[derive(Debug, Clone)]
pub struct RegisterPage {
    /// The lines as they stood in the version.
    pub register: Register,
    /// Who made it; `None` for the empty register before the first.
    pub made: Option<RegisterVersion>,
    /// The newest version.
    pub newest: i64,
    /// Today, for telling which lines are due for review.
    pub today: Date,
    /// Names of those who decided.
    pub names: Names,
    /// Requests for an update that wait for a decision.
    pub pending: i64,
    /// The caller may update the register.
    pub may_update: bool,
}

/// A line with all forms it has had, the newest first.
#[derive(Debug, Clone)]
pub struct EntryPage {
    /// The forms.
    pub forms: Vec<Form>,
    /// Names of those who decided and changed.
    pub names: Names,
}

impl EntryPage {
    /// The line as it stands now; `None` once it is removed.
    #[must_use]
    pub fn standing(&self) -> Option<&Entry> {
        self.forms.first().filter(|form| form.ended.is_none()).map(|form| &form.entry)
    }
}

/// Versions, the newest first.
#[derive(Debug, Clone)]
pub struct VersionsPage {
    /// The versions.
    pub versions: Vec<RegisterVersion>,
    /// Ask again before this version for more.
    pub next: Option<i64>,
    /// Names of those who made them.
    pub names: Names,
}

/// What a line says; the id and who decided are added here.
#[derive(Debug, Clone)]
pub struct EntryFields {
    /// Which list.
    pub list: RegisterList,
    /// The system or body of data.
    pub system: Title,
    /// What is done to it.
    pub activities: BTreeSet<Activity>,
    /// The information concerned.
    pub information: Title,
    /// Why it stands on this list.
    pub reason: Ground,
    /// When it should be looked at again.
    pub review_on: Option<Date>,
}

impl RegisterOfWork<'_> {
    /// The newest version.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`].
    pub async fn current(&self, caller: &Caller) -> Result<RegisterPage> {
        caller.may(Permission::ViewRegister)?;
        self.page(caller, None).await
    }

    /// A past version as it stood.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`]; not found when there never was such a version.
    pub async fn at(&self, caller: &Caller, version: i64) -> Result<RegisterPage> {
        caller.may(Permission::ViewRegister)?;
        self.page(caller, Some(version)).await
    }

    async fn page(&self, caller: &Caller, version: Option<i64>) -> Result<RegisterPage> {
        let mut tx = self.0.db().read().await?;
        let newest = store::register::current_version(&mut tx).await?;
        let version = version.unwrap_or(newest);
        if !(0..=newest).contains(&version) {
            return Err(Error::NotFound);
        }
        let register = store::register::at(&mut tx, version).await?;
        let made = store::register::version(&mut tx, version).await?;
        let people = register.entries.iter().filter_map(|e| e.decided_by);
        let people: Vec<PersonId> = people.chain(made.as_ref().and_then(|v| v.made_by)).collect();
        let names = Names::load(&mut tx, &people).await?;
        let pending = store::approvals::pending_of(&mut tx, ApprovalKind::RegisterUpdate).await?;
        tx.commit().await?;
        let may_update = caller.may_at(Permission::UpdateRegister, top(caller)?).is_ok();
        Ok(RegisterPage { register, made, newest, today: self.0.clock().today(), names, pending, may_update })
    }

    /// Who made which version, the newest first, before a version.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`].
    pub async fn versions(&self, caller: &Caller, before: Option<i64>) -> Result<VersionsPage> {
        caller.may(Permission::ViewRegister)?;
        let mut tx = self.0.db().read().await?;
        let (before, one_more) = (before.unwrap_or(i64::MAX), PAGE.saturating_add(1));
        let versions = store::register::versions(&mut tx, before, one_more).await?;
        let (versions, next) = crate::page::cut(versions, PAGE, |v| v.version);
        let people: Vec<PersonId> = versions.iter().filter_map(|v| v.made_by).collect();
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        Ok(VersionsPage { versions, next, names })
    }

    /// A line with its history.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`]; not found when there never was such a line.
    pub async fn entry(&self, caller: &Caller, id: EntryId) -> Result<EntryPage> {
        caller.may(Permission::ViewRegister)?;
        let mut tx = self.0.db().read().await?;
        let forms = store::register::history(&mut tx, id).await?;
        if forms.is_empty() {
            return Err(Error::NotFound);
        }
        let mut people = Vec::new();
        for form in &forms {
            people.extend(form.entry.decided_by);
            people.extend(form.made.made_by);
            people.extend(form.ended.as_ref().and_then(|v| v.made_by));
        }
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        Ok(EntryPage { forms, names })
    }

    /// Names of listed systems that are like what was typed, the likest first.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`].
    pub async fn systems(&self, caller: &Caller, query: &str) -> Result<Vec<Title>> {
        caller.may(Permission::ViewRegister)?;
        let mut tx = self.0.db().read().await?;
        let found = store::register::systems(&mut tx, query, 10).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Lines whose day of review has come by a day; the chief officer's reminder. At most 200.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewRegister`].
    pub async fn reviews(&self, caller: &Caller, by: Date) -> Result<Vec<Entry>> {
        caller.may(Permission::ViewRegister)?;
        let mut tx = self.0.db().read().await?;
        let due = store::register::reviews(&mut tx, by, 200).await?;
        tx.commit().await?;
        Ok(due)
    }

    /// A line as it stands, to be changed, or none for a new one: what a form starts from.
    ///
    /// # Errors
    /// Forbidden without [`Permission::UpdateRegister`] over the whole organisation; not found when there is no such
    /// line any more.
    pub async fn to_edit(&self, caller: &Caller, id: Option<EntryId>) -> Result<Option<Entry>> {
        caller.may_at(Permission::UpdateRegister, top(caller)?)?;
        let Some(id) = id else { return Ok(None) };
        let standing = self.entry(caller, id).await?.standing().cloned();
        standing.map(Some).ok_or(Error::NotFound)
    }

    /// Adds a line decided by the chief officer; gives the version made and the line's id.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub async fn add(&self, caller: &Caller, fields: EntryFields, reason: Ground) -> Result<(i64, EntryId)> {
        let entry = self.decided(caller, self.0.mint(), fields);
        let id = entry.id;
        Ok((self.change(caller, RegisterChange::Add(Box::new(entry)), reason).await?, id))
    }

    /// Replaces a line; gives the version made.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub async fn replace(&self, caller: &Caller, id: EntryId, fields: EntryFields, reason: Ground) -> Result<i64> {
        let entry = self.decided(caller, id, fields);
        self.change(caller, RegisterChange::Replace(Box::new(entry)), reason).await
    }

    fn decided(&self, caller: &Caller, id: EntryId, fields: EntryFields) -> Entry {
        Entry {
            id,
            list: fields.list,
            system: fields.system,
            activities: fields.activities,
            information: fields.information,
            reason: fields.reason,
            decided_by: Some(caller.id()),
            decided_on: self.0.clock().today(),
            review_on: fields.review_on,
        }
    }

    /// Makes the next version by a change; the chief officer's own way, without an approval. Gives the version.
    ///
    /// # Errors
    /// Forbidden without [`Permission::UpdateRegister`] over the whole organisation; invalid when the line contradicts
    /// the other list or its dates; conflict when the line is gone.
    pub async fn change(&self, caller: &Caller, change: RegisterChange, reason: Ground) -> Result<i64> {
        caller.may_at(Permission::UpdateRegister, top(caller)?)?;
        let mut work = self.0.work(caller).await?;
        let version = apply(&mut work, caller, &change, &reason).await?;
        work.commit().await?;
        Ok(version)
    }
}

/// The organisation itself.
fn top(caller: &Caller) -> Result<UnitId> {
    caller.units.root().map(|u| u.id).ok_or(Error::NotFound)
}

/// Makes the next version within a write whose use case has authorised it, and records it.
///
/// # Errors
/// Invalid when the line contradicts the other list or its dates; stale when the line is gone.
pub(crate) async fn apply(work: &mut Work, caller: &Caller, change: &RegisterChange, reason: &Ground) -> Result<i64> {
    let today = work.today();
    let current = store::register::current_version(&mut work.tx).await?;
    let before = store::register::at(&mut work.tx, current).await?;
    problems(&before.entries, change, today)?;
    let version = store::register::apply(&mut work.tx, change, caller.id(), today, reason).await?;
    let after = store::register::at(&mut work.tx, version).await?;
    let (what, id) = match change {
        RegisterChange::Add(entry) => ("add", entry.id),
        RegisterChange::Replace(entry) => ("replace", entry.id),
        RegisterChange::Remove { entry } => ("remove", *entry),
    };
    let system = after.entries.iter().chain(&before.entries).find(|e| e.id == id).map_or("", |e| e.system.as_str());
    let record = Change::named(action!("register.update"), kind!("register"), &version.to_string())?
        .at(top(caller)?)
        .before(&before)?
        .after(&after)?
        .note("change", what)
        .note("entry", id)
        .note("system", system)
        .note("reason", reason)
        .for_person(caller.actor.acts_for(Permission::UpdateRegister, top(caller)?, &caller.units));
    work.record(record).await?;
    Ok(version)
}

/// What speaks against a change, beside that its line is gone.
fn problems(standing: &[Entry], change: &RegisterChange, today: Date) -> Result<(), Vec<FieldError>> {
    let (RegisterChange::Add(entry) | RegisterChange::Replace(entry)) = change else { return Ok(()) };
    let mut out = Problems::new();
    if entry.activities.is_empty() {
        out.add(FieldError::new("activities", Problem::Missing));
    }
    let key = domain::fold::fold(entry.system.as_str());
    let contradicts = |other: &&Entry| {
        other.id != entry.id
            && other.list != entry.list
            && !other.activities.is_disjoint(&entry.activities)
            && domain::fold::fold(other.system.as_str()) == key
    };
    if standing.iter().any(|other| contradicts(&other)) {
        out.add(FieldError::rule(
            "activities",
            "同じシステムの同じ作業が、もう一方の一覧にあります。先にその項目を改めるか、作業を分けてください",
            "The other list already has this activity on this system. Change that entry first, or split the work",
        ));
    }
    if standing.len() >= store::register::MAX_ENTRIES && matches!(change, RegisterChange::Add(_)) {
        out.add(FieldError::rule(
            "system",
            "付録1の項目は5,000件までです。使われていない項目を除いてください",
            "The register holds at most 5,000 entries. Remove those no longer used",
        ));
    }
    if entry.decided_on > today {
        out.add(FieldError::rule(
            "decided_on",
            "判断した日が先の日付です",
            "The day of the decision lies in the future",
        ));
    }
    if let Some(review) = entry.review_on.filter(|review| *review <= today) {
        let bound = today.saturating_add(jiff::Span::new().days(1)).to_string();
        out.add(FieldError::new("review_on", Problem::Before { value: review.to_string(), bound }));
    }
    out.finish()
}

#[cfg(test)]
mod tests;
