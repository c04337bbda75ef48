//! Files that open without a password although they are encrypted: their owner only forbids printing or the like.

use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt as _, BlockSizeUser, KeyInit as _, consts::U16};
use md5::{Digest as _, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::object::{Dict, Value};

/// What fills up a password that is too short (PDF 32000-1, 7.6.3.3).
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00,
    0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
const BLOCK: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// How streams and strings are decrypted.
#[derive(Debug)]
pub(crate) struct Crypt {
    key: Vec<u8>,
    streams: Method,
    strings: Method,
}

impl Crypt {
    /// Tries to open with the empty password; `None` when a password is needed or the method is not known.
    pub(crate) fn open(settings: &Dict, id: &[u8]) -> Option<Self> {
        let integer = |key: &[u8]| settings.get(key).and_then(Value::integer);
        if settings.get(b"Filter").and_then(Value::name) != Some(b"Standard") {
            return None;
        }
        let (version, revision) = (integer(b"V")?, integer(b"R")?);
        let length = match version {
            1 => 5,
            2 => usize::try_from(integer(b"Length").unwrap_or(40)).ok()? / 8,
            _ => 16,
        };
        let method = |key: &[u8]| match version {
            1 | 2 => Some(Method::Rc4),
            4 | 5 => filter(settings, settings.get(key).and_then(Value::name).unwrap_or(b"Identity")),
            _ => None,
        };
        let (streams, strings) = (method(b"StmF")?, method(b"StrF")?);
        let key = if revision >= 5 {
            modern_key(settings, revision)?
        } else {
            legacy_key(settings, id, revision, length.clamp(5, 16))?
        };
        Some(Self { key, streams, strings })
    }

    /// Decrypts a stream.
    pub(crate) fn stream(&self, number: u32, data: &[u8]) -> Vec<u8> {
        self.decrypt(self.streams, number, data)
    }

    /// Decrypts a string.
    pub(crate) fn string(&self, number: u32, data: &[u8]) -> Vec<u8> {
        self.decrypt(self.strings, number, data)
    }

    fn decrypt(&self, method: Method, number: u32, data: &[u8]) -> Vec<u8> {
        match method {
            Method::None => data.to_vec(),
            Method::Rc4 => rc4(&self.object_key(number, b""), data),
            Method::Aes128 => aes128(&self.object_key(number, b"sAlT"), data),
            Method::Aes256 => aes256(&self.key, data),
        }
    }

    /// Generations other than 0 do not occur in files of programs that encrypt.
    fn object_key(&self, number: u32, salt: &[u8]) -> Vec<u8> {
        let mut md5 = Md5::new();
        md5.update(&self.key);
        md5.update(number.to_le_bytes().get(..3).unwrap_or_default());
        md5.update([0, 0]);
        md5.update(salt);
        let mut key = md5.finalize().to_vec();
        key.truncate((self.key.len() + 5).min(BLOCK));
        key
    }
}

fn filter(settings: &Dict, name: &[u8]) -> Option<Method> {
    if name == b"Identity" {
        return Some(Method::None);
    }
    let filter = settings.get(b"CF")?.dict()?.get(name)?.dict()?;
    match filter.get(b"CFM").and_then(Value::name)? {
        b"None" => Some(Method::None),
        b"V2" => Some(Method::Rc4),
        b"AESV2" => Some(Method::Aes128),
        b"AESV3" => Some(Method::Aes256),
        _ => None,
    }
}

/// Key of revisions 2 to 4, if the empty password is right.
fn legacy_key(settings: &Dict, id: &[u8], revision: i64, length: usize) -> Option<Vec<u8>> {
    let owner = settings.get(b"O")?.string()?.get(..32)?;
    let user = settings.get(b"U")?.string()?;
    let permissions = settings.get(b"P")?.integer()?;
    let mut md5 = Md5::new();
    md5.update(PADDING);
    md5.update(owner);
    #[expect(clippy::cast_possible_truncation, reason = "the lower 32 bits are what is hashed")]
    md5.update((permissions as i32).to_le_bytes());
    md5.update(id);
    let plain = settings.get(b"EncryptMetadata") == Some(&Value::Bool(false));
    if revision >= 4 && plain {
        md5.update([0xFF; 4]);
    }
    let mut key = md5.finalize().to_vec();
    key.truncate(length);
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(&key).to_vec();
            key.truncate(length);
        }
    }
    if revision == 2 {
        return (rc4(&key, &PADDING) == user.get(..32)?).then_some(key);
    }
    let mut md5 = Md5::new();
    md5.update(PADDING);
    md5.update(id);
    let mut check = md5.finalize().to_vec();
    for round in 0..20_u8 {
        let turned: Vec<u8> = key.iter().map(|b| b ^ round).collect();
        check = rc4(&turned, &check);
    }
    (check.get(..16)? == user.get(..16)?).then_some(key)
}

/// Key of revisions 5 and 6, if the empty password is right.
fn modern_key(settings: &Dict, revision: i64) -> Option<Vec<u8>> {
    let user = settings.get(b"U")?.string()?;
    let sealed = settings.get(b"UE")?.string()?.get(..32)?;
    let (hash, check, salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    let digest = |salt: &[u8]| if revision >= 6 { hardened(salt) } else { Some(Sha256::digest(salt).to_vec()) };
    if digest(check)? != hash {
        return None;
    }
    cbc(&aes::Aes256::new_from_slice(&digest(salt)?).ok()?, [0; BLOCK], sealed)
}

/// The slow hash of revision 6 for the empty password (ISO 32000-2, 7.6.4.3.4).
fn hardened(salt: &[u8]) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0_u32.. {
        let mut data = key.repeat(64);
        let cipher = aes::Aes128::new_from_slice(key.get(..16)?).ok()?;
        let mut last: [u8; BLOCK] = key.get(16..32)?.try_into().ok()?;
        for chunk in data.chunks_exact_mut(BLOCK) {
            for (byte, before) in chunk.iter_mut().zip(last) {
                *byte ^= before;
            }
            let mut block = aes::Block::try_from(&*chunk).ok()?;
            cipher.encrypt_block(&mut block);
            chunk.copy_from_slice(&block);
            last = block.into();
        }
        let sum: u32 = data.iter().take(16).map(|b| u32::from(*b)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        if round >= 63 && u32::from(*data.last()?) <= round.saturating_sub(31) {
            break;
        }
        // the loop ends after some 70 rounds; a file cannot make it longer than 256 + 32
        if round > 300 {
            return None;
        }
    }
    key.truncate(32);
    Some(key)
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let at = |state: &[u8], i: u8| state.get(usize::from(i)).copied().unwrap_or_default();
    let mut j = 0_u8;
    for (i, k) in (0_u8..=255).zip(key.iter().cycle()) {
        j = j.wrapping_add(at(&state, i)).wrapping_add(*k);
        state.swap(usize::from(i), usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let turned = data.iter().map(|byte| {
        i = i.wrapping_add(1);
        j = j.wrapping_add(at(&state, i));
        state.swap(usize::from(i), usize::from(j));
        byte ^ at(&state, at(&state, i).wrapping_add(at(&state, j)))
    });
    turned.collect()
}

fn aes128(key: &[u8], data: &[u8]) -> Vec<u8> {
    aes::Aes128::new_from_slice(key).ok().and_then(|cipher| unsealed(&cipher, data)).unwrap_or_default()
}

fn aes256(key: &[u8], data: &[u8]) -> Vec<u8> {
    aes::Aes256::new_from_slice(key).ok().and_then(|cipher| unsealed(&cipher, data)).unwrap_or_default()
}

/// Data that begin with their initial block and end with padding.
fn unsealed<C: BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>>(cipher: &C, data: &[u8]) -> Option<Vec<u8>> {
    let (first, rest) = data.split_at_checked(BLOCK)?;
    let mut out = cbc(cipher, first.try_into().ok()?, rest)?;
    let padding = usize::from(out.last().copied().unwrap_or(0));
    if (1..=BLOCK).contains(&padding) {
        out.truncate(out.len().saturating_sub(padding));
    }
    Some(out)
}

fn cbc<C: BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>>(
    cipher: &C,
    mut before: [u8; BLOCK],
    data: &[u8],
) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    for chunk in data.chunks_exact(BLOCK) {
        let mut block = aes::Block::try_from(chunk).ok()?;
        cipher.decrypt_block(&mut block);
        out.extend(block.iter().zip(before).map(|(byte, b)| byte ^ b));
        before = chunk.try_into().ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_turns_text_as_the_published_example_does() {
        assert_eq!(rc4(b"Key", b"Plaintext"), [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]);
    }
}
