//! The commands on the register of contractors.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::As;

/// `contractor …`
#[derive(Debug, Subcommand)]
pub enum ContractorCommand {
    /// Import a list of contractors: .xlsx or CSV, of any layout (委託先一覧の取込み)
    Import(ContractorImport),
    /// Write the register as a list that can be imported again (委託先一覧の書出し)
    Export(ContractorExport),
}

/// `contractor import`
#[derive(Debug, Args)]
pub struct ContractorImport {
    /// The list
    pub file: PathBuf,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The person.
    #[command(flatten)]
    pub by: As,
}

/// Form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListForm {
    /// An Excel workbook
    Xlsx,
    /// CSV that Excel opens in Japanese
    Csv,
}

/// `contractor export`
#[derive(Debug, Args)]
pub struct ContractorExport {
    /// Where the list goes; its ending says the form unless --form does
    pub file: PathBuf,
    /// Form of the list
    #[arg(long, value_enum)]
    pub form: Option<ListForm>,
    /// Only contractors with this part of a name or number
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub search: String,
    /// The person.
    #[command(flatten)]
    pub by: As,
}
