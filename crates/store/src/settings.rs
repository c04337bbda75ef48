//! Settings of the installation that people change and the ledger records: name, small-firm mode, keys.

use crate::{Result, Tx, args, sql};

sql! {
    GET = "select value from setting where key = $1";
    SET = "insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    ALL = "select key, value from setting order by key limit 200";
}

#[derive(sqlx::FromRow)]
struct ValueRow {
    value: String,
}

#[derive(sqlx::FromRow)]
struct SettingRow {
    key: String,
    value: String,
}

/// One setting.
///
/// # Errors
/// Of the database.
pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>> {
    Ok(tx.optional::<ValueRow>(&GET, args![key]).await?.map(|r| r.value))
}

/// Sets one.
///
/// # Errors
/// Of the database.
pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    tx.run(&SET, args![key, value]).await?;
    Ok(())
}

/// All of them.
///
/// # Errors
/// Of the database.
pub async fn all(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    Ok(tx.all::<SettingRow>(&ALL, args![]).await?.into_iter().map(|r| (r.key, r.value)).collect())
}
