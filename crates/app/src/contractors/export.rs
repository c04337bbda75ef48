//! The register as a table that can be imported again without changing anything.

use domain::{Lang, calendar::parse_date, permission::Permission};
use tokio::sync::mpsc;
use writer::{About, Cell, Column, Kind, Table};

use super::{
    ContractorFields, Contractors, Filter,
    import::{ImportField, get},
};
use crate::{
    Caller, Error, Result,
    export::{File, Format},
};

/// Rows read at a time.
const BATCH: i64 = 1_000;

fn columns(lang: Lang) -> Vec<Column> {
    let column = |field: &ImportField| {
        let kind = if field.is_day() {
            Kind::Date
        } else if *field == ImportField::Capital {
            Kind::Yen
        } else if field.is_number() {
            Kind::Integer
        } else {
            Kind::Text
        };
        let width = match field {
            ImportField::Name | ImportField::Address | ImportField::Id => 36,
            ImportField::Aliases | ImportField::IsmsScope | ImportField::Note => 30,
            _ => 16,
        };
        Column::new(field.code(), field.label(lang), width, kind)
    };
    ImportField::ALL.iter().map(column).collect()
}

fn cells(one: &domain::contractor::Contractor, lang: Lang) -> Vec<Cell> {
    let fields = ContractorFields::from(one);
    let cell = |field: &ImportField| {
        if *field == ImportField::Id {
            return Cell::Text(one.id.to_string());
        }
        let text = get(&fields, *field, lang);
        if text.is_empty() {
            Cell::Empty
        } else if field.is_day() {
            parse_date(&text).map_or(Cell::Text(text), Cell::Date)
        } else if field.is_number() {
            text.parse().map_or(Cell::Text(text), Cell::Integer)
        } else {
            Cell::Text(text)
        }
    };
    ImportField::ALL.iter().map(cell).collect()
}

impl Contractors<'_> {
    /// All contractors of a filter as a file. Rows are read a thousand at a time and written as they come.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewContractor`].
    pub async fn export(&self, caller: &Caller, filter: &Filter, (format, lang): (Format, Lang)) -> Result<File> {
        let scope = caller.may(Permission::ViewContractor)?;
        let settings = self.0.settings().await?;
        let title = if lang == Lang::Ja { "委託先一覧" } else { "Contractors" };
        let organisation = if lang == Lang::Ja { settings.organisation_ja } else { settings.organisation_en };
        let mut filters = Vec::new();
        if !filter.query.is_empty() {
            filters.push((if lang == Lang::Ja { "検索" } else { "Search" }.to_owned(), filter.query.clone()));
        }
        let about = About {
            exported_by: Some(caller.actor.person().name.to_string()),
            filters,
            ..About::new(organisation, self.0.clock().now())
        };
        let stem = format!("{title}-{}", self.0.clock().today());
        let table = Table { title: title.to_owned(), sheet: title.to_owned(), columns: columns(lang), lang };
        let (to, from) = mpsc::channel(4);
        let writing = tokio::task::spawn_blocking(move || write(format, &table, from, (&about, &stem)));
        let mut tx = self.0.db().read().await?;
        let mut after = None;
        loop {
            let rows = store::contractors::page(&mut tx, &scope, filter, after, BATCH).await?;
            after = rows.last().map(|c| c.id);
            let done = i64::try_from(rows.len()).unwrap_or(i64::MAX) < BATCH;
            let batch: Vec<Vec<Cell>> = rows.iter().map(|one| cells(one, lang)).collect();
            // the writer ends early only when it failed, and then says so below
            if to.send(batch).await.is_err() || done {
                break;
            }
        }
        drop(to);
        tx.commit().await?;
        writing.await.map_err(Error::internal)?
    }
}

fn write(
    format: Format,
    table: &Table,
    mut from: mpsc::Receiver<Vec<Vec<Cell>>>,
    (about, stem): (&About, &str),
) -> Result<File> {
    match format {
        Format::Excel => {
            let mut out = writer::xlsx::Writer::new(table).map_err(Error::internal)?;
            while let Some(batch) = from.blocking_recv() {
                for row in &batch {
                    out.row(row).map_err(Error::internal)?;
                }
            }
            Ok(File::excel(out.finish(about).map_err(Error::internal)?.bytes, stem))
        }
        Format::Csv => {
            let mut out = writer::csv::Writer::new(Vec::new(), table).map_err(Error::internal)?;
            while let Some(batch) = from.blocking_recv() {
                for row in &batch {
                    out.row(row).map_err(Error::internal)?;
                }
            }
            Ok(File::csv(out.finish().map_err(Error::internal)?, stem))
        }
    }
}
