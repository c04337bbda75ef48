//! SQL, transactions, migrations and attachments, for both databases.
//!
//! The only crate that knows sqlx. Functions take a [`Tx`] and, wherever a person's data is read or changed, a
//! [`domain::permission::Scope`]: a query without a permission check does not compile. It refuses to decide anything:
//! rules are in `rules`, use cases in `app`.

pub mod approvals;
pub mod attachments;
pub mod auth;
pub mod backup;
pub mod book;
pub mod chain;
pub mod consultations;
pub mod contractors;
pub mod contracts;
pub mod db;
pub mod drafts;
pub mod engagements;
pub mod files;
pub mod gates;
pub mod handovers;
pub mod ledger;
pub mod migrate;
pub mod org;
pub mod papers;
pub mod questionnaires;
pub mod register;
pub mod sample;
pub mod selections;
pub mod settings;
pub mod sql;
#[cfg(test)]
mod statements;
#[cfg(feature = "testing")]
pub mod testing;
pub mod views;
pub mod words;

pub use db::{Db, Location, Tx};
pub use sql::Dialect;

/// What can go wrong below the use cases.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// A migration failed, is unknown to this program, or was changed after it had been applied.
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A stored value does not fit its type any more.
    #[error("stored value in {place}: {problem}")]
    Stored {
        /// Table and column.
        place: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// Someone else changed the record in between.
    #[error("changed in between")]
    Stale,
    /// A file of the attachment folder.
    #[error("file {path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// True when a unique value was already taken.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    pub(crate) fn stored(place: &'static str, problem: impl std::fmt::Display) -> Self {
        Self::Stored { place, problem: problem.to_string() }
    }
}

/// Result of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Parses a stored text; a value that no longer fits names its table and column.
pub(crate) fn parse<T>(place: &'static str, text: &str) -> Result<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e: T::Err| Error::stored(place, e))
}

/// The same for a column that may be empty.
pub(crate) fn parse_opt<T>(place: &'static str, text: Option<&str>) -> Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.map(|t| parse(place, t)).transpose()
}

/// Reads stored JSON.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(place: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::stored(place, e))
}

/// Writes JSON for storage.
pub(crate) fn to_json<T: serde::Serialize>(place: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::stored(place, e))
}

/// Reads stored microseconds.
pub(crate) fn instant(place: &'static str, micros: i64) -> Result<jiff::Timestamp> {
    jiff::Timestamp::from_microsecond(micros).map_err(|e| Error::stored(place, e))
}

/// The same for a column that may be empty.
pub(crate) fn instant_opt(place: &'static str, micros: Option<i64>) -> Result<Option<jiff::Timestamp>> {
    micros.map(|m| instant(place, m)).transpose()
}

/// The JSON list of unit ids a scope reaches, for the `{in:…}` mark; `None` for the whole organisation.
pub(crate) fn reach(scope: &domain::permission::Scope) -> Option<String> {
    match scope.reach() {
        domain::permission::Reach::All => None,
        domain::permission::Reach::Units(units) => {
            let ids: Vec<String> = units.iter().map(ToString::to_string).collect();
            Some(format!("[\"{}\"]", ids.join("\",\"")))
        }
    }
}
