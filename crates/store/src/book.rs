//! Answer books, corrections of the mapping, and clients' sheets while they are filled in. A book belongs to a contractor, or
//! to this organisation itself when it is a contractor of others.

use domain::{
    id::{ContractorId, PersonId, SheetId},
    permission::Scope,
};
use jiff::{Timestamp, civil::Date};

use crate::{Error, Result, Tx, args, instant, parse, sql};

sql! {
    OF = "select measure, scope_kind, scope_name, body, answered_on, kept_at from book_answer
        where owner = $1 order by measure{C}, scope_kind{C}, scope_name{C} limit 5000";
    PUT = "insert into book_answer (owner, measure, scope_kind, scope_name, body, answered_on, kept_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (owner, measure, scope_kind, scope_name) do update set body = excluded.body,
          answered_on = excluded.answered_on, kept_at = excluded.kept_at";
    REMOVE = "delete from book_answer where owner = $1 and measure = $2 and scope_kind = $3 and scope_name = $4";
    CORRECTIONS = "select question, measure from sheet_correction order by question_key{C} limit 20000";
    CORRECT = "insert into sheet_correction (question_key, question, measure, learned_at) values ($1, $2, $3, $4)
        on conflict (question_key) do update set question = excluded.question, measure = excluded.measure,
          learned_at = excluded.learned_at";
    UPLOAD = "insert into sheet_upload (id, name, body, choices, person_id, created_at) values ($1, $2, $3, $4, $5, $6)";
    UPLOADED = "select id, name, body, choices, created_at from sheet_upload where id = $1 and person_id = $2";
    CHOOSE = "update sheet_upload set choices = $3 where id = $1 and person_id = $2";
    DROP_OLD = "delete from sheet_upload where created_at < $1";
}

/// Whose book it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// This organisation's.
    Own,
    /// A contractor's, as far as it agreed that its answers are kept here.
    Contractor(ContractorId),
}

impl Owner {
    fn key(self) -> String {
        match self {
            Self::Own => "own".to_owned(),
            Self::Contractor(id) => id.to_string(),
        }
    }
}

/// An answer of a book as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    /// Id of the measure.
    pub measure: String,
    /// Kind of scope.
    pub scope_kind: String,
    /// Name of the scope.
    pub scope_name: String,
    /// The answer as JSON.
    pub body: String,
    /// Day it was given.
    pub answered_on: Date,
    /// When it was put in.
    pub kept_at: Timestamp,
}

/// A sheet while it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: SheetId,
    /// Name of the file.
    pub name: String,
    /// The file in base64.
    pub body: String,
    /// What the person chose, as JSON.
    pub choices: String,
    /// When it was sent in.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    measure: String,
    scope_kind: String,
    scope_name: String,
    body: String,
    answered_on: String,
    kept_at: i64,
}

#[derive(sqlx::FromRow)]
struct CorrectionRow {
    question: String,
    measure: Option<String>,
}

#[derive(sqlx::FromRow)]
struct UploadRow {
    id: String,
    name: String,
    body: String,
    choices: String,
    created_at: i64,
}

impl TryFrom<Row> for BookRow {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            measure: row.measure,
            scope_kind: row.scope_kind,
            scope_name: row.scope_name,
            body: row.body,
            answered_on: parse("book_answer.answered_on", &row.answered_on)?,
            kept_at: instant("book_answer.kept_at", row.kept_at)?,
        })
    }
}

/// Every answer of a book. No scope: a contractor reads its own through its link; for people the use case asks first.
///
/// # Errors
/// Of the database.
pub async fn of(tx: &mut Tx, owner: Owner) -> Result<Vec<BookRow>> {
    tx.all::<Row>(&OF, args![owner.key()]).await?.into_iter().map(BookRow::try_from).collect()
}

/// Puts an answer in, in place of one for the same measure and scope.
///
/// # Errors
/// Of the database.
pub async fn put(tx: &mut Tx, owner: Owner, row: &BookRow) -> Result<()> {
    let args = args![
        owner.key(),
        row.measure.as_str(),
        row.scope_kind.as_str(),
        row.scope_name.as_str(),
        row.body.as_str(),
        row.answered_on,
        row.kept_at,
    ];
    tx.run(&PUT, args).await?;
    Ok(())
}

/// Takes an answer out.
///
/// # Errors
/// Of the database.
pub async fn remove(tx: &mut Tx, owner: Owner, (measure, kind, name): (&str, &str, &str)) -> Result<()> {
    tx.run(&REMOVE, args![owner.key(), measure, kind, name]).await?;
    Ok(())
}

/// What people said of questions the mapping had wrong: question and measure.
///
/// # Errors
/// Of the database.
pub async fn corrections(tx: &mut Tx, _scope: &Scope) -> Result<Vec<(String, Option<String>)>> {
    let rows = tx.all::<CorrectionRow>(&CORRECTIONS, args![]).await?;
    Ok(rows.into_iter().map(|r| (r.question, r.measure)).collect())
}

/// Remembers a correction.
///
/// # Errors
/// Of the database.
pub async fn correct(
    tx: &mut Tx,
    _scope: &Scope,
    key: &str,
    (question, measure): (&str, Option<&str>),
    at: Timestamp,
) -> Result<()> {
    tx.run(&CORRECT, args![key, question, measure, at]).await?;
    Ok(())
}

/// Keeps a sheet, and drops those from before a time.
///
/// # Errors
/// Of the database.
pub async fn upload(tx: &mut Tx, _scope: &Scope, person: PersonId, one: &Upload, before: Timestamp) -> Result<()> {
    tx.run(&DROP_OLD, args![before]).await?;
    let args = args![one.id, one.name.as_str(), one.body.as_str(), one.choices.as_str(), person, one.created_at];
    tx.run(&UPLOAD, args).await?;
    Ok(())
}

/// A sheet of one's own.
///
/// # Errors
/// Of the database.
pub async fn uploaded(tx: &mut Tx, _scope: &Scope, person: PersonId, id: SheetId) -> Result<Option<Upload>> {
    let Some(row) = tx.optional::<UploadRow>(&UPLOADED, args![id, person]).await? else { return Ok(None) };
    Ok(Some(Upload {
        id: parse("sheet_upload.id", &row.id)?,
        name: row.name,
        body: row.body,
        choices: row.choices,
        created_at: instant("sheet_upload.created_at", row.created_at)?,
    }))
}

/// Keeps what was chosen; tells whether there is such a sheet.
///
/// # Errors
/// Of the database.
pub async fn choose(tx: &mut Tx, _scope: &Scope, person: PersonId, id: SheetId, choices: &str) -> Result<bool> {
    Ok(tx.run(&CHOOSE, args![id, person, choices]).await? == 1)
}
