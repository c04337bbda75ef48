//! An answer book on its way to another installation: a zip of three parts, signed.
//!
//! `manifest.json` says whose book it is, when it was made, by which key, and the digest of `book.json`; `signature` is an
//! Ed25519 signature over the bytes of the manifest. The package has one form only, so a changed byte anywhere is found,
//! also where no digest reaches.

use std::io::{Cursor, Read as _, Write as _};

use domain::Lang;
use jiff::Timestamp;
use ledger::{Digest, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::Book;

const FORMAT: &str = "sekimori-answer-book-1";
/// Largest package in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
const PARTS: [&str; 3] = ["manifest.json", "book.json", "signature"];

/// What is said of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// Whose book it is.
    pub organisation: String,
    /// Edition of the catalogue its answers belong to.
    pub edition: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Public key in PEM.
    pub key: String,
    /// SHA-256 of `book.json`.
    pub book: String,
}

/// A bundle that was read and found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What is said of it.
    pub manifest: Manifest,
    /// Short name of the key that signed it; compare it with what the sender tells you.
    pub key_id: String,
    /// The answers.
    pub book: Book,
}

/// Why a bundle is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// No bundle at all.
    #[error("this is no answer book bundle")]
    NoBundle,
    /// Too large.
    #[error("a bundle has at most {MAX_BYTES} bytes")]
    TooLarge,
    /// Signature or digest do not fit.
    #[error("the bundle was changed after it was signed; ask the sender for it again")]
    Altered,
}

impl BundleError {
    /// The sentence for people.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, error) => error.to_string(),
            (Lang::Ja, Self::NoBundle) => "回答帳のファイル（zip）ではありません".to_owned(),
            (Lang::Ja, Self::TooLarge) => format!("回答帳のファイルは{MAX_BYTES}バイトまでです"),
            (Lang::Ja, Self::Altered) => {
                "署名のあとで内容が変わっています。送った相手から受け取り直してください".to_owned()
            }
        }
    }
}

/// Packs and signs a book.
///
/// # Errors
/// What the encoder says.
pub fn write(book: &Book, (edition, made_at): (&str, Timestamp), key: &SigningKey) -> Result<Vec<u8>, String> {
    let body = serde_json::to_vec_pretty(book).map_err(|e| e.to_string())?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        organisation: book.organisation.clone(),
        edition: edition.to_owned(),
        made_at,
        key: key.verifying_key().to_pem().map_err(|e| e.to_string())?,
        book: Digest::of_bytes(&body).to_string(),
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(|e| e.to_string())?;
    let signature = key.sign_text(&manifest);
    pack([&manifest, &body, signature.as_bytes()]).map_err(|e| e.to_string())
}

fn pack(parts: [&[u8]; 3]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in PARTS.iter().zip(parts) {
        out.start_file(*name, options)?;
        out.write_all(bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

/// Reads a bundle and makes sure that it is as it was signed. Whether the key is that of the sender is for a person to say.
///
/// # Errors
/// [`BundleError`].
pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
    if bytes.len() > MAX_BYTES {
        return Err(BundleError::TooLarge);
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BundleError::NoBundle)?;
    let mut part = |name: &str| -> Result<Vec<u8>, BundleError> {
        let file = zip.by_name(name).map_err(|_| BundleError::NoBundle)?;
        let mut out = Vec::new();
        let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
        file.take(most).read_to_end(&mut out).map_err(|_| BundleError::Altered)?;
        Ok(out)
    };
    let [manifest, body, signature] = [part(PARTS[0])?, part(PARTS[1])?, part(PARTS[2])?];
    let about: Manifest = serde_json::from_slice(&manifest).map_err(|_| BundleError::NoBundle)?;
    if about.format != FORMAT {
        return Err(BundleError::NoBundle);
    }
    let key = VerifyingKey::from_pem(&about.key).map_err(|_| BundleError::Altered)?;
    let signed = std::str::from_utf8(&signature).is_ok_and(|text| key.verifies(&manifest, text));
    let whole = Digest::of_bytes(&body).to_string() == about.book;
    let same = pack([&manifest, &body, &signature]).is_ok_and(|packed| packed == bytes);
    if !(signed && whole && same) {
        return Err(BundleError::Altered);
    }
    let book: Book = serde_json::from_slice(&body).map_err(|_| BundleError::Altered)?;
    Ok(Bundle { key_id: key.id(), manifest: about, book })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, BookEntry, BookScope, Value};

    fn bundle() -> Vec<u8> {
        let mut book = Book { organisation: "株式会社サンプル".into(), entries: Vec::new() };
        book.put(BookEntry {
            measure: "CM-GV-01".parse().unwrap(),
            scope: BookScope::company(),
            answer: Answer::new(Value::Level(4)),
            answered_on: "2026-10-01".parse().unwrap(),
        });
        let key = SigningKey::from_seed(&[3; 32]);
        write(&book, ("2026-11", "2026-11-28T00:00:00Z".parse().unwrap()), &key).unwrap()
    }

    #[test]
    fn a_bundle_says_whose_it_is_and_how_old() {
        let read = read(&bundle()).unwrap();
        assert_eq!(read.manifest.organisation, "株式会社サンプル");
        assert_eq!(read.key_id, SigningKey::from_seed(&[3; 32]).verifying_key().id());
        assert_eq!(read.book.entries[0].answered_on.to_string(), "2026-10-01");
    }

    #[test]
    fn every_changed_byte_is_found() {
        let good = bundle();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x20;
            assert!(read(&bad).is_err(), "byte {at} of {}", good.len());
        }
        assert!(read(b"").is_err());
        assert!(read(&good[..good.len() - 1]).is_err());
    }
}
