//! Migrations: one set for both databases, forward only.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::{
    Db, Error,
    sql::{Dialect, expand},
};

/// Every migration, in order: number, name, text. An applied one is never edited; sqlx compares checksums and refuses.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "house", include_str!("../migrations/0001_house.sql"))];

/// Brings the database to the newest form.
///
/// # Errors
/// When a migration fails, when one that was applied has since been edited, or when the database holds one this
/// program does not know (it was opened by a newer version). The server then refuses to serve.
pub async fn migrate(db: &Db) -> Result<(), Error> {
    let dialect = db.dialect();
    let migrations: Vec<Migration> = MIGRATIONS
        .iter()
        .map(|(version, name, text)| {
            Migration::new(
                *version,
                Cow::Borrowed(*name),
                MigrationType::Simple,
                sqlx::AssertSqlSafe(only(text, dialect)).into_sql_str(),
                false,
            )
        })
        .collect();
    let migrator = Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT };
    db.migrate(&migrator).await
}

/// Number of the newest migration this program knows.
#[must_use]
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, ..)| *version)
}

fn only(text: &str, dialect: Dialect) -> String {
    let mut keep = true;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            "-- only sqlite" => keep = dialect == Dialect::Sqlite,
            "-- only postgres" => keep = dialect == Dialect::Postgres,
            "-- both" => keep = true,
            _ if keep => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    expand(&out, dialect)
}

use sqlx::SqlSafeStr as _;
