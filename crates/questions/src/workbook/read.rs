//! Reading the file back.

use std::collections::BTreeMap;

use catalogue::question::{AnswerKind, QuestionId};
use domain::{Lang, Problem, problem::shorten};
use serde::Serialize;

use super::{
    ABOUT, ANSWER_KEYS, EVIDENCE_KEYS, FORMAT,
    grid::{Grid, NoGrid, grids, place},
};
use crate::{
    Answers, Question, Set,
    entry::{Entry, Field, enter},
};

/// Something wrong with a file: where, what stands there, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{sheet} {cell}: {en}")]
pub struct Fault {
    /// Name of the sheet; empty where the file as a whole is meant.
    pub sheet: String,
    /// The cell; empty where the sheet as a whole is meant.
    pub cell: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong and what is allowed, in Japanese.
    pub ja: String,
    /// The same in English.
    pub en: String,
}

impl Fault {
    fn file(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sheet: String::new(), cell: String::new(), value: String::new(), ja: ja.into(), en: en.into() }
    }

    fn at(grid: &Grid, (row, column): (u32, u32), said: (impl Into<String>, impl Into<String>)) -> Self {
        Self {
            sheet: grid.name.clone(),
            cell: if row == 0 { String::new() } else { place(row, column) },
            value: shorten(grid.text(row, column)),
            ja: said.0.into(),
            en: said.1.into(),
        }
    }

    fn problem(grid: &Grid, place: (u32, u32), problem: &Problem) -> Self {
        Self::at(grid, place, (problem.text(Lang::Ja), problem.text(Lang::En)))
    }

    /// Place, value and sentence in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let said = match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        };
        let place = [self.sheet.as_str(), self.cell.as_str()].join(" ");
        match (place.trim(), self.value.as_str()) {
            ("", _) => said.clone(),
            (place, "") => format!("{place}: {said}"),
            (place, value) if lang == Lang::Ja => format!("{place}「{value}」: {said}"),
            (place, value) => format!("{place} \"{value}\": {said}"),
        }
    }
}

impl From<NoGrid> for Fault {
    fn from(none: NoGrid) -> Self {
        match none {
            NoGrid::Csv => Self::file(
                "Excelブック（.xlsx）ではありません。この依頼のページから受け取ったファイルに書いてください",
                "This is no Excel workbook (.xlsx). Use the file from the page of this request",
            ),
            NoGrid::Unread(error) => Self::file(error.text(Lang::Ja), error.text(Lang::En)),
        }
    }
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The answers in it.
    pub answers: Answers,
    /// Questions whose cells are empty; they take nothing away.
    pub empty: Vec<QuestionId>,
}

/// Reads a file that [`super::write`] made for the questionnaire `id` and somebody filled in.
///
/// # Errors
/// Everything that is wrong; then nothing of it is to be used.
pub fn read(bytes: &[u8], set: &Set, id: &str) -> Result<Read, Vec<Fault>> {
    let grids = grids(bytes).map_err(|e| vec![Fault::from(e)])?;
    let names = identify(&grids, set, id).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let mut sheet = |key: &str| {
        let name = names.get(key).map_or("", String::as_str);
        let found = grids.iter().find(|g| g.name == name);
        if found.is_none() {
            faults.push(Fault::file(
                format!("シート「{name}」がありません。消したり名前を変えたりせずに使ってください"),
                format!("The sheet \"{name}\" is missing. Use the file without removing or renaming sheets"),
            ));
        }
        found
    };
    let (answers, evidence) = (sheet("answers"), sheet("evidence"));
    let tables: Vec<(QuestionId, Option<&Grid>)> = set
        .questions
        .iter()
        .filter(|q| matches!(q.kind, AnswerKind::Table { .. }))
        .map(|q| (q.id.clone(), sheet(&format!("table:{}", q.id))))
        .collect();
    let mut reader = Reader { set, faults, entries: BTreeMap::new(), places: BTreeMap::new() };
    if let Some(grid) = answers {
        reader.answers(grid);
    }
    if let Some(grid) = evidence {
        reader.evidence(grid);
    }
    for (id, grid) in tables {
        if let Some(grid) = grid {
            reader.table(&id, grid);
        }
    }
    reader.finish(&grids)
}

/// Names of the sheets by what they are, once the file is known to be the right one.
fn identify(grids: &[Grid], set: &Set, id: &str) -> Result<BTreeMap<String, String>, Fault> {
    let about = grids.iter().find(|g| g.name == ABOUT);
    let lines = |g: &Grid| -> BTreeMap<String, String> {
        (1..=g.last_row().min(500)).map(|row| (g.text(row, 1).to_owned(), g.text(row, 2).to_owned())).collect()
    };
    let names = about.map(lines).unwrap_or_default();
    let is = |key: &str, value: &str| names.get(key).is_some_and(|v| v == value);
    if !is("format", FORMAT) {
        return Err(Fault::file(
            "この質問票の回答ファイルではありません。リンクのページから受け取ったファイルに書いてください",
            "This is not the answer file of a questionnaire. Use the file from the page behind the link",
        ));
    }
    if !is("questionnaire", id) {
        return Err(Fault::file(
            "ほかの質問票のファイルです。この依頼のページから受け取ったファイルを使ってください",
            "The file belongs to another questionnaire. Use the one from the page of this request",
        ));
    }
    if !is("set", &set.digest()) {
        return Err(Fault::file(
            "質問の文面がこの依頼と違います。ファイルを受け取り直してください",
            "The questions in the file differ from those of this request. Fetch the file again",
        ));
    }
    Ok(names)
}

/// Part of an entry a cell fills.
type Part = (QuestionId, String);

struct Reader<'s> {
    set: &'s Set,
    faults: Vec<Fault>,
    entries: BTreeMap<QuestionId, Entry>,
    /// Where the parts stand: sheet and cell.
    places: BTreeMap<Part, (String, u32, u32)>,
}

impl<'s> Reader<'s> {
    /// Columns by key; a fault for each that is gone.
    fn columns<'k>(&mut self, grid: &Grid, keys: &[&'k str]) -> Option<BTreeMap<&'k str, u32>> {
        let width = grid.width(1).min(200);
        let mut out = BTreeMap::new();
        for key in keys {
            match (1..=width).find(|column| grid.text(1, *column) == *key) {
                Some(column) => {
                    out.insert(*key, column);
                }
                None => self.faults.push(Fault::at(
                    grid,
                    (0, 0),
                    (
                        format!(
                            "列「{key}」がありません（見えない1行目に列の名前があります）。列を消さずに使ってください"
                        ),
                        format!(
                            "The column \"{key}\" is missing (names stand in the hidden first row). Keep all columns"
                        ),
                    ),
                )),
            }
        }
        (out.len() == keys.len()).then_some(out)
    }

    /// The text of an open cell; a computed one is refused.
    fn open(&mut self, grid: &Grid, place: (u32, u32), part: Option<Part>) -> String {
        let Some(cell) = grid.cell(place.0, place.1) else { return String::new() };
        if cell.formula {
            let said =
                ("数式は受け取れません。値を文字で書いてください", "Formulas are not taken. Type the value itself");
            self.faults.push(Fault::at(grid, place, said));
            return String::new();
        }
        if let Some(part) = part {
            self.places.insert(part, (grid.name.clone(), place.0, place.1));
        }
        cell.text.clone()
    }

    /// A day typed into a cell; a serial number means different days in different files and is refused.
    fn is_serial(&mut self, grid: &Grid, place: (u32, u32)) -> bool {
        let serial = grid.cell(place.0, place.1).is_some_and(|c| c.number && !c.formula);
        if serial {
            let said = (
                "日付が数値になっています。2027-03-31 のように文字で書いてください（セルの書式は「文字列」）",
                "The date has become a number. Type it as text, such as 2027-03-31 (format of the cell: Text)",
            );
            self.faults.push(Fault::at(grid, place, said));
        }
        serial
    }

    fn question(&mut self, grid: &Grid, place: (u32, u32)) -> Option<&'s Question> {
        let text = grid.text(place.0, place.1).trim();
        let found = text.parse::<QuestionId>().ok().and_then(|id| self.set.question(&id));
        if found.is_none() {
            let said = (
                "この質問票にない ID です。ID は変えずに使ってください",
                "This ID is not in the questionnaire. Keep the IDs as they are",
            );
            self.faults.push(Fault::at(grid, place, said));
        }
        found
    }

    fn answers(&mut self, grid: &Grid) {
        let Some(columns) = self.columns(grid, &ANSWER_KEYS) else { return };
        let column = |key: &str| columns.get(key).copied().unwrap_or(0);
        for row in 3..=grid.last_row().min(5_000) {
            let id_place = (row, column("id"));
            let (answer, remark) = ((row, column("answer")), (row, column("remark")));
            let any = [answer, remark, (row, column("reason"))].iter().any(|p| grid.cell(p.0, p.1).is_some());
            if grid.text(row, id_place.1).trim().is_empty() && !any {
                continue;
            }
            let Some(question) = self.question(grid, id_place) else { continue };
            let id = question.id.clone();
            if self.entries.contains_key(&id) {
                let said = ("同じ質問の行が二つあります", "The question stands in two rows");
                self.faults.push(Fault::at(grid, id_place, said));
                continue;
            }
            let table = matches!(question.kind, AnswerKind::Table { .. });
            let mut entry = Entry::default();
            if matches!(question.kind, AnswerKind::Date) && self.is_serial(grid, answer) {
                self.entries.insert(id, entry);
                continue;
            }
            if !table {
                entry.values = vec![self.open(grid, answer, Some((id.clone(), "value".into())))];
            }
            if question.is_measure() {
                entry.reason = self.open(grid, (row, column("reason")), Some((id.clone(), "reason".into())));
            }
            entry.remark = self.open(grid, remark, Some((id.clone(), "remark".into())));
            if matches!(question.kind, AnswerKind::File)
                && let Some((digest, name)) = grid.text(row, column("digest")).split_once(' ')
                && entry.values.first().is_some_and(|v| v == name)
            {
                // the same file as before, which has been received already
                entry.values.push(digest.to_owned());
            }
            self.places.entry((id.clone(), "value".into())).or_insert((grid.name.clone(), answer.0, answer.1));
            self.entries.insert(id, entry);
        }
        for question in &self.set.questions {
            if !self.entries.contains_key(&question.id) {
                self.faults.push(Fault::at(
                    grid,
                    (0, 0),
                    (
                        format!("{} の行がありません。行を消さずに使ってください", question.id),
                        format!("The row of {} is missing. Keep all rows", question.id),
                    ),
                ));
            }
        }
    }

    fn evidence(&mut self, grid: &Grid) {
        let Some(columns) = self.columns(grid, &EVIDENCE_KEYS) else { return };
        let column = |key: &str| columns.get(key).copied().unwrap_or(0);
        for row in 3..=grid.last_row().min(20_000) {
            let place = |key: &str| (row, column(key));
            let filled = ["question", "name", "kind", "valid_until"];
            if filled.iter().all(|key| grid.cell(row, column(key)).is_none()) {
                continue;
            }
            let Some(question) = self.question(grid, place("question")) else { continue };
            let id = question.id.clone();
            let nth = self.entries.get(&id).map_or(0, |e| e.evidence.len());
            let part = |name: &str| Some((id.clone(), format!("evidence[{nth}].{name}")));
            let serial = self.is_serial(grid, place("valid_until"));
            let name = self.open(grid, place("name"), part("name"));
            self.places.entry((id.clone(), format!("evidence[{nth}].name"))).or_insert((
                grid.name.clone(),
                row,
                column("name"),
            ));
            let field = Field {
                name,
                kind: self.open(grid, place("kind"), part("kind")),
                valid_until: if serial {
                    String::new()
                } else {
                    self.open(grid, place("valid_until"), part("valid_until"))
                },
                sha256: grid.text(row, column("sha256")).to_owned(),
            };
            if let Some(entry) = self.entries.get_mut(&id) {
                entry.evidence.push(field);
            }
        }
    }

    fn table(&mut self, id: &QuestionId, grid: &Grid) {
        let Some(question) = self.set.question(id) else { return };
        let AnswerKind::Table { columns, rows } = &question.kind else { return };
        let keys: Vec<&str> = columns.iter().map(|c| c.key.as_str()).collect();
        let Some(found) = self.columns(grid, &keys) else { return };
        let last = grid.last_row().min(u32::try_from(*rows).unwrap_or(0).saturating_add(1_000));
        let mut out = Vec::new();
        for row in 3..=last {
            let nth = out.len();
            let cells = keys.iter().map(|key| {
                let column = found.get(key).copied().unwrap_or(0);
                self.open(grid, (row, column), Some((id.clone(), format!("rows[{nth}].{key}"))))
            });
            out.push(cells.collect());
        }
        if let Some(entry) = self.entries.get_mut(id) {
            entry.rows = out;
        }
    }

    fn finish(mut self, grids: &[Grid]) -> Result<Read, Vec<Fault>> {
        let mut out = Read::default();
        for question in &self.set.questions {
            let Some(entry) = self.entries.get(&question.id) else { continue };
            match enter(question, entry) {
                Ok(Some(answer)) => {
                    out.answers.0.insert(question.id.clone(), answer);
                }
                Ok(None) => out.empty.push(question.id.clone()),
                Err(wrong) => {
                    for (part, problem) in wrong {
                        let place = self.places.get(&(question.id.clone(), part.clone()));
                        let place = place.or_else(|| self.places.get(&(question.id.clone(), "value".to_owned())));
                        let grid = place.and_then(|(name, ..)| grids.iter().find(|g| g.name == *name));
                        self.faults.push(match (grid, place) {
                            (Some(grid), Some((_, row, column))) => Fault::problem(grid, (*row, *column), &problem),
                            _ => Fault::file(
                                format!("{}: {}", question.id, problem.text(Lang::Ja)),
                                format!("{}: {}", question.id, problem.text(Lang::En)),
                            ),
                        });
                    }
                }
            }
        }
        if self.faults.is_empty() { Ok(out) } else { Err(self.faults) }
    }
}
