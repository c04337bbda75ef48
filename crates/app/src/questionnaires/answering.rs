//! What whoever answers sees and does.

use std::collections::BTreeMap;

use answers::{AnswerBook, Asked, Bundle};
use catalogue::question::{AnswerKind, QuestionId};
use domain::{
    FieldError, Lang, Problem,
    id::AnswerFileId,
    questionnaire::{AnswerSource, QuestionnaireState as State},
    text::Title,
};
use jiff::civil::Date;
use ledger::{action, kind};
use questions::{Answer, Book, BookEntry, BookScope, Entry, Freshness, Value};
use store::book::Owner;

use super::{
    AnswerFile, Note, Origin, Questionnaires, Respondent, Sheet,
    client::{parsed, small, unfit},
    rows,
};
use crate::{
    Error, Result,
    work::{Change, Work},
};

/// Most files of one questionnaire.
const MAX_FILES: usize = 50;

/// An answer from elsewhere that may be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The answer.
    pub answer: Answer,
    /// Day it was given.
    pub on: Date,
    /// Where it is from.
    pub source: AnswerSource,
    /// Whether it is still current.
    pub freshness: Freshness,
    /// The file it is, where it is one that was received.
    pub file: Option<AnswerFile>,
}

/// What was taken from a book that was sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Whose book it says it is.
    pub organisation: String,
    /// Short name of the key that signed it; `None` for a book without a signature.
    pub key: Option<String>,
    /// Answers taken over.
    pub taken: usize,
    /// Answers left out because they are old or their evidence has expired.
    pub left: usize,
}

/// What becomes of the answers after they are handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The contractor agrees that they are offered the next time it is asked here.
    InBook,
    /// They serve this questionnaire only.
    Nowhere,
}

impl Questionnaires<'_> {
    /// What the respondent sees: questions, their own answers, notes, files, and answers from elsewhere they may take over.
    ///
    /// # Errors
    /// Of the database.
    pub async fn answer_sheet(&self, by: &Respondent) -> Result<(Sheet, BTreeMap<QuestionId, Offer>)> {
        let mut tx = self.0.db().read().await?;
        let sheet = Sheet::load(&mut tx, by.questionnaire.clone()).await?;
        let offers = self.offers(&mut tx, &sheet).await?;
        tx.commit().await?;
        Ok((sheet, offers))
    }

    /// Answers of last time and of the book for questions that are still open: by id, never by their words.
    async fn offers(&self, tx: &mut store::Tx, sheet: &Sheet) -> Result<BTreeMap<QuestionId, Offer>> {
        let today = self.0.clock().today();
        let mut out = BTreeMap::new();
        if !sheet.questionnaire.state.is_open() {
            return Ok(out);
        }
        if let Some(last) = rows::offered(tx, &sheet.questionnaire).await? {
            let past = Sheet::load(tx, last).await?;
            for (id, answer) in past.answers.0 {
                let Some(on) = past.origins.get(&id).map(|o| o.on) else { continue };
                // only where the same thing was asked in the same way
                let same = |s: &questions::Set| s.question(&id).map(|q| q.kind.clone());
                if same(&sheet.set).is_none() || same(&sheet.set) != same(&past.set) {
                    continue;
                }
                let freshness = entry(&id, &answer, on).freshness(today);
                let file = received(&past.files, &id, &answer).cloned();
                out.insert(id, Offer { answer, on, source: AnswerSource::Last, freshness, file });
            }
        }
        let book =
            book(tx, Owner::Contractor(sheet.questionnaire.contractor), &sheet.questionnaire.contractor_name).await?;
        for (id, entry) in book.offers(&sheet.set, &BookScope::company()) {
            let newer = out.get(&id).is_none_or(|o: &Offer| o.on <= entry.answered_on);
            if newer {
                let (answer, on) = (entry.answer.clone(), entry.answered_on);
                let freshness = entry.freshness(today);
                out.insert(id, Offer { answer, on, source: AnswerSource::Book, freshness, file: None });
            }
        }
        out.retain(|id, _| sheet.answers.get(id).is_none());
        Ok(out)
    }

    async fn begin(&self, by: &Respondent) -> Result<(Work, Sheet)> {
        let mut work = self.0.work_as(by.author()).await?;
        // read anew under the lock: it may have been accepted or withdrawn since the page was opened
        let at = work.at();
        let sheet = to_answer(&mut work.tx, by, at).await?;
        Ok((work, sheet))
    }

    /// The same before the lock is taken, for whatever is read or kept without it.
    async fn look(&self, by: &Respondent) -> Result<Sheet> {
        let mut tx = self.0.db().read().await?;
        let sheet = to_answer(&mut tx, by, self.0.clock().now()).await?;
        tx.commit().await?;
        Ok(sheet)
    }

    async fn finish(&self, mut work: Work, sheet: &Sheet, (what, changed): (ledger::Action, usize)) -> Result<()> {
        let one = &sheet.questionnaire;
        let change = Change::of(what, kind!("questionnaire"), one.id)
            .at(one.unit)
            .after(&sheet.answers)?
            .note("answers", changed);
        work.record(change).await?;
        work.commit().await
    }

    /// Keeps what was typed, all of it or nothing. An empty entry takes an answer away that was typed before.
    ///
    /// # Errors
    /// Invalid with every refused value at `ID.part`; conflict when nothing is to be answered any more.
    pub async fn answer(&self, by: &Respondent, entries: &[(QuestionId, Entry)]) -> Result<usize> {
        let (mut work, mut sheet) = self.begin(by).await?;
        let origin = Origin { source: AnswerSource::Page, at: work.at(), on: work.today() };
        let mut problems = Vec::new();
        let mut answers = Vec::new();
        for (id, entry) in entries {
            let Some(question) = sheet.set.question(id) else {
                problems.push(FieldError::new(id.to_string(), Problem::Unknown { value: id.to_string() }));
                continue;
            };
            match questions::enter(question, entry) {
                Ok(answer) => answers.push((id.clone(), answer)),
                Err(wrong) => {
                    problems.extend(wrong.into_iter().map(|(part, p)| FieldError::new(format!("{id}.{part}"), p)));
                }
            }
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let mut changed = 0_usize;
        for (id, answer) in answers {
            let did = match answer {
                Some(answer) => sheet.put(&mut work, (&id, &answer), origin).await?,
                None if sheet.answers.get(&id).is_some() => {
                    rows::remove(&mut work.tx, &sheet.questionnaire, id.as_str()).await?;
                    sheet.answers.0.remove(&id);
                    true
                }
                None => false,
            };
            changed = changed.saturating_add(usize::from(did));
        }
        if changed > 0 {
            sheet.settle(&mut work).await?;
            self.finish(work, &sheet, (action!("questionnaire.answer"), changed)).await?;
        }
        Ok(changed)
    }

    /// Takes over what is offered, for one question or for all that are open and current.
    ///
    /// # Errors
    /// Not found when nothing is offered there; conflict when nothing is to be answered any more.
    pub async fn take(&self, by: &Respondent, only: Option<&QuestionId>) -> Result<usize> {
        let (mut work, mut sheet) = self.begin(by).await?;
        let offers = self.offers(&mut work.tx, &sheet).await?;
        let wanted = |id: &QuestionId, offer: &Offer| match only {
            Some(one) => one == id,
            None => offer.freshness == Freshness::Fresh,
        };
        let mut changed = 0_usize;
        for (id, offer) in offers.iter().filter(|(id, offer)| wanted(id, offer)) {
            if let Some(file) = &offer.file {
                // the same bytes, received here as well
                self.0.must_hold(file.sha256).await?;
                let file = AnswerFile { id: self.0.mint(), at: work.at(), ..file.clone() };
                rows::insert_file(&mut work.tx, &sheet.questionnaire, &file).await?;
                sheet.files.push(file);
            }
            let origin = Origin { source: offer.source, at: work.at(), on: offer.on };
            changed = changed.saturating_add(usize::from(sheet.put(&mut work, (id, &offer.answer), origin).await?));
        }
        if changed == 0 {
            return Err(Error::NotFound);
        }
        sheet.settle(&mut work).await?;
        self.finish(work, &sheet, (action!("questionnaire.take_over"), changed)).await?;
        Ok(changed)
    }

    /// Fills open questions from an answer book that the respondent sends in: a signed bundle, or a book in TOML or JSON.
    ///
    /// # Errors
    /// Invalid at `file` when it is no book or was changed; conflict when nothing is to be answered any more.
    pub async fn take_book(&self, by: &Respondent, bytes: &[u8]) -> Result<Taken> {
        small(bytes)?;
        let (book, key, withheld) = read_book(bytes, self.0.clock().today()).await?;
        let (mut work, mut sheet) = self.begin(by).await?;
        let today = work.today();
        let mut out = Taken { organisation: book.organisation.clone(), key, taken: 0, left: withheld };
        for (id, entry) in book.offers(&sheet.set, &BookScope::company()) {
            if sheet.answers.get(&id).is_some() {
                continue;
            }
            if entry.freshness(today) != Freshness::Fresh {
                out.left = out.left.saturating_add(1);
                continue;
            }
            let origin = Origin { source: AnswerSource::Book, at: work.at(), on: entry.answered_on };
            let did = sheet.put(&mut work, (&id, &entry.answer), origin).await?;
            out.taken = out.taken.saturating_add(usize::from(did));
        }
        if out.taken > 0 {
            sheet.settle(&mut work).await?;
            self.finish(work, &sheet, (action!("questionnaire.take_book"), out.taken)).await?;
        }
        Ok(out)
    }

    /// The Excel file with the answers so far.
    ///
    /// # Errors
    /// Of the database.
    pub async fn answer_workbook(&self, by: &Respondent, lang: Lang) -> Result<Vec<u8>> {
        let mut tx = self.0.db().read().await?;
        let sheet = Sheet::load(&mut tx, by.questionnaire.clone()).await?;
        let settings = crate::settings::load(&mut tx).await?;
        tx.commit().await?;
        self.written(sheet, settings.organisation(lang), lang).await
    }

    /// Takes the Excel file in; all of it or nothing.
    ///
    /// # Errors
    /// Invalid with every problem of the file; conflict when nothing is to be answered any more.
    pub async fn answer_import(&self, by: &Respondent, bytes: &[u8]) -> Result<usize> {
        let read = parsed(self.look(by).await?, bytes).await?;
        let (mut work, mut sheet) = self.begin(by).await?;
        let changed = self.take_in(&mut work, &mut sheet, (&read, None)).await?;
        work.commit().await?;
        Ok(changed)
    }

    /// Receives a file for a question that asks for one. Its digest is kept with the answer.
    ///
    /// # Errors
    /// Invalid at `file` or `question`; conflict when nothing is to be answered any more.
    pub async fn attach(&self, by: &Respondent, (question, name): (&str, &str), bytes: &[u8]) -> Result<()> {
        small(bytes)?;
        let name: Title = name.parse().map_err(|p| Error::field("file", p))?;
        // nothing is kept for a question that takes no file
        file_question(&self.look(by).await?, question)?;
        let file_id: AnswerFileId = self.0.mint();
        let sha256 = self.0.keep_content(file_id, bytes).await?;
        let (mut work, mut sheet) = self.begin(by).await?;
        let id = file_question(&sheet, question)?;
        self.0.must_hold(sha256).await?;
        let file = AnswerFile {
            id: file_id,
            question: id.to_string(),
            name: name.to_string(),
            sha256,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            at: work.at(),
        };
        rows::insert_file(&mut work.tx, &sheet.questionnaire, &file).await?;
        sheet.files.push(file);
        let value = Value::File { name: name.to_string(), sha256: Some(sha256.to_string()) };
        let origin = Origin { source: AnswerSource::Page, at: work.at(), on: work.today() };
        sheet.put(&mut work, (&id, &Answer::new(value)), origin).await?;
        sheet.settle(&mut work).await?;
        let one = &sheet.questionnaire;
        let change = Change::of(action!("questionnaire.attach"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .note("question", &id)
            .note("name", &name)
            .note("sha256", sha256);
        work.record(change).await?;
        work.commit().await
    }

    /// Writes a note that the client reads.
    ///
    /// # Errors
    /// Invalid at `body` or `question`; conflict when nothing is to be answered any more.
    pub async fn answer_note(&self, by: &Respondent, (question, body): (Option<&str>, &str)) -> Result<()> {
        let (mut work, sheet) = self.begin(by).await?;
        let note: Note = self.checked_note(&sheet, (question, body), work.at())?;
        rows::insert_note(&mut work.tx, &sheet.questionnaire, &note).await?;
        let one = &sheet.questionnaire;
        let change = Change::of(action!("questionnaire.note"), kind!("questionnaire"), one.id).at(one.unit);
        work.record(change.after(&note)?).await?;
        work.commit().await
    }

    /// Ends the session and with it the link: whoever comes after at the same machine finds nothing. To go on, a new link is
    /// needed.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it has ended already.
    pub async fn leave(&self, by: &Respondent) -> Result<()> {
        let mut work = self.0.work_as(by.author()).await?;
        let now = work.at();
        let found = rows::by_link(&mut work.tx, by.link.id).await?;
        let (link, one) = found.filter(|(link, _)| link.holds(now)).ok_or(Error::Unauthenticated)?;
        rows::end_links(&mut work.tx, &one, now).await?;
        let change = Change::of(action!("questionnaire.leave"), kind!("questionnaire"), one.id);
        work.record(change.at(one.unit).note("link", link.id)).await?;
        work.commit().await
    }

    /// Hands the answers in under the name of whoever answers for them.
    ///
    /// # Errors
    /// Invalid at `name`, and at each question that must still be answered; conflict when nothing is to be answered any
    /// more.
    pub async fn submit(&self, by: &Respondent, name: &str, keep: Keep) -> Result<()> {
        let (mut work, mut sheet) = self.begin(by).await?;
        let mut problems = Vec::new();
        let name = name.parse::<Title>().map_err(|p| problems.push(FieldError::new("name", p))).ok();
        let open = questions::missing(&sheet.set, &sheet.answers, work.today());
        problems.extend(open.iter().map(|q| FieldError::new(format!("{}.value", q.id), Problem::Missing)));
        let Some(name) = name.filter(|_| problems.is_empty()) else { return Err(Error::Invalid(problems)) };
        let now = work.at();
        sheet.questionnaire.submitted_by = Some(name.to_string());
        sheet.questionnaire.submitted_at = Some(now);
        sheet.questionnaire.state = State::Submitted;
        sheet.questionnaire.kept = keep == Keep::InBook;
        sheet.settle(&mut work).await?;
        keep_in_book(&mut work, &sheet).await?;
        let one = &sheet.questionnaire;
        let change = Change::of(action!("questionnaire.submit"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .after(&sheet.answers)?
            .note("name", &name)
            .note("kept", if keep == Keep::InBook { "book" } else { "no" });
        work.record(change).await?;
        work.commit().await
    }
}

/// What is to be answered by whoever came by a link that still holds.
async fn to_answer(tx: &mut store::Tx, by: &Respondent, now: jiff::Timestamp) -> Result<Sheet> {
    let (link, one) = rows::by_link(tx, by.link.id).await?.ok_or(Error::Unauthenticated)?;
    if !link.holds(now) {
        return Err(Error::Unauthenticated);
    }
    if !one.state.is_open() {
        return Err(unfit(one.state));
    }
    Sheet::load(tx, one).await
}

/// The question a file is for, which takes one more.
fn file_question(sheet: &Sheet, question: &str) -> Result<QuestionId> {
    let asked = question.parse::<QuestionId>().ok().and_then(|id| sheet.set.question(&id));
    let Some(asked) = asked.filter(|q| matches!(q.kind, AnswerKind::File)) else {
        return Err(Error::field("question", Problem::Unknown { value: question.to_owned() }));
    };
    if sheet.files.len() >= MAX_FILES {
        let max = i64::try_from(MAX_FILES).unwrap_or(i64::MAX);
        return Err(Error::field("file", Problem::OutOfRange { value: format!("> {max}"), min: 0, max }));
    }
    Ok(asked.id.clone())
}

/// The file an answer is, where it was received.
fn received<'f>(files: &'f [AnswerFile], id: &QuestionId, answer: &Answer) -> Option<&'f AnswerFile> {
    let Value::File { sha256: Some(digest), .. } = &answer.value else { return None };
    files.iter().find(|f| f.question == id.as_str() && f.sha256.to_string() == *digest)
}

/// Brings the contractor's book in line with what it agreed to when it handed in: answers kept before with this questionnaire go,
/// those of now come in their place if it agrees. A newer answer from elsewhere stays.
async fn keep_in_book(work: &mut Work, sheet: &Sheet) -> Result<()> {
    let one = &sheet.questionnaire;
    let owner = Owner::Contractor(one.contractor);
    store::book::forget(&mut work.tx, owner, one.id).await?;
    if !one.kept {
        return Ok(());
    }
    let held = book(&mut work.tx, owner, &one.contractor_name).await?;
    for question in sheet.set.questions.iter().filter(|q| q.is_measure()) {
        let given = sheet.answers.get(&question.id).zip(sheet.origins.get(&question.id));
        let Some((answer, origin)) = given else { continue };
        let newer = held.answer(&question.id, &BookScope::company()).is_some_and(|e| e.answered_on > origin.on);
        if !newer {
            crate::books::put(work, owner, &entry(&question.id, answer, origin.on), Some(one.id)).await?;
        }
    }
    Ok(())
}

fn entry(id: &QuestionId, answer: &Answer, on: Date) -> BookEntry {
    BookEntry { measure: id.clone(), scope: BookScope::company(), answer: answer.clone(), answered_on: on }
}

/// A book as it is kept.
pub(crate) async fn book(tx: &mut store::Tx, owner: Owner, organisation: &Title) -> Result<Book> {
    crate::books::load(tx, owner, organisation.as_str()).await
}

/// A signed bundle, or a book in TOML or JSON: what it gives today, the key that signed it, and how much it withholds.
pub(crate) async fn read_book(bytes: &[u8], today: Date) -> Result<(Book, Option<String>, usize)> {
    let bytes = bytes.to_vec();
    tokio::task::spawn_blocking(move || book_of(&bytes, today)).await.map_err(Error::internal)?
}

fn book_of(bytes: &[u8], today: Date) -> Result<(Book, Option<String>, usize)> {
    let told = |ja: String, en: String| FieldError::new("file", Problem::Said { ja, en });
    let (book, key) = if Bundle::is_zip(bytes) {
        let read =
            Bundle::open(bytes, None).map_err(|e| Error::Invalid(vec![told(e.text(Lang::Ja), e.text(Lang::En))]))?;
        let good = read.is_good(today);
        let offer = read.book.offer(&Asked::on(today));
        let offer = if good { offer } else { offer.ended(today) };
        let (book, withheld) = Book::from_offer(read.book.organisation(), &offer, today);
        return Ok((book, Some(read.key_id), withheld));
    } else {
        let text = String::from_utf8_lossy(bytes);
        let book = AnswerBook::parse(&text).map_err(|problems| {
            let all = problems.iter().map(|p| told(p.text(Lang::Ja), p.text(Lang::En)));
            Error::Invalid(all.collect())
        })?;
        (book, None)
    };
    let offer = book.offer(&Asked::on(today));
    let (book, withheld) = Book::from_offer(book.organisation(), &offer, today);
    Ok((book, key, withheld))
}
