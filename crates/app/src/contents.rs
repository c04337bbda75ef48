//! Bytes in the folder of attachments that rows name by their digest.

use ledger::Digest;
use store::files::Files;

use crate::{App, Error, Result, attachments::refused};

impl App {
    pub(crate) fn contents(&self) -> Files {
        Files::new(&self.inner.files)
    }

    /// Keeps bytes before the write begins that names them, so that the disk keeps nobody waiting. Bytes that no row comes to
    /// name are never seen.
    pub(crate) async fn keep_content(&self, unique: impl std::fmt::Display, bytes: &[u8]) -> Result<Digest> {
        let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let written = self.contents().write(&unique.to_string(), bytes, most).await.map_err(refused)?;
        Ok(written.digest)
    }

    /// The bytes of a digest, compared with it.
    ///
    /// # Errors
    /// Conflict when they are not those that were received.
    pub(crate) async fn content(&self, digest: Digest) -> Result<Vec<u8>> {
        let found = self.contents().open(digest).await.map_err(refused)?;
        crate::attachments::read_all(found).await
    }

    /// Whoever names a content asks this under the lock of the ledger: between the keeping and the naming, another row of the
    /// same content may have gone, and its bytes with it.
    ///
    /// # Errors
    /// Conflict when the bytes are gone; keeping them once more helps.
    pub(crate) async fn must_hold(&self, digest: Digest) -> Result<()> {
        if self.contents().has(digest).await? {
            return Ok(());
        }
        Err(Error::conflict(
            "ファイルを受け取っている間に、同じ内容のファイルが片付けられました。もう一度送ってください",
            "A file of the same content was cleared away while this one came in. Send it once more",
        ))
    }
}
