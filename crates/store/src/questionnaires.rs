//! Questionnaires as the client sees them. What the contractor does with one is in [`answering`].

pub mod answering;

use std::collections::BTreeMap;

use domain::{
    id::{CampaignId, ContractorId, EngagementId, PersonId, QuestionnaireId, UnitId},
    permission::Scope,
    questionnaire::QuestionnaireState,
    text::Title,
};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::{Error, Result, Tx, args, instant, instant_opt, parse, parse_opt, reach, sql};

sql! {
    INSERT = "insert into questionnaire (id, campaign_id, contractor_id, engagement_id, unit_id, title, depth, body, state,
        due_on, sent_at, sent_by, coverage, answered, asked, kept, revision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, false, 1)";
    UPDATE = "update questionnaire set state = $3, due_on = $4, opened_at = $5, begun_at = $6, submitted_at = $7,
        submitted_by = $8, decided_at = $9, decided_by = $10, score = $11, coverage = $12, answered = $13, asked = $14,
        kept = $15, revision = revision + 1 where id = $1 and revision = $2";
    BY_ID = "select q.id, q.campaign_id, q.contractor_id, c.name as contractor_name, q.engagement_id, q.unit_id, q.title,
        q.depth, q.body, q.state, q.due_on, q.sent_at, q.sent_by, q.opened_at, q.begun_at, q.submitted_at, q.submitted_by,
        q.decided_at, q.decided_by, q.score, q.coverage, q.answered, q.asked, q.kept, q.revision
        from questionnaire q join contractor c on c.id = q.contractor_id
        where q.id = $1 and {in:q.unit_id:$2}";
    PAGE = "select q.id, q.campaign_id, q.contractor_id, c.name as contractor_name, q.engagement_id, q.unit_id, q.title,
        q.depth, '' as body, q.state, q.due_on, q.sent_at, q.sent_by, q.opened_at, q.begun_at, q.submitted_at,
        q.submitted_by, q.decided_at, q.decided_by, q.score, q.coverage, q.answered, q.asked, q.kept, q.revision
        from questionnaire q join contractor c on c.id = q.contractor_id
        where {in:q.unit_id:$1} and (cast($2 as text) is null or q.state = $2)
          and (cast($3 as text) is null or q.contractor_id = $3)
          and (cast($4 as text) is null or q.campaign_id = $4)
          and (cast($5 as text) is null or q.id < $5)
        order by q.id desc limit $6";
    FUNNEL = "select state, cast(count(*) as bigint) as n from questionnaire
        where {in:unit_id:$1} and (cast($2 as text) is null or contractor_id = $2)
          and (cast($3 as text) is null or campaign_id = $3)
        group by state order by state limit 10";
    LAST = "select q.id, q.campaign_id, q.contractor_id, c.name as contractor_name, q.engagement_id, q.unit_id, q.title,
        q.depth, q.body, q.state, q.due_on, q.sent_at, q.sent_by, q.opened_at, q.begun_at, q.submitted_at, q.submitted_by,
        q.decided_at, q.decided_by, q.score, q.coverage, q.answered, q.asked, q.kept, q.revision
        from questionnaire q join contractor c on c.id = q.contractor_id
        where q.contractor_id = $1 and (q.sent_at, q.id) < ($2, $3) and {in:q.unit_id:$4}
          and q.state in ('accepted', 'submitted')
        order by q.sent_at desc, q.id desc limit 1";
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Questionnaire {
    /// Its id.
    pub id: QuestionnaireId,
    /// Those it was sent together with.
    pub campaign: Option<CampaignId>,
    /// Whom it was sent to.
    pub contractor: ContractorId,
    /// The contractor's name.
    pub contractor_name: Title,
    /// The engagement it is about.
    pub engagement: Option<EngagementId>,
    /// The unit that asks.
    pub unit: UnitId,
    /// What it is called.
    pub title: Title,
    /// How much it asks.
    pub depth: String,
    /// The frozen set as JSON; empty in lists.
    #[serde(skip)]
    pub body: String,
    /// Where it stands.
    pub state: QuestionnaireState,
    /// Day by which it is wanted.
    pub due_on: Date,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// By whom.
    pub sent_by: PersonId,
    /// When it was first opened.
    pub opened_at: Option<Timestamp>,
    /// When it was first answered.
    pub begun_at: Option<Timestamp>,
    /// When it was handed in last.
    pub submitted_at: Option<Timestamp>,
    /// Who handed it in, as they named themselves.
    pub submitted_by: Option<String>,
    /// When it was accepted, sent back or withdrawn.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<PersonId>,
    /// The figure in tenths, as of the last change.
    pub score: Option<i64>,
    /// Share answered, in tenths of a percent.
    pub coverage: i64,
    /// Questions answered.
    pub answered: i64,
    /// Questions asked.
    pub asked: i64,
    /// The contractor agrees that what it handed in is offered to it again.
    pub kept: bool,
    /// Grows by one with each change.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    campaign_id: Option<String>,
    contractor_id: String,
    contractor_name: String,
    engagement_id: Option<String>,
    unit_id: String,
    title: String,
    depth: String,
    body: String,
    state: String,
    due_on: String,
    sent_at: i64,
    sent_by: String,
    opened_at: Option<i64>,
    begun_at: Option<i64>,
    submitted_at: Option<i64>,
    submitted_by: Option<String>,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    score: Option<i64>,
    coverage: i64,
    answered: i64,
    asked: i64,
    kept: bool,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct FunnelRow {
    state: String,
    n: i64,
}

impl TryFrom<Row> for Questionnaire {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parse("questionnaire.id", &row.id)?,
            campaign: parse_opt("questionnaire.campaign_id", row.campaign_id.as_deref())?,
            contractor: parse("questionnaire.contractor_id", &row.contractor_id)?,
            contractor_name: parse("contractor.name", &row.contractor_name)?,
            engagement: parse_opt("questionnaire.engagement_id", row.engagement_id.as_deref())?,
            unit: parse("questionnaire.unit_id", &row.unit_id)?,
            title: parse("questionnaire.title", &row.title)?,
            depth: row.depth,
            body: row.body,
            state: parse("questionnaire.state", &row.state)?,
            due_on: parse("questionnaire.due_on", &row.due_on)?,
            sent_at: instant("questionnaire.sent_at", row.sent_at)?,
            sent_by: parse("questionnaire.sent_by", &row.sent_by)?,
            opened_at: instant_opt("questionnaire.opened_at", row.opened_at)?,
            begun_at: instant_opt("questionnaire.begun_at", row.begun_at)?,
            submitted_at: instant_opt("questionnaire.submitted_at", row.submitted_at)?,
            submitted_by: row.submitted_by,
            decided_at: instant_opt("questionnaire.decided_at", row.decided_at)?,
            decided_by: parse_opt("questionnaire.decided_by", row.decided_by.as_deref())?,
            score: row.score,
            coverage: row.coverage,
            answered: row.answered,
            asked: row.asked,
            kept: row.kept,
            revision: row.revision,
        })
    }
}

/// What a list is narrowed down by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where they stand.
    pub state: Option<QuestionnaireState>,
    /// Whom they were sent to.
    pub contractor: Option<ContractorId>,
    /// Sent together.
    pub campaign: Option<CampaignId>,
}

/// Keeps a new questionnaire.
///
/// # Errors
/// Of the database.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Questionnaire) -> Result<()> {
    let args = args![
        one.id,
        one.campaign,
        one.contractor,
        one.engagement,
        one.unit,
        &one.title,
        one.depth.as_str(),
        one.body.as_str(),
        one.state,
        one.due_on,
        one.sent_at,
        one.sent_by,
        one.coverage,
        one.answered,
        one.asked,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Changes whatever may change of a questionnaire that was read in this transaction; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn update(tx: &mut Tx, one: &mut Questionnaire) -> Result<()> {
    let args = args![
        one.id,
        one.revision,
        one.state,
        one.due_on,
        one.opened_at,
        one.begun_at,
        one.submitted_at,
        one.submitted_by.clone(),
        one.decided_at,
        one.decided_by,
        one.score,
        one.coverage,
        one.answered,
        one.asked,
        one.kept,
    ];
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    one.revision = one.revision.saturating_add(1);
    Ok(())
}

/// One questionnaire within reach.
///
/// # Errors
/// Of the database.
pub async fn by_id(tx: &mut Tx, scope: &Scope, id: QuestionnaireId) -> Result<Option<Questionnaire>> {
    tx.optional::<Row>(&BY_ID, args![id, reach(scope)]).await?.map(Questionnaire::try_from).transpose()
}

/// Questionnaires within reach, the newest first, before one of them.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    before: Option<QuestionnaireId>,
    limit: i64,
) -> Result<Vec<Questionnaire>> {
    let args = args![reach(scope), filter.state, filter.contractor, filter.campaign, before, limit];
    tx.all::<Row>(&PAGE, args).await?.into_iter().map(Questionnaire::try_from).collect()
}

/// How many stand where.
///
/// # Errors
/// Of the database.
pub async fn funnel(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<BTreeMap<QuestionnaireState, i64>> {
    let rows = tx.all::<FunnelRow>(&FUNNEL, args![reach(scope), filter.contractor, filter.campaign]).await?;
    rows.into_iter().map(|r| Ok((parse("questionnaire.state", &r.state)?, r.n))).collect()
}

/// The questionnaire within reach that was sent to the same contractor before this one and handed in.
///
/// # Errors
/// Of the database.
pub async fn last(tx: &mut Tx, scope: &Scope, one: &Questionnaire) -> Result<Option<Questionnaire>> {
    let row = tx.optional::<Row>(&LAST, args![one.contractor, one.sent_at, one.id, reach(scope)]).await?;
    row.map(Questionnaire::try_from).transpose()
}

#[cfg(test)]
mod tests;
