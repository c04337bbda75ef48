//! Making a backup.

use std::{
    fs::File,
    io::{BufWriter, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use ledger::Digest;

use super::{
    CONTENTS, FORMAT, Fault, FilePart, MANIFEST, MANIFEST_SHA256, Manifest, TablePart,
    archive::{Passing, Writing},
    row,
    tables::{TABLES, Table},
};
use crate::{
    Db, Error, Tx, args,
    db::Parts,
    files::{Files, Refused},
};

/// What the manifest says of the installation.
#[derive(Debug, Clone)]
pub struct About {
    /// Name of the organisation.
    pub organisation: String,
    /// Id of the database.
    pub database: String,
    /// Version of the program.
    pub program: String,
    /// Now.
    pub at: Timestamp,
}

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// What it holds.
    pub manifest: Manifest,
    /// Digest of the manifest; who keeps it can tell later that the backup is this one.
    pub digest: Digest,
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::File { path, source }
}

/// Writes a backup to a new file, from one snapshot, while others go on reading and writing. Memory does not grow with
/// the number of rows.
///
/// # Errors
/// When the file exists, the disk is full or the database fails; then there is no file.
pub async fn create(db: &Db, files: &Files, to: &Path, about: About) -> Result<Made, Fault> {
    if to.exists() {
        let taken = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "already exists");
        return Err(failed(to)(taken).into());
    }
    let (part, file) = Passing::create(beside(to, "part"))?;
    let time = u64::try_from(about.at.as_second()).unwrap_or_default();
    let mut work = Creating { archive: Writing::new(file, to, time), to: to.to_owned() };
    let mut tx = db.read().await?;
    let ledger_head = crate::ledger::head(&mut tx).await?;
    let mut tables = Vec::new();
    for table in TABLES {
        let (next, part) = work.table(&mut tx, table).await?;
        work = next;
        tables.push(part);
    }
    let (next, files, missing) = work.contents(&mut tx, files).await?;
    tx.commit().await?;
    let manifest = Manifest {
        format: FORMAT,
        program: about.program,
        migration: crate::migrate::newest(),
        organisation: about.organisation,
        database: about.database,
        made_at: about.at,
        ledger_head,
        tables,
        files,
        missing,
    };
    let digest = next.finish(&manifest).await?;
    part.keep_as(to)?;
    Ok(Made { manifest, digest })
}

fn beside(to: &Path, ending: &str) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    to.with_file_name(name)
}

/// The archive travels into blocking tasks and back.
struct Creating {
    archive: Writing,
    to: PathBuf,
}

impl Creating {
    async fn add(mut self, name: String, bytes: u64, body: File) -> Result<(Self, Digest), Error> {
        let to = self.to.clone();
        let added = tokio::task::spawn_blocking(move || {
            let digest = self.archive.add(&name, bytes, body)?;
            Ok((self, digest))
        });
        added.await.map_err(|e| failed(&to)(std::io::Error::other(e)))?
    }

    async fn table(self, tx: &mut Tx, table: &'static Table) -> Result<(Self, TablePart), Error> {
        // a tar needs to know a member's size before its content
        let (passing, file) = Passing::create(beside(&self.to, "rows.part"))?;
        let (mut file, rows, bytes) = write_rows(tx, table, file).await.map_err(|e| named(e, &passing.path))?;
        file.rewind().map_err(failed(&passing.path))?;
        let (next, sha256) = self.add(format!("tables/{}.jsonl", table.name), bytes, file).await?;
        drop(passing);
        Ok((next, TablePart { name: table.name.to_owned(), rows, bytes, sha256 }))
    }

    async fn contents(self, tx: &mut Tx, files: &Files) -> Result<(Self, Vec<FilePart>, Vec<Digest>), Error> {
        let (mut work, mut parts, mut missing) = (self, Vec::new(), Vec::new());
        let mut last = String::new();
        loop {
            let rows = tx.all::<(String,)>(&CONTENTS, args![last.as_str()]).await?;
            let Some((end,)) = rows.last() else { break };
            last.clone_from(end);
            for (name,) in &rows {
                let digest: Digest = crate::parse("attachment.sha256", name)?;
                match files.open(digest).await {
                    Ok(_) => {
                        let path = files.path(digest);
                        let file = File::open(&path).map_err(failed(&path))?;
                        let bytes = file.metadata().map_err(failed(&path))?.len();
                        let (next, found) = work.add(format!("files/{digest}"), bytes, file).await?;
                        if found != digest {
                            return Err(failed(&path)(std::io::Error::other("changed while it was copied")));
                        }
                        work = next;
                        parts.push(FilePart { sha256: digest, bytes });
                    }
                    Err(Refused::Folder(error)) => return Err(error),
                    Err(refused) => {
                        tracing::error!(%digest, %refused, "an attached content is not in the backup");
                        missing.push(digest);
                    }
                }
            }
        }
        Ok((work, parts, missing))
    }

    async fn finish(self, manifest: &Manifest) -> Result<Digest, Error> {
        let mut text = serde_json::to_string_pretty(manifest).map_err(|e| Error::stored("manifest", e))?;
        text.push('\n');
        let to = self.to.clone();
        let mut archive = self.archive;
        let finished = tokio::task::spawn_blocking(move || {
            let length = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
            let digest = archive.add(MANIFEST, length(&text), text.as_bytes())?;
            let sum = format!("{digest}  {MANIFEST}\n");
            archive.add(MANIFEST_SHA256, length(&sum), sum.as_bytes())?;
            archive.finish()?;
            Ok(digest)
        });
        finished.await.map_err(|e| failed(&to)(std::io::Error::other(e)))?
    }
}

fn named(error: Error, path: &Path) -> Error {
    match error {
        Error::File { source, .. } => failed(path)(source),
        other => other,
    }
}

/// Streams a table into a file, row by row.
async fn write_rows(tx: &mut Tx, table: &'static Table, file: File) -> Result<(File, u64, u64), Error> {
    let text = table.select.of(tx.dialect());
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let (mut count, mut bytes) = (0u64, 0u64);
    let mut line = String::new();
    macro_rules! stream {
        ($connection:ident) => {{
            let mut rows = sqlx::query(text).fetch($connection);
            while let Some(row) = rows.try_next().await? {
                line.clear();
                row::write(table, &row, &mut line)?;
                out.write_all(line.as_bytes()).map_err(failed(Path::new(table.name)))?;
                count = count.saturating_add(1);
                bytes = bytes.saturating_add(u64::try_from(line.len()).unwrap_or_default());
            }
        }};
    }
    match tx.inner_parts() {
        Parts::Lite(connection) => stream!(connection),
        Parts::Pg(connection) => stream!(connection),
    }
    let file = out.into_inner().map_err(|e| failed(Path::new(table.name))(e.into_error()))?;
    Ok((file, count, bytes))
}
