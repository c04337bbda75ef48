//! The statements of the list, put together once from closed parts: order × direction × path × words. Nothing a person
//! types becomes part of a text; their number is fixed and the test that prepares every statement covers all of them.
//!
//! Each finds the keys of a page in an index that carries what lists are filtered by, and then reads whole the rows that
//! are shown.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{Direction, Sort};
use crate::sql::Sql;

/// By what the rows of a page are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Path {
    /// Walking the order's own index until the page is full.
    Order,
    /// Walking the numbers of one stage.
    Stage,
    /// Walking the numbers of one category.
    Category,
    /// Collecting everything of some units.
    Units,
    /// Collecting everything of an owner.
    Owner,
    /// Collecting everything of a contractor.
    Contractor,
    /// What the search index finds, by number.
    Words,
}

impl Path {
    pub(super) const ALL: [Self; 7] =
        [Self::Order, Self::Stage, Self::Category, Self::Units, Self::Owner, Self::Contractor, Self::Words];

    /// For a message nobody should ever see.
    pub(super) const fn name(self) -> &'static str {
        self.index(Sort::Number)
    }

    const fn index(self, sort: Sort) -> &'static str {
        match (self, sort) {
            (Self::Category, _) => "engagement_category",
            (Self::Units, _) => "engagement_unit",
            (Self::Owner, _) => "engagement_owner",
            (Self::Contractor, _) => "engagement_contractor_id",
            (Self::Stage, _) | (_, Sort::Stage) => "engagement_stage",
            (_, Sort::Number) => "engagement_number",
            (_, Sort::Title) => "engagement_title",
            (_, Sort::Contractor) => "engagement_contractor",
            (_, Sort::Due) => "engagement_due",
            (_, Sort::Amount) => "engagement_amount",
        }
    }

    /// Whether everything that fits is collected and then sorted.
    const fn collects(self) -> bool {
        matches!(self, Self::Units | Self::Owner | Self::Contractor)
    }

    /// Whether this way serves an order, with or without words.
    const fn serves(self, sort: Sort, words: bool) -> bool {
        match self {
            Self::Words => words,
            Self::Stage => !words && matches!(sort, Sort::Number | Sort::Stage),
            Self::Category => !words && matches!(sort, Sort::Number),
            _ => true,
        }
    }
}

/// What is read of each row that is shown.
pub(super) const COLUMNS: &str =
    "e.seq, e.id, e.unit_id, e.owner_id, e.stage, e.standing, e.title, e.title_key, e.category, e.contractor_name,
    e.contractor_key, e.amount, e.flags, e.due_on, e.due_kind, e.unmet, e.waiting_since";

// $1 units, $2 stage, $3 category, $4 seal, $5 standing, $6 and $7 numbers, $8 unmet, $9 waiting, $10 owner,
// $11 contractor, $12 and $13 end of term, $14 words to be found in the row, a list
const REST: &str = "(cast($4 as bigint) is null or (e.flags & $4) <> 0)
    and (cast($5 as text) is null or e.standing = $5)
    and e.seq >= $6 and e.seq < $7
    and (cast($8 as bigint) is null or (e.unmet >= $8 and e.standing = 'open'))
    and (cast($9 as bigint) is null or e.waiting_since >= $9)
    and (cast($12 as text) is null or (e.term_to <= $12 and e.term_to >= $13))
    and (cast($14 as text) is null or not exists (select 1 from {list:word:$14}
      where not ({has:e.title_key:word.value} or {has:e.contractor_key:word.value})))";

/// `from` and `where`; `words` is the place of the words looked for.
fn found(sort: Sort, path: Path, words: Option<&str>) -> String {
    let from = match path {
        Path::Words => "engagement_words w cross join engagement e".to_owned(),
        _ => format!("engagement e{{by:{}}}", path.index(sort)),
    };
    let units = if path == Path::Units { "{of:e.unit_id:$1}" } else { "{in:e.unit_id:$1}" };
    let stage = if path == Path::Stage { "e.stage_no = $2" } else { "(cast($2 as bigint) is null or e.stage_no = $2)" };
    let category =
        if path == Path::Category { "e.category = $3" } else { "(cast($3 as text) is null or e.category = $3)" };
    let owner =
        if path == Path::Owner { "e.owner_id = $10" } else { "(cast($10 as text) is null or e.owner_id = $10)" };
    let contractor = if path == Path::Contractor {
        "e.contractor_id = $11"
    } else {
        "(cast($11 as text) is null or e.contractor_id = $11)"
    };
    let words = match (path, words) {
        (_, None) => String::new(),
        (Path::Words, Some(place)) => format!(" and e.seq = w.rowid and {{match:w:{place}}}"),
        (_, Some(place)) => format!(" and e.seq in {{words:{place}}}"),
    };
    format!("from {from} where {units} and {stage} and {category} and {owner} and {contractor} and {REST}{words}")
}

/// Every list statement: $15 and $16 the key and the number of the last row seen, $17 how many, $18 the words.
pub(crate) static LISTS: LazyLock<BTreeMap<(Sort, Direction, Path, bool), Sql>> = LazyLock::new(|| {
    let mut out = BTreeMap::new();
    for sort in Sort::ALL.iter().copied() {
        for direction in [Direction::Ascending, Direction::Descending] {
            for path in Path::ALL {
                for words in [false, true].into_iter().filter(|words| path.serves(sort, *words)) {
                    out.insert((sort, direction, path, words), list(sort, direction, path, words));
                }
            }
        }
    }
    out
});

fn list(sort: Sort, direction: Direction, path: Path, words: bool) -> Sql {
    let column = sort.column();
    let (compare, order) = match direction {
        Direction::Ascending => (">", "asc"),
        Direction::Descending => ("<", "desc"),
    };
    // the search index gives its rows by number itself, and stops when there are enough
    let seq = if path == Path::Words && sort == Sort::Number { "w.rowid" } else { "e.seq" };
    let (after, inner, outer) = if sort == Sort::Number {
        let after = format!("cast($15 as bigint) is not null and {seq} {compare} $16");
        (after, format!("{seq} {order}"), format!("e.seq {order}"))
    } else {
        let by = format!("{column} {order}, e.seq {order}");
        (format!("({column}, e.seq) {compare} ($15, $16)"), by.clone(), by)
    };
    let found = found(sort, path, words.then_some("$18"));
    let keys = if path.collects() {
        let key = if sort == Sort::Number { String::new() } else { format!(", {column}") };
        format!("select e.seq from (select e.seq{key} {found} and {after}{{whole}}) e order by {inner} limit $17")
    } else {
        format!("select {seq} {found} and {after} order by {inner} limit $17")
    };
    let text = format!("select {COLUMNS} from engagement e where e.seq in ({keys}) order by {outer}");
    Sql::new("engagements::list", String::leak(text))
}

/// Every counting statement: $15 where counting ends, $16 the words.
pub(crate) static COUNTS: LazyLock<BTreeMap<(Path, bool), Sql>> = LazyLock::new(|| {
    let mut out = BTreeMap::new();
    for path in Path::ALL {
        for words in [false, true].into_iter().filter(|words| path.serves(Sort::Number, *words)) {
            let found = found(Sort::Number, path, words.then_some("$16"));
            let text = format!("select count(*) as n from (select 1 {found} limit $15) as t");
            out.insert((path, words), Sql::new("engagements::count", String::leak(text)));
        }
    }
    out
});
