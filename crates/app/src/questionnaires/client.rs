//! What the client sees and does: list with funnel, one with its figure and doubts, notes, sending back, accepting.

use std::collections::BTreeMap;

use catalogue::question::QuestionId;
use domain::{
    FieldError, Lang, Problem,
    id::{AnswerFileId, PersonId, QuestionnaireId},
    permission::{Permission, Scope},
    questionnaire::{AnswerSource, QuestionnaireState as State},
    text::Ground,
};
use jiff::civil::Date;
use ledger::{Action, action, kind};
use questions::{Answers, Change as Difference, Mark, Score, workbook};

use super::{
    AnswerFile, Filter, Link, MAX_BYTES, Note, Origin, Questionnaire, Questionnaires, Sheet, rows, stands_for,
};
use crate::{
    Caller, Error, Result,
    work::{Change, Work},
};

/// Most rows of one page.
const MAX_PAGE: u16 = 200;

/// A page of questionnaires.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The rows, without their texts.
    pub rows: Vec<Questionnaire>,
    /// Ask again before this one for more.
    pub next: Option<QuestionnaireId>,
    /// How many stand where.
    pub counts: BTreeMap<State, i64>,
}

/// One questionnaire as the client sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// Questions, answers, notes, files.
    pub sheet: Sheet,
    /// The figure today, with everything it is made of.
    pub score: Score,
    /// What makes answers doubtful.
    pub marks: Vec<Mark>,
    /// Its links, the newest first.
    pub links: Vec<Link>,
    /// The questionnaire before, with its figure then and what has changed since.
    pub last: Option<(Questionnaire, Vec<Difference>)>,
    /// Answers of last time.
    pub before: Answers,
    /// The caller may send it back, extend it, accept it.
    pub may_decide: bool,
}

impl Questionnaires<'_> {
    /// Questionnaires within reach, the newest first: two statements.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewQuestionnaire`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &Filter,
        before: Option<QuestionnaireId>,
        limit: u16,
    ) -> Result<Listed> {
        let scope = caller.may(Permission::ViewQuestionnaire)?;
        let limit = i64::from(limit.clamp(1, MAX_PAGE));
        let mut tx = self.0.db().read().await?;
        let rows = store::questionnaires::page(&mut tx, &scope, filter, before, limit.saturating_add(1)).await?;
        let counts = store::questionnaires::funnel(&mut tx, &scope, filter).await?;
        tx.commit().await?;
        let (rows, next) = crate::page::cut(rows, limit, |q| q.id);
        Ok(Listed { rows, next, counts })
    }

    /// One questionnaire for a person who is about to decide on it.
    ///
    /// # Errors
    /// Forbidden without [`Permission::SendQuestionnaire`]; not found when it is out of sight.
    pub async fn to_decide(&self, caller: &Caller, id: QuestionnaireId) -> Result<View> {
        let scope = caller.may(Permission::SendQuestionnaire)?;
        self.view(caller, &scope, id).await
    }

    /// One questionnaire. The figure is computed for today, so that an expired proof shows at once.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewQuestionnaire`]; not found when it is out of sight.
    pub async fn show(&self, caller: &Caller, id: QuestionnaireId) -> Result<View> {
        let scope = caller.may(Permission::ViewQuestionnaire)?;
        self.view(caller, &scope, id).await
    }

    async fn view(&self, caller: &Caller, scope: &Scope, id: QuestionnaireId) -> Result<View> {
        let mut tx = self.0.db().read().await?;
        let one = store::questionnaires::by_id(&mut tx, scope, id).await?.ok_or(Error::NotFound)?;
        let last = store::questionnaires::last(&mut tx, scope, &one).await?;
        let before = match last {
            Some(last) => Some(Sheet::load(&mut tx, last).await?),
            None => None,
        };
        let sheet = Sheet::load(&mut tx, one).await?;
        let links = rows::links(&mut tx, &sheet.questionnaire).await?;
        tx.commit().await?;
        let today = self.0.clock().today();
        let score = questions::score(&sheet.set, &sheet.answers, today);
        let past = before.as_ref().map(|b| &b.answers);
        let marks = questions::marks(&sheet.set, &sheet.answers, past, &[], today);
        let differences = past.map(|past| questions::compare(&sheet.set, past, &sheet.answers)).unwrap_or_default();
        let unit = sheet.questionnaire.unit;
        Ok(View {
            score,
            marks,
            links,
            before: past.cloned().unwrap_or_default(),
            last: before.map(|b| (b.questionnaire, differences)),
            may_decide: caller.actor.may_at(Permission::SendQuestionnaire, unit).is_ok(),
            sheet,
        })
    }

    async fn for_change(&self, caller: &Caller, work: &mut Work, id: QuestionnaireId) -> Result<Questionnaire> {
        let scope = caller.may(Permission::SendQuestionnaire)?;
        let one = store::questionnaires::by_id(&mut work.tx, &scope, id).await?;
        one.ok_or(Error::NotFound)
    }

    /// Writes a change of a questionnaire and what the ledger says of it.
    async fn keep(
        &self,
        caller: &Caller,
        mut work: Work,
        before: &Questionnaire,
        (mut one, what): (Questionnaire, Action),
    ) -> Result<()> {
        if one.state.is_open() {
            // who has time to answer can also come in for as long
            let until = super::sending::link_end(one.due_on, work.today(), work.at());
            rows::extend_links(&mut work.tx, &one, until).await?;
        }
        store::questionnaires::update(&mut work.tx, &mut one).await?;
        let change = Change::of(what, kind!("questionnaire"), one.id)
            .at(one.unit)
            .for_person(stands_for(caller, &one))
            .before(before)?
            .after(&one)?
            .note("contractor", &one.contractor_name)
            .note("state", one.state.code())
            .note("due_on", one.due_on);
        work.record(change).await?;
        work.commit().await
    }

    /// Makes a new link; the one before ends.
    ///
    /// # Errors
    /// Forbidden; not found; conflict when it is accepted or withdrawn.
    pub async fn new_link(&self, caller: &Caller, id: QuestionnaireId) -> Result<String> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let one = self.for_change(caller, &mut work, id).await?;
        if matches!(one.state, State::Accepted | State::Withdrawn) {
            return Err(unfit(one.state));
        }
        let token = self.link(&mut work, &one).await?;
        let change = Change::of(action!("questionnaire.link"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .for_person(stands_for(caller, &one));
        work.record(change.note("contractor", &one.contractor_name)).await?;
        work.commit().await?;
        Ok(token)
    }

    /// Writes a note that the contractor reads, to one question or the whole.
    ///
    /// # Errors
    /// Forbidden; not found; invalid at `body` or `question`.
    pub async fn note(
        &self,
        caller: &Caller,
        id: QuestionnaireId,
        (question, body): (Option<&str>, &str),
    ) -> Result<()> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let one = self.for_change(caller, &mut work, id).await?;
        let sheet = Sheet::load(&mut work.tx, one).await?;
        let note = self.checked_note(&sheet, (question, body), work.at())?;
        let note = Note { person: Some(caller.id()), ..note };
        rows::insert_note(&mut work.tx, &sheet.questionnaire, &note).await?;
        let one = &sheet.questionnaire;
        let change = Change::of(action!("questionnaire.note"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .for_person(stands_for(caller, one));
        work.record(change.after(&note)?).await?;
        work.commit().await
    }

    /// A note as it will be kept, without its author.
    pub(super) fn checked_note(
        &self,
        sheet: &Sheet,
        (question, body): (Option<&str>, &str),
        at: jiff::Timestamp,
    ) -> Result<Note> {
        let body: Ground = body.parse().map_err(|p| Error::field("body", p))?;
        let question = match question.map(str::trim).filter(|q| !q.is_empty()) {
            None => None,
            Some(text) => {
                let known = text.parse::<QuestionId>().ok().filter(|id| sheet.set.question(id).is_some());
                let unknown = || Error::field("question", Problem::Unknown { value: text.to_owned() });
                Some(known.ok_or_else(unknown)?.to_string())
            }
        };
        Ok(Note { id: self.0.mint(), question, body: body.to_string(), person: None, person_name: None, at })
    }

    /// Sends it back with a note, and a new day where one is given.
    ///
    /// # Errors
    /// Forbidden; not found; conflict unless it is handed in; invalid at `body` or `due_on`.
    pub async fn send_back(
        &self,
        caller: &Caller,
        id: QuestionnaireId,
        (body, due_on): (&str, Option<Date>),
    ) -> Result<()> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let before = self.for_change(caller, &mut work, id).await?;
        if before.state != State::Submitted {
            return Err(unfit(before.state));
        }
        let sheet = Sheet::load(&mut work.tx, before.clone()).await?;
        let note = Note { person: Some(caller.id()), ..self.checked_note(&sheet, (None, body), work.at())? };
        rows::insert_note(&mut work.tx, &before, &note).await?;
        let due_on = due_on.unwrap_or(before.due_on);
        not_past(due_on, before.due_on, work.today())?;
        let (decided_at, decided_by) = (Some(work.at()), Some(caller.id()));
        let one = Questionnaire { state: State::Returned, due_on, decided_at, decided_by, ..before.clone() };
        self.keep(caller, work, &before, (one, action!("questionnaire.send_back"))).await
    }

    /// Gives more time.
    ///
    /// # Errors
    /// Forbidden; not found; conflict when nothing is to be answered any more; invalid at `due_on`.
    pub async fn extend(&self, caller: &Caller, id: QuestionnaireId, due_on: Date) -> Result<()> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let before = self.for_change(caller, &mut work, id).await?;
        if !before.state.is_open() {
            return Err(unfit(before.state));
        }
        if due_on <= before.due_on {
            let (value, bound) = (due_on.to_string(), before.due_on.to_string());
            return Err(Error::field("due_on", Problem::Before { value, bound }));
        }
        let one = Questionnaire { due_on, ..before.clone() };
        self.keep(caller, work, &before, (one, action!("questionnaire.extend"))).await
    }

    /// Accepts what was handed in, as it was seen at `revision`.
    ///
    /// # Errors
    /// Forbidden; not found; conflict unless it is handed in and as it was seen.
    pub async fn accept(&self, caller: &Caller, id: QuestionnaireId, revision: i64) -> Result<()> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let before = self.for_change(caller, &mut work, id).await?;
        if before.state != State::Submitted {
            return Err(unfit(before.state));
        }
        if before.revision != revision {
            return Err(Error::stale());
        }
        let at = work.at();
        rows::end_links(&mut work.tx, &before, at).await?;
        let (decided_at, decided_by) = (Some(at), Some(caller.id()));
        let one = Questionnaire { state: State::Accepted, decided_at, decided_by, ..before.clone() };
        self.keep(caller, work, &before, (one, action!("questionnaire.accept"))).await
    }

    /// Takes it back; its link ends.
    ///
    /// # Errors
    /// Forbidden; not found; conflict when it was accepted or withdrawn already.
    pub async fn withdraw(&self, caller: &Caller, id: QuestionnaireId) -> Result<()> {
        caller.may(Permission::SendQuestionnaire)?;
        let mut work = self.0.work(caller).await?;
        let before = self.for_change(caller, &mut work, id).await?;
        if matches!(before.state, State::Accepted | State::Withdrawn) {
            return Err(unfit(before.state));
        }
        let at = work.at();
        rows::end_links(&mut work.tx, &before, at).await?;
        let (decided_at, decided_by) = (Some(at), Some(caller.id()));
        let one = Questionnaire { state: State::Withdrawn, decided_at, decided_by, ..before.clone() };
        self.keep(caller, work, &before, (one, action!("questionnaire.withdraw"))).await
    }

    /// The Excel file with the answers so far, to send by mail.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewQuestionnaire`]; not found.
    pub async fn workbook(&self, caller: &Caller, id: QuestionnaireId, lang: Lang) -> Result<Vec<u8>> {
        let scope = caller.may(Permission::ViewQuestionnaire)?;
        let mut tx = self.0.db().read().await?;
        let one = store::questionnaires::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let sheet = Sheet::load(&mut tx, one).await?;
        let settings = crate::settings::load(&mut tx).await?;
        tx.commit().await?;
        self.written(sheet, settings.organisation(lang), lang).await
    }

    /// The Excel file of a sheet, made beside the threads that answer.
    pub(super) async fn written(&self, sheet: Sheet, client: &str, lang: Lang) -> Result<Vec<u8>> {
        let one = &sheet.questionnaire;
        let cover = workbook::Cover {
            id: one.id.to_string(),
            client: client.to_owned(),
            contractor: one.contractor_name.to_string(),
            title: one.title.to_string(),
            due_on: one.due_on,
            made_at: self.0.clock().now(),
            lang,
        };
        let made = tokio::task::spawn_blocking(move || workbook::write(&sheet.set, &sheet.answers, &cover));
        made.await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// Takes in an Excel file that came back by mail; all of it or nothing. Gives how many answers are new or changed.
    ///
    /// # Errors
    /// Forbidden without [`Permission::SendQuestionnaire`]; not found; conflict when nothing is to be answered any more;
    /// invalid with every problem of the file.
    pub async fn import(&self, caller: &Caller, id: QuestionnaireId, bytes: &[u8]) -> Result<usize> {
        let scope = caller.may(Permission::SendQuestionnaire)?;
        let mut tx = self.0.db().read().await?;
        let one = store::questionnaires::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let sheet = Sheet::load(&mut tx, one).await?;
        tx.commit().await?;
        let read = parsed(sheet, bytes).await?;
        let mut work = self.0.work(caller).await?;
        let one = self.for_change(caller, &mut work, id).await?;
        let absent = stands_for(caller, &one);
        let mut sheet = Sheet::load(&mut work.tx, one).await?;
        let changed = self.take_in(&mut work, &mut sheet, (&read, absent)).await?;
        work.commit().await?;
        Ok(changed)
    }

    /// Puts the answers of a file into a sheet.
    pub(super) async fn take_in(
        &self,
        work: &mut Work,
        sheet: &mut Sheet,
        ((read, sha256), absent): (&Parsed, Option<PersonId>),
    ) -> Result<usize> {
        if !sheet.questionnaire.state.is_open() {
            return Err(unfit(sheet.questionnaire.state));
        }
        let origin = Origin { source: AnswerSource::Excel, at: work.at(), on: work.today() };
        let mut changed = 0_usize;
        for (question, answer) in &read.answers.0 {
            // a file is received on the page; its name in the sheet keeps what was received
            if sheet.put(work, (question, answer), origin).await? {
                changed = changed.saturating_add(1);
            }
        }
        sheet.settle(work).await?;
        let one = &sheet.questionnaire;
        let change = Change::of(action!("questionnaire.import"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .after(&sheet.answers)?
            .note("answers", changed)
            .for_person(absent)
            .note("sha256", sha256);
        work.record(change).await?;
        Ok(changed)
    }

    /// A file that came with an answer, with its bytes.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewQuestionnaire`]; not found; conflict when the bytes are not those received.
    pub async fn file(
        &self,
        caller: &Caller,
        id: QuestionnaireId,
        file: AnswerFileId,
    ) -> Result<(AnswerFile, Vec<u8>)> {
        let scope = caller.may(Permission::ViewQuestionnaire)?;
        let mut tx = self.0.db().read().await?;
        let one = store::questionnaires::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let found = rows::file(&mut tx, &one, file).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        let bytes = self.0.content(found.sha256).await?;
        Ok((found, bytes))
    }
}

/// A state in which something cannot be done.
pub(super) fn unfit(state: State) -> Error {
    let (ja, en) = (state.label(Lang::Ja), state.label(Lang::En));
    Error::conflict(
        format!("この質問票は「{ja}」なので、この操作はできません"),
        format!("The questionnaire is \"{en}\", so this cannot be done"),
    )
}

fn not_past(due_on: Date, before: Date, today: Date) -> Result<()> {
    if due_on < today && due_on != before {
        let (value, bound) = (due_on.to_string(), today.to_string());
        return Err(Error::field("due_on", Problem::Before { value, bound }));
    }
    Ok(())
}

/// A file that was sent: some bytes, and not too many.
pub(crate) fn small(bytes: &[u8]) -> Result<()> {
    if bytes.is_empty() {
        return Err(Error::field("file", Problem::Missing));
    }
    if bytes.len() > MAX_BYTES {
        let max = i64::try_from(MAX_BYTES).unwrap_or(i64::MAX);
        let value = bytes.len().to_string();
        return Err(Error::field("file", Problem::OutOfRange { value, min: 0, max }));
    }
    Ok(())
}

/// What a file says and its digest.
pub(super) type Parsed = (workbook::Read, ledger::Digest);

/// Reads the Excel file of a questionnaire, beside the threads that answer and before any lock: it may take a while. The set is
/// frozen, so what was read fits the questionnaire later as well.
pub(super) async fn parsed(sheet: Sheet, bytes: &[u8]) -> Result<Parsed> {
    if !sheet.questionnaire.state.is_open() {
        return Err(unfit(sheet.questionnaire.state));
    }
    small(bytes)?;
    let bytes = bytes.to_vec();
    let reading = tokio::task::spawn_blocking(move || {
        let id = sheet.questionnaire.id.to_string();
        let read = workbook::read(&bytes, &sheet.set, &id).map_err(|f| faults(&f))?;
        Ok((read, ledger::Digest::of_bytes(&bytes)))
    });
    reading.await.map_err(Error::internal)?
}

/// Every problem of a file, each at `file` with its own sentence.
fn faults(faults: &[workbook::Fault]) -> Error {
    let said = |f: &workbook::Fault| Problem::Said { ja: f.text(Lang::Ja), en: f.text(Lang::En) };
    Error::Invalid(faults.iter().map(|f| FieldError::new("file", said(f))).collect())
}
