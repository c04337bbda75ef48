//! What belongs to one questionnaire: answers, links, notes, files. Every function takes a [`Questionnaire`], which is had
//! only within a person's reach or through an open link, so nobody gets at another's.

use domain::{
    id::{AnswerFileId, LinkId, NoteId, PersonId, QuestionnaireId},
    questionnaire::AnswerSource,
};
use jiff::{Timestamp, civil::Date};
use ledger::Digest;
use serde::Serialize;

use super::Questionnaire;
use crate::{Error, Result, Tx, args, instant, instant_opt, parse, parse_opt, sql};

sql! {
    ANSWERS = "select question_id, body, source, answered_at, answered_on from questionnaire_answer
        where questionnaire_id = $1 order by question_id{C} limit 1000";
    PUT = "insert into questionnaire_answer (questionnaire_id, question_id, body, source, answered_at, answered_on)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (questionnaire_id, question_id) do update set body = excluded.body, source = excluded.source,
          answered_at = excluded.answered_at, answered_on = excluded.answered_on";
    REMOVE = "delete from questionnaire_answer where questionnaire_id = $1 and question_id = $2";
    LINK_INSERT = "insert into questionnaire_link (id, questionnaire_id, token_hash, session_hash, created_at, expires_at,
        opened_at, ended_at) values ($1, $2, $3, null, $4, $5, null, null)";
    LINK_EXTEND = "update questionnaire_link set expires_at = $2
        where questionnaire_id = $1 and ended_at is null and expires_at < $2";
    LINK_END = "update questionnaire_link set ended_at = $2 where questionnaire_id = $1 and ended_at is null";
    LINK_OPEN = "update questionnaire_link set opened_at = $2, session_hash = $3
        where id = $1 and opened_at is null and ended_at is null and expires_at > $2";
    LINK_BY_TOKEN = "select l.id, l.questionnaire_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from questionnaire_link l where l.token_hash = $1";
    LINK_BY_SESSION = "select l.id, l.questionnaire_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from questionnaire_link l where l.session_hash = $1";
    LINK_BY_ID = "select l.id, l.questionnaire_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from questionnaire_link l where l.id = $1";
    LINKS = "select l.id, l.questionnaire_id, l.created_at, l.expires_at, l.opened_at, l.ended_at
        from questionnaire_link l where l.questionnaire_id = $1 order by l.created_at desc, l.id desc limit 50";
    NOTES = "select n.id, n.question_id, n.body, n.person_id, p.name as person_name, n.noted_at
        from questionnaire_note n left join person p on p.id = n.person_id
        where n.questionnaire_id = $1 order by n.id limit 500";
    NOTE_INSERT = "insert into questionnaire_note (id, questionnaire_id, question_id, body, person_id, noted_at)
        values ($1, $2, $3, $4, $5, $6)";
    FILES = "select id, question_id, name, sha256, size, received_at from answer_file
        where questionnaire_id = $1 order by id limit 200";
    FILE = "select id, question_id, name, sha256, size, received_at from answer_file
        where questionnaire_id = $1 and id = $2";
    FILE_INSERT = "insert into answer_file (id, questionnaire_id, question_id, name, sha256, size, received_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    ONE = "select q.id, q.campaign_id, q.contractor_id, c.name as contractor_name, q.engagement_id, q.unit_id, q.title,
        q.depth, q.body, q.state, q.due_on, q.sent_at, q.sent_by, q.opened_at, q.begun_at, q.submitted_at, q.submitted_by,
        q.decided_at, q.decided_by, q.score, q.coverage, q.answered, q.asked, q.kept, q.revision
        from questionnaire q join contractor c on c.id = q.contractor_id where q.id = $1";
    OFFERED = "select q.id, q.campaign_id, q.contractor_id, c.name as contractor_name, q.engagement_id, q.unit_id, q.title,
        q.depth, q.body, q.state, q.due_on, q.sent_at, q.sent_by, q.opened_at, q.begun_at, q.submitted_at, q.submitted_by,
        q.decided_at, q.decided_by, q.score, q.coverage, q.answered, q.asked, q.kept, q.revision
        from questionnaire q join contractor c on c.id = q.contractor_id
        where q.contractor_id = $1 and q.id <> $2 and q.kept = true and q.state in ('accepted', 'submitted')
        order by q.submitted_at desc, q.id desc limit 1";
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which question.
    pub question: String,
    /// The answer as JSON.
    pub body: String,
    /// How it came in.
    pub source: AnswerSource,
    /// When it came in.
    pub at: Timestamp,
    /// Day it was given; earlier than it came in when it was taken over.
    pub on: Date,
}

/// A link to answer by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// What it opens.
    pub questionnaire: QuestionnaireId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was used.
    pub opened_at: Option<Timestamp>,
    /// When it was replaced or ended.
    pub ended_at: Option<Timestamp>,
}

impl Link {
    /// It still leads somewhere.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
}

/// A note that both sides read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The question it is about; `None` for the whole.
    pub question: Option<String>,
    /// What it says.
    pub body: String,
    /// Who of the client wrote it; `None` for the contractor.
    pub person: Option<PersonId>,
    /// The person's name.
    pub person_name: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A file received with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerFile {
    /// Its id.
    pub id: AnswerFileId,
    /// The question it belongs to.
    pub question: String,
    /// Its name.
    pub name: String,
    /// Digest of its bytes as they arrived; they are in the folder of attachments.
    pub sha256: Digest,
    /// Bytes.
    pub size: i64,
    /// When it was received.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    question_id: String,
    body: String,
    source: String,
    answered_at: i64,
    answered_on: String,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: String,
    questionnaire_id: String,
    created_at: i64,
    expires_at: i64,
    opened_at: Option<i64>,
    ended_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct NoteRow {
    id: String,
    question_id: Option<String>,
    body: String,
    person_id: Option<String>,
    person_name: Option<String>,
    noted_at: i64,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    id: String,
    question_id: String,
    name: String,
    sha256: String,
    size: i64,
    received_at: i64,
}

impl TryFrom<KeptRow> for Kept {
    type Error = Error;
    fn try_from(row: KeptRow) -> Result<Self> {
        Ok(Self {
            question: row.question_id,
            body: row.body,
            source: parse("questionnaire_answer.source", &row.source)?,
            at: instant("questionnaire_answer.answered_at", row.answered_at)?,
            on: parse("questionnaire_answer.answered_on", &row.answered_on)?,
        })
    }
}

impl TryFrom<LinkRow> for Link {
    type Error = Error;
    fn try_from(row: LinkRow) -> Result<Self> {
        Ok(Self {
            id: parse("questionnaire_link.id", &row.id)?,
            questionnaire: parse("questionnaire_link.questionnaire_id", &row.questionnaire_id)?,
            created_at: instant("questionnaire_link.created_at", row.created_at)?,
            expires_at: instant("questionnaire_link.expires_at", row.expires_at)?,
            opened_at: instant_opt("questionnaire_link.opened_at", row.opened_at)?,
            ended_at: instant_opt("questionnaire_link.ended_at", row.ended_at)?,
        })
    }
}

impl TryFrom<NoteRow> for Note {
    type Error = Error;
    fn try_from(row: NoteRow) -> Result<Self> {
        Ok(Self {
            id: parse("questionnaire_note.id", &row.id)?,
            question: row.question_id,
            body: row.body,
            person: parse_opt("questionnaire_note.person_id", row.person_id.as_deref())?,
            person_name: row.person_name,
            at: instant("questionnaire_note.noted_at", row.noted_at)?,
        })
    }
}

impl TryFrom<FileRow> for AnswerFile {
    type Error = Error;
    fn try_from(row: FileRow) -> Result<Self> {
        Ok(Self {
            id: parse("answer_file.id", &row.id)?,
            question: row.question_id,
            name: row.name,
            sha256: parse("answer_file.sha256", &row.sha256)?,
            size: row.size,
            at: instant("answer_file.received_at", row.received_at)?,
        })
    }
}

/// The answers so far, by question.
///
/// # Errors
/// Of the database.
pub async fn answers(tx: &mut Tx, of: &Questionnaire) -> Result<Vec<Kept>> {
    tx.all::<KeptRow>(&ANSWERS, args![of.id]).await?.into_iter().map(Kept::try_from).collect()
}

/// Keeps an answer in place of the one before.
///
/// # Errors
/// Of the database.
pub async fn put(tx: &mut Tx, of: &Questionnaire, kept: &Kept) -> Result<()> {
    let args = args![of.id, kept.question.as_str(), kept.body.as_str(), kept.source, kept.at, kept.on];
    tx.run(&PUT, args).await?;
    Ok(())
}

/// Takes an answer away.
///
/// # Errors
/// Of the database.
pub async fn remove(tx: &mut Tx, of: &Questionnaire, question: &str) -> Result<()> {
    tx.run(&REMOVE, args![of.id, question]).await?;
    Ok(())
}

/// Keeps a new link by the digest of its token and ends every other one of the questionnaire.
///
/// # Errors
/// Of the database.
pub async fn insert_link(tx: &mut Tx, of: &Questionnaire, link: &Link, token_hash: &str) -> Result<()> {
    end_links(tx, of, link.created_at).await?;
    tx.run(&LINK_INSERT, args![link.id, of.id, token_hash, link.created_at, link.expires_at]).await?;
    Ok(())
}

/// Lets the link that still leads somewhere, and the session begun with it, hold until a later time.
///
/// # Errors
/// Of the database.
pub async fn extend_links(tx: &mut Tx, of: &Questionnaire, until: Timestamp) -> Result<()> {
    tx.run(&LINK_EXTEND, args![of.id, until]).await?;
    Ok(())
}

/// Ends every link of a questionnaire.
///
/// # Errors
/// Of the database.
pub async fn end_links(tx: &mut Tx, of: &Questionnaire, at: Timestamp) -> Result<()> {
    tx.run(&LINK_END, args![of.id, at]).await?;
    Ok(())
}

/// Uses a link up; tells whether it could be used.
///
/// # Errors
/// Of the database.
pub async fn open_link(tx: &mut Tx, link: LinkId, at: Timestamp, session_hash: &str) -> Result<bool> {
    Ok(tx.run(&LINK_OPEN, args![link, at, session_hash]).await? == 1)
}

/// A link by the digest of its token, whatever has become of it, with what it leads to.
///
/// # Errors
/// Of the database.
pub async fn by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<(Link, Questionnaire)>> {
    let row = tx.optional::<LinkRow>(&LINK_BY_TOKEN, args![token_hash]).await?;
    led(tx, row).await
}

/// The same by the digest of the session that was begun with it.
///
/// # Errors
/// Of the database.
pub async fn by_session(tx: &mut Tx, session_hash: &str) -> Result<Option<(Link, Questionnaire)>> {
    let row = tx.optional::<LinkRow>(&LINK_BY_SESSION, args![session_hash]).await?;
    led(tx, row).await
}

/// The same by the link's id, which only whoever came by it has.
///
/// # Errors
/// Of the database.
pub async fn by_link(tx: &mut Tx, link: LinkId) -> Result<Option<(Link, Questionnaire)>> {
    let row = tx.optional::<LinkRow>(&LINK_BY_ID, args![link]).await?;
    led(tx, row).await
}

async fn led(tx: &mut Tx, row: Option<LinkRow>) -> Result<Option<(Link, Questionnaire)>> {
    let Some(link) = row.map(Link::try_from).transpose()? else { return Ok(None) };
    let found = tx.optional::<super::Row>(&ONE, args![link.questionnaire]).await?;
    Ok(found.map(Questionnaire::try_from).transpose()?.map(|one| (link, one)))
}

/// What the same contractor handed in last, here or to another unit, and agreed to be offered again. It is the contractor's
/// own, so it is for whoever came by a link and for nobody of the client.
///
/// # Errors
/// Of the database.
pub async fn offered(tx: &mut Tx, of: &Questionnaire) -> Result<Option<Questionnaire>> {
    let row = tx.optional::<super::Row>(&OFFERED, args![of.contractor, of.id]).await?;
    row.map(Questionnaire::try_from).transpose()
}

/// Links of a questionnaire, the newest first.
///
/// # Errors
/// Of the database.
pub async fn links(tx: &mut Tx, of: &Questionnaire) -> Result<Vec<Link>> {
    tx.all::<LinkRow>(&LINKS, args![of.id]).await?.into_iter().map(Link::try_from).collect()
}

/// Notes of a questionnaire in the order they were written.
///
/// # Errors
/// Of the database.
pub async fn notes(tx: &mut Tx, of: &Questionnaire) -> Result<Vec<Note>> {
    tx.all::<NoteRow>(&NOTES, args![of.id]).await?.into_iter().map(Note::try_from).collect()
}

/// Keeps a note.
///
/// # Errors
/// Of the database.
pub async fn insert_note(tx: &mut Tx, of: &Questionnaire, note: &Note) -> Result<()> {
    let args = args![note.id, of.id, note.question.clone(), note.body.as_str(), note.person, note.at];
    tx.run(&NOTE_INSERT, args).await?;
    Ok(())
}

/// Files received with the answers.
///
/// # Errors
/// Of the database.
pub async fn files(tx: &mut Tx, of: &Questionnaire) -> Result<Vec<AnswerFile>> {
    tx.all::<FileRow>(&FILES, args![of.id]).await?.into_iter().map(AnswerFile::try_from).collect()
}

/// One of them.
///
/// # Errors
/// Of the database.
pub async fn file(tx: &mut Tx, of: &Questionnaire, id: AnswerFileId) -> Result<Option<AnswerFile>> {
    tx.optional::<FileRow>(&FILE, args![of.id, id]).await?.map(AnswerFile::try_from).transpose()
}

/// Keeps a file; none is ever overwritten.
///
/// # Errors
/// Of the database.
pub async fn insert_file(tx: &mut Tx, of: &Questionnaire, file: &AnswerFile) -> Result<()> {
    let args =
        args![file.id, of.id, file.question.as_str(), file.name.as_str(), file.sha256.to_string(), file.size, file.at,];
    tx.run(&FILE_INSERT, args).await?;
    Ok(())
}
