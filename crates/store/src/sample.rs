//! Sample data: which rows came with it, what else hangs on them, and taking all of it out again.
//!
//! What sample people entered belongs to the sample, because nobody real entered it. What real people entered and rests
//! on a sample row keeps the sample from being removed.

use domain::permission::Scope;

use crate::{Error, Result, Tx, args, sql, sql::Sql};

sql! {
    ADD = "insert into sample_row (kind, id) values ($1, $2) on conflict (kind, id) do nothing";
    COUNT = "select cast(count(*) as bigint) as n from sample_row";
    ANY_ENGAGEMENT = "select cast(count(*) as bigint) as n from (select 1 from engagement limit 1) as t";
    ADOPT_ENGAGEMENTS = "insert into sample_row (kind, id)
        select 'engagement', e.id from engagement e
        where e.owner_id in (select s.id from sample_row s where s.kind = 'person')
        on conflict (kind, id) do nothing";
    ADOPT_VERSIONS = "insert into sample_row (kind, id)
        select 'register_version', cast(v.version as text) from register_version v
        where v.made_by in (select s.id from sample_row s where s.kind = 'person')
        on conflict (kind, id) do nothing";
    // those that sample people sent, and those that real people sent into the sample and withdrew again
    ADOPT_QUESTIONNAIRES = "insert into sample_row (kind, id)
        select 'questionnaire', q.id from questionnaire q
        where q.sent_by in (select s.id from sample_row s where s.kind = 'person')
          or (q.state = 'withdrawn'
            and (q.contractor_id in (select s.id from sample_row s where s.kind = 'contractor')
              or q.engagement_id in (select s.id from sample_row s where s.kind = 'engagement')
              or q.unit_id in (select s.id from sample_row s where s.kind = 'unit')))
        on conflict (kind, id) do nothing";
    // what is not of the sample and rests on it: kind, and a name people know it by
    OUTSIDE_RECORDS = "select 'engagement' as kind, cast(e.seq as text) as name from engagement e
        where not exists (select 1 from sample_row s where s.kind = 'engagement' and s.id = e.id)
          and (e.unit_id in (select s.id from sample_row s where s.kind = 'unit')
            or e.contractor_id in (select s.id from sample_row s where s.kind = 'contractor')
            or e.split_from in (select s.id from sample_row s where s.kind = 'engagement')
            or cast(e.register_version as text) in (select s.id from sample_row s where s.kind = 'register_version'))
        union all
        select 'engagement', cast(e.seq as text) from engagement e
        where not exists (select 1 from sample_row s where s.kind = 'engagement' and s.id = e.id)
          and e.id in (
            select h.engagement_id from handover h
              where h.from_id in (select s.id from sample_row s where s.kind = 'contractor')
                or h.to_id in (select s.id from sample_row s where s.kind = 'contractor')
            union select h.engagement_id from handler h
              where h.works_for in (select s.id from sample_row s where s.kind = 'contractor')
                or h.employer in (select s.id from sample_row s where s.kind = 'contractor')
            union select g.engagement_id from given_access g
              where g.contractor_id in (select s.id from sample_row s where s.kind = 'contractor'))
        union all
        select 'person', p.login from person p
        where not exists (select 1 from sample_row s where s.kind = 'person' and s.id = p.id)
          and p.unit_id in (select s.id from sample_row s where s.kind = 'unit')
        union all
        select 'unit', u.name from unit u
        where not exists (select 1 from sample_row s where s.kind = 'unit' and s.id = u.id)
          and u.parent_id in (select s.id from sample_row s where s.kind = 'unit')
        union all
        select 'register_version', cast(v.version as text) from register_version v
        where not exists (select 1 from sample_row s where s.kind = 'register_version' and s.id = cast(v.version as text))
          and v.version > (select min(cast(s.id as bigint)) from sample_row s where s.kind = 'register_version')
        union all
        select 'contractor', c.name from contractor c
        where not exists (select 1 from sample_row s where s.kind = 'contractor' and s.id = c.id)
          and c.merged_into in (select s.id from sample_row s where s.kind = 'contractor')
        limit 20";
    // engagements and questions of real people in which a sample person has acted
    OUTSIDE_ACTS = "select 'engagement' as kind, cast(e.seq as text) as name from engagement e
        where not exists (select 1 from sample_row s where s.kind = 'engagement' and s.id = e.id)
          and e.id in (
            select a.engagement_id from approval a where a.requested_by in (select s.id from sample_row s where s.kind = 'person')
              or a.decided_by in (select s.id from sample_row s where s.kind = 'person')
            union select w.engagement_id from waiver w
              where w.granted_by in (select s.id from sample_row s where s.kind = 'person')
            union select d.engagement_id from declaration d
              where d.declared_by in (select s.id from sample_row s where s.kind = 'person')
            union select p.engagement_id from passage p
              where p.passed_by in (select s.id from sample_row s where s.kind = 'person')
            union select o.engagement_id from document o
              where o.made_by in (select s.id from sample_row s where s.kind = 'person')
            union select n.engagement_id from plan n
              where n.updated_by in (select s.id from sample_row s where s.kind = 'person')
            union select t.engagement_id from attachment t
              where t.received_by in (select s.id from sample_row s where s.kind = 'person')
            union select k.engagement_id from contract_check k
              where k.checked_by in (select s.id from sample_row s where s.kind = 'person')
            union select u.engagement_id from subcontract u
              where u.entered_by in (select s.id from sample_row s where s.kind = 'person')
                or u.applicant_id in (select s.id from sample_row s where s.kind = 'contractor')
                or u.firm_id in (select s.id from sample_row s where s.kind = 'contractor')
            union select f.engagement_id from firm_at_work f
              where f.seen_by in (select s.id from sample_row s where s.kind = 'person')
                or f.giver_id in (select s.id from sample_row s where s.kind = 'contractor')
                or f.firm_id in (select s.id from sample_row s where s.kind = 'contractor')
            union select h.engagement_id from handover h
              where h.entered_by in (select s.id from sample_row s where s.kind = 'person')
            union select h.engagement_id from handler h
              where h.entered_by in (select s.id from sample_row s where s.kind = 'person')
            union select g.engagement_id from given_access g
              where g.entered_by in (select s.id from sample_row s where s.kind = 'person')
            union select g.engagement_id from handling_terms g
              where g.updated_by in (select s.id from sample_row s where s.kind = 'person')
            union select r.engagement_id from contract_correction r
              where r.corrected_by in (select s.id from sample_row s where s.kind = 'person')
            union select l.engagement_id from selection_round l
              where l.made_by in (select s.id from sample_row s where s.kind = 'person')
            union select l.engagement_id from selection_round l join selection_candidate c on c.selection_id = l.id
              where c.contractor_id in (select s.id from sample_row s where s.kind = 'contractor'))
        union all
        select 'consultation', c.subject from consultation c
        where c.answered_by in (select s.id from sample_row s where s.kind = 'person')
          and not (c.asked_by in (select s.id from sample_row s where s.kind = 'person')
            or c.unit_id in (select s.id from sample_row s where s.kind = 'unit')
            or coalesce(c.engagement_id, '') in (select s.id from sample_row s where s.kind = 'engagement'))
        union all
        select 'questionnaire', q.title from questionnaire q
        where not exists (select 1 from sample_row s where s.kind = 'questionnaire' and s.id = q.id)
          and (q.contractor_id in (select s.id from sample_row s where s.kind = 'contractor')
            or q.engagement_id in (select s.id from sample_row s where s.kind = 'engagement')
            or q.unit_id in (select s.id from sample_row s where s.kind = 'unit')
            or q.decided_by in (select s.id from sample_row s where s.kind = 'person')
            or q.id in (select n.questionnaire_id from questionnaire_note n
              where n.person_id in (select s.id from sample_row s where s.kind = 'person')))
        union all
        select 'approval', a.kind from approval a
        where a.engagement_id is null
          and not (a.requested_by in (select s.id from sample_row s where s.kind = 'person'))
          and (a.decided_by in (select s.id from sample_row s where s.kind = 'person')
            or a.unit_id in (select s.id from sample_row s where s.kind = 'unit'))
        limit 20";
    DELETE_QUESTIONNAIRE_ANSWERS = "delete from questionnaire_answer
        where questionnaire_id in (select id from sample_row where kind = 'questionnaire')";
    DELETE_QUESTIONNAIRE_LINKS = "delete from questionnaire_link
        where questionnaire_id in (select id from sample_row where kind = 'questionnaire')";
    DELETE_ANSWER_FILES = "delete from answer_file
        where questionnaire_id in (select id from sample_row where kind = 'questionnaire')";
    DELETE_QUESTIONNAIRE_NOTES = "delete from questionnaire_note
        where questionnaire_id in (select id from sample_row where kind = 'questionnaire')";
    DELETE_QUESTIONNAIRES = "delete from questionnaire
        where id in (select id from sample_row where kind = 'questionnaire')";
    DELETE_BOOKS = "delete from book_answer where owner in (select id from sample_row where kind = 'contractor')";
    DELETE_SHEETS = "delete from sheet_upload where person_id in (select id from sample_row where kind = 'person')";
    DELETE_HOLDINGS = "delete from holding
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_HANDOVERS = "delete from handover
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_HANDLER_LINKS = "delete from handler_link where handler_id in (select h.id from handler h
        where h.engagement_id in (select id from sample_row where kind = 'engagement'))";
    DELETE_HANDLERS = "delete from handler
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_ACCESSES = "delete from given_access
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_TERMS = "delete from handling_terms
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_DECLARATIONS = "delete from declaration
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_CORRECTIONS = "delete from contract_correction
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_CHECKS = "delete from contract_check
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_ATTACHMENTS = "delete from attachment
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_SUBCONTRACTS = "delete from subcontract
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_AT_WORK = "delete from firm_at_work
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_DOCUMENTS = "delete from document
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_PLANS = "delete from plan
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_WAIVERS = "delete from waiver
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_PASSAGES = "delete from passage
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_CONSULTATIONS = "delete from consultation
        where engagement_id in (select id from sample_row where kind = 'engagement')
          or unit_id in (select id from sample_row where kind = 'unit')
          or asked_by in (select id from sample_row where kind = 'person')";
    DELETE_APPROVALS = "delete from approval
        where engagement_id in (select id from sample_row where kind = 'engagement')
          or (engagement_id is null and requested_by in (select id from sample_row where kind = 'person'))";
    DELETE_WORDS = "delete from engagement_words where rowid in
        (select e.seq from engagement e where e.id in (select id from sample_row where kind = 'engagement'))";
    DELETE_FACTS = "delete from engagement_facts
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_ENGAGEMENTS = "delete from engagement where id in (select id from sample_row where kind = 'engagement')";
    // numbers go on behind the last one that is left
    COUNTER_BACK = "update engagement_counter set last = coalesce((select max(e.seq) from engagement e
        where e.seq >= engagement_counter.year * 10000000 and e.seq < (engagement_counter.year + 1) * 10000000),
        engagement_counter.year * 10000000) - engagement_counter.year * 10000000";
    DELETE_COUNTERS = "delete from engagement_counter where last = 0";
    DELETE_ENTRIES = "delete from register_entry
        where cast(from_version as text) in (select id from sample_row where kind = 'register_version')";
    REOPEN_ENTRIES = "update register_entry set until_version = null
        where cast(until_version as text) in (select id from sample_row where kind = 'register_version')";
    DELETE_VERSIONS = "delete from register_version
        where cast(version as text) in (select id from sample_row where kind = 'register_version')";
    DELETE_ROUND_CANDIDATES = "delete from selection_candidate where selection_id in (select id from selection_round
        where engagement_id in (select id from sample_row where kind = 'engagement'))";
    DELETE_ROUNDS = "delete from selection_round
        where engagement_id in (select id from sample_row where kind = 'engagement')";
    DELETE_MAPPINGS = "delete from import_mapping where updated_by in (select id from sample_row where kind = 'person')";
    DELETE_CONTRACTORS = "delete from contractor where id in (select id from sample_row where kind = 'contractor')";
    DELETE_DRAFTS = "delete from draft where person_id in (select id from sample_row where kind = 'person')";
    DELETE_VIEWS = "delete from saved_view where person_id in (select id from sample_row where kind = 'person')";
    DELETE_SESSIONS = "delete from session where person_id in (select id from sample_row where kind = 'person')";
    DELETE_TOKENS = "delete from token where person_id in (select id from sample_row where kind = 'person')";
    DELETE_CREDENTIALS = "delete from credential where person_id in (select id from sample_row where kind = 'person')";
    DELETE_SUBSTITUTIONS = "delete from substitution
        where absent_id in (select id from sample_row where kind = 'person')
          or substitute_id in (select id from sample_row where kind = 'person')";
    DELETE_GRANTS = "delete from role_grant
        where person_id in (select id from sample_row where kind = 'person')
          or unit_id in (select id from sample_row where kind = 'unit')";
    DELETE_PEOPLE = "delete from person where id in (select id from sample_row where kind = 'person')";
    DELETE_UNITS = "delete from unit where id in (select id from sample_row where kind = 'unit')";
    DELETE_SETTINGS = "delete from setting where key in (select id from sample_row where kind = 'setting')";
    DELETE_ROWS = "delete from sample_row";
}

/// Every statement that takes rows out, in the order the references between tables ask for.
static REMOVAL: &[&Sql] = &[
    &DELETE_QUESTIONNAIRE_ANSWERS,
    &DELETE_QUESTIONNAIRE_LINKS,
    &DELETE_ANSWER_FILES,
    &DELETE_QUESTIONNAIRE_NOTES,
    &DELETE_QUESTIONNAIRES,
    &DELETE_BOOKS,
    &DELETE_SHEETS,
    &DELETE_HOLDINGS,
    &DELETE_HANDOVERS,
    &DELETE_HANDLER_LINKS,
    &DELETE_HANDLERS,
    &DELETE_ACCESSES,
    &DELETE_TERMS,
    &DELETE_DECLARATIONS,
    &DELETE_CORRECTIONS,
    &DELETE_CHECKS,
    &DELETE_ATTACHMENTS,
    &DELETE_SUBCONTRACTS,
    &DELETE_AT_WORK,
    &DELETE_DOCUMENTS,
    &DELETE_PLANS,
    &DELETE_WAIVERS,
    &DELETE_PASSAGES,
    &DELETE_CONSULTATIONS,
    &DELETE_APPROVALS,
    &DELETE_ROUND_CANDIDATES,
    &DELETE_ROUNDS,
    &DELETE_MAPPINGS,
    &DELETE_WORDS,
    &DELETE_FACTS,
    &DELETE_ENGAGEMENTS,
    &COUNTER_BACK,
    &DELETE_COUNTERS,
    &DELETE_ENTRIES,
    &REOPEN_ENTRIES,
    &DELETE_VERSIONS,
    &DELETE_CONTRACTORS,
    &DELETE_DRAFTS,
    &DELETE_VIEWS,
    &DELETE_SESSIONS,
    &DELETE_TOKENS,
    &DELETE_CREDENTIALS,
    &DELETE_SUBSTITUTIONS,
    &DELETE_GRANTS,
    &DELETE_PEOPLE,
    &DELETE_UNITS,
    &DELETE_SETTINGS,
    &DELETE_ROWS,
];

/// What kind of row came with the sample. Engagements and versions of the register are known by who made them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An organisation unit.
    Unit,
    /// A person.
    Person,
    /// A contractor.
    Contractor,
    /// A setting.
    Setting,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Person => "person",
            Self::Contractor => "contractor",
            Self::Setting => "setting",
        }
    }
}

/// Something real that rests on the sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outside {
    /// An engagement, by the key its number sorts by.
    Engagement(i64),
    /// A person, by login name.
    Person(String),
    /// A unit, by name.
    Unit(String),
    /// A later version of the register.
    RegisterVersion(i64),
    /// A question, by its subject.
    Consultation(String),
    /// A contractor that was merged into one of the sample, by name.
    Contractor(String),
    /// A questionnaire that a real person sent, by its title.
    Questionnaire(String),
    /// A request that belongs to no engagement, by the code of its kind.
    Approval(String),
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

#[derive(sqlx::FromRow)]
struct OutsideRow {
    kind: String,
    name: String,
}

impl TryFrom<OutsideRow> for Outside {
    type Error = Error;
    fn try_from(row: OutsideRow) -> Result<Self> {
        let number = |name: &str| crate::parse("sample_row.id", name);
        Ok(match row.kind.as_str() {
            "engagement" => Self::Engagement(number(&row.name)?),
            "person" => Self::Person(row.name),
            "unit" => Self::Unit(row.name),
            "register_version" => Self::RegisterVersion(number(&row.name)?),
            "consultation" => Self::Consultation(row.name),
            "contractor" => Self::Contractor(row.name),
            "questionnaire" => Self::Questionnaire(row.name),
            "approval" => Self::Approval(row.name),
            _ => return Err(Error::stored("sample_row.kind", row.kind)),
        })
    }
}

/// Notes that a row came with the sample.
///
/// # Errors
/// Of the database.
pub async fn add(tx: &mut Tx, _scope: &Scope, kind: Kind, id: &str) -> Result<()> {
    tx.run(&ADD, args![kind.code(), id]).await?;
    Ok(())
}

/// True while sample data is loaded.
///
/// # Errors
/// Of the database.
pub async fn is_loaded(tx: &mut Tx) -> Result<bool> {
    Ok(tx.one::<CountRow>(&COUNT, args![]).await?.n > 0)
}

/// True when there is any engagement at all, of whomever.
///
/// # Errors
/// Of the database.
pub async fn any_engagement(tx: &mut Tx) -> Result<bool> {
    Ok(tx.one::<CountRow>(&ANY_ENGAGEMENT, args![]).await?.n > 0)
}

/// Counts what sample people entered themselves among the sample.
///
/// # Errors
/// Of the database.
pub async fn adopt(tx: &mut Tx, _scope: &Scope) -> Result<()> {
    tx.run(&ADOPT_ENGAGEMENTS, args![]).await?;
    tx.run(&ADOPT_VERSIONS, args![]).await?;
    tx.run(&ADOPT_QUESTIONNAIRES, args![]).await?;
    Ok(())
}

/// Real things that rest on the sample, at most 40; while there is one, the sample stays.
///
/// # Errors
/// Of the database.
pub async fn outside(tx: &mut Tx, _scope: &Scope) -> Result<Vec<Outside>> {
    let mut rows = tx.all::<OutsideRow>(&OUTSIDE_RECORDS, args![]).await?;
    rows.extend(tx.all::<OutsideRow>(&OUTSIDE_ACTS, args![]).await?);
    rows.into_iter().map(Outside::try_from).collect()
}

/// Takes out every sample row and all that hangs on it; gives how many rows went.
///
/// # Errors
/// Of the database, also when something real still rests on the sample.
pub async fn remove(tx: &mut Tx, _scope: &Scope) -> Result<u64> {
    let mut rows = 0u64;
    for statement in REMOVAL.iter().copied() {
        rows = rows.saturating_add(tx.run(statement, args![]).await?);
    }
    crate::engagements::tally::count_anew(tx).await?;
    Ok(rows)
}
