//! Sheets without headers: lists of choices beside texts, a label 回答 under or beside a question, questions with an
//! empty cell to their right.

use super::{
    Answer, Question,
    columns::{self, Columns, Head},
    header::Role,
    is_asking,
    rows::{Block, one_line},
    scale::Legends,
};
use crate::{fold, place::Place, workbook::Sheet};

/// The questions of a sheet that has no header.
pub(crate) fn questions(sheet: &Sheet, extent: (u32, u32), legends: &Legends) -> Vec<Question> {
    let listed = listed(sheet, extent, legends);
    if !listed.is_empty() {
        return listed;
    }
    let labelled = labelled(sheet, extent);
    if !labelled.is_empty() {
        return labelled;
    }
    beside(sheet, extent, legends)
}

/// The column with the most lists that say yes or no, and the texts to its left.
fn listed(sheet: &Sheet, (rows, columns): (u32, u32), legends: &Legends) -> Vec<Question> {
    let count = |column: u32| {
        (1..=rows)
            .filter(|row| {
                let list = sheet.list(Place { row: *row, column });
                list.is_some_and(|l| !super::scale::scale(&l.values, &sheet.name, legends).is_empty())
            })
            .collect::<Vec<u32>>()
    };
    let best = (1..=columns).map(|c| (c, count(c))).max_by_key(|(c, rows)| (rows.len(), u32::MAX.saturating_sub(*c)));
    let Some((answer, found)) = best.filter(|(_, rows)| rows.len() > 1) else { return Vec::new() };
    let (Some(first), Some(last)) = (found.first().copied(), found.last().copied()) else { return Vec::new() };
    let heads: Vec<Head> = (1..=columns)
        .filter(|c| (first..=last).any(|row| !sheet.text(Place { row, column: *c }).is_empty()) || *c == answer)
        .map(|column| Head {
            column,
            role: if column == answer { Role::Answer(true) } else { Role::Other },
            text: String::new(),
            inherited: false,
        })
        .collect();
    let Some(mut columns) = columns::find(sheet, &heads, (first, last)) else { return Vec::new() };
    columns.answer = Some(answer);
    let beside = answer.saturating_add(1);
    let free = (first..=last).all(|row| {
        let place = Place { row, column: beside };
        sheet.text(place).is_empty() && sheet.is_open(place) && sheet.list(place).is_none()
    });
    columns.remark = (free && found.iter().any(|row| sheet.cells.contains_key(&Place { row: *row, column: beside })))
        .then_some(beside);
    Block { sheet, columns: &columns, legends, rows: (first, last) }.questions()
}

/// A cell that says 回答 or Answer, an empty one to its right, and the question above or to the left.
fn labelled(sheet: &Sheet, (rows, columns): (u32, u32)) -> Vec<Question> {
    let is_label = |text: &str| {
        let bare: String = text.chars().filter(|c| !"【】［］[]：:（）() 　".contains(*c)).collect();
        matches!(
            bare.to_lowercase().as_str(),
            "回答" | "回答欄" | "ご回答" | "貴社回答" | "answer" | "response" | "youranswer" | "a."
        )
    };
    let mut out = Vec::new();
    for row in 1..=rows {
        for column in 1..=columns {
            let label = Place { row, column };
            if !is_label(sheet.text(label)) || sheet.is_hidden_column(column) {
                continue;
            }
            let width =
                sheet.merge(label).map_or(1, |a| a.last.column.saturating_sub(a.first.column).saturating_add(1));
            let cell = sheet.holder(label.right(width));
            let above = (1..=3).filter_map(|up| row.checked_sub(up)).filter(|r| *r > 0);
            let asked = above.flat_map(|r| (1..=columns).map(move |c| Place { row: r, column: c })).find(|p| {
                let text = sheet.text(*p);
                is_asking(text) && text.chars().count() > 5
            });
            if let Some(question) = asked
                && sheet.is_open(cell)
                && sheet.text(cell).is_empty()
                && !out.iter().any(|q: &Question| q.cell == question)
            {
                out.push(plain(sheet, question, Answer::Words { cell }));
            }
        }
    }
    out
}

/// At least three questions in one column with an empty cell to their right.
fn beside(sheet: &Sheet, (rows, columns): (u32, u32), legends: &Legends) -> Vec<Question> {
    let asks = |column: u32| {
        (1..=rows)
            .map(|row| Place { row, column })
            .filter(|p| sheet.holder(*p) == *p && is_asking(sheet.text(*p)))
            .count()
    };
    let best = (1..=columns)
        .filter(|c| !sheet.is_hidden_column(*c))
        .map(|c| (c, asks(c)))
        .max_by_key(|(c, n)| (*n, u32::MAX.saturating_sub(*c)));
    let Some((column, _)) = best.filter(|(_, n)| *n >= 3) else { return Vec::new() };
    let mut out = Vec::new();
    for row in 1..=rows {
        let place = Place { row, column };
        let text = sheet.text(place);
        if sheet.holder(place) != place || !is_asking(text) || text.starts_with('※') {
            continue;
        }
        let width = sheet.merge(place).map_or(1, |a| a.last.column.saturating_sub(a.first.column).saturating_add(1));
        let cell = place.right(width);
        // a cell of its own, formatted by the client, is there to be filled
        if sheet.text(cell).is_empty() && sheet.is_open(cell) && sheet.cells.contains_key(&cell) {
            let columns = Columns { question: vec![column], answer: Some(cell.column), ..Columns::default() };
            let found = Block { sheet, columns: &columns, legends, rows: (row, row) }.questions();
            out.extend(found);
        }
    }
    if out.len() >= 3 { out } else { Vec::new() }
}

fn plain(sheet: &Sheet, cell: Place, answer: Answer) -> Question {
    Question {
        sheet: sheet.name.clone(),
        cell,
        cells: vec![cell],
        text: fold::strip_number(&one_line(sheet.text(cell))).trim().to_owned(),
        number: None,
        heading: String::new(),
        answer,
        remark: None,
        evidence: None,
        date: None,
    }
}
