//! Which encoding a text is in, told by how much of it reads as Japanese.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// A text and how it was decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Name for people.
    pub(crate) name: &'static str,
    /// Characters that could not be read.
    pub(crate) bad: u32,
}

/// Decodes a text; `None` when the bytes are no text in any encoding tried.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let name = if encoding == encoding_rs::UTF_8 { "UTF-8" } else { "UTF-16" };
        return accept(with(encoding, bytes.get(skip..).unwrap_or_default(), name));
    }
    if let Some(wide) = utf16(bytes) {
        return Some(wide);
    }
    if bytes.is_ascii() {
        let (escaped, name) =
            if has_jis_escape(bytes) { (ISO_2022_JP, "ISO-2022-JP") } else { (encoding_rs::UTF_8, "UTF-8") };
        return accept(with(escaped, bytes, name));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return accept(Decoded { text: text.to_owned(), name: "UTF-8", bad: 0 });
    }
    let mut tried =
        [with(SHIFT_JIS, bytes, "Shift_JIS"), with(EUC_JP, bytes, "EUC-JP"), with(encoding_rs::UTF_8, bytes, "UTF-8")];
    tried.sort_by_key(|decoded| std::cmp::Reverse(score(decoded)));
    let [best, ..] = tried;
    accept(best)
}

fn with(encoding: &'static Encoding, bytes: &[u8], name: &'static str) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let bad = u32::try_from(text.chars().filter(|c| *c == '\u{FFFD}').count()).unwrap_or(u32::MAX);
    Decoded { text: text.into_owned(), name, bad }
}

/// Text, not bytes of something else: hardly any control characters, few unreadable ones.
fn accept(decoded: Decoded) -> Option<Decoded> {
    let count = decoded.text.chars().count().max(1);
    let odd = decoded.text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}'));
    let odd = odd.count();
    let bad = decoded.bad as usize;
    (odd * 50 <= count && bad * 20 <= count).then_some(decoded)
}

/// How much the text looks like Japanese. Unreadable characters weigh most.
fn score(decoded: &Decoded) -> i64 {
    decoded
        .text
        .chars()
        .map(|c| match c {
            '\u{FFFD}' => -30,
            // hiragana, katakana, ideographic space and punctuation
            '\u{3000}'..='\u{30FF}' => 3,
            '\u{4E00}'..='\u{9FFF}' => 1,
            // full-width forms and common symbols
            '\u{FF01}'..='\u{FF5E}' => 1,
            // half-width katakana: what EUC turns into when read as Shift_JIS
            '\u{FF61}'..='\u{FF9F}' => -2,
            '\u{E000}'..='\u{F8FF}' => -10,
            '\t' | '\n' | '\r' => 0,
            c if c.is_control() => -10,
            _ => 0,
        })
        .sum()
}

fn has_jis_escape(bytes: &[u8]) -> bool {
    [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I"]
        .iter()
        .any(|escape| crate::bytes::find(bytes, escape, 0).is_some())
}

/// UTF-16 without a mark: line ends, spaces and digits have a zero byte, and the right order of bytes reads as text.
fn utf16(bytes: &[u8]) -> Option<Decoded> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let plausible = |decoded: &Decoded| -> usize {
        let worth = |c: char| match c {
            ' '..='~' | '\n' | '\r' | '\t' | '\u{3000}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}' => 2,
            '\u{4E00}'..='\u{9FFF}' => 1,
            _ => 0,
        };
        decoded.text.chars().map(worth).sum()
    };
    let (little, big) = (with(UTF_16LE, bytes, "UTF-16"), with(UTF_16BE, bytes, "UTF-16"));
    let best = if plausible(&little) >= plausible(&big) { little } else { big };
    let enough = plausible(&best) >= best.text.chars().count();
    if best.bad == 0 && enough { accept(best) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "業務委託契約書\n\n第１条（目的）\n　甲及び乙は、本契約を締結する。㈱①髙\n";

    fn encoded(encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(CONTRACT).0.into_owned()
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        let wide: Vec<u16> = CONTRACT.encode_utf16().collect();
        let le: Vec<u8> = wide.iter().flat_map(|u| u.to_le_bytes()).collect();
        let be: Vec<u8> = wide.iter().flat_map(|u| u.to_be_bytes()).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let cases = [
            (CONTRACT.as_bytes().to_vec(), "UTF-8"),
            (marked(b"\xEF\xBB\xBF", CONTRACT.as_bytes()), "UTF-8"),
            (le.clone(), "UTF-16"),
            (be.clone(), "UTF-16"),
            (marked(b"\xFF\xFE", &le), "UTF-16"),
            (marked(b"\xFE\xFF", &be), "UTF-16"),
            (encoded(SHIFT_JIS), "Shift_JIS"),
        ];
        for (bytes, name) in cases {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.name, decoded.text.as_str(), decoded.bad), (name, CONTRACT, 0));
        }
    }

    #[test]
    fn the_unix_and_mail_encodings_are_read() {
        let plain = "秘密保持契約書\n第一条　甲は乙に対し秘密情報を開示する。\n";
        for (encoding, name) in [(EUC_JP, "EUC-JP"), (ISO_2022_JP, "ISO-2022-JP")] {
            let bytes = encoding.encode(plain).0;
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.name, decoded.text.as_str()), (name, plain));
        }
    }

    #[test]
    fn one_broken_character_does_not_spoil_the_rest() {
        let mut bytes = encoded(SHIFT_JIS);
        bytes.extend_from_slice(&[0x81, b'\n']);
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.name, decoded.bad), ("Shift_JIS", 1));
    }

    #[test]
    fn bytes_of_something_else_are_no_text() {
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise).is_none());
    }
}
