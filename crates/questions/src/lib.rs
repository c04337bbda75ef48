//! Questionnaires: what is asked, what is answered, how good it is, and the Excel file it travels in.
//!
//! [`Set`] is the text of one questionnaire, frozen when it is sent: whatever the catalogue says later, an answer belongs to
//! the words that were asked. [`Answers`] are checked by [`check`], weighed by [`score`] and doubted by [`marks`].
//! [`workbook`] writes a set with its answers into an Excel file and reads it back without loss, or says what is wrong
//! and where. [`Book`] keeps what a contractor agreed to be asked from again.
//!
//! Everything is computed from what is handed in. The crate reads no clock and no file, never guesses an answer, and never
//! lets silence look better than an answer.
//!
//! ```
//! use catalogue::{Catalogue, question::Depth};
//! use questions::{Answers, Asked, Set, score};
//! let catalogue = Catalogue::load_embedded().expect("the embedded files are sound");
//! let set = Set::from_catalogue(&catalogue, Depth::Basic, &Asked::default());
//! let today = "2026-11-28".parse().expect("a day");
//! assert!(set.questions.len() > 10);
//! // nothing answered: no figure at all, not a zero
//! assert_eq!(score(&set, &Answers::default(), today).permille, None);
//! ```

mod answer;
mod book;
mod compare;
mod entry;
mod mark;
mod score;
mod set;
mod when;
pub mod workbook;

pub use answer::{Answer, Answers, Proof, Value};
pub use book::{Book, BookEntry, BookScope, Freshness, ScopeKind};
pub use compare::{Change, compare};
pub use entry::{Entry, Field, MAX_PROOFS, enter, shown, typed};
pub use mark::{Mark, MarkKind, marks};
pub use score::{Band, Line, Score, Standing, score};
pub use set::{Asked, Doubt, Hint, Question, Set, depth_for};
pub use when::{asked, holds, missing, tips};
