//! A unit of writing: one transaction, the ledger's head held, every change recorded before it is made lasting.

use domain::{id::PersonId, id::UnitId};
use ledger::{Action, ActorRef, Channel, Detail, Digest, Event, Head, Kind, Subject};
use store::Tx;

use crate::{App, Caller, Error, Result};

/// Who writes: a person by page, API or command line; the operator of the machine; or the program itself.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) actor: ActorRef,
    pub(crate) channel: Channel,
    pub(crate) request: Option<String>,
}

impl From<&Caller> for Author {
    fn from(caller: &Caller) -> Self {
        Self { actor: ActorRef::Person(caller.id()), channel: caller.channel, request: caller.request.clone() }
    }
}

/// A writing transaction: `let mut work = app.work(caller).await?; …; work.record(Change::of(action!("unit.create"),
/// kind!("unit"), id).at(unit).after(&value)?).await?; work.commit().await`. Dropped without [`Work::commit`], nothing happened.
pub(crate) struct Work {
    pub(crate) tx: Tx,
    head: Head,
    start: Head,
    author: Author,
    at: jiff::Timestamp,
}

/// What is recorded of one change.
#[derive(Debug)]
pub(crate) struct Change {
    action: Action,
    subject: Subject,
    unit: Option<UnitId>,
    before: Option<Digest>,
    after: Option<Digest>,
    detail: Detail,
    on_behalf_of: Option<PersonId>,
}

impl Change {
    /// A change of a subject named by an id.
    pub(crate) fn of(action: Action, kind: Kind, id: impl domain::id::Id) -> Self {
        Self::new(action, Subject::of(kind, id))
    }

    /// A change of a subject named otherwise (a setting, a register version).
    pub(crate) fn named(action: Action, kind: Kind, id: &str) -> Result<Self> {
        Ok(Self::new(action, Subject::named(kind, id).map_err(Error::internal)?))
    }

    fn new(action: Action, subject: Subject) -> Self {
        Self { action, subject, unit: None, before: None, after: None, detail: Detail::new(), on_behalf_of: None }
    }

    /// The unit it belongs to; decides who may see the entry.
    pub(crate) const fn at(mut self, unit: UnitId) -> Self {
        self.unit = Some(unit);
        self
    }

    /// The state before.
    pub(crate) fn before(mut self, value: &impl serde::Serialize) -> Result<Self> {
        self.before = Some(Digest::of_json(value).map_err(Error::internal)?);
        Ok(self)
    }

    /// The state after.
    pub(crate) fn after(mut self, value: &impl serde::Serialize) -> Result<Self> {
        self.after = Some(Digest::of_json(value).map_err(Error::internal)?);
        Ok(self)
    }

    /// A fact worth reading in the ledger; never a secret.
    pub(crate) fn note(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.detail = self.detail.text(name, value);
        self
    }

    /// For whom a substitute acted.
    pub(crate) const fn for_person(mut self, person: Option<PersonId>) -> Self {
        self.on_behalf_of = person;
        self
    }
}

impl App {
    /// Begins a write by a person.
    pub(crate) async fn work(&self, caller: &Caller) -> Result<Work> {
        self.work_as(Author::from(caller)).await
    }

    /// Begins a write by anyone.
    pub(crate) async fn work_as(&self, author: Author) -> Result<Work> {
        let mut tx = self.db().write().await?;
        let head = store::ledger::lock(&mut tx).await?;
        Ok(Work { tx, start: head, head, author, at: self.inner.clock.now() })
    }
}

impl Work {
    /// When this write happens; the same for all of its records.
    pub(crate) const fn at(&self) -> jiff::Timestamp {
        self.at
    }

    /// Today in Japan, as of this write.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        crate::clock::day_in_japan(self.at)
    }

    /// Writes one entry of the ledger.
    pub(crate) async fn record(&mut self, change: Change) -> Result<()> {
        let mut event =
            Event::new(self.at, self.author.actor.clone(), self.author.channel, change.action, change.subject)
                .on_behalf_of(change.on_behalf_of)
                .changed(change.before, change.after)
                .detail(change.detail);
        if let Some(unit) = change.unit {
            event = event.unit(unit);
        }
        if let Some(request) = &self.author.request {
            event = event.request(request);
        }
        let entry = event.chain(&self.head);
        store::ledger::insert(&mut self.tx, &entry).await?;
        self.head = entry.head();
        Ok(())
    }

    /// Makes everything lasting. A write that recorded nothing is a mistake of ours and is refused.
    pub(crate) async fn commit(mut self) -> Result<()> {
        if self.head.seq == self.start.seq {
            return Err(Error::internal("a write without a ledger entry"));
        }
        store::ledger::set_head(&mut self.tx, &self.head).await?;
        Ok(self.tx.commit().await?)
    }
}
