//! Going through all rows: for a look, or to write them in one transaction.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use domain::{
    FieldError, Lang, Problem,
    contractor::Contractor,
    id::ContractorId,
    permission::{Permission, Scope},
};
use ledger::{action, kind};
use reader::table::Row;
use serde::Serialize;

use super::{
    ImportField, Layout, Mapping,
    judge::{self, Judge, Judged, RowError, Verdict},
    read::{self, Top},
};
use crate::{
    Caller, Error, Result,
    contractors::Contractors,
    work::{Change, Work},
};

/// Errors that are told one by one; the rest is counted.
const TOLD: usize = 200;
/// Rows shown of what would happen.
const SHOWN: usize = 20;

/// Counts the rows that are through.
pub type Progress = Arc<AtomicU64>;

/// A file.
pub(super) struct File {
    pub name: String,
    pub bytes: Arc<Vec<u8>>,
}

/// A row as it would be imported.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its number.
    pub row: u32,
    /// The contractor.
    pub name: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What it changes.
    pub changed: Vec<ImportField>,
}

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// How the file was understood.
    pub layout: Layout,
    /// The first rows as they stand, to choose the heads from.
    pub top: Vec<Row>,
    /// New contractors.
    pub create: u64,
    /// Contractors that change.
    pub update: u64,
    /// Rows that say what the register says.
    pub skip: u64,
    /// Some of the rows that do something.
    pub samples: Vec<Sample>,
    /// What is wrong, the first 200.
    pub errors: Vec<RowError>,
    /// How much is wrong in all.
    pub wrong: u64,
    /// Cells whose stored value was taken because they are computed.
    pub formulas: u64,
    /// What to know of the file, in Japanese and English.
    pub notices: Vec<(String, String)>,
    /// What is wrong with the whole.
    pub problems: Vec<FieldError>,
}

impl Preview {
    /// Nothing holds the import back.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.wrong == 0 && self.problems.is_empty() && self.create.saturating_add(self.update) > 0
    }
    fn count(&mut self, judged: std::result::Result<&Judged, &Vec<RowError>>) {
        match judged {
            Ok(one) => {
                let counter = match one.verdict {
                    Verdict::Create => &mut self.create,
                    Verdict::Update => &mut self.update,
                    Verdict::Skip => &mut self.skip,
                };
                *counter = counter.saturating_add(1);
                if one.verdict != Verdict::Skip && self.samples.len() < SHOWN {
                    let (name, changed) = (one.name.clone(), one.changed.clone());
                    self.samples.push(Sample { row: one.row, name, verdict: one.verdict, changed });
                }
            }
            Err(errors) => {
                self.wrong = self.wrong.saturating_add(u64::try_from(errors.len()).unwrap_or(u64::MAX));
                let room = TOLD.saturating_sub(self.errors.len());
                self.errors.extend(errors.iter().take(room).cloned());
            }
        }
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// New contractors.
    pub create: u64,
    /// Contractors that changed.
    pub update: u64,
    /// Rows that said what the register said.
    pub skip: u64,
}

/// What the ledger keeps of an import.
#[derive(Serialize)]
struct Record<'a> {
    file: &'a str,
    sha256: String,
    summary: Summary,
}

impl Contractors<'_> {
    /// How a file is understood: a person's word, else what is remembered for these heads, else a guess.
    async fn understood(&self, tx: &mut store::Tx, scope: &Scope, file: &File, said: Option<Mapping>) -> Result<Top> {
        let told = said.is_some();
        let mut top = read::look(&file.bytes, said).await?;
        if told || top.layout.heads.is_empty() {
            return Ok(top);
        }
        if let Some(body) = store::contractors::mapping::load(tx, scope, &top.layout.key()).await?
            && let Ok(kept) = serde_json::from_str::<Mapping>(&body)
        {
            top.layout.mapping.columns = kept.columns;
        }
        Ok(top)
    }

    pub(super) async fn judge(&self, caller: &Caller, file: &File, said: Option<Mapping>) -> Result<Preview> {
        let scope = caller.may(Permission::EditContractor)?;
        let mut tx = self.0.db().read().await?;
        let top = self.understood(&mut tx, &scope, file, said).await?;
        let mut out = Preview {
            layout: top.layout.clone(),
            top: top.rows.clone(),
            notices: top.notices(Lang::Ja).into_iter().zip(top.notices(Lang::En)).collect(),
            ..Preview::default()
        };
        if let Err(Error::Invalid(problems)) = judge::layout_problems(&top.layout) {
            out.problems = problems;
            return Ok(out);
        }
        let mut judge = Judge::new(self.0, &top.layout, self.0.clock().now());
        let mut batches = read::rows(&file.bytes, &top.layout);
        while let Some(batch) = batches.recv().await {
            for judged in judge.batch(&mut tx, &scope, &batch?).await? {
                out.count(judged.as_ref());
            }
        }
        out.formulas = judge.formulas;
        tx.commit().await?;
        Ok(out)
    }

    pub(super) async fn write(
        &self,
        caller: &Caller,
        file: &File,
        said: Option<Mapping>,
        done: &Progress,
    ) -> Result<Summary> {
        let scope = caller.may(Permission::EditContractor)?;
        // the file is read whole before anybody else has to wait for the lock
        let mut tx = self.0.db().read().await?;
        let top = self.understood(&mut tx, &scope, file, said).await?;
        tx.commit().await?;
        judge::layout_problems(&top.layout)?;
        let mut batches = read::rows(&file.bytes, &top.layout);
        let mut read = Vec::new();
        while let Some(batch) = batches.recv().await {
            read.push(batch?);
        }
        let mut work = self.0.work(caller).await?;
        let mut judge = Judge::new(self.0, &top.layout, work.at());
        let mut seen = Preview::default();
        for batch in read {
            let rows = u64::try_from(batch.len()).unwrap_or(u64::MAX);
            for judged in judge.batch(&mut work.tx, &scope, &batch).await? {
                seen.count(judged.as_ref());
                // after the first error rows are judged only, so that a person sees all errors at once
                if let (Ok(one), 0) = (judged, seen.wrong) {
                    self.put(caller, &mut work, &scope, one).await?;
                }
            }
            done.fetch_add(rows, Ordering::Relaxed);
        }
        if seen.wrong > 0 {
            return Err(Error::Invalid(seen.errors.into_iter().map(told).collect()));
        }
        let summary = Summary { create: seen.create, update: seen.update, skip: seen.skip };
        self.finish(caller, work, (&scope, file, &top.layout), summary).await?;
        Ok(summary)
    }

    async fn finish(
        &self,
        caller: &Caller,
        mut work: Work,
        (scope, file, layout): (&Scope, &File, &Layout),
        summary: Summary,
    ) -> Result<()> {
        let body = serde_json::to_string(&layout.mapping).map_err(Error::internal)?;
        let (key, by) = (layout.key(), caller.id());
        let at = work.at();
        store::contractors::mapping::save(&mut work.tx, scope, (&key, &body), (at, by)).await?;
        let sha256 = ledger::Digest::of_bytes(&file.bytes).to_string();
        let record = Record { file: &file.name, sha256: sha256.clone(), summary };
        let id: domain::id::ImportId = self.0.mint();
        let change = Change::of(action!("contractor.import"), kind!("import"), id)
            .at(caller.actor.person().unit)
            .after(&record)?
            .note("name", &file.name)
            .note("sha256", sha256)
            .note("created", summary.create)
            .note("changed", summary.update)
            .note("same", summary.skip);
        work.record(change).await?;
        work.commit().await
    }

    async fn put(&self, caller: &Caller, work: &mut Work, scope: &Scope, one: Judged) -> Result<()> {
        let Some((mut after, before)) = one.write else { return Ok(()) };
        let unit = caller.actor.person().unit;
        let taken = |e: store::Error, after: &Contractor| super::super::taken(e, after);
        let Some(before) = before else {
            store::contractors::insert(&mut work.tx, scope, &after).await.map_err(|e| taken(e, &after))?;
            let change = Change::of(action!("contractor.create"), kind!("contractor"), after.id).at(unit);
            return work.record(change.after(&after)?.note("name", &after.name)).await;
        };
        store::contractors::update(&mut work.tx, scope, &mut after).await.map_err(|e| taken(e, &before))?;
        if after.name != before.name {
            store::contractors::carry_name(&mut work.tx, scope, &after).await?;
        }
        let id: ContractorId = after.id;
        let change = Change::of(action!("contractor.change"), kind!("contractor"), id).at(unit).before(&before)?;
        work.record(change.after(&after)?.note("name", &after.name).note("name_before", &before.name)).await
    }
}

/// An error of a row as a refused value: its place, the value and what is allowed.
fn told(error: RowError) -> FieldError {
    let say = |lang: Lang| {
        let (cell, field, said) = (&error.cell, error.field.label(lang), error.wrong.text(lang));
        match lang {
            Lang::Ja => format!("{cell}（{field}）: {said}"),
            Lang::En => format!("{cell} ({field}): {said}"),
        }
    };
    let problem = Problem::Said { ja: say(Lang::Ja), en: say(Lang::En) };
    FieldError::new("file", problem)
}
