//! Papers 文書: from the catalogue's texts, the requirement profile and the plan of an engagement to finished documents.
//!
//! [`compose`] puts a paper of the catalogue together as a [`writer::paper::Paper`]: it chooses passages, fills names,
//! figures and dates, resolves references, adds the annexes that are cited, fills tables with the rows of the
//! engagement, and names whatever is still open. [`writer`] turns the result into Word, PDF or HTML.
//!
//! - [`available`]: which papers an engagement needs, by stage
//! - [`compose`]: one paper
//! - [`clause_wordings`]: clauses alone, to be proposed for a contract others drafted
//! - [`open_points`]: what is still to be settled in it
//! - [`inputs`]: what a person can set for it
//! - [`tables`]: its tables for Excel
//! - [`check_plan`]: whether a plan names what exists and keeps within bounds
//!
//! This crate decides nothing: what is asked is the business of `rules`, what is said stands in the catalogue, how it
//! looks is the business of `writer`. It reads no clock, file or database, and the same order gives the same paper.
//!
//! ```
//! use catalogue::Catalogue;
//! use domain::{Lang, engagement::{Facts, RawFacts}, plan::Plan};
//! use papers::{About, DocumentAbout, Era, Order, compose};
//!
//! let catalogue = Catalogue::load_embedded().expect("the embedded files are sound");
//! let raw: RawFacts = serde_json::from_value(serde_json::json!({
//!     "title": "図書館サイトの運用", "category": "remote_operation", "system": "図書館サイト",
//!     "activities": ["operation"], "information": ["personal"], "places": ["contractor_premises"],
//!     "connection": "remote",
//! })).unwrap();
//! let facts = Facts::try_from(raw).unwrap();
//! let plan = Plan::default();
//! let profile = rules::profile::profile(&catalogue, &facts, &plan);
//! let about = About::default();
//! let order = Order {
//!     catalogue: &catalogue, profile: &profile, facts: &facts, plan: &plan, about: &about,
//!     lang: Lang::Ja, era: Era::Wareki, document: DocumentAbout::default(),
//! };
//! let paper = compose(&order, &"pledge".parse().unwrap())?;
//! assert_eq!(paper.meta.title, "秘密保持に関する誓約書");
//! # Ok::<(), papers::ComposeError>(())
//! ```

mod available;
mod check;
mod compose;
mod day;
mod error;
mod fill;
mod input;
mod open;
mod order;
mod rows;
mod setting;
mod sheet;
mod words;

pub use available::{available, fits, is_ours};
pub use check::check_plan;
pub use compose::{ClauseWording, clause_wordings, compose};
pub use day::Era;
pub use error::ComposeError;
pub use input::{Choice, Field, Input, inputs};
pub use open::{OpenKind, OpenPoint, open_points};
pub use order::{
    About, Both, Directed, DocumentAbout, JudgementLine, Order, Organisation, PermitAbout, Person, RiskAbout,
};
pub use sheet::{Sheet, tables};
