//! The register as a table that can be imported again without changing anything.

use domain::{Lang, calendar::parse_date, permission::Permission};
use writer::{Cell, Column, Kind};

use super::{
    ContractorFields, Contractors, Filter,
    import::{ImportField, get},
};
use crate::{
    Caller, Result,
    export::{File, Format, Heading, Writing},
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
        let title = if lang == Lang::Ja { "委託先一覧" } else { "Contractors" };
        let heading = Heading { title, columns: columns(lang), filters: filters(filter, lang) };
        let out = Writing::begin(self.0, caller, heading, (format, lang)).await?;
        let mut tx = self.0.db().read().await?;
        let mut after = None;
        loop {
            let rows = store::contractors::page(&mut tx, &scope, filter, after, BATCH).await?;
            after = rows.last().map(|c| c.id);
            let last = i64::try_from(rows.len()).unwrap_or(i64::MAX) < BATCH;
            let batch = rows.iter().map(|one| cells(one, lang)).collect();
            if !out.rows(batch).await || last {
                tx.commit().await?;
                return out.finish().await;
            }
        }
    }
}

/// What the list was narrowed down by, in words.
fn filters(filter: &Filter, lang: Lang) -> Vec<(String, String)> {
    let said = |ja: &str, en: &str| if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() };
    let mut out = Vec::new();
    if !filter.query.is_empty() {
        out.push((said("検索", "Search"), filter.query.clone()));
    }
    out.extend(filter.standing.map(|one| (said("取引", "Standing"), one.label(lang).to_owned())));
    out.extend(filter.certificate.map(|one| (said("証明書", "Certificate"), one.label(lang).to_owned())));
    out.extend(filter.ends_by.map(|day| (said("期限がこの日まで", "Ends by"), day.to_string())));
    out
}
