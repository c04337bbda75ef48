//! Inputs and what is done to them.

use super::target::Target;

/// Largest part of an input; one in twenty may be four times as large.
const PART: usize = 24 << 10;

/// Parts of an archive by name, or one part without a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Input(pub(super) Vec<(String, Vec<u8>)>);

impl Input {
    /// One part.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(vec![(String::new(), bytes.to_vec())])
    }

    /// Its bytes.
    pub(super) fn first(&self) -> Vec<u8> {
        self.0.first().map(|(_, bytes)| bytes.clone()).unwrap_or_default()
    }
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub(super) struct Rng(u64);

impl Rng {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5EED)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another; 0 where there is none.
    pub(super) fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        self.next().checked_rem(most).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

/// An input of the corpus with some parts changed.
pub(super) fn changed(corpus: &[Input], target: Target, rng: &mut Rng) -> Input {
    let mut input = rng.pick(corpus).cloned().unwrap_or_default();
    let times = 1 + rng.below(3);
    for _ in 0..times {
        let at = rng.below(input.0.len());
        let other = rng.pick(corpus).and_then(|other| {
            let name = input.0.get(at).map(|(name, _)| name)?;
            other.0.iter().find(|(known, _)| known == name).or_else(|| other.0.first())
        });
        let other = other.map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
        let most = if rng.below(20) == 0 { PART * 4 } else { PART };
        let Some((_, bytes)) = input.0.get_mut(at) else { continue };
        let steps = 1 + rng.below(6);
        for _ in 0..steps {
            step(bytes, other, target.words(), rng);
        }
        bytes.truncate(most);
    }
    input
}

fn range(length: usize, rng: &mut Rng) -> std::ops::Range<usize> {
    let start = rng.below(length + 1);
    let most = if rng.below(4) == 0 { length } else { 48 };
    let end = (start + rng.below(most + 1)).min(length);
    start..end
}

fn insert(bytes: &mut Vec<u8>, piece: &[u8], rng: &mut Rng) {
    let at = rng.below(bytes.len() + 1);
    bytes.splice(at..at, piece.iter().copied());
}

/// One change.
fn step(bytes: &mut Vec<u8>, other: &[u8], words: &[&str], rng: &mut Rng) {
    let word = rng.pick(words).map(|word| word.as_bytes()).unwrap_or_default();
    let taken = range(bytes.len(), rng);
    let piece = bytes.get(taken.clone()).unwrap_or_default().to_vec();
    match rng.below(14) {
        0 => damage(bytes, rng),
        1..=3 => insert(bytes, word, rng),
        4 => {
            bytes.splice(taken, word.iter().copied());
        }
        5 => {
            bytes.drain(taken);
        }
        6 => insert(bytes, &piece, rng),
        7 => {
            let times = 1 + rng.below(300);
            let many = piece.repeat(times.min(PART / piece.len().max(1)));
            insert(bytes, &many, rng);
        }
        8 => {
            let times = 1 + rng.below(300);
            insert(bytes, &word.repeat(times), rng);
        }
        9 | 10 => {
            let from = range(other.len(), rng);
            insert(bytes, other.get(from).unwrap_or_default(), rng);
        }
        11 => {
            let from = range(other.len(), rng);
            bytes.splice(taken, other.get(from).unwrap_or_default().iter().copied());
        }
        12 => number(bytes, rng),
        _ => one_for_another(bytes, words, rng),
    }
}

/// One byte becomes another, or one bit does.
pub(super) fn damage(bytes: &mut [u8], rng: &mut Rng) {
    let at = rng.below(bytes.len());
    let with = rng.next().to_le_bytes()[0];
    if let Some(byte) = bytes.get_mut(at) {
        *byte = if rng.below(2) == 0 { with } else { *byte ^ (1 << (with % 8)) };
    }
}

const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "-1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "99999999999999999999",
    "1e308",
];

/// A number becomes one at the edge of what a machine can count.
fn number(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let from = rng.below(bytes.len());
    let Some(start) = bytes.iter().skip(from).position(u8::is_ascii_digit).map(|at| from + at) else { return };
    let length = bytes.iter().skip(start).take_while(|b| b.is_ascii_digit()).count();
    let with = rng.pick(&NUMBERS).copied().unwrap_or_default();
    bytes.splice(start..start + length, with.bytes());
}

/// One word becomes another.
fn one_for_another(bytes: &mut Vec<u8>, words: &[&str], rng: &mut Rng) {
    let (Some(word), Some(with)) = (rng.pick(words), rng.pick(words)) else { return };
    if let Some(at) = bytes.windows(word.len().max(1)).position(|window| window == word.as_bytes()) {
        bytes.splice(at..at + word.len(), with.bytes());
    }
}

/// An archive whose parts are stored as they are, so that what is within can be anything.
pub(super) fn zip(input: &Input) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    for (name, data) in &input.0 {
        let offset = small(out.len());
        let mut head = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        head.extend_from_slice(&crc32fast::hash(data).to_le_bytes());
        head.extend_from_slice(&small(data.len()));
        head.extend_from_slice(&small(data.len()));
        head.extend(small(name.len()).iter().take(2));
        head.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
        central.extend_from_slice(b"PK\x01\x02\x14\x00");
        central.extend_from_slice(&head);
        central.extend_from_slice(&[0; 10]);
        central.extend_from_slice(&offset);
        central.extend_from_slice(name.as_bytes());
    }
    let (start, size, count) = (small(out.len()), small(central.len()), small(input.0.len()));
    out.extend_from_slice(&central);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend(count.iter().take(2).chain(count.iter().take(2)).chain(&size).chain(&start));
    out.extend_from_slice(&[0, 0]);
    out
}
