//! Links to answer by: looking at one, using it up, and the session that follows.

use std::sync::{Mutex, PoisonError};

use domain::{Lang, questionnaire::QuestionnaireState as State, text::Title};
use jiff::{SignedDuration, Timestamp, civil::Date};
use ledger::{ActorRef, Channel, action, kind};
use store::Tx;

use super::{Link, Questionnaire, Questionnaires, rows};
use crate::{
    Error, Result,
    auth::digest,
    work::{Author, Change},
};

/// What stands behind a link before it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// What the questionnaire is called.
    pub title: Title,
    /// Day by which the answer is wanted.
    pub due_on: Date,
}

/// A link that was used up.
#[derive(Clone)]
pub struct Opened {
    /// Secret of the session that began. It is given here and never again.
    pub secret: String,
    /// When the session ends by itself.
    pub until: Timestamp,
}

impl std::fmt::Debug for Opened {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("until", &self.until).finish_non_exhaustive()
    }
}

/// Most refused links that the ledger takes within an hour. Anyone can send guesses; beyond this they stand in the log alone, so
/// that nobody fills the ledger from outside.
const MOST_REFUSALS: usize = 100;

/// When links were refused within the last hour.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Vec<Timestamp>>);

impl Refusals {
    /// Whether one more is written down.
    fn takes(&self, now: Timestamp) -> bool {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        times.retain(|at| now.duration_since(*at) < SignedDuration::from_hours(1));
        let takes = times.len() < MOST_REFUSALS;
        if takes {
            times.push(now);
        }
        takes
    }
}

/// Longest address that is written down.
const ADDRESS: usize = 64;

/// Somebody who came by a link.
#[derive(Debug, Clone)]
pub struct Respondent {
    pub(super) link: Link,
    pub(super) questionnaire: Questionnaire,
    request: Option<String>,
}

impl Respondent {
    /// The questionnaire that is open to them.
    #[must_use]
    pub const fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }
    /// When their session ends by itself.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.link.expires_at
    }
    /// Id of the link, for tests that look behind it.
    #[cfg(test)]
    pub(super) const fn link_id(&self) -> domain::id::LinkId {
        self.link.id
    }
    #[cfg(test)]
    pub(super) fn with(&self, questionnaire: Questionnaire) -> Self {
        Self { questionnaire, ..self.clone() }
    }
    pub(super) fn author(&self) -> Author {
        Author {
            actor: ActorRef::Contractor(self.questionnaire.contractor),
            channel: Channel::Web,
            request: self.request.clone(),
        }
    }
}

/// A link by its token if it can be used; otherwise why not.
async fn usable_by(tx: &mut Tx, token: &str, now: Timestamp) -> Result<Result<(Link, Questionnaire), Refused>> {
    Ok(match rows::by_token(tx, &digest(token)).await? {
        None => Err(Refused { why: Error::NotFound, known: None }),
        Some((link, one)) => match usable(&link, &one, now) {
            Ok(()) => Ok((link, one)),
            Err(why) => Err(Refused { why, known: Some((link, one)) }),
        },
    })
}

/// A link that was refused.
struct Refused {
    why: Error,
    known: Option<(Link, Questionnaire)>,
}

impl Questionnaires<'_> {
    /// Looks at a link without using it up. A link that does not hold is refused, and that is recorded.
    ///
    /// # Errors
    /// Not found for what is no link; conflict for one that was used, ended or is too old.
    pub async fn peek(&self, token: &str, from: (&str, Option<String>)) -> Result<Peek> {
        let mut tx = self.0.db().read().await?;
        let found = usable_by(&mut tx, token, self.0.clock().now()).await?;
        tx.commit().await?;
        match found {
            Ok((_, one)) => Ok(Peek { title: one.title, due_on: one.due_on }),
            Err(refused) => Err(self.refuse(refused, from).await?),
        }
    }

    /// Uses a link up and gives the secret of the session. A link that does not hold is refused, and that is recorded.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub async fn open(&self, token: &str, (address, request): (&str, Option<String>)) -> Result<Opened> {
        let mut tx = self.0.db().read().await?;
        let found = usable_by(&mut tx, token, self.0.clock().now()).await?;
        tx.commit().await?;
        let contractor = match found {
            Ok((_, one)) => one.contractor,
            Err(refused) => return Err(self.refuse(refused, (address, request)).await?),
        };
        let author =
            Author { actor: ActorRef::Contractor(contractor), channel: Channel::Web, request: request.clone() };
        let mut work = self.0.work_as(author).await?;
        let (secret, now) = (self.0.secret(), work.at());
        // read anew under the lock: somebody may have been quicker
        let (link, mut one) = match usable_by(&mut work.tx, token, now).await? {
            Ok(found) => found,
            Err(refused) => {
                drop(work);
                return Err(self.refuse(refused, (address, request)).await?);
            }
        };
        if !rows::open_link(&mut work.tx, link.id, now, &digest(&secret)).await? {
            return Err(used());
        }
        one.opened_at = one.opened_at.or(Some(now));
        if one.state == State::Sent {
            one.state = State::Opened;
        }
        store::questionnaires::update(&mut work.tx, &mut one).await?;
        let change = Change::of(action!("questionnaire.open"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .note("link", link.id)
            .note("address", crate::auth::line(address, ADDRESS));
        work.record(change).await?;
        work.commit().await?;
        Ok(Opened { secret, until: link.expires_at })
    }

    /// Writes down that a link was refused; gives what to answer.
    async fn refuse(&self, refused: Refused, (address, request): (&str, Option<String>)) -> Result<Error> {
        let address = crate::auth::line(address, ADDRESS);
        let why = refused.why.text(Lang::En);
        tracing::warn!(address, why, "a link to a questionnaire was refused");
        if !self.0.inner.refusals.takes(self.0.clock().now()) {
            return Ok(refused.why);
        }
        let actor = refused.known.as_ref().map_or(ActorRef::System, |(_, one)| ActorRef::Contractor(one.contractor));
        let mut work = self.0.work_as(Author { actor, channel: Channel::Web, request }).await?;
        let what = action!("questionnaire.refuse_link");
        let change = match &refused.known {
            Some((link, one)) => {
                Change::of(what, kind!("questionnaire"), one.id).at(one.unit).note("link", link.id).note("why", why)
            }
            // what was guessed may be nearly right, so it is not written down
            None => Change::named(what, kind!("questionnaire"), "-")?.note("why", "no such link"),
        };
        work.record(change.note("address", address)).await?;
        work.commit().await?;
        Ok(refused.why)
    }

    /// Who comes with the secret of a session.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is unknown or its link does not hold any more.
    pub async fn respondent(&self, secret: &str, request: Option<String>) -> Result<Respondent> {
        let mut tx = self.0.db().read().await?;
        let found = rows::by_session(&mut tx, &digest(secret)).await?;
        tx.commit().await?;
        let (link, questionnaire) = found.ok_or(Error::Unauthenticated)?;
        if !link.holds(self.0.clock().now()) || questionnaire.state == State::Withdrawn {
            return Err(Error::Unauthenticated);
        }
        Ok(Respondent { link, questionnaire, request })
    }
}

fn used() -> Error {
    Error::conflict(
        "このリンクはすでに使われています。続きは開いたときと同じブラウザーで行うか、依頼元に新しいリンクを頼んでください",
        "This link was used already. Go on in the browser that opened it, or ask for a new link",
    )
}

fn usable(link: &Link, one: &Questionnaire, now: Timestamp) -> Result<()> {
    if link.opened_at.is_some() {
        return Err(used());
    }
    if link.ended_at.is_some() || matches!(one.state, State::Withdrawn | State::Accepted) {
        return Err(Error::conflict(
            "このリンクは終わっています。新しいリンクが届いていないか確かめてください",
            "This link has ended. See whether a newer one has arrived",
        ));
    }
    if link.expires_at <= now {
        return Err(Error::conflict(
            "このリンクは期限が過ぎています。依頼元に新しいリンクを頼んでください",
            "This link has expired. Ask for a new one",
        ));
    }
    Ok(())
}
