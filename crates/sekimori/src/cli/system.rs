//! The commands on the installation as a whole.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `ledger …`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Verify the whole ledger, or an export of it (検証); exit code 6 when anything was altered
    Verify {
        /// An export (JSON Lines) to verify instead of the database; needs no installation
        #[arg(value_name = "EXPORT")]
        file: Option<PathBuf>,
    },
    /// Write the whole ledger as JSON Lines (書き出し)
    Export {
        /// File to write, which must not exist; - writes standard output
        file: PathBuf,
    },
    /// Sign the ledger's head for someone to keep elsewhere (署名した控え)
    Checkpoint {
        /// File to write, which must not exist; standard output when left out
        file: Option<PathBuf>,
        /// Also write the public key to this file, for whoever keeps the checkpoint
        #[arg(long, value_name = "FILE")]
        public_key: Option<PathBuf>,
    },
    /// Check a checkpoint against the ledger as it is now (控えとの照合); exit code 6 when it does not fit
    Check {
        /// The checkpoint
        file: PathBuf,
        /// Public key that was kept with it (PEM); this installation's own when left out
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

/// `backup`
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// File to write, which must not exist; the server may go on running
    pub file: PathBuf,
    /// Check every byte of an existing backup instead of making one; needs no installation
    #[arg(long)]
    pub check: bool,
}

/// `restore`
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    pub file: PathBuf,
    /// Restore even a backup whose ledger is not as it was written
    #[arg(long)]
    pub keep_damage: bool,
}

/// `config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print every key with its value, where it comes from, and what is allowed (設定の表示)
    Print {
        /// Print the commented file of defaults instead
        #[arg(long)]
        defaults: bool,
    },
}

/// `sample …`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SampleArgs {
    /// Load or remove the sample organisation.
    #[command(subcommand)]
    pub command: Option<SampleCommand>,
    /// Make a large set for measuring.
    #[command(flatten)]
    pub set: SetArgs,
}

/// `sample load`, `sample remove`
#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// Load a fictitious organisation with engagements in every state (見本データを入れる)
    Load,
    /// Remove it again (見本データを消す)
    Remove,
}

/// A large set for measuring.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// How many contractors to generate
    #[arg(long, value_name = "N", requires = "engagements")]
    pub contractors: Option<u32>,
    /// How many engagements to generate
    #[arg(long, value_name = "N", requires = "contractors")]
    pub engagements: Option<u32>,
    /// The same seed gives the same set on the same day
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Generate into a database that holds engagements already
    #[arg(long)]
    pub append: bool,
}
