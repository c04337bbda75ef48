//! Connections and transactions on either database.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{
    FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};

use crate::{
    Error,
    sql::{Dialect, Sql, Value},
};

/// A row that both drivers can give. Derive `sqlx::FromRow` on a private struct of primitive types.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(std::path::PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

impl FromStr for Location {
    type Err = domain::Problem;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text);
        if path.is_empty() || path.contains("://") {
            return Err(domain::Problem::form(
                text,
                domain::Words {
                    ja: "「sqlite:ファイル名」または「postgres://利用者@ホスト/データベース」です",
                    en: "sqlite:PATH or postgres://USER@HOST/DATABASE",
                },
            ));
        }
        Ok(Self::Sqlite(path.into()))
    }
}

#[derive(Debug, Clone)]
enum Pools {
    Lite { write: SqlitePool, read: SqlitePool },
    Pg(PgPool),
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
    queries: Arc<AtomicU64>,
}

impl Db {
    /// Opens (and for SQLite creates) a database. Does not migrate it.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn open(location: &Location) -> Result<Self, Error> {
        let pools = match location {
            Location::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // an acknowledged write survives a power cut as well as a killed process
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(Duration::from_secs(30))
                    .foreign_keys(true)
                    .pragma("cache_size", "-16000")
                    .pragma("temp_store", "memory")
                    .statement_cache_capacity(300);
                let write = SqlitePoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(Duration::from_secs(60))
                    // statistics for the planner are kept up when the program ends
                    .connect_with(options.clone().optimize_on_close(true, 1_000))
                    .await?;
                let read = SqlitePoolOptions::new()
                    .max_connections(4)
                    .acquire_timeout(Duration::from_secs(30))
                    .connect_with(options.pragma("query_only", "on").create_if_missing(false))
                    .await?;
                Pools::Lite { write, read }
            }
            Location::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?
                    .application_name("sekimori")
                    .statement_cache_capacity(300)
                    .options([
                        ("timezone", "UTC"),
                        ("lock_timeout", "30s"),
                        // one text serves with and without a filter, and only the values tell which index fits
                        ("plan_cache_mode", "force_custom_plan"),
                        // statements are short; compiling one takes longer than running it
                        ("jit", "off"),
                        // indexes are in memory or on a disk without a head; priced like a head's travel, they lose to
                        // reading the whole table
                        ("random_page_cost", "1.1"),
                    ]);
                Pools::Pg(
                    PgPoolOptions::new()
                        .max_connections(16)
                        .acquire_timeout(Duration::from_secs(30))
                        .connect_with(options)
                        .await?,
                )
            }
        };
        Ok(Self { pools, queries: Arc::new(AtomicU64::new(0)) })
    }

    /// Which database this is.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.pools {
            Pools::Lite { .. } => Dialect::Sqlite,
            Pools::Pg(_) => Dialect::Postgres,
        }
    }

    /// Statements run since it was opened, without begin and commit. The tests on constant query counts read it.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// Begins a writing transaction. On SQLite it takes the one writing connection with `BEGIN IMMEDIATE`.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn write(&self) -> Result<Tx, Error> {
        let inner = match &self.pools {
            Pools::Lite { write, .. } => Inner::Lite(write.begin_with("begin immediate").await?),
            Pools::Pg(pool) => Inner::Pg(pool.begin().await?),
        };
        Ok(Tx { inner, queries: Arc::clone(&self.queries) })
    }

    /// Begins a read-only transaction over one snapshot.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn read(&self) -> Result<Tx, Error> {
        let inner = match &self.pools {
            Pools::Lite { read, .. } => Inner::Lite(read.begin().await?),
            Pools::Pg(pool) => Inner::Pg(pool.begin_with("begin isolation level repeatable read read only").await?),
        };
        Ok(Tx { inner, queries: Arc::clone(&self.queries) })
    }

    /// Closes all connections; SQLite folds its journal into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Lite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }

    pub(crate) async fn migrate(&self, migrator: &sqlx::migrate::Migrator) -> Result<(), Error> {
        match &self.pools {
            Pools::Lite { write, .. } => migrator.run(write).await?,
            Pools::Pg(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// Prepares a text without running it.
    #[cfg(test)]
    pub(crate) async fn prepare(&self, text: &'static str) -> Result<(), Error> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match &self.pools {
            Pools::Lite { write, .. } => drop(write.prepare(text.into_sql_str()).await?),
            Pools::Pg(pool) => drop(pool.prepare(text.into_sql_str()).await?),
        }
        Ok(())
    }
}

#[derive(Debug)]
enum Inner {
    Lite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Postgres>),
}

/// A transaction on either database. Dropped without [`Tx::commit`], it is rolled back.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    queries: Arc<AtomicU64>,
}

fn lite_args(args: &[Value]) -> Result<SqliteArguments, Error> {
    use sqlx::Arguments as _;
    let mut out = SqliteArguments::default();
    for value in args {
        match value {
            Value::Text(v) => out.add(v.clone()),
            Value::Int(v) => out.add(*v),
            Value::Bool(v) => out.add(*v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

fn pg_args(args: &[Value]) -> Result<PgArguments, Error> {
    use sqlx::Arguments as _;
    let mut out = PgArguments::default();
    for value in args {
        match value {
            Value::Text(v) => out.add(v.clone()),
            Value::Int(v) => out.add(*v),
            Value::Bool(v) => out.add(*v),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

macro_rules! on {
    ($self:ident, $sql:ident, $args:ident, |$query:ident, $conn:ident| $body:expr) => {{
        $self.queries.fetch_add(1, Ordering::Relaxed);
        match &mut $self.inner {
            Inner::Lite(tx) => {
                let $query = sqlx::query_with($sql.of(Dialect::Sqlite), lite_args($args)?);
                let $conn = &mut **tx;
                $body
            }
            Inner::Pg(tx) => {
                let $query = sqlx::query_with($sql.of(Dialect::Postgres), pg_args($args)?);
                let $conn = &mut **tx;
                $body
            }
        }
    }};
}

impl Tx {
    /// Which database this is.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Lite(_) => Dialect::Sqlite,
            Inner::Pg(_) => Dialect::Postgres,
        }
    }

    /// All rows. The statement must carry a limit or be bounded by its nature.
    ///
    /// # Errors
    /// Of the database.
    pub async fn all<T: Row>(&mut self, sql: &'static Sql, args: &[Value]) -> Result<Vec<T>, Error> {
        on!(self, sql, args, |query, conn| {
            let rows = query.fetch_all(conn).await?;
            Ok(rows.iter().map(T::from_row).collect::<Result<Vec<T>, _>>()?)
        })
    }

    /// One row, if there is one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn optional<T: Row>(&mut self, sql: &'static Sql, args: &[Value]) -> Result<Option<T>, Error> {
        on!(self, sql, args, |query, conn| {
            let row = query.fetch_optional(conn).await?;
            Ok(row.as_ref().map(T::from_row).transpose()?)
        })
    }

    /// One row.
    ///
    /// # Errors
    /// Of the database, or when there is none.
    pub async fn one<T: Row>(&mut self, sql: &'static Sql, args: &[Value]) -> Result<T, Error> {
        on!(self, sql, args, |query, conn| {
            let row = query.fetch_one(conn).await?;
            Ok(T::from_row(&row)?)
        })
    }

    /// Runs a statement; gives the number of rows it touched.
    ///
    /// # Errors
    /// Of the database.
    pub async fn run(&mut self, sql: &'static Sql, args: &[Value]) -> Result<u64, Error> {
        on!(self, sql, args, |query, conn| Ok(query.execute(conn).await?.rows_affected()))
    }

    /// Makes the changes lasting.
    ///
    /// # Errors
    /// Of the database; then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        match self.inner {
            Inner::Lite(tx) => tx.commit().await?,
            Inner::Pg(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(crate) fn inner_parts(&mut self) -> Parts<'_> {
        match &mut self.inner {
            Inner::Lite(tx) => Parts::Lite(&mut *tx),
            Inner::Pg(tx) => Parts::Pg(&mut *tx),
        }
    }
}

/// The driver's own connection, for streaming a table (backup) and for nothing else.
pub(crate) enum Parts<'a> {
    /// SQLite
    Lite(&'a mut sqlx::SqliteConnection),
    /// PostgreSQL
    Pg(&'a mut sqlx::PgConnection),
}
