//! Which column of a block is for what.

use super::{
    header::{Role, is_digit},
    is_asking,
    scale::{self, Meaning},
};
use crate::{place::Place, workbook::Sheet};

/// A column with its header.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Head {
    pub column: u32,
    pub role: Role,
    pub text: String,
    /// Its header is merged over from a column to the left, or there is none.
    pub inherited: bool,
}

/// The columns of a block.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Columns {
    pub number: Option<u32>,
    pub categories: Vec<u32>,
    /// From left to right.
    pub question: Vec<u32>,
    pub answer: Option<u32>,
    /// Header of the answer.
    pub answer_head: String,
    /// Columns one of which takes a mark, with what they stand for.
    pub marks: Vec<(u32, String)>,
    pub remark: Option<u32>,
    pub evidence: Option<u32>,
    pub date: Option<u32>,
}

/// What the cells of a column in a block are like.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    texts: f32,
    length: f32,
    asking: f32,
    lists: f32,
    /// Cells that are empty and open, or hold a value to be replaced.
    open: f32,
    numbers: f32,
    formulas: f32,
    /// Cells that are not covered by a merged one.
    own: f32,
}

/// Rows of a block, first and last.
pub(crate) type Rows = (u32, u32);

#[expect(clippy::cast_precision_loss, reason = "counts of rows are small")]
fn look(sheet: &Sheet, column: u32, rows: &[u32]) -> Look {
    let mut look = Look::default();
    let total = rows.len().max(1) as f32;
    let mut length = 0_usize;
    let mut texts = 0_usize;
    for row in rows {
        let place = Place { row: *row, column };
        if sheet.holder(place) != place {
            continue;
        }
        look.own += 1.0 / total;
        let text = sheet.text(place);
        let list = sheet.list(place).is_some();
        look.lists += f32::from(u8::from(list)) / total;
        look.formulas += f32::from(u8::from(sheet.cells.get(&place).is_some_and(|c| c.formula))) / total;
        if text.is_empty() || (list && scale::meaning(text).is_none()) || offers(text) {
            look.open += f32::from(u8::from(sheet.is_open(place))) / total;
        }
        if !text.is_empty() {
            texts = texts.saturating_add(1);
            length = length.saturating_add(text.chars().count());
            look.asking += f32::from(u8::from(is_asking(text))) / total;
            look.numbers += f32::from(u8::from(is_number(text))) / total;
        }
    }
    look.texts = texts as f32 / total;
    look.length = length as f32 / texts.max(1) as f32;
    look
}

/// A cell that offers answers to tick or to cross out: `□はい □いいえ`, `はい・いいえ`.
pub(crate) fn offers(text: &str) -> bool {
    text.matches(BOXES).count() > 1 || (text.chars().count() < 30 && !scale::in_header(text).is_empty())
}

/// Empty boxes.
pub(crate) const BOXES: [char; 2] = ['□', '☐'];

/// `1`, `(3)`, `A-01`, `1.2.3`, `①`.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 12
        && text.chars().any(char::is_numeric)
        && text.chars().all(|c| {
            c.is_numeric()
                || c.is_ascii_alphabetic()
                || ('Ａ'..='Ｚ').contains(&c)
                || "().．.（）-－‐―_/・ Nn№第項問番".contains(c)
        })
}

/// Finds the columns of a block by their headers and by what stands in them.
pub(crate) fn find(sheet: &Sheet, heads: &[Head], (first, last): Rows) -> Option<Columns> {
    let rows: Vec<u32> = (first..=last).filter(|row| !sheet.hidden_rows.contains(row)).collect();
    let filled = |row: &u32| heads.iter().any(|h| !sheet.text(Place { row: *row, column: h.column }).is_empty());
    let rows: Vec<u32> = rows.into_iter().filter(filled).collect();
    // a column that only carries on the merged cells to its left is none of its own
    let is_own = |h: &&Head| !h.inherited || look(sheet, h.column, &rows).own > 0.3;
    let shown: Vec<&Head> = heads.iter().filter(|h| !sheet.is_hidden_column(h.column)).filter(is_own).collect();
    let best = shown.iter().map(|h| (question_score(h.role, look(sheet, h.column, &rows)), h.column));
    let (score, main) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    if score < 4.0 {
        return None;
    }
    // from here on only rows that have a question say what a column is like
    let asked: Vec<u32> =
        rows.iter().copied().filter(|row| !sheet.text(Place { row: *row, column: main }).is_empty()).collect();
    let mut columns = Columns { question: question_group(sheet, &shown, main, &asked), ..Columns::default() };
    columns.number = shown.iter().find(|h| h.role == Role::Number).map(|h| h.column).or_else(|| {
        let numbered =
            |h: &&&Head| !columns.question.contains(&h.column) && look(sheet, h.column, &asked).numbers > 0.6;
        shown.iter().filter(|h| h.column < main).find(numbered).map(|h| h.column)
    });
    let named_category = |h: &&&Head| matches!(h.role, Role::Category | Role::Question | Role::Other);
    columns.categories = shown
        .iter()
        .filter(|h| h.column < main && !columns.question.contains(&h.column) && columns.number != Some(h.column))
        .filter(named_category)
        .map(|h| h.column)
        .collect();
    answers(sheet, &shown, &asked, &mut columns);
    words(sheet, &shown, &asked, &mut columns);
    Some(columns)
}

fn question_score(role: Role, look: Look) -> f32 {
    let named = match role {
        Role::Question => 6.0,
        Role::Detail => 4.5,
        Role::Other => 1.0,
        Role::Category => 0.0,
        Role::Guide | Role::Remark => -3.0,
        _ => -8.0,
    };
    if look.texts == 0.0 || look.lists > 0.5 || look.numbers > 0.7 * look.texts {
        return f32::MIN;
    }
    named + 3.0 * look.texts + (look.length / 8.0).min(4.0) + 4.0 * look.asking
}

/// The columns that make the question: the main one and neighbours that are part of it.
fn question_group(sheet: &Sheet, shown: &[&Head], main: u32, rows: &[u32]) -> Vec<u32> {
    let part = |head: &&Head| {
        let look = look(sheet, head.column, rows);
        matches!(head.role, Role::Question | Role::Detail)
            && look.texts > 0.0
            && look.lists < 0.5
            && look.numbers < 0.6 * look.texts
    };
    let at = shown.iter().position(|h| h.column == main).unwrap_or(0);
    let mut group = vec![main];
    // only the nearest neighbour to the left: what stands further left are headings
    let own = |h: &&&Head| part(h) && !repeats(sheet, h.column, rows);
    if let Some(left) = at.checked_sub(1).and_then(|i| shown.get(i)).filter(own) {
        group.insert(0, left.column);
    }
    if let Some(right) = shown.get(at.saturating_add(1)).filter(|h| part(h)) {
        let main_asks = look(sheet, main, rows).asking;
        // a question that is a sentence needs no second half: what follows explains it
        if main_asks < 0.5 || merges_across(sheet, main, right.column, rows) {
            group.push(right.column);
        }
    }
    group
}

/// Whether the texts of a column come again and again, as headings do.
fn repeats(sheet: &Sheet, column: u32, rows: &[u32]) -> bool {
    let mut texts: Vec<&str> =
        rows.iter().map(|row| sheet.text(Place { row: *row, column })).filter(|t| !t.is_empty()).collect();
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    all > 2 && texts.len().saturating_mul(4) < all.saturating_mul(3)
}

fn merges_across(sheet: &Sheet, left: u32, right: u32, rows: &[u32]) -> bool {
    rows.iter().any(|row| {
        let holder = sheet.holder(Place { row: *row, column: right });
        holder.column == left && holder.row == *row
    })
}

/// The column for the answer, or the columns one of which takes a mark.
fn answers(sheet: &Sheet, shown: &[&Head], rows: &[u32], columns: &mut Columns) {
    let main = columns.question.last().copied().unwrap_or(0);
    columns.marks = marks(sheet, shown, rows);
    if !columns.marks.is_empty() {
        return;
    }
    let mut best: Option<(f32, &Head)> = None;
    for head in shown.iter().filter(|h| !h.role.is_foreign() && !columns.question.contains(&h.column)) {
        let look = look(sheet, head.column, rows);
        if look.open < 0.3 && look.lists < 0.3 || look.formulas > 0.3 {
            continue;
        }
        let named = match head.role {
            Role::Answer(true) => 6.0,
            Role::Answer(false) | Role::Mark(_) => 4.0,
            Role::Other => 0.0,
            Role::Detail => -0.5,
            _ => -3.0,
        };
        let distance = f32::from(u16::try_from(head.column.abs_diff(main)).unwrap_or(u16::MAX));
        let side = if head.column > main { 1.0 } else { -2.0 };
        let score = named + 6.0 * look.lists + 2.0 * look.open + side - 0.15 * distance;
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, head));
        }
    }
    if let Some((score, head)) = best
        && score >= 3.5
    {
        columns.answer = Some(head.column);
        columns.answer_head.clone_from(&head.text);
    }
}

/// Neighbouring columns headed by answers that mean different things: はい | いいえ, 適 | 否 | 非該当, 1 | 2 | 3.
fn marks(sheet: &Sheet, shown: &[&Head], rows: &[u32]) -> Vec<(u32, String)> {
    let is_mark = |h: &Head| matches!(h.role, Role::Mark(_)) || is_digit(&h.text);
    let mut runs: Vec<Vec<&Head>> = Vec::new();
    for head in shown {
        let joins = runs.last().and_then(|r| r.last()).is_some_and(|last| {
            let between = shown.iter().filter(|h| last.column < h.column && h.column < head.column).count();
            between == 0
        });
        match runs.last_mut() {
            _ if !is_mark(head) => {}
            Some(run) if joins => run.push(head),
            _ => runs.push(vec![head]),
        }
    }
    let usable = |run: &Vec<&Head>| {
        let mut meanings: Vec<Meaning> = run.iter().filter_map(|h| scale::meaning(&h.text)).collect();
        meanings.sort_unstable();
        meanings.dedup();
        let digits = run.iter().filter(|h| is_digit(&h.text)).count();
        let open = run.iter().all(|h| look(sheet, h.column, rows).open > 0.3 || boxed(sheet, h.column, rows));
        (meanings.len() > 1 || digits > 1) && open
    };
    runs.into_iter()
        .find(usable)
        .map(|run| run.iter().map(|h| (h.column, h.text.clone())).collect())
        .unwrap_or_default()
}

fn boxed(sheet: &Sheet, column: u32, rows: &[u32]) -> bool {
    let boxes =
        rows.iter().filter(|row| sheet.text(Place { row: **row, column }).trim_matches(BOXES).is_empty()).count();
    boxes.saturating_mul(2) >= rows.len()
}

/// Columns for remarks, proofs and days.
fn words(sheet: &Sheet, shown: &[&Head], rows: &[u32], columns: &mut Columns) {
    let from = columns
        .answer
        .or_else(|| columns.marks.first().map(|(c, _)| *c))
        .or_else(|| columns.question.last().copied())
        .unwrap_or(0);
    let taken = |c: u32| {
        columns.answer == Some(c) || columns.question.contains(&c) || columns.marks.iter().any(|(m, _)| *m == c)
    };
    let nearest = |wanted: &dyn Fn(Role) -> bool| {
        shown
            .iter()
            .filter(|h| wanted(h.role) && !taken(h.column) && look(sheet, h.column, rows).open >= 0.5)
            .min_by_key(|h| (h.column < from, h.column.abs_diff(from)))
            .map(|h| h.column)
    };
    let remark = nearest(&|r| r == Role::Remark).or_else(|| nearest(&|r| r == Role::Detail));
    let evidence = nearest(&|r| r == Role::Evidence);
    let date = nearest(&|r| r == Role::Date(true));
    columns.remark = remark;
    columns.evidence = evidence;
    columns.date = date;
}
