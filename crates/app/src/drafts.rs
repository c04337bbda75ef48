//! Unfinished questionnaires. Strictly private notes: only their author sees them, nobody decides by them, and they are
//! gone after [`KEPT_DAYS`]. Therefore the ledger does not record them; the engagement made from one is recorded.

use domain::{FieldError, Problem, Words, id::DraftId, permission::Permission, problem::Problems, text::Title};
use jiff::{Span, Timestamp, civil::Date};
use serde_json::{Map, Value};
use store::drafts::{Draft, Mine};

use crate::{
    App, Caller, Error, Result,
    clock::{day_in_japan, japan},
};

/// Days a draft is kept after it was last saved.
pub const KEPT_DAYS: i64 = 90;
/// Most bytes of answers as JSON.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most drafts of one person.
pub const MAX_DRAFTS: usize = 50;

/// The use cases of drafts.
#[derive(Debug, Clone, Copy)]
pub struct Drafts<'a>(&'a App);

impl App {
    /// Unfinished questionnaires.
    #[must_use]
    pub const fn drafts(&self) -> Drafts<'_> {
        Drafts(self)
    }
}

/// A draft with the last day it can be opened.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The draft.
    pub draft: Draft,
    /// Last day it can be opened, unless it is saved again.
    pub expires_on: Date,
}

impl From<Draft> for Shown {
    fn from(draft: Draft) -> Self {
        let saved = day_in_japan(draft.updated_at);
        Self { expires_on: saved.saturating_add(Span::new().days(KEPT_DAYS)), draft }
    }
}

/// What is saved.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// What the person calls it; may be empty.
    pub title: String,
    /// The step to go on with: up to 40 of `a-z 0-9 _ -`, or empty.
    pub step: String,
    /// Answers so far.
    pub answers: Map<String, Value>,
}

impl Content {
    fn title(&self) -> Result<Option<Title>, Vec<FieldError>> {
        let mut problems = Problems::new();
        let title = problems.optional("title", &self.title);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        if self.step.len() > 40 || !self.step.chars().all(plain) {
            let form = Words {
                ja: "英小文字・数字・「_」「-」で40文字までです",
                en: "up to 40 of a-z, 0-9, '_' and '-'",
            };
            problems.add(FieldError::new("step", Problem::form(&self.step, form)));
        }
        let bytes = serde_json::to_string(&self.answers).map_or(usize::MAX, |text| text.len());
        if bytes > MAX_BYTES {
            let max = i64::try_from(MAX_BYTES).unwrap_or(i64::MAX);
            problems.add(FieldError::new("answers", Problem::OutOfRange { value: bytes.to_string(), min: 0, max }));
        }
        problems.finish().map(|()| title)
    }
}

impl Drafts<'_> {
    /// Begins an empty draft. Removes the author's own that are too old to be opened.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`]; conflict beyond [`MAX_DRAFTS`].
    pub async fn create(&self, caller: &Caller) -> Result<Shown> {
        let scope = caller.may(Permission::EditEngagement)?;
        let (mine, now) = (self.mine(caller), self.0.clock().now());
        let mut tx = self.0.db().write().await?;
        store::drafts::delete_old(&mut tx, &scope, mine).await?;
        if store::drafts::of_person(&mut tx, &scope, mine, limit()).await?.len() >= MAX_DRAFTS {
            return Err(Error::conflict(
                format!("下書きは{MAX_DRAFTS}件までです。使わないものを消してから始めてください"),
                format!("At most {MAX_DRAFTS} drafts are kept. Delete one that is no longer needed"),
            ));
        }
        let draft = Draft {
            id: self.0.mint(),
            title: None,
            step: String::new(),
            answers: Map::new(),
            created_at: now,
            updated_at: now,
        };
        store::drafts::insert(&mut tx, &scope, caller.id(), &draft).await?;
        tx.commit().await?;
        Ok(draft.into())
    }

    /// Saves the answers so far; what was saved last stands.
    ///
    /// # Errors
    /// Not found when it is not the caller's own or too old; invalid when it is too large.
    pub async fn save(&self, caller: &Caller, id: DraftId, content: Content) -> Result<Shown> {
        let scope = caller.may(Permission::EditEngagement)?;
        let title = content.title()?;
        let mine = self.mine(caller);
        let mut tx = self.0.db().write().await?;
        let old = store::drafts::by_id(&mut tx, &scope, mine, id).await?.ok_or(Error::NotFound)?;
        let (step, answers, updated_at) = (content.step, content.answers, self.0.clock().now());
        let draft = Draft { title, step, answers, updated_at, ..old };
        store::drafts::update(&mut tx, &scope, mine, &draft).await?;
        tx.commit().await?;
        Ok(draft.into())
    }

    /// One of the caller's drafts.
    ///
    /// # Errors
    /// Not found when it is not the caller's own or too old.
    pub async fn get(&self, caller: &Caller, id: DraftId) -> Result<Shown> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut tx = self.0.db().read().await?;
        let draft = store::drafts::by_id(&mut tx, &scope, self.mine(caller), id).await?;
        tx.commit().await?;
        draft.map(Shown::from).ok_or(Error::NotFound)
    }

    /// The caller's drafts, the one saved last first.
    ///
    /// # Errors
    /// Forbidden without [`Permission::EditEngagement`].
    pub async fn list(&self, caller: &Caller) -> Result<Vec<Shown>> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut tx = self.0.db().read().await?;
        let drafts = store::drafts::of_person(&mut tx, &scope, self.mine(caller), limit()).await?;
        tx.commit().await?;
        Ok(drafts.into_iter().map(Shown::from).collect())
    }

    /// Removes one of the caller's drafts.
    ///
    /// # Errors
    /// Not found when it is not the caller's own.
    pub async fn delete(&self, caller: &Caller, id: DraftId) -> Result<()> {
        let scope = caller.may(Permission::EditEngagement)?;
        let mut tx = self.0.db().write().await?;
        if !store::drafts::delete(&mut tx, &scope, caller.id(), id).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }

    fn mine(&self, caller: &Caller) -> Mine {
        Mine { person: caller.id(), since: oldest(self.0.clock().today()) }
    }
}

fn limit() -> i64 {
    i64::try_from(MAX_DRAFTS).unwrap_or(i64::MAX)
}

/// Beginning of the first day whose drafts can still be opened.
fn oldest(today: Date) -> Timestamp {
    let day = today.saturating_sub(Span::new().days(KEPT_DAYS));
    day.to_zoned(japan()).map_or(Timestamp::MIN, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests;
