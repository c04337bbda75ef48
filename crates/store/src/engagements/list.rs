//! Lists of engagements: filter, search, sort, keyset paging.
//!
//! The statements are put together once from closed parts (sort × direction × reach × stage × search), so each keeps
//! the index its order needs; nothing a person types becomes part of a text. Their number is fixed and the test that
//! prepares every statement covers all of them.

use std::sync::LazyLock;

use domain::{
    calendar::EngagementNumber,
    engagement::{Category, DueKind, Seal, Stage, Standing},
    fold::{Gram, query_grams},
    id::{ContractorId, EngagementId, PersonId, UnitId},
    permission::{Reach, Scope},
};
use jiff::civil::Date;

use super::{due_of, stage_no};
use crate::{
    Error, Result, Tx, args, instant_opt, parse, reach, sql,
    sql::{Dialect, Sql, Value},
};

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The number.
    #[default]
    Number,
    /// The folded title.
    Title,
    /// The folded contractor name.
    Contractor,
    /// The stage.
    Stage,
    /// What falls due next.
    Due,
    /// The amount.
    Amount,
}

impl Sort {
    /// Every order.
    pub const ALL: &'static [Self] =
        &[Self::Number, Self::Title, Self::Contractor, Self::Stage, Self::Due, Self::Amount];

    /// Its code in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Title => "title",
            Self::Contractor => "contractor",
            Self::Stage => "stage",
            Self::Due => "due",
            Self::Amount => "amount",
        }
    }

    const fn column(self) -> &'static str {
        match self {
            Self::Number => "e.seq",
            Self::Title => "e.title_key",
            Self::Contractor => "e.contractor_key",
            Self::Stage => "e.stage_no",
            Self::Due => "e.due_on",
            Self::Amount => "e.amount",
        }
    }

    const fn is_text(self) -> bool {
        matches!(self, Self::Title | Self::Contractor | Self::Due)
    }
}

impl std::str::FromStr for Sort {
    type Err = domain::Problem;
    fn from_str(text: &str) -> std::result::Result<Self, domain::Problem> {
        Self::ALL.iter().copied().find(|s| s.code() == text).ok_or_else(|| domain::Problem::NotOneOf {
            value: domain::problem::shorten(text),
            allowed: Self::ALL.iter().map(|s| s.code()).collect(),
        })
    }
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Small first.
    Ascending,
    /// Large first.
    #[default]
    Descending,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// Which engagements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the search box; all must be found.
    pub words: Vec<String>,
    /// At this stage.
    pub stage: Option<Stage>,
    /// Of this category.
    pub category: Option<Category>,
    /// At one of these units; `None` for any.
    pub units: Option<Vec<UnitId>>,
    /// With this seal.
    pub seal: Option<Seal>,
    /// Standing so.
    pub standing: Option<Standing>,
    /// Of this fiscal year (the western year it begins in).
    pub year: Option<i16>,
    /// Stopped at its gate.
    pub stopped: Option<Stopped>,
    /// Of this owner.
    pub owner: Option<PersonId>,
    /// With this contractor.
    pub contractor: Option<ContractorId>,
    /// Ending on or before a day, and not over yet (with the day before which it is over).
    pub ending: Option<(Date, Date)>,
}

/// Why a gate keeps an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// A condition is unmet.
    Unmet,
    /// An approval is waited for.
    Waiting,
}

/// Where a page begins: the key and number of the last row seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key of that row, as text.
    pub key: String,
    /// Its number as an integer.
    pub seq: i64,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: EngagementId,
    /// Its number.
    pub number: EngagementNumber,
    /// Its unit.
    pub unit: UnitId,
    /// Its owner.
    pub owner: PersonId,
    /// Its stage.
    pub stage: Stage,
    /// Its standing.
    pub standing: Standing,
    /// Its title.
    pub title: String,
    /// Its category.
    pub category: Category,
    /// Contractor's name, empty before one is chosen.
    pub contractor_name: String,
    /// Amount, if stated.
    pub amount: Option<i64>,
    /// Its seals.
    pub seals: Vec<Seal>,
    /// What falls due next.
    pub due: Option<(Date, DueKind)>,
    /// Unmet conditions at the gate ahead.
    pub unmet: i64,
    /// Since when an approval is waited for.
    pub waiting_since: Option<jiff::Timestamp>,
    /// Cursor of this row under the order of the list.
    pub cursor: Cursor,
}

const COLUMNS: &str = "e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.standing, e.title, e.title_key, e.category,
    e.contractor_name, e.contractor_key, e.amount, e.flags, e.due_on, e.due_kind, e.unmet, e.waiting_since";

// $1 reach, $2 stage, $3 category, $4 units, $5 seal, $6 standing, $7 and $8 numbers, $9 unmet, $10 waiting, $11 owner,
// $12 contractor, $13 and $14 end of term; then cursor key, cursor number, limit; the words last
const WHERE: &str = "(cast($3 as text) is null or e.category = $3)
    and {in:e.unit_id:$4}
    and (cast($5 as bigint) is null or (e.flags & $5) <> 0)
    and (cast($6 as text) is null or e.standing = $6)
    and {seq} >= $7 and {seq} < $8
    and (cast($9 as bigint) is null or (e.unmet >= $9 and e.standing = 'open'))
    and (cast($10 as bigint) is null or e.waiting_since >= $10)
    and (cast($11 as text) is null or e.owner_id = $11)
    and (cast($12 as text) is null or e.contractor_id = $12)
    and (cast($13 as text) is null or (e.term_to <= $13 and e.term_to >= $14))";

/// `walk` is the order's own index: the range of numbers must then not tempt the planner to read by number and sort.
fn conditions(all: bool, stage: bool, walk: bool) -> String {
    let reach = if all { "cast($1 as text) is null" } else { "{of:e.unit_id:$1}" };
    let stage = if stage { "e.stage_no = $2" } else { "cast($2 as bigint) is null" };
    let rest = WHERE.replace("{seq}", if walk { "+e.seq" } else { "e.seq" });
    format!("{reach} and {stage} and {rest}")
}

fn variant(sort: Sort, direction: Direction, all: bool, stage: bool, words: bool) -> usize {
    let sort = Sort::ALL.iter().position(|s| *s == sort).unwrap_or(0);
    let bits = [direction == Direction::Descending, all, stage, words];
    bits.iter().fold(sort, |index, bit| index.saturating_mul(2).saturating_add(usize::from(*bit)))
}

/// Every list statement, at the place `variant` gives.
pub(crate) static LISTS: LazyLock<Vec<Sql>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for sort in Sort::ALL {
        for direction in [Direction::Ascending, Direction::Descending] {
            for all in [false, true] {
                for stage in [false, true] {
                    for words in [false, true] {
                        out.push(list_statement(*sort, direction, (all, stage, words)));
                    }
                }
            }
        }
    }
    out
});

fn list_statement(sort: Sort, direction: Direction, (all, stage, words): (bool, bool, bool)) -> Sql {
    let column = sort.column();
    let (compare, order) = match direction {
        Direction::Ascending => (">", "asc"),
        Direction::Descending => ("<", "desc"),
    };
    let after = if sort == Sort::Number {
        format!("cast($15 as bigint) is not null and e.seq {compare} $16")
    } else {
        format!("({column}, e.seq) {compare} ($15, $16)")
    };
    let order_by =
        if sort == Sort::Number { format!("e.seq {order}") } else { format!("{column} {order}, e.seq {order}") };
    let words = if words { " and e.seq in {words:$18}" } else { "" };
    let where_ = conditions(all, stage, sort != Sort::Number);
    Sql::new(
        "engagements::list",
        String::leak(format!(
            "select {COLUMNS} from engagement e where {where_} and {after}{words} order by {order_by} limit $17"
        )),
    )
}

/// Every counting statement.
pub(crate) static COUNTS: LazyLock<Vec<Sql>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for all in [false, true] {
        for stage in [false, true] {
            for words in [false, true] {
                let words = if words { " and e.seq in {words:$16}" } else { "" };
                let where_ = conditions(all, stage, false);
                out.push(Sql::new(
                    "engagements::count",
                    String::leak(format!(
                        "select count(*) as n from (select 1 from engagement e where {where_}{words} limit $15) as t"
                    )),
                ));
            }
        }
    }
    out
});

sql! {
    // found by owner, not by walking everything that falls due
    OWNED = "select e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.standing, e.title, e.title_key, e.category,
        e.contractor_name, e.contractor_key, e.amount, e.flags, e.due_on, e.due_kind, e.unmet, e.waiting_since
        from engagement e where e.owner_id = $1 and {plain:e.standing} = 'open' and {plain:e.stage_no} < $2 and {in:e.unit_id:$3}
        order by e.due_on, e.seq limit $4";
    STAGES = "select stage_no, count(*) as n, cast(sum(case when unmet > 0 then 1 else 0 end) as bigint) as stopped
        from engagement where standing = 'open' group by stage_no order by stage_no";
    STAGES_OF = "select stage_no, count(*) as n, cast(sum(case when unmet > 0 then 1 else 0 end) as bigint) as stopped
        from engagement where {plain:standing} = 'open' and {of:unit_id:$1} group by stage_no order by stage_no";
}

#[derive(sqlx::FromRow)]
struct LineRow {
    seq: i64,
    id: String,
    unit_id: String,
    owner_id: String,
    stage: String,
    standing: String,
    title: String,
    title_key: String,
    category: String,
    contractor_name: String,
    contractor_key: String,
    amount: i64,
    flags: i64,
    due_on: String,
    due_kind: String,
    unmet: i64,
    waiting_since: Option<i64>,
}

fn line(row: LineRow, sort: Sort) -> Result<Line> {
    let stage: Stage = parse("engagement.stage", &row.stage)?;
    let key = match sort {
        Sort::Number => row.seq.to_string(),
        Sort::Title => row.title_key,
        Sort::Contractor => row.contractor_key,
        Sort::Stage => stage_no(stage).to_string(),
        Sort::Due => row.due_on.clone(),
        Sort::Amount => row.amount.to_string(),
    };
    Ok(Line {
        id: parse("engagement.id", &row.id)?,
        number: EngagementNumber::from_sort_key(row.seq).ok_or_else(|| Error::stored("engagement.seq", row.seq))?,
        unit: parse("engagement.unit_id", &row.unit_id)?,
        owner: parse("engagement.owner_id", &row.owner_id)?,
        stage,
        standing: parse("engagement.standing", &row.standing)?,
        title: row.title,
        category: parse("engagement.category", &row.category)?,
        contractor_name: row.contractor_name,
        amount: (row.amount >= 0).then_some(row.amount),
        seals: Seal::of_bits(row.flags),
        due: due_of(&row.due_on, &row.due_kind)?,
        unmet: row.unmet,
        waiting_since: instant_opt("engagement.waiting_since", row.waiting_since)?,
        cursor: Cursor { key, seq: row.seq },
    })
}

fn filter_args(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let year = filter.year.map(i64::from);
    let units = filter.units.as_ref().map(|units| {
        let ids: Vec<String> = units.iter().map(ToString::to_string).collect();
        format!("[\"{}\"]", ids.join("\",\""))
    });
    let unmet = (filter.stopped == Some(Stopped::Unmet)).then_some(1i64);
    let waiting = (filter.stopped == Some(Stopped::Waiting)).then_some(0i64);
    let values = args![
        reach(scope),
        filter.stage.map(stage_no),
        filter.category.map(Category::code),
        units,
        filter.seal.map(Seal::bit),
        filter.standing.map(Standing::code),
        year.map_or(0, |y| y.saturating_mul(10_000_000)),
        year.map_or(i64::MAX, |y| y.saturating_add(1).saturating_mul(10_000_000)),
        unmet,
        waiting,
        filter.owner,
        filter.contractor,
        filter.ending.map(|(until, _)| until),
        filter.ending.map(|(_, from)| from),
    ];
    values.to_vec()
}

/// The query the full-text index of a database understands: all words, each as a phrase of its tokens.
fn match_query(words: &[String], dialect: Dialect) -> Option<String> {
    let mut parts = Vec::new();
    for word in words {
        match (query_grams(word), dialect) {
            (Gram::Phrase(tokens), _) if tokens.is_empty() => {}
            (Gram::Phrase(tokens), Dialect::Sqlite) => parts.push(format!("\"{}\"", tokens.join(" "))),
            (Gram::Phrase(tokens), Dialect::Postgres) => parts.push(format!("({})", tokens.join(" <-> "))),
            (Gram::Prefix(token), Dialect::Sqlite) => parts.push(format!("{token}*")),
            (Gram::Prefix(token), Dialect::Postgres) => parts.push(format!("{token}:*")),
        }
    }
    let and = if dialect == Dialect::Sqlite { " AND " } else { " & " };
    (!parts.is_empty()).then(|| parts.join(and))
}

fn is_all(scope: &Scope) -> bool {
    matches!(scope.reach(), Reach::All)
}

/// A page of the list: at most `limit` rows after the cursor, in the order asked for. One statement.
///
/// # Errors
/// Of the database.
pub async fn page(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    (sort, direction): (Sort, Direction),
    (after, limit): (Option<&Cursor>, i64),
) -> Result<Vec<Line>> {
    let query = match_query(&filter.words, tx.dialect());
    let index = variant(sort, direction, is_all(scope), filter.stage.is_some(), query.is_some());
    let Some(sql) = LISTS.get(index) else { return Err(Error::stored("engagements::list", index)) };
    let mut values = filter_args(scope, filter);
    let (key, seq) = match (after, direction) {
        (Some(cursor), _) => (cursor.key.clone(), cursor.seq),
        (None, Direction::Ascending) => (if sort.is_text() { String::new() } else { i64::MIN.to_string() }, -1),
        (None, Direction::Descending) => {
            (if sort.is_text() { char::MAX.to_string() } else { i64::MAX.to_string() }, i64::MAX)
        }
    };
    values.push(if sort.is_text() { key.into() } else { key.parse::<i64>().unwrap_or_default().into() });
    values.push(seq.into());
    values.push(limit.into());
    if let Some(query) = query {
        values.push(query.into());
    }
    let rows = tx.all::<LineRow>(sql, &values).await?;
    rows.into_iter().map(|row| line(row, sort)).collect()
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

/// How many there are, counting no further than `most`. One statement.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let query = match_query(&filter.words, tx.dialect());
    let bits = [is_all(scope), filter.stage.is_some(), query.is_some()];
    let index = bits.iter().fold(0usize, |i, bit| i.saturating_mul(2).saturating_add(usize::from(*bit)));
    let Some(sql) = COUNTS.get(index) else { return Err(Error::stored("engagements::count", index)) };
    let mut values = filter_args(scope, filter);
    values.push(most.into());
    if let Some(query) = query {
        values.push(query.into());
    }
    Ok(tx.one::<CountRow>(sql, &values).await?.n)
}

/// A person's own open engagements before a stage, by what falls due next. One statement.
///
/// # Errors
/// Of the database.
pub async fn owned(tx: &mut Tx, scope: &Scope, owner: PersonId, (before, limit): (Stage, i64)) -> Result<Vec<Line>> {
    let rows = tx.all::<LineRow>(&OWNED, args![owner, stage_no(before), reach(scope), limit]).await?;
    rows.into_iter().map(|row| line(row, Sort::Due)).collect()
}

#[derive(sqlx::FromRow)]
struct StageRow {
    stage_no: i64,
    n: i64,
    stopped: i64,
}

/// Open engagements within reach per stage: how many, and how many of them stand at a gate with unmet conditions.
///
/// # Errors
/// Of the database.
pub async fn stages(tx: &mut Tx, scope: &Scope) -> Result<Vec<(Stage, i64, i64)>> {
    let rows = match reach(scope) {
        None => tx.all::<StageRow>(&STAGES, args![]).await?,
        units => tx.all::<StageRow>(&STAGES_OF, args![units]).await?,
    };
    Ok(rows
        .into_iter()
        .filter_map(|r| Some((*Stage::ALL.get(usize::try_from(r.stage_no).ok()?)?, r.n, r.stopped)))
        .collect())
}
