//! The Excel file of a questionnaire: one row a question, only answer cells open, lists to choose from, the evidence on a
//! sheet of its own. It is read back by ids and keys that stand in hidden cells, so sorting rows or changing widths does no
//! harm; what does harm is said with sheet, cell, value and what is allowed, and then nothing is taken over.

mod grid;
mod read;
mod write;

pub use read::{Fault, Read, read};
pub use write::{Cover, write};

/// Mark of the files this program makes.
pub(crate) const FORMAT: &str = "sekimori-questionnaire-1";
/// Hidden sheet that says what the file is.
pub(crate) const ABOUT: &str = "_sekimori";
/// Keys of the columns of the answers, hidden in the first row.
pub(crate) const ANSWER_KEYS: [&str; 9] =
    ["no", "id", "section", "question", "allowed", "answer", "reason", "remark", "digest"];
/// Keys of the columns of the evidence.
pub(crate) const EVIDENCE_KEYS: [&str; 5] = ["question", "name", "kind", "valid_until", "sha256"];
