//! Fonts, as far as they tell which characters were shown and how wide they are.

use std::{collections::HashMap, sync::LazyLock};

use encoding_rs::{EUC_JP, Encoding, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

use super::{
    cmap::{CMap, code},
    file::File,
    names,
    object::{Dict, Value},
};

/// Width of a character whose font does not say, in thousandths of the size.
const WIDTH: f64 = 1000.0;

/// How the codes of a font are to be read.
#[derive(Debug, Clone)]
enum Coding {
    /// One byte a code, and the characters they stand for.
    Bytes(Box<[Option<char>; 256]>),
    /// Two bytes a code, which are CIDs.
    Identity,
    /// A map that came with the file.
    Mapped(Box<CMap>),
    /// A Japanese encoding.
    Legacy(&'static Encoding),
    /// Bare JIS codes in two bytes.
    Jis,
    /// UTF-16.
    Utf16,
}

/// A font of a page.
#[derive(Debug, Clone)]
pub(crate) struct Font {
    coding: Coding,
    to_unicode: Option<CMap>,
    /// CIDs are those of Adobe-Japan1.
    japanese: bool,
    widths: HashMap<u32, f64>,
    default_width: f64,
    pub(crate) vertical: bool,
}

/// One code of a string that was shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Characters; `None` when they are not known.
    pub(crate) text: Option<String>,
    /// In thousandths of the size.
    pub(crate) width: f64,
    /// A single byte 32, which word spacing widens.
    pub(crate) is_space: bool,
}

/// CID → characters.
static JAPAN1: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("japan1.txt").lines().filter(|line| !line.starts_with("# CIDs"));
    lines.flat_map(|line| line.split('␟')).collect()
});

impl Font {
    /// Reads a font.
    pub(crate) fn read(file: &File<'_>, dict: &Dict) -> Self {
        let to_unicode = file
            .stream_at(dict.get(b"ToUnicode"))
            .and_then(|stream| file.unpack(&stream).ok())
            .map(|data| CMap::parse(&data, file.work()));
        if file.get(dict, b"Subtype").and_then(Value::name) == Some(b"Type0") {
            return Self::composite(file, dict, to_unicode);
        }
        let scale = if file.get(dict, b"Subtype").and_then(Value::name) == Some(b"Type3") {
            let matrix = file.get(dict, b"FontMatrix").and_then(Value::array);
            matrix.and_then(|m| m.first()?.number()).map_or(1.0, |a| a.abs() * 1000.0)
        } else {
            1.0
        };
        let first = file.get(dict, b"FirstChar").and_then(Value::size).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let list = file.get(dict, b"Widths").and_then(Value::array).unwrap_or_default();
        let number = |value: &Value| file.follow(Some(value)).and_then(Value::number);
        let widths = (first..).zip(list).take(256).filter_map(|(code, w)| Some((code, number(w)? * scale))).collect();
        Self {
            coding: Coding::Bytes(simple(file, dict)),
            to_unicode,
            japanese: false,
            widths,
            default_width: 500.0,
            vertical: false,
        }
    }

    fn composite(file: &File<'_>, dict: &Dict, to_unicode: Option<CMap>) -> Self {
        let descendants = file.get(dict, b"DescendantFonts").and_then(Value::array).unwrap_or_default();
        let inner = file.follow(descendants.first()).and_then(Value::dict);
        let info = inner.and_then(|inner| file.dict(inner, b"CIDSystemInfo"));
        let ordering = info.and_then(|info| file.get(info, b"Ordering")).and_then(Value::string);
        let name = file.get(dict, b"Encoding").and_then(Value::name);
        let (coding, vertical) = match name {
            Some(name) => (named(name), name.ends_with(b"-V") || name == b"V"),
            None => {
                let stream = file.stream_at(dict.get(b"Encoding"));
                let map =
                    stream.and_then(|stream| file.unpack(&stream).ok()).map(|data| CMap::parse(&data, file.work()));
                let vertical = map.as_ref().is_some_and(|map| map.vertical);
                (map.map_or(Coding::Identity, |map| Coding::Mapped(Box::new(map))), vertical)
            }
        };
        let mut font = Self {
            coding,
            to_unicode,
            japanese: ordering.is_some_and(|o| o.starts_with(b"Japan1")),
            widths: HashMap::new(),
            default_width: WIDTH,
            vertical,
        };
        if let Some(inner) = inner {
            font.default_width = file.get(inner, b"DW").and_then(Value::number).unwrap_or(WIDTH);
            font.cid_widths(file, file.get(inner, b"W").and_then(Value::array).unwrap_or_default());
        }
        font
    }

    /// `[first [w w w] first last w …]`
    fn cid_widths(&mut self, file: &File<'_>, list: &[Value]) {
        let mut items = list.iter().filter_map(|item| file.follow(Some(item)));
        while let Some(first) = items.next() {
            let Some(first) = first.size().and_then(|n| u32::try_from(n).ok()) else { continue };
            match items.next() {
                Some(Value::Array(widths)) => {
                    // many entries may refer to one long list
                    let Some(left) = file.work().get().checked_sub(widths.len()) else { return };
                    file.work().set(left);
                    let widths = widths.iter().filter_map(|w| file.follow(Some(w)).and_then(Value::number));
                    self.widths.extend((first..).zip(widths).take(65_536));
                }
                Some(last) => {
                    let last = last.size().and_then(|n| u32::try_from(n).ok()).unwrap_or(first).min(65_535);
                    let width = items.next().and_then(Value::number).unwrap_or(WIDTH);
                    let cost = last.saturating_sub(first) as usize;
                    let Some(left) = file.work().get().checked_sub(cost) else { return };
                    file.work().set(left);
                    self.widths.extend((first..=last).map(|cid| (cid, width)));
                }
                None => return,
            }
        }
    }

    /// The codes of a string, one after the other: all together may be more than the limits allow.
    pub(crate) fn shown<'s>(&'s self, bytes: &'s [u8]) -> impl Iterator<Item = Shown> + 's {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let length = self.code_length(rest).clamp(1, rest.len());
            let (taken, after) = rest.split_at(length);
            rest = after;
            Some(self.one(taken))
        })
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or_default();
        match &self.coding {
            Coding::Bytes(_) => 1,
            Coding::Identity | Coding::Jis => 2,
            Coding::Utf16 if (0xD8..=0xDB).contains(&first) => 4,
            Coding::Utf16 => 2,
            Coding::Mapped(map) => map.length(bytes),
            Coding::Legacy(encoding) if *encoding == SHIFT_JIS => {
                if matches!(first, 0x81..=0x9F | 0xE0..=0xFC) {
                    2
                } else {
                    1
                }
            }
            Coding::Legacy(_) => match first {
                0x8F => 3,
                0x8E | 0xA1..=0xFE => 2,
                _ => 1,
            },
        }
    }

    fn one(&self, bytes: &[u8]) -> Shown {
        let at = code(bytes);
        let cid = match &self.coding {
            Coding::Bytes(_) | Coding::Identity => Some(at),
            Coding::Mapped(map) => map.cid(at),
            Coding::Legacy(_) | Coding::Jis | Coding::Utf16 => None,
        };
        let mapped = self.to_unicode.as_ref().and_then(|map| map.text(at)).map(str::to_owned);
        let text = mapped.or_else(|| self.characters(bytes, at, cid));
        let width = match cid {
            Some(cid) => self.widths.get(&cid).copied().unwrap_or(self.default_width),
            // the widths go by CIDs, which are not known here: half for what is half wide
            None if bytes.len() == 1 || text.as_deref().is_some_and(is_narrow) => WIDTH / 2.0,
            None => WIDTH,
        };
        Shown { text, width, is_space: matches!(bytes, [32]) }
    }

    fn characters(&self, bytes: &[u8], at: u32, cid: Option<u32>) -> Option<String> {
        match &self.coding {
            Coding::Bytes(table) => table.get(at as usize).copied().flatten().map(String::from),
            Coding::Identity | Coding::Mapped(_) if self.japanese => {
                JAPAN1.get(cid? as usize).filter(|text| **text != "\u{FFFD}").map(|text| (*text).to_owned())
            }
            Coding::Identity | Coding::Mapped(_) => None,
            Coding::Legacy(encoding) => decode(encoding, bytes),
            Coding::Jis => {
                let high: Vec<u8> = bytes.iter().map(|b| b | 0x80).collect();
                decode(EUC_JP, &high)
            }
            Coding::Utf16 => decode(encoding_rs::UTF_16BE, bytes),
        }
    }
}

fn is_narrow(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || ('\u{FF61}'..='\u{FF9F}').contains(&c))
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// A map that every reader of PDFs has to know by its name.
fn named(name: &[u8]) -> Coding {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    if name.starts_with(b"Identity") {
        Coding::Identity
    } else if has(b"UCS2") || has(b"UTF16") {
        Coding::Utf16
    } else if has(b"RKSJ") {
        Coding::Legacy(SHIFT_JIS)
    } else if has(b"EUC") {
        Coding::Legacy(EUC_JP)
    } else if matches!(name, b"H" | b"V" | b"Ext-H" | b"Ext-V" | b"78-H" | b"78-V") {
        Coding::Jis
    } else {
        Coding::Identity
    }
}

/// What the bytes of a simple font stand for.
fn simple(file: &File<'_>, dict: &Dict) -> Box<[Option<char>; 256]> {
    let encoding = file.get(dict, b"Encoding");
    let base = match encoding {
        Some(Value::Name(name)) => Some(name.as_slice()),
        Some(Value::Dict(own)) => file.get(own, b"BaseEncoding").and_then(Value::name),
        _ => None,
    };
    let charset = if base == Some(b"MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let mut table: Box<[Option<char>; 256]> = Box::new([None; 256]);
    for (byte, slot) in (0_u8..=255).zip(table.iter_mut()) {
        let text = charset.decode_without_bom_handling(&[byte]).0.into_owned();
        *slot = text.chars().next().filter(|c| !c.is_control());
    }
    let own = encoding.and_then(Value::dict);
    let differences = own.and_then(|own| file.get(own, b"Differences")).and_then(Value::array).unwrap_or_default();
    let mut at = 0_usize;
    // 256 names, and a number before each at most; many fonts may refer to one long list
    for item in differences.iter().take(512) {
        match file.follow(Some(item)) {
            Some(Value::Name(name)) => {
                if let Some(slot) = table.get_mut(at) {
                    *slot = names::character(name);
                }
                at += 1;
            }
            Some(value) => at = value.size().unwrap_or(256),
            None => {}
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cids_of_japanese_fonts_are_known() {
        assert_eq!(JAPAN1.len(), 23_060);
        let at = |cid: usize| JAPAN1[cid];
        assert_eq!((at(1), at(17), at(231), at(633), at(843), at(7555)), (" ", "0", " ", "\u{3000}", "あ", "①"));
    }

    #[test]
    fn maps_are_known_by_name() {
        assert!(matches!(named(b"90ms-RKSJ-H"), Coding::Legacy(e) if e == SHIFT_JIS));
        assert!(matches!(named(b"UniJIS-UTF16-H"), Coding::Utf16));
        assert!(matches!(named(b"EUC-V"), Coding::Legacy(e) if e == EUC_JP));
        assert!(matches!(named(b"H"), Coding::Jis));
        assert!(matches!(named(b"Identity-V"), Coding::Identity));
    }
}
