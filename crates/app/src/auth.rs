//! Signing in, sessions, tokens, passwords and a person's own preferences.
//!
//! Secrets leave this module once, when they are made; the database holds their SHA-256 only, and neither log nor
//! ledger ever sees one.

mod fresh;
pub mod password;
mod sign_in;
pub(crate) use sign_in::line;
#[cfg(test)]
mod tests;
mod tokens;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    Lang, Problem,
    id::{PersonId, SessionId},
    permission::Permission,
    text::Login,
};
use jiff::{SignedDuration, Timestamp};
use ledger::{OperatorLogin, action, kind};
pub use sign_in::{Previous, SignedIn};
pub use store::auth::{Session, Token};
pub use tokens::MAX_DAYS as MAX_TOKEN_DAYS;

use crate::{
    App, Caller, Error, Result, organisation,
    work::{Author, Change, Work},
};

/// A session ends this long after signing in, however busy it is.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(12);
/// A session ends when it was not used for this long.
pub const IDLE: SignedDuration = SignedDuration::from_mins(60);
/// "Last seen" and "last used" are kept to this grain.
const GRAIN: SignedDuration = SignedDuration::from_secs(60);

/// Use cases of signing in.
#[derive(Debug, Clone, Copy)]
pub struct Auth<'a> {
    app: &'a App,
}

impl App {
    /// Signing in, sessions, tokens, passwords.
    #[must_use]
    pub const fn auth(&self) -> Auth<'_> {
        Auth { app: self }
    }

    /// A fresh secret of 256 bits as text.
    pub(crate) fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.inner.dice.bytes::<32>())
    }
}

/// What is stored of a secret.
pub(crate) fn digest(secret: &str) -> String {
    ledger::Digest::of_bytes(secret.as_bytes()).to_string()
}

fn before(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn after(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

impl Auth<'_> {
    /// Whose session a secret opens: one statement, and once a minute a second one that notes its use.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is unknown, over, or its person disabled.
    pub async fn session(&self, secret: &str) -> Result<(SessionId, PersonId)> {
        let now = self.app.inner.clock.now();
        let mut tx = self.app.db().read().await?;
        let found = store::auth::session(&mut tx, &digest(secret), now, before(now, IDLE)).await?;
        tx.commit().await?;
        let (id, person, seen) = found.ok_or(Error::Unauthenticated)?;
        if now.duration_since(seen) >= GRAIN {
            let mut tx = self.app.db().write().await?;
            store::auth::session_seen(&mut tx, id, now).await?;
            tx.commit().await?;
        }
        Ok((id, person))
    }

    /// The caller's living sessions, last used first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<Session>> {
        let now = self.app.inner.clock.now();
        let mut tx = self.app.db().read().await?;
        let sessions = store::auth::sessions_of(&mut tx, caller.id(), now, before(now, IDLE)).await?;
        tx.commit().await?;
        Ok(sessions)
    }

    /// Ends the session the caller is in.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is over already.
    pub async fn sign_out(&self, caller: &Caller, session: SessionId) -> Result<()> {
        let work = self.app.work(caller).await?;
        self.end_session(work, caller, Change::of(action!("session.end"), kind!("session"), session), session).await
    }

    /// Ends another of the caller's own sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the caller has no such session.
    pub async fn revoke(&self, caller: &Caller, session: SessionId) -> Result<()> {
        let work = self.app.work(caller).await?;
        self.end_session(work, caller, Change::of(action!("session.revoke"), kind!("session"), session), session).await
    }

    async fn end_session(&self, mut work: Work, caller: &Caller, change: Change, id: SessionId) -> Result<()> {
        if !store::auth::delete_session(&mut work.tx, id, caller.id()).await? {
            return Err(Error::NotFound);
        }
        work.record(change.at(caller.actor.person().unit)).await?;
        work.commit().await
    }

    /// Ends all of the caller's sessions but the one given; gives how many ended.
    ///
    /// # Errors
    /// Of the database.
    pub async fn revoke_others(&self, caller: &Caller, current: Option<SessionId>) -> Result<u64> {
        let mut work = self.app.work(caller).await?;
        let ended = store::auth::delete_sessions(&mut work.tx, caller.id(), current).await?;
        if ended > 0 {
            let change = Change::of(action!("session.revoke_others"), kind!("person"), caller.id());
            work.record(change.at(caller.actor.person().unit).note("sessions", ended)).await?;
            work.commit().await?;
        }
        Ok(ended)
    }

    /// Changes the caller's own password and ends their other sessions.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `old` or `new`.
    pub async fn change_password(
        &self,
        caller: &Caller,
        current: Option<SessionId>,
        old: &str,
        new: &str,
    ) -> Result<()> {
        let person = caller.actor.person();
        password::check("new", new, &person.login).map_err(|e| vec![e])?;
        if !self.is_password(caller, old).await? {
            return Err(vec![domain::FieldError::rule(
                "old",
                "現在のパスワードが違います。何度か間違えたときは、15分待ってからお試しください",
                "This is not the current password. If you tried several times, wait 15 minutes",
            )]
            .into());
        }
        let hash = password::hash(&self.app.inner.dice, new).await?;
        let mut work = self.app.work(caller).await?;
        let at = work.at();
        store::auth::set_password(&mut work.tx, person.id, &hash, at).await?;
        let ended = store::auth::delete_sessions(&mut work.tx, person.id, current).await?;
        let change = Change::of(action!("password.change"), kind!("person"), person.id);
        work.record(change.at(person.unit).note("sessions_ended", ended)).await?;
        work.commit().await
    }

    /// Sets the password of someone else, lifts a lock and ends their sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] for people out of reach, [`Error::Invalid`] at `password`.
    pub async fn set_password(&self, caller: &Caller, person: PersonId, new: &str) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        if person == caller.id() {
            return Err(Error::conflict(
                "自分のパスワードは「パスワードの変更」で変えてください",
                "Use \"change password\" for your own password",
            ));
        }
        let mut tx = self.app.db().read().await?;
        let target = organisation::managed(&mut tx, &scope, person, self.app.inner.clock.today()).await?;
        tx.commit().await?;
        password::check("password", new, &target.login).map_err(|e| vec![e])?;
        let hash = password::hash(&self.app.inner.dice, new).await?;
        let mut work = self.app.work(caller).await?;
        let today = work.today();
        let target = organisation::managed(&mut work.tx, &scope, person, today).await?;
        self.put_password(work, &target, &hash).await
    }

    /// The same by the operator of the machine, who needs no role.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `login` or `password`.
    pub async fn set_password_as_operator(&self, operator: &OperatorLogin, login: &str, new: &str) -> Result<()> {
        let name: Login = login.parse().map_err(|p| Error::field("login", p))?;
        password::check("password", new, &name).map_err(|e| vec![e])?;
        let hash = password::hash(&self.app.inner.dice, new).await?;
        let mut work = self.app.work_as(Author::from(operator)).await?;
        let account = store::org::account_by_login(&mut work.tx, &name).await?;
        let target = account.ok_or_else(|| Error::field("login", Problem::Unknown { value: name.to_string() }))?.person;
        self.put_password(work, &target, &hash).await
    }

    async fn put_password(&self, mut work: Work, target: &domain::person::Person, hash: &str) -> Result<()> {
        let at = work.at();
        store::auth::set_password(&mut work.tx, target.id, hash, at).await?;
        let ended = store::auth::delete_sessions(&mut work.tx, target.id, None).await?;
        let change = Change::of(action!("password.set"), kind!("person"), target.id);
        work.record(change.at(target.unit).note("sessions_ended", ended)).await?;
        work.commit().await
    }

    /// Sets the caller's own language and look: `auto`, `light` or `dark`.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `lang` or `theme`.
    pub async fn preferences(&self, caller: &Caller, lang: &str, theme: &str) -> Result<()> {
        let mut problems = domain::problem::Problems::new();
        let short = domain::problem::shorten;
        let lang = problems.keep(
            "lang",
            Lang::ALL
                .iter()
                .find(|l| l.code() == lang)
                .ok_or_else(|| Problem::NotOneOf { value: short(lang), allowed: vec!["ja", "en"] }),
        );
        if !THEMES.contains(&theme) {
            let problem = Problem::NotOneOf { value: short(theme), allowed: THEMES.to_vec() };
            problems.add(domain::FieldError::new("theme", problem));
        }
        problems.finish()?;
        let lang = lang.copied().unwrap_or_default();
        let mut work = self.app.work(caller).await?;
        store::org::set_preferences(&mut work.tx, caller.id(), lang, theme).await?;
        let change = Change::of(action!("person.preferences"), kind!("person"), caller.id());
        let change = change
            .at(caller.actor.person().unit)
            .before(&(caller.lang().code(), &caller.theme))?
            .after(&(lang.code(), theme))?;
        work.record(change).await?;
        work.commit().await
    }
}

const THEMES: &[&str] = &["auto", "light", "dark"];
