//! Tables for Excel.

use domain::{Lang, calendar::short_date};
use writer::{About, Cell, Column, Kind, Table};

use crate::{
    Caller, Error, Result,
    engagements::{
        Engagements, Names,
        list::{Line, Query},
    },
};

/// Kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel.
    Excel,
    /// CSV that Excel opens in Japanese.
    Csv,
}

/// A finished file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// `Content-Disposition`, with its name in Japanese.
    pub disposition: String,
}

impl File {
    /// A workbook.
    pub(crate) fn excel(bytes: Vec<u8>, stem: &str) -> Self {
        let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Self { bytes, media_type, disposition: disposition(stem, "xlsx") }
    }

    /// A Word file.
    pub(crate) fn word(bytes: Vec<u8>, stem: &str) -> Self {
        let media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        Self { bytes, media_type, disposition: disposition(stem, "docx") }
    }

    /// A CSV file.
    pub(crate) fn csv(bytes: Vec<u8>, stem: &str) -> Self {
        Self { bytes, media_type: "text/csv; charset=utf-8", disposition: disposition(stem, "csv") }
    }
}

const fn pick(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let p = |ja, en| pick(lang, ja, en);
    vec![
        Column::new("number", p("番号", "Number"), 10, Kind::Text),
        Column::new("title", p("案件名", "Title"), 44, Kind::Text),
        Column::new("category", p("業務の区分", "Category"), 20, Kind::Text),
        Column::new("contractor", p("委託先", "Contractor"), 28, Kind::Text),
        Column::new("stage", p("段階", "Stage"), 8, Kind::Text),
        Column::new("standing", p("状態", "Standing"), 12, Kind::Text),
        Column::new("seals", p("印", "Marks"), 16, Kind::Text),
        Column::new("due", p("次の期限", "Next due"), 12, Kind::Date),
        Column::new("due_kind", p("期限の種類", "What is due"), 14, Kind::Text),
        Column::new("unmet", p("未充足の条件", "Unmet conditions"), 10, Kind::Integer),
        Column::new("amount", p("金額（円）", "Amount (yen)"), 16, Kind::Yen),
        Column::new("unit", p("主管", "Unit"), 18, Kind::Text),
        Column::new("owner", p("担当", "Owner"), 14, Kind::Text),
    ]
}

fn row(caller: &Caller, names: &Names, line: &Line, lang: Lang) -> Vec<Cell> {
    let seals: Vec<&str> = line.seals.iter().map(|s| s.label(lang)).collect();
    let unit = caller.units.get(line.unit).map(|u| u.label(lang).to_owned()).unwrap_or_default();
    vec![
        Cell::Text(line.number.to_string()),
        Cell::Text(line.title.clone()),
        Cell::Text(line.category.label(lang).to_owned()),
        Cell::Text(line.contractor_name.clone()),
        Cell::Text(line.stage.label(lang).to_owned()),
        Cell::Text(line.standing.label(lang).to_owned()),
        Cell::Text(seals.join(pick(lang, "、", ", "))),
        line.due.map_or(Cell::Empty, |(on, _)| Cell::Date(on)),
        line.due.map_or(Cell::Empty, |(_, kind)| Cell::Text(kind.label(lang).to_owned())),
        Cell::Integer(line.unmet),
        line.amount.map_or(Cell::Empty, Cell::Integer),
        Cell::Text(unit),
        Cell::Text(names.of(line.owner).to_owned()),
    ]
}

impl Engagements<'_> {
    /// The whole list of a filter as a file. Rows are read a thousand at a time.
    ///
    /// # Errors
    /// Forbidden without [`domain::permission::Permission::ViewEngagement`].
    pub async fn export(
        &self,
        caller: &Caller,
        query: &Query,
        (format, lang, filters): (Format, Lang, Vec<(String, String)>),
    ) -> Result<File> {
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let (lines, names) = self.export_page(caller, query, after.as_ref()).await?;
            after = lines.last().map(|l| l.cursor.clone());
            rows.extend(lines.iter().map(|l| row(caller, &names, l, lang)));
            if lines.len() < 1_000 {
                break;
            }
        }
        let settings = self.0.settings().await?;
        let now = self.0.clock().now();
        let title = pick(lang, "委託案件の一覧", "Engagements");
        let organisation = match lang {
            Lang::Ja => settings.organisation_ja.clone(),
            Lang::En => settings.organisation_en.clone(),
        };
        let table = Table { title: title.to_owned(), sheet: title.to_owned(), columns: columns(lang), lang };
        let about = About {
            exported_by: Some(caller.actor.person().name.to_string()),
            filters,
            ..About::new(organisation, now)
        };
        let day = short_date(self.0.clock().today(), Lang::En).replace(' ', "-");
        let stem = format!("{title}-{day}");
        tokio::task::spawn_blocking(move || write(format, &table, &rows, (&about, &stem)))
            .await
            .map_err(Error::internal)?
    }
}

fn write(format: Format, table: &Table, rows: &[Vec<Cell>], (about, stem): (&About, &str)) -> Result<File> {
    match format {
        Format::Excel => {
            let mut out = writer::xlsx::Writer::new(table).map_err(Error::internal)?;
            for row in rows {
                out.row(row).map_err(Error::internal)?;
            }
            Ok(File::excel(out.finish(about).map_err(Error::internal)?.bytes, stem))
        }
        Format::Csv => {
            let mut out = writer::csv::Writer::new(Vec::new(), table).map_err(Error::internal)?;
            for row in rows {
                out.row(row).map_err(Error::internal)?;
            }
            Ok(File::csv(out.finish().map_err(Error::internal)?, stem))
        }
    }
}

fn disposition(stem: &str, extension: &str) -> String {
    writer::file_name::content_disposition(&writer::file_name::safe(stem, extension))
}
