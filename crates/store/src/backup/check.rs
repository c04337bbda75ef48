//! Believing a backup: every byte of it is compared with what the manifest says before anything is done with it.

use std::{
    collections::BTreeMap,
    io::Read as _,
    path::{Path, PathBuf},
};

use ledger::Digest;

use super::{
    FORMAT, Fault, MANIFEST, MANIFEST_SHA256, Manifest,
    archive::{self, Member},
    tables::TABLES,
};
use crate::Error;

/// Largest manifest that is read, in bytes; about a million attached contents.
const LARGEST: u64 = 256 << 20;

/// A backup that is what it says.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What it holds.
    pub manifest: Manifest,
    /// Digest of the manifest, as printed when it was made.
    pub digest: Digest,
    pub(super) path: PathBuf,
    pub(super) members: BTreeMap<String, Member>,
}

/// Reads a backup from end to end and compares everything with its manifest. Needs no database.
///
/// # Errors
/// [`Fault`] names what is wrong.
pub async fn check(path: &Path) -> Result<Checked, Fault> {
    let file = path.to_owned();
    let checked = tokio::task::spawn_blocking(move || check_now(&file));
    checked.await.map_err(|e| Error::File { path: path.display().to_string(), source: std::io::Error::other(e) })?
}

fn check_now(path: &Path) -> Result<Checked, Fault> {
    let (members, time) = archive::read_all(path)?;
    let (text, digest) = text(path, &members, MANIFEST)?;
    let (sum, _) = self::text(path, &members, MANIFEST_SHA256)?;
    if sum != format!("{digest}  {MANIFEST}\n") {
        return Err(Fault::Damaged(MANIFEST.to_owned()));
    }
    form(&text)?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|e| Fault::Damaged(format!("{MANIFEST}: {e}")))?;
    if u64::try_from(manifest.made_at.as_second()) != Ok(time) {
        return Err(Fault::Damaged(MANIFEST.to_owned()));
    }
    compare(&manifest, &members)?;
    Ok(Checked { manifest, digest, path: path.to_owned(), members })
}

fn text(path: &Path, members: &BTreeMap<String, Member>, name: &str) -> Result<(String, Digest), Fault> {
    let member = members.get(name).ok_or_else(|| Fault::Members(name.to_owned()))?;
    if member.bytes > LARGEST {
        return Err(Fault::Damaged(name.to_owned()));
    }
    let mut out = String::new();
    let read = archive::open(path, member)?.read_to_string(&mut out);
    read.map_err(|_| Fault::Damaged(name.to_owned()))?;
    Ok((out, member.sha256))
}

/// A manifest of another form may have other members, so its form is read on its own.
fn form(text: &str) -> Result<(), Fault> {
    #[derive(serde::Deserialize)]
    struct Form {
        format: u32,
    }
    let form: Form = serde_json::from_str(text).map_err(|e| Fault::Damaged(format!("{MANIFEST}: {e}")))?;
    if form.format == FORMAT { Ok(()) } else { Err(Fault::Format(form.format)) }
}

fn compare(manifest: &Manifest, members: &BTreeMap<String, Member>) -> Result<(), Fault> {
    let mut expected = 2usize;
    let mut same = |name: String, bytes: u64, sha256: Digest| {
        expected = expected.saturating_add(1);
        match members.get(&name) {
            None => Err(Fault::Members(name)),
            Some(found) if (found.bytes, found.sha256) != (bytes, sha256) => Err(Fault::Damaged(name)),
            Some(_) => Ok(()),
        }
    };
    for part in &manifest.tables {
        same(format!("tables/{}.jsonl", part.name), part.bytes, part.sha256)?;
    }
    for part in &manifest.files {
        same(format!("files/{}", part.sha256), part.bytes, part.sha256)?;
    }
    if expected != members.len() {
        let known = |name: &str| {
            let table = |p: &super::TablePart| name == format!("tables/{}.jsonl", p.name);
            let file = |p: &super::FilePart| name == format!("files/{}", p.sha256);
            [MANIFEST, MANIFEST_SHA256].contains(&name)
                || manifest.tables.iter().any(table)
                || manifest.files.iter().any(file)
        };
        let extra = members.keys().find(|name| !known(name)).cloned().unwrap_or_default();
        return Err(Fault::Members(extra));
    }
    let names = manifest.tables.iter().map(|p| p.name.as_str());
    if manifest.migration == crate::migrate::newest() && !names.eq(TABLES.iter().map(|t| t.name)) {
        return Err(Fault::Members("tables/".to_owned()));
    }
    Ok(())
}
