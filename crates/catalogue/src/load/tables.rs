//! Tables 1 and 2.

use std::collections::BTreeSet;

use domain::{Lang, engagement::Category};

use super::{File, holes};
use crate::table::{Cell, Footnote, MarkStanding, ReasonLetter, ReasonNote, Row, RowWording, Tables};

/// Rows of table 1 (one of them added by us) and of table 2.
const ROWS: [(&str, usize); 2] = [("T1-", 12), ("T2-", 13)];

pub(super) fn read(file: &mut File<'_>) -> Tables {
    let reasons: Vec<ReasonNote> = file.list("reason", "letter");
    file.cover("reason", ReasonLetter::ALL, |letter| reasons.iter().filter(|r| r.letter == letter).count());
    let notes: Vec<Footnote> = file.list("note", "number");
    let rows: Vec<Row> = file.list("row", "id");
    file.unique(rows.iter().map(|r| r.id.as_str()));
    for (prefix, count) in ROWS {
        let given = rows.iter().filter(|r| r.id.as_str().starts_with(prefix)).count();
        if given != count {
            let said = (
                format!("{prefix} の行は{count}行です（いま{given}行）"),
                format!("there are {count} rows {prefix}, not {given}"),
            );
            file.note("-", said);
        }
    }
    for row in &rows {
        check(file, row, &notes);
    }
    Tables { rows, reasons, notes }
}

fn check(file: &mut File<'_>, row: &Row, notes: &[Footnote]) {
    let id = row.id.as_str();
    for (field, empty) in [("measures", row.measures.is_empty()), ("clauses", row.clauses.is_empty())] {
        if empty {
            file.note(id, (format!("{field} が空です"), format!("{field} is empty")));
        }
    }
    for category in Category::ALL {
        let Some(cell) = row.cell(*category) else {
            file.note(id, (format!("区分 {category} の欄がありません"), format!("category {category} has no cell")));
            continue;
        };
        let derived = cell.standing != MarkStanding::Printed;
        if derived != cell.reason.is_some() {
            let said = (
                format!("区分 {category}: 理由は、印刷されていない印だけに付けます"),
                format!("category {category}: a reason belongs to every mark that is not printed, and to no other"),
            );
            file.note(id, said);
        }
        footnotes(file, id, cell, notes);
    }
    if let Some(wording) = &row.wording {
        check_wording(file, id, wording);
    }
}

fn footnotes(file: &mut File<'_>, id: &str, cell: &Cell, notes: &[Footnote]) {
    for number in &cell.notes {
        if !notes.iter().any(|note| note.number == *number) {
            file.note(id, (format!("注{number}がありません"), format!("there is no footnote {number}")));
        }
    }
}

/// Both languages of both texts use declared names only, and the same ones.
fn check_wording(file: &mut File<'_>, id: &str, wording: &RowWording) {
    let mut known: BTreeSet<&str> = wording.parameters.iter().map(|p| p.name.as_str()).collect();
    known.extend(["client", "contractor"]);
    for (field, text) in [("specification", &wording.specification), ("contract", &wording.contract)] {
        let (ja, en) = (holes(text.get(Lang::Ja)), holes(text.get(Lang::En)));
        if ja != en {
            let said = (
                format!("{field} の差し込み欄が日本語と英語で違います"),
                format!("placeholders of {field} differ between Japanese and English"),
            );
            file.note(id, said);
        }
        for name in ja.iter().chain(&en).filter(|name| !known.contains(**name)) {
            file.note(
                id,
                (format!("差し込み欄 {{{name}}} は知りません"), format!("placeholder {{{name}}} is not known")),
            );
        }
    }
}
