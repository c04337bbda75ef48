//! The signed bundle: a book, or the part of it a client may have, to carry between installations.
//!
//! A zip file (see `container`) with, in this order:
//!
//! | entry | content |
//! |---|---|
//! | `manifest.json` | [`Manifest`]: whose, which measures, made when, good until when, for whom, every other entry with length and SHA-256, the public key |
//! | `answers.json` | the book |
//! | `evidence/ID` | files of proofs, where they are handed over |
//! | `signature.txt` | what is signed and the signature |
//!
//! Both JSON texts are canonical (see [`ledger::canonical_json`]). `signature.txt`:
//!
//! ```text
//! sekimori-answers-v1
//! manifest: SHA-256 of manifest.json in hexadecimal
//! key: first 16 hexadecimal digits of the SHA-256 of the public key
//! signature: Ed25519 signature (RFC 8032) in base64 of the three lines above, each with its line feed
//! ```

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use ledger::{Digest, SigningKey, VerifyingKey, canonical_json};
use serde::{Deserialize, Serialize};

use crate::{
    AnswerBook, BookProblem, BundleError,
    container::{self, shown},
    entry::is_id,
};

const FORM: &str = "sekimori-answers";
const VERSION: u64 = 1;
const SIGNED: &str = "sekimori-answers-v1";
const MANIFEST: &str = "manifest.json";
const ANSWERS: &str = "answers.json";
const SIGNATURE: &str = "signature.txt";
const EVIDENCE: &str = "evidence/";
/// Longest manifest, in bytes.
const MANIFEST_BYTES: usize = 1024 * 1024;

/// An entry the manifest vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestEntry {
    /// Its name in the zip.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Digest,
}

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    form: String,
    version: u64,
    /// Whose answers.
    pub organisation: String,
    /// The question set: the common measures.
    pub set: String,
    /// Its edition.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edition: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Last day it is good.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub valid_until: Option<Date>,
    /// The client it was made for; `None`: the contractor's own whole book.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client: Option<String>,
    /// How many answers.
    pub answers: u64,
    /// Every other entry but the signature.
    pub entries: Vec<ManifestEntry>,
    /// The public key, PEM.
    pub public_key: String,
}

/// How a bundle is to be made.
#[derive(Debug, Clone)]
pub struct Sealing {
    /// The client it is for; only what it has consent for goes in.
    pub client: Option<String>,
    /// When it is made.
    pub made_at: Timestamp,
    /// The same as a day, which consents are judged by.
    pub today: Date,
    /// Last day it is to be good.
    pub valid_until: Option<Date>,
    /// Files of proofs by id; for a client only those go in that its consents allow ([`AnswerBook::handed`]).
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A bundle that is what was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The answers.
    pub book: AnswerBook,
    /// Files of proofs by id.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Short name of the key it was signed with.
    pub key_id: String,
}

impl Bundle {
    /// Makes the bytes of a bundle. The same book, sealing and key give the same bytes.
    ///
    /// # Errors
    /// [`BundleError::Empty`] where nothing may be given, [`BundleError::Changed`] where a file is not the one the book
    /// knows by its digest, [`BundleError::TooLarge`].
    pub fn seal(book: &AnswerBook, sealing: &Sealing, key: &SigningKey) -> Result<Vec<u8>, BundleError> {
        let handed = sealing.client.as_ref().map(|client| book.handed(client, sealing.today));
        let mut book = match &sealing.client {
            None => book.clone(),
            Some(client) => book.clipped(client, sealing.today),
        };
        if book.answers().is_empty() {
            return Err(BundleError::Empty);
        }
        let mut entries = Vec::new();
        for (id, bytes) in &sealing.files {
            let Some(proof) = book.proof(id) else { continue };
            if handed.as_ref().is_some_and(|handed| !handed.contains(id.as_str())) {
                continue;
            }
            let digest = Digest::of_bytes(bytes);
            if proof.sha256.is_some_and(|known| known != digest) {
                return Err(BundleError::Changed { entry: shown(proof.file.as_deref().unwrap_or(id)) });
            }
            book = book.with_digest(id, digest);
            entries.push((format!("{EVIDENCE}{id}"), bytes.clone()));
        }
        entries.insert(0, (ANSWERS.to_owned(), canonical(&book)?));
        let manifest = manifest(&book, sealing, &entries, key)?;
        let manifest = canonical(&manifest)?;
        let signed = statement(&Digest::of_bytes(&manifest), &key.verifying_key().id());
        let signature = format!("{SIGNED}\n{signed}signature: {}\n", key.sign_text(SIGNED, &signed));
        entries.insert(0, (MANIFEST.to_owned(), manifest));
        entries.push((SIGNATURE.to_owned(), signature.into_bytes()));
        container::write(&entries)
    }

    /// Whether bytes look like a zip file, and so like a bundle rather than a book.
    #[must_use]
    pub fn is_zip(bytes: &[u8]) -> bool {
        bytes.starts_with(b"PK")
    }

    /// Opens a bundle that is byte for byte what was signed; with `expected` by that key, otherwise by the key inside,
    /// whose short name a person has to compare with what the contractor told them.
    ///
    /// # Errors
    /// The first thing that is not as it was signed, by name.
    pub fn open(bytes: &[u8], expected: Option<&VerifyingKey>) -> Result<Self, BundleError> {
        let entries = container::read(bytes, belongs)?;
        let find = |name: &str| entries.iter().find(|(n, _)| *n == name).map(|(_, data)| *data);
        let present = |name: &str| find(name).ok_or_else(|| BundleError::Removed { entry: name.to_owned() });
        let (text, signature) = (present(MANIFEST)?, present(SIGNATURE)?);
        let key_id = signed(text, signature, expected)?;
        let manifest: Manifest =
            serde_json::from_slice(text).map_err(|_| BundleError::Changed { entry: MANIFEST.to_owned() })?;
        for (name, data) in entries.iter().filter(|(n, _)| *n != MANIFEST && *n != SIGNATURE) {
            let Some(known) = manifest.entries.iter().find(|e| e.name == *name) else {
                return Err(BundleError::Added { entry: shown(name) });
            };
            if known.sha256 != Digest::of_bytes(data) || usize::try_from(known.bytes) != Ok(data.len()) {
                return Err(BundleError::Changed { entry: shown(name) });
            }
        }
        if let Some(gone) = manifest.entries.iter().find(|e| find(&e.name).is_none()) {
            return Err(BundleError::Removed { entry: shown(&gone.name) });
        }
        let book = book(present(ANSWERS)?, &manifest)?;
        let mut files = BTreeMap::new();
        for (name, data) in &entries {
            let Some(id) = name.strip_prefix(EVIDENCE) else { continue };
            let known = book.proof(id).and_then(|e| e.sha256);
            if known != Some(Digest::of_bytes(data)) {
                return Err(BundleError::Changed { entry: shown(name) });
            }
            files.insert(id.to_owned(), data.to_vec());
        }
        Ok(Self { manifest, book, files, key_id })
    }

    /// Whether it is still good on a day.
    #[must_use]
    pub fn is_good(&self, day: Date) -> bool {
        self.manifest.valid_until.is_none_or(|until| until >= day)
    }
}

fn manifest(
    book: &AnswerBook,
    sealing: &Sealing,
    entries: &[(String, Vec<u8>)],
    key: &SigningKey,
) -> Result<Manifest, BundleError> {
    let entries = entries.iter().map(|(name, data)| ManifestEntry {
        name: name.clone(),
        bytes: data.len() as u64,
        sha256: Digest::of_bytes(data),
    });
    Ok(Manifest {
        form: FORM.to_owned(),
        version: VERSION,
        organisation: book.organisation().to_owned(),
        set: "CM".to_owned(),
        edition: book.edition().map(str::to_owned),
        // no finer than a person reads it; the same second gives the same bytes
        made_at: Timestamp::from_second(sealing.made_at.as_second()).unwrap_or(sealing.made_at),
        valid_until: sealing.valid_until,
        client: sealing.client.clone(),
        answers: book.answers().len() as u64,
        entries: entries.collect(),
        public_key: key.verifying_key().to_pem().map_err(|_| BundleError::Signature)?,
    })
}

fn canonical(value: &impl Serialize) -> Result<Vec<u8>, BundleError> {
    let problem =
        |e: ledger::CanonicalError| BundleError::Book(vec![BookProblem::new("-", e.to_string(), e.to_string())]);
    canonical_json(value).map(String::into_bytes).map_err(problem)
}

/// What is signed under the form.
fn statement(manifest: &Digest, key: &str) -> String {
    format!("manifest: {manifest}\nkey: {key}\n")
}

fn belongs(name: &str) -> bool {
    [MANIFEST, ANSWERS, SIGNATURE].contains(&name) || name.strip_prefix(EVIDENCE).is_some_and(is_id)
}

#[derive(Deserialize)]
struct Head {
    form: String,
    version: u64,
    public_key: String,
}

/// Checks the signature over the manifest; gives the short name of the key.
fn signed(manifest: &[u8], signature: &[u8], expected: Option<&VerifyingKey>) -> Result<String, BundleError> {
    let changed = |entry: &str| BundleError::Changed { entry: entry.to_owned() };
    let text = std::str::from_utf8(signature).map_err(|_| changed(SIGNATURE))?;
    let mut lines = text.split('\n');
    let mut member = |name: &str| lines.next().and_then(|l| l.strip_prefix(name)).ok_or_else(|| changed(SIGNATURE));
    member(SIGNED)?;
    let digest: Digest = member("manifest: ")?.parse().map_err(|_| changed(SIGNATURE))?;
    let key_id = member("key: ")?.to_owned();
    let signature = member("signature: ")?.to_owned();
    let said = statement(&digest, &key_id);
    if format!("{SIGNED}\n{said}signature: {signature}\n") != text {
        return Err(changed(SIGNATURE));
    }
    let head = (manifest.len() <= MANIFEST_BYTES).then(|| serde_json::from_slice::<Head>(manifest).ok()).flatten();
    let inside = head.as_ref().and_then(|h| VerifyingKey::from_pem(&h.public_key).ok());
    let fits = digest == Digest::of_bytes(manifest);
    if let Some(expected) = expected
        && expected.id() != key_id
    {
        return Err(BundleError::OtherKey { named: shown(&key_id), expected: expected.id() });
    }
    let Some(key) = expected.or(inside.as_ref()) else {
        return Err(changed(MANIFEST));
    };
    if !key.verify_text(SIGNED, &said, &signature) {
        // the digest that stands in the signature's text may be what was changed, not the manifest
        let meant = statement(&Digest::of_bytes(manifest), &key_id);
        let only_digest = !fits && key.verify_text(SIGNED, &meant, &signature);
        return Err(match (fits, only_digest) {
            (true, _) => BundleError::Signature,
            (false, true) => changed(SIGNATURE),
            (false, false) => changed(MANIFEST),
        });
    }
    if !fits {
        return Err(changed(MANIFEST));
    }
    if key.id() != key_id {
        return Err(changed(SIGNATURE));
    }
    match head {
        Some(head) if head.form != FORM => Err(BundleError::NotABundle),
        Some(head) if head.version > VERSION => Err(BundleError::Later { version: head.version }),
        Some(_) => Ok(key_id),
        None => Err(changed(MANIFEST)),
    }
}

fn book(bytes: &[u8], manifest: &Manifest) -> Result<AnswerBook, BundleError> {
    let changed = || BundleError::Changed { entry: ANSWERS.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|_| changed())?;
    let book = AnswerBook::parse(text).map_err(BundleError::Book)?;
    let same = book.organisation() == manifest.organisation && book.answers().len() as u64 == manifest.answers;
    if same { Ok(book) } else { Err(changed()) }
}
