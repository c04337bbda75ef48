//! Backup and restore of a running installation, in a form that belongs to neither database.
//!
//! A backup is a tar file: `tables/<table>.jsonl` with one row a line, `files/<SHA-256>` for each attached content,
//! `manifest.json` that names them all with their digests, and `manifest.sha256`. It is read from one snapshot while
//! the program goes on writing, and restored into an empty database of either kind, whole or not at all: so it also
//! moves an installation from one database to the other.
//!
//! It holds password hashes and everything the organisation keeps here. The file is made readable for its owner alone;
//! keeping it safe is up to whoever takes it.

mod archive;
mod check;
mod create;
mod restore;
mod row;
mod tables;
#[cfg(test)]
mod tests;

pub use check::{Checked, check};
pub use create::{About, Made, create};
use domain::Lang;
use jiff::Timestamp;
use ledger::{Digest, Report, StoredHead};
pub use restore::{Damage, Restored, restore};
use serde::{Deserialize, Serialize};
#[cfg(test)]
pub(crate) use tables::STATEMENTS as TABLE_STATEMENTS;

use crate::{Error, sql};

sql! {
    CONTENTS = "select sha256 from
        (select sha256 from attachment where sha256{C} > $1
          union select sha256 from answer_file where sha256{C} > $1
          union select sha256 from sheet_upload where sha256{C} > $1) held
        order by sha256{C} limit 500";
    CONTRACTOR_MERGED = "update contractor set merged_into = $2 where id = $1";
    UNIT_PARENT = "update unit set parent_id = $2 where id = $1";
    ENGAGEMENT_SPLIT = "update engagement set split_from = $2 where id = $1";
    WORDS_INSERT = "insert into engagement_words (rowid, grams) values ($1, {tsv:$2})";
}

/// Form of the file.
pub const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const MANIFEST_SHA256: &str = "manifest.sha256";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Form of the file.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// Newest migration of the database.
    pub migration: i64,
    /// Name of the organisation.
    pub organisation: String,
    /// Id of the database.
    pub database: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// End of the ledger in it.
    pub ledger_head: Option<StoredHead>,
    /// The tables.
    pub tables: Vec<TablePart>,
    /// The attached contents.
    pub files: Vec<FilePart>,
    /// Contents that the database names but that were missing or altered on disk.
    pub missing: Vec<Digest>,
}

/// A table in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePart {
    /// Its name.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Digest of the bytes.
    pub sha256: Digest,
}

/// An attached content in a backup; its digest is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilePart {
    /// Digest of the bytes.
    pub sha256: Digest,
    /// How many bytes.
    pub bytes: u64,
}

/// Why a backup was not made, believed or restored. Then nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file ends too early.
    #[error("the backup ends too early")]
    Cut,
    /// There is something behind the end.
    #[error("there is something behind the end of the backup")]
    Behind,
    /// A member is not what the manifest says, or not readable at all.
    #[error("damaged: {0}")]
    Damaged(String),
    /// A member is missing or one too many.
    #[error("missing or not expected: {0}")]
    Members(String),
    /// Made in a form this program does not know.
    #[error("the backup has form {0}; this program knows form {FORMAT}")]
    Format(u32),
    /// Made at another migration.
    #[error("the backup was made at migration {made} by version {program}; this program is at {here}")]
    Migration {
        /// Of the backup.
        made: i64,
        /// Of this program.
        here: i64,
        /// Version that made it.
        program: String,
    },
    /// The database is in use.
    #[error("the database is not empty: there are rows in {0}")]
    NotEmpty(&'static str),
    /// The ledger in the backup is not as it was written.
    #[error("the ledger in the backup is damaged: {} findings", .0.total)]
    Ledger(Box<Report>),
    /// The database or a file failed.
    #[error(transparent)]
    Store(#[from] Error),
}

impl Fault {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Cut => "バックアップが途中で切れています".to_owned(),
            Self::Behind => "バックアップの終わりの後ろに、余分なものがあります".to_owned(),
            Self::Damaged(what) => format!("壊れているか、変えられています：{what}"),
            Self::Members(what) => format!("足りないか、余分です：{what}"),
            Self::Format(form) => {
                format!("バックアップの形式は{form}です。このプログラムが読めるのは{FORMAT}です")
            }
            Self::Migration { made, here, program } => format!(
                "このバックアップは版{program}（移行番号{made}）のものです。このプログラムの移行番号は{here}です。版{program}で復元してから更新してください"
            ),
            Self::NotEmpty(table) => {
                format!("データベースが空ではありません（{table}に行があります）。復元先は空のデータベースだけです")
            }
            Self::Ledger(report) => {
                format!("バックアップの中の台帳が、書かれたときのままではありません。{}", report.summary(lang))
            }
            Self::Store(error) => error.to_string(),
        }
    }
}
