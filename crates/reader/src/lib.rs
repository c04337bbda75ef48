//! Bytes of a Word document, a PDF or a text to structured text, every piece with its place.
//!
//! The crate reads what is written and how it is numbered. It does not know what an article or a duty is; it opens no
//! file, follows no link, runs no macro, and any bytes at all end in a document or in one clear sentence.

mod document;
mod error;
mod limit;

pub use document::{Block, BlockKind, Document, Format, Notice, Place};
pub use error::{Kind, Limit, ReadError};
pub use limit::Limits;

/// Reads a file. `name_hint` is its name, if known; the content decides.
///
/// # Errors
/// One sentence why the file cannot be read.
pub fn read(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Document, ReadError> {
    let _ = (bytes, name_hint, limits);
    Err(ReadError::Unknown)
}
