//! Reading, verifying, exporting and vouching for the ledger.

mod checkpoint;
mod search;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::ControlFlow};

pub use checkpoint::{Checked, KEY_FILE};
use domain::{
    id::PersonId,
    permission::{Permission, Reach, Scope},
    person::Person,
};
pub use ledger::{Finding, Stored};
use ledger::{Head, OperatorLogin, Report, StoredHead, Verifier, action, export, kind};
pub use search::Search;
pub use store::ledger::{Filter, Issued};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use crate::{
    App, Caller, Error, Result,
    page::cut,
    settings::{self, LedgerVerified},
    work::{Author, Change},
};

/// Entries read at a time.
const BATCH: i64 = 1000;

/// Use cases of the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Ledgers<'a> {
    app: &'a App,
}

impl App {
    /// The ledger.
    #[must_use]
    pub const fn ledger(&self) -> Ledgers<'_> {
        Ledgers { app: self }
    }
}

/// A page of the ledger.
#[derive(Debug, Clone, Default)]
pub struct LedgerPage {
    /// Newest first, as they are stored, sound or not.
    pub entries: Vec<Stored>,
    /// The people who appear in them.
    pub people: BTreeMap<PersonId, Person>,
    /// Number to go on before, when there are more.
    pub next: Option<i64>,
}

/// How far a long reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Entries read.
    pub done: u64,
    /// Entries there are, as the head says.
    pub total: u64,
}

/// Told of the progress after each batch; `Break` stops.
pub type Watch<'w> = &'w mut (dyn FnMut(Progress) -> ControlFlow<()> + Send);

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Entries written.
    pub entries: u64,
    /// The head that was written behind them.
    pub head: Option<StoredHead>,
}

fn stopped() -> Error {
    Error::conflict("途中でやめました", "Stopped before the end")
}

impl Ledgers<'_> {
    /// Entries within reach, newest first, before one; at most 200. Entries that belong to no unit are shown to those
    /// who see the whole organisation. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn page(&self, caller: &Caller, filter: &Filter, before: Option<i64>, limit: u16) -> Result<LedgerPage> {
        let scope = caller.may(Permission::ViewLedger)?;
        let limit = i64::from(limit.clamp(1, 200));
        let mut tx = self.app.db().read().await?;
        let before = before.unwrap_or(i64::MAX);
        let rows = store::ledger::page(&mut tx, &scope, filter, before, limit.saturating_add(1)).await?;
        let page = with_people(&mut tx, rows, limit).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// What happened to one subject, newest first. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn history(&self, caller: &Caller, subject: &str, before: Option<i64>, limit: u16) -> Result<LedgerPage> {
        let scope = caller.may(Permission::ViewLedger)?;
        let limit = i64::from(limit.clamp(1, 200));
        let mut tx = self.app.db().read().await?;
        let before = before.unwrap_or(i64::MAX);
        let rows = store::ledger::of_subject(&mut tx, &scope, subject, before, limit.saturating_add(1)).await?;
        let page = with_people(&mut tx, rows, limit).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Reads the whole ledger in one snapshot, says what is wrong with it, and remembers the result.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Conflict`] when stopped.
    pub async fn verify(&self, caller: &Caller, watch: Watch<'_>) -> Result<Report> {
        caller.may(Permission::ViewLedger)?;
        let report = self.read_through(watch).await?;
        self.remember(Author::from(caller), &report).await?;
        Ok(report)
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// [`Error::Conflict`] when stopped.
    pub async fn verify_as_operator(&self, operator: &OperatorLogin, watch: Watch<'_>) -> Result<Report> {
        let report = self.read_through(watch).await?;
        self.remember(Author::from(operator), &report).await?;
        Ok(report)
    }

    pub(crate) async fn read_through(&self, watch: Watch<'_>) -> Result<Report> {
        let mut tx = self.app.db().read().await?;
        let head = store::ledger::head(&mut tx).await?;
        let total = head.as_ref().and_then(|h| u64::try_from(h.seq).ok()).unwrap_or_default();
        let mut verifier = Verifier::new();
        let mut done = 0u64;
        let mut last = i64::MIN;
        loop {
            let rows = store::ledger::after(&mut tx, last, BATCH).await?;
            let Some(end) = rows.last().map(|r| r.seq) else { break };
            for row in &rows {
                verifier.push(row);
            }
            last = end;
            done = done.saturating_add(u64::try_from(rows.len()).unwrap_or_default());
            if watch(Progress { done, total }).is_break() {
                return Err(stopped());
            }
        }
        tx.commit().await?;
        Ok(verifier.finish_stored(head.as_ref()))
    }

    /// Keeps the result where pages show it, and in the ledger. A ledger so damaged that nothing can be added to it
    /// does not hide its own damage: then the setting alone is written.
    async fn remember(&self, author: Author, report: &Report) -> Result<()> {
        let result = LedgerVerified {
            at: self.app.inner.clock.now(),
            seq: report.last.as_ref().map_or(0, |last| last.seq),
            sound: report.is_intact(),
        };
        let text = serde_json::to_string(&result).map_err(Error::internal)?;
        match self.record_verification(author, report, (&result, &text)).await {
            Ok(()) => Ok(()),
            Err(error) if report.is_intact() => Err(error),
            Err(error) => {
                tracing::error!(%error, "the ledger is damaged and takes no more entries");
                let mut tx = self.app.db().write().await?;
                store::settings::set(&mut tx, settings::LEDGER_VERIFIED, &text).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    async fn record_verification(
        &self,
        author: Author,
        report: &Report,
        (result, text): (&LedgerVerified, &str),
    ) -> Result<()> {
        let mut work = self.app.work_as(author).await?;
        store::settings::set(&mut work.tx, settings::LEDGER_VERIFIED, text).await?;
        let change = Change::named(action!("ledger.verify"), kind!("ledger"), "ledger")?;
        let verdict = if result.sound { "intact" } else { "damaged" };
        let change = change.note("entries", report.count).note("until", result.seq);
        work.record(change.note("result", verdict).note("findings", report.total)).await?;
        work.commit().await
    }

    /// Writes the whole ledger as JSON Lines, entry by entry and the head at the end, from one snapshot. That it was
    /// exported is its last entry.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without [`Permission::ExportLedger`] over the whole organisation.
    pub async fn export<W: AsyncWrite + Unpin + Send>(&self, caller: &Caller, out: &mut W) -> Result<Exported> {
        whole(caller)?;
        self.export_by(Author::from(caller), out).await
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn export_as_operator<W: AsyncWrite + Unpin + Send>(
        &self,
        operator: &OperatorLogin,
        out: &mut W,
    ) -> Result<Exported> {
        self.export_by(Author::from(operator), out).await
    }

    async fn export_by<W: AsyncWrite + Unpin + Send>(&self, author: Author, out: &mut W) -> Result<Exported> {
        let mut work = self.app.work_as(author).await?;
        work.record(Change::named(action!("ledger.export"), kind!("ledger"), "ledger")?).await?;
        work.commit().await?;
        let mut tx = self.app.db().read().await?;
        let head = store::ledger::head(&mut tx).await?;
        let mut entries = 0u64;
        let mut last = i64::MIN;
        loop {
            let rows = store::ledger::after(&mut tx, last, BATCH).await?;
            let Some(end) = rows.last().map(|r| r.seq) else { break };
            let mut text = String::new();
            for row in &rows {
                text.push_str(&export::write_stored(row).map_err(Error::internal)?);
            }
            out.write_all(text.as_bytes()).await.map_err(Error::internal)?;
            last = end;
            entries = entries.saturating_add(u64::try_from(rows.len()).unwrap_or_default());
        }
        tx.commit().await?;
        // a head that is no head any more is left out; a verification of the export then says that the end is unknown
        if let Some(head) = head.as_ref().and_then(readable) {
            let line = export::write_head(&head).map_err(Error::internal)?;
            out.write_all(line.as_bytes()).await.map_err(Error::internal)?;
        }
        out.flush().await.map_err(Error::internal)?;
        Ok(Exported { entries, head })
    }
}

/// The right to take the whole ledger out, and to vouch for it.
fn whole(caller: &Caller) -> Result<Scope> {
    let scope = caller.may(Permission::ExportLedger)?;
    if *scope.reach() == Reach::All {
        return Ok(scope);
    }
    Err(Error::forbidden(
        "台帳を書き出せるのは、組織全体についてその権限を持つ人だけです",
        "Only someone with this right over the whole organisation can export the ledger",
    ))
}

/// The head, if it has the form of one.
fn readable(stored: &StoredHead) -> Option<Head> {
    Some(Head { seq: u64::try_from(stored.seq).ok()?, hash: stored.hash.parse().ok()? })
}

pub(crate) async fn with_people(tx: &mut store::Tx, rows: Vec<Stored>, limit: i64) -> Result<LedgerPage> {
    let (entries, next) = cut(rows, limit, |row| row.seq);
    let mut ids: Vec<PersonId> = entries
        .iter()
        .flat_map(|e| [Some(e.actor.as_str()), e.on_behalf_of.as_deref(), Some(e.subject_id.as_str())])
        .filter_map(|text| text.and_then(|t| t.parse().ok()))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store::org::names(tx, &ids).await?.into_iter().map(|p| (p.id, p)).collect();
    Ok(LedgerPage { entries, people, next })
}
