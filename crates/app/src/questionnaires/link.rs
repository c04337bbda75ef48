//! Links to answer by: looking at one, using it up, and the session that follows.

use domain::{Lang, questionnaire::QuestionnaireState as State, text::Title};
use jiff::civil::Date;
use ledger::{ActorRef, Channel, action, kind};

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

impl Questionnaires<'_> {
    /// Looks at a link without using it up.
    ///
    /// # Errors
    /// Not found for what is no link; conflict for one that was used, ended or is too old.
    pub async fn peek(&self, token: &str) -> Result<Peek> {
        let mut tx = self.0.db().read().await?;
        let found = rows::by_token(&mut tx, &digest(token)).await?;
        tx.commit().await?;
        let (link, one) = found.ok_or(Error::NotFound)?;
        usable(&link, &one, self.0.clock().now())?;
        Ok(Peek { title: one.title, due_on: one.due_on })
    }

    /// Uses a link up and gives the secret of the session. A link that does not hold is refused, and that is recorded.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub async fn open(&self, token: &str, (address, request): (&str, Option<String>)) -> Result<String> {
        let mut tx = self.0.db().read().await?;
        let found = rows::by_token(&mut tx, &digest(token)).await?;
        tx.commit().await?;
        let Some((link, one)) = found else {
            tracing::warn!(address, "a link to a questionnaire was guessed");
            return Err(Error::NotFound);
        };
        let author =
            Author { actor: ActorRef::Contractor(one.contractor), channel: Channel::Web, request: request.clone() };
        let mut work = self.0.work_as(author).await?;
        let secret = self.0.secret();
        let now = work.at();
        let refused = match usable(&link, &one, now) {
            Err(refused) => Some(refused),
            Ok(()) if rows::open_link(&mut work.tx, link.id, now, &digest(&secret)).await? => None,
            // somebody was quicker
            Ok(()) => Some(used()),
        };
        if let Some(refused) = refused {
            let change = Change::of(action!("questionnaire.refuse_link"), kind!("questionnaire"), one.id)
                .at(one.unit)
                .note("link", link.id)
                .note("address", address)
                .note("why", refused.text(Lang::En));
            work.record(change).await?;
            work.commit().await?;
            return Err(refused);
        }
        let mut one = one;
        if one.opened_at.is_none() {
            one.opened_at = Some(now);
        }
        if one.state == State::Sent {
            one.state = State::Opened;
        }
        store::questionnaires::update(&mut work.tx, &mut one).await?;
        let change = Change::of(action!("questionnaire.open"), kind!("questionnaire"), one.id)
            .at(one.unit)
            .note("link", link.id)
            .note("address", address);
        work.record(change).await?;
        work.commit().await?;
        Ok(secret)
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

fn usable(link: &Link, one: &Questionnaire, now: jiff::Timestamp) -> Result<()> {
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
