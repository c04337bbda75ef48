//! The command line: noun verb.

mod contractor;
mod offline;
mod selection;
mod system;
mod work;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::Lang;

pub use contractor::*;
pub use offline::*;
pub use selection::*;
pub use system::*;
pub use work::*;

use crate::ask::PasswordArgs;

const CODES: &str = "\
Exit codes:
  0  done
  1  failure: a file, the network, the database or the program itself
  2  the command line was not understood
  3  not found, or not yours to see
  4  refused by a rule, a permission or the state of things
  5  invalid input or configuration
  6  the ledger is not as it was written
  7  not initialised, or a migration is missing or failed";

/// Sekimori 関守: governs outsourcing security (外部委託の情報セキュリティを管理する)
#[derive(Debug, Parser)]
#[command(name = "sekimori", version, after_help = CODES, propagate_version = true, disable_help_subcommand = false)]
pub struct Cli {
    /// Options every command has.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options every command has.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file (設定ファイル); otherwise sekimori.toml here, then /etc/sekimori/sekimori.toml
    #[arg(long, global = true, env = "SEKIMORI_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Database instead of the configured one: sqlite:FILE or postgres://USER@HOST/DATABASE
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Form of what is printed (出力の形)
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Print results and errors only (結果とエラーだけを出す)
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Language of messages, ja or en; otherwise that of LANG (メッセージの言語)
    #[arg(long, global = true, value_parser = language, value_name = "ja|en")]
    pub lang: Option<Lang>,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::ALL.iter().copied().find(|l| l.code() == text).ok_or_else(|| "it is ja or en".to_owned())
}

/// Form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: JSON with stable keys.
    Json,
    /// A page to open in a browser; of the contract check only.
    Html,
    /// The Word file that was checked, with remarks; of the contract check only.
    Docx,
}

impl Format {
    /// True for programs.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json)
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a fictitious organisation from a temporary database (試用)
    Demo(DemoArgs),
    /// Serve pages and API (サーバーを動かす)
    Serve(ServeArgs),
    /// Set up the organisation and its first administrator (初期設定)
    Init(InitArgs),
    /// People who sign in, by the operator of this machine (利用者)
    #[command(subcommand)]
    User(UserCommand),
    /// Engagements, on behalf of a person (委託案件)
    #[command(subcommand)]
    Engagement(EngagementCommand),
    /// The register of contractors, on behalf of a person (委託先)
    #[command(subcommand)]
    Contractor(ContractorCommand),
    /// Selections of contractors, on behalf of a person (選定)
    #[command(subcommand)]
    Selection(SelectionCommand),
    /// Gates, on behalf of a person (関)
    #[command(subcommand)]
    Gate(GateCommand),
    /// Requests to officers, on behalf of a person (承認)
    #[command(subcommand)]
    Approval(ApprovalCommand),
    /// Contracts: what they state, needs no installation (契約)
    #[command(subcommand)]
    Contract(ContractCommand),
    /// Clients' check sheets in Excel, needs no installation (調査票)
    #[command(subcommand)]
    Sheet(SheetCommand),
    /// A contractor's answer book and signed bundles of it, needs no installation (回答帳)
    #[command(subcommand)]
    Book(BookCommand),
    /// Measures, clauses, papers and where they come from, needs no installation (カタログ)
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// The tamper-evident ledger (台帳)
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Save everything to one file while the server runs (バックアップ)
    Backup(BackupArgs),
    /// Bring a backup back into an empty installation, on either database (バックアップを戻す)
    Restore(RestoreArgs),
    /// Look over the installation and say what to do (点検)
    Doctor,
    /// The configuration in force (設定)
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Sample data; large sets for measuring (見本データ)
    Sample(SampleArgs),
    /// Print completions for a shell (補完)
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the OpenAPI document of the API (APIの定義)
    Openapi,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Address and port; when taken, the next free port is used
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: String,
    /// Keep everything in this folder instead of a temporary one that is removed at the end
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}

/// `serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port instead of the configured ones
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
}

/// `init`
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Name of the organisation in Japanese
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// Its name in English
    #[arg(long, value_name = "NAME")]
    pub organisation_en: Option<String>,
    /// Login name of the first administrator
    #[arg(long, value_name = "LOGIN")]
    pub login: Option<String>,
    /// Name of the first administrator
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Where their password comes from.
    #[command(flatten)]
    pub password: PasswordArgs,
}

/// `user …`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person (追加)
    Add(UserAdd),
    /// List people with the roles they hold today (一覧)
    List {
        /// Words that occur in name or login name
        #[arg(default_value = "")]
        query: String,
    },
    /// Disable a person who left; all their sessions end (無効にする)
    Disable {
        /// Login name
        login: String,
    },
    /// Let a disabled person sign in again (有効に戻す)
    Enable {
        /// Login name
        login: String,
    },
    /// Set a password, lift a lock, end all sessions (パスワードの設定)
    Password {
        /// Login name
        login: String,
        /// Where the password comes from.
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// Give a role from today on (役割を付ける)
    Grant {
        /// Login name
        login: String,
        /// Role
        #[arg(long, value_parser = role)]
        role: domain::person::Role,
        /// Unit by id or name; the whole organisation when left out
        #[arg(long, value_name = "UNIT")]
        unit: Option<String>,
        /// Last day it holds, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        until: Option<jiff::civil::Date>,
    },
}

/// `user add`
#[derive(Debug, Args)]
pub struct UserAdd {
    /// Login name
    pub login: String,
    /// Name as written
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Unit by id or name; the whole organisation when left out
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// Language of pages and messages for this person, ja or en
    #[arg(long, value_parser = language, default_value = "ja", value_name = "ja|en")]
    pub person_lang: Lang,
    /// A role given at the same time, at the unit
    #[arg(long, value_parser = role)]
    pub role: Option<domain::person::Role>,
    /// Without a password; the person cannot sign in until one is set
    #[arg(long, conflicts_with_all = ["password_file", "password_stdin"])]
    pub no_password: bool,
    /// Where the password comes from.
    #[command(flatten)]
    pub password: PasswordArgs,
}

/// A code of a closed list, with what is allowed when it is not on it.
fn role(text: &str) -> Result<domain::person::Role, String> {
    text.parse().map_err(|problem: domain::Problem| problem.to_string())
}
