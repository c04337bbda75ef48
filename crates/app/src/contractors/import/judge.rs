//! What becomes of a row: a new contractor, a changed one, nothing, or an error with its place.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Lang, Problem,
    contractor::Contractor,
    fold::fold,
    id::ContractorId,
    permission::Scope,
    problem::{Problems, shorten},
};
use reader::table::Row;
use store::Tx;

use super::{ImportField as F, Layout, field};
use crate::{Error, Result, contractors::ContractorFields};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A new contractor.
    Create,
    /// One that is there is changed.
    Update,
    /// It says what the register says.
    Skip,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A value that is not allowed.
    Value(Problem),
    /// The same contractor stands in a row above.
    Twice {
        /// Which row.
        row: u32,
    },
    /// Several entries of the register have this name and nothing tells which is meant.
    Ambiguous,
    /// The cell shows an error of Excel.
    ErrorCell,
    /// The cell is computed and its value was never stored.
    NoValue,
}

impl Wrong {
    /// The sentence for people: what is wrong and what is allowed.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let say = |ja: &str, en: &str| if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() };
        match self {
            Self::Value(problem) => problem.text(lang),
            Self::Twice { row } => say(
                &format!("{row}行目と同じ委託先です。どちらかの行を消すか、法人番号で区別してください"),
                &format!("The same contractor as row {row}; remove one of them or tell them apart by corporate number"),
            ),
            Self::Ambiguous => say(
                "同じ名前の登録が複数あります。法人番号か登録IDで、どれかを示してください",
                "Several entries have this name; say which by corporate number or register id",
            ),
            Self::ErrorCell => {
                say("Excelのエラー値です。値を入れ直してください", "An error value of Excel; enter the value itself")
            }
            Self::NoValue => say(
                "数式だけで値が保存されていません。Excelで開いて保存し直すか、値を貼り付けてください",
                "A formula without a stored value; open and save the file in Excel, or paste the value",
            ),
        }
    }
}

/// Something wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The cell for people: `一覧!C12`.
    pub cell: String,
    /// Its row.
    pub row: u32,
    /// What the column means.
    pub field: F,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// A row that was judged.
#[derive(Debug)]
pub(super) struct Judged {
    pub row: u32,
    pub name: String,
    pub verdict: Verdict,
    /// What is to be written, with what was there before; `None` to leave everything.
    pub write: Option<(Contractor, Option<Contractor>)>,
    /// What the row changes.
    pub changed: Vec<F>,
}

/// Judges rows one batch after another, knowing which contractors were named before.
pub(super) struct Judge<'a> {
    layout: &'a Layout,
    app: &'a crate::App,
    at: jiff::Timestamp,
    seen: BTreeMap<ContractorId, u32>,
    new_names: BTreeMap<String, Vec<(u32, Option<String>)>>,
    new_numbers: BTreeMap<String, u32>,
    pub(super) formulas: u64,
}

/// What the register knows of the contractors a batch names.
#[derive(Default)]
struct Known {
    by_id: BTreeMap<ContractorId, Contractor>,
    by_number: BTreeMap<String, ContractorId>,
    by_name: BTreeMap<String, Vec<ContractorId>>,
}

fn number_key(text: &str) -> Option<String> {
    text.parse::<domain::contractor::CorporateNumber>().ok().map(|n| n.to_string())
}

impl<'a> Judge<'a> {
    pub(super) fn new(app: &'a crate::App, layout: &'a Layout, at: jiff::Timestamp) -> Self {
        Self {
            layout,
            app,
            at,
            seen: BTreeMap::new(),
            new_names: BTreeMap::new(),
            new_numbers: BTreeMap::new(),
            formulas: 0,
        }
    }

    fn text<'r>(&self, row: &'r Row, field: F) -> &'r str {
        self.layout.column(field).map_or("", |column| row.text(column)).trim()
    }

    /// Judges a batch: at most three statements, however many rows it has.
    pub(super) async fn batch(
        &mut self,
        tx: &mut Tx,
        scope: &Scope,
        rows: &[Row],
    ) -> Result<Vec<std::result::Result<Judged, Vec<RowError>>>> {
        let known = self.known(tx, scope, rows).await?;
        let has_any = |row: &&Row| self.layout.mapping.columns.keys().any(|c| !row.text(*c).trim().is_empty());
        let rows: Vec<&Row> = rows.iter().filter(has_any).collect();
        Ok(rows.into_iter().map(|row| self.row(&known, row)).collect())
    }

    async fn known(&self, tx: &mut Tx, scope: &Scope, rows: &[Row]) -> Result<Known> {
        let mut numbers = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut ids: BTreeSet<ContractorId> = BTreeSet::new();
        let mut out = Known::default();
        let mut found = Vec::new();
        for row in rows {
            numbers.extend(number_key(self.text(row, F::Number)));
            let name = fold(self.text(row, F::Name));
            if !name.is_empty() {
                names.insert(name);
            }
            ids.extend(self.text(row, F::Id).parse::<ContractorId>());
        }
        let (numbers, names): (Vec<_>, Vec<_>) = (numbers.into_iter().collect(), names.into_iter().collect());
        if !ids.is_empty() {
            let ids: Vec<ContractorId> = ids.into_iter().collect();
            found.extend(store::contractors::with_ids(tx, scope, &ids).await?);
        }
        if !numbers.is_empty() {
            found.extend(store::contractors::numbered(tx, scope, &numbers).await?);
        }
        if !names.is_empty() {
            found.extend(store::contractors::named(tx, scope, &names).await?);
        }
        for one in found {
            if out.by_id.contains_key(&one.id) {
                continue;
            }
            if let Some(number) = &one.corporate_number {
                out.by_number.insert(number.to_string(), one.id);
            }
            out.by_name.entry(fold(one.name.as_str())).or_default().push(one.id);
            out.by_id.insert(one.id, one);
        }
        Ok(out)
    }

    fn error(&self, row: &Row, field: F, wrong: Wrong) -> RowError {
        let column = self.layout.column(field);
        let value = column.map_or("", |c| row.text(c));
        RowError { cell: self.layout.cell(column, row.number), row: row.number, field, value: shorten(value), wrong }
    }

    /// Which entry of the register a row speaks of.
    fn meant<'k>(&self, known: &'k Known, row: &Row) -> std::result::Result<Option<&'k Contractor>, RowError> {
        let id = self.text(row, F::Id);
        if !id.is_empty() {
            let parsed: ContractorId = id.parse().map_err(|p: Problem| self.error(row, F::Id, Wrong::Value(p)))?;
            let unknown = || self.error(row, F::Id, Wrong::Value(Problem::Unknown { value: shorten(id) }));
            return known.by_id.get(&parsed).map(Some).ok_or_else(unknown);
        }
        let number = number_key(self.text(row, F::Number));
        if let Some(found) = number.as_ref().and_then(|n| known.by_number.get(n)) {
            return Ok(known.by_id.get(found));
        }
        let empty = Vec::new();
        let named = known.by_name.get(&fold(self.text(row, F::Name))).unwrap_or(&empty);
        let mut fitting = named.iter().filter_map(|id| known.by_id.get(id));
        if number.is_some() {
            // a firm of this name without a number is this one; one with another number is another firm
            return Ok(fitting.find(|one| one.corporate_number.is_none()));
        }
        match (fitting.next(), fitting.next()) {
            (Some(_), Some(_)) => Err(self.error(row, F::Name, Wrong::Ambiguous)),
            (one, _) => Ok(one),
        }
    }

    fn row(&mut self, known: &Known, row: &Row) -> std::result::Result<Judged, Vec<RowError>> {
        let mut errors = self.cells(row);
        let current = match self.meant(known, row) {
            Ok(current) => current,
            Err(error) => {
                errors.push(error);
                return Err(errors);
            }
        };
        let before = current.map(ContractorFields::from).unwrap_or_default();
        let mut fields = before.clone();
        for (column, field) in &self.layout.mapping.columns {
            // a list that spells a known name otherwise does not rename the contractor
            let same_name = *field == F::Name && fold(row.text(*column)) == fold(&before.name);
            if !same_name {
                field::put(&mut fields, *field, row.text(*column));
            }
        }
        let (name, number, details) = match fields.check() {
            Ok(checked) => checked,
            Err(problems) => {
                let blame = |e: domain::FieldError| {
                    let field = field::blamed(&fields, &e);
                    self.error(row, field, Wrong::Value(e.problem))
                };
                errors.extend(problems.into_iter().map(blame));
                return Err(errors);
            }
        };
        if let Some(error) = self.twice(row, current, (name.as_str(), number.as_ref().map(ToString::to_string))) {
            errors.push(error);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let after = match current {
            Some(one) => Contractor { name, corporate_number: number, details, ..one.clone() },
            None => Contractor {
                id: self.app.mint(),
                name,
                corporate_number: number,
                details,
                created_at: self.at,
                revision: 1,
            },
        };
        let said = ContractorFields::from(&after);
        let changed = |f: &&F| field::get(&said, **f, Lang::Ja) != field::get(&before, **f, Lang::Ja);
        let changed: Vec<F> = F::ALL.iter().filter(changed).copied().collect();
        let verdict = match current {
            None => Verdict::Create,
            Some(one) if *one == after => Verdict::Skip,
            Some(_) => Verdict::Update,
        };
        let write = (verdict != Verdict::Skip).then(|| (after.clone(), current.cloned()));
        Ok(Judged { row: row.number, name: after.name.to_string(), verdict, write, changed })
    }

    /// Cells that Excel could not compute.
    fn cells(&mut self, row: &Row) -> Vec<RowError> {
        let mut out = Vec::new();
        for (column, field) in &self.layout.mapping.columns {
            let Some(cell) = row.cells.get(*column) else { continue };
            if cell.formula {
                self.formulas = self.formulas.saturating_add(1);
            }
            if cell.error {
                out.push(self.error(row, *field, Wrong::ErrorCell));
            } else if cell.formula && cell.text.is_empty() {
                out.push(self.error(row, *field, Wrong::NoValue));
            }
        }
        out
    }

    /// A contractor that an earlier row named already.
    fn twice(
        &mut self,
        row: &Row,
        current: Option<&Contractor>,
        (name, number): (&str, Option<String>),
    ) -> Option<RowError> {
        if let Some(one) = current {
            let before = self.seen.insert(one.id, row.number)?;
            return Some(self.error(row, F::Name, Wrong::Twice { row: before }));
        }
        if let Some(number) = &number
            && let Some(before) = self.new_numbers.insert(number.clone(), row.number)
        {
            return Some(self.error(row, F::Number, Wrong::Twice { row: before }));
        }
        let named = self.new_names.entry(fold(name)).or_default();
        // firms of one name are told apart by their numbers, so each of them needs one
        let alike = named.iter().find(|(_, other)| other.is_none() || number.is_none()).map(|(row, _)| *row);
        named.push((row.number, number));
        alike.map(|before| self.error(row, F::Name, Wrong::Twice { row: before }))
    }
}

/// What is wrong with the whole: a list without names cannot be imported.
pub(super) fn layout_problems(layout: &Layout) -> Result<(), Error> {
    let mut problems = Problems::new();
    if layout.column(F::Name).is_none() && layout.column(F::Id).is_none() {
        problems.add(domain::FieldError::rule(
            "columns",
            "名前の列がわかりません。見出しの行と、名前の列を選んでください",
            "No column with names is known; choose the row of heads and the column of names",
        ));
    }
    problems.finish().map_err(Error::from)
}
