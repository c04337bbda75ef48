//! The commands on engagements, gates and approvals; all on behalf of a person.

use std::path::PathBuf;

use app::engagements::list::{Direction, Sort};
use clap::{Args, Subcommand, ValueEnum};
use domain::{
    Problem,
    calendar::EngagementNumber,
    engagement::{Category, Stage, Standing},
    gate::ConditionId,
    id::ApprovalId,
    text::{Ground, Statement},
};
use jiff::civil::Date;

/// Reads a value of the domain; what is allowed stands in the refusal.
pub(super) fn checked<T: std::str::FromStr<Err = Problem>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|problem: Problem| problem.to_string())
}

/// The person on whose behalf a command runs.
#[derive(Debug, Args)]
pub struct As {
    /// Login name of the person on whose behalf this runs; recorded in the ledger (誰として行うか)
    #[arg(long = "as", value_name = "LOGIN", env = "SEKIMORI_AS")]
    pub login: String,
}

/// `engagement …`
#[derive(Debug, Subcommand)]
pub enum EngagementCommand {
    /// Enter an engagement from a TOML file (新しい委託案件)
    New {
        /// The file; - reads standard input
        #[arg(required_unless_present = "example")]
        file: Option<PathBuf>,
        /// Print an example file with every key, and do nothing else
        #[arg(long, exclusive = true)]
        example: bool,
        /// The person.
        #[arg(long = "as", value_name = "LOGIN", env = "SEKIMORI_AS", required_unless_present = "example")]
        login: Option<String>,
    },
    /// Change what is known of an engagement (内容を直す)
    Change {
        /// Its number, such as R8-0012
        #[arg(value_parser = checked::<EngagementNumber>)]
        number: EngagementNumber,
        /// A file as for `new`; its unit is not read
        file: PathBuf,
        /// The person.
        #[command(flatten)]
        by: As,
    },
    /// List engagements (一覧)
    List(ListArgs),
    /// Show an engagement (表示)
    Show(Numbered),
    /// Show how the conditions of the gate ahead stand (関の条件)
    Gates(Numbered),
    /// Requirements of the engagement in a file, each with its reason; needs no installation (要件)
    Profile(super::ProfileArgs),
    /// Write the papers of the engagement in a file; needs no installation (文書の作成)
    Draft(super::DraftArgs),
    /// Say whether it may go out, why, and what to do next; or ask an officer (委託の可否、責任者への依頼)
    Decide(DecideArgs),
}

/// An engagement, and the person.
#[derive(Debug, Args)]
pub struct Numbered {
    /// Its number, such as R8-0012
    #[arg(value_parser = checked::<EngagementNumber>)]
    pub number: EngagementNumber,
    /// The person.
    #[command(flatten)]
    pub by: As,
}

/// `engagement list`
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Words that must all occur (探す言葉)
    pub words: Vec<String>,
    /// At this stage
    #[arg(long, value_parser = checked::<Stage>)]
    pub stage: Option<Stage>,
    /// Of this category
    #[arg(long, value_parser = checked::<Category>)]
    pub category: Option<Category>,
    /// Standing so; open unless told otherwise with --all
    #[arg(long, value_parser = checked::<Standing>, conflicts_with = "all")]
    pub standing: Option<Standing>,
    /// Those that have ended too
    #[arg(long)]
    pub all: bool,
    /// Only those the person answers for
    #[arg(long)]
    pub mine: bool,
    /// Order: number, title, contractor, stage, due, amount
    #[arg(long, value_parser = checked::<Sort>, default_value = "number")]
    pub sort: Sort,
    /// Small ones first
    #[arg(long)]
    pub ascending: bool,
    /// Most rows
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,
    /// The person.
    #[command(flatten)]
    pub by: As,
}

impl ListArgs {
    /// Up or down.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        if self.ascending { Direction::Ascending } else { Direction::Descending }
    }
}

/// What an officer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Asked {
    /// Is this unlisted work critical? Needs --explanation
    Criticality,
    /// May this critical work go out all the same? Needs --analysis
    Exception,
    /// May a condition of the gate be waived? Needs --condition, --reason, --until
    Waiver,
}

/// `engagement decide`
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// Its number, such as R8-0012
    #[arg(value_parser = checked::<EngagementNumber>)]
    pub number: EngagementNumber,
    /// Ask the officer for this
    #[arg(long, value_enum)]
    pub request: Option<Asked>,
    /// What the request says.
    #[command(flatten)]
    pub said: Said,
    /// The person.
    #[command(flatten)]
    pub by: As,
}

/// What a request says.
#[derive(Debug, Args)]
pub struct Said {
    /// Explanation of the work and its information
    #[arg(long, value_parser = checked::<Statement>, value_name = "TEXT")]
    pub explanation: Option<Statement>,
    /// TOML file with necessity, grounds and [[lines]] of threat, before, measures, residual
    #[arg(long, value_name = "FILE")]
    pub analysis: Option<PathBuf>,
    /// Condition to be waived, such as G1-3
    #[arg(long, value_parser = checked::<ConditionId>, value_name = "ID")]
    pub condition: Option<ConditionId>,
    /// Why it should be waived
    #[arg(long, value_parser = checked::<Ground>, value_name = "TEXT")]
    pub reason: Option<Ground>,
    /// Last day of the waiver
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
}

/// `gate …`
#[derive(Debug, Subcommand)]
pub enum GateCommand {
    /// Pass the gate ahead, when no condition is unmet (関を通す)
    Pass(Numbered),
    /// Declare that a condition is met which the program cannot see (充足の申告)
    Declare {
        /// Its number, such as R8-0012
        #[arg(value_parser = checked::<EngagementNumber>)]
        number: EngagementNumber,
        /// The condition, such as G1-4
        #[arg(long, value_parser = checked::<ConditionId>, value_name = "ID")]
        condition: ConditionId,
        /// What shows that it is met
        #[arg(long, value_parser = checked::<Ground>, value_name = "TEXT")]
        note: Ground,
        /// The person.
        #[command(flatten)]
        by: As,
    },
}

/// `approval …`
#[derive(Debug, Subcommand)]
pub enum ApprovalCommand {
    /// List requests: waiting for the person, unless told otherwise (一覧)
    List {
        /// Those the person asked for
        #[arg(long, conflicts_with = "decided")]
        mine: bool,
        /// Those the person decided
        #[arg(long)]
        decided: bool,
        /// Most rows
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=200))]
        limit: i64,
        /// The person.
        #[command(flatten)]
        by: As,
    },
    /// Show a request (表示)
    Show {
        /// Its id, apr_…
        #[arg(value_parser = checked::<ApprovalId>)]
        id: ApprovalId,
        /// The person.
        #[command(flatten)]
        by: As,
    },
    /// Decide a request (決める)
    Decide(ApprovalDecide),
    /// Answer a request that was sent back, mended (差し戻しへの再依頼)
    Resubmit {
        /// Its id, apr_…
        #[arg(value_parser = checked::<ApprovalId>)]
        id: ApprovalId,
        /// What it says now.
        #[command(flatten)]
        said: Said,
        /// The person.
        #[command(flatten)]
        by: As,
    },
    /// Take one's own request back (取下げ)
    Withdraw {
        /// Its id, apr_…
        #[arg(value_parser = checked::<ApprovalId>)]
        id: ApprovalId,
        /// Why
        #[arg(long, value_parser = checked::<Ground>, value_name = "TEXT")]
        reason: Ground,
        /// The person.
        #[command(flatten)]
        by: As,
    },
}

/// What an officer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Verdict {
    /// The unlisted work is critical
    Critical,
    /// It is not
    NotCritical,
    /// The exception is permitted; needs --measure and --until
    Permit,
    /// The register is updated as proposed
    Update,
    /// The register needs no update
    NoUpdate,
    /// The condition is waived
    Waive,
    /// Refused
    Refuse,
    /// Back to the requester
    SendBack,
}

/// `approval decide`
#[derive(Debug, Args)]
pub struct ApprovalDecide {
    /// Its id, apr_…
    #[arg(value_parser = checked::<ApprovalId>)]
    pub id: ApprovalId,
    /// What is decided
    #[arg(long, value_enum)]
    pub decision: Verdict,
    /// Why
    #[arg(long, value_parser = checked::<Ground>, value_name = "TEXT")]
    pub reason: Ground,
    /// A measure directed as a condition of the permit; may be given several times
    #[arg(long = "measure", value_parser = checked::<Ground>, value_name = "TEXT")]
    pub measures: Vec<Ground>,
    /// Last day of the permit
    #[arg(long, value_name = "DATE", required_if_eq("decision", "permit"))]
    pub until: Option<Date>,
    /// The person.
    #[command(flatten)]
    pub by: As,
}
