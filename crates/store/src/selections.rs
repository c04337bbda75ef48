//! Selections of contractors: rounds of an engagement and their candidates.

use domain::{
    contractor::{Contractor, ContractorStanding, Details},
    id::{ContractorId, EngagementId, PersonId, SelectionId},
    permission::Scope,
    selection::{CandidateRecord, Formula, QuestionnaireFigure, RoundRecord, SelectionState},
    text::Title,
};
use jiff::Timestamp;
use serde::Serialize;

use crate::{Error, Result, Tx, args, from_json, instant, parse, reach, sql, to_json};

sql! {
    INSERT = "insert into selection_round (id, engagement_id, round, state, formula, record, made_at, made_by, revision)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
    UPDATE = "update selection_round set state = $3, formula = $4, record = $5, revision = revision + 1
        where id = $1 and revision = $2";
    OF_ENGAGEMENT = "select s.id, s.engagement_id, s.round, s.state, s.formula, s.record, s.made_at, s.made_by, s.revision
        from selection_round s join engagement e on e.id = s.engagement_id
        where s.engagement_id = $1 and {in:e.unit_id:$2} order by s.round desc limit 100";
    LATEST = "select s.id, s.engagement_id, s.round, s.state, s.formula, s.record, s.made_at, s.made_by, s.revision
        from selection_round s join engagement e on e.id = s.engagement_id
        where s.engagement_id = $1 and {in:e.unit_id:$2} order by s.round desc limit 1";
    CANDIDATE_INSERT = "insert into selection_candidate (selection_id, contractor_id, position, body, revision)
        values ($1, $2, $3, $4, 1)";
    CANDIDATE_UPDATE = "update selection_candidate set body = $4, revision = revision + 1
        where selection_id = $1 and contractor_id = $2 and revision = $3";
    CANDIDATE_DELETE = "delete from selection_candidate where selection_id = $1 and contractor_id = $2 and revision = $3";
    CANDIDATES = "select k.contractor_id, k.position, k.body, k.revision, c.name, c.body as details
        from selection_candidate k join contractor c on c.id = k.contractor_id
        join selection_round s on s.id = k.selection_id join engagement e on e.id = s.engagement_id
        where k.selection_id = $1 and {in:e.unit_id:$2} order by k.position, k.contractor_id limit 100";
    // the last one accepted of each contractor, as far as the person may see questionnaires
    FIGURES = "select q.contractor_id, q.id, q.decided_at, q.score, q.coverage from questionnaire q
        where {of:q.contractor_id:$1} and {in:q.unit_id:$2} and q.state = 'accepted' and q.decided_at is not null
          and not exists (select 1 from questionnaire n where n.contractor_id = q.contractor_id and {in:n.unit_id:$2}
            and n.state = 'accepted' and (n.decided_at > q.decided_at or (n.decided_at = q.decided_at and n.id > q.id)))
        order by q.contractor_id limit 100";
    BOTH = "select a.selection_id as key from selection_candidate a
        join selection_candidate b on b.selection_id = a.selection_id
        where a.contractor_id = $1 and b.contractor_id = $2 order by a.selection_id limit 1";
    CARRY_RECORD = "update selection_round set record = replace(record, $1, $2), revision = revision + 1
        where id in (select selection_id from selection_candidate where contractor_id = $1)";
    CARRY = "update selection_candidate set contractor_id = $2 where contractor_id = $1";
}

/// Most candidates of a round.
pub const MAX_CANDIDATES: usize = 100;

/// A round of a selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Selection {
    /// Its id.
    pub id: SelectionId,
    /// The engagement a contractor is looked for.
    pub engagement: EngagementId,
    /// Which round, from 1.
    pub round: i64,
    /// How far it is.
    pub state: SelectionState,
    /// What candidates are judged by.
    pub formula: Formula,
    /// Publication, proposal, decision.
    pub record: RoundRecord,
    /// When it was begun.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: PersonId,
    /// Grows by one with each change of it or of a candidate.
    pub revision: i64,
}

/// A candidate of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Which contractor.
    pub contractor: ContractorId,
    /// Its name.
    pub name: Title,
    /// Its place in the order of entry.
    pub position: i64,
    /// What the register says of it now.
    #[serde(skip)]
    pub details: Details,
    /// What was entered for this round.
    pub record: CandidateRecord,
    /// Grows by one with each change.
    pub revision: i64,
}

impl Candidate {
    /// A contractor with nothing entered yet.
    #[must_use]
    pub fn fresh(one: &Contractor, position: i64) -> Self {
        Self {
            contractor: one.id,
            name: one.name.clone(),
            position,
            details: one.details.clone(),
            record: CandidateRecord::default(),
            revision: 1,
        }
    }

    /// Whether work may go to it: as it was at the decision, else as the register says.
    #[must_use]
    pub fn standing(&self) -> ContractorStanding {
        self.record.frozen.as_ref().map_or(self.details.standing, |f| f.standing)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    engagement_id: String,
    round: i64,
    state: String,
    formula: String,
    record: String,
    made_at: i64,
    made_by: String,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    contractor_id: String,
    position: i64,
    body: String,
    revision: i64,
    name: String,
    details: Option<String>,
}

#[derive(sqlx::FromRow)]
struct FigureRow {
    contractor_id: String,
    id: String,
    decided_at: i64,
    score: Option<i64>,
    coverage: i64,
}

#[derive(sqlx::FromRow)]
struct KeyRow {
    #[expect(dead_code, reason = "only whether there is one counts")]
    key: String,
}

impl TryFrom<Row> for Selection {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parse("selection_round.id", &row.id)?,
            engagement: parse("selection_round.engagement_id", &row.engagement_id)?,
            round: row.round,
            state: parse("selection_round.state", &row.state)?,
            formula: from_json("selection_round.formula", &row.formula)?,
            record: from_json("selection_round.record", &row.record)?,
            made_at: instant("selection_round.made_at", row.made_at)?,
            made_by: parse("selection_round.made_by", &row.made_by)?,
            revision: row.revision,
        })
    }
}

impl TryFrom<CandidateRow> for Candidate {
    type Error = Error;
    fn try_from(row: CandidateRow) -> Result<Self> {
        Ok(Self {
            contractor: parse("selection_candidate.contractor_id", &row.contractor_id)?,
            name: parse("contractor.name", &row.name)?,
            position: row.position,
            details: row.details.map_or_else(|| Ok(Details::default()), |d| from_json("contractor.body", &d))?,
            record: from_json("selection_candidate.body", &row.body)?,
            revision: row.revision,
        })
    }
}

/// Keeps a new round.
///
/// # Errors
/// Of the database; a round that is there already is a unique violation.
pub async fn insert(tx: &mut Tx, _scope: &Scope, one: &Selection) -> Result<()> {
    let args = args![
        one.id,
        one.engagement,
        one.round,
        one.state.code(),
        to_json("selection_round.formula", &one.formula)?,
        to_json("selection_round.record", &one.record)?,
        one.made_at,
        one.made_by,
    ];
    tx.run(&INSERT, args).await?;
    Ok(())
}

/// Changes a round that was read in this transaction; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when it was changed meanwhile.
pub async fn update(tx: &mut Tx, _scope: &Scope, one: &mut Selection) -> Result<()> {
    let args = args![
        one.id,
        one.revision,
        one.state.code(),
        to_json("selection_round.formula", &one.formula)?,
        to_json("selection_round.record", &one.record)?,
    ];
    if tx.run(&UPDATE, args).await? != 1 {
        return Err(Error::Stale);
    }
    one.revision = one.revision.saturating_add(1);
    Ok(())
}

/// Rounds of an engagement within reach, the newest first.
///
/// # Errors
/// Of the database.
pub async fn of_engagement(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Vec<Selection>> {
    let rows = tx.all::<Row>(&OF_ENGAGEMENT, args![engagement, reach(scope)]).await?;
    rows.into_iter().map(Selection::try_from).collect()
}

/// The newest round of an engagement within reach.
///
/// # Errors
/// Of the database.
pub async fn latest(tx: &mut Tx, scope: &Scope, engagement: EngagementId) -> Result<Option<Selection>> {
    tx.optional::<Row>(&LATEST, args![engagement, reach(scope)]).await?.map(Selection::try_from).transpose()
}

/// Candidates of a round within reach, in the order of entry.
///
/// # Errors
/// Of the database.
pub async fn candidates(tx: &mut Tx, scope: &Scope, id: SelectionId) -> Result<Vec<Candidate>> {
    let rows = tx.all::<CandidateRow>(&CANDIDATES, args![id, reach(scope)]).await?;
    rows.into_iter().map(Candidate::try_from).collect()
}

/// Adds a candidate.
///
/// # Errors
/// Of the database; one that is there already is a unique violation.
pub async fn add(tx: &mut Tx, _scope: &Scope, id: SelectionId, one: &Candidate) -> Result<()> {
    let body = to_json("selection_candidate.body", &one.record)?;
    tx.run(&CANDIDATE_INSERT, args![id, one.contractor, one.position, body]).await?;
    Ok(())
}

/// Changes what is known of a candidate; its revision grows by one.
///
/// # Errors
/// [`Error::Stale`] when it was changed or taken off meanwhile.
pub async fn save(tx: &mut Tx, _scope: &Scope, id: SelectionId, one: &mut Candidate) -> Result<()> {
    let body = to_json("selection_candidate.body", &one.record)?;
    if tx.run(&CANDIDATE_UPDATE, args![id, one.contractor, one.revision, body]).await? != 1 {
        return Err(Error::Stale);
    }
    one.revision = one.revision.saturating_add(1);
    Ok(())
}

/// Takes a candidate off.
///
/// # Errors
/// [`Error::Stale`] when it was changed or taken off meanwhile.
pub async fn remove(tx: &mut Tx, _scope: &Scope, id: SelectionId, one: &Candidate) -> Result<()> {
    if tx.run(&CANDIDATE_DELETE, args![id, one.contractor, one.revision]).await? != 1 {
        return Err(Error::Stale);
    }
    Ok(())
}

/// The figure of the last questionnaire accepted of each of these contractors, within a reach that sees questionnaires.
///
/// # Errors
/// Of the database.
pub async fn figures(
    tx: &mut Tx,
    scope: &Scope,
    contractors: &[ContractorId],
) -> Result<Vec<(ContractorId, QuestionnaireFigure)>> {
    if contractors.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.all::<FigureRow>(&FIGURES, args![to_json("contractor.id", &contractors)?, reach(scope)]).await?;
    let one = |row: FigureRow| {
        let figure = QuestionnaireFigure {
            id: parse("questionnaire.id", &row.id)?,
            accepted_at: instant("questionnaire.decided_at", row.decided_at)?,
            score: row.score,
            coverage: row.coverage,
        };
        Ok((parse("questionnaire.contractor_id", &row.contractor_id)?, figure))
    };
    rows.into_iter().map(one).collect()
}

/// True when both are candidates of one round, so that they cannot become one entry.
///
/// # Errors
/// Of the database.
pub async fn compete(tx: &mut Tx, _scope: &Scope, a: ContractorId, b: ContractorId) -> Result<bool> {
    Ok(tx.optional::<KeyRow>(&BOTH, args![a, b]).await?.is_some())
}

/// Carries the places of one entry of the register over to another that it was merged into.
///
/// # Errors
/// Of the database.
pub async fn carry(tx: &mut Tx, _scope: &Scope, gone: ContractorId, into: ContractorId) -> Result<()> {
    // the record names the proposed and the chosen one; an id stands nowhere else in it
    tx.run(&CARRY_RECORD, args![gone, into]).await?;
    tx.run(&CARRY, args![gone, into]).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
