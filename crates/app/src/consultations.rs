//! Questions to the chief security officer (NISC-2008 ch. 11): asked with the engagement as context, answered once,
//! found again by their words.

use domain::{
    Problem,
    calendar::EngagementNumber,
    consultation::{Answered, Consultation, Urgency},
    id::{ConsultationId, UnitId},
    permission::{Permission, Scope},
    person::{Person, Role},
    text::{Statement, Title},
};
use ledger::{action, kind};
pub use store::consultations::{About, Shown};
pub use store::consultations::{Cursor, State};
use store::{
    Tx,
    consultations::{Filter, Reader},
};

use crate::{App, Caller, Error, Result, work::Change};

/// Most rows of one page.
pub const MAX_PAGE: u16 = 200;

/// The use cases of questions to the chief officer.
#[derive(Debug, Clone, Copy)]
pub struct Consultations<'a>(&'a App);

impl App {
    /// Questions to the chief officer.
    #[must_use]
    pub const fn consultations(&self) -> Consultations<'_> {
        Consultations(self)
    }
}

/// A new question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The engagement it is about, if one.
    pub engagement: Option<EngagementNumber>,
    /// Why the chief officer is asked.
    pub urgency: Urgency,
    /// In a line.
    pub subject: Title,
    /// In full.
    pub question: Statement,
}

/// Which questions to list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Part of subject, question, answer or engagement number.
    pub query: String,
    /// With or without an answer.
    pub state: State,
    /// Where the last page ended.
    pub before: Option<Cursor>,
    /// Rows, 1 to [`MAX_PAGE`].
    pub limit: u16,
}

/// A page of questions: open emergencies first, then the newest first.
#[derive(Debug, Clone)]
pub struct ConsultationsPage {
    /// The rows.
    pub consultations: Vec<Shown>,
    /// Ask again before this place for more.
    pub next: Option<Cursor>,
    /// How many are found in all.
    pub count: i64,
}

/// Where the caller may see questions and engagements.
struct Eyes {
    questions: Result<Scope>,
    engagements: Option<Scope>,
}

impl Eyes {
    fn of(caller: &Caller) -> Self {
        Self {
            questions: caller.may(Permission::ViewConsultation),
            engagements: caller.may(Permission::ViewEngagement).ok(),
        }
    }

    fn reader(&self, caller: &Caller) -> Reader<'_> {
        Reader { person: caller.id(), questions: self.questions.as_ref().ok(), engagements: self.engagements.as_ref() }
    }
}

impl Consultations<'_> {
    /// Whom a question goes to: the chief officers of today.
    ///
    /// # Errors
    /// Forbidden without [`Permission::AskChief`].
    pub async fn addressees(&self, caller: &Caller) -> Result<Vec<Person>> {
        caller.may(Permission::AskChief)?;
        let mut tx = self.0.db().read().await?;
        let found = store::org::detail::holders(&mut tx, Role::ChiefSecurityOfficer, self.0.clock().today()).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Asks the chief officer; about an engagement the caller may see, or about none.
    ///
    /// # Errors
    /// Forbidden without [`Permission::AskChief`] at the unit; invalid when the engagement is not to be seen.
    pub async fn ask(&self, caller: &Caller, question: Question) -> Result<Consultation> {
        let scope = caller.may(Permission::AskChief)?;
        let mut work = self.0.work(caller).await?;
        let about = match question.engagement {
            None => None,
            Some(number) => Some(seen_engagement(&mut work.tx, caller, number).await?),
        };
        let unit = match about {
            None => asking_unit(caller, &scope),
            Some((_, unit)) => unit,
        };
        caller.may_at(Permission::AskChief, unit)?;
        let one = Consultation {
            id: self.0.mint(),
            engagement: about.map(|(id, _)| id),
            unit,
            urgency: question.urgency,
            subject: question.subject,
            question: question.question,
            asked_by: caller.id(),
            asked_at: work.at(),
            answer: None,
        };
        store::consultations::insert(&mut work.tx, &scope, &one).await?;
        let mut change = Change::of(action!("consultation.ask"), kind!("consultation"), one.id)
            .at(unit)
            .after(&one)?
            .note("urgency", one.urgency)
            .note("subject", &one.subject)
            .for_person(caller.actor.acts_for(Permission::AskChief, unit, &caller.units));
        if let Some(number) = question.engagement {
            change = change.note("engagement", number);
        }
        work.record(change).await?;
        work.commit().await?;
        Ok(one)
    }

    /// Questions within reach, and the caller's own wherever they were asked.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewConsultation`], unless the caller has asked something.
    pub async fn list(&self, caller: &Caller, query: &Query) -> Result<ConsultationsPage> {
        let eyes = Eyes::of(caller);
        let limit = i64::from(query.limit.clamp(1, MAX_PAGE));
        let filter = Filter { query: query.query.clone(), state: query.state, after: query.before };
        let mut tx = self.0.db().read().await?;
        let reader = eyes.reader(caller);
        let rows = store::consultations::page(&mut tx, reader, &filter, limit.saturating_add(1)).await?;
        let count = store::consultations::count(&mut tx, reader, &filter).await?;
        let asked = reader.questions.is_some() || store::consultations::asked_any(&mut tx, caller.id()).await?;
        tx.commit().await?;
        if !asked {
            eyes.questions?;
        }
        let (consultations, next) = crate::page::cut(rows, limit, Shown::cursor);
        Ok(ConsultationsPage { consultations, next, count })
    }

    /// One question, with number, title and stage of its engagement where the caller may see that.
    ///
    /// # Errors
    /// Not found when it is out of reach and not the caller's own.
    pub async fn show(&self, caller: &Caller, id: ConsultationId) -> Result<Shown> {
        let eyes = Eyes::of(caller);
        let mut tx = self.0.db().read().await?;
        let found = store::consultations::by_id(&mut tx, eyes.reader(caller), id).await?;
        tx.commit().await?;
        match found {
            Some(shown) => Ok(shown),
            None => eyes.questions.and(Err(Error::NotFound)),
        }
    }

    /// How many questions wait for the caller's answer, and how many of them are emergencies.
    ///
    /// # Errors
    /// Forbidden without [`Permission::AnswerConsultation`].
    pub async fn waiting(&self, caller: &Caller) -> Result<(i64, i64)> {
        let scope = caller.may(Permission::AnswerConsultation)?;
        let mut tx = self.0.db().read().await?;
        let open = store::consultations::open(&mut tx, &scope).await?;
        tx.commit().await?;
        Ok(open)
    }

    /// Answers a question; once given, an answer stands.
    ///
    /// # Errors
    /// Forbidden without [`Permission::AnswerConsultation`] at the unit; conflict when it has an answer.
    pub async fn answer(&self, caller: &Caller, id: ConsultationId, text: Statement) -> Result<Consultation> {
        let scope = caller.may(Permission::AnswerConsultation)?;
        let mut work = self.0.work(caller).await?;
        let reader = Reader { person: caller.id(), questions: Some(&scope), engagements: None };
        let found = store::consultations::by_id(&mut work.tx, reader, id).await?.ok_or(Error::NotFound)?;
        let before = found.consultation;
        caller.may_at(Permission::AnswerConsultation, before.unit)?;
        if before.answer.is_some() {
            return Err(Error::conflict(
                "この相談にはすでに回答があります。続きは新しい相談にしてください",
                "This question has been answered. Ask a new one to go on",
            ));
        }
        let answer = Answered { text, by: caller.id(), at: work.at() };
        let after = Consultation { answer: Some(answer), ..before.clone() };
        store::consultations::set_answer(&mut work.tx, &scope, &after).await?;
        let absent = caller.actor.acts_for(Permission::AnswerConsultation, after.unit, &caller.units);
        let change = Change::of(action!("consultation.answer"), kind!("consultation"), id)
            .at(after.unit)
            .before(&before)?
            .after(&after)?
            .note("subject", &after.subject)
            .for_person(absent);
        work.record(change).await?;
        work.commit().await?;
        Ok(after)
    }
}

async fn seen_engagement(
    tx: &mut Tx,
    caller: &Caller,
    number: EngagementNumber,
) -> Result<(domain::id::EngagementId, UnitId)> {
    let unknown = || Error::field("engagement", Problem::Unknown { value: number.to_string() });
    let scope = caller.may(Permission::ViewEngagement)?;
    store::consultations::engagement(tx, &scope, number).await?.ok_or_else(unknown)
}

/// The unit a question without an engagement belongs to: the person's own, or where their role lies.
fn asking_unit(caller: &Caller, scope: &Scope) -> UnitId {
    let own = caller.actor.person().unit;
    if scope.covers(own) {
        return own;
    }
    let held = caller.actor.held().iter().find(|h| h.role.permits(Permission::AskChief));
    held.map_or(own, |h| h.unit)
}

#[cfg(test)]
mod tests;
