//! What the columns of a list mean, remembered by the heads of the list.

use domain::{id::PersonId, permission::Scope};
use jiff::Timestamp;

use crate::{Result, Tx, args, sql};

sql! {
    LOAD = "select body from import_mapping where heads = $1";
    SAVE = "insert into import_mapping (heads, body, updated_at, updated_by) values ($1, $2, $3, $4)
        on conflict (heads) do update set body = excluded.body, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by";
}

#[derive(sqlx::FromRow)]
struct BodyRow {
    body: String,
}

/// What was remembered for these heads.
///
/// # Errors
/// Of the database.
pub async fn load(tx: &mut Tx, _scope: &Scope, heads: &str) -> Result<Option<String>> {
    Ok(tx.optional::<BodyRow>(&LOAD, args![heads]).await?.map(|r| r.body))
}

/// Remembers it.
///
/// # Errors
/// Of the database.
pub async fn save(
    tx: &mut Tx,
    _scope: &Scope,
    (heads, body): (&str, &str),
    (at, by): (Timestamp, PersonId),
) -> Result<()> {
    tx.run(&SAVE, args![heads, body, at, by]).await?;
    Ok(())
}
