//! The ledger as an Excel file that can be taken in again: rows that were exported are recognised and left as they are, new
//! rows become entries. All of a file is taken in, or nothing.

mod heads;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    id::{ImportId, PersonId},
    permission::Permission,
};
use ledger::{action, kind};
use reader::table::{File as Sheet, Row, column_name};
use store::handovers::Entry;
use writer::{About, Cell, Column, Table};

use self::heads::{HEADS, Head, SHOWN, cell_of, kind_of, text_of};
use super::{Desk, Handovers, RawHandover};
use crate::{Caller, Error, Result, contractors::import::unreadable, export::File, work::Change};

/// Most new rows of one file.
const MOST_ROWS: usize = 2_000;
/// Rows in which the heads are looked for.
const LOOK: usize = 20;
/// Files kept between looking and taking in, at most; the oldest gives way.
const KEPT: usize = 20;
/// For how long one is kept.
const HOURS: i64 = 6;

/// A cell that is wrong, with what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// `C12`
    pub cell: String,
    /// Head of the column.
    pub head: String,
    /// What stands there.
    pub value: String,
    /// What is wrong, and what is allowed.
    pub problem: Problem,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Row in Excel.
    pub row: u32,
    /// What happened, as written.
    pub kind: String,
    /// The item, as written.
    pub item: String,
    /// Its number when it stands in the ledger already and is left as it is.
    pub known: Option<i64>,
}

/// What taking a file in does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Importing {
    /// Name of the file.
    pub name: String,
    /// Rows in their order.
    pub lines: Vec<Line>,
    /// What is wrong; while anything is, nothing is taken in.
    pub wrong: Vec<WrongCell>,
}

impl Importing {
    /// Rows that become entries.
    #[must_use]
    pub fn fresh(&self) -> usize {
        self.lines.iter().filter(|l| l.known.is_none()).count()
    }
}

/// A file between looking and taking in. It lives in memory: after a restart it is sent again.
#[derive(Debug)]
struct Waiting {
    owner: PersonId,
    number: EngagementNumber,
    at: jiff::Timestamp,
    name: String,
    bytes: Arc<Vec<u8>>,
}

/// The files that wait.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<BTreeMap<ImportId, Waiting>>);

/// Looking, or taking in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Look,
    Write,
}

impl Handovers<'_> {
    /// The whole ledger of an engagement as a workbook.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found.
    pub async fn export(&self, caller: &Caller, number: EngagementNumber, lang: Lang) -> Result<File> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let (of, _) = store::consultations::engagement(&mut tx, &scope, number).await?.ok_or(Error::NotFound)?;
        let entries = store::handovers::all(&mut tx, &scope, of).await?;
        let handlers = store::handovers::around::handlers(&mut tx, &scope, of).await?;
        let settings = crate::settings::load(&mut tx).await?;
        tx.commit().await?;
        let names: BTreeMap<String, String> =
            handlers.iter().map(|h| (h.value.id.to_string(), h.value.name.to_string())).collect();
        let catalogue = self.0.catalogue();
        let rows: Vec<Vec<Cell>> = entries
            .iter()
            .map(|entry| {
                let open = rules::handover::unproven(&entry.handover).map(|r| r.text(catalogue, lang));
                let text = |field: &str| match field {
                    "open" => open.clone().unwrap_or_default(),
                    field => text_of(field, entry, &names, lang),
                };
                HEADS.iter().chain(SHOWN).map(|h| cell_of(h.field, text(h.field))).collect()
            })
            .collect();
        let title = format!("{}-{number}", if lang == Lang::Ja { "授受台帳" } else { "information-ledger" });
        let sheet = if lang == Lang::Ja { "授受台帳" } else { "Information ledger" };
        let column = |h: &Head| Column::new(h.field, h.text(lang), h.width, kind_of(h.field));
        let columns = HEADS.iter().chain(SHOWN).map(column).collect();
        let table = Table { title: sheet.to_owned(), sheet: sheet.to_owned(), columns, lang };
        let about = About {
            exported_by: Some(caller.actor.person().name.to_string()),
            filters: vec![(if lang == Lang::Ja { "案件" } else { "Engagement" }.to_owned(), number.to_string())],
            ..About::new(settings.organisation(lang), self.0.clock().now())
        };
        tokio::task::spawn_blocking(move || {
            let mut out = writer::xlsx::Writer::new(&table).map_err(Error::internal)?;
            for row in &rows {
                out.row(row).map_err(Error::internal)?;
            }
            Ok(File::excel(out.finish(&about).map_err(Error::internal)?.bytes, &title))
        })
        .await
        .map_err(Error::internal)?
    }

    /// Looks at a file and keeps it until it is taken in: what would be recorded, and what is wrong with which cell.
    ///
    /// # Errors
    /// As recording; invalid at `file` when it cannot be read or has no such heads.
    pub async fn look(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<(ImportId, Importing)> {
        let bytes = Arc::new(bytes);
        let found = self.take(caller, number, (name, &bytes), Mode::Look).await?;
        let (id, at) = (self.0.mint(), self.0.clock().now());
        let one = Waiting { owner: caller.id(), number, at, name: found.name.clone(), bytes };
        let mut held = self.0.inner.handover_imports.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, w| at.duration_since(w.at) < jiff::SignedDuration::from_hours(HOURS));
        while held.len() >= KEPT {
            held.pop_first();
        }
        held.insert(id, one);
        Ok((id, found))
    }

    /// Takes in a file that was looked at; all of it, or nothing when anything in it is wrong.
    ///
    /// # Errors
    /// As [`Self::look`]; not found when it was not kept, or is another person's.
    pub async fn take_in(&self, caller: &Caller, number: EngagementNumber, id: ImportId) -> Result<Importing> {
        caller.may(Permission::KeepHandovers)?;
        let (name, bytes) = {
            let held = self.0.inner.handover_imports.0.lock().unwrap_or_else(PoisonError::into_inner);
            let one = held.get(&id).filter(|w| w.owner == caller.id() && w.number == number);
            one.map(|w| (w.name.clone(), Arc::clone(&w.bytes))).ok_or(Error::NotFound)?
        };
        let done = self.take(caller, number, (&name, &bytes), Mode::Write).await?;
        if done.wrong.is_empty() {
            self.0.inner.handover_imports.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        }
        Ok(done)
    }

    /// Looks at a file and takes it in at once when nothing is wrong, for programs.
    ///
    /// # Errors
    /// As [`Self::look`].
    pub async fn import(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<Importing> {
        self.take(caller, number, (name, &Arc::new(bytes)), Mode::Write).await
    }

    /// The one way through a file. Looking goes the same way and lets the transaction fall.
    async fn take(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (name, bytes): (&str, &Arc<Vec<u8>>),
        mode: Mode,
    ) -> Result<Importing> {
        let scope = caller.may(Permission::KeepHandovers)?;
        // whoever cannot see the engagement learns nothing from a file either
        let mut tx = self.0.db().read().await?;
        let known = store::engagements::by_number(&mut tx, &scope, number).await?;
        tx.commit().await?;
        known.ok_or(Error::NotFound)?;
        let shared = Arc::clone(bytes);
        let (columns, rows) = tokio::task::spawn_blocking(move || read(&shared)).await.map_err(Error::internal)??;
        let mut work = self.0.work(caller).await?;
        let mut desk = Desk::load(&mut work.tx, caller, number).await?;
        let of = desk.case.engagement.id;
        let known = store::handovers::all(&mut work.tx, &desk.scope, of).await?;
        let names: BTreeMap<String, String> =
            desk.handlers.iter().map(|h| (h.id.to_string(), h.name.to_string())).collect();
        let mut out = Importing { name: domain::problem::shorten(name), ..Importing::default() };
        for row in &rows {
            let text = |field: &str| columns.of(field).map_or("", |c| row.text(c)).trim().to_owned();
            let line = |known| Line { row: row.number, kind: text("kind"), item: text("item"), known };
            if !text("no").is_empty() {
                match same(&columns, row, (&known, &names)) {
                    Ok(no) => out.lines.push(line(Some(no))),
                    Err(wrong) => out.wrong.extend(wrong),
                }
                continue;
            }
            out.lines.push(line(None));
            let raw = raw(&text);
            let done = self.one(&mut work, caller, (&mut desk, &raw)).await;
            match done {
                Ok(()) => {}
                Err(Error::Invalid(errors)) => {
                    out.wrong.extend(errors.into_iter().map(|e| at_cell(&columns, row, e)));
                }
                Err(error) => return Err(error),
            }
        }
        if mode == Mode::Look || !out.wrong.is_empty() || out.fresh() == 0 {
            return Ok(out);
        }
        desk.follow(&mut work, self.0.catalogue()).await?;
        let change = Change::of(action!("handover.import"), kind!("engagement"), of)
            .at(desk.case.engagement.unit)
            .note("number", number)
            .note("file", &out.name)
            .note("rows", out.fresh());
        work.record(change).await?;
        work.commit().await?;
        Ok(out)
    }

    async fn one(
        &self,
        work: &mut crate::work::Work,
        caller: &Caller,
        (desk, raw): (&mut Desk, &RawHandover),
    ) -> Result<()> {
        let handover = raw.check(desk, self.0.mint(), work.at())?;
        let waived = desk.admit(&handover, self.0.catalogue(), work.today())?;
        desk.fits(work, &handover, self.0.catalogue()).await?;
        let item = handover.item.clone();
        self.enter(work, caller, desk, (handover, &waived)).await?;
        desk.settle(work, &item, self.0.catalogue()).await
    }
}

fn raw(text: &dyn Fn(&str) -> String) -> RawHandover {
    let information = text("information").split(['、', ',', '，', '\n']).map(|t| t.trim().to_owned()).collect();
    RawHandover {
        kind: text("kind"),
        item: text("item"),
        quantity: text("quantity"),
        serials: text("serials"),
        mark: text("mark"),
        class: text("class"),
        audience: text("audience"),
        criticality: text("criticality"),
        information,
        carrier: text("carrier"),
        purpose: text("purpose"),
        necessity: text("necessity"),
        handler: text("handler"),
        on: text("on"),
        time: text("time"),
        method: text("method"),
        protection: text("protection"),
        place: text("place"),
        copying: text("copying"),
        due_back: text("due_back"),
        note_days: text("note_days"),
    }
}

/// Where which field stands in a file, and in which language its heads are.
struct Columns {
    places: Vec<(&'static str, usize, String)>,
    lang: Lang,
}

impl Columns {
    fn of(&self, field: &str) -> Option<usize> {
        self.places.iter().find(|(f, _, _)| *f == field).map(|(_, column, _)| *column)
    }

    fn head(&self, field: &str) -> &str {
        self.places.iter().find(|(f, _, _)| *f == field).map_or("", |(_, _, head)| head.as_str())
    }
}

/// The heads and the rows below them that say anything.
fn read(bytes: &[u8]) -> Result<(Columns, Vec<Row>)> {
    let file = Sheet::open(bytes).map_err(|e| unreadable(&e))?;
    let shown = file.sheets().iter().position(|s| !s.hidden).unwrap_or(0);
    let (mut columns, mut rows, mut before) = (None, Vec::new(), 0_usize);
    let mut too_many = false;
    file.rows(shown, &mut |row| {
        if columns.is_none() {
            columns = heads(&row);
            before = before.saturating_add(1);
            return columns.is_some() || before < LOOK;
        }
        if row.cells.iter().any(|c| !c.text.trim().is_empty()) {
            rows.push(row);
        }
        // rows that are known already count too; nobody's ledger grows past its most
        too_many = rows.len() > MOST_ROWS.saturating_add(usize::try_from(super::MOST).unwrap_or(0));
        !too_many
    })
    .map_err(|e| unreadable(&e))?;
    let Some(columns) = columns else {
        return Err(Error::Invalid(vec![FieldError::rule(
            "file",
            "見出しの行が見つかりません。この画面から書き出したExcelの見出し（種類・情報・日・形など）のまま使ってください",
            "No row of heads was found. Use the workbook exported from this page with its heads (What happened, Item, Day, Form …)",
        )]));
    };
    let fresh = columns.of("no").map_or(rows.len(), |c| rows.iter().filter(|r| r.text(c).trim().is_empty()).count());
    if too_many || fresh > MOST_ROWS {
        let max = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
        let value = fresh.to_string();
        return Err(Error::field("file", Problem::OutOfRange { value, min: 0, max }));
    }
    Ok((columns, rows))
}

fn heads(row: &Row) -> Option<Columns> {
    let mut places = Vec::new();
    let mut japanese = 0_usize;
    for (column, cell) in row.cells.iter().enumerate() {
        let text = cell.text.trim();
        if let Some(head) = HEADS.iter().find(|h| h.ja == text || h.en.eq_ignore_ascii_case(text) || h.field == text) {
            japanese = japanese.saturating_add(usize::from(head.ja == text));
            places.push((head.field, column, text.to_owned()));
        }
    }
    let has = |field: &str| places.iter().any(|(f, _, _)| *f == field);
    let lang = if japanese > 0 { Lang::Ja } else { Lang::En };
    (has("kind") && has("item") && has("on") && has("carrier")).then_some(Columns { places, lang })
}

/// A problem of a row, at its cell.
fn at_cell(columns: &Columns, row: &Row, error: FieldError) -> WrongCell {
    // what is settled under the terms stands in no cell: it is said at what happened
    let field = if columns.of(&error.field).is_some() { error.field.as_str() } else { "kind" };
    let column = columns.of(field).unwrap_or(0);
    WrongCell {
        cell: format!("{}{}", column_name(column), row.number),
        head: columns.head(field).to_owned(),
        value: domain::problem::shorten(row.text(column)),
        problem: error.problem,
    }
}

/// A row that has a number must be what the ledger says; entries are never changed by a file.
fn same(
    columns: &Columns,
    row: &Row,
    (known, names): (&[Entry], &BTreeMap<String, String>),
) -> Result<i64, Vec<WrongCell>> {
    let wrong = |field: &'static str, problem| vec![at_cell(columns, row, FieldError::new(field, problem))];
    let text = columns.of("no").map_or("", |c| row.text(c)).trim();
    let found = text.parse::<i64>().ok().and_then(|no| known.iter().find(|e| e.no == no));
    let Some(entry) = found else {
        return Err(wrong(
            "no",
            Problem::Said {
                ja: format!(
                    "番号「{}」の記録はありません。新しい行の番号は空けておきます",
                    domain::problem::shorten(text)
                ),
                en: format!(
                    "There is no entry {}. Leave the number of a new row empty",
                    domain::problem::shorten(text)
                ),
            },
        ));
    };
    let mut out = Vec::new();
    for (field, column, _) in &columns.places {
        let stands = text_of(field, entry, names, columns.lang);
        let plain = |t: &str| domain::fold::fold(t.trim()).replace(['\n', ' '], "");
        let given = row.text(*column).trim();
        // a time is a number to Excel when somebody formats it so; the day alone tells the entry as well
        if *field != "time" && plain(given) != plain(&stands) {
            let problem = Problem::Said {
                ja: format!(
                    "記録{}の「{stands}」が書き換わっています。記録は変えられません。違うことが起きたなら、新しい行に書いてください",
                    entry.no
                ),
                en: format!(
                    "Entry {} says \"{stands}\" here. Entries cannot be changed; write what else happened in a new row",
                    entry.no
                ),
            };
            out.push(at_cell(columns, row, FieldError::new(*field, problem)));
        }
    }
    if out.is_empty() { Ok(entry.no) } else { Err(out) }
}
