//! Taking over a list of contractors that exists already: an Excel workbook or CSV of any layout.
//!
//! First the file is looked at: which row holds the heads, what each column means. Then every row is judged: new, changed,
//! the same, or wrong, with sheet, cell, value and what is allowed. Only when nothing is wrong is anything written, all of it
//! in one transaction.

mod field;
mod judge;
mod layout;
mod read;
mod run;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};

use domain::{
    FieldError, Lang, Problem,
    id::{ImportId, PersonId},
    permission::Permission,
};
pub use field::ImportField;
pub(super) use field::get;
pub use judge::{RowError, Verdict, Wrong};
pub use layout::{Layout, Mapping};
pub use reader::table::column_name;
pub use run::{Preview, Progress, Sample, Summary};

use super::Contractors;
use crate::{Caller, Error, Result};

/// Files kept between looking and importing, at most; the oldest gives way.
const KEPT: usize = 20;
/// For how long one is kept.
const HOURS: i64 = 6;

/// How an import stands.
#[derive(Debug, Clone)]
pub enum State {
    /// Looked at; nothing is written.
    Waiting,
    /// Being written.
    Running,
    /// Written.
    Done(Summary),
    /// Refused; nothing is written.
    Refused(Vec<FieldError>),
    /// We failed; nothing is written.
    Failed,
}

/// A file that was sent and waits to be imported. It lives in memory: after a restart it is sent again.
#[derive(Debug)]
pub struct Waiting {
    owner: PersonId,
    at: jiff::Timestamp,
    /// Name of the file.
    pub name: String,
    bytes: Arc<Vec<u8>>,
    mapping: Mutex<Option<Mapping>>,
    state: Mutex<State>,
    done: Arc<AtomicU64>,
}

/// The files that wait.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<BTreeMap<ImportId, Arc<Waiting>>>);

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> State {
        locked(&self.state).clone()
    }
    /// Rows judged and written so far.
    #[must_use]
    pub fn rows_done(&self) -> u64 {
        rows_done(&self.done)
    }
    /// What a person said the columns mean; `None` while the program's guess stands.
    #[must_use]
    pub fn mapping(&self) -> Option<Mapping> {
        locked(&self.mapping).clone()
    }
}

/// Rows that are through.
#[must_use]
pub fn rows_done(progress: &Progress) -> u64 {
    progress.load(std::sync::atomic::Ordering::Relaxed)
}

/// A file that cannot be read, said at the field `file`.
pub(crate) fn unreadable(error: &reader::table::TableError) -> Error {
    let problem = Problem::Said { ja: error.text(Lang::Ja), en: error.text(Lang::En) };
    Error::Invalid(vec![FieldError::new("file", problem)])
}

impl Contractors<'_> {
    /// Whether the caller may import at all, before there is a file.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`].
    pub fn may_import(&self, caller: &Caller) -> Result<()> {
        caller.may(Permission::EditContractor).map(drop)
    }

    /// Receives a list and keeps it until it is imported.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; invalid at `file` when it cannot be read.
    pub async fn receive(&self, caller: &Caller, name: &str, bytes: Vec<u8>) -> Result<ImportId> {
        caller.may(Permission::EditContractor)?;
        let bytes = Arc::new(bytes);
        let probe = Arc::clone(&bytes);
        tokio::task::spawn_blocking(move || {
            reader::table::File::open(&probe).map(drop).map_err(|error| unreadable(&error))
        })
        .await
        .map_err(Error::internal)??;
        let id: ImportId = self.0.mint();
        let at = self.0.clock().now();
        let waiting = Waiting {
            owner: caller.id(),
            at,
            name: domain::problem::shorten(name),
            bytes,
            mapping: Mutex::new(None),
            state: Mutex::new(State::Waiting),
            done: Arc::default(),
        };
        let mut held = locked(&self.0.inner.imports.0);
        held.retain(|_, w| at.duration_since(w.at) < jiff::SignedDuration::from_hours(HOURS));
        while held.len() >= KEPT {
            held.pop_first();
        }
        held.insert(id, Arc::new(waiting));
        Ok(id)
    }

    /// A file that waits; only whoever sent it sees it.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditContractor`]; not found, also when it was kept long enough.
    pub fn waiting(&self, caller: &Caller, id: ImportId) -> Result<Arc<Waiting>> {
        caller.may(Permission::EditContractor)?;
        let held = locked(&self.0.inner.imports.0);
        let found = held.get(&id).filter(|w| w.owner == caller.id()).cloned();
        drop(held);
        found.ok_or(Error::NotFound)
    }

    /// Judges every row without writing; with the meaning of columns a person gave, the one remembered for these heads, or
    /// the program's guess.
    ///
    /// # Errors
    /// As [`Self::waiting`]; invalid at `file` when it breaks further down.
    pub async fn preview(&self, caller: &Caller, id: ImportId) -> Result<Preview> {
        let waiting = self.waiting(caller, id)?;
        let file = run::File { name: waiting.name.clone(), bytes: Arc::clone(&waiting.bytes) };
        self.judge(caller, &file, waiting.mapping()).await
    }

    /// Says what the columns of a waiting file mean.
    ///
    /// # Errors
    /// As [`Self::waiting`].
    pub fn map(&self, caller: &Caller, id: ImportId, mapping: Mapping) -> Result<()> {
        *locked(&self.waiting(caller, id)?.mapping) = Some(mapping);
        Ok(())
    }

    /// Begins to write a waiting file; [`Waiting::state`] says how far it is. A file that is being written or was written is
    /// not written again.
    ///
    /// # Errors
    /// As [`Self::waiting`]; conflict when it was begun before.
    pub fn start(&self, caller: &Caller, id: ImportId) -> Result<()> {
        let waiting = self.waiting(caller, id)?;
        {
            let mut state = locked(&waiting.state);
            if matches!(*state, State::Running | State::Done(_)) {
                return Err(Error::conflict(
                    "この取込みはもう始まっています".to_owned(),
                    "This import has begun already".to_owned(),
                ));
            }
            *state = State::Running;
        }
        let (app, caller) = (self.0.clone(), caller.clone());
        tokio::spawn(async move {
            let file = run::File { name: waiting.name.clone(), bytes: Arc::clone(&waiting.bytes) };
            let done = Arc::clone(&waiting.done);
            let result = app.contractors().write(&caller, &file, waiting.mapping(), &done).await;
            let state = match result {
                Ok(summary) => State::Done(summary),
                Err(Error::Invalid(errors)) => State::Refused(errors),
                Err(error) => {
                    tracing::error!(%error, "an import failed");
                    State::Failed
                }
            };
            *locked(&waiting.state) = state;
        });
        Ok(())
    }

    /// Judges a file at once, for programs and the command line.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub async fn judge_file(&self, caller: &Caller, name: &str, bytes: Vec<u8>) -> Result<Preview> {
        self.judge(caller, &run::File { name: name.to_owned(), bytes: Arc::new(bytes) }, None).await
    }

    /// Imports a file at once, for programs and the command line; `done` counts the rows.
    ///
    /// # Errors
    /// As [`Self::preview`]; invalid when any row is wrong, and then nothing is written.
    pub async fn import_file(&self, caller: &Caller, name: &str, bytes: Vec<u8>, done: &Progress) -> Result<Summary> {
        self.write(caller, &run::File { name: name.to_owned(), bytes: Arc::new(bytes) }, None, done).await
    }
}

#[cfg(test)]
mod tests;
