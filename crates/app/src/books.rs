//! The organisation's own answer book, for when it is asked by clients of its own, and clients' sheets filled in from it.

use std::collections::BTreeMap;

use domain::{
    FieldError, Lang, Problem,
    id::{PersonId, QuestionnaireId, SheetId},
    permission::{Permission, Scope},
    text::Title,
};
use jiff::{SignedDuration, Timestamp};
use ledger::{ActorRef, Channel, action, kind};
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
    work::{Author, Change, Work},
};

/// Days a client's sheet is kept here.
pub const SHEET_DAYS: i64 = 30;
/// Most sheets taken away at once.
const DROPPED_AT_ONCE: i64 = 500;

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

/// Puts an entry into a book, with the questionnaire it was handed in with.
pub(crate) async fn put(work: &mut Work, owner: Owner, entry: &BookEntry, from: Option<QuestionnaireId>) -> Result<()> {
    let row = BookRow {
        measure: entry.measure.to_string(),
        scope_kind: entry.scope.kind.code().to_owned(),
        scope_name: entry.scope.name.clone(),
        body: serde_json::to_string(&entry.answer).map_err(Error::internal)?,
        answered_on: entry.answered_on,
        kept_at: work.at(),
        questionnaire: from,
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
        put(&mut work, Owner::Own, &entry, None).await?;
        let change = Change::named(action!("book.keep"), kind!("book"), entry.measure.as_str())?
            .at(caller.actor.person().unit)
            .for_person(stands_for(caller))
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
        let (book, key, _) = crate::questionnaires::read_book(bytes, self.0.clock().today()).await?;
        let mut work = self.0.work(caller).await?;
        let own = load(&mut work.tx, Owner::Own, "").await?;
        let mut taken = 0_usize;
        for entry in &book.entries {
            let held = own.entries.iter().find(|e| e.measure == entry.measure && e.scope == entry.scope);
            if held.is_none_or(|h| h.answered_on <= entry.answered_on) {
                put(&mut work, Owner::Own, entry, None).await?;
                taken = taken.saturating_add(1);
            }
        }
        let change = Change::named(action!("book.import"), kind!("book"), "own")?
            .at(caller.actor.person().unit)
            .for_person(stands_for(caller))
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
        let bytes = readable(bytes).await?;
        let id: SheetId = self.0.mint();
        let sha256 = self.0.keep_content(id, &bytes).await?;
        let mut work = self.0.work(caller).await?;
        self.0.must_hold(sha256).await?;
        let one = Upload {
            id,
            name: name.to_string(),
            sha256,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            choices: "{}".to_owned(),
            created_at: work.at(),
        };
        store::book::upload(&mut work.tx, &scope, caller.id(), &one).await?;
        let change = Change::of(action!("sheet.upload"), kind!("sheet"), one.id)
            .at(caller.actor.person().unit)
            .for_person(stands_for(caller))
            .note("name", &name)
            .note("sha256", sha256);
        work.record(change).await?;
        work.commit().await?;
        Ok(one.id)
    }

    /// Takes away clients' sheets that are older than [`SHEET_DAYS`], with their bytes unless something else has the same; gives
    /// how many. The program does it by itself while it serves.
    ///
    /// # Errors
    /// Of the database and of the folder.
    pub async fn drop_old(&self) -> Result<usize> {
        let until = over(self.0.clock().now())?;
        let mut tx = self.0.db().read().await?;
        let any = !store::book::old(&mut tx, until, 1).await?.is_empty();
        tx.commit().await?;
        if !any {
            return Ok(0);
        }
        let author = Author { actor: ActorRef::System, channel: Channel::System, request: None };
        let mut work = self.0.work_as(author).await?;
        let old = store::book::old(&mut work.tx, until, DROPPED_AT_ONCE).await?;
        for one in &old {
            store::book::drop_old(&mut work.tx, one).await?;
            let change = Change::of(action!("sheet.expire"), kind!("sheet"), one.id)
                .at(one.unit)
                .note("name", &one.name)
                .note("sha256", one.sha256);
            work.record(change).await?;
        }
        for one in &old {
            // under the lock: whoever comes to name the same bytes asks afterwards whether they are there
            if store::attachments::held(&mut work.tx, one.sha256).await? == 0 {
                self.0.contents().remove(one.sha256).await?;
            }
        }
        if !old.is_empty() {
            work.commit().await?;
        }
        Ok(old.len())
    }

    /// A sheet of the caller's with what would be written. It is read beside the threads that answer, outside any transaction.
    async fn planned(&self, scope: &Scope, caller: &Caller, id: SheetId) -> Result<(Upload, Plan, Vec<u8>)> {
        let after = over(self.0.clock().now())?;
        let mut tx = self.0.db().read().await?;
        let one = store::book::uploaded(&mut tx, scope, (caller.id(), id), after).await?.ok_or(Error::NotFound)?;
        let settings = crate::settings::load(&mut tx).await?;
        let book = load(&mut tx, Owner::Own, &settings.organisation_ja).await?;
        let said = store::book::corrections(&mut tx, scope).await?;
        tx.commit().await?;
        let bytes = self.0.content(one.sha256).await?;
        let offer = book.for_sheets(&BookScope::company(), self.0.clock().today());
        let choices: Choices = serde_json::from_str(&one.choices).map_err(Error::internal)?;
        let planning = tokio::task::spawn_blocking(move || {
            let mut corrections = Corrections::default();
            for (question, measure) in &said {
                corrections.learn(question, measure.as_deref());
            }
            let workbook = workbook(&bytes)?;
            for question in workbook.questions() {
                if let Some(measure) = choices.0.get(&place(question)) {
                    corrections.learn(&question.text, Some(measure.as_str()).filter(|m| *m != NONE));
                }
            }
            let vocabulary = Vocabulary::load_embedded().map_err(|e| Error::internal(format!("{e:?}")))?;
            Ok::<_, Error>((sheets::plan(&workbook, &offer, &vocabulary, &corrections), bytes))
        });
        let (plan, bytes) = planning.await.map_err(Error::internal)??;
        Ok((one, plan, bytes))
    }

    /// A sheet with what would be written and why.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; not found when it is not the caller's own or gone.
    pub async fn filled(&self, caller: &Caller, id: SheetId) -> Result<Filled> {
        let scope = caller.may(Permission::EditBook)?;
        let (one, plan, _) = self.planned(&scope, caller, id).await?;
        Ok(Filled { id: one.id, name: one.name, plan })
    }

    /// Corrects which measures answer which questions; the organisation remembers it for other sheets.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditBook`]; not found; invalid at a place whose measure does not exist.
    pub async fn correct(&self, caller: &Caller, id: SheetId, choices: &Choices) -> Result<usize> {
        let scope = caller.may(Permission::EditBook)?;
        let (_, plan, _) = self.planned(&scope, caller, id).await?;
        let mut work = self.0.work(caller).await?;
        // read anew under the lock: another window may have chosen meanwhile
        let after = over(work.at())?;
        let one =
            store::book::uploaded(&mut work.tx, &scope, (caller.id(), id), after).await?.ok_or(Error::NotFound)?;
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
            .for_person(stands_for(caller))
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
        let (one, plan, bytes) = self.planned(&scope, caller, id).await?;
        let filling = tokio::task::spawn_blocking(move || sheets::fill(&bytes, &plan));
        let out = filling.await.map_err(Error::internal)?.map_err(|e| Error::internal(e.text(Lang::En)))?;
        Ok((one.name, out))
    }
}

/// Where a question stands, as corrections name it.
#[must_use]
pub fn place(question: &sheets::Question) -> String {
    format!("{}!{}", question.sheet, question.cell)
}

/// For whom a substitute acts on the organisation's own book.
fn stands_for(caller: &Caller) -> Option<PersonId> {
    caller.actor.acts_for(Permission::EditBook, caller.actor.person().unit, &caller.units)
}

/// Sheets from this time or before are over.
fn over(now: Timestamp) -> Result<Timestamp> {
    now.checked_sub(SignedDuration::from_hours(SHEET_DAYS.saturating_mul(24))).map_err(Error::internal)
}

/// Bytes that are a workbook.
async fn readable(bytes: &[u8]) -> Result<Vec<u8>> {
    let bytes = bytes.to_vec();
    let reading = tokio::task::spawn_blocking(move || workbook(&bytes).map(|_| bytes));
    reading.await.map_err(Error::internal)?
}

fn workbook(bytes: &[u8]) -> Result<sheets::Workbook> {
    debug_assert!(bytes.len() <= MAX_BYTES, "uploads are measured before");
    sheets::read(bytes).map_err(|e| Error::field("file", Problem::Said { ja: e.text(Lang::Ja), en: e.text(Lang::En) }))
}
