//! The ledger as JSON Lines: one entry a line, then the head, so that it can be verified without the database.
//!
//! A line of an entry is a JSON object with the members of [`Stored`] in the order of the hash; `detail` is a string
//! that holds the canonical JSON text, because that text is what was hashed. The last line is `{"head":{…}}`.

use domain::{Lang, Words};
use serde::{Deserialize, Serialize};

use crate::{Entry, Head, Report, Stored, StoredHead, Verifier};

/// Longest line that is read, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// One line of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// An entry.
    Entry(Box<Stored>),
    /// The head.
    Head(StoredHead),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    head: StoredHead,
}

/// Why a line cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// Longer than [`MAX_LINE`].
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
    /// Not UTF-8.
    #[error("the line is not UTF-8")]
    NotUtf8,
    /// Neither an entry nor a head.
    #[error("the line is neither an entry nor a head: {0}")]
    Form(String),
    /// Could not be written as JSON.
    #[error("cannot be written: {0}")]
    Write(String),
}

impl ExportError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::TooLong => {
                Words { ja: "行が長すぎます（1MiBまで）", en: "The line is too long (at most 1 MiB)" }
                    .get(lang)
                    .to_owned()
            }
            Self::NotUtf8 => Words { ja: "行がUTF-8ではありません", en: "The line is not UTF-8" }.get(lang).to_owned(),
            Self::Form(_) => Words {
                ja: "台帳の記録でも末尾の控えでもありません",
                en: "The line is neither an entry nor a head",
            }
            .get(lang)
            .to_owned(),
            Self::Write(why) => {
                let words = Words { ja: "書き出せません", en: "It cannot be written" };
                format!("{}: {why}", words.get(lang))
            }
        }
    }
}

/// The line of an entry, with its line feed.
///
/// # Errors
/// [`ExportError::Write`] when the JSON writer refuses, which it does for no entry known.
pub fn write_line(entry: &Entry) -> Result<String, ExportError> {
    write_stored(&Stored::from(entry))
}

/// The line of a row as it is stored, sound or not.
///
/// # Errors
/// As [`write_line`].
pub fn write_stored(row: &Stored) -> Result<String, ExportError> {
    json_line(row)
}

/// The line of the head, with its line feed; the last of an export.
///
/// # Errors
/// As [`write_line`].
pub fn write_head(head: &Head) -> Result<String, ExportError> {
    json_line(&HeadLine { head: StoredHead::from(head) })
}

fn json_line(value: &impl Serialize) -> Result<String, ExportError> {
    let mut text = serde_json::to_string(value).map_err(|e| ExportError::Write(e.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// Reads a line, with or without its line end. Any bytes may be given.
///
/// # Errors
/// [`ExportError`]; nothing panics.
pub fn read_line(bytes: &[u8]) -> Result<Line, ExportError> {
    if bytes.len() > MAX_LINE {
        return Err(ExportError::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ExportError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_end_matches(['\n', '\r']);
    if text.starts_with("{\"head\"") {
        return serde_json::from_str::<HeadLine>(text)
            .map(|line| Line::Head(line.head))
            .map_err(|e| ExportError::Form(e.to_string()));
    }
    serde_json::from_str::<Stored>(text)
        .map(|row| Line::Entry(Box::new(row)))
        .map_err(|e| ExportError::Form(e.to_string()))
}

/// Verifies an export line by line. A line that cannot be read is told with its number, from 1.
///
/// # Errors
/// The first line that cannot be read.
pub fn verify<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Result<Report, (usize, ExportError)> {
    let mut verifier = Verifier::new();
    let mut head = None;
    for (number, line) in lines.into_iter().enumerate() {
        match read_line(line).map_err(|e| (number.saturating_add(1), e))? {
            Line::Entry(_) if head.is_some() => {
                let why = "an entry behind the head".to_owned();
                return Err((number.saturating_add(1), ExportError::Form(why)));
            }
            Line::Entry(row) => verifier.push(&row),
            Line::Head(last) => head = Some(last),
        }
    }
    Ok(match &head {
        Some(head) => verifier.finish_stored(Some(head)),
        None => verifier.finish(None),
    })
}
