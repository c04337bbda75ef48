//! The folder of attached contents, each kept under the SHA-256 of its bytes: `ab/cdef…`.
//!
//! A content is written to `incoming/`, synced to disk and renamed into its place, so a file that has a digest for a
//! name is whole or not there. Nothing is ever overwritten by something else, and only what no row names any more is deleted.
//! Reading computes the digest again: what was altered on disk is refused. Symbolic links are never followed below the folder.

use std::{
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
};

use ledger::Digest;
use sha2::{Digest as _, Sha256};
use tokio::{
    fs::{self, File, OpenOptions},
    io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _, ReadBuf},
};

use crate::{Error, Result};

const CHUNK: usize = 64 * 1024;

/// The folder.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Digest of the bytes.
    pub digest: Digest,
    /// How many.
    pub size: u64,
}

/// Why a content was not taken or not given.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// More bytes than allowed.
    #[error("more than {0} bytes")]
    TooLarge(u64),
    /// The sender broke off.
    #[error("receiving: {0}")]
    Body(std::io::Error),
    /// There is no such content.
    #[error("content {0} is missing")]
    Missing(Digest),
    /// The bytes on disk are not those that were received.
    #[error("content {0} was altered on disk")]
    Altered(Digest),
    /// The folder itself failed.
    #[error(transparent)]
    Folder(#[from] Error),
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::File { path, source }
}

fn not_ours(path: &Path, what: &str) -> Error {
    failed(path)(std::io::Error::new(std::io::ErrorKind::InvalidInput, what.to_owned()))
}

impl Files {
    /// The folder at a path; it must be there. Its own path may lead through links: the operator chose it.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where the content of a digest is kept.
    #[must_use]
    pub fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let (folder, rest) = name.split_at(2);
        self.root.join(folder).join(rest)
    }

    /// Takes in a content of at most `most` bytes. `unique` names the file while it comes in.
    ///
    /// # Errors
    /// When the sender breaks off, sends too much, or the folder cannot be written; then nothing is kept.
    pub async fn write<R>(&self, unique: &str, body: R, most: u64) -> Result<Written, Refused>
    where
        R: AsyncRead + Unpin,
    {
        let folder = self.root.join("incoming");
        make_folder(&folder).await?;
        let path = folder.join(unique);
        // "new" neither follows a link nor touches a file that is there
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).await.map_err(failed(&path))?;
        let written = match copy(body, &mut file, most).await {
            Ok(written) => self.settle(&path, file, written).await.map(|()| written).map_err(Refused::from),
            Err(refused) => Err(refused),
        };
        if written.is_err() {
            // best effort: what stays behind in incoming/ is not a content and is never read
            drop(fs::remove_file(&path).await);
        }
        written
    }

    /// Moves a received file to its place, unless the same content is there already.
    async fn settle(&self, path: &Path, file: File, written: Written) -> Result<()> {
        file.sync_all().await.map_err(failed(path))?;
        drop(file);
        let place = self.path(written.digest);
        let folder = place.parent().unwrap_or(&self.root);
        make_folder(folder).await?;
        match self.open(written.digest).await {
            Ok(_) => return fs::remove_file(path).await.map_err(failed(path)),
            Err(Refused::Missing(_)) => {}
            Err(Refused::Altered(digest)) => {
                tracing::error!(%digest, "a content altered on disk is replaced by the same content received anew");
            }
            Err(Refused::Folder(error)) => return Err(error),
            Err(other) => return Err(not_ours(&place, &other.to_string())),
        }
        // rename replaces a link, never what it points to
        fs::rename(path, &place).await.map_err(failed(&place))?;
        sync_folder(folder).await?;
        sync_folder(&self.root).await
    }

    /// Whether a content is there; its bytes are not looked at.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn has(&self, digest: Digest) -> Result<bool> {
        Ok(open_plain(&self.path(digest)).await?.is_some())
    }

    /// Deletes a content that no row names any more; one that is not there is no mistake.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn remove(&self, digest: Digest) -> Result<()> {
        let path = self.path(digest);
        match fs::remove_file(&path).await {
            Ok(()) => sync_folder(path.parent().unwrap_or(&self.root)).await,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(failed(&path)(e)),
        }
    }

    /// Opens a content whose every byte has been compared with its digest; reading it compares once more.
    ///
    /// # Errors
    /// [`Refused::Missing`] and [`Refused::Altered`].
    pub async fn open(&self, digest: Digest) -> Result<Verified, Refused> {
        let path = self.path(digest);
        let file = open_plain(&path).await?.ok_or(Refused::Missing(digest))?;
        let mut first = Verified::new(file, digest);
        let mut chunk = vec![0u8; CHUNK];
        loop {
            match first.read(&mut chunk).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(e) if e.kind() == std::io::ErrorKind::InvalidData => return Err(Refused::Altered(digest)),
                Err(e) => return Err(failed(&path)(e).into()),
            }
        }
        let mut file = first.file;
        file.rewind().await.map_err(failed(&path))?;
        Ok(Verified::new(file, digest))
    }
}

async fn copy<R: AsyncRead + Unpin>(mut body: R, file: &mut File, most: u64) -> Result<Written, Refused> {
    let (mut hasher, mut size) = (Sha256::new(), 0u64);
    let mut chunk = vec![0u8; CHUNK];
    loop {
        let n = body.read(&mut chunk).await.map_err(Refused::Body)?;
        let bytes = chunk.get(..n).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        size = size.saturating_add(u64::try_from(n).unwrap_or(u64::MAX));
        if size > most {
            return Err(Refused::TooLarge(most));
        }
        hasher.update(bytes);
        file.write_all(bytes).await.map_err(failed(Path::new("incoming")))?;
    }
    file.flush().await.map_err(failed(Path::new("incoming")))?;
    Ok(Written { digest: Digest::from_bytes(hasher.finalize().into()), size })
}

/// Makes a folder unless it is there; a link in its place is refused.
async fn make_folder(path: &Path) -> Result<()> {
    match fs::create_dir(path).await {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => plain_folder(path).await.map(|_| ()),
        Err(e) => Err(failed(path)(e)),
    }
}

/// True when there is a real folder, false when there is nothing.
async fn plain_folder(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path).await {
        Ok(meta) if meta.is_dir() => Ok(true),
        Ok(_) => Err(not_ours(path, "is not a folder but a link or a file")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(failed(path)(e)),
    }
}

/// Opens a plain file in a plain folder; `None` when there is none. What was opened is compared with what stands there,
/// so that a link put in between is noticed.
async fn open_plain(path: &Path) -> Result<Option<File>> {
    if let Some(folder) = path.parent()
        && !plain_folder(folder).await?
    {
        return Ok(None);
    }
    let meta = match fs::symlink_metadata(path).await {
        Ok(meta) if meta.is_file() => meta,
        Ok(_) => return Err(not_ours(path, "is not a file but a link or a folder")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(path)(e)),
    };
    let file = File::open(path).await.map_err(failed(path))?;
    let opened = file.metadata().await.map_err(failed(path))?;
    if (opened.dev(), opened.ino()) != (meta.dev(), meta.ino()) {
        return Err(not_ours(path, "was exchanged while it was opened"));
    }
    Ok(Some(file))
}

async fn sync_folder(path: &Path) -> Result<()> {
    let folder = File::open(path).await.map_err(failed(path))?;
    folder.sync_all().await.map_err(failed(path))
}

/// A content being read; its end is an error of the kind `InvalidData` when the bytes were not those of the digest.
#[derive(Debug)]
pub struct Verified {
    file: File,
    hasher: Sha256,
    digest: Digest,
    done: bool,
}

impl Verified {
    fn new(file: File, digest: Digest) -> Self {
        Self { file, hasher: Sha256::new(), digest, done: false }
    }

    fn check(&mut self) -> std::io::Result<()> {
        if self.done {
            return Ok(());
        }
        self.done = true;
        let found = Digest::from_bytes(std::mem::take(&mut self.hasher).finalize().into());
        if found == self.digest {
            Ok(())
        } else {
            let said = format!("content {} was altered on disk", self.digest);
            Err(std::io::Error::new(std::io::ErrorKind::InvalidData, said))
        }
    }
}

impl AsyncRead for Verified {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let asked = buf.remaining() > 0;
        std::task::ready!(Pin::new(&mut this.file).poll_read(cx, buf))?;
        match buf.filled().get(before..) {
            Some(new) if !new.is_empty() => this.hasher.update(new),
            _ if asked => return Poll::Ready(this.check()),
            _ => {}
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests;
