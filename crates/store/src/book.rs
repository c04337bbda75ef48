//! Answer books, corrections of the mapping, and clients' sheets while they are filled in. A book belongs to a contractor, or
//! to this organisation itself when it is a contractor of others.

use domain::{
    id::{ContractorId, PersonId, QuestionnaireId, SheetId, UnitId},
    permission::Scope,
};
use jiff::{Timestamp, civil::Date};
use ledger::Digest;

use crate::{Error, Result, Tx, args, instant, parse, parse_opt, sql};

sql! {
    OF = "select measure, scope_kind, scope_name, body, answered_on, kept_at, questionnaire_id
        from book_answer
        where owner = $1 order by measure{C}, scope_kind{C}, scope_name{C} limit 5000";
    PUT = "insert into book_answer (owner, measure, scope_kind, scope_name, body, answered_on, kept_at,
        questionnaire_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (owner, measure, scope_kind, scope_name) do update set body = excluded.body,
          answered_on = excluded.answered_on, kept_at = excluded.kept_at, questionnaire_id = excluded.questionnaire_id";
    FORGET = "delete from book_answer where owner = $1 and questionnaire_id = $2";
    CORRECTIONS = "select question, measure from sheet_correction order by question_key{C} limit 20000";
    CORRECT = "insert into sheet_correction (question_key, question, measure, learned_at) values ($1, $2, $3, $4)
        on conflict (question_key) do update set question = excluded.question, measure = excluded.measure,
          learned_at = excluded.learned_at";
    UPLOAD = "insert into sheet_upload (id, name, sha256, size, choices, person_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    UPLOADED = "select id, name, sha256, size, choices, created_at from sheet_upload
        where id = $1 and person_id = $2 and created_at > $3";
    CHOOSE = "update sheet_upload set choices = $3 where id = $1 and person_id = $2";
    OLD = "select s.id, s.name, s.sha256, p.unit_id from sheet_upload s join person p on p.id = s.person_id
        where s.created_at <= $1 order by s.created_at, s.id limit $2";
    DROP = "delete from sheet_upload where id = $1";
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
    /// The questionnaire it was handed in with.
    pub questionnaire: Option<QuestionnaireId>,
}

/// A sheet while it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: SheetId,
    /// Name of the file.
    pub name: String,
    /// Digest of its bytes, which are in the folder of attachments.
    pub sha256: Digest,
    /// Bytes.
    pub size: i64,
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
    questionnaire_id: Option<String>,
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
    sha256: String,
    size: i64,
    choices: String,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct OldRow {
    id: String,
    name: String,
    sha256: String,
    unit_id: String,
}

/// A sheet whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// Its id.
    pub id: SheetId,
    /// Name of the file.
    pub name: String,
    /// Digest of its bytes.
    pub sha256: Digest,
    /// Unit of the person it belongs to.
    pub unit: UnitId,
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
            questionnaire: parse_opt("book_answer.questionnaire_id", row.questionnaire_id.as_deref())?,
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
        row.questionnaire,
    ];
    tx.run(&PUT, args).await?;
    Ok(())
}

/// Takes out whatever a questionnaire put in: its contractor does not agree any more.
///
/// # Errors
/// Of the database.
pub async fn forget(tx: &mut Tx, owner: Owner, questionnaire: QuestionnaireId) -> Result<u64> {
    tx.run(&FORGET, args![owner.key(), questionnaire]).await
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

/// Keeps what is known of a sheet.
///
/// # Errors
/// Of the database.
pub async fn upload(tx: &mut Tx, _scope: &Scope, person: PersonId, one: &Upload) -> Result<()> {
    let args = args![
        one.id,
        one.name.as_str(),
        one.sha256.to_string(),
        one.size,
        one.choices.as_str(),
        person,
        one.created_at,
    ];
    tx.run(&UPLOAD, args).await?;
    Ok(())
}

/// A sheet of one's own that was sent in after a time.
///
/// # Errors
/// Of the database.
pub async fn uploaded(
    tx: &mut Tx,
    _scope: &Scope,
    (person, id): (PersonId, SheetId),
    after: Timestamp,
) -> Result<Option<Upload>> {
    let Some(row) = tx.optional::<UploadRow>(&UPLOADED, args![id, person, after]).await? else { return Ok(None) };
    Ok(Some(Upload {
        id: parse("sheet_upload.id", &row.id)?,
        name: row.name,
        sha256: parse("sheet_upload.sha256", &row.sha256)?,
        size: row.size,
        choices: row.choices,
        created_at: instant("sheet_upload.created_at", row.created_at)?,
    }))
}

/// Sheets from a time or before, the oldest first. No scope: they are taken away by the program itself.
///
/// # Errors
/// Of the database.
pub async fn old(tx: &mut Tx, until: Timestamp, limit: i64) -> Result<Vec<Old>> {
    let old = |row: OldRow| {
        Ok(Old {
            id: parse("sheet_upload.id", &row.id)?,
            name: row.name,
            sha256: parse("sheet_upload.sha256", &row.sha256)?,
            unit: parse("person.unit_id", &row.unit_id)?,
        })
    };
    tx.all::<OldRow>(&OLD, args![until, limit]).await?.into_iter().map(old).collect()
}

/// Takes a sheet away whose time is over.
///
/// # Errors
/// Of the database.
pub async fn drop_old(tx: &mut Tx, one: &Old) -> Result<()> {
    tx.run(&DROP, args![one.id]).await?;
    Ok(())
}

/// Keeps what was chosen; tells whether there is such a sheet.
///
/// # Errors
/// Of the database.
pub async fn choose(tx: &mut Tx, _scope: &Scope, person: PersonId, id: SheetId, choices: &str) -> Result<bool> {
    Ok(tx.run(&CHOOSE, args![id, person, choices]).await? == 1)
}
