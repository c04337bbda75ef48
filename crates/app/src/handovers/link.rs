//! Links by which a named handler confirms what was received: looking at one, using it up, and the session that follows.
//! What a link opens is the entries meant for that handler: no terms, no other handler, no balance.

use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    handover::{Carrier, NamedHandler, Receipt, ReceiptWay},
    id::{HandlerId, HandoverId},
    permission::Permission,
    text::{Memo, Title},
};
use jiff::Span;
use ledger::{ActorRef, Channel, action, kind};
use store::handovers::{
    Entry,
    link::{HandlerLink, Opened},
};

use super::{Desk, Handovers, LINK_DAYS};
use crate::{
    Caller, Error, Result,
    auth::digest,
    work::{Author, Change},
};

/// What stands behind a link before it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// Title of the engagement.
    pub title: Title,
    /// Whom the link was made for.
    pub handler: Title,
}

/// Somebody who came by a link.
#[derive(Debug, Clone)]
pub struct Receiver {
    opened: Opened,
    request: Option<String>,
}

/// What whoever came by a link sees.
#[derive(Debug, Clone)]
pub struct Received {
    /// Title of the engagement.
    pub title: Title,
    /// The firm.
    pub firm: Title,
    /// The handler.
    pub handler: NamedHandler,
    /// Entries meant for the handler, the newest first.
    pub entries: Vec<Entry>,
}

impl Received {
    /// True for an entry whose receipt is still to be confirmed.
    #[must_use]
    pub fn is_open(entry: &Entry) -> bool {
        entry.handover.kind.is_release()
            && entry.handover.carrier != Carrier::Spoken
            && entry.handover.receipt.is_none()
    }
}

impl Receiver {
    fn author(&self) -> Author {
        author(&self.opened, self.request.clone())
    }
}

fn author(opened: &Opened, request: Option<String>) -> Author {
    Author { actor: ActorRef::Contractor(opened.handler.works_for), channel: Channel::Web, request }
}

impl Handovers<'_> {
    /// Makes a link for a handler; the one before ends. Gives its token, which is shown once.
    ///
    /// # Errors
    /// Forbidden without [`Permission::KeepHandovers`] at its unit; not found; conflict once the engagement has ended or the
    /// handler has left.
    pub async fn link(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        id: HandlerId,
    ) -> Result<(NamedHandler, String)> {
        caller.may(Permission::KeepHandovers)?;
        let mut work = self.0.work(caller).await?;
        let desk = Desk::load(&mut work.tx, caller, number).await?;
        let handler = desk.handlers.iter().find(|h| h.id == id).cloned().ok_or(Error::NotFound)?;
        if handler.until.is_some_and(|until| until < work.today()) {
            return Err(Error::conflict(
                "この人はもう従事していません",
                "This person no longer works on the engagement",
            ));
        }
        let token = self.0.secret();
        let created_at = work.at();
        let last = work.today().saturating_add(Span::new().days(LINK_DAYS.saturating_add(1)));
        let expires_at = last.to_zoned(crate::clock::japan()).map_or(created_at, |zoned| zoned.timestamp());
        let link =
            HandlerLink { id: self.0.mint(), handler: id, created_at, expires_at, opened_at: None, ended_at: None };
        store::handovers::link::insert(&mut work.tx, &link, &digest(&token)).await?;
        let engagement = &desk.case.engagement;
        let change = Change::of(action!("handover.link"), kind!("handler"), id)
            .at(engagement.unit)
            .note("number", engagement.number)
            .note("name", &handler.name);
        work.record(change).await?;
        work.commit().await?;
        Ok((handler, token))
    }

    /// Looks at a link without using it up.
    ///
    /// # Errors
    /// Not found for what is no link; conflict for one that was used, ended or is too old.
    pub async fn peek(&self, token: &str) -> Result<Peek> {
        let mut tx = self.0.db().read().await?;
        let found = store::handovers::link::by_token(&mut tx, &digest(token)).await?;
        tx.commit().await?;
        let opened = found.ok_or(Error::NotFound)?;
        usable(&opened.link, self.0.clock().now())?;
        Ok(Peek { title: opened.title, handler: opened.handler.name })
    }

    /// Uses a link up and gives the secret of the session. A link that does not hold is refused, and that is recorded.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub async fn open(&self, token: &str, (address, request): (&str, Option<String>)) -> Result<String> {
        let mut tx = self.0.db().read().await?;
        let found = store::handovers::link::by_token(&mut tx, &digest(token)).await?;
        tx.commit().await?;
        let Some(opened) = found else {
            tracing::warn!(address, "a link to confirm a receipt was guessed");
            return Err(Error::NotFound);
        };
        let mut work = self.0.work_as(author(&opened, request)).await?;
        let (secret, now) = (self.0.secret(), work.at());
        let refused = match usable(&opened.link, now) {
            Err(refused) => Some(refused),
            Ok(()) if store::handovers::link::open(&mut work.tx, opened.link.id, now, &digest(&secret)).await? => None,
            // somebody was quicker
            Ok(()) => Some(used()),
        };
        let what = if refused.is_some() { action!("handover.refuse_link") } else { action!("handover.open_link") };
        let mut change = Change::of(what, kind!("handler"), opened.handler.id)
            .at(opened.unit)
            .note("link", opened.link.id)
            .note("address", address);
        if let Some(refused) = &refused {
            change = change.note("why", refused.text(Lang::En));
        }
        work.record(change).await?;
        work.commit().await?;
        refused.map_or(Ok(secret), Err)
    }

    /// Who comes with the secret of a session.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is unknown or its link does not hold any more.
    pub async fn receiver(&self, secret: &str, request: Option<String>) -> Result<Receiver> {
        let mut tx = self.0.db().read().await?;
        let found = store::handovers::link::by_session(&mut tx, &digest(secret)).await?;
        tx.commit().await?;
        let opened = found.ok_or(Error::Unauthenticated)?;
        if opened.link.holds(self.0.clock().now()) {
            Ok(Receiver { opened, request })
        } else {
            Err(Error::Unauthenticated)
        }
    }

    /// What the handler sees: the same entries as the client's side, as far as they are meant for them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn received(&self, by: &Receiver) -> Result<Received> {
        let mut tx = self.0.db().read().await?;
        let entries = store::handovers::of_handler(&mut tx, &by.opened).await?;
        tx.commit().await?;
        let Opened { title, firm, handler, .. } = by.opened.clone();
        Ok(Received { title, firm, handler, entries })
    }

    /// The handler confirms that entries arrived, in a condition.
    ///
    /// # Errors
    /// Invalid at `entries` when none is chosen or one is not open to them, at `name` when it is not the handler's, at
    /// `condition`; conflict when one was confirmed meanwhile.
    pub async fn confirm(&self, by: &Receiver, ids: &[HandoverId], (name, condition): (&str, &str)) -> Result<usize> {
        let mut work = self.0.work_as(by.author()).await?;
        // the link may have ended since the page was opened
        let held = store::handovers::link::current(&mut work.tx, by.opened.link.id).await?;
        if held.is_none_or(|l| !l.holds(work.at())) {
            return Err(Error::Unauthenticated);
        }
        let mut p = domain::problem::Problems::new();
        let condition: Memo = p.keep("condition", condition.parse()).unwrap_or_default();
        let typed: Option<Title> = p.required("name", name);
        let handler = &by.opened.handler;
        let plain = |t: &Title| domain::fold::fold(t.as_str()).replace(' ', "");
        if typed.is_some_and(|t| plain(&t) != plain(&handler.name)) {
            p.add(FieldError::new(
                "name",
                Problem::Said {
                    ja: format!("このリンクは「{}」さんのものです。本人だけが確認できます", handler.name),
                    en: format!("This link was made for {}. Only that person may confirm", handler.name),
                },
            ));
        }
        if ids.is_empty() {
            p.add(FieldError::rule("entries", "受け取ったものを選んでください", "Choose what was received"));
        }
        p.finish()?;
        let entries = store::handovers::of_handler(&mut work.tx, &by.opened).await?;
        let mut done = 0_usize;
        for id in ids {
            let before = entries.iter().find(|e| e.handover.id == *id);
            let unknown = || Error::field("entries", Problem::Unknown { value: id.to_string() });
            let before = before.ok_or_else(unknown)?;
            if !Received::is_open(before) {
                return Err(super::proving::received_already());
            }
            let mut entry = before.clone();
            entry.handover.receipt =
                Some(Receipt { handler: Some(handler.id), person: None, at: work.at(), condition: condition.clone() });
            entry.receipt_way = Some(ReceiptWay::Link);
            // what else may wait is judged as the client's side does
            entry.waits = entry.handover.due_back.is_some() || rules::handover::unproven(&entry.handover).is_some();
            store::handovers::update(&mut work.tx, &mut entry).await?;
            let change = Change::of(action!("handover.receive"), kind!("handover"), *id)
                .at(by.opened.unit)
                .before(before)?
                .after(&entry)?
                .note("no", entry.no)
                .note("item", &entry.handover.item)
                .note("handler", &handler.name);
            work.record(change).await?;
            done = done.saturating_add(1);
        }
        work.commit().await?;
        Ok(done)
    }
}

fn used() -> Error {
    Error::conflict(
        "このリンクはすでに使われています。続きは開いたときと同じブラウザーで行うか、委託元に新しいリンクを頼んでください",
        "This link was used already. Go on in the browser that opened it, or ask for a new link",
    )
}

fn usable(link: &HandlerLink, now: jiff::Timestamp) -> Result<()> {
    if link.opened_at.is_some() {
        return Err(used());
    }
    if link.ended_at.is_some() {
        return Err(Error::conflict(
            "このリンクは終わっています。新しいリンクが届いていないか確かめてください",
            "This link has ended. See whether a newer one has arrived",
        ));
    }
    if link.expires_at <= now {
        return Err(Error::conflict(
            "このリンクは期限が過ぎています。委託元に新しいリンクを頼んでください",
            "This link has expired. Ask for a new one",
        ));
    }
    Ok(())
}
