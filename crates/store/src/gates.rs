//! Waivers and declarations on gate conditions.

use domain::{
    gate::{Declaration, Passage, Waiver},
    id::{ApprovalId, EngagementId},
    permission::Scope,
};

use crate::{Error, Result, Tx, args, from_json, instant, parse, parse_opt, sql, to_json};

sql! {
    WAIVER_INSERT = "insert into waiver (id, engagement_id, condition_id, granted_by, granted_on, reason, until_on, approval_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    WAIVERS = "select id, engagement_id, condition_id, granted_by, granted_on, reason, until_on from waiver
        where engagement_id = $1 order by granted_on, id limit 500";
    DECLARATION_INSERT = "insert into declaration (id, engagement_id, condition_id, declared_by, declared_at, note,
        attachment_id) values ($1, $2, $3, $4, $5, $6, $7)";
    DECLARATIONS = "select id, engagement_id, condition_id, declared_by, declared_at, note, attachment_id from declaration
        where engagement_id = $1 order by declared_at, id limit 1000";
    PASSAGE_INSERT = "insert into passage (engagement_id, gate, passed_at, passed_by, on_behalf_of, conditions)
        values ($1, $2, $3, $4, $5, $6)";
    PASSAGES = "select engagement_id, gate, passed_at, passed_by, on_behalf_of, conditions from passage
        where engagement_id = $1 order by passed_at limit 100";
}

#[derive(sqlx::FromRow)]
struct WaiverRow {
    id: String,
    engagement_id: String,
    condition_id: String,
    granted_by: String,
    granted_on: String,
    reason: String,
    until_on: String,
}

impl TryFrom<WaiverRow> for Waiver {
    type Error = Error;
    fn try_from(row: WaiverRow) -> Result<Self> {
        Ok(Self {
            id: parse("waiver.id", &row.id)?,
            engagement: parse("waiver.engagement_id", &row.engagement_id)?,
            condition: parse("waiver.condition_id", &row.condition_id)?,
            granted_by: parse("waiver.granted_by", &row.granted_by)?,
            granted_on: parse("waiver.granted_on", &row.granted_on)?,
            reason: parse("waiver.reason", &row.reason)?,
            until: parse("waiver.until_on", &row.until_on)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DeclarationRow {
    id: String,
    engagement_id: String,
    condition_id: String,
    declared_by: String,
    declared_at: i64,
    note: String,
    attachment_id: Option<String>,
}

impl TryFrom<DeclarationRow> for Declaration {
    type Error = Error;
    fn try_from(row: DeclarationRow) -> Result<Self> {
        Ok(Self {
            id: parse("declaration.id", &row.id)?,
            engagement: parse("declaration.engagement_id", &row.engagement_id)?,
            condition: parse("declaration.condition_id", &row.condition_id)?,
            declared_by: parse("declaration.declared_by", &row.declared_by)?,
            declared_at: instant("declaration.declared_at", row.declared_at)?,
            note: parse("declaration.note", &row.note)?,
            attachment: parse_opt("declaration.attachment_id", row.attachment_id.as_deref())?,
        })
    }
}

/// Adds a waiver that an approval granted.
///
/// # Errors
/// Of the database.
pub async fn insert_waiver(tx: &mut Tx, _scope: &Scope, waiver: &Waiver, approval: ApprovalId) -> Result<()> {
    let args = args![
        waiver.id,
        waiver.engagement,
        &waiver.condition,
        waiver.granted_by,
        waiver.granted_on,
        &waiver.reason,
        waiver.until,
        approval,
    ];
    tx.run(&WAIVER_INSERT, args).await?;
    Ok(())
}

/// Waivers of an engagement the person may see.
///
/// # Errors
/// Of the database.
pub async fn waivers(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<Vec<Waiver>> {
    tx.all::<WaiverRow>(&WAIVERS, args![id]).await?.into_iter().map(Waiver::try_from).collect()
}

/// Adds a declaration.
///
/// # Errors
/// Of the database.
pub async fn insert_declaration(tx: &mut Tx, _scope: &Scope, one: &Declaration) -> Result<()> {
    let args =
        args![one.id, one.engagement, &one.condition, one.declared_by, one.declared_at, &one.note, one.attachment,];
    tx.run(&DECLARATION_INSERT, args).await?;
    Ok(())
}

/// Declarations of an engagement the person may see.
///
/// # Errors
/// Of the database.
pub async fn declarations(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<Vec<Declaration>> {
    tx.all::<DeclarationRow>(&DECLARATIONS, args![id]).await?.into_iter().map(Declaration::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct PassageRow {
    engagement_id: String,
    gate: String,
    passed_at: i64,
    passed_by: String,
    on_behalf_of: Option<String>,
    conditions: String,
}

impl TryFrom<PassageRow> for Passage {
    type Error = Error;
    fn try_from(row: PassageRow) -> Result<Self> {
        Ok(Self {
            engagement: parse("passage.engagement_id", &row.engagement_id)?,
            gate: parse("passage.gate", &row.gate)?,
            at: instant("passage.passed_at", row.passed_at)?,
            by: parse("passage.passed_by", &row.passed_by)?,
            on_behalf_of: parse_opt("passage.on_behalf_of", row.on_behalf_of.as_deref())?,
            conditions: from_json("passage.conditions", &row.conditions)?,
        })
    }
}

/// Records that a gate was passed.
///
/// # Errors
/// Of the database.
pub async fn insert_passage(tx: &mut Tx, _scope: &Scope, one: &Passage) -> Result<()> {
    let conditions = to_json("passage.conditions", &one.conditions)?;
    let args = args![one.engagement, one.gate.code(), one.at, one.by, one.on_behalf_of, conditions];
    tx.run(&PASSAGE_INSERT, args).await?;
    Ok(())
}

/// Gates an engagement the person may see has passed, oldest first.
///
/// # Errors
/// Of the database.
pub async fn passages(tx: &mut Tx, _scope: &Scope, id: EngagementId) -> Result<Vec<Passage>> {
    tx.all::<PassageRow>(&PASSAGES, args![id]).await?.into_iter().map(Passage::try_from).collect()
}
