//! Signing in, and what happens when it fails.

use std::time::Duration;

use domain::{id::SessionId, text::Login};
use jiff::{SignedDuration, Timestamp};
use ledger::{ActorRef, Channel, action, kind};
use store::auth::{Known, Session};

use super::{Auth, IDLE, LIFETIME, after, before, digest, password};
use crate::{
    Caller, Error, Result,
    work::{Author, Change},
};

/// Wrong passwords after which no more are accepted for a while.
const PATIENCE: i64 = 5;
/// How long the first lock lasts; each further failure doubles it.
const LOCK: SignedDuration = SignedDuration::from_mins(15);
/// The longest lock.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// A refusal takes at least this long, whatever its reason, so that its time says nothing.
const FLOOR: Duration = Duration::from_millis(300);

/// A person who has just signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret for the cookie; shown here once.
    pub secret: String,
    /// The session.
    pub session: SessionId,
    /// The person with their permissions.
    pub caller: Caller,
    /// The sign-in before this one, to notice somebody else's.
    pub previous: Option<Previous>,
}

impl std::fmt::Debug for SignedIn {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).finish_non_exhaustive()
    }
}

/// An earlier sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// When.
    pub at: Timestamp,
    /// From where.
    pub address: String,
}

/// One sentence for an unknown name, a wrong password, a disabled and a locked account.
fn refused() -> Error {
    vec![domain::FieldError::rule(
        "password",
        "サインインできませんでした。ログイン名とパスワードを確かめてください。何度か試したときは、15分待ってからお試しください",
        "Could not sign in. Check login name and password. If you tried several times, wait 15 minutes",
    )]
    .into()
}

/// One line from a header anyone can write.
pub(crate) fn line(text: &str, max: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(max).collect::<String>().trim().to_owned()
}

impl Auth<'_> {
    /// Checks a login name and a password and begins a session. An unknown name, a wrong password, a disabled and a
    /// locked account take the same time and give the same answer.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `password`.
    pub async fn sign_in(&self, login: &str, password: &str, address: &str, agent: &str) -> Result<SignedIn> {
        let floor = tokio::time::Instant::now().checked_add(FLOOR);
        match self.try_sign_in(login, password, (&line(address, 64), &line(agent, 200))).await? {
            Some(signed_in) => Ok(signed_in),
            None => {
                if let Some(floor) = floor {
                    tokio::time::sleep_until(floor).await;
                }
                Err(refused())
            }
        }
    }

    async fn try_sign_in(&self, login: &str, password: &str, from: (&str, &str)) -> Result<Option<SignedIn>> {
        let known = match login.parse::<Login>() {
            Ok(login) => {
                let mut tx = self.app.db().read().await?;
                let known = store::auth::known_by_login(&mut tx, &login).await?;
                tx.commit().await?;
                known
            }
            Err(_) => None,
        };
        let right = password::verify(password, known.as_ref().map(|k| k.password_hash.as_str())).await?;
        let Some(known) = known else { return Ok(None) };
        if right && !known.disabled {
            return self.begin(&known, from).await;
        }
        self.note_failure(&known, from.0).await?;
        Ok(None)
    }

    /// Begins a session, unless the account was locked, disabled or given another password in the meantime.
    async fn begin(&self, checked: &Known, (address, agent): (&str, &str)) -> Result<Option<SignedIn>> {
        let author = Author { actor: ActorRef::Person(checked.person), channel: Channel::Web, request: None };
        let mut work = self.app.work_as(author).await?;
        let now = work.at();
        let Some(known) = store::auth::known(&mut work.tx, checked.person).await? else { return Ok(None) };
        if known.disabled || known.password_hash != checked.password_hash || is_locked(&known, now) {
            return Ok(None);
        }
        let previous = store::auth::last_sign_in(&mut work.tx, known.person).await?;
        if known.failures > 0 {
            store::auth::set_failures(&mut work.tx, known.person, 0, None).await?;
        }
        store::auth::delete_sessions_over(&mut work.tx, now, before(now, IDLE)).await?;
        let secret = self.app.secret();
        let session = Session {
            id: self.app.mint(),
            person: known.person,
            created_at: now,
            last_seen_at: now,
            expires_at: after(now, LIFETIME),
            address: address.to_owned(),
            agent: agent.to_owned(),
        };
        store::auth::insert_session(&mut work.tx, &session, &digest(&secret)).await?;
        let change = Change::of(action!("session.begin"), kind!("session"), session.id).at(known.unit);
        work.record(change.note("address", address).note("failures_before", known.failures)).await?;
        let caller = self.app.caller_in(&mut work.tx, known.person, Channel::Web, None).await?;
        work.commit().await?;
        let previous = previous.map(|(at, address)| Previous { at, address });
        Ok(Some(SignedIn { secret, session: session.id, caller, previous }))
    }

    /// Counts a wrong password; the fifth and each after it lock the account. Tries on a locked account change nothing,
    /// so that nobody can fill the ledger or keep someone out for longer.
    async fn note_failure(&self, known: &Known, address: &str) -> Result<()> {
        let author = Author { actor: ActorRef::System, channel: Channel::Web, request: None };
        let mut work = self.app.work_as(author).await?;
        let now = work.at();
        let Some(known) = store::auth::known(&mut work.tx, known.person).await? else { return Ok(()) };
        if is_locked(&known, now) {
            return Ok(());
        }
        let failures = known.failures.saturating_add(1);
        let until = lock_for(failures).map(|time| after(now, time));
        store::auth::set_failures(&mut work.tx, known.person, failures, until).await?;
        let change = Change::of(action!("session.refuse"), kind!("person"), known.person).at(known.unit);
        work.record(change.note("address", address).note("failures", failures)).await?;
        if let Some(until) = until {
            let change = Change::of(action!("person.lock"), kind!("person"), known.person).at(known.unit);
            work.record(change.note("until", until)).await?;
        }
        work.commit().await
    }

    /// True when it is the caller's password; a wrong one counts like a failed sign-in.
    pub(super) async fn is_password(&self, caller: &Caller, password: &str) -> Result<bool> {
        let mut tx = self.app.db().read().await?;
        let known = store::auth::known(&mut tx, caller.id()).await?;
        tx.commit().await?;
        let right = password::verify(password, known.as_ref().map(|k| k.password_hash.as_str())).await?;
        let Some(known) = known else { return Ok(false) };
        if is_locked(&known, self.app.inner.clock.now()) {
            return Ok(false);
        }
        if !right {
            self.note_failure(&known, "").await?;
        }
        Ok(right)
    }
}

fn is_locked(known: &Known, now: Timestamp) -> bool {
    known.locked_until.is_some_and(|until| now < until)
}

fn lock_for(failures: i64) -> Option<SignedDuration> {
    let more = failures.saturating_sub(PATIENCE);
    if more < 0 {
        return None;
    }
    let factor = 2i32.saturating_pow(u32::try_from(more).unwrap_or(u32::MAX).min(16));
    Some(LOCK.checked_mul(factor).unwrap_or(LONGEST).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_grow_up_to_a_day() {
        let hours = |failures| lock_for(failures).map(|t| t.as_mins());
        assert_eq!(hours(4), None);
        assert_eq!(hours(5), Some(15));
        assert_eq!(hours(6), Some(30));
        assert_eq!(hours(11), Some(960));
        assert_eq!(hours(12), Some(1440));
        assert_eq!(hours(i64::MAX), Some(1440));
    }
}
