//! The file on a thread of its own, its rows in batches.

use std::{collections::BTreeMap, sync::Arc};

use domain::Lang;
use reader::table::{Cell, File, Row, Source};
use tokio::sync::mpsc;

use super::{ImportField, Layout, Mapping, layout, unreadable};
use crate::{Error, Result};

/// Rows of a batch.
const BATCH: usize = 500;

/// What was found at the top of a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Top {
    pub layout: Layout,
    /// Its days count from 1904.
    pub from_1904: bool,
    /// Name of the encoding, for CSV.
    pub encoding: Option<&'static str>,
    /// The first rows of the sheet as they stand.
    pub rows: Vec<Row>,
}

/// Looks at the first rows of each sheet that is shown; a person's word on sheet and row comes first.
fn top(bytes: &[u8], said: Option<&Mapping>) -> Result<Top> {
    let file = File::open(bytes).map_err(|e| unreadable(&e))?;
    let infos = file.sheets();
    let (from_1904, encoding) = match file.source() {
        Source::Workbook { from_1904 } => (from_1904, None),
        Source::Csv { encoding, .. } => (false, Some(encoding)),
    };
    let sheets: Vec<String> = infos.iter().map(|s| s.name.clone()).collect();
    let mut first: Option<Top> = None;
    for (index, info) in infos.iter().enumerate() {
        let asked = said.is_some_and(|m| m.sheet == index);
        if said.is_some() != asked || (said.is_none() && info.hidden) {
            continue;
        }
        let mut rows = Vec::new();
        file.rows(index, &mut |row| {
            rows.push(row);
            rows.len() < layout::LOOK
        })
        .map_err(|e| unreadable(&e))?;
        let (found, mapping) = match said {
            Some(mapping) => (rows.iter().find(|r| r.number == mapping.header_row), Some(mapping.clone())),
            None => match layout::header(&rows) {
                Some((row, columns)) => {
                    let mapping = Mapping { sheet: index, header_row: row.number, columns };
                    (Some(row), Some(mapping))
                }
                None => (None, None),
            },
        };
        let known = mapping.is_some();
        let heads = found.map(|r| r.cells.iter().map(|c| c.text.trim().to_owned()).collect()).unwrap_or_default();
        let mapping = mapping.unwrap_or(Mapping { sheet: index, header_row: 0, ..Mapping::default() });
        let layout = Layout { sheets: sheets.clone(), heads, mapping };
        let top = Top { layout, from_1904, encoding, rows };
        if known {
            return Ok(top);
        }
        first.get_or_insert(top);
    }
    Ok(first.unwrap_or(Top { layout: Layout { sheets, ..Layout::default() }, from_1904, encoding, rows: Vec::new() }))
}

/// The same on a thread of its own.
pub(super) async fn look(bytes: &Arc<Vec<u8>>, said: Option<Mapping>) -> Result<Top> {
    let bytes = Arc::clone(bytes);
    tokio::task::spawn_blocking(move || top(&bytes, said.as_ref())).await.map_err(Error::internal)?
}

/// Our own CSV has an apostrophe before what could be taken for a formula.
fn unguarded(mut row: Row) -> Row {
    for cell in &mut row.cells {
        let plain = writer::csv::unguard(&cell.text);
        if plain.len() != cell.text.len() {
            cell.text = plain.to_owned();
        }
    }
    row
}

/// Only what the columns mean something for is kept of a row.
fn meant(mut row: Row, columns: &BTreeMap<usize, ImportField>) -> Row {
    let last = columns.keys().last().map_or(0, |last| last.saturating_add(1));
    row.cells.truncate(last);
    for (column, cell) in row.cells.iter_mut().enumerate() {
        if !columns.contains_key(&column) {
            *cell = Cell::default();
        }
    }
    row.cells.shrink_to_fit();
    row
}

/// The rows below the heads, batch by batch; the last message says when the file breaks.
pub(super) fn rows(bytes: &Arc<Vec<u8>>, layout: &Layout) -> mpsc::Receiver<Result<Vec<Row>>> {
    let (to, from) = mpsc::channel(4);
    let (bytes, sheet, header) = (Arc::clone(bytes), layout.mapping.sheet, layout.mapping.header_row);
    let columns = layout.mapping.columns.clone();
    tokio::task::spawn_blocking(move || {
        let mut batch = Vec::with_capacity(BATCH);
        let mut open = true;
        let read = File::open(&bytes).and_then(|file| {
            let from_csv = matches!(file.source(), Source::Csv { .. });
            file.rows(sheet, &mut |row| {
                if row.number > header {
                    let row = meant(row, &columns);
                    batch.push(if from_csv { unguarded(row) } else { row });
                }
                if batch.len() >= BATCH {
                    open = to.blocking_send(Ok(std::mem::take(&mut batch))).is_ok();
                }
                open
            })
        });
        let last = read.map(|()| batch).map_err(|e| unreadable(&e));
        // nobody listens any more when the other side gave up
        let _ = to.blocking_send(last);
    });
    from
}

impl Top {
    /// What a person should know of the file before they go on.
    pub(super) fn notices(&self, lang: Lang) -> Vec<String> {
        let say = |ja: &str, en: &str| if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() };
        let mut out = Vec::new();
        if self.from_1904 {
            out.push(say(
                "このブックは日付を1904年から数えています。それに合わせて読みました。",
                "This workbook counts its days from 1904; they are read accordingly.",
            ));
        }
        if let Some(name) = self.encoding {
            out.push(say(&format!("文字コードは {name} として読みました。"), &format!("Read as {name}.")));
        }
        out
    }
}
