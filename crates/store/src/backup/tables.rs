//! Every table that a backup holds, with its columns, in an order in which rows can be put back: what is pointed at
//! comes first. A test compares this with the real schema of both databases.
//!
//! Left out on purpose: `session` (a restored installation begins without anyone signed in), `engagement_words` and
//! `engagement_tally` (made anew from the engagements), and what sqlx keeps for itself.

use crate::sql::Sql;

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// text
    Text,
    /// bigint
    Int,
    /// boolean
    Bool,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
    /// All rows in the order of the key.
    pub(super) select: Sql,
    /// One row, its values in the order of the columns.
    pub(super) insert: Sql,
    /// 1 when there is any row, else 0.
    pub(super) any: Sql,
    /// A column that points into the same table and is set once all rows are there.
    pub(super) later: Option<Later>,
}

/// See [`Table::later`].
#[derive(Debug)]
pub(super) struct Later {
    pub(super) key: &'static str,
    pub(super) column: &'static str,
    pub(super) update: &'static Sql,
}

macro_rules! kind {
    (text) => {
        Kind::Text
    };
    (int) => {
        Kind::Int
    };
    (bool) => {
        Kind::Bool
    };
}

/// The text of an insert: walks over the columns and, beside them, over the numbers of their places.
macro_rules! insert {
    ($table:ident: $($column:ident)+) => {
        insert!(@ $table () () [1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32]
            $($column)+)
    };
    (@ $table:ident ($($names:tt)*) ($($places:tt)*) [$($n:literal)*]) => {
        concat!("insert into ", stringify!($table), " (" $($names)*, ") values (" $($places)*, ")")
    };
    (@ $table:ident () () [$n:literal $($rest:literal)*] $column:ident $($more:ident)*) => {
        insert!(@ $table (, stringify!($column)) (, "$", $n) [$($rest)*] $($more)*)
    };
    (@ $table:ident ($($names:tt)+) ($($places:tt)+) [$n:literal $($rest:literal)*] $column:ident $($more:ident)*) => {
        insert!(@ $table ($($names)+, ", ", stringify!($column)) ($($places)+, ", $", $n) [$($rest)*] $($more)*)
    };
}

macro_rules! tables {
    ($($id:ident = $table:ident order $order:literal { $first:ident $first_kind:ident $(, $column:ident $kind:ident)* $(,)? }
        $(later $key:ident $late:ident $update:ident)?;)+) => {
        $(static $id: Table = Table {
            name: stringify!($table),
            columns: &[(stringify!($first), kind!($first_kind)) $(, (stringify!($column), kind!($kind)))*],
            select: Sql::new(
                concat!(module_path!(), "::", stringify!($id), "::select"),
                concat!("select ", stringify!($first), $(", ", stringify!($column),)* " from ", stringify!($table),
                    " order by ", $order),
            ),
            insert: Sql::new(
                concat!(module_path!(), "::", stringify!($id), "::insert"),
                insert!($table: $first $($column)*),
            ),
            any: Sql::new(
                concat!(module_path!(), "::", stringify!($id), "::any"),
                concat!("select cast(count(*) as bigint) as n from (select 1 from ", stringify!($table), " limit 1) found"),
            ),
            later: tables!(@later $($key $late $update)?),
        };)+
        /// Every table, those pointed at before those that point.
        pub(super) static TABLES: &[&Table] = &[$(&$id),+];
        /// Their statements.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&Sql] = &[$(&$id.select, &$id.insert, &$id.any),+];
    };
    (@later) => { None };
    (@later $key:ident $late:ident $update:ident) => {
        Some(Later { key: stringify!($key), column: stringify!($late), update: &super::$update })
    };
}

tables! {
    SETTING = setting order "key{C}" { key text, value text };
    UNIT = unit order "id{C}" {
        id text, parent_id text, name text, name_en text, position int, closed bool, revision int
    } later id parent_id UNIT_PARENT;
    PERSON = person order "id{C}" {
        id text, login text, name text, search_key text, unit_id text, lang text, theme text, disabled bool,
        created_at int, revision int
    };
    CREDENTIAL = credential order "person_id{C}" {
        person_id text, password_hash text, changed_at int, failures int, locked_until int
    };
    TOKEN = token order "id{C}" {
        id text, secret_hash text, person_id text, name text, created_at int, last_used_at int, expires_at int,
        revoked_at int
    };
    ROLE_GRANT = role_grant order "id{C}" {
        id text, person_id text, role text, unit_id text, from_on text, until_on text
    };
    SUBSTITUTION = substitution order "id{C}" {
        id text, absent_id text, substitute_id text, from_on text, until_on text
    };
    CONTRACTOR = contractor order "id{C}" {
        id text, name text, search_key text, corporate_number text, created_at int, revision int, name_key text,
        core_key text, body text, standing text, marks text, ends_on text, merged_into text
    } later id merged_into CONTRACTOR_MERGED;
    IMPORT_MAPPING = import_mapping order "heads{C}" { heads text, body text, updated_at int, updated_by text };
    REGISTER_VERSION = register_version order "version" { version int, made_on text, made_by text, reason text };
    REGISTER_ENTRY = register_entry order "id{C}, from_version" {
        id text, from_version int, until_version int, list text, system_name text, system_key text, body text,
        review_on text
    };
    ENGAGEMENT_COUNTER = engagement_counter order "year" { year int, last int };
    ENGAGEMENT = engagement order "seq" {
        seq int, id text, unit_id text, owner_id text, stage text, stage_no int, stage_since text, standing text,
        title text, title_key text, category text, contractor_id text, contractor_name text, contractor_key text,
        term_from text, term_to text, amount int, flags int, due_on text, due_kind text, unmet int, waiting_since int,
        register_version int, entry_id text, split_from text, created_at int, updated_at int, revision int
    } later id split_from ENGAGEMENT_SPLIT;
    ENGAGEMENT_FACTS = engagement_facts order "engagement_id{C}" { engagement_id text, facts text };
    DRAFT = draft order "id{C}" { id text, person_id text, title text, answers text, created_at int, updated_at int };
    APPROVAL = approval order "id{C}" {
        id text, engagement_id text, unit_id text, kind text, state text, request text, requested_by text,
        requested_at int, decided text, decided_by text, decided_at int, revision int
    };
    WAIVER = waiver order "id{C}" {
        id text, engagement_id text, condition_id text, granted_by text, granted_on text, reason text, until_on text,
        approval_id text
    };
    ATTACHMENT = attachment order "id{C}" {
        id text, engagement_id text, name text, media_type text, size int, sha256 text, received_by text,
        received_at int, effective_on text, note text
    };
    DECLARATION = declaration order "id{C}" {
        id text, engagement_id text, condition_id text, declared_by text, declared_at int, note text, attachment_id text
    };
    PLAN = plan order "engagement_id{C}" { engagement_id text, body text, updated_at int, updated_by text, revision int };
    DOCUMENT = document order "id{C}" {
        id text, engagement_id text, paper text, lang text, version int, title text, edition text, open_points int,
        basis text, model text, files text, made_at int, made_by text
    };
    SELECTION_ROUND = selection_round order "id{C}" {
        id text, engagement_id text, round int, state text, formula text, record text, made_at int, made_by text,
        revision int
    };
    SELECTION_CANDIDATE = selection_candidate order "selection_id{C}, contractor_id{C}" {
        selection_id text, contractor_id text, position int, body text, revision int
    };
    CONTRACT_CHECK = contract_check order "id{C}" {
        id text, engagement_id text, contract text, version int, attachment_id text, document_type text, sha256 text,
        edition text, standing text, model text, checked_at int, checked_by text
    };
    CONTRACT_CORRECTION = contract_correction order "engagement_id{C}, contract{C}, concept{C}" {
        engagement_id text, contract text, concept text, body text, corrected_at int, corrected_by text
    };
    SUBCONTRACT = subcontract order "id{C}" {
        id text, engagement_id text, applicant_id text, firm_id text, state text, until text, asked_on text, body text,
        entered_by text, entered_at int, revision int
    };
    FIRM_AT_WORK = firm_at_work order "engagement_id{C}, giver_id{C}, firm_id{C}" {
        engagement_id text, giver_id text, firm_id text, seen_on text, note text, seen_by text, seen_at int, left_on text
    };
    PASSAGE = passage order "engagement_id{C}, gate{C}, passed_at" {
        engagement_id text, gate text, passed_at int, passed_by text, on_behalf_of text, conditions text
    };
    CONSULTATION = consultation order "id{C}" {
        id text, engagement_id text, unit_id text, urgency text, subject text, question text, search_key text,
        asked_by text, asked_at int, answer text, answered_by text, answered_at int
    };
    QUESTIONNAIRE = questionnaire order "id{C}" {
        id text, campaign_id text, contractor_id text, engagement_id text, unit_id text, title text, depth text,
        body text, state text, due_on text, sent_at int, sent_by text, opened_at int, begun_at int, submitted_at int,
        submitted_by text, decided_at int, decided_by text, score int, coverage int, answered int, asked int,
        kept bool, revision int
    };
    QUESTIONNAIRE_ANSWER = questionnaire_answer order "questionnaire_id{C}, question_id{C}" {
        questionnaire_id text, question_id text, body text, source text, answered_at int, answered_on text
    };
    QUESTIONNAIRE_LINK = questionnaire_link order "id{C}" {
        id text, questionnaire_id text, token_hash text, session_hash text, created_at int, expires_at int,
        opened_at int, ended_at int
    };
    QUESTIONNAIRE_NOTE = questionnaire_note order "id{C}" {
        id text, questionnaire_id text, question_id text, body text, person_id text, noted_at int
    };
    ANSWER_FILE = answer_file order "id{C}" {
        id text, questionnaire_id text, question_id text, name text, sha256 text, size int, received_at int
    };
    BOOK_ANSWER = book_answer order "owner{C}, measure{C}, scope_kind{C}, scope_name{C}" {
        owner text, measure text, scope_kind text, scope_name text, body text, answered_on text, kept_at int,
        questionnaire_id text
    };
    SHEET_CORRECTION = sheet_correction order "question_key{C}" {
        question_key text, question text, measure text, learned_at int
    };
    SHEET_UPLOAD = sheet_upload order "id{C}" {
        id text, name text, sha256 text, size int, choices text, person_id text, created_at int
    };
    HANDLER = handler order "id{C}" {
        id text, engagement_id text, works_for text, employer text, body text, entered_at int, entered_by text,
        revision int
    };
    HANDLER_LINK = handler_link order "id{C}" {
        id text, handler_id text, token_hash text, session_hash text, created_at int, expires_at int, opened_at int,
        ended_at int
    };
    HANDOVER = handover order "id{C}" {
        id text, engagement_id text, no int, kind text, item text, from_id text, to_id text, handler_id text,
        happened_at int, waits bool, body text, receipt_way text, receipt_paper text, entered_at int, entered_by text,
        revision int
    };
    HOLDING = holding order "engagement_id{C}, holder_id{C}, item{C}, carrier{C}" {
        engagement_id text, holder_id text, item text, carrier text, held int, claimed int
    };
    GIVEN_ACCESS = given_access order "id{C}" {
        id text, engagement_id text, contractor_id text, body text, entered_at int, entered_by text, revision int
    };
    HANDLING_TERMS = handling_terms order "engagement_id{C}" {
        engagement_id text, body text, updated_at int, updated_by text, revision int
    };
    SAVED_VIEW = saved_view order "id{C}" { id text, person_id text, name text, query text, created_at int };
    LEDGER = ledger order "seq" {
        seq int, at int, actor text, on_behalf_of text, channel text, action text, subject_kind text, subject_id text,
        unit_id text, before_digest text, after_digest text, detail text, request_id text, prev_hash text, hash text
    };
    LEDGER_HEAD = ledger_head order "id" { id int, seq int, hash text };
    CHECKPOINT = checkpoint order "seq" { seq int, at int, body text };
    SAMPLE_ROW = sample_row order "kind{C}, id{C}" { kind text, id text };
}
