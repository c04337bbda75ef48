//! Zip archives within bounds: read parts, and write the archive again with every other part copied as it stands.
//!
//! Only what office files use: stored and deflated entries. The central directory decides; what stands between entries
//! is not looked at.

use std::collections::HashMap;

use crate::{
    Limits, ReadError,
    bytes::{Inflated, inflate, rfind, u16_at, u32_at, u64_at},
    error::Limit,
};

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Parts below this size may be as dense as they like.
const DENSE: u64 = 1 << 20;

/// An entry as the central directory tells it.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    offset: u64,
    /// The record itself, for copying.
    record: std::ops::Range<usize>,
}

/// An opened archive.
#[derive(Debug)]
pub(crate) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    /// Where the entry of a name stands, as it is written and in small letters; of several the first.
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
    limits: Limits,
}

fn damaged(detail: &str) -> ReadError {
    ReadError::Damaged { detail: detail.to_owned() }
}

impl<'a> Archive<'a> {
    /// Reads the directory and checks what it claims against the limits.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let end = rfind(bytes, END, bytes.len()).ok_or_else(|| damaged("zip directory missing"))?;
        let (count, start) = directory(bytes, end).ok_or_else(|| damaged("zip directory"))?;
        if count > limits.entries as u64 {
            return Err(ReadError::ZipBomb { what: Limit::Entries });
        }
        let mut entries = Vec::new();
        let mut at = usize::try_from(start).map_err(|_| damaged("zip directory"))?;
        for _ in 0..count {
            let entry = record(bytes, at).ok_or_else(|| damaged("zip directory"))?;
            at = entry.record.end;
            entries.push(entry);
        }
        let sum = |of: fn(&Entry) -> u64| entries.iter().map(of).fold(0_u64, u64::saturating_add);
        // entries that share their packed bytes cost more than the file has
        if sum(|e| e.size) > limits.unpacked || sum(|e| e.packed) > bytes.len() as u64 {
            return Err(ReadError::ZipBomb { what: Limit::Unpacked });
        }
        let (mut exact, mut folded) = (HashMap::new(), HashMap::new());
        for (at, entry) in entries.iter().enumerate() {
            exact.entry(entry.name.clone()).or_insert(at);
            folded.entry(entry.name.to_ascii_lowercase()).or_insert(at);
        }
        Ok(Self { bytes, entries, exact, folded, limits: *limits })
    }

    /// Names of all parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.name.as_str())
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        let at = self.exact.get(name).or_else(|| self.folded.get(&name.to_ascii_lowercase()))?;
        self.entries.get(*at)
    }

    /// The name as it stands in the archive; part names do not tell capitals apart.
    pub(crate) fn name_of(&self, name: &str) -> Option<&str> {
        self.entry(name).map(|e| e.name.as_str())
    }

    /// Unpacks a part; `None` when there is none of that name.
    pub(crate) fn part(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.entry(name).map(|entry| self.unpack(entry)).transpose()
    }

    /// Unpacks a part little by little, so that a large one needs no memory; `None` when there is none of that name. What
    /// was promised of its size and checksum is checked at its end.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<impl std::io::Read>, ReadError> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        let packed = self.packed(entry)?;
        let inner: Box<dyn std::io::Read> = match entry.method {
            STORED => Box::new(packed),
            DEFLATED => Box::new(flate2::read::DeflateDecoder::new(packed)),
            _ => return Err(damaged(&format!("{}: packing method {}", entry.name, entry.method))),
        };
        Ok(Some(Part { inner, left: entry.size, crc: flate2::Crc::new(), promised: entry.crc }))
    }

    /// The packed bytes of an entry that may be unpacked.
    fn packed(&self, entry: &Entry) -> Result<&'a [u8], ReadError> {
        if entry.flags & 1 != 0 {
            return Err(ReadError::Encrypted);
        }
        if entry.size > DENSE && entry.size / entry.packed.max(1) > self.limits.ratio {
            return Err(ReadError::ZipBomb { what: Limit::Ratio });
        }
        // what is stored as it is has one size
        if entry.method == STORED && entry.size != entry.packed {
            return Err(damaged(&entry.name));
        }
        let range = self.data(entry).ok_or_else(|| damaged(&entry.name))?;
        self.bytes.get(range).ok_or_else(|| damaged(&entry.name))
    }

    fn unpack(&self, entry: &Entry) -> Result<Vec<u8>, ReadError> {
        let packed = self.packed(entry)?;
        let max = usize::try_from(entry.size).unwrap_or(usize::MAX);
        let unpacked = match entry.method {
            STORED => packed.to_vec(),
            DEFLATED => match inflate(packed, false, max) {
                Inflated::Whole(data) => data,
                Inflated::Broken(_) => return Err(damaged(&entry.name)),
                // the directory lied about the size
                Inflated::TooMuch => return Err(ReadError::ZipBomb { what: Limit::Unpacked }),
            },
            _ => return Err(damaged(&format!("{}: packing method {}", entry.name, entry.method))),
        };
        let mut crc = flate2::Crc::new();
        crc.update(&unpacked);
        if crc.sum() == entry.crc { Ok(unpacked) } else { Err(damaged(&format!("{}: checksum", entry.name))) }
    }

    /// Where the packed bytes of an entry stand.
    fn data(&self, entry: &Entry) -> Option<std::ops::Range<usize>> {
        let local = usize::try_from(entry.offset).ok()?;
        if !self.bytes.get(local..)?.starts_with(LOCAL) {
            return None;
        }
        let names = usize::from(u16_at(self.bytes, local + 26)?) + usize::from(u16_at(self.bytes, local + 28)?);
        let start = local + 30 + names;
        Some(start..start.checked_add(usize::try_from(entry.packed).ok()?)?)
    }

    /// Writes the archive with some parts exchanged, added or (`None`) left out. All other entries keep their bytes,
    /// packed as they are, and their order; new parts come last. No time and no chance goes in.
    pub(crate) fn rewrite(&self, changes: &[(String, Option<Vec<u8>>)]) -> Result<Vec<u8>, ReadError> {
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut central = Vec::new();
        let mut count = 0_u64;
        for entry in &self.entries {
            match changes.iter().find(|(name, _)| *name == entry.name) {
                Some((_, None)) => continue,
                Some((name, Some(data))) => add(&mut out, &mut central, name, data)?,
                None => self.copy(entry, &mut out, &mut central)?,
            }
            count += 1;
        }
        for (name, data) in changes {
            if let (Some(data), false) = (data, self.exact.contains_key(name)) {
                add(&mut out, &mut central, name, data)?;
                count += 1;
            }
        }
        finish(out, &central, count)
    }

    fn copy(&self, entry: &Entry, out: &mut Vec<u8>, central: &mut Vec<u8>) -> Result<(), ReadError> {
        let wrong = || damaged(&entry.name);
        let data = self.data(entry).ok_or_else(wrong)?;
        let local = usize::try_from(entry.offset).map_err(|_| wrong())?;
        let mut end = data.end;
        if entry.flags & 8 != 0 {
            end = self.descriptor_end(entry, end);
        }
        let offset = u32::try_from(out.len()).map_err(|_| wrong())?;
        out.extend_from_slice(self.bytes.get(local..end).ok_or_else(wrong)?);
        let mut record = self.bytes.get(entry.record.clone()).ok_or_else(wrong)?.to_vec();
        record.get_mut(42..46).ok_or_else(wrong)?.copy_from_slice(&offset.to_le_bytes());
        central.extend_from_slice(&record);
        Ok(())
    }

    /// Sizes and checksum may follow the data, with or without a signature, in 32 or 64 bits.
    fn descriptor_end(&self, entry: &Entry, at: usize) -> usize {
        let signed = self.bytes.get(at..).is_some_and(|rest| rest.starts_with(b"PK\x07\x08"));
        let start = if signed { at + 4 } else { at };
        if u32_at(self.bytes, start) != Some(entry.crc) {
            return at;
        }
        let narrow = u32_at(self.bytes, start + 8).map(u64::from) == Some(entry.size)
            && u32_at(self.bytes, start + 4).map(u64::from) == Some(entry.packed);
        if narrow { start + 12 } else { start + 20 }
    }
}

/// A part that is unpacked while it is read.
struct Part<'a> {
    inner: Box<dyn std::io::Read + 'a>,
    left: u64,
    crc: flate2::Crc,
    promised: u32,
}

impl std::io::Read for Part<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.crc.update(buf.get(..n).unwrap_or_default());
        let wrong = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
        let size = u64::try_from(n).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or_else(|| wrong("longer than its directory says"))?;
        if n == 0 && !buf.is_empty() && (self.left > 0 || self.crc.sum() != self.promised) {
            return Err(wrong("checksum"));
        }
        Ok(n)
    }
}

/// Number of entries and where the directory starts.
fn directory(bytes: &[u8], end: usize) -> Option<(u64, u64)> {
    let locator = end.checked_sub(20).filter(|at| bytes.get(*at..).is_some_and(|b| b.starts_with(b"PK\x06\x07")));
    if let Some(locator) = locator {
        let at = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
        if bytes.get(at..)?.starts_with(b"PK\x06\x06") {
            return Some((u64_at(bytes, at.checked_add(32)?)?, u64_at(bytes, at.checked_add(48)?)?));
        }
    }
    Some((u64::from(u16_at(bytes, end + 10)?), u64::from(u32_at(bytes, end + 16)?)))
}

fn record(bytes: &[u8], at: usize) -> Option<Entry> {
    if !bytes.get(at..)?.starts_with(CENTRAL) {
        return None;
    }
    let name_len = usize::from(u16_at(bytes, at + 28)?);
    let extra_len = usize::from(u16_at(bytes, at + 30)?);
    let comment_len = usize::from(u16_at(bytes, at + 32)?);
    let name_end = at + 46 + name_len;
    let extra = bytes.get(name_end..name_end + extra_len)?;
    let mut wide = Wide::new(extra);
    let size = wide.or(u32_at(bytes, at + 24)?)?;
    let packed = wide.or(u32_at(bytes, at + 20)?)?;
    let offset = wide.or(u32_at(bytes, at + 42)?)?;
    let end = name_end + extra_len + comment_len;
    bytes.get(at..end)?;
    Some(Entry {
        name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).replace('\\', "/"),
        flags: u16_at(bytes, at + 8)?,
        method: u16_at(bytes, at + 10)?,
        crc: u32_at(bytes, at + 16)?,
        packed,
        size,
        offset,
        record: at..end,
    })
}

/// The 64-bit sizes that stand in the extra field when the 32-bit one is full.
struct Wide<'a> {
    rest: &'a [u8],
}

impl<'a> Wide<'a> {
    fn new(mut extra: &'a [u8]) -> Self {
        while let (Some(id), Some(len)) = (u16_at(extra, 0), u16_at(extra, 2)) {
            let end = 4 + usize::from(len);
            if id == 1 {
                return Self { rest: extra.get(4..end).unwrap_or_default() };
            }
            extra = extra.get(end..).unwrap_or_default();
        }
        Self { rest: &[] }
    }

    fn or(&mut self, narrow: u32) -> Option<u64> {
        if narrow != u32::MAX {
            return Some(u64::from(narrow));
        }
        let value = u64_at(self.rest, 0)?;
        self.rest = self.rest.get(8..)?;
        Some(value)
    }
}

/// Adds a new entry: deflated, dated 1980-01-01, the earliest a zip can say.
fn add(out: &mut Vec<u8>, central: &mut Vec<u8>, name: &str, data: &[u8]) -> Result<(), ReadError> {
    let packed = deflate(data)?;
    let mut crc = flate2::Crc::new();
    crc.update(data);
    let too_large = || ReadError::TooLarge { size: data.len() as u64, max: u64::from(u32::MAX) };
    let offset = u32::try_from(out.len()).map_err(|_| too_large())?;
    let name_len = u16::try_from(name.len()).map_err(|_| damaged(name))?;
    let mut head = Vec::with_capacity(26);
    for short in [20_u16, 1 << 11, DEFLATED, 0, 0x21] {
        head.extend_from_slice(&short.to_le_bytes());
    }
    head.extend_from_slice(&crc.sum().to_le_bytes());
    head.extend_from_slice(&u32::try_from(packed.len()).map_err(|_| too_large())?.to_le_bytes());
    head.extend_from_slice(&u32::try_from(data.len()).map_err(|_| too_large())?.to_le_bytes());
    head.extend_from_slice(&name_len.to_le_bytes());
    head.extend_from_slice(&0_u16.to_le_bytes());
    out.extend_from_slice(LOCAL);
    out.extend_from_slice(&head);
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(&packed);
    central.extend_from_slice(CENTRAL);
    central.extend_from_slice(&20_u16.to_le_bytes());
    central.extend_from_slice(&head);
    // comment length, disk, internal attributes, external attributes
    central.extend_from_slice(&[0; 10]);
    central.extend_from_slice(&offset.to_le_bytes());
    central.extend_from_slice(name.as_bytes());
    Ok(())
}

fn finish(mut out: Vec<u8>, central: &[u8], count: u64) -> Result<Vec<u8>, ReadError> {
    let full = |_| damaged("zip directory");
    let start = u32::try_from(out.len()).map_err(full)?;
    let size = u32::try_from(central.len()).map_err(full)?;
    let count = u16::try_from(count).map_err(full)?;
    out.extend_from_slice(central);
    out.extend_from_slice(END);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    Ok(out)
}

fn deflate(data: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut deflater = flate2::Compress::new(flate2::Compression::new(6), false);
    let mut out = Vec::with_capacity(data.len() / 4 + 64);
    loop {
        let read = usize::try_from(deflater.total_in()).unwrap_or(usize::MAX);
        out.reserve(16 << 10);
        let rest = data.get(read..).unwrap_or_default();
        match deflater.compress_vec(rest, &mut out, flate2::FlushCompress::Finish) {
            Ok(flate2::Status::StreamEnd) => return Ok(out),
            Ok(_) => {}
            Err(_) => return Err(damaged("packing")),
        }
    }
}

/// An archive made of parts: for tests, which build their files themselves.
#[cfg(test)]
pub(crate) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        add(&mut out, &mut central, name, data.as_bytes()).unwrap();
    }
    finish(out, &central, parts.len() as u64).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_and_other_entries_keep_their_bytes() {
        let long = "あ".repeat(50_000);
        let bytes = pack(&[("a.xml", "one"), ("b.xml", &long), ("c.xml", "three")]);
        let archive = Archive::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(archive.part("b.xml").unwrap().unwrap(), long.as_bytes());
        assert_eq!(archive.part("B.XML").unwrap().unwrap(), long.as_bytes());
        assert_eq!(archive.part("d.xml").unwrap(), None);

        let changes = [
            ("a.xml".to_owned(), Some(b"uno".to_vec())),
            ("c.xml".to_owned(), None),
            ("d.xml".to_owned(), Some(vec![])),
        ];
        let changed = archive.rewrite(&changes).unwrap();
        assert_eq!(changed, archive.rewrite(&changes).unwrap());
        let again = Archive::open(&changed, &Limits::default()).unwrap();
        assert_eq!(again.names().collect::<Vec<_>>(), ["a.xml", "b.xml", "d.xml"]);
        assert_eq!(again.part("a.xml").unwrap().unwrap(), b"uno");
        assert_eq!(again.part("b.xml").unwrap().unwrap(), long.as_bytes());
        assert_eq!(archive.rewrite(&[]).unwrap(), bytes);
    }

    #[test]
    fn claims_beyond_the_limits_are_refused_before_unpacking() {
        let zeros = "0".repeat((1 << 20) + 1);
        let bytes = pack(&[("a.xml", &zeros)]);
        let open = |limits: &Limits| Archive::open(&bytes, limits).and_then(|a| a.part("a.xml")).unwrap_err();
        assert_eq!(open(&Limits::default()), ReadError::ZipBomb { what: Limit::Ratio });
        let tight = Limits { unpacked: 1 << 10, ..Limits::default() };
        assert_eq!(open(&tight), ReadError::ZipBomb { what: Limit::Unpacked });
        let none = Limits { entries: 0, ..Limits::default() };
        assert_eq!(open(&none), ReadError::ZipBomb { what: Limit::Entries });
    }

    #[test]
    fn entries_that_share_their_bytes_are_refused() {
        let noise: String =
            (0..40_000_u32).map(|n| char::from(b' ' + (n.wrapping_mul(2_654_435_761) >> 25) as u8 % 90)).collect();
        let bytes = pack(&[("a.xml", &noise), ("b.xml", "x")]);
        let records: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(CENTRAL)).collect();
        let [a, b] = records[..] else { panic!("two records") };
        let mut shared = bytes.clone();
        // b says that its bytes are those of a: sizes, checksum and offset
        shared.copy_within(a + 16..a + 28, b + 16);
        shared.copy_within(a + 42..a + 46, b + 42);
        assert_eq!(
            Archive::open(&shared, &Limits::default()).unwrap_err(),
            ReadError::ZipBomb { what: Limit::Unpacked }
        );

        // stored as it is, and yet smaller than what stands there
        let mut stored = bytes.clone();
        stored[a + 10..a + 12].copy_from_slice(&STORED.to_le_bytes());
        stored[a + 24..a + 28].copy_from_slice(&10_u32.to_le_bytes());
        let archive = Archive::open(&stored, &Limits::default()).unwrap();
        assert!(matches!(archive.part("a.xml").unwrap_err(), ReadError::Damaged { .. }));
        assert!(matches!(archive.stream("a.xml").map(|_| ()), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn a_directory_that_lies_about_the_size_is_caught_while_unpacking() {
        let zeros = "0".repeat((1 << 20) + 1);
        let mut bytes = pack(&[("a.xml", &zeros)]);
        let central = rfind(&bytes, CENTRAL, bytes.len()).unwrap();
        bytes[central + 24..central + 28].copy_from_slice(&1000_u32.to_le_bytes());
        let archive = Archive::open(&bytes, &Limits::default()).unwrap();
        assert_eq!(archive.part("a.xml").unwrap_err(), ReadError::ZipBomb { what: Limit::Unpacked });
    }
}
