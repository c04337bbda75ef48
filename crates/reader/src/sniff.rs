//! What a file is, from its first bytes.

use crate::{Format, ReadError, bytes::find, error::Kind};

/// What the content looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sniffed {
    /// A zip archive, perhaps a Word document.
    Zip,
    /// A PDF.
    Pdf,
    /// Nothing known: perhaps text.
    Other,
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// How far into a file a PDF may begin.
const PDF_WITHIN: usize = 1024;

const KINDS: &[(&[u8], Kind)] = &[
    (b"{\\rtf", Kind::RichText),
    (b"\x89PNG", Kind::Picture),
    (b"\xFF\xD8\xFF", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"Rar!\x1A", Kind::Archive),
    (b"7z\xBC\xAF\x27\x1C", Kind::Archive),
    (b"\x1F\x8B", Kind::Archive),
    (b"\x7FELF", Kind::Program),
];

/// Looks at the content; kinds that are known and not read here are refused at once.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Sniffed, ReadError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Sniffed::Zip);
    }
    if find(bytes.get(..PDF_WITHIN + 5).unwrap_or(bytes), b"%PDF-", 0).is_some() {
        return Ok(Sniffed::Pdf);
    }
    if bytes.starts_with(OLE) {
        return Err(compound(bytes));
    }
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::OtherKind { kind: *kind });
    }
    if bytes.starts_with(b"MZ") && bytes.iter().take(1024).any(|b| *b == 0) {
        return Err(ReadError::OtherKind { kind: Kind::Program });
    }
    if is_markup(bytes) {
        return Err(ReadError::OtherKind { kind: Kind::Markup });
    }
    Ok(Sniffed::Other)
}

fn is_markup(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head: Vec<u8> =
        head.iter().skip_while(|b| b.is_ascii_whitespace()).take(14).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype html"[..], b"<html", b"<?xml"].iter().any(|start| head.starts_with(start))
}

/// The old container of Office: its directory holds names in UTF-16.
fn compound(bytes: &[u8]) -> ReadError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide, 0).is_some()
    };
    if holds("EncryptedPackage") {
        ReadError::Encrypted
    } else if holds("WordDocument") {
        ReadError::OldWord
    } else if holds("Workbook") {
        ReadError::OtherKind { kind: Kind::Workbook }
    } else if holds("PowerPoint Document") {
        ReadError::OtherKind { kind: Kind::Slides }
    } else if holds("JSRV_") || holds("DocumentText") {
        ReadError::OtherKind { kind: Kind::Ichitaro }
    } else {
        ReadError::Unknown
    }
}

/// Endings that promise a format.
const ENDINGS: &[(&str, &[Format])] = &[
    ("docx", &[Format::Docx]),
    ("docm", &[Format::Docx]),
    ("dotx", &[Format::Docx]),
    ("doc", &[]),
    ("pdf", &[Format::Pdf]),
    ("txt", &[Format::Text]),
    ("md", &[Format::Markdown]),
    ("markdown", &[Format::Markdown]),
    ("rtf", &[]),
    ("xlsx", &[]),
];

/// Ending of a name, in small letters.
pub(crate) fn ending(name: Option<&str>) -> Option<String> {
    let (stem, ending) = name?.rsplit_once('.')?;
    let plain =
        !stem.is_empty() && (1..=8).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    plain.then(|| ending.to_ascii_lowercase())
}

/// The ending, if it promises something else than what was found.
pub(crate) fn wrong_ending(name: Option<&str>, found: Format) -> Option<String> {
    let ending = ending(name)?;
    let (_, formats) = ENDINGS.iter().find(|(known, _)| *known == ending)?;
    (!formats.contains(&found)).then_some(ending)
}
