//! Bytes of a Word document, a PDF or a text to structured text, every piece with its place.
//!
//! The crate reads what is written and how it is numbered. It does not know what an article or a duty is; it opens no
//! file, follows no link, runs no macro, and any bytes at all end in a document or in one clear sentence.
//!
//! ```
//! use reader::{Limits, ReadError, read};
//!
//! let document = read("第1条（目的）\n本契約は、".as_bytes(), Some("契約書.txt"), &Limits::default())?;
//! assert_eq!(document.blocks.len(), 2);
//! assert_eq!(document.blocks[1].place.paragraph, 1);
//!
//! let refused = read(b"\x89PNG\r\n", Some("契約書.docx"), &Limits::default()).unwrap_err();
//! assert!(matches!(refused, ReadError::OtherKind { .. }));
//! # Ok::<(), ReadError>(())
//! ```

pub mod annotate;
mod archive;
mod bytes;
mod document;
mod docx;
mod error;
#[cfg(test)]
mod fixture;
mod limit;
mod pdf;
mod sniff;
pub mod table;
mod text;
mod xml;

pub use document::{Block, BlockKind, Document, Format, Notice, Place};
pub use error::{Kind, Limit, ReadError};
pub use limit::Limits;

/// Reads a file. `name_hint` is its name, if known; the content decides, the name only tells Markdown from plain text.
///
/// # Errors
/// One sentence why the file cannot be read.
pub fn read(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Document, ReadError> {
    if bytes.len() as u64 > limits.bytes {
        return Err(ReadError::TooLarge { size: bytes.len() as u64, max: limits.bytes });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    let document = match sniff::sniff(bytes)? {
        sniff::Sniffed::Zip => docx::read(bytes, limits)?,
        sniff::Sniffed::Pdf => pdf::read(bytes, limits)?,
        sniff::Sniffed::Other => text::read(bytes, text_format(name_hint), limits)?,
    };
    if let Some(extension) = sniff::wrong_ending(name_hint, document.format) {
        return Err(ReadError::NameDiffers { extension, format: document.format });
    }
    Ok(document)
}

fn text_format(name: Option<&str>) -> Format {
    match sniff::ending(name).as_deref() {
        Some("md" | "markdown") => Format::Markdown,
        _ => Format::Text,
    }
}
