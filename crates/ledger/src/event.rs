//! Events as use cases say them, entries as the ledger chains them, and the head.

use domain::id::{PersonId, UnitId};
use jiff::Timestamp;

use crate::{Action, ActorRef, Channel, Detail, Digest, Stored, Subject};

/// What happened, as a use case says it. The parts every event has are asked for by [`Event::new`]; the rest is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, to the microsecond.
    pub at: Timestamp,
    /// Who did it.
    pub actor: ActorRef,
    /// The person it was done for, when the actor stood in for someone 代理.
    pub on_behalf_of: Option<PersonId>,
    /// The way in.
    pub channel: Channel,
    /// What was done.
    pub action: Action,
    /// What it was done to.
    pub subject: Subject,
    /// Unit whose auditors may see it.
    pub unit: Option<UnitId>,
    /// Digest of the subject before.
    pub before: Option<Digest>,
    /// Digest of the subject after.
    pub after: Option<Digest>,
    /// What else there is to say.
    pub detail: Detail,
    /// Id of the request it came with.
    pub request: Option<String>,
}

impl Event {
    /// An event with nothing but what every event has. The time is cut to the microsecond.
    #[must_use]
    pub fn new(at: Timestamp, actor: ActorRef, channel: Channel, action: Action, subject: Subject) -> Self {
        Self {
            at: to_micros(at),
            actor,
            on_behalf_of: None,
            channel,
            action,
            subject,
            unit: None,
            before: None,
            after: None,
            detail: Detail::new(),
            request: None,
        }
    }

    /// Done for someone else.
    #[must_use]
    pub const fn on_behalf_of(mut self, person: Option<PersonId>) -> Self {
        self.on_behalf_of = person;
        self
    }

    /// Belongs to a unit.
    #[must_use]
    pub const fn unit(mut self, unit: UnitId) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Digest of the subject before and after; absent on creation and removal.
    #[must_use]
    pub const fn changed(mut self, before: Option<Digest>, after: Option<Digest>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// What else there is to say.
    #[must_use]
    pub fn detail(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// Came with a request. Control characters are dropped and the id is cut at 100 characters, because it may come
    /// from a header anyone can write; nothing left is no id.
    #[must_use]
    pub fn request(mut self, id: &str) -> Self {
        let clean: String = id.chars().filter(|c| !c.is_control()).collect();
        let cut: String = clean.trim().chars().take(100).collect();
        self.request = Some(cut.trim_end().to_owned()).filter(|id| !id.is_empty());
        self
    }

    /// Chains the event behind the head.
    #[must_use]
    pub fn chain(self, head: &Head) -> Entry {
        let request = self.request.clone().unwrap_or_default();
        let event = Self { at: to_micros(self.at), ..self }.request(&request);
        let mut entry = Entry { seq: head.seq.saturating_add(1), event, prev: head.hash, hash: Digest::ZERO };
        entry.hash = Stored::from(&entry).computed_hash();
        entry
    }
}

fn to_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// An event in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number in the ledger, from 1 without gaps.
    pub seq: u64,
    /// What happened.
    pub event: Event,
    /// Hash of the entry before; zeros for the first.
    pub prev: Digest,
    /// Hash of this entry.
    pub hash: Digest,
}

impl Entry {
    /// The head once this entry is the last.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Number of the last entry.
    pub seq: u64,
    /// Hash of the last entry.
    pub hash: Digest,
}

impl Head {
    /// Head of an empty ledger.
    pub const GENESIS: Self = Self { seq: 0, hash: Digest::ZERO };
}
