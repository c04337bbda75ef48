//! Use cases: authorise → load → decide → save and write the ledger, in one transaction.
//!
//! Every method that a page, the API or the command line can call is here; none of them decides by itself what a rule
//! in `rules` decides. The only crate that reads the clock and makes randomness, both handed in when it is opened.

pub mod approvals;
pub mod attachments;
pub mod auth;
pub mod backup;
pub mod books;
pub mod caller;
pub mod chain;
pub mod clock;
pub mod consultations;
mod contents;
pub mod contractors;
pub mod contracts;
pub mod documents;
pub mod drafts;
pub mod engagements;
pub mod error;
pub mod export;
pub mod handovers;
pub mod inspect;
pub mod ledgers;
mod operator;
pub mod organisation;
mod page;
pub mod questionnaires;
pub mod register;
pub mod requirements;
pub mod sample;
pub mod selections;
pub mod settings;
pub mod setup;
pub mod system;
#[cfg(test)]
mod testing;
pub mod views;
mod work;

use std::sync::Arc;

pub use caller::Caller;
pub use clock::{Clock, Dice};
pub use error::{Error, Result};
pub use ledger::{Channel, OperatorLogin};
pub use papers;
pub use questions;
pub use rules;
pub use sheets;
use store::Db;
pub use writer::{file_name, html, paper};

/// The application: an open database and all it takes to use it.
#[derive(Debug, Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) catalogue: catalogue::Catalogue,
    pub(crate) template: Option<documents::Template>,
    pub(crate) era: papers::Era,
    pub(crate) clock: Clock,
    pub(crate) dice: Dice,
    pub(crate) files: std::path::PathBuf,
    pub(crate) imports: contractors::import::Held,
    pub(crate) refusals: questionnaires::Refusals,
    pub(crate) handover_imports: handovers::Held,
}

impl App {
    /// Opens a database, brings it to the newest form, and checks that the catalogue is sound.
    ///
    /// # Errors
    /// When the database cannot be reached, a migration fails or is unknown, or the catalogue has problems.
    pub async fn open(place: Place, clock: Clock, dice: Dice) -> Result<Self> {
        let catalogue = catalogue::Catalogue::load_embedded().map_err(|problems| {
            Error::internal(format!("the built-in catalogue has {} problems: {problems:?}", problems.len()))
        })?;
        Self::open_with(place, Own { catalogue, template: None, era: papers::Era::Wareki }, (clock, dice)).await
    }

    /// The same with a catalogue and a Word template of the organisation's own.
    ///
    /// # Errors
    /// When the database cannot be reached, a migration fails or is unknown.
    pub async fn open_with(
        place: Place,
        Own { catalogue, template, era }: Own,
        (clock, dice): (Clock, Dice),
    ) -> Result<Self> {
        let db = Db::open(&place.database).await?;
        store::migrate::migrate(&db).await?;
        std::fs::create_dir_all(&place.files).map_err(Error::internal)?;
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                catalogue,
                template,
                era,
                clock,
                dice,
                files: place.files,
                imports: contractors::import::Held::default(),
                refusals: questionnaires::Refusals::default(),
                handover_imports: handovers::Held::default(),
            }),
        })
    }

    /// The catalogue in force.
    #[must_use]
    pub fn catalogue(&self) -> &catalogue::Catalogue {
        &self.inner.catalogue
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Statements run so far, for measuring how many one request takes.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.inner.db.queries()
    }

    /// Closes the database cleanly.
    pub async fn close(&self) {
        self.inner.db.close().await;
    }

    /// A short random number for a request, to find it again in the log.
    #[must_use]
    pub fn request_number(&self) -> String {
        self.inner.dice.bytes::<6>().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The installation's settings: one statement.
    ///
    /// # Errors
    /// Of the database.
    pub async fn settings(&self) -> Result<settings::Settings> {
        let mut tx = self.db().read().await?;
        let settings = settings::load(&mut tx).await?;
        tx.commit().await?;
        Ok(settings)
    }

    /// The database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<()> {
        self.settings().await.map(drop)
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Mints an id from the clock and the dice.
    pub(crate) fn mint<T: domain::id::Id>(&self) -> T {
        T::mint(self.inner.dice.uuid_v7(self.inner.clock.now()))
    }
}

/// What an organisation has of its own.
#[derive(Debug, Clone)]
pub struct Own {
    /// The catalogue, tailored or as it is built in.
    pub catalogue: catalogue::Catalogue,
    /// Its Word template, filled instead of ours.
    pub template: Option<documents::Template>,
    /// How years are counted in its papers.
    pub era: papers::Era,
}

/// Where an installation keeps its things.
#[derive(Debug, Clone)]
pub struct Place {
    /// The database.
    pub database: store::Location,
    /// Folder of attachments.
    pub files: std::path::PathBuf,
}
