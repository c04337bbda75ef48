//! Backup and restore, for the operator of the machine.

use std::path::Path;

use domain::Lang;
use ledger::{OperatorLogin, action, kind};
pub use store::backup::{Checked, Damage, Made, Manifest, Restored};
use store::{
    backup::{About, Fault},
    files::Files,
};

use crate::{
    App, Error, Result,
    error::Sentence,
    settings,
    work::{Author, Change},
};

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => error.into(),
            other => Self::Conflict(Sentence { ja: other.text(Lang::Ja), en: other.text(Lang::En) }),
        }
    }
}

impl App {
    /// Writes a backup of the running installation to a new file, and that it was made, with its digest, in the ledger.
    /// Contents that are missing on disk are named in the manifest; look at them.
    ///
    /// # Errors
    /// When the file exists or cannot be written; then there is none.
    pub async fn backup(&self, operator: &OperatorLogin, to: &Path) -> Result<Made> {
        let settings = self.settings().await?;
        let about = About {
            organisation: settings.organisation_ja,
            database: settings.database_id,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at: self.inner.clock.now(),
        };
        let files = Files::new(&self.inner.files);
        let made = store::backup::create(self.db(), &files, to, about).await?;
        let mut work = self.work_as(Author::from(operator)).await?;
        let change = Change::named(action!("backup.create"), kind!("backup"), &made.digest.to_string())?;
        let until = made.manifest.ledger_head.as_ref().map_or(0, |head| head.seq);
        work.record(change.note("until", until).note("missing_files", made.manifest.missing.len())).await?;
        work.commit().await?;
        Ok(made)
    }

    /// Restores a backup into this installation, which must be empty, and writes so in the ledger. Everyone has to sign
    /// in again.
    ///
    /// # Errors
    /// [`Error::Conflict`] says what is wrong with the backup or the database; then nothing was changed.
    pub async fn restore(&self, operator: &OperatorLogin, from: &Path, damage: Damage) -> Result<Restored> {
        let checked = store::backup::check(from).await?;
        let files = Files::new(&self.inner.files);
        let restored = store::backup::restore(self.db(), &files, &checked, damage).await?;
        let recorded = self.record_restore(operator, &checked).await;
        match recorded {
            Err(error) if restored.report.is_intact() => Err(error),
            Err(error) => {
                tracing::error!(%error, "the restored ledger is damaged and takes no more entries");
                Ok(restored)
            }
            Ok(()) => Ok(restored),
        }
    }

    async fn record_restore(&self, operator: &OperatorLogin, checked: &Checked) -> Result<()> {
        let mut work = self.work_as(Author::from(operator)).await?;
        let change = Change::named(action!("backup.restore"), kind!("backup"), &checked.digest.to_string())?;
        let database = &settings::load(&mut work.tx).await?.database_id;
        work.record(change.note("database", database).note("made_at", checked.manifest.made_at)).await?;
        work.commit().await
    }
}

/// Checks every byte of a backup. Needs neither database nor installation.
///
/// # Errors
/// [`Error::Conflict`] says what is wrong.
pub async fn verify_backup(file: &Path) -> Result<Checked> {
    Ok(store::backup::check(file).await?)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::testing::{PASSWORD, houses, open, operator};

    #[tokio::test]
    async fn a_restored_installation_goes_on_where_the_other_stood() {
        for house in houses().await {
            let signed = house.app.auth().sign_in("sekimori", PASSWORD, "", "").await.unwrap();
            let (_, token) = house.app.auth().create_token(&signed.caller, "x", 30).await.unwrap();
            let checkpoint = house.app.ledger().checkpoint_as_operator(&operator()).await.unwrap();
            let key = house.app.ledger().public_key_as_operator().unwrap();
            let file = house.test.folder().join("backup.tar");
            let made = house.app.backup(&operator(), &file).await.unwrap();
            assert_eq!(verify_backup(&file).await.unwrap().digest, made.digest);
            assert!(house.app.backup(&operator(), &file).await.is_err(), "never overwrites");
            for test in store::testing::databases().await {
                let app = open(&test, 2).await;
                let restored = app.restore(&operator(), &file, Damage::Refuse).await.unwrap();
                assert!(restored.report.is_intact());
                assert_eq!(app.settings().await.unwrap(), house.app.settings().await.unwrap());
                assert!(app.auth().session(&signed.secret).await.is_err(), "sessions do not survive");
                assert_eq!(app.auth().authenticate_token(&token).await.unwrap(), signed.caller.id());
                app.auth().sign_in("sekimori", PASSWORD, "", "").await.unwrap();
                let mut go_on = |_| ControlFlow::Continue(());
                let checked = app.ledger().check_checkpoint_as_operator((&checkpoint, Some(&key)), &mut go_on).await;
                assert!(checked.unwrap().is_sound());
                let again = app.restore(&operator(), &file, Damage::Refuse).await;
                assert!(matches!(again, Err(Error::Conflict(_))), "no longer empty");
            }
        }
    }

    #[tokio::test]
    async fn a_backup_is_one_moment_of_a_running_installation() {
        for house in houses().await {
            let file = house.test.folder().join("backup.tar");
            let by = operator();
            let writing = async {
                for i in 0..40 {
                    house.person(house.begun.root, &format!("p{i}")).await;
                }
            };
            let (made, ()) = tokio::join!(house.app.backup(&by, &file), writing);
            let made = made.unwrap().manifest;
            let rows = |name| made.tables.iter().find(|t| t.name == name).unwrap().rows;
            let head = u64::try_from(made.ledger_head.as_ref().unwrap().seq).unwrap();
            assert_eq!(rows("ledger"), head);
            // beside one entry for each person: database, name, unit, and password and role of the first one
            assert_eq!(head - rows("person"), 5);
            let test = store::testing::databases().await.remove(0);
            let restored = open(&test, 2).await.restore(&operator(), &file, Damage::Refuse).await.unwrap();
            assert!(restored.report.is_intact());
        }
    }

    #[tokio::test]
    async fn a_damaged_backup_leaves_everything_as_it_was() {
        for house in houses().await {
            let file = house.test.folder().join("backup.tar");
            house.app.backup(&operator(), &file).await.unwrap();
            let good = std::fs::read(&file).unwrap();
            for at in [100, 600, good.len() / 2, good.len() - 1] {
                let mut bad = good.clone();
                bad[at] ^= 1;
                std::fs::write(&file, bad).unwrap();
                for test in store::testing::databases().await {
                    let app = open(&test, 2).await;
                    let refused = app.restore(&operator(), &file, Damage::Keep).await;
                    assert!(matches!(refused, Err(Error::Conflict(_))), "byte {at}: {refused:?}");
                    assert!(!app.is_initialised().await.unwrap());
                    assert_eq!(app.settings().await.unwrap(), settings::Settings::default());
                }
            }
        }
    }
}
