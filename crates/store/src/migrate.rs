//! Migrations: one set for both databases, forward only.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::{
    Db, Error, args, sql,
    sql::{Dialect, expand},
};

sql! {
    APPLIED = "select version, success from _sqlx_migrations order by version limit 1000";
}

/// Every migration, in order: number, name, text. An applied one is never edited; sqlx compares checksums and refuses.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "house", include_str!("../migrations/0001_house.sql")),
    (2, "lists", include_str!("../migrations/0002_lists.sql")),
    (3, "papers", include_str!("../migrations/0003_papers.sql")),
    (4, "contract_check", include_str!("../migrations/0004_contract_check.sql")),
    (5, "contractors", include_str!("../migrations/0005_contractors.sql")),
    (6, "questionnaires", include_str!("../migrations/0006_questionnaires.sql")),
    (7, "selection", include_str!("../migrations/0007_selection.sql")),
    (8, "handover", include_str!("../migrations/0008_handover.sql")),
    (9, "chain", include_str!("../migrations/0009_chain.sql")),
];

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
    db.migrate(&migrator).await?;
    crate::contractors::fill_keys(db).await
}

#[derive(sqlx::FromRow)]
struct AppliedRow {
    version: i64,
    success: bool,
}

/// How the form of a database compares with what this program knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Applied here.
    pub applied: Vec<i64>,
    /// Applied here only in part.
    pub failed: Vec<i64>,
    /// Known to this program and not applied.
    pub pending: Vec<i64>,
    /// Applied here and not known to this program.
    pub unknown: Vec<i64>,
}

/// Looks without changing anything. A database that was never migrated has everything pending.
///
/// # Errors
/// When the database does not answer.
pub async fn state(db: &Db) -> Result<State, Error> {
    let mut tx = db.read().await?;
    let rows = match tx.all::<AppliedRow>(&APPLIED, args![]).await {
        Ok(rows) => rows,
        // there is no such table yet
        Err(Error::Sql(sqlx::Error::Database(_))) => Vec::new(),
        Err(error) => return Err(error),
    };
    let known = |version: i64| MIGRATIONS.iter().any(|(v, ..)| *v == version);
    let mut state = State::default();
    for row in &rows {
        let list = match (row.success, known(row.version)) {
            (false, _) => &mut state.failed,
            (true, false) => &mut state.unknown,
            (true, true) => &mut state.applied,
        };
        list.push(row.version);
    }
    let here = |version: i64| rows.iter().any(|row| row.version == version);
    state.pending = MIGRATIONS.iter().map(|(version, ..)| *version).filter(|version| !here(*version)).collect();
    Ok(state)
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
