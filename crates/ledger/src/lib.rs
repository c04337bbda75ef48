//! The tamper-evident ledger: who did what to what, when and by which way, chained by SHA-256.
//!
//! A use case says an [`Event`]; [`Event::chain`] puts it behind the [`Head`] and gives an [`Entry`]; the store keeps
//! it as a [`Stored`] row. A [`Verifier`] reads rows as they are found, possibly tampered with, and says what was done to
//! them. A [`Checkpoint`], signed and kept elsewhere, finds even a ledger that was rewritten from scratch.
//!
//! The crate does no input or output, reads no clock and makes no randomness. It does not decide who may read or write
//! the ledger, and it cannot prevent tampering: it makes it show.
//!
//! ```
//! use ledger::{ActorRef, Channel, Detail, Event, Finding, Head, Stored, Subject, Verifier, action, kind};
//!
//! let say = |what: &str| {
//!     let subject = Subject::named(kind!("unit"), what).unwrap();
//!     let at = "2026-06-11T01:02:03.123456Z".parse().unwrap();
//!     Event::new(at, ActorRef::System, Channel::Cli, action!("unit.create"), subject)
//!         .detail(Detail::new().text("name", what))
//! };
//! let first = say("soumu").chain(&Head::GENESIS);
//! let second = say("joho").chain(&first.head());
//!
//! let mut rows = vec![Stored::from(&first), Stored::from(&second)];
//! rows[0].detail = rows[0].detail.replace("soumu", "zaimu");
//! let mut verifier = Verifier::new();
//! for row in &rows {
//!     verifier.push(row);
//! }
//! let report = verifier.finish(Some(&second.head()));
//! assert_eq!(report.findings, [Finding::Altered { seq: 1, field: None }]);
//! ```
//!
//! # The encoding, for those who check it with a program of their own
//!
//! The hash of an entry is SHA-256 over the bytes of `sekimori-ledger-v1` and one zero byte, followed by these fourteen
//! fields in this order:
//!
//! | field | text |
//! |---|---|
//! | `seq` | number in decimal, from 1 |
//! | `prev` | hash of the entry before, 64 lower-case hexadecimal digits; 64 zeros for entry 1 |
//! | `at` | microseconds since 1970-01-01T00:00:00Z in decimal |
//! | `actor` | `per_` and 32 hexadecimal digits, or `system`, or `operator:` and a login |
//! | `on_behalf_of` | id of a person, or absent |
//! | `channel` | `web`, `api`, `cli` or `system` |
//! | `action` | such as `engagement.create` |
//! | `subject_kind` | such as `engagement` |
//! | `subject_id` | its id |
//! | `unit` | id of a unit, or absent |
//! | `before`, `after` | SHA-256 of the subject's canonical JSON in hexadecimal, or absent |
//! | `detail` | canonical JSON object |
//! | `request` | request id, or absent |
//!
//! An absent field is one byte 0. A present field is one byte 1, the length of its UTF-8 text in bytes as eight bytes,
//! most significant first, and the text. Canonical JSON has no spaces, sorts members by the code points of their names,
//! writes `"` `\` backspace, form feed, line feed, carriage return and tab as `\" \\ \b \f \n \r \t`, other characters
//! below U+0020 as `\u00xx` in lower case, everything else as it is, and knows whole numbers only.
//!
//! A worked example, checked by a test: entry 1 of 2026-06-11T01:02:03.123456Z (`at` = 1781139723123456), actor `system`,
//! channel `cli`, action `unit.create`, subject `unit` `soumu`, no unit, no digests, detail `{"name":"総務"}`, request
//! `r1`, is the 242 bytes whose hash is
//! `a2a18dc8eebfd603b8e983543d60149d70df81a584d896bceb5e610f7d1dd403`.

mod canonical;
mod checkpoint;
mod digest;
mod event;
mod explain;
pub mod export;
mod key;
mod report;
mod stored;
#[cfg(test)]
mod tests;
mod verify;
mod words;

pub use canonical::{CanonicalError, to_text as canonical_json};
pub use checkpoint::{Checkpoint, CheckpointError, Held, SignedCheckpoint};
pub use digest::Digest;
pub use event::{Entry, Event, Head};
pub use key::{KeyError, SigningKey, VerifyingKey};
pub use report::{Finding, Report};
pub use stored::{Field, Stored, StoredHead, Unreadable};
pub use verify::Verifier;
pub use words::{Action, ActorRef, Channel, Detail, Kind, OperatorLogin, Subject};
