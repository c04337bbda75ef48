//! Fills a client's check sheet from a contractor's own answers.

mod fold;
mod mapping;
mod nearest;
mod vocabulary;
mod words;

pub use mapping::{Candidate, Judgement, judge, map};
pub use vocabulary::Vocabulary;
