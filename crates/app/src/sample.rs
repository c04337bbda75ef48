//! Sample data: an invented city whose past is played through the use cases, and large sets for measuring.
//!
//! What the ledger shows of the sample came about by the same use cases that people use, run as the people of the sample
//! with the clock moved from step to step; each entry carries `sample` in the place of a request's id.

mod acts;
mod firms;
mod founding;
mod generate;
mod handed;
mod marks;
mod past;
mod play;
mod remove;
mod script;
mod select;
#[cfg(test)]
mod tests;

use domain::{
    permission::{Permission, Reach},
    person::Role,
};
use ledger::{OperatorLogin, action, kind};

use self::{past::Past, script::Script};
use crate::{
    App, Caller, Error, Result,
    error::Sentence,
    operator,
    work::{Author, Change},
};

pub use generate::{Generated, Onto, Order, Progress, Watch};
pub use remove::Removed;

/// How far back the sample's past begins.
const DAYS: i64 = 790;

/// The use cases of sample data.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a>(pub(crate) &'a App);

impl App {
    /// Sample data.
    #[must_use]
    pub const fn sample(&self) -> Sample<'_> {
        Sample(self)
    }
}

/// An account of the sample that someone trying it out may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Name to sign in with.
    pub login: String,
    /// Name as written.
    pub name: String,
    /// Unit, in both languages.
    pub unit: Sentence,
    /// Highest role, if the person has one of their own.
    pub role: Option<Role>,
    /// What to try with it.
    pub hint: Sentence,
}

/// What was loaded.
#[derive(Clone)]
pub struct Loaded {
    /// The one password of all sample accounts; made anew at each loading and kept nowhere.
    pub password: String,
    /// Accounts worth trying.
    pub accounts: Vec<Account>,
    /// How many engagements there are now.
    pub engagements: usize,
    /// How many contractors.
    pub contractors: usize,
}

impl std::fmt::Debug for Loaded {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loaded").field("engagements", &self.engagements).finish_non_exhaustive()
    }
}

/// Who loads or removes the sample.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Loader<'a> {
    /// A person who operates the system.
    Caller(&'a Caller),
    /// The operator of the machine.
    Operator(&'a OperatorLogin),
}

impl From<Loader<'_>> for Author {
    fn from(loader: Loader<'_>) -> Self {
        match loader {
            Loader::Caller(caller) => Self::from(caller),
            Loader::Operator(operator) => Self::from(operator),
        }
    }
}

/// The sample reaches over the whole organisation, so must the permission.
fn authorise(caller: &Caller) -> Result<()> {
    if *caller.may(Permission::Operate)?.reach() == Reach::All {
        return Ok(());
    }
    Err(Error::forbidden(
        "見本データを扱えるのは、組織全体の管理者だけです",
        "Only an administrator of the whole organisation can handle sample data",
    ))
}

impl Sample<'_> {
    /// Accounts worth trying while the sample is loaded.
    ///
    /// # Errors
    /// Internal, when the embedded files are not what they should be.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        Ok(accounts(&Script::read()?))
    }

    /// True while sample data is loaded: one statement.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_loaded(&self) -> Result<bool> {
        let mut tx = self.0.db().read().await?;
        let loaded = store::sample::is_loaded(&mut tx).await?;
        tx.commit().await?;
        Ok(loaded)
    }

    /// Loads the sample. Its units stand below the organisation that is there.
    ///
    /// # Errors
    /// Forbidden without [`Permission::Operate`] over the whole organisation; conflict when there are engagements or
    /// the sample is loaded; invalid when a login name of the sample is taken. Then nothing is left of it.
    pub async fn load(&self, caller: &Caller) -> Result<Loaded> {
        authorise(caller)?;
        self.load_by(Loader::Caller(caller)).await
    }

    /// The same by the operator of the machine; an installation without an organisation becomes the sample's.
    ///
    /// # Errors
    /// As [`Self::load`], but for the permission.
    pub async fn load_as_operator(&self, operator: &OperatorLogin) -> Result<Loaded> {
        self.load_by(Loader::Operator(operator)).await
    }

    async fn load_by(&self, loader: Loader<'_>) -> Result<Loaded> {
        let mut tx = self.0.db().read().await?;
        let taken = store::sample::any_engagement(&mut tx).await? || store::sample::is_loaded(&mut tx).await?;
        tx.commit().await?;
        if taken {
            return Err(Error::conflict(
                "すでに委託案件があるため、見本データは入れられません。空の設置先で試してください",
                "Sample data cannot be loaded because there are engagements. Try it in an empty installation",
            ));
        }
        let script = Script::read()?;
        let password = self.0.auth().fresh_password();
        let mut past = Past::begin(self.0, DAYS);
        match self.tell(&mut past, &script, (loader, &password)).await {
            Ok(()) => Ok(Loaded {
                password,
                accounts: accounts(&script),
                engagements: past.engagements.len(),
                contractors: past.contractors.len(),
            }),
            Err(error) => {
                // half a sample helps nobody; what was noted so far is taken out again
                if let Err(left) = self.remove_by(loader).await {
                    tracing::error!(%left, "the sample could be neither loaded nor removed");
                }
                Err(error)
            }
        }
    }

    async fn tell(&self, past: &mut Past, script: &Script, (loader, password): (Loader<'_>, &str)) -> Result<()> {
        founding::found(past, script, loader, password).await?;
        play::play(past, script).await?;
        let scope = operator::scope(Role::Administrator, Permission::Operate)?;
        let mut work = self.0.work_as(Author::from(loader)).await?;
        store::sample::adopt(&mut work.tx, &scope).await?;
        let change = Change::named(action!("sample.load"), kind!("sample"), &script.organisation.organisation.en)?
            .note("engagements", past.engagements.len())
            .note("contractors", past.contractors.len())
            .note("people", past.people.len());
        work.record(change).await?;
        work.commit().await
    }
}

fn accounts(script: &Script) -> Vec<Account> {
    let file = &script.organisation;
    let unit = |key: &str| {
        let line = file.units.iter().find(|u| u.key == key);
        line.map_or_else(
            || Sentence { ja: String::new(), en: String::new() },
            |u| Sentence { ja: u.name.clone(), en: u.name_en.clone() },
        )
    };
    let worth = file.people.iter().filter_map(|p| p.hint.as_ref().map(|hint| (p, hint)));
    worth
        .map(|(p, hint)| Account {
            login: p.login.clone(),
            name: p.name.clone(),
            unit: unit(&p.unit),
            role: p.roles.first().map(|r| r.role),
            hint: Sentence { ja: hint.ja.clone(), en: hint.en.clone() },
        })
        .collect()
}
