//! The commands on selections of contractors.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::calendar::EngagementNumber;

use super::{As, work::checked};

/// `selection …`
#[derive(Debug, Subcommand)]
pub enum SelectionCommand {
    /// Show the candidates as the formula judges them (候補の評価)
    Show(SelectionShow),
    /// Write the comparison as an Excel file (比較表の書出し)
    Export(SelectionExport),
}

/// `selection show`
#[derive(Debug, Args)]
pub struct SelectionShow {
    /// Number of the engagement, such as R8-0012
    #[arg(value_parser = checked::<EngagementNumber>)]
    pub number: EngagementNumber,
    /// Which round; the newest when left out
    #[arg(long)]
    pub round: Option<i64>,
    /// The person.
    #[command(flatten)]
    pub by: As,
}

/// `selection export`
#[derive(Debug, Args)]
pub struct SelectionExport {
    /// Number of the engagement, such as R8-0012
    #[arg(value_parser = checked::<EngagementNumber>)]
    pub number: EngagementNumber,
    /// Where the workbook goes, ending in .xlsx
    pub file: PathBuf,
    /// Which round; the newest when left out
    #[arg(long)]
    pub round: Option<i64>,
    /// The person.
    #[command(flatten)]
    pub by: As,
}
