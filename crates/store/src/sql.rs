//! Static SQL text for two databases.
//!
//! Every statement is declared in a [`sql!`](crate::sql) block, one block a module; the block also lists its statements
//! so that a test can prepare each of them on both databases. One text serves both. The places where the databases
//! differ in a way no common text covers are written as marks, expanded once per database (docs/adr/0004):
//!
//! | mark | SQLite | PostgreSQL |
//! |---|---|---|
//! | `{C}` | nothing (text compares by bytes) | ` collate "C"` |
//! | `{in:COL:$n}` | `(P is null or COL in (select value from json_each(P)))` | the same with `jsonb_array_elements_text` |
//! | `{of:COL:$n}` | `COL in (select value from json_each(P))`, never null, so that an index on COL serves | `COL = any (array (…))`: joined instead, a hundred values would be guessed and the index passed over |
//! | `{whole}` | nothing | ` offset 0`: what stands before it is collected first, not found along the order of what is around it |
//! | `{plain:COL}` | `+COL`: keeps SQLite, which guesses without statistics, off an index that helps less | `COL` |
//! | `{by:INDEX}` | ` indexed by INDEX`: lists are walked by the index chosen for them | nothing: its planner has statistics |
//! | `{has:COL:$n}` | `instr(COL, P) > 0` | `strpos(COL, P) > 0` |
//! | `{list:NAME:$n}` | `json_each(P) NAME`, whose rows have a `value` | `jsonb_array_elements_text(P) NAME(value)` |
//! | `{match:W:$n}` | `W.engagement_words match P` | `W.grams @@ to_tsquery('simple', P)` |
//! | `{words:$n}` | `(select rowid from engagement_words where engagement_words match P)` | with `@@ to_tsquery('simple', P)` |
//! | `{tsv:$n}` | `P` | `to_tsvector('simple', P)` |
//! | `{integer}` | `integer` | `bigint` (migrations only) |
//! | `{lock}` | nothing (one writer) | ` for update` |

use std::sync::OnceLock;

/// Which database a connection speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// PostgreSQL 14 or later.
    Postgres,
}

/// One statement: its name and its text.
#[derive(Debug)]
pub struct Sql {
    /// `module::NAME`.
    pub name: &'static str,
    /// The text with marks.
    pub text: &'static str,
    lite: OnceLock<String>,
    pg: OnceLock<String>,
}

impl Sql {
    /// Declares a statement; use the [`sql!`](crate::sql) macro.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, lite: OnceLock::new(), pg: OnceLock::new() }
    }

    /// The text for one database.
    pub fn of(&'static self, dialect: Dialect) -> &'static str {
        let cell = if dialect == Dialect::Sqlite { &self.lite } else { &self.pg };
        cell.get_or_init(|| expand(self.text, dialect))
    }
}

/// Expands the marks of a text.
#[must_use]
pub fn expand(text: &str, dialect: Dialect) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(64));
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((mark, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(&replacement(mark, dialect));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn replacement(mark: &str, dialect: Dialect) -> String {
    let lite = dialect == Dialect::Sqlite;
    let mut parts = mark.splitn(3, ':');
    match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
        ("C", None, None) => if lite { "" } else { " collate \"C\"" }.to_owned(),
        ("integer", None, None) => if lite { "integer" } else { "bigint" }.to_owned(),
        ("lock", None, None) => if lite { "" } else { " for update" }.to_owned(),
        ("in", Some(column), Some(p)) if lite => {
            format!("({p} is null or {column} in (select value from json_each({p})))")
        }
        ("in", Some(column), Some(p)) => {
            format!("(cast({p} as text) is null or {column} in (select jsonb_array_elements_text(cast({p} as jsonb))))")
        }
        ("by", Some(index), None) => {
            if lite {
                format!(" indexed by {index}")
            } else {
                String::new()
            }
        }
        ("has", Some(column), Some(p)) => format!("{}({column}, {p}) > 0", if lite { "instr" } else { "strpos" }),
        ("list", Some(name), Some(p)) if lite => format!("json_each({p}) {name}"),
        ("list", Some(name), Some(p)) => format!("jsonb_array_elements_text(cast({p} as jsonb)) {name}(value)"),
        ("match", Some(words), Some(p)) if lite => format!("{words}.engagement_words match {p}"),
        ("match", Some(words), Some(p)) => format!("{words}.grams @@ to_tsquery('simple', {p})"),
        ("plain", Some(column), None) if lite => format!("+{column}"),
        ("plain", Some(column), None) => column.to_owned(),
        ("of", Some(column), Some(p)) if lite => format!("{column} in (select value from json_each({p}))"),
        ("of", Some(column), Some(p)) => {
            format!("{column} = any (array (select jsonb_array_elements_text(cast({p} as jsonb))))")
        }
        ("whole", None, None) => if lite { "" } else { " offset 0" }.to_owned(),
        ("words", Some(p), None) if lite => {
            format!("(select rowid from engagement_words where engagement_words match {p})")
        }
        ("words", Some(p), None) => {
            format!("(select rowid from engagement_words where grams @@ to_tsquery('simple', {p}))")
        }
        ("tsv", Some(p), None) if lite => p.to_owned(),
        ("tsv", Some(p), None) => format!("to_tsvector('simple', {p})"),
        // left as it stands: the test that prepares every statement reports it
        _ => format!("{{{mark}}}"),
    }
}

/// Declares the statements of a module and lists them as `STATEMENTS`.
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$meta])* static $name: $crate::sql::Sql =
            $crate::sql::Sql::new(concat!(module_path!(), "::", stringify!($name)), $text);)+
        /// Every statement of this module.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&$crate::sql::Sql] = &[$(&$name),+];
    };
}

/// A value given to a statement.
#[derive(Debug, Clone)]
pub enum Value {
    /// text
    Text(Option<String>),
    /// bigint
    Int(Option<i64>),
    /// boolean
    Bool(bool),
}

macro_rules! text_values {
    ($($type:ty),+ $(,)?) => { $(
        impl From<$type> for Value { fn from(v: $type) -> Self { Self::Text(Some(v.to_string())) } }
        impl From<&$type> for Value { fn from(v: &$type) -> Self { Self::Text(Some(v.to_string())) } }
        impl From<Option<$type>> for Value { fn from(v: Option<$type>) -> Self { Self::Text(v.map(|v| v.to_string())) } }
        impl From<&Option<$type>> for Value { fn from(v: &Option<$type>) -> Self { Self::Text(v.as_ref().map(ToString::to_string)) } }
    )+ };
}
text_values!(
    domain::id::UnitId,
    domain::id::PersonId,
    domain::id::GrantId,
    domain::id::SubstitutionId,
    domain::id::EngagementId,
    domain::id::DraftId,
    domain::id::EntryId,
    domain::id::ApprovalId,
    domain::id::WaiverId,
    domain::id::DeclarationId,
    domain::id::ConsultationId,
    domain::id::ContractorId,
    domain::id::SessionId,
    domain::id::TokenId,
    domain::id::ViewId,
    domain::id::AttachmentId,
    domain::id::ContractCheckId,
    domain::id::DocumentId,
    domain::id::QuestionnaireId,
    domain::id::CampaignId,
    domain::id::LinkId,
    domain::id::NoteId,
    domain::id::AnswerFileId,
    domain::id::SheetId,
    domain::questionnaire::QuestionnaireState,
    domain::questionnaire::AnswerSource,
    domain::id::SelectionId,
    domain::id::SubcontractId,
    domain::id::HandoverId,
    domain::id::HandlerId,
    domain::id::AccessId,
    domain::handover::HandoverKind,
    domain::handover::Carrier,
    domain::handover::ReceiptWay,
    domain::text::Title,
    domain::text::Statement,
    domain::text::Memo,
    domain::text::Ground,
    domain::text::Login,
    domain::gate::ConditionId,
    domain::contractor::CorporateNumber,
    jiff::civil::Date,
);

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<Option<&str>> for Value {
    fn from(v: Option<&str>) -> Self {
        Self::Text(v.map(ToOwned::to_owned))
    }
}
impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}
impl From<jiff::Timestamp> for Value {
    fn from(v: jiff::Timestamp) -> Self {
        Self::Int(Some(v.as_microsecond()))
    }
}
impl From<Option<jiff::Timestamp>> for Value {
    fn from(v: Option<jiff::Timestamp>) -> Self {
        Self::Int(v.map(jiff::Timestamp::as_microsecond))
    }
}

/// The values given to a statement, in order.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Value::from($value)),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_expanded_per_database() {
        assert_eq!(expand("order by a{C}", Dialect::Sqlite), "order by a");
        assert_eq!(expand("order by a{C}", Dialect::Postgres), "order by a collate \"C\"");
        assert!(expand("{in:e.unit_id:$1}", Dialect::Postgres).contains("jsonb_array_elements_text"));
        assert_eq!(expand("{nonsense}", Dialect::Sqlite), "{nonsense}");
    }
}
