//! Plans of engagements and the papers made from them. A plan is one row that changes under a revision; a paper is never
//! changed, its next version is another row.

use domain::{
    Lang,
    id::{AttachmentId, DocumentId, EngagementId, PersonId},
    permission::Scope,
    plan::Plan,
};
use jiff::Timestamp;
use ledger::Digest;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Tx, args, from_json, instant, parse, reach, sql, to_json};

sql! {
    PLAN = "select p.body, p.updated_at, p.updated_by, p.revision from plan p
        join engagement e on e.id = p.engagement_id where p.engagement_id = $1 and {in:e.unit_id:$2}";
    PLAN_INSERT = "insert into plan (engagement_id, body, updated_at, updated_by, revision) values ($1, $2, $3, $4, 1)
        on conflict (engagement_id) do nothing";
    PLAN_UPDATE = "update plan set body = $2, updated_at = $3, updated_by = $4, revision = revision + 1
        where engagement_id = $1 and revision = $5";
    INSERT = "insert into document (id, engagement_id, paper, lang, version, title, edition, open_points, basis, model, files,
        made_at, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    BY_ID = "select d.id, d.engagement_id, d.paper, d.lang, d.version, d.title, d.edition, d.open_points, d.basis, d.model, d.files,
        d.made_at, d.made_by from document d join engagement e on e.id = d.engagement_id
        where d.id = $1 and {in:e.unit_id:$2}";
    OF_ENGAGEMENT = "select d.id, d.engagement_id, d.paper, d.lang, d.version, d.title, d.edition, d.open_points,
        d.basis, '' as model, d.files, d.made_at, d.made_by from document d join engagement e on e.id = d.engagement_id
        where d.engagement_id = $1 and {in:e.unit_id:$2} order by d.made_at desc, d.id desc limit 500";
    LATEST = "select d.id, d.engagement_id, d.paper, d.lang, d.version, d.title, d.edition, d.open_points, d.basis, d.model, d.files,
        d.made_at, d.made_by from document d join engagement e on e.id = d.engagement_id
        where d.engagement_id = $1 and d.paper = $2 and d.lang = $3 and {in:e.unit_id:$4}
        order by d.version desc limit 1";
}

/// A plan as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptPlan {
    /// The plan.
    pub plan: Plan,
    /// When and by whom it was last changed; `None` while nothing was settled.
    pub changed: Option<(Timestamp, PersonId)>,
    /// Grows by one with each change; 0 while there is none.
    pub revision: i64,
}

/// A file of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperFile {
    /// `docx`, `xlsx`, `pdf`.
    pub kind: String,
    /// The attachment that holds it.
    pub attachment: AttachmentId,
    /// Digest of its bytes.
    pub sha256: Digest,
    /// Bytes.
    pub size: i64,
}

/// A version of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// Which paper, by its id in the catalogue.
    pub paper: String,
    /// Its language.
    pub lang: Lang,
    /// Version, from 1.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// Edition of the catalogue it was made under.
    pub edition: String,
    /// How many points were open; 0 is a finished paper.
    pub open_points: i64,
    /// Digest of the facts, plan and permit it was made from; tells whether it still says the same.
    pub basis: Digest,
    /// The paper itself as JSON, for preview and comparison; left empty in lists.
    #[serde(skip)]
    pub model: String,
    /// Its files.
    pub files: Vec<PaperFile>,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: PersonId,
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    body: String,
    updated_at: i64,
    updated_by: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct DocumentRow {
    id: String,
    engagement_id: String,
    paper: String,
    lang: String,
    version: i64,
    title: String,
    edition: String,
    open_points: i64,
    basis: String,
    model: String,
    files: String,
    made_at: i64,
    made_by: String,
}

impl TryFrom<DocumentRow> for Document {
    type Error = Error;
    fn try_from(row: DocumentRow) -> Result<Self> {
        Ok(Self {
            id: parse("document.id", &row.id)?,
            engagement: parse("document.engagement_id", &row.engagement_id)?,
            paper: row.paper,
            lang: Lang::from_tag(&row.lang).ok_or_else(|| Error::stored("document.lang", &row.lang))?,
            version: row.version,
            title: row.title,
            edition: row.edition,
            open_points: row.open_points,
            basis: parse("document.basis", &row.basis)?,
            model: row.model,
            files: from_json("document.files", &row.files)?,
            made_at: instant("document.made_at", row.made_at)?,
            made_by: parse("document.made_by", &row.made_by)?,
        })
    }
}

/// The plan of an engagement within reach; an empty one while nothing was settled.
///
/// # Errors
/// Of the database.
pub async fn plan(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<KeptPlan> {
    match tx.optional::<PlanRow>(&PLAN, args![engagement, reach(scope)]).await? {
        None => Ok(KeptPlan::default()),
        Some(row) => Ok(KeptPlan {
            plan: from_json("plan.body", &row.body)?,
            changed: Some((instant("plan.updated_at", row.updated_at)?, parse("plan.updated_by", &row.updated_by)?)),
            revision: row.revision,
        }),
    }
}

/// Keeps a plan that was read at a revision (0: there was none). False when somebody else changed it since.
///
/// # Errors
/// Of the database.
pub async fn save_plan(
    tx: &mut Tx,
    _scope: &Scope,
    engagement: EngagementId,
    (plan, revision): (&Plan, i64),
    (at, by): (Timestamp, PersonId),
) -> Result<bool> {
    let body = to_json("plan.body", plan)?;
    let done = if revision == 0 {
        tx.run(&PLAN_INSERT, args![engagement, body, at, by]).await?
    } else {
        tx.run(&PLAN_UPDATE, args![engagement, body, at, by, revision]).await?
    };
    Ok(done == 1)
}

/// Adds a version of a paper.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Document) -> Result<()> {
    let args = args![
        one.id,
        one.engagement,
        one.paper.as_str(),
        one.lang.code(),
        one.version,
        one.title.as_str(),
        one.edition.as_str(),
        one.open_points,
        one.basis.to_string(),
        one.model.as_str(),
        to_json("document.files", &one.files)?,
        one.made_at,
        one.made_by,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// One version of a paper within reach, with its model.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: DocumentId) -> Result<Option<Document>> {
    tx.optional::<DocumentRow>(&BY_ID, args![id, reach(scope)]).await?.map(Document::try_from).transpose()
}

/// Papers of an engagement within reach, the newest first, without their models.
///
/// # Errors
/// Of the database.
pub async fn of_engagement(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Vec<Document>> {
    let rows = tx.all::<DocumentRow>(&OF_ENGAGEMENT, args![engagement, reach(scope)]).await?;
    rows.into_iter().map(Document::try_from).collect()
}

/// The newest version of one paper in one language within reach.
///
/// # Errors
/// Of the database.
pub async fn latest(
    tx: &mut Tx,
    scope: &Scope,
    engagement: EngagementId,
    (paper, lang): (&str, Lang),
) -> Result<Option<Document>> {
    let row = tx.optional::<DocumentRow>(&LATEST, args![engagement, paper, lang.code(), reach(scope)]).await?;
    row.map(Document::try_from).transpose()
}

#[cfg(test)]
pub(crate) mod tests;
