//! Tables for Excel.

use domain::{Lang, calendar::short_date};
use tokio::{sync::mpsc, task::JoinHandle};
use writer::{About, Cell, Column, Kind, Table};

use crate::{
    App, Caller, Error, Result,
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

/// What is written into a table, before its rows.
pub(crate) struct Heading {
    /// Title of the table and of its sheet.
    pub(crate) title: &'static str,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// What the rows were narrowed down by: what, and to what.
    pub(crate) filters: Vec<(String, String)>,
}

/// A table being written on a thread of its own, batch by batch, so that it is nowhere held as a whole but in the file.
pub(crate) struct Writing {
    to: mpsc::Sender<Vec<Vec<Cell>>>,
    done: JoinHandle<Result<File>>,
}

impl Writing {
    /// Begins a file.
    pub(crate) async fn begin(
        app: &App,
        caller: &Caller,
        heading: Heading,
        (format, lang): (Format, Lang),
    ) -> Result<Self> {
        let settings = app.settings().await?;
        let about = About {
            exported_by: Some(caller.actor.person().name.to_string()),
            filters: heading.filters,
            ..About::new(settings.organisation(lang).to_owned(), app.clock().now())
        };
        let title = heading.title;
        let day = short_date(app.clock().today(), Lang::En).replace(' ', "-");
        let stem = format!("{title}-{day}");
        let table = Table { title: title.to_owned(), sheet: title.to_owned(), columns: heading.columns, lang };
        let (to, from) = mpsc::channel(4);
        let done = tokio::task::spawn_blocking(move || write(format, &table, from, (&about, &stem)));
        Ok(Self { to, done })
    }

    /// Hands over some rows. False when the writer gave up; [`Self::finish`] then says why.
    pub(crate) async fn rows(&self, batch: Vec<Vec<Cell>>) -> bool {
        self.to.send(batch).await.is_ok()
    }

    /// The finished file.
    pub(crate) async fn finish(self) -> Result<File> {
        drop(self.to);
        self.done.await.map_err(Error::internal)?
    }
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
        let (mut lines, mut names) = self.export_page(caller, query, None).await?;
        let title = pick(lang, "委託案件の一覧", "Engagements");
        let heading = Heading { title, columns: columns(lang), filters };
        let out = Writing::begin(self.0, caller, heading, (format, lang)).await?;
        loop {
            let after = lines.last().map(|l| l.cursor.clone());
            let last = lines.len() < 1_000;
            let batch = lines.iter().map(|l| row(caller, &names, l, lang)).collect();
            if !out.rows(batch).await || last {
                return out.finish().await;
            }
            (lines, names) = self.export_page(caller, query, after.as_ref()).await?;
        }
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

fn disposition(stem: &str, extension: &str) -> String {
    writer::file_name::content_disposition(&writer::file_name::safe(stem, extension))
}
