//! Fills a client's check sheet from a contractor's own answers.
//!
//! Clients send Excel sheets of every layout. [`read`] finds the questions and the cells their answers go into; [`map`]
//! says which common measure answers a question; [`plan`] puts what a contractor's answer book offers a client
//! ([`answers::Offer`]) into the words of the sheet; [`fill`] writes them and changes nothing else in the file.
//!
//! Everything is computed from the file, the book and the vocabulary of the catalogue: the same input gives the same
//! output, nothing is sent anywhere, no model is loaded. What is not sure is left empty and says so. This crate refuses
//! to overwrite formulas, answers that stand there already, and cells the client has locked.
//!
//! ```
//! use answers::{AnswerBook, Asked};
//! use sheets::{Corrections, Vocabulary, plan, read};
//! let vocabulary = Vocabulary::load_embedded().expect("the embedded files are sound");
//! let book = AnswerBook::parse("organisation = \"株式会社サンプル\"").expect("a book without answers");
//! let offer = book.offer(&Asked::on("2026-11-28".parse().expect("a day")));
//! match read(b"no workbook") {
//!     Ok(workbook) => println!("{} rows", plan(&workbook, &offer, &vocabulary, &Corrections::default()).rows.len()),
//!     Err(error) => println!("{}", error.text(domain::Lang::Ja)),
//! }
//! ```

mod corrections;
mod error;
mod fill;
mod fold;
mod layout;
mod mapping;
mod nearest;
mod package;
mod place;
mod plan;
mod reason;
mod vocabulary;
mod words;
mod workbook;
mod xml;

pub use corrections::Corrections;
pub use error::SheetError;
pub use fill::fill;
pub use layout::{Answer, Choice, Meaning, Question};
pub use mapping::{Candidate, Judgement, is_negative, is_past, judge, map};
pub use place::Place;
pub use plan::{Plan, Report, ReportRow, Row, SURE, plan};
pub use reason::Reason;
pub use vocabulary::Vocabulary;
pub use workbook::{Workbook, read};
