//! Databases for tests: a fresh one on SQLite, and one on PostgreSQL where the test run has a server.
//!
//! `SEKIMORI_TEST_POSTGRES` names a server on which databases may be created. Without it the PostgreSQL half is skipped
//! and says so; with `SEKIMORI_TEST_REQUIRE=postgres` its absence is a failure.

use crate::{
    Db, Location,
    db::{Parts, Tx},
    migrate::migrate,
};

/// A migrated database of its own, and what must live as long as it does.
#[derive(Debug)]
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// Where it is, to open it again.
    pub location: Location,
    folder: tempfile::TempDir,
}

impl TestDb {
    /// A folder that lives as long as the database, for attachments and files.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// The databases this run can test: SQLite always, PostgreSQL when there is one.
///
/// # Panics
/// When one cannot be made, or PostgreSQL is required and missing.
#[expect(clippy::expect_used, clippy::panic, reason = "a test without its database has failed")]
pub async fn databases() -> Vec<TestDb> {
    let mut out = Vec::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let location = Location::Sqlite(folder.path().join("test.db"));
    let db = Db::open(&location).await.expect("an SQLite database");
    migrate(&db).await.expect("migrations on SQLite");
    out.push(TestDb { db, location, folder });
    match std::env::var("SEKIMORI_TEST_POSTGRES") {
        Ok(server) => {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let location = Location::Postgres(new_postgres(&server).await);
            let db = Db::open(&location).await.expect("a PostgreSQL database");
            migrate(&db).await.expect("migrations on PostgreSQL");
            out.push(TestDb { db, location, folder });
        }
        Err(_) if std::env::var("SEKIMORI_TEST_REQUIRE").is_ok_and(|v| v.contains("postgres")) => {
            panic!("SEKIMORI_TEST_REQUIRE asks for PostgreSQL, but SEKIMORI_TEST_POSTGRES is not set");
        }
        Err(_) => eprintln!("SKIPPED on PostgreSQL: set SEKIMORI_TEST_POSTGRES=postgres://… (./scripts/test does it)"),
    }
    out
}

/// Creates an empty database on the server and gives its address.
#[expect(clippy::expect_used, reason = "a test without its database has failed")]
async fn new_postgres(server: &str) -> String {
    use sqlx::Connection as _;
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("sekimori_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut connection = sqlx::PgConnection::connect(server).await.expect("the PostgreSQL server of the test run");
    sqlx::query(sqlx::AssertSqlSafe(format!("drop database if exists {name}")))
        .execute(&mut connection)
        .await
        .expect("drop database");
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name} template template0 encoding 'UTF8'")))
        .execute(&mut connection)
        .await
        .expect("create database");
    let (base, _) = server.rsplit_once('/').expect("an address with a database name");
    format!("{base}/{name}")
}

/// Runs any SQL behind the program's back, as someone with a database tool would.
///
/// # Panics
/// When the database refuses.
#[expect(clippy::expect_used, reason = "a test without its database has failed")]
pub async fn raw(db: &Db, sql: &str) {
    let mut tx: Tx = db.write().await.expect("a transaction");
    let text = sqlx::AssertSqlSafe(sql.to_owned());
    match tx.inner_parts() {
        Parts::Lite(connection) => drop(sqlx::raw_sql(text).execute(connection).await.expect("raw SQL on SQLite")),
        Parts::Pg(connection) => drop(sqlx::raw_sql(text).execute(connection).await.expect("raw SQL on PostgreSQL")),
    }
    tx.commit().await.expect("a commit");
}

/// First column, as text, of whatever a statement gives.
///
/// # Panics
/// When the database refuses or the column is no text.
#[expect(clippy::expect_used, reason = "a test without its database has failed")]
pub async fn raw_texts(db: &Db, sql: &str) -> Vec<String> {
    let mut tx: Tx = db.read().await.expect("a transaction");
    let text = sqlx::AssertSqlSafe(sql.to_owned());
    match tx.inner_parts() {
        Parts::Lite(connection) => sqlx::query_scalar(text).fetch_all(connection).await.expect("raw SQL on SQLite"),
        Parts::Pg(connection) => sqlx::query_scalar(text).fetch_all(connection).await.expect("raw SQL on PostgreSQL"),
    }
}
