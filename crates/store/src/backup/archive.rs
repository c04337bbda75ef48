//! The file of a backup: a plain tar that any tool opens, in which every single byte is accounted for.
//!
//! Headers are rebuilt from name, size and time and compared, filling must be zero, nothing may stand behind the end;
//! the contents are covered by the manifest, the manifest by the last member.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{BufReader, Read, Seek as _, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use ledger::Digest;
use sha2::{Digest as _, Sha256};

use super::Fault;
use crate::Error;

const BLOCK: u64 = 512;

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::File { path, source }
}

/// A file that is removed again unless it is kept.
#[derive(Debug)]
pub(super) struct Passing {
    pub(super) path: PathBuf,
    keep: bool,
}

impl Passing {
    /// A new file that only its owner may read: backups hold password hashes.
    pub(super) fn create(path: PathBuf) -> Result<(Self, File), Error> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(failed(&path))?;
        Ok((Self { path, keep: false }, file))
    }

    /// Gives it its lasting name; what stands there already is not replaced.
    pub(super) fn keep_as(mut self, to: &Path) -> Result<(), Error> {
        std::fs::hard_link(&self.path, to).map_err(failed(to))?;
        std::fs::remove_file(&self.path).map_err(failed(&self.path))?;
        self.keep = true;
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(failed(folder))
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if !self.keep {
            // best effort: a leftover is named `.part` and no backup
            drop(std::fs::remove_file(&self.path));
        }
    }
}

/// Size and digest of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) bytes: u64,
    pub(super) sha256: Digest,
    /// Where its content begins.
    pub(super) offset: u64,
}

fn header(name: &str, bytes: u64, time: u64) -> std::io::Result<tar::Header> {
    let mut header = tar::Header::new_ustar();
    header.set_path(name)?;
    header.set_size(bytes);
    header.set_mtime(time);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

/// Hashes what passes through.
struct Hashing<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}

/// A backup being written.
pub(super) struct Writing {
    builder: tar::Builder<File>,
    path: PathBuf,
    time: u64,
}

impl Writing {
    pub(super) fn new(file: File, path: &Path, time: u64) -> Self {
        Self { builder: tar::Builder::new(file), path: path.to_owned(), time }
    }

    /// Adds a member; gives the digest of what was added.
    pub(super) fn add(&mut self, name: &str, bytes: u64, body: impl Read) -> Result<Digest, Error> {
        let header = header(name, bytes, self.time).map_err(failed(&self.path))?;
        let mut body = Hashing { inner: body.take(bytes), hasher: Sha256::new() };
        self.builder.append(&header, &mut body).map_err(failed(&self.path))?;
        if body.inner.limit() > 0 {
            let short = std::io::Error::new(std::io::ErrorKind::UnexpectedEof, format!("{name} became shorter"));
            return Err(failed(&self.path)(short));
        }
        Ok(Digest::from_bytes(body.hasher.finalize().into()))
    }

    /// Ends the archive and brings it to disk.
    pub(super) fn finish(self) -> Result<(), Error> {
        let mut file = self.builder.into_inner().map_err(failed(&self.path))?;
        file.flush().and_then(|()| file.sync_all()).map_err(failed(&self.path))
    }
}

/// Reads a backup from end to end and gives its members, each with the digest of what was found.
pub(super) fn read_all(path: &Path) -> Result<(BTreeMap<String, Member>, u64), Fault> {
    let file = File::open(path).map_err(failed(path))?;
    let length = file.metadata().map_err(failed(path))?.len();
    let mut reader = Reader { file: BufReader::with_capacity(1 << 16, file), at: 0, path };
    let mut members = BTreeMap::new();
    let mut time = None;
    loop {
        let block = reader.block()?;
        if block.iter().all(|b| *b == 0) {
            break;
        }
        let (name, bytes, mtime) = reader.header(&block)?;
        let offset = reader.at;
        let sha256 = reader.content(bytes)?;
        reader.filling(&name)?;
        let twice = members.insert(name.clone(), Member { bytes, sha256, offset }).is_some();
        if twice || *time.get_or_insert(mtime) != mtime {
            return Err(Fault::Damaged(name));
        }
    }
    // a second empty block, and nothing behind it
    if reader.block()?.iter().any(|b| *b != 0) || reader.at != length {
        return Err(Fault::Behind);
    }
    Ok((members, time.unwrap_or_default()))
}

struct Reader<'p> {
    file: BufReader<File>,
    at: u64,
    path: &'p Path,
}

impl Reader<'_> {
    fn block(&mut self) -> Result<[u8; 512], Fault> {
        let mut block = [0u8; 512];
        match self.file.read_exact(&mut block) {
            Ok(()) => {
                self.at = self.at.saturating_add(BLOCK);
                Ok(block)
            }
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Err(Fault::Cut),
            Err(e) => Err(failed(self.path)(e).into()),
        }
    }

    /// Reads a header; it must be byte for byte the one that would be written.
    fn header(&self, block: &[u8; 512]) -> Result<(String, u64, u64), Fault> {
        let place = || Fault::Damaged(format!("{} @{}", self.path.display(), self.at.saturating_sub(BLOCK)));
        let found = tar::Header::from_byte_slice(block);
        let name = String::from_utf8(found.path_bytes().into_owned()).map_err(|_| place())?;
        let (bytes, time) = (found.entry_size().map_err(|_| place())?, found.mtime().map_err(|_| place())?);
        let expected = header(&name, bytes, time).map_err(|_| place())?;
        if expected.as_bytes() == block { Ok((name, bytes, time)) } else { Err(place()) }
    }

    fn content(&mut self, bytes: u64) -> Result<Digest, Fault> {
        let mut content = Hashing { inner: self.file.by_ref().take(bytes), hasher: Sha256::new() };
        let read = std::io::copy(&mut content, &mut std::io::sink()).map_err(failed(self.path))?;
        let digest = Digest::from_bytes(content.hasher.finalize().into());
        self.at = self.at.saturating_add(read);
        if read == bytes { Ok(digest) } else { Err(Fault::Cut) }
    }

    fn filling(&mut self, name: &str) -> Result<(), Fault> {
        let over = self.at.checked_rem(BLOCK).unwrap_or(0);
        if over == 0 {
            return Ok(());
        }
        let rest = BLOCK.saturating_sub(over);
        let mut filling = Vec::new();
        let read = self.file.by_ref().take(rest).read_to_end(&mut filling).map_err(failed(self.path))?;
        self.at = self.at.saturating_add(rest);
        if u64::try_from(read) == Ok(rest) && filling.iter().all(|b| *b == 0) {
            Ok(())
        } else {
            Err(Fault::Damaged(name.to_owned()))
        }
    }
}

/// Opens one member for reading.
pub(super) fn open(path: &Path, member: &Member) -> Result<BufReader<std::io::Take<File>>, Error> {
    let mut file = File::open(path).map_err(failed(path))?;
    file.seek(SeekFrom::Start(member.offset)).map_err(failed(path))?;
    Ok(BufReader::with_capacity(1 << 16, file.take(member.bytes)))
}
