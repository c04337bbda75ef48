//! The organisation's own answer book, for when it is asked by clients of its own, and clients' sheets filled in from it.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    FieldError, Lang, Problem,
    id::SheetId,
    permission::{Permission, Scope},
    text::Title,
};
use jiff::SignedDuration;
use ledger::{action, kind};
use questions::{Answer, Book, BookEntry, BookScope, ScopeKind};
use serde::{Deserialize, Serialize};
use sheets::{Corrections, Plan, Vocabulary};
use store::{
    Tx,
    book::{BookRow, Owner, Upload},
};

use crate::{
    App, Caller, Error, Result,
    questionnaires::MAX_BYTES,
    work::{Change, Work},
};

/// Days a client's sheet is kept here.
pub const SHEET_DAYS: i64 = 30;

/// The use cases of answer books.
#[derive(Debug, Clone, Copy)]
pub struct Books<'a>(&'a App);

impl App {
    /// The organisation's own answer book and clients' sheets.
    #[must_use]
    pub const fn books(&self) -> Books<'_> {
        Books(self)
    }
}

/// A client's sheet with what would be written into it.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Its id.
    pub id: SheetId,
    /// Name of the file.
    pub name: String,
    /// Row by row.
    pub plan: Plan,
}

/// What a person chose for rows of a sheet: `Sheet!C12` → measure, `-` for none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choices(pub BTreeMap<String, String>);

/// Value of a choice that says that no measure answers the question.
pub const NONE: &str = "-";

/// Reads a book.
pub(crate) async fn load(tx: &mut Tx, owner: Owner, organisation: &str) -> Result<Book> {
    let rows = store::book::of(tx, owner).await?;
    let entry = |row: BookRow| -> Result<BookEntry> {
        let answer: Answer = serde_json::from_str(&row.body).map_err(Error::internal)?;
        let kind: ScopeKind = row.scope_kind.parse().map_err(|p: Problem| Error::internal(p))?;
        let measure = row.measure.parse().map_err(|p: Problem| Error::internal(p))?;
        let scope = BookScope { kind, name: row.scope_name };
        Ok(BookEntry { measure, scope, answer, answered_on: row.answered_on })
    };
    let entries = rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    Ok(Book { organisation: organisation.to_owned(), entries })
}

/// Puts an entry into a book.
pub(crate) async fn put(work: &mut Work, owner: Owner, entry: &BookEntry) -> Result<()> {
    let row = BookRow {
        measure: entry.measure.to_string(),
        scope_kind: entry.scope.kind.code().to_owned(),
        scope_name: entry.scope.name.clone(),
        body: serde_json::to_string(&entry.answer).map_err(Error::internal)?,
        answered_on: entry.answered_on,
        kept_at: work.at(),
    };
    Ok(store::book::put(&mut work.tx, owner, &row).await?)
}

impl Books<'_> {
    /// The organisation's own book.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`].
    pub async fn own(&self, caller: &Caller) -> Result<Book> {
        caller.may(Permission::EditBook)?;
        let mut tx = self.0.db().read().await?;
        let settings = crate::settings::load(&mut tx).await?;
        let book = load(&mut tx, Owner::Own, &settings.organisation_ja).await?;
        tx.commit().await?;
        Ok(book)
    }

    /// Keeps one answer, given today.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; invalid at `measure`, `scope` or a part of the answer.
    pub async fn keep(&self, caller: &Caller, measure: &str, scope: BookScope, typed: &questions::Entry) -> Result<()> {
        caller.may(Permission::EditBook)?;
        let set = questions::Set::from_catalogue(
            self.0.catalogue(),
            catalogue::question::Depth::Full,
            &questions::Asked::default(),
        );
        let known = measure.parse().ok().and_then(|id| set.question(&id)).filter(|q| q.is_measure());
        let Some(question) = known else {
            return Err(Error::field("measure", Problem::Unknown { value: measure.to_owned() }));
        };
        if scope.kind != ScopeKind::Company {
            let _: Title = scope.name.parse().map_err(|p| Error::field("scope", p))?;
        }
        let at = |wrong: Vec<(String, Problem)>| {
            Error::Invalid(wrong.into_iter().map(|(part, p)| FieldError::new(part, p)).collect())
        };
        let answer =
            questions::enter(question, typed).map_err(at)?.ok_or_else(|| Error::field("value", Problem::Missing))?;
        let mut work = self.0.work(caller).await?;
        let entry = BookEntry { measure: question.id.clone(), scope, answer, answered_on: work.today() };
        put(&mut work, Owner::Own, &entry).await?;
        let change = Change::named(action!("book.keep"), kind!("book"), entry.measure.as_str())?
            .at(caller.actor.person().unit)
            .after(&entry)?;
        work.record(change).await?;
        work.commit().await
    }

    /// Takes a book in: a signed bundle, or TOML or JSON. A newer answer stays. Gives whose book it says it is, the key that
    /// signed it, and how many answers were taken.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; invalid at `file`.
    pub async fn import(&self, caller: &Caller, bytes: &[u8]) -> Result<(String, Option<String>, usize)> {
        caller.may(Permission::EditBook)?;
        crate::questionnaires::small(bytes)?;
        let (book, key, _) = crate::questionnaires::read_book(bytes, self.0.clock().today())?;
        let mut work = self.0.work(caller).await?;
        let own = load(&mut work.tx, Owner::Own, "").await?;
        let mut taken = 0_usize;
        for entry in &book.entries {
            let held = own.entries.iter().find(|e| e.measure == entry.measure && e.scope == entry.scope);
            if held.is_none_or(|h| h.answered_on <= entry.answered_on) {
                put(&mut work, Owner::Own, entry).await?;
                taken = taken.saturating_add(1);
            }
        }
        let change = Change::named(action!("book.import"), kind!("book"), "own")?
            .at(caller.actor.person().unit)
            .note("organisation", &book.organisation)
            .note("key", key.as_deref().unwrap_or("-"))
            .note("answers", taken);
        work.record(change).await?;
        work.commit().await?;
        Ok((book.organisation, key, taken))
    }

    /// Takes a client's sheet in, to be looked through. It is gone after [`SHEET_DAYS`].
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; invalid at `file`.
    pub async fn upload(&self, caller: &Caller, name: &str, bytes: &[u8]) -> Result<SheetId> {
        let scope = caller.may(Permission::EditBook)?;
        crate::questionnaires::small(bytes)?;
        let name: Title = name.parse().map_err(|p| Error::field("file", p))?;
        workbook(bytes)?;
        let mut work = self.0.work(caller).await?;
        let one = Upload {
            id: self.0.mint(),
            name: name.to_string(),
            body: STANDARD.encode(bytes),
            choices: "{}".to_owned(),
            created_at: work.at(),
        };
        let before = work.at().checked_sub(SignedDuration::from_hours(SHEET_DAYS.saturating_mul(24)));
        let before = before.map_err(Error::internal)?;
        store::book::upload(&mut work.tx, &scope, caller.id(), &one, before).await?;
        let change = Change::of(action!("sheet.upload"), kind!("sheet"), one.id)
            .at(caller.actor.person().unit)
            .note("name", &name)
            .note("sha256", ledger::Digest::of_bytes(bytes));
        work.record(change).await?;
        work.commit().await?;
        Ok(one.id)
    }

    async fn planned(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        caller: &Caller,
        id: SheetId,
    ) -> Result<(Upload, Plan, Vec<u8>)> {
        let one = store::book::uploaded(tx, scope, caller.id(), id).await?.ok_or(Error::NotFound)?;
        let settings = crate::settings::load(tx).await?;
        let book = load(tx, Owner::Own, &settings.organisation_ja).await?;
        let mut corrections = Corrections::default();
        for (question, measure) in store::book::corrections(tx, scope).await? {
            corrections.learn(&question, measure.as_deref());
        }
        let bytes = STANDARD.decode(&one.body).map_err(Error::internal)?;
        let workbook = workbook(&bytes)?;
        let choices: Choices = serde_json::from_str(&one.choices).map_err(Error::internal)?;
        for question in workbook.questions() {
            if let Some(measure) = choices.0.get(&place(question)) {
                corrections.learn(&question.text, Some(measure.as_str()).filter(|m| *m != NONE));
            }
        }
        let offer = book.for_sheets(&BookScope::company(), self.0.clock().today());
        let vocabulary = Vocabulary::load_embedded().map_err(|e| Error::internal(format!("{e:?}")))?;
        let plan = sheets::plan(&workbook, &offer, &vocabulary, &corrections);
        Ok((one, plan, bytes))
    }

    /// A sheet with what would be written and why.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; not found when it is not the caller's own or gone.
    pub async fn filled(&self, caller: &Caller, id: SheetId) -> Result<Filled> {
        let scope = caller.may(Permission::EditBook)?;
        let mut tx = self.0.db().read().await?;
        let (one, plan, _) = self.planned(&mut tx, &scope, caller, id).await?;
        tx.commit().await?;
        Ok(Filled { id: one.id, name: one.name, plan })
    }

    /// Corrects which measures answer which questions; the organisation remembers it for other sheets.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; not found; invalid at a place whose measure does not exist.
    pub async fn correct(&self, caller: &Caller, id: SheetId, choices: &Choices) -> Result<usize> {
        let scope = caller.may(Permission::EditBook)?;
        let mut work = self.0.work(caller).await?;
        let (one, plan, _) = self.planned(&mut work.tx, &scope, caller, id).await?;
        let mut kept: Choices = serde_json::from_str(&one.choices).map_err(Error::internal)?;
        let (mut problems, mut learned) = (Vec::new(), Vec::new());
        for row in &plan.rows {
            let place = place(&row.question);
            let Some(chosen) = choices.0.get(&place).filter(|c| !c.is_empty()) else { continue };
            let now = row.candidates.first().map_or(NONE, |c| c.measure.as_str());
            if chosen == now {
                continue;
            }
            let exists = self.0.catalogue().measures().iter().any(|m| m.id.as_str() == chosen);
            if chosen != NONE && !exists {
                problems.push(FieldError::new(place, Problem::Unknown { value: chosen.clone() }));
                continue;
            }
            let at = work.at();
            let measure = Some(chosen.as_str()).filter(|m| *m != NONE);
            let question = row.question.text.as_str();
            let key = domain::fold::fold(question);
            store::book::correct(&mut work.tx, &scope, &key, (question, measure), at).await?;
            learned.push(format!("{place} {chosen}"));
            kept.0.insert(place, chosen.clone());
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        if learned.is_empty() {
            return Ok(0);
        }
        let body = serde_json::to_string(&kept).map_err(Error::internal)?;
        store::book::choose(&mut work.tx, &scope, caller.id(), id, &body).await?;
        let change = Change::of(action!("sheet.correct"), kind!("sheet"), id)
            .at(caller.actor.person().unit)
            .note("corrections", learned.len());
        work.record(change.after(&learned)?).await?;
        work.commit().await?;
        Ok(learned.len())
    }

    /// The file with the answers written into it; nothing else in it differs.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; not found.
    pub async fn filled_file(&self, caller: &Caller, id: SheetId) -> Result<(String, Vec<u8>)> {
        let scope = caller.may(Permission::EditBook)?;
        let mut tx = self.0.db().read().await?;
        let (one, plan, bytes) = self.planned(&mut tx, &scope, caller, id).await?;
        tx.commit().await?;
        let out = sheets::fill(&bytes, &plan).map_err(|e| Error::internal(e.text(Lang::En)))?;
        Ok((one.name, out))
    }
}

/// Where a question stands, as corrections name it.
#[must_use]
pub fn place(question: &sheets::Question) -> String {
    format!("{}!{}", question.sheet, question.cell)
}

fn workbook(bytes: &[u8]) -> Result<sheets::Workbook> {
    debug_assert!(bytes.len() <= MAX_BYTES, "uploads are measured before");
    sheets::read(bytes).map_err(|e| Error::field("file", Problem::Said { ja: e.text(Lang::Ja), en: e.text(Lang::En) }))
}
