//! Putting a backup into an empty database of either kind.

use std::{io::BufRead as _, path::PathBuf};

use domain::calendar::EngagementNumber;
use ledger::{Digest, Report, Verifier};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::{
    Fault, Manifest, WORDS_INSERT,
    archive::{self, Member},
    check::Checked,
    row::Line,
    tables::{TABLES, Table},
};
use crate::{
    Db, Error, Tx, args,
    files::{Files, Refused},
};

/// What to do with a backup whose ledger was damaged before it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// Refuse it.
    Refuse,
    /// Restore it as it is: a damaged ledger is better than none. The report says what is wrong.
    Keep,
}

/// What was restored.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the backup said of itself.
    pub manifest: Manifest,
    /// The ledger, verified in its new place.
    pub report: Report,
}

#[derive(sqlx::FromRow)]
struct Any {
    n: i64,
}

/// Puts a checked backup into a database that was brought to the newest form and is empty. Rows go in in one
/// transaction that is kept only when the ledger has been verified in its new place.
///
/// # Errors
/// [`Fault`]; then the database is as empty as before and no content was added.
pub async fn restore(db: &Db, files: &Files, backup: &Checked, damage: Damage) -> Result<Restored, Fault> {
    let here = crate::migrate::newest();
    let manifest = &backup.manifest;
    if manifest.migration != here {
        let program = manifest.program.clone();
        return Err(Fault::Migration { made: manifest.migration, here, program });
    }
    let mut tx = db.write().await?;
    for table in TABLES {
        if tx.one::<Any>(&table.any, args![]).await?.n > 0 {
            return Err(Fault::NotEmpty(table.name));
        }
    }
    let mut added = Added { paths: Vec::new() };
    for part in &manifest.files {
        add_content(files, backup, part.sha256, &mut added).await?;
    }
    for (table, part) in TABLES.iter().zip(&manifest.tables) {
        let rows = put_rows(&mut tx, backup, table).await?;
        if rows != part.rows {
            return Err(Fault::Damaged(format!("tables/{}.jsonl", table.name)));
        }
    }
    for table in TABLES {
        point_back(&mut tx, backup, table).await?;
    }
    crate::engagements::tally::count_anew(&mut tx).await?;
    let report = verify(&mut tx).await?;
    if report.head != manifest.ledger_head || (damage == Damage::Refuse && !report.is_intact()) {
        return Err(Fault::Ledger(Box::new(report)));
    }
    tx.commit().await?;
    added.paths.clear();
    Ok(Restored { manifest: manifest.clone(), report })
}

/// Contents that were not there before; removed again unless the restore succeeds.
struct Added {
    paths: Vec<PathBuf>,
}

impl Drop for Added {
    fn drop(&mut self) {
        for path in &self.paths {
            // best effort: a content nobody names does no harm
            drop(std::fs::remove_file(path));
        }
    }
}

fn member<'b>(backup: &'b Checked, name: &str) -> Result<&'b Member, Fault> {
    backup.members.get(name).ok_or_else(|| Fault::Members(name.to_owned()))
}

async fn add_content(files: &Files, backup: &Checked, digest: Digest, added: &mut Added) -> Result<(), Fault> {
    let name = format!("files/{digest}");
    let member = member(backup, &name)?;
    let path = files.path(digest);
    let fresh = !path.exists();
    let io = |source| Error::File { path: backup.path.display().to_string(), source };
    let mut file = tokio::fs::File::open(&backup.path).await.map_err(io)?;
    file.seek(std::io::SeekFrom::Start(member.offset)).await.map_err(io)?;
    let unique = format!("restore-{digest}");
    let written =
        files.write(&unique, file.take(member.bytes), member.bytes).await.map_err(|refused| match refused {
            Refused::Folder(error) => Fault::Store(error),
            other => Fault::Damaged(format!("{name}: {other}")),
        })?;
    let place = files.path(written.digest);
    if fresh {
        added.paths.push(place);
    }
    if written.digest == digest { Ok(()) } else { Err(Fault::Damaged(name)) }
}

/// The lines of a table, one after the other. Behind the last one their digest is compared once more: the file may have
/// changed since it was checked.
struct Lines {
    reader: std::io::BufReader<std::io::Take<std::fs::File>>,
    name: String,
    line: String,
    hasher: Sha256,
    sha256: Digest,
}

impl Lines {
    fn open(backup: &Checked, table: &Table) -> Result<Self, Fault> {
        let name = format!("tables/{}.jsonl", table.name);
        let member = member(backup, &name)?;
        let reader = archive::open(&backup.path, member)?;
        Ok(Self { reader, name, line: String::new(), hasher: Sha256::new(), sha256: member.sha256 })
    }

    fn next<'t>(&mut self, table: &'t Table) -> Result<Option<Line<'t>>, Fault> {
        self.line.clear();
        let read = self.reader.read_line(&mut self.line).map_err(|_| self.damaged())?;
        if read == 0 {
            let found = Digest::from_bytes(std::mem::take(&mut self.hasher).finalize().into());
            return if found == self.sha256 { Ok(None) } else { Err(self.damaged()) };
        }
        self.hasher.update(self.line.as_bytes());
        Line::read(table, &self.line).map(Some).ok_or_else(|| self.damaged())
    }

    fn damaged(&self) -> Fault {
        Fault::Damaged(self.name.clone())
    }
}

async fn put_rows(tx: &mut Tx, backup: &Checked, table: &'static Table) -> Result<u64, Fault> {
    let mut lines = Lines::open(backup, table)?;
    let mut rows = 0u64;
    while let Some(line) = lines.next(table)? {
        let values = line.values().ok_or_else(|| lines.damaged())?;
        tx.run(&table.insert, &values).await?;
        if table.name == "engagement" {
            let (seq, grams) = words(&line).ok_or_else(|| lines.damaged())?;
            tx.run(&WORDS_INSERT, args![seq, grams]).await?;
        }
        rows = rows.saturating_add(1);
    }
    Ok(rows)
}

/// The search index is made anew.
fn words(line: &Line<'_>) -> Option<(i64, String)> {
    let seq = line.int("seq")?;
    let number = EngagementNumber::from_sort_key(seq)?.to_string();
    Some((seq, crate::words::grams_of(&number, line.text("title_key")?, line.text("contractor_key")?)))
}

/// Sets what points into the same table, now that all its rows are there.
async fn point_back(tx: &mut Tx, backup: &Checked, table: &'static Table) -> Result<(), Fault> {
    let Some(later) = &table.later else { return Ok(()) };
    let mut lines = Lines::open(backup, table)?;
    while let Some(line) = lines.next(table)? {
        if let Some(target) = line.text(later.column) {
            let key = line.text(later.key).ok_or_else(|| lines.damaged())?;
            tx.run(later.update, args![key, target]).await?;
        }
    }
    Ok(())
}

async fn verify(tx: &mut Tx) -> Result<Report, Error> {
    let head = crate::ledger::head(tx).await?;
    let mut verifier = Verifier::new();
    let mut last = i64::MIN;
    loop {
        let rows = crate::ledger::after(tx, last, 1000).await?;
        let Some(end) = rows.last() else { break };
        last = end.seq;
        rows.iter().for_each(|row| verifier.push(row));
    }
    Ok(verifier.finish_stored(head.as_ref()))
}
