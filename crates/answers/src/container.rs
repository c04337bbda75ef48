//! The zip file of a bundle, in one fixed form: entries as they are (not packed), in the order given, dated 1980-01-01,
//! nothing before, between or behind them.
//!
//! Any zip program opens it. Because there is one form only, the same entries give the same bytes everywhere, reading is
//! writing again and comparing, and nothing can grow when opened.

use crate::BundleError;

/// Largest bundle, in bytes.
pub(crate) const FILE: usize = 256 * 1024 * 1024;
/// Most entries.
pub(crate) const ENTRIES: usize = 2_000;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Length of a local header without its name.
const HEADER: usize = 30;

/// Writes entries as a zip file.
pub(crate) fn write(entries: &[(String, Vec<u8>)]) -> Result<Vec<u8>, BundleError> {
    let borrowed: Vec<(&str, &[u8])> = entries.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
    pack(&borrowed)
}

fn pack(entries: &[(&str, &[u8])]) -> Result<Vec<u8>, BundleError> {
    let total =
        entries.iter().map(|(name, data)| data.len().saturating_add(name.len().saturating_mul(2)).saturating_add(76));
    if total.fold(22_usize, usize::saturating_add) > FILE {
        return Err(too_large());
    }
    if entries.len() > ENTRIES {
        return Err(too_many());
    }
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let at = small(out.len())?;
        let common = common(name, data)?;
        out.extend_from_slice(&LOCAL);
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
        directory.extend_from_slice(&CENTRAL);
        directory.extend_from_slice(&[10, 0]);
        directory.extend_from_slice(&common);
        // no comment, first disk, no attributes
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).map_err(|_| too_many())?.to_le_bytes();
    let (begin, size) = (small(out.len())?, small(directory.len())?);
    out.extend_from_slice(&directory);
    out.extend_from_slice(&END);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&begin.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    Ok(out)
}

/// The fields that stand alike in both headers of an entry.
fn common(name: &str, data: &[u8]) -> Result<[u8; 26], BundleError> {
    let mut out = [0_u8; 26];
    let name = u16::try_from(name.len()).map_err(|_| too_many())?;
    let size = small(data.len())?.to_le_bytes();
    // version 1.0, names in UTF-8, not packed, 1980-01-01 00:00
    let fields: [&[u8]; 6] = [
        &[10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0],
        &crc32fast::hash(data).to_le_bytes(),
        &size,
        &size,
        &name.to_le_bytes(),
        &[0, 0],
    ];
    for (to, from) in out.iter_mut().zip(fields.concat()) {
        *to = from;
    }
    Ok(out)
}

/// Reads a zip file of exactly this form whose entries are wanted.
pub(crate) fn read(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Vec<(&str, &[u8])>, BundleError> {
    if bytes.len() > FILE {
        return Err(too_large());
    }
    if !bytes.starts_with(&LOCAL) {
        return Err(BundleError::NotABundle);
    }
    let mut entries: Vec<(&str, &[u8])> = Vec::new();
    let mut rest = bytes;
    while rest.starts_with(&LOCAL) {
        if entries.len() >= ENTRIES {
            return Err(too_many());
        }
        let (name, data, after) = entry(rest, &entries)?;
        if !wanted(name) {
            return Err(BundleError::Foreign { entry: shown(name) });
        }
        if entries.iter().any(|(n, _)| *n == name) {
            return Err(BundleError::Twice { entry: shown(name) });
        }
        let header = rest.get(4..HEADER).unwrap_or_default();
        if header != common(name, data)?.as_slice() {
            return Err(BundleError::Changed { entry: shown(name) });
        }
        entries.push((name, data));
        rest = after;
    }
    if pack(&entries)? == bytes { Ok(entries) } else { Err(BundleError::Directory) }
}

/// Name and content of the entry at the beginning, and what follows it.
fn entry<'a>(bytes: &'a [u8], before: &[(&str, &[u8])]) -> Result<(&'a str, &'a [u8], &'a [u8]), BundleError> {
    let number = before.len().saturating_add(1);
    let broken = || BundleError::Changed { entry: format!("entry {number}") };
    let two = |at: usize| {
        bytes.get(at..at.saturating_add(2)).and_then(|b| <[u8; 2]>::try_from(b).ok()).map(u16::from_le_bytes)
    };
    let four = |at: usize| {
        bytes.get(at..at.saturating_add(4)).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(u32::from_le_bytes)
    };
    let (Some(flags), Some(method), Some(size), Some(length), Some(extra)) =
        (two(6), two(8), four(18), two(26), two(28))
    else {
        return Err(broken());
    };
    let name_end = HEADER.saturating_add(usize::from(length));
    let name = bytes.get(HEADER..name_end).and_then(|n| std::str::from_utf8(n).ok()).ok_or_else(broken)?;
    if method != 0 || flags & 0x2049 != 0 {
        return Err(BundleError::Packed { entry: shown(name) });
    }
    let begin = name_end.saturating_add(usize::from(extra));
    let end = usize::try_from(size).ok().and_then(|size| begin.checked_add(size)).ok_or_else(broken)?;
    let cut = || BundleError::Changed { entry: shown(name) };
    let data = bytes.get(begin..end).ok_or_else(cut)?;
    let after = bytes.get(end..).unwrap_or_default();
    if after.starts_with(&LOCAL) || after.starts_with(&CENTRAL) {
        return Ok((name, data, after));
    }
    // the next header is not where it must be: this entry's size was changed, or the header's mark was
    if header_fits(bytes, name, data) { Err(BundleError::Directory) } else { Err(cut()) }
}

fn header_fits(bytes: &[u8], name: &str, data: &[u8]) -> bool {
    common(name, data).is_ok_and(|c| bytes.get(4..HEADER) == Some(c.as_slice()))
}

/// A name short and plain enough for a message.
pub(crate) fn shown(name: &str) -> String {
    name.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn small(number: usize) -> Result<u32, BundleError> {
    u32::try_from(number).map_err(|_| too_large())
}

const fn too_large() -> BundleError {
    BundleError::TooLarge { what: ("バイト数", "bytes"), limit: FILE as u64 }
}

const fn too_many() -> BundleError {
    BundleError::TooLarge { what: ("zipの中のファイル", "entries in the zip"), limit: ENTRIES as u64 }
}
