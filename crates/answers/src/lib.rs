//! The answer book: what a contractor answers to each common measure, once for all clients; and the signed bundle that
//! carries it to another installation.
//!
//! A book belongs to the contractor. It holds one answer for each measure and scope (the company, a service, a site),
//! the proofs the answers rest on, and which client may be given what. What an answer is worth on a day is a function of
//! the book and the day ([`AnswerBook::on`]): a proof that ends lowers every answer that rests on it at once, and says so.
//! What a client gets is another ([`AnswerBook::offer`]): nothing that is stale, unproven or without consent.
//!
//! This crate reads and writes bytes it is handed. It does no I/O, reads no clock, makes no key, and refuses any bundle
//! that is not byte for byte what was signed.
//!
//! ```
//! use answers::{AnswerBook, Asked, Offered};
//! let book = AnswerBook::parse(r#"
//! organisation = "株式会社サンプル"
//! [[answers]]
//! measure = "CM-LG-01"
//! level = 4
//! evidence = [{ name = "ログ管理規程", kind = "POL", valid_until = "2027-03-31" }]
//! answered_on = "2026-10-01"
//! "#).expect("a sound book");
//! let offer = book.offer(&Asked::on("2026-11-28".parse().expect("a day")));
//! assert!(matches!(offer.of("CM-LG-01"), Offered::Given { .. }));
//! ```

mod book;
mod bundle;
mod container;
mod entry;
mod error;
mod merge;
mod offer;
mod problem;
mod read;
mod said;
mod worth;

pub use book::{Answer, AnswerBook, Consent, Evidence, Scope, ScopeKind, Standing, Target};
pub use bundle::{Bundle, Manifest, ManifestEntry, Sealing};
pub use error::BundleError;
pub use merge::{Fate, Merge, MergeLine, OtherOrganisation, merge};
pub use offer::{Asked, Given, Offer, Offered, Withheld};
pub use problem::BookProblem;
pub use said::Said;
pub use worth::{Ending, Lowered, Worth, counted_level};
