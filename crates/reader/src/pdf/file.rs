//! The objects of a PDF, found by reading the file from front to back.
//!
//! The table of objects at the end of the file is not trusted: it is missing, wrong or forged in too many files. Every
//! object is taken from where it stands; of several with one number the last counts, as it does for programs that
//! follow the table of an updated file.

use std::{cell::Cell, collections::HashMap, ops::Range};

use super::{
    crypt::Crypt,
    filter::{self, Unpacking},
    object::{Dict, Lexer, Token, Value, is_white},
};
use crate::{Limits, ReadError, bytes::find, error::Limit};

/// An object: its value, and the bytes of its stream if it has one.
#[derive(Debug, Clone)]
struct Object {
    value: Value,
    stream: Option<Range<usize>>,
    /// Where it stands (for one within a stream: where the stream stands).
    at: usize,
    /// From a stream of objects, which is decrypted as a whole.
    inner: bool,
}

/// A PDF, opened.
pub(crate) struct File<'a> {
    bytes: &'a [u8],
    objects: HashMap<u32, Object>,
    trailer: Dict,
    crypt: Option<Crypt>,
    /// Bytes that may still be unpacked.
    left: Cell<usize>,
    /// Entries of maps and tables that may still be read.
    work: Cell<usize>,
}

/// A dictionary with the stream that belongs to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stream<'f> {
    pub(crate) id: u32,
    pub(crate) dict: &'f Dict,
    range: Option<(usize, usize)>,
}

fn damaged(detail: &str) -> ReadError {
    ReadError::Damaged { detail: detail.to_owned() }
}

impl<'a> File<'a> {
    /// Finds all objects.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let mut file = Self {
            bytes,
            objects: HashMap::new(),
            trailer: Dict::default(),
            crypt: None,
            left: Cell::new(usize::try_from(limits.unpacked).unwrap_or(usize::MAX)),
            work: Cell::new(limits.nodes.saturating_mul(4)),
        };
        file.scan(limits)?;
        if let Some(settings) = file.follow(file.trailer.get(b"Encrypt")).and_then(Value::dict) {
            let id = file.follow(file.trailer.get(b"ID")).and_then(Value::array).and_then(|ids| ids.first());
            let id = file.follow(id).and_then(Value::string).unwrap_or_default();
            file.crypt = Some(Crypt::open(settings, id).ok_or(ReadError::Encrypted)?);
        }
        file.unpack_objects(limits)?;
        Ok(file)
    }

    fn scan(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let mut made = 0_usize;
        let mut at = 0;
        let mut gap = 0;
        while let Some(word) = find(self.bytes, b"obj", at) {
            at = word + 3;
            let Some(number) = number_before(self.bytes, word) else { continue };
            self.trailers(gap..word);
            gap = at;
            let mut lexer = Lexer::new(self.bytes, at);
            let token = lexer.next();
            // what was passed over, a remark as long as the file perhaps, is not looked at again
            at = at.max(lexer.at);
            let Some(Token::Value(value)) = token else { continue };
            made += lexer.made;
            if made > limits.nodes {
                return Err(ReadError::TooComplex { what: Limit::Nodes, max: limits.nodes as u64 });
            }
            let stream = value.dict().and_then(|dict| self.stream_range(dict, lexer));
            if let Some(stream) = &stream {
                at = stream.end;
            }
            gap = at;
            if let Some(dict) = value.dict().filter(|dict| is_kind(dict, b"XRef")) {
                merge(&mut self.trailer, dict);
            }
            self.objects.insert(number, Object { value, stream, at: word, inner: false });
        }
        self.trailers(gap..self.bytes.len());
        Ok(())
    }

    fn trailers(&mut self, gap: Range<usize>) {
        let mut from = gap.start;
        let before = self.bytes.get(..gap.end).unwrap_or_default();
        while let Some(at) = find(before, b"trailer", from) {
            let mut lexer = Lexer::new(before, at + 7);
            if let Some(Token::Value(Value::Dict(dict))) = lexer.next() {
                merge(&mut self.trailer, &dict);
            }
            // one that is never closed takes in all that follow, once
            from = lexer.at.max(at + 7);
        }
    }

    /// The bytes between `stream` and `endstream`.
    fn stream_range(&self, dict: &Dict, mut lexer: Lexer<'_>) -> Option<Range<usize>> {
        lexer.skip_white();
        let rest = lexer.rest().strip_prefix(b"stream")?;
        let mut start = self.bytes.len() - rest.len();
        if rest.starts_with(b"\r\n") {
            start += 2;
        } else if rest.starts_with(b"\n") || rest.starts_with(b"\r") {
            start += 1;
        }
        if let Some(end) = dict.get(b"Length").and_then(Value::size).and_then(|length| start.checked_add(length)) {
            let after = self.bytes.get(end..).unwrap_or_default();
            let white = after.iter().take(4).take_while(|b| is_white(**b)).count();
            if after.get(white..).is_some_and(|rest| rest.starts_with(b"endstream")) {
                return Some(start..end);
            }
        }
        let mut end = find(self.bytes, b"endstream", start).unwrap_or(self.bytes.len());
        for line_end in [b"\r\n".as_slice(), b"\n", b"\r"] {
            if self.bytes.get(start..end).is_some_and(|data| data.ends_with(line_end)) {
                end -= line_end.len();
                break;
            }
        }
        Some(start..end)
    }

    fn unpack_objects(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let mut packed: Vec<(usize, u32)> = self
            .objects
            .iter()
            .filter(|(_, o)| o.stream.is_some() && o.value.dict().is_some_and(|dict| is_kind(dict, b"ObjStm")))
            .map(|(number, object)| (object.at, *number))
            .collect();
        packed.sort_unstable();
        let mut made = 0_usize;
        let mut bytes = usize::try_from(limits.unpacked).unwrap_or(usize::MAX);
        for (at, number) in packed {
            let Some(stream) = self.stream(number) else { continue };
            let count = self.follow(stream.dict.get(b"N")).and_then(Value::size).unwrap_or(0);
            let first = self.follow(stream.dict.get(b"First")).and_then(Value::size).unwrap_or(0);
            let data = match self.unpack(&stream) {
                Ok(data) => data,
                Err(Unpacking::TooMuch) => return Err(ReadError::ZipBomb { what: Limit::Unpacked }),
                Err(Unpacking::NotText) => continue,
            };
            let mut head = Lexer::new(data.get(..first).unwrap_or_default(), 0);
            for _ in 0..count {
                let (Some(Token::Value(id)), Some(Token::Value(offset))) = (head.next(), head.next()) else { break };
                let (Some(id), Some(offset)) = (id.size().and_then(|id| u32::try_from(id).ok()), offset.size()) else {
                    break;
                };
                let start = first.saturating_add(offset);
                let mut lexer = Lexer::new(&data, start);
                let token = lexer.next();
                // many numbers may point to one long string
                let read = lexer.at.saturating_sub(start);
                bytes = bytes.checked_sub(read).ok_or(ReadError::ZipBomb { what: Limit::Unpacked })?;
                let Some(Token::Value(value)) = token else { continue };
                made += lexer.made;
                if made > limits.nodes {
                    return Err(ReadError::TooComplex { what: Limit::Nodes, max: limits.nodes as u64 });
                }
                if self.objects.get(&id).is_none_or(|known| known.at <= at) {
                    self.objects.insert(id, Object { value, stream: None, at, inner: true });
                }
            }
        }
        Ok(())
    }

    /// The value itself, references followed.
    pub(crate) fn follow<'f>(&'f self, value: Option<&'f Value>) -> Option<&'f Value> {
        let mut value = value?;
        // references to references are rare, rings of them an attack
        for _ in 0..8 {
            match value {
                Value::Ref(number) => value = &self.objects.get(number)?.value,
                other => return Some(other),
            }
        }
        None
    }

    /// A value of a dictionary, references followed.
    pub(crate) fn get<'f>(&'f self, dict: &'f Dict, key: &[u8]) -> Option<&'f Value> {
        self.follow(dict.get(key))
    }

    /// A dictionary in a dictionary.
    pub(crate) fn dict<'f>(&'f self, dict: &'f Dict, key: &[u8]) -> Option<&'f Dict> {
        self.get(dict, key).and_then(Value::dict)
    }

    /// An object that has a stream.
    pub(crate) fn stream(&self, number: u32) -> Option<Stream<'_>> {
        let object = self.objects.get(&number)?;
        let range = object.stream.as_ref().map(|r| (r.start, r.end));
        Some(Stream { id: number, dict: object.value.dict()?, range })
    }

    /// The stream that a value of a dictionary refers to.
    pub(crate) fn stream_at<'f>(&'f self, value: Option<&Value>) -> Option<Stream<'f>> {
        match value? {
            Value::Ref(number) => match &self.objects.get(number)?.value {
                Value::Ref(next) => self.stream(*next),
                _ => self.stream(*number),
            },
            _ => None,
        }
    }

    /// Unpacks a stream.
    pub(crate) fn unpack(&self, stream: &Stream<'_>) -> Result<Vec<u8>, Unpacking> {
        let (start, end) = stream.range.ok_or(Unpacking::NotText)?;
        // one that is not packed costs as well: it can be drawn again and again
        let left = self.left.get().checked_sub(end.saturating_sub(start)).ok_or(Unpacking::TooMuch)?;
        self.left.set(left);
        let mut data = self.bytes.get(start..end).unwrap_or_default().to_vec();
        if let Some(crypt) = self.crypt.as_ref().filter(|_| !is_kind(stream.dict, b"XRef")) {
            data = crypt.stream(stream.id, &data);
        }
        let filters = self.get(stream.dict, b"Filter").or_else(|| self.get(stream.dict, b"F"));
        let settings = self.get(stream.dict, b"DecodeParms").or_else(|| self.get(stream.dict, b"DP"));
        let names: Vec<&[u8]> = match filters {
            Some(Value::Name(name)) => vec![name],
            Some(Value::Array(names)) => names.iter().filter_map(|n| self.follow(Some(n))?.name()).take(8).collect(),
            _ => Vec::new(),
        };
        for (index, name) in names.into_iter().enumerate() {
            let own = match settings {
                Some(Value::Dict(dict)) => Some(dict),
                Some(Value::Array(list)) => self.follow(list.get(index)).and_then(Value::dict),
                _ => None,
            };
            let max = self.left.get();
            data = filter::apply(name, &data, own, max)?;
            self.left.set(max.saturating_sub(data.len()));
        }
        Ok(data)
    }

    /// What maps and tables may still cost in this file.
    pub(crate) const fn work(&self) -> &Cell<usize> {
        &self.work
    }

    /// A string of an object, decrypted.
    pub(crate) fn text(&self, owner: u32, bytes: &[u8]) -> Vec<u8> {
        let inner = self.objects.get(&owner).is_some_and(|object| object.inner);
        match &self.crypt {
            Some(crypt) if !inner => crypt.string(owner, bytes),
            _ => bytes.to_vec(),
        }
    }

    /// Objects of the pages in order, with what each inherits.
    pub(crate) fn pages(&self, limits: &Limits) -> Result<Vec<Page<'_>>, ReadError> {
        let root = self.get(&self.trailer, b"Root").and_then(Value::dict).or_else(|| self.any(b"Catalog"));
        let tree = root.and_then(|root| root.get(b"Pages"));
        let mut pages = Vec::new();
        let mut seen = std::collections::HashSet::new();
        if let Some(Value::Ref(top)) = tree {
            self.walk(*top, Page::default(), &mut pages, &mut seen);
        }
        if pages.is_empty() {
            pages = self.stray_pages();
        }
        if pages.is_empty() {
            return Err(damaged("no pages"));
        }
        if pages.len() > limits.pages as usize {
            return Err(ReadError::TooComplex { what: Limit::Pages, max: u64::from(limits.pages) });
        }
        Ok(pages)
    }

    fn walk<'f>(
        &'f self,
        top: u32,
        inherited: Page<'f>,
        pages: &mut Vec<Page<'f>>,
        seen: &mut std::collections::HashSet<u32>,
    ) {
        let mut open = vec![(top, inherited)];
        while let Some((number, inherited)) = open.pop() {
            // a ring would have no end
            if !seen.insert(number) {
                continue;
            }
            let Some(dict) = self.objects.get(&number).and_then(|object| object.value.dict()) else { continue };
            let page = self.inherit(number, dict, inherited);
            let kids = self.get(dict, b"Kids").and_then(Value::array);
            match kids {
                Some(kids) => open.extend(kids.iter().rev().filter_map(|kid| match kid {
                    Value::Ref(number) => Some((*number, page)),
                    _ => None,
                })),
                None => pages.push(page),
            }
        }
    }

    fn inherit<'f>(&'f self, number: u32, dict: &'f Dict, above: Page<'f>) -> Page<'f> {
        Page {
            number,
            dict: Some(dict),
            resources: self.dict(dict, b"Resources").or(above.resources),
            frame: self.get(dict, b"MediaBox").and_then(Value::array).or(above.frame),
            rotate: self.get(dict, b"Rotate").and_then(Value::integer).unwrap_or(above.rotate),
        }
    }

    /// Pages of a file whose tree is broken, in the order in which they stand.
    fn stray_pages(&self) -> Vec<Page<'_>> {
        let mut found: Vec<(usize, u32, &Dict)> = self
            .objects
            .iter()
            .filter_map(|(number, object)| Some((object.at, *number, object.value.dict()?)))
            .filter(|(_, _, dict)| is_kind(dict, b"Page"))
            .collect();
        found.sort_by_key(|(at, number, _)| (*at, *number));
        found.into_iter().map(|(_, number, dict)| self.inherit(number, dict, Page::default())).collect()
    }

    fn any(&self, kind: &[u8]) -> Option<&Dict> {
        let found = self.objects.values().filter_map(|object| Some((object.at, object.value.dict()?)));
        found.filter(|(_, dict)| is_kind(dict, kind)).max_by_key(|(at, _)| *at).map(|(_, dict)| dict)
    }
}

/// A page and what holds for it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Page<'f> {
    pub(crate) number: u32,
    pub(crate) dict: Option<&'f Dict>,
    pub(crate) resources: Option<&'f Dict>,
    /// Corners of the sheet.
    pub(crate) frame: Option<&'f [Value]>,
    /// Degrees, clockwise.
    pub(crate) rotate: i64,
}

fn is_kind(dict: &Dict, kind: &[u8]) -> bool {
    dict.get(b"Type").and_then(Value::name) == Some(kind)
}

fn merge(trailer: &mut Dict, newer: &Dict) {
    for (key, value) in &newer.0 {
        if matches!(key.as_slice(), b"Root" | b"Encrypt" | b"ID") {
            trailer.0.retain(|(known, _)| known != key);
            trailer.0.push((key.clone(), value.clone()));
        }
    }
}

/// The number in `12 0 obj`, read backwards from the word.
fn number_before(bytes: &[u8], word: usize) -> Option<u32> {
    let back = |mut at: usize, wanted: fn(u8) -> bool| {
        while at > 0 && bytes.get(at - 1).copied().is_some_and(wanted) {
            at -= 1;
        }
        at
    };
    let digit = |b: u8| b.is_ascii_digit();
    let generation_end = back(word, is_white);
    let generation = back(generation_end, digit);
    let number_end = back(generation, is_white);
    let number = back(number_end, digit);
    if generation == generation_end || number_end == generation || number == number_end {
        return None;
    }
    std::str::from_utf8(bytes.get(number..number_end)?).ok()?.parse().ok()
}
