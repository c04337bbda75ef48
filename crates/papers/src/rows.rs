//! Rows of tables: what the engagement, its requirements and its people put into them.

mod measures;
mod records;
mod reports;
mod service;

use std::collections::BTreeMap;

use catalogue::{
    paper::{Column, RowSource},
    wording::ClauseId,
};
use domain::{
    Lang,
    plan::{PlanRow, RequirementLevel},
};
use writer::paper::{Run, Runs, Trace, plain};

use crate::{
    compose::Composer,
    fill::{clean, user_runs},
};

pub(crate) use service::{BOUNDARIES, SERVICE_FORM};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CellData {
    /// Words.
    Runs(Runs),
    /// A number.
    Number(i64),
    /// An amount.
    Yen(i64),
}

impl From<Runs> for CellData {
    fn from(runs: Runs) -> Self {
        Self::Runs(runs)
    }
}
impl From<&str> for CellData {
    fn from(text: &str) -> Self {
        Self::Runs(plain(text))
    }
}
impl From<String> for CellData {
    fn from(text: String) -> Self {
        Self::Runs(plain(text))
    }
}

/// A row: cells by column key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowData {
    pub cells: BTreeMap<String, CellData>,
    pub trace: Trace,
}

impl RowData {
    pub(crate) fn of(cells: impl IntoIterator<Item = (&'static str, CellData)>) -> Self {
        let cells = cells.into_iter().map(|(key, cell)| (key.to_owned(), cell)).collect();
        Self { cells, trace: Trace::new() }
    }

    pub(crate) fn traced(mut self, trace: Trace) -> Self {
        self.trace = trace;
        self
    }

    /// The same with a cell, if there is something to say.
    pub(crate) fn with(mut self, key: &str, cell: Option<impl Into<CellData>>) -> Self {
        if let Some(cell) = cell {
            self.cells.insert(key.to_owned(), cell.into());
        }
        self
    }

    /// The same as a person would have written it; marks and blanks are left to the paper.
    pub(crate) fn plan_row(&self) -> PlanRow {
        let cell = |(key, data): (&String, &CellData)| {
            let text = match data {
                CellData::Runs(runs) => {
                    runs.iter().map(|run| if let Run::Text(text) = run { text } else { "" }).collect()
                }
                CellData::Number(n) | CellData::Yen(n) => n.to_string(),
            };
            let memo: Option<domain::text::Memo> = Some(text).filter(|text: &String| !text.is_empty())?.parse().ok();
            memo.map(|memo| (key.clone(), memo))
        };
        self.cells.iter().filter_map(cell).collect()
    }

    fn words(&self, key: &str) -> Option<String> {
        match self.cells.get(key)? {
            CellData::Runs(runs) => match runs.as_slice() {
                [Run::Text(text)] => Some(text.clone()),
                _ => None,
            },
            CellData::Number(_) | CellData::Yen(_) => None,
        }
    }
}

impl Composer<'_> {
    /// The rows of a source as facts, requirements and records give them.
    pub(crate) fn derived(&mut self, source: RowSource, columns: &[Column]) -> Vec<RowData> {
        match source {
            RowSource::Fixed | RowSource::Blank => Vec::new(),
            RowSource::Measures => self.measures(),
            RowSource::Responsibility => self.responsibility(columns),
            RowSource::PricedLines => self.priced_lines(),
            RowSource::CheckItems => self.check_items(),
            RowSource::AuditPoints => self.audit_points(),
            RowSource::Boundaries => self.boundaries(),
            RowSource::InformationItems => self.information_items(),
            RowSource::Contacts => self.contacts(),
            RowSource::Functions => self.functions(),
            RowSource::ServiceLevels => self.service_levels(),
            RowSource::Operations => self.operations(),
            RowSource::Targets => self.targets(),
            RowSource::HandlingRules => self.handling_rules(),
            RowSource::Standards => self.standards(),
            RowSource::DirectedMeasures => self.directed_measures(),
            RowSource::Risks => self.risks(),
            RowSource::Judgement => self.judgement(),
            RowSource::Criteria => self.criteria(),
            RowSource::Reports => self.reports(),
            RowSource::OpenPoints => self.open_point_rows(),
            RowSource::Personnel | RowSource::Subcontractors => Vec::new(),
        }
    }

    /// Adds what people wrote: a row with the id or name of a derived one fills and replaces its cells; other rows come
    /// after it. Where rows are proposals only, written ones take their place; where a person said that there are none, the
    /// table says so.
    pub(crate) fn with_written(
        &self,
        source: RowSource,
        (columns, derived): (&[Column], Vec<RowData>),
    ) -> Vec<RowData> {
        let Some(written) = self.order.plan.rows.get(source.code()) else { return derived };
        if written.is_empty() && is_proposal(source) {
            let none = if self.order.lang == Lang::Ja { "該当なし" } else { "None" };
            let first = columns.iter().find(|column| column.key != "number");
            let cells = first.map(|column| (column.key.clone(), CellData::from(none))).into_iter().collect();
            return vec![RowData { cells, trace: Trace::new() }];
        }
        let mut out = if is_proposal(source) { Vec::new() } else { derived };
        for row in written {
            match identity(source, row).and_then(|key| position(&out, key)) {
                Some(at) => {
                    if let Some(own) = out.get_mut(at) {
                        own.cells.extend(self.written_cells(row));
                    }
                }
                None => out.push(RowData { cells: self.written_cells(row), trace: Trace::new() }),
            }
        }
        out
    }

    /// Cells as written, in English those of `name_en` and the like; sides and roles of contacts are called what the
    /// paper calls them.
    fn written_cells(&self, row: &PlanRow) -> BTreeMap<String, CellData> {
        let lang = self.order.lang;
        let cell = |(key, text): (&String, &domain::text::Memo)| {
            if key.ends_with("_en") {
                return None;
            }
            let translated = row.get(&format!("{key}_en")).filter(|_| lang == Lang::En);
            let text = translated.unwrap_or(text).as_str();
            let data = match key.as_str() {
                "side" => CellData::from(clean(&self.side_named(text))),
                "role" => CellData::from(clean(records::role_named(text, lang))),
                _ => CellData::Runs(user_runs(text)),
            };
            Some((key.clone(), data))
        };
        row.iter().filter_map(cell).collect()
    }

    /// A figure of a clause with its unit, where the clause is asked.
    pub(crate) fn clause_amount(&mut self, clause: &str, name: &str) -> Option<String> {
        let order = self.order;
        let id: ClauseId = clause.parse().ok()?;
        let line = order.profile.clause(&id).filter(|line| line.refused.is_none())?;
        if line.level != RequirementLevel::Required {
            return None;
        }
        let clause = order.catalogue.clause(&id)?;
        let parameter = clause.parameters.iter().find(|parameter| parameter.name == name)?;
        self.uses_value(clause.id.as_str(), &clause.title, parameter);
        order.amount(clause.id.as_str(), parameter)
    }

    /// Where a clause stands in this paper; its title where it does not.
    pub(crate) fn clause_cell(&self, id: &str) -> Runs {
        match self.held(id) {
            Some(crate::compose::Held::Article) => vec![Run::article(id)],
            Some(crate::compose::Held::Section) => vec![Run::HeadingRef(id.into())],
            None => plain(self.title_of(id)),
        }
    }

    fn open_point_rows(&self) -> Vec<RowData> {
        let lang = self.order.lang;
        let row = |point: &crate::OpenPoint| {
            RowData::of([("place", point.owner_title.get(lang).into()), ("what", point.label.get(lang).into())])
        };
        self.open_so_far().iter().map(row).collect()
    }
}

/// Sources whose rows people write: those that are only proposed, and those that nothing else fills. The others follow
/// from facts, requirements and records, which are the place to change them.
pub(crate) const fn is_written(source: RowSource) -> bool {
    let own = matches!(source, RowSource::Personnel | RowSource::Subcontractors | RowSource::InformationItems);
    own || is_proposal(source) && !matches!(source, RowSource::Risks)
}

/// Sources whose rows are only a proposal until somebody writes some.
pub(crate) const fn is_proposal(source: RowSource) -> bool {
    matches!(
        source,
        RowSource::Contacts
            | RowSource::Functions
            | RowSource::ServiceLevels
            | RowSource::Operations
            | RowSource::Targets
            | RowSource::Criteria
            | RowSource::Risks
    )
}

/// By which column a written row finds the derived one.
fn identity(source: RowSource, row: &PlanRow) -> Option<(&'static str, &str)> {
    let key = match source {
        RowSource::InformationItems => "name",
        RowSource::Judgement => "question",
        RowSource::DirectedMeasures => "measure",
        _ => "id",
    };
    row.get(key).map(|text| (key, text.as_str()))
}

fn position(rows: &[RowData], (key, text): (&str, &str)) -> Option<usize> {
    rows.iter().position(|row| row.words(key).as_deref() == Some(text))
}
