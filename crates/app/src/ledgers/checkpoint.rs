//! Checkpoints: signed statements on the ledger that an auditor keeps elsewhere, and the key that signs them.

use std::{
    io::{ErrorKind, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use domain::{
    FieldError,
    permission::{Permission, Scope},
    person::Role,
};
use ledger::{Checkpoint, Held, OperatorLogin, Report, SignedCheckpoint, SigningKey, VerifyingKey, action, kind};
use store::ledger::Issued;

use super::{Ledgers, Watch, readable, whole};
use crate::{
    Caller, Error, Result, operator, settings,
    work::{Author, Change},
};

/// Name of the key's file in the installation's folder, beside the folder of attachments.
pub const KEY_FILE: &str = "ledger-key";

/// What a checkpoint says of the ledger as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// What became of the entry it names.
    pub held: Held,
    /// What is wrong with the ledger otherwise.
    pub report: Report,
}

impl Checked {
    /// True when everything up to the checkpoint, and everything since, is as it was written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.held == Held::Same && self.report.is_intact()
    }
}

impl Ledgers<'_> {
    /// Signs the ledger's head; gives the text to keep elsewhere. The first signing makes the key.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Conflict`] when the head does not fit the last entry.
    pub async fn checkpoint(&self, caller: &Caller) -> Result<String> {
        let scope = whole(caller)?;
        self.sign(Author::from(caller), &scope).await
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the head does not fit the last entry.
    pub async fn checkpoint_as_operator(&self, by: &OperatorLogin) -> Result<String> {
        let scope = operator::scope(Role::Auditor, Permission::ExportLedger)?;
        self.sign(Author::from(by), &scope).await
    }

    async fn sign(&self, author: Author, scope: &Scope) -> Result<String> {
        let key = self.signing_key()?;
        let mut tx = self.app.db().read().await?;
        let settings = settings::load(&mut tx).await?;
        let stored = store::ledger::head(&mut tx).await?;
        let head = stored.as_ref().and_then(readable).ok_or_else(unfit)?;
        let row = store::ledger::at(&mut tx, i64::try_from(head.seq).unwrap_or(i64::MAX)).await?;
        tx.commit().await?;
        let now = self.app.inner.clock.now();
        let checkpoint = Checkpoint::new(&settings.organisation_ja, &settings.database_id, head, now)
            .map_err(|_| Error::conflict("先に初期設定をしてください", "Initialise the installation first"))?;
        if checkpoint.check_against(row.as_ref()) != Held::Same {
            return Err(unfit());
        }
        let body = checkpoint.sign(&key).to_text();
        let mut work = self.app.work_as(author).await?;
        let seq = i64::try_from(head.seq).unwrap_or(i64::MAX);
        let issued = Issued { seq, at: now, body: body.clone() };
        store::ledger::insert_checkpoint(&mut work.tx, scope, &issued).await?;
        let change = Change::named(action!("ledger.checkpoint"), kind!("ledger"), "ledger")?;
        work.record(change.note("entry", seq).note("key", key.verifying_key().id())).await?;
        work.commit().await?;
        Ok(body)
    }

    /// Checkpoints issued, newest first, at most 100.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn checkpoints(&self, caller: &Caller) -> Result<Vec<Issued>> {
        let scope = whole(caller)?;
        let mut tx = self.app.db().read().await?;
        let issued = store::ledger::checkpoints(&mut tx, &scope).await?;
        tx.commit().await?;
        Ok(issued)
    }

    /// The public key in PEM, for whoever keeps checkpoints.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn public_key(&self, caller: &Caller) -> Result<String> {
        whole(caller)?;
        self.public_key_as_operator()
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// When the key file cannot be read or made.
    pub fn public_key_as_operator(&self) -> Result<String> {
        self.signing_key()?.verifying_key().to_pem().map_err(Error::internal)
    }

    /// Checks a checkpoint against the ledger as it is now, and the ledger itself. Without a public key, the
    /// installation's own is taken; an auditor should bring the one they kept.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] at `checkpoint` or `public_key`.
    pub async fn check_checkpoint(
        &self,
        caller: &Caller,
        (text, public_key): (&str, Option<&str>),
        watch: Watch<'_>,
    ) -> Result<Checked> {
        whole(caller)?;
        self.check_checkpoint_as_operator((text, public_key), watch).await
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `checkpoint` or `public_key`.
    pub async fn check_checkpoint_as_operator(
        &self,
        (text, public_key): (&str, Option<&str>),
        watch: Watch<'_>,
    ) -> Result<Checked> {
        let key = match public_key {
            Some(pem) => VerifyingKey::from_pem(pem).map_err(|p| Error::field("public_key", p))?,
            None => self.signing_key()?.verifying_key(),
        };
        let checkpoint =
            SignedCheckpoint::parse(text).and_then(|signed| signed.verify(&key).cloned()).map_err(|e| refused(&e))?;
        let mut tx = self.app.db().read().await?;
        let settings = settings::load(&mut tx).await?;
        let seq = i64::try_from(checkpoint.head().seq).unwrap_or(i64::MAX);
        let row = store::ledger::at(&mut tx, seq).await?;
        tx.commit().await?;
        if checkpoint.database() != settings.database_id {
            return Err(vec![FieldError::rule(
                "checkpoint",
                "この控えは、別のデータベースのものです",
                "This checkpoint belongs to another database",
            )]
            .into());
        }
        let report = self.read_through(watch).await?;
        Ok(Checked { held: checkpoint.check_against(row.as_ref()), checkpoint, report })
    }

    fn key_path(&self) -> PathBuf {
        let files = &self.app.inner.files;
        files.parent().unwrap_or_else(|| Path::new(".")).join(KEY_FILE)
    }

    /// The installation's key; the first call makes it.
    fn signing_key(&self) -> Result<SigningKey> {
        let path = self.key_path();
        match read_key(&path) {
            Ok(Some(key)) => Ok(key),
            Ok(None) => {
                let key = SigningKey::from_seed(&self.app.inner.dice.bytes());
                let pem = key.to_pem().map_err(Error::internal)?;
                let unique = uuid::Uuid::from_bytes(self.app.inner.dice.bytes()).simple().to_string();
                write_key(&path, &pem, &unique).map_err(|e| Error::internal(format!("{}: {e}", path.display())))?;
                read_key(&path)?.ok_or_else(|| Error::internal(format!("{}: gone again", path.display())))
            }
            Err(error) => Err(error),
        }
    }
}

fn unfit() -> Error {
    Error::conflict(
        "台帳の末尾が最後の記録と合わないため、控えを作れません。先に台帳を検証してください",
        "The end of the ledger does not fit its last entry, so no checkpoint is made. Verify the ledger first",
    )
}

fn refused(error: &ledger::CheckpointError) -> Error {
    use ledger::CheckpointError as E;
    let words = match error {
        E::Line(_) => domain::Words {
            ja: "控えの形になっていません。受け取ったときのままの全文を渡してください",
            en: "This is not a checkpoint. Give its whole text as it was received",
        },
        E::OtherKey { .. } => domain::Words {
            ja: "控えは、渡された鍵とは別の鍵で署名されています",
            en: "The checkpoint was signed with another key than the one given",
        },
        E::Signature => domain::Words {
            ja: "署名が内容と合いません。控えが変えられているか、別の者が署名しています",
            en: "The signature does not fit the text; the checkpoint was changed or signed by someone else",
        },
    };
    Error::field("checkpoint", domain::Problem::Rule { said: words })
}

fn read_key(path: &Path) -> Result<Option<SigningKey>> {
    let failed = |e: std::io::Error| Error::internal(format!("{}: {e}", path.display()));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e)),
    };
    if std::fs::metadata(path).map_err(failed)?.mode() & 0o077 != 0 {
        return Err(Error::conflict(
            format!("鍵のファイル {KEY_FILE} を、ほかの人が読めるか書ける状態です。権限を600にしてください"),
            format!("The key file {KEY_FILE} can be read or written by others. Set its mode to 600"),
        ));
    }
    let key = SigningKey::from_pem(&text).map_err(|e| Error::internal(format!("{}: {e}", path.display())))?;
    Ok(Some(key))
}

/// Writes the key whole or not at all; when someone else was first, theirs stays.
fn write_key(path: &Path, pem: &str, unique: &str) -> std::io::Result<()> {
    let fresh = path.with_file_name(format!("{KEY_FILE}.{unique}"));
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    let written = file.write_all(pem.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    // a link, unlike a rename, never replaces what is there
    let placed = written.and_then(|()| std::fs::hard_link(&fresh, path));
    std::fs::remove_file(&fresh)?;
    match placed {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}
