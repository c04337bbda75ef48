//! Reading numbers out of bytes that may end anywhere.

/// Little-endian 16-bit number at an offset.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(part.try_into().ok()?))
}

/// Little-endian 32-bit number at an offset.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(part.try_into().ok()?))
}

/// Little-endian 64-bit number at an offset.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(part.try_into().ok()?))
}

/// First place of a pattern at or after an offset.
pub(crate) fn find(bytes: &[u8], pattern: &[u8], from: usize) -> Option<usize> {
    let first = *pattern.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == first)?;
        if bytes.get(at..)?.starts_with(pattern) {
            return Some(at);
        }
        at += 1;
    }
}

/// Last place of a pattern that begins before an offset.
pub(crate) fn rfind(bytes: &[u8], pattern: &[u8], before: usize) -> Option<usize> {
    let head = bytes.get(..before.saturating_add(pattern.len()).saturating_sub(1).min(bytes.len()))?;
    head.windows(pattern.len().max(1)).rposition(|window| window == pattern)
}

/// Unpacks a deflate stream up to a number of bytes. `Err` holds what came out before the stream broke.
pub(crate) fn inflate(packed: &[u8], zlib: bool, max: usize) -> Inflated {
    let mut inflater = flate2::Decompress::new(zlib);
    let mut out = Vec::new();
    let mut chunk = vec![0_u8; 64 << 10];
    loop {
        let read = usize::try_from(inflater.total_in()).unwrap_or(usize::MAX);
        let before = inflater.total_out();
        let rest = packed.get(read..).unwrap_or_default();
        let status = inflater.decompress(rest, &mut chunk, flate2::FlushDecompress::None);
        let made = usize::try_from(inflater.total_out() - before).unwrap_or(0);
        if out.len().saturating_add(made) > max {
            return Inflated::TooMuch;
        }
        out.extend_from_slice(chunk.get(..made).unwrap_or_default());
        match status {
            Ok(flate2::Status::StreamEnd) => return Inflated::Whole(out),
            Ok(_) if made > 0 || inflater.total_in() > read as u64 => {}
            Ok(_) | Err(_) => return Inflated::Broken(out),
        }
    }
}

/// What came out of [`inflate`].
pub(crate) enum Inflated {
    /// Everything.
    Whole(Vec<u8>),
    /// The stream broke off; this came before.
    Broken(Vec<u8>),
    /// More than the bound.
    TooMuch,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_from_both_ends() {
        let bytes = b"abcabcab";
        assert_eq!(find(bytes, b"ca", 0), Some(2));
        assert_eq!(find(bytes, b"ca", 3), Some(5));
        assert_eq!(find(bytes, b"cc", 0), None);
        assert_eq!(find(bytes, b"b", 99), None);
        assert_eq!(rfind(bytes, b"ab", bytes.len()), Some(6));
        assert_eq!(rfind(bytes, b"ab", 6), Some(3));
        assert_eq!(rfind(b"", b"ab", 0), None);
    }
}
