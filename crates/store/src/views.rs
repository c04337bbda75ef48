//! Saved views of lists: a person's own bookmarks. They hold the address of a list and nothing of what it shows, so
//! they are kept by person and need no scope.

use domain::{
    id::{PersonId, ViewId},
    text::Title,
};
use jiff::Timestamp;

use crate::{Error, Result, Tx, args, instant, parse, sql};

sql! {
    INSERT = "insert into saved_view (id, person_id, name, query, created_at) values ($1, $2, $3, $4, $5)";
    OF_PERSON = "select id, name, query, created_at from saved_view where person_id = $1
        order by created_at, id limit 100";
    DELETE = "delete from saved_view where id = $1 and person_id = $2";
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// What the person calls it.
    pub name: Title,
    /// Path and query of the list: `/engagements?stage=decide`.
    pub query: String,
    /// When it was saved.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct ViewRow {
    id: String,
    name: String,
    query: String,
    created_at: i64,
}

impl TryFrom<ViewRow> for View {
    type Error = Error;
    fn try_from(row: ViewRow) -> Result<Self> {
        Ok(Self {
            id: parse("saved_view.id", &row.id)?,
            name: parse("saved_view.name", &row.name)?,
            query: row.query,
            created_at: instant("saved_view.created_at", row.created_at)?,
        })
    }
}

/// Keeps a view.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, person: PersonId, view: &View) -> Result<()> {
    tx.run(&INSERT, args![view.id, person, &view.name, view.query.as_str(), view.created_at]).await?;
    Ok(())
}

/// A person's views, the oldest first.
///
/// # Errors
/// Of the database.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<View>> {
    tx.all::<ViewRow>(&OF_PERSON, args![person]).await?.into_iter().map(View::try_from).collect()
}

/// Removes one of a person's views; tells whether there was one.
///
/// # Errors
/// Of the database.
pub async fn delete(tx: &mut Tx, person: PersonId, id: ViewId) -> Result<bool> {
    Ok(tx.run(&DELETE, args![id, person]).await? > 0)
}
