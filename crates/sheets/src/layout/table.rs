//! Tables with headers: one or more rows that name the columns, and the rows below them.

use super::{
    Question,
    columns::{self, Head},
    header::{self, Role, is_digit},
    is_asking,
    rows::Block,
    scale::Legends,
};
use crate::{place::Place, workbook::Sheet};

/// Most rows one header has.
const HEIGHT: u32 = 4;

struct Header {
    first: u32,
    last: u32,
    heads: Vec<Head>,
}

/// The questions of all tables of a sheet.
pub(crate) fn questions(sheet: &Sheet, extent: (u32, u32), legends: &Legends) -> Vec<Question> {
    let headers = headers(sheet, extent);
    let mut out = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        let end = headers.get(index.saturating_add(1)).map_or(extent.0, |next| next.first.saturating_sub(1));
        let rows = (header.last.saturating_add(1), end);
        let heads = with_unnamed(sheet, &header.heads, rows, extent.1);
        for heads in side_by_side(&heads) {
            if let Some(columns) = columns::find(sheet, heads, rows)
                && (columns.answer.is_some() || !columns.marks.is_empty())
            {
                out.extend(Block { sheet, columns: &columns, legends, rows }.questions());
            }
        }
    }
    out
}

/// The columns with those that have texts below, but no name.
fn with_unnamed(sheet: &Sheet, heads: &[Head], (first, last): (u32, u32), columns: u32) -> Vec<Head> {
    let mut out = heads.to_vec();
    for column in (1..=columns).filter(|c| !heads.iter().any(|h| h.column == *c)) {
        if (first..=last).any(|row| !sheet.text(Place { row, column }).is_empty()) {
            out.push(Head { column, role: Role::Other, text: String::new(), inherited: true });
        }
    }
    out.sort_by_key(|h| h.column);
    out
}

/// Two tables beside each other under one header row.
fn side_by_side(heads: &[Head]) -> Vec<&[Head]> {
    let starts = |h: &Head| !h.inherited && matches!(h.role, Role::Number | Role::Question | Role::Category);
    let whole = |part: &[Head]| {
        part.iter().any(|h| h.role == Role::Question)
            && (part.iter().any(|h| matches!(h.role, Role::Answer(_))) || longest_marks(part) > 1)
    };
    for at in 1..heads.len() {
        if let Some((left, right)) = heads.split_at_checked(at)
            && right.first().is_some_and(starts)
            && whole(left)
            && whole(right)
        {
            let mut out = vec![left];
            out.extend(side_by_side(right));
            return out;
        }
    }
    vec![heads]
}

fn headers(sheet: &Sheet, (rows, columns): (u32, u32)) -> Vec<Header> {
    let mut out: Vec<Header> = Vec::new();
    let mut row = 1;
    while row <= rows {
        match header_at(sheet, row, columns) {
            Some(header) => {
                row = header.last.saturating_add(1);
                out.push(header);
            }
            None => row = row.saturating_add(1),
        }
    }
    out
}

/// The header that begins in a row, with as many rows below as belong to it.
fn header_at(sheet: &Sheet, row: u32, columns: u32) -> Option<Header> {
    let heights = (0..HEIGHT).take_while(|h| *h == 0 || continues(sheet, row, row.saturating_add(*h), columns));
    let last = row.saturating_add(heights.last()?);
    let shown = (1..=columns).filter(|c| !sheet.is_hidden_column(*c));
    let heads: Vec<Head> = shown.filter_map(|column| head(sheet, column, (row, last))).collect();
    is_header(sheet, &heads, (row, last)).then_some(Header { first: row, last, heads })
}

/// Whether a row carries the header of the rows above it on: cells merged down, or names under a merged name.
fn continues(sheet: &Sheet, first: u32, row: u32, columns: u32) -> bool {
    let mut under = false;
    let mut down = false;
    for column in 1..=columns {
        let place = Place { row, column };
        let Some(area) = sheet.merge(place) else {
            let above = Place { row: row.saturating_sub(1), column };
            let wide =
                sheet.merge(above).is_some_and(|a| a.is_wide() && a.last.row == above.row && a.first.row >= first);
            under = under || (wide && header::role(sheet.text(place)) != Role::Other);
            continue;
        };
        down = down
            || (area.first.row < row && area.first.row >= first && header::role(sheet.text(area.first)) != Role::Other);
    }
    // merged down alone may be a category beside the first question
    if under { down || !starts_questions(sheet, row, columns) } else { down && is_all_down(sheet, first, row, columns) }
}

fn starts_questions(sheet: &Sheet, row: u32, columns: u32) -> bool {
    (1..=columns).any(|column| {
        let text = sheet.text(Place { row, column });
        is_asking(text) && text.chars().count() > 14
    })
}

/// Every named cell of the first row reaches down to this row.
fn is_all_down(sheet: &Sheet, first: u32, row: u32, columns: u32) -> bool {
    (1..=columns)
        .map(|column| Place { row: first, column })
        .filter(|p| sheet.holder(*p) == *p && !sheet.text(*p).is_empty())
        .all(|p| sheet.merge(p).is_some_and(|area| area.last.row >= row))
}

/// The header of one column: its lowest name, with the names above.
fn head(sheet: &Sheet, column: u32, (first, last): (u32, u32)) -> Option<Head> {
    let mut texts: Vec<&str> = Vec::new();
    for row in first..=last {
        let place = Place { row, column };
        let holder = sheet.holder(place);
        if holder.row < first {
            continue;
        }
        let text = sheet.text(holder);
        if !text.is_empty() && texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    let leaf = *texts.last()?;
    let above = texts.split_last().map_or(&[][..], |(_, above)| above);
    let mut role = header::role(leaf);
    for group in above.iter().rev().map(|t| header::role(t)) {
        match group {
            Role::Client | Role::Last | Role::Example => role = group,
            group if role == Role::Other && !is_digit(leaf) => role = group,
            _ => {}
        }
    }
    let lowest = sheet.holder(Place { row: last, column });
    let inherited = sheet.text(lowest) == leaf && lowest.column != column;
    Some(Head { column, role, text: leaf.to_owned(), inherited })
}

/// How many neighbouring columns are headed by different answers; digits count from three on.
fn longest_marks(heads: &[Head]) -> usize {
    let is_mark = |h: &Head| matches!(h.role, Role::Mark(_));
    let runs = |wanted: &dyn Fn(&Head) -> bool| {
        let runs = heads.chunk_by(|a, b| wanted(a) && wanted(b) && a.text != b.text);
        runs.filter(|r| r.first().is_some_and(wanted)).map(<[Head]>::len).max().unwrap_or(0)
    };
    let digits = runs(&|h| is_digit(&h.text));
    runs(&is_mark).max(if digits > 2 { digits } else { 0 })
}

/// Names of a table of questions: something asked, and somewhere to answer.
fn is_header(sheet: &Sheet, heads: &[Head], (first, last): (u32, u32)) -> bool {
    let heads: Vec<&Head> = heads.iter().filter(|h| !h.inherited).collect();
    let count = |wanted: &dyn Fn(&Head) -> bool| heads.iter().filter(|h| wanted(h)).count();
    let asked = count(&|h| matches!(h.role, Role::Question | Role::Detail));
    let numbers = count(&|h| h.role == Role::Number);
    let answers = count(&|h| matches!(h.role, Role::Answer(_)));
    let marks = longest_marks(&heads.iter().map(|h| (*h).clone()).collect::<Vec<_>>());
    let words = count(&|h| matches!(h.role, Role::Remark | Role::Evidence | Role::Date(_)));
    let others = count(&|h| h.role == Role::Category || h.role == Role::Number);
    let long = count(&|h| {
        h.text.chars().count() > 60 || (is_asking(&h.text) && h.text.chars().count() > 16 && h.role == Role::Other)
    });
    let answerable = answers > 0 || marks > 1 || (words > 0 && heads.len() > 2);
    let named =
        asked > 0 || (numbers > 0 && (answers > 0 || marks > 1)) || (others > 0 && answers > 0 && heads.len() > 2);
    let has_rows = sheet.cells.keys().any(|p| p.row > last);
    long.saturating_mul(3) < heads.len() && heads.len() > 1 && answerable && named && has_rows && first <= last
}
