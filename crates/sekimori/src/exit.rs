//! How a command ends: exit codes, and failures with place, value, what is allowed and the next step.

use std::process::ExitCode;

use app::error::Sentence;
use domain::{FieldError, Lang};
use serde_json::json;

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// Something failed: a file, the network, the database, or the program itself.
    Failed = 1,
    /// The command line was not understood.
    Usage = 2,
    /// There is no such thing, or the person may not see it.
    NotFound = 3,
    /// A rule or a missing permission refuses it, or the state of things does.
    Refused = 4,
    /// A value in a file, an option, the environment or the configuration is not accepted.
    Invalid = 5,
    /// The ledger is not as it was written.
    LedgerUnsound = 6,
    /// The installation is not set up, or its database does not fit this program.
    NotReady = 7,
}

impl Code {
    /// Every code with the words of the help.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Failed, "failure: a file, the network, the database or the program itself"),
        (Self::Usage, "the command line was not understood"),
        (Self::NotFound, "not found, or not yours to see"),
        (Self::Refused, "refused by a rule, a permission or the state of things"),
        (Self::Invalid, "invalid input or configuration"),
        (Self::LedgerUnsound, "the ledger is not as it was written"),
        (Self::NotReady, "not initialised, or a migration is missing or failed"),
    ];

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// A stable name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::LedgerUnsound => "ledger_unsound",
            Self::NotReady => "not_ready",
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code.number())
    }
}

/// One refused value and where it stands.
#[derive(Debug, Clone)]
pub struct Item {
    /// `file:line key`, an option, an environment variable.
    pub place: String,
    /// What is wrong and what is allowed.
    pub said: Sentence,
}

/// Why a command did not do what was asked.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The exit code.
    pub code: Code,
    /// What happened.
    pub said: Sentence,
    /// Every refused value.
    pub items: Vec<Item>,
    /// What to do next.
    pub next: Option<Box<Sentence>>,
}

/// Result of a command.
pub type Result<T = ()> = std::result::Result<T, Failure>;

/// A sentence in both languages.
pub fn say(ja: impl Into<String>, en: impl Into<String>) -> Sentence {
    Sentence { ja: ja.into(), en: en.into() }
}

/// A problem's sentence in both languages.
pub fn problem(problem: &domain::Problem) -> Sentence {
    say(problem.text(Lang::Ja), problem.text(Lang::En))
}

impl Failure {
    /// A failure with its sentence.
    pub fn new(code: Code, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, said: say(ja, en), items: Vec::new(), next: None }
    }

    /// Adds the next step.
    #[must_use]
    pub fn next(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.next = Some(Box::new(say(ja, en)));
        self
    }

    /// Refused values, all of them.
    #[must_use]
    pub fn invalid(items: Vec<Item>) -> Self {
        let count = items.len();
        let en = if count == 1 {
            "One value is not accepted".to_owned()
        } else {
            format!("{count} values are not accepted")
        };
        Self {
            code: Code::Invalid,
            said: say(format!("受け付けられない値が{count}か所あります"), en),
            items,
            next: None,
        }
    }

    /// One refused value.
    pub fn value(place: impl Into<String>, what: &domain::Problem) -> Self {
        Self::invalid(vec![Item { place: place.into(), said: problem(what) }])
    }

    /// A file that cannot be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let path = path.display();
        Self::new(
            Code::Failed,
            format!("{path} を読み書きできません: {error}"),
            format!("{path} cannot be read or written: {error}"),
        )
    }

    /// Writes it for people or for programs, on standard error.
    pub fn print(&self, lang: Lang, as_json: bool) {
        if as_json {
            let items: Vec<_> =
                self.items.iter().map(|i| json!({ "place": i.place, "message": i.said.get(lang) })).collect();
            let error = json!({
                "code": self.code.name(), "exit": self.code.number(), "message": self.said.get(lang),
                "problems": items, "next": self.next.as_ref().map(|n| n.get(lang)),
            });
            eprintln!("{}", json!({ "error": error }));
            return;
        }
        let label = if lang == Lang::Ja { "エラー" } else { "error" };
        eprintln!("{label}: {}", self.said.get(lang));
        for item in &self.items {
            eprintln!("  {}: {}", item.place, item.said.get(lang));
        }
        if let Some(next) = &self.next {
            let label = if lang == Lang::Ja { "次に" } else { "next" };
            eprintln!("{label}: {}", next.get(lang));
        }
    }
}

fn items(errors: Vec<FieldError>) -> Vec<Item> {
    errors.into_iter().map(|e| Item { said: problem(&e.problem), place: e.field }).collect()
}

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Self {
        let said = say(error.text(Lang::Ja), error.text(Lang::En));
        let plain = |code| Self { code, said: said.clone(), items: Vec::new(), next: None };
        match error {
            app::Error::NotFound => plain(Code::NotFound),
            app::Error::Forbidden(_) | app::Error::Unauthenticated | app::Error::Conflict(_) => plain(Code::Refused),
            app::Error::Invalid(errors) => Self::invalid(items(errors)),
            app::Error::Internal(inner) => internal(&inner),
        }
    }
}

/// Our own failures are told to the operator of the machine in full. Those of a migration have a code of their own.
fn internal(inner: &str) -> Failure {
    if let Some(why) = inner.strip_prefix("migration: ") {
        return Failure::new(
            Code::NotReady,
            format!("データベースの形がこのプログラムと合いません: {why}"),
            format!("The database does not fit this program: {why}"),
        )
        .next(
            "新しい版で使ったデータベースなら、その版の sekimori を使ってください。移行が途中で失敗しているなら、バックアップを空のデータベースに戻してください（sekimori restore）",
            "If a newer version has used this database, run that version. If a migration failed half-way, restore the backup into an empty database (sekimori restore)",
        );
    }
    if let Some(why) = inner.strip_prefix("database: ") {
        return Failure::new(
            Code::Failed,
            format!("データベースを使えません: {why}"),
            format!("The database cannot be used: {why}"),
        )
        .next(
            "設定の database.url を確かめ、データベースが動いているか見てください（sekimori doctor）",
            "Check database.url and whether the database is running (sekimori doctor)",
        );
    }
    Failure::new(Code::Failed, format!("処理できませんでした: {inner}"), format!("It failed: {inner}"))
}
