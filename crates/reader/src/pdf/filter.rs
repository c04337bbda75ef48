//! Unpacking streams, within what is left of the limit.

use super::object::{Dict, Lexer, Token, Value, is_white};
use crate::bytes::{Inflated, inflate};

/// Why a stream has no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unpacking {
    /// More than the limit.
    TooMuch,
    /// A filter of pictures, or an unknown one.
    NotText,
}

/// Applies one filter.
pub(crate) fn apply(name: &[u8], data: &[u8], settings: Option<&Dict>, max: usize) -> Result<Vec<u8>, Unpacking> {
    let out = match name {
        b"FlateDecode" | b"Fl" => predicted(flate(data, max)?, settings),
        b"LZWDecode" | b"LZW" => {
            let early = settings.and_then(|s| s.get(b"EarlyChange")).and_then(Value::integer) != Some(0);
            predicted(lzw(data, usize::from(early), max)?, settings)
        }
        b"ASCIIHexDecode" | b"AHx" => hex(data),
        b"ASCII85Decode" | b"A85" => base85(data),
        b"RunLengthDecode" | b"RL" => run_length(data, max)?,
        b"Crypt" => data.to_vec(),
        _ => return Err(Unpacking::NotText),
    };
    if out.len() > max { Err(Unpacking::TooMuch) } else { Ok(out) }
}

fn flate(data: &[u8], max: usize) -> Result<Vec<u8>, Unpacking> {
    match inflate(data, true, max) {
        Inflated::Whole(out) => Ok(out),
        Inflated::TooMuch => Err(Unpacking::TooMuch),
        // some programs leave the header or the end away; what came out is better than nothing
        Inflated::Broken(out) if !out.is_empty() => Ok(out),
        Inflated::Broken(_) => match inflate(data.get(2..).unwrap_or_default(), false, max) {
            Inflated::Whole(out) | Inflated::Broken(out) => Ok(out),
            Inflated::TooMuch => Err(Unpacking::TooMuch),
        },
    }
}

fn hex(data: &[u8]) -> Vec<u8> {
    let mut text = vec![b'<'];
    text.extend_from_slice(data);
    match Lexer::new(&text, 0).next() {
        Some(Token::Value(Value::String(out))) => out,
        _ => Vec::new(),
    }
}

fn base85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::new();
    let flush = |group: &mut Vec<u32>, out: &mut Vec<u8>| {
        let count = group.len();
        if count > 1 {
            group.resize(5, 84);
            let value = group.iter().fold(0_u32, |sum, d| sum.wrapping_mul(85).wrapping_add(*d));
            out.extend(value.to_be_bytes().iter().take(count - 1));
        }
        group.clear();
    };
    for b in data.iter().copied().filter(|b| !is_white(*b)) {
        match b {
            b'~' => break,
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                group.push(u32::from(b - b'!'));
                if group.len() == 5 {
                    flush(&mut group, &mut out);
                }
            }
            _ => {}
        }
    }
    flush(&mut group, &mut out);
    out
}

fn run_length(data: &[u8], max: usize) -> Result<Vec<u8>, Unpacking> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        rest = after;
        match length {
            128 => break,
            0..128 => {
                let copied = rest.get(..length + 1).unwrap_or(rest);
                out.extend_from_slice(copied);
                rest = rest.get(copied.len()..).unwrap_or_default();
            }
            _ => {
                let Some((byte, after)) = rest.split_first() else { break };
                out.extend(std::iter::repeat_n(*byte, 257 - length));
                rest = after;
            }
        }
        if out.len() > max {
            return Err(Unpacking::TooMuch);
        }
    }
    Ok(out)
}

fn lzw(data: &[u8], early: usize, max: usize) -> Result<Vec<u8>, Unpacking> {
    // entry → (entry before it, last byte, length); the first 258 are bytes, clear and end
    let mut table: Vec<(usize, u8, usize)> = Vec::new();
    let mut out: Vec<u8> = Vec::new();
    let mut previous: Option<(usize, usize)> = None;
    let (mut bits, mut have, mut width) = (0_u32, 0_u32, 9_u32);
    for b in data {
        bits = (bits << 8) | u32::from(*b);
        have += 8;
        if have < width {
            continue;
        }
        have -= width;
        let code = (bits >> have) as usize & ((1 << width) - 1);
        bits &= (1 << have) - 1;
        match code {
            256 => {
                table.clear();
                width = 9;
                previous = None;
                continue;
            }
            257 => break,
            _ => {}
        }
        let start = out.len();
        let known = code < 256 || code - 258 < table.len();
        if code < 256 {
            out.extend(u8::try_from(code));
        } else if let Some((from, length)) = previous.filter(|_| !known) {
            let piece = out.get(from..from + length).unwrap_or_default().to_vec();
            out.extend_from_slice(&piece);
            out.extend(piece.first());
        } else if known {
            let (from, _, length) = table.get(code - 258).copied().unwrap_or_default();
            let piece = out.get(from..from + length).unwrap_or_default().to_vec();
            out.extend_from_slice(&piece);
        }
        if let Some((from, length)) = previous
            && table.len() < 4096 - 258
        {
            // an entry is what was written last and the byte after it
            table.push((from, 0, length + 1));
        }
        previous = Some((start, out.len() - start));
        width = match table.len() + 258 + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if out.len() > max {
            return Err(Unpacking::TooMuch);
        }
    }
    Ok(out)
}

/// Undoes PNG predictors, which streams of cross-references use.
fn predicted(data: Vec<u8>, settings: Option<&Dict>) -> Vec<u8> {
    let number = |key: &[u8]| settings.and_then(|s| s.get(key)).and_then(Value::size);
    if number(b"Predictor").unwrap_or(1) < 10 {
        return data;
    }
    let colors = number(b"Colors").unwrap_or(1).clamp(1, 32);
    let depth = number(b"BitsPerComponent").unwrap_or(8).clamp(1, 16);
    let columns = number(b"Columns").unwrap_or(1).clamp(1, 1 << 20);
    let step = (colors * depth).div_ceil(8);
    let width = (colors * depth * columns).div_ceil(8);
    let mut before = vec![0_u8; width];
    let mut out = Vec::with_capacity(data.len());
    for row in data.chunks(width + 1) {
        let Some((kind, packed)) = row.split_first() else { break };
        let mut line: Vec<u8> = Vec::with_capacity(width);
        for (at, byte) in packed.iter().enumerate() {
            let left = at.checked_sub(step).and_then(|i| line.get(i)).copied().unwrap_or(0);
            let up = before.get(at).copied().unwrap_or(0);
            let corner = at.checked_sub(step).and_then(|i| before.get(i)).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            line.push(byte.wrapping_add(guess));
        }
        out.extend_from_slice(&line);
        line.resize(width, 0);
        before = line;
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(up), i32::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(name: &str, data: &[u8]) -> Vec<u8> {
        apply(name.as_bytes(), data, None, 1000).unwrap()
    }

    #[test]
    fn filters_give_back_what_was_packed() {
        assert_eq!(plain("ASCIIHexDecode", b"48 65 6C6c 6f>"), b"Hello");
        assert_eq!(plain("ASCII85Decode", b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(plain("RunLengthDecode", &[2, b'a', b'b', b'c', 254, b'x', 128, 9]), b"abcxxx");
        // the example of the PDF reference
        assert_eq!(
            plain("LZWDecode", &[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
        assert_eq!(apply(b"DCTDecode", b"", None, 10), Err(Unpacking::NotText));
        assert_eq!(apply(b"RunLengthDecode", &[129, b'x'].repeat(100), None, 1000), Err(Unpacking::TooMuch));
    }

    #[test]
    fn predictors_are_undone() {
        let settings =
            Dict(vec![(b"Predictor".to_vec(), Value::Number(12.0)), (b"Columns".to_vec(), Value::Number(3.0))]);
        assert_eq!(predicted(vec![2, 1, 2, 3, 2, 1, 1, 1], Some(&settings)), [1, 2, 3, 2, 3, 4]);
    }
}
