//! Signed checkpoints: a statement, kept outside the database, that the ledger held a certain entry.
//!
//! The file is plain text that people can read, print and file. Everything before the line `signature:` is what is
//! signed, byte for byte, lines ended by a single line feed:
//!
//! ```text
//! sekimori-checkpoint-v1
//! organisation: 霞が関省
//! database: 0192f3c0
//! seq: 42
//! hash: 64 hexadecimal digits
//! at: 2026-06-11T01:02:03.123456Z
//! key: first 16 hexadecimal digits of the SHA-256 of the public key
//! signature: Ed25519 signature (RFC 8032) in base64
//! ```

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{FieldError, Lang, Problem, Words};
use ed25519_dalek::Signature;
use jiff::Timestamp;

use crate::words::is_line;
use crate::{Digest, Head, SigningKey, Stored, VerifyingKey};

const FIRST_LINE: &str = "sekimori-checkpoint-v1";

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    organisation: String,
    database: String,
    head: Head,
    at: Timestamp,
}

impl Checkpoint {
    /// A checkpoint of the ledger's head. The time is cut to the microsecond.
    ///
    /// # Errors
    /// A name that is not one line of 1 to 200 characters.
    pub fn new(organisation: &str, database_id: &str, head: Head, at: Timestamp) -> Result<Self, FieldError> {
        const FORM: Words =
            Words { ja: "1行、200文字までの名前です", en: "one line of at most 200 characters" };
        for (field, text) in [("organisation", organisation), ("database", database_id)] {
            if !is_line(text, 200) {
                return Err(FieldError::new(field, Problem::form(text, FORM)));
            }
        }
        let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
        Ok(Self { organisation: organisation.to_owned(), database: database_id.to_owned(), head, at })
    }

    /// The organisation whose ledger it is.
    #[must_use]
    pub fn organisation(&self) -> &str {
        &self.organisation
    }
    /// Id of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }
    /// Number and hash of the last entry at that time.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }
    /// When it was made.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Signs it.
    #[must_use]
    pub fn sign(self, key: &SigningKey) -> SignedCheckpoint {
        let key_id = key.verifying_key().id();
        let signature = key.sign(self.message(&key_id).as_bytes());
        SignedCheckpoint { checkpoint: self, key_id, signature }
    }

    fn message(&self, key_id: &str) -> String {
        format!(
            "{FIRST_LINE}\norganisation: {}\ndatabase: {}\nseq: {}\nhash: {}\nat: {}\nkey: {key_id}\n",
            self.organisation, self.database, self.head.seq, self.head.hash, self.at
        )
    }

    /// Does the ledger still hold exactly the entry it held then? Give the row that now has the checkpoint's number.
    /// This finds a ledger that was rewritten from scratch, sound in itself.
    #[must_use]
    pub fn check_against(&self, row: Option<&Stored>) -> Held {
        if self.head.seq == 0 {
            return if self.head == Head::GENESIS { Held::Same } else { Held::Other };
        }
        match row {
            None => Held::Gone,
            Some(row) if u64::try_from(row.seq) != Ok(self.head.seq) => Held::Gone,
            Some(row) if row.hash != self.head.hash.to_string() => Held::Other,
            Some(row) if row.computed_hash() != self.head.hash => Held::Altered,
            Some(_) => Held::Same,
        }
    }
}

/// What became of the entry a checkpoint names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// It is there, unchanged; if the chain up to it verifies, so is everything before it.
    Same,
    /// Its content was changed.
    Altered,
    /// Another entry has its number: the ledger was rewritten after the checkpoint.
    Other,
    /// It is gone.
    Gone,
}

impl Held {
    /// The sentence for people.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Same => Words {
                ja: "控えのときの記録が、そのまま残っています",
                en: "The entry of the checkpoint is there, unchanged",
            },
            Self::Altered => Words {
                ja: "控えのときの記録の内容が、変えられています",
                en: "The content of the checkpoint's entry was changed",
            },
            Self::Other => Words {
                ja: "控えのときと別の記録に置き換わっています。控えのあとで台帳が書き直されています",
                en: "Another entry stands in its place; the ledger was rewritten after the checkpoint",
            },
            Self::Gone => Words {
                ja: "控えのときの記録がありません。消されています",
                en: "The entry of the checkpoint is gone",
            },
        }
        .get(lang)
    }
}

/// A checkpoint with its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    key_id: String,
    signature: Signature,
}

impl SignedCheckpoint {
    /// What it says, whoever signed it; see [`Self::verify`].
    #[must_use]
    pub const fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Short name of the key that is said to have signed it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let signature = STANDARD.encode(self.signature.to_bytes());
        format!("{}signature: {signature}\n", self.checkpoint.message(&self.key_id))
    }

    /// Reads the text of a file. Line ends of Windows, a byte order mark and a missing last line end are forgiven,
    /// because mail programs and editors make them; nothing else is.
    ///
    /// # Errors
    /// [`CheckpointError::Line`] names the first line that is not as it must be.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let plain = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
        let plain = plain.trim_end_matches('\n');
        let mut lines = Lines { rest: plain.split('\n'), number: 0 };
        if lines.next()? != FIRST_LINE {
            return Err(lines.wrong());
        }
        let organisation = lines.member("organisation: ")?.to_owned();
        let database = lines.member("database: ")?.to_owned();
        let seq = lines.read("seq: ")?;
        let hash: Digest = lines.read("hash: ")?;
        let at: Timestamp = lines.read("at: ")?;
        let key_id = lines.member("key: ")?.to_owned();
        let bytes = STANDARD.decode(lines.member("signature: ")?).map_err(|_| lines.wrong())?;
        let signature = Signature::from_slice(&bytes).map_err(|_| lines.wrong())?;
        let checkpoint = Checkpoint::new(&organisation, &database, Head { seq, hash }, at)
            .map_err(|e| CheckpointError::Line(if e.field == "organisation" { 2 } else { 3 }))?;
        let signed = Self { checkpoint, key_id, signature };
        let canonical = signed.to_text();
        if canonical.trim_end_matches('\n') == plain {
            return Ok(signed);
        }
        let differing = canonical.lines().zip(plain.split('\n')).take_while(|(a, b)| a == b).count();
        Err(CheckpointError::Line(differing.saturating_add(1)))
    }

    /// What it says, once the signature has been checked.
    ///
    /// # Errors
    /// [`CheckpointError::OtherKey`] or [`CheckpointError::Signature`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<&Checkpoint, CheckpointError> {
        if key.id() != self.key_id {
            return Err(CheckpointError::OtherKey { named: self.key_id.clone(), given: key.id() });
        }
        if key.verify(self.checkpoint.message(&self.key_id).as_bytes(), &self.signature) {
            Ok(&self.checkpoint)
        } else {
            Err(CheckpointError::Signature)
        }
    }
}

struct Lines<'a> {
    rest: std::str::Split<'a, char>,
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a str, CheckpointError> {
        self.number = self.number.saturating_add(1);
        self.rest.next().ok_or_else(|| self.wrong())
    }
    fn member(&mut self, name: &str) -> Result<&'a str, CheckpointError> {
        self.next()?.strip_prefix(name).ok_or_else(|| self.wrong())
    }
    fn read<T: std::str::FromStr>(&mut self, name: &str) -> Result<T, CheckpointError> {
        self.member(name)?.parse().map_err(|_| self.wrong())
    }
    const fn wrong(&self) -> CheckpointError {
        CheckpointError::Line(self.number)
    }
}

/// Why a checkpoint cannot be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// A line is missing or not as it must be.
    #[error("line {0} of the checkpoint is not as it must be")]
    Line(usize),
    /// It names another key.
    #[error("the checkpoint was signed with the key {named}, not with {given}")]
    OtherKey {
        /// Key the checkpoint names.
        named: String,
        /// Key it was checked with.
        given: String,
    },
    /// The signature does not fit the text.
    #[error("the signature does not fit the text; the checkpoint was changed or signed by someone else")]
    Signature,
}

impl CheckpointError {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::Ja, Self::Line(line)) => format!("控えの{line}行目が、決まった形になっていません"),
            (Lang::Ja, Self::OtherKey { named, given }) => {
                format!("この控えは鍵{named}で署名されています。渡された鍵は{given}です")
            }
            (Lang::Ja, Self::Signature) => {
                "署名が内容と合いません。控えが変えられているか、別の者が署名しています".to_owned()
            }
            (Lang::En, Self::Line(line)) => format!("Line {line} of the checkpoint is not as it must be"),
            (Lang::En, Self::OtherKey { named, given }) => {
                format!("The checkpoint was signed with the key {named}; the key given is {given}")
            }
            (Lang::En, Self::Signature) => {
                "The signature does not fit the text; the checkpoint was changed or signed by someone else".to_owned()
            }
        }
    }
}
