//! Entries as a database or an export holds them: plain text and integers, possibly tampered with.

use domain::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::words::is_line;
use crate::{Detail, Digest, Entry, Event, Head, Subject};

/// Domain separation and version of the encoding.
pub(crate) const PREFIX: &[u8] = b"sekimori-ledger-v1\0";

/// A row of the ledger as it is stored. Nothing is promised about its content; [`Stored::read`] checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// Number in the ledger.
    pub seq: i64,
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Text form of [`crate::ActorRef`].
    pub actor: String,
    /// Id of the person it was done for.
    pub on_behalf_of: Option<String>,
    /// Code of [`crate::Channel`].
    pub channel: String,
    /// [`crate::Action`].
    pub action: String,
    /// [`crate::Kind`] of the subject.
    pub subject_kind: String,
    /// Id of the subject.
    pub subject_id: String,
    /// Id of the unit.
    pub unit: Option<String>,
    /// Digest before, in hexadecimal.
    pub before: Option<String>,
    /// Digest after, in hexadecimal.
    pub after: Option<String>,
    /// Canonical JSON text of the detail.
    pub detail: String,
    /// Request id.
    pub request: Option<String>,
    /// Hash of the entry before, in hexadecimal.
    pub prev: String,
    /// Hash of this entry, in hexadecimal.
    pub hash: String,
}

/// The head as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredHead {
    /// Number of the last entry.
    pub seq: i64,
    /// Hash of the last entry, in hexadecimal.
    pub hash: String,
}

impl From<&Head> for StoredHead {
    fn from(head: &Head) -> Self {
        Self { seq: to_i64(head.seq), hash: head.hash.to_string() }
    }
}

fn to_i64(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

impl From<&Entry> for Stored {
    fn from(entry: &Entry) -> Self {
        let event = &entry.event;
        Self {
            seq: to_i64(entry.seq),
            at: event.at.as_microsecond(),
            actor: event.actor.to_string(),
            on_behalf_of: event.on_behalf_of.map(|id| id.to_string()),
            channel: event.channel.code().to_owned(),
            action: event.action.as_str().to_owned(),
            subject_kind: event.subject.kind().as_str().to_owned(),
            subject_id: event.subject.id().to_owned(),
            unit: event.unit.map(|id| id.to_string()),
            before: event.before.map(|d| d.to_string()),
            after: event.after.map(|d| d.to_string()),
            detail: event.detail.to_string(),
            request: event.request.clone(),
            prev: entry.prev.to_string(),
            hash: entry.hash.to_string(),
        }
    }
}

impl Stored {
    /// The hash this row should carry, over whatever it holds.
    #[must_use]
    pub fn computed_hash(&self) -> Digest {
        self.hash_as(self.seq, &self.prev, self)
    }

    /// The hash of another row's event at a given number behind a given entry.
    pub(crate) fn hash_as(&self, seq: i64, prev: &str, event: &Self) -> Digest {
        let mut hasher = Sha256::new();
        hasher.update(PREFIX);
        let mut put = |field: Option<&str>| match field {
            None => hasher.update([0]),
            Some(text) => {
                hasher.update([1]);
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        };
        put(Some(&seq.to_string()));
        put(Some(prev));
        put(Some(&event.at.to_string()));
        put(Some(&event.actor));
        put(event.on_behalf_of.as_deref());
        put(Some(&event.channel));
        put(Some(&event.action));
        put(Some(&event.subject_kind));
        put(Some(&event.subject_id));
        put(event.unit.as_deref());
        put(event.before.as_deref());
        put(event.after.as_deref());
        put(Some(&event.detail));
        put(event.request.as_deref());
        Digest::from_bytes(hasher.finalize().into())
    }

    /// Reads the row as an entry. Only the exact text forms are accepted, so that what is read is what was hashed.
    ///
    /// # Errors
    /// The first field that does not have its form.
    pub fn read(&self) -> Result<Entry, Unreadable> {
        let no = |field: Field| move || Unreadable { field };
        let seq = u64::try_from(self.seq).ok().filter(|seq| *seq > 0).ok_or_else(no(Field::Seq))?;
        let at = Timestamp::from_microsecond(self.at).map_err(|_| no(Field::At)())?;
        let subject_kind = parse(&self.subject_kind, Field::SubjectKind)?;
        let subject = Subject::named(subject_kind, &self.subject_id).map_err(|_| no(Field::SubjectId)())?;
        let request = self.request.clone();
        if request.as_deref().is_some_and(|id| !is_line(id, 100)) {
            return Err(no(Field::Request)());
        }
        let event = Event {
            at,
            actor: parse(&self.actor, Field::Actor)?,
            on_behalf_of: maybe::<PersonId>(self.on_behalf_of.as_deref(), Field::OnBehalfOf)?,
            channel: parse(&self.channel, Field::Channel)?,
            action: parse(&self.action, Field::Action)?,
            subject,
            unit: maybe(self.unit.as_deref(), Field::Unit)?,
            before: maybe(self.before.as_deref(), Field::Before)?,
            after: maybe(self.after.as_deref(), Field::After)?,
            detail: self.read_detail()?,
            request,
        };
        Ok(Entry { seq, event, prev: parse(&self.prev, Field::Prev)?, hash: parse(&self.hash, Field::Hash)? })
    }

    fn read_detail(&self) -> Result<Detail, Unreadable> {
        serde_json::from_str::<serde_json::Value>(&self.detail)
            .ok()
            .and_then(|value| Detail::of_any_length(&value).ok().map(|(detail, _)| detail))
            .filter(|detail| detail.to_string() == self.detail)
            .ok_or(Unreadable { field: Field::Detail })
    }
}

fn parse<T: std::str::FromStr + std::fmt::Display>(text: &str, field: Field) -> Result<T, Unreadable> {
    text.parse().ok().filter(|value: &T| value.to_string() == text).ok_or(Unreadable { field })
}

fn maybe<T: std::str::FromStr + std::fmt::Display>(text: Option<&str>, field: Field) -> Result<Option<T>, Unreadable> {
    text.map(|text| parse(text, field)).transpose()
}

/// A field of a row does not have the form it must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the field \"{}\" cannot be read", field.code())]
pub struct Unreadable {
    /// Which.
    pub field: Field,
}

domain::codes! {
    /// A field of an entry, to say where something is wrong. Codes are the names of the columns and of the members in
    /// an export.
    pub enum Field ("項目", "Field") {
        /// Number.
        Seq = "seq" ("番号", "number"),
        /// Time.
        At = "at" ("日時", "time"),
        /// Who did it.
        Actor = "actor" ("行った者", "actor"),
        /// For whom.
        OnBehalfOf = "on_behalf_of" ("代理された者", "on behalf of"),
        /// The way in.
        Channel = "channel" ("経路", "channel"),
        /// What was done.
        Action = "action" ("操作", "action"),
        /// Kind of subject.
        SubjectKind = "subject_kind" ("対象の種類", "kind of subject"),
        /// Id of the subject.
        SubjectId = "subject_id" ("対象", "subject"),
        /// Unit.
        Unit = "unit" ("組織単位", "unit"),
        /// Digest before.
        Before = "before" ("変更前", "before"),
        /// Digest after.
        After = "after" ("変更後", "after"),
        /// Detail.
        Detail = "detail" ("詳細", "detail"),
        /// Request id.
        Request = "request" ("要求の番号", "request"),
        /// Hash of the entry before.
        Prev = "prev" ("前の記録のハッシュ", "hash of the entry before"),
        /// Hash.
        Hash = "hash" ("ハッシュ", "hash"),
    }
}
