//! Rules: facts, catalogue and a date in, decisions with reasons out.
//!
//! Everything here is a plain function of its arguments: no input or output, no clock, no randomness. A decision names
//! the rule behind every reason, and the sentence of a reason stands in the catalogue, so that a page, the API and the
//! printed record say the same. Rules never look at who may do what; that is `domain::permission`.
//!
//! - [`decide`]: may this work go out? (NISC-2008 ch. 5)
//! - [`scope_cut`]: which part to split off so that the rest is harmless (NISC-2008 5.2(2))
//! - [`gates`]: the conditions of a gate, each met, unmet, waived or not applicable
//! - [`profile`]: what is asked of an engagement, line by line, and why (NISC-2008 6.3, 7.1)
//! - [`segregation`]: who asks does not decide
//! - [`handover`]: the release gate G5, the balance of what contractors hold, proof of disposal (NISC-2008 8.1)
//! - [`chain`]: who works for whom to any depth, approvals, what flows down, who is touched (NISC-2008 7.5)
//! - [`watch`]: reports, accesses and reminders while work runs (NISC-2008 8.3)
//! - [`confirmation`]: both sides' duties and the changes of them (NISC-2008 7.2, 7.4)
//! - [`side`]: what sets work in service apart: an incident, poor performance, something under review
//! - [`exit`] and [`products`]: what leaving asks (8.1, 9), and which product to buy (10.2)
//! - [`selection`]: candidates judged by a frozen formula (6.1, 6.2)
//! - [`acceptance`] and [`renewal`]: the sheet of the end, and what going on asks (NISC-2008 9, 10.1, 7.3)
//!
//! ```
//! use domain::{engagement::{Facts, RawFacts}, register::Register};
//! use rules::decide::{Case, Verdict, assess};
//!
//! let raw: RawFacts = serde_json::from_value(serde_json::json!({
//!     "title": "図書館サイトの更新", "category": "maintenance", "system": "図書館サイト",
//!     "activities": ["maintenance"], "information": ["public_only"], "places": ["contractor_premises"],
//!     "connection": "none",
//! })).unwrap();
//! let facts = Facts::try_from(raw).unwrap();
//! let register = Register { version: 0, entries: vec![] };
//! let case = Case { facts: &facts, register: &register, approvals: &[], today: jiff::civil::date(2026, 6, 11) };
//! let assessment = assess(&case);
//! assert_eq!(assessment.verdict, Verdict::AskOfficer);
//! assert_eq!(assessment.because[0].rule, "N-5.1-3");
//! ```

pub mod acceptance;
pub mod act;
pub mod chain;
pub mod confirmation;
pub mod decide;
pub mod exit;
pub mod fix;
pub mod gates;
pub mod handover;
pub mod listing;
pub mod officer;
pub mod products;
pub mod profile;
pub mod reason;
pub mod renewal;
pub mod scope_cut;
pub mod segregation;
pub mod selection;
pub mod side;
pub mod watch;

pub use fix::Fix;
pub use reason::{Reason, ReasonCode, Value};
