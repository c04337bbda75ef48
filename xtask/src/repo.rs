//! The repository's files, and what a check has to say about one of them.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Something to mend, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path from the root, with `/`.
    pub path: String,
    /// Line, counted from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong and what would be right.
    pub text: String,
}

impl Finding {
    /// About a line.
    #[must_use]
    pub fn at(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }
    /// About a file.
    #[must_use]
    pub fn file(path: &str, text: impl Into<String>) -> Self {
        Self::at(path, 0, text)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.text),
            line => write!(f, "{}:{line}: {}", self.path, self.text),
        }
    }
}

/// A text file of the repository.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl TextFile {
    /// Lines with their number, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.text)
    }
    /// Last part of the name after a dot, or nothing.
    #[must_use]
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// Lines with their number, counted from 1.
pub fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(i, line)| (i.saturating_add(1), line))
}

/// A checked-out repository.
#[derive(Debug, Clone)]
pub struct Repo {
    root: PathBuf,
}

impl Repo {
    /// The one this program was built from.
    #[must_use]
    pub fn here() -> Self {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: own.parent().unwrap_or(own).to_path_buf() }
    }

    /// One at a folder.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads one file.
    ///
    /// # Errors
    /// When it cannot be read as text.
    pub fn read(&self, path: &str) -> Result<TextFile> {
        let text = fs::read_to_string(self.root.join(path)).with_context(|| format!("cannot read {path}"))?;
        Ok(TextFile { path: path.to_owned(), text })
    }

    /// Reads one file that may be missing.
    ///
    /// # Errors
    /// When it is there and cannot be read as text.
    pub fn read_if_present(&self, path: &str) -> Result<Option<TextFile>> {
        if self.root.join(path).exists() { self.read(path).map(Some) } else { Ok(None) }
    }

    /// Every text file below a folder (`""` for all), sorted by path; binary files are left out.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn files(&self, below: &str) -> Result<Vec<TextFile>> {
        let mut out = Vec::new();
        let start = self.root.join(below);
        if start.is_dir() {
            self.collect(&start, &mut out)?;
        }
        out.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(out)
    }

    fn collect(&self, folder: &Path, out: &mut Vec<TextFile>) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                if !is_foreign(&path, &name) {
                    self.collect(&path, out)?;
                }
            } else if let Ok(text) = String::from_utf8(fs::read(&path)?) {
                let relative = path.strip_prefix(&self.root).unwrap_or(&path);
                let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
                out.push(TextFile { path: parts.join("/"), text });
            }
        }
        Ok(())
    }
}

/// Folders that hold nothing written here: build output (marked by cargo with a tag file), packages, git's own.
fn is_foreign(path: &Path, name: &str) -> bool {
    let hidden = name.starts_with('.') && !matches!(name, ".ci" | ".cargo");
    hidden || matches!(name, "target" | "node_modules") || path.join("CACHEDIR.TAG").exists()
}
