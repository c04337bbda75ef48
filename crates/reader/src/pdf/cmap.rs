//! Character maps: from the codes of a font to CIDs, and to Unicode.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap},
};

use super::object::{Lexer, Token, Value};

/// Entries of a map that are kept; the largest honest ones have some 25,000.
const ENTRIES: usize = 200_000;
/// Ranges of codes that are kept: every code is held against all of them, and honest maps have fewer than twenty.
const SPACES: usize = 64;
/// Most UTF-16 units one code stands for; ligatures have a handful.
const UNITS: usize = 64;

/// A map as a PDF brings it.
#[derive(Debug, Default, Clone)]
pub(crate) struct CMap {
    /// Codes of this many bytes lie in these ranges.
    spaces: Vec<(usize, u32, u32)>,
    /// Code → characters.
    text: HashMap<u32, String>,
    /// First code of a range → (last code, first CID).
    cids: BTreeMap<u32, (u32, u32)>,
    pub(crate) vertical: bool,
}

impl CMap {
    /// Reads a map. What it does not understand is passed over; so is what goes beyond `work`.
    pub(crate) fn parse(data: &[u8], work: &Cell<usize>) -> Self {
        let mut map = Self::default();
        let mut lexer = Lexer::new(data, 0);
        let mut stack: Vec<Value> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Value(value) if stack.len() < ENTRIES => stack.push(value),
                Token::Value(_) => stack.clear(),
                Token::Word(word) => {
                    match word.as_slice() {
                        b"endcodespacerange" => map.spaces(&stack),
                        b"endbfchar" => map.characters(&stack, work),
                        b"endbfrange" => map.ranges(&stack, work),
                        b"endcidchar" => map.cid_characters(&stack),
                        b"endcidrange" => map.cid_ranges(&stack),
                        b"def" => map.vertical |= is_vertical(&stack),
                        _ => {}
                    }
                    stack.clear();
                }
            }
        }
        map
    }

    fn spaces(&mut self, stack: &[Value]) {
        for pair in stack.chunks_exact(2) {
            if let ([Value::String(low), Value::String(high)], true) = (pair, self.spaces.len() < SPACES) {
                self.spaces.push((low.len(), code(low), code(high)));
            }
        }
    }

    fn characters(&mut self, stack: &[Value], work: &Cell<usize>) {
        for pair in stack.chunks_exact(2) {
            if let [Value::String(from), Value::String(to)] = pair {
                self.put(code(from), utf16(to), work);
            }
        }
    }

    fn ranges(&mut self, stack: &[Value], work: &Cell<usize>) {
        for triple in stack.chunks_exact(3) {
            match triple {
                [Value::String(low), Value::String(high), Value::String(to)] => {
                    let (low, high) = (code(low), code(high));
                    let units: Vec<u16> = to
                        .chunks(2)
                        .take(UNITS + 1)
                        .map(|pair| pair.iter().fold(0, |u, b| u << 8 | u16::from(*b)))
                        .collect();
                    let Some((last, head)) = units.split_last().filter(|(_, head)| head.len() < UNITS) else {
                        continue;
                    };
                    for step in 0..=high.saturating_sub(low).min(0xFFFF) {
                        let mut units = head.to_vec();
                        units.push(last.wrapping_add(u16::try_from(step).unwrap_or(0)));
                        if !self.put(low.saturating_add(step), String::from_utf16_lossy(&units), work) {
                            return;
                        }
                    }
                }
                [Value::String(low), Value::String(_), Value::Array(list)] => {
                    for (at, to) in (code(low)..).zip(list) {
                        if !self.put(at, utf16(to.string().unwrap_or_default()), work) {
                            return;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// False when no more may be kept.
    fn put(&mut self, code: u32, text: String, work: &Cell<usize>) -> bool {
        let left = work.get();
        work.set(left.saturating_sub(1));
        let room = left > 0 && self.text.len() < ENTRIES;
        if room && !text.is_empty() && text.len() <= UNITS * 3 {
            self.text.insert(code, text);
        }
        room
    }

    fn cid_characters(&mut self, stack: &[Value]) {
        for pair in stack.chunks_exact(2) {
            if let ([Value::String(from), cid], true) = (pair, self.cids.len() < ENTRIES) {
                let cid = cid.size().and_then(|cid| u32::try_from(cid).ok()).unwrap_or(0);
                self.cids.insert(code(from), (code(from), cid));
            }
        }
    }

    fn cid_ranges(&mut self, stack: &[Value]) {
        for triple in stack.chunks_exact(3) {
            if let ([Value::String(low), Value::String(high), cid], true) = (triple, self.cids.len() < ENTRIES) {
                let cid = cid.size().and_then(|cid| u32::try_from(cid).ok()).unwrap_or(0);
                self.cids.insert(code(low), (code(high), cid));
            }
        }
    }

    /// Characters of a code.
    pub(crate) fn text(&self, code: u32) -> Option<&str> {
        self.text.get(&code).map(String::as_str)
    }

    /// CID of a code.
    pub(crate) fn cid(&self, code: u32) -> Option<u32> {
        let (low, (high, cid)) = self.cids.range(..=code).next_back()?;
        (code <= *high).then(|| cid.saturating_add(code - low))
    }

    /// Bytes of the code that comes next; codes that fit nowhere take two, as almost all do.
    pub(crate) fn length(&self, bytes: &[u8]) -> usize {
        let fits = |length: usize| {
            let code = code(bytes.get(..length)?);
            let here = self.spaces.iter().any(|(len, low, high)| *len == length && (*low..=*high).contains(&code));
            here.then_some(length)
        };
        (1..=4).find_map(fits).unwrap_or(2)
    }
}

fn is_vertical(stack: &[Value]) -> bool {
    matches!(stack, [.., Value::Name(name), value] if name == b"WMode" && value.integer() == Some(1))
}

/// A code as a number.
pub(crate) fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, b| (sum << 8) | u32::from(*b))
}

/// Characters in UTF-16, big end first, as PDFs write them.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    if let [single] = bytes {
        return char::from(*single).to_string();
    }
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |u, b| (u << 8) | u16::from(*b))).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read() {
        let map = CMap::parse(
            b"/WMode 1 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <7532> <0002> <D842DFB7> endbfchar\n\
              2 beginbfrange <0010> <0012> <3042> <0020> <0021> [<30A2> <00660069>] endbfrange\n\
              1 begincidrange <8140> <817E> 633 endcidrange",
            &Cell::new(1000),
        );
        assert_eq!(map.text(1), Some("甲"));
        assert_eq!(map.text(2), Some("𠮷"));
        assert_eq!(map.text(0x12), Some("い"));
        assert_eq!(map.text(0x21), Some("fi"));
        assert_eq!(map.cid(0x8141), Some(634));
        assert_eq!(map.cid(0x817F), None);
        assert!(map.vertical);
        assert_eq!(map.length(&[1, 2, 3]), 2);
    }
}
