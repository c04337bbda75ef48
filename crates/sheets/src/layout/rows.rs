//! The rows of a block that are questions.

use super::{
    Answer, Question,
    columns::{BOXES, Columns, Rows, is_number, offers},
    is_asking,
    scale::{self, Choice, Legends, Meaning},
};
use crate::{
    fold,
    place::Place,
    workbook::{List, Sheet},
};

/// What is the same for all rows of a block.
pub(crate) struct Block<'a> {
    pub sheet: &'a Sheet,
    pub columns: &'a Columns,
    pub legends: &'a Legends,
    pub rows: Rows,
}

impl Block<'_> {
    /// The questions of the block from top to bottom.
    pub fn questions(&self) -> Vec<Question> {
        let rows: Vec<u32> = (self.rows.0..=self.rows.1).filter(|r| !self.sheet.hidden_rows.contains(r)).collect();
        let mut out = Vec::new();
        let mut heading = String::new();
        let mut filled: Vec<String> = vec![String::new(); self.columns.categories.len()];
        let habits = self.habits(&rows);
        for row in rows {
            for (category, last) in self.columns.categories.iter().zip(&mut filled) {
                let text = self.sheet.text(self.sheet.holder(Place { row, column: *category }));
                if !text.is_empty() {
                    *last = one_line(text);
                }
            }
            match self.question(row, &habits) {
                Some(mut question) => {
                    let headings = [heading.as_str()].into_iter().chain(filled.iter().map(String::as_str));
                    let headings: Vec<&str> = headings.filter(|h| !h.is_empty()).collect();
                    question.heading = headings.join(" / ");
                    out.push(question);
                }
                None => {
                    if let Some(text) = self.heading(row) {
                        heading = text;
                    }
                }
            }
        }
        out
    }

    /// The format most answer cells of the block have.
    fn usual_style(&self, rows: &[u32]) -> Option<u32> {
        let styles: Vec<u32> = rows.iter().filter_map(|r| self.style(*r)).collect();
        let most = styles.iter().copied().max_by_key(|s| styles.iter().filter(|o| *o == s).count())?;
        let having = styles.iter().filter(|s| **s == most).count();
        (having.saturating_mul(10) >= rows.len().saturating_mul(6)).then_some(most)
    }

    fn style(&self, row: u32) -> Option<u32> {
        let place = self.answer_places(row).first().copied()?;
        Some(self.sheet.cells.get(&place).map_or(0, |c| c.style))
    }

    /// What most rows of the block have.
    fn habits(&self, rows: &[u32]) -> Habits {
        let asked: Vec<u32> = rows.iter().copied().filter(|r| !self.texts(*r).is_empty()).collect();
        let share = |wanted: &dyn Fn(u32) -> bool| {
            let having = asked.iter().filter(|r| wanted(**r)).count();
            having.saturating_mul(10) >= asked.len().saturating_mul(6) && !asked.is_empty()
        };
        Habits {
            lists: share(&|r| self.answer_places(r).iter().any(|p| self.sheet.list(*p).is_some())),
            numbers: self.columns.number.is_some() && share(&|r| self.number(r).is_some()),
            style: self.usual_style(&asked),
        }
    }

    fn number(&self, row: u32) -> Option<String> {
        let place = Place { row, column: self.columns.number? };
        let text = self.sheet.text(self.sheet.holder(place));
        is_number(text).then(|| text.to_owned())
    }

    /// Cells and texts of the question of a row.
    fn texts(&self, row: u32) -> Vec<(Place, &str)> {
        let cells = self.columns.question.iter().map(|column| Place { row, column: *column });
        let own = cells.filter(|place| self.sheet.holder(*place) == *place);
        own.map(|place| (place, self.sheet.text(place))).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The left half of a question, merged down from a row above.
    fn parent(&self, row: u32) -> Option<&str> {
        let (_, left) = self.columns.question.split_last()?;
        let place = Place { row, column: *left.first()? };
        let holder = self.sheet.holder(place);
        (holder.row < row && holder.column == place.column).then(|| self.sheet.text(holder)).filter(|t| !t.is_empty())
    }

    fn answer_places(&self, row: u32) -> Vec<Place> {
        let columns = self.columns.answer.iter().copied().chain(self.columns.marks.iter().map(|(c, _)| *c));
        columns.map(|column| self.sheet.holder(Place { row, column })).collect()
    }

    fn question(&self, row: u32, habits: &Habits) -> Option<Question> {
        let texts = self.texts(row);
        let (cell, last) = texts.last().copied()?;
        let answers = self.answer_places(row);
        if self.is_aside(row, &texts, &answers, habits) {
            return None;
        }
        // a left half that is merged over several rows is a heading of all of them
        let cells: Vec<(Place, &str)> =
            if texts.len() > 1 && is_asking(last) && last.chars().count() > 25 { vec![(cell, last)] } else { texts };
        let parent = self.parent(row).map(one_line);
        let text = parent.into_iter().chain(cells.iter().map(|(_, t)| one_line(t))).collect::<Vec<_>>().join(" ");
        let word_place = |column: Option<u32>| {
            let place = self.sheet.holder(Place { row, column: column? });
            (place.row == row && self.sheet.is_open(place) && self.sheet.text(place).is_empty()).then_some(place)
        };
        Some(Question {
            sheet: self.sheet.name.clone(),
            cell,
            cells: cells.iter().map(|(place, _)| *place).collect(),
            text: fold::strip_number(&text).trim().to_owned(),
            number: self.number(row),
            heading: String::new(),
            answer: self.answer(row),
            remark: word_place(self.columns.remark),
            evidence: word_place(self.columns.evidence),
            date: word_place(self.columns.date),
        })
    }

    /// Headings, notes, examples, retired numbers, sums: rows that ask nothing.
    fn is_aside(&self, row: u32, texts: &[(Place, &str)], answers: &[Place], habits: &Habits) -> bool {
        let Some((cell, text)) = texts.first().copied() else { return true };
        let swallowed = |place: &Place| self.sheet.merge(cell).is_some_and(|area| area.contains(*place));
        if answers.iter().any(swallowed) || answers.iter().any(|p| self.sheet.cells.get(p).is_some_and(|c| c.formula)) {
            return true;
        }
        if is_note(text) || is_retired(text) || self.is_example(row) {
            return true;
        }
        let listed = answers.iter().any(|p| self.sheet.list(*p).is_some());
        if habits.lists && !listed {
            return true;
        }
        let numbered = self.number(row).is_some() || fold::strip_number(text) != text;
        let odd = habits.style.is_some() && self.style(row) != habits.style && text.chars().count() < 40;
        if odd && !listed && !is_asking(text) && self.number(row).is_none() {
            return true;
        }
        (habits.numbers && !numbered && !listed && !is_asking(text)) || (!numbered && !listed && is_sum(text))
    }

    fn is_example(&self, row: u32) -> bool {
        let last = self.columns.question.last().copied().unwrap_or(0);
        (1..=last).any(|column| {
            let text = self.sheet.text(Place { row, column });
            let text: String = text.chars().filter(|c| !"（）()【】[]<>＜＞「」 　".contains(*c)).collect();
            let lower = text.to_lowercase();
            matches!(lower.as_str(), "例" | "記入例" | "回答例" | "記載例" | "サンプル" | "example" | "sample" | "e.g.")
                || (lower.chars().count() < 12
                    && (lower.starts_with("記入例") || lower.starts_with("回答例") || lower.starts_with("example")))
        })
    }

    /// The text of a row that only heads the rows below.
    fn heading(&self, row: u32) -> Option<String> {
        let last = self.columns.question.last().copied().unwrap_or(0);
        let text = (1..=last).map(|column| self.sheet.text(Place { row, column })).find(|t| !t.is_empty())?;
        (text.chars().count() <= 40 && !is_note(text) && !is_retired(text) && !self.is_example(row))
            .then(|| one_line(text))
    }

    fn answer(&self, row: u32) -> Answer {
        if !self.columns.marks.is_empty() {
            return self.mark(row);
        }
        let Some(column) = self.columns.answer else { return Answer::Nowhere };
        let cell = self.sheet.holder(Place { row, column });
        let holds = self.sheet.text(cell).to_owned();
        if !self.sheet.is_open(cell) || cell.row != row {
            return Answer::Closed { cell, holds };
        }
        let list = self.sheet.list(cell);
        let allowed = self.allowed(list, row);
        if let Some(options) = boxes(&holds) {
            return Answer::Boxes { cell, text: holds, options };
        }
        if offers(&holds) {
            let allowed = scale::scale(&scale::in_header(&holds), &self.sheet.name, self.legends);
            return Answer::Choice { cell, allowed };
        }
        if is_answered(&holds, &allowed, list) {
            return Answer::Closed { cell, holds };
        }
        match (allowed.is_empty(), list) {
            (false, _) => Answer::Choice { cell, allowed },
            (true, None) => Answer::Words { cell },
            // a list whose values say neither yes nor no is for a person to choose from
            (true, Some(_)) => Answer::Closed { cell, holds },
        }
    }

    fn allowed(&self, list: Option<&List>, row: u32) -> Vec<Choice> {
        let name = &self.sheet.name;
        if let Some(list) = list.filter(|l| !l.values.is_empty()) {
            return scale::scale(&list.values, name, self.legends);
        }
        let header = scale::in_header(&self.columns.answer_head);
        let sources = [header, self.legends.values(name), self.given(row)];
        sources
            .iter()
            .map(|values| scale::scale(values, name, self.legends))
            .find(|s| !s.is_empty())
            .unwrap_or_default()
    }

    /// Values that answer cells of the block hold already, such as the example's.
    fn given(&self, row: u32) -> Vec<(String, bool)> {
        let Some(column) = self.columns.answer else { return Vec::new() };
        let mut out: Vec<(String, bool)> = Vec::new();
        for other in (self.rows.0..=self.rows.1).filter(|r| *r != row) {
            let text = self.sheet.text(Place { row: other, column });
            if scale::meaning(text).is_some() && text.chars().count() < 12 && !out.iter().any(|(t, _)| t == text) {
                out.push((text.to_owned(), false));
            }
        }
        if out.len() > 1 { out } else { Vec::new() }
    }

    fn mark(&self, row: u32) -> Answer {
        let values: Vec<(String, bool)> = self.columns.marks.iter().map(|(_, text)| (one_line(text), false)).collect();
        let choices = scale::scale(&values, &self.sheet.name, self.legends);
        let mut mark = if self.sheet.cells.values().any(|c| c.text.chars().any(|c| matches!(c, 'ぁ'..='ヿ'))) {
            "○"
        } else {
            "X"
        }
        .to_owned();
        let mut options = Vec::new();
        for (column, text) in &self.columns.marks {
            let cell = self.sheet.holder(Place { row, column: *column });
            let holds = self.sheet.text(cell);
            if holds.chars().count() == 1 && holds.contains(BOXES) {
                mark = if holds == "□" { "■" } else { "☑" }.into();
            } else if !holds.is_empty() || !self.sheet.is_open(cell) {
                return Answer::Closed { cell, holds: holds.to_owned() };
            }
            if let Some(List { values, .. }) = self.sheet.list(cell)
                && let Some((value, _)) = values.first()
            {
                mark.clone_from(value);
            }
            let value = one_line(text);
            options.extend(choices.iter().find(|c| c.value == value).map(|c| (c.clone(), cell)));
        }
        if options.len() > 1 { Answer::Marks { mark, options } } else { Answer::Nowhere }
    }
}

struct Habits {
    lists: bool,
    numbers: bool,
    style: Option<u32>,
}

/// Whether a cell holds an answer and not a word that asks for one.
fn is_answered(holds: &str, allowed: &[Choice], list: Option<&List>) -> bool {
    if holds.is_empty() {
        return false;
    }
    let asks = ["選択", "未回答", "未選択", "未記入", "記入してください", "入力", "select", "choose", "please"];
    let lower = holds.to_lowercase();
    if asks.iter().any(|w| lower.contains(w)) || holds.chars().all(|c| "-－ー―_＿…・()（）[]［］ 　".contains(c))
    {
        return false;
    }
    allowed.iter().any(|c| c.value == holds)
        || list.is_none_or(|l| l.values.iter().any(|(v, _)| v == holds))
        || scale::meaning(holds).is_some()
}

/// `□はい　□いいえ` in one cell.
fn boxes(text: &str) -> Option<Vec<Choice>> {
    let parts: Vec<&str> = text.split(BOXES).skip(1).map(str::trim).collect();
    if parts.len() < 2 {
        return None;
    }
    let choices: Vec<Choice> = parts
        .iter()
        .map(|p| Choice {
            value: one_line(p),
            number: false,
            meaning: scale::meaning(p).unwrap_or(Meaning::NotApplicable),
            level: None,
        })
        .collect();
    let known = parts.iter().filter(|p| scale::meaning(p).is_some()).count();
    (known == parts.len()).then_some(choices)
}

fn is_note(text: &str) -> bool {
    let text = text.trim_start();
    [
        "※",
        "＊",
        "*",
        "注）",
        "注)",
        "（注",
        "(注",
        "注：",
        "注:",
        "（備考",
        "(備考",
        "備考：",
        "Note:",
        "NOTE:",
        "Notes:",
    ]
    .iter()
    .any(|w| text.starts_with(w))
}

fn is_retired(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !"（）()【】[]<>＜＞ 　".contains(*c)).collect();
    let lower = bare.to_lowercase();
    bare.chars().count() <= 14
        && ["欠番", "廃番", "廃止", "削除", "retired", "deleted", "reserved", "notused", "withdrawn"]
            .iter()
            .any(|w| lower.starts_with(w))
}

fn is_sum(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['：', ':']);
    let lower = text.to_lowercase();
    text.chars().count() <= 24
        && (["合計", "小計", "件数", "総計", "平均", "点数", "得点"].iter().any(|w| text.ends_with(w))
            || ["total", "count", "average", "subtotal"].iter().any(|w| lower.starts_with(w) || lower.ends_with(w)))
}

/// Line breaks of a cell as spaces, or as nothing between Japanese characters.
pub(crate) fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut out = String::new();
    for line in lines {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if !out.is_empty() && (ascii(out.chars().next_back()) && ascii(line.chars().next())) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}
