//! Unfinished questionnaires: private notes of one person, seen and changed by that person alone.

use domain::{
    id::{DraftId, PersonId},
    permission::Scope,
    text::Title,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Error, Result, Tx, args, from_json, instant, parse, sql, to_json};

sql! {
    INSERT = "insert into draft (id, person_id, title, answers, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6)";
    UPDATE = "update draft set title = $4, answers = $5, updated_at = $6
        where id = $1 and person_id = $2 and updated_at >= $3";
    BY_ID = "select id, title, answers, created_at, updated_at from draft
        where id = $1 and person_id = $2 and updated_at >= $3";
    OF_PERSON = "select id, title, answers, created_at, updated_at from draft
        where person_id = $1 and updated_at >= $2 order by updated_at desc, id desc limit $3";
    DELETE = "delete from draft where id = $1 and person_id = $2";
    DELETE_OLD = "delete from draft where person_id = $1 and updated_at < $2";
}

/// An unfinished questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// What the person calls it, once they do.
    pub title: Option<Title>,
    /// The step to go on with, empty at the beginning.
    pub step: String,
    /// Answers so far, as the questionnaire names them; checked only when the engagement is made.
    pub answers: Map<String, Value>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// Whose drafts, and since when saved they still count.
#[derive(Debug, Clone, Copy)]
pub struct Mine {
    /// The person.
    pub person: PersonId,
    /// Drafts last saved before are gone.
    pub since: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Body {
    step: String,
    answers: Map<String, Value>,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: String,
    title: String,
    answers: String,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<DraftRow> for Draft {
    type Error = Error;
    fn try_from(row: DraftRow) -> Result<Self> {
        let body: Body = from_json("draft.answers", &row.answers)?;
        Ok(Self {
            id: parse("draft.id", &row.id)?,
            title: if row.title.is_empty() { None } else { Some(parse("draft.title", &row.title)?) },
            step: body.step,
            answers: body.answers,
            created_at: instant("draft.created_at", row.created_at)?,
            updated_at: instant("draft.updated_at", row.updated_at)?,
        })
    }
}

fn title(draft: &Draft) -> &str {
    draft.title.as_ref().map_or("", Title::as_str)
}

fn body(draft: &Draft) -> Result<String> {
    to_json("draft.answers", &Body { step: draft.step.clone(), answers: draft.answers.clone() })
}

/// Keeps a new draft.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, person: PersonId, draft: &Draft) -> Result<()> {
    let args = args![draft.id, person, title(draft), body(draft)?, draft.created_at, draft.updated_at];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Saves a draft of one's own.
///
/// # Errors
/// [`Error::Stale`] when it is gone.
pub async fn update(tx: &mut Tx, _scope: &Scope, mine: Mine, draft: &Draft) -> Result<()> {
    let args = args![draft.id, mine.person, mine.since, title(draft), body(draft)?, draft.updated_at];
    if tx.run(&UPDATE, args).await? == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// A draft of one's own.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, _scope: &Scope, mine: Mine, id: DraftId) -> Result<Option<Draft>> {
    let row = tx.optional::<DraftRow>(&BY_ID, args![id, mine.person, mine.since]).await?;
    row.map(Draft::try_from).transpose()
}

/// One's own drafts, the one saved last first.
///
/// # Errors
/// Of the database.
pub async fn of_person(tx: &mut Tx, _scope: &Scope, mine: Mine, limit: i64) -> Result<Vec<Draft>> {
    let rows = tx.all::<DraftRow>(&OF_PERSON, args![mine.person, mine.since, limit]).await?;
    rows.into_iter().map(Draft::try_from).collect()
}

/// Removes a draft of one's own; tells whether there was one.
///
/// # Errors
/// Of the database.
pub async fn delete(tx: &mut Tx, _scope: &Scope, person: PersonId, id: DraftId) -> Result<bool> {
    Ok(tx.run(&DELETE, args![id, person]).await? > 0)
}

/// Removes one's drafts that nobody can open any more.
///
/// # Errors
/// Of the database.
pub async fn delete_old(tx: &mut Tx, _scope: &Scope, mine: Mine) -> Result<u64> {
    tx.run(&DELETE_OLD, args![mine.person, mine.since]).await
}
