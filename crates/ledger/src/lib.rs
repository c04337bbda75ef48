//! The tamper-evident ledger: who did what to what, when and by which way, chained by SHA-256.

mod canonical;
mod digest;
mod event;
mod explain;
mod report;
mod stored;
mod verify;
mod words;

pub use canonical::CanonicalError;
pub use digest::Digest;
pub use event::{Entry, Event, Head};
pub use report::{Finding, Report};
pub use stored::{Field, Stored, StoredHead, Unreadable};
pub use verify::Verifier;
pub use words::{Action, ActorRef, Channel, Detail, Kind, OperatorLogin, Subject};
