//! Words of the trade: ids, newtypes, entities, states, permissions and the acting person.
//!
//! Everything here is plain data with private or parsed fields. No input or output, no clock, no randomness and no
//! SQL: a value of a type in this crate has already been checked, whoever made it.
//!
//! ```
//! use domain::{Lang, engagement::Stage};
//! assert_eq!(Stage::Decide.label(Lang::Ja), "判断");
//! assert!("decided".parse::<Stage>().unwrap_err().text(Lang::En).contains("decide, procure"));
//! ```

#[macro_use]
mod macros;

pub mod approval;
pub mod calendar;
pub mod confirmation;
pub mod consultation;
pub mod contractor;
pub mod country;
pub mod engagement;
pub mod fold;
pub mod gate;
pub mod handover;
pub mod id;
pub mod lang;
pub mod oversight;
pub mod permission;
pub mod person;
pub mod plan;
pub mod problem;
pub mod questionnaire;
pub mod register;
pub mod risk;
pub mod selection;
pub mod subcontract;
pub mod text;
pub mod unit;

pub use lang::{Lang, Words};
pub use problem::{FieldError, Problem};
