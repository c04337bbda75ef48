//! Personal access tokens for the API.

use domain::{
    FieldError, Problem,
    id::{PersonId, TokenId},
    problem::Problems,
    text::Title,
};
use jiff::SignedDuration;
use ledger::{action, kind};
use store::auth::Token;

use super::{Auth, GRAIN, after, digest};
use crate::{Caller, Error, Result, work::Change};

/// What every token begins with, so that scanners find one that was left in a file.
const PREFIX: &str = "skm_";
/// Longest life of a token in days.
pub const MAX_DAYS: i64 = 366;
/// Most tokens a person may have at a time.
const MOST: usize = 20;

impl Auth<'_> {
    /// Makes a token that acts as the caller. Its text is shown here once and never again.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `name` or `days`.
    pub async fn create_token(&self, caller: &Caller, name: &str, days: i64) -> Result<(TokenId, String)> {
        let mut problems = Problems::new();
        let name: Option<Title> = problems.required("name", name);
        if !(1..=MAX_DAYS).contains(&days) {
            let problem = Problem::OutOfRange { value: days.to_string(), min: 1, max: MAX_DAYS };
            problems.add(FieldError::new("days", problem));
        }
        let Some(name) = name.filter(|_| problems.is_empty()) else { return Err(problems.into_vec().into()) };
        let mut work = self.app.work(caller).await?;
        let now = work.at();
        let held = store::auth::tokens_of(&mut work.tx, caller.id()).await?;
        if held.iter().filter(|t| t.revoked_at.is_none() && t.expires_at > now).count() >= MOST {
            return Err(Error::conflict(
                format!("トークンは{MOST}個までです。使っていないものを取り消してください"),
                format!("At most {MOST} tokens are allowed. Revoke those you do not use"),
            ));
        }
        let text = format!("{PREFIX}{}", self.app.secret());
        let token = Token {
            id: self.app.mint(),
            person: caller.id(),
            name: name.to_string(),
            created_at: now,
            last_used_at: None,
            expires_at: after(now, SignedDuration::from_hours(days.saturating_mul(24))),
            revoked_at: None,
        };
        store::auth::insert_token(&mut work.tx, &token, &digest(&text)).await?;
        let change = Change::of(action!("token.create"), kind!("token"), token.id).at(caller.actor.person().unit);
        work.record(change.note("name", &name).note("until", token.expires_at)).await?;
        work.commit().await?;
        Ok((token.id, text))
    }

    /// The caller's tokens, newest first, revoked and expired ones too.
    ///
    /// # Errors
    /// Of the database.
    pub async fn tokens(&self, caller: &Caller) -> Result<Vec<Token>> {
        let mut tx = self.app.db().read().await?;
        let tokens = store::auth::tokens_of(&mut tx, caller.id()).await?;
        tx.commit().await?;
        Ok(tokens)
    }

    /// Revokes one of the caller's tokens.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the caller has no such token that still holds.
    pub async fn revoke_token(&self, caller: &Caller, id: TokenId) -> Result<()> {
        let mut work = self.app.work(caller).await?;
        let at = work.at();
        if !store::auth::revoke_token(&mut work.tx, id, caller.id(), at).await? {
            return Err(Error::NotFound);
        }
        let change = Change::of(action!("token.revoke"), kind!("token"), id);
        work.record(change.at(caller.actor.person().unit)).await?;
        work.commit().await
    }

    /// Whom a token acts for: one statement, and once a minute a second one that notes its use.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when it is unknown, expired or revoked, or its person disabled.
    pub async fn authenticate_token(&self, text: &str) -> Result<PersonId> {
        if !text.starts_with(PREFIX) || text.len() > 100 {
            return Err(Error::Unauthenticated);
        }
        let now = self.app.inner.clock.now();
        let mut tx = self.app.db().read().await?;
        let found = store::auth::token(&mut tx, &digest(text), now).await?;
        tx.commit().await?;
        let (id, person, used) = found.ok_or(Error::Unauthenticated)?;
        if used.is_none_or(|at| now.duration_since(at) >= GRAIN) {
            let mut tx = self.app.db().write().await?;
            store::auth::token_used(&mut tx, id, now).await?;
            tx.commit().await?;
        }
        Ok(person)
    }
}
