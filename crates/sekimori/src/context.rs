//! What every command has at hand: language, form of output, configuration, and the open installation.

use std::{
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::Path,
};

use app::{App, Caller, Channel, Clock, Dice, OperatorLogin, Place};
use domain::Lang;
use serde_json::Value;

use crate::{
    cli::{Format, Global},
    config::{Config, Over},
    exit::{Code, Failure, Result},
    log, out,
};

/// What every command has at hand.
#[derive(Debug, Clone)]
pub struct Context {
    /// Language of messages.
    pub lang: Lang,
    /// Form of output.
    pub format: Format,
    /// Say nothing but what was asked for.
    pub quiet: bool,
    /// Who is at the keyboard of the machine.
    pub operator: OperatorLogin,
    over: Over,
}

/// The language asked for, or that of the terminal: Japanese where it says so, English otherwise.
#[must_use]
pub fn language(asked: Option<Lang>) -> Lang {
    let said =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    asked.or_else(|| said().as_deref().and_then(Lang::from_tag)).unwrap_or(Lang::En)
}

/// The login of the account this process runs under; behind `sudo` also who used it.
fn operator() -> Result<OperatorLogin> {
    let uid = std::fs::metadata("/proc/self").map(|m| m.uid()).ok();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = accounts.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, id) = (parts.next()?, parts.nth(1)?);
        (id.parse().ok() == uid && uid.is_some()).then(|| name.to_owned())
    });
    let name = named.or_else(|| uid.map(|uid| format!("uid {uid}"))).unwrap_or_else(|| "unknown".to_owned());
    let sudo = std::env::var("SUDO_USER").ok().filter(|user| uid == Some(0) && *user != name);
    let full = sudo.map_or_else(|| name.clone(), |user| format!("{name} (sudo {user})"));
    full.parse().or_else(|_| name.parse()).map_err(|p| Failure::value("login", &p))
}

impl Context {
    /// From the options every command has.
    ///
    /// # Errors
    /// When the account this process runs under cannot be named.
    pub fn new(global: &Global) -> Result<Self> {
        Ok(Self {
            lang: language(global.lang),
            format: global.format,
            quiet: global.quiet,
            operator: operator()?,
            over: Over { config: global.config.clone(), database: global.database.clone(), listen: None },
        })
    }

    /// The same with another address to listen on.
    #[must_use]
    pub fn listening(mut self, listen: Option<String>) -> Self {
        self.over.listen = listen;
        self
    }

    /// Reads the configuration.
    ///
    /// # Errors
    /// Every problem in it.
    pub fn config(&self) -> Result<Config> {
        Config::load(&self.over)
    }

    /// Chooses a text by language.
    #[must_use]
    pub fn words<'a>(&self, ja: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::Ja { ja } else { en }
    }

    /// Prints a result: JSON for programs, the text for people.
    ///
    /// # Errors
    /// Of standard output.
    pub fn show(&self, value: &Value, text: impl FnOnce() -> String) -> Result {
        if self.format.is_json() { out::json(value) } else { out::write(&text()) }
    }

    /// Prints what was done: JSON for programs, a line for people unless they want quiet.
    ///
    /// # Errors
    /// Of standard output.
    pub fn done(&self, value: &Value, ja: &str, en: &str) -> Result {
        match (self.format.is_json(), self.quiet) {
            (true, _) => out::json(value),
            (false, true) => Ok(()),
            (false, false) => out::line(self.words(ja, en)),
        }
    }

    /// A remark beside the result, on standard error.
    pub fn remark(&self, ja: &str, en: &str) {
        if !self.quiet && !self.format.is_json() {
            eprintln!("{}", self.words(ja, en));
        }
    }

    /// Opens an installation that is set up.
    ///
    /// # Errors
    /// [`Code::NotReady`] when it is not; failures of the database.
    pub async fn open(&self) -> Result<(App, Config)> {
        let config = self.config()?;
        log::start(&config.log);
        let app = open_initialised(&config, Pending::Refuse).await?;
        Ok((app, config))
    }

    /// Opens an installation and acts for a person.
    ///
    /// # Errors
    /// As [`Self::open`]; not found when nobody has that login name.
    pub async fn open_as(&self, login: &str) -> Result<(App, Caller)> {
        let (app, _) = self.open().await?;
        let caller = self.caller(&app, login).await?;
        Ok((app, caller))
    }

    /// The person on whose behalf a command runs.
    ///
    /// # Errors
    /// Not found when nobody has that login name; refused when the person is disabled.
    pub async fn caller(&self, app: &App, login: &str) -> Result<Caller> {
        let person = app.operated(&self.operator).person(login).await.map_err(|error| match error {
            app::Error::NotFound => Failure::new(
                Code::NotFound,
                format!("ログイン名「{login}」の人はいません"),
                format!("Nobody has the login name \"{login}\""),
            )
            .next("sekimori user list で確かめてください", "See sekimori user list"),
            other => other.into(),
        })?;
        app.caller(person.id, Channel::Cli, None).await.map_err(|error| match error {
            app::Error::Unauthenticated => {
                Failure::new(Code::Refused, format!("{login} は無効にされています"), format!("{login} is disabled"))
            }
            other => other.into(),
        })
    }
}

/// Opens an installation, bringing its database to the newest form.
///
/// # Errors
/// Failures of database and migration.
pub async fn open_any(config: &Config) -> Result<App> {
    // a profile or template that is not accepted stops everything before the database is touched
    let catalogue = crate::commands::tailored(config.catalogue.profile.as_deref())?;
    let template = crate::commands::template(config.papers.template.as_deref())?;
    if let Some(folder) = config.database.sqlite_file().and_then(Path::parent) {
        make_folder(folder)?;
    }
    if let Some(file) = config.database.sqlite_file().filter(|file| !file.exists()) {
        // nobody but the owner reads it; SQLite gives its journal the same mode
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file)
            .map_err(|e| Failure::file(file, &e))?;
    }
    make_folder(&config.files.folder)?;
    let database = config.database.url.parse().map_err(|p| Failure::value("database.url", &p))?;
    let place = Place { database, files: config.files.folder.clone() };
    Ok(App::open_with(
        place,
        app::Own { catalogue, template, era: config.papers.years },
        (Clock::System, Dice::system()),
    )
    .await?)
}

/// What to do with migrations that were not applied yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Apply them: the server does at its start.
    Apply,
    /// Leave the database as it is and refuse, so that no other command changes its form by the way.
    Refuse,
}

/// Opens an installation that is set up.
///
/// # Errors
/// [`Code::NotReady`] when it is not, or when its form does not fit this program; failures of database.
pub async fn open_initialised(config: &Config, pending: Pending) -> Result<App> {
    if config.database.sqlite_file().is_some_and(|file| !file.exists()) {
        return Err(uninitialised(config));
    }
    let location = config.database.url.parse().map_err(|p| Failure::value("database.url", &p))?;
    let state = app::inspect::migrations(&location).await?;
    if state.applied.is_empty() && state.unknown.is_empty() && state.failed.is_empty() {
        return Err(uninitialised(config));
    }
    let sound = state.failed.is_empty() && state.unknown.is_empty();
    if !sound || (pending == Pending::Refuse && !state.pending.is_empty()) {
        let found = crate::commands::migrations(&state);
        return Err(Failure {
            code: Code::NotReady,
            said: found.said,
            items: Vec::new(),
            next: found.todo.map(Box::new),
        });
    }
    let app = open_any(config).await?;
    if app.is_initialised().await? { Ok(app) } else { Err(uninitialised(config)) }
}

fn uninitialised(config: &Config) -> Failure {
    let place = config.database.masked();
    let file = config.file.as_ref().map(|f| format!(" --config {}", f.display())).unwrap_or_default();
    Failure::new(
        Code::NotReady,
        format!("{place} はまだ初期設定されていません"),
        format!("{place} is not initialised"),
    )
    .next(
        format!("sekimori init{file} で組織と最初の管理者を決めるか、sekimori restore FILE でバックアップを戻してください"),
        format!("Run sekimori init{file} to set up the organisation and its first administrator, or sekimori restore FILE"),
    )
}

/// Makes a folder that only its owner can look into, unless it is there.
///
/// # Errors
/// Of the file system.
pub fn make_folder(path: &Path) -> Result {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| Failure::file(path, &e))
}
