//! Lists of engagements: filter, search, sort, keyset paging.
//!
//! Which of the fixed [`statements`] finds a page depends on what is asked: few rows are collected and sorted, many are
//! walked in order until the page is full.

mod statements;

use domain::{
    calendar::EngagementNumber,
    engagement::{Category, DueKind, Seal, Stage, Standing},
    fold::{Gram, is_company_form, query_grams},
    id::{ContractorId, EngagementId, PersonId, UnitId},
    permission::{Reach, Scope},
};
use jiff::civil::Date;

use statements::Path;
pub(crate) use statements::{COUNTS, LISTS};

use super::{due_of, stage_no};
use crate::{
    Error, Result, Tx, args, instant_opt, parse, reach, sql,
    sql::{Dialect, Value},
    to_json,
};

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
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

sql! {
    // found by owner, not by walking everything that falls due
    OWNED = "select e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.standing, e.title, e.title_key, e.category,
        e.contractor_name, e.contractor_key, e.amount, e.flags, e.due_on, e.due_kind, e.unmet, e.waiting_since
        from engagement e where e.owner_id = $1 and {plain:e.standing} = 'open' and {plain:e.stage_no} < $2 and {in:e.unit_id:$3}
        order by e.due_on, e.seq limit $4";
    // the walk ends with the day, whoever asks
    DUE = "select e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.standing, e.title, e.title_key, e.category,
        e.contractor_name, e.contractor_key, e.amount, e.flags, e.due_on, e.due_kind, e.unmet, e.waiting_since
        from engagement e where e.seq in (select e.seq from engagement e{by:engagement_due}
          where e.due_on <= $2 and e.standing = 'open' and {in:e.unit_id:$1} order by e.due_on, e.seq limit $3)
        order by e.due_on, e.seq";
    // how common words are
    HITS = "select count(*) as n from (select 1 from engagement_words w where {match:w:$1} limit $2) as t";
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

/// The units asked for, within reach; `None` for any.
fn units(scope: &Scope, filter: &Filter) -> Option<String> {
    let asked = filter.units.as_ref()?;
    let ids: Vec<String> = match scope.reach() {
        Reach::All => asked.iter().map(ToString::to_string).collect(),
        Reach::Units(reached) => asked.iter().filter(|u| reached.contains(u)).map(ToString::to_string).collect(),
    };
    Some(if ids.is_empty() { "[]".to_owned() } else { format!("[\"{}\"]", ids.join("\",\"")) })
}

/// What is looked for, on its way into the statements.
struct Wanted {
    units: Option<String>,
    words: Vec<String>,
    dialect: Dialect,
}

/// The words of a search, by where each is looked for.
#[derive(Default)]
struct Words {
    /// What the search index is asked.
    index: Option<String>,
    /// What is looked for in the title and the contractor of each row; a JSON list.
    rows: Option<String>,
}

impl Wanted {
    fn new(scope: &Scope, filter: &Filter, dialect: Dialect) -> Self {
        let words = filter.words.iter().filter(|w| !w.is_empty()).cloned().collect();
        Self { units: units(scope, filter).or_else(|| reach(scope)), words, dialect }
    }

    /// Where rows are few, or nearly all fit, a look into each is cheaper than the whole answer of the search index. That
    /// is so for a company form among other words, and wherever rows are not found by words. What may be a number is
    /// found by the index alone: rows hold it in another form.
    fn split(&self, path: Path) -> Result<Words> {
        let in_rows = |word: &&String| match path {
            Path::Words => is_company_form(word),
            _ => !word.is_ascii(),
        };
        let (rows, index): (Vec<&String>, Vec<&String>) = self.words.iter().partition(in_rows);
        let (rows, index) = match path {
            Path::Words if index.is_empty() => (index, rows),
            _ => (rows, index),
        };
        let rows = if rows.is_empty() { None } else { Some(to_json("words", &rows)?) };
        Ok(Words { index: match_query(&index, self.dialect), rows })
    }

    /// The values of $1 to $14.
    fn args(&self, filter: &Filter, words: &Words) -> Vec<Value> {
        let year = filter.year.map(i64::from);
        let values = args![
            self.units.clone(),
            filter.stage.map(stage_no),
            filter.category.map(Category::code),
            filter.seal.map(Seal::bit),
            filter.standing.map(Standing::code),
            year.map_or(0, |y| y.saturating_mul(10_000_000)),
            year.map_or(i64::MAX, |y| y.saturating_add(1).saturating_mul(10_000_000)),
            (filter.stopped == Some(Stopped::Unmet)).then_some(1i64),
            (filter.stopped == Some(Stopped::Waiting)).then_some(0i64),
            filter.owner,
            filter.contractor,
            filter.ending.map(|(until, _)| until),
            filter.ending.map(|(_, from)| from),
            words.rows.clone(),
        ];
        values.to_vec()
    }

    /// True when the units have so few engagements that collecting them all is cheaper than walking past the others.
    async fn few_in_units(&self, tx: &mut Tx) -> Result<bool> {
        match &self.units {
            None => Ok(false),
            Some(units) => Ok(super::tally::reached(tx, units).await? <= COLLECT),
        }
    }

    /// By what a page is found. How many statements this takes depends on what is asked, not on what there is.
    async fn path(&self, tx: &mut Tx, filter: &Filter, sort: Sort) -> Result<Path> {
        if filter.owner.is_some() {
            return Ok(Path::Owner);
        }
        if filter.contractor.is_some() {
            return Ok(Path::Contractor);
        }
        let few = self.few_in_units(tx).await?;
        if few {
            return Ok(Path::Units);
        }
        Ok(match sort {
            Sort::Number if !self.words.is_empty() => Path::Words,
            _ if !self.words.is_empty() => {
                let all = match_query(&self.words.iter().collect::<Vec<_>>(), self.dialect);
                let hits = tx.one::<CountRow>(&HITS, args![all, COMMON]).await?.n;
                if hits < COMMON { Path::Words } else { Path::Order }
            }
            Sort::Number if filter.category.is_some() => Path::Category,
            Sort::Number | Sort::Stage if filter.stage.is_some() => Path::Stage,
            _ => Path::Order,
        })
    }

    /// By what they are counted.
    async fn counting_path(&self, tx: &mut Tx, filter: &Filter) -> Result<Path> {
        Ok(match &self.units {
            _ if filter.owner.is_some() => Path::Owner,
            _ if filter.contractor.is_some() => Path::Contractor,
            Some(_) if self.words.is_empty() => Path::Units,
            _ if !self.words.is_empty() => {
                if self.few_in_units(tx).await? {
                    Path::Units
                } else {
                    Path::Words
                }
            }
            _ if filter.category.is_some() => Path::Category,
            _ if filter.stage.is_some() => Path::Stage,
            _ => Path::Order,
        })
    }
}

/// Up to so many engagements of some units are collected and sorted; of more, a walk in order soon finds a page.
const COLLECT: i64 = 5_000;
/// Words found so often are looked for along a walk in order, rarer ones are collected and sorted.
const COMMON: i64 = 1_000;

/// The query the full-text index of a database understands: all words, each as a phrase of its tokens.
fn match_query(words: &[&String], dialect: Dialect) -> Option<String> {
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

/// A page of the list: at most `limit` rows after the cursor, in the order asked for. At most three statements.
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
    let wanted = Wanted::new(scope, filter, tx.dialect());
    let path = wanted.path(tx, filter, sort).await?;
    page_by(tx, path, (&wanted, filter), (sort, direction), (after, limit)).await
}

async fn page_by(
    tx: &mut Tx,
    path: Path,
    (wanted, filter): (&Wanted, &Filter),
    (sort, direction): (Sort, Direction),
    (after, limit): (Option<&Cursor>, i64),
) -> Result<Vec<Line>> {
    let words = wanted.split(path)?;
    let which = (sort, direction, path, words.index.is_some());
    let Some(sql) = LISTS.get(&which) else { return Err(Error::stored("engagements::list", path.name())) };
    let mut values = wanted.args(filter, &words);
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
    values.extend(words.index.map(Value::from));
    let rows = tx.all::<LineRow>(sql, &values).await?;
    rows.into_iter().map(|row| line(row, sort)).collect()
}

#[derive(sqlx::FromRow)]
struct CountRow {
    n: i64,
}

/// How many there are, counting no further than `most`. At most two statements.
///
/// # Errors
/// Of the database.
pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter, most: i64) -> Result<i64> {
    let wanted = Wanted::new(scope, filter, tx.dialect());
    let path = wanted.counting_path(tx, filter).await?;
    count_by(tx, path, (&wanted, filter), most).await
}

async fn count_by(tx: &mut Tx, path: Path, (wanted, filter): (&Wanted, &Filter), most: i64) -> Result<i64> {
    let words = wanted.split(path)?;
    let Some(sql) = COUNTS.get(&(path, words.index.is_some())) else {
        return Err(Error::stored("engagements::count", path.name()));
    };
    let mut values = wanted.args(filter, &words);
    values.push(most.into());
    values.extend(words.index.map(Value::from));
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

/// Open engagements within reach that fall due up to a day, overdue ones included, nearest first. One statement.
///
/// # Errors
/// Of the database.
pub async fn due(tx: &mut Tx, scope: &Scope, (until, limit): (Date, i64)) -> Result<Vec<Line>> {
    let rows = tx.all::<LineRow>(&DUE, args![reach(scope), until, limit]).await?;
    rows.into_iter().map(|row| line(row, Sort::Due)).collect()
}

#[cfg(test)]
mod tests;
