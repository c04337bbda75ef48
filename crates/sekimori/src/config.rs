//! The configuration: one TOML file with sections, the environment over it, the command line over both.
//!
//! Defaults are the commented file that is embedded in the program. Every problem is told at once, with its place and
//! what is allowed.

mod key;
mod read;
mod show;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

#[cfg(test)]
pub use key::variable;
pub use key::{KEYS, listen};
pub use show::{defaults, json, print};

use crate::exit::{Failure, Result, say};
use read::Values;

/// Where a configuration file is looked for when none is named.
pub const PLACES: &[&str] = &["sekimori.toml", "/etc/sekimori/sekimori.toml"];

/// The configuration in force.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Attachments.
    pub files: Files,
    /// The catalogue.
    pub catalogue: Tailoring,
    /// Papers.
    pub papers: Papers,
    /// The log.
    pub log: Log,
    /// The file it was read from.
    pub file: Option<PathBuf>,
    values: Values,
}

/// `[server]`
#[derive(Debug, Clone)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// Address people use, without a slash at its end.
    pub public_address: Option<String>,
    /// A proxy of this machine stands in front.
    pub behind_proxy: bool,
    /// Largest file in bytes.
    pub max_upload: usize,
    /// Seconds to finish requests in.
    pub stop_within: u64,
}

/// `[database]`
#[derive(Clone)]
pub struct Database {
    /// Its address; may hold a password.
    pub url: String,
}

impl std::fmt::Debug for Database {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("url", &show::masked(&self.url)).finish()
    }
}

impl Database {
    /// The file of an embedded database.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&Path> {
        sqlite_path(&self.url).map(Path::new)
    }

    /// The address without its password.
    #[must_use]
    pub fn masked(&self) -> String {
        show::masked(&self.url)
    }
}

/// `[files]`
#[derive(Debug, Clone)]
pub struct Files {
    /// Folder of attachments.
    pub folder: PathBuf,
}

/// `[catalogue]`
#[derive(Debug, Clone)]
pub struct Tailoring {
    /// File of the profile; `None` for the catalogue as it is built in.
    pub profile: Option<PathBuf>,
}

/// `[papers]`
#[derive(Debug, Clone)]
pub struct Papers {
    /// File of the Word template; `None` for our own form.
    pub template: Option<PathBuf>,
    /// How years are counted.
    pub years: papers::Era,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// By where it goes.
    Auto,
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// `[log]`
#[derive(Debug, Clone)]
pub struct Log {
    /// How.
    pub format: LogFormat,
    /// How much.
    pub level: String,
}

/// What the command line says over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Over {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--database`
    pub database: Option<String>,
    /// `--listen`
    pub listen: Option<String>,
}

/// The path of a `sqlite:` address or a plain path; `None` for a server.
pub(crate) fn sqlite_path(url: &str) -> Option<&str> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return None;
    }
    Some(url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url))
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A file that is named and missing; every value that is not accepted.
    pub fn load(over: &Over) -> Result<Self> {
        let mut problems = Vec::new();
        let file = find(over)?;
        let mut values = Values::defaults();
        if let Some(path) = &file {
            let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
            values.read_file(path, &text, &mut problems);
        }
        values.read_environment(std::env::vars_os(), &mut problems);
        values.read_over(over);
        let config = Self::typed(values, file, &mut problems);
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(Failure { said: refusal(problems.len()), ..Failure::invalid(problems) }.next(
                "sekimori config print --defaults で、すべての項目と書ける値を見られます",
                "sekimori config print --defaults shows every key and what it may hold",
            )),
        }
    }

    fn typed(values: Values, file: Option<PathBuf>, problems: &mut Vec<crate::exit::Item>) -> Option<Self> {
        let listen = values.parse("server.listen", problems, listen);
        let public_address = values.parse("server.public_address", problems, key::public_address);
        let behind_proxy = values.parse("server.behind_proxy", problems, key::truth);
        let max_upload = values.parse("server.max_upload", problems, key::size);
        let stop_within = values.parse("server.stop_within", problems, key::seconds);
        let url = values.database(problems);
        let folder = values.path("files.folder", problems);
        let profile = values.optional_path("catalogue.profile");
        let template = values.optional_path("papers.template");
        let years = values.parse("papers.years", problems, |text| text.trim().parse());
        let format = values.parse("log.format", problems, key::log_format);
        let level = values.parse("log.level", problems, key::level);
        Some(Self {
            server: Server {
                listen: listen?,
                public_address: public_address?,
                behind_proxy: behind_proxy?,
                max_upload: max_upload?,
                stop_within: stop_within?,
            },
            database: Database { url: url? },
            files: Files { folder: folder? },
            catalogue: Tailoring { profile },
            papers: Papers { template, years: years? },
            log: Log { format: format?, level: level? },
            file,
            values,
        })
    }

    /// Every key with its value, where it comes from, and what is allowed.
    #[must_use]
    pub const fn values(&self) -> &Values {
        &self.values
    }
}

fn refusal(count: usize) -> app::error::Sentence {
    let en = if count == 1 {
        "The configuration has one problem".to_owned()
    } else {
        format!("The configuration has {count} problems")
    };
    say(format!("設定に{count}か所の問題があります"), en)
}

/// The file to read: the one named, or the first that is there.
fn find(over: &Over) -> Result<Option<PathBuf>> {
    match &over.config {
        Some(path) if path.is_file() => Ok(Some(path.clone())),
        Some(path) => Err(Failure::new(
            crate::exit::Code::Invalid,
            format!("設定ファイル {} がありません", path.display()),
            format!("There is no configuration file {}", path.display()),
        )
        .next(
            "初期値は sekimori config print --defaults で書き出せます",
            "sekimori config print --defaults writes one with the defaults",
        )),
        None => Ok(PLACES.iter().map(PathBuf::from).find(|p| p.is_file())),
    }
}
