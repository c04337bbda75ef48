//! The commands that need no installation: contract check, check sheets, the catalogue, requirements and papers of a file.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use domain::engagement::Category;
use jiff::civil::Date;

use super::work::checked;

/// `contract …`
#[derive(Debug, Subcommand)]
pub enum ContractCommand {
    /// Say, clause by clause, what a contract states, states weakly or does not state (契約書の確認)
    #[command(
        after_help = "Exit codes: 0 everything expected is stated, 1 something is weak or not stated, 2 a file cannot be read"
    )]
    Check(ContractCheck),
}

/// `contract check`
#[derive(Debug, Args)]
pub struct ContractCheck {
    /// Word, PDF or text files; - reads standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Kind of document where the program would guess another: nda, outsourcing, development, cloud_terms,
    /// personal_data_annex, specification, other
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// A TOML profile with the organisation's own standard (自社の標準)
    #[arg(long, value_name = "PROFILE")]
    pub standard: Option<PathBuf>,
    /// Where the result goes; for docx a file or, with several files, a folder
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

/// `sheet …`
#[derive(Debug, Subcommand)]
pub enum SheetCommand {
    /// Put a contractor's answers into a client's check sheet (調査票への記入)
    Fill(SheetFill),
    /// Say which common measure answers each question of a JSON Lines file with `id` and `text` (問いと共通対策の対応)
    Map {
        /// The file; - reads standard input
        file: PathBuf,
    },
}

/// `sheet fill`
#[derive(Debug, Args)]
pub struct SheetFill {
    /// The client's sheet, .xlsx
    #[arg(required_unless_present = "example")]
    pub file: Option<PathBuf>,
    /// The answers: a book, TOML or JSON, or a signed bundle (回答帳)
    #[arg(long, value_name = "BOOK", required_unless_present = "example")]
    pub answers: Option<PathBuf>,
    /// Where the filled sheet goes; without it only the report is printed
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The client the sheet goes to: only what the book holds consent for is written (相手)
    #[arg(long = "for", value_name = "CLIENT")]
    pub client: Option<String>,
    /// The service or site asked about, by its id in the book; otherwise the company (範囲)
    #[arg(long, value_name = "ID")]
    pub scope: Option<String>,
    /// The public key a bundle must be signed with
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The day that decides what is stale or ended, YYYY-MM-DD; otherwise today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Mappings a person corrected earlier, JSON
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Print an example of an answer book, and do nothing else
    #[arg(long)]
    pub example: bool,
}

/// `book …`
#[derive(Debug, Subcommand)]
pub enum BookCommand {
    /// Look over a book: what is not accepted, stale, or lowered by a proof that ended (点検)
    Check(BookCheck),
    /// Make the key that signs bundles (署名の鍵)
    Key(BookKey),
    /// Put answers into a signed bundle (書き出し)
    Export(BookExport),
    /// Say whether a bundle is what was signed, whose it is and how old (検証)
    Verify(BookVerify),
    /// Take the answers of a bundle into a book, all or nothing (取込み)
    Import(BookImport),
}

/// `book check`
#[derive(Debug, Args)]
pub struct BookCheck {
    /// The book, TOML or JSON; - reads standard input
    pub file: PathBuf,
    /// The day it is looked at, YYYY-MM-DD; otherwise today
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// End with code 4 when something is stale or lowered
    #[arg(long)]
    pub strict: bool,
}

/// `book key`
#[derive(Debug, Args)]
pub struct BookKey {
    /// Where the key goes; the public half goes beside it with .pub
    pub file: PathBuf,
}

/// `book export`
#[derive(Debug, Args)]
pub struct BookExport {
    /// The book, TOML or JSON
    pub file: PathBuf,
    /// Where the bundle goes
    #[arg(long, value_name = "ZIP")]
    pub out: PathBuf,
    /// The key that signs it
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The client it is for: only what it has consent for; otherwise the whole book
    #[arg(long = "for", value_name = "CLIENT")]
    pub client: Option<String>,
    /// Last day the bundle is good, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Put in the files of proofs that lie beside the book, not only their digests
    #[arg(long)]
    pub files: bool,
}

/// `book verify`
#[derive(Debug, Args)]
pub struct BookVerify {
    /// The bundle
    pub file: PathBuf,
    /// The public key it must be signed with
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Which of two entries counts when no date says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Prefer {
    /// The book's.
    Book,
    /// The bundle's.
    Bundle,
}

/// `book import`
#[derive(Debug, Args)]
pub struct BookImport {
    /// The bundle
    pub file: PathBuf,
    /// The book it goes into; made when it is not there; JSON when it ends in .json, otherwise TOML
    #[arg(long, value_name = "BOOK")]
    pub into: PathBuf,
    /// The public key it must be signed with
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Which counts where the two differ and no date decides
    #[arg(long, value_enum)]
    pub prefer: Option<Prefer>,
    /// Folder for the files of proofs; without it only their digests are kept
    #[arg(long, value_name = "DIR")]
    pub files: Option<PathBuf>,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `catalogue …`
#[derive(Debug, Subcommand)]
pub enum CatalogueCommand {
    /// Check the built-in catalogue, or profiles that tailor it (検査)
    Check {
        /// Profiles, TOML
        profiles: Vec<PathBuf>,
    },
    /// List what the catalogue holds (一覧)
    List {
        /// One family: measures, clauses, duties, rows, conditions, papers, handling
        family: Option<String>,
    },
    /// Show one entry and every place it is used (表示)
    Show {
        /// Its id, such as CM-IC-01, KL-15, N-7.2-1, T2-8, G4-1
        id: String,
    },
    /// Compare two editions: folders with TOML files, or `embedded` (版の比較)
    Diff {
        /// The older
        before: String,
        /// The newer
        after: String,
    },
}

/// `engagement profile`
#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// An engagement as for `engagement new`; - reads standard input
    pub file: PathBuf,
    /// A plan with what was settled, TOML (要件の詰め)
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<PathBuf>,
    /// A profile that tailors the catalogue, TOML (カタログの調整)
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<PathBuf>,
    /// The category instead of the file's
    #[arg(long, value_parser = checked::<Category>)]
    pub category: Option<Category>,
    /// Everything, also what is not applicable
    #[arg(long)]
    pub all: bool,
}

/// `engagement draft`
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// An engagement as for `engagement new`; - reads standard input
    pub file: PathBuf,
    /// Folder the papers are written to; it is made when it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// A plan with what was settled, TOML (要件の詰め)
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<PathBuf>,
    /// A profile that tailors the catalogue, TOML (カタログの調整)
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<PathBuf>,
    /// A Word template with {{body}}, filled instead of our own form (組織のひな形)
    #[arg(long, value_name = "DOCX")]
    pub template: Option<PathBuf>,
    /// Only this paper, such as nda; may be given several times
    #[arg(long, value_name = "PAPER")]
    pub paper: Vec<String>,
    /// Only files of this kind: docx, pdf, xlsx; may be given several times
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
}
